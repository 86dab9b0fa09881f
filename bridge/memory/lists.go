package memory

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// Write implements Store.
func (m *Store) Write(ctx context.Context, es ...bridge.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.write(es)
	return nil
}

func (m *Store) write(es []bridge.Entry) {
	for _, e := range es {
		if e.Key != "" {
			if m.written[e.Key] {
				continue
			}
			m.written[e.Key] = true
		}
		e.N = int64(len(m.journal)) + 1
		m.journal = append(m.journal, e)
	}
}

// Journal implements Store.
func (m *Store) Journal(ctx context.Context, f bridge.JournalFilter) iter.Seq2[bridge.Entry, error] {
	return snapshot(ctx, func() iter.Seq[bridge.Entry] {
		m.mu.RLock()
		defer m.mu.RUnlock()
		all := m.journal // what is written is never changed: only the end moves
		from := min(max(f.After, 0), int64(len(all)))
		return fitting(all[from:], func(e bridge.Entry) bool { return entryFits(f, e) })
	})
}

// Orders implements Store. Orders that were never saved are not among them.
func (m *Store) Orders(ctx context.Context, f bridge.OrderFilter) iter.Seq2[bridge.Summary, error] {
	return snapshot(ctx, func() iter.Seq[bridge.Summary] {
		m.mu.RLock()
		defer m.mu.RUnlock()
		var out []bridge.Summary
		for _, k := range m.came {
			if f.DueAfter.IsZero() && k.rev == 0 || !f.DueAfter.IsZero() && !k.wake.After(f.DueAfter) {
				continue
			}
			s := cloneSummary(k.summary)
			if s.ID = k.id; orderFits(f, s) {
				out = append(out, s)
			}
		}
		return slices.Values(out)
	})
}

// Effects implements Store.
func (m *Store) Effects(ctx context.Context, f bridge.EffectFilter) iter.Seq2[bridge.PendingEffect, error] {
	return snapshot(ctx, func() iter.Seq[bridge.PendingEffect] {
		m.mu.RLock()
		defer m.mu.RUnlock()
		from := m.effects
		if f.Order != "" {
			from = nil
			if k, ok := m.orders[f.Order]; ok {
				from = k.effects
			}
		}
		var out []bridge.PendingEffect
		for _, o := range from {
			if effectFits(f, *o) {
				out = append(out, cloneEffect(*o))
			}
		}
		return slices.Values(out)
	})
}

// Log implements Store. Events of the same time come in the order in which their orders came.
func (m *Store) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.LoggedEvent, error] {
	return snapshot(ctx, func() iter.Seq[bridge.LoggedEvent] {
		var out []bridge.LoggedEvent
		for _, l := range m.logs(f.Order) {
			skus := l.articles(f.SKU)
			for _, e := range l.events {
				if logFits(f, e, skus) {
					out = append(out, bridge.LoggedEvent{Order: l.id, Event: e})
				}
			}
		}
		slices.SortStableFunc(out, func(a, b bridge.LoggedEvent) int { return a.At.Compare(b.At) })
		return slices.Values(out)
	})
}

// keptLog is an order's log as it was when it was asked for.
type keptLog struct {
	id     string
	events []order.Event
}

// logs returns the logs of all orders, or of one.
func (m *Store) logs(id string) []keptLog {
	m.mu.RLock()
	defer m.mu.RUnlock()
	from := m.came
	if id != "" {
		from = nil
		if k, ok := m.orders[id]; ok {
			from = []*keptOrder{k}
		}
	}
	out := make([]keptLog, len(from))
	for i, k := range from {
		out[i] = keptLog{k.id, k.events}
	}
	return out
}

// articles returns the lines that have an article, or nil if none is asked for.
func (l keptLog) articles(sku string) map[string]bool {
	if sku == "" {
		return nil
	}
	lines := map[string]bool{}
	note := func(ds ...order.LineData) {
		for _, d := range ds {
			if d.SKU == sku {
				lines[d.ID] = true
			}
		}
	}
	for _, e := range l.events {
		switch b := e.Body.(type) {
		case order.Placed:
			note(b.Lines...)
		case order.Imported:
			note(b.Lines...)
		case order.LineAdded:
			note(b.Line)
		}
	}
	return lines
}

// logFits chooses among the events of one order; the lines, if they are not nil, are those with the article asked for.
func logFits(f bridge.LogFilter, e order.Event, lines map[string]bool) bool {
	if lines == nil {
		return f.Filter.Fits(e)
	}
	for line := range lines {
		one := f.Filter
		one.Line = line
		if (f.Line == "" || f.Line == line) && one.Fits(e) {
			return true
		}
	}
	return false
}

func entryFits(f bridge.JournalFilter, e bridge.Entry) bool {
	return (f.Account == "" || e.Account == f.Account) && (f.Order == "" || e.Order == f.Order) &&
		(f.What == "" || e.What == f.What) && (f.Run == "" || e.Run == f.Run) && (len(f.Levels) == 0 || slices.Contains(f.Levels, e.Level)) &&
		timeWithin(e.At, f.Since, f.Until) && e.N > f.After
}

func orderFits(f bridge.OrderFilter, s bridge.Summary) bool {
	return (f.Account == "" || s.Ref.Account == f.Account) && (len(f.States) == 0 || slices.Contains(f.States, s.State)) &&
		(len(f.Flags) == 0 || slices.ContainsFunc(f.Flags, s.Has)) && timeWithin(s.Updated, f.Since, time.Time{})
}

// effectFits leaves the order out: who asks has looked there.
func effectFits(f bridge.EffectFilter, o bridge.PendingEffect) bool {
	return (f.Account == "" || o.Target.Account == f.Account) && (f.Kind == "" || o.Kind == f.Kind) &&
		(len(f.Phases) == 0 || slices.Contains(f.Phases, o.Phase)) && (f.Key == "" || o.Key == f.Key)
}

// timeWithin reports whether since <= t < until; a zero bound is none.
func timeWithin(t, since, until time.Time) bool {
	return (since.IsZero() || !t.Before(since)) && (until.IsZero() || t.Before(until))
}

// fitting yields the values that fit.
func fitting[T any](all []T, fits func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, v := range all {
			if fits(v) && !yield(v) {
				return
			}
		}
	}
}

// snapshot yields what was kept when the range began; nothing is locked while it runs. It ends early, with the error
// last, when the context does.
func snapshot[T any](ctx context.Context, kept func() iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := ctx.Err(); err != nil {
			yield(none, err)
			return
		}
		for v := range kept() {
			if err := ctx.Err(); err != nil {
				yield(none, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}
