package erptest

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// reads takes up what a person did.
func (b *bench) reads(cursor string) error {
	all, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	r, err := b.System.Read(b.ctx, b.about(all), b.o.View())
	if err != nil {
		return err
	}
	if b.Status != nil && r.Status != b.Status(b.ref) {
		return fmt.Errorf("the reading says that the status is %q, it is %q", r.Status, b.Status(b.ref))
	}
	return b.observe(r)
}

func readsConfirmation(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, cursor, err := confirmed(ctx, f, scheme)
	if err != nil {
		return err
	}
	if err := b.reads(cursor); err != nil {
		return err
	}
	if s := b.o.State(); s != status.OrderConfirmed {
		return fmt.Errorf("a person confirmed, and the order is %s; its notes are %v", s, b.o.View().Notes)
	}
	before := b.o.Version()
	if err := b.reads(cursor); err != nil {
		return err
	}
	if b.o.Version() != before {
		return errors.New("the same confirmation, read again, is news to the order")
	}
	return nil
}

func readsRefusal(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.CancelsLine == nil {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	_, cursor, err := b.changes("")
	if err != nil {
		return err
	}
	if err := f.CancelsLine(b.ref, "2"); err != nil {
		return fmt.Errorf("the fixture's CancelsLine: %w", err)
	}
	if err := b.reads(cursor); err != nil {
		return err
	}
	for _, l := range b.o.View().Lines {
		if gone := l.Living.IsZero(); gone != (l.ID == "2") {
			return fmt.Errorf("a person refused line 2; line %s lives: %t; the order's notes are %v", l.ID, !gone, b.o.View().Notes)
		}
	}
	return nil
}
