package storetest

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// forgetful loses the last of several messages that come together.
type forgetful struct{ bridge.Store }

func (s forgetful) Receive(ctx context.Context, m bridge.Incoming) error {
	if n := len(m.Messages); n > 1 {
		m.Messages = m.Messages[:n-1]
	}
	return s.Store.Receive(ctx, m)
}

// careless saves whatever the revision is.
type careless struct{ bridge.Store }

func (s careless) Save(ctx context.Context, id string, _ int, b bridge.Batch) error {
	d, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	return s.Store.Save(ctx, id, d.Rev, b)
}

// sharing hands out the same storedOrder until its order is saved again.
type sharing struct {
	bridge.Store
	mu    sync.Mutex
	given map[string]bridge.StoredOrder
}

func (s *sharing) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	d, err := s.Store.Load(ctx, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if g, ok := s.given[id]; ok && g.Rev == d.Rev && len(g.Messages) == len(d.Messages) && g.Wake.Equal(d.Wake) {
		return g, err
	}
	s.given[id] = d
	return d, err
}

// keeping goes on using the effects and messages that it was given.
type keeping struct {
	bridge.Store
	owed []bridge.PendingEffect
}

func (s *keeping) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	s.owed = b.Effects
	return s.Store.Save(ctx, id, rev, b)
}

func (s *keeping) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	d, err := s.Store.Load(ctx, id)
	if len(s.owed) > 0 {
		d.Effects = s.owed
	}
	return d, err
}

// halved writes the journal of a batch that it refuses.
type halved struct{ bridge.Store }

func (s halved) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := s.Write(ctx, b.Journal...); err != nil {
		return err
	}
	b.Journal = nil
	return s.Store.Save(ctx, id, rev, b)
}

// lax moves a cursor from wherever it is.
type lax struct{ bridge.Store }

func (s lax) Receive(ctx context.Context, m bridge.Incoming) error {
	at, err := s.Cursor(ctx, m.Account, m.Stream)
	if err != nil {
		return err
	}
	m.From = at
	return s.Store.Receive(ctx, m)
}

// vague does not say which name is taken, and by whom.
type vague struct{ bridge.Store }

func (s vague) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := s.Store.Save(ctx, id, rev, b); err != nil {
		return bridge.ErrConflict
	}
	return nil
}

// tidy throws effects away when they are settled.
type tidy struct{ bridge.Store }

func (s tidy) Effects(ctx context.Context, f bridge.EffectFilter) iter.Seq2[bridge.PendingEffect, error] {
	return func(yield func(bridge.PendingEffect, error) bool) {
		for o, err := range s.Store.Effects(ctx, f) {
			if (err != nil || o.Phase.Open()) && !yield(o, err) {
				return
			}
		}
	}
}

// deaf does not look at contexts.
type deaf struct{ bridge.Store }

func (s deaf) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.LoggedEvent, error] {
	return s.Store.Log(context.WithoutCancel(ctx), f)
}

func (s deaf) Next(ctx context.Context) (time.Time, error) {
	return s.Store.Next(context.WithoutCancel(ctx))
}

// blind overlooks articles.
type blind struct{ bridge.Store }

func (s blind) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.LoggedEvent, error] {
	f.SKU = ""
	return s.Store.Log(ctx, f)
}

// repetitive forgets which entries it has written.
type repetitive struct{ bridge.Store }

func (s repetitive) Write(ctx context.Context, es ...bridge.Entry) error {
	es = slices.Clone(es)
	for i := range es {
		es[i].Key = ""
	}
	return s.Store.Write(ctx, es...)
}

// imprecise keeps times to the second.
type imprecise struct{ bridge.Store }

func (s imprecise) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Refreshed = b.Refreshed.Truncate(time.Second)
	return s.Store.Save(ctx, id, rev, b)
}
