package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// refund is what an effect carries that pays a block's money back: the ways in which it goes, one after another. It ends as
// a whole, so that the block is settled once.
type refund struct {
	Attempt int     `json:"attempt"` // of the block
	Shares  []share `json:"shares"`
}

// share is what goes back through one payment.
type share struct {
	receipts.RefundOrder
	ID     string    `json:"id"`              // of the payment, in the order
	ByHand bool      `json:"byHand,omitzero"` // no gateway holds it: a person pays it back
	Done   bool      `json:"done,omitzero"`
	Refund order.Ref `json:"refund,omitzero"` // at the gateway, once it is done
}

// next is the share that is to be paid back next; nil if only a person can go on, or nobody need.
func (r *refund) next() *share {
	for i := range r.Shares {
		if s := &r.Shares[i]; !s.Done && !s.ByHand {
			return s
		}
	}
	return nil
}

// byHand is what a person pays back.
func (r *refund) byHand() string {
	text := ""
	for _, s := range r.Shares {
		if s.ByHand {
			text += fmt.Sprintf("; pay %s of payment %s back by hand, as no gateway holds it, and resolve this", s.Amount, s.ID)
		}
	}
	return text
}

// decided takes up that a person says that what is in doubt is paid. It is true if more of the refund is to follow.
func (r *refund) decided(out order.Outcome) bool {
	s := r.next()
	if s == nil {
		return false // what was left was by hand
	}
	s.Done, s.Refund = true, out.Ref
	return r.next() != nil || r.byHand() != ""
}

// gateway is the account that holds the money of the order's buyer; nil where none does.
func (k *desk) gateway() *account { return k.b.accounts[k.route.Gateway] }

// oweRefund owes the gateway the refund that a person ordered.
func (k *desk) oweRefund(b order.RefundOrdered, e order.Event, now time.Time) {
	a := k.gateway()
	if a == nil {
		return
	}
	w := order.Effect{
		Kind: order.EffectRefund, Target: order.Ref{System: a.vendor(), Account: a.name, Kind: "refund"}, N: e.N, Block: b.Block,
		Text: fmt.Sprintf("of %s for R%d", b.Amount, b.Block),
	}
	if _, some := k.o.Task(w); !some {
		return // settled in the same breath
	}
	r := refund{Attempt: b.Attempt}
	orders, err := receipts.Refunds(k.o, b.Block, k.route.Fiscal)
	if err != nil { // a person sees to it
		if k.carry(&w, r) {
			k.add(w, "", now)
			k.end(k.batch.Effects[len(k.batch.Effects)-1], PhaseParked, order.Outcome{Kind: order.Parked, Text: "it cannot be ordered: " + err.Error()})
		}
		return
	}
	for i, o := range orders {
		if k.route.Receipts != k.route.Gateway {
			o.Receipt = nil // registered elsewhere
		}
		r.Shares = append(r.Shares, share{RefundOrder: o, ID: b.From[i].Payment, ByHand: paymentAt(a, o.Payment).IsZero()})
	}
	if k.carry(&w, r) {
		k.add(w, "", now)
	}
}

// payBack pays one share of a refund back, or asks how it stands.
func (b *Bridge) payBack(ctx context.Context, a *account, w PendingEffect) answer {
	var r refund
	if err := json.Unmarshal(w.Data, &r); err != nil {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: "what is kept of the refund cannot be read: " + err.Error()}}
	}
	s := r.next()
	if s == nil {
		return r.paid()
	}
	made, err := b.refund(ctx, a, w, s.RefundOrder)
	if err != nil {
		return answer{err: err}
	}
	if text := checkRefund(s.RefundOrder, asked(w), made); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out, settled := made.Outcome()
	switch {
	case !settled:
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: made.Ref, Text: made.Text}}
	case out.Kind == order.Rejected:
		return answer{out: out}
	}
	s.Done, s.Refund = true, made.Ref
	if r.next() == nil {
		return r.paid()
	}
	return answer{out: order.Outcome{Kind: order.Waiting}, learn: func(k *desk, w PendingEffect) { k.goOn(w, r) }}
}

// refund orders a share back, or reads how it stands. A receipt that cannot go along is registered by itself afterwards.
func (b *Bridge) refund(ctx context.Context, a *account, w PendingEffect, o receipts.RefundOrder) (receipts.Refund, error) {
	if w.Phase == PhaseWaiting {
		return a.gateway.ReadRefund(ctx, w.Outcome.Ref)
	}
	made, err := a.gateway.Refund(ctx, o)
	if ordo.ClassOf(err) == ordo.Unsupported && o.Receipt != nil {
		o.Receipt = nil
		return a.gateway.Refund(ctx, o)
	}
	return made, err
}

// paid says that everything is back that a gateway can pay back.
func (r *refund) paid() answer {
	out := order.Outcome{Kind: order.Applied}
	for _, s := range r.Shares {
		if out.Ref.IsZero() {
			out.Ref = s.Refund
		}
	}
	if text := r.byHand(); text != "" {
		out.Kind, out.Text = order.Parked, text[2:]
	}
	done := *r
	return answer{out: out, learn: func(k *desk, w PendingEffect) { k.keepRefund(w, done) }}
}

// keepRefund keeps how far a refund has come.
func (k *desk) keepRefund(w PendingEffect, r refund) {
	for _, x := range k.batch.Effects {
		if x.Key == w.Key && k.carry(&x.Effect, r) {
			k.write(x)
		}
	}
}

// goOn lets the next share follow.
func (k *desk) goOn(w PendingEffect, r refund) {
	k.keepRefund(w, r)
	for _, x := range k.reckon() {
		if x.Key == w.Key {
			x.Phase, x.Polls, x.Due, x.Outcome = PhasePending, 0, k.b.now(), order.Outcome{}
			k.write(x)
		}
	}
}

// settleRefund says to the order how its refund ended.
func (k *desk) settleRefund(w PendingEffect, out order.Outcome) {
	var r refund
	if w.Kind != order.EffectRefund || json.Unmarshal(w.Data, &r) != nil {
		return
	}
	if _, some := k.o.Task(w.Effect); !some { // somebody has settled it meanwhile
		if b, ok := k.o.Block(w.Block); ok && out.Done() && b.Money != status.MoneyRefunded {
			k.note(LevelError, w.Target.Account, "refund", fmt.Sprintf("%s was paid back, and the order says that its money is %s: find out why", name(w), b.Money))
		}
		return
	}
	if b, ok := k.o.Block(w.Block); ok && out.Kind == order.InDoubt && b.Money == status.MoneyInDoubt {
		return
	}
	c := order.SettleRefund{Block: w.Block, Attempt: r.Attempt, Outcome: out}
	for _, s := range r.Shares {
		if s.Done && (out.Kind == order.Rejected || out.Kind == order.Unsupported) {
			c.Done = append(c.Done, order.PaymentShare{Payment: s.ID, Amount: s.Amount})
		}
	}
	if _, err := k.o.Do(c, k.by()); err != nil {
		k.note(LevelError, w.Target.Account, "refund", fmt.Sprintf("%s ended as %s, which the order does not take: %v", name(w), out.Kind, err))
	}
}
