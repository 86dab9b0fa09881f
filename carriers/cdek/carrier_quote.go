package cdek

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Quote implements carriers.Quoter. It returns the tariffs of the shop that serve the route, the cheapest first. Prices
// include the additional services and the insurance of the declared value.
func (k *Carrier) Quote(ctx context.Context, v carriers.Values) ([]carriers.Offer, error) {
	offers, _, err := k.offers(ctx, v)
	return offers, err
}

// offers is Quote with CDEK's warnings.
func (k *Carrier) offers(ctx context.Context, v carriers.Values) ([]carriers.Offer, []carriers.Problem, error) {
	q, err := k.quoteFor(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	prices, err := k.client.ListTariffsWithServices(ctx, q)
	if why := refusalProblems(err); len(why) > 0 && why[0].Code == "err_result_servicelist_empty" {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var out []carriers.Offer
	for _, t := range prices.Tariffs {
		if !slices.Contains(k.tariffs, t.Tariff) {
			continue
		}
		one := carriers.Offer{
			Values: carriers.Values{"tariff_code": strconv.Itoa(t.Tariff)}, DaysMin: t.PeriodMin, DaysMax: t.PeriodMax, Problems: problems(t.Errors),
		}
		price, err := t.TotalSum.Money()
		if err == nil && price.IsUnset() {
			price, err = t.DeliverySum.Money()
		}
		terms := ""
		if err = errors.Join(t.Problem, err); err != nil {
			one.Problems = append(one.Problems, carriers.Problem{Field: "tariff_code", Code: carriers.CodeType, Rule: rest.Clip(err.Error())})
		} else if len(t.Errors) == 0 {
			one.Price, terms = price, fmt.Sprintf(", %s, %s раб. дн.", price, days(t))
		}
		_, one.Name, _ = strings.Cut(tariffChoice(t.Tariff, terms), "=")
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b carriers.Offer) int {
		return cmp.Or(cmp.Compare(min(len(a.Problems), 1), min(len(b.Problems), 1)), cmp.Compare(a.Price.Minor(), b.Price.Minor()))
	})
	return out, problems(prices.Warnings), nil
}

func days(p Price) string {
	if p.PeriodMin == p.PeriodMax {
		return strconv.Itoa(p.PeriodMin)
	}
	return strconv.Itoa(p.PeriodMin) + "–" + strconv.Itoa(p.PeriodMax)
}

// quoteFor makes a request to the calculator from the values of a form. If values are missing, the error is a
// *carriers.FormError.
func (k *Carrier) quoteFor(ctx context.Context, v carriers.Values) (Quote, error) {
	q := Quote{Type: ShopOrder}
	var wrong []carriers.Problem
	lacks := func(field, code, format string, args ...any) {
		wrong = append(wrong, broken(field, code, format, args...))
	}
	mode := TariffOf(integer(v["tariff_code"])).Mode
	end := func(place, point string, door bool) (Location, error) {
		if code := v[point]; code != "" && !door {
			p, err := k.client.GetDeliveryPoint(ctx, code)
			switch {
			case err == nil:
				return Location{Code: p.Location.CityCode}, nil
			case ordo.ClassOf(err) != ordo.NotFound:
				return Location{}, err
			}
			lacks(point, carriers.CodeUnknown, "is %q, which CDEK does not have", code)
			return Location{}, nil
		}
		var l Location
		setFields(location(), v, place, &l)
		if l.Code == 0 && l.PostalCode == "" {
			lacks(place+"code", carriers.CodeRequired, "is empty: a price needs the city, or a point")
		}
		return Location{Code: l.Code, PostalCode: l.PostalCode, City: l.City, CountryCode: l.CountryCode, Address: l.Address}, nil
	}
	var err error
	if q.From, err = end("from_location.", "shipment_point", mode.FromDoor()); err != nil {
		return q, err
	}
	if q.To, err = end("to_location.", "delivery_point", mode.ToDoor()); err != nil {
		return q, err
	}
	var d Draft
	setFields(append(services(), k.packages()), v, "", &d)
	q.Services = d.Services
	if len(d.Packages) == 0 {
		lacks("packages", carriers.CodeRequired, "has no row: a price needs the weight")
	}
	var declared amount.Money
	for n, p := range d.Packages {
		if field := carriers.RowPrefix("packages", n+1) + "weight"; p.Weight <= 0 {
			lacks(field, carriers.CodeRequired, "is %q, it must be more than 0: a price needs the weight", v[field])
		}
		q.Packages = append(q.Packages, Parcel{Weight: p.Weight, Length: p.Length, Width: p.Width, Height: p.Height})
		for _, i := range p.Items {
			one, no := i.Cost.Money()
			if no == nil {
				one, no = one.Mul(int64(i.Amount))
			}
			if no == nil {
				one, no = declared.Add(one)
			}
			if err = cmp.Or(err, no); no == nil {
				declared = one
			}
		}
	}
	if err == nil && declared.Sign() > 0 {
		q.Services = append(q.Services, Service{Code: Insurance, Parameter: declared.Text()})
	}
	return q, carriers.Refuse("", wrong)
}

// Cities implements carriers.CityFinder.
func (k *Carrier) Cities(ctx context.Context, name string) ([]carriers.Choice, error) {
	if strings.TrimSpace(name) == "" {
		return nil, nil
	}
	found, err := k.client.SuggestCities(ctx, name, "")
	var out []carriers.Choice
	for _, s := range found {
		out = append(out, carriers.Choice{Value: strconv.Itoa(s.Code), Label: s.FullName})
	}
	return out, err
}
