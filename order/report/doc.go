// Package report counts orders for people: how many there are in each stage and what they cost, how long orders stay in
// a stage, why goods come back, where goods wait, who did what.
//
//	r, err := report.New(report.Query{
//		Subject: report.Returns, By: []report.By{report.Reason, report.Month}, From: january, Zone: moscow,
//	})
//	for o := range orders {
//		err = r.Add(o) // the logs of the orders, one after the other
//	}
//	table := r.Table()
//	err = table.CSV(file)
//	err = table.Page(w, nil)
//
// bridge.Bridge.Report does this for all orders that are stored.
//
// # What is counted
//
// A [Subject] says what one count is: an order, a stay of an order in a stage, a return block, a stay of goods in a
// state, an event. The dimensions of By split the counts, Only keeps those with one value, From and To those of a
// period. Sums are exact, each currency apart.
//
// Something may have several values of a dimension: an order has goods at two warehouses, or two people worked on it.
// It is then counted once for each, so that the rows may add up to more than Table.Total, which counts it once. A sum
// is split by warehouse, as each unit is at one place; for several people it stands in the row of each.
//
// # One pass
//
// A report reads each order's log once and keeps none of it: memory grows with the number of rows, not with that of
// orders ([MaxRows]). How long stays took is kept in classes that are 1/64 of their length wide, so the median and the
// 90th percentile are off by at most that; everything else is exact.
//
// It needs no store and reads no clock: a stay that has not ended is counted as open, and its length does not count.
package report
