package channeltest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func lifeIsLed(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), b.applyFirst)
}

// applyFirst applies a new task. It must be applied by at least one write.
func (b *bench) applyFirst(_ step, t order.Task) error {
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
	if !b.Port.Can(kind, b.scheme) {
		return suite.Skip("the channel cannot cancel")
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	before, confirm := until(order.EffectConfirm)
	if err := b.lead(o, append(before, confirm), b.applyOnce); err != nil {
		return err
	}
	evs, err := o.Do(order.Cancel{Reason: b.Reason, Told: "by phone"}, b.by(order.RoleOperator))
	if err != nil {
		return err
	}
	t, err := b.task(o, kind, order.Cancelled{}.Kind(), evs)
	if err != nil {
		return err
	}
	t.Units = nil // the whole order
	if err := b.applyTwice(step{kind: kind}, t); err != nil {
		return err
	}
	return b.agree(o, "the order was cancelled")
}

// codeCancels cancels an order with the first code that is open now, and another order with a code that is not.
func codeCancels(b *bench) error {
	const kind = order.EffectCancel
	c, err := suite.As[channels.Canceller](b.Port)
	switch {
	case err != nil:
		return err
	case !b.Port.Can(kind, b.scheme):
		return suite.Skip("the channel cannot cancel")
	}
	cancel := func(code func(channels.Choice) string) (*order.Order, order.Task, error) {
		o, err := b.place()
		if err != nil {
			return nil, order.Task{}, err
		}
		before, confirm := until(order.EffectConfirm)
		if err := b.lead(o, append(before, confirm), b.applyOnce); err != nil {
			return nil, order.Task{}, err
		}
		open, err := c.Choices(b.ctx, o.View().Ref.ID)
		if err != nil {
			return nil, order.Task{}, fmt.Errorf("Choices: %w", err)
		}
		for _, x := range open {
			if x.Code == "" || x.Name == "" || x.Reason == "" {
				return nil, order.Task{}, fmt.Errorf("choice %q with name %q means %q: all three are needed", x.Code, x.Name, x.Reason)
			}
		}
		open = slices.DeleteFunc(open, func(x channels.Choice) bool { return x.NotBefore.After(b.Now()) })
		if len(open) == 0 {
			return nil, order.Task{}, errors.New("no code cancels a confirmed order now")
		}
		evs, err := o.Do(order.Cancel{Reason: open[0].Reason, Code: code(open[0]), Told: "by phone", Text: "it broke"}, b.by(order.RoleOperator))
		if err != nil {
			return nil, order.Task{}, err
		}
		t, err := b.task(o, kind, order.Cancelled{}.Kind(), evs)
		t.Units = nil // the whole order
		return o, t, err
	}
	o, t, err := cancel(func(x channels.Choice) string { return x.Code })
	if err != nil {
		return err
	}
	if err := b.applyTwice(step{kind: kind}, t); err != nil {
		return err
	}
	if err := b.agree(o, "the order was cancelled with a code"); err != nil {
		return err
	}
	if left, err := c.Choices(b.ctx, o.View().Ref.ID); err != nil || len(left) > 0 {
		return fmt.Errorf("a cancelled order can be cancelled with %d codes, %w", len(left), suite.OrNone(err))
	}
	if _, t, err = cancel(func(channels.Choice) string { return "no such code" }); err != nil {
		return err
	}
	was := b.Commits()
	if out, err := b.Port.Apply(b.ctx, t); out.Kind != order.Rejected && ordo.ClassOf(err) != ordo.Invalid {
		return fmt.Errorf("a code that is not open: outcome %q, %w; want %s", out.Kind, suite.OrNone(err), order.Rejected)
	}
	return b.unchanged(was, "a code that is not open")
}

func buyerIsAnswered(b *bench) error {
	const kind = order.EffectAnswer
	if !b.Port.Can(kind, b.scheme) {
		return suite.Skip("the channel does not support answers")
	}
	for _, verdict := range []order.Verdict{order.VerdictAccept, order.VerdictDecline} {
		o, err := b.place()
		if err != nil {
			return err
		}
		line := goodsOf(o)[0].ID
		if err := b.RequestsCancel(o.View().Ref.ID, line); err != nil {
			return err
		}
		ask := order.CancelReport{Picks: order.PickAll(line), Reason: status.ReasonBuyerCancelled}
		if _, err := o.Observe(ask, b.by(order.RoleChannel)); err != nil {
			return err
		}
		evs, err := o.Do(order.AnswerCancelRequest{Request: 1, Verdict: verdict}, b.by(order.RoleOperator))
		if err != nil {
			return err
		}
		t, err := b.task(o, kind, order.CancelRequestAnswered{}.Kind(), evs)
		if err != nil {
			return err
		}
		if err := b.applyTwice(step{kind: kind}, t); err != nil {
			return fmt.Errorf("%s: %w", verdict, err)
		}
		if err := b.agree(o, "the answer "+string(verdict)); err != nil {
			return err
		}
	}
	return nil
}

func saysWhatItCannot(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	was := b.Commits()
	if err := suite.Unsupported(b.ctx, b.Port, o, o.View().Ref); err != nil {
		return err
	}
	return b.unchanged(was, "effects that are not supported")
}

func reasonsHaveCodes(b *bench) error {
	r, err := suite.As[channels.Reasoner](b.Port)
	if err != nil {
		return err
	}
	for kind, reason := range map[order.EffectKind]status.Reason{
		order.EffectRefuse: b.Reason, order.EffectCancel: b.Reason, order.EffectClose: status.ReasonBuyerRefused,
	} {
		if !b.Port.Can(kind, b.scheme) {
			continue
		}
		if code, err := r.Reason(kind, b.scheme, reason); err != nil || code == "" {
			return fmt.Errorf("Reason(%s, %s, %s) is %q, %w", kind, b.scheme, reason, code, suite.OrNone(err))
		}
	}
	return nil
}

func labelsExist(b *bench) error {
	l, err := suite.As[channels.Labeler](b.Port)
	if err != nil {
		return err
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	_, err = l.Labels(b.ctx, o.View())
	switch c := ordo.ClassOf(err); {
	case c == ordo.Unsupported:
		return suite.Skip("the channel makes no labels in this scheme")
	case c != ordo.Conflict:
		return fmt.Errorf("labels of an order that is not packed: %w, want class %s", suite.OrNone(err), ordo.Conflict)
	}
	before, at := until(order.EffectPack)
	if err := b.lead(o, append(before, at), b.applyOnce); err != nil {
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
