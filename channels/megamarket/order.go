package megamarket

import (
	"encoding/json"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Shipment is an order as order/get answers it. Times that are not set are zero. Sums are in roubles.
type Shipment struct {
	ID        string // shipmentId
	OrderCode string // the merchant's own number; empty until it was given
	Status    string // of the whole, in newer answers only and not at once; the lots' statuses are what counts
	Scheme    Scheme // may be empty in the standard scheme

	Created          time.Time
	ConfirmBy        time.Time // confirmedTimeLimit
	PackBy           time.Time // packingTimeLimit
	ShipBy           time.Time // shippingTimeLimit
	ReserveUntil     time.Time // reserveExpirationDate
	HandOverFrom     time.Time // shipmentDateFrom: the window for handing over to Megamarket
	HandOverTo       time.Time // shipmentDateTo
	ShippingDate     time.Time
	PackingDate      time.Time
	DeliveryDate     time.Time // what the buyer was promised
	DeliveryFrom     time.Time
	DeliveryTo       time.Time
	DateMoved        bool // shipmentDateShift: probably, the date has been moved
	Changeable       bool // shipmentIsChangeable: probably, the date may be moved
	DeliveryID       string
	DeliveryMethodID string
	ShippingPoint    string

	CustomerName    string
	CustomerAddress string
	Customer        *Contact    // merchant delivery only
	Deposited       order.Money // paid already

	Lots  []Lot
	Extra map[string]json.RawMessage // fields that this package does not know

	// Problem says why the shipment could not be read; nil if it could. Only ID and Extra are then set, so that one bad
	// shipment does not hide the others.
	Problem error
}

// Lot returns the lot with this index, or false.
func (s *Shipment) Lot(index int) (Lot, bool) {
	for _, l := range s.Lots {
		if l.Index == index {
			return l, true
		}
	}
	return Lot{}, false
}

// Living returns the lots that are not cancelled.
func (s *Shipment) Living() []Lot {
	var out []Lot
	for _, l := range s.Lots {
		if !l.Cancelled() {
			out = append(out, l)
		}
	}
	return out
}

// cancelled returns those of some lots that are cancelled.
func (s *Shipment) cancelled(indexes []int) []Lot {
	var out []Lot
	for _, i := range indexes {
		if l, ok := s.Lot(i); ok && l.Cancelled() {
			out = append(out, l)
		}
	}
	return out
}

// pending returns the lots that Megamarket is at work on.
func (s *Shipment) pending() []Lot {
	var out []Lot
	for _, l := range s.Lots {
		if l.Pending() {
			out = append(out, l)
		}
	}
	return out
}

// Lot is one physical unit of a shipment. Callbacks and order/get know different parts of it.
type Lot struct {
	Index     int    // itemIndex, from 1: the name of the lot in every call
	Status    string // order/get only
	SubStatus string // why it is MERCHANT_CANCELED; order/get only

	OfferID  string // the merchant's SKU
	GoodsID  string // Megamarket's card
	ItemID   string // Megamarket's number of the lot; newer callbacks only
	Name     string
	Category string // order/get only
	Quantity int    // always 1

	Price      order.Money // before discounts
	FinalPrice order.Money // what the buyer pays
	Discounts  []Discount
	TaxRate    string // "20", "10", "0", "NOT" (no VAT); empty for the delivery fee; callbacks only

	MarkRequired bool // needs a marking code (Честный знак)
	Reserved     bool // reservationPerformed, Megamarket's own affair
	DeliveryFee  bool // goodsData.isDelivery; see IsDelivery
	Boxes        []int
	Events       []LotEvent
	Extra        map[string]json.RawMessage // fields that this package does not know
}

// Discount is part of what Price and FinalPrice differ by.
type Discount struct {
	Type        string // BPG, BPG20, LOY and others
	Description string
	Amount      order.Money
	Extra       map[string]json.RawMessage // fields that this package does not know
}

// LotEvent is a line of a lot's history. The names of events are not documented.
type LotEvent struct {
	At    time.Time
	Name  string
	Value string
	Extra map[string]json.RawMessage // fields that this package does not know
}

// Contact is how to reach the buyer, as order/get knows it.
type Contact struct {
	Email   string
	Phone   string
	Comment string
	Extra   map[string]json.RawMessage // fields that this package does not know
}
