package atoltest

import (
	"encoding/json"
	"math/big"
	"slices"
)

// unpaid returns the fault of a receipt whose payments do not match its total. The register finds it, not the service.
// Only cash may be more, because of the change.
func (r *Receipt) unpaid() (Fault, bool) {
	doc := r.document()
	total := amount(doc["total"])
	if total == nil {
		return Fault{}, false // a correction of v4
	}
	over := new(big.Rat).Sub(r.paid(), total)
	switch {
	case over.Sign() < 0:
		return NotPaidInFull, true
	case over.Cmp(r.paid("0")) > 0:
		return PaidTooMuch, true
	}
	return Fault{}, false
}

// paid returns the sum of the payments, of all types or of some.
func (r *Receipt) paid(types ...string) *big.Rat {
	all := new(big.Rat)
	payments, _ := r.document()["payments"].([]any)
	for _, one := range payments {
		p, _ := one.(object)
		if kind, _ := p["type"].(json.Number); len(types) == 0 || slices.Contains(types, kind.String()) {
			all.Add(all, amount(p["sum"]))
		}
	}
	return all
}
