package carriers

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Quoter is a carrier that tells prices before anything is asked for.
type Quoter interface {
	// Quote asks what a parcel would cost, by values as a form has them. What is missing for a price is a *FormError that
	// names the fields. No offer is no error: the carrier does not serve that route.
	Quote(ctx context.Context, v Values) ([]Offer, error)
}

// Offer is one way to send a parcel.
type Offer struct {
	Values Values // what to set in the form to choose it
	Name   string // for people
	Price  amount.Money
	// DaysMin and DaysMax are how long it takes, in working days; 0: not known.
	DaysMin, DaysMax int
	// Problems are why this way cannot be chosen. Such offers come last, and may have no price.
	Problems []Problem
}

// CityFinder is a carrier that has codes of its own for cities.
type CityFinder interface {
	// Cities finds cities by the beginning of their name: the choices of a field of TypeCity. None is no error.
	Cities(ctx context.Context, name string) ([]Choice, error)
}

// PointFinder is a carrier with points at which parcels are taken in or handed out.
type PointFinder interface {
	// Points yields the points that a query lets through, one by one, in bounded memory. A point that could not be read has
	// a Problem. An error comes once, last. Lists are long and change once a day.
	Points(ctx context.Context, q PointQuery) iter.Seq2[Point, error]
}

// PointQuery says which points are asked for. The zero query is all of them.
type PointQuery struct {
	Code           string // just this one
	City           string // the carrier's code of the city
	Weight         int    // grams that it must take
	Locker         *bool  // only lockers, or none
	AcceptsPayment bool   // only where the buyer can pay
	AcceptsParcels bool   // only where the seller can bring parcels
}

// Point is an office or a locker.
type Point struct {
	Code           string // the value of a field of TypePoint
	Name           string
	City           string // the carrier's code
	Address        string // with the city's name
	Hours          string // for people
	Phone          string
	Locker         bool
	AcceptsPayment bool   // the buyer can pay there
	AcceptsParcels bool   // the seller can bring parcels there
	MaxWeight      int    // grams; 0: not said
	Latitude       string // decimal degrees
	Longitude      string
	TryOn          bool // the buyer can try things on there
	// Problem is why the record could not be read; only Code may then be set.
	Problem error
}

// Labeler is a carrier that makes the papers that go with parcels.
type Labeler interface {
	// Labels prints all papers of accepted parcels. Before the carrier has accepted one the error is of class Retry or
	// Conflict.
	Labels(ctx context.Context, refs ...order.Ref) ([]Label, error)
}

// Changer is a carrier whose requests can be changed until the goods move.
type Changer interface {
	// Change ensures that a parcel is as the values say. Errors are those of Create, besides Conflict: it is on its way
	// already. Whether the carrier agrees may be settled later: a change that it did not take is among the Problems.
	Change(ctx context.Context, ref order.Ref, r Request) (Parcel, error)
}

// Returner is a carrier that brings goods back.
type Returner interface {
	// SendBack makes the carrier bring back a parcel that it has in hand and that is not handed out. It is "ensure". One
	// that it does not have yet is an error of class Conflict: that is cancelled.
	SendBack(ctx context.Context, ref order.Ref) (Parcel, error)

	// Return ensures that there is a parcel by which the buyer sends goods back that he was handed out, and returns it:
	// its Direction is DirectionFromBuyer. What is asked for twice with the same key, or for the same parcel as a whole, is one.
	// Problems are those of Create; a parcel that is not handed out is an error of class Conflict.
	Return(ctx context.Context, r ReturnRequest) (Parcel, error)
}

// ReturnRequest asks for a parcel from the buyer. It survives JSON.
type ReturnRequest struct {
	Key    string    `json:"key"`            // as Request.Key, another one than that of the parcel it is of
	Parcel order.Ref `json:"of"`             // the parcel that was handed out
	Goods  []Goods   `json:"goods,omitzero"` // which of its goods, by Box and Article, Pieces of each; empty: all
	// Values are what is to be other than the carrier would choose by itself, by the names of its form.
	Values Values `json:"values,omitzero"`
}

// Webhooker is a carrier that calls us. A call tells which parcels have changed, for Carrier.Read, and nothing of how:
// carriers do not sign what they send, and send it out of order. One that never repeats a call, and drops those who do not
// answer well, is answered well whatever became of the call: what was lost comes by reading parcels from time to time.
type Webhooker = ordo.Webhooker[order.Ref]

// Subscriber is a carrier that calls only those who have asked for it.
type Subscriber interface {
	// Subscribe ensures that calls come. A carrier may drop a subscription without a word, so it is called now and then.
	Subscribe(ctx context.Context) error
}

// Checker is a carrier that can tell in advance whether it will work.
type Checker interface {
	// Check looks whether credentials and settings are good. The error says all that is wrong.
	Check(ctx context.Context) error
}
