package ordo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
)

// shared is a limiter in memory. One for several machines keeps the same two times for each key in a database.
type shared struct {
	mu     sync.Mutex
	next   map[string]time.Time // when the next request would come if all kept their distance
	silent map[string]time.Time // until when the vendor wants none
}

func (s *shared) Reserve(ctx context.Context, key string, l ordo.Limits) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	distance := time.Duration(float64(time.Second) / l.PerSecond)
	next := s.next[key]
	if next.Before(now) {
		next = now
	}
	at := next.Add(-distance * time.Duration(max(l.Burst, 1)-1))
	if end, has := ctx.Deadline(); !has || at.Before(end) {
		s.next[key] = next.Add(distance)
	}
	return max(at.Sub(now), 0), nil
}

func (s *shared) Pause(_ context.Context, key string, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if end := time.Now().Add(d); end.After(s.silent[key]) {
		s.silent[key] = end
	}
	return nil
}

func (s *shared) Paused(_ context.Context, key string) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.silent[key]), nil
}

// Two clients of one account keep to its limit together: two requests at once, and one more every hour.
func ExampleWithLimiter() {
	market := megamarkettest.New(megamarkettest.Settings{})
	defer market.Close()
	together := &shared{next: map[string]time.Time{}, silent: map[string]time.Time{}}
	machine := func() *megamarket.Client {
		return megamarket.New(megamarkettest.DefaultToken,
			ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}), ordo.WithAccount("mm-1"),
			ordo.WithLimits(ordo.Limits{PerSecond: 1.0 / 3600, Burst: 2}), ordo.WithLimiter(together))
	}
	first, second := machine(), machine()
	for _, mm := range []*megamarket.Client{first, second, first, second} {
		_, err := mm.GetShipment(context.Background(), "955100777")
		fmt.Println(errors.Is(err, ordo.ErrRateLimited), market.Calls("*"))
	}
	// Output:
	// false 1
	// false 2
	// true 2
	// true 2
}
