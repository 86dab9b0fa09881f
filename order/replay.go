package order

import (
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Replay rebuilds an order from its log: the identical order, whatever rules this program has today. A log that
// cannot be replayed is a *LogError that names the event. The options set the rules for what happens next.
func Replay(events []Event, opts ...Option) (*Order, error) {
	o := newOrder()
	if len(events) == 0 {
		return nil, &LogError{Why: "it is empty"}
	}
	o.log = make([]Event, 0, len(events))
	for i := range events {
		if err := o.applyStored(events[i]); err != nil {
			return nil, err
		}
	}
	o.rules = resolve(o.scheme, opts)
	return o, nil
}

// applyStored applies an event of a log after checking that it can be.
func (o *Order) applyStored(e Event) error {
	bad := func(err error) error {
		kind := ""
		if e.Body != nil {
			kind = e.Body.Kind()
		}
		return &LogError{N: e.N, Kind: kind, Why: err.Error()}
	}
	if e.Body == nil {
		return bad(errors.New("no body"))
	}
	if want := len(o.log) + 1; e.N != want {
		return bad(fmt.Errorf("event %d is next", want))
	}
	switch e.Body.(type) {
	case Placed, Imported:
	default:
		if len(o.log) == 0 {
			return bad(errors.New("a log begins with placed or imported"))
		}
	}
	if err := checkTimes(e.At, e.Occurred); err != nil {
		return bad(err)
	}
	if e.At.IsZero() || e.At != instant(e.At) {
		return bad(fmt.Errorf("time %s is not UTC with microseconds", e.At.Format(time.RFC3339Nano)))
	}
	if n := len(o.log); n > 0 && e.At.Before(o.log[n-1].At) {
		return bad(errors.New("it lies before the event before it"))
	}
	if e.State > status.OrderCancelled {
		return bad(fmt.Errorf("order state %q", e.State))
	}
	if _, again := o.keys[e.Key]; again && e.Key != "" {
		return bad(fmt.Errorf("key %q twice", e.Key))
	}
	if err := e.Body.check(o); err != nil {
		return bad(err)
	}
	e.Body.apply(o, &e)
	o.append(e)
	return nil
}
