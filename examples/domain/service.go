package main

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
)

// service changes the orders of a store, without a bridge. This is all the wiring that the domain alone needs: load the
// events, replay them, give a command or report, store the new events.
type service struct {
	store *store
	rules []order.Option // own schemes and roles
}

func newService(rules ...order.Option) service {
	return service{store: &store{logs: map[string][]byte{}}, rules: rules}
}

// place stores a new order.
func (s service) place(d order.Draft, by order.By) (*order.Order, error) {
	o, events, err := order.New(d, by, s.rules...)
	if err != nil {
		return nil, err
	}
	return o, s.store.append(d.ID, 0, events)
}

// change applies a command (o.Do) or a report (o.Observe) to an order. Either all of its events are stored or none.
// After a conflict the order is loaded and change is decided again.
func (s service) change(id string, decide func(*order.Order) ([]order.Event, error)) (*order.Order, []order.Event, error) {
	const tries = 5
	for range tries {
		log, err := s.store.load(id)
		if err != nil {
			return nil, nil, err
		}
		o, err := order.Replay(log, s.rules...)
		if err != nil {
			return nil, nil, err
		}
		version := o.Version()
		events, err := decide(o)
		if err != nil || len(events) == 0 {
			return o, nil, err // refused, or without effect: nothing to store
		}
		err = s.store.append(id, version, events)
		if !errors.Is(err, errConflict) {
			return o, events, err
		}
	}
	return nil, nil, fmt.Errorf("order %s: %w, %d times in a row", id, errConflict, tries)
}
