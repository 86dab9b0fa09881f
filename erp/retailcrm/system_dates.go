package retailcrm

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire"
)

// moveDate writes the delivery window, in the account's zone.
func (s *System) moveDate(ctx context.Context, t order.Task) (order.Outcome, error) {
	zone, err := s.client.GetZone(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	day, clock := dateOf(t.Order.Delivery.Window, zone)
	if day.IsZero() || (there.Delivery != nil && there.Delivery.Date == day && sameTimes(there.Delivery.Time, clock)) {
		return order.Outcome{Kind: order.AlreadySo, Code: there.Status}, nil
	}
	return s.edit(ctx, there, t.Order, OrderFields{Delivery: &DeliveryFields{Date: day, Time: instead(there, clock)}})
}

// instead is a time that replaces the one of an order: what it does not have is emptied. Words of people stay behind
// ours.
func instead(there *Order, clock *TimeWindow) *TimeWindow {
	was := &TimeWindow{}
	if there.Delivery != nil && there.Delivery.Time != nil {
		was = there.Delivery.Time
	}
	now := TimeWindow{From: clock.From, To: clock.To, Custom: clock.Custom, Extra: wire.Extra{}}
	if words := strings.TrimLeft(daysInWords.ReplaceAllString(was.Custom, ""), "; "); words != "" && now.Custom != "" {
		now.Custom += "; " + words
	} else {
		now.Custom += words
	}
	for name, gone := range map[string]bool{
		"from": was.From != nil && now.From == nil, "to": was.To != nil && now.To == nil, "custom": was.Custom != "" && now.Custom == "",
	} {
		if gone {
			now.Extra[name] = json.RawMessage("null")
		}
	}
	return &now
}

// dateOf is a window as a day and times on the clock. The CRM has one day only: a window that ends on another day has
// no end on the clock, but both days in the words beside it. Midnight is the last minute of its day.
func dateOf(w order.Window, zone *time.Location) (Date, *TimeWindow) {
	if w.From.IsZero() {
		return Date{}, nil
	}
	from := w.From.In(zone)
	day, clock := DateOf(from), &TimeWindow{From: &TimeOfDay{from.Hour(), from.Minute()}}
	if w.To.IsZero() {
		return day, clock
	}
	to := w.To.In(zone)
	if to.Equal(DateOf(to).In(zone)) && to.After(from) {
		to = to.Add(-time.Minute)
	}
	if DateOf(to) == day {
		clock.To = &TimeOfDay{to.Hour(), to.Minute()}
	} else {
		clock.Custom = from.Format(dayLayout) + " – " + to.Format(dayLayout)
	}
	return day, clock
}

const dayLayout = "02.01.2006 15:04"

// daysInWords are the words of dateOf for a window of several days.
var daysInWords = regexp.MustCompile(`^\d\d\.\d\d\.\d{4} \d\d:\d\d – (\d\d\.\d\d\.\d{4} \d\d:\d\d)`)

// lastDay is the end of a window of several days, in our words; "" if the clock says when it ends, or nothing does.
func (w *TimeWindow) lastDay() string {
	if w == nil || w.To != nil {
		return ""
	}
	if found := daysInWords.FindStringSubmatch(w.Custom); found != nil {
		return found[1]
	}
	return ""
}

// sameTimes compares times on the clock, and the last days.
func sameTimes(a, b *TimeWindow) bool {
	if a == nil || b == nil {
		none := func(w *TimeWindow) bool { return w == nil || w.From == nil && w.To == nil && w.lastDay() == "" }
		return none(a) && none(b)
	}
	return sameClock(a.From, b.From) && sameClock(a.To, b.To) && a.lastDay() == b.lastDay()
}

func sameClock(a, b *TimeOfDay) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// windowOf is the window that the CRM's day and times mean for an order: what they do not say stays as it was. It is
// false if it is the window that the order has.
func windowOf(d *Delivery, old order.Window, zone *time.Location) (order.Window, bool) {
	if d == nil || d.Date.IsZero() {
		return order.Window{}, false
	}
	had := old
	day, clock := dateOf(old, zone)
	moved := d.Date != day
	timed := d.Time != nil && (d.Time.From != nil || d.Time.To != nil) &&
		(clock == nil || !sameClock(d.Time.From, clock.From) || !sameClock(d.Time.To, clock.To))
	end, ended := lastDayThere(d, clock, zone)
	ended = ended && end.After(old.From)
	switch {
	case !moved && !timed && !ended:
		return order.Window{}, false
	case old.From.IsZero():
		old = order.Window{From: d.Date.In(zone), To: d.Date.In(zone).AddDate(0, 0, 1)}
	default:
		days := int(d.Date.In(time.UTC).Sub(day.In(time.UTC)) / (24 * time.Hour))
		old.From = old.From.In(zone).AddDate(0, 0, days)
		if !old.To.IsZero() {
			old.To = old.To.In(zone).AddDate(0, 0, days)
		}
	}
	if timed {
		at := func(c *TimeOfDay, otherwise time.Time) time.Time {
			if c == nil {
				return otherwise
			}
			return time.Date(d.Date.Year, d.Date.Month, d.Date.Day, c.Hour, c.Minute, 0, 0, zone)
		}
		// An end that only looks the same, as midnight does, is the old one.
		if clock == nil || !sameClock(d.Time.To, clock.To) {
			old.To = at(d.Time.To, old.To)
		}
		old.From = at(d.Time.From, old.From)
	}
	if !ended { // the card shows the last day that the order had, whatever became of the first
		end = had.To
	}
	if d.Time.lastDay() != "" && end.After(old.From) {
		old.To = end
	}
	return order.Window{From: old.From.UTC(), To: old.To.UTC()}, !old.From.Equal(had.From) || !old.To.Equal(had.To)
}

// lastDayThere is the end of a window of several days that the CRM shows; false if it shows none, or the same as clock.
func lastDayThere(d *Delivery, clock *TimeWindow, zone *time.Location) (time.Time, bool) {
	last := d.Time.lastDay()
	if last == "" || last == clock.lastDay() {
		return time.Time{}, false
	}
	at, err := time.ParseInLocation(dayLayout, last, zone)
	return at, err == nil
}
