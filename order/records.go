package order

import (
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Deadline is a time, set by an outside system, by which a command must have been done.
type Deadline struct {
	Kind Kind      `json:"kind"` // the command that meets it, e.g. KindConfirm
	At   time.Time `json:"at"`
}

// Hold stops automatic effects on an order until a person has dealt with it. People may still act.
type Hold struct {
	N       int       `json:"n"`
	Kind    string    `json:"kind"`
	Fact    string    `json:"fact,omitzero"`
	System  string    `json:"system,omitzero"`  // who reported it
	Code    string    `json:"code,omitzero"`    // the outside code as received
	Text    string    `json:"text"`             // what differs and what may be done
	Message Text      `json:"message,omitzero"` // Text for other languages; zero in older logs
	Units   []Units   `json:"units,omitzero"`
	At      time.Time `json:"at,omitzero"`
	Cleared bool      `json:"cleared,omitzero"`
	Note    string    `json:"note,omitzero"` // how it was cleared
}

// The reasons for a hold.
const (
	HoldConflict = "conflict" // an owner's report contradicts what has already happened
	// HoldDivergence: the owner of the fulfilment took the order back. Nothing at all is sent to its system, nor what a
	// person wants, until the hold is cleared.
	HoldDivergence = "divergence"
	HoldUnknown    = "unknown-status" // an outside system sent a code that no table knows
)

// CancelRequest is a cancellation that an outside system asks for and that must be answered.
type CancelRequest struct {
	N        int           `json:"n"`
	Kind     string        `json:"kind"` // "cancel"
	System   string        `json:"system,omitzero"`
	Units    []Units       `json:"units"`
	Reason   status.Reason `json:"reason,omitzero"`
	At       time.Time     `json:"at,omitzero"`
	Answered bool          `json:"answered,omitzero"`
	Accepted []Units       `json:"accepted,omitzero"`
	Declined []Units       `json:"declined,omitzero"`
	Text     string        `json:"text,omitzero"`
}

// Note is the refusal of a command that an outside system asked for; the system must be informed.
type Note struct {
	System  string    `json:"system,omitzero"`  // the system that asked
	Kind    Kind      `json:"kind"`             // what it asked for
	Code    string    `json:"code,omitzero"`    // the outside code that it used
	Text    string    `json:"text"`             // why it was refused
	Message Text      `json:"message,omitzero"` // Text for other languages; zero in older logs
	At      time.Time `json:"at,omitzero"`
}

// Contact is an attempt to reach the buyer, or an agreement with them.
type Contact struct {
	N       int       `json:"n"`       // the attempts are counted, from 1
	Channel string    `json:"channel"` // phone, chat ...
	Reached bool      `json:"reached"`
	Agreed  bool      `json:"agreed,omitzero"`
	Text    string    `json:"text,omitzero"`
	Code    string    `json:"code,omitzero"` // the channel's own code, see ContactBuyer
	Ref     Ref       `json:"ref,omitzero"`  // the call or message, if it is known
	By      Actor     `json:"by"`
	At      time.Time `json:"at,omitzero"`
}

// Comment is a comment on an order.
type Comment struct {
	Text string    `json:"text"`
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
}
