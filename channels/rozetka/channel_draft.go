package rozetka

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// deliveryLine is the id of the line for a delivery at a fixed price.
const deliveryLine = "delivery"

// The kinds of order.Link that ROZETKA's orders have beside order.LinkRestored.
const (
	LinkGroup = "group" // the orders of one cart
	LinkKit   = "kit"   // a kit that lines belong to: without its main item the others lose their discount
)

// draft is the part of a snapshot that does not change, and what is to be said of it.
func (ch *Channel) draft(o *Order) (order.Draft, []string, error) {
	if !o.Has(ExpandPurchases, ExpandDelivery) {
		return order.Draft{}, nil, errors.New("the answer has no purchases or no delivery: it is not the whole order")
	}
	if err := odd(o.Extra, "status", "amount_with_discount", "cost_with_discount", "purchases", "delivery"); err != nil {
		return order.Draft{}, nil, err
	}
	id := strconv.FormatInt(o.ID, 10)
	d := order.Draft{
		Ref: order.Ref{System: Name, Kind: "order", ID: id}, Number: id, Scheme: order.SchemeRozetka, Currency: currency, Placed: utc(o.Created),
		Buyer: buyer(o), Delivery: delivery(o), Method: method(o), Comment: comment(o), Links: ch.links(o),
	}
	var warnings []string
	var err error
	if d.Lines, warnings, err = lines(o); err != nil {
		return d, nil, err
	}
	if d.Method == "" {
		warnings = append(warnings, "the answer does not say how the buyer pays")
	}
	if o.Fulfillment {
		warnings = append(warnings, "a warehouse of ROZETKA fulfils the order: do not ship it")
	}
	return d, warnings, d.Check()
}

// buyer is who buys. ROZETKA tells no e-mail address.
func buyer(o *Order) order.Buyer {
	b := order.Buyer{Name: o.UserTitle.full(), Phone: o.UserPhone}
	if o.User != nil {
		b.Name = cmp.Or(b.Name, o.User.Name)
		if o.User.ID != 0 {
			b.Ref = order.Ref{System: Name, Kind: "user", ID: strconv.FormatInt(o.User.ID, 10)}
		}
	}
	return b
}

// full is the whole name.
func (n PersonName) full() string {
	return strings.Join(strings.Fields(cmp.Or(n.Full, strings.Join([]string{n.Last, n.First, n.Second}, " "))), " ")
}

// The terms of delivery, as the site names them.
const (
	TermFree   = "безкоштовно"                 // the seller pays the carrier
	TermTariff = "за тарифами перевізника"     // the buyer pays the carrier on receipt
	TermFixed  = "фіксована вартість доставки" // a line of the order; the seller pays the carrier
)

// delivery is how the goods reach the buyer. The point of Nova Poshta is its Ref there.
func delivery(o *Order) order.Delivery {
	p := o.Delivery
	if p == nil {
		return order.Delivery{}
	}
	d := order.Delivery{
		Service: p.ServiceName, Phone: cmp.Or(p.RecipientPhone, o.RecipientPhone),
		Recipient: cmp.Or(strings.TrimSpace(p.Recipient), PersonName{First: p.RecipientFirst, Last: p.RecipientLast, Second: p.RecipientSecond}.full(),
			o.RecipientTitle.full()),
		Street: p.Street, House: p.House, Flat: p.Flat, Term: TermTariff,
	}
	if c := p.City; c != nil {
		d.City, d.Region = cmp.Or(c.Title, c.Name), c.Region
	}
	var parts []string
	add := func(before, text string) {
		if text != "" {
			parts = append(parts, before+text)
		}
	}
	if p.MethodID != MethodCourier {
		d.Point = cmp.Or(p.RefID, p.Number, p.PickupRZID)
		add("№ ", p.Number)
	}
	add("", d.Street)
	add("", d.House)
	add("кв. ", d.Flat)
	d.Address = strings.Join(parts, ", ")
	switch {
	case p.Cost.Sign() > 0:
		d.Term = TermFixed
	case o.FreeDelivery:
		d.Term = TermFree
	}
	if day := p.DeliveryDate; !day.IsZero() {
		begin := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, kyiv())
		d.Window = order.Window{From: utc(begin), To: utc(begin.AddDate(0, 0, 1))}
	}
	return d
}

// The codes and names of the two ways to pay that a merchant binds to tills.
const (
	MethodCodeCash     = "cash"
	MethodCodeCashless = "cashless"
)

// method is how the buyer pays: in cash or not, as nothing else matters to the books. It is empty where it is not said.
func method(o *Order) string {
	kind, id := o.PaymentType, int64(0)
	if p := o.Payment; p != nil {
		kind, id = cmp.Or(p.Type, kind), p.MethodID
	}
	switch {
	case kind == PaymentCash, id == MethodCash:
		return MethodCodeCash
	case id == 0 && (kind == "" || kind == "undefined"):
		return ""
	}
	return MethodCodeCashless
}

// comment is what the buyer said, and that no call is wanted.
func comment(o *Order) string {
	if !o.NoCallback {
		return o.Comment
	}
	const sure = "не телефонувати: покупець упевнений у замовленні"
	if o.Comment == "" {
		return sure
	}
	return o.Comment + " (" + sure + ")"
}

// links are the cancelled order that it replaces, the cart that it is a part of, and the kits in it. That
// the number of the other order on a living one names what it was restored from is understood from the documentation,
// which says of the field only that it is the duplicate.
func (ch *Channel) links(o *Order) (all []order.Link) {
	if o.DuplicateOf != 0 && !ch.over(o) {
		ref := order.Ref{System: Name, Kind: "order", ID: strconv.FormatInt(o.DuplicateOf, 10)}
		all = append(all, order.Link{Kind: order.LinkRestored, Ref: ref})
	}
	if o.GroupID != 0 {
		all = append(all, order.Link{Kind: LinkGroup, Ref: order.Ref{System: Name, Kind: LinkGroup, ID: strconv.FormatInt(o.GroupID, 10)}})
	}
	for _, p := range o.Purchases {
		kit := order.Link{Kind: LinkKit, Ref: order.Ref{System: Name, Kind: LinkKit, ID: strconv.FormatInt(p.KitID, 10)}}
		if p.KitID != 0 && !p.removed() && !slices.Contains(all, kit) {
			all = append(all, kit)
		}
	}
	return all
}

// lines makes a line of each row, and one of the delivery. What they cost in all must be what the order costs.
func lines(o *Order) (out []order.Line, warnings []string, err error) {
	sum, returned := amount.UAH(0), amount.UAH(0)
	for _, p := range o.Purchases {
		if p.removed() {
			if p.KitID != 0 {
				warnings = append(warnings, fmt.Sprintf("line %d (%s) was removed from the kit %d: ROZETKA dissolves it, and the others lose their discount", p.ID, p.ItemName, p.KitID))
			}
			continue
		}
		l, why, err := line(p)
		if err != nil {
			return nil, nil, fmt.Errorf("purchase %d (%.60q): %w", p.ID, p.ItemName, err)
		}
		warnings = append(warnings, why...)
		to := &sum
		if p.is(PurchaseReturned) {
			to = &returned
		}
		if *to, err = to.Add(l.Total); err != nil {
			return nil, nil, err
		}
		out = append(out, l)
	}
	if len(out) == 0 {
		return nil, nil, errors.New("it has no lines")
	}
	goods := discounted(o.AmountWithDiscount, o.Amount)
	whole, err := sum.Add(returned)
	switch {
	case err != nil:
		return nil, nil, err
	case goods.IsUnset():
		return nil, nil, errors.New("it does not say what its goods cost (amount_with_discount)")
	case goods != sum && goods != whole: // it is not documented whether the sum still has what came back
		return nil, nil, fmt.Errorf("its lines cost %s, but amount_with_discount is %s: compare it with the cabinet", whole, goods)
	}
	price, why, err := deliveryPrice(o, goods)
	if err != nil || price.Sign() == 0 {
		return out, warnings, err
	}
	if why != "" {
		warnings = append(warnings, why)
	}
	return append(out, order.Line{
		ID: deliveryLine, Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: price,
		Ref: order.Ref{System: Name, Kind: "delivery", ID: strconv.FormatInt(o.ID, 10)},
	}), warnings, nil
}

// discounted is a sum after discounts. An older form of answers has only the sum before them, which is the same there.
func discounted(after, before amount.Money) amount.Money {
	if after.IsUnset() {
		return before
	}
	return after
}

// deliveryPrice is what the delivery costs the buyer as a part of the order: the difference of the sums counts,
// whatever the delivery says of itself.
func deliveryPrice(o *Order, goods amount.Money) (price amount.Money, warning string, err error) {
	said := amount.UAH(0)
	if p := o.Delivery; p != nil {
		if err := odd(p.Extra, "cost"); err != nil {
			return said, "", err
		}
		if !p.Cost.IsUnset() {
			said = p.Cost
		}
	}
	all := discounted(o.CostWithDiscount, o.Cost)
	if all.IsUnset() {
		return said, "", nil
	}
	price, err = all.Sub(goods)
	switch {
	case err != nil:
		return price, "", err
	case price.Sign() < 0:
		return price, "", fmt.Errorf("its goods cost %s, but cost_with_discount is only %s: compare it with the cabinet", goods, all)
	case price != said:
		warning = fmt.Sprintf("the delivery costs %s by its own field, and %s by the sums of the order, which count", said, price)
	}
	return price, warning, nil
}

// line makes a line of a row. The article is the seller's id in the price list; goods that have none keep ROZETKA's
// number.
func line(p Purchase) (l order.Line, warnings []string, err error) {
	if err := odd(p.Extra, "id", "quantity", "cost_with_discount", "cost", "status", "is_additional_item"); err != nil {
		return l, nil, err
	}
	l = order.Line{
		ID: lineOf(p), Name: p.ItemName, Quantity: amount.Pcs(p.Quantity), Total: discounted(p.CostWithDiscount, p.Cost),
		Ref: order.Ref{System: Name, Kind: "purchase", ID: lineOf(p)},
	}
	switch {
	case p.ID <= 0:
		return l, nil, errors.New("it has no id")
	case p.Quantity < 1:
		return l, nil, fmt.Errorf("the quantity is %d, it must be 1 or more", p.Quantity)
	case l.Total.IsUnset() || l.Total.Sign() < 0:
		return l, nil, fmt.Errorf("cost_with_discount is %q: it must be there, and not negative", l.Total)
	case p.Additional:
		l.Kind = order.LineAdditional
		return l, nil, nil
	}
	if p.Item != nil {
		l.SKU, l.Name = p.Item.OfferID, cmp.Or(l.Name, p.Item.NameUA, p.Item.Name)
	}
	if l.SKU == "" {
		l.SKU = strconv.FormatInt(p.ItemID, 10)
		warnings = append(warnings, fmt.Sprintf("line %s (%s) has no id of the price list: its article is ROZETKA's number %s", l.ID, l.Name, l.SKU))
	}
	return l, warnings, nil
}

// lineOf is the id of a row's line.
func lineOf(p Purchase) string { return strconv.FormatInt(p.ID, 10) }

// is reports whether the row has a status. One that does not say is actual.
func (p Purchase) is(state int) bool {
	return p.Status == nil && state == PurchaseActual || p.Status != nil && *p.Status == state
}

func (p Purchase) removed() bool { return p.is(PurchaseRemoved) }

// odd names the first of some fields that came with a value that does not fit.
func odd(e wire.Extra, names ...string) error {
	for _, name := range names {
		if e[name] != nil {
			return fmt.Errorf("%s is %.60q, which does not fit", name, e[name])
		}
	}
	return nil
}

// occurred is when an order changed; not known for an hour in autumn that the clocks show twice.
func occurred(o *Order) time.Time {
	if o.Changed.IsZero() || twice(o.Changed) {
		return time.Time{}
	}
	return utc(o.Changed)
}

// utc is the time as the log of an order holds it.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
