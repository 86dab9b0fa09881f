package bridge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Bridge keeps all sides of every order in step. It is safe for concurrent use; several of them, in one program or on
// several machines, may work on one [Store].
type Bridge struct {
	config
	store  Store
	nudge  chan struct{} // something may be due
	deep   stamps        // when a channel was last asked for everything
	hours  hours
	doubts sync.Map // of cursors of changes, by account
	busy   sync.Map // orders that are worked on here
	urged  sync.Map // keys of effects that a person wants to be tried now
}

// Option says how a [Bridge] works: [Account], [Route] and the With functions.
type Option interface{ apply(*config) }

type option func(*config)

func (o option) apply(c *config) { o(c) }

type config struct {
	accounts map[string]*account
	names    []string // of accounts, in the order given
	routes   []Route
	clock    ordo.Clock
	log      *slog.Logger
	observe  func(Entry)
	words    func(Note) string
	orders   []order.Option
	workers  int
	every    time.Duration
	look     time.Duration
	warn     time.Duration
	back     time.Duration
	grace    time.Duration
	track    time.Duration
	weigh    func(order.LineView) int
	most     int
	wait     time.Duration
	wrong    []error
}

func (c *config) fail(err error) { c.wrong = append(c.wrong, err) }

// WithClock replaces the machine's clock, mostly in tests.
func WithClock(clock ordo.Clock) Option { return option(func(c *config) { c.clock = clock }) }

// WithLogger makes the bridge log every entry of the journal.
func WithLogger(l *slog.Logger) Option { return option(func(c *config) { c.log = l }) }

// WithObserver calls f for every entry of the journal, after it was written, also for those that the journal holds once and
// has already, and for entries "progress" of long passes, which are not kept. It is called from several goroutines.
func WithObserver(f func(Entry)) Option { return option(func(c *config) { c.observe = f }) }

// WithNoteText puts the notes to people who work in an ERP into words, e.g. of their own language. An empty text leaves the
// note out.
func WithNoteText(f func(Note) string) Option { return option(func(c *config) { c.words = f }) }

// WithOrders brings the rules that orders follow: schemes and roles of the host's own.
func WithOrders(opts ...order.Option) Option {
	return option(func(c *config) { c.orders = append(c.orders, opts...) })
}

// WithWorkers sets how many orders are worked on at once; 8 if it is not given.
func WithWorkers(n int) Option { return option(func(c *config) { c.workers = n }) }

// WithPollEvery sets how often [Bridge.Run] asks all accounts for news; a minute if it is not given.
func WithPollEvery(d time.Duration) Option { return option(func(c *config) { c.every = d }) }

// WithRefreshEvery sets after which time a living order is read again in its channel and its ERP, for what they do not tell by
// themselves; an hour if it is not given, never if it is negative.
func WithRefreshEvery(d time.Duration) Option { return option(func(c *config) { c.look = d }) }

// WithDeadlineWarning sets how long before a deadline the merchant is warned; an hour if it is not given.
func WithDeadlineWarning(before time.Duration) Option {
	return option(func(c *config) { c.warn = before })
}

// WithOverlap sets how far before the newest known order a channel is searched for missed ones; a day if it is not given.
func WithOverlap(d time.Duration) Option { return option(func(c *config) { c.back = d }) }

// WithTrackEvery sets after which time without news a parcel under way is asked for; twelve hours if it is not given. News
// come by the carrier's webhooks.
func WithTrackEvery(d time.Duration) Option { return option(func(c *config) { c.track = d }) }

// WithWeights tells what one piece of a line weighs, in grams, as the host's catalogue knows; 0 where it does not. Forms of
// carriers are filled in with it.
func WithWeights(f func(order.LineView) int) Option { return option(func(c *config) { c.weigh = f }) }

// WithShutdownGrace sets how long a call that is under way is awaited when the context ends; ten seconds if it is not given.
func WithShutdownGrace(d time.Duration) Option { return option(func(c *config) { c.grace = d }) }

// WithMaxAttempts sets how often an effect is tried before a person has to look; 20 if it is not given, which takes about 11
// hours.
func WithMaxAttempts(n int) Option { return option(func(c *config) { c.most = n }) }

// WithMaxWait sets how long an outside system may ask to be left alone before an effect or message is tried again; 15
// minutes if it is not given. A deadline of the order outranks it, and so does a person's [Bridge.Retry].
func WithMaxWait(d time.Duration) Option { return option(func(c *config) { c.wait = d }) }

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// New returns a bridge over a store. The error says everything that is wrong with accounts and routes. Nothing is called
// yet; see [Bridge.Check].
func New(store Store, opts ...Option) (*Bridge, error) {
	b := &Bridge{
		config: config{
			accounts: map[string]*account{}, clock: systemClock{}, log: slog.New(slog.DiscardHandler),
			workers: 8, every: time.Minute, look: time.Hour, warn: time.Hour, back: 24 * time.Hour, grace: 10 * time.Second, track: 12 * time.Hour, most: 20,
			wait: 15 * time.Minute,
		},
		store: store, nudge: make(chan struct{}, 1),
	}
	for _, o := range opts {
		o.apply(&b.config)
	}
	if store == nil {
		b.fail(errors.New("no store: use memory.New() to try things out"))
	}
	b.check()
	b.checkTimes()
	if err := errors.Join(b.wrong...); err != nil {
		return nil, &ConfigError{Err: err}
	}
	return b, nil
}

// checkTimes refuses settings with which nothing would ever be done, or all the time.
func (c *config) checkTimes() {
	for _, x := range []struct {
		name string
		ok   bool
		want string
	}{
		{"WithClock", c.clock != nil, "a clock"},
		{"WithWorkers", c.workers > 0, "at least one"},
		{"WithMaxAttempts", c.most > 0, "at least one"},
		{"WithPollEvery", c.every > 0, "more than nothing"},
		{"WithShutdownGrace", c.grace > 0, "more than nothing"},
		{"WithTrackEvery", c.track > 0, "more than nothing"},
		{"WithMaxWait", c.wait > 0, "more than nothing"},
		{"WithRefreshEvery", c.look != 0, "more than nothing, or less for never"},
		{"WithOverlap", c.back >= 0, "nothing or more"},
		{"WithDeadlineWarning", c.warn >= 0, "nothing or more"},
	} {
		if !x.ok {
			c.fail(fmt.Errorf("%s wants %s", x.name, x.want))
		}
	}
}

// ConfigError says what is wrong with the options of a bridge.
type ConfigError struct{ Err error }

// Error implements error.
func (e *ConfigError) Error() string { return "bridge: " + e.Err.Error() }

// Unwrap returns the causes, joined.
func (e *ConfigError) Unwrap() error { return e.Err }

// Check asks every account that can tell whether its credentials and settings are good. The error joins what is wrong, each
// with the name of its account. [Bridge.Sync] does the same once for each account; one that is not in order is left
// aside, and what it is owed waits.
func (b *Bridge) Check(ctx context.Context) error {
	var errs []error
	for _, name := range b.names {
		if err := b.checkNow(ctx, b.accounts[name]); err != nil {
			errs = append(errs, &AccountError{Account: name, Err: err})
		}
	}
	return errors.Join(errs...)
}

// AccountError says which account an error is about.
type AccountError struct {
	Account string
	Err     error
}

// Error implements error.
func (e *AccountError) Error() string { return "account " + e.Account + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *AccountError) Unwrap() error { return e.Err }

// inOrder checks an account until it was found in order once, at most once a minute.
func (b *Bridge) inOrder(ctx context.Context, a *account) error {
	return b.checked(ctx, a, func() bool {
		return !a.checked.IsZero() && (a.wrong == nil || !past(b.now(), a.checked, checkAgainAfter))
	})
}

// checkNow checks an account.
func (b *Bridge) checkNow(ctx context.Context, a *account) error {
	return b.checked(ctx, a, func() bool { return false })
}

// checked checks an account unless what was found before is good enough.
func (b *Bridge) checked(ctx context.Context, a *account, enough func() bool) error {
	select {
	case a.checking <- struct{}{}:
		defer func() { <-a.checking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if enough() {
		return a.wrong
	}
	var err error
	// channels.Checker, erp.Checker, receipts.Checker, carriers.Checker
	if p, can := a.port.(interface {
		Check(ctx context.Context) error
	}); can {
		cctx, cancel := context.WithTimeout(ctx, checkLimit)
		defer cancel()
		err = p.Check(cctx)
	}
	if ctx.Err() == nil {
		a.checked, a.wrong = b.now(), err
	}
	return err
}

// checkLimit is how long a check may take, which asks many things one after another. Each call is limited by its
// client: one that is slow works.
const checkLimit = time.Hour

// checkAgainAfter is when an account that was not in order is checked again.
const checkAgainAfter = time.Minute

func (b *Bridge) now() time.Time { return b.clock.Now().UTC() }

// wake lets Run look at once for what is due.
func (b *Bridge) wake() {
	select {
	case b.nudge <- struct{}{}:
	default:
	}
}
