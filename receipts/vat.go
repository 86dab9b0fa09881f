package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// russianRates are the rates of VAT that 54-ФЗ knows (1199). Rates of other countries are not converted: which tax is
// due is not for a receipt to decide.
var russianRates = []amount.VAT{
	amount.VATNone, amount.VAT0, amount.VAT5, amount.VAT7, amount.VAT10, amount.VAT20, amount.VAT22,
	amount.VAT5c, amount.VAT7c, amount.VAT10c, amount.VAT20c, amount.VAT22c,
}

// foreignVAT reports whether a rate is none of a receipt's, and records that as a problem.
func (r *rules) foreignVAT(field string, v amount.VAT) bool {
	if v == amount.VATUnset || slices.Contains(russianRates, v) {
		return false
	}
	if v.Percent() == 0 {
		r.must(false, 1199, field, "is %s, which 54-ФЗ does not know: sales without VAT are amount.VATNone", v)
	} else {
		r.must(false, 1199, field, "is %s, which 54-ФЗ does not know: its rates are none, 0, 5, 7, 10, 20 and 22", v)
	}
	return true
}
