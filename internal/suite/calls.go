package suite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Calls are calls of a port by method name.
type Calls map[string]func(context.Context) error

// Call returns a call of a method with its argument.
func Call[X, Y any](do func(context.Context, X) (Y, error), given X) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := do(ctx, given)
		return err
	}
}

// Ended makes the calls in an ended context. Each must fail.
func (cs Calls) Ended(ctx context.Context) error {
	ended, end := context.WithCancel(ctx)
	end()
	for name, call := range cs {
		var wrong *listError
		if err := call(ended); err == nil || errors.As(err, &wrong) {
			return fmt.Errorf("%s in an ended context: %w", name, OrNone(err))
		}
	}
	return nil
}

// Refused makes the calls with wrong credentials. Each must fail with class Auth.
func (cs Calls) Refused(ctx context.Context) error {
	for name, call := range cs {
		if err := call(ctx); ordo.ClassOf(err) != ordo.Auth {
			return fmt.Errorf("%s with wrong credentials: %w, want class %s", name, OrNone(err), ordo.Auth)
		}
	}
	return nil
}

// listError is a list that should have failed and did not, or not properly.
type listError struct{ values, errs int }

// Error implements error.
func (e *listError) Error() string {
	return fmt.Sprintf("the list has %d values and %d errors, want one error and nothing else", e.values, e.errs)
}

// List returns the error of a failing list. The list must yield one error and nothing else.
func List[T any](list iter.Seq2[T, error]) (failed error) {
	var n listError
	for _, err := range list {
		if err == nil {
			n.values++
			continue
		}
		n.errs++
		failed = err
	}
	if n != (listError{errs: 1}) {
		return &n
	}
	return failed
}

// StopsEarly checks that a list of several values ends when its reader stops.
func StopsEarly[T any](name string, list iter.Seq2[T, error]) error {
	n := 0
	list(func(T, error) bool { n++; return false })
	if n != 1 {
		return fmt.Errorf("%s yielded %d times to a reader that stops after the first value", name, n)
	}
	return nil
}

// Settings checks that a port has a name, that its settings pass Check, and that wrong credentials do not.
func Settings(ctx context.Context, port, stranger any) error {
	if p, ok := port.(interface{ System() string }); !ok || p.System() == "" {
		return errors.New("System() is empty")
	}
	c, err := As[checker](port)
	if err != nil {
		return err
	}
	if err := c.Check(ctx); err != nil {
		return fmt.Errorf("Check refuses valid settings: %w", err)
	}
	if err := (Calls{"Check": c.Check}).Ended(ctx); err != nil {
		return err
	}
	if s, ok := stranger.(checker); ok && !reflect.ValueOf(stranger).IsZero() {
		return Calls{"Check": s.Check}.Refused(ctx)
	}
	return nil
}

// checker is a port that can check its settings.
type checker interface {
	Check(ctx context.Context) error
}

// Retry repeats a call as a host does, while its error is temporary.
func Retry(call func() error) (err error) {
	const tries = 5
	for range tries {
		err = call()
		switch c := ordo.ClassOf(err); {
		case err == nil:
			return nil
		case c == 0:
			return err
		case c != ordo.Retry && c != ordo.RateLimited && c != ordo.InDoubt:
			return fmt.Errorf("a temporary failure has class %s: %w", c, err)
		}
	}
	return fmt.Errorf("not settled after %d tries: %w", tries, err)
}

// applier is a port that carries out effects of orders.
type applier interface {
	Can(order.EffectKind, order.SchemeCode) bool
	Apply(context.Context, order.Task) (order.Outcome, error)
}

// Unsupported applies every effect that a port does not support. The outcome must be Unsupported.
func Unsupported(ctx context.Context, port applier, o *order.Order, target order.Ref) error {
	for _, kind := range []order.EffectKind{
		order.EffectTake, order.EffectContact, order.EffectComment,
		order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip, order.EffectArrive,
		order.EffectClose, order.EffectMoveDate, order.EffectAnswer, order.EffectNote, order.EffectUpsert, order.EffectStatus,
		order.EffectDocument, order.EffectParcel, order.EffectDrop, order.EffectTrack, order.EffectRefund,
		order.EffectReceipt, order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn,
		order.EffectCapture, order.EffectRelease, order.EffectReserve, order.EffectTransfer, order.EffectShow,
	} {
		if port.Can(kind, o.View().Scheme) {
			continue
		}
		t, _ := o.Task(order.Effect{Kind: kind, Target: target, Order: o.ID(), N: 1, Key: "cannot/" + string(kind), Text: "x"})
		if out, err := port.Apply(ctx, t); err != nil || out.Kind != order.Unsupported {
			return fmt.Errorf("Can(%s) is false, but applying it returned %q, %w; want %s", kind, out.Kind, OrNone(err), order.Unsupported)
		}
	}
	return nil
}

// Unchanged checks that a count has not changed.
func Unchanged(count func() int, was int, why string) error {
	if n := count() - was; n != 0 {
		return fmt.Errorf("%d writes took effect despite %s", n, why)
	}
	return nil
}

// OrNone returns err, or the error "no error" if it is nil, for use in a message.
func OrNone(err error) error {
	if err == nil {
		return errors.New("no error")
	}
	return err
}
