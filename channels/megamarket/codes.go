package megamarket

import "strings"

// The statuses of a lot. Megamarket may add others; they pass through as they are.
const (
	StatusNew                 = "NEW"                  // waits to be confirmed
	StatusPendingConfirmation = "PENDING_CONFIRMATION" // order/confirm is being processed
	StatusConfirmed           = "CONFIRMED"            // waits to be packed
	StatusPendingPacking      = "PENDING_PACKING"      // order/packing is being processed
	StatusPacked              = "PACKED"               // waits to be handed over
	StatusPackingExpired      = "PACKING_EXPIRED"      // not packed in time
	StatusPendingShipping     = "PENDING_SHIPPING"     // order/shipping is being processed
	StatusShippingExpired     = "SHIPPING_EXPIRED"     // not handed over in time; cancelled 7 days later
	StatusShipped             = "SHIPPED"              // handed over
	StatusDelivered           = "DELIVERED"            // the buyer has it
	StatusMerchantCancelled   = "MERCHANT_CANCELED"    // by the merchant, or for a missed limit: see Lot.SubStatus
	StatusCustomerCancelled   = "CUSTOMER_CANCELED"    // by the buyer
)

// Scheme is the way of selling: who delivers.
type Scheme string

// The schemes, by the codes of Megamarket. A pick-up at the merchant's has a code of its own, which is not known for
// sure.
const (
	Standard         Scheme = "FULFILLMENT_BY_MERCHANT" // Megamarket delivers (FBS)
	MerchantDelivery Scheme = "DELIVERY_BY_MERCHANT"    // the merchant delivers (ДСМ, DBS)
)

// RejectReason is why a merchant refuses a lot.
type RejectReason string

// The reasons of order/reject. Merchant delivery knows OutOfStock and NotAcceptable only.
const (
	OutOfStock         RejectReason = "OUT_OF_STOCK"
	IncorrectPrice     RejectReason = "INCORRECT_PRICE"
	IncorrectProduct   RejectReason = "INCORRECT_PRODUCT" // the card is linked to a wrong offer
	IncorrectSpec      RejectReason = "INCORRECT_SPEC"
	TwiceOrder         RejectReason = "TWICE_ORDER"
	NotTimeForShipping RejectReason = "NOT_TIME_FOR_SHIPPING"
	FraudOrder         RejectReason = "FRAUD_ORDER"
	NotAcceptable      RejectReason = "NOT_ACCEPTABLE" // seen in one client
)

// CloseReason is why a lot was not bought at the door.
type CloseReason string

// The reasons of order/close.
const (
	CancelByCustomer   CloseReason = "CANCEL_BY_CUSTOMER"
	HandoverImpossible CloseReason = "HANDOVER_IMPOSSIBLE" // seen in one client
)

// How far lots are on their way. In between lie the PENDING statuses.
const (
	atNew       = 0
	atConfirmed = 2
	atPacked    = 4
	atShipped   = 6
	atDelivered = 7
)

// stages are the statuses of a lot under way, in their order.
var stages = map[string]int{
	StatusNew: atNew, StatusPendingConfirmation: 1, StatusConfirmed: atConfirmed, StatusPackingExpired: atConfirmed,
	StatusPendingPacking: 3, StatusPacked: atPacked, StatusShippingExpired: atPacked, StatusPendingShipping: 5,
	StatusShipped: atShipped, StatusDelivered: atDelivered,
}

// Pending reports whether Megamarket is at work on the lot. Calls about it fail until it is done.
func (l Lot) Pending() bool { return strings.HasPrefix(l.Status, "PENDING_") }

// Cancelled reports whether the lot is cancelled, by whomever.
func (l Lot) Cancelled() bool {
	return l.Status == StatusMerchantCancelled || l.Status == StatusCustomerCancelled
}

// deliveryOffer is the offer id of the lot that stands for the delivery fee.
const deliveryOffer = "delivery"

// IsDelivery reports whether the lot is the fee for delivery, not goods. It has no stock and is not packed, but it is
// closed with the others.
func (l Lot) IsDelivery() bool { return l.OfferID == deliveryOffer || l.Goods.DeliveryFee }
