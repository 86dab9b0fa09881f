package carriers

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Quoter is a carrier that quotes prices.
type Quoter interface {
	// Quote returns the offers for the values of a form. If a value needed for a price is missing, the error is a
	// *FormError that names the fields. If the carrier does not serve the route, there are no offers and no error.
	Quote(ctx context.Context, v Values) ([]Offer, error)
}

// Offer is one service of the carrier with its price.
type Offer struct {
	Values Values // the form values that choose the offer
	Name   string // for people
	Price  amount.Money
	// DaysMin and DaysMax are the delivery time in working days; 0 if unknown.
	DaysMin, DaysMax int
	// Problems are why the offer cannot be chosen. Such offers come last and may have no price.
	Problems []Problem
}

// CityFinder is a carrier with its own city codes.
type CityFinder interface {
	// Cities returns the cities whose name begins with name, as choices for a field of TypeCity.
	Cities(ctx context.Context, name string) ([]Choice, error)
}

// PointFinder is a carrier with delivery points.
type PointFinder interface {
	// Points yields the points that match a query, in bounded memory. A point that could not be read has a Problem. An
	// error is yielded once, last. Lists are long and change about once a day.
	Points(ctx context.Context, q PointQuery) iter.Seq2[Point, error]
}

// PointQuery selects delivery points. The zero value selects all.
type PointQuery struct {
	Code           string // only this point
	City           string // the carrier's city code
	Weight         int    // weight in grams that it must accept
	Locker         *bool  // true: lockers only; false: no lockers; nil: both
	AcceptsPayment bool   // only points where the buyer can pay
	AcceptsParcels bool   // only points where the seller can hand parcels in
}

// Point is a delivery point: an office or a locker.
type Point struct {
	Code           string // the value of a field of TypePoint
	Name           string
	City           string // the carrier's city code
	Address        string // including the city
	Hours          string // for people
	Phone          string
	Locker         bool
	AcceptsPayment bool   // the buyer can pay here
	AcceptsParcels bool   // the seller can hand parcels in here
	MaxWeight      int    // grams; 0 if unknown
	Latitude       string // decimal degrees
	Longitude      string
	TryOn          bool // the buyer can try goods on here
	// Problem is why the record could not be read; only Code may then be set.
	Problem error
}

// Labeler is a carrier that makes parcel labels and other papers.
type Labeler interface {
	// Labels returns all papers of accepted parcels. The error is of class Retry or Conflict while a parcel is not
	// accepted.
	Labels(ctx context.Context, refs ...order.Ref) ([]Label, error)
}

// Changer is a carrier whose requests can be changed until it has the goods.
type Changer interface {
	// Change ensures that a parcel has the values of the request. Errors are those of Create, and Conflict if the
	// parcel is on its way. The carrier may decide later: a change that it refused is among Parcel.Problems.
	Change(ctx context.Context, ref order.Ref, r Request) (Parcel, error)
}

// Returner is a carrier that returns goods to the seller.
type Returner interface {
	// SendBack ensures that a parcel the carrier has, and has not handed out, returns to the seller. It is
	// idempotent. The error is of class Conflict if the carrier does not have the parcel yet: cancel it instead.
	SendBack(ctx context.Context, ref order.Ref) (Parcel, error)

	// Return ensures that there is a parcel with which the buyer returns goods that were handed out, and returns it
	// with DirectionFromBuyer. Repeated calls with the same key, or for the same whole parcel, find the same return.
	// Problems are those of Create; the error is of class Conflict if the parcel was not handed out.
	Return(ctx context.Context, r ReturnRequest) (Parcel, error)
}

// ReturnRequest asks for a parcel from the buyer. It survives JSON.
type ReturnRequest struct {
	Key    string    `json:"key"`            // like Request.Key, different from the key of the parcel
	Parcel order.Ref `json:"of"`             // the parcel that was handed out
	Goods  []Goods   `json:"goods,omitzero"` // the goods to return, by Box and Article, with their Pieces; empty: all
	// Values override the carrier's defaults, by the field names of its form.
	Values Values `json:"values,omitzero"`
}

// Webhooker is a carrier with webhooks. A call names the parcels that have changed, for Carrier.Read. It has no
// content, because carriers do not sign their calls and send them out of order. A carrier that never repeats a call,
// and drops receivers that answer with an error, always gets a success; a lost call is made up for by reading parcels
// regularly.
type Webhooker = ordo.Webhooker[order.Ref]

// Subscriber is a carrier that needs a subscription for its webhooks.
type Subscriber interface {
	// Subscribe ensures that the subscription exists. It must be called regularly, because carriers drop
	// subscriptions silently: a bridge calls it once an hour, other hosts should too.
	Subscribe(ctx context.Context) error
}

// Checker is a carrier that can check its settings.
type Checker interface {
	// Check checks the credentials and settings. The error lists everything that is wrong.
	Check(ctx context.Context) error
}
