package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// Order returns an order as it stands. The error is ErrUnknown if there is none with this id.
func (b *Bridge) Order(ctx context.Context, id string) (*order.Order, error) {
	k, err := b.open(ctx, id)
	if err != nil {
		return nil, err
	}
	if !k.known() {
		return nil, fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
	}
	return k.o, nil
}

// Find returns the id of the order that carries a reference, e.g. {System: "megamarket", Account: "mm-1", Kind: "order",
// ID: "955100777"}. The error is ErrUnknown if none does.
func (b *Bridge) Find(ctx context.Context, r order.Ref) (string, error) {
	found, err := b.store.Find(ctx, r)
	if err != nil {
		return "", err
	}
	id, ok := found[r]
	if !ok {
		return "", fmt.Errorf("bridge: %s: %w", r, ErrUnknown)
	}
	return id, nil
}

// Do lets a person or the host do something with an order. What follows from it is owed to the outside systems in the same
// write, and carried out by [Bridge.Run] or the next [Bridge.Sync]. A refusal is a *order.Refused.
func (b *Bridge) Do(ctx context.Context, id string, c order.Command, by order.By) ([]order.Event, error) {
	if by.At.IsZero() {
		by.At = b.now()
	}
	var evs []order.Event
	err := b.change(ctx, id, func(k *desk) (err error) {
		if !k.known() {
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		}
		if !k.routed {
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{k.view().Ref.Account, k.view().Scheme})
		}
		evs, err = k.o.Do(c, by)
		return err
	})
	if err != nil {
		return nil, err
	}
	b.wake()
	return evs, nil
}

// Retry lets an effect be tried again: one that was refused, given up or is in doubt, and one that waits for its next try,
// at once, whatever it waits for. One that the outside system has taken is asked for. A refund or receipt in doubt goes
// out under the same key, so that what was done is found and not done twice. A receipt that was refused is made afresh,
// from the order and the settings of now.
func (b *Bridge) Retry(ctx context.Context, key string, by order.Actor) error {
	b.urged.Store(key, true)
	return b.decide(ctx, key, func(k *desk, w PendingEffect) error {
		switch w.Phase {
		case PhaseSending, PhaseWaiting: // how often it was tried tells who carries it out from others
			w.Due = k.b.now()
		default:
			k.renew(&w)
			w.Phase, w.Attempts, w.Polls, w.Due, w.Problem = PhasePending, 0, 0, k.b.now(), ""
		}
		k.write(w)
		b.urged.Store(w.Key, true)
		k.note(LevelInfo, w.Target.Account, "retried", fmt.Sprintf("%s lets %s be tried again", actor(by), name(w)))
		return nil
	})
}

// Resolve settles an effect that was refused, given up or is in doubt, by what a person has found out: Applied or AlreadySo
// if the outside system is as it should be, Rejected or Unsupported if it never will be. A refund is settled in the
// order with it; a receipt whose number is given as Outcome.Ref.ID is attached; a parcel that the carrier has is
// accepted under the tracking number given as Outcome.Code, and its id there as Outcome.Ref.
func (b *Bridge) Resolve(ctx context.Context, key string, out order.Outcome, by order.Actor) error {
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Rejected, order.Unsupported:
	default:
		return fmt.Errorf("bridge: %q settles nothing; say applied, already-so, rejected or unsupported", out.Kind)
	}
	return b.decide(ctx, key, func(k *desk, w PendingEffect) error {
		if w.Phase != PhaseParked && w.Phase != PhaseInDoubt {
			return fmt.Errorf("bridge: effect %s is %s: it goes on by itself", name(w), w.Phase)
		}
		w.Phase, w.Outcome, w.Due, w.Ended = PhaseDone, out, time.Time{}, k.b.now()
		if !k.goesOn(&w, out) {
			k.resolved(w, out)
		}
		k.write(w)
		k.note(LevelInfo, w.Target.Account, "resolved", fmt.Sprintf("%s settled %s: %s %s", actor(by), name(w), out.Kind, out.Text))
		return nil
	})
}

// goesOn tells whether a refund is not at its end with what a person has found out about a part of it, and lets the
// rest follow.
func (k *desk) goesOn(w *PendingEffect, out order.Outcome) bool {
	var r refund
	if w.Kind != order.EffectRefund || !out.Done() || json.Unmarshal(w.Data, &r) != nil || !r.decided(out) || !k.carry(&w.Effect, r) {
		return false
	}
	w.Phase, w.Outcome, w.Attempts, w.Polls, w.Due, w.Ended, w.Problem = PhasePending, order.Outcome{}, 0, 0, k.b.now(), time.Time{}, ""
	return true
}

// resolved takes up in the order what a person has found out about money.
func (k *desk) resolved(w PendingEffect, out order.Outcome) {
	a := k.b.accounts[w.Target.Account]
	if a == nil {
		return
	}
	var f fiscal
	switch {
	case w.Kind == order.EffectRefund:
		k.settleRefund(w, out)
	case w.Kind == order.EffectParcel:
		k.settleParcel(w, out, out.Code)
	case w.Kind == order.EffectReceipt && out.Done() && out.Ref.ID != "" && json.Unmarshal(w.Data, &f) == nil:
		k.attach(a, w, f, receipts.Document{Key: f.Receipt.Key, Ref: out.Ref, State: receipts.DocumentDone, Number: out.Ref.ID})
	}
}

// decide lets a person decide about an effect that is not settled.
func (b *Bridge) decide(ctx context.Context, key string, f func(*desk, PendingEffect) error) error {
	var found *PendingEffect
	for w, err := range b.store.Effects(ctx, EffectFilter{Key: key}) {
		if err != nil {
			return err
		}
		found = &w
	}
	if found == nil {
		return fmt.Errorf("bridge: effect %q: %w", key, ErrUnknown)
	}
	err := b.change(ctx, found.Order, func(k *desk) error {
		for _, w := range k.d.Effects {
			if w.Key != key {
				continue
			}
			return f(k, w)
		}
		return fmt.Errorf("bridge: effect %s is settled", name(*found))
	})
	if err == nil {
		b.wake()
	}
	return err
}

// RetryMessage lets a message that could not be worked on be tried again, e.g. after a setting was put right.
func (b *Bridge) RetryMessage(ctx context.Context, id string, n int64, by order.Actor) error {
	return b.message(ctx, id, n, func(k *desk, m Message) {
		m.Due, m.Attempts = k.b.now(), 0
		k.batch.Failed = append(k.batch.Failed, m)
		k.note(LevelInfo, m.Account, "retried", fmt.Sprintf("%s lets message %d be tried again", actor(by), m.N))
	})
}

// Dismiss removes a message that could not be worked on. The journal keeps why.
func (b *Bridge) Dismiss(ctx context.Context, id string, n int64, by order.Actor) error {
	return b.message(ctx, id, n, func(k *desk, m Message) {
		k.batch.Done = append(k.batch.Done, m.N)
		k.note(LevelNotice, m.Account, "dismissed", fmt.Sprintf("%s dismissed message %d: %s", actor(by), m.N, m.Problem))
	})
}

func (b *Bridge) message(ctx context.Context, id string, n int64, f func(*desk, Message)) error {
	err := b.change(ctx, id, func(k *desk) error {
		for _, m := range k.d.Messages {
			if m.N == n {
				f(k, m)
				return nil
			}
		}
		return fmt.Errorf("bridge: message %d of order %q: %w", n, id, ErrUnknown)
	})
	if err == nil {
		b.wake()
	}
	return err
}

// Labels returns the labels for an order's packages from its channel. The error is of class Unsupported where the channel
// makes none.
func (b *Bridge) Labels(ctx context.Context, id string) ([]channels.Label, error) {
	k, err := b.open(ctx, id)
	if err != nil {
		return nil, err
	}
	if !k.known() {
		return nil, fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
	}
	a := k.channel()
	if a == nil {
		return nil, fmt.Errorf("bridge: order %q: its channel is not connected any more", id)
	}
	l, ok := a.channel.(channels.Labeler)
	if !ok {
		return nil, &ordo.Error{System: a.vendor(), Account: a.name, Op: "labels", Class: ordo.Unsupported, Text: "it makes no labels"}
	}
	return l.Labels(ctx, k.view())
}

func actor(a order.Actor) string {
	if a.ID != "" {
		return a.ID
	}
	return string(a.Role)
}
