// Package erptest proves that an implementation of [erp.System] keeps the port's promises: orders come into being once,
// own writes do not come back, what people change is neither lost nor doubled, and what they mean is understood.
//
//	func TestConformance(t *testing.T) {
//		erptest.Run(t, func(t *testing.T) erptest.Fixture {
//			books := newFakeBooks(t)
//			return erptest.Fixture{Port: mysystem.New(books.URL()), Count: books.Orders}
//		})
//	}
//
// Port and Count are needed. Every other field makes more checks possible; a check that lacks something is skipped and says
// so. It needs no dependency besides this module. It does not wait, but clients do: RunInBubble makes that take no time.
package erptest
