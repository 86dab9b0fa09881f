package bridge

import (
	"context"
	"errors"
	"slices"
	"time"
)

// open loads an order to be worked on.
func (x *outbox) open(ctx context.Context, id string) (*job, error) {
	j, err := x.load(ctx, id)
	if err != nil {
		return nil, err
	}
	x.boundWaits(j, &j.stored)
	x.runLoaders(j)
	return j, nil
}

func (x *outbox) runLoaders(j *job) {
	for _, h := range x.handlers {
		if l, is := h.(loader); is && j.known() {
			l.loaded(j)
		}
	}
}

// reopen loads the order again, as somebody else has left it.
func (x *outbox) reopen(ctx context.Context, j *job) error {
	again, err := x.open(ctx, j.stored.ID)
	if err != nil {
		return err
	}
	again.token = j.token
	if w, open := j.stored.effect(j.begun); open {
		if x, still := again.stored.effect(j.begun); still && x.Phase == PhaseSending && x.Attempts == w.Attempts {
			again.begun = j.begun // nobody has called it meanwhile
		}
	}
	*j = *again
	return nil
}

// change changes an order by f and commits it, again if somebody else was faster.
func (x *outbox) change(ctx context.Context, id string, f func(*job) error) error {
	for tries := 0; ; tries++ {
		j, err := x.open(ctx, id)
		if err != nil {
			return err
		}
		if err := f(j); err != nil {
			return err
		}
		if !j.changed() {
			return nil
		}
		err = x.commit(ctx, j)
		var taken *RefTaken
		if err == nil || !errors.Is(err, ErrConflict) || errors.As(err, &taken) || tries == 9 {
			return err
		}
	}
}

// commit writes what happened to an order: the events, and the effects that follow from them.
func (x *outbox) commit(ctx context.Context, j *job) error {
	now := x.now()
	if j.forgotten() {
		x.letGo(j, j.newEvents())
	} else if j.known() {
		for _, h := range x.handlers {
			if a, is := h.(actor); is {
				a.act(j)
			}
		}
		x.askPeople(j)
		x.warnOfDeadlines(j, now)
		es := j.newEvents()
		j.batch.Events = es
		x.report(j, es)
		for _, h := range x.handlers {
			h.derive(j, es)
		}
		x.overtake(j)
	}
	if j.beforeSave != nil {
		j.beforeSave()
		j.beforeSave = nil
	}
	j.notes = nil // of an order that is not known, or without an ERP
	j.batch.Summary = x.summary(j)
	j.batch.Wake = x.dueAt(j, now)
	if soon := now.Add(time.Minute); j.idle && len(j.batch.Events) == 0 && !j.batch.Wake.IsZero() && j.batch.Wake.Before(soon) {
		j.batch.Wake = soon // what is due and cannot be done must not keep a worker busy
	}
	if err := j.save(ctx); err != nil {
		return err
	}
	x.runLoaders(j)
	return nil
}

// commitOr commits; if another order has one of the order's names, it loads the order again, lets otherwise decide, and
// commits that.
func (x *outbox) commitOr(ctx context.Context, j *job, otherwise func(*RefTaken)) error {
	err := x.commit(ctx, j)
	var taken *RefTaken
	if !errors.As(err, &taken) {
		return err
	}
	if err := x.reopen(ctx, j); err != nil {
		return err
	}
	otherwise(taken)
	return x.commit(ctx, j)
}

// overtake ends effects that wait for a person and have nothing left to do, so that they hold up nothing.
func (x *outbox) overtake(j *job) {
	for _, w := range j.pending() {
		if w.Phase != PhaseParked && (w.Phase != PhaseInDoubt || !x.rulesOf(j, w).settledByPeople) {
			continue
		}
		if _, some := j.order.Task(w.Effect); !some {
			x.end(j, w, PhaseDone, nothingLeft)
		}
	}
}

// busyWith reports whether an effect that changes an order is pending for an account, or a message of it is left.
func (x *outbox) busyWith(j *job, account string) bool {
	return x.effectsFor(j, account) || slices.ContainsFunc(j.unworked(), func(m Message) bool { return m.Account == account })
}

// effectsFor reports whether an effect that changes an order is pending for an account: one other than a note.
func (x *outbox) effectsFor(j *job, account string) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		r := x.rulesOf(j, w)
		return w.Target.Account == account && !r.note && !r.shows
	})
}
