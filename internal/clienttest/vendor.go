package clienttest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// vendor answers the requests of one client from memory.
type vendor struct {
	beside []Reply
	on     string
	script func(n int, r *http.Request, body string) answer // n counts the requests that are played with, from 0
	mu     sync.Mutex
	calls  []call
	played int
	open   atomic.Int64 // answers that were not closed
	read   atomic.Int64 // bytes of answers that were read
}

// call is a request as it arrived.
type call struct {
	url, about string // about: method and path
	played     bool
}

// answer is how the vendor answers a request.
type answer struct {
	Reply
	header http.Header
	body   io.Reader     // in place of Reply.Body
	err    error         // no answer comes
	after  time.Duration // how long it takes
	never  bool          // nothing comes until the client has gone
}

// most is after how many requests the suite takes a client for one that never ends.
const most = 300

var errEndless = errors.New("the suite answers no more: there were too many requests")

// RoundTrip implements http.RoundTripper.
func (v *vendor) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	a, n, err := v.find(r)
	if err != nil {
		return nil, err
	}
	if n >= 0 {
		a = v.script(n, r, string(body))
	}
	ctx := r.Context()
	if err := pass(ctx, a.after); err != nil {
		return nil, err
	}
	if a.never {
		return nil, stall(ctx)
	}
	if a.err != nil {
		return nil, a.err
	}
	return v.response(r, a), nil
}

// find finds the answer that does not depend on the check; n is 0 or more for a request that is played with.
func (v *vendor) find(r *http.Request) (a answer, n int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	c := call{url: r.URL.String(), about: r.Method + " " + r.URL.Path}
	if len(v.calls) >= most {
		return a, -1, errEndless
	}
	if v.on == "" || !matches(v.on, c.about) {
		for _, b := range v.beside {
			if matches(b.On, c.about) {
				v.calls = append(v.calls, c)
				return answer{Reply: b}, -1, nil
			}
		}
	}
	c.played = true
	v.calls = append(v.calls, c)
	v.played++
	return a, v.played - 1, nil
}

// matches reports whether a request is the one that a pattern means.
func matches(pattern, about string) bool {
	if begin, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(about, begin)
	}
	return pattern == about
}

// pass waits, unless the context ends before.
func pass(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (v *vendor) response(r *http.Request, a answer) *http.Response {
	status := cmp.Or(a.Status, http.StatusOK)
	h := a.header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Content-Type", cmp.Or(a.Type, "application/json"))
	length, body := int64(-1), a.body
	if body == nil {
		length, body = int64(len(a.Body)), strings.NewReader(a.Body)
	}
	v.open.Add(1)
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1,
		ProtoMinor: 1, Header: h, ContentLength: length, Body: &tracked{v: v, Reader: body}, Request: r,
	}
}

// tracked is a body that records whether it was closed, and how much of it was read.
type tracked struct {
	io.Reader
	v      *vendor
	closed atomic.Bool
}

func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if t.v.read.Add(int64(n)) > 1<<30 {
		return n, errors.New("the suite sends no more: a gigabyte was read")
	}
	return n, err
}

func (t *tracked) Close() error {
	if !t.closed.Swap(true) {
		t.v.open.Add(-1)
	}
	return nil
}

// broken is a body that ends with an error.
func broken(b string) io.Reader {
	return io.MultiReader(strings.NewReader(b), failing{io.ErrUnexpectedEOF})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// endless is a body without an end.
func endless(begin string, fill byte) io.Reader {
	return io.MultiReader(strings.NewReader(begin), repeated(bytes.Repeat([]byte{fill}, 1<<20)))
}

type repeated []byte

func (r repeated) Read(p []byte) (int, error) { return copy(p, r), nil }

// stalled is a body that stops in the middle until the client has gone.
type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) { return 0, stall(s.ctx) }

// stall waits until the client has gone; one that does not go in a day is sent away.
func stall(ctx context.Context) error {
	if err := pass(ctx, 2*late); err != nil {
		return err
	}
	return errors.New("the suite waits no more: a day has passed")
}
