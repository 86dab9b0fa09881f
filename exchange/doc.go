// Package exchange defines the exchange of records that are no orders: goods, prices, stock and the like. A [Source]
// yields what changed in one system, a [Sink] takes it into another. Neither knows the other; whoever moves records
// between them keeps a cursor.
//
//	for r, err := range source.Records(ctx, exchange.Stocks, cursor) {
//		if err != nil {
//			return err // read on from the cursor of the last record that was kept
//		}
//		if r.Problem != nil {
//			warn(r.Key, r.Problem) // one record, not the list
//			continue
//		}
//		...
//	}
//
// # Records
//
// A record has a key that is unique among the records of its kind in its system, and stays the same. Its data are JSON
// of the kind's type, such as [Good], [Price] or [Party], read with [Decode]. A kind of one's own is agreed upon
// between a source and a sink. A record that is Gone has no data: the system has it no more.
//
// Orders are no records, though systems exchange them, too: an order goes from the shop to the people who work on it
// and then to the books by the routes of a bridge, which keep each of its sides in step. A record is only ever copied.
//
// # Implementing a source or a sink
//
// A source must
//
//   - yield everything for an empty cursor, and what changed since for the cursor of a record; it may yield more, as a
//     sink is told the same twice without harm, but never less;
//   - leave cursors usable: reading on from the cursor of any record that was yielded misses none;
//   - yield a record that cannot be read as one with a Problem, and never end the list for it, nor say that it is Gone;
//   - yield an error once, last, as an *ordo.Error; a kind that it does not have is one of class Unsupported, a cursor that
//     says nothing to it one that wraps [ErrCursor].
//
// One with a method Has(Kind) bool is asked by it whether it has a kind, before it is read.
//
// A sink must ensure, not do: the same record twice changes nothing the second time. It answers each record once, in
// order, also those that it cannot keep.
//
// exchangetest.RunSource and exchangetest.RunSink check all of this against a fake of the system, in one line. Package
// files has folders through which systems exchange files.
package exchange
