package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// BlockKind is what the money of a block is owed for.
type BlockKind string

// The kinds of blocks.
const (
	BlockReturn    BlockKind = ""          // units go back, or more was paid than the order costs
	BlockReduction BlockKind = "reduction" // the price of units was reduced, the goods stay with the buyer
)

// Block is money that goes back to the buyer, and what for. A return block is units split off to be returned, with
// their sum; custody stands on each portion, so that some units of a block may be accepted and others damaged. In a
// block of a price reduction each part is what its units were reduced by. Money is the state of the refund.
type Block struct {
	N         int                `json:"n"` // from 1, per order
	Kind      BlockKind          `json:"kind,omitzero"`
	Parts     []Part             `json:"parts"`
	Kept      []Units            `json:"kept,omitzero"`     // rejected: here, not in the sum, to be given back
	Sum       amount.Money       `json:"sum"`               // what the units cost, or were reduced by
	Owed      amount.Money       `json:"owed"`              // what of it the buyer is to get back, or got back
	Withheld  []Withholding      `json:"withheld,omitzero"` // what of it the seller keeps
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

func (b Block) what() Text {
	if b.Kind == BlockReduction {
		return Textf("price reduction R%d", b.N)
	}
	return Textf("return block R%d", b.N)
}
