package channeltest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// window is around now.
func (b *bench) window(all bool) channels.Window {
	now := b.Now()
	return channels.Window{From: now.Add(-time.Hour), To: now.Add(time.Hour), All: all}
}

func settingsAreGood(b *bench) error {
	if b.Channel.System() == "" {
		return errors.New("System() is empty")
	}
	c, ok := b.Channel.(channels.Checker)
	if !ok {
		return skipped("the channel is no channels.Checker")
	}
	return c.Check(b.ctx)
}

func placedOrderIsFound(b *bench) error {
	id := b.Place(b.scheme)
	for _, all := range []bool{false, true} {
		found := false
		for f, err := range b.Channel.Changed(b.ctx, b.window(all)) {
			switch {
			case err != nil:
				return fmt.Errorf("Changed, all %t: %w", all, err)
			case f.Problem != nil:
				return fmt.Errorf("Changed, all %t: %q: %w", all, f.ID, f.Problem)
			}
			found = found || f.ID == id
		}
		if !found {
			return fmt.Errorf("Changed, all %t, does not find order %s, which was placed just now", all, id)
		}
	}
	return nil
}

func ordersAreRead(b *bench) error {
	one, two := b.Place(b.scheme), b.Place(b.scheme)
	got := map[string]int{}
	for r, err := range b.Channel.Orders(b.ctx, one, b.Unknown, two) {
		switch {
		case err != nil:
			return fmt.Errorf("Orders with an unknown id among others: %w", err)
		case r.Problem != nil:
			return fmt.Errorf("order %q cannot be understood: %w", r.ID, r.Problem)
		case r.Status == "":
			return fmt.Errorf("the reading of order %q has no status for people to see", r.ID)
		}
		got[r.ID]++
	}
	if len(got) != 2 || got[one] != 1 || got[two] != 1 {
		return fmt.Errorf("Orders(%q, unknown, %q) returned %v, want each once and the unknown left out", one, two, got)
	}
	for r, err := range b.Channel.Orders(b.ctx, b.Unknown) {
		return fmt.Errorf("Orders(%q), which is not there, returned %q, %w", b.Unknown, r.ID, said(err))
	}
	for r, err := range b.Channel.Orders(b.ctx) {
		return fmt.Errorf("Orders() of nothing returned %q, %w", r.ID, said(err))
	}
	return nil
}

func orderIsTakenUp(b *bench) error {
	id := b.Place(b.scheme)
	r, err := b.read(id)
	if err != nil {
		return err
	}
	switch s := r.Snapshot; {
	case s.ID != "" || s.Authority != 0 || s.Ref.Account != "":
		return fmt.Errorf("the snapshot has ID %q, Authority %d, Ref.Account %q: they are the reader's", s.ID, s.Authority, s.Ref.Account)
	case s.Ref.ID != id || s.Ref.System != b.Channel.System():
		return fmt.Errorf("the snapshot's Ref is %s, want system %s and id %s", s.Ref, b.Channel.System(), id)
	case s.Scheme != b.scheme:
		return fmt.Errorf("the snapshot's scheme is %q, want %q", s.Scheme, b.scheme)
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.agree(o, "it was taken up")
}

func readingStops(b *bench) error {
	var ids []string
	for range 3 {
		ids = append(ids, b.Place(b.scheme))
	}
	n := 0
	b.Channel.Orders(b.ctx, ids...)(func(channels.Reading, error) bool { n++; return false })
	if n != 1 {
		return fmt.Errorf("Orders went on %d times after the reader stopped", n-1)
	}
	n = 0
	b.Channel.Changed(b.ctx, b.window(true))(func(channels.Found, error) bool { n++; return false })
	if n != 1 {
		return fmt.Errorf("Changed went on %d times after the reader stopped", n-1)
	}
	_, err := b.read(ids[2]) // nothing is left locked
	return err
}

// once checks that an iterator ended with one error.
func once(what string, values, errs int) error {
	if values != 0 || errs != 1 {
		return fmt.Errorf("%s returned %d values and %d errors, want one error", what, values, errs)
	}
	return nil
}

// refusedReads counts what the iterators return where nothing but an error is due.
func (b *bench) refusedReads(ctx context.Context, ch channels.Channel, id string) (errs []error, err error) {
	values := 0
	for _, e := range ch.Orders(ctx, id) {
		if e == nil {
			values++
			continue
		}
		errs = append(errs, e)
	}
	if err := once("Orders", values, len(errs)); err != nil {
		return nil, err
	}
	more := 0
	for _, e := range ch.Changed(ctx, b.window(true)) {
		if e == nil {
			values++
			continue
		}
		more++
		errs = append(errs, e)
	}
	return errs, once("Changed", values, more)
}

func callerHasGone(b *bench) error {
	o, err := b.place()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.refusedReads(ctx, b.Channel, o.View().Ref.ID); err != nil {
		return fmt.Errorf("with a cancelled context: %w", err)
	}
	return b.first(o, func(t order.Task) error {
		was := b.Commits()
		if out, err := b.Channel.Apply(ctx, t); err == nil {
			return fmt.Errorf("%s with a cancelled context returned %s, want an error", t.Kind, out.Kind)
		}
		return b.unchanged(was, "a cancelled context")
	})
}

// first does something with the first effect that the channel can carry out.
func (b *bench) first(o *order.Order, do func(order.Task) error) error {
	for _, s := range steps() {
		if !b.Channel.Can(s.kind, b.scheme) {
			continue
		}
		if t, err := b.command(o, s); err == nil {
			return do(t)
		}
	}
	return skipped("the channel can do nothing with a new order")
}

// unchanged checks that nothing was written.
func (b *bench) unchanged(was int, why string) error {
	if n := b.Commits() - was; n != 0 {
		return fmt.Errorf("%d writes took effect in spite of %s", n, why)
	}
	return nil
}

func strangerIsRefused(b *bench) error {
	if b.Stranger == nil {
		return skipped("Fixture.Stranger is not set")
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	errs, err := b.refusedReads(b.ctx, b.Stranger, o.View().Ref.ID)
	if err != nil {
		return err
	}
	if c, ok := b.Stranger.(channels.Checker); ok {
		errs = append(errs, c.Check(b.ctx))
	}
	was := b.Commits()
	err = b.first(o, func(t order.Task) error {
		_, err := b.Stranger.Apply(b.ctx, t)
		errs = append(errs, err)
		return nil
	})
	var lack skipped
	if err != nil && !errors.As(err, &lack) {
		return err
	}
	for _, e := range errs {
		if ordo.ClassOf(e) != ordo.Auth {
			return fmt.Errorf("with wrong credentials the error is %w, want class %s", said(e), ordo.Auth)
		}
	}
	return b.unchanged(was, "wrong credentials")
}
