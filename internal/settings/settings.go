// Package settings holds what the options of a client come to. It is apart from package ordo, whose page is for users:
// they give options, and only the transport reads what they come to.
package settings

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Settings are the settings of one client. rest.Resolve makes them from options.
type Settings struct {
	System      string       // the other system, e.g. "megamarket"
	Account     string       // the account there; may be empty
	BaseURL     string       // absolute, without a slash at the end
	HTTPClient  *http.Client // the user's; to be copied, not to be changed; nil: a default one
	Logger      *slog.Logger // never nil after rest.Resolve
	Dump        io.Writer    // nil: no dump
	Limits      Limits
	Limiter     Limiter       // shared with others; nil: the client counts alone
	MaxAttempts int           // 0: the default
	MaxWait     time.Duration // that the system may ask for; 0: the default
	Clock       Clock
	UserAgent   string
	Err         error // what is wrong with the settings; clients return it from every call
}

// Limits bounds how fast a client sends requests; the zero Limits means no bound.
type Limits struct {
	PerSecond float64 // requests per second, on average; 0 or less is no bound
	Burst     int     // how many may go at once after a pause; less than 1 counts as 1
}

// Limiter is an ordo.Limiter.
type Limiter interface {
	Reserve(ctx context.Context, key string, l Limits) (time.Duration, error)
	Pause(ctx context.Context, key string, d time.Duration) error
	Paused(ctx context.Context, key string) (time.Duration, error)
}

// Clock returns the time.
type Clock interface{ Now() time.Time }
