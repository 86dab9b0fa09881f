package main

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
)

// service changes orders that a store keeps, without a bridge. It is all the wiring that the domain alone needs: load the
// events, replay them, let something happen, store what happened.
type service struct {
	store *store
	rules []order.Option // own schemes and roles, if any
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

// change lets something happen to an order: a command (o.Do) or a report (o.Observe). Either all of its events are stored
// or none. When somebody else was faster, the order is loaded again and decides again.
func (s service) change(id string, happen func(*order.Order) ([]order.Event, error)) (*order.Order, []order.Event, error) {
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
		events, err := happen(o)
		if err != nil || len(events) == 0 {
			return o, nil, err // refused, or no news: nothing is to be stored
		}
		err = s.store.append(id, version, events)
		if !errors.Is(err, errConflict) {
			return o, events, err
		}
	}
	return nil, nil, fmt.Errorf("order %s: %w, %d times in a row", id, errConflict, tries)
}
