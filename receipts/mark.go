package receipts

import (
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// CheckMark reads a marking code of goods as registers take it, see [marking.Check]. It is for order.WithMarks.
func CheckMark(gtin, code string) (string, error) { return marking.Check(gtin, code) }
