package rozetka

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// The states of a purchase.
const (
	PurchaseRemoved  = 0 // while the order was edited
	PurchaseActual   = 1
	PurchaseReturned = 2 // by the buyer
)

// Purchase is a row of an order.
type Purchase struct {
	ID       int64  `json:"id"` // the same as long as the row is there
	ItemID   int64  `json:"item_id"`
	ItemName string `json:"item_name"`
	Quantity int    `json:"quantity"`

	Price             amount.Money `json:"price"` // of one
	PriceWithDiscount amount.Money `json:"price_with_discount"`
	Cost              amount.Money `json:"cost"` // of all; not always Price times Quantity
	CostWithDiscount  amount.Money `json:"cost_with_discount"`

	Status      *int       `json:"status"` // PurchaseActual ...; nil where it is not said
	KitID       int64      `json:"kit_id"` // 0 outside of kits
	OrderStatus *int       `json:"order_status"`
	Additional  bool       `json:"is_additional_item"` // «Додатковий товар»: a sum without goods
	Item        *Item      `json:"item"`               // ExpandItems
	Extra       wire.Extra `json:"-"`
}

// Item is the goods of a purchase.
type Item struct {
	ID      int64        `json:"id"`
	Name    string       `json:"name"`
	NameUA  string       `json:"name_ua"`
	Article string       `json:"article"`
	OfferID string       `json:"price_offer_id"` // the seller's id in the price list
	Price   amount.Money `json:"price"`
	URL     string       `json:"url"`
	GroupID int64        `json:"group_id"`
	SLA     int64        `json:"sla_id"`
	SLARZ   int64        `json:"sla_rz_id"`
	Extra   wire.Extra   `json:"-"`
}

// The ways of delivery.
const (
	MethodPickup  = 1
	MethodCourier = 2
)

// Delivery is where and how an order is delivered.
type Delivery struct {
	ServiceID   int64  `json:"delivery_service_id"` // see ServiceNovaPoshta
	ServiceName string `json:"delivery_service_name"`
	MethodID    int    `json:"delivery_method_id"` // MethodPickup, MethodCourier; 0 where it is not said

	Recipient        string `json:"recipient_title"`
	RecipientFirst   string `json:"recipient_first_name"`
	RecipientLast    string `json:"recipient_last_name"`
	RecipientSecond  string `json:"recipient_second_name"`
	RecipientPhone   string `json:"recipient_phone"`
	AnotherRecipient bool   `json:"another_recipient"` // it is not the buyer

	PlaceID    int64  `json:"place_id"`     // the pick-up point at ROZETKA
	PickupRZID string `json:"pickup_rz_id"` // the same as a UUID
	RefID      string `json:"ref_id"`       // of the pick-up point at Nova Poshta: its Ref
	Number     string `json:"place_number"` // of the branch
	Street     string `json:"place_street"`
	House      string `json:"place_house"`
	Flat       string `json:"place_flat"`
	City       *City  `json:"city"`

	Cost         amount.Money `json:"cost"` // the fixed price of delivery; none or 0 otherwise
	NameLogo     string       `json:"name_logo"`
	StreetID     int64        `json:"street_id"`
	Email        string       `json:"email"`
	ReserveDate  time.Time    `json:"reserve_date"`  // until when the goods wait at the pick-up point
	DeliveryDate time.Time    `json:"delivery_date"` // a day
	Extra        wire.Extra   `json:"-"`
}

// City is a place.
type City struct {
	ID     int64      `json:"id"`
	UUID   string     `json:"uuid"`
	Name   string     `json:"city_name"`
	Title  string     `json:"title"` // in the language asked for
	Region string     `json:"region_title"`
	Extra  wire.Extra `json:"-"`
}

// The delivery services that differ in what this package does; [Client.ListDeliveryServices] has all.
const (
	ServiceROZETKA    = 1 // Видача у ROZETKA
	ServiceMeest      = 4
	ServiceNovaPoshta = 5
	ServiceUkrposhta  = 2024
)

// PaymentCash is the type of a payment on receipt. Every other type is cashless.
const PaymentCash = "cash"

// Payment is how an order is paid for.
type Payment struct {
	MethodID   int64          `json:"payment_method_id"`
	MethodName string         `json:"payment_method_name"`
	Type       string         `json:"payment_type"` // PaymentCash, card, credit ...
	TypeTitle  string         `json:"payment_type_title"`
	Status     *PaymentStatus `json:"payment_status"` // nil for cash
	Credit     *Credit        `json:"credit"`
	Extra      wire.Extra     `json:"-"`
}

// PaymentStatus is the status of a payment. Tell it by Name: ROZETKA gave up the field value.
type PaymentStatus struct {
	OrderID   int64      `json:"order_id"`
	ID        int        `json:"status_payment_id"`
	Name      string     `json:"name"` // cancelled, paid, unpaid, unapproved, part-paid, expired, hold, returned, part-returned, ready_for_return
	Title     string     `json:"title"`
	InvoiceID int64      `json:"payment_invoice_id"`
	Created   time.Time  `json:"created_at"`
	Extra     wire.Extra `json:"-"`
}

// Credit is the bank's part of an order on credit.
type Credit struct {
	Status int        `json:"credit_status"` // 0 unset, 1 rejected by the seller, 2 new, 3 in work, 4 approved, 5 rejected, 6 refused by the buyer
	Extra  wire.Extra `json:"-"`
}
