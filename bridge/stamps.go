package bridge

import (
	"sync"
	"time"
)

// stamps are times by account. They are only a saving of calls: a new process begins without them.
type stamps struct{ m sync.Map }

func (s *stamps) get(name string) time.Time {
	t, _ := s.m.Load(name)
	at, _ := t.(time.Time)
	return at
}

func (s *stamps) set(name string, t time.Time) { s.m.Store(name, t) }
