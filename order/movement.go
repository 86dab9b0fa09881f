package order

import (
	"iter"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Movement is what an event did to units of one line that were alike before it and are alike after it: a row of the log
// of movements, for people. Was and Now are the units before and after, with their state and warehouse. Was has no
// state if the units are new; it is the same as Now where goods are on their way from one place to another, as when a
// transfer is sent.
type Movement struct {
	Event   int       `json:"event"` // the number of the event in the order's log
	At      time.Time `json:"at"`
	By      Actor     `json:"by"`
	Line    string    `json:"line"`
	Article string    `json:"article,omitzero"` // the line's SKU
	Name    string    `json:"name,omitzero"`
	Was     Portion   `json:"was,omitzero"`
	Now     Portion   `json:"now"`
	What    Text      `json:"what"` // what happened: that of the event
}

// Movements goes through the whole log of an order, and tells event by event which units moved, from where to where and
// from which state into which. The filter selects rows: those of units that come to its Warehouse and State, that leave
// its From. Beside it, Order.Events with the same filter tells of the events, without what was before them.
func Movements(events []Event, f Filter) iter.Seq[Movement] {
	return func(yield func(Movement) bool) {
		about := f
		about.Line, about.State, about.Warehouse, about.From = "", 0, "", ""
		t := tracks{}
		for _, e := range events {
			rows := t.follow(e)
			if !about.Fits(e) {
				continue
			}
			for _, m := range rows {
				if f.fitsRow(m) && !yield(m) {
					return
				}
			}
		}
	}
}

// fitsRow reports whether the filter selects the units of a movement.
func (f Filter) fitsRow(m Movement) bool {
	return (f.Line == "" || f.Line == m.Line) && (f.State == 0 || f.State == m.Now.State) &&
		(f.Warehouse == "" || f.Warehouse == m.Now.Warehouse) &&
		(f.From == "" || f.From == m.Was.Warehouse && f.From != m.Now.Warehouse)
}

// tracks are the lines of an order as far as its log was followed.
type tracks map[string]*track

// track is a line: what it is called, and its units.
type track struct {
	sku, name string
	portions  []Portion
}

// follow applies an event and returns what it did to units.
func (t tracks) follow(e Event) (rows []Movement) {
	var ms []Move
	switch b := e.Body.(type) {
	case Placed:
		t.name(b.Lines...)
	case Imported:
		t.name(b.Lines...)
	case LineAdded:
		t.name(b.Line)
	case LineExtended:
		ms = []Move{{b.Line, Portion{From: t.quantity(b.Line), To: b.Quantity, State: b.State}}}
	}
	text := e.Text()
	for _, m := range slices.Concat(ms, e.Moves()) {
		l := t[m.Line]
		if l == nil {
			continue // a damaged log
		}
		for _, r := range l.put(m.Portion) {
			r.Event, r.At, r.By, r.Line, r.Article, r.Name, r.What = e.N, e.At, e.By, m.Line, l.sku, l.name, text
			rows = append(rows, r)
		}
	}
	return rows
}

func (t tracks) name(ls ...LineData) {
	for _, l := range ls {
		t[l.ID] = &track{sku: l.SKU, name: l.Name}
	}
}

func (t tracks) quantity(line string) (q amount.Quantity) {
	if l := t[line]; l != nil && len(l.portions) > 0 {
		q = l.portions[len(l.portions)-1].To
	}
	return q
}

// put sets units to what they are now, and returns what they were.
func (l *track) put(now Portion) (rows []Movement) {
	var rest []Portion
	add := func(was Portion) {
		p := now
		p.From, p.To = was.From, was.To
		if n := len(rows); n > 0 && rows[n-1].Now.To == p.From && rows[n-1].Was.same(was) {
			rows[n-1].Was.To, rows[n-1].Now.To = p.To, p.To
			return
		}
		rows = append(rows, Movement{Was: was, Now: p})
	}
	end := now.From
	for _, p := range l.portions {
		in := p
		in.From, in.To = later(p.From, now.From), earlier(p.To, now.To)
		if in.From.Cmp(in.To) >= 0 {
			rest = append(rest, p)
			continue
		}
		add(in)
		end = in.To
		if before := p; p.From.Cmp(in.From) < 0 {
			before.To = in.From
			rest = append(rest, before)
		}
		if after := p; in.To.Cmp(p.To) < 0 {
			after.From = in.To
			rest = append(rest, after)
		}
	}
	if end.Cmp(now.To) < 0 { // new units are behind all others
		add(Portion{From: end, To: now.To})
	}
	rest = append(rest, now)
	slices.SortFunc(rest, func(a, b Portion) int { return a.From.Cmp(b.From) })
	l.portions = l.portions[:0]
	for _, p := range rest {
		if n := len(l.portions); n > 0 && l.portions[n-1].same(p) {
			l.portions[n-1].To = p.To
			continue
		}
		l.portions = append(l.portions, p)
	}
	return rows
}

func later(a, b amount.Quantity) amount.Quantity { return amount.Milli(max(a.Milli(), b.Milli())) }

func earlier(a, b amount.Quantity) amount.Quantity { return amount.Milli(min(a.Milli(), b.Milli())) }
