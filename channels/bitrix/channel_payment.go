package bitrix

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// payment shows a payment: money that was received, and what of it was paid back. What is only awaited or held, the
// shop is not told. A payment gets its link, an XML_ID, before anything else is written, and no write empties one.
//
// What is paid of an order that is cancelled, the shop is not told either: there a person compares.
func (w *work) payment(ctx context.Context) (order.Outcome, error) {
	i := slices.IndexFunc(w.t.Order.Payments, func(p order.Payment) bool { return p.ID == w.t.Payment })
	if i < 0 {
		return order.Outcome{}, nil
	}
	p := w.t.Order.Payments[i]
	switch p.State { //nolint:exhaustive // the others are no money that was received
	case 0, status.PaymentPaid, status.PaymentPartlyRefunded, status.PaymentRefunded:
	default:
		return order.Outcome{}, nil
	}
	x := w.found(p)
	if w.o.Canceled {
		if x != nil && x.Paid {
			return order.Outcome{}, nil
		}
		return rejected("order %d is cancelled in the shop: payment %s of %s is not written there; compare it with the gateway", w.o.ID, p.ID, p.Amount), nil
	}
	if x == nil {
		return w.newPayment(ctx, p)
	}
	return w.setPayment(ctx, x, p)
}

// found is the shop's payment that a payment is: by its link, by its own number or by that of the gateway, or else the
// one that is awaited.
func (w *work) found(p order.Payment) *Payment {
	by := func(is func(Payment) bool) *Payment {
		i := slices.IndexFunc(w.o.Payments, is)
		if i < 0 {
			return nil
		}
		return &w.o.Payments[i]
	}
	for _, is := range []func(Payment) bool{
		func(x Payment) bool { return x.XMLID == mine+p.ID },
		func(x Payment) bool { return p.Ref.System == Name && strconv.FormatInt(x.ID, 10) == p.Ref.ID },
		func(x Payment) bool { return p.Ref.ID != "" && p.Ref.System != Name && x.GatewayID == p.Ref.ID },
	} {
		if x := by(is); x != nil {
			return x
		}
	}
	taken := func(x Payment) bool { // it is another payment of the order
		return slices.ContainsFunc(w.t.Order.Payments, func(o order.Payment) bool { return x.XMLID == mine+o.ID })
	}
	if p.Ref.System == Name { // one of the shop's own that is there no more
		return nil
	}
	if x := by(func(x Payment) bool {
		return !x.Paid && !taken(x) && w.ch.method(x.PaySystemID, x.PaySystemName) == p.Method
	}); x != nil {
		return x
	}
	return by(func(x Payment) bool { return !x.Paid && !taken(x) })
}

// newPayment makes a payment, linked from the start, and marks it as paid.
func (w *work) newPayment(ctx context.Context, p order.Payment) (order.Outcome, error) {
	system, err := w.paySystem(ctx, p)
	if err != nil {
		return order.Outcome{}, err
	}
	if system == 0 {
		return rejected("the shop has no pay system for the method %q: see Settings.PaySystems", p.Method), nil
	}
	x, err := w.client.CreatePayment(ctx, PaymentFields{OrderID: w.o.ID, PaySystemID: system, Sum: wire.SumOf(p.Amount), XMLID: mine + p.ID})
	if err != nil {
		return order.Outcome{}, err
	}
	w.wrote = true
	return w.setPayment(ctx, x, p)
}

// paySystem is the one that a payment is made with; 0 if there is none.
func (w *work) paySystem(ctx context.Context, p order.Payment) (int64, error) {
	for _, x := range w.o.Payments {
		if w.ch.method(x.PaySystemID, x.PaySystemName) == p.Method {
			return x.PaySystemID, nil
		}
	}
	var ids []int64
	for id, m := range w.ch.set.PaySystems {
		if m.Method == p.Method && p.Method != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		return slices.Min(ids), nil
	}
	for s, err := range w.client.ListPaySystems(ctx) {
		if err != nil {
			return 0, err
		}
		if s.Name == p.Method && s.ID != 0 {
			return s.ID, nil
		}
	}
	if len(w.o.Payments) > 0 {
		return w.o.Payments[0].PaySystemID, nil
	}
	return 0, nil
}

// setPayment brings the shop's payment to what the payment is.
func (w *work) setPayment(ctx context.Context, x *Payment, p order.Payment) (order.Outcome, error) {
	f := PaymentFields{PaySystemID: x.PaySystemID, XMLID: x.XMLID}
	if isOwn(f.XMLID) && p.Ref.System != Name {
		f.XMLID = mine + p.ID
		if err := w.writePayment(ctx, x, f); err != nil {
			return order.Outcome{}, err
		}
	}
	sum, err := cost(x.Sum.Decimal, amount.Pcs(1), w.o.Currency, nil)
	if err != nil {
		return order.Outcome{}, w.client.fail("sale.payment.update", 0, fmt.Sprintf("payment %d has no sum", x.ID), err)
	}
	switch {
	case x.Paid && sum != p.Amount:
		return rejected("payment %d of %s is paid in the shop, and %s here: the shop changes no sum that is paid; compare them", x.ID, sum, p.Amount), nil
	case !x.Paid:
		yes := bxrest.Flag(true)
		f.Paid, f.GatewayID = &yes, x.GatewayID
		if p.Ref.System != Name && p.Ref.ID != "" {
			f.GatewayID = p.Ref.ID
		}
		if sum != p.Amount {
			f.Sum = wire.SumOf(p.Amount)
		}
	}
	if p.Refunded.Sign() > 0 {
		if text := "Возвращено " + p.Refunded.String(); x.ReturnComment != text {
			f.ReturnComment = text
		}
	}
	if f.Paid == nil && f.ReturnComment == "" {
		return order.Outcome{}, nil
	}
	return order.Outcome{}, w.writePayment(ctx, x, f)
}

// isOwn reports whether an XML_ID is the shop's own, which it makes of everything that gets none: a link to another
// system is not taken away.
func isOwn(xmlID string) bool { return xmlID == "" || strings.HasPrefix(xmlID, "bx_") }

func (w *work) writePayment(ctx context.Context, x *Payment, f PaymentFields) error {
	now, err := w.client.UpdatePayment(ctx, x.ID, f)
	if err != nil {
		return err
	}
	w.wrote = true
	*x = *now
	return nil
}
