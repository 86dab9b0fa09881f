package bitrix24

import (
	"context"
	"maps"
	"slices"
	"strings"

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
	return s.marked(personContact, f, is)
}

// marked adds to the fields of a contact a digest of who it is then: by it our own writes are told from those of
// people. is is the contact as it is there; nil for one that is created.
func (s *System) marked(kind personKind, f map[string]any, is *Party) map[string]any {
	if kind != personContact || len(f) == 0 || is != nil && userText(is, ContactVersion) != "" && !s.isOwnContact(is) {
		return f // what people changed is still to be read
	}
	then := Party{}
	if is != nil {
		then = *is
		then.Phones, then.Emails = slices.Clone(is.Phones), slices.Clone(is.Emails)
	}
	for name, to := range map[string]*string{"LAST_NAME": &then.LastName, "NAME": &then.Name, "SECOND_NAME": &then.SecondName} {
		if text, is := f[name].(string); is {
			*to = text
		}
	}
	for name, to := range map[string]*[]Multi{Phone: &then.Phones, Email: &then.Emails} {
		values, _ := f[name].([]any)
		for _, v := range values {
			one, _ := v.(map[string]any)
			text, _ := one["VALUE"].(string)
			if id, has := one["ID"].(int64); has {
				*to = slices.DeleteFunc(*to, func(m Multi) bool { return m.ID == id })
			}
			*to = append(*to, Multi{Value: text})
		}
	}
	f[ContactVersion] = s.contactDigest(&then)
	return f
}

// contactDigest stands for who a contact is.
func (s *System) contactDigest(p *Party) string {
	parts := []string{p.LastName, p.Name, p.SecondName}
	var reached []string
	for _, m := range p.Phones {
		reached = append(reached, contact.Dialled(m.Value, s.set.region()))
	}
	for _, m := range p.Emails {
		reached = append(reached, m.Value)
	}
	slices.Sort(reached)
	return digest(strings.Join(append(parts, reached...), "\n"))
}

// isOwnContact reports whether a contact is as ordo wrote it last.
func (s *System) isOwnContact(p *Party) bool {
	v := userText(p, ContactVersion)
	return v != "" && v == s.contactDigest(p)
}

// sameValue reports whether a number or address that a contact has is the buyer's.
func (s *System) sameValue(kind, there string, value any) bool {
	if kind == Phone {
		return contact.Dialled(there, s.set.region()) == value
	}
	return there == value
}
