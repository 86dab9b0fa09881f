package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// AttachStatement adds the buyer's statement to a return that was made without it, such as one in a shop, or replaces
// it until the money went back.
type AttachStatement struct {
	Block     int
	Statement string // reference to the file, as in Return
}

// Kind implements Command.
func (AttachStatement) Kind() Kind { return KindAttachStatement }

func (c AttachStatement) decide(o *Order, _ By) ([]Body, error) {
	b, err := o.block(c.Block)
	switch {
	case err != nil:
		return nil, err
	case c.Statement == "":
		return nil, refuse(ErrInvalid, b.what(), "the reference of the statement is not set")
	case b.Kind == BlockReduction || len(b.Parts) == 0:
		return nil, refuse(ErrNotNow, b.what(), "it has no units that come back")
	case b.Statement == c.Statement:
		return nil, refuse(ErrAlready, b.what(), "it has this statement")
	case b.Statement != "" && b.Money == status.MoneyRefunded:
		return nil, refuse(ErrNotNow, b.what(), "its money is %s; a statement belongs to a return that is not settled", b.Money)
	}
	return []Body{StatementAttached(c)}, nil
}

// StatementAttached records the buyer's statement about a return.
type StatementAttached struct {
	Block     int    `json:"block"`
	Statement string `json:"statement,omitzero"`
}

// Kind implements Body.
func (StatementAttached) Kind() string { return "statement-attached" }

func (b StatementAttached) check(o *Order) error { return o.checkBlock(b.Block) }

func (b StatementAttached) apply(o *Order, _ *Event) { o.blocks[b.Block-1].Statement = b.Statement }
