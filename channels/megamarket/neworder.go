package megamarket

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// NewOrder is a shipment as the callback order/new announces it. Times that were not sent are zero.
type NewOrder struct {
	MerchantID int64  `json:"-"` // the account's; box codes begin with it
	ShipmentID string `json:"shipmentId"`
	Scheme     Scheme `json:"fulfillmentMethod"` // or that of Handover

	Created         time.Time `json:"shipmentDate"`     // when the shipment was formed, no deadline
	ConfirmBy       time.Time `json:"confirmationDate"` // standard scheme
	PackBy          time.Time `json:"packingDate"`      // or that of Handover
	CustomerOrderID string    `json:"customerOrderId"`  // the buyer's order, which may be several shipments

	// The standard scheme.
	Label    *Label     `json:"label"`
	Shipping Acceptance `json:"shipping"`
	Delivery Delivery   `json:"delivery"`

	// Merchant delivery.
	Handover *Handover       `json:"handover"`
	Customer *Customer       `json:"customer"`
	Flags    json.RawMessage `json:"flags"` // contents unknown

	Lots  []Lot      `json:"items"`
	Extra wire.Extra `json:"-"`

	// Problem says what could not be read, as that of a Shipment does.
	Problem error `json:"-"`
}

// Key is the same for every delivery of the same callback about this shipment, and for no other.
func (n *NewOrder) Key() string { return "order/new:" + n.ShipmentID }

// Interval is a span of time.
type Interval struct {
	From  time.Time  `json:"dateFrom"`
	To    time.Time  `json:"dateTo"`
	Extra wire.Extra `json:"-"`
}

// Label is what is printed on a parcel.
type Label struct {
	DeliveryID   string     `json:"deliveryId"`
	MerchantID   int64      `json:"merchantId"`
	ShipmentID   string     `json:"shipmentId"`
	Region       string     `json:"region"`
	City         string     `json:"city"`
	Address      string     `json:"address"`
	FullName     string     `json:"fullName"` // the buyer's
	MerchantName string     `json:"merchantName"`
	ShippingDate time.Time  `json:"shippingDate"`
	DeliveryType string     `json:"deliveryType"` // in Russian words
	Text         string     `json:"labelText"`    // the label as an HTML page
	Extra        wire.Extra `json:"-"`
}

// Acceptance is where and when Megamarket takes the parcels over.
type Acceptance struct {
	Point    int64      `json:"shippingPoint"`
	Date     time.Time  `json:"shippingDate"`
	Interval Interval   `json:"shippingInterval"`
	Extra    wire.Extra `json:"-"`
}

// Delivery is when Megamarket brings the parcels to the buyer.
type Delivery struct {
	Date     time.Time  `json:"deliveryDate"`
	Interval Interval   `json:"deliveryInterval"`
	Extra    wire.Extra `json:"-"`
}

// Handover is how the merchant hands the order over to the buyer.
type Handover struct {
	Scheme       Scheme       `json:"serviceScheme"`
	PackBy       time.Time    `json:"packingDate"`
	ReserveUntil time.Time    `json:"reserveExpirationDate"`
	OutletID     string       `json:"outletId"`        // set when the buyer picks it up at the merchant's
	Deposited    amount.Money `json:"depositedAmount"` // paid already: the sum of the lots' final prices, or 0 for payment on delivery
	Interval     Interval     `json:"deliveryInterval"`
	DeliveryID   string       `json:"deliveryId"`
	Extra        wire.Extra   `json:"-"`
}

// read completes what was decoded from raw. An order that cannot be worked on has no Lots then.
func (n *NewOrder) read(raw json.RawMessage, merchant int64) {
	n.MerchantID = merchant
	switch {
	case n.Handover != nil:
		n.Scheme, n.PackBy = n.Handover.Scheme, n.Handover.PackBy
	case n.Scheme == "":
		n.Scheme = Standard
	}
	if why := n.check(); why != nil {
		*n = NewOrder{MerchantID: merchant, ShipmentID: n.ShipmentID, Extra: everything(raw), Problem: both(why, n.Problem)}
	}
}

// check returns what is missing without which the order cannot be worked on.
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
