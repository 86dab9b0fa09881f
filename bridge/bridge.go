package bridge

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/ordo-sdk/ordo/texts"
)

// Bridge keeps all sides of every order in step. It is safe for concurrent use; several of them, in one process or on
// several machines, may work on one [Store].
type Bridge struct{ *scheduler }

// New returns a bridge over a store. The error is a *ConfigError that says everything that is wrong with accounts,
// routes and settings. Nothing is called yet; see [Bridge.Check].
func New(store Store, opts ...Option) (*Bridge, error) {
	c := &core{config: newConfig(opts), store: store, process: uuid.NewString(), nudge: make(chan struct{}, 1)}
	if isNil(store) {
		c.refuse("no store is given; memory.New() of package bridge/memory will do to try things out")
	}
	c.checkRoutes()
	c.checkSchedules()
	c.checkFlows()
	c.checkSettings()
	if err := c.err(); err != nil {
		return nil, err
	}
	for _, name := range c.names {
		if p, can := c.accounts[name].port.(interface{ SetLanguage(l texts.Language) }); can {
			p.SetLanguage(c.languageOf(name))
		}
	}
	x := &outbox{core: c}
	// A parcel that is ready is handed over before a request to cancel is answered, and the ERP takes the notes that
	// the others leave.
	x.handlers = []handler{&carrierHandler{x}, &channelHandler{x}, &gatewayHandler{x}, &registrarHandler{x}, &directoryHandler{x}, &goodsHandler{x}, &registryHandler{x}, &messageHandler{x}, &erpHandler{outbox: x}}
	return &Bridge{&scheduler{outbox: x, slots: make(chan struct{}, x.workers)}}, nil
}

// Check asks every account that can whether its credentials and settings are good. The error joins what is wrong, each
// as an *AccountError; an interval of a [Schedule] or [Flow] that never runs is an *IntervalError in it, goods that are
// on sale and that the merchant does not have are a *GoodsError, a kind that an account of a flow lacks is an
// *ordo.Error of class Unsupported. [Bridge.Sync] asks the accounts the same once for each; one
// that fails is left out, and its effects wait.
//
// At the start of a service: stop if the error of an account has class Auth or Invalid (ordo.ClassOf), since only you
// can correct that; otherwise log it and run, as the system may only be down.
func (b *Bridge) Check(ctx context.Context) error {
	if ctx == nil {
		return errNilContext
	}
	var errs []error
	for _, name := range b.names {
		if err := b.checkAccount(ctx, b.accounts[name], func() bool { return false }); err != nil {
			errs = append(errs, &AccountError{Account: name, Err: err})
		} else if err := b.checkGoods(ctx, b.accounts[name]); err != nil {
			errs = append(errs, &AccountError{Account: name, Err: err})
		}
		if s := b.accounts[name].schedule; s != nil {
			if err := s.problem(); err != nil {
				errs = append(errs, &AccountError{Account: name, Err: err})
			}
		}
	}
	for _, f := range b.flows {
		errs = append(errs, b.checkFlow(f)...)
	}
	return errors.Join(errs...)
}

var errNilContext = errors.New("bridge: the context is nil; use context.Background()")

// Webhook returns the handler of an account's webhook calls, to be mounted where the vendor was told to call. A call is
// authenticated, read, stored and answered; work on it comes later, so an order that was just announced is known to
// [Bridge.Find] and [Bridge.Do] only after [Bridge.Run] or [Bridge.Sync] has worked on it. An account that is not
// connected, or makes no calls, is answered 404.
func (b *Bridge) Webhook(account string) http.Handler {
	a := b.accounts[account]
	if a == nil {
		return http.NotFoundHandler()
	}
	for _, h := range b.handlers {
		if c, can := h.(caller); can && h.serves(a) {
			if calls := c.webhook(a); calls != nil {
				return calls
			}
		}
	}
	return http.NotFoundHandler()
}
