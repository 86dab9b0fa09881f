package bridge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/texts"
)

// Option says how a [Bridge] works: [Account], [Route], [Flow] and the With functions. A nil Option is ignored.
type Option interface{ apply(*config) }

type option func(*config)

func (o option) apply(c *config) { o(c) }

// config is what the options come to.
type config struct {
	accounts map[string]*account
	names    []string // of accounts, in the order given
	routes   []Route

	clock       ordo.Clock
	log         *slog.Logger
	observe     func(Entry)
	rewriteNote func(Note) string
	people      func(account, user string) order.Actor
	retention   func(order.View) error
	orders      []order.Option
	weight      func(order.LineView) int
	language    texts.Language
	goods       func(account string, l order.LineView) bool
	schedules   []Schedule
	flows       []Flow
	templates   messages.Templates
	stateLink   func(order.View) string
	photos      PhotoReader

	workers      int
	maxAttempts  int
	pollEvery    time.Duration
	refreshEvery time.Duration
	trackEvery   time.Duration
	warnBefore   time.Duration
	overlap      time.Duration
	grace        time.Duration
	maxWait      time.Duration

	problems []error
}

func newConfig(opts []Option) config {
	c := config{
		accounts: map[string]*account{}, clock: systemClock{}, log: slog.New(slog.DiscardHandler),
		workers: 8, maxAttempts: 20, pollEvery: time.Minute, refreshEvery: time.Hour, trackEvery: 12 * time.Hour,
		orders:     []order.Option{order.WithMarks(receipts.CheckMark)},
		warnBefore: time.Hour, overlap: 24 * time.Hour, grace: 10 * time.Second, maxWait: 15 * time.Minute,
	}
	for _, o := range opts {
		if !isNil(o) {
			o.apply(&c)
		}
	}
	return c
}

// refuse records what is wrong with the options.
func (c *config) refuse(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

// WithClock replaces the machine's clock, mostly in tests. A nil clock stands for the machine's.
func WithClock(clock ordo.Clock) Option {
	return option(func(c *config) {
		if c.clock = clock; isNil(clock) {
			c.clock = systemClock{}
		}
	})
}

// WithLogger makes the bridge log every entry of the journal. A nil logger stands for no logging, which is the default.
func WithLogger(l *slog.Logger) Option {
	return option(func(c *config) {
		if c.log = l; l == nil {
			c.log = slog.New(slog.DiscardHandler)
		}
	})
}

// WithObserver calls f for every entry of the journal after it was written. It is also called for an entry that the
// journal already has, and for entries "progress" of long passes, which are not stored. f is called from several
// goroutines.
func WithObserver(f func(Entry)) Option { return option(func(c *config) { c.observe = f }) }

// WithNoteText replaces the texts of notes to the people who work in an ERP. An empty text drops the note.
func WithNoteText(f func(Note) string) Option { return option(func(c *config) { c.rewriteNote = f }) }

// WithPeople says who the users of an ERP are: the person behind a user's id there. What a person asks for in the ERP
// is then tried with the rights of the person's Role and Place, and the order's log names the ID; whose word counts is
// still a matter of the account. A user for whom f returns no Role counts as the ERP itself (order.RoleERP), as do all
// without this option. f is called from several goroutines.
func WithPeople(f func(account, user string) order.Actor) Option {
	return option(func(c *config) { c.people = f })
}

// WithRetention says which orders must keep the personal data of their buyers: f returns an error that says why and
// how long, such as the term for receipts and tax documents, or nil. See [Bridge.Erase]. f is called from several
// goroutines.
func WithRetention(f func(order.View) error) Option {
	return option(func(c *config) { c.retention = f })
}

// WithLanguage sets the language of journal entries and notes; English if it is not given. [Language] sets another
// one for an account.
func WithLanguage(l texts.Language) Option { return option(func(c *config) { c.language = l }) }

// WithOrders gives the rules that orders follow: schemes and roles of the host's own. Marking codes are checked as
// those of Russia; order.WithMarks sets another check, or none.
func WithOrders(opts ...order.Option) Option {
	return option(func(c *config) { c.orders = append(c.orders, opts...) })
}

// WithTemplates sets what messages say ([Route.Messages]); without it they say what package messages has.
func WithTemplates(t messages.Templates) Option {
	return option(func(c *config) { c.templates = t })
}

// WithStateLink gives the page where the buyer sees the state of an order, for messages; an empty text stands for none.
// f is called from several goroutines.
func WithStateLink(f func(order.View) string) Option {
	return option(func(c *config) { c.stateLink = f })
}

// WithWorkers sets how many orders are worked on at once; the default is 8.
func WithWorkers(n int) Option { return option(func(c *config) { c.workers = n }) }

// WithPollEvery sets how often [Bridge.Run] asks each account without a [Schedule] for changes; the default is a
// minute.
func WithPollEvery(d time.Duration) Option { return option(func(c *config) { c.pollEvery = d }) }

// WithRefreshEvery sets how often an open order is read again in its channel and its ERP, to find changes that they
// did not report. The default is an hour; a negative duration switches it off. Less than a second is refused.
func WithRefreshEvery(d time.Duration) Option { return option(func(c *config) { c.refreshEvery = d }) }

// WithDeadlineWarning sets how long before a deadline the merchant is warned; the default is an hour. Of the end of a
// hold of money they are warned a day before at least.
func WithDeadlineWarning(before time.Duration) Option {
	return option(func(c *config) { c.warnBefore = before })
}

// WithGoods tells which goods the merchant has: f reports whether the goods of a line that came from an account are
// known. An order with others is taken as it came; they are noted in the journal, and in the record of the pass. Where
// the channel lists what is on sale (channels.Shelf), [Bridge.Check] asks f for each of these goods: SKU, Name and Ref
// of the line are then set, and nothing else.
func WithGoods(f func(account string, l order.LineView) bool) Option {
	return option(func(c *config) { c.goods = f })
}

// PhotoReader reads the marking codes of a picture, such as photo.Reader: at least one, or an error that matches
// [ordo.ErrInvalid] and says what is wrong with the picture, in the words of its method Text if it has one. Every other
// error is no word about the picture.
type PhotoReader interface {
	Read(ctx context.Context, picture []byte) ([]marking.Code, error)
}

// WithPhotos reads the marking codes of pictures that people attach in a system or give to [Bridge.LoadMarkPhoto], such
// as by photo.Reader. Without a reader people are told to type the code.
func WithPhotos(r PhotoReader) Option {
	return option(func(c *config) {
		if c.photos = r; isNil(r) {
			c.photos = nil
		}
	})
}

// WithOverlap sets how far before the last successful pass a channel is searched for changes; the default is a day.
func WithOverlap(d time.Duration) Option { return option(func(c *config) { c.overlap = d }) }

// WithTrackEvery sets after which time without news a parcel under way is read; the default is twelve hours. Carriers
// report news by webhook.
func WithTrackEvery(d time.Duration) Option { return option(func(c *config) { c.trackEvery = d }) }

// WithWeights gives the weight of one piece of a line, in grams, from the host's catalogue; 0 if it is not known.
// Forms of carriers are filled in with it.
func WithWeights(f func(order.LineView) int) Option { return option(func(c *config) { c.weight = f }) }

// WithShutdownGrace sets how long a call in progress is awaited after the context has ended; the default is ten
// seconds.
func WithShutdownGrace(d time.Duration) Option { return option(func(c *config) { c.grace = d }) }

// WithMaxAttempts sets how often an effect or message is tried before it waits for a person; the default is 20, which
// takes about 11 hours.
func WithMaxAttempts(n int) Option { return option(func(c *config) { c.maxAttempts = n }) }

// WithMaxWait bounds how long an outside system may ask to be left alone before an effect or message is tried again;
// the default is 15 minutes. A deadline of the order and [Bridge.Retry] shorten the wait.
func WithMaxWait(d time.Duration) Option { return option(func(c *config) { c.maxWait = d }) }

// shortest is the shortest period at which something is repeated: with less, a pass would never end.
const shortest = time.Second

// checkSettings refuses settings with which nothing would ever be done, or everything all the time.
func (c *config) checkSettings() {
	for _, x := range []struct {
		name string
		ok   bool
		want string
	}{
		{"WithWorkers", c.workers > 0, "needs at least 1"},
		{"WithMaxAttempts", c.maxAttempts > 0, "needs at least 1"},
		{"WithPollEvery", c.pollEvery > 0, "needs more than 0"},
		{"WithShutdownGrace", c.grace > 0, "needs more than 0"},
		{"WithTrackEvery", c.trackEvery >= shortest, "needs at least a second"},
		{"WithMaxWait", c.maxWait > 0, "needs more than 0"},
		{"WithRefreshEvery", c.refreshEvery >= shortest || c.refreshEvery < 0, "needs at least a second, or less than 0 for never"},
		{"WithOverlap", c.overlap >= 0, "needs 0 or more"},
		{"WithDeadlineWarning", c.warnBefore >= 0, "needs 0 or more"},
	} {
		if !x.ok {
			c.refuse("%s %s", x.name, x.want)
		}
	}
}

// err returns what is wrong with the options as a *ConfigError, or nil.
func (c *config) err() error {
	if err := errors.Join(c.problems...); err != nil {
		return &ConfigError{Err: err}
	}
	return nil
}

// ConfigError says what is wrong with the options of a bridge.
type ConfigError struct{ Err error }

// Error implements error.
func (e *ConfigError) Error() string { return "bridge: " + e.Err.Error() }

// Unwrap returns the causes, joined.
func (e *ConfigError) Unwrap() error { return e.Err }

// isNil reports whether v is nil or holds a nil pointer, function, map or the like.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan, reflect.Interface:
		return r.IsNil()
	}
	return false
}

// isZero reports whether v is the zero value of its type.
func isZero(v any) bool { return reflect.ValueOf(v).IsZero() }
