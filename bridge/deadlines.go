package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// warnedLabel is the label that says of which deadline the merchant was warned.
func warnedLabel(k order.Kind) string { return "warned/" + string(k) }

// captureWarning is how long before the end of a hold people are warned at least: they have to make the goods ready, or
// ask the buyer to pay once more.
const captureWarning = 24 * time.Hour

// silentWarning is how long before a channel closes an order that shows no progress people are warned at least: they
// have to find out where the parcel is.
const silentWarning = 3 * 24 * time.Hour

// closesSilently reports whether a deadline is the day on which the channel closes the order by itself
// (order.Scheme.SilentClose).
func closesSilently(j *job, d order.Deadline) bool {
	return d.Kind == order.KindComplete && !slices.Contains(setDeadlines(j), d)
}

// warnsAt returns when people are warned of a deadline.
func (x *outbox) warnsAt(j *job, d order.Deadline) time.Time {
	before := x.warnBefore
	switch {
	case d.Kind == order.KindCapture:
		before = max(before, captureWarning)
	case closesSilently(j, d):
		before = max(before, silentWarning)
	}
	return d.At.Add(-before)
}

// warnOfDeadlines warns of deadlines that are near.
func (x *outbox) warnOfDeadlines(j *job, now time.Time) {
	for _, d := range j.unwarned() {
		if x.warnsAt(j, d).After(now) {
			continue
		}
		evs, err := j.order.Do(order.Label{Key: warnedLabel(d.Kind), Text: stamp(d.At)}, j.fromBridge())
		if err != nil || len(evs) == 0 {
			continue
		}
		left := d.At.Sub(now).Round(time.Minute)
		if left < 0 {
			j.note(LevelWarning, j.route.Channel, "deadline", "%s was due at %s: do it now", d.Kind, stamp(d.At))
			j.notify(NoteDeadline, evs[0], "%s was due at %s: do it now", d.Kind, stamp(d.At))
			continue
		}
		if closesSilently(j, d) {
			j.note(LevelWarning, j.route.Channel, "deadline", "%s closes the order as received at %s, in %s, unless its status changes there: see to it", j.route.Channel, stamp(d.At), left)
			j.notify(NoteDeadline, evs[0], "%s closes the order as received at %s, in %s, unless its status changes there: see to it", j.route.Channel, stamp(d.At), left)
			continue
		}
		j.note(LevelWarning, j.route.Channel, "deadline", "%s is due at %s, in %s", d.Kind, stamp(d.At), left)
		j.notify(NoteDeadline, evs[0], "%s is due at %s, in %s", d.Kind, stamp(d.At), left)
	}
}

// setDeadlines returns the deadlines that outside systems set, also those that are met here: the others may not know
// yet.
func setDeadlines(j *job) []order.Deadline {
	var out []order.Deadline
	for e := range j.order.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.Placed:
			out = b.Deadlines
		case order.Imported:
			out = b.Deadlines
		case order.DeadlinesSet:
			out = b.Deadlines
		}
	}
	return out
}

// unwarned returns the deadlines that are not met and of which the merchant was not warned.
func (j *job) unwarned() []order.Deadline {
	v := j.view()
	if isFinal(v.State) {
		return nil
	}
	var out []order.Deadline
	for _, d := range v.Deadlines {
		if v.Labels[warnedLabel(d.Kind)] != stamp(d.At) {
			out = append(out, d)
		}
	}
	return out
}
