package carriertest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Fixture is a carrier without parcels, and what a test may look at and do there behind its back.
type Fixture struct {
	Carrier carriers.Carrier // needed
	// Parcels counts those that the carrier will carry, or has carried, to buyers. Needed.
	Parcels func() int

	// Delivery is where the parcels of the checks go; with it forms must be filled in so far that Fill completes them.
	Delivery order.Delivery
	// Fill fills in what the order does not tell.
	Fill func(v carriers.Values)

	// Works lets the carrier make up its mind about all requests that wait. Without it they are settled at once.
	Works func()
	// Refuses makes the carrier refuse the next request with a key, at once or after it has taken it.
	Refuses func(key string)
	// LosesAnswer makes the carrier take the next request and lose its answer; RefusesOnce makes it fail before it takes
	// anything, in a way that passes.
	LosesAnswer, RefusesOnce func()
	// Moves brings a parcel to the buyer's side: sent, arrived, handed-out, coming-back, lost.
	Moves func(key string, to status.ShipmentState)
	// HandsOut lets the buyer take the first pieces of a parcel, and the rest go back.
	HandsOut func(key string, pieces int)
	// Call makes a genuine call of the carrier about a parcel, and Forged one with wrong credentials.
	Call, Forged func(key string) (*http.Request, []byte)
	// Subscriptions counts who is called when parcels move.
	Subscriptions func() int
	// Stranger is the same carrier with credentials that it does not take.
	Stranger carriers.Carrier
}

// skipped says what a check lacks.
type skipped string

// Error implements error.
func (s skipped) Error() string { return "Fixture has no " + string(s) }
