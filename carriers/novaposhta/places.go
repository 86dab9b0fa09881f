package novaposhta

import (
	"cmp"
	"context"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Area is a region (область).
type Area struct {
	Ref         string     `json:"Ref"`
	Description string     `json:"Description"`
	Center      string     `json:"AreasCenter,omitzero"` // Ref of its city
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// City is a place with branches. Its Ref is what waybills need.
type City struct {
	Ref             string     `json:"Ref"`
	Description     string     `json:"Description"`
	DescriptionRu   string     `json:"DescriptionRu,omitzero"`
	Area            string     `json:"Area,omitzero"`
	AreaDescription string     `json:"AreaDescription,omitzero"`
	CityID          string     `json:"CityID,omitzero"`
	Type            string     `json:"SettlementTypeDescription,omitzero"` // "місто", "село" …
	Extra           wire.Extra `json:"-"`
	Problem         error      `json:"-"` // as in Waybill
}

// Settlement is a place of the whole country, with or without branches.
type Settlement struct {
	Ref             string     `json:"Ref"`
	Description     string     `json:"Description"`
	Type            string     `json:"SettlementTypeDescription,omitzero"`
	Area            string     `json:"Area,omitzero"`
	AreaDescription string     `json:"AreaDescription,omitzero"`
	Region          string     `json:"Region,omitzero"` // of a district (район)
	RegionName      string     `json:"RegionsDescription,omitzero"`
	Index           string     `json:"Index1,omitzero"`    // postal code
	Warehouse       bool       `json:"Warehouse,omitzero"` // it has a branch
	Extra           wire.Extra `json:"-"`
	Problem         error      `json:"-"` // as in Waybill
}

// FoundSettlement is a place that was found by its name. The search is by the beginning: "Покровськ" also finds
// "Покровське".
type FoundSettlement struct {
	Ref           string     `json:"Ref"`          // of the settlement
	DeliveryCity  string     `json:"DeliveryCity"` // Ref of the city, as waybills need it
	Present       string     `json:"Present"`      // for people: type, name, district and region
	Name          string     `json:"MainDescription"`
	Area          string     `json:"Area,omitzero"`
	Region        string     `json:"Region,omitzero"` // the district
	Type          string     `json:"SettlementTypeCode,omitzero"`
	Warehouses    int        `json:"Warehouses,omitzero"` // how many branches
	ToDoor        bool       `json:"AddressDeliveryAllowed,omitzero"`
	StreetsListed bool       `json:"StreetsAvailability,omitzero"`
	Extra         wire.Extra `json:"-"`
	Problem       error      `json:"-"` // as in Waybill
}

// Street is a street of a city. Its Ref is what addresses need.
type Street struct {
	Ref         string     `json:"Ref"`
	Description string     `json:"Description"`
	Type        string     `json:"StreetsType,omitzero"`
	TypeRef     string     `json:"StreetsTypeRef,omitzero"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // as in Waybill
}

// FoundStreet is a street of a settlement that was found by its name.
type FoundStreet struct {
	Ref        string     `json:"SettlementStreetRef"`
	Settlement string     `json:"SettlementRef,omitzero"`
	Name       string     `json:"SettlementStreetDescription"`
	Present    string     `json:"Present,omitzero"` // for people
	Type       string     `json:"StreetsTypeDescription,omitzero"`
	Extra      wire.Extra `json:"-"`
	Problem    error      `json:"-"` // as in Waybill
}

// ListAreas returns the regions.
func (c *Client) ListAreas(ctx context.Context) ([]Area, error) {
	return read[Area](ctx, c, modelAddress, "getAreas", nil)
}

// ListCities lists the cities; find is the beginning of their names, or empty. Directories change about once a day.
func (c *Client) ListCities(ctx context.Context, find string) iter.Seq2[City, error] {
	p := properties{}
	p.set("FindByString", find)
	return list(ctx, c, modelAddress, "getCities", p, c.pageSize, true, func(r *City) *error { return &r.Problem })
}

// GetCity returns a city by its Ref. If there is none, the error is of class NotFound.
func (c *Client) GetCity(ctx context.Context, ref string) (*City, error) {
	with := properties{"Ref": ref}
	all := list(ctx, c, modelAddress, "getCities", with, c.pageSize, true, func(r *City) *error { return &r.Problem })
	return byRef(c, modelAddress+".getCities", "city", ref, all, func(r *City) (string, error) { return r.Ref, r.Problem })
}

// SettlementFilter filters settlements. The zero filter is all of them.
type SettlementFilter struct {
	Area, Region string // Refs
	Find         string // the beginning of the name
}

// ListSettlements lists settlements.
func (c *Client) ListSettlements(ctx context.Context, f SettlementFilter) iter.Seq2[Settlement, error] {
	p := properties{}
	p.set("AreaRef", f.Area)
	p.set("RegionRef", f.Region)
	p.set("FindByString", f.Find)
	return list(ctx, c, modelAddress, "getSettlements", p, c.pageSize, true, func(r *Settlement) *error { return &r.Problem })
}

// ListStreets lists the streets of a city; find is the beginning of their names, or empty.
func (c *Client) ListStreets(ctx context.Context, city, find string) iter.Seq2[Street, error] {
	p := properties{"CityRef": city}
	p.set("FindByString", find)
	return list(ctx, c, modelAddress, "getStreet", p, c.pageSize, true, func(r *Street) *error { return &r.Problem })
}

// searchPage is how many places a search returns at once. The greatest allowed number is not documented.
const searchPage = 50

// group is the one row of an answer to a search: rows within the row.
type group[T any] struct {
	Total   int   `json:"TotalCount"`
	Rows    []T   `json:"Addresses"`
	Problem error `json:"-"`
}

// search iterates over the rows of a search.
func search[T any](
	ctx context.Context, c *Client, method string, with properties, problem func(row *T) *error,
) iter.Seq2[T, error] {
	op := modelAddress + "." + method
	seen := 0
	return rest.List[T]{Op: op, Page: func(at string, yield func(string, T) bool) (string, error) {
		page, _ := strconv.Atoi(cmp.Or(at, "1"))
		if page == 1 {
			seen = 0
		}
		p := properties{"Limit": strconv.Itoa(searchPage)}
		if page > 1 {
			p["Page"] = strconv.Itoa(page)
		}
		for name, value := range with {
			p[name] = value
		}
		var in answer[group[lax.Row[T]]]
		if _, err := c.rest.Do(ctx, c.request(modelAddress, method, p, rest.Read()), &in); err != nil {
			return "", err
		}
		n, total := 0, 0
		for _, g := range in.Data {
			n, total = n+len(g.Rows), total+g.Total
			for _, r := range g.Rows {
				if !yield(string(r.Raw), record(c, op, r, problem)) {
					return "", nil
				}
			}
			if g.Problem != nil { // rows may be missing
				return "", c.rest.Fail(op, ordo.Retry, "the answer is not of the documented form", g.Problem)
			}
		}
		seen += n
		if n == 0 || seen >= total {
			return "", nil
		}
		return strconv.Itoa(page + 1), nil
	}}.All(c.rest)
}

// SearchSettlements finds places by the beginning of their names, as forms with suggestions do.
func (c *Client) SearchSettlements(ctx context.Context, name string) iter.Seq2[FoundSettlement, error] {
	return search(ctx, c, "searchSettlements", properties{"CityName": name}, func(r *FoundSettlement) *error { return &r.Problem })
}

// SearchStreets finds streets of a settlement, by its Ref, by the beginning of their names.
func (c *Client) SearchStreets(ctx context.Context, settlement, name string) iter.Seq2[FoundStreet, error] {
	with := properties{"SettlementRef": settlement, "StreetName": name}
	return search(ctx, c, "searchSettlementStreets", with, func(r *FoundStreet) *error { return &r.Problem })
}
