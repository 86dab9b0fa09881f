package russianpost

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opCleanAddress = "POST /1.0/clean/address"
	opCleanName    = "POST /1.0/clean/physical"
	opCleanPhone   = "POST /1.0/clean/phone"
	opReliability  = "POST /1.0/unreliable-recipient"
)

// CleanAddress is an address as the Post understands it.
type CleanAddress struct {
	ID         string      `json:"id,omitzero"`
	Original   string      `json:"original-address,omitzero"`
	Type       AddressType `json:"address-type,omitzero"`
	Index      string      `json:"index,omitzero"`
	Region     string      `json:"region,omitzero"`
	Area       string      `json:"area,omitzero"`
	Place      string      `json:"place,omitzero"`
	District   string      `json:"location,omitzero"`
	Street     string      `json:"street,omitzero"`
	House      string      `json:"house,omitzero"`
	Slash      string      `json:"slash,omitzero"`
	Letter     string      `json:"letter,omitzero"`
	Building   string      `json:"building,omitzero"`
	Corpus     string      `json:"corpus,omitzero"`
	Room       string      `json:"room,omitzero"`
	Hotel      string      `json:"hotel,omitzero"`
	Office     string      `json:"office,omitzero"`
	Estate     string      `json:"vladenie,omitzero"`
	BoxNumber  string      `json:"num-address-type,omitzero"`
	Quality    string      `json:"quality-code,omitzero"`
	Validation string      `json:"validation-code,omitzero"`
	Extra      wire.Extra  `json:"-"` // among others the ids of the address register
	Problem    error       `json:"-"` // what could not be read
}

// Usable reports whether the Post takes the address as it is, by the vendor's page: a known place with a house or a
// box, and no doubt about what was guessed.
func (a *CleanAddress) Usable() bool {
	return slices.Contains([]string{"GOOD", "POSTAL_BOX", "ON_DEMAND", "UNDEF_05"}, a.Quality) &&
		slices.Contains([]string{"VALIDATED", "OVERRIDDEN", "CONFIRMED_MANUALLY"}, a.Validation)
}

// CleanName is a name as the Post understands it.
type CleanName struct {
	ID       string     `json:"id,omitzero"`
	Original string     `json:"original-fio,omitzero"`
	Surname  string     `json:"surname,omitzero"`
	Name     string     `json:"name,omitzero"`
	Middle   string     `json:"middle-name,omitzero"`
	Quality  string     `json:"quality-code,omitzero"`
	Valid    bool       `json:"valid,omitzero"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

// Usable reports whether the Post is sure of the name.
func (n *CleanName) Usable() bool {
	return slices.Contains([]string{"CONFIRMED_MANUALLY", "EDITED"}, n.Quality)
}

// CleanPhone is a phone as the Post understands it.
type CleanPhone struct {
	ID        string     `json:"id,omitzero"`
	Original  string     `json:"original-phone,omitzero"`
	Country   string     `json:"phone-country-code,omitzero"`
	City      string     `json:"phone-city-code,omitzero"`
	Number    string     `json:"phone-number,omitzero"`
	Extension string     `json:"phone-extension,omitzero"`
	Quality   string     `json:"quality-code,omitzero"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"` // what could not be read
}

// Usable reports whether the phone is a number that can be called, as the Post sees it.
func (p *CleanPhone) Usable() bool {
	return slices.Contains([]string{
		"CONFIRMED_MANUALLY", "GOOD", "GOOD_REPLACED_CODE", "GOOD_REPLACED_NUMBER", "GOOD_REPLACED_CODE_NUMBER", "GOOD_CITY_CONFLICT",
		"GOOD_REGION_CONFLICT", "GOOD_CITY", "GOOD_EXTRA_PHONE", "FOREIGN",
	}, p.Quality)
}

// Digits returns the phone as orders have it; "" if it has no number.
func (p *CleanPhone) Digits() Digits {
	if p.Number == "" {
		return ""
	}
	return Digits(p.Country + p.City + p.Number)
}

// CleanAddresses returns addresses as the Post understands them, in the order of those that were given. Look at Usable
// of each: what is not understood is no error.
func (c *Client) CleanAddresses(ctx context.Context, addresses ...string) ([]CleanAddress, error) {
	return clean(ctx, c, opCleanAddress, "/1.0/clean/address", "original-address", addresses,
		func(a *CleanAddress) (string, *error) { return a.ID, &a.Problem })
}

// CleanNames returns names as the Post understands them, in the order of those that were given.
func (c *Client) CleanNames(ctx context.Context, names ...string) ([]CleanName, error) {
	return clean(ctx, c, opCleanName, "/1.0/clean/physical", "original-fio", names,
		func(n *CleanName) (string, *error) { return n.ID, &n.Problem })
}

// CleanPhones returns phones as the Post understands them, in the order of those that were given.
func (c *Client) CleanPhones(ctx context.Context, phones ...string) ([]CleanPhone, error) {
	return clean(ctx, c, opCleanPhone, "/1.0/clean/phone", "original-phone", phones,
		func(p *CleanPhone) (string, *error) { return p.ID, &p.Problem })
}

// clean sends texts with ids of their own and puts the answers in the order of the texts, as the vendor does not
// promise it. A text without an answer is an error of class Retry.
func clean[T any](
	ctx context.Context, c *Client, op, path, field string, texts []string, parts func(*T) (string, *error),
) ([]T, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	body := make([]map[string]string, len(texts))
	for i, t := range texts {
		body[i] = map[string]string{"id": strconv.Itoa(i), field: t}
	}
	var in []lax.Row[T]
	if err := c.send(ctx, rest.Request{Op: op, Method: http.MethodPost, Path: path, Repeat: rest.Read()}, body, &in); err != nil {
		return nil, err
	}
	all := records(c, op, in, func(v *T) *error { _, p := parts(v); return p })
	out, found := make([]T, len(texts)), make([]bool, len(texts))
	for _, v := range all {
		id, problem := parts(&v)
		n, err := strconv.Atoi(id)
		if err != nil || n < 0 || n >= len(texts) || found[n] {
			return nil, c.rest.Fail(op, ordo.Retry, "the answer has id "+strconv.Quote(rest.Clip(id))+", which was not asked for", *problem)
		}
		out[n], found[n] = v, true
	}
	if at := slices.Index(found, false); at >= 0 {
		return nil, c.rest.Fail(op, ordo.Retry, "the answer lacks text "+strconv.Itoa(at), nil)
	}
	return out, nil
}

// Recipient is a person whom the Post is asked about.
type Recipient struct {
	Address string `json:"raw-address"`
	Name    string `json:"raw-full-name"`
	Phone   string `json:"raw-telephone"`
	// Reliability is the answer: RELIABLE, FRAUD. Other values are kept as they came.
	Reliability string     `json:"unreliability,omitzero"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// CheckRecipient asks whether a recipient is known for not collecting parcels.
func (c *Client) CheckRecipient(ctx context.Context, r Recipient) (*Recipient, error) {
	r.Reliability = ""
	var in []lax.Row[Recipient]
	err := c.send(ctx, rest.Request{
		Op: opReliability, Method: http.MethodPost, Path: "/1.0/unreliable-recipient", Repeat: rest.Read(),
	}, []Recipient{r}, &in)
	if err != nil {
		return nil, err
	}
	all := records(c, opReliability, in, func(r *Recipient) *error { return &r.Problem })
	if len(all) != 1 {
		return nil, c.rest.Fail(opReliability, ordo.Retry, "the answer is not about one recipient", nil)
	}
	return &all[0], nil
}
