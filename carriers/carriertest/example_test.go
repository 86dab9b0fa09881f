package carriertest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/carriertest"
	"github.com/ordo-sdk/ordo/order"
)

// The test of an implementation is one line. The fixture connects it with a fake of the system.
func ExampleRun() {
	var port carriers.Carrier // the implementation
	var post struct {
		Count, Moved func() int
		Settle       func()
	}

	_ = func(t *testing.T) {
		carriertest.Run(t, func(*testing.T) carriertest.Fixture {
			return carriertest.Fixture{
				Port: port, Count: post.Count,
				// What may be left out makes more checks possible.
				Delivery: order.Delivery{City: "Москва", Point: "MSK5"}, Process: post.Settle,
			}
		})
	}
	// Output:
}
