package bridge

import (
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// Flow is the exchange of records that are no orders, such as goods, prices, stock and people, from one account to
// another. It is an [Option]; the page of the package says how it works.
//
// The port of From is an exchange.Source or has a method Source that returns one, the port of To likewise is an
// exchange.Sink or has a method Sink.
type Flow struct {
	From, To string // accounts
	// Kinds are exchanged one after another, in this order: whose cards there are goes before the cards.
	Kinds []exchange.Kind
	// Every is how often [Bridge.Run] makes the exchange; 0 for only by hand, by [Bridge.Exchange]. An interval of less
	// than MinInterval never runs, and Check reports it.
	Every time.Duration
}

// name names the flow for people and in keys.
func (f Flow) name() string {
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = string(k)
	}
	return f.From + ">" + f.To + ": " + strings.Join(kinds, " ")
}

// Exchanged counts what an exchange did with the records of a kind. What was read, what is gone and what was tried
// again is Changed, Same or Refused in the end, unless the exchange broke off.
type Exchanged struct {
	Kind    exchange.Kind `json:"kind"`
	Read    int           `json:"read"`           // what the source told
	Gone    int           `json:"gone,omitzero"`  // what was told before and did not come when everything was read
	Again   int           `json:"again,omitzero"` // what was refused before and was tried again
	Changed int           `json:"changed"`        // the other system has something else now
	Same    int           `json:"same"`           // it was so already
	Refused int           `json:"refused"`        // see [Bridge.Refused]
}

// RefusedRecord is a record that a flow could not bring to its end: it could not be read in the one system, or not be
// kept in the other. It waits there until it can be, or a later record takes its place.
type RefusedRecord struct {
	Kind    exchange.Kind
	Key     string
	Ref     order.Ref
	Gone    bool
	Unread  bool      // it could not be read: only the source can correct that
	Problem string    // why
	Since   time.Time // when it was refused first
	Tries   int       // how often it was
}
