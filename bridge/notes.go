package bridge

import (
	"github.com/ordo-sdk/ordo/order"
)

// NoteKind says what a note to people is about.
type NoteKind string

// The kinds of notes.
const (
	NoteDeclined  NoteKind = "declined"  // what they wanted was refused
	NoteHold      NoteKind = "hold"      // automatic effects wait until a person has checked the order
	NoteRequest   NoteKind = "request"   // the buyer asks to cancel, and a person has to answer
	NoteTooLate   NoteKind = "too-late"  // the buyer asked to cancel, and the answer was no
	NoteDeadline  NoteKind = "deadline"  // something is due soon
	NoteFailed    NoteKind = "failed"    // an outside system refused an effect, or it was given up
	NoteWarning   NoteKind = "remark"    // what the ERP shows differs from the order
	NoteReceived  NoteKind = "received"  // a carrier reports that the buyer has a parcel, and a person has to decide
	NoteCancelled NoteKind = "cancelled" // the channel cancelled units, and documents name them
	NoteRefund    NoteKind = "refund"    // money is to be paid back to the buyer, and a person has to order it
	NoteNotice    NoteKind = "notice"    // somebody is told or asked something: order.Notify
	NoteAnswer    NoteKind = "answer"    // the answer to that
	NoteSums      NoteKind = "sums"      // a system of the route shows other sums than the order
	NoteUnshown   NoteKind = "not-shown" // a system of the route cannot be told of a change
	NoteMessage   NoteKind = "message"   // a message to the buyer was sent; where people do not see the order's log
	NoteLacks     NoteKind = "lacks"     // an effect waits for what the order does not have yet
)

// Note is something that the people who work in an ERP should know about an order.
type Note struct {
	Kind  NoteKind
	Order order.View
	Cause order.Event // zero for NoteFailed, NoteUnshown and NoteLacks
	Text  string      // in the language of the ERP's account
}

// note is a Note that is not among the effects yet.
type note struct {
	Note
	account string // where the people work whom it is for; empty: those of the route
	event   int    // number of the event it belongs to
	reason  string // tells it from the other notes of the event
}
