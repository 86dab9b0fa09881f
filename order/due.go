package order

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Due lists the deadlines that are not met yet, the earliest first: those that outside systems set, and the day on which
// the channel closes a silent order by itself (Scheme.SilentClose), as a deadline of KindComplete. A host warns before they
// pass; nothing here happens by itself.
func (o *Order) Due() []Deadline {
	if o.ended() {
		return nil
	}
	var due []Deadline
	for _, d := range o.deadlines {
		if !o.met(d.Kind) {
			due = append(due, d)
		}
	}
	if s := o.rules.scheme; s != nil && s.SilentClose > 0 {
		due = append(due, Deadline{KindComplete, o.changed.AddDate(0, 0, s.SilentClose)})
	}
	slices.SortStableFunc(due, func(a, b Deadline) int { return a.At.Compare(b.At) })
	return due
}

// met tells whether what a deadline asks for has happened to all units that live.
func (o *Order) met(k Kind) bool {
	reach := map[Kind]status.ItemState{
		KindConfirm: status.ItemConfirmed, KindAssemble: status.ItemAssembling, KindPack: status.ItemPacked,
		KindHandOver: status.ItemSent, KindArrive: status.ItemArrived, KindDeliver: status.ItemHandedOut,
	}[k]
	if reach == 0 {
		return false
	}
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if o.tally.counted()[s] != 0 && !finished.Has(s) && rank(s) < rank(reach) {
			return false
		}
	}
	return true
}

// setDeadlines merges deadlines as an outside system reports them: a kind that it names is replaced, the others stay.
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

// DeadlinesSet says by when an outside system wants things to have happened.
type DeadlinesSet struct {
	Deadlines []Deadline `json:"deadlines"`
}

// Kind implements Body.
func (DeadlinesSet) Kind() string { return "deadlines-set" }

func (b DeadlinesSet) sound(*Order) error {
	var times []time.Time
	for _, d := range b.Deadlines {
		times = append(times, d.At)
	}
	return soundTimes(times...)
}

func (b DeadlinesSet) apply(o *Order, e *Event) {
	o.deadlines = b.Deadlines
	o.saw(e, factDates, "")
}
