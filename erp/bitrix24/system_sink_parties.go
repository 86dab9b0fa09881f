package bitrix24

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

var noOutcome order.Outcome

// parties keeps parties as contacts, those of firms as companies. One is found by the key of its record, then by phone,
// e-mail and login; found so, it gets the key. One that is gone keeps its contact without the key: people may need it.
func (k sink) parties(ctx context.Context, records []exchange.Record) ([]exchange.Kept, error) {
	changes := make([]change, len(records))
	all := make([]exchange.Party, len(records))
	for _, kind := range []personKind{personContact, personCompany} {
		var mine []int
		for i, r := range records {
			p, err := exchange.Decode[exchange.Party](r)
			if r.Gone {
				err = nil
			}
			if all[i] = p; err != nil {
				changes[i].problem = err
			} else if r.Gone || p.Company == (kind == personCompany) {
				mine = append(mine, i)
			}
		}
		if len(mine) == 0 {
			continue
		}
		there, err := k.partiesThere(ctx, kind, mine, records, all)
		if err != nil {
			return nil, err
		}
		for _, i := range mine {
			is := there[i]
			switch {
			case records[i].Gone && is != nil:
				changes[i].cmds = append(changes[i].cmds, updatePerson(kind, is.ID, map[string]any{ContactParty: ""}))
			case records[i].Gone:
			case is == nil:
				changes[i].cmds = append(changes[i].cmds, bxrest.Command{Method: kind.method + "add", Params: map[string]any{"fields": k.s.partyFields(kind, records[i].Key, all[i])}})
			default:
				if f := k.s.partyChanges(kind, records[i].Key, all[i], is); len(f) > 0 {
					changes[i].cmds = append(changes[i].cmds, updatePerson(kind, is.ID, f))
				}
			}
		}
	}
	return k.write(ctx, records, changes)
}

func updatePerson(kind personKind, id int64, f map[string]any) bxrest.Command {
	return bxrest.Command{Method: kind.method + "update", Params: map[string]any{"id": id, "fields": f}}
}

// personSelect is what is read of contacts and companies.
var personSelect = []string{
	"ID", "NAME", "SECOND_NAME", "LAST_NAME", "TITLE", Phone, Email, ContactParty, ContactLogin, ContactCard, ContactCardKey, ContactBonus, ContactLoyalty, ContactVersion,
}

func listPeople(kind personKind, filter map[string]any) bxrest.Command {
	return bxrest.Command{Method: kind.method + "list", Params: map[string]any{"filter": filter, "select": personSelect, "order": map[string]any{"ID": "ASC"}}}
}

// partiesThere finds the contacts of records; nil for those that have none.
func (k sink) partiesThere(ctx context.Context, kind personKind, mine []int, records []exchange.Record, all []exchange.Party) (map[int]*Party, error) {
	keys := make([]string, len(mine))
	for n, i := range mine {
		keys[n] = records[i].Key
	}
	found, err := k.people(ctx, kind, map[string]any{"@" + ContactParty: keys})
	if err != nil {
		return nil, err
	}
	there := map[int]*Party{}
	var cmds []bxrest.Command
	var of []int // the record that a command is about
	for _, i := range mine {
		if at := slices.IndexFunc(found, func(p Party) bool { return userText(&p, ContactParty) == records[i].Key }); at >= 0 {
			there[i] = &found[at]
			continue
		}
		if records[i].Gone {
			continue
		}
		for _, phone := range all[i].Phones {
			if number := contact.Dialled(phone, k.s.set.region()); number != "" {
				cmds, of = append(cmds, k.s.duplicatesOf(kind, erp.PartyPhone, number)), append(of, i)
			}
		}
		if all[i].Email != "" {
			cmds, of = append(cmds, k.s.duplicatesOf(kind, erp.PartyEmail, all[i].Email)), append(of, i)
		}
		if all[i].Login != "" {
			cmds, of = append(cmds, listPeople(kind, map[string]any{"=" + ContactLogin: all[i].Login})), append(of, i)
		}
	}
	return there, k.linkPeople(ctx, kind, cmds, of, there)
}

// linkPeople finds contacts by what they have in common with records. One that belongs to another record is not taken.
func (k sink) linkPeople(ctx context.Context, kind personKind, cmds []bxrest.Command, of []int, there map[int]*Party) error {
	if len(cmds) == 0 {
		return nil
	}
	rs, err := k.s.read(ctx, cmds...)
	if err != nil {
		return err
	}
	byRecord := map[int][]int64{}
	var ids []int64
	for n, r := range rs {
		some, err := foundPeople(kind, r)
		if err != nil {
			return err
		}
		byRecord[of[n]] = append(byRecord[of[n]], some...)
		ids = append(ids, some...)
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	found, err := k.people(ctx, kind, map[string]any{"@ID": slices.Compact(ids)})
	if err != nil {
		return err
	}
	taken := map[int64]bool{}
	for _, i := range slices.Sorted(maps.Keys(byRecord)) {
		for _, id := range byRecord[i] {
			at := slices.IndexFunc(found, func(p Party) bool { return p.ID == id && userText(&p, ContactParty) == "" })
			if at >= 0 && !taken[id] {
				there[i], taken[id] = &found[at], true
				break
			}
		}
	}
	return nil
}

// people lists contacts or companies, all pages of them.
func (k sink) people(ctx context.Context, kind personKind, filter map[string]any) ([]Party, error) {
	var all []Party
	for r, err := range bxrest.List[Party](ctx, k.s.client.rest, bxrest.Listing{
		Method: kind.method + "list", ID: "ID", Params: map[string]any{"filter": filter, "select": personSelect},
	}) {
		switch {
		case err != nil:
			return nil, err
		case r.Problem != nil:
			return nil, r.Problem
		}
		all = append(all, r.Value)
	}
	return all, nil
}

// foundPeople are the ids in an answer: of a search for duplicates, or of a list.
func foundPeople(kind personKind, r bxrest.Reply) ([]int64, error) {
	var list []Party
	if r.Read("", &list) == nil && len(list) > 0 && list[0].ID != 0 {
		ids := make([]int64, len(list))
		for i := range list {
			ids[i] = list[i].ID
		}
		return ids, nil
	}
	var found map[string][]int64
	if err := r.Read("", &found); err != nil {
		return nil, err
	}
	return found[kind.entity], nil
}

// userText is a user field of a contact as a text.
func userText(p *Party, name string) string { return object(p.Extra).text(name) }

// partyFields are those of a contact that is created for a party.
func (s *System) partyFields(kind personKind, key string, p exchange.Party) map[string]any {
	f := nameFields(kind, p.Name)
	f["ORIGINATOR_ID"], f[ContactParty], f["OPENED"] = s.set.originator(), key, "Y"
	if p.Login != "" {
		f[ContactLogin] = p.Login
	}
	if phones := s.missingPhones(p.Phones, nil); len(phones) > 0 {
		f[Phone] = phones
	}
	if p.Email != "" {
		f[Email] = []any{map[string]any{"VALUE": p.Email, "VALUE_TYPE": "HOME"}}
	}
	return s.marked(kind, f, nil)
}

func nameFields(kind personKind, name string) map[string]any {
	if kind == personCompany {
		return map[string]any{"TITLE": name}
	}
	last, first, second := person(name)
	return map[string]any{"LAST_NAME": last, "NAME": first, "SECOND_NAME": second}
}

// missingPhones are the numbers that a contact does not have, as they are added.
func (s *System) missingPhones(phones []string, there []Multi) (add []any) {
	for _, phone := range phones {
		number := contact.Dialled(phone, s.set.region())
		if number != "" && !slices.ContainsFunc(there, func(m Multi) bool { return s.sameValue(Phone, m.Value, number) }) {
			add = append(add, map[string]any{"VALUE": number, "VALUE_TYPE": "MOBILE"})
		}
	}
	return add
}

// partyChanges are the fields in which a contact differs from a party. Numbers and addresses that people added stay.
func (s *System) partyChanges(kind personKind, key string, p exchange.Party, is *Party) map[string]any {
	f := map[string]any{}
	if p.Name != "" && fullName(is) != p.Name {
		maps.Copy(f, nameFields(kind, p.Name))
	}
	if userText(is, ContactParty) != key {
		f[ContactParty] = key
	}
	if p.Login != "" && userText(is, ContactLogin) != p.Login {
		f[ContactLogin] = p.Login
	}
	if phones := s.missingPhones(p.Phones, is.Phones); len(phones) > 0 {
		f[Phone] = phones
	}
	if p.Email != "" && !slices.ContainsFunc(is.Emails, func(m Multi) bool { return m.Value == p.Email }) {
		f[Email] = []any{map[string]any{"VALUE": p.Email, "VALUE_TYPE": "HOME"}}
	}
	return s.marked(kind, f, is)
}

// cards keeps what cards say on the contacts of their owners. A card that is gone, not active, or another's now, leaves
// the contact that had it.
func (k sink) cards(ctx context.Context, records []exchange.Record) ([]exchange.Kept, error) {
	changes := make([]change, len(records))
	all := make([]exchange.Card, len(records))
	var owners, keys []string
	for i, r := range records {
		keys = append(keys, r.Key)
		if r.Gone {
			continue
		}
		var err error
		if all[i], err = exchange.Decode[exchange.Card](r); err != nil {
			changes[i].problem = err
		} else if all[i].Party != "" {
			owners = append(owners, all[i].Party)
		}
	}
	var people []Party
	for _, filter := range []map[string]any{{"@" + ContactParty: owners}, {"@" + ContactCardKey: keys}} {
		for _, values := range filter {
			if list, is := values.([]string); is && len(list) == 0 {
				continue
			}
			some, err := k.people(ctx, personContact, filter)
			if err != nil {
				return nil, err
			}
			for _, p := range some {
				if !slices.ContainsFunc(people, func(x Party) bool { return x.ID == p.ID }) {
					people = append(people, p)
				}
			}
		}
	}
	for i, r := range records {
		if changes[i].problem == nil {
			changes[i] = cardChange(r.Key, all[i], r.Gone, people)
		}
	}
	return k.write(ctx, records, changes)
}

// cardChange is what a card changes on contacts.
func cardChange(key string, c exchange.Card, gone bool, people []Party) (out change) {
	counts := !gone && c.Active && c.Party != ""
	owned := false
	for i := range people {
		p := &people[i]
		has := userText(p, ContactCardKey) == key
		owns := counts && userText(p, ContactParty) == c.Party
		f := map[string]any{}
		switch {
		case owns:
			owned = true
			for name, v := range map[string]string{ContactCardKey: key, ContactCard: c.Number, ContactLoyalty: c.Level, ContactBonus: string(c.Bonus)} {
				if name == ContactBonus && sameNumber(userText(p, name), v) || userText(p, name) == v {
					continue
				}
				f[name] = v
			}
		case has:
			f = map[string]any{ContactCardKey: "", ContactCard: "", ContactLoyalty: "", ContactBonus: ""}
		}
		if len(f) > 0 {
			out.cmds = append(out.cmds, updatePerson(personContact, p.ID, f))
		}
	}
	if counts && !owned {
		out.problem = fmt.Errorf("card %s: %w: %s", c.Number, errNoOwner, c.Party)
	}
	return out
}

var errNoOwner = errors.New("the portal has no contact of its owner")
