package messagetest

import "github.com/ordo-sdk/ordo/messages"

// Fixture is a sender that has sent nothing yet, with the functions to inspect and drive the fake system.
type Fixture struct {
	// Port is the sender. Required.
	Port messages.Sender
	// Kind is the kind of message that is checked. Required.
	Kind messages.Kind
	// To is an addressee who can be reached. Required.
	To messages.Address
	// Sent returns what reached its addressees, in order. Required.
	Sent func() []Sent

	// Files reports that files arrive with a message.
	Files bool
	// Keys reports that the system knows keys: a repeated message is found. Without it one in doubt is not sent again.
	Keys bool
	// Unknown is an addressee whom nobody has, such as a mailbox that does not exist.
	Unknown messages.Address
	// Malformed is an address that is none.
	Malformed messages.Address
	// FailsOnce makes the next message fail temporarily, before anything is sent.
	FailsOnce func()
	// LosesAnswer makes the next message go out and lose its answer.
	LosesAnswer func()
	// Process lets the system finish what it has accepted, if it tells later; Port is a messages.Tracker then.
	Process func()
	// BadCredentials is the same sender with credentials that the system refuses.
	BadCredentials messages.Sender
}

// Sent is a message as its addressee got it.
type Sent struct {
	To      string // e-mail address, phone number or id; several are joined by a comma
	Subject string
	Text    string
	Files   []messages.File
}
