package cdek

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/wire"
)

// City is a city in CDEK's list.
type City struct {
	Code         int          `json:"code"`
	UUID         string       `json:"city_uuid,omitzero"`
	Name         string       `json:"city"`
	FIAS         string       `json:"fias_guid,omitzero"`
	CountryCode  string       `json:"country_code"`
	Country      string       `json:"country,omitzero"`
	Region       string       `json:"region,omitzero"`
	RegionCode   int          `json:"region_code,omitzero"`
	SubRegion    string       `json:"sub_region,omitzero"`
	Longitude    wire.Decimal `json:"longitude,omitzero"`
	Latitude     wire.Decimal `json:"latitude,omitzero"`
	TimeZone     string       `json:"time_zone,omitzero"`
	PaymentLimit wire.Sum     `json:"payment_limit,omitzero"` // of cash on delivery: -1 no limit, 0 none is taken
	Extra        wire.Extra   `json:"-"`
	Problem      error        `json:"-"` // as in DeliveryPoint
}

func (*City) needs() string { return "code" }

// CityFilter filters cities. The zero filter is all of them.
type CityFilter struct {
	Countries    Countries    `query:"country_codes"`
	RegionCode   int          `query:"region_code"`
	FIAS         string       `query:"fias_guid"`
	PostalCode   string       `query:"postal_code"`
	Code         int          `query:"code"`
	Name         string       `query:"city"` // in full; for the beginning of a name see SuggestCities
	PaymentLimit wire.Decimal `query:"payment_limit"`
	Language     string       `query:"lang"`
}

// Countries are two-letter country codes; empty means all.
type Countries []string

// String returns the countries as CDEK accepts them.
func (c Countries) String() string { return strings.Join(c, ",") }

// ListCities lists the cities that match a filter, like ListDeliveryPoints.
func (c *Client) ListCities(ctx context.Context, f CityFilter) iter.Seq2[City, error] {
	return list(ctx, c, "GET /v2/location/cities", "/location/cities", query(f), func(p *City) *error { return &p.Problem })
}

// Region is a region in CDEK's list.
type Region struct {
	CountryCode string     `json:"country_code"`
	Country     string     `json:"country,omitzero"`
	Name        string     `json:"region"`
	Code        int        `json:"region_code,omitzero"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // as in DeliveryPoint
}

// ListRegions lists the regions of the countries (two letters each); of all countries if there are none.
func (c *Client) ListRegions(ctx context.Context, countries ...string) iter.Seq2[Region, error] {
	q := query(CityFilter{Countries: countries})
	return list(ctx, c, "GET /v2/location/regions", "/location/regions", q, func(r *Region) *error { return &r.Problem })
}

// postalCodes are the postal codes of a city.
type postalCodes struct {
	Codes []string `json:"postal_codes"`
}

func (*postalCodes) needs() string { return "postal_codes" }

// ListPostalCodes returns the postal codes of a city.
func (c *Client) ListPostalCodes(ctx context.Context, cityCode int) ([]string, error) {
	var out postalCodes
	err := c.get(ctx, "GET /v2/location/postalcodes", "/location/postalcodes", url.Values{"city_code": {strconv.Itoa(cityCode)}}, nil, &out)
	return out.Codes, err
}

// Suggestion is a city whose name begins with the requested text.
type Suggestion struct {
	Code        int        `json:"code"`
	UUID        string     `json:"city_uuid"`
	FullName    string     `json:"full_name"`
	CountryCode string     `json:"country_code"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// SuggestCities returns cities whose name begins with a text, for a form. country is two letters, or empty for any.
func (c *Client) SuggestCities(ctx context.Context, name, country string) ([]Suggestion, error) {
	q := query(PointFilter{CountryCode: country})
	q.Set("name", name)
	var out []Suggestion
	err := c.get(ctx, "GET /v2/location/suggest/cities", "/location/suggest/cities", q, nil, &out)
	return out, err
}

// GetCityAt returns the city at coordinates in degrees: its code, uuid, name and FIAS.
func (c *Client) GetCityAt(ctx context.Context, latitude, longitude wire.Decimal) (*City, error) {
	q := url.Values{"latitude": {string(latitude)}, "longitude": {string(longitude)}}
	var out City
	if err := c.get(ctx, "GET /v2/location/coordinates", "/location/coordinates", q, nil, &out); err != nil {
		return nil, err
	}
	return &out, nil
}
