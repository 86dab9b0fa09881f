package fake

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Hook is a webhook to be delivered.
type Hook struct {
	Name   string // for Faults, e.g. "order/new"
	Method string // empty means POST
	URL    string
	Header http.Header
	Body   []byte
}

// Delivery is what became of one sending of a Hook.
type Delivery struct {
	Hook
	Status int    // of the receiver's answer; 0 if there was none
	Answer []byte // the receiver's answer
	Err    error  // why there was no answer
}

// Outbox delivers the webhooks of a fake. Its fields are set before the first hook. It is safe for concurrent use.
type Outbox struct {
	Faults Faults            // Twice, Late, Lose, by Hook.Name; Slow waits on Clock
	Client http.RoundTripper // nil means http.DefaultTransport; Direct(h) calls a handler without sockets
	Clock  *Clock            // nil means the machine's time
	// Good tells whether the receiver took the hook; one that was not taken stays in the outbox. nil means a status 2xx.
	Good func(Delivery) bool

	mu      sync.Mutex
	waiting []Hook
}

// Direct returns a RoundTripper that calls h without sockets: how an Outbox reaches a receiver in the same process.
func Direct(h http.Handler) http.RoundTripper { return NewServer(h).Transport() }

// Put adds a hook to those that wait.
func (o *Outbox) Put(h Hook) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, h)
}

// Waiting returns the hooks that were not yet taken.
func (o *Outbox) Waiting() []Hook {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.waiting)
}

// Deliver sends each hook that waits once, in their order but for faults, and returns what became of them. Hooks that
// the receiver did not take wait again. It ends early when ctx ends.
func (o *Outbox) Deliver(ctx context.Context) []Delivery {
	o.mu.Lock()
	queue := o.waiting
	o.waiting = nil
	o.mu.Unlock()

	var now, after []sending
	for i, h := range queue {
		f := o.Faults.pick(h.Name, h.method(), "")
		one := sending{hook: i, delay: f.delay}
		switch f.kind {
		case twice:
			now = append(now, one, one)
		case late:
			after = append(after, one)
		case lose:
		default:
			now = append(now, one)
		}
	}
	var done []Delivery
	left := map[int]bool{}
	for _, one := range append(now, after...) {
		if one.delay > 0 {
			_ = o.Clock.wait(ctx, one.delay) // whether ctx ended is asked below
		}
		if ctx.Err() != nil {
			left[one.hook] = true
			continue
		}
		d := o.send(ctx, queue[one.hook])
		done = append(done, d)
		left[one.hook] = !o.good(d)
	}
	var again []Hook
	for i, h := range queue {
		if left[i] {
			again = append(again, h)
		}
	}
	o.mu.Lock()
	o.waiting = append(again, o.waiting...)
	o.mu.Unlock()
	return done
}

// sending is one delivery to be made.
type sending struct {
	hook  int // index in the queue
	delay time.Duration
}

func (o *Outbox) good(d Delivery) bool {
	if o.Good != nil {
		return o.Good(d)
	}
	return d.Status >= 200 && d.Status < 300
}

func (h Hook) method() string {
	if h.Method == "" {
		return http.MethodPost
	}
	return h.Method
}

// send delivers one hook.
func (o *Outbox) send(ctx context.Context, h Hook) Delivery {
	d := Delivery{Hook: h}
	req, err := http.NewRequestWithContext(ctx, h.method(), h.URL, bytes.NewReader(h.Body))
	if err != nil {
		d.Err = err
		return d
	}
	for name, values := range h.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	rt := o.Client
	if rt == nil {
		rt = http.DefaultTransport
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		d.Err = err
		return d
	}
	defer resp.Body.Close()
	d.Status = resp.StatusCode
	d.Answer, d.Err = io.ReadAll(io.LimitReader(resp.Body, maxBody))
	return d
}
