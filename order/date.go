package order

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// MoveDate moves the delivery window, by agreement with the buyer.
type MoveDate struct {
	Window Window
}

// Kind implements Command.
func (MoveDate) Kind() Kind { return KindMoveDate }

func (c MoveDate) decide(o *Order, _ By) ([]Body, error) {
	w := c.Window.normal()
	if err := w.check(); err != nil {
		return nil, err
	}
	if w == o.delivery.Window {
		return nil, refuse(ErrAlready, "window", "it is the agreed one already")
	}
	allowed := o.rules.scheme.MoveDate
	if allowed == 0 {
		return nil, refuse(ErrScheme, "window", "the scheme %s does not let the date be moved", o.scheme)
	}
	if s, ok := o.outside(allowed); ok {
		return nil, refuse(ErrNotNow, "window", "some goods are %s; the date may be moved only while all are %s", s, allowed.List())
	}
	return []Body{DateMoved{w}}, nil
}

// DateMoved records that the delivery window moved.
type DateMoved struct {
	Window Window `json:"window"`
}

// Kind implements Body.
func (DateMoved) Kind() string { return "date-moved" }

func (b DateMoved) check(*Order) error { return checkTimes(b.Window.From, b.Window.To) }

func (b DateMoved) apply(o *Order, e *Event) {
	o.delivery.Window = b.Window
	o.markSeen(e, factDates, "")
}

// DateReport is the delivery window and the deadlines in an outside system. Values that are absent are left alone.
type DateReport struct {
	Window    Window
	Deadlines []Deadline
}

func (DateReport) name() string { return "dates" }

func (r DateReport) observe(o *Order, by By) error {
	w := r.Window.normal()
	if !w.IsZero() {
		if err := w.check(); err != nil {
			return err
		}
	}
	if !o.authority.owns(by.Actor.Role, factDates) {
		if w.IsZero() {
			return nil
		}
		return Intent{Commands: []Command{MoveDate{w}}}.observe(o, by)
	}
	if o.stale(by, factDates, "") {
		return nil
	}
	if !w.IsZero() && w != o.delivery.Window {
		o.commitReported(by, DateMoved{w})
	}
	if ds := setDeadlines(o.deadlines, r.Deadlines); !slices.Equal(ds, o.deadlines) {
		o.commitReported(by, DeadlinesSet{ds})
	}
	return nil
}

// DeadlinesSet records the deadlines of outside systems.
type DeadlinesSet struct {
	Deadlines []Deadline `json:"deadlines"`
}

// Kind implements Body.
func (DeadlinesSet) Kind() string { return "deadlines-set" }

func (b DeadlinesSet) check(*Order) error {
	var times []time.Time
	for _, d := range b.Deadlines {
		times = append(times, d.At)
	}
	return checkTimes(times...)
}

func (b DeadlinesSet) apply(o *Order, e *Event) {
	o.deadlines = b.Deadlines
	o.markSeen(e, factDates, "")
}

// setDeadlines merges reported deadlines: those of a reported kind are replaced, the others stay.
func setDeadlines(have, said []Deadline) []Deadline {
	out := slices.Clone(have)
	for _, d := range said {
		d.At = instant(d.At)
		if i := slices.IndexFunc(out, func(x Deadline) bool { return x.Kind == d.Kind }); i >= 0 {
			out[i] = d
		} else {
			out = append(out, d)
		}
	}
	return out
}

// Due lists the deadlines that are not met yet, the earliest first: those set by outside systems, the end of the first
// hold of money (Payment.Expires), as a deadline of KindCapture, and the day on which the channel closes an order
// without news (Scheme.SilentClose), as a deadline of KindComplete. A host can warn before they pass; the order itself
// does not act on them.
func (o *Order) Due() []Deadline {
	if o.ended() {
		return nil
	}
	var due []Deadline
	for _, d := range o.deadlines {
		if !o.deadlineMet(d.Kind) {
			due = append(due, d)
		}
	}
	if end := o.holdsEnd(); !end.IsZero() {
		due = append(due, Deadline{KindCapture, end})
	}
	if s := o.rules.scheme; s != nil && s.SilentClose > 0 {
		due = append(due, Deadline{KindComplete, o.changed.AddDate(0, 0, s.SilentClose)})
	}
	slices.SortStableFunc(due, func(a, b Deadline) int { return a.At.Compare(b.At) })
	return due
}

// deadlineMet reports whether all living units are as far as a deadline requires.
func (o *Order) deadlineMet(k Kind) bool {
	reach := map[Kind]status.ItemState{
		KindConfirm: status.ItemConfirmed, KindAssemble: status.ItemAssembling, KindPack: status.ItemPacked,
		KindHandOver: status.ItemSent, KindArrive: status.ItemArrived, KindDeliver: status.ItemHandedOut,
	}[k]
	if reach == 0 {
		return false
	}
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if o.tally.counted()[s] != 0 && !endedStates.Has(s) && rank(s) < rank(reach) {
			return false
		}
	}
	return true
}
