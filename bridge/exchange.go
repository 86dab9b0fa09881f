package bridge

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"
)

// Exchange makes the exchange of the flows from one account to another, as [Bridge.Run] does when its time has come,
// and returns the record. It brings over what has changed since the last one, with full everything, as at first: either
// may be repeated, and a record that is so already changes nothing. What was refused before is tried again.
//
// The error is ErrUnknown if there is no such flow, ErrConflict while another exchange of the same is being made, or
// that of the store or the context; what is wrong with the accounts stands in the record.
func (b *Bridge) Exchange(ctx context.Context, from, to string, full bool) (Run, error) {
	if ctx == nil {
		return Run{}, errNilContext
	}
	f, is := b.flowsBetween(from, to)
	if !is {
		return Run{}, fmt.Errorf("bridge: flow from %q to %q: %w", from, to, ErrUnknown)
	}
	run, _, err := b.exchangeAll(ctx, f, full, true)
	if errors.Is(err, errBusy) {
		err = fmt.Errorf("bridge: flow from %q to %q: %w", from, to, err)
	}
	return run, err
}

// flowsBetween returns the flows from one account to another as one.
func (b *Bridge) flowsBetween(from, to string) (f Flow, is bool) {
	f.From, f.To = from, to
	for _, x := range b.flows {
		if x.From == from && x.To == to {
			f.Kinds = append(f.Kinds, x.Kinds...)
		}
	}
	return f, len(f.Kinds) > 0
}

// Refused goes through the records that the flows from one account to another could not bring to their end, and why:
// they could not be read in the one system, or not be kept in the other. Those are tried again, later each time, by
// [Bridge.Exchange] at once; what cannot be read is told anew by its source once it can be. The error is ErrUnknown if
// there is no such flow, or that of the store; it is yielded once, last.
func (b *Bridge) Refused(ctx context.Context, from, to string) iter.Seq2[RefusedRecord, error] {
	return func(yield func(RefusedRecord, error) bool) {
		if ctx == nil {
			yield(RefusedRecord{}, errNilContext)
			return
		}
		f, is := b.flowsBetween(from, to)
		if !is {
			yield(RefusedRecord{}, fmt.Errorf("bridge: flow from %q to %q: %w", from, to, ErrUnknown))
			return
		}
		for _, kind := range f.Kinds {
			x := &flowKind{scheduler: b.scheduler, Flow: f, kind: kind}
			more := true
			err := x.waiting(ctx, func(key string, w waitingRecord) bool {
				more = yield(RefusedRecord{Kind: kind, Key: key, Ref: w.Ref, Gone: w.Gone, Unread: w.Unread, Problem: w.Problem, Since: w.Since, Tries: w.Tries}, nil)
				return more
			})
			if err != nil {
				yield(RefusedRecord{}, err)
				return
			}
			if !more {
				return
			}
		}
	}
}

// flowNames are the names of the flows that have a time of their own.
func (b *Bridge) flowNames() []string {
	var names []string
	for _, f := range b.flows {
		if f.runs() {
			names = append(names, f.name())
		}
	}
	return names
}

// flowNamed returns the flow with a name, if it has a time of its own.
func (b *Bridge) flowNamed(name string) (Flow, bool) {
	i := slices.IndexFunc(b.flows, func(f Flow) bool { return f.runs() && f.name() == name })
	if i < 0 {
		return Flow{}, false
	}
	return b.flows[i], true
}

// keepExchanging makes the exchange of a flow whenever its time has come.
func (b *Bridge) keepExchanging(ctx context.Context, f Flow) {
	for ctx.Err() == nil {
		began := time.Now() // not the bridge's clock, which may be changed meanwhile
		wait, err := b.exchangeWhenDue(ctx, f)
		if err != nil && ctx.Err() == nil {
			b.log.ErrorContext(ctx, "an exchange could not be made", "flow", f.name(), "err", err)
		}
		rest(ctx, wait-time.Since(began), nil)
	}
}
