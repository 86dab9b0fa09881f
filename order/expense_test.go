package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// carriage is what the way to the buyer of an order in hryvnias costs the seller.
func carriage(id string, kopecks int64) order.Expense {
	return order.Expense{ID: id, Kind: "delivery", Amount: amount.UAH(kopecks)}
}

// expenseHistory is an order whose delivery the seller pays: once for the invoice, which was a mistake, then for the
// waybill; ROZETKA takes its commission in the end.
func expenseHistory(t require.TestingT) *story {
	d := rozetka()
	d.ID = "rz-1/905"
	s := tell(t, d)
	onInvoice, onWaybill := carriage("np-1", 80_00), carriage("np-2", 85_50)
	onInvoice.Basis, onInvoice.Number = "invoice", "РН-15"
	onWaybill.Basis, onWaybill.Number, onWaybill.Text = "waybill", "В-7", "paid to the driver"
	s.do(
		order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "РН-15", State: "issued", From: "main"}},
		order.RecordExpense{Expense: onInvoice},
		order.DropExpense{ID: "np-1"},
		order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "В-7", State: "sent", Waybill: "20450000000001", From: "shop"}},
		order.RecordExpense{Expense: onWaybill},
		order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "В-7", State: "received"}},
	)
	s.as(order.RoleSystem, order.RecordExpense{Expense: order.Expense{ID: "commission", Kind: "commission", Amount: amount.UAH(75_00)}})
	return s
}

// What the seller pays the carrier is no matter of the buyer's: the sum of the order, what is paid of it and what is
// due stay.
//
// part of: RZ-7
func TestAnExpenseOfTheSellerChangesNoSumOfTheOrder(t *testing.T) {
	s := tell(t, rozetka())
	s.do(order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "15", State: "issued"}})
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: s.o.Total(), Till: "bank"}})
	before := s.o.View()
	ofInvoice := carriage("np-1", 80_00)
	ofInvoice.Basis, ofInvoice.Number = "invoice", "15"
	s.do(order.RecordExpense{Expense: ofInvoice})
	require.Equal(t, []order.Expense{ofInvoice}, s.o.View().Expenses)
	s.do(order.DropExpense{ID: "np-1"})
	after := s.o.View()
	require.Empty(t, after.Expenses)
	after.Expenses, after.Version, after.Updated = nil, before.Version, before.Updated
	require.Equal(t, before, after)
}

// Carriers send their bills late: an expense comes after the order has ended, too, but not after it was forgotten.
func TestAnExpenseMayComeAfterTheEnd(t *testing.T) {
	s := tell(t, rozetka())
	s.do(order.Cancel{Reason: status.ReasonBuyerRefused, Told: "by phone"}, order.RecordExpense{Expense: carriage("np-1", 80_00)})
	require.Equal(t, status.OrderCancelled, s.o.State())

	s = tell(t, rozetka())
	s.do(order.Forget{Why: "loaded by mistake"})
	s.refuses(order.RecordExpense{Expense: carriage("np-1", 80_00)}, order.ErrNotNow, "forgotten here")
}

func TestExpensesThatAreRefused(t *testing.T) {
	s := tell(t, rozetka())
	s.do(
		order.Attach{Document: order.Document{Kind: "invoice", Number: "15"}}, order.RecordExpense{Expense: carriage("np-1", 80_00)},
		order.VoidDocument{DocumentKind: "invoice", Number: "15", Why: "deleted"},
	)
	with := func(change func(e *order.Expense)) order.RecordExpense {
		e := carriage("np-2", 80_00)
		change(&e)
		return order.RecordExpense{Expense: e}
	}
	abroad := with(func(e *order.Expense) { e.Amount = amount.PLN(12_00) })
	for name, c := range map[string]struct {
		cmd     order.Command
		problem error
		says    string
	}{
		"no id":            {with(func(e *order.Expense) { e.ID = "" }), order.ErrInvalid, "it has no id"},
		"no kind":          {with(func(e *order.Expense) { e.Kind = "" }), order.ErrInvalid, "expense np-2: invalid (order is new): its kind is not set"},
		"no sum":           {with(func(e *order.Expense) { e.Amount = amount.Money{} }), order.ErrMoney, "no sum is given"},
		"nothing":          {with(func(e *order.Expense) { e.Amount = amount.UAH(0) }), order.ErrMoney, "more than 0"},
		"negative":         {with(func(e *order.Expense) { e.Amount = amount.UAH(-1) }), order.ErrMoney, "is negative"},
		"another currency": {abroad, order.ErrMoney, "12.00 PLN is not in the order's currency UAH"},
		"its own currency": {order.RecordExpense{Expense: carriage("np-2", 80_00), Foreign: true}, order.ErrMoney, "is in the order's own currency"},
		"half a document":  {with(func(e *order.Expense) { e.Basis = "waybill" }), order.ErrInvalid, "by kind and number"},
		"no such document": {with(func(e *order.Expense) { e.Basis, e.Number = "waybill", "9" }), order.ErrUnknown, "document waybill 9"},
		"a void document":  {with(func(e *order.Expense) { e.Basis, e.Number = "invoice", "15" }), order.ErrUnknown, "document invoice 15"},
		"the same again":   {order.RecordExpense{Expense: carriage("np-1", 80_00)}, order.ErrAlready, "it is recorded"},
		"another sum":      {order.RecordExpense{Expense: carriage("np-1", 90_00)}, order.ErrDuplicate, "it is known with 80.00 UAH; drop it first"},
		"nothing to drop":  {order.DropExpense{ID: "np-9"}, order.ErrUnknown, "expense np-9"},
	} {
		t.Run(name, func(t *testing.T) { s.refuses(c.cmd, c.problem, c.says) })
	}
	abroad.Foreign = true
	s.do(abroad)
	require.Equal(t, amount.PLN(12_00), s.o.View().Expenses[1].Amount, "another currency is taken if it is said to be one")
}

func TestWhoMayRecordAnExpense(t *testing.T) {
	for role, may := range map[order.Role]bool{
		order.RoleOperator: true, order.RoleERP: true, order.RoleSystem: true,
		order.RoleShop: false, order.RoleBuyer: false, order.RoleCarrier: false, order.RoleChannel: false, order.RoleBooks: false,
	} {
		s := tell(t, rozetka())
		_, err := s.o.Do(order.RecordExpense{Expense: carriage("np-1", 80_00)}, s.by(role))
		require.Equal(t, may, err == nil, "%s: %v", role, err)
		if !may {
			require.ErrorIs(t, err, order.ErrRole)
		}
	}
}
