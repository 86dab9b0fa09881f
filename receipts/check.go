package receipts

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// What a receipt may hold. Services may allow more, or less of a sum or quantity: their ports say so.
const (
	MaxPositions = 100 // of a receipt
	MaxPayments  = 10  // of a receipt
	MaxKey       = 128 // characters of a key
	MaxName      = 128 // characters of a position's name
)

const maxEmail = 64 // characters of an e-mail address

// maxSum is the largest sum that services take in a receipt of the format: 2³²−1 kopecks, but ATOL has more room in FFD
// 1.05.
func (f Format) maxSum() amount.Money {
	if f == FFD105 {
		return amount.RUB(10_000_000_000_00)
	}
	return amount.RUB(42_949_672_95)
}

// maxQuantity is the largest quantity that services take in a receipt of the format.
func (f Format) maxQuantity() amount.Quantity {
	if f == FFD105 {
		return amount.Pcs(99_999_999)
	}
	return amount.Milli(99_999_999)
}

var (
	emailForm = regexp.MustCompile(`^[^\s@]+@[^\s@]+$`)
	phoneForm = regexp.MustCompile(`^(\+\d{10,18}|\d{10,17})$`)
	innForm   = regexp.MustCompile(`^(\d{10}|\d{12})$`)
	digits3   = regexp.MustCompile(`^\d{1,3}$`)
)

// Check tells all that is wrong with the receipt, as a *[RuleError]. A receipt that passes is one that every register
// takes, as far as that can be known without asking it. A port must not send one that does not.
func (r Receipt) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", r.Key, 1, MaxKey)
	c.must(r.Kind == Sell || r.Kind == SellRefund || r.Kind.Corrects(), 1054, "Kind", "%q is none of sell, sell-refund, sell-correction, sell-refund-correction", r.Kind)
	c.must(r.Format == 0 || r.Format == FFD105 || r.Format == FFD120, 1209, "Format", "%d is neither FFD 1.05 (2) nor FFD 1.2 (4)", r.Format)
	c.must(r.Kind != SellRefundCorrection || r.Format != FFD105, 1054, "Kind", "FFD 1.05 has no correction of a refund")
	r.checkBuyer(c)
	r.checkProps(c)
	r.checkCorrection(c)
	c.must(len(r.Positions) >= 1, 1059, "Positions", "there is none")
	c.must(len(r.Positions) <= MaxPositions, 1059, "Positions", "%d positions, at most %d are allowed: make several receipts", len(r.Positions), MaxPositions)
	marks := map[string]int{}
	for i, p := range r.Positions {
		c.prefix, c.position = fmt.Sprintf("Positions[%d].", i), i
		p.check(c, r.Format)
		if p.Mark != "" {
			first, twice := marks[p.Mark]
			c.must(!twice, 1163, "Mark", "position %d has this code already", first)
			marks[p.Mark] = i
		}
	}
	c.prefix, c.position = "", -1
	r.checkTotals(c)
	return c.err("receipt", r.Key)
}

func (r Receipt) checkBuyer(c *rules) {
	b := r.Buyer
	// A correction goes to the tax service; the buyer need not be known.
	c.must(b.Email != "" || b.Phone != "" || r.Kind.Corrects() && !r.Internet, 1008, "Buyer", "neither an e-mail address nor a phone number: one is needed")
	c.must(b.Email == "" || emailForm.MatchString(b.Email), 1008, "Buyer.Email", "%q is no e-mail address", b.Email)
	c.text(1008, "Buyer.Email", b.Email, 0, maxEmail)
	c.must(b.Phone == "" || phoneForm.MatchString(b.Phone), 1008, "Buyer.Phone", "%q is no phone number: digits only, a + may lead", b.Phone)
	c.text(1227, "Buyer.Name", b.Name, 0, 256)
	c.must(b.INN == "" || innForm.MatchString(b.INN), 1228, "Buyer.INN", "%q: an INN has 10 or 12 digits", b.INN)
}

func (r Receipt) checkProps(c *rules) {
	t := r.TaxSystem
	c.must(t&(t-1) == 0 && t <= TaxPatent, 1055, "TaxSystem", "%d is no tax system; a receipt has one of 1, 2, 4, 8, 16, 32", t)
	c.must(t != 0 || r.Format == FFD105, 1055, "TaxSystem", "not given; FFD 1.2 needs it")
	c.text(1021, "Cashier", r.Cashier, 0, 64)
	c.text(1192, "CheckProp", r.CheckProp, 0, 16)
	if r.UserProp != nil {
		c.text(1085, "UserProp.Name", r.UserProp.Name, 1, 64)
		c.text(1086, "UserProp.Value", r.UserProp.Value, 1, 256)
	}
	c.timeZone(r.TimeZone)
	coded := slices.ContainsFunc(r.Positions, func(p Position) bool { return p.Mark != "" })
	c.must(r.TimeZone != 0 || !coded || r.Format == FFD105, 1011, "TimeZone", "not given; a receipt with a marking code needs it: see Settings.TimeZone")
	checkIndustry(c, 1261, r.Industry, r.Format)
}

func checkIndustry(c *rules, tag int, all []Industry, f Format) {
	c.must(len(all) == 0 || f != FFD105, tag, "Industry", "FFD 1.05 has no requisites of an industry")
	for i, x := range all {
		field := fmt.Sprintf("Industry[%d].", i)
		c.must(len(x.FederalID) == 3 && digits3.MatchString(x.FederalID), 1262, field+"FederalID", "%q has not three digits", x.FederalID)
		c.must(isDate(x.Date), 1263, field+"Date", "%q is no date such as 2023-11-21", x.Date)
		c.text(1264, field+"Number", x.Number, 1, 32)
		c.text(1265, field+"Value", x.Value, 1, 256)
	}
}

func (r Receipt) checkCorrection(c *rules) {
	if r.Correction == nil {
		c.must(!r.Kind.Corrects(), 1174, "Correction", "not given; a correction must say why")
		return
	}
	c.must(r.Kind.Corrects(), 1174, "Correction", "given for a receipt that corrects nothing")
	c.must(isDate(r.Correction.Date), 1178, "Correction.Date", "%q is no date such as 2026-01-13", r.Correction.Date)
	c.must(r.Correction.Number != "" || !r.Correction.Ordered, 1179, "Correction.Number", "not given; what the tax service orders has a number")
	c.text(1179, "Correction.Number", r.Correction.Number, 0, 32)
}

// checkTotals checks that the positions, the total and the payments are one sum.
func (r Receipt) checkTotals(c *rules) {
	c.must(r.Total.Currency() == "RUB", 1020, "Total", "%q is not in roubles", r.Total)
	c.upTo(r.Format.maxSum(), 1020, "Total", r.Total)
	goods, paid := amount.RUB(0), amount.RUB(0)
	var err error
	for _, p := range r.Positions {
		if goods, err = goods.Add(p.Sum); err != nil {
			return // the position's own sum is wrong, and said so
		}
	}
	c.must(goods == r.Total, 1020, "Total", "is %s, the positions add up to %s", r.Total, goods)
	c.must(len(r.Payments) >= 1, 1020, "Payments", "there is none")
	c.must(len(r.Payments) <= MaxPayments, 1020, "Payments", "%d, at most %d are allowed", len(r.Payments), MaxPayments)
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
		c.must(known, 0, field+".Form", "%d is no form of payment", p.Form)
		c.must(p.Sum.Currency() == "RUB", tag, field+".Sum", "%q is not in roubles", p.Sum)
		c.must(p.Sum.Sign() > 0 || p.Sum.IsZero() && r.Total.IsZero(), tag, field+".Sum", "%s is not more than nothing", p.Sum)
		c.must(before == 0 || with > 0 || p.Form != Offset && p.Form != OnCredit, tag, field+".Form", "an advance is paid with money, not by %s", p.Form)
		sum, err := paid.Add(p.Sum)
		c.must(err == nil, tag, field+".Sum", "%v", err)
		if err == nil {
			paid = sum
		}
	}
	c.must(paid == r.Total, 1020, "Payments", "add up to %s, the total is %s", paid, r.Total)
}

func (r *rules) timeZone(n int) {
	r.must(n >= 0 && n <= 11, 1011, "TimeZone", "%d is not 1 (UTC+2) to 11 (UTC+12)", n)
}

// upTo checks that a sum is from 0 to most.
func (r *rules) upTo(most amount.Money, tag int, field string, m amount.Money) {
	r.must(m.Sign() >= 0 && m.Minor() <= most.Minor(), tag, field, "%s is not from 0 to %s", m, most)
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
