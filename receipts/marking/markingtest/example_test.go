package markingtest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
)

func ExampleMemory() {
	const code = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	registry := &markingtest.Memory{}
	registry.Put(code)
	c, _ := marking.Parse(code)
	sale := marking.Report{Key: "A-1042/1", Direction: marking.Withdraw, Units: []marking.ReportUnit{{Code: c}}}
	r, err := registry.Report(context.Background(), sale)
	fmt.Println(r.State, err)
	registry.Sell(code) // a receipt with the code: one too many
	fmt.Println(registry.Unit(code).Withdrawals, registry.Unit(code).Repeats)
	// Output:
	// done <nil>
	// 1 1
}

// The test of an implementation is one line. The fixture connects it with a fake of the registry.
func ExampleRun() {
	var port marking.Registry // the implementation
	var zn *markingtest.Memory

	_ = func(t *testing.T) {
		markingtest.Run(t, func(*testing.T) markingtest.Registry {
			return markingtest.Registry{
				Port: port, Put: func(c marking.Code, u markingtest.Unit) { zn.Set(c.String(), u) },
				Withdrawals: func(c marking.Code) int { return zn.Unit(c.String()).Withdrawals },
				Documents:   func() int { return len(zn.Reports()) }, Process: zn.Process,
			}
		})
	}
	// Output:
}
