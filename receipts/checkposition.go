package receipts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order/amount"
)

// lastObject105 is the last object that FFD 1.05 knows.
const lastObject105 Object = 26

// measures are all there are (2108), those included that have no name here.
var measures = []Measure{
	Piece, Gram, Kilogram, Tonne, Centimetre, 21, Metre, 30, 31, SquareMetre, Millilitre, Litre, CubicMetre, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, OtherMeasure,
}

func (p Position) check(c *rules, f Format) {
	c.text(1030, "Name", strings.TrimSpace(p.Name), 1, MaxName)
	most := f.maxQuantity()
	c.must(p.Quantity.Sign() > 0 && p.Quantity.Cmp(most) <= 0, 1023, "Quantity", "%s is not above 0 and up to %s", p.Quantity, most)
	p.checkSums(c, f.maxSum())
	c.must(p.Method >= FullPrepayment && p.Method <= CreditPayment, 1214, "Method", "%d is not 1 to 7", p.Method)
	c.must(p.Object.known(), 1212, "Object", "%d is no object of a settlement", p.Object)
	c.must(p.Object <= lastObject105 || f != FFD105, 1212, "Object", "%d is known from FFD 1.2 on", p.Object)
	c.must(slices.Contains(measures, p.Measure), 2108, "Measure", "%d is no measure of quantity", p.Measure)
	if p.Method == Advance || p.Method == CreditPayment {
		c.must(p.Object == MoneyInAdvance, 1212, "Object", "is %d; of %s it is %d, a payment", p.Object, p.Method, MoneyInAdvance)
	}
	if p.Method == Advance {
		c.must(p.Quantity == amount.Pcs(1), 1023, "Quantity", "is %s; of an advance it is 1", p.Quantity)
	}
	p.checkMark(c, f)
	c.must(p.Country == "" || digits3.MatchString(p.Country), 1230, "Country", "%q is no number of a country", p.Country)
	c.text(1231, "Declaration", p.Declaration, 0, 32)
	c.must(p.Excise.IsUnset() || p.Excise.Currency() == "RUB", 1229, "Excise", "%q is not in roubles", p.Excise)
	c.upTo(f.maxSum(), 1229, "Excise", p.Excise)
	c.text(1191, "UserData", p.UserData, 0, 64)
	checkIndustry(c, 1260, p.Industry, f)
	if a := p.Agent; a != nil {
		c.must(a.Role != 0 && a.Role&(a.Role-1) == 0 && a.Role <= OtherAgent, 1222, "Agent.Role", "%d is no role of an agent", a.Role)
		c.text(1225, "Agent.SupplierName", a.SupplierName, 0, 256)
		c.must(innForm.MatchString(a.SupplierINN), 1226, "Agent.SupplierINN", "%q: an INN has 10 or 12 digits", a.SupplierINN)
		for _, phone := range a.Phones {
			c.must(phoneForm.MatchString(phone), 1171, "Agent.Phones", "%q is no phone number: digits only, a + may lead", phone)
		}
	}
}

func (p Position) checkSums(c *rules, most amount.Money) {
	for _, m := range []struct {
		tag   int
		field string
		sum   amount.Money
	}{{1079, "Price", p.Price}, {1043, "Sum", p.Sum}, {1200, "VATSum", p.VATSum}} {
		c.must(m.sum.Currency() == "RUB", m.tag, m.field, "%q is not in roubles", m.sum)
		c.upTo(most, m.tag, m.field, m.sum)
	}
	times, err := p.Price.Times(p.Quantity)
	c.must(err == nil && times == p.Sum, 1043, "Sum", "is %s, %s × %s is %s", p.Sum, p.Price, p.Quantity, times)
	c.must(p.VAT != amount.VATUnset, 1199, "VAT", "not given; say none for what is sold without VAT")
	if p.VAT == amount.VATUnset {
		return
	}
	c.must(!p.Method.BeforeGoods() || p.VAT.IsCalculated() || p.VAT.Percent() == 0, 1199, "VAT", "is %s; of money in advance it is the calculated rate", p.VAT)
	vat, err := p.VAT.Included(p.Sum)
	off := p.VATSum.Minor() - vat.Minor()
	c.must(err == nil && max(off, -off) <= p.vatSlack(), 1200, "VATSum", "is %s, %s contains %s at %s", p.VATSum, p.Sum, vat, p.VAT)
}

// vatSlack is how many kopecks the VAT may lie beside Sum·rate/(100+rate). An order tells the VAT of a line's units
// apart so that the VAT of all refunds is that of the sale, and each range of units is rounded on its own: the VAT of
// the line, two ends of the range for price and VAT each, and the share of a position in the range, less than 3.2
// kopecks together. Without units to account for, it is the law's formula, to the kopeck.
func (p Position) vatSlack() int64 {
	if p.VAT.Percent() == 0 {
		return 0
	}
	return 3 * int64(len(p.Units))
}

// lacksMark tells whether a position does not pass for want of a marking code, or because its code cannot be one.
func (p Position) lacksMark() bool {
	c := &rules{position: -1}
	p.checkCode(c)
	return len(c.broken) > 0
}

// checkCode checks the code alone.
func (p Position) checkCode(c *rules) {
	if p.Mark == "" {
		c.must(!p.Object.coded(), 1163, "Mark", "no marking code; object %d has one", p.Object)
		c.must(p.Object.coded() || !p.Marked || !p.Method.WithGoods() || p.Object == GoodsNoCode || p.Object == ExciseNoCode, 1163, "Mark", "no marking code; the goods are marked")
		return
	}
	c.must(!strings.HasPrefix(p.Mark, "]"), 1163, "Mark", "begins with the sign of a symbology: the code itself begins behind it")
	c.must(len(p.Mark) <= 255, 1163, "Mark", "has %d bytes, no marking code is so long", len(p.Mark))
	c.must(utf8.ValidString(p.Mark), 1163, "Mark", "%q is no text in UTF-8", p.Mark)
}

func (p Position) checkMark(c *rules, f Format) {
	p.checkCode(c)
	if p.Mark == "" {
		return
	}
	c.must(p.Quantity == amount.Pcs(1), 1023, "Quantity", "is %s; a marking code stands for one unit", p.Quantity)
	c.must(p.Measure == Piece, 2108, "Measure", "is %d; marked goods are counted in pieces, 0", p.Measure)
	c.must(!p.Method.BeforeGoods(), 1163, "Mark", "money in advance is not for a marked unit yet")
	c.must(p.Object.coded() || f == FFD105, 1212, "Object", "is %d; of goods with a marking code it is 33, or 31 with excise", p.Object)
}
