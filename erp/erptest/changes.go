package erptest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// confirmed is an order that a person confirmed in the system, and the cursor before that.
func confirmed(ctx context.Context, f Fixture, scheme order.SchemeCode) (*bench, string, error) {
	if f.Confirms == nil {
		return nil, "", errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return nil, "", err
	}
	_, cursor, err := b.changes("")
	if err != nil {
		return nil, "", err
	}
	if err := f.Confirms(b.ref); err != nil {
		return nil, "", fmt.Errorf("the fixture's Confirms: %w", err)
	}
	return b, cursor, nil
}

func sameReference(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, cursor, err := confirmed(ctx, f, scheme)
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
		if c.Ref.System != f.System.System() {
			return fmt.Errorf("the reference names the system %q, it is %q", c.Ref.System, f.System.System())
		}
	}
	view := b.o.View()
	if before := f.System.Ref(view); !before.IsZero() {
		if _, err := b.o.Do(order.Confirm{}, b.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
			return err
		}
		if now := f.System.Ref(b.o.View()); now != before {
			return fmt.Errorf("the reference was %s and is %s once the order is confirmed", before, now)
		}
	}
	return nil
}

func ownWritesStay(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	if _, err := b.o.Do(order.Confirm{}, b.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
		return err
	}
	if _, err := b.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, b.by(channel)); err != nil {
		return err
	}
	for kind, e := range map[order.EffectKind]order.Effect{
		order.EffectStatus: {}, order.EffectMoveDate: {}, order.EffectNote: {Text: "a note"},
		order.EffectCancel: {Units: []order.Units{{Line: "2", To: order.Pcs(1)}}},
	} {
		if !f.System.Can(kind, scheme) {
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

func comesOnce(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, cursor, err := confirmed(ctx, f, scheme)
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

func survivesJSON(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, cursor, err := confirmed(ctx, f, scheme)
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
	fresh, err := f.System.Read(ctx, b.about(all), b.o.View())
	if err != nil {
		return err
	}
	later, err := f.System.Read(ctx, back, b.o.View())
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(fresh.Reports, later.Reports) || fresh.Status != later.Status {
		return fmt.Errorf("changes that were stored mean something else: %+v, then %+v", fresh, later)
	}
	return nil
}

func breaksOff(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	b, cursor, err := confirmed(ctx, f, scheme)
	if err != nil {
		return err
	}
	var first erp.Change
	for c, err := range f.System.Changes(ctx, "") { // a list that yields after the break panics
		if err != nil {
			return err
		}
		first = c
		break
	}
	all, _, err := b.changes(cursor)
	if err != nil {
		return fmt.Errorf("after a list was left early: %w", err)
	}
	if len(all) == 0 {
		return fmt.Errorf("after a list was left early, at %+v, the changes are gone", first)
	}
	return nil
}
