// Package exchangetest is the conformance suite of [exchange.Source] and [exchange.Sink]. It checks that a source tells
// everything once and what changed since, that no list ends for one bad record, and that reading on from any cursor
// misses nothing; and that a sink may be told the same twice.
//
// An implementation is run against a fake of its system, in one line:
//
//	func TestConformance(t *testing.T) { exchangetest.RunSource(t, setup) }
//
// where setup connects a source with a new fake, which has some records of each kind:
//
//	func setup(t *testing.T) exchangetest.Source {
//		books := bookstest.New()
//		t.Cleanup(books.Close)
//		return exchangetest.Source{
//			Port: booksapi.New(books.URL()), Kinds: []exchange.Kind{exchange.Goods, exchange.Stocks},
//			Changes: books.Change,
//		}
//	}
//
// Port and Kinds of a Source, and Port, Kinds and Commits of a [Sink], are required. Every other field enables more
// checks; a check without its fields is skipped and names them. The suite needs no dependency outside this module.
// Clients wait before they retry: RunSourceInBubble and RunSinkInBubble make that instant.
package exchangetest
