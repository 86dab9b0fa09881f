package erptest

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
)

// count compares the number of orders.
func (b *bench) count(want int) error {
	if n := b.Orders(); n != want {
		return fmt.Errorf("the system holds %d orders, it would have to be %d", n, want)
	}
	return nil
}

func once(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, err := place(ctx, f, scheme, "955100777")
	if err != nil {
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
			return fmt.Errorf("the first upsert made %s, a later one tells %s", first.Ref, out.Ref)
		}
	}
	return b.count(1)
}

// tries applies an effect until it is settled, as a caller does that comes back later.
func (b *bench) tries(t order.Task) error {
	var err error
	for range 3 {
		if _, err = b.apply(t); err == nil {
			return nil
		}
	}
	return err
}

func onceWhenLost(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.LosesAnswer == nil {
		return errSkipped
	}
	return onceDespite(ctx, f, scheme, f.LosesAnswer)
}

func onceWhenRefused(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.RefusesOnce == nil {
		return errSkipped
	}
	return onceDespite(ctx, f, scheme, f.RefusesOnce)
}

func onceDespite(ctx context.Context, f Fixture, scheme order.SchemeCode, mishap func()) error {
	b, err := place(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	t, err := b.task(order.EffectUpsert, order.Effect{})
	if err != nil {
		return err
	}
	mishap()
	if err := b.tries(t); err != nil {
		return err
	}
	if err := b.count(1); err != nil || f.Notes == nil || !f.System.Can(order.EffectNote, scheme) {
		return err
	}
	if b.ref.IsZero() {
		return nil
	}
	note, err := b.task(order.EffectNote, order.Effect{Text: "the lot cannot go any more"})
	if err != nil {
		return err
	}
	mishap()
	if err := b.tries(note); err != nil {
		return err
	}
	return b.noted(note.Text, 1)
}

func apart(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.Status == nil {
		return errSkipped
	}
	a, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	b, err := shown(ctx, f, scheme, "955100778")
	if err != nil {
		return err
	}
	if sameThing(a.ref, b.ref) {
		return fmt.Errorf("two orders have the one reference %s", a.ref)
	}
	if err := b.count(2); err != nil {
		return err
	}
	before := f.Status(b.ref)
	if _, err := a.o.Do(order.Confirm{}, a.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
		return err
	}
	if _, err := a.ensure(order.EffectStatus, order.Effect{}); err != nil {
		return err
	}
	if now := f.Status(b.ref); now != before {
		return fmt.Errorf("another order's status was written: it was %q and is %q", before, now)
	}
	return nil
}

func keepsToContext(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, err := place(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	t, err := b.task(order.EffectUpsert, order.Effect{})
	if err != nil {
		return err
	}
	ended, end := context.WithCancel(ctx)
	end()
	if out, err := f.System.Apply(ended, t); err == nil {
		return fmt.Errorf("Apply says %s in a context that has ended", out.Kind)
	}
	if err := b.count(0); err != nil {
		return err
	}
	errs := 0
	for c, err := range f.System.Changes(ended, "") {
		if err == nil {
			return fmt.Errorf("changes yield %v in a context that has ended", c)
		}
		errs++
	}
	if errs != 1 {
		return fmt.Errorf("changes yield %d errors in a context that has ended, it would have to be one", errs)
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	if _, err := f.System.Read(ended, nil, b.o.View()); err == nil {
		return errors.New("Read succeeds in a context that has ended")
	}
	return nil
}
