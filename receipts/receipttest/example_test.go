package receipttest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/receipttest"
)

// A test of an implementation is one line; the fixture shows what may be looked at behind its back.
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
