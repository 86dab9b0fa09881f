package exchangetest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
)

// The test of an implementation is one line. The fixture connects it with a fake of the system.
func ExampleRunSource() {
	var port exchange.Source // the implementation
	var books struct{ Change, Remove func(exchange.Kind) string }

	_ = func(t *testing.T) {
		exchangetest.RunSource(t, func(*testing.T) exchangetest.Source {
			return exchangetest.Source{
				Port: port, Kinds: []exchange.Kind{exchange.Goods, exchange.Stocks},
				// What may be left out makes more checks possible.
				Changes: books.Change, Removes: books.Remove,
			}
		})
	}
	// Output:
}
