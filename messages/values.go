package messages

import (
	"cmp"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// Values are what a template can name, such as {{.Number}}. Each is on one line; one that is not known is empty.
type Values struct {
	Number  string  // of the order, as the buyer knows it
	Buyer   string  // the buyer's name
	Goods   []Goods // that the message is about: of the shipment or return block, or of the order
	Sum     string  // of these goods, "4800.00 RUB"
	Total   string  // of the whole order
	Paid    string  // that the seller has
	Due     string  // that is left to be paid; empty if nothing is
	Refund  string  // money of the return block that goes back
	Link    string  // the page where the buyer sees the state of the order
	Receipt string  // number of the fiscal receipt
	Page    string  // where the receipt can be seen
	Waybill string  // the tracking number
	Carrier string  // the carrier's name, such as "cdek"
	Point   string  // where the buyer gets the goods
	Reason  string  // of a cancellation or return
	Notice  string
}

// Goods are goods of one line.
type Goods struct {
	Name     string
	Article  string
	Quantity string
	Sum      string
}

// valuesOf returns what templates can name of an order.
func valuesOf(d Data, l texts.Language) Values {
	o := d.Order
	v := Values{
		Number: oneLine(cmp.Or(o.Number, o.Ref.ID, o.ID)), Buyer: oneLine(o.Buyer.Name), Link: oneLine(d.Link), Notice: oneLine(d.Notice),
		Receipt: oneLine(d.Receipt.Number), Page: oneLine(d.Receipt.URL), Point: oneLine(cmp.Or(o.Delivery.Point, o.Delivery.Address)),
		Total: o.Total.String(), Paid: o.Paid.String(), Due: o.Due.String(),
	}
	if o.Due.Sign() <= 0 {
		v.Due = ""
	}
	if d.Shipment > 0 && d.Shipment <= len(o.Shipments) {
		s := o.Shipments[d.Shipment-1]
		v.Waybill, v.Carrier, v.Point = oneLine(s.Waybill), oneLine(s.Carrier.System), oneLine(cmp.Or(s.To, v.Point))
	}
	if d.Block > 0 && d.Block <= len(o.Blocks) {
		b := o.Blocks[d.Block-1]
		v.Refund, v.Reason = b.Owed.String(), oneLine(l.Sprintf("%s", b.Reason))
	}
	v.Goods, v.Sum = goodsOf(d)
	return v
}

// goodsOf lists the goods that a message is about, with their sum.
func goodsOf(d Data) (out []Goods, sum string) {
	var total amount.Money
	for _, l := range d.Order.Lines {
		var quantity amount.Quantity
		var cost amount.Money
		var err error
		for _, p := range l.Portions {
			if !d.includes(p.Portion) {
				continue
			}
			var n amount.Quantity
			n, err = p.To.Sub(p.From)
			if err == nil {
				quantity, err = quantity.Add(n)
			}
			if err == nil {
				cost, err = cost.Add(p.Sum)
			}
			if err != nil {
				return out, ""
			}
		}
		if quantity.Sign() <= 0 {
			continue
		}
		out = append(out, Goods{Name: oneLine(l.Name), Article: oneLine(l.SKU), Quantity: quantity.String(), Sum: cost.String()})
		if total, err = total.Add(cost); err != nil {
			return out, ""
		}
	}
	return out, total.String()
}

// gone are the states of goods that the buyer neither has nor will get.
var gone = status.ItemStates(status.ItemCancelled, status.ItemRefused, status.ItemReturning, status.ItemReturned, status.ItemLost)

// includes reports whether a message is about a portion.
func (d Data) includes(p order.Portion) bool {
	switch {
	case d.Block != 0:
		return p.Block == d.Block
	case d.Shipment != 0:
		return p.Shipment == d.Shipment
	}
	return !gone.Has(p.State)
}
