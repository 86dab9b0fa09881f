package report

import (
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Table is a finished report.
type Table struct {
	Query Query `json:"query"`
	Rows  []Row `json:"rows"` // sorted by key
	// Total counts everything once.
	Total Row `json:"total"`
	// Problems are the orders that could not be read: they are in no row.
	Problems []Problem `json:"-"`
}

// Row is what is counted under one key.
type Row struct {
	Key   []string        `json:"key"`            // a value for each of Query.By
	Count int             `json:"count"`          // of the subject
	Units amount.Quantity `json:"units,omitzero"` // of goods; of Stages and Actions none
	Sums  []amount.Money  `json:"sums,omitzero"`  // one a currency, sorted by it; of Orders and Returns
	Open  int             `json:"open,omitzero"`  // stays that have not ended
	// Median and P90 are how long half and nine tenths of the stays that have ended took at most.
	Median time.Duration `json:"median,omitzero"`
	P90    time.Duration `json:"p90,omitzero"`
}

// Table returns the report as far as it was counted.
func (r *Report) Table() Table {
	t := Table{Query: r.query, Total: r.total.row(), Problems: slices.Clone(r.problems)}
	for _, c := range r.counts {
		t.Rows = append(t.Rows, c.row())
	}
	slices.SortFunc(t.Rows, func(a, b Row) int { return slices.Compare(a.Key, b.Key) })
	return t
}

func (c count) row() Row {
	w := Row{Key: c.key, Count: c.n, Units: c.units, Sums: slices.Clone(c.sums), Open: c.open}
	slices.SortFunc(w.Sums, func(a, b amount.Money) int { return strings.Compare(a.Currency(), b.Currency()) })
	w.Median, w.P90 = c.ended.quantile(50), c.ended.quantile(90)
	return w
}

// currencies lists the currencies of a table, sorted.
func (t Table) currencies() (cs []string) {
	for _, s := range t.Total.Sums {
		cs = append(cs, s.Currency())
	}
	return cs
}

// stays reports whether a table measures stays.
func (t Table) stays() bool { return t.Query.Subject == Stages || t.Query.Subject == Goods }

// hasUnits reports whether a table counts units.
func (t Table) hasUnits() bool { return t.Query.Subject != Stages && t.Query.Subject != Actions }
