package retailcrm

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// RefItem is the kind of reference of a line that people added in the CRM; its id is the CRM's id of the line.
const RefItem = "item"

// saved is what one save says of lines and prices: quantities, lines that came and went, and what each line is to cost.
type saved struct {
	*intents
	lines    map[int64]bool // that people touched, by the CRM's id; true: also how many units there are
	gone     bool           // lines were removed
	discount bool           // the discount of the whole order was changed
	all      bool           // prices of lines that nobody touched are those of the CRM too
	shipping bool           // what shipping costs was changed

	shown  map[string]*share // what the card is to show of each line
	edit   order.Edit
	prices []wanted
	priced bool         // prices must be set for the sums to be those of the CRM
	about  []order.Text // what differs, with both values
	wish   strings.Builder
	bad    bool // something cannot be taken, and a warning says so
}

// wanted is what the units of a line that go on are to cost after all discounts.
type wanted struct {
	line  string
	goods bool
	net   amount.Money
	had   order.LineView // zero for a new line
	left  amount.Quantity
}

// edits asks for the lines and prices that people saved, as one command that is done as a whole or refused as a whole.
// It compares with the order: what is so already, such as a value that was changed there and back, asks for nothing.
func (w *intents) edits(changes []erp.Change) {
	s := saved{intents: w, lines: map[int64]bool{}, shown: sharesOf(w.o)}
	for _, c := range changes {
		switch meaningOf(c.Field).kind { //nolint:exhaustive // the others are no matter of lines
		case meansLine:
			if id := numeric(c.Item); id != 0 {
				s.lines[id] = s.lines[id] || c.Field == "order_product" || c.Field == "order_product.quantity"
			}
			s.gone = s.gone || c.Field == "order_product" && c.Value == ""
		case meansDiscount:
			s.discount = true
		case meansShipping:
			s.shipping = true
		}
	}
	if len(s.lines) == 0 && !s.gone && !s.discount && !s.shipping {
		return
	}
	s.all = s.discount || s.respread(changes)
	s.known()
	s.added()
	s.ship()
	s.ask()
}

// respread reports whether the CRM has a discount of the order that it spread anew over all lines, as lines or their
// prices were changed. That of what no price of a unit could express alone is no reason.
func (s *saved) respread(changes []erp.Change) bool {
	if s.crmDiscount() < 0 && s.orderDiscount().Sign() <= 0 {
		return false
	}
	return slices.ContainsFunc(changes, func(c erp.Change) bool {
		if meaningOf(c.Field).kind != meansLine {
			return false
		}
		i := slices.IndexFunc(s.there.Items, func(it Item) bool { return it.ID == numeric(c.Item) })
		if i < 0 || c.Field != "order_product.discount_total" || s.crmDiscount() >= 0 {
			return true
		}
		l, ours := lineOf(&s.there.Items[i], s.o)
		net, known := netOf(&s.there.Items[i])
		return ours && known && !s.cancelled(&s.there.Items[i]) && !s.remainder(net, l.Total)
	})
}

// known compares the lines of the order with those of the CRM.
func (s *saved) known() {
	for _, l := range s.o.Lines {
		if l.Kind == order.LineDelivery {
			continue
		}
		i := slices.IndexFunc(s.there.Items, func(it Item) bool { x, ours := lineOf(&it, s.o); return ours && x.ID == l.ID })
		switch {
		case i < 0 && l.Living.IsZero():
		case i < 0 && s.gone && !slices.Contains(s.unsent, l.ID):
			s.removing = append(s.removing, l.ID)
			s.edit.Remove = append(s.edit.Remove, order.PickAll(l.ID)...)
			s.say(order.Textf("line %s (%s) was removed here, %s in the order", l.ID, l.Name, l.Living))
		case i < 0:
			s.keep(l, l.Total, l.Living)
		case s.cancelled(&s.there.Items[i]): // its status says what becomes of it
		default:
			s.line(l, &s.there.Items[i])
		}
	}
}

// line compares one line.
func (s *saved) line(l order.LineView, it *Item) {
	counted, touched := s.lines[it.ID]
	if !touched && !s.all || !counted && l.Living.IsZero() {
		if !l.Living.IsZero() {
			s.keep(l, l.Total, l.Living)
		}
		return
	}
	x := s.shown[l.ID]
	q := it.Quantity.Quantity
	net, known := netOf(it)
	if known && x.left != l.Living { // units that are to come back are on the card until they do
		net, q = lessUnits(net, x.net, l.Total), amount.Milli(max(q.Milli()-x.left.Milli()+l.Living.Milli(), 0))
	}
	if !counted && !q.IsZero() && q.Cmp(l.Living) != 0 { // the CRM is to be told of units that came or went here
		net, known = per(net, l.Living, q)
		q = l.Living
	}
	if !known {
		s.cannot(it)
		return
	}
	if !counted && !s.all && s.remainder(net, l.Total) {
		net = l.Total
	}
	switch n := q.Cmp(l.Living); {
	case n < 0:
		s.edit.Remove = append(s.edit.Remove, order.Pick(l.ID, amount.Milli(l.Living.Milli()-q.Milli()))...)
		s.priced = s.priced || !evenly(l.Total, l.Living, net, q) || s.all
	case n > 0:
		s.priced = s.priced || !evenly(l.Total, l.Living, net, q) || s.all // the units that were there cost the same as the new ones
		more, err := net.Sub(l.Total)
		if err != nil || more.Sign() < 0 {
			more, s.priced = amount.Money{}, true
			if more, err = net.Sub(net); err != nil {
				s.cannot(it)
				return
			}
		}
		s.edit.Extend = append(s.edit.Extend, order.Extension{Line: l.ID, By: amount.Milli(q.Milli() - l.Living.Milli()), Total: more})
	default:
		s.priced = s.priced || net != l.Total
	}
	if q.Cmp(l.Living) != 0 {
		s.say(order.Textf("line %s (%s): quantity %s here, %s in the order", l.ID, l.Name, q, l.Living))
	}
	if net != l.Total && !q.IsZero() {
		s.say(order.Textf("line %s (%s): costs %s here, %s in the order", l.ID, l.Name, net, l.Total))
	}
	if !q.IsZero() {
		s.keep(l, net, q)
	}
}

// remainder reports whether a line costs another sum only because the CRM spreads what no price of a unit could
// express, which was written as a discount of the order, over other lines now.
func (s *saved) remainder(net, have amount.Money) bool {
	d, err := net.Sub(have)
	if err != nil {
		return false
	}
	most := s.orderDiscount().Minor()
	return d.Minor() <= most && -d.Minor() <= most
}

func (s *saved) keep(l order.LineView, net amount.Money, q amount.Quantity) {
	s.prices = append(s.prices, wanted{line: l.ID, goods: l.Kind == order.LineGoods, net: net, had: l, left: q})
}

// added takes the lines that people added.
func (s *saved) added() {
	for i := range s.there.Items {
		it := &s.there.Items[i]
		if _, ours := lineOf(it, s.o); ours || s.cancelled(it) || !s.lines[it.ID] || it.Quantity.IsZero() {
			continue
		}
		net, known := netOf(it)
		if !known {
			s.cannot(it)
			continue
		}
		id := strconv.FormatInt(it.ID, 10)
		l := order.Line{
			ID: "crm-" + id, SKU: articleOf(it), Name: nameOf(it), Ref: order.Ref{System: Name, Kind: RefItem, ID: id},
			Quantity: it.Quantity.Quantity, Total: net, VAT: s.vat(it),
		}
		if l.SKU == "" {
			s.warn(order.Textf("%s was added here without an article: give its offer an externalId, or the goods are not found in other systems", l.Name))
		}
		if l.VAT == amount.VATUnset {
			s.warn(order.Textf("%s was added here without a VAT rate: a receipt needs one; set it in the catalogue, remove the line and add it again", l.Name))
		}
		s.edit.Add = append(s.edit.Add, l)
		s.prices = append(s.prices, wanted{line: l.ID, goods: true, net: net, left: l.Quantity})
		s.say(order.Textf("%s was added here: %s for %s, not in the order", l.Name, l.Quantity, net))
	}
}

// withAdded is the order with the lines that are asked for, by the ids that they will have: what is shown is compared
// once they are there.
func (w *intents) withAdded() order.View {
	o := w.o
	for _, c := range w.commands {
		if e, is := c.(order.Edit); is {
			o.Lines = slices.Clip(o.Lines)
			for _, l := range e.Add {
				o.Lines = append(o.Lines, order.LineView{ID: l.ID, Name: l.Name, Kind: l.Kind, Ref: l.Ref})
			}
		}
	}
	return o
}

// cancelled reports whether a line of the CRM does not count.
func (s *saved) cancelled(it *Item) bool { return it.IsCanceled || s.mapping.lotCancelled(it.Status) }

// vat is the rate of a line, or of its offer; unset if neither tells one that is known here.
func (s *saved) vat(it *Item) amount.VAT {
	rate := it.VATRate
	if rate == "" && it.Offer != nil {
		rate = it.Offer.VATRate
	}
	return rateOf(rate)
}

// rateOf reads a rate of the CRM, such as "20" or "20.00".
func rateOf(rate string) amount.VAT {
	if whole, decimals, cut := strings.Cut(rate, "."); cut && strings.Trim(decimals, "0") == "" {
		rate = whole
	}
	v, err := amount.ParseVAT(rate)
	if err != nil {
		return amount.VATUnset
	}
	return v
}

// ship compares what shipping costs.
func (s *saved) ship() {
	var line order.LineView
	lines, have := 0, amount.Money{}
	for _, l := range s.o.Lines {
		if l.Kind != order.LineDelivery || l.Living.IsZero() {
			continue
		}
		if lines++; lines == 1 {
			line = l
		}
		var err error
		if have, err = have.Add(l.Total); err != nil {
			return
		}
	}
	if s.there.Delivery == nil {
		return
	}
	cost, known := moneyOf(s.there.Delivery.Cost)
	if have.IsUnset() && known {
		have, _ = cost.Sub(cost)
	}
	if !s.shipping || !known || cost == have {
		return
	}
	both := order.Textf("delivery costs %s here, %s in the order", cost, have)
	if slices.Contains(s.o.Open, status.ConfirmShippingCostSet) {
		name := s.language.Text(order.Textf("delivery"))
		s.wantOnce("delivery_cost", cost.String(), both, order.SetShippingCost{Amount: cost, Name: name, VAT: rateOf(s.there.Delivery.VATRate)})
		return
	}
	s.say(both)
	if lines == 0 {
		l := order.Line{
			ID: s.freeID("crm-delivery"), Kind: order.LineDelivery, Name: s.language.Text(order.Textf("delivery")), Quantity: amount.Pcs(1), Total: cost,
			VAT: rateOf(s.there.Delivery.VATRate),
		}
		s.edit.Add = append(s.edit.Add, l)
		return
	}
	more, err := cost.Sub(have)
	if err == nil {
		if cost, err = line.Total.Add(more); err == nil && cost.Sign() >= 0 {
			s.priced = true
			s.prices = append(s.prices, wanted{line: line.ID, net: cost, had: line, left: line.Living})
			return
		}
	}
	s.warn(both)
	s.bad = true
}

// freeID is an id that no line has.
func (s *saved) freeID(id string) string {
	for n := 1; ; n++ {
		free := id
		if n > 1 {
			free = id + "-" + strconv.Itoa(n)
		}
		if !slices.ContainsFunc(s.o.Lines, func(l order.LineView) bool { return l.ID == free }) {
			return free
		}
	}
}

// say keeps what differs: people read it if the edit is refused.
func (s *saved) say(t order.Text) {
	s.about = append(s.about, t)
	s.wish.WriteString(t.String() + "\n")
}

// cannot warns of a line whose price is no sum.
func (s *saved) cannot(it *Item) {
	s.bad = true
	s.warn(order.Textf("%s: the price is missing here or has fractions of the smallest coin: set it anew; nothing of this save is taken before", nameOf(it)))
}

// ask asks for what was found.
func (s *saved) ask() {
	structural := len(s.edit.Add)+len(s.edit.Extend)+len(s.edit.Remove) > 0
	if s.bad || !structural && !s.priced {
		return
	}
	s.priced = s.priced || structural && s.all
	if len(s.about) == 0 {
		s.say(order.Textf("the order costs %s here, %s in the order", s.there.TotalSumm.Decimal, s.o.Total))
	}
	about := order.Textf("%s; put back what the order has, or change it where the reason says", s.about)
	switch {
	case !structural:
		s.wantOnce("prices", s.wish.String(), about, s.reprice())
	case s.priced:
		r := s.reprice()
		s.edit.Reprice = &r
		fallthrough
	default:
		s.wantOnce("order_product", s.wish.String(), about, s.edit)
	}
}

// crmDiscount is the place of the CRM's own discount among the order's adjustments; -1 if there is none.
func (s *saved) crmDiscount() int {
	return slices.IndexFunc(s.o.Adjustments, func(a order.Adjustment) bool { return a.Code == Name })
}

// reprice sets the prices by which each line costs what the CRM shows. The order's adjustments stay, as far as they are
// those of units that go on; the CRM's discount of the whole order is one of them. As adjustments are spread over the
// goods in proportion to their prices, what the lines cost before them is worked backwards.
func (s *saved) reprice() order.Reprice {
	r := order.Reprice{}
	off := amount.Money{} // what the adjustments add to the goods, less the discounts
	own := s.crmDiscount()
	onGoods := s.onGoods()
	for k, a := range s.o.Adjustments {
		sum, ofGoods := s.shares(k, onGoods)
		if k == own || sum.IsZero() {
			continue
		}
		off = plusMoney(off, ofGoods)
		if a.Amount = sum; sum.Sign() < 0 {
			a.Amount, _ = sum.Neg()
		}
		r.Adjustments = append(r.Adjustments, a)
	}
	if d := s.orderDiscount(); d.Sign() > 0 && (s.discount || own >= 0) && len(onGoods) > 0 {
		less, _ := d.Neg()
		off = plusMoney(off, less)
		r.Adjustments = append(r.Adjustments, order.Adjustment{Kind: order.AdjustDiscount, Code: Name, Name: s.language.Text(order.Textf("discount in the CRM")), Amount: d})
	}
	gross := backwards(onGoods, off)
	for _, p := range s.prices {
		g := p.net
		if i := slices.IndexFunc(onGoods, func(x wanted) bool { return x.line == p.line }); i >= 0 {
			g = gross[i]
		} else if p.had.Kind == order.LineDelivery {
			if off, err := p.had.Total.Sub(p.had.Gross); err == nil { // what adjustments add to it stays
				g, _ = g.Sub(off)
			}
		}
		r.Prices = append(r.Prices, order.NewPrice{Line: p.line, Total: g})
	}
	return r
}

// onGoods are the lines over which adjustments are spread: the goods, or everything where there are none.
func (s *saved) onGoods() []wanted {
	var goods []wanted
	for _, p := range s.prices {
		if p.goods {
			goods = append(goods, p)
		}
	}
	if len(goods) == 0 {
		return s.prices
	}
	return goods
}

// shares is what one of the order's adjustments adds to the units that go on: in all, and to the lines over which
// adjustments are spread.
func (s *saved) shares(k int, onGoods []wanted) (all, goods amount.Money) {
	count := func(l order.LineView, left amount.Quantity, to ...*amount.Money) {
		for _, share := range l.Shares {
			if share.Adjustment != k {
				continue
			}
			rest := l.Quantity.Milli() - left.Milli()
			parts, err := amount.Allocate(share.Amount, []int64{left.Milli(), max(rest, 0)})
			if err != nil {
				continue
			}
			for _, m := range to {
				*m = plusMoney(*m, parts[0])
			}
		}
	}
	for _, p := range s.prices {
		if slices.ContainsFunc(onGoods, func(x wanted) bool { return x.line == p.line }) {
			count(p.had, p.left, &all, &goods)
		} else {
			count(p.had, p.left, &all)
		}
	}
	for _, l := range s.o.Lines { // shipping whose cost did not change
		if l.Kind == order.LineDelivery && !slices.ContainsFunc(s.prices, func(p wanted) bool { return p.line == l.ID }) {
			count(l, l.Living, &all)
		}
	}
	return all, goods
}

// orderDiscount is the CRM's discount of the whole order: an amount, and a share of what the goods cost before any
// discount, which counts to the smallest coin.
func (s *saved) orderDiscount() amount.Money {
	zero, _ := s.o.Total.Sub(s.o.Total)
	d := zero
	if m, known := moneyOf(s.there.DiscountManualAmount); known {
		d = plusMoney(d, m)
	}
	percent, ok := new(big.Rat).SetString(string(s.there.DiscountManualPercent))
	if !ok || percent.Sign() <= 0 {
		return d
	}
	for i := range s.there.Items {
		it := &s.there.Items[i]
		unit, known := moneyOf(it.InitialPrice)
		if s.cancelled(it) || !known {
			continue
		}
		part := new(big.Rat).SetFrac64(unit.Minor(), 100_000)
		part.Mul(part, percent).Mul(part, new(big.Rat).SetInt64(it.Quantity.Milli()))
		if m, err := amount.NewMoney(new(big.Int).Quo(part.Num(), part.Denom()).Int64(), unit.Currency()); err == nil {
			d = plusMoney(d, m)
		}
	}
	return d
}

// backwards returns what lines must cost before adjustments that add off to them, so that each costs its net after
// them. Adjustments are spread in proportion to the result, by largest remainder: a unit that is rounded the other way
// is put right, and together the lines always cost what they should.
func backwards(lines []wanted, off amount.Money) []amount.Money {
	gross, weights := make([]amount.Money, len(lines)), make([]int64, len(lines))
	for i, p := range lines {
		gross[i], weights[i] = p.net, max(p.net.Minor(), 0)
	}
	if off.IsZero() {
		return gross
	}
	const rounds = 4
	for n := range rounds {
		parts, err := amount.Allocate(off, weights)
		if err != nil {
			return gross
		}
		same := n > 0
		for i, p := range lines {
			g, err := p.net.Sub(parts[i])
			if err != nil {
				return gross
			}
			same = same && g == gross[i]
			gross[i], weights[i] = g, max(g.Minor(), 0)
		}
		if same {
			break
		}
	}
	return gross
}

// evenly reports whether some units of a line cost net when all cost the same to the smallest coin.
func evenly(total amount.Money, all amount.Quantity, net amount.Money, some amount.Quantity) bool {
	if all.IsZero() {
		return false
	}
	a := new(big.Int).Mul(big.NewInt(total.Minor()), big.NewInt(some.Milli()))
	b := new(big.Int).Mul(big.NewInt(net.Minor()), big.NewInt(all.Milli()))
	return a.Cmp(b) == 0
}

// per is what some units cost where q cost sum.
func per(sum amount.Money, some, q amount.Quantity) (amount.Money, bool) {
	if q.Sign() <= 0 || sum.IsUnset() {
		return amount.Money{}, false
	}
	n := new(big.Int).Mul(big.NewInt(sum.Minor()), big.NewInt(some.Milli()))
	m, err := amount.NewMoney(n.Quo(n, big.NewInt(q.Milli())).Int64(), sum.Currency())
	return m, err == nil
}

// lessUnits is a sum without what counts in a and not in b.
func lessUnits(sum, a, b amount.Money) amount.Money {
	if rest, err := a.Sub(b); err == nil {
		if less, err := sum.Sub(rest); err == nil {
			return less
		}
	}
	return sum
}

// plusMoney adds; a sum beyond all bounds is left as it was.
func plusMoney(a, b amount.Money) amount.Money {
	if sum, err := a.Add(b); err == nil {
		return sum
	}
	return a
}

// moneyOf is a sum as money; false if it is not set, or no sum of whole coins.
func moneyOf(sum wire.Sum) (amount.Money, bool) {
	m, err := sum.Money()
	return m, err == nil && !m.IsUnset()
}

// netOf is what a line costs after all discounts; false if it cannot be said exactly.
func netOf(it *Item) (amount.Money, bool) {
	m, err := it.sum()
	return m, err == nil && !m.IsUnset()
}

// nameOf is a line's product as the CRM names it.
func nameOf(it *Item) string {
	var of Offer
	if it.Offer != nil {
		of = *it.Offer
	}
	return firstText(it.ProductName, of.DisplayName, of.Name, articleOf(it))
}

// articleOf is the merchant's article of a line: the externalId of its offer, or the one that was written beside a line
// without an offer; "" if neither is known.
func articleOf(it *Item) string {
	if it.Offer != nil && it.Offer.ExternalID != "" {
		return it.Offer.ExternalID
	}
	for _, p := range it.Properties {
		if p.Code == "article" {
			return p.Value
		}
	}
	return ""
}
