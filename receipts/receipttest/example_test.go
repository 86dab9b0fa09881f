package receipttest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/receipttest"
)

// The test of an implementation is one line. The fixture connects it with a fake of the system.
func ExampleRunRegistrar() {
	var port receipts.Registrar // the implementation
	var cloud struct{ Count func() int }

	_ = func(t *testing.T) {
		receipttest.RunRegistrar(t, func(*testing.T) receipttest.Registrar {
			return receipttest.Registrar{Port: port, Count: cloud.Count}
		})
	}
	// Output:
}
