package order

import (
	"slices"
)

// DateReport is the delivery window and the deadlines as an outside system reports them. Absent values say nothing.
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
		o.note(by, DateMoved{w})
	}
	if ds := setDeadlines(o.deadlines, r.Deadlines); !slices.Equal(ds, o.deadlines) {
		o.note(by, DeadlinesSet{ds})
	}
	return nil
}
