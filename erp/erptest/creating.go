package erptest

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// count checks the number of orders.
func (b *bench) count(want int) error {
	if n := b.Count(); n != want {
		return fmt.Errorf("the system holds %d orders, want %d", n, want)
	}
	return nil
}

func once(b *bench) error {
	if err := b.place(); err != nil {
		return err
	}
	t, err := b.task(order.EffectUpsert, order.Effect{})
	if err != nil {
		return err
	}
	first, err := b.apply(t)
	if err != nil {
		return err
	}
	if err := b.count(1); err != nil {
		return err
	}
	for range 2 {
		out, err := b.apply(t)
		if err != nil {
			return err
		}
		if !sameThing(out.Ref, first.Ref) {
			return fmt.Errorf("the first upsert returned %s, a later one %s", first.Ref, out.Ref)
		}
	}
	return b.count(1)
}

func onceWhenLost(b *bench) error    { return b.onceDespite(b.LosesAnswer) }
func onceWhenRefused(b *bench) error { return b.onceDespite(b.FailsOnce) }

func (b *bench) onceDespite(fault func()) error {
	if err := b.place(); err != nil {
		return err
	}
	withFault := func(kind order.EffectKind, e order.Effect) error {
		t, err := b.task(kind, e)
		if err != nil {
			return err
		}
		fault()
		return suite.Retry(func() error {
			_, err := b.apply(t)
			return err
		})
	}
	if err := withFault(order.EffectUpsert, order.Effect{}); err != nil {
		return err
	}
	if err := b.count(1); err != nil || b.Notes == nil || !b.Port.Can(order.EffectNote, b.scheme) || b.ref.IsZero() {
		return err
	}
	const text = "the lot is out of stock"
	if err := withFault(order.EffectNote, order.Effect{Text: text}); err != nil {
		return err
	}
	return b.noted(text, 1)
}

func apart(b *bench) error {
	other := *b
	if err := b.shown(); err != nil {
		return err
	}
	if err := other.placed("955100778"); err != nil {
		return err
	}
	if err := other.show(); err != nil {
		return err
	}
	if sameThing(b.ref, other.ref) {
		return fmt.Errorf("two orders have the same reference %s", b.ref)
	}
	if err := b.count(2); err != nil {
		return err
	}
	before := b.Status(other.ref)
	if err := b.confirm(); err != nil {
		return err
	}
	if _, err := b.ensure(order.EffectStatus, order.Effect{}); err != nil {
		return err
	}
	if now := b.Status(other.ref); now != before {
		return fmt.Errorf("the status of another order changed from %q to %q", before, now)
	}
	return nil
}

// confirm confirms the order as our operator.
func (b *bench) confirm() error {
	_, err := b.o.Do(order.Confirm{}, b.by(order.Actor{ID: "anna", Role: order.RoleOperator}))
	return err
}

// calls returns calls of a system for a new order.
func (b *bench) calls(port erp.System) (suite.Calls, error) {
	if err := b.place(); err != nil {
		return nil, err
	}
	t, err := b.task(order.EffectUpsert, order.Effect{})
	return suite.Calls{
		"Apply":   suite.Call(port.Apply, t),
		"Changes": func(ctx context.Context) error { return suite.List(port.Changes(ctx, "")) },
	}, err
}

func keepsToContext(b *bench) error {
	cs, err := b.calls(b.Port)
	if err != nil {
		return err
	}
	if err := cs.Ended(b.ctx); err != nil {
		return err
	}
	if err := b.count(0); err != nil {
		return err
	}
	if err := b.show(); err != nil {
		return err
	}
	return suite.Calls{"Read": func(ctx context.Context) error {
		_, err := b.Port.Read(ctx, nil, b.o.View())
		return err
	}}.Ended(b.ctx)
}

func strangerIsRefused(b *bench) error {
	cs, err := b.calls(b.BadCredentials)
	if err != nil {
		return err
	}
	if err := cs.Refused(b.ctx); err != nil {
		return err
	}
	return b.count(0)
}
