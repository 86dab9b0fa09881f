package ordo

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo/internal/settings"
)

// Limiter bounds how fast all who share it, on any machine, send requests of one account together. A client that has
// one asks it before each request, repeats included, in place of counting alone.
//
// A key names what is bounded: the system, which of its requests, and the account, as in "megamarket/requests/mm-1".
// The account's name is that of [WithAccount] or bridge.Account, so give it the same name everywhere; where the vendor
// gives each account an address of its own, the key has the address instead.
type Limiter interface {
	// Reserve takes the next place among the requests of key and returns how long to wait before sending. Together they
	// are never more than Burst and PerSecond of l allow; l.PerSecond is above 0. If the deadline of ctx comes before
	// that time, no place is taken, and wait is how long it would have been. A place that was taken stays taken: who
	// gives up while waiting delays those behind by one request, and no more.
	Reserve(ctx context.Context, key string, l Limits) (wait time.Duration, err error)
	// Pause records that the vendor wants no requests of key for so long from now. A pause that ends later stays.
	Pause(ctx context.Context, key string, d time.Duration) error
	// Paused returns how long the pause of key still lasts; 0 or less is none.
	Paused(ctx context.Context, key string) (time.Duration, error)
}

// WithLimiter makes the client keep to its limits together with all others that share l: those of the account on other
// machines, and other clients of the same account here. A pause that the vendor asks for holds for all of them, too.
// nil stands for limits of the client's own, the default.
//
//	mm := megamarket.New(token, ordo.WithAccount("mm-1"), ordo.WithLimiter(store.Limiter()),
//		ordo.WithLimits(ordo.Limits{PerSecond: 5}))
//
// Requests without limits do not ask l: see [WithLimits], and give the same everywhere. If l fails, the request is not
// sent, and the error is of class [Retry]. An account that needs a name and has none is an error of class [Invalid],
// returned by every call.
func WithLimiter(l Limiter) Option {
	return func(s *settings.Settings) {
		if s.Limiter = nil; l != nil {
			s.Limiter = limiter{l}
		}
	}
}

// limiter is a Limiter as the transport sees it.
type limiter struct{ Limiter }

func (a limiter) Reserve(ctx context.Context, key string, l settings.Limits) (time.Duration, error) {
	return a.Limiter.Reserve(ctx, key, Limits(l))
}
