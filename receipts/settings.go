package receipts

import (
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Settings are a merchant's choices about receipts. The zero value, with a TaxSystem, is a shop on the Internet that takes
// advances and settles the whole order at once. They must not change while an order is under way: the plan would owe other
// receipts under the keys of those that are registered.
type Settings struct {
	Format    Format    // FFD120 when zero
	TaxSystem TaxSystem // 1055
	// TimeZone is that of the place where money is taken (1011), from 1 (UTC+2) to 11 (UTC+12), Moscow being 2. In FFD 1.2
	// a receipt with a marking code does not pass Check without one.
	TimeZone int
	// Since is when receipts began to be registered from this plan: what an order that was placed earlier had been paid when
	// it was imported has its receipt from elsewhere. Zero: no order was. Set it when you go live, or the orders that are
	// under way then get their advances a second time.
	Since time.Time
	// OffLine says that buyers settle at the seller's counter and not over the Internet (1125).
	OffLine bool
	// PerShipment settles each shipment when all of it is with the buyer; else the whole order is settled at once. Set it
	// where money is taken at the door of each shipment: it is receipted with the goods.
	PerShipment bool
	// Prepaid shows the goods in the receipt of a payment, as full or partial prepayment, instead of one advance.
	Prepaid bool
	// AdvanceVAT is the rate of an advance, such as order.VAT20c or, without VAT, amount.VATNone. When unset, an advance is
	// shared out over the calculated rates of what it is paid for.
	AdvanceVAT amount.VAT
	// VAT is the rate of lines of which nobody said one. When it is unset too, the receipt does not pass Check.
	VAT amount.VAT
	// Goods is what lines of goods are, Commodity when zero, or Excise. Marked goods become ExciseMarked or GoodsMarked.
	Goods Object
	// AtHandOver lists the payment methods (order.Payment.Method) by which buyers pay when they get the goods: what comes by
	// them is no advance, it is settled with the goods. If such a payment comes with its receipt, that is the settlement.
	AtHandOver []string
	// Cash lists the payment methods that are cash; "cash" when nil.
	Cash []string
	// AdvanceName is the name of an advance's position, %s in it the order's number; "Аванс по заказу %s" when empty.
	AdvanceName string
	// MaxPositions is how many positions a receipt may have, MaxPositions when zero. What has more becomes several receipts.
	MaxPositions int
	// Buyer is whom receipts go to when an order has neither an e-mail address nor a phone number of its buyer that can be
	// used, and the name and INN of an organisation that buys. An order's own name is a person's; it is not sent.
	Buyer Buyer
	// CompletePosition completes a position with what an order does not know: measure, country, declaration, agent, another object.
	// It must always do the same for the same position, and must leave name, sums, method and mark alone. Marked goods that
	// may be sold without a code are GoodsNoCode or ExciseNoCode: then a code that comes later is not waited for.
	CompletePosition func(line order.LineData, p *Position)
	// CompleteReceipt does the same for a receipt: cashier, user's requisite, the time zone of a till elsewhere.
	CompleteReceipt func(r *Receipt)
}

// Check tells whether the settings make sense, as a *[RuleError].
func (s Settings) Check() error {
	c := &rules{position: -1}
	c.must(s.Format == 0 || s.Format == FFD105 || s.Format == FFD120, 1209, "Format", "%d is neither FFD 1.05 (2) nor FFD 1.2 (4)", s.Format)
	c.must(s.TaxSystem&(s.TaxSystem-1) == 0 && s.TaxSystem <= TaxPatent, 1055, "TaxSystem", "%d is no tax system; a receipt has one of 1, 2, 4, 8, 16, 32", s.TaxSystem)
	c.timeZone(s.TimeZone)
	c.must(s.AdvanceVAT.IsCalculated() || s.AdvanceVAT.Percent() == 0, 1199, "AdvanceVAT", "is %s; of money in advance it is the calculated rate", s.AdvanceVAT)
	c.must(s.Goods == 0 || s.Goods == Commodity || s.Goods == Excise, 1212, "Goods", "%d is neither 1 nor 2", s.Goods)
	c.must(s.MaxPositions >= 0 && s.MaxPositions <= MaxPositions, 1059, "MaxPositions", "%d is not 0 to %d", s.MaxPositions, MaxPositions)
	return c.err("settings", "")
}

// complete puts the defaults in.
func (s Settings) complete() Settings {
	if s.Format == 0 {
		s.Format = FFD120
	}
	if s.Goods == 0 {
		s.Goods = Commodity
	}
	if s.Cash == nil {
		s.Cash = []string{"cash"}
	}
	if s.AdvanceName == "" {
		s.AdvanceName = "Аванс по заказу %s"
	}
	if s.MaxPositions == 0 {
		s.MaxPositions = MaxPositions
	}
	return s
}

func (s Settings) form(method string) Form {
	if slices.Contains(s.Cash, method) {
		return Cash
	}
	return Electronic
}

func (s Settings) advanceName(number string) string {
	return fit(strings.ReplaceAll(s.AdvanceName, "%s", number))
}

// fit makes of a name what a position may have: one line of text, and not too long.
func fit(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > MaxName {
		return strings.TrimSpace(string(r[:MaxName]))
	}
	return name
}

// rate is the rate of a line in a settlement.
func (s Settings) rate(v amount.VAT) amount.VAT {
	if v == amount.VATUnset {
		return s.VAT
	}
	return v
}

var calculated = map[amount.VAT]amount.VAT{
	amount.VAT5: amount.VAT5c, amount.VAT7: amount.VAT7c, amount.VAT10: amount.VAT10c, amount.VAT20: amount.VAT20c, amount.VAT22: amount.VAT22c,
}

// Calculated is the rate by which money in advance is taxed: 20/120 for 20 %, and so on; others stay as they are.
func Calculated(v amount.VAT) amount.VAT {
	if c, ok := calculated[v]; ok {
		return c
	}
	return v
}
