package carriertest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Fixture is a carrier without parcels, and what a test may look at and do there behind its back.
type Fixture struct {
	// Port is the carrier. Needed.
	Port carriers.Carrier
	// Count counts the parcels that the carrier will carry, or has carried, to buyers. Needed.
	Count func() int

	// Delivery is where the parcels of the checks go; with it forms must be filled in so far that Fill completes them.
	Delivery order.Delivery
	// Fill fills in what the order does not tell.
	Fill func(v carriers.Values)

	// Process lets the carrier make up its mind about all requests that wait. Without it they are settled at once.
	Process func()
	// Refuses makes the carrier refuse the next request with a key, at once or after it has taken it.
	Refuses func(key string)
	// FailsOnce makes the next request fail before anything is done, in a way that passes.
	FailsOnce func()
	// LosesAnswer makes the carrier take the next request and lose its answer.
	LosesAnswer func()
	// Moves brings a parcel to the buyer's side: sent, arrived, handed-out, coming-back, lost.
	Moves func(key string, to status.ShipmentState)
	// HandsOut lets the buyer take the first pieces of a parcel, and the rest go back.
	HandsOut func(key string, pieces int)
	// Call makes a genuine call of the carrier about a parcel: the request without its body, and the body. Port must be a
	// carriers.Webhooker.
	Call func(key string) (*http.Request, []byte)
	// Forged makes such a call with wrong credentials. Without it all headers are removed.
	Forged func(key string) (*http.Request, []byte)
	// Subscriptions counts who is called when parcels move.
	Subscriptions func() int
	// BadCredentials is the same carrier with credentials that it does not take.
	BadCredentials carriers.Carrier
}
