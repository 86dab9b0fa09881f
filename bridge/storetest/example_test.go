package storetest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/bridge/storetest"
)

// A store of one's own is checked by a test of its own package.
func ExampleRun() {
	testStore := func(t *testing.T) {
		storetest.Run(t, func(*testing.T) bridge.Store { return memory.New() })
	}
	_ = testStore // go test calls it by the name TestStore
}
