package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Block is a return block: units split off to be returned, with their sum. Custody stands on each portion, so that
// some units of a block may be accepted and others damaged. Money is the state of the refund.
type Block struct {
	N         int                `json:"n"` // from 1, per order
	Parts     []Part             `json:"parts"`
	Kept      []Units            `json:"kept,omitzero"` // rejected: here, not in the sum, to be given back
	Sum       amount.Money       `json:"sum"`           // what the units cost
	Owed      amount.Money       `json:"owed"`          // what of it the buyer is to get back
	Reason    status.Reason      `json:"reason"`
	Party     status.Party       `json:"party,omitzero"` // on whose side the reason lies
	Text      string             `json:"text,omitzero"`
	Statement string             `json:"statement,omitzero"` // reference to the buyer's statement
	Code      string             `json:"code,omitzero"`      // of a cancellation: the channel's own code, see Cancel
	Told      string             `json:"told,omitzero"`      // of a cancellation: how the buyer was told
	Money     status.ReturnMoney `json:"money"`
	From      []PaymentShare     `json:"from,omitzero"`     // the payments it goes back through, once ordered
	Done      []PaymentShare     `json:"done,omitzero"`     // what went back by earlier orders that were refused as a whole
	Attempts  int                `json:"attempts,omitzero"` // how often the refund was ordered
	Answer    string             `json:"answer,omitzero"`   // the gateway's last answer
	Refund    Ref                `json:"refund,omitzero"`   // the refund at the gateway
	Receipt   *Document          `json:"receipt,omitzero"`  // the refund receipt
	At        time.Time          `json:"at,omitzero"`
}

func (b Block) what() Text { return Textf("return block R%d", b.N) }
