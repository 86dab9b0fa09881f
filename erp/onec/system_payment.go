package onec

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// bringPayment brings a payment to what was received and what of it went back: one card operation for the payment, and
// one for each sum that went back.
func (s *System) bringPayment(ctx context.Context, t order.Task) (order.Outcome, error) {
	at := slices.IndexFunc(t.Order.Payments, func(p order.Payment) bool { return p.ID == t.Payment })
	if at < 0 {
		return order.Outcome{}, refuse(order.Textf("the order has no payment %q", t.Payment))
	}
	p := t.Order.Payments[at]
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	all, err := s.operationsOf(ctx, there)
	if err != nil {
		return order.Outcome{}, err
	}
	kept := erp.KeptOf(p, t.Order)
	w := &payer{System: s, o: t.Order, there: there, all: all, payment: p}
	if err := w.bring(ctx, kept); err != nil {
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.AlreadySo}
	if w.wrote {
		out.Kind = order.Applied
	}
	if out.Sums, err = s.sumsOf(there, t.Order, nil); err != nil {
		return out, err
	}
	if hasShipped(t.Order) { // what came back counts
		sales, err := s.salesOf(ctx, there.Ref, false)
		if err != nil {
			return out, err
		}
		back, err := s.returnsOf(ctx, sales)
		if err != nil {
			return out, err
		}
		if out.Sums, err = s.sumsOf(there, t.Order, back); err != nil {
			return out, err
		}
	}
	out.Sums.Paid, err = s.paid(w.all, t.Order)
	return out, err
}

// operationsOf returns the card operations on the basis of an order that are not marked for deletion. Those of a
// receipt of a till are its details, and no payments of their own.
func (s *System) operationsOf(ctx context.Context, there *Order) (all []CardOperation, _ error) {
	f := And(Eq("ДокументОснование", Reference{EntityOrder, there.Ref}), Eq("DeletionMark", false))
	for x, err := range s.client.CardOperations().List(ctx, Query{Filter: f}) {
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// paid is what the operations of an order received and did not pay back.
func (s *System) paid(all []CardOperation, o order.View) (amount.Money, error) {
	var n Sum
	for _, x := range all {
		switch {
		case !x.Posted:
		case x.Operation == OperationRefundToCard || x.Operation == OperationRefund:
			n -= x.Total
		default:
			n += x.Total
		}
	}
	return n.Money(currencyOf(o))
}

// payer brings one payment to its state.
type payer struct {
	*System
	o       order.View
	there   *Order
	all     []CardOperation
	payment order.Payment
	wrote   bool
}

func (w *payer) bring(ctx context.Context, kept amount.Money) error {
	got, err := SumOf(w.payment.Amount)
	if err != nil {
		return err
	}
	left, err := SumOf(kept)
	if err != nil {
		return err
	}
	key := w.paymentKey(w.o, w.payment.ID)
	received, back, at := Sum(0), Sum(0), -1
	for i, x := range w.all {
		switch {
		case containsKey(x.Comment, key+"]"):
			received, at = x.Total, i
		case w.hasRefundKey(x.Comment, key):
			back += x.Total
		}
	}
	if i := w.byPeople(OperationPaidByCard, got); at < 0 && i >= 0 {
		received, at = w.all[i].Total, i
	}
	if at < 0 && left == 0 && back == 0 && !w.wasReceived() {
		return nil
	}
	if at < 0 {
		if err := w.operate(ctx, key, OperationPaidByCard, got); err != nil {
			return err
		}
		received = got
	} else if received != got {
		return refuse(order.Textf("payment %s is %s in 1C, %s here: people changed it", w.payment.ID, received, got))
	}
	more := received - left - back
	if i := w.byPeople(OperationRefundToCard, more); more > 0 && i >= 0 {
		more = 0
	}
	if more > 0 && w.wasReceived() {
		if err := w.operate(ctx, refundKey(key, back+more), OperationRefundToCard, more); err != nil {
			return err
		}
	} else if more < 0 {
		return refuse(order.Textf("of payment %s %s went back in 1C, %s here: correct what is wrong", w.payment.ID, back, received-left))
	}
	return w.postAll(ctx, key)
}

// byPeople returns the index of an operation without a key for a sum: people made it, or took the key out of its
// comment. It is -1 if there is none.
func (w *payer) byPeople(operation string, sum Sum) int {
	return slices.IndexFunc(w.all, func(x CardOperation) bool {
		return x.Operation == operation && x.Total == sum && x.Posted && !strings.Contains(x.Comment, "["+w.paymentKey(w.o, ""))
	})
}

// wasReceived reports whether the money was received, whatever went back since.
func (w *payer) wasReceived() bool {
	kept := w.payment
	kept.Refunded, kept.Reported = amount.Money{}, amount.Money{}
	none := w.o
	none.Blocks = nil
	return !erp.KeptOf(kept, none).IsZero()
}

// refundKey is the key of an operation that pays back, up to a sum in all.
func refundKey(key string, all Sum) string { return key + "/B" + all.String() }

func (w *payer) hasRefundKey(comment, key string) bool { return containsKey(comment, key+"/B") }

// operate makes one operation; it is posted with the others.
func (w *payer) operate(ctx context.Context, key, operation string, sum Sum) error {
	contract, err := w.key(ctx, w.acquiring())
	if err != nil {
		return err
	}
	x := CardOperation{
		Document: Document{Date: At(w.now())}, Operation: operation, Organization: w.there.Organization, Partner: w.there.Partner,
		Counterparty: w.there.Counterparty, Acquiring: contract, Currency: w.there.Currency, Total: sum, Paid: true, Comment: "[" + key + "]",
	}
	if err := w.mixed(ctx, &x); err != nil {
		return err
	}
	x.Basis, x.BasisType = Reference{EntityOrder, w.there.Ref}.Split()
	part := PaymentPart{Partner: w.there.Partner, Sum: sum, SettlementSum: sum, SettlementCurrency: w.there.Currency}
	part.Basis, part.BasisType = x.Basis, x.BasisType
	x.Parts = []PaymentPart{part}
	known := And(Eq("ДокументОснование", Reference{EntityOrder, w.there.Ref}), Contains("Комментарий", "["+key+"]"))
	made, err := w.client.CardOperations().Create(ctx, x, known)
	if err != nil {
		return err
	}
	w.all, w.wrote = append(w.all, *made.Value), true
	return nil
}

// mixed writes the counterparty as a reference of several types where the base has it so.
func (w *payer) mixed(ctx context.Context, x *CardOperation) error {
	m, err := w.client.Metadata(ctx)
	if err != nil {
		return err
	}
	const property = "Контрагент"
	if entity := w.client.CardOperations().Entity(); m.HasProperty(entity, property+"_Key") || !m.HasProperty(entity, property) {
		return nil
	}
	of := Type("Catalog_Контрагенты")
	kind, err := of.MarshalJSON()
	if err != nil {
		return err
	}
	x.Extra = wire.Extra{property: json.RawMessage(strconv.Quote(string(x.Counterparty))), property + "_Type": kind}
	x.Counterparty = ""
	return nil
}

// postAll posts the operations of the payment.
func (w *payer) postAll(ctx context.Context, key string) error {
	for i, x := range w.all {
		if x.Posted || !containsKey(x.Comment, key+"]") && !w.hasRefundKey(x.Comment, key) {
			continue
		}
		posted, err := w.client.CardOperations().Post(ctx, x.Ref)
		if err != nil {
			return err
		}
		w.all[i], w.wrote = *posted, true
	}
	return nil
}
