package rozetka

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Expand is a part of an order that is answered only if it is asked for.
type Expand string

// The parts that this package types. Any other of ROZETKA's list may be asked for, too, and is in [Order.Extra].
const (
	ExpandUser            Expand = "user"
	ExpandDelivery        Expand = "delivery"
	ExpandDeliveryService Expand = "delivery_service"
	ExpandPurchases       Expand = "purchases"
	ExpandItems           Expand = "item_details" // Purchase.Item; only together with ExpandPurchases
	ExpandStatus          Expand = "status_data"
	ExpandAvailable       Expand = "status_available"
	ExpandHistory         Expand = "order_status_history"
	ExpandPayment         Expand = "payment"
	ExpandPaymentStatus   Expand = "status_payment"
	ExpandPaymentType     Expand = "payment_type"
	ExpandPaymentName     Expand = "payment_type_name"
	ExpandPaymentTitle    Expand = "payment_type_title"
	ExpandCanEdit         Expand = "can_edit"
	ExpandCanChange       Expand = "is_access_change_order"
	ExpandFreeDelivery    Expand = "is_free_delivery"
)

// expands are the parts that are noted in Order.Came. ExpandItems is a part of another one.
var expands = []Expand{
	ExpandUser, ExpandDelivery, ExpandDeliveryService, ExpandPurchases, ExpandStatus, ExpandAvailable, ExpandHistory, ExpandPayment,
	ExpandPaymentStatus, ExpandPaymentType, ExpandPaymentName, ExpandPaymentTitle, ExpandCanEdit, ExpandCanChange, ExpandFreeDelivery,
}

// Order is an order as ROZETKA answers it. Times that are not set are zero. Sums are in hryvnias.
type Order struct {
	ID       int64     `json:"id" lax:"required"` // its number, also for the buyer
	MarketID int64     `json:"market_id"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`

	Amount             amount.Money `json:"amount"`               // of the goods
	AmountWithDiscount amount.Money `json:"amount_with_discount"` // of the goods after discounts
	Cost               amount.Money `json:"cost"`                 // with delivery
	CostWithDiscount   amount.Money `json:"cost_with_discount"`   // what the buyer pays: goods after discounts, and delivery

	Status      int `json:"status"`
	StatusGroup int `json:"status_group"` // 1 in process, 2 successful, 3 unsuccessful

	Photos          []Photo         `json:"items_photos"`
	SellerComments  []SellerComment `json:"seller_comment"`
	SellerComment   string          `json:"current_seller_comment"` // the last one
	SellerCommented time.Time       `json:"seller_comment_created"`
	Comment         string          `json:"comment"` // the buyer's

	UserPhone string     `json:"user_phone"` // the buyer's, digits as a rule
	UserTitle PersonName `json:"user_title"` // the buyer
	// RecipientPhone and RecipientTitle are out of use: Delivery has them.
	RecipientPhone string     `json:"recipient_phone"`
	RecipientTitle PersonName `json:"recipient_title"`

	TTN            string `json:"ttn"`        // the carrier's waybill number; empty for none
	TTNFromCabinet bool   `json:"mk_created"` // the waybill was made in ROZETKA's cabinet
	Quantity       int    `json:"total_quantity"`
	CreatedType    int    `json:"created_type"` // 1 API, 2 administrator, 3 cabinet, 4 buyer, 6 tracked again
	CanCopy        bool   `json:"can_copy"`     // it can be restored
	Viewed         bool   `json:"is_viewed"`
	NoCallback     bool   `json:"callback_off"` // the buyer is sure, and wants no call
	Fulfillment    bool   `json:"is_fulfillment"`
	DuplicateOf    int64  `json:"duplicate_order_id"` // the other order, see Client.RestoreOrder; 0 for none
	CanEditPlace   bool   `json:"is_delivery_edit_available"`
	CanProlong     bool   `json:"can_prolong"`
	GroupID        int64  `json:"group_id"` // of the orders of one cart; 0 when it is alone
	GroupOrders    int    `json:"group_orders_count"`

	// What follows is answered only if it is asked for: see Came.

	User            *User            `json:"user"`
	Delivery        *Delivery        `json:"delivery"`
	DeliveryService *DeliveryService `json:"delivery_service"`
	Purchases       []Purchase       `json:"purchases"`
	StatusData      *Status          `json:"status_data"`
	Available       []Transition     `json:"status_available"` // the statuses that may be set now
	History         []HistoryEntry   `json:"order_status_history"`
	Payment         *Payment         `json:"payment"`
	PaymentStatus   *PaymentStatus   `json:"status_payment"`
	PaymentType     string           `json:"payment_type"`
	PaymentName     string           `json:"payment_type_name"`
	PaymentTitle    string           `json:"payment_type_title"`
	CanEdit         bool             `json:"can_edit"`
	CanChange       bool             `json:"is_access_change_order"`
	FreeDelivery    bool             `json:"is_free_delivery"`

	// Came are the parts that the answer has, be they empty. The zero value of any other part says nothing.
	Came    []Expand   `json:"-"`
	Mark    string     `json:"-"` // of what an answer without parts says: another one when the order has changed
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read; such values are in Extra, the order's or that of the part
}

// Has reports whether the answer has all of some parts. A part that was not asked for is not empty.
func (o *Order) Has(parts ...Expand) bool {
	return !slices.ContainsFunc(parts, func(e Expand) bool { return !slices.Contains(o.Came, e) })
}

// May reports whether a status may be set now. It needs ExpandAvailable.
func (o *Order) May(status int) bool {
	return slices.ContainsFunc(o.Available, func(t Transition) bool { return t.To == status })
}

func (o *Order) keep() (*wire.Extra, *error) { return &o.Extra, &o.Problem }

// note notes which parts came.
func (o *Order) note(raw json.RawMessage) {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return
	}
	for _, e := range expands {
		if _, came := all[string(e)]; came {
			o.Came = append(o.Came, e)
		}
	}
	o.Mark = markOf(all)
}

// marked are the fields that a mark is made of. ROZETKA knows its time of change to the second only.
var marked = []string{
	"changed", "status", "ttn", "amount", "amount_with_discount", "cost", "cost_with_discount", "total_quantity",
	"current_seller_comment", "seller_comment_created", "comment", "user_phone", "user_title", "duplicate_order_id",
}

// markOf is the mark of an order: its time of change as it was written, and a digest of the other fields.
func markOf(all map[string]json.RawMessage) string {
	var changed string
	if json.Unmarshal(all["changed"], &changed) != nil || changed == "" { // nothing to tell it by
		return ""
	}
	h := sha256.New()
	for _, name := range marked {
		fmt.Fprintf(h, "%s=%s\n", name, all[name])
	}
	return changed + " " + hex.EncodeToString(h.Sum(nil)[:8])
}

// PersonName is a name.
type PersonName struct {
	First  string     `json:"first_name"`
	Last   string     `json:"last_name"`
	Second string     `json:"second_name"` // patronymic
	Full   string     `json:"full_name"`
	Extra  wire.Extra `json:"-"`
}

// Photo is a picture of goods.
type Photo struct {
	ItemID   int64        `json:"id"`
	URL      string       `json:"url"`
	ItemURL  string       `json:"item_url"` // empty for an additional item
	ItemName string       `json:"item_name"`
	Price    amount.Money `json:"item_price"`
	Extra    wire.Extra   `json:"-"`
}

// SellerComment is a comment of the seller's. The newest comes first.
type SellerComment struct {
	Text     string     `json:"comment"`
	Created  time.Time  `json:"created"`
	SellerID int64      `json:"seller_id"`
	Seller   string     `json:"seller_fio"`
	Extra    wire.Extra `json:"-"`
}

// User is the buyer's account. ROZETKA tells no e-mail address: Email is empty or the word "true".
type User struct {
	ID       int64      `json:"id"`
	HasEmail bool       `json:"has_email"`
	Name     string     `json:"contact_fio"`
	Email    string     `json:"email"`
	Extra    wire.Extra `json:"-"`
}

// HistoryEntry is a status that the order had, with the time when it came.
type HistoryEntry struct {
	Status  int        `json:"status_id"`
	Created time.Time  `json:"created"`
	Data    *Status    `json:"status"`
	Extra   wire.Extra `json:"-"`
}
