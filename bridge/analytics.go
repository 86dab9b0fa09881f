package bridge

import (
	"context"
	"errors"

	"github.com/ordo-sdk/ordo/order/report"
)

// Report counts the orders that are stored, in one pass for all queries, with one order in memory at a time. There is a
// table for each query. An order whose log is damaged is in Table.Problems, and orders that are not known yet are left
// out. Tables are of no single moment: an order that changes during the pass is counted as it was before or after.
func (b *Bridge) Report(ctx context.Context, qs ...report.Query) ([]report.Table, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	rs := make([]*report.Report, len(qs))
	for i, q := range qs {
		var err error
		if rs[i], err = report.New(q); err != nil {
			return nil, err
		}
	}
	for s, err := range b.store.Orders(ctx, OrderFilter{}) {
		if err != nil {
			return nil, err
		}
		j, err := b.open(ctx, s.ID)
		var damaged *damagedError
		switch {
		case errors.As(err, &damaged):
			for _, r := range rs {
				r.Skip(s.ID, err)
			}
			continue
		case err != nil:
			return nil, err
		case !j.known():
			continue
		}
		for _, r := range rs {
			if err := r.Add(j.order); err != nil {
				return nil, err
			}
		}
	}
	tables := make([]report.Table, len(rs))
	for i, r := range rs {
		tables[i] = r.Table()
	}
	return tables, nil
}
