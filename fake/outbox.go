package fake

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Hook is a call of a vendor to its customer, such as a webhook.
type Hook struct {
	Name   string // for Faults, e.g. "order/new"
	Method string // empty means POST
	URL    string
	Header http.Header // credentials and signatures too
	Body   []byte
	From   string // the address that it comes from, where receivers look at it; only without sockets
}

// somewhere is the address of a caller that does not matter, one for documentation.
const somewhere = "192.0.2.1:1234"

// Request returns the call as its receiver gets it, for a handler under test:
//
//	handler.ServeHTTP(httptest.NewRecorder(), hook.Request())
//
// It panics if the URL cannot be parsed, as httptest.NewRequest does.
func (h Hook) Request() *http.Request {
	r, err := h.request(context.Background())
	if err != nil {
		panic("fake: " + err.Error())
	}
	return r
}

func (h Hook) request(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, h.method(), h.URL, bytes.NewReader(h.Body))
	if err != nil {
		return nil, err
	}
	for name, values := range h.Header {
		r.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	r.RemoteAddr = somewhere
	if h.From != "" {
		r.RemoteAddr = net.JoinHostPort(h.From, "40112")
	}
	return r, nil
}

// Receiver is where the calls of a vendor go. Its zero value receives only what the vendor learns in another way, such
// as by a subscription, over the network.
type Receiver struct {
	URL            string            // the customer's address, where the vendor has one set; empty means none
	User, Password string            // what the vendor authenticates with, where it does
	Transport      http.RoundTripper // nil means http.DefaultTransport; Direct(h) calls a handler without sockets
	Tries          int               // how often one SendHooks tries a call that is not taken; 0 means 1
}

// Delivery is what became of one sending of a Hook.
type Delivery struct {
	Hook
	Status int    // of the receiver's answer; 0 if there was none
	Answer []byte // the receiver's answer
	Err    error  // why there was no answer
}

// Outbox keeps the calls of a vendor until they are delivered. Its fields are set before the first one. It is safe for
// concurrent use.
type Outbox struct {
	Receiver Receiver // whose Transport and Tries are used; each Hook has its URL
	Clock    *Clock   // what Slow waits on; nil means the machine's time
	// Good reports whether the receiver took the call; one that was not taken stays in the outbox. nil means a status
	// 2xx.
	Good func(Delivery) bool

	faults  Faults
	mu      sync.Mutex
	waiting []Hook
	all     []Hook
}

// Faults returns the script of faults: Twice, Late, Lose, Slow, by Hook.Name.
func (o *Outbox) Faults() *Faults { return &o.faults }

// Direct returns a RoundTripper that calls h without sockets: for Receiver.Transport.
func Direct(h http.Handler) http.RoundTripper { return NewServer(h).Transport() }

// Put adds a hook to those that wait.
func (o *Outbox) Put(h Hook) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, h)
	o.all = append(o.all, h)
}

// Repeat makes every call that there ever was wait again.
func (o *Outbox) Repeat() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, o.all...)
}

// Waiting returns the calls that were not yet taken.
func (o *Outbox) Waiting() []Hook {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.waiting)
}

// Deliver sends the calls that wait, in their order but for faults, and returns what became of them. What the receiver
// did not take is sent again, up to Receiver.Tries in all, and then waits for the next Deliver. It ends early when ctx
// ends.
func (o *Outbox) Deliver(ctx context.Context) []Delivery {
	var done []Delivery
	for range max(1, o.Receiver.Tries) {
		done = append(done, o.once(ctx)...)
		if len(o.Waiting()) == 0 {
			break
		}
	}
	return done
}

// once sends each call that waits once.
func (o *Outbox) once(ctx context.Context) []Delivery {
	o.mu.Lock()
	queue := o.waiting
	o.waiting = nil
	o.mu.Unlock()

	var now, after []sending
	for i, h := range queue {
		f := o.faults.pick(h.Name, h.method(), "")
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
	req, err := h.request(ctx)
	if err != nil {
		d.Err = err
		return d
	}
	rt := o.Receiver.Transport
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
