package messages

import (
	"context"
	"encoding/json"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// Kind is how a message goes.
type Kind string

// The kinds.
const (
	KindEmail Kind = "email"
	KindSMS   Kind = "sms"
	KindEDO   Kind = "edo"   // an electronic document by an operator (ЭДО); see Package
	KindPaper Kind = "paper" // a letter that somebody prints
)

// Sender is one account with whoever carries messages. It is safe for concurrent use.
type Sender interface {
	// System returns the name of the sender, such as "smtp".
	System() string
	// Can reports whether it sends messages of a kind.
	Can(kind Kind) bool
	// Send ensures that a message is sent, once by its Key: called again after a crash or a lost answer it finds the
	// first, where the system knows keys. A system that does not (SMTP) must not send a message with Message.Again set
	// unless it is set to, and returns InDoubt.
	//
	// The outcome is Applied once the message is on its way to its addressee, Waiting if the system will tell later (see
	// Tracker), Rejected with a reason if it cannot reach them, such as an unknown mailbox, Unsupported for a kind that it
	// cannot send. Errors are *ordo.Error: Retry and RateLimited mean that nothing was sent and the same call may be
	// repeated, InDoubt that it may have been sent, Auth that a person must act, Invalid that the message is wrong.
	Send(ctx context.Context, m Message) (order.Outcome, error)
}

// Tracker is a sender that knows what became of a message after it was accepted.
type Tracker interface {
	// Read returns what became of a message whose outcome was Waiting, by its reference: Waiting, Applied or Rejected.
	Read(ctx context.Context, ref order.Ref) (order.Outcome, error)
}

// Checker is a sender that can check its settings.
type Checker interface {
	// Check checks the credentials and settings. It sends nothing.
	Check(ctx context.Context) error
}

// Message is one message to one addressee.
type Message struct {
	// Key is what it is sent under, once: at most 255 bytes.
	Key      string
	Kind     Kind
	Order    order.View     // that it is about
	Language texts.Language // of Subject and Text
	To       Address
	Subject  string // of an e-mail or document
	Text     string // plain text; of an SMS all that it says
	Files    []File
	// Data is what a system reads: a Package as JSON for KindEDO.
	Data json.RawMessage
	// Again reports that an earlier try may have sent it: nobody knows how that ended.
	Again bool
}

// Address is where a message goes. Which of the fields counts depends on its kind.
type Address struct {
	Name  string
	Email string
	Phone string // E.164, such as +79010000002
	ID    string // of a participant in electronic documents, or of a host's own
}

// String returns the address as people read it: the e-mail address, phone number or id, whichever is first.
func (a Address) String() string {
	for _, s := range []string{a.Email, a.Phone, a.ID} {
		if s != "" {
			return s
		}
	}
	return a.Name
}

// File is a file that goes with a message: its content, or a page where it can be seen.
type File struct {
	Name        string
	ContentType string
	URL         string // without Data
	Data        []byte
}

// Package is what goes to an operator of electronic documents when goods with marking codes have left a place: Data of
// a message of KindEDO, as JSON.
type Package struct {
	Order    string        `json:"order"`              // its number in the channel
	Shipment int           `json:"shipment,omitempty"` // 0: several, or none
	Sale     string        `json:"sale"`               // number of the sale in the books
	Units    []PackageUnit `json:"units"`
}

// PackageUnit is one unit with its marking code, or a photo of it.
type PackageUnit struct {
	Line     string `json:"line"`
	Unit     int    `json:"unit"` // from 0
	Article  string `json:"article,omitempty"`
	Name     string `json:"name,omitempty"`
	GTIN     string `json:"gtin,omitempty"`
	Code     string `json:"code,omitempty"`  // with its group separators
	Photo    string `json:"photo,omitempty"` // where the photo of the code is kept, without a code
	Place    string `json:"place,omitempty"` // that it left
	Transfer string `json:"transfer"`        // number in the books of the transfer that brought it there
}
