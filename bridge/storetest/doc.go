// Package storetest checks that a bridge.Store does what its documentation says.
//
// A package that implements a store calls Run from a test of its own:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) bridge.Store { return open(t) })
//	}
//
// Each check is a subtest and opens a store of its own, which must be empty. The checks tell nothing about stores that
// outlive the process: whether what was saved is there after a restart is for the implementation to test.
//
// A store that ends the claims of a process that is not heard of any more must not do so within the few seconds that a
// check takes.
//
// A store keeps times to the microsecond and may return them in another zone: the checks use no finer times and compare
// instants. An empty slice may come back as nil.
package storetest
