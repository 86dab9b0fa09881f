package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Expense is what an order cost its seller beside the goods, and the buyer does not pay: the carrier, a commission.
type Expense struct {
	ID     string       `json:"id"`             // names it within the order
	Kind   string       `json:"kind"`           // "delivery", "commission" ... as the host names it
	Amount amount.Money `json:"amount"`         // more than none
	Text   string       `json:"text,omitzero"`  // for people
	Basis  string       `json:"basis,omitzero"` // kind of the document that it belongs to, such as "waybill"
	Number string       `json:"number,omitzero"`
}

// document returns the document that the expense belongs to, as a text.
func (e Expense) document() Text { return Textf("document %s %s", e.Basis, e.Number) }

// RecordExpense records an expense of the seller, of the order or of one of its documents. It changes neither what the
// order costs nor what of it is paid or due, and no receipt follows.
type RecordExpense struct {
	Expense Expense
	// Foreign says that the amount is in another currency than the order; otherwise that is refused as a mistake.
	Foreign bool
}

// Kind implements Command.
func (RecordExpense) Kind() Kind { return KindRecordExpense }

func (c RecordExpense) decide(o *Order, _ By) ([]Body, error) {
	e := c.Expense
	if e.ID == "" {
		return nil, refuse(ErrInvalid, "expense", "it has no id")
	}
	what := Textf("expense %s", e.ID)
	if e.Kind == "" {
		return nil, refuse(ErrInvalid, what, "its kind is not set")
	}
	currency := o.currency
	if c.Foreign {
		currency = e.Amount.Currency()
	}
	if err := checkMoney(what, e.Amount, currency); err != nil {
		return nil, err
	}
	switch {
	case e.Amount.IsZero():
		return nil, refuse(ErrMoney, what, "the amount must be more than 0")
	case c.Foreign && currency == o.currency:
		return nil, refuse(ErrMoney, what, "%s is in the order's own currency", e.Amount)
	case (e.Basis == "") != (e.Number == ""):
		return nil, refuse(ErrInvalid, what, "name its document by kind and number, or not at all")
	}
	if e.Basis != "" && !slices.ContainsFunc(o.documents, func(d Document) bool {
		return d.Kind == e.Basis && d.Number == e.Number && d.State != DocumentVoid
	}) {
		return nil, refuse(ErrUnknown, e.document(), "the order has no such document")
	}
	if i := o.expense(e.ID); i >= 0 {
		if o.expenses[i] == e {
			return nil, refuse(ErrAlready, what, "it is recorded")
		}
		return nil, refuse(ErrDuplicate, what, "it is known with %s; drop it first, or give this one an id of its own", o.expenses[i].Amount)
	}
	return []Body{ExpenseRecorded{e}}, nil
}

// expense returns the index of an expense, or -1.
func (o *Order) expense(id string) int {
	return slices.IndexFunc(o.expenses, func(e Expense) bool { return e.ID == id })
}

// ExpenseRecorded records an expense of the seller.
type ExpenseRecorded struct {
	Expense Expense `json:"expense"`
}

// Kind implements Body.
func (ExpenseRecorded) Kind() string { return "expense-recorded" }

func (b ExpenseRecorded) check(o *Order) error {
	switch {
	case b.Expense.ID == "" || o.expense(b.Expense.ID) >= 0:
		return errors.New("an expense without an id of its own")
	case b.Expense.Amount.Sign() <= 0:
		return errors.New("an expense of nothing")
	}
	return nil
}

func (b ExpenseRecorded) apply(o *Order, _ *Event) { o.expenses = append(o.expenses, b.Expense) }

// DropExpense takes back an expense that was recorded by mistake.
type DropExpense struct {
	ID string
}

// Kind implements Command.
func (DropExpense) Kind() Kind { return KindDropExpense }

func (c DropExpense) decide(o *Order, _ By) ([]Body, error) {
	if c.ID == "" {
		return nil, refuse(ErrInvalid, "expense", "it has no id")
	}
	if o.expense(c.ID) < 0 {
		return nil, refuse(ErrUnknown, Textf("expense %s", c.ID), "the order has no such expense")
	}
	return []Body{ExpenseDropped(c)}, nil
}

// ExpenseDropped records that an expense was taken back.
type ExpenseDropped struct {
	ID string `json:"id"`
}

// Kind implements Body.
func (ExpenseDropped) Kind() string { return "expense-dropped" }

func (b ExpenseDropped) check(o *Order) error {
	if o.expense(b.ID) < 0 {
		return errors.New("an unknown expense")
	}
	return nil
}

func (b ExpenseDropped) apply(o *Order, _ *Event) {
	i := o.expense(b.ID)
	o.expenses = slices.Delete(o.expenses, i, i+1)
}
