package atoltest

import (
	"encoding/json"
	"math/big"
)

// unpaid is the fault of a receipt whose payments do not pay its total. The register finds it, not the service. Only cash may
// be more: the change.
func (r *Receipt) unpaid() (Fault, bool) {
	doc := r.document()
	total := amount(doc["total"])
	if total == nil {
		return Fault{}, false // a correction of v4
	}
	all, cash := new(big.Rat), new(big.Rat)
	payments, _ := doc["payments"].([]any)
	for _, one := range payments {
		p, _ := one.(object)
		sum := amount(p["sum"])
		if sum == nil {
			continue
		}
		all.Add(all, sum)
		if kind, ok := p["type"].(json.Number); ok && kind == "0" {
			cash.Add(cash, sum)
		}
	}
	over := new(big.Rat).Sub(all, total)
	switch {
	case over.Sign() < 0:
		return NotPaidInFull, true
	case over.Cmp(cash) > 0:
		return PaidTooMuch, true
	}
	return Fault{}, false
}
