package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// addBlock takes a new block up. That the sum can be added was checked by soundBlock.
func (o *Order) addBlock(b Block, e *Event) {
	b.At = e.At
	o.blocks = append(o.blocks, b)
	o.owed, _ = o.owed.Add(b.Owed)
}

// block finds a return block by number.
func (o *Order) block(n int) (Block, error) {
	if n < 1 || n > len(o.blocks) {
		return Block{}, refuse(ErrUnknown, Textf("return block R%d", n), "the order has %d {1:return block|return blocks}", len(o.blocks))
	}
	return o.blocks[n-1], nil
}

// unitsOfBlock returns where a block's units are.
func (o *Order) unitsOfBlock(b Block) []Move {
	var ms []Move
	of := func(u Units) {
		o.lines[o.index[u.Line]].each(u.From, u.To, func(q Portion) {
			if q.Block == b.N {
				ms = append(ms, Move{u.Line, q})
			}
		})
	}
	for _, p := range b.Parts {
		of(Units{p.Line, p.From, p.To})
	}
	for _, u := range b.Kept {
		of(u)
	}
	return ms
}

// goodsSettled reports whether goods are back, never left, or will not come back.
func goodsSettled(c status.ReturnCustody) bool {
	switch c {
	case status.CustodyNotNeeded, status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost:
		return true
	}
	return false
}
