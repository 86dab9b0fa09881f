package channeltest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func lifeIsLed(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), b.afresh)
}

// afresh applies a task that was never applied before: it must be done now, and by writing.
func (b *bench) afresh(_ step, t order.Task) error {
	was := b.Commits()
	out, err := b.apply(t)
	if err != nil {
		return err
	}
	if n := b.Commits() - was; out.Kind != order.Applied || n == 0 {
		return fmt.Errorf("%s: the outcome is %s and %d writes took effect, want applied and at least one", t.Kind, out.Kind, n)
	}
	return nil
}

func wholeIsCancelled(b *bench) error {
	const kind = order.EffectCancel
	if !b.Channel.Can(kind, b.scheme) {
		return skipped("the channel cannot cancel")
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	before, confirm := until(order.EffectConfirm)
	if err := b.lead(o, append(before, confirm), b.plainly); err != nil {
		return err
	}
	evs, err := o.Do(order.Cancel{Reason: b.Reason}, b.by(order.RoleOperator))
	if err != nil {
		return err
	}
	t, err := b.task(o, kind, order.Cancelled{}.Kind(), evs)
	if err != nil {
		return err
	}
	t.Units = nil // the whole order
	if err := b.doubly(step{kind: kind}, t); err != nil {
		return err
	}
	return b.agree(o, "the order was cancelled")
}

func buyerIsAnswered(b *bench) error {
	const kind = order.EffectAnswer
	switch {
	case !b.Channel.Can(kind, b.scheme):
		return skipped("the channel does not wait for answers")
	case b.Ask == nil:
		return skipped("Fixture.Ask is not set")
	}
	for _, verdict := range []order.Verdict{order.VerdictYes, order.VerdictNo} {
		o, err := b.place()
		if err != nil {
			return err
		}
		line := goodsOf(o)[0].ID
		if err := b.Ask(o.View().Ref.ID, line); err != nil {
			return err
		}
		ask := order.CancelReport{Picks: order.PickAll(line), Reason: status.ReasonBuyerCancelled}
		if _, err := o.Observe(ask, b.by(order.RoleChannel)); err != nil {
			return err
		}
		evs, err := o.Do(order.Answer{Request: 1, Verdict: verdict}, b.by(order.RoleOperator))
		if err != nil {
			return err
		}
		t, err := b.task(o, kind, order.RequestAnswered{}.Kind(), evs)
		if err != nil {
			return err
		}
		if err := b.doubly(step{kind: kind}, t); err != nil {
			return fmt.Errorf("%s: %w", verdict, err)
		}
		if err := b.agree(o, "the answer "+string(verdict)); err != nil {
			return err
		}
	}
	return nil
}

func cannotIsSaid(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	for _, kind := range []order.EffectKind{order.EffectReceipt, order.EffectParcel, order.EffectDocument, order.EffectReserve} {
		if b.Channel.Can(kind, b.scheme) {
			continue
		}
		t, _ := o.Task(order.Effect{Kind: kind, Target: o.View().Ref, Order: o.ID(), N: 1, Key: "test"})
		was := b.Commits()
		out, err := b.Channel.Apply(b.ctx, t)
		if err != nil || out.Kind != order.Unsupported {
			return fmt.Errorf("Can(%s) is false, but applying it returned %q, %w; want %s", kind, out.Kind, said(err), order.Unsupported)
		}
		if err := b.unchanged(was, "an effect that is not supported"); err != nil {
			return err
		}
	}
	return nil
}

func reasonsHaveCodes(b *bench) error {
	r, ok := b.Channel.(channels.Reasoner)
	if !ok {
		return skipped("the channel is no channels.Reasoner")
	}
	for kind, reason := range map[order.EffectKind]status.Reason{
		order.EffectRefuse: b.Reason, order.EffectCancel: b.Reason, order.EffectClose: status.ReasonBuyerRefused,
	} {
		if !b.Channel.Can(kind, b.scheme) {
			continue
		}
		if code, err := r.Reason(kind, b.scheme, reason); err != nil || code == "" {
			return fmt.Errorf("Reason(%s, %s, %s) is %q, %w", kind, b.scheme, reason, code, said(err))
		}
	}
	return nil
}

func labelsExist(b *bench) error {
	l, ok := b.Channel.(channels.Labeler)
	if !ok {
		return skipped("the channel is no channels.Labeler")
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	_, err = l.Labels(b.ctx, o.View())
	switch c := ordo.ClassOf(err); {
	case c == ordo.Unsupported:
		return skipped("the channel makes no labels in this scheme")
	case c != ordo.Conflict:
		return fmt.Errorf("labels of an order that is not packed: %w, want class %s", said(err), ordo.Conflict)
	}
	before, at := until(order.EffectPack)
	if err := b.lead(o, append(before, at), b.plainly); err != nil {
		return err
	}
	labels, err := l.Labels(b.ctx, o.View())
	if err != nil {
		return fmt.Errorf("labels of a packed order: %w", err)
	}
	if len(labels) == 0 {
		return errors.New("a packed order has no labels")
	}
	for _, label := range labels {
		if label.Name == "" || label.ContentType == "" || len(label.Data) == 0 {
			return fmt.Errorf("label %q of type %q has %d bytes: all three are needed", label.Name, label.ContentType, len(label.Data))
		}
	}
	return nil
}
