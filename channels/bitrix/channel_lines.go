package bitrix

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// deliveryLine is the id of the line for what the delivery costs the buyer.
const deliveryLine = "delivery"

// The kinds of references.
const (
	kindOrder   = "order"
	kindBasket  = "basket"  // an item of the basket
	kindPayment = "payment" // a payment in the shop
)

// mine begins the XML_ID of what was made for ordo: behind it stands the id here, and behind a slash the number of a
// further item of the basket that is a part of the same line.
const mine = "ordo-"

// lineOf is the id of the line that an item of the basket is, or is a part of.
func lineOf(b BasketItem) string {
	id, is := strings.CutPrefix(b.XMLID, mine)
	if !is || id == "" {
		return strconv.FormatInt(b.ID, 10)
	}
	if i := strings.LastIndexByte(id, '/'); i > 0 {
		if _, err := strconv.Atoi(id[i+1:]); err == nil {
			return id[:i]
		}
	}
	return id
}

// isPart reports whether an item is counted with the set that it belongs to.
func (b BasketItem) isPart() bool { return b.SetParentID != 0 && b.SetParentID != b.ID }

// property is the value of a property of an item; "" if it has none.
func (b BasketItem) property(code string) string {
	for _, p := range b.Properties {
		if code != "" && strings.EqualFold(p.Code, code) {
			return strings.TrimSpace(p.Value)
		}
	}
	return ""
}

// article is the seller's article of an item, and whether it is one.
func (ch *Channel) article(b BasketItem) (string, bool) {
	if a := cmp.Or(b.property(ch.set.Article), b.ProductXMLID); a != "" {
		return a, true
	}
	return strconv.FormatInt(b.ProductID, 10), b.ProductID == 0
}

// goods are the lines of an order as the shop has them: what they cost before and after discounts.
type goods struct {
	lines  []order.Line // with what they cost after discounts
	before []amount.Money
}

// lines makes a line of each item of the basket, or of all items that stand for one line, and one of the delivery. What
// they cost in all must be what the order costs. Discounts are adjustments where they are such that they spread over
// the lines as the shop has it, such as 10 % on all goods; else they are in the lines' prices.
func (ch *Channel) lines(o *Order) (lines []order.Line, adjustments []order.Adjustment, warnings []string, err error) {
	g, warnings, err := ch.goods(o)
	if err != nil {
		return nil, nil, nil, err
	}
	delivery, err := ch.delivery(o)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := ch.checkPrice(o, g, delivery); err != nil {
		return nil, nil, nil, err
	}
	lines, adjustments = ch.discounted(o, g)
	if delivery.Sign() > 0 {
		lines = append(lines, order.Line{
			ID: deliveryLine, Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: delivery, VAT: ch.set.DeliveryVAT,
			Ref: order.Ref{System: Name, Kind: "delivery", ID: strconv.FormatInt(o.ID, 10)},
		})
	}
	return lines, adjustments, warnings, nil
}

// goods reads the items of the basket.
func (ch *Channel) goods(o *Order) (g goods, warnings []string, err error) {
	at := map[string]int{}
	for _, b := range o.BasketItems {
		if b.isPart() {
			continue
		}
		l, before, why, err := ch.line(o, b)
		if err != nil {
			return g, nil, fmt.Errorf("basket item %d (%.60q): %w", b.ID, b.Name, err)
		}
		warnings = append(warnings, why...)
		i, is := at[l.ID]
		if !is {
			at[l.ID] = len(g.lines)
			g.lines, g.before = append(g.lines, l), append(g.before, before)
			continue
		}
		x := &g.lines[i]
		if x.Quantity, err = x.Quantity.Add(l.Quantity); err == nil {
			x.Total, err = x.Total.Add(l.Total)
		}
		if err == nil {
			g.before[i], err = g.before[i].Add(before)
		}
		if err != nil {
			return g, nil, err
		}
	}
	if len(g.lines) == 0 {
		return g, nil, errors.New("it has no goods")
	}
	return g, warnings, nil
}

// line makes a line of an item, and says what it costs before discounts.
func (ch *Channel) line(o *Order, b BasketItem) (l order.Line, before amount.Money, warnings []string, err error) {
	if err := odd(b.Extra, "id", "quantity", "price", "vatRate", "vatIncluded", "setParentId"); err != nil {
		return l, before, nil, err
	}
	article, known := ch.article(b)
	l = order.Line{
		ID: lineOf(b), SKU: article, Name: b.Name, Ref: order.Ref{System: Name, Kind: kindBasket, ID: strconv.FormatInt(b.ID, 10)},
		MarkRequired: strings.EqualFold(b.property(ch.set.Marked), "Y"),
	}
	switch {
	case b.ID <= 0:
		return l, before, nil, errors.New("it has no id")
	case b.Currency != "" && b.Currency != o.Currency:
		return l, before, nil, fmt.Errorf("its currency is %s, that of the order %s", b.Currency, o.Currency)
	case b.Price.IsZero():
		return l, before, nil, errors.New("it has no price")
	case b.Type == ItemService:
		l.Kind = order.LineService
	}
	if !known {
		warnings = append(warnings, fmt.Sprintf("line %s (%s) has no property %s and its product no XML_ID: its article is the product's number %s", l.ID, l.Name, ch.set.Article, l.SKU))
	}
	if l.Quantity, err = amount.ParseQuantity(string(b.Quantity)); err != nil || l.Quantity.Sign() <= 0 {
		return l, before, nil, fmt.Errorf("the quantity %.20q must be more than 0, with at most three decimals", b.Quantity)
	}
	if !l.Quantity.IsMultipleOf(amount.Pcs(1)) {
		l.Step = amount.Milli(1)
	}
	var tax *big.Rat
	if l.VAT, tax, err = vat(b); err != nil {
		return l, before, nil, err
	}
	if l.Total, err = cost(b.Price.Decimal, l.Quantity, o.Currency, tax); err != nil {
		return l, before, nil, err
	}
	if l.Total.Sign() < 0 {
		return l, before, nil, fmt.Errorf("its price %s is negative", b.Price.Decimal)
	}
	before = l.Total
	if !b.BasePrice.IsZero() && odd(b.Extra, "basePrice") == nil {
		if before, err = cost(b.BasePrice.Decimal, l.Quantity, o.Currency, tax); err != nil {
			return l, before, nil, err
		}
	}
	if c, err := before.Cmp(l.Total); err != nil || c < 0 { // a price that was raised by hand
		before = l.Total
	}
	return l, before, warnings, nil
}

// vat is the rate of an item, and what its price is to be multiplied by if it does not contain the tax.
func vat(b BasketItem) (amount.VAT, *big.Rat, error) {
	if b.VATRate == "" {
		return amount.VATNone, nil, nil
	}
	r, ok := new(big.Rat).SetString(string(b.VATRate))
	if !ok {
		return 0, nil, fmt.Errorf("the rate of VAT %.20q is no number", b.VATRate)
	}
	percent := new(big.Rat).Mul(r, big.NewRat(100, 1))
	code := percent.FloatString(2)
	v, err := amount.ParseVAT(strings.TrimSuffix(code, ".00"))
	if err != nil {
		return 0, nil, fmt.Errorf("the rate of VAT %s: %w", b.VATRate, err)
	}
	if b.VATIncluded == nil || *b.VATIncluded || r.Sign() == 0 {
		return v, nil, nil
	}
	return v, r.Add(r, big.NewRat(1, 1)), nil
}

// delivery is what the delivery costs the buyer.
func (ch *Channel) delivery(o *Order) (amount.Money, error) {
	sum, err := amount.NewMoney(0, o.Currency)
	if err != nil {
		return sum, err
	}
	for _, s := range o.Shipments {
		if s.System || s.Canceled || s.Price.IsZero() {
			continue
		}
		price, err := cost(s.Price.Decimal, amount.Pcs(1), o.Currency, nil)
		if err == nil {
			sum, err = sum.Add(price)
		}
		if err != nil {
			return sum, fmt.Errorf("shipment %d: %w", s.ID, err)
		}
	}
	return sum, nil
}

// checkPrice returns an error if the order costs something else than its lines and its delivery.
func (ch *Channel) checkPrice(o *Order, g goods, delivery amount.Money) error {
	if err := odd(o.Extra, "price"); err != nil || o.Price.IsZero() {
		return cmp.Or(err, errors.New("it does not say what it costs"))
	}
	price, err := cost(o.Price.Decimal, amount.Pcs(1), o.Currency, nil)
	if err != nil {
		return err
	}
	sum := delivery
	for _, l := range g.lines {
		if sum, err = sum.Add(l.Total); err != nil {
			return err
		}
	}
	if sum != price {
		return fmt.Errorf("its lines and its delivery cost %s, but its price is %s: compare it with the shop", sum, price)
	}
	return nil
}

// discounted tells discounts apart from the prices, where they can be spread over all goods so that each costs what it
// costs in the shop. A promo code that the order shows stays known in any case.
func (ch *Channel) discounted(o *Order, g goods) ([]order.Line, []order.Adjustment) {
	a := order.Adjustment{Kind: order.AdjustDiscount, Name: "Скидка"}
	if code := ch.coupon(o); code != "" {
		a = order.Adjustment{Kind: order.AdjustPromo, Code: code, Name: "Промокод"}
	}
	zero, _ := amount.NewMoney(0, o.Currency)
	a.Amount = zero
	before, final := make([]order.Line, len(g.lines)), make([]amount.Money, len(g.lines))
	for i, l := range g.lines {
		d, err := g.before[i].Sub(l.Total)
		if err == nil {
			a.Amount, err = a.Amount.Add(d)
		}
		if err != nil {
			return g.lines, nil
		}
		final[i], before[i] = l.Total, l
		before[i].Total = g.before[i]
	}
	if a.Amount.Sign() > 0 && fit(o.Currency, before, []order.Adjustment{a}, final) {
		return before, []order.Adjustment{a}
	}
	if a.Amount = zero; a.Kind == order.AdjustPromo {
		return g.lines, []order.Adjustment{a}
	}
	return g.lines, nil
}

// coupon is the promo code that an order shows; "" for none.
func (ch *Channel) coupon(o *Order) string {
	if code := o.value(ch.set.Properties.Coupon); code != "" {
		return code
	}
	for _, b := range o.BasketItems {
		if b.Coupon != "" {
			return b.Coupon
		}
	}
	return ""
}

// odd names the first of some fields that came with a value that does not fit.
func odd(e wire.Extra, names ...string) error {
	for _, name := range names {
		if e[name] != nil {
			return fmt.Errorf("%s is %.60q, which does not fit", name, e[name])
		}
	}
	return nil
}
