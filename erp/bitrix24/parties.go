package bitrix24

import (
	"context"
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Multi is one value of a field with several, such as a telephone number.
type Multi struct {
	ID      int64      `json:"ID,omitempty"`
	Value   string     `json:"VALUE"`
	Type    string     `json:"VALUE_TYPE,omitempty"` // WORK, MOBILE, HOME, …
	Kind    string     `json:"TYPE_ID,omitempty"`    // PHONE, EMAIL, WEB, IM
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// The kinds of Multi.
const (
	Phone = "PHONE"
	Email = "EMAIL"
)

// Party is a contact or a company. User fields are in Extra.
type Party struct {
	ID         int64       `json:"ID,omitempty"`
	Name       string      `json:"NAME,omitempty"` // of a contact
	SecondName string      `json:"SECOND_NAME,omitempty"`
	LastName   string      `json:"LAST_NAME,omitempty"`
	Title      string      `json:"TITLE,omitempty"` // of a company
	Phones     []Multi     `json:"PHONE,omitempty"`
	Emails     []Multi     `json:"EMAIL,omitempty"`
	Originator string      `json:"ORIGINATOR_ID,omitempty"`
	Origin     string      `json:"ORIGIN_ID,omitempty"`
	Company    int64       `json:"COMPANY_ID,omitempty"`
	AssignedBy int64       `json:"ASSIGNED_BY_ID,omitempty"`
	ModifiedBy int64       `json:"MODIFY_BY_ID,omitempty"`
	Updated    bxrest.Time `json:"DATE_MODIFY,omitzero"`
	Extra      wire.Extra  `json:"-"`
	Problem    error       `json:"-"`
}

// Complete implements the check that an answer is about a party.
func (p *Party) Complete() error {
	if p.ID == 0 {
		return errors.New("the answer holds no contact or company")
	}
	return nil
}

// Parties are the contacts or the companies of a portal.
type Parties struct {
	c    *Client
	kind int
	name string // of the methods
}

// Contacts are people.
func (c *Client) Contacts() Parties { return Parties{c, TypeContact, "crm.contact."} }

// Companies are firms.
func (c *Client) Companies() Parties { return Parties{c, TypeCompany, "crm.company."} }

// Get reads one, with its telephone numbers and addresses.
func (p Parties) Get(ctx context.Context, id int64) (Party, error) {
	var out Party
	err := p.c.read(ctx, p.name+"get", map[string]any{"id": id}, "", &out, func() error { return rest.Same("id", id, out.ID) })
	return out, err
}

// List lists those that a filter chooses, by the older names, such as "=ORIGIN_ID". The method ignores filters with OR
// and AND in them, so they are refused.
func (p Parties) List(ctx context.Context, filter Fields) iter.Seq2[Record[Party], error] {
	return bxrest.List[Party](ctx, p.c.rest, bxrest.Listing{
		Method: p.name + "list", ID: "ID",
		Params: map[string]any{"filter": map[string]any(filter), "select": []string{"*", "UF_*", Phone, Email}},
	})
}

// Create creates one. Without ORIGINATOR_ID and ORIGIN_ID it is not looked for, and a lost answer is an error of class
// InDoubt; with them, it is looked for first, and after a lost answer.
func (p Parties) Create(ctx context.Context, party Party) (int64, error) {
	var id int64
	find := func(ctx context.Context) (bool, error) {
		for r, err := range p.List(ctx, Fields{"=ORIGINATOR_ID": party.Originator, "=ORIGIN_ID": party.Origin}) {
			if err != nil {
				return false, err
			}
			if r.Value.Originator == party.Originator && r.Value.Origin == party.Origin {
				id = r.ID
				return true, nil
			}
		}
		return false, nil
	}
	if party.Origin == "" {
		find = nil
	} else if there, err := find(ctx); there || err != nil {
		return id, err
	}
	party.ID = 0
	err := p.c.do(ctx, bxrest.Request{
		Method: p.name + "add", Params: map[string]any{"fields": party}, Done: find,
		Check: func() error {
			if id == 0 {
				return errors.New("the answer holds no id")
			}
			return nil
		},
	}, &id, nil)
	return id, err
}

// Update changes fields. Telephone numbers and addresses have calls of their own: here each would be added once more.
func (p Parties) Update(ctx context.Context, id int64, fields Fields) error {
	for _, kind := range []string{Phone, Email, "WEB", "IM", "fm"} {
		if _, has := fields[kind]; has {
			return p.c.invalid(p.name+"update", kind+" is changed by AddValue, ChangeValue and DeleteValue: an update would add it once more")
		}
	}
	return p.c.set(ctx, p.name+"update", map[string]any{"id": id, "fields": fields}, "", nil)
}

// AddValue adds a telephone number or an address, unless the party has it. What the portal does is decided by whether
// the value comes with its id: without one it is another value.
func (p Parties) AddValue(ctx context.Context, id int64, kind, value, valueType string) error {
	done := func(ctx context.Context) (bool, error) {
		is, err := p.Get(ctx, id)
		for _, m := range append(is.Phones, is.Emails...) {
			if err == nil && m.Value == value && (m.Kind == kind || m.Kind == "") {
				return true, nil
			}
		}
		return false, err
	}
	if there, err := done(ctx); there || err != nil {
		return err
	}
	return p.c.add(ctx, p.name+"update", p.values(id, kind, map[string]any{"VALUE": value, "VALUE_TYPE": valueType}), "", nil, done)
}

// ChangeValue changes a value, which [Multi.ID] names.
func (p Parties) ChangeValue(ctx context.Context, id int64, kind string, multi int64, value string) error {
	if multi == 0 {
		return p.c.invalid(p.name+"update", "the value has no id: another one would be added")
	}
	return p.c.set(ctx, p.name+"update", p.values(id, kind, map[string]any{"ID": multi, "VALUE": value}), "", nil)
}

// DeleteValue deletes a value, which [Multi.ID] names.
func (p Parties) DeleteValue(ctx context.Context, id int64, kind string, multi int64) error {
	if multi == 0 {
		return p.c.invalid(p.name+"update", "the value has no id: nothing would be deleted")
	}
	return p.c.set(ctx, p.name+"update", p.values(id, kind, map[string]any{"ID": multi, "DELETE": "Y"}), "", nil)
}

func (p Parties) values(id int64, kind string, one map[string]any) map[string]any {
	return map[string]any{"id": id, "fields": Fields{kind: []any{one}}}
}

// mostValues is how many values one search for duplicates takes.
const mostValues = 20

// FindByValue returns the ids of those who have one of the telephone numbers or addresses, as the portal compares them.
func (p Parties) FindByValue(ctx context.Context, kind string, values ...string) ([]int64, error) {
	const op = "crm.duplicate.findbycomm"
	if len(values) == 0 || len(values) > mostValues {
		return nil, p.c.invalid(op, "one search takes 1 to 20 values")
	}
	name := "CONTACT"
	if p.kind == TypeCompany {
		name = "COMPANY"
	}
	var found map[string][]int64
	err := p.c.read(ctx, op, map[string]any{"type": kind, "values": values, "entity_type": name}, "", &found)
	return found[name], err
}
