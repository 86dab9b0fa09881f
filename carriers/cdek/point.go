package cdek

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo"
)

// The types of delivery points.
const (
	PickUpPoint  = "PVZ"
	ParcelLocker = "POSTAMAT"
)

// DeliveryPoint is an office or a parcel locker.
type DeliveryPoint struct {
	Code           string          `json:"code"` // as orders name it, e.g. MSK5
	UUID           string          `json:"uuid,omitzero"`
	Type           string          `json:"type"` // PickUpPoint, ParcelLocker
	Owner          string          `json:"owner_code,omitzero"`
	Location       PointLocation   `json:"location"`
	AddressComment string          `json:"address_comment,omitzero"`
	Station        string          `json:"nearest_station,omitzero"`
	Metro          string          `json:"nearest_metro_station,omitzero"`
	Note           string          `json:"note,omitzero"`
	Site           string          `json:"site,omitzero"`
	Email          string          `json:"email,omitzero"`
	WorkTime       string          `json:"work_time,omitzero"`       // for people
	WorkTimes      []WorkTime      `json:"work_time_list,omitempty"` // days that it is closed are left out
	Exceptions     []WorkException `json:"work_time_exception_list,omitempty"`
	Phones         []Phone         `json:"phones,omitempty"`
	TakeOnly       bool            `json:"take_only,omitzero"` // hands out only
	HandsOut       bool            `json:"is_handout,omitzero"`
	TakesIn        bool            `json:"is_reception,omitzero"`
	DressingRoom   bool            `json:"is_dressing_room,omitzero"`
	Marketplace    bool            `json:"is_marketplace,omitzero"`
	LTL            bool            `json:"is_ltl,omitzero"`
	Cashless       bool            `json:"have_cashless,omitzero"`
	Cash           bool            `json:"have_cash,omitzero"`
	FastPayments   bool            `json:"have_fast_payment_system,omitzero"`
	AllowedCOD     bool            `json:"allowed_cod,omitzero"` // cash on delivery
	Fulfillment    bool            `json:"fulfillment,omitzero"`
	Images         []Image         `json:"office_image_list,omitempty"`
	WeightMin      Decimal         `json:"weight_min,omitzero"` // kilograms
	WeightMax      Decimal         `json:"weight_max,omitzero"` // kilograms
	Cells          []Cell          `json:"dimensions,omitempty"`
	Distance       Decimal         `json:"distance,omitzero"`
	Extra          Extra           `json:"-"`

	// Problem is why the row could not be read: an *ordo.Error of class Invalid. What could be read is there, and the rest
	// in Extra, as it came; a row that is no object is under "" there. It does not end the list.
	Problem error `json:"-"`
}

// PointLocation is where a delivery point is.
type PointLocation struct {
	CountryCode string  `json:"country_code"`
	RegionCode  int     `json:"region_code,omitzero"`
	Region      string  `json:"region,omitzero"`
	CityCode    int     `json:"city_code,omitzero"`
	City        string  `json:"city,omitzero"`
	CityUUID    string  `json:"city_uuid,omitzero"`
	FIAS        string  `json:"fias_guid,omitzero"`
	PostalCode  string  `json:"postal_code,omitzero"`
	Longitude   Decimal `json:"longitude,omitzero"`
	Latitude    Decimal `json:"latitude,omitzero"`
	Address     string  `json:"address,omitzero"`
	AddressFull string  `json:"address_full,omitzero"`
	Extra       Extra   `json:"-"`
}

// WorkTime is the hours of a day of the week: 1 is Monday; "09:00/20:00".
type WorkTime struct {
	Day   int    `json:"day"`
	Time  string `json:"time"`
	Extra Extra  `json:"-"`
}

// WorkException is days with other hours.
type WorkException struct {
	From    Date   `json:"date_start"`
	To      Date   `json:"date_end"`
	Opens   string `json:"time_start,omitzero"`
	Closes  string `json:"time_end,omitzero"`
	Working bool   `json:"is_working"`
	Extra   Extra  `json:"-"`
}

// Image is a photograph of an office.
type Image struct {
	Number int    `json:"number,omitzero"`
	URL    string `json:"url"`
	Extra  Extra  `json:"-"`
}

// Cell is the size of a locker's cell in centimetres.
type Cell struct {
	Width  Decimal `json:"width"`
	Height Decimal `json:"height"`
	Depth  Decimal `json:"depth"`
	Extra  Extra   `json:"-"`
}

// PointFilter says which delivery points are asked for. The zero filter is all of them.
type PointFilter struct {
	Code         string
	Type         string // PickUpPoint, ParcelLocker; empty: both
	CityCode     int
	CountryCode  string
	RegionCode   int
	PostalCode   string
	FIAS         string
	Language     string
	WeightMax    int // kilograms that it must take
	WeightMin    int // kilograms
	Cash         *bool
	Cashless     *bool
	AllowedCOD   *bool
	DressingRoom *bool
	TakeOnly     *bool
	HandsOut     *bool
	TakesIn      *bool
	Marketplace  *bool
	LTL          *bool
	Fulfillment  *bool
}

func (f PointFilter) query() url.Values {
	q := url.Values{}
	text(q, "code", f.Code)
	text(q, "type", f.Type)
	number(q, "city_code", f.CityCode)
	text(q, "country_code", f.CountryCode)
	number(q, "region_code", f.RegionCode)
	text(q, "postal_code", f.PostalCode)
	text(q, "fias_guid", f.FIAS)
	text(q, "lang", f.Language)
	number(q, "weight_max", f.WeightMax)
	number(q, "weight_min", f.WeightMin)
	for name, flag := range map[string]*bool{
		"have_cash": f.Cash, "have_cashless": f.Cashless, "allowed_cod": f.AllowedCOD, "is_dressing_room": f.DressingRoom,
		"take_only": f.TakeOnly, "is_handout": f.HandsOut, "is_reception": f.TakesIn, "is_marketplace": f.Marketplace,
		"is_ltl": f.LTL, "fulfillment": f.Fulfillment,
	} {
		if flag != nil {
			q.Set(name, strconv.FormatBool(*flag))
		}
	}
	return q
}

func text(q url.Values, name, value string) {
	if value != "" {
		q.Set(name, value)
	}
}

func number(q url.Values, name string, value int) {
	if value != 0 {
		q.Set(name, strconv.Itoa(value))
	}
}

// DeliveryPoints yields the delivery points that a filter lets through, one by one, in bounded memory. An error comes
// once, last; a row that cannot be read is a point with a Problem. CDEK wants the list to be read once a day. A list that
// changes while it is read may show a point twice, or not.
func (c *Client) DeliveryPoints(ctx context.Context, f PointFilter) iter.Seq2[DeliveryPoint, error] {
	return list(ctx, c, "deliverypoints", "/deliverypoints", f.query(), func(p *DeliveryPoint) *error { return &p.Problem })
}

// DeliveryPoint returns one delivery point by its code. If there is none, the error is of class NotFound.
func (c *Client) DeliveryPoint(ctx context.Context, code string) (*DeliveryPoint, error) {
	for p, err := range c.DeliveryPoints(ctx, PointFilter{Code: code}) {
		switch {
		case err != nil:
			return nil, err
		case p.Problem != nil:
			return nil, p.Problem
		case p.Code == code:
			return &p, nil
		}
	}
	return nil, c.rest.Fail("deliverypoints", ordo.NotFound, "there is no delivery point "+strconv.Quote(code), nil)
}
