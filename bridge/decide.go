package bridge

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Retry makes an effect be tried again at once: one that was refused, given up or is in doubt, and one that waits for
// its next attempt, whatever it waits for. One that the outside system has accepted is polled. A refund or receipt in
// doubt goes out under the same key, so that what was done is found and not done twice. A receipt that was refused is
// made anew from the order and the present settings. The error is ErrUnknown for a key that no effect has, and
// ErrSettled for an effect that is settled, as after a second click.
//
// What waits for a person is found in the store: orders by OrderFilter.Flags (FlagStuck, FlagHeld, FlagRequest);
// of an order, its effects in PhaseParked and PhaseInDoubt (Store.Effects with EffectFilter.Order), its messages with
// a Problem (StoredOrder.Messages), and the holds and requests of order.View. An order is also stuck while something
// has failed for an hour and is still tried: it needs no decision, but Retry tries at once.
func (b *Bridge) Retry(ctx context.Context, key string, by order.Actor) error {
	if ctx == nil {
		return errNilContext
	}
	b.urgent.Store(key, true)
	return b.decide(ctx, key, func(j *job, w PendingEffect) error {
		switch w.Phase {
		case PhaseSending, PhaseWaiting: // the number of attempts tells the worker that carries it out from others
			w.Due = j.now()
		default:
			if r, can := b.handlerOf(j, w).(renewer); can {
				r.renew(j, &w)
			}
			startOver(&w, j.now())
		}
		j.put(w)
		b.urgent.Store(w.Key, true)
		j.note(LevelInfo, w.Target.Account, "retried", "%s had %s tried again", actorName(by), describe(w))
		return nil
	})
}

// Resolve settles an effect that was refused, given up, is in doubt or lacks something of the order, by what a person
// has found out: Applied or AlreadySo if the outside system is as it should be, Rejected or Unsupported if it never
// will be. A refund is settled in the order as well; a receipt whose number is given as Outcome.Ref.ID is attached; a
// parcel that the carrier has is accepted under the tracking number given as Outcome.Code, with its id there as
// Outcome.Ref; an order that an ERP has under a number of its own is known there by the id given as Outcome.Ref, and
// without one nothing more is sent about it. The error is ErrUnknown for a key that no effect has, and ErrSettled for
// an effect that is settled.
func (b *Bridge) Resolve(ctx context.Context, key string, out order.Outcome, by order.Actor) error {
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Rejected, order.Unsupported:
	default:
		return fmt.Errorf("bridge: outcome %q settles nothing; use Applied, AlreadySo, Rejected or Unsupported", out.Kind)
	}
	return b.decide(ctx, key, func(j *job, w PendingEffect) error {
		if w.Phase != PhaseParked && w.Phase != PhaseInDoubt && w.Lacks == "" {
			return fmt.Errorf("bridge: effect %s is %s and goes on without you", describe(w), w.Phase)
		}
		w.Phase, w.Outcome, w.Due, w.Ended, w.Lacks = PhaseDone, out, time.Time{}, j.now(), ""
		if h, can := b.handlerOf(j, w).(resolver); can && h.resolve(j, b.accounts[w.Target.Account], &w, out) {
			startOver(&w, j.now())
			w.Outcome, w.Ended = order.Outcome{}, time.Time{}
		}
		j.put(w)
		j.note(LevelInfo, w.Target.Account, "resolved", "%s settled %s: %s %s", actorName(by), describe(w), out.Kind, out.Text)
		return nil
	})
}

// decide lets a person decide about an open effect.
func (b *Bridge) decide(ctx context.Context, key string, f func(*job, PendingEffect) error) error {
	if ctx == nil {
		return errNilContext
	}
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
	err := b.change(ctx, found.Order, func(j *job) error {
		for _, w := range j.stored.Effects {
			if w.Key == key {
				return f(j, w)
			}
		}
		return fmt.Errorf("bridge: effect %s: %w", describe(*found), ErrSettled)
	})
	if err == nil {
		b.wake()
	}
	return err
}

// RetryMessage makes message n of an order be tried again, e.g. after a setting was corrected. The error is
// ErrUnknown if there is no such message.
func (b *Bridge) RetryMessage(ctx context.Context, id string, n int64, by order.Actor) error {
	return b.message(ctx, id, n, func(j *job, m Message) {
		m.Due, m.Attempts = j.now(), 0
		j.batch.Failed = append(j.batch.Failed, m)
		j.note(LevelInfo, m.Account, "retried", "%s had message %d tried again", actorName(by), m.N)
	})
}

// Dismiss removes message n of an order, which could not be applied. The journal keeps why. The error is ErrUnknown if
// there is no such message.
func (b *Bridge) Dismiss(ctx context.Context, id string, n int64, by order.Actor) error {
	return b.message(ctx, id, n, func(j *job, m Message) {
		j.batch.Done = append(j.batch.Done, m.N)
		j.note(LevelNotice, m.Account, "dismissed", "%s dismissed message %d: %s", actorName(by), m.N, m.Problem)
	})
}

func (b *Bridge) message(ctx context.Context, id string, n int64, f func(*job, Message)) error {
	if ctx == nil {
		return errNilContext
	}
	err := b.change(ctx, id, func(j *job) error {
		for _, m := range j.stored.Messages {
			if m.N == n {
				f(j, m)
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

func actorName(a order.Actor) string {
	if a.ID != "" {
		return a.ID
	}
	return string(a.Role)
}
