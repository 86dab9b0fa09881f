package novaposhta

import (
	"context"
	"iter"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	modelCounterparty = "Counterparty"
	modelContact      = "ContactPerson"
	modelAddress      = "Address"
)

// The kinds of counterparties.
const (
	PrivatePerson = "PrivatePerson"
	Organization  = "Organization"
)

// CounterpartyDraft is a counterparty to be made. A private person needs the names and the phone, an organization its
// code (EDRPOU).
type CounterpartyDraft struct {
	Type       string `json:"CounterpartyType"`
	Property   Side   `json:"CounterpartyProperty"`
	LastName   string `json:"LastName,omitzero"`
	FirstName  string `json:"FirstName,omitzero"`
	MiddleName string `json:"MiddleName,omitzero"`
	Phone      string `json:"Phone,omitzero"`
	Email      string `json:"Email,omitzero"`
	EDRPOU     string `json:"EDRPOU,omitzero"`
	CityRef    string `json:"CityRef,omitzero"` // of a third person
}

// Counterparty is a sender, a recipient or a third person who pays. All private persons who receive share one, and each
// is a contact person of it.
type Counterparty struct {
	Ref                      string         `json:"Ref"`
	Description              string         `json:"Description,omitzero"`
	FirstName                string         `json:"FirstName,omitzero"`
	MiddleName               string         `json:"MiddleName,omitzero"`
	LastName                 string         `json:"LastName,omitzero"`
	OwnershipFormDescription string         `json:"OwnershipFormDescription,omitzero"`
	EDRPOU                   string         `json:"EDRPOU,omitzero"`
	Type                     string         `json:"CounterpartyType,omitzero"`
	City                     string         `json:"City,omitzero"`
	CityDescription          string         `json:"CityDescription,omitzero"`
	Contacts                 ContactPersons `json:"ContactPerson,omitzero"` // in the answer to a save
	Warnings                 Problems       `json:"-"`                      // such as that it was there before
	Extra                    wire.Extra     `json:"-"`
	Problem                  error          `json:"-"` // what could not be read
}

// ContactPersons are the persons of a counterparty that was just made: an answer within the answer.
type ContactPersons struct {
	Persons  []ContactPerson `json:"data"`
	Errors   Problems        `json:"errors,omitempty"`
	Warnings Problems        `json:"warnings,omitempty"`
	Extra    wire.Extra      `json:"-"`
}

// ContactPerson is a person of a counterparty.
type ContactPerson struct {
	Ref         string     `json:"Ref"`
	Description string     `json:"Description,omitzero"` // the name in full
	LastName    string     `json:"LastName,omitzero"`
	FirstName   string     `json:"FirstName,omitzero"`
	MiddleName  string     `json:"MiddleName,omitzero"`
	Phones      string     `json:"Phones,omitzero"`
	Email       string     `json:"Email,omitzero"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// Address is an address of a counterparty.
type Address struct {
	Ref                 string     `json:"Ref"`
	Description         string     `json:"Description,omitzero"`
	CityRef             string     `json:"CityRef,omitzero"`
	CityDescription     string     `json:"CityDescription,omitzero"`
	StreetRef           string     `json:"StreetRef,omitzero"`
	StreetDescription   string     `json:"StreetDescription,omitzero"`
	BuildingDescription string     `json:"BuildingDescription,omitzero"`
	Note                string     `json:"Note,omitzero"`
	Warnings            Problems   `json:"-"`
	Extra               wire.Extra `json:"-"`
	Problem             error      `json:"-"` // what could not be read
}

// CounterpartyOptions are what a counterparty's contract allows.
type CounterpartyOptions struct {
	PaymentControl bool       `json:"CanAfterpaymentOnGoodsCost"`
	NonCash        bool       `json:"CanNonCashPayment"`
	ThirdPerson    bool       `json:"CanPayTheThirdPerson"`
	Debtor         bool       `json:"Debtor"`
	SecurePayment  bool       `json:"SecurePayment"`
	Extra          wire.Extra `json:"-"`
	Problem        error      `json:"-"` // what could not be read
}

// ListCounterparties lists the counterparties of a kind; find is a part of their names, or empty.
func (c *Client) ListCounterparties(ctx context.Context, property Side, find string) iter.Seq2[Counterparty, error] {
	p := properties{"CounterpartyProperty": string(property)}
	p.set("FindByString", find)
	return list(ctx, c, modelCounterparty, "getCounterparties", p, documentPage, false, func(r *Counterparty) *error { return &r.Problem })
}

// ListContactPersons lists the persons of a counterparty.
func (c *Client) ListContactPersons(ctx context.Context, counterparty string) iter.Seq2[ContactPerson, error] {
	return list(ctx, c, modelCounterparty, "getCounterpartyContactPersons", properties{"Ref": counterparty}, documentPage, false,
		func(r *ContactPerson) *error { return &r.Problem })
}

// ListAddresses returns the addresses of a counterparty.
func (c *Client) ListAddresses(ctx context.Context, counterparty string, property Side) ([]Address, error) {
	return read[Address](ctx, c, modelCounterparty, "getCounterpartyAddresses", properties{"Ref": counterparty, "CounterpartyProperty": string(property)})
}

// GetCounterpartyOptions returns what a counterparty's contract allows.
func (c *Client) GetCounterpartyOptions(ctx context.Context, counterparty string) (*CounterpartyOptions, error) {
	const method = "getCounterpartyOptions"
	rows, err := read[CounterpartyOptions](ctx, c, modelCounterparty, method, properties{"Ref": counterparty})
	if err == nil && len(rows) == 0 {
		err = c.rest.Fail(modelCounterparty+"."+method, ordo.NotFound, "there are no options of counterparty "+quoted(counterparty), nil)
	}
	if err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// CreateCounterparty makes sure that there is a counterparty. One that is there already is found by the service, with a
// warning, so that it may be repeated.
func (c *Client) CreateCounterparty(ctx context.Context, d CounterpartyDraft) (*Counterparty, error) {
	d.Phone = strings.TrimPrefix(d.Phone, "+")
	out, warnings, err := write(ctx, c, modelCounterparty, "save", d, rest.Idempotent(), func(r *Counterparty) error {
		return lacking(r.Ref == "", "no Ref of the counterparty", r.Problem)
	})
	if err != nil {
		return nil, err
	}
	out.Warnings = append(append(warnings, out.Contacts.Warnings...), out.Contacts.Errors...)
	return out, nil
}

// CreateContactPerson makes sure that a counterparty has a person.
func (c *Client) CreateContactPerson(ctx context.Context, counterparty string, p ContactPerson) (*ContactPerson, error) {
	with := properties{"CounterpartyRef": counterparty, "FirstName": p.FirstName, "LastName": p.LastName, "Phone": strings.TrimPrefix(p.Phones, "+")}
	with.set("MiddleName", p.MiddleName)
	out, _, err := write(ctx, c, modelContact, "save", with, rest.Idempotent(), func(r *ContactPerson) error {
		return lacking(r.Ref == "", "no Ref of the person", r.Problem)
	})
	return out, err
}

// CreateAddress makes sure that a counterparty has an address. An address that is there already comes with a warning.
func (c *Client) CreateAddress(ctx context.Context, counterparty, street, building, flat, note string) (*Address, error) {
	with := properties{"CounterpartyRef": counterparty, "StreetRef": street, "BuildingNumber": building}
	with.set("Flat", flat)
	with.set("Note", note)
	out, warnings, err := write(ctx, c, modelAddress, "save", with, rest.Idempotent(), func(r *Address) error {
		return lacking(r.Ref == "", "no Ref of the address", r.Problem)
	})
	if err != nil {
		return nil, err
	}
	out.Warnings = warnings
	return out, nil
}
