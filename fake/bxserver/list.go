package bxserver

import (
	"slices"
	"strings"
)

// Row is a record. Its values are string, bool, int, float64, time.Time, nil, lists of these in []any, and what only
// answers have.
type Row = map[string]any

// PageSize is how many rows a page of a list has, unless the method says otherwise.
const PageSize = 50

// List says how a method lists its records.
type List struct {
	// Name returns the key in rows of a name as callers write it, and whether one can filter and sort by it.
	Name func(name string) (key string, ok bool)
	// Unknown is the refusal of a name, or of an operation, that the method does not know. nil: it is dropped and noted.
	Unknown func(name string) error
	Nested  bool // filters may hold others, with a logic
	Size    int  // rows of a page; 0 means PageSize
	Whole   bool // the offset is rounded down to whole pages
	// DropOffsets drops conditions whose time has an offset from UTC, as one method is reported to do.
	DropOffsets bool
}

// Page is what a list has found.
type Page struct {
	Rows []Row

	total, next int
	counted     bool
}

// Answer returns the result of a list with total and next beside it, if the caller wanted them counted.
func (p Page) Answer(result any) any {
	if !p.counted {
		return result
	}
	return Counted{Result: result, Total: p.total, Next: p.next}
}

// List filters and sorts rows by the parameters "filter" and "order" of the call, and takes the page that begins at
// its start.
func (c *Call) List(rows []Row, l List) (Page, error) {
	kept, err := c.Filter(rows, l)
	if err != nil {
		return Page{}, err
	}
	if err := c.sort(kept, l); err != nil {
		return Page{}, err
	}
	size := l.Size
	if size == 0 {
		size = PageSize
	}
	if c.Start < 0 { // the first page, and nothing is counted
		return Page{Rows: kept[:min(size, len(kept))]}, nil
	}
	start := c.Start
	if l.Whole {
		start -= start % size
	}
	from := min(start, len(kept))
	end := min(from+size, len(kept))
	p := Page{Rows: kept[from:end], total: len(kept), counted: true}
	if end < len(kept) {
		p.next = end
	}
	return p, nil
}

// Filter returns the rows that the parameter "filter" of the call lets through, in a new slice.
func (c *Call) Filter(rows []Row, l List) ([]Row, error) {
	test, err := c.filter(c.Array("filter"), l, "filter")
	if err != nil {
		return nil, err
	}
	kept := make([]Row, 0, len(rows))
	for _, r := range rows {
		if test(r) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

func (c *Call) sort(rows []Row, l List) error {
	type by struct {
		key  string
		desc bool
	}
	var keys []by
	for name, dir := range c.Array("order").All() {
		key, ok := l.Name(name)
		if !ok {
			if l.Unknown != nil {
				return l.Unknown(name)
			}
			c.Ignore("order." + name)
			continue
		}
		keys = append(keys, by{key, strings.HasPrefix(strings.ToUpper(strings.TrimSpace(Text(dir))), "DESC")})
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		for _, k := range keys {
			n := order(a[k.key], b[k.key])
			if k.desc {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
	return nil
}
