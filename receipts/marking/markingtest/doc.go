// Package markingtest has a registry of marked goods in memory, and the conformance suite of [marking.Registry]: it
// checks that a document is reported once, whatever answer is lost, that nothing is done before each code is in its
// new state, and that what is refused is named code by code.
//
//	func TestConformance(t *testing.T) {
//		markingtest.Run(t, func(t *testing.T) markingtest.Registry {
//			zn := newFakeRegistry(t)
//			return markingtest.Registry{
//				Port: myregistry.New(zn.URL()), Put: zn.Put, Withdrawals: zn.Withdrawals, Documents: zn.Documents, Process: zn.Check,
//			}
//		})
//	}
//
// Required fields of a fixture are marked. Every other field enables more checks; a check without its fields is skipped
// and names them.
//
// A host tests against [Memory], which needs no network: a code that it sells twice is refused, and counted.
package markingtest
