package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// Erase erases the personal data of an order's buyer from everything that is stored about the order: its log, the data
// of its effects and messages, and the texts of the journal. Units, sums, states, numbers and keys stay. See
// [order.Erase].
//
// What other systems and files still hold is named in the answer, for the host to follow up. Keep it before anything
// else: what is erased is not named a second time. It is also returned with an error of the store.
//
// It is refused with a *order.Refused while the order is open, and while an effect or a message of it is pending; the
// rule of [WithRetention] may refuse it, too. The error is ErrUnknown if there is no order with this id.
func (b *Bridge) Erase(ctx context.Context, id string, by order.By) (order.Erasure, error) {
	if by.At.IsZero() {
		by.At = b.now()
	}
	for tries := 0; ; tries++ {
		e, err := b.erase(ctx, id, by)
		if err == nil || !errors.Is(err, ErrConflict) || tries == 9 {
			return e, err
		}
	}
}

func (b *Bridge) erase(ctx context.Context, id string, by order.By) (order.Erasure, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return order.Erasure{}, err
	}
	if err := b.checkErase(j); err != nil {
		return order.Erasure{}, err
	}
	left, err := order.Erase(j.stored.Events, by)
	if err != nil {
		return order.Erasure{}, err
	}
	o, err := order.Replay(left.Events, b.orders...)
	if err != nil {
		return order.Erasure{}, err
	}
	out := Erasure{Events: left.Events, Text: b.say("", "erased with the personal data of the order")}
	names := slices.Clone(j.stored.Refs)
	for w, err := range b.store.Effects(ctx, EffectFilter{Order: id}) {
		if err != nil {
			return order.Erasure{}, err
		}
		names = append(names, w.Target, w.Outcome.Ref)
		out.Effects = append(out.Effects, withoutContent(w))
	}
	for _, r := range names {
		if r.ID != "" && !slices.Contains(left.Refs, r) {
			left.Refs = append(left.Refs, r)
		}
	}
	j.seenAt = 0 // the view of the log as it was
	j.begin(o)
	out.Summary = b.summary(j)
	if err := b.store.Erase(ctx, id, j.stored.Rev, out); err != nil {
		return left, err
	}
	b.journal(ctx, Entry{Level: LevelNotice, Order: id, What: "erased", Text: b.say("", "%s erased the personal data of the order", actorName(by.Actor))})
	return left, nil
}

// checkErase returns an error if something pending still needs the data of the order, or the host keeps them.
func (b *Bridge) checkErase(j *job) error {
	refused := func(why order.Text) error {
		return &order.Refused{
			Kind: "erase", What: order.Textf("order"), State: order.Textf("order is %s", j.view().State), Problem: order.ErrNotNow, Why: why,
		}
	}
	if open := j.pending(); len(open) > 0 {
		return refused(order.Textf("%s still has to be done in %s", describe(open[0]), open[0].Target.Account))
	}
	if len(j.unworked()) > 0 {
		return refused(order.Textf("there is news about it that is not applied yet: wait, or dismiss it"))
	}
	if b.retention == nil {
		return nil
	}
	if err := b.retention(j.view()); err != nil {
		return fmt.Errorf("bridge: order %q must be kept: %w", j.stored.ID, err)
	}
	return nil
}

// withoutContent returns a settled effect without what was sent and what was answered in words.
func withoutContent(w PendingEffect) PendingEffect {
	w.Text, w.Data, w.Problem, w.Outcome.Text, w.Outcome.May = "", nil, "", "", nil
	return w
}
