package retailcrm

import (
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// RefPayment is the kind of reference of a payment that people recorded in the CRM.
const RefPayment = "payment"

// payments tells what people did with payments. Money that they took themselves, by one of the types of Own, is a
// payment; that any other payment came in is only said, and the word of the system that owns payments counts. Money
// that was received is never taken back by a change of the card.
func (w *intents) payments(changes []erp.Change) {
	codes := w.mapping.Payment
	touched := func(c erp.Change) bool { return meaningOf(c.Field).kind == meansPayment }
	if codes == nil || !slices.ContainsFunc(changes, touched) {
		return
	}
	shown := map[string]bool{}
	for i := range w.there.Payments {
		p := &w.there.Payments[i]
		have, known := w.payment(p)
		if known {
			shown[have.ID] = true
		}
		sum, exact := moneyOf(p.Amount)
		paid := p.Status == codes.Paid
		switch {
		case known && received(have) && !paid && slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "payments.status" }):
			w.warn(order.Textf("payment %s is %q here, but %s was received in the order: set it to %q; money goes back by a refund", have.ID, p.Status, have.Amount, codes.Paid))
		case known && received(have):
			w.differs(have, sum, changes)
		case !paid:
		case !exact || sum.Sign() <= 0:
			w.warn(order.Textf("payment %d was set to %q here without a sum: enter one, nothing is taken before", p.ID, p.Status))
		default:
			w.pay(p, have, sum)
		}
	}
	if !slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "payments" && c.Value == "" }) {
		return
	}
	for _, p := range w.o.Payments {
		if received(p) && !shown[p.ID] {
			w.warn(order.Textf("payment %s was removed here, but %s was received in the order: enter it again; money goes back by a refund", p.ID, p.Amount))
		}
	}
}

// payment is the order's payment that a payment of the CRM stands for: one that was written from here, or that people
// recorded there.
func (w *intents) payment(p *Payment) (order.Payment, bool) {
	for _, have := range w.o.Payments {
		if p.ExternalID != "" && p.ExternalID == w.Ref(w.o).ID+"-"+have.ID || have.ID == paymentID(p) {
			return have, true
		}
	}
	return order.Payment{}, false
}

// paymentID names a payment that people recorded.
func paymentID(p *Payment) string { return "crm-" + strconv.FormatInt(p.ID, 10) }

// received reports whether money came in, whatever went back of it.
func received(p order.Payment) bool {
	switch p.State { //nolint:exhaustive // in the others no money was received
	case status.PaymentPaid, status.PaymentPartlyRefunded, status.PaymentRefunded:
		return true
	}
	return false
}

// pay tells of money that came in.
func (w *intents) pay(p *Payment, have order.Payment, sum amount.Money) {
	said := order.Payment{ID: have.ID, Amount: sum, Method: p.Type, State: status.PaymentPaid}
	if said.ID == "" {
		said.ID = paymentID(p)
		said.Ref = order.Ref{System: Name, Kind: RefPayment, ID: strconv.FormatInt(p.ID, 10)}
	}
	about := order.Textf("payment %s of %s is recorded here, %s in the order; remove it here, or correct its sum", said.ID, sum, w.o.Paid)
	w.wantOnce("payments", said.ID+" "+sum.String(), about, order.Pay{Payment: said, Shown: !slices.Contains(w.mapping.Payment.Own, p.Type)})
}

// differs warns of another sum than the one that was received.
func (w *intents) differs(have order.Payment, there amount.Money, changes []erp.Change) {
	changed := slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "payments.amount" })
	kept, err := have.Amount.Sub(have.Refunded)
	if !changed || err != nil || there == have.Amount || there == kept {
		return
	}
	w.warn(order.Textf("payment %s is %s here, but %s was received in the order: set it back; money goes back by a refund, and more comes as another payment", have.ID, there, have.Amount))
}
