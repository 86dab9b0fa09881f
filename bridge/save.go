package bridge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// save writes what happened: the events and what follows from them. After it the desk is as the store has it.
func (k *desk) save(ctx context.Context) error {
	now := k.b.now()
	if k.known() {
		k.automatic()
		k.warn(now)
		k.follow(now)
		k.namePayments()
	}
	k.batch.Summary = k.summary()
	done := k.reckon()
	k.batch.Wake = k.wake(now)
	if soon := now.Add(time.Minute); k.idle && len(k.batch.Events) == 0 && !k.batch.Wake.IsZero() && k.batch.Wake.Before(soon) {
		k.batch.Wake = soon // what is due and yet cannot be done must not keep us busy
	}
	k.batch.Seen = seen(k.d.Messages)
	if k.token != "" {
		k.batch.Token, k.batch.Claim = k.token, now.Add(lease)
	}
	// Who saves has already decided: the context may stop what is next, not this.
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), k.b.grace)
	defer cancel()
	if err := k.b.store.Save(sctx, k.d.ID, k.d.Rev, k.batch); err != nil {
		return err
	}
	k.d.Rev++
	k.d.Effects, k.d.Wake, k.d.Summary = done, k.batch.Wake, k.batch.Summary
	k.d.Refs = append(k.d.Refs, k.batch.Refs...)
	if !k.batch.Refreshed.IsZero() {
		k.d.Refreshed = k.batch.Refreshed
	}
	k.d.Messages = slices.DeleteFunc(k.d.Messages, func(m Message) bool { return slices.Contains(k.batch.Done, m.N) })
	for _, f := range k.batch.Failed {
		for i := range k.d.Messages {
			if k.d.Messages[i].N == f.N {
				k.d.Messages[i] = f
			}
		}
	}
	if k.known() {
		k.since, k.wanted = k.o.Version(), k.shows()
	}
	k.b.tell(ctx, k.batch.Journal)
	k.batch, k.corrects = Batch{}, false
	return nil
}

// saveOr saves; if a name of the order belongs to another one, it takes the order from the store again, lets otherwise say
// what is to become of the matter, and saves that.
func (k *desk) saveOr(ctx context.Context, otherwise func(*RefTaken)) error {
	err := k.save(ctx)
	var taken *RefTaken
	if !errors.As(err, &taken) {
		return err
	}
	if err := k.reopen(ctx); err != nil {
		return err
	}
	otherwise(taken)
	return k.save(ctx)
}

// reckon returns the effects that are open once the batch is written.
func (k *desk) reckon() []PendingEffect {
	open := slices.Clone(k.d.Effects)
	for _, w := range k.batch.Effects {
		i := slices.IndexFunc(open, func(x PendingEffect) bool { return x.Key == w.Key })
		switch {
		case i < 0 && w.Phase.Open():
			open = append(open, w)
		case i >= 0 && w.Phase.Open():
			open[i] = w
		case i >= 0:
			open = slices.Delete(open, i, i+1)
		}
	}
	return open
}

// write puts an effect into the batch, over what the batch says of it already.
func (k *desk) write(w PendingEffect) {
	if i := slices.IndexFunc(k.batch.Effects, func(x PendingEffect) bool { return x.Key == w.Key }); i >= 0 {
		k.batch.Effects[i] = w
		return
	}
	k.batch.Effects = append(k.batch.Effects, w)
}

// events are those that are not in the store yet.
func (k *desk) events() []order.Event {
	var out []order.Event
	for e := range k.o.Events(order.Filter{}) {
		if e.N > k.since {
			out = append(out, e)
		}
	}
	return out
}

// follow adds the new events and what they lead to.
func (k *desk) follow(now time.Time) {
	es := k.events()
	k.batch.Events = es
	if len(es) > 0 {
		k.owe(es, now)
		k.oweReceipts(now)
		k.report(es)
	}
	k.introduce(now)
	k.overtake()
}

// overtake settles what was refused or given up and is about nothing that lives any more, so that it holds up nothing; and
// refunds that somebody has settled by hand.
func (k *desk) overtake() {
	for _, w := range k.reckon() {
		if w.Phase != PhaseParked && (w.Phase != PhaseInDoubt || w.Kind != order.EffectRefund) {
			continue
		}
		if _, some := k.o.Task(w.Effect); !some {
			k.end(w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "overtaken: nothing that it is about lives on"})
		}
	}
}

// untouched tells whether there is nothing to be written.
func (k *desk) untouched() bool {
	b := k.batch
	return (!k.known() || k.o.Version() == k.since) && len(b.Refs)+len(b.Effects)+len(b.Done)+len(b.Failed)+len(b.Journal) == 0 && b.Refreshed.IsZero()
}

// change changes an order by f and saves it, again if somebody else was faster.
func (b *Bridge) change(ctx context.Context, id string, f func(*desk) error) error {
	for tries := 0; ; tries++ {
		k, err := b.open(ctx, id)
		if err != nil {
			return err
		}
		if err := f(k); err != nil {
			return err
		}
		if k.untouched() {
			return nil
		}
		err = k.save(ctx)
		var taken *RefTaken
		if err == nil || !errors.Is(err, ErrConflict) || errors.As(err, &taken) || tries == 9 {
			return err
		}
	}
}
