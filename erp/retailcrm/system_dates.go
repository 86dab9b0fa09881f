package retailcrm

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo/order"
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
	return s.edit(ctx, there, t.Order, OrderFields{Delivery: &DeliveryFields{Date: day, Time: clock}})
}

// dateOf is a window as a day and times on the clock. The CRM has one day only: a window that ends on another day has
// no end on the clock, but midnight, which is the last minute of its day.
func dateOf(w order.Window, zone *time.Location) (Date, *TimeWindow) {
	if w.From.IsZero() {
		return Date{}, nil
	}
	from := w.From.In(zone)
	day, clock := DateOf(from), &TimeWindow{From: &TimeOfDay{from.Hour(), from.Minute()}}
	if w.To.IsZero() {
		return day, clock
	}
	switch to := w.To.In(zone); {
	case DateOf(to) == day:
		clock.To = &TimeOfDay{to.Hour(), to.Minute()}
	case to.Equal(day.In(zone).AddDate(0, 0, 1)):
		clock.To = &TimeOfDay{23, 59}
	}
	return day, clock
}

// sameTimes compares times on the clock.
func sameTimes(a, b *TimeWindow) bool {
	if a == nil || b == nil {
		return (a == nil || (a.From == nil && a.To == nil)) && (b == nil || (b.From == nil && b.To == nil))
	}
	return sameClock(a.From, b.From) && sameClock(a.To, b.To)
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
	day, clock := dateOf(old, zone)
	moved := d.Date != day
	timed := d.Time != nil && (d.Time.From != nil || d.Time.To != nil) && !sameTimes(d.Time, clock)
	switch {
	case !moved && !timed:
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
	return order.Window{From: old.From.UTC(), To: old.To.UTC()}, true
}
