package carriers

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/order"
)

// Carrier is one account with a carrier. It is safe for concurrent use.
//
// Failures of the carrier or the connection are an *ordo.Error. Retry and RateLimited mean that the same call may be
// repeated later, Auth that a person must act.
type Carrier interface {
	// System returns the name of the carrier, such as "cdek".
	System() string

	// Form returns the request form for a consignment, with the values known from the order. It may look up cities,
	// points and prices; it changes nothing at the carrier. A city or point of the order that the carrier does not
	// know is a note of the form, not an error.
	Form(ctx context.Context, c Consignment) (Form, error)

	// Create ensures that the carrier has the request. It is idempotent: called again with the same Key, after a
	// crash or a lost answer, it returns the first parcel in its current state and requests no second one; the values
	// are not compared. If the carrier has not decided yet, the parcel is ParcelWaiting: poll Read.
	//
	// Values that break a rule of the form are not sent: the error is the *FormError. A request that the carrier
	// refuses, at once or later, is a ParcelRefused with Problems and no error. Its key is free again, as after a
	// cancellation: Create with corrected values and the same key makes a new request. After InDoubt the carrier may
	// have the request: only the same request under the same key may be repeated.
	Create(ctx context.Context, r Request) (Parcel, error)

	// Read yields the current state of parcels, each once, in any order. It changes nothing. A reference is
	// Parcel.Ref, or made by ByNumber or ByKey. An unknown parcel is yielded with the requested Ref and a Problem of
	// class NotFound; one that cannot be understood has a Problem of class Invalid. An error is yielded once, last.
	Read(ctx context.Context, refs ...order.Ref) iter.Seq2[Parcel, error]

	// Cancel ensures that a parcel that the carrier does not have yet will not be carried, and returns it as
	// ParcelCancelled. It is idempotent. The error is of class Conflict if the parcel is on its way: see
	// Returner.SendBack. It is of class NotFound if the parcel is unknown, unless the carrier forgets cancelled
	// parcels: then it counts as cancelled. Retry may also mean that the carrier is still processing the request.
	Cancel(ctx context.Context, ref order.Ref) (Parcel, error)
}

// The kinds of references that Read takes.
const (
	KindParcel = "parcel" // the carrier's id of a parcel, as in Parcel.Ref
	KindNumber = "number" // the tracking number
	KindKey    = "key"    // our number, Request.Key
)

// ByNumber returns the reference of a parcel by its tracking number, also of one requested outside of this program.
func ByNumber(system, number string) order.Ref {
	return order.Ref{System: system, Kind: KindNumber, ID: number}
}

// ByKey returns the reference of a parcel by our number.
func ByKey(system, key string) order.Ref { return order.Ref{System: system, Kind: KindKey, ID: key} }

// MaxKey is the maximum length of a key in characters.
const MaxKey = 40

// Request is a request for a parcel. It survives JSON.
type Request struct {
	// Key is our number of the parcel: ASCII without spaces, up to MaxKey characters, unique in the account. It is the
	// idempotency key, and the carrier's staff see it. Consignment.Key makes one.
	Key    string `json:"key"`
	Values Values `json:"values"`
}

// CheckKey returns what is wrong with the key, as a problem of the field "key", or nil.
func (r Request) CheckKey() []Problem {
	const field = "key"
	if r.Key == "" {
		return []Problem{broken(field, CodeRequired, "is empty: without it a lost answer would make a second parcel")}
	}
	if n := len([]rune(r.Key)); n > MaxKey {
		return []Problem{broken(field, CodeLength, "has %d characters, at most %d are allowed", n, MaxKey)}
	}
	for _, c := range r.Key {
		if c <= ' ' || c > '~' {
			return []Problem{broken(field, CodePattern, "has %q: it must be ASCII without spaces", string(c))}
		}
	}
	return nil
}
