package carriers

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/order"
)

// Carrier is one contract with a carrier. It is safe for concurrent use.
//
// Errors are *ordo.Error where the carrier, or the way to it, is at fault. Retry and RateLimited mean that the same
// call may be made again later, Auth that a person must act.
type Carrier interface {
	// System names the carrier, e.g. "cdek".
	System() string

	// Form describes the request for a consignment: each field that the carrier takes, and what of it the order tells.
	// It may ask the carrier for cities, points and prices; it sends nothing that stays. What the order says and the
	// carrier does not know (a city, a point) is no error but a note of the form.
	Form(ctx context.Context, c Consignment) (Form, error)

	// Create ensures that the carrier has the request. It is "ensure": called again with the same Key, after a crash or
	// a lost answer, it finds what the first try did and asks for no second parcel; what it finds is told as it stands, and
	// the values are not compared. The answer may come before the carrier has made up its mind: then the parcel is
	// ParcelWaiting, and Read tells more.
	//
	// Values that break a rule of the form are not sent: the error is that *FormError. What the carrier itself refuses, now
	// or later, is no error but a ParcelRefused with the Problems; its key is free, and Create with corrected values and
	// the same key asks anew, as it does after a parcel was cancelled. InDoubt means that the carrier may have the request:
	// the same one under the same key is the one thing that may be given then.
	Create(ctx context.Context, r Request) (Parcel, error)

	// Read tells how parcels stand, each once, in any order. It changes nothing. A reference is Parcel.Ref, or one made by
	// ByNumber or ByKey. A parcel that the carrier does not know is a Parcel with the Ref that was asked for and
	// a Problem of class NotFound; one that cannot be understood has a Problem of class Invalid. An error comes once, last.
	Read(ctx context.Context, refs ...order.Ref) iter.Seq2[Parcel, error]

	// Cancel ensures that a parcel which the carrier does not have in hand yet will not be carried, and returns it as
	// ParcelCancelled. It is "ensure": one that is cancelled already is no error. One that is on its way is an error of
	// class Conflict: see Returner.SendBack. One that is unknown counts as cancelled if the carrier forgets those, else it
	// is of class NotFound. Retry also means that the carrier is still at work on it.
	Cancel(ctx context.Context, ref order.Ref) (Parcel, error)
}

// The kinds of references that Read takes.
const (
	KindParcel = "parcel" // the carrier's id of a parcel, as in Parcel.Ref
	KindNumber = "number" // the tracking number
	KindKey    = "key"    // our own number, Request.Key
)

// ByNumber is a parcel by its tracking number, also one that somebody asked for in the carrier's own office.
func ByNumber(system, number string) order.Ref {
	return order.Ref{System: system, Kind: KindNumber, ID: number}
}

// ByKey is a parcel by our own number.
func ByKey(system, key string) order.Ref { return order.Ref{System: system, Kind: KindKey, ID: key} }

// MaxKey is how many characters a key may have.
const MaxKey = 40

// Request asks a carrier for a parcel. It survives JSON.
type Request struct {
	// Key is our own number of the parcel: ASCII without spaces, up to MaxKey characters, unique under the contract. It is
	// what makes creating safe to repeat, and people at the carrier see it. Consignment.Key makes one.
	Key    string `json:"key"`
	Values Values `json:"values"`
}

// CheckKey says what is wrong with the key, as a problem of the field "key"; nil if nothing is.
func (r Request) CheckKey() []Problem {
	const field = "key"
	if r.Key == "" {
		return []Problem{{Field: field, Code: CodeRequired, Rule: "is empty: without it a lost answer would make a second parcel"}}
	}
	if n := len([]rune(r.Key)); n > MaxKey {
		return []Problem{broken(field, CodeLength, "has %d characters, at most %d are allowed", n, MaxKey)}
	}
	for _, c := range r.Key {
		if c <= ' ' || c > '~' {
			return []Problem{broken(field, CodePattern, "has %q: it must be ASCII without spaces", c)}
		}
	}
	return nil
}
