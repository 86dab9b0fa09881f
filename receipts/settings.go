package receipts

import (
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Settings are a merchant's settings for receipts. With only TaxSystem set they describe an online shop that takes
// advances and settles the whole order at once. Do not change them while orders are under way: Plan would return other
// receipts under the keys of registered ones.
type Settings struct {
	Format    Format    // FFD120 when zero
	TaxSystem TaxSystem // 1055; required; the same as that of the registrar, such as atol.Company.TaxSystem
	// TimeZone is the time zone of the place of settlement (1011), from 1 (UTC+2) to 11 (UTC+12); Moscow is 2. In FFD
	// 1.2 a receipt with a marking code needs it.
	TimeZone int
	// Since is when you began to register receipts from this plan. If an imported order was placed earlier, its
	// payments up to the import were receipted by the earlier system. Set it when you go live, or orders under way
	// get a second advance receipt. The zero value means that no order was placed earlier.
	Since time.Time
	// OffLine reports that buyers pay at the seller's counter and not over the Internet (1125).
	OffLine bool
	// PerShipment settles each shipment when the buyer has all of it. Otherwise the whole order is settled at once.
	// Set it if buyers pay for each shipment on delivery.
	PerShipment bool
	// Prepaid lists the goods in the receipt of a payment, as full or partial prepayment, instead of one advance.
	Prepaid bool
	// AdvanceVAT is the rate of an advance, such as amount.VAT20c, or amount.VATNone without VAT. If unset, an
	// advance is split over the calculated rates of the units it is paid for.
	AdvanceVAT amount.VAT
	// VAT is the rate of lines without a rate. If it is unset too, the receipt does not pass Check.
	VAT amount.VAT
	// Goods is the object of lines of goods: Commodity (the default) or Excise. Marked goods become GoodsMarked or
	// ExciseMarked.
	Goods Object
	// WithoutCodes leaves the marking codes out: a document at the registry of marked goods withdraws and reinstates
	// them, and a receipt with a code would do it a second time. Each marked unit still has a position of its own, whose
	// object is GoodsNoCode or ExciseNoCode; that is a guess, as no rule names this case. bridge.Route sets it.
	WithoutCodes bool
	// AtHandOver lists the payment methods (order.Payment.Method) by which buyers pay on delivery. Such money is not
	// an advance: it is settled with the goods. If such a payment has its receipt attached, that receipt is the
	// settlement.
	AtHandOver []string
	// Cash lists the payment methods that are cash; nil means "cash". Other money is cashless. What is no money says so
	// itself (order.Payment.Form).
	Cash []string
	// AdvanceName is the position name of an advance; %s is the order's number. The default is "Аванс по заказу %s".
	AdvanceName string
	// MaxPositions is how many positions a receipt may have; 0 means the constant MaxPositions. Longer receipts are
	// split.
	MaxPositions int
	// Buyer has the addresses for orders whose buyer has no valid e-mail address or phone number, and the name and
	// INN of an organisation that buys. The buyer's name in the order is personal data and is not sent.
	Buyer Buyer
	// CompletePosition sets fields that an order does not have: measure, country, declaration, agent, another object.
	// It must be deterministic and must not change name, sums, method and mark. Set GoodsNoCode or ExciseNoCode for
	// marked goods that may be sold without a code.
	CompletePosition func(line order.LineData, p *Position)
	// CompleteReceipt sets fields of a receipt: cashier, user's requisite, another time zone. It must be deterministic.
	CompleteReceipt func(r *Receipt)
}

// Check returns nil or a *[RuleError] that lists everything wrong with the settings.
func (s Settings) Check() error {
	c := &rules{position: -1}
	c.format(s.Format)
	c.must(s.TaxSystem != 0, 1055, "TaxSystem", "the tax system is missing: set TaxSystem to %s", taxSystems)
	c.must(s.TaxSystem.valid(), 1055, "TaxSystem", "is %d: set TaxSystem to %s", s.TaxSystem, taxSystems)
	c.timeZone(s.TimeZone)
	if !c.foreignVAT("AdvanceVAT", s.AdvanceVAT) {
		c.must(s.AdvanceVAT.IsCalculated() || s.AdvanceVAT.Percent() == 0, 1199, "AdvanceVAT", "is %s: an advance has the calculated rate, such as 20/120", s.AdvanceVAT)
	}
	c.foreignVAT("VAT", s.VAT)
	c.must(s.Goods == 0 || s.Goods == Commodity || s.Goods == Excise, 1212, "Goods", "is %d: it must be Commodity (1) or Excise (2)", s.Goods)
	c.must(s.MaxPositions >= 0 && s.MaxPositions <= MaxPositions, 1059, "MaxPositions", "is %d: it must be from 0 to %d", s.MaxPositions, MaxPositions)
	return c.err("settings", "")
}

// complete sets the defaults.
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

// form returns how a receipt names a payment. What it is made with decides; money is cash or not by its method.
func (s Settings) form(p order.Payment) Form {
	switch p.Form {
	case order.FormGiftCard:
		return Offset
	case order.FormBonus, order.FormExchange:
		return Consideration
	}
	if slices.Contains(s.Cash, p.Method) {
		return Cash
	}
	return Electronic
}

func (s Settings) advanceName(number string) string {
	return fit(strings.ReplaceAll(s.AdvanceName, "%s", number))
}

// fit cuts a name to one line of MaxName characters.
func fit(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > MaxName {
		return strings.TrimSpace(string(r[:MaxName]))
	}
	return name
}

// rate returns the VAT rate of a line in a settlement.
func (s Settings) rate(v amount.VAT) amount.VAT {
	if v == amount.VATUnset {
		return s.VAT
	}
	return v
}

var calculated = map[amount.VAT]amount.VAT{
	amount.VAT5: amount.VAT5c, amount.VAT7: amount.VAT7c, amount.VAT10: amount.VAT10c, amount.VAT20: amount.VAT20c, amount.VAT22: amount.VAT22c,
}

// Calculated returns the calculated rate for an advance: 20/120 for 20 %, and so on. Other rates are returned
// unchanged.
func Calculated(v amount.VAT) amount.VAT {
	if c, ok := calculated[v]; ok {
		return c
	}
	return v
}
