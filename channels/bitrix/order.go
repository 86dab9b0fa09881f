package bitrix

import (
	"encoding/json"
	"time"

	"github.com/ordo-sdk/ordo/wire"
)

// Order is an order of the shop. What stands in it besides its own fields comes with [Client.GetOrder] and
// [Client.GetOrders] only; a list has the order's own fields.
type Order struct {
	ID            int64     `json:"id" lax:"required"`
	AccountNumber string    `json:"accountNumber"` // for people
	XMLID         string    `json:"xmlId"`
	ID1C          string    `json:"id1c"` // in 1C, after an exchange
	LID           string    `json:"lid"`  // the site
	PersonTypeID  int64     `json:"personTypeId"`
	UserID        int64     `json:"userId"`
	Currency      string    `json:"currency"`
	StatusID      string    `json:"statusId"`
	DateStatus    time.Time `json:"dateStatus"`
	Price         wire.Sum  `json:"price"`         // goods and delivery, less all discounts
	DiscountValue wire.Sum  `json:"discountValue"` // as the shop counts it; not needed for the price
	TaxValue      wire.Sum  `json:"taxValue"`
	SumPaid       wire.Sum  `json:"sumPaid"`
	Payed         bool      `json:"payed"` // its payments cover its price
	Deducted      bool      `json:"deducted"`
	Canceled      bool      `json:"canceled"`
	CancelReason  string    `json:"reasonCanceled"`
	DateCanceled  time.Time `json:"dateCanceled"`
	Marked        bool      `json:"marked"` // the shop says that something is wrong with it
	MarkedReason  string    `json:"reasonMarked"`
	DateInsert    time.Time `json:"dateInsert"`
	DateUpdate    time.Time `json:"dateUpdate"`
	BuyerComment  string    `json:"userDescription"`
	Comments      string    `json:"comments"` // of managers
	Responsible   int64     `json:"responsibleId"`

	BasketItems    []BasketItem    `json:"basketItems"`
	Payments       []Payment       `json:"payments"`
	Shipments      []Shipment      `json:"shipments"`
	PropertyValues []PropertyValue `json:"propertyValues"`
	Clients        []OrderClient   `json:"clients"`

	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// The types of basket items.
const (
	ItemSet     = 1 // a set: its parts have it as their SetParentID, and cost nothing
	ItemService = 2
)

// BasketItem is a line of an order.
type BasketItem struct {
	ID            int64            `json:"id"`
	XMLID         string           `json:"xmlId"`
	OrderID       int64            `json:"orderId"`
	ProductID     int64            `json:"productId"` // 0 for a line that is no product of the catalogue
	ProductXMLID  string           `json:"productXmlId"`
	Name          string           `json:"name"`
	Quantity      wire.Decimal     `json:"quantity"`
	Currency      string           `json:"currency"`
	BasePrice     wire.Sum         `json:"basePrice"` // of one unit before discounts
	Price         wire.Sum         `json:"price"`     // of one unit after them
	DiscountPrice wire.Sum         `json:"discountPrice"`
	CustomPrice   bool             `json:"customPrice"`    // set by hand: the shop prices it no more
	Coupon        string           `json:"discountCoupon"` // mostly empty: newer shops keep coupons apart, where REST does not reach
	VATRate       wire.Decimal     `json:"vatRate"`        // 0.2 is 20 %; empty for no VAT
	VATIncluded   *bool            `json:"vatIncluded"`    // nil where it is not said, which counts as included
	MeasureCode   int64            `json:"measureCode"`
	MeasureName   string           `json:"measureName"`
	Weight        wire.Decimal     `json:"weight"` // grams
	Type          int              `json:"type"`   // ItemSet, ItemService or 0
	SetParentID   int64            `json:"setParentId"`
	Sort          int64            `json:"sort"`
	Properties    []BasketProperty `json:"properties"`
	Reservations  []Reservation    `json:"reservations"`

	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// BasketProperty is a property of a line, such as its size.
type BasketProperty struct {
	ID    int64      `json:"id"`
	Code  string     `json:"code"`
	Name  string     `json:"name"`
	Value string     `json:"value"`
	XMLID string     `json:"xmlId"`
	Extra wire.Extra `json:"-"`
}

// Reservation is how much of a line is reserved at a store of the shop.
type Reservation struct {
	ID         int64        `json:"id"`
	StoreID    int64        `json:"storeId"`
	Quantity   wire.Decimal `json:"quantity"`
	ReservedTo time.Time    `json:"dateReserveEnd"`
	Extra      wire.Extra   `json:"-"`
}

// What became of the money of a payment: Payment.IsReturn.
const (
	ReturnNone      = "N"
	ReturnToAccount = "Y" // to the buyer's account in the shop
	ReturnByGateway = "P"
)

// Payment is a payment of an order, received or awaited.
type Payment struct {
	ID            int64     `json:"id"`
	AccountNumber string    `json:"accountNumber"`
	XMLID         string    `json:"xmlId"`
	OrderID       int64     `json:"orderId"`
	PaySystemID   int64     `json:"paySystemId"`
	PaySystemName string    `json:"paySystemName"`
	IsCash        string    `json:"paySystemIsCash"` // Y, N, or A for a card terminal
	Sum           wire.Sum  `json:"sum"`
	Currency      string    `json:"currency"`
	Paid          bool      `json:"paid"`
	DatePaid      time.Time `json:"datePaid"` // when it was marked as paid, or as not paid any more
	IsReturn      string    `json:"isReturn"` // ReturnNone …; empty is ReturnNone
	VoucherNum    string    `json:"payVoucherNum"`
	ReturnComment string    `json:"payReturnComment"`
	GatewayID     string    `json:"psInvoiceId"` // the payment at the gateway
	GatewayStatus string    `json:"psStatus"`
	Comments      string    `json:"comments"`

	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// Shipment is a shipment of an order. The hidden one that holds what is in no shipment is not shown by REST.
type Shipment struct {
	ID             int64          `json:"id"`
	AccountNumber  string         `json:"accountNumber"`
	XMLID          string         `json:"xmlId"`
	OrderID        int64          `json:"orderId"`
	DeliveryID     int64          `json:"deliveryId"`
	DeliveryName   string         `json:"deliveryName"`
	StatusID       string         `json:"statusId"`
	AllowDelivery  bool           `json:"allowDelivery"`
	Deducted       bool           `json:"deducted"` // shipped: its goods have left the stock
	DateDeducted   time.Time      `json:"dateDeducted"`
	Canceled       bool           `json:"canceled"`
	BasePrice      wire.Sum       `json:"basePriceDelivery"`
	Price          wire.Sum       `json:"priceDelivery"`
	Currency       string         `json:"currency"`
	TrackingNumber string         `json:"trackingNumber"`
	DocNum         string         `json:"deliveryDocNum"`
	DocDate        time.Time      `json:"deliveryDocDate"`
	Comments       string         `json:"comments"`
	ResponsibleID  int64          `json:"responsibleId"`
	CompanyID      int64          `json:"companyId"`
	System         bool           `json:"system"`
	Items          []ShipmentItem `json:"shipmentItems"`

	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// ShipmentItem is how much of a line is in a shipment.
type ShipmentItem struct {
	ID         int64        `json:"id"`
	ShipmentID int64        `json:"orderDeliveryId"`
	BasketID   int64        `json:"basketId"`
	Quantity   wire.Decimal `json:"quantity"`
	XMLID      string       `json:"xmlId"`
	Extra      wire.Extra   `json:"-"`
	Problem    error        `json:"-"`
}

// PropertyValue is a value of a property of the order, such as the buyer's phone number.
type PropertyValue struct {
	ID         int64           `json:"id"`
	PropertyID int64           `json:"orderPropsId"`
	Code       string          `json:"code"`
	Name       string          `json:"name"`
	Value      json.RawMessage `json:"value"` // a text; a list or an object for some types
	Extra      wire.Extra      `json:"-"`
}

// OrderClient is a contact or company of the CRM that buys, where the shop has a CRM.
type OrderClient struct {
	ID        int64      `json:"id"`
	EntityID  int64      `json:"entityId"`
	Entity    int        `json:"entityTypeId"` // 3 a contact, 4 a company
	IsPrimary bool       `json:"isPrimary"`
	Extra     wire.Extra `json:"-"`
}
