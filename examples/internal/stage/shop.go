package stage

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Shop is the merchant's own shop as a channel: its program keeps the orders, and a bridge finds them. It needs no
// effects, as its program reads the orders of the bridge. It is safe for concurrent use.
type Shop struct {
	mu     sync.Mutex
	drafts []order.Draft
}

var _ channels.Channel = (*Shop)(nil)

// Place places an order. The draft's Ref.ID is the order's number in the shop.
func (s *Shop) Place(d order.Draft) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.Ref.System, d.Ref.Kind = s.System(), "order"
	s.drafts = append(s.drafts, d)
}

// System implements channels.Channel.
func (*Shop) System() string { return "shop" }

// Can implements channels.Channel.
func (*Shop) Can(order.EffectKind, order.SchemeCode) bool { return false }

// Apply implements channels.Channel.
func (*Shop) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Unsupported}, nil
}

// Orders implements channels.Channel.
func (s *Shop) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, d := range s.all() {
			if slices.Contains(ids, d.Ref.ID) && !yield(channels.Reading{ID: d.Ref.ID, Snapshot: order.Snapshot{Draft: d}}, nil) {
				return
			}
		}
	}
}

// Changed implements channels.Channel. Orders change only in the bridge, so it finds the new ones.
func (s *Shop) Changed(_ context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		for _, d := range s.all() {
			if !d.Placed.Before(w.From) && d.Placed.Before(w.To) && !yield(channels.Found{ID: d.Ref.ID}, nil) {
				return
			}
		}
	}
}

func (s *Shop) all() []order.Draft {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.drafts)
}
