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

// confirmed has an order confirmed by a person in the system. It returns the cursor before that.
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
		return errors.New("what a person did does not come")
	}
	for _, c := range all {
		if !sameThing(c.Ref, b.ref) {
			return fmt.Errorf("a change speaks of %s, the order is %s", c.Ref, b.ref)
		}
		if c.Ref.System != b.Port.System() {
			return fmt.Errorf("the reference names the system %q, it is %q", c.Ref.System, b.Port.System())
		}
	}
	if before := b.Port.Ref(b.o.View()); !before.IsZero() {
		if err := b.confirm(); err != nil {
			return err
		}
		if now := b.Port.Ref(b.o.View()); now != before {
			return fmt.Errorf("the reference was %s and is %s once the order is confirmed", before, now)
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
		return fmt.Errorf("an own write comes back as a change: %+v", all[0])
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
		return errors.New("what a person did does not come")
	}
	seen := map[string]bool{}
	for _, c := range first {
		what := fmt.Sprintf("%s %s %s", c.Ref, c.Field, c.Item)
		if seen[what] {
			return fmt.Errorf("one change comes twice: %s", what)
		}
		seen[what] = true
	}
	again, _, err := b.changes(cursor)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(first, again) {
		return fmt.Errorf("the cursor was not moved, and the changes are others: %+v, then %+v", first, again)
	}
	if behind == cursor {
		return errors.New("the changes do not move the cursor")
	}
	more, _, err := b.changes(behind)
	if err != nil {
		return err
	}
	if len(more) > 0 {
		return fmt.Errorf("a change comes again behind the cursor: %+v", more[0])
	}
	return nil
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
		return fmt.Errorf("changes that were stored mean something else: %+v, then %+v", fresh, later)
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
		return fmt.Errorf("after a list was left early: %w", err)
	}
	return nil
}
