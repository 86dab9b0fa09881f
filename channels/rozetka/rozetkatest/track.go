package rozetkatest

import (
	"errors"
	"slices"
	"time"
)

// What tracking sets.
var tracked = []int{
	3, 4, 5, 6, 11, 12, 15, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 76, 78,
	80, 81, 82, 83, 84, 85, 88, 89, 90, 91,
}

// Track is the carrier that moves a parcel: the order takes the statuses in turn, such as 3, 4, 5 and 6. It needs a
// waybill, and a status that tracking sets. 15 says that the waybill is wrong or was deleted.
func (s *Server) Track(id int64, statuses ...int) error {
	return s.each(id, "tracking", func(o *Order, at time.Time) error {
		for _, status := range statuses {
			switch {
			case o.TTN == "":
				return errors.New("there is no waybill to track")
			case !slices.Contains(tracked, status):
				return errors.New("tracking does not set the status")
			case o.group() != 1 && !slices.Contains([]int{11, 12, 83, 84, 85, 89, 90, 91}, o.Status):
				return errDone
			}
			o.set(status, at)
		}
		return nil
	})
}

// pass does what the clock has brought: an order that nobody took becomes 7 and a week later 6, and one that is left
// lying is closed. Each change has the time at which it was due. The shop works around the clock.
func (s *Server) pass(now time.Time) {
	closed := 87
	if s.settings.Profile == Then {
		closed = 6
	}
	move := func(o *Order, after time.Duration, status int) {
		if due := o.since().Add(after); after > 0 && !due.After(now) {
			o.set(status, due)
		}
	}
	for _, o := range s.orders {
		if o.Status == 1 {
			move(o, s.settings.TakeWithin, 7)
		}
		switch {
		case o.Status == 7:
			move(o, 7*day, 6)
		case o.Status != 1 && o.group() == 1:
			move(o, s.settings.CloseAfter, closed)
		}
	}
}
