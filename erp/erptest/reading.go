package erptest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

// reads reads a person's changes and passes them to the order.
func (b *bench) reads(cursor string) error {
	all, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	r, err := b.Port.Read(b.ctx, b.about(all), b.o.View())
	if err != nil {
		return err
	}
	if b.Status != nil && r.Status != b.Status(b.ref) {
		return fmt.Errorf("the status of the reading is %q, want %q", r.Status, b.Status(b.ref))
	}
	return b.observe(r)
}

func readsConfirmation(b *bench) error {
	cursor, err := b.confirmed()
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
		return errors.New("the same confirmation, read again, changes the order")
	}
	return nil
}

func readsRefusal(b *bench) error {
	if err := b.shown(); err != nil {
		return err
	}
	_, cursor, err := b.changes("")
	if err != nil {
		return err
	}
	if err := b.Cancels(b.ref, "2"); err != nil {
		return fmt.Errorf("the fixture's Cancels: %w", err)
	}
	if err := b.reads(cursor); err != nil {
		return err
	}
	for _, l := range b.o.View().Lines {
		if gone := l.Living.IsZero(); gone != (l.ID == "2") {
			return fmt.Errorf("a person refused line 2; line %s remains: %t; the order's notes are %v", l.ID, !gone, b.o.View().Notes)
		}
	}
	return nil
}
