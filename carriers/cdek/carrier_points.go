package cdek

import (
	"context"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Points implements carriers.PointFinder.
func (k *Carrier) Points(ctx context.Context, q carriers.PointQuery) iter.Seq2[carriers.Point, error] {
	f := PointFilter{Code: q.Code, CityCode: integer(q.City), WeightMax: (q.Weight + 999) / 1000}
	yes := true
	if q.AcceptsPayment {
		f.AllowedCOD = &yes
	}
	if q.AcceptsParcels {
		f.TakesIn = &yes
	}
	if q.Locker != nil {
		f.Type = PickUpPoint
		if *q.Locker {
			f.Type = ParcelLocker
		}
	}
	return func(yield func(carriers.Point, error) bool) {
		if q.City != "" && f.CityCode <= 0 {
			yield(carriers.Point{}, k.client.rest.Fail("GET /v2/deliverypoints", ordo.Invalid, "the city "+strconv.Quote(q.City)+" must be CDEK's code, a number: see Cities", nil))
			return
		}
		for p, err := range k.client.ListDeliveryPoints(ctx, f) {
			if err != nil {
				yield(carriers.Point{}, err)
				return
			}
			if !yield(p.point(), nil) {
				return
			}
		}
	}
}

// point converts a delivery point.
func (p *DeliveryPoint) point() carriers.Point {
	out := carriers.Point{
		Code: p.Code, Name: p.Code, City: strconv.Itoa(p.Location.CityCode), Address: p.Location.AddressFull, Hours: p.WorkTime,
		Locker: p.Type == ParcelLocker, AcceptsPayment: p.AllowedCOD, AcceptsParcels: p.TakesIn, TryOn: p.DressingRoom,
		Latitude: string(p.Location.Latitude), Longitude: string(p.Location.Longitude), Problem: p.Problem,
	}
	if out.Address == "" {
		out.Address = p.Location.City + ", " + p.Location.Address
	}
	if len(p.Phones) > 0 {
		out.Phone = p.Phones[0].Number
	}
	if kg, err := amount.ParseQuantity(string(p.WeightMax)); err == nil { // kilograms, in thousandths
		out.MaxWeight = int(kg.Milli())
	}
	return out
}
