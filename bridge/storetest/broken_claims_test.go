package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
)

// generous lets several claim the same order.
type generous struct{ bridge.Store }

func (s generous) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	cs, err := s.Store.Claim(ctx, now, until, n, ids...)
	for _, c := range cs {
		if err := s.Release(ctx, c); err != nil {
			return nil, err
		}
	}
	return cs, err
}

// clinging never gives a claim up by itself.
type clinging struct{ bridge.Store }

func (s clinging) Claim(ctx context.Context, now, _ time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	return s.Store.Claim(ctx, now, now.AddDate(1, 0, 0), n, ids...)
}

// unfair claims the order that became due last first.
type unfair struct{ bridge.Store }

func (s unfair) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	cs, err := s.Store.Claim(ctx, now, until, n, ids...)
	slices.Reverse(cs)
	return cs, err
}

// stubborn does not end a claim with a save.
type stubborn struct{ bridge.Store }

func (s stubborn) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if b.Token != "" && b.Claim.IsZero() {
		b.Claim = at(10_000)
	}
	return s.Store.Save(ctx, id, rev, b)
}

// trusting lets a save through whose token is that of an old claim.
type trusting struct{ bridge.Store }

func (s trusting) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	err := s.Store.Save(ctx, id, rev, b)
	if errors.Is(err, bridge.ErrConflict) && b.Token != "" {
		b.Token = ""
		err = s.Store.Save(ctx, id, rev, b)
	}
	return err
}

// watching is a store that knows the latest claims, for stores that do something wrong with them.
type watching struct {
	bridge.Store
	mu     sync.Mutex
	latest map[string]bridge.Claim
	until  map[string]time.Time
}

func watch() *watching {
	return &watching{Store: memory.New(), latest: map[string]bridge.Claim{}, until: map[string]time.Time{}}
}

func (s *watching) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cs, err := s.Store.Claim(ctx, now, until, n, ids...)
	for _, c := range cs {
		s.latest[c.ID], s.until[c.ID] = c, until
	}
	return cs, err
}

func (s *watching) of(id string) bridge.Claim {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest[id]
}

// rude ends anybody's claim with a release.
type rude struct{ *watching }

func (s rude) Release(ctx context.Context, c bridge.Claim) error {
	return s.Store.Release(ctx, s.of(c.ID))
}

// barging ends anybody's claim with a save without a token.
type barging struct{ *watching }

func (s barging) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	err := s.Store.Save(ctx, id, rev, b)
	if err == nil && b.Token == "" {
		err = s.Release(ctx, s.of(id))
	}
	return err
}

// obliging goes on with anybody's claim in a save without a token.
type obliging struct{ *watching }

func (s obliging) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if b.Token == "" && !b.Claim.IsZero() {
		renewed := b
		renewed.Token = s.of(id).Token
		if err := s.Store.Save(ctx, id, rev, renewed); err == nil {
			return nil
		}
	}
	return s.Store.Save(ctx, id, rev, b)
}

// yielding ends the claim of who meets a conflict.
type yielding struct{ bridge.Store }

func (s yielding) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	err := s.Store.Save(ctx, id, rev, b)
	if errors.Is(err, bridge.ErrConflict) {
		return errors.Join(err, s.Release(ctx, bridge.Claim{ID: id, Token: b.Token}))
	}
	return err
}

// hasty ends claims that are over although nobody takes their orders.
type hasty struct{ *watching }

func (s hasty) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	s.mu.Lock()
	for id, c := range s.latest {
		if !s.until[id].After(now) {
			if err := s.Release(ctx, c); err != nil {
				s.mu.Unlock()
				return nil, err
			}
		}
	}
	s.mu.Unlock()
	return s.watching.Claim(ctx, now, until, n, ids...)
}

// uniform gives all claims of an order the same token.
type uniform struct{ *watching }

func (s uniform) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	cs, err := s.watching.Claim(ctx, now, until, n, ids...)
	for i := range cs {
		cs[i].Token = "token of " + cs[i].ID
	}
	return cs, err
}

func (s uniform) Release(ctx context.Context, c bridge.Claim) error {
	if c.Token == "token of "+c.ID {
		c = s.of(c.ID)
	}
	return s.Store.Release(ctx, c)
}

func (s uniform) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if b.Token == "token of "+id {
		b.Token = s.of(id).Token
	}
	return s.Store.Save(ctx, id, rev, b)
}

// choosing claims what it likes instead of the orders that were named.
type choosing struct{ bridge.Store }

func (s choosing) Claim(ctx context.Context, now, until time.Time, n int, _ ...string) ([]bridge.Claim, error) {
	return s.Store.Claim(ctx, now, until, n)
}
