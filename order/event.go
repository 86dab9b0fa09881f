package order

import (
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Event is something that happened to an order. It carries outcomes, never intents: amounts, unit ranges, block
// numbers, states. A later rounding rule, scheme or table therefore never changes what has happened. Events never
// change.
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
	// Left are the places that its units leave.
	Left []Leaving
	Body Body
}

// Leaving says that units of a line leave a place: for another one, for the buyer, or because they are not reserved
// there any more.
type Leaving struct {
	Line      string `json:"line"`
	Warehouse string `json:"warehouse"`
}

// Body is the content of an event. The set is sealed.
type Body interface {
	// Kind is the stable name in the stored form, past tense.
	Kind() string
	// check returns an error if the event cannot have happened to the order: if it names something that does not
	// exist. It does not check the rules, only that apply cannot fail.
	check(o *Order) error
	// apply changes the order. It computes no money and cannot fail.
	apply(o *Order, e *Event)
	// text says what happened, for people.
	text() Text
}
