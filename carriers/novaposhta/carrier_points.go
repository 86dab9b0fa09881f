package novaposhta

import (
	"cmp"
	"context"
	"iter"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Points implements carriers.PointFinder. What the service cannot select by is selected here.
func (k *Carrier) Points(ctx context.Context, q carriers.PointQuery) iter.Seq2[carriers.Point, error] {
	f := WarehouseFilter{Ref: q.Code, City: q.City}
	return func(yield func(carriers.Point, error) bool) {
		for w, err := range k.client.ListWarehouses(ctx, f) {
			if err != nil {
				yield(carriers.Point{}, err)
				return
			}
			if p := w.point(); w.Problem != nil || p.fits(q) {
				if !yield(p.Point, nil) {
					return
				}
			}
		}
	}
}

type point struct{ carriers.Point }

// fits reports whether a point is selected.
func (p point) fits(q carriers.PointQuery) bool {
	switch {
	case q.Code != "" && !strings.EqualFold(p.Code, q.Code),
		q.City != "" && p.City != "" && !strings.EqualFold(p.City, q.City),
		q.Locker != nil && p.Locker != *q.Locker,
		q.AcceptsPayment && !p.AcceptsPayment,
		q.AcceptsParcels && !p.AcceptsParcels,
		p.MaxWeight > 0 && q.Weight > p.MaxWeight:
		return false
	}
	return true
}

// point converts a branch.
func (w *Warehouse) point() point {
	out := carriers.Point{
		Code: w.Ref, Name: w.Description, City: w.CityRef, Address: w.ShortAddress, Hours: w.Schedule.String(), Phone: w.Phone,
		Locker: w.IsLocker(), AcceptsPayment: w.TakesMoney(), AcceptsParcels: w.Works() && !w.HandsOutOnly,
		Latitude: string(w.Latitude), Longitude: string(w.Longitude), Problem: w.Problem,
	}
	if out.Address == "" {
		out.Address = strings.TrimPrefix(w.CityDescription+", "+w.Description, ", ")
	}
	if !w.Works() {
		out.Hours = strings.TrimSpace("не працює (" + cmp.Or(w.Status, "не обирається") + ") " + out.Hours)
	}
	for _, kg := range []string{string(w.MaxPlaceWeight), string(w.MaxWeight)} {
		if q, err := amount.ParseQuantity(kg); err == nil && q.Sign() > 0 { // kilograms, in thousandths
			out.MaxWeight = int(q.Milli())
		}
	}
	return point{out}
}

// Cities implements carriers.CityFinder. The labels have the district and the region, because many places share a name.
func (k *Carrier) Cities(ctx context.Context, name string) ([]carriers.Choice, error) {
	found, err := k.places(ctx, name)
	var out []carriers.Choice
	seen := map[string]bool{}
	for _, s := range found {
		if !seen[s.DeliveryCity] {
			out = append(out, carriers.Choice{Value: s.DeliveryCity, Label: s.Present})
		}
		seen[s.DeliveryCity] = true
	}
	return out, err
}

// places finds places with branches by the beginning of their name, in whatever spelling of the apostrophe.
func (k *Carrier) places(ctx context.Context, name string) ([]FoundSettlement, error) {
	_, name = splitPlace(name)
	if name == "" {
		return nil, nil
	}
	var out []FoundSettlement
	for _, spelled := range spellings(name) {
		for s, err := range k.client.SearchSettlements(ctx, spelled) {
			if err != nil {
				return nil, err
			}
			if s.Problem == nil && isRef(s.DeliveryCity) {
				out = append(out, s)
			}
		}
		if len(out) > 0 || !strings.ContainsAny(name, apostrophes) {
			break
		}
	}
	return out, nil
}
