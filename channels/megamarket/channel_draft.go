package megamarket

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// currency is what all sums are in.
const currency = "RUB"

// draft is an order as the callback order/new announces it. What order/get knows, too, is the same there: see
// Channel.snapshot.
func (n *NewOrder) draft() (*order.Draft, error) {
	d := order.Draft{
		Ref: shipmentRef(n.ShipmentID), Number: n.ShipmentID, Scheme: n.Scheme.code(), Currency: currency, Placed: utc(n.Created),
		Delivery: order.Delivery{Window: n.Delivery.Interval.window()},
	}
	if h := n.Handover; h != nil {
		d.Delivery.Point, d.Delivery.Window = h.OutletID, h.Interval.window()
		if err := odd(h.Extra, "depositedAmount"); err != nil {
			return nil, err
		}
	}
	handOver := n.Shipping.Date
	if l := n.Label; l != nil {
		d.Buyer.Name, d.Delivery.Service, d.Delivery.City, d.Delivery.Address = l.FullName, l.DeliveryType, l.City, l.Address
		d.Delivery.Region = l.Region
		if handOver.IsZero() {
			handOver = l.ShippingDate
		}
	}
	if c := n.Customer; c != nil {
		d.Buyer = order.Buyer{Name: c.FullName, Phone: c.Phone, Email: c.Email}
		c.Address.into(&d.Delivery)
		d.Comment = d.Delivery.Comment
	}
	d.Deadlines = deadlines(n.ConfirmBy, n.PackBy, handOver)
	var err error
	if d.Lines, err = lines(n.ShipmentID, n.Lots); err == nil {
		err = d.Check()
	}
	return &d, err
}

// into sets where to deliver, and how to get to the door.
func (a *Address) into(d *order.Delivery) {
	d.Address, d.PostalCode, d.Region, d.City, d.Street = a.Source, a.PostalCode, a.Region, a.City, a.Street
	d.House, d.Flat = a.House, cmp.Or(a.Flat, a.Access.Apartment)
	if a.Block != "" && a.House != "" { // as Russian addresses are written
		d.House += ", корп. " + a.Block
	}
	d.Entrance, d.Floor, d.Intercom, d.Comment = a.Access.Entrance, a.Access.Floor, a.Access.Intercom, a.Access.Comment
}

// draft is the part of a snapshot that does not change. Number is the merchant's own, once it was given, as it must
// stay the same in all calls.
func (s *Shipment) draft() (order.Draft, error) {
	d := order.Draft{
		Ref: shipmentRef(s.ID), Number: cmp.Or(s.OrderCode, s.ID), Scheme: s.Scheme.code(), Currency: currency, Placed: utc(s.Created),
		Buyer:     order.Buyer{Name: s.CustomerName},
		Delivery:  order.Delivery{Address: s.CustomerAddress, Window: s.promised()},
		Deadlines: deadlines(s.ConfirmBy, s.PackBy, s.ShipBy),
	}
	if c := s.Customer; c != nil {
		d.Buyer.Phone, d.Buyer.Email, d.Comment = c.Phone, c.Email, c.Comment
	}
	err := odd(s.Extra, "depositedAmount", "serviceScheme", "orderCode")
	if err == nil {
		d.Lines, err = lines(s.ID, s.Lots)
	}
	return d, err
}

// promised is the interval promised to the buyer.
func (s *Shipment) promised() order.Window {
	return Interval{From: s.DeliveryFrom, To: s.DeliveryTo}.window()
}

// code is the scheme in the words of package order. One that is not known there stays as it is, for a host that brings
// the rules for it.
func (s Scheme) code() order.SchemeCode {
	switch s {
	case Standard, "":
		return order.Standard
	case MerchantDelivery:
		return order.MerchantDelivery
	}
	return order.SchemeCode(s)
}

func shipmentRef(id string) order.Ref { return order.Ref{System: system, Kind: "shipment", ID: id} }

// lines makes a line of each lot.
func lines(shipment string, lots []Lot) ([]order.Line, error) {
	out := make([]order.Line, 0, len(lots))
	for _, l := range lots {
		if err := l.odd("price", "finalPrice", "boxIndex"); err != nil {
			return nil, fmt.Errorf("lot %d (%s): %w", l.Index, quote(l.OfferID), err)
		}
		total := l.FinalPrice
		if total.IsUnset() {
			total = l.Price
		}
		if total.IsUnset() || total.Sign() < 0 {
			return nil, fmt.Errorf("lot %d (%s) costs %q: the price must be there, and not negative", l.Index, quote(l.OfferID), total)
		}
		line := order.Line{
			ID: lineOf(l.Index), SKU: l.OfferID, Name: l.Name, Quantity: amount.Pcs(1), Total: total, VAT: vat(l.TaxRate),
			MarkRequired: l.MarkRequired, Ref: order.Ref{System: system, Kind: "lot", ID: shipment + "_" + lineOf(l.Index)},
		}
		if l.IsDelivery() {
			line.Kind = order.LineDelivery
		}
		out = append(out, line)
	}
	return out, nil
}

// lineOf is the id of a lot's line.
func lineOf(index int) string { return strconv.Itoa(index) }

// vat reads a rate. What is none that is known is not said.
func vat(rate string) amount.VAT {
	if rate == "NOT" {
		return amount.VATNone
	}
	v, err := amount.ParseVAT(rate)
	if err != nil {
		return amount.VATUnset
	}
	return v
}

// window is the interval promised to the buyer; none where only half of it is said.
func (i Interval) window() order.Window {
	if i.From.IsZero() || i.To.Before(i.From) {
		return order.Window{}
	}
	return order.Window{From: utc(i.From), To: utc(i.To)}
}

// deadlines are the limits that are set.
func deadlines(confirm, pack, handOver time.Time) []order.Deadline {
	var out []order.Deadline
	for _, d := range []order.Deadline{{Kind: order.KindConfirm, At: confirm}, {Kind: order.KindPack, At: pack}, {Kind: order.KindHandOver, At: handOver}} {
		if !d.At.IsZero() {
			out = append(out, order.Deadline{Kind: d.Kind, At: utc(d.At)})
		}
	}
	return out
}

// utc is the time as the log of an order holds it.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
