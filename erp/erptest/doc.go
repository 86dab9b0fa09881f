// Package erptest is the conformance suite of [erp.System]. It checks that orders are created once, that own writes are
// not reported as changes, that people's changes are neither lost nor doubled, and that they are translated into the
// right commands.
//
//	func TestConformance(t *testing.T) {
//		erptest.Run(t, func(t *testing.T) erptest.Fixture {
//			books := newFakeBooks(t)
//			return erptest.Fixture{Port: mysystem.New(books.URL()), Count: books.Orders}
//		})
//	}
//
// Port and Count are required. Every other field enables more checks; a check without its fields is skipped and names
// them. RunDirectory does the same for an [erp.Directory]. [Books], [Desk] and [Clients] are in memory, for tests of
// programs that use such a system: one that keeps the books, one where people edit rows and promo codes without a say
// about prices, and a directory. The suite needs no dependency outside this module. Clients wait before
// they retry: RunInBubble makes that instant.
package erptest
