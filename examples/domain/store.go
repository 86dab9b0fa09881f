package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/ordo-sdk/ordo/order"
)

// errConflict says that an order has changed since it was loaded.
var errConflict = errors.New("the order was changed in the meantime")

// store keeps the log of each order as JSON, in memory. In a database it is a table of events with the primary key
// (order, n): appending the same n twice is the conflict.
type store struct {
	mu   sync.Mutex
	logs map[string][]byte
}

// load returns the log of an order.
func (s *store) load(id string) ([]order.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read(id)
}

func (s *store) read(id string) ([]order.Event, error) {
	stored, ok := s.logs[id]
	if !ok {
		return nil, fmt.Errorf("no order %q is stored", id)
	}
	return order.ReadLog(bytes.NewReader(stored))
}

// append adds events to a log that has version of them, or changes nothing and returns errConflict when it has others.
func (s *store) append(id string, version int, events []order.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var log []order.Event
	if _, known := s.logs[id]; known {
		var err error
		if log, err = s.read(id); err != nil {
			return err
		}
	}
	if len(log) != version {
		return errConflict
	}
	stored, err := json.Marshal(append(log, events...))
	if err != nil {
		return err
	}
	s.logs[id] = stored
	return nil
}
