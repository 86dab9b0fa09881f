package megamarket

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order"
)

// NewOrder is a shipment as the callback order/new announces it. Times that were not sent are zero.
type NewOrder struct {
	MerchantID int64 // the account's; box codes begin with it
	ShipmentID string
	Scheme     Scheme

	Created         time.Time // shipmentDate: when the shipment was formed, no deadline
	ConfirmBy       time.Time // confirmationDate; standard scheme
	PackBy          time.Time // packingDate
	ReserveUntil    time.Time // merchant delivery
	CustomerOrderID string    // the buyer's order, which may be several shipments
	DeliveryDate    time.Time
	DeliveryFrom    time.Time // the interval promised to the buyer
	DeliveryTo      time.Time

	// The standard scheme: where and when the parcels are handed over to Megamarket.
	ShippingPoint int64
	ShippingDate  time.Time
	ShippingFrom  time.Time
	ShippingTo    time.Time
	Label         *Label

	// Merchant delivery: to whom and where.
	DeliveryID string
	OutletID   string      // set when the buyer picks it up at the merchant's
	Deposited  order.Money // paid already: the sum of the lots' final prices, or 0 for payment on delivery
	Customer   *Customer
	Flags      json.RawMessage // contents unknown

	Lots  []Lot
	Extra map[string]json.RawMessage // fields that this package does not know
}

// Key is the same for every delivery of the same callback about this shipment, and for no other.
func (n *NewOrder) Key() string { return "order/new:" + n.ShipmentID }

// Label is what is printed on a parcel.
type Label struct {
	DeliveryID   string
	Region       string
	City         string
	Address      string
	FullName     string // the buyer's
	MerchantName string
	ShippingDate time.Time
	DeliveryType string // in Russian words
	Text         string // the label as an HTML page
	Extra        map[string]json.RawMessage
}

// wireNew is an element of data.shipments of order/new.
type wireNew struct {
	ShipmentID        lax.Text                  `json:"shipmentId"`
	ShipmentDate      moment                    `json:"shipmentDate"`
	ConfirmationDate  moment                    `json:"confirmationDate"`
	PackingDate       moment                    `json:"packingDate"`
	CustomerOrderID   lax.Text                  `json:"customerOrderId"`
	FulfillmentMethod lax.Text                  `json:"fulfillmentMethod"`
	Label             object[wireLabel]         `json:"label"`
	Shipping          object[wireShipping]      `json:"shipping"`
	Delivery          object[wireDelivery]      `json:"delivery"`
	Handover          object[wireHandover]      `json:"handover"`
	Customer          object[wireCustomer]      `json:"customer"`
	Flags             json.RawMessage           `json:"flags"`
	Items             lax.List[object[wireLot]] `json:"items"`
}

type wireInterval struct {
	DateFrom moment `json:"dateFrom"`
	DateTo   moment `json:"dateTo"`
}

type wireLabel struct {
	DeliveryID   lax.Text `json:"deliveryId"`
	Region       lax.Text `json:"region"`
	City         lax.Text `json:"city"`
	Address      lax.Text `json:"address"`
	FullName     lax.Text `json:"fullName"`
	MerchantName lax.Text `json:"merchantName"`
	ShippingDate moment   `json:"shippingDate"`
	DeliveryType lax.Text `json:"deliveryType"`
	LabelText    lax.Text `json:"labelText"`
}

type wireShipping struct {
	ShippingDate     moment               `json:"shippingDate"`
	ShippingPoint    lax.Int              `json:"shippingPoint"`
	ShippingInterval object[wireInterval] `json:"shippingInterval"`
}

type wireDelivery struct {
	DeliveryDate     moment               `json:"deliveryDate"`
	DeliveryInterval object[wireInterval] `json:"deliveryInterval"`
}

type wireHandover struct {
	PackingDate           moment               `json:"packingDate"`
	ReserveExpirationDate moment               `json:"reserveExpirationDate"`
	OutletID              lax.Text             `json:"outletId"`
	ServiceScheme         lax.Text             `json:"serviceScheme"`
	DepositedAmount       roubles              `json:"depositedAmount"`
	DeliveryInterval      object[wireInterval] `json:"deliveryInterval"`
	DeliveryID            lax.Text             `json:"deliveryId"`
}

// newOrder is the public form. It fails where something is missing without which the order cannot be worked on.
func newOrder(o object[wireNew], merchant int64) (NewOrder, error) {
	w := o.is
	n := NewOrder{
		MerchantID: merchant, ShipmentID: string(w.ShipmentID), Scheme: schemeOf(w), Created: w.ShipmentDate.Time,
		ConfirmBy: w.ConfirmationDate.Time, PackBy: w.PackingDate.Time, CustomerOrderID: string(w.CustomerOrderID),
		DeliveryDate: w.Delivery.is.DeliveryDate.Time, DeliveryFrom: w.Delivery.is.DeliveryInterval.is.DateFrom.Time,
		DeliveryTo: w.Delivery.is.DeliveryInterval.is.DateTo.Time, ShippingPoint: int64(w.Shipping.is.ShippingPoint),
		ShippingDate: w.Shipping.is.ShippingDate.Time, ShippingFrom: w.Shipping.is.ShippingInterval.is.DateFrom.Time,
		ShippingTo: w.Shipping.is.ShippingInterval.is.DateTo.Time, Label: label(w.Label), Customer: customer(w.Customer),
		Flags: w.Flags, Lots: lots(w.Items), Extra: o.extra,
	}
	if w.Handover.there {
		h := w.Handover.is
		n.PackBy, n.ReserveUntil = h.PackingDate.Time, h.ReserveExpirationDate.Time
		n.DeliveryFrom, n.DeliveryTo = h.DeliveryInterval.is.DateFrom.Time, h.DeliveryInterval.is.DateTo.Time
		n.DeliveryID, n.OutletID, n.Deposited = string(h.DeliveryID), string(h.OutletID), h.DepositedAmount.Money
	}
	return n, n.check()
}

// schemeOf tells the scheme: an order with a hand-over to the buyer names it there, all others are standard.
func schemeOf(w wireNew) Scheme {
	if w.Handover.there {
		return Scheme(w.Handover.is.ServiceScheme)
	}
	if w.FulfillmentMethod != "" {
		return Scheme(w.FulfillmentMethod)
	}
	return Standard
}

// check says what is missing.
func (n *NewOrder) check() error {
	switch {
	case n.ShipmentID == "":
		return errors.New("shipmentId is missing")
	case n.Scheme == "":
		return errors.New("handover.serviceScheme is missing")
	case len(n.Lots) == 0:
		return errors.New("items is empty")
	}
	for i, l := range n.Lots {
		if l.OfferID == "" {
			return fmt.Errorf("items[%d].offerId is missing", i)
		}
		if l.FinalPrice.IsUnset() || l.Price.IsUnset() {
			return fmt.Errorf("items[%d]: price or finalPrice is missing", i)
		}
	}
	return checkLots(n.Lots)
}

func label(o object[wireLabel]) *Label {
	if !o.there {
		return nil
	}
	w := o.is
	return &Label{
		DeliveryID: string(w.DeliveryID), Region: string(w.Region), City: string(w.City), Address: string(w.Address),
		FullName: string(w.FullName), MerchantName: string(w.MerchantName), ShippingDate: w.ShippingDate.Time,
		DeliveryType: string(w.DeliveryType), Text: string(w.LabelText), Extra: o.extra,
	}
}
