package russianpost

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
)

// The types of places that hand out ECOM parcels and are no offices.
var (
	lockerTypes = []string{"ПОЧТОМАТ", "АПС"}
	pointTypes  = []string{"ПВЗ", "ПВЗП"}
)

// Points implements carriers.PointFinder: the pick-up points and lockers, with their indexes as codes and the names of
// their places as cities. It reads the whole list. The Post does not say in which unit it limits the weight, so
// PointQuery.Weight selects nothing.
func (k *Carrier) Points(ctx context.Context, q carriers.PointQuery) iter.Seq2[carriers.Point, error] {
	return func(yield func(carriers.Point, error) bool) {
		if q.Code != "" {
			p, err := k.point(ctx, q.Code)
			if err != nil || p.Code != "" && selected(p, q) {
				yield(p, err)
			}
			return
		}
		for _, kind := range []PointKind{PickUpPoints, Lockers} {
			if q.Locker != nil && *q.Locker != (kind == Lockers) {
				continue
			}
			for row, err := range k.client.ListPoints(ctx, kind) {
				if err != nil {
					yield(carriers.Point{}, err)
					return
				}
				if p := pointOf(row, kind == Lockers); p.Problem != nil || selected(p, q) {
					if !yield(p, nil) {
						return
					}
				}
			}
		}
	}
}

func selected(p carriers.Point, q carriers.PointQuery) bool {
	return (q.City == "" || strings.EqualFold(p.City, q.City)) && (q.Locker == nil || p.Locker == *q.Locker) &&
		(!q.AcceptsPayment || p.AcceptsPayment) && (!q.AcceptsParcels || p.AcceptsParcels)
}

// pointOf converts a row of the whole list. Whether the buyer can pay is told for the points of partners only.
func pointOf(row Point, locker bool) carriers.Point {
	a := row.Address
	p := carriers.Point{
		Code: a.Index, City: a.Place, Locker: locker, Hours: strings.Join(row.WorkTime, "; "), Problem: row.Problem,
		Latitude: string(row.Latitude), Longitude: string(row.Longitude), Name: strings.TrimSpace(row.Type + " " + a.Index),
		Address: joined(", ", a.Index, a.Region, a.Area, a.Place, a.Street, a.House),
	}
	if o := row.Options; o != nil {
		p.AcceptsPayment, p.TryOn = o.Card || o.Cash, o.Fitting
		p.Name = joined(" ", p.Name, o.Brand)
	}
	return p
}

// point returns a point by its index; the zero Point if there is none.
func (k *Carrier) point(ctx context.Context, index string) (carriers.Point, error) {
	o, err := k.client.GetOffice(ctx, index)
	switch {
	case ordo.ClassOf(err) == ordo.NotFound:
		return carriers.Point{}, nil
	case err != nil:
		return carriers.Point{}, err
	}
	return carriers.Point{
		Code: o.Index, City: o.Settlement, Name: strings.TrimSpace(o.Type + " " + o.Index), Locker: o.isLocker(), Problem: o.Problem,
		Address: joined(", ", o.Index, o.Region, o.Settlement, o.Address), Latitude: string(o.Latitude), Longitude: string(o.Longitude),
	}, nil
}

func (o *Office) isLocker() bool { return slices.Contains(lockerTypes, strings.ToUpper(o.Type)) }

// takesECOM reports whether the place is a point or a locker, and no office.
func (o *Office) takesECOM() bool {
	return o.isLocker() || slices.Contains(pointTypes, strings.ToUpper(o.Type))
}

// joined joins what is not empty, and not the same as before: the region of a city is often the city.
func joined(sep string, parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	return strings.Join(slices.Compact(parts), sep)
}
