package channeltest

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// window is around now.
func (b *bench) window(all bool) channels.Window {
	now := b.Now()
	return channels.Window{From: now.Add(-time.Hour), To: now.Add(time.Hour), All: all}
}

func settingsAreGood(b *bench) error { return suite.Settings(b.ctx, b.Port, b.BadCredentials) }

func placedOrderIsFound(b *bench) error {
	id := b.Places(b.scheme)
	for _, all := range []bool{false, true} {
		found := false
		for f, err := range b.Port.Changed(b.ctx, b.window(all)) {
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
	one, two := b.Places(b.scheme), b.Places(b.scheme)
	got := map[string]int{}
	for r, err := range b.Port.Orders(b.ctx, one, b.Unknown, two) {
		switch {
		case err != nil:
			return fmt.Errorf("Orders with one unknown id: %w", err)
		case r.Problem != nil:
			return fmt.Errorf("order %q cannot be understood: %w", r.ID, r.Problem)
		case r.Status == "":
			return fmt.Errorf("the reading of order %q has no status", r.ID)
		}
		got[r.ID]++
	}
	if len(got) != 2 || got[one] != 1 || got[two] != 1 {
		return fmt.Errorf("Orders(%q, unknown, %q) returned %v, want each once and the unknown left out", one, two, got)
	}
	for r, err := range b.Port.Orders(b.ctx, b.Unknown) {
		return fmt.Errorf("Orders(%q), an unknown id, returned %q, %w", b.Unknown, r.ID, suite.OrNone(err))
	}
	for r, err := range b.Port.Orders(b.ctx) {
		return fmt.Errorf("Orders() without ids returned %q, %w", r.ID, suite.OrNone(err))
	}
	return nil
}

func orderIsTakenUp(b *bench) error {
	id := b.Places(b.scheme)
	r, err := b.read(id)
	if err != nil {
		return err
	}
	switch s := r.Snapshot; {
	case s.ID != "" || s.Authority != 0 || s.Ref.Account != "":
		return fmt.Errorf("the snapshot has ID %q, Authority %d, Ref.Account %q: they must be empty", s.ID, s.Authority, s.Ref.Account)
	case s.Ref.ID != id || s.Ref.System != b.Port.System():
		return fmt.Errorf("the snapshot's Ref is %s, want system %s and id %s", s.Ref, b.Port.System(), id)
	case s.Scheme != b.scheme:
		return fmt.Errorf("the snapshot's scheme is %q, want %q", s.Scheme, b.scheme)
	}
	o, err := b.place()
	if err != nil {
		return err
	}
	return b.agree(o, "the import")
}

func readingStops(b *bench) error {
	var ids []string
	for range 3 {
		ids = append(ids, b.Places(b.scheme))
	}
	if err := suite.StopsEarly("Orders", b.Port.Orders(b.ctx, ids...)); err != nil {
		return err
	}
	if err := suite.StopsEarly("Changed", b.Port.Changed(b.ctx, b.window(true))); err != nil {
		return err
	}
	_, err := b.read(ids[2]) // no lock is left behind
	return err
}

// calls returns calls of a channel for an order, among them the first effect that it supports.
func (b *bench) calls(ch channels.Channel) (suite.Calls, error) {
	o, err := b.place()
	if err != nil {
		return nil, err
	}
	cs := suite.Calls{}
	if !b.pushes() {
		cs["Orders"] = func(ctx context.Context) error { return suite.List(ch.Orders(ctx, o.View().Ref.ID)) }
		cs["Changed"] = func(ctx context.Context) error { return suite.List(ch.Changed(ctx, b.window(true))) }
	}
	if shelf, is := ch.(channels.Shelf); is {
		cs["Listed"] = func(ctx context.Context) error { return suite.List(shelf.Listed(ctx)) }
	}
	if port, is := ch.(channels.PaymentMethods); is {
		cs["PaymentMethods"] = func(ctx context.Context) error {
			_, err := port.PaymentMethods(ctx)
			return err
		}
	}
	for _, s := range steps() {
		if !b.Port.Can(s.kind, b.scheme) {
			continue
		}
		if t, err := b.command(o, s); err == nil {
			cs["Apply"] = suite.Call(ch.Apply, t)
			break
		}
	}
	return cs, nil
}

func keepsToContext(b *bench) error {
	cs, err := b.calls(b.Port)
	if err != nil {
		return err
	}
	was := b.Commits()
	if err := cs.Ended(b.ctx); err != nil {
		return err
	}
	return b.unchanged(was, "a context that has ended")
}

func strangerIsRefused(b *bench) error {
	cs, err := b.calls(b.BadCredentials)
	if err != nil {
		return err
	}
	was := b.Commits()
	if err := cs.Refused(b.ctx); err != nil {
		return err
	}
	return b.unchanged(was, "wrong credentials")
}

// unchanged checks that nothing was written.
func (b *bench) unchanged(was int, why string) error { return suite.Unchanged(b.Commits, was, why) }
