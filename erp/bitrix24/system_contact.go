package bitrix24

import (
	"context"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// bringContact brings the contact of a deal to the buyer of the order, and returns whose it is to be; 0 leaves it. A
// number or address that another contact has makes the deal that one's. Else it becomes one of the contact: where that
// has but one, it takes its place. The name follows.
func (s *System) bringContact(ctx context.Context, see *sight, t order.Task) (id int64, did bool, _ error) {
	o := t.Order
	if !hasBuyer(o) || slices.Contains(dealVersion(see.fields, nil).news(see.written, seen(t).deal()), aspectContact) {
		return 0, false, nil
	}
	search := s.searchContact(o)
	cmds := slices.Clone(search)
	if see.deal.Contact != 0 {
		cmds = append(cmds, bxrest.Command{Method: "crm.contact.get", Params: map[string]any{"id": see.deal.Contact}})
	}
	rs, err := s.read(ctx, cmds...)
	if err != nil {
		return 0, false, err
	}
	people, err := foundContacts(rs[:len(search)])
	if err != nil {
		return 0, false, err
	}
	if see.deal.Contact == 0 {
		if len(people) > 0 {
			return people[0], false, nil
		}
		rs, err := s.write(ctx, bxrest.Command{Method: "crm.contact.add", Params: map[string]any{"fields": s.contactFields(o)}})
		if err != nil {
			return 0, false, err
		}
		err = rs[0].Read("", &id)
		return id, true, err
	}
	var is Party
	if err := rs[len(search)].Read("", &is); err != nil {
		return 0, false, err
	}
	byValue := contact.Dialled(o.Buyer.Phone, s.set.region()) != "" || o.Buyer.Email != ""
	if byValue && len(people) > 0 && !slices.Contains(people, is.ID) {
		return people[0], false, nil
	}
	f := s.contactChanges(o, &is)
	if len(f) == 0 {
		return is.ID, false, nil
	}
	_, err = s.write(ctx, bxrest.Command{Method: "crm.contact.update", Params: map[string]any{"id": is.ID, "fields": f}})
	return is.ID, true, err
}

// contactChanges are the fields in which a contact differs from the buyer. A value is written with its id, by which the
// portal changes it; without one it adds another.
func (s *System) contactChanges(o order.View, is *Party) map[string]any {
	want := s.contactFields(o)
	f := map[string]any{}
	last, first, second := person(o.Buyer.Name)
	if o.Buyer.Name != "" && !slices.Equal([]string{last, first, second}, []string{is.LastName, is.Name, is.SecondName}) {
		f["LAST_NAME"], f["NAME"], f["SECOND_NAME"] = last, first, second
	}
	for kind, there := range map[string][]Multi{Phone: is.Phones, Email: is.Emails} {
		values, has := want[kind].([]any)
		if !has {
			continue
		}
		value, _ := values[0].(map[string]any)
		if slices.ContainsFunc(there, func(m Multi) bool { return s.sameValue(kind, m.Value, value["VALUE"]) }) {
			continue
		}
		one := maps.Clone(value)
		if len(there) == 1 {
			one["ID"] = there[0].ID
		}
		f[kind] = []any{one}
	}
	return f
}

// sameValue reports whether a number or address that a contact has is the buyer's.
func (s *System) sameValue(kind, there string, value any) bool {
	if kind == Phone {
		return contact.Dialled(there, s.set.region()) == value
	}
	return there == value
}
