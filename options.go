package ordo

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/internal/settings"
)

// Clock returns the time. Clients read it only to compare with times that other systems state (expiry of a token, a
// date in Retry-After); waiting is done with ordinary timers.
type Clock interface {
	Now() time.Time
}

// Limits bounds how fast a client sends requests for its account, or all that share a [Limiter]. The zero Limits means
// no bound.
type Limits struct {
	PerSecond float64 // requests per second, on average; 0 or less is no bound
	Burst     int     // how many may go at once after a pause; less than 1 counts as 1
}

// Option changes how a client works. Options are given to the New functions of client packages; later ones win.
type Option func(*settings.Settings)

// WithHTTPClient makes the client send through hc: its Transport (proxies, TLS, OpenTelemetry) and Timeout are kept.
// Its CheckRedirect is not: no redirect is followed. hc itself is copied, never changed. nil stands for the default.
func WithHTTPClient(hc *http.Client) Option { return func(s *settings.Settings) { s.HTTPClient = hc } }

// WithBaseURL replaces the address of the system: an absolute https URL, with or without a path, without user,
// query and fragment; http only on this machine. If it is wrong, every call of the client returns an [Error] of
// class Invalid that says so.
func WithBaseURL(base string) Option { return func(s *settings.Settings) { s.BaseURL = base } }

// WithLogger makes the client log each exchange at level debug: method, path, status, duration, attempt. Secrets are
// redacted. nil stands for no logging, which is the default.
func WithLogger(l *slog.Logger) Option { return func(s *settings.Settings) { s.Logger = l } }

// WithDump makes the client write every HTTP exchange, headers and bodies, to w, with secrets redacted. Writes to w
// are serialized within one client. It is meant for debugging, not for production.
func WithDump(w io.Writer) Option { return func(s *settings.Settings) { s.Dump = w } }

// WithLimits replaces the limits that the client takes from its system's documentation.
func WithLimits(l Limits) Option { return func(s *settings.Settings) { s.Limits = settings.Limits(l) } }

// WithMaxAttempts sets how often a request that is safe to repeat is sent at most before its error is returned; 1 means
// no repeats, less stands for the default of 4.
func WithMaxAttempts(n int) Option { return func(s *settings.Settings) { s.MaxAttempts = n } }

// WithMaxWait bounds how long the client pauses when the system asks for a pause; 0 or less stands for the
// default of five minutes. If the system asks for more, the client tries again after this time.
func WithMaxWait(d time.Duration) Option { return func(s *settings.Settings) { s.MaxWait = d } }

// WithClock replaces the machine's clock, mostly in tests. nil stands for the machine's.
func WithClock(c Clock) Option { return func(s *settings.Settings) { s.Clock = c } }

// WithUserAgent puts the name of the calling program in front of the SDK's in the header User-Agent.
func WithUserAgent(agent string) Option { return func(s *settings.Settings) { s.UserAgent = agent } }

// WithAccount names the account, e.g. "mm-1", for a client used alone; bridge.New names the accounts that it is given.
// The name appears in errors and logs, and in the keys of a [Limiter]; it is not sent to the other system.
func WithAccount(name string) Option { return func(s *settings.Settings) { s.Account = name } }
