// Package erptest proves that an implementation of [erp.System] keeps the port's promises: orders come into being once,
// own writes do not come back, what people change is neither lost nor doubled, and what they mean is understood.
//
//	func TestConformance(t *testing.T) {
//		erptest.Run(t, func(t *testing.T) erptest.Fixture {
//			books := newFakeBooks(t)
//			return erptest.Fixture{System: mysystem.New(books.URL()), Orders: books.Count, ...}
//		})
//	}
//
// It needs nothing but the standard library. What a fixture does not tell is not checked, and the test says so by a skip.
package erptest
