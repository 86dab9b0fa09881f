package receipts

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order/amount"
)

// The limits of a receipt. A service may have other limits for sums and quantities: see its package.
const (
	MaxPositions = 100 // positions of a receipt
	MaxPayments  = 10  // payments of a receipt
	MaxKey       = 128 // characters of a key
	MaxName      = 128 // characters of a position's name
)

const maxEmail = 64 // characters of an e-mail address

// maxSum returns the largest sum that services accept in a receipt of the format: 2³²−1 kopecks; ATOL accepts more in
// FFD 1.05.
func (f Format) maxSum() amount.Money {
	if f == FFD105 {
		return amount.RUB(10_000_000_000_00)
	}
	return amount.RUB(42_949_672_95)
}

// maxQuantity returns the largest quantity that services accept in a receipt of the format.
func (f Format) maxQuantity() amount.Quantity {
	if f == FFD105 {
		return amount.Pcs(99_999_999)
	}
	return amount.Milli(99_999_999)
}

var (
	phoneForm = regexp.MustCompile(`^(\+\d{10,18}|\d{10,17})$`)
	innForm   = regexp.MustCompile(`^(\d{10}|\d{12})$`)
	digits3   = regexp.MustCompile(`^\d{1,3}$`)
)

// Check returns nil or a *[RuleError] that lists every rule the receipt breaks. A receipt that passes is accepted by
// every register, as far as that can be known without asking it. A port must not send a receipt that does not pass.
func (r Receipt) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", r.Key, 1, MaxKey)
	c.must(r.Kind == Sell || r.Kind == SellRefund || r.Kind.Corrects(), 1054, "Kind", "%s: it must be sell, sell-refund, sell-correction or sell-refund-correction", is(string(r.Kind)))
	c.format(r.Format)
	c.must(r.Kind != SellRefundCorrection || r.Format != FFD105, 1054, "Kind", "is %q: FFD 1.05 has no correction of a refund", r.Kind)
	r.checkBuyer(c)
	r.checkProps(c)
	r.checkCorrection(c)
	c.must(len(r.Positions) >= 1, 1059, "Positions", "the receipt has no positions: at least one is needed")
	c.must(len(r.Positions) <= MaxPositions, 1059, "Positions", "the receipt has %d {1:position|positions}, at most %d are allowed: make several receipts", len(r.Positions), MaxPositions)
	marks := map[string]int{}
	for i, p := range r.Positions {
		c.prefix, c.position = fmt.Sprintf("Positions[%d].", i), i
		p.check(c, r.Format)
		if p.Mark != "" {
			first, twice := marks[p.Mark]
			c.must(!twice, 1163, "Mark", "the code is also on position %d", first)
			marks[p.Mark] = i
		}
	}
	c.prefix, c.position = "", -1
	r.checkTotals(c)
	return c.err("receipt", r.Key)
}

func (r Receipt) checkBuyer(c *rules) {
	b := r.Buyer
	// A correction goes to the tax service, so the buyer may be unknown.
	c.must(b.Email != "" || b.Phone != "" || r.Kind.Corrects() && !r.Internet, 1008, "Buyer", "the e-mail address and the phone number are missing: one of them is needed")
	if _, err := contact.Email(b.Email); err != nil && b.Email != "" {
		c.must(false, 1008, "Buyer.Email", "%s", contact.Reason(err))
	}
	c.text(1008, "Buyer.Email", b.Email, 0, maxEmail)
	if _, err := contact.Phone(b.Phone, region); err != nil && b.Phone != "" {
		c.must(false, 1008, "Buyer.Phone", "%s", contact.Reason(err))
	}
	c.text(1227, "Buyer.Name", b.Name, 0, 256)
	c.must(b.INN == "" || innForm.MatchString(b.INN), 1228, "Buyer.INN", "is %q: an INN has 10 or 12 digits", b.INN)
}

func (r Receipt) checkProps(c *rules) {
	c.must(r.TaxSystem != 0 || r.Format == FFD105, 1055, "TaxSystem", "the tax system is missing: set TaxSystem to %s", taxSystems)
	c.must(r.TaxSystem.valid(), 1055, "TaxSystem", "is %d: set TaxSystem to %s", r.TaxSystem, taxSystems)
	c.text(1021, "Cashier", r.Cashier, 0, 64)
	c.text(1192, "CheckProp", r.CheckProp, 0, 16)
	if r.UserProp != nil {
		c.text(1085, "UserProp.Name", r.UserProp.Name, 1, 64)
		c.text(1086, "UserProp.Value", r.UserProp.Value, 1, 256)
	}
	c.timeZone(r.TimeZone)
	coded := slices.ContainsFunc(r.Positions, func(p Position) bool { return p.Mark != "" })
	c.must(r.TimeZone != 0 || !coded || r.Format == FFD105, 1011, "TimeZone", "is missing: a receipt with a marking code needs it; set Settings.TimeZone")
	checkIndustry(c, 1261, r.Industry, r.Format)
}

func checkIndustry(c *rules, tag int, all []Industry, f Format) {
	c.must(len(all) == 0 || f != FFD105, tag, "Industry", "FFD 1.05 has no industry requisites")
	for i, x := range all {
		field := fmt.Sprintf("Industry[%d].", i)
		c.must(len(x.FederalID) == 3 && digits3.MatchString(x.FederalID), 1262, field+"FederalID", "%s: it must have three digits", is(x.FederalID))
		c.must(isDate(x.Date), 1263, field+"Date", "%s: it must be a date such as 2023-11-21", is(x.Date))
		c.text(1264, field+"Number", x.Number, 1, 32)
		c.text(1265, field+"Value", x.Value, 1, 256)
	}
}

func (r Receipt) checkCorrection(c *rules) {
	if r.Correction == nil {
		c.must(!r.Kind.Corrects(), 1174, "Correction", "is missing: a correction needs its date and reason")
		return
	}
	c.must(r.Kind.Corrects(), 1174, "Correction", "is set, but the receipt is not a correction")
	c.must(isDate(r.Correction.Date), 1178, "Correction.Date", "%s: it must be a date such as 2026-01-13", is(r.Correction.Date))
	c.must(r.Correction.Number != "" || !r.Correction.Ordered, 1179, "Correction.Number", "is missing: an order of the tax service has a number")
	c.text(1179, "Correction.Number", r.Correction.Number, 0, 32)
}

// checkTotals checks that the positions and the payments add up to the total.
func (r Receipt) checkTotals(c *rules) {
	c.roubles(1020, "Total", r.Total)
	c.upTo(r.Format.maxSum(), 1020, "Total", r.Total)
	goods, paid := amount.RUB(0), amount.RUB(0)
	var err error
	for _, p := range r.Positions {
		if goods, err = goods.Add(p.Sum); err != nil {
			return // check has reported the position's sum
		}
	}
	c.must(goods == r.Total, 1020, "Total", "%s, the positions add up to %s", is(r.Total.String()), goods)
	c.must(len(r.Payments) >= 1, 1020, "Payments", "the receipt has no payments: at least one is needed")
	c.must(len(r.Payments) <= MaxPayments, 1020, "Payments", "the receipt has %d {1:payment|payments}, at most %d are allowed", len(r.Payments), MaxPayments)
	before, with := 0, 0
	for _, p := range r.Positions {
		if p.Method.BeforeGoods() {
			before++
		} else {
			with++
		}
	}
	for i, p := range r.Payments {
		tag, field := int(p.Form), fmt.Sprintf("Payments[%d]", i)
		_, known := forms[p.Form]
		c.must(known, 0, field+".Form", "is %d: it must be 1031, 1081, 1215, 1216 or 1217", p.Form)
		c.roubles(tag, field+".Sum", p.Sum)
		c.must(p.Sum.IsUnset() || p.Sum.Sign() > 0 || p.Sum.IsZero() && r.Total.IsZero(), tag, field+".Sum", "is %s: it must be more than 0", p.Sum)
		c.must(before == 0 || with > 0 || p.Form != Offset && p.Form != OnCredit, tag, field+".Form", "is %s: an advance is paid in cash or electronically", p.Form)
		sum, err := paid.Add(p.Sum)
		c.must(err == nil, tag, field+".Sum", "%v", err)
		if err == nil {
			paid = sum
		}
	}
	c.must(paid == r.Total, 1020, "Payments", "the payments add up to %s, the total is %s", paid, r.Total)
}

func (r *rules) timeZone(n int) {
	r.must(n >= 0 && n <= 11, 1011, "TimeZone", "is %d: it must be from 1 (UTC+2) to 11 (UTC+12)", n)
}

func (r *rules) format(f Format) {
	r.must(f == 0 || f == FFD105 || f == FFD120, 1209, "Format", "is %d: it must be FFD105 (2) or FFD120 (4)", f)
}

func (r *rules) roubles(tag int, field string, m amount.Money) {
	r.must(m.Currency() == "RUB", tag, field, "%s: it must be in roubles", is(m.String()))
}

// upTo checks that a sum is from 0 to most.
func (r *rules) upTo(most amount.Money, tag int, field string, m amount.Money) {
	r.must(m.Sign() >= 0 && m.Minor() <= most.Minor(), tag, field, "is %s: it must be from 0 to %s", m, most)
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
