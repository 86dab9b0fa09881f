package clienttest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Base is the address of the vendor that the suite plays.
const Base = "https://vendor.example"

// check is one promise of a client.
type check[C any] struct {
	name string
	// fits reports whether it is about an operation; nil means about each.
	fits func(Op[C]) bool
	// once is for a promise of the client as a whole, each for one of an operation. An error says how it is broken.
	once func(Client[C]) error
	each func(Client[C], Op[C]) error
}

// checks are all that the suite looks at.
func checks[C any]() []check[C] {
	return slices.Concat(secretChecks[C](), accountChecks[C](), addressChecks[C](), answerChecks[C](), recordChecks[C](), listChecks[C](), timeChecks[C]())
}

// Run runs the suite.
func Run[C any](t *testing.T, c Client[C]) {
	t.Helper()
	if lack := c.lacks(); lack != "" {
		t.Fatalf("the fixture lacks %s", lack)
	}
	names := map[string]bool{}
	one := func(t *testing.T, name, reason string, run func() error) {
		t.Helper()
		var err error
		synctest.Test(t, func(*testing.T) { err = calm(run) })
		switch {
		case reason != "" && err == nil:
			t.Skipf("not yet: %s. It passes now: take %q off the list", reason, name)
		case reason != "":
			t.Skipf("not yet: %s: %v", reason, err)
		case err != nil:
			t.Error(err)
		}
	}
	for _, ch := range checks[C]() {
		names[ch.name] = true
		t.Run(ch.name, func(t *testing.T) {
			if ch.once != nil {
				one(t, ch.name, c.NotYet[ch.name], func() error { return ch.once(c) })
				return
			}
			for _, op := range c.Ops {
				name := ch.name + "/" + op.Name
				names[name] = true
				if ch.fits == nil || ch.fits(op) {
					t.Run(op.Name, func(t *testing.T) {
						one(t, name, cmp.Or(c.NotYet[name], c.NotYet[ch.name]), func() error { return ch.each(c, op) })
					})
				}
			}
		})
	}
	for name := range c.NotYet {
		if !names[name] {
			t.Errorf("NotYet names %q, which is no check", name)
		}
	}
}

// lacks returns what the fixture lacks; "" if it is complete.
func (c Client[C]) lacks() string {
	switch {
	case c.New == nil:
		return "New"
	case len(c.Secrets) == 0 || slices.ContainsFunc(append(c.Secrets, c.Tokens...), func(s string) bool { return len(s) < 8 }):
		return "Secrets of eight characters"
	case c.Refusal.Status == 0 || !strings.Contains(c.Refusal.Body, "TEXT"):
		return "Refusal"
	case !slices.ContainsFunc(c.Ops, func(op Op[C]) bool { return op.Write }):
		return "a write among Ops"
	case !slices.ContainsFunc(c.Ops, func(op Op[C]) bool { return !op.Write && !op.list() }):
		return "a read among Ops"
	}
	for _, op := range c.Ops {
		if op.Name == "" || op.Answer == "" || (op.Do == nil) == (op.Each == nil) {
			return "Name, Answer, or one of Do and Each, of the operation " + op.Name
		}
	}
	return ""
}

func (op Op[C]) list() bool { return op.Each != nil }

// calm makes an error of a panic.
func calm(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it panics: %v\n%.3000s", p, debug.Stack())
		}
	}()
	return run()
}

// good is the recorded answer.
func (op Op[C]) good() answer { return answer{Reply: Reply{Status: op.Status, Body: op.Answer}} }

// saying is the good answer with another body.
func (op Op[C]) saying(body string) answer {
	return answer{Reply: Reply{Status: op.Status, Body: body}}
}

// always answers every request with the same.
func always(a answer) func(int, *http.Request, string) answer {
	return func(int, *http.Request, string) answer { return a }
}

// outcome is what came of a call.
type outcome struct {
	rows []any // what was returned, or the rows of a list
	err  error // the first
	took time.Duration
	*vendor
}

// bench is a client before a vendor.
type bench[C any] struct {
	*vendor
	client C
}

// bench makes a client whose operation is answered by a script.
func (c Client[C]) bench(op Op[C], script func(int, *http.Request, string) answer, opts ...ordo.Option) bench[C] {
	return c.benchAt(Base, c.Secrets, op, script, opts...)
}

func (c Client[C]) benchAt(base string, secrets []string, op Op[C], script func(int, *http.Request, string) answer, opts ...ordo.Option) bench[C] {
	v := &vendor{beside: slices.Concat(op.Beside, c.Beside), on: op.On, script: script}
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: v}), ordo.WithLimits(ordo.Limits{})}, opts...)
	return bench[C]{v, c.New(slices.Clone(secrets), base, opts...)}
}

// call calls the operation. The error is of the suite: it says what no call may do, whatever comes of it.
func (b bench[C]) call(ctx context.Context, op Op[C]) (o outcome, err error) {
	o.vendor = b.vendor
	begin := time.Now()
	if op.Do != nil {
		var v any
		if v, o.err = op.Do(ctx, b.client); o.err == nil {
			o.rows = []any{v}
		}
	} else {
		for row, err := range op.Each(ctx, b.client) {
			if err != nil {
				o.err = cmp.Or(o.err, err)
				continue
			}
			o.rows = append(o.rows, row)
		}
	}
	o.took = time.Since(begin)
	if n := b.open.Load(); n != 0 {
		return o, fmt.Errorf("%d answers were left open", n)
	}
	if o.err == nil {
		return o, nil
	}
	if errors.Is(o.err, errEndless) {
		return o, fmt.Errorf("it sent %d requests and would not end", most)
	}
	var e *ordo.Error
	if !errors.As(o.err, &e) || e.Class == 0 || e.System == "" || e.Op == "" {
		return o, fmt.Errorf("the error is no *ordo.Error with a class, a system and an operation: %w", o.err)
	}
	if n := len(o.err.Error()); n > longest {
		return o, fmt.Errorf("the error is %d bytes long", n)
	}
	return o, nil
}

// longest is how long an error may be.
const longest = 16 << 10

// run makes a client and calls the operation once.
func (c Client[C]) run(op Op[C], script func(int, *http.Request, string) answer, opts ...ordo.Option) (outcome, error) {
	return c.bench(op, script, opts...).do(op)
}

// do calls the operation in a context that ends late, so that a client that would wait for ever is found out.
func (b bench[C]) do(op Op[C]) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), late)
	defer cancel()
	return b.call(ctx, op)
}

const late = 12 * time.Hour

// undecided says what is wrong with an outcome where the vendor has decided nothing. Whoever refuses the
// credentials, a person has to act: pending effects wait meanwhile, and nothing is given up.
func undecided[C any](op Op[C], o outcome, status int) error {
	if o.err == nil {
		return fmt.Errorf("taken for a success: %s", short(tell(o.rows)))
	}
	class := ordo.ClassOf(o.err)
	switch {
	case class == ordo.InDoubt && op.Write, status == http.StatusTooManyRequests && class == ordo.RateLimited,
		(status == http.StatusUnauthorized || status == http.StatusForbidden) && class == ordo.Auth:
		return nil
	case class != ordo.Retry:
		return fmt.Errorf("class %v, as if the vendor had decided: %w", class, o.err)
	case op.Write && !op.Safe && status/100 == 2 && o.played == 1:
		return fmt.Errorf("class %v of a write that was answered %d and that the client itself does not repeat: %w", class, status, o.err)
	}
	return nil
}

// short cuts a text.
func short(s string) string {
	if len(s) > 300 {
		return s[:300] + "..."
	}
	return s
}
