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

// What a refund of a Gateway carries in its metadata: by these words it is found again when its key is forgotten.
const (
	metaKey        = "refund_key"
	metaReceiptKey = "receipt_key"
)

// keyKnown is how young a refund must be so that its key is known for certain: the clocks of two machines differ.
const keyKnown = KeyLife - time.Hour

// Refund ensures that a sum of a payment is paid back. It looks among the refunds of the payment first, by the order's key
// in their metadata, so that the order may be given again at any time, also when YooKassa has forgotten the key.
//
// What YooKassa refuses is a RefundRefused: Code is its reason, and [RefundReason] tells whether another order may be
// given. A refusal before any refund was made has no Ref; Code is then that of the error, such as [CodeInvalidRequest].
//
// The class of an error is as the port wants it. Auth also stands for what answers and is not YooKassa, and for wrong
// settings: neither says anything about the refund. InDoubt also stands for a refund of the same sum without metadata
// that is older than YooKassa's memory, or that a refusal may be owed to: it may be this one, or somebody's in the
// cabinet, and a person must look. A key that paid another sum is of class Conflict, with a *[KeyReusedError]. A
// receipt that cannot go along is of class Unsupported, with [Problems]; nothing is sent.
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

// anyAge is below the age of everything, whatever the clocks say.
const anyAge = -KeyLife

// find looks for the refund that an order made before. nil means that there is none; a refund of the same sum without
// metadata, by which nobody can tell whose it is, leaves that in doubt from this age on.
func (g *Gateway) find(ctx context.Context, o receipts.RefundOrder, age time.Duration) (*Refund, error) {
	const op = "GET /refunds"
	var unclear error
	doubt := func(id, why string) {
		unclear = g.client.rest.Fail(op, ordo.InDoubt, fmt.Sprintf("the refund %s may be that of the order %q: %s; look in the cabinet", id, o.Key, why), nil)
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
		case paid != o.Payment.ID: // whosever it is, it is not this one
		case rec.Problem != nil:
			doubt(rec.ID, rec.Problem.Error())
		case len(r.Metadata) == 0 && r.Amount == o.Amount && r.Status != Canceled && g.client.settings.Clock.Now().Sub(r.CreatedAt) > age:
			doubt(r.ID, "it is of the same sum and has no metadata")
		}
	}
	return nil, unclear
}

// pay orders the refund. It looks again after each try whose end is not known, and repeats it under the same key if it
// does not see it. What it does not see in the end is in doubt: it may be under way.
func (g *Gateway) pay(ctx context.Context, o receipts.RefundOrder) (*Refund, error) {
	in, err := g.newRefund(o)
	if err != nil {
		return nil, err
	}
	key := Key("ordo", "refund", o.Key)
	var made Refund
	var found *Refund
	whole := func() error { // without its payment it is not "another one's key", by which the money would be ordered again
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

// post makes something under a key. After each try whose end is not known it looks whether it is there, and repeats it
// under the same key if not. doubt says that there was such a try.
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

// afterFailure judges an order that did not get through. doubt says that a try may have been done.
func (g *Gateway) afterFailure(ctx context.Context, o receipts.RefundOrder, err error, doubt bool) (*Refund, error) {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return nil, err
	}
	own := *e
	if isRefusal(e) { // the key may stand for this very refund, in other words
		switch found, err := g.find(ctx, o, anyAge); {
		case err != nil:
			own.Class, own.Err = ordo.InDoubt, errors.New("looking again: "+err.Error()) // its class does not count
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

// newRefund is the order in YooKassa's words.
func (g *Gateway) newRefund(o receipts.RefundOrder) (NewRefund, error) {
	r := NewRefund{
		PaymentID: o.Payment.ID, Amount: o.Amount, Description: o.Reason,
		Metadata: map[string]string{metaKey: o.Key},
	}
	if o.Receipt != nil && g.registers {
		data, problems := receiptData(*o.Receipt, g.marks)
		if len(problems) > 0 {
			return r, g.client.rest.Fail(opRefund, ordo.Unsupported, "not sent: the receipt cannot go along, register it by itself", problems)
		}
		r.Receipt, r.Metadata[metaReceiptKey] = data, o.Receipt.Key
	}
	return r, g.client.notSent(opRefund, r.problems())
}
