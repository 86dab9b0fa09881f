package fake

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Exchange is one line of a server's log.
type Exchange struct {
	N         int // counts from 1, in the order in which exchanges ended
	Method    string
	Path      string
	Query     string
	Body      []byte // of the request
	Op        string // as Server.Op names it
	Status    int    // as sent, or as it would have been if the answer was lost; 0 if the handler did not run and nothing was sent
	Fault     string // what went wrong on purpose, e.g. "reset after commit"; empty if nothing
	Committed bool   // the handler called Commit
	At        time.Time
}

// String is the exchange as one line.
func (e Exchange) String() string {
	path := e.Path
	if e.Query != "" {
		path += "?" + e.Query
	}
	s := fmt.Sprintf("%d %s %s %d", e.N, e.Method, path, e.Status)
	if e.Op != "" {
		s += " " + e.Op
	}
	if e.Committed {
		s += " committed"
	}
	if e.Fault != "" {
		s += " (" + e.Fault + ")"
	}
	return s
}

// exchanges is a log that many write.
type exchanges struct {
	mu  sync.Mutex
	all []Exchange
}

func (l *exchanges) add(e *Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.N = len(l.all) + 1
	l.all = append(l.all, *e)
}

// Exchanges returns the exchanges so far. Each is there before its client gets the answer.
func (s *Server) Exchanges() []Exchange {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.all)
}

// Calls returns how many exchanges of the operation there were; the pattern is that of Faults.
func (s *Server) Calls(pattern string) int { return s.count(pattern, false) }

// Commits returns how many exchanges of the operation changed something. A login for which a fake made a token counts
// too: name an operation instead of "*" to count something else.
func (s *Server) Commits(pattern string) int { return s.count(pattern, true) }

func (s *Server) count(pattern string, committed bool) int {
	n := 0
	for _, e := range s.Exchanges() {
		if matches(pattern, e.Op, e.Method, e.Path) && (e.Committed || !committed) {
			n++
		}
	}
	return n
}

// Forget forgets the exchanges so far.
func (s *Server) Forget() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.all = nil
}
