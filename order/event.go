package order

import (
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Event is something that happened to an order. It carries outcomes, never intents: amounts, unit ranges, block numbers,
// states. A later rounding rule, scheme or table therefore never changes what has happened. Events never change.
type Event struct {
	N        int       // number in the order's log, from 1
	At       time.Time // when ordo learned it, UTC
	Occurred time.Time // the outside system's own time, or zero
	By       Actor
	Key      string // the command's key, on the first event of a command
	Digest   string // what the key stood for
	Code     string // the outside code as received
	// State is the order's state after the event when it changed, else zero.
	State status.OrderState
	Body  Body
}

// Body is what an event says. The set is sealed.
type Body interface {
	// Kind is the stable name in the stored form, past tense.
	Kind() string
	// check tells whether the event can have happened to the order as it stands: that what it names exists. It checks
	// no legality, only that apply cannot fail.
	check(o *Order) error
	// apply changes the order. It computes no money and cannot fail.
	apply(o *Order, e *Event)
}
