package megamarket

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Shipment is an order as order/get answers it. Times that are not set are zero. Sums are in roubles.
type Shipment struct {
	ID        string `json:"shipmentId"`
	OrderCode string `json:"orderCode"`     // the merchant's own number; empty until it was given
	Status    string `json:"status"`        // of the whole, in newer answers only and not at once; the lots' statuses count
	Scheme    Scheme `json:"serviceScheme"` // may be empty in the standard scheme

	Created          time.Time `json:"creationDate"`
	ConfirmBy        time.Time `json:"confirmedTimeLimit"`
	PackBy           time.Time `json:"packingTimeLimit"`
	ShipBy           time.Time `json:"shippingTimeLimit"`
	ReserveUntil     time.Time `json:"reserveExpirationDate"`
	HandOverFrom     time.Time `json:"shipmentDateFrom"` // the window for handing over to Megamarket
	HandOverTo       time.Time `json:"shipmentDateTo"`
	ShippingDate     time.Time `json:"shippingDate"`
	PackingDate      time.Time `json:"packingDate"`
	DeliveryDate     time.Time `json:"deliveryDate"` // what the buyer was promised
	DeliveryFrom     time.Time `json:"deliveryDateFrom"`
	DeliveryTo       time.Time `json:"deliveryDateTo"`
	DateMoved        bool      `json:"shipmentDateShift"`    // probably, the date has been moved
	Changeable       bool      `json:"shipmentIsChangeable"` // probably, the date may be moved
	DeliveryID       string    `json:"deliveryId"`
	DeliveryMethodID string    `json:"deliveryMethodId"`
	ShippingPoint    string    `json:"shippingPoint"`

	CustomerName    string       `json:"customerFullName"`
	CustomerAddress string       `json:"customerAddress"`
	Customer        *Contact     `json:"customer"`        // merchant delivery only
	Deposited       amount.Money `json:"depositedAmount"` // paid already

	Lots  []Lot      `json:"items"`
	Extra wire.Extra `json:"-"`

	// Warnings are what Megamarket warned of about the shipment, or about all that were asked for.
	Warnings []Problem `json:"-"`
	// Problem says what could not be read; such values are in Extra, the shipment's or that of the part that they are
	// in. If the shipment is of no use without them, or was not answered, it has no Lots, and nothing but ID, Extra and
	// Warnings is set, so that one bad shipment does not hide the others.
	Problem error `json:"-"`
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
func (s *Shipment) Living() []Lot { return s.where(func(l Lot) bool { return !l.Cancelled() }) }

// where returns the lots that are so.
func (s *Shipment) where(is func(Lot) bool) []Lot {
	var out []Lot
	for _, l := range s.Lots {
		if is(l) {
			out = append(out, l)
		}
	}
	return out
}

// Lot is one physical unit of a shipment. Callbacks and order/get know different parts of it.
type Lot struct {
	Index     int    `json:"itemIndex"` // from 1: the name of the lot in every call
	Status    string `json:"status"`    // order/get only
	SubStatus string `json:"subStatus"` // why it is MERCHANT_CANCELED; order/get only

	OfferID  string `json:"offerId"`  // the merchant's SKU
	GoodsID  string `json:"goodsId"`  // Megamarket's card
	ItemID   string `json:"itemId"`   // Megamarket's number of the lot; newer callbacks only
	Name     string `json:"itemName"` // or that of Goods
	Goods    Goods  `json:"goodsData"`
	Quantity *int   `json:"quantity"` // 1, or nil where it was not said

	Price      amount.Money `json:"price"`      // before discounts
	FinalPrice amount.Money `json:"finalPrice"` // what the buyer pays
	Discounts  []Discount   `json:"discounts"`
	TaxRate    string       `json:"taxRate"` // "20", "10", "0", "NOT" (no VAT); empty for the delivery fee; callbacks only

	MarkRequired bool       `json:"isDigitalMarkRequired"` // needs a marking code (Честный знак)
	Reserved     bool       `json:"reservationPerformed"`  // Megamarket's own affair
	Boxes        []int      `json:"boxIndex"`
	Events       []LotEvent `json:"events"`
	Extra        wire.Extra `json:"-"`
}

// Goods is the card of a lot; order/get only.
type Goods struct {
	Name         string     `json:"name"`
	Category     string     `json:"categoryName"`
	DeliveryFee  bool       `json:"isDelivery"` // see Lot.IsDelivery
	MarkRequired bool       `json:"isDigitalMarkRequired"`
	Extra        wire.Extra `json:"-"`
}

// Discount is part of what Price and FinalPrice differ by.
type Discount struct {
	Type        string       `json:"discountType"` // BPG, BPG20, LOY and others
	Description string       `json:"discountDescription"`
	Amount      amount.Money `json:"discountAmount"`
	Extra       wire.Extra   `json:"-"`
}

// LotEvent is a line of a lot's history. The names of events are not documented.
type LotEvent struct {
	At    time.Time  `json:"eventDate"`
	Name  string     `json:"eventName"`
	Value string     `json:"eventValue"`
	Extra wire.Extra `json:"-"`
}

// Contact is how to reach the buyer, as order/get knows it.
type Contact struct {
	Email   string     `json:"email"`
	Phone   string     `json:"phone"`
	Comment string     `json:"comment"`
	Extra   wire.Extra `json:"-"`
}
