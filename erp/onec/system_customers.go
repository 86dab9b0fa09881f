package onec

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Types of contacts.
const (
	contactPhone = "Телефон"
	contactEmail = "АдресЭлектроннойПочты"
	contactOther = "Другое" // the buyer's login in the shop
)

// Kinds of contacts of a partner, by 1C's names of them.
const (
	kindPhone = "ТелефонПартнера"
	kindEmail = "EmailПартнера"
)

// partyLogin searches by the buyer's login in the shop; outside this package there is no such key.
const partyLogin erp.PartyKey = "login"

// Parties implements erp.Directory over the partners that are customers. A phone is found in whatever form people wrote
// it, if the last seven digits stand together in the number's digits, which 1C keeps apart.
func (s *System) Parties(ctx context.Context, key erp.PartyKey, value string) ([]erp.Party, error) {
	f, err := s.partyFilter(key, value)
	if err != nil {
		return nil, err
	}
	var out []erp.Party
	q := Query{Filter: And(Eq("Клиент", true), Eq("DeletionMark", false), f), OrderBy: "Code"}
	for p, err := range s.client.Partners().List(ctx, q) {
		if err != nil {
			return nil, err
		}
		if party := partyOf(&p); key != erp.PartyPhone || slices.ContainsFunc(party.Phones, func(x string) bool {
			return contact.Dialled(x, s.region()) == value
		}) {
			out = append(out, party)
		}
	}
	return out, nil
}

func (s *System) partyFilter(key erp.PartyKey, value string) (Filter, error) {
	const section = "КонтактнаяИнформация"
	switch key {
	case erp.PartyPhone:
		digits := digitsOf(value)
		if len(digits) > shortPhone {
			digits = digits[len(digits)-shortPhone:]
		}
		return Any(section, And(Eq("Тип", contactPhone), Contains("НомерТелефона", digits))), nil
	case erp.PartyEmail:
		return Any(section, And(Eq("Тип", contactEmail), Eq("АдресЭП", value))), nil
	case partyLogin:
		return Any(section, And(Eq("Тип", contactOther), Eq("Представление", value))), nil
	case erp.PartyName:
		return Or(Eq("Description", value), Eq("НаименованиеПолное", value)), nil
	}
	return Filter{}, s.client.rest.Fail("parties", ordo.Unsupported, "1C is not searched by "+string(key), nil)
}

// shortPhone is how many digits of a number are the same in every form of it.
const shortPhone = 7

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// region is the country of telephone numbers without one.
func (s *System) region() string { return cmp.Or(s.set.Customers.Region, "RU") }

// partyOf returns a partner as a party.
func partyOf(p *Partner) erp.Party {
	party := erp.Party{Ref: order.Ref{System: Name, Kind: RefParty, ID: string(p.Ref)}, Name: cmp.Or(p.FullName, p.Name)}
	for _, c := range p.Contacts {
		switch c.Type {
		case contactPhone:
			party.Phones = append(party.Phones, cmp.Or(c.Text, c.Phone))
		case contactEmail:
			party.Email = cmp.Or(party.Email, c.Email, c.Text)
		}
	}
	return party
}

// CreateParty implements erp.Directory: a partner that is a customer and a private person. Its comment holds the key,
// by which the same call finds it again. Fields that a party has besides are written as they are named in 1C.
func (s *System) CreateParty(ctx context.Context, key string, p erp.Party) (order.Ref, error) {
	id, err := s.createPartner(ctx, key, p, "")
	return order.Ref{System: Name, Kind: RefParty, ID: string(id)}, err
}

func (s *System) createPartner(ctx context.Context, key string, p erp.Party, login string) (Guid, error) {
	group, err := s.key(ctx, s.accessGroup())
	if err != nil {
		return "", err
	}
	mark := "[" + shortKey(key) + "]"
	v := Partner{
		Name: clip(p.Name, 100), FullName: clip(p.Name, 250), Kind: "ЧастноеЛицо", Customer: true, AccessGroup: group,
		Registered: day(s.now()), Comment: mark,
	}
	for _, phone := range p.Phones {
		c, err := s.phone(ctx, phone)
		if err != nil {
			return "", err
		}
		v.Contacts = append(v.Contacts, c)
	}
	if p.Email != "" {
		kind, err := s.contactKind(ctx, kindEmail)
		if err != nil {
			return "", err
		}
		v.Contacts = append(v.Contacts, Contact{Type: contactEmail, Kind: kind, Text: p.Email, Email: p.Email})
	}
	if login != "" {
		v.Contacts = append(v.Contacts, Contact{Type: contactOther, Text: login})
	}
	made, err := s.client.Partners().Create(ctx, v, Contains("Комментарий", mark))
	if made == nil {
		return "", err
	}
	return made.Value.Ref, err
}

// phone is a contact with a phone number.
func (s *System) phone(ctx context.Context, number string) (Contact, error) {
	kind, err := s.contactKind(ctx, kindPhone)
	if err != nil {
		return Contact{}, err
	}
	full := digitsOf(contact.Dialled(number, s.region()))
	c := Contact{Type: contactPhone, Kind: kind, Text: contact.Dialled(number, s.region()), Phone: clip(full, 20)}
	if len(full) > shortPhone {
		c.Short = full[len(full)-shortPhone:]
	}
	return c, nil
}

// contactKind returns the key of a kind of contacts; none if the base does not have it.
func (s *System) contactKind(ctx context.Context, name string) (Guid, error) {
	known := "Catalog_ВидыКонтактнойИнформации/" + name
	if id, has := s.known(known); has {
		return id, nil
	}
	found, err := s.client.ContactKinds().Find(ctx, Eq("ИмяПредопределенногоВида", name))
	if err != nil {
		if c := ordo.ClassOf(err); c == ordo.NotFound || c == ordo.Unsupported || c == ordo.Conflict {
			return "", nil
		}
		return "", err
	}
	s.learn(known, found.Ref)
	return found.Ref, nil
}

// shortKey is a few characters that stand for a key, which may be somebody's phone number.
func shortKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// clip cuts a text to the characters that a property holds.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// customer is whom an order is sold to.
type customer struct{ partner, counterparty Guid }

// customer finds the buyer of an order among the partners, by phone, then e-mail, then login, and creates what is not
// there: two orders of one buyer find, or create, the same.
func (s *System) customer(ctx context.Context, o order.View) (customer, error) {
	b := o.Buyer
	phone := cmp.Or(b.Phone, o.Delivery.Phone)
	name := cmp.Or(b.Name, o.Delivery.Recipient, phone, b.Email, b.Login)
	var keys []struct {
		key   erp.PartyKey
		value string
	}
	add := func(key erp.PartyKey, value string) {
		if value != "" {
			keys = append(keys, struct {
				key   erp.PartyKey
				value string
			}{key, value})
		}
	}
	if n, err := contact.Phone(phone, s.region()); err == nil {
		phone = n
		add(erp.PartyPhone, n)
	}
	if mail, err := contact.Email(b.Email); err == nil {
		add(erp.PartyEmail, mail)
	}
	add(partyLogin, b.Login)
	for _, k := range keys {
		found, err := s.Parties(ctx, k.key, k.value)
		if err != nil {
			return customer{}, err
		}
		if len(found) > 0 {
			return s.legal(ctx, Guid(found[0].Ref.ID), name)
		}
	}
	if len(keys) == 0 {
		return s.unnamed(ctx, o, name)
	}
	p := erp.Party{Name: name, Email: b.Email}
	if phone != "" {
		p.Phones = []string{phone}
	}
	id, err := s.createPartner(ctx, string(keys[0].key)+":"+keys[0].value, p, b.Login)
	if err != nil {
		return customer{}, err
	}
	return s.legal(ctx, id, name)
}

// unnamed is the customer of an order that says nothing by which its buyer could be found.
func (s *System) unnamed(ctx context.Context, o order.View, name string) (customer, error) {
	if s.set.Customers.Unknown != "" {
		id, err := s.key(ctx, named{"customers.unknown", "Catalog_Партнеры", byName, s.set.Customers.Unknown})
		if err != nil {
			return customer{}, err
		}
		return s.legal(ctx, id, s.set.Customers.Unknown)
	}
	if name == "" {
		return customer{}, refuse(order.Textf("the order has no buyer, and the settings name no partner for such orders (customers.unknown)"))
	}
	id, err := s.createPartner(ctx, "order:"+s.number(o), erp.Party{Name: name}, "")
	if err != nil {
		return customer{}, err
	}
	return s.legal(ctx, id, name)
}

// legal returns a partner with its legal person, which is created if there is none.
func (s *System) legal(ctx context.Context, partner Guid, name string) (customer, error) {
	cs := s.client.Counterparties()
	for c, err := range cs.List(ctx, Query{Filter: And(Eq("Партнер_Key", partner), Eq("DeletionMark", false)), Page: 1}) {
		if err != nil {
			return customer{}, err
		}
		return customer{partner, c.Ref}, nil
	}
	made, err := cs.Create(ctx, Counterparty{Name: clip(name, 100), FullName: clip(name, 250), Partner: partner, Kind: "ФизЛицо"}, Eq("Партнер_Key", partner))
	if made == nil || err != nil {
		return customer{}, err
	}
	return customer{partner, made.Value.Ref}, nil
}
