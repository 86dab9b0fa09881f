package receipts

import (
	"errors"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// lastObject105 is the highest object number of FFD 1.05.
const lastObject105 Object = 26

// measures lists all measures (2108), also those without a constant.
var measures = []Measure{
	Piece, Gram, Kilogram, Tonne, Centimetre, 21, Metre, 30, 31, SquareMetre, Millilitre, Litre, CubicMetre, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, OtherMeasure,
}

func (p Position) check(c *rules, f Format) {
	c.text(1030, "Name", strings.TrimSpace(p.Name), 1, MaxName)
	most := f.maxQuantity()
	c.must(p.Quantity.Sign() > 0 && p.Quantity.Cmp(most) <= 0, 1023, "Quantity", "is %s: it must be more than 0 and at most %s", p.Quantity, most)
	p.checkSums(c, f.maxSum())
	c.must(p.Method >= FullPrepayment && p.Method <= CreditPayment, 1214, "Method", "is %d: it must be from 1 to 7", p.Method)
	c.must(p.Object.known(), 1212, "Object", "is %d: it must be from 1 to 27 or from 30 to 33", p.Object)
	c.must(p.Object <= lastObject105 || f != FFD105, 1212, "Object", "is %d: FFD 1.05 has the objects 1 to %d", p.Object, lastObject105)
	c.must(slices.Contains(measures, p.Measure), 2108, "Measure", "is %d: it is not a measure of quantity; a piece is 0, other measures are 255", p.Measure)
	if p.Method == Advance || p.Method == CreditPayment {
		c.must(p.Object == MoneyInAdvance, 1212, "Object", "is %d: with the method %s it must be MoneyInAdvance (%d)", p.Object, p.Method, MoneyInAdvance)
	}
	if p.Method == Advance {
		c.must(p.Quantity == amount.Pcs(1), 1023, "Quantity", "is %s: the quantity of an advance is 1", p.Quantity)
	}
	p.checkMark(c, f)
	c.must(p.Country == "" || digits3.MatchString(p.Country), 1230, "Country", "is %q: it must be the number of a country, up to three digits", p.Country)
	c.text(1231, "Declaration", p.Declaration, 0, 32)
	if !p.Excise.IsUnset() {
		c.roubles(1229, "Excise", p.Excise)
	}
	c.upTo(f.maxSum(), 1229, "Excise", p.Excise)
	c.text(1191, "UserData", p.UserData, 0, 64)
	checkIndustry(c, 1260, p.Industry, f)
	if a := p.Agent; a != nil {
		c.must(a.Role != 0 && a.Role&(a.Role-1) == 0 && a.Role <= OtherAgent, 1222, "Agent.Role", "is %d: it must be one of the roles 1, 2, 4, 8, 16, 32, 64", a.Role)
		c.text(1225, "Agent.SupplierName", a.SupplierName, 0, 256)
		c.must(innForm.MatchString(a.SupplierINN), 1226, "Agent.SupplierINN", "%s: an INN has 10 or 12 digits", is(a.SupplierINN))
		for _, phone := range a.Phones {
			c.must(phoneForm.MatchString(phone), 1171, "Agent.Phones", "%s: a phone number is digits, with or without a leading +", is(phone))
		}
	}
}

func (p Position) checkSums(c *rules, most amount.Money) {
	for _, m := range []struct {
		tag   int
		field string
		sum   amount.Money
	}{{1079, "Price", p.Price}, {1043, "Sum", p.Sum}, {1200, "VATSum", p.VATSum}} {
		c.roubles(m.tag, m.field, m.sum)
		c.upTo(most, m.tag, m.field, m.sum)
	}
	times, err := p.Price.Times(p.Quantity)
	c.must(err == nil && times == p.Sum, 1043, "Sum", "%s, but %s × %s is %s", is(p.Sum.String()), p.Price, p.Quantity, times)
	c.must(p.VAT != amount.VATUnset, 1199, "VAT", "is missing: set the rate, or amount.VATNone for sales without VAT")
	if p.VAT == amount.VATUnset || c.foreignVAT("VAT", p.VAT) {
		return
	}
	c.must(!p.Method.BeforeGoods() || p.VAT.IsCalculated() || p.VAT.Percent() == 0, 1199, "VAT", "is %s: an advance has the calculated rate, such as 20/120", p.VAT)
	vat, err := p.VAT.Included(p.Sum)
	off := p.VATSum.Minor() - vat.Minor()
	c.must(err == nil && max(off, -off) <= p.vatSlack(), 1200, "VATSum", "%s, but %s contains %s at %s", is(p.VATSum.String()), p.Sum, vat, p.VAT)
}

// vatSlack returns by how many kopecks the VAT may differ from Sum·rate/(100+rate). An order splits the VAT of a line
// over its units so that the VAT of all refunds adds up to that of the sale, and each range of units is rounded
// separately: the VAT of the line, both ends of the range for price and VAT, and the share of a position in the range,
// together less than 3.2 kopecks. Without units the formula of the law applies, to the kopeck.
func (p Position) vatSlack() int64 {
	if p.VAT.Percent() == 0 {
		return 0
	}
	return 3 * int64(len(p.Units))
}

// lacksMark reports whether a position has no marking code, or an invalid one, and does not pass for that reason.
func (p Position) lacksMark() bool {
	c := &rules{position: -1}
	p.checkCode(c)
	return len(c.broken) > 0
}

// checkCode checks the marking code only.
func (p Position) checkCode(c *rules) {
	if p.Mark == "" {
		c.must(!p.Object.coded(), 1163, "Mark", "the marking code is missing: object %d needs one", p.Object)
		c.must(p.Object.coded() || !p.Marked || !p.Method.WithGoods() || p.Object == GoodsNoCode || p.Object == ExciseNoCode, 1163, "Mark", "the marking code is missing: the goods are marked")
		return
	}
	switch code, err := marking.Parse(p.Mark); {
	case err != nil:
		var wrong *marking.Error
		errors.As(err, &wrong)
		c.must(false, 1163, "Mark", "%s", wrong.Text())
	case code.Repaired:
		c.must(false, 1163, "Mark", "is not written as it is on the label: use marking.Parse")
	}
}

func (p Position) checkMark(c *rules, f Format) {
	p.checkCode(c)
	if p.Mark == "" {
		return
	}
	c.must(p.Quantity == amount.Pcs(1), 1023, "Quantity", "is %s: a position with a marking code has one unit", p.Quantity)
	c.must(p.Measure == Piece, 2108, "Measure", "is %d: marked goods are counted in pieces, Piece (0)", p.Measure)
	c.must(!p.Method.BeforeGoods(), 1163, "Mark", "is set: a position paid in advance has no marking code")
	c.must(p.Object.coded() || f == FFD105, 1212, "Object", "is %d: with a marking code it must be GoodsMarked (33) or ExciseMarked (31)", p.Object)
}
