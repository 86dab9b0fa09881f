package yookassa

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts"
)

// The metadata of a refund of a Gateway, by which it is found after its key is forgotten.
const (
	metaKey        = "refund_key"
	metaReceiptKey = "receipt_key"
)

// keyKnown is how young a refund must be for its key to be known with certainty, as the clocks of two machines differ.
const keyKnown = KeyLife - time.Hour

// Refund makes sure that a part of a payment is refunded. It first searches the refunds of the payment for the order's
// key in their metadata, so that the order may be repeated at any time, also after YooKassa has forgotten the key.
//
// A refusal by YooKassa is a RefundRefused: Code is its reason, and [RefundReason] reports whether another order may be
// given. A refusal before any refund was created has no Ref; Code is then that of the error, such as
// [CodeInvalidRequest].
//
// Errors have the classes of the port. Auth also means wrong settings or an answer that is not YooKassa's; neither says
// anything about the refund. InDoubt also means that a refund of the same sum without metadata exists that is older
// than the life of a key, or that may be the reason for a refusal: it may be this refund or one made by hand, and a
// person must check. A key that refunded another sum is of class Conflict, with a *[KeyReusedError]. A receipt that
// cannot be sent with the refund is of class Unsupported, with [Problems]; nothing is sent.
func (g *Gateway) Refund(ctx context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	if err := o.Check(); err != nil {
		return receipts.Refund{}, err
	}
	if err := g.checkSystem(opRefund, o.Payment); err != nil {
		return receipts.Refund{}, err
	}
	r, err := g.find(ctx, o, keyKnown)
	if err == nil && r == nil {
		r, err = g.pay(ctx, o)
	}
	var e *ordo.Error
	switch {
	case err == nil:
		out := g.portRefund(ctx, r)
		out.Key = o.Key
		return out, nil
	case errors.As(err, &e) && isRefusal(e):
		return g.refusedRefund(o, e), nil
	}
	return receipts.Refund{}, err
}

// anyAge is less than any age, whatever the clocks show.
const anyAge = -KeyLife

// find returns the refund that an order created before, or nil. A refund of the same sum without metadata that is older
// than age leaves it in doubt, because its order is not known.
func (g *Gateway) find(ctx context.Context, o receipts.RefundOrder, age time.Duration) (*Refund, error) {
	const op = "GET /refunds"
	var unclear error
	doubt := func(id, why string) {
		unclear = g.client.rest.Fail(op, ordo.InDoubt, fmt.Sprintf("refund %s may be that of order %q: %s; check in YooKassa's cabinet", id, o.Key, why), nil)
	}
	for rec, err := range g.client.ListRefunds(ctx, RefundFilter{PaymentID: o.Payment.ID}) {
		r := rec.Value
		paid := orAsked(o.Payment.ID, r.PaymentID)
		switch {
		case err != nil:
			return nil, g.portError(err)
		case r.Metadata[metaKey] == o.Key && (rec.Problem == nil || paid != o.Payment.ID):
			r.PaymentID = o.Payment.ID
			return &r, g.client.reused(op, o.Key, r.ID, [3]string{"payment", o.Payment.ID, paid},
				[3]string{"amount", o.Amount.String(), r.Amount.String()})
		case paid != o.Payment.ID: // it is of another payment
		case rec.Problem != nil:
			doubt(rec.ID, rec.Problem.Error())
		case len(r.Metadata) == 0 && r.Amount == o.Amount && r.Status != Canceled && g.client.settings.Clock.Now().Sub(r.CreatedAt) > age:
			doubt(r.ID, "it has the same sum and no metadata")
		}
	}
	return nil, unclear
}

// pay creates the refund. After each try without a known outcome it searches again, and repeats the try under the same
// key if there is no refund. If there is none in the end, the refund is in doubt: it may still be under way.
func (g *Gateway) pay(ctx context.Context, o receipts.RefundOrder) (*Refund, error) {
	in, err := g.newRefund(o)
	if err != nil {
		return nil, err
	}
	key := Key("ordo", "refund", o.Key)
	var made Refund
	var found *Refund
	whole := func() error { // else a missing payment would count as a reused key, and the refund would be ordered again
		return cmp.Or(made.complete(), missingField([2]string{"payment_id", made.PaymentID}))
	}
	doubt, err := g.post(ctx, opRefund, refundsPath, key, in, &made, whole, func(ctx context.Context) (bool, error) {
		var err error
		found, err = g.find(ctx, o, keyKnown)
		return found != nil, err
	})
	switch {
	case err != nil:
		return g.afterFailure(ctx, o, err, doubt)
	case found != nil:
		return found, nil
	}
	return &made, g.client.sameRefund(key, in, &made)
}

// post creates an object under a key. After each try without a known outcome it calls look, and repeats the try under
// the same key if nothing was found. doubt reports that there was such a try.
func (g *Gateway) post(
	ctx context.Context, op, path, key string, in, made any, whole func() error, look func(context.Context) (bool, error),
) (doubt bool, err error) {
	body, err := encode(in)
	if err != nil {
		return false, g.client.rest.Fail(op, ordo.Invalid, "not sent: the request cannot be written", err)
	}
	_, err = g.client.rest.Do(ctx, rest.Request{
		Op: op, Method: http.MethodPost, Path: path, Body: rest.Raw("application/json", body), Header: http.Header{keyHeader: {key}}, Check: whole,
		Repeat: rest.ReadBack(func(ctx context.Context) (bool, error) {
			doubt = true
			return look(ctx)
		}),
	}, made)
	return doubt, err
}

// afterFailure returns the outcome of a refund that could not be created. doubt means that a try may have had an
// effect.
func (g *Gateway) afterFailure(ctx context.Context, o receipts.RefundOrder, err error, doubt bool) (*Refund, error) {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return nil, err
	}
	own := *e
	if isRefusal(e) { // the key may belong to this refund with other content
		switch found, err := g.find(ctx, o, anyAge); {
		case err != nil:
			own.Class, own.Err = ordo.InDoubt, errors.New("searching again: "+err.Error()) // its class is not used
			return nil, &own
		case found != nil:
			return found, nil
		}
	}
	switch {
	case keyTaken(e), doubt && !isRefusal(e):
		own.Class = ordo.InDoubt
		return nil, &own
	case isRefusal(e):
		return nil, &own
	}
	return nil, g.portError(err)
}

// newRefund converts the order.
func (g *Gateway) newRefund(o receipts.RefundOrder) (NewRefund, error) {
	r := NewRefund{
		PaymentID: o.Payment.ID, Amount: o.Amount, Description: o.Reason,
		Metadata: map[string]string{metaKey: o.Key},
	}
	if o.Receipt != nil && g.registers {
		data, problems := receiptData(*o.Receipt, g.marks)
		if len(problems) > 0 {
			return r, g.client.rest.Fail(opRefund, ordo.Unsupported, "not sent: the receipt cannot be sent with the refund, register it separately", problems)
		}
		r.Receipt, r.Metadata[metaReceiptKey] = data, o.Receipt.Key
	}
	return r, g.client.notSent(opRefund, r.problems())
}
