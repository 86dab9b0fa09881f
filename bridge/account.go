package bridge

import (
	"sync/atomic"
	"time"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/texts"
)

// account is one of the merchant's accounts in an outside system, with the ports that it has, at least one.
type account struct {
	name      string
	port      interface{ System() string }
	channel   channels.Channel
	pusher    channels.Pusher // the channel, if it cannot be asked
	system    erp.System
	gateway   receipts.Gateway
	registrar receipts.Registrar
	carrier   carriers.Carrier
	directory erp.Directory
	sender    messages.Sender
	registry  marking.Registry
	source    exchange.Source
	sink      exchange.Sink

	maxCall  int64 // bytes
	language texts.Language

	schedule *Schedule     // nil: it is asked every WithPollEvery
	passing  chan struct{} // held by the pass that is being made
	passes   int           // how many were made
	writing  atomic.Int32  // passes that write what has waited for them
	checking chan struct{} // held by whoever checks it
	checked  time.Time     // when it was checked last
	problem  error         // what the check found
	sound    atomic.Bool   // it was checked, and there is no problem; for those that do not hold checking

	searched   lastTime // when a channel was last asked for all orders of the window
	subscribed lastTime // when a carrier was last asked to call
	rejected   rejectedCalls
}

// AccountOption says what is particular to one account; see [Account].
type AccountOption func(*account)

// MaxCall sets the greatest length of the body of a webhook call, in bytes; the default is [ordo.MaxCall]. A longer
// call is refused with status 413.
func MaxCall(bytes int64) AccountOption { return func(a *account) { a.maxCall = bytes } }

// Language sets the language of the journal entries about an account, and of the notes to the people who work in it.
// The default is that of [WithLanguage].
func Language(l texts.Language) AccountOption { return func(a *account) { a.language = l } }

// vendor returns the name of the outside system.
func (a *account) vendor() string { return a.port.System() }

// ref returns a reference with the account's names, as orders carry it.
func (a *account) ref(r order.Ref) order.Ref {
	r.System, r.Account = a.vendor(), a.name
	return r
}

// AccountError says which account an error is about.
type AccountError struct {
	Account string
	Err     error
}

// Text returns the error as a text for people.
func (e *AccountError) Text() order.Text { return order.Textf("account %s: %v", e.Account, e.Err) }

// Error implements error.
func (e *AccountError) Error() string { return e.Text().String() }

// Unwrap returns the cause.
func (e *AccountError) Unwrap() error { return e.Err }
