package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Block is units split off to be returned, with their sum. Where its goods are is said per portion, so that of one block
// some units may be accepted and others damaged; what becomes of its money is said by Money.
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
	Money     status.ReturnMoney `json:"money"`
	From      []PaymentShare     `json:"from,omitzero"`     // the payments it goes back through, once ordered
	Done      []PaymentShare     `json:"done,omitzero"`     // what went back by earlier orders that were refused as a whole
	Attempts  int                `json:"attempts,omitzero"` // how often the refund was ordered
	Answer    string             `json:"answer,omitzero"`   // what the gateway said last
	Refund    Ref                `json:"refund,omitzero"`   // the refund at the gateway
	Receipt   *Document          `json:"receipt,omitzero"`  // the refund receipt
	At        time.Time          `json:"at,omitzero"`
}

func (b Block) what() Text { return Textf("return block R%d", b.N) }
