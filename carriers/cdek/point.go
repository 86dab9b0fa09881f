package cdek

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"reflect"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
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
	WeightMin      wire.Decimal    `json:"weight_min,omitzero"` // kilograms
	WeightMax      wire.Decimal    `json:"weight_max,omitzero"` // kilograms
	Cells          []Cell          `json:"dimensions,omitempty"`
	Distance       wire.Decimal    `json:"distance,omitzero"`
	Extra          wire.Extra      `json:"-"`

	// Problem is why the row could not be read: an *ordo.Error of class Invalid. The fields that could be read are set,
	// and the others are in Extra; a row that is not an object is under "" there. It does not end the list.
	Problem error `json:"-"`
}

// PointLocation is the place of a delivery point.
type PointLocation struct {
	CountryCode string       `json:"country_code"`
	RegionCode  int          `json:"region_code,omitzero"`
	Region      string       `json:"region,omitzero"`
	CityCode    int          `json:"city_code,omitzero"`
	City        string       `json:"city,omitzero"`
	CityUUID    string       `json:"city_uuid,omitzero"`
	FIAS        string       `json:"fias_guid,omitzero"`
	PostalCode  string       `json:"postal_code,omitzero"`
	Longitude   wire.Decimal `json:"longitude,omitzero"`
	Latitude    wire.Decimal `json:"latitude,omitzero"`
	Address     string       `json:"address,omitzero"`
	AddressFull string       `json:"address_full,omitzero"`
	Extra       wire.Extra   `json:"-"`
}

// WorkTime is the hours of a day of the week: 1 is Monday; "09:00/20:00".
type WorkTime struct {
	Day   int        `json:"day"`
	Time  string     `json:"time"`
	Extra wire.Extra `json:"-"`
}

// WorkException is days with other hours.
type WorkException struct {
	From    Date       `json:"date_start"`
	To      Date       `json:"date_end"`
	Opens   string     `json:"time_start,omitzero"`
	Closes  string     `json:"time_end,omitzero"`
	Working bool       `json:"is_working"`
	Extra   wire.Extra `json:"-"`
}

// Image is a photograph of an office.
type Image struct {
	Number int        `json:"number,omitzero"`
	URL    string     `json:"url"`
	Extra  wire.Extra `json:"-"`
}

// Cell is the size of a locker's cell in centimetres.
type Cell struct {
	Width  wire.Decimal `json:"width"`
	Height wire.Decimal `json:"height"`
	Depth  wire.Decimal `json:"depth"`
	Extra  wire.Extra   `json:"-"`
}

// PointFilter filters delivery points. The zero filter is all of them.
type PointFilter struct {
	Code         string `query:"code"`
	Type         string `query:"type"` // PickUpPoint, ParcelLocker; empty: both
	CityCode     int    `query:"city_code"`
	CountryCode  string `query:"country_code"`
	RegionCode   int    `query:"region_code"`
	PostalCode   string `query:"postal_code"`
	FIAS         string `query:"fias_guid"`
	Language     string `query:"lang"`
	WeightMax    int    `query:"weight_max"` // kilograms that it must take
	WeightMin    int    `query:"weight_min"` // kilograms
	Cash         *bool  `query:"have_cash"`
	Cashless     *bool  `query:"have_cashless"`
	AllowedCOD   *bool  `query:"allowed_cod"`
	DressingRoom *bool  `query:"is_dressing_room"`
	TakeOnly     *bool  `query:"take_only"`
	HandsOut     *bool  `query:"is_handout"`
	TakesIn      *bool  `query:"is_reception"`
	Marketplace  *bool  `query:"is_marketplace"`
	LTL          *bool  `query:"is_ltl"`
	Fulfillment  *bool  `query:"fulfillment"`
}

// query returns the parameters of a filter that are set.
func query(filter any) url.Values {
	q := url.Values{}
	v := reflect.ValueOf(filter)
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			q.Set(v.Type().Field(i).Tag.Get("query"), fmt.Sprint(reflect.Indirect(f)))
		}
	}
	return q
}

// ListDeliveryPoints lists the delivery points that match a filter, in bounded memory. An error comes once, last; a row
// that cannot be read is a point with a Problem. CDEK asks to read the list once a day. If the list changes meanwhile,
// a point may be listed twice or left out.
func (c *Client) ListDeliveryPoints(ctx context.Context, f PointFilter) iter.Seq2[DeliveryPoint, error] {
	return list(ctx, c, "GET /v2/deliverypoints", "/deliverypoints", query(f), func(p *DeliveryPoint) *error { return &p.Problem })
}

// GetDeliveryPoint returns one delivery point by its code. If there is none, the error is of class NotFound.
func (c *Client) GetDeliveryPoint(ctx context.Context, code string) (*DeliveryPoint, error) {
	for p, err := range c.ListDeliveryPoints(ctx, PointFilter{Code: code}) {
		switch {
		case err != nil:
			return nil, err
		case p.Problem != nil:
			return nil, p.Problem
		case p.Code == code:
			return &p, nil
		}
	}
	return nil, c.rest.Fail("GET /v2/deliverypoints", ordo.NotFound, "there is no delivery point "+strconv.Quote(code), nil)
}
