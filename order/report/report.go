package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// MaxRows is how many rows a report may have.
const MaxRows = 100_000

// Report is a report in the making. It is for one goroutine.
type Report struct {
	query    Query
	counts   []count // of rows, in the order in which they came
	index    map[string]int
	total    count
	problems []Problem
}

// Problem is an order that could not be counted.
type Problem struct {
	Order string
	Err   error
}

// New returns an empty report. The error is that of Query.Check.
func New(q Query) (*Report, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	q.By = slices.Clone(q.By)
	return &Report{query: q, index: map[string]int{}}, nil
}

// Add counts an order. An order must not be added twice. The error says that there are too many rows, or that a sum is
// too large; the report is then incomplete.
func (r *Report) Add(o *order.Order) error {
	for _, f := range factsOf(r.query.Subject, o) {
		if err := r.add(f); err != nil {
			return fmt.Errorf("report: order %q: %w", o.ID(), err)
		}
	}
	return nil
}

// Skip notes that an order could not be read, and why.
func (r *Report) Skip(id string, err error) { r.problems = append(r.problems, Problem{id, err}) }

// fact is one thing that is counted.
type fact struct {
	at     time.Time
	values map[By][]string // of the dimensions that it has
	units  amount.Quantity
	sum    amount.Money
	split  map[string]part // by warehouse
	stay   time.Duration
	ended  bool // stay has ended
	stays  bool // it is a stay
}

// part is what of a fact belongs to one warehouse.
type part struct {
	units amount.Quantity
	sum   amount.Money
}

// add counts a fact: once in all, and once in each of its rows.
func (r *Report) add(f fact) error {
	if !r.query.within(f.at) {
		return nil
	}
	for by, only := range r.query.Only {
		if !slices.Contains(r.valuesOf(f, by), only) {
			return nil
		}
	}
	if place, only := r.query.Only[Warehouse]; only {
		f = f.part(place)
	}
	if err := r.total.add(f); err != nil {
		return err
	}
	if len(r.query.By) == 0 {
		return nil
	}
	keys := [][]string{nil}
	for _, by := range r.query.By {
		values := r.valuesOf(f, by)
		if only, is := r.query.Only[by]; is {
			values = []string{only}
		}
		var longer [][]string
		for _, k := range keys {
			for _, v := range values {
				longer = append(longer, append(slices.Clone(k), v))
			}
		}
		keys = longer
	}
	place := slices.Index(r.query.By, Warehouse)
	for _, k := range keys {
		of := f
		if place >= 0 {
			of = f.part(k[place])
		}
		if err := r.row(k, of); err != nil {
			return err
		}
	}
	return nil
}

// valuesOf returns the values that a fact has of a dimension; one at least.
func (r *Report) valuesOf(f fact, by By) []string {
	if p, is := r.query.period(by, f.at); is {
		return []string{p}
	}
	if vs := f.values[by]; len(vs) > 0 {
		return vs
	}
	return []string{""}
}

// part returns what of a fact belongs to a warehouse.
func (f fact) part(place string) fact {
	if f.split != nil {
		p := f.split[place]
		f.units, f.sum = p.units, p.sum
	}
	return f
}

// keySeparator stands in no id.
const keySeparator = "\x00"

func (r *Report) row(key []string, f fact) error {
	id := strings.Join(key, keySeparator)
	i, has := r.index[id]
	if !has {
		if i = len(r.counts); i >= MaxRows {
			return fmt.Errorf("the report has more than %d rows: leave out a dimension, or shorten the period", MaxRows)
		}
		r.index[id] = i
		r.counts = append(r.counts, count{key: key})
	}
	return r.counts[i].add(f)
}

// count is a row in the making.
type count struct {
	key   []string
	n     int
	units amount.Quantity
	sums  []amount.Money // one a currency
	open  int
	ended durations
	stays bool
}

func (c *count) add(f fact) (err error) {
	c.n++
	if c.units, err = c.units.Add(f.units); err != nil {
		return err
	}
	if f.stays {
		c.stays = true
		if f.ended {
			c.ended.add(f.stay)
		} else {
			c.open++
		}
	}
	if f.sum.IsUnset() {
		return nil
	}
	for i, s := range c.sums {
		if s.Currency() == f.sum.Currency() {
			c.sums[i], err = s.Add(f.sum)
			return err
		}
	}
	c.sums = append(c.sums, f.sum)
	return nil
}
