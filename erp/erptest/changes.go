package erptest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// confirmed creates an order and confirms it as a person in the system. It returns the cursor before that.
func (b *bench) confirmed() (cursor string, err error) {
	if err := b.shown(); err != nil {
		return "", err
	}
	if _, cursor, err = b.changes(""); err != nil {
		return "", err
	}
	if err := b.Confirms(b.ref); err != nil {
		return "", fmt.Errorf("the fixture's Confirms: %w", err)
	}
	return cursor, nil
}

func sameReference(b *bench) error {
	cursor, err := b.confirmed()
	if err != nil {
		return err
	}
	all, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("a person's change is not yielded")
	}
	for _, c := range all {
		if !sameThing(c.Ref, b.ref) {
			return fmt.Errorf("a change has the reference %s, the order has %s", c.Ref, b.ref)
		}
		if c.Ref.System != b.Port.System() {
			return fmt.Errorf("the system of the reference is %q, want %q", c.Ref.System, b.Port.System())
		}
	}
	if before := b.Port.Ref(b.o.View()); !before.IsZero() {
		if err := b.confirm(); err != nil {
			return err
		}
		if now := b.Port.Ref(b.o.View()); now != before {
			return fmt.Errorf("the reference was %s and is %s after the confirmation", before, now)
		}
	}
	return nil
}

func ownWritesStay(b *bench) error {
	if err := b.shown(); err != nil {
		return err
	}
	if err := b.confirm(); err != nil {
		return err
	}
	if _, err := b.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, b.by(channel)); err != nil {
		return err
	}
	for kind, e := range map[order.EffectKind]order.Effect{
		order.EffectStatus: {}, order.EffectMoveDate: {}, order.EffectNote: {Text: "a note"},
		order.EffectCancel: {Units: []order.Units{{Line: "2", To: amount.Pcs(1)}}},
	} {
		if !b.Port.Can(kind, b.scheme) {
			continue
		}
		if _, err := b.ensure(kind, e); err != nil {
			return err
		}
	}
	all, _, err := b.changes("")
	if err != nil {
		return err
	}
	if len(all) > 0 {
		return fmt.Errorf("our own write is yielded as a change: %+v", all[0])
	}
	return nil
}

func comesOnce(b *bench) error {
	cursor, err := b.confirmed()
	if err != nil {
		return err
	}
	first, behind, err := b.changes(cursor)
	if err != nil {
		return err
	}
	if len(b.about(first)) == 0 {
		return errors.New("a person's change is not yielded")
	}
	seen := map[string]bool{}
	for _, c := range first {
		what := fmt.Sprintf("%s %s %s", c.Ref, c.Field, c.Item)
		if seen[what] {
			return fmt.Errorf("a change is yielded twice: %s", what)
		}
		seen[what] = true
	}
	again, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(first, again) {
		return fmt.Errorf("the same cursor yields different changes: %+v, then %+v", first, again)
	}
	if behind == cursor {
		return errors.New("the changes do not move the cursor")
	}
	more, _, err := b.changes(behind)
	if err != nil {
		return err
	}
	if len(more) > 0 {
		return fmt.Errorf("a change is yielded again after the cursor: %+v", more[0])
	}
	return nil
}

func namesUser(b *bench) error {
	cursor, err := b.confirmed()
	if err != nil {
		return err
	}
	all, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	for _, c := range b.about(all) {
		if c.By == b.User {
			return nil
		}
	}
	return fmt.Errorf("user %q made a change, and none names it: %+v", b.User, all)
}

func survivesJSON(b *bench) error {
	cursor, err := b.confirmed()
	if err != nil {
		return err
	}
	all, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	stored, err := json.Marshal(b.about(all))
	if err != nil {
		return fmt.Errorf("the changes cannot be stored: %w", err)
	}
	var back []erp.Change
	if err := json.Unmarshal(stored, &back); err != nil {
		return fmt.Errorf("the changes cannot be read back: %w", err)
	}
	fresh, err := b.Port.Read(b.ctx, b.about(all), b.o.View())
	if err != nil {
		return err
	}
	later, err := b.Port.Read(b.ctx, back, b.o.View())
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(fresh.Reports, later.Reports) || fresh.Status != later.Status {
		return fmt.Errorf("changes mean something else after JSON: %+v, then %+v", fresh, later)
	}
	return nil
}

func readingStops(b *bench) error {
	cursor, err := b.confirmed()
	if err != nil {
		return err
	}
	if err := suite.StopsEarly("Changes", b.Port.Changes(b.ctx, "")); err != nil {
		return err
	}
	all, _, err := b.changes(cursor)
	if err == nil && len(all) == 0 {
		err = errors.New("the changes are gone")
	}
	if err != nil {
		return fmt.Errorf("after a list was stopped early: %w", err)
	}
	return nil
}
