package carriertest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Fixture is a carrier without parcels, with the functions to inspect and drive the fake system.
type Fixture struct {
	// Port is the carrier. Required.
	Port carriers.Carrier
	// Count counts the parcels to buyers that the carrier has accepted and that are not cancelled. Required.
	Count func() int

	// Delivery is the delivery of the orders of the checks. With it the forms must be complete, except for what Fill
	// sets.
	Delivery order.Delivery
	// Fill sets the values that are not in the order.
	Fill func(v carriers.Values)

	// Process lets the carrier process all waiting requests. If it is nil, they are processed at once.
	Process func()
	// Prints does what people must have done before the papers of a parcel exist, such as putting it into a batch. If it
	// is nil, an accepted parcel has them.
	Prints func(key string)
	// Refuses makes the carrier refuse the next request with a key, at once or later.
	Refuses func(key string)
	// FailsOnce makes the next request fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the next request succeed and lose its answer.
	LosesAnswer func()
	// Moves moves a parcel to a state: sent, arrived, handed-out, coming-back, lost.
	Moves func(key string, to status.ShipmentState)
	// HandsOut hands out the first pieces of a parcel to the buyer and returns the rest.
	HandsOut func(key string, pieces int)
	// Call returns a genuine call of the carrier about a parcel: the request without its body, and the body. Port
	// must be a carriers.Webhooker.
	Call func(key string) (*http.Request, []byte)
	// Forged returns such a call with wrong credentials. If it is nil, the checks use Call without its headers.
	Forged func(key string) (*http.Request, []byte)
	// Subscriptions counts the webhook subscriptions.
	Subscriptions func() int
	// BadCredentials is the same carrier with credentials that it refuses.
	BadCredentials carriers.Carrier
}
