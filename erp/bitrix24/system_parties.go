package bitrix24

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

var _ erp.Directory = (*System)(nil)

// Parties implements erp.Directory over the contacts. A phone is found in each of the forms in which people write it.
func (s *System) Parties(ctx context.Context, key erp.PartyKey, value string) ([]erp.Party, error) {
	var filter map[string]any
	switch key {
	case erp.PartyPhone, erp.PartyEmail:
		rs, err := s.read(ctx, s.duplicatesOf(personContact, key, value))
		if err != nil {
			return nil, err
		}
		ids, err := foundContacts(rs)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		filter = map[string]any{"@ID": ids}
	case erp.PartyName:
		last, first, second := person(value)
		filter = map[string]any{"=LAST_NAME": last, "=NAME": first, "=SECOND_NAME": second}
	default:
		return nil, s.client.rest.Fail("crm.contact.list", ordo.Unsupported, "contacts are not searched by "+string(key), nil)
	}
	var out []erp.Party
	for r, err := range s.client.Contacts().List(ctx, filter) {
		if err != nil {
			return nil, err
		}
		p := r.Value
		party := erp.Party{Ref: order.Ref{System: Name, Kind: RefContact, ID: strconv.FormatInt(p.ID, 10)}, Name: fullName(&p)}
		for _, m := range p.Phones {
			party.Phones = append(party.Phones, m.Value)
		}
		if len(p.Emails) > 0 {
			party.Email = p.Emails[0].Value
		}
		if key != erp.PartyName || party.Name == value {
			out = append(out, party)
		}
	}
	return out, nil
}

// CreateParty implements erp.Directory: a contact that has the key, by which the same call finds it again. Fields that
// the party has besides are written as the portal names them.
func (s *System) CreateParty(ctx context.Context, key string, p erp.Party) (order.Ref, error) {
	rs, err := s.read(ctx, bxrest.Command{Method: "crm.contact.list", Params: map[string]any{
		"filter": map[string]any{"=" + ContactKey: key}, "select": []string{"ID", ContactKey},
	}})
	if err != nil {
		return order.Ref{}, err
	}
	var there []Party
	if err := rs[0].Read("", &there); err != nil {
		return order.Ref{}, err
	}
	ref := order.Ref{System: Name, Kind: RefContact}
	if len(there) > 0 {
		ref.ID = strconv.FormatInt(there[0].ID, 10)
		return ref, nil
	}
	f := map[string]any{ContactKey: key, "ORIGINATOR_ID": s.set.originator(), "OPENED": "Y"}
	f["LAST_NAME"], f["NAME"], f["SECOND_NAME"] = person(p.Name)
	var phones []any
	for _, phone := range p.Phones {
		phones = append(phones, map[string]any{"VALUE": contact.Dialled(phone, s.set.region()), "VALUE_TYPE": "MOBILE"})
	}
	if len(phones) > 0 {
		f[Phone] = phones
	}
	if p.Email != "" {
		f[Email] = []any{map[string]any{"VALUE": p.Email, "VALUE_TYPE": "HOME"}}
	}
	for name, v := range p.Fields {
		f[name] = v
	}
	if rs, err = s.write(ctx, bxrest.Command{Method: "crm.contact.add", Params: map[string]any{"fields": s.marked(personContact, f, nil)}}); err != nil {
		return order.Ref{}, err
	}
	var id int64
	err = rs[0].Read("", &id)
	ref.ID = strconv.FormatInt(id, 10)
	return ref, err
}

// fullName is the name of a contact, the family name first, or that of a company.
func fullName(p *Party) string {
	if p.Title != "" {
		return p.Title
	}
	return strings.Join(strings.Fields(p.LastName+" "+p.Name+" "+p.SecondName), " ")
}

// personKind is contacts or companies.
type personKind struct{ method, entity string }

var (
	personContact = personKind{"crm.contact.", "CONTACT"}
	personCompany = personKind{"crm.company.", "COMPANY"}
)

// duplicatesOf searches by a number or an address as the portal compares them. A number is asked for in the forms in
// which people write it.
func (s *System) duplicatesOf(k personKind, key erp.PartyKey, value string) bxrest.Command {
	kind, values := Email, []string{value}
	if key == erp.PartyPhone {
		kind, values = Phone, phoneForms(value)
	}
	return bxrest.Command{Method: "crm.duplicate.findbycomm", Params: map[string]any{"type": kind, "values": values, "entity_type": k.entity}}
}

// phoneForms are the forms of a number in which people write it: +79123456789, 79123456789, 89123456789; those of
// Ukraine +380671234567, 380671234567, 0671234567.
func phoneForms(number string) []string {
	digits, is := strings.CutPrefix(number, "+")
	if !is {
		return []string{number}
	}
	forms := []string{number, digits}
	switch {
	case strings.HasPrefix(digits, "7") && len(digits) == 11:
		forms = append(forms, "8"+digits[1:], digits[1:])
	case strings.HasPrefix(digits, "380"):
		forms = append(forms, digits[2:])
	case strings.HasPrefix(digits, "48"):
		forms = append(forms, digits[2:])
	}
	return slices.Compact(forms)
}
