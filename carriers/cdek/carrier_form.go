package cdek

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
)

// Form implements carriers.Carrier. It finds the point or the city of delivery and asks the calculator which of the
// tariffs serve the route, and for how much; the cheapest that fits is filled in.
func (k *Carrier) Form(ctx context.Context, c carriers.Consignment) (carriers.Form, error) {
	f := k.emptyForm()
	p := &prefill{Values: carriers.Values{}}
	p.parties(k, c.Order)
	if err := p.goods(c); err != nil {
		return carriers.Form{}, err
	}
	to, err := k.destination(ctx, p, c, f.Fields)
	if err != nil {
		return carriers.Form{}, err
	}
	if err := k.offerTariffs(ctx, p, f.Fields, to); err != nil {
		return carriers.Form{}, err
	}
	f.Values, f.Notes = p.Values, p.notes
	return f, nil
}

// destination fills in the destination and returns the modes that serve it; nil if it is not known.
func (k *Carrier) destination(ctx context.Context, p *prefill, c carriers.Consignment, fields []carriers.Field) (func(Mode) bool, error) {
	d := c.Order.Delivery
	where := ""
	for _, s := range c.Order.Shipments {
		if s.N == c.Shipment {
			where = s.To
		}
	}
	for _, code := range []string{where, d.Point} {
		if !pointCode.MatchString(code) {
			if code != "" && code == d.Point {
				p.note("delivery_point", carriers.CodeUnknown, "the order has the point %q, which is not a code of CDEK", code)
			}
			continue
		}
		point, err := k.client.GetDeliveryPoint(ctx, code)
		switch {
		case err == nil:
			p.set("delivery_point", point.Code)
			p.setInt("to_location.code", point.Location.CityCode)
			p.set("to_location.city", point.Location.City)
			if point.Type == ParcelLocker {
				return Mode.ToLocker, nil
			}
			return func(m Mode) bool { return !m.ToDoor() && !m.ToLocker() }, nil
		case ordo.ClassOf(err) != ordo.NotFound:
			return nil, err
		}
		if code == d.Point {
			p.note("delivery_point", carriers.CodeUnknown, "the order has the point %q, which CDEK does not have", code)
		}
	}
	address := d.Address
	if address == "" && !pointCode.MatchString(where) {
		address = where
	}
	p.set("to_location.address", cut(address, maxText))
	if err := k.city(ctx, p, d.City, fields); err != nil {
		return nil, err
	}
	if address == "" || d.Point != "" {
		return nil, nil
	}
	return Mode.ToDoor, nil
}

// city fills in the city of delivery by its name.
func (k *Carrier) city(ctx context.Context, p *prefill, name string, fields []carriers.Field) error {
	const field = "to_location.code"
	name = plainCity(name)
	if name == "" {
		return nil
	}
	p.set("to_location.city", name)
	found, err := k.Cities(ctx, name)
	if err != nil {
		return err
	}
	exact := slices.DeleteFunc(slices.Clone(found), func(c carriers.Choice) bool {
		first, _, _ := strings.Cut(c.Label, ",")
		return !strings.EqualFold(strings.TrimSpace(first), name)
	})
	switch {
	case len(exact) == 1:
		p.set(field, exact[0].Value)
	case len(found) == 0:
		p.note(field, carriers.CodeUnknown, "the order has the city %q, which CDEK does not have", name)
	default:
		p.note(field, carriers.CodeChoice, "CDEK has %d places like %q: choose one", len(found), name)
		setChoices(fields, field, found)
	}
	return nil
}

// plainCity returns the name of a city without the word for it.
func plainCity(name string) string {
	name = strings.TrimSpace(name)
	for _, word := range []string{"г. ", "г.", "г ", "город "} {
		if rest, ok := strings.CutPrefix(name, word); ok {
			return strings.TrimSpace(rest)
		}
	}
	return name
}

// setChoices sets the choices of a field.
func setChoices(fields []carriers.Field, name string, choices []carriers.Choice) {
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Choices = choices
		}
	}
}

// offerTariffs sets the tariffs that serve the route, with prices.
func (k *Carrier) offerTariffs(ctx context.Context, p *prefill, fields []carriers.Field, to func(Mode) bool) error {
	const field = "tariff_code"
	offers, warnings, err := k.offers(ctx, p.Values)
	p.notes = append(p.notes, warnings...)
	var lacks *carriers.FormError
	switch {
	case errors.As(err, &lacks):
		return nil // a person fills in what is missing
	case err != nil:
		return err
	}
	var choices []carriers.Choice
	for _, o := range offers {
		for _, why := range o.Problems {
			p.notes = append(p.notes, carriers.Problem{Field: field, Code: why.Code, Rule: o.Name + ": " + why.Rule})
		}
		if len(o.Problems) > 0 {
			continue
		}
		code := integer(o.Values[field])
		choices = append(choices, carriers.Choice{Value: o.Values[field], Label: o.Name})
		if p.Values[field] == "" && to != nil && k.fits(TariffOf(code).Mode, to) {
			p.set(field, o.Values[field])
		}
	}
	switch {
	case len(choices) == 0:
		p.note(field, "err_result_servicelist_empty", "none of the shop's tariffs serves this route with this weight")
		return nil
	case p.Values[field] == "" && to != nil:
		p.note(field, carriers.CodeChoice, "no tariff on this route fits the kind of delivery of the order")
	}
	setChoices(fields, field, choices)
	return nil
}

// fits reports whether a tariff starts at the shop's origin and serves the destination.
func (k *Carrier) fits(m Mode, to func(Mode) bool) bool {
	switch {
	case m == 0 || !to(m):
		return false
	case k.office != "" && k.door == nil:
		return !m.FromDoor()
	case k.door != nil && k.office == "":
		return m.FromDoor()
	}
	return true
}
