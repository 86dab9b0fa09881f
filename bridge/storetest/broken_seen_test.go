package storetest

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// sleepy lets an order sleep through messages that came after it was loaded.
type sleepy struct{ bridge.Store }

func (s sleepy) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Seen = math.MaxInt64
	return s.Store.Save(ctx, id, rev, b)
}

// restless wakes an order for messages that were seen, again and again.
type restless struct{ bridge.Store }

func (s restless) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Seen = 0
	return s.Store.Save(ctx, id, rev, b)
}

// mindful thinks that what was seen once is seen for ever.
type mindful struct {
	bridge.Store
	mu   sync.Mutex
	seen map[string]int64
}

func (s *mindful) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Seen = max(b.Seen, s.seen[id])
	err := s.Store.Save(ctx, id, rev, b)
	if err == nil {
		s.seen[id] = b.Seen
	}
	return err
}

// eager wakes an order when a message that failed is to be tried again.
type eager struct{ bridge.Store }

func (s eager) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	for _, m := range b.Failed {
		if !m.Due.IsZero() && (b.Wake.IsZero() || m.Due.Before(b.Wake)) {
			b.Wake = m.Due
		}
	}
	return s.Store.Save(ctx, id, rev, b)
}

// gullible makes an order due when its messages say.
type gullible struct{ bridge.Store }

func (s gullible) Receive(ctx context.Context, m bridge.Incoming) error {
	for _, msg := range m.Messages {
		if !msg.Due.IsZero() && msg.Due.Before(m.Due) {
			m.Due = msg.Due
		}
	}
	return s.Store.Receive(ctx, m)
}

// faceless does not load summaries.
type faceless struct{ bridge.Store }

func (s faceless) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	d, err := s.Store.Load(ctx, id)
	d.Summary = bridge.Summary{}
	return d, err
}

// dateless forgets when an order was placed.
type dateless struct{ bridge.Store }

func (s dateless) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Summary.Placed = time.Time{}
	return s.Store.Save(ctx, id, rev, b)
}

// anonymous loads summaries without the ids of their orders unless they were saved with them.
type anonymous struct {
	bridge.Store
	mu    sync.Mutex
	named map[string]bool
}

func (s *anonymous) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.Store.Save(ctx, id, rev, b)
	if err == nil {
		s.named[id] = b.Summary.ID != ""
	}
	return err
}

func (s *anonymous) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.Store.Load(ctx, id)
	if !s.named[id] {
		d.Summary.ID = ""
	}
	return d, err
}
