package onec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// PaymentKind is the kind of document that shows a payment.
type PaymentKind string

// The kinds of payments.
const (
	PaymentReceipt PaymentKind = "receipt" // a receipt of a till, however it was paid
	PaymentRefund  PaymentKind = "refund"  // the refund of a till
	PaymentCard    PaymentKind = "card"    // through an acquirer, without a till
	PaymentBank    PaymentKind = "bank"    // to the bank account
)

// Payment is money that came in, or went back.
type Payment struct {
	Kind      PaymentKind
	Document  Reference
	Number    string // of the document
	At        time.Time
	Sum       Sum // of the document; never negative
	Back      bool
	Operation string // of card and bank payments, such as ПоступлениеОплатыОтКлиента
	Till      Guid
	Receipt   Int64 // number at the till
	BasisType Type  // what was paid, where the document names it
	Basis     Value
	Cards     []Guid // card operations that are a part of the receipt
	Problem   error  // what could not be read, or is not known
}

const entityRefund = "Document_ЧекККМВозврат"

// ListPayments reads the posted payments of a period, oldest first; to does not belong to it. A receipt that was paid
// by card has documents of two kinds, the receipt and the card operation on its basis: that is one payment, and so are
// two documents of one receipt of a till.
func (c *Client) ListPayments(ctx context.Context, from, to time.Time) ([]Payment, error) {
	q := Query{Filter: And(Eq("Posted", true), Eq("DeletionMark", false), Ge("Date", from), Lt("Date", to))}
	type key struct {
		till, shift Guid
		number      Int64
		kind        PaymentKind
	}
	byReceipt := map[key]bool{}
	var all []Payment
	cards := map[Guid][]Guid{} // by receipt
	for _, kind := range []PaymentKind{PaymentReceipt, PaymentRefund} {
		set := c.Receipts()
		if kind == PaymentRefund {
			set = c.RefundReceipts()
		}
		for r, err := range set.List(ctx, q) {
			if err != nil {
				return nil, err
			}
			k := key{r.Till, r.Shift, r.TillNumber, kind}
			if r.Status == "Отложен" || r.Status == "ТоварЗарезервирован" || r.TillNumber != 0 && byReceipt[k] {
				continue // not paid, or the same receipt once more
			}
			byReceipt[k] = true
			all = append(all, Payment{
				Kind: kind, Document: Reference{set.Entity(), r.Ref}, Number: r.Number, At: r.Date.Time, Sum: r.Total, Back: kind == PaymentRefund,
				Till: r.Till, Receipt: r.TillNumber, Problem: r.Problem,
			})
		}
	}
	for o, err := range c.CardOperations().List(ctx, q) {
		if err != nil {
			return nil, err
		}
		if o.BasisType == EntityReceipt || o.BasisType == entityRefund {
			cards[Guid(o.Basis)] = append(cards[Guid(o.Basis)], o.Ref)
			continue
		}
		p := Payment{
			Kind: PaymentCard, Document: Reference{c.CardOperations().Entity(), o.Ref}, Number: o.Number, At: o.Date.Time, Sum: o.Total,
			Operation: o.Operation, Back: strings.HasPrefix(o.Operation, "Возврат"), Basis: o.Basis, BasisType: o.BasisType, Problem: o.Problem,
		}
		if !p.Back && !strings.HasPrefix(o.Operation, "Поступление") {
			p.Problem = errors.Join(p.Problem, fmt.Errorf("operation %q: whether it brings money or gives it back is not known", o.Operation))
		}
		all = append(all, p)
	}
	for b, err := range c.BankReceipts().List(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, Payment{
			Kind: PaymentBank, Document: Reference{c.BankReceipts().Entity(), b.Ref}, Number: b.Number, At: b.Date.Time, Sum: b.Total,
			Operation: b.Operation, Basis: b.Basis, BasisType: b.BasisType, Problem: b.Problem,
		})
	}
	for i := range all {
		all[i].Cards = cards[all[i].Document.ID]
	}
	slices.SortStableFunc(all, func(a, b Payment) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Document.ID, b.Document.ID)) })
	return all, nil
}
