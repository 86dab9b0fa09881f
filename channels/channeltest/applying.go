package channeltest

import (
	"errors"
	"fmt"

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
	evs, err := o.Do(order.Cancel{Reason: b.Reason}, b.by(order.RoleOperator))
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
