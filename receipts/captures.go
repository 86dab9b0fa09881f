package receipts

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Capture returns the gateway order for a capture that was ordered with order.Capture. Its key names the order, the
// payment and the attempt.
//
// Held money is no payment, so nothing is receipted while it is held. What is captured is receipted as any payment, by
// its own sum. If that needs one receipt, the order contains it, for gateways that register it themselves. It is the
// receipt that Plan returns under the same key once the payment is recorded.
//
// The error is a *RuleError: there is no such payment, or no capture of it is under way.
func Capture(o *order.Order, payment string, s Settings) (CaptureOrder, error) {
	p, err := underWay(o, payment, order.KindCapture, "capture")
	if err != nil {
		return CaptureOrder{}, err
	}
	out := CaptureOrder{Key: keyOf(o.ID(), "capture", strconv.Itoa(p.Held.Attempt), payment), Payment: p.Ref, Amount: p.Held.Amount}
	if o.Total().Currency() != "RUB" { // other currencies need no fiscal receipt
		return out, nil
	}
	planned, err := plannedPaid(o, p, s)
	if err != nil {
		return CaptureOrder{}, err
	}
	if len(planned) == 1 && planned[0].Receipt.Total == out.Amount {
		r := planned[0].Receipt.Clone()
		r.About = p.Ref
		out.Receipt = &r
	}
	return out, nil
}

// Release returns the gateway order for a release that was ordered with order.ReleaseHold; see [Capture].
func Release(o *order.Order, payment string) (ReleaseOrder, error) {
	p, err := underWay(o, payment, order.KindReleaseHold, "release")
	if err != nil {
		return ReleaseOrder{}, err
	}
	return ReleaseOrder{Key: keyOf(o.ID(), "release", strconv.Itoa(p.Held.Attempt), payment), Payment: p.Ref}, nil
}

// underWay returns a payment of which a capture or release is under way.
func underWay(o *order.Order, id string, k order.Kind, name string) (order.Payment, error) {
	ps := o.View().Payments
	i := slices.IndexFunc(ps, func(p order.Payment) bool { return p.ID == id })
	c := &rules{position: -1}
	switch {
	case i < 0:
		c.must(false, 0, "Payment", "the order has no payment %s", id)
	case ps[i].State != status.PaymentAuthorized || ps[i].Held.Ordered != k || !ps[i].Held.UnderWay():
		c.must(false, 0, "Payment", "nothing is ordered of payment %s that could be sent (it is %s)", id, ps[i].State)
	default:
		return ps[i], nil
	}
	return order.Payment{}, c.err(name, keyOf(o.ID(), name, id))
}

// plannedPaid returns the receipts that an order requires once a payment is captured as ordered.
func plannedPaid(o *order.Order, p order.Payment, s Settings) ([]PlannedReceipt, error) {
	b, err := read(o, s)
	if err != nil {
		return nil, err
	}
	n := len(b.planned)
	b.event.N = o.Version() + 1
	p.State, p.Amount = status.PaymentPaid, p.Held.Amount
	paid := order.PaymentChanged{Payment: p, Paid: amount.RUB(b.paid + p.Amount.Minor()), Owed: amount.RUB(b.owed)}
	if err := b.paymentChanged(paid); err != nil {
		return nil, err
	}
	if err := b.settle(); err != nil {
		return nil, fmt.Errorf("receipts: what a capture settles: %w", err)
	}
	return b.planned[n:], nil
}
