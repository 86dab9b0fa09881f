package order

import (
	"iter"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Filter selects events of a log; a zero field selects all.
type Filter struct {
	Line      string           // that move units of this line
	State     status.ItemState // that bring units into this state
	Warehouse string           // that bring units to this warehouse, or change them there
	From      string           // that take units from this warehouse to another place, or to none
	Actor     string           // by the person with this id
	System    string           // by this system
	Kind      string           // of this kind
	Since     time.Time        // not before
	Until     time.Time        // before
}

// Fits reports whether the filter selects an event.
func (f Filter) Fits(e Event) bool {
	switch {
	case f.Actor != "" && e.By.ID != f.Actor,
		f.System != "" && e.By.System != f.System,
		f.Kind != "" && e.Body.Kind() != f.Kind,
		!f.Since.IsZero() && e.At.Before(f.Since),
		!f.Until.IsZero() && !e.At.Before(f.Until):
		return false
	}
	if f.From != "" && !slices.ContainsFunc(e.Left, func(l Leaving) bool { return l.Warehouse == f.From && (f.Line == "" || l.Line == f.Line) }) {
		return false
	}
	if f.Line == "" && f.State == 0 && f.Warehouse == "" {
		return true
	}
	ms := e.Moves()
	if b, ok := e.Body.(LineExtended); ok { // its new units
		ms = []Move{{b.Line, Portion{State: b.State}}}
	}
	for _, m := range ms {
		if (f.Line == "" || m.Line == f.Line) && (f.State == 0 || m.State == f.State) && (f.Warehouse == "" || m.Warehouse == f.Warehouse) {
			return true
		}
	}
	return false
}

// Events goes through the log, oldest first.
func (o *Order) Events(f Filter) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for _, e := range o.log {
			if f.Fits(e) && !yield(e) {
				return
			}
		}
	}
}
