package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
)

// plus and minus are for quantities within a line, whose size is checked when the line is made: they cannot overflow.

func plus(q, r amount.Quantity) amount.Quantity { return amount.Milli(q.Milli() + r.Milli()) }

func minus(q, r amount.Quantity) amount.Quantity { return amount.Milli(q.Milli() - r.Milli()) }

// pieces counts whole pieces.
func pieces(q amount.Quantity) int { return int(q.Milli() / 1000) }

// maxPieces is the largest quantity that an order accepts, in pieces. It
// keeps every sum of units of a line far from an overflow.
const maxPieces = 1_000_000_000

// maxQuantity is maxPieces as a Quantity.
var maxQuantity = amount.Pcs(maxPieces)
