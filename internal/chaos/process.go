package chaos

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/order"
)

// errEnded is what everybody meets who works for a process that has ended.
var errEnded = errors.New("the process has ended")

// End says when a process ends. The numbers count from 1; 0 is never.
type End struct {
	exchange    int // right after this exchange took effect: its answer reaches nobody
	BeforeWrite int
	AfterWrite  int
}

// Process is one process that works over a store: it counts what it does, and may end anywhere. A nil Process
// counts nothing and never ends.
type Process struct {
	mu        sync.Mutex
	End       End
	heir      func() End // when the next one ends
	dead      bool
	shaken    bool // it took over from one that ended, and has not come to rest yet
	exchanges int
	Writes    int
}

// reborn starts another process if the one that worked has ended, and opens the store again.
func (m *Market) reborn() bool {
	if !m.process.Over() {
		return false
	}
	next := &Process{shaken: true, heir: m.process.heir}
	if next.heir != nil {
		next.End = next.heir()
	}
	m.process = next
	m.Store = m.reopen()
	m.Open()
	return true
}

// Over tells whether the process has ended.
func (p *Process) Over() bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// spare lets the process, and those after it, never end.
func (p *Process) spare() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.End, p.heir = End{}, nil
}

// recovering tells, once, whether the process took over from one that ended.
func (p *Process) recovering() bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.shaken
	p.shaken = false
	return was
}

// exchanged counts an exchange. It is an error if the process has ended by then.
func (p *Process) exchanged() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.exchanges++; p.exchanges == p.End.exchange {
		p.dead = true
	}
	if p.dead {
		return errEnded
	}
	return nil
}

// calling is the way out.
func (p *Process) calling(rt http.RoundTripper) http.RoundTripper {
	if p == nil {
		return rt
	}
	return RoundTrip(func(r *http.Request) (*http.Response, error) {
		if p.Over() {
			return nil, errEnded
		}
		resp, err := rt.RoundTrip(r)
		if dead := p.exchanged(); dead != nil {
			if err == nil {
				_ = resp.Body.Close()
			}
			return nil, dead
		}
		return resp, err
	})
}

// RoundTrip is an http.RoundTripper that is one function.
type RoundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f RoundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering is the way in. A process that has ended is answered for by the gateway before it.
func (p *Process) answering(h http.Handler) http.Handler {
	if p == nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.Over() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if p.exchanged() != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

// mortalSender is the way out to a sender in memory.
type mortalSender struct {
	*messagetest.Memory
	p *Process
}

// Send implements messages.Sender.
func (s mortalSender) Send(ctx context.Context, m messages.Message) (order.Outcome, error) {
	if s.p.Over() {
		return order.Outcome{}, errEnded
	}
	out, err := s.Memory.Send(ctx, m)
	if s.p != nil {
		if dead := s.p.exchanged(); dead != nil {
			return order.Outcome{}, dead
		}
	}
	return out, err
}

// mortalSystem is the way out to books in memory.
type mortalSystem struct {
	*erptest.Books
	p *Process
	// meanwhile is what somebody else does before a write.
	meanwhile func(order.EffectKind)
}

// Apply implements erp.System.
func (s mortalSystem) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if s.p.Over() {
		return order.Outcome{}, errEnded
	}
	if s.meanwhile != nil {
		s.meanwhile(t.Kind)
	}
	out, err := s.Books.Apply(ctx, t)
	if s.p != nil {
		if dead := s.p.exchanged(); dead != nil {
			return order.Outcome{}, dead
		}
	}
	return out, err
}
