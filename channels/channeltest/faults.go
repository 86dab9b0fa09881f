package channeltest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func twiceIsOnce(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), b.applyTwice)
}

// applyTwice applies a task twice. The second time must change nothing.
func (b *bench) applyTwice(s step, t order.Task) error {
	if err := b.applyFirst(s, t); err != nil {
		return err
	}
	was := b.Commits()
	if _, err := b.apply(t); err != nil {
		return fmt.Errorf("applied again: %w", err)
	}
	return b.unchanged(was, fmt.Sprintf("%s having been applied before", t.Kind))
}

func onceWhenRefused(b *bench) error { return b.faulty(b.FailsOnce) }
func onceWhenLost(b *bench) error    { return b.faulty(b.LosesAnswer) }

// faulty runs a whole life in which the first write of every effect fails. The result must be the same as without
// faults.
func (b *bench) faulty(fault func(order.EffectKind)) error {
	calm := map[order.EffectKind]int{}
	c := b.fresh()
	err := c.led(func(_ step, t order.Task) error {
		was := c.Commits()
		_, err := c.apply(t)
		calm[t.Kind] = c.Commits() - was
		return err
	})
	if err != nil {
		return fmt.Errorf("without a fault: %w", err)
	}
	return b.led(func(_ step, t order.Task) error {
		was := b.Commits()
		fault(t.Kind)
		err := suite.Retry(func() error {
			_, err := b.apply(t)
			return err
		})
		if n := b.Commits() - was; err == nil && n != calm[t.Kind] {
			return fmt.Errorf("%s: %d writes took effect, want %d as without a fault", t.Kind, n, calm[t.Kind])
		}
		return err
	})
}

// led runs a new order through its life.
func (b *bench) led(visit func(step, order.Task) error) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), visit)
}

func goneMeanwhile(b *bench) error {
	some := false
	for _, s := range steps() {
		if !s.on || !b.Port.Can(s.kind, b.scheme) {
			continue
		}
		o, err := b.place()
		if err != nil {
			return err
		}
		before, at := until(s.kind)
		if err := b.lead(o, before, b.applyOnce); err != nil {
			return err
		}
		t, err := b.command(o, at)
		if err != nil {
			continue // not in this scheme
		}
		some = true
		if err := b.overtaken(o, t); err != nil {
			return fmt.Errorf("%s: %w", s.kind, err)
		}
	}
	if !some {
		return suite.Skip("the channel supports no effect that moves units forward")
	}
	return nil
}

// overtaken cancels a unit in the channel before a task is applied.
func (b *bench) overtaken(o *order.Order, t order.Task) error {
	id := o.View().Ref.ID
	if err := b.Cancels(id, goodsOf(o)[0].ID); err != nil {
		return err
	}
	was := b.Commits()
	out, err := b.Port.Apply(b.ctx, t)
	if c := ordo.ClassOf(err); c != ordo.Conflict {
		return fmt.Errorf("a unit was cancelled in the channel in the meantime: the outcome is %q and the error %w, want class %s", out.Kind, suite.OrNone(err), ordo.Conflict)
	}
	if err := b.unchanged(was, "a unit cancelled in the meantime"); err != nil {
		return err
	}
	r, err := b.read(id)
	if err != nil {
		return err
	}
	if t.Kind == order.EffectMoveDate { // while a new date is pending, a host ignores the old one
		r.Reports = slices.DeleteFunc(slices.Clone(r.Reports), func(o order.Observation) bool {
			_, dates := o.(order.DateReport)
			return dates
		})
	}
	evs, err := b.observe(o, r)
	if err != nil {
		return err
	}
	if len(evs) == 0 {
		return fmt.Errorf("the reading (%s) does not report that a unit was cancelled", r.Status)
	}
	if o.Held() {
		return nil // the goods have left: a person decides
	}
	rest, ok := o.Task(t.Effect)
	if !ok {
		return errors.New("no unit is left, though only one was cancelled")
	}
	if _, err := b.apply(rest); err != nil {
		return fmt.Errorf("for what is left after reading: %w", err)
	}
	return b.agree(o, "the rest was applied")
}
