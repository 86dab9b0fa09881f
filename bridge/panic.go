package bridge

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/ordo-sdk/ordo/order"
)

// A port that panics, such as the host's own on bytes that nobody expected, must not stop the work on everything else,
// and not again after each restart: its panic is an error of the one thing that was worked on.

// panicError is what a port or the order has panicked with.
type panicError struct{ value any }

// Text returns the error as a text for people.
func (e *panicError) Text() order.Text {
	return order.Textf("a fault in the program: %s", fmt.Sprint(e.value))
}

func (e *panicError) Error() string { return e.Text().String() }

// guard calls f. A panic becomes a *panicError, and is logged with its stack.
func (c *core) guard(ctx context.Context, f func() error) (err error) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			panic(v)
		default:
			c.log.ErrorContext(ctx, "a panic", "panic", v, "stack", string(debug.Stack()))
			err = &panicError{v}
		}
	}()
	return f()
}
