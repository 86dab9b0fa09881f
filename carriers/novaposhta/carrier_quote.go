package novaposhta

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/wire"
)

// Quote implements carriers.Quoter. It returns the price of the service that the values name, or of each service from
// the seller's origin, the cheapest first. The days are calendar days from the day of dispatch.
func (k *Carrier) Quote(ctx context.Context, v carriers.Values) ([]carriers.Offer, error) {
	q, types, err := k.quoteFor(v)
	if err != nil {
		return nil, err
	}
	var out []carriers.Offer
	for _, t := range types {
		q.ServiceType = t.code
		one := carriers.Offer{Values: carriers.Values{"ServiceType": string(t.code)}, Name: t.name}
		p, err := k.client.GetPrice(ctx, q)
		if why := refusalProblems(err); len(why) > 0 {
			one.Problems = why
			out = append(out, one)
			continue
		}
		if err != nil {
			return nil, err
		}
		if one.Price, err = p.Total(); err != nil || one.Price.Sign() <= 0 {
			one.Problems = append(one.Problems, broken("ServiceType", carriers.CodeUnknown, "Nova Poshta tells no price for this service"))
		}
		if err := k.days(ctx, q, Date(v["DateTime"]), &one); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b carriers.Offer) int {
		return cmp.Or(cmp.Compare(min(len(a.Problems), 1), min(len(b.Problems), 1)), cmp.Compare(a.Price.Minor(), b.Price.Minor()))
	})
	return out, nil
}

// days sets how long the delivery takes. A day that the service refuses to tell is unknown.
func (k *Carrier) days(ctx context.Context, q Quote, on Date, o *carriers.Offer) error {
	from, err := time.Parse(time.DateOnly, string(on))
	if err != nil {
		on = DateOf(k.client.settings.Clock.Now())
		from, _ = time.Parse(time.DateOnly, string(on))
	}
	day, err := k.client.GetDeliveryDate(ctx, q.CitySender, q.CityRecipient, q.ServiceType, on)
	if len(refusalProblems(err)) > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if to, err := time.Parse(time.DateOnly, string(day)); err == nil && to.After(from) {
		n := int(to.Sub(from).Hours() / 24)
		o.DaysMin, o.DaysMax = n, n
	}
	return nil
}

type service struct {
	code ServiceType
	name string
}

// quoteFor makes a request for a price from the values of a form. If values are missing, the error is a
// *carriers.FormError.
func (k *Carrier) quoteFor(v carriers.Values) (Quote, []service, error) {
	var wrong []carriers.Problem
	require := func(ok bool, field, code, format string, args ...any) {
		if !ok {
			wrong = append(wrong, broken(field, code, format, args...))
		}
	}
	d := k.draft(carriers.Request{Values: v})
	q := Quote{
		CitySender: d.CitySender, CityRecipient: d.CityRecipient, CargoType: cmp.Or(d.CargoType, k.cargo), Weight: d.Weight,
		SeatsAmount: d.SeatsAmount, OptionsSeat: d.OptionsSeat, Cost: d.Cost, CargoDetails: d.CargoDetails,
	}
	for _, place := range []struct{ field, value string }{{"CitySender", q.CitySender}, {"CityRecipient", q.CityRecipient}} {
		require(place.value != "", place.field, carriers.CodeRequired, "is empty: a price needs the city")
	}
	require(q.Weight != "0", "OptionsSeat", carriers.CodeRequired, "has no weight: a price needs it")
	require(!q.Cost.IsZero(), "Cost", carriers.CodeRequired, "is empty: a price needs the declared value")
	if sum := v[fieldCash]; sum != "" {
		q.Redelivery = Money(wire.Decimal(whole(sum)))
	}
	var types []service
	for _, t := range serviceTypes {
		if chosen := v["ServiceType"]; chosen == string(t.code) || chosen == "" && t.code.FromDoor() == k.fromDoor() {
			types = append(types, service(t))
		}
	}
	return q, types, carriers.Refuse("", wrong)
}

// fromDoor reports whether couriers fetch the parcels.
func (k *Carrier) fromDoor() bool { return k.branch == "" && k.address != "" }
