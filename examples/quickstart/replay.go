package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/ordo-sdk/ordo/order"
)

// printReplay rebuilds the order from what is stored and compares.
func (s *story) printReplay(w io.Writer) error {
	log, err := s.desk.store.load(s.id)
	if err != nil {
		return err
	}
	again, err := order.Replay(log, s.desk.rules...)
	if err != nil {
		return err
	}
	if err := same(s.order, again); err != nil {
		return err
	}
	stored := s.desk.store.size(s.id)
	fmt.Fprintf(w, "Stored as %d events in %d bytes of JSON. Replayed: the order is identical.\n\n\n", len(log), stored)
	return nil
}

// same compares all that can be seen of two orders: the log and the view.
func same(a, b *order.Order) error {
	logA, viewA, errA := written(a)
	logB, viewB, errB := written(b)
	switch {
	case errA != nil || errB != nil:
		return errors.Join(errA, errB)
	case !bytes.Equal(logA, logB):
		return errors.New("the replayed order has another log")
	case !bytes.Equal(viewA, viewB):
		return errors.New("the replayed order has another view")
	}
	return nil
}

func written(o *order.Order) (log, view []byte, err error) {
	var events []order.Event
	for e := range o.Events(order.Filter{}) {
		events = append(events, e)
	}
	if log, err = json.Marshal(events); err != nil {
		return nil, nil, err
	}
	view, err = json.Marshal(o.View())
	return log, view, err
}
