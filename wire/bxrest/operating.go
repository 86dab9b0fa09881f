package bxrest

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
)

// How long one method may work for one caller in ten minutes, in seconds, and from which part of it on calls are spread
// out. The vendor quotes the number, and may have others.
const (
	operatingLimit = 480
	operatingSlow  = 0.8
	patience       = time.Minute // the longest wait here; for more the caller is told
)

// operating watches the working time of each method: a method that has used it up is blocked, and only that method.
type operating struct {
	mu      sync.Mutex
	methods map[string]*used
}

// used is what is known of a method.
type used struct {
	seconds float64
	last    float64 // cost of the last call
	reset   time.Time
	blocked bool
}

// pause returns how long the next call has to wait.
func (u *used) pause(now time.Time) time.Duration {
	left := u.reset.Sub(now)
	switch {
	case left <= 0:
		return 0
	case u.blocked:
		return left
	case u.seconds < operatingSlow*operatingLimit:
		return 0
	}
	calls := max(1, (operatingLimit-u.seconds)/max(u.last, 0.1)) // that still fit
	return time.Duration(float64(left) / calls)
}

// wait waits until a method may be called.
func (o *operating) wait(ctx context.Context, c *Client, method string) error {
	o.mu.Lock()
	var d time.Duration
	if u := o.methods[strings.ToLower(method)]; u != nil {
		d = u.pause(c.core.clock.Now())
	}
	o.mu.Unlock()
	if d <= 0 {
		return nil
	}
	end, bounded := ctx.Deadline()
	if d > patience || bounded && time.Until(end) < d {
		e := c.Fail(method, ordo.RateLimited, "not sent: the method has worked too long in the last ten minutes", nil)
		e.RetryAfter = d
		return e
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return c.Fail(method, ordo.Retry, "not sent", ctx.Err())
	}
}

// note keeps what an answer says of a method's working time, and tells the caller of a blocked method when to come
// again.
func (o *operating) note(method string, now time.Time, t Timing, err error) error {
	var b *BlockedError
	blocked := errors.As(err, &b)
	seconds, _ := strconv.ParseFloat(string(t.Operating), 64) // empty on a box
	if !blocked && seconds == 0 {
		return err
	}
	duration, _ := strconv.ParseFloat(string(t.Duration), 64) // then it is not known
	u := &used{seconds: seconds, last: duration, reset: t.reset(), blocked: blocked}
	if blocked {
		if u.reset = b.Until; u.reset.IsZero() {
			u.reset = now.Add(patience)
		}
		var e *ordo.Error
		if errors.As(err, &e) {
			e.RetryAfter = max(u.reset.Sub(now), 0)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.methods == nil {
		o.methods = map[string]*used{}
	}
	o.methods[strings.ToLower(method)] = u
	return err
}

// BlockedError is the cause of the refusal of a method that has worked too long.
type BlockedError struct {
	Until time.Time // zero if the portal does not say
}

// Error says until when.
func (e *BlockedError) Error() string {
	if e.Until.IsZero() {
		return "the method is blocked"
	}
	return "the method is blocked until " + e.Until.UTC().Format(time.RFC3339)
}
