package yookassa

import (
	"cmp"
	"context"
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

const (
	opCapture = "POST /payments/{id}/capture"
	opCancel  = "POST /payments/{id}/cancel"
)

// Capture makes sure that a held payment is captured. It reads the payment first and after every try without a known
// outcome, because a payment can be captured once: so the order may be repeated at any time, also after YooKassa has
// forgotten the key. The sum is always sent, so that a payment is not captured for more than was ordered.
//
// The receipt is sent where YooKassa made one when the money was held, and a part is captured: it then reverses the
// first and registers this one. A receipt of the whole sum is registered already; where there was none, the receipt is
// registered after the capture, by [Gateway.Register].
//
// Errors have the classes of the port. A receipt that cannot be sent along is of class Unsupported, with [Problems].
func (g *Gateway) Capture(ctx context.Context, o receipts.CaptureOrder) (receipts.Hold, error) {
	if err := o.Check(); err != nil {
		return receipts.Hold{}, err
	}
	return g.endHold(ctx, holdEnd{opCapture, "/capture", Key("ordo", "capture", o.Key), o.Payment}, o.Result, func(held *Payment) (any, error) {
		take := Capture{Amount: o.Amount}
		if o.Receipt != nil && g.registers && held.Receipt != "" && o.Amount != held.Amount {
			data, problems := receiptData(*o.Receipt, g.marks)
			if len(problems) > 0 {
				return nil, g.client.rest.Fail(opCapture, ordo.Unsupported, "not sent: the receipt cannot be sent with the capture", problems)
			}
			take.Receipt = data
		}
		return take, g.client.notSent(opCapture, take.problems())
	})
}

// Release makes sure that a held payment is cancelled; see [Gateway.Capture].
func (g *Gateway) Release(ctx context.Context, o receipts.ReleaseOrder) (receipts.Hold, error) {
	if err := o.Check(); err != nil {
		return receipts.Hold{}, err
	}
	return g.endHold(ctx, holdEnd{opCancel, "/cancel", Key("ordo", "release", o.Key), o.Payment}, o.Result, func(*Payment) (any, error) { return struct{}{}, nil })
}

// holdEnd is a call that ends a hold.
type holdEnd struct {
	op, verb, key string
	payment       order.Ref
}

// endHold captures or cancels a held payment, unless it is not held any more.
func (g *Gateway) endHold(
	ctx context.Context, e holdEnd, result func(order.Payment) receipts.Hold, request func(held *Payment) (any, error),
) (receipts.Hold, error) {
	if err := g.checkSystem(e.op, e.payment); err != nil {
		return receipts.Hold{}, err
	}
	held, err := g.client.GetPayment(ctx, e.payment.ID)
	if err != nil {
		return receipts.Hold{}, g.portError(err)
	}
	if held.Status != WaitingForCapture {
		return g.held(ctx, held, result)
	}
	in, err := request(held)
	if err != nil {
		return receipts.Hold{}, err
	}
	var made Payment
	whole := func() error { return cmp.Or(made.complete(), missingField([2]string{"id", made.ID})) }
	var found *Payment
	doubt, err := g.post(ctx, e.op, rest.Pathf(paymentsPath+"/%s", e.payment.ID)+e.verb, e.key, in, &made, whole, func(ctx context.Context) (bool, error) {
		p, err := g.client.GetPayment(ctx, e.payment.ID)
		if err != nil {
			return false, g.portError(err)
		}
		if p.Status != WaitingForCapture {
			found = p
		}
		return found != nil, nil
	})
	switch {
	case err != nil:
		return g.afterHoldFailure(ctx, e, err, doubt, result)
	case found != nil:
		return g.held(ctx, found, result)
	}
	if err := g.client.reused(e.op, e.key, made.ID, [3]string{"id", e.payment.ID, made.ID}); err != nil {
		return receipts.Hold{}, err
	}
	return g.held(ctx, &made, result)
}

// held returns how the order ended for a payment as YooKassa has it.
func (g *Gateway) held(ctx context.Context, p *Payment, result func(order.Payment) receipts.Hold) (receipts.Hold, error) {
	out, err := g.portPayment(ctx, p)
	if err != nil {
		return receipts.Hold{}, err
	}
	h := result(out)
	if c := p.Cancellation; h.State == receipts.HoldRefused && c != nil && c.Reason != "" {
		h.Code = rest.Clip(c.Reason)
	}
	return h, nil
}

// afterHoldFailure returns the outcome of a call that failed. doubt means that a try may have had an effect.
func (g *Gateway) afterHoldFailure(ctx context.Context, e holdEnd, err error, doubt bool, result func(order.Payment) receipts.Hold) (receipts.Hold, error) {
	var f *ordo.Error
	if !errors.As(err, &f) {
		return receipts.Hold{}, err
	}
	own := *f
	if isRefusal(f) || keyTaken(f) { // somebody else may have ended the hold, or the answer of a try was lost
		p, err := g.client.GetPayment(ctx, e.payment.ID)
		switch {
		case err != nil:
			own.Class, own.Err = ordo.InDoubt, errors.New("reading the payment again: "+err.Error()) // its class is not used
			return receipts.Hold{}, &own
		case p.Status != WaitingForCapture:
			return g.held(ctx, p, result)
		case keyTaken(f):
			own.Class = ordo.InDoubt
			return receipts.Hold{}, &own
		}
		h, err := g.held(ctx, p, result)
		if h.State, h.Code, h.Text = receipts.HoldRefused, f.Code, f.Text; f.Err != nil {
			h.Text += " (" + f.Err.Error() + ")"
		}
		return h, err
	}
	if doubt && f.Class != ordo.Auth {
		own.Class = ordo.InDoubt
		return receipts.Hold{}, &own
	}
	return receipts.Hold{}, g.portError(err)
}
