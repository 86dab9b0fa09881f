package russianpost

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opOffice      = "GET /postoffice/1.0/{index}"
	opByAddress   = "GET /postoffice/1.0/by-address"
	opNearby      = "GET /postoffice/1.0/nearby"
	opOfficeTasks = "GET /postoffice/1.0/{index}/services"
	opSettlement  = "GET /postoffice/1.0/settlement.offices.codes"
)

// Office is a post office, a point or a locker.
type Office struct {
	Index        string       `json:"postal-code" lax:"required"`
	Address      string       `json:"address-source,omitzero"`
	Region       string       `json:"region,omitzero"`
	District     string       `json:"district,omitzero"`
	Settlement   string       `json:"settlement,omitzero"`
	Type         string       `json:"type-code,omitzero"` // ГОПС, СОПС, ПОЧТОМАТ, ПВЗ, УКД, …
	TypeID       int          `json:"type-id,omitzero"`
	Latitude     wire.Decimal `json:"latitude,omitzero"`
	Longitude    wire.Decimal `json:"longitude,omitzero"`
	Closed       bool         `json:"is-closed,omitzero"`
	ClosedForNow bool         `json:"is-temporary-closed,omitzero"`
	WhyClosed    string       `json:"temporary-closed-reason,omitzero"`
	Private      bool         `json:"is-private-category,omitzero"` // not for the public
	OnSaturdays  bool         `json:"works-on-saturdays,omitzero"`
	OnSundays    bool         `json:"works-on-sundays,omitzero"`
	Hours        []Hours      `json:"working-hours,omitempty"` // a day without a beginning is closed
	Phones       []Phone      `json:"phones,omitempty"`
	Services     []Group      `json:"service-groups,omitempty"`
	Distance     wire.Decimal `json:"distance,omitzero"` // metres, of ListNearby; the unit is a guess
	NextOpen     string       `json:"nearest-office-postalcode,omitzero"`
	Extra        wire.Extra   `json:"-"`
	Problem      error        `json:"-"` // what could not be read
}

// Hours are when an office works on a day of the week: "10:00:00.000".
type Hours struct {
	Weekday int        `json:"weekday-id,omitzero"` // 1 is Monday
	Begin   string     `json:"begin-worktime,omitzero"`
	End     string     `json:"end-worktime,omitzero"`
	Lunches []Lunch    `json:"lunches,omitempty"`
	Extra   wire.Extra `json:"-"`
}

// Lunch is a break.
type Lunch struct {
	Begin string     `json:"begin-lunchtime,omitzero"`
	End   string     `json:"end-lunchtime,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Phone is a phone of an office.
type Phone struct {
	Town   string     `json:"phone-town-code,omitzero"`
	Number string     `json:"phone-number,omitzero"`
	Type   string     `json:"phone-type-name,omitzero"`
	Fax    bool       `json:"is-fax,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// Group is a group of services of an office.
type Group struct {
	ID    int        `json:"group-id,omitzero"`
	Name  string     `json:"group-name,omitzero"`
	Extra wire.Extra `json:"-"`
}

func officeProblem(o *Office) *error { return &o.Problem }

// GetOffice returns an office by its index. If there is none, the error is of class NotFound.
func (c *Client) GetOffice(ctx context.Context, index string) (*Office, error) {
	if blank(index) {
		return nil, c.invalid(opOffice, "the index is empty")
	}
	var in Office
	check := func() error { return rest.Same("office", index, in.Index) }
	all := url.Values{"filter-by-office-type": {"false"}} // points of partners, too
	if err := c.get(ctx, opOffice, rest.Pathf("/postoffice/1.0/%s", index), all, check, &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// Indexes are the offices that serve an address, the nearest first.
type Indexes struct {
	Matched bool       `json:"-"` // the first one is that of the address, not only near it
	Indexes []string   `json:"postoffices"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// FindOffices returns the indexes of the offices at an address in one line, at most top; 0 means three.
func (c *Client) FindOffices(ctx context.Context, address string, top int) (*Indexes, error) {
	if blank(address) {
		return nil, c.invalid(opByAddress, "the address is empty")
	}
	q := url.Values{"address": {address}}
	if top > 0 {
		q.Set("top", strconv.Itoa(top))
	}
	var in struct {
		Indexes
		Matched *bool `json:"is-matched"`
	}
	check := func() error {
		if in.Matched == nil {
			return errors.Join(errors.New("the answer does not say whether the address was matched"), in.Problem)
		}
		return nil
	}
	if err := c.get(ctx, opByAddress, "/postoffice/1.0/by-address", q, check, &in); err != nil {
		return nil, err
	}
	in.Indexes.Matched = *in.Matched
	return &in.Indexes, nil
}

// Nearby asks for offices around a place.
type Nearby struct {
	Latitude, Longitude wire.Decimal
	Top                 int
	Filter              string // ALL, ROUND_THE_CLOCK, CURRENTLY_WORKING, WORK_ON_WEEKENDS
	At                  time.Time
	HidePrivate         bool
	ByType              bool // leave out what hands out no parcels
}

// ListNearby lists the offices around a place.
func (c *Client) ListNearby(ctx context.Context, n Nearby) ([]Office, error) {
	if n.Latitude == "" || n.Longitude == "" {
		return nil, c.invalid(opNearby, "the place is not set")
	}
	q := url.Values{"latitude": {string(n.Latitude)}, "longitude": {string(n.Longitude)}}
	if n.Top > 0 {
		q.Set("top", strconv.Itoa(n.Top))
	}
	if n.Filter != "" {
		q.Set("filter", n.Filter)
	}
	if !n.At.IsZero() {
		q.Set("current-date-time", n.At.In(moscow()).Format("2006-01-02T15:04:05"))
	}
	if n.HidePrivate {
		q.Set("hide-private", "true")
	}
	if n.ByType {
		q.Set("filter-by-office-type", "true")
	}
	return rows(ctx, c, opNearby, "/postoffice/1.0/nearby", q, officeProblem)
}

// OfficeService is what an office does.
type OfficeService struct {
	Code    string     `json:"code"`
	Group   int        `json:"group-id,omitzero"`
	Name    string     `json:"name,omitzero"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// ListOfficeServices lists what an office does.
func (c *Client) ListOfficeServices(ctx context.Context, index string) ([]OfficeService, error) {
	if blank(index) {
		return nil, c.invalid(opOfficeTasks, "the index is empty")
	}
	return rows(ctx, c, opOfficeTasks, rest.Pathf("/postoffice/1.0/%s/services", index), nil,
		func(s *OfficeService) *error { return &s.Problem })
}

// ListIndexes lists the indexes of a settlement. region and district may be empty.
func (c *Client) ListIndexes(ctx context.Context, settlement, region, district string) ([]string, error) {
	if blank(settlement) {
		return nil, c.invalid(opSettlement, "the settlement is empty")
	}
	q := url.Values{"settlement": {settlement}}
	if region != "" {
		q.Set("region", region)
	}
	if district != "" {
		q.Set("district", district)
	}
	var in []string
	if err := c.get(ctx, opSettlement, "/postoffice/1.0/settlement.offices.codes", q, nil, &in); err != nil {
		return nil, err
	}
	return in, nil
}
