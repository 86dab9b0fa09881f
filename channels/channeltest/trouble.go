package channeltest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

func twiceIsOnce(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), b.doubly)
}

// doubly applies a task two times.
func (b *bench) doubly(s step, t order.Task) error {
	if err := b.afresh(s, t); err != nil {
		return err
	}
	was := b.Commits()
	if _, err := b.apply(t); err != nil {
		return fmt.Errorf("applied again: %w", err)
	}
	return b.unchanged(was, fmt.Sprintf("%s having been applied before", t.Kind))
}

func lostRequest(b *bench) error { return b.faulty(RequestLost) }
func lostAnswer(b *bench) error  { return b.faulty(AnswerLost) }

// faulty leads a life in which the first write of every effect goes wrong. It must come to the same as without.
func (b *bench) faulty(f Fault) error {
	if b.Fail == nil {
		return skipped("Fixture.Fail is not set")
	}
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
		b.Fail(t.Kind, f)
		if err := b.stubbornly(t); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		if n := b.Commits() - was; n != calm[t.Kind] {
			return fmt.Errorf("%s, %s: %d writes took effect, want %d as without a fault", t.Kind, f, n, calm[t.Kind])
		}
		return nil
	})
}

// led leads a new order through its life.
func (b *bench) led(visit func(step, order.Task) error) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.lead(o, steps(), visit)
}

// stubbornly applies a task as often as the error asks for.
func (b *bench) stubbornly(t order.Task) error {
	const tries = 5
	var out order.Outcome
	var err error
	for range tries {
		out, err = b.Channel.Apply(b.ctx, t)
		switch c := ordo.ClassOf(err); {
		case err == nil && out.Done():
			return nil
		case err == nil:
			return fmt.Errorf("%s: the outcome is %s [%s] %s, want applied or already so", t.Kind, out.Kind, out.Code, out.Text)
		case c != ordo.Retry && c != ordo.RateLimited && c != ordo.InDoubt:
			return fmt.Errorf("%s: %w (class %s), which does not let it be tried again", t.Kind, err, c)
		}
	}
	return fmt.Errorf("%s: still not settled after %d tries: %w", t.Kind, tries, err)
}

func goneMeanwhile(b *bench) error {
	if b.Cancel == nil {
		return skipped("Fixture.Cancel is not set")
	}
	some := false
	for _, s := range steps() {
		if !s.on || !b.Channel.Can(s.kind, b.scheme) {
			continue
		}
		o, err := b.place()
		if err != nil {
			return err
		}
		before, at := until(s.kind)
		if err := b.lead(o, before, b.plainly); err != nil {
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
		return skipped("the channel can do nothing that brings units on")
	}
	return nil
}

// overtaken lets a unit be cancelled there before a task is carried out.
func (b *bench) overtaken(o *order.Order, t order.Task) error {
	id := o.View().Ref.ID
	if err := b.Cancel(id, goodsOf(o)[0].ID); err != nil {
		return err
	}
	was := b.Commits()
	out, err := b.Channel.Apply(b.ctx, t)
	if c := ordo.ClassOf(err); c != ordo.Conflict {
		return fmt.Errorf("a unit was cancelled there meanwhile: the outcome is %q and the error %w, want class %s", out.Kind, said(err), ordo.Conflict)
	}
	if err := b.unchanged(was, "a unit that was cancelled meanwhile"); err != nil {
		return err
	}
	r, err := b.read(id)
	if err != nil {
		return err
	}
	if t.Kind == order.EffectMoveDate { // as long as a date is owed, a host does not listen to the old one
		r.Reports = slices.DeleteFunc(slices.Clone(r.Reports), func(o order.Observation) bool {
			_, dates := o.(order.DateReport)
			return dates
		})
	}
	evs, err := b.hear(o, r)
	if err != nil {
		return err
	}
	if len(evs) == 0 {
		return fmt.Errorf("the reading (%s) does not tell that a unit was cancelled", r.Status)
	}
	if o.Held() {
		return nil // the goods have gone: a person decides
	}
	rest, ok := o.Task(t.Effect)
	if !ok {
		return errors.New("no unit is left, though only one was cancelled")
	}
	if _, err := b.apply(rest); err != nil {
		return fmt.Errorf("for what is left after reading: %w", err)
	}
	return b.agree(o, "what was left went on")
}
