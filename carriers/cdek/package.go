package cdek

import (
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/wire"
)

// Package is one parcel of an order. Sizes are all set or none; from 100 g on, and for parcel lockers, they are
// required.
type Package struct {
	ID      string `json:"package_id,omitzero"` // CDEK's own; needed to change a package
	Number  string `json:"number"`              // unique within the order
	Weight  int    `json:"weight"`              // grams
	Length  int    `json:"length,omitzero"`     // centimetres
	Width   int    `json:"width,omitzero"`      // centimetres
	Height  int    `json:"height,omitzero"`     // centimetres
	Comment string `json:"comment,omitzero"`
	Items   []Item `json:"items,omitempty"`
}

// OrderPackage is a package as CDEK returns it: measures may have decimals.
type OrderPackage struct {
	Package
	Weight       wire.Decimal  `json:"weight,omitzero"`        // grams
	Length       wire.Decimal  `json:"length,omitzero"`        // centimetres
	Width        wire.Decimal  `json:"width,omitzero"`         // centimetres
	Height       wire.Decimal  `json:"height,omitzero"`        // centimetres
	VolumeWeight wire.Decimal  `json:"weight_volume,omitzero"` // grams, as CDEK counts it
	Charged      wire.Decimal  `json:"weight_calc,omitzero"`   // grams, the larger of the two
	Barcode      string        `json:"barcode,omitzero"`
	Items        []OrderItem   `json:"items,omitempty"`
	Services     []ServiceCost `json:"services,omitempty"`
	Extra        wire.Extra    `json:"-"`
}

// sendable returns the package for a request.
func (p OrderPackage) sendable() Package {
	out := p.Package
	out.Weight, out.Length, out.Width, out.Height = ceil(p.Weight), ceil(p.Length), ceil(p.Width), ceil(p.Height)
	out.Items = nil
	for _, i := range p.Items {
		out.Items = append(out.Items, i.sendable())
	}
	return out
}

// Item is goods of one kind in a package. A unit with a marking code is an item with Amount 1.
type Item struct {
	Name    string `json:"name"`     // as the law on receipts requires
	WareKey string `json:"ware_key"` // article; unique within the package, or CDEK adds a suffix
	// Marking is the code of Честный знак as scanned, with its separators (ASCII 29); Amount is then 1.
	Marking string   `json:"marking,omitzero"`
	Payment Payment  `json:"payment,omitzero"`      // cash on delivery for one piece; [Prepaid] for none. CDEK requires it
	Cost    wire.Sum `json:"cost,omitzero"`         // declared value of one piece, which is insured. CDEK requires it
	Weight  int      `json:"weight"`                // grams, one piece, net
	Gross   int      `json:"weight_gross,omitzero"` // grams, one piece
	Amount  int      `json:"amount"`                // pieces, 1 to 999

	NameI18n string  `json:"name_i18n,omitzero"`
	Brand    string  `json:"brand,omitzero"`
	Country  string  `json:"country_code,omitzero"`
	Material string  `json:"material,omitzero"` // 1 polyester … 17 rubber, as the vendor's page lists them
	WifiGSM  bool    `json:"wifi_gsm,omitzero"`
	URL      string  `json:"url,omitzero"`
	FEACN    string  `json:"feacn_code,omitzero"`
	Seller   *Seller `json:"seller,omitzero"`
	JewelUIN string  `json:"jewel_uin,omitzero"`
	Used     bool    `json:"used,omitzero"`
}

// OrderItem is an item as CDEK returns it: weights may have decimals.
type OrderItem struct {
	Item
	Weight   wire.Decimal `json:"weight,omitzero"`          // grams, one piece, net
	Gross    wire.Decimal `json:"weight_gross,omitzero"`    // grams, one piece
	Handed   int          `json:"delivery_amount,omitzero"` // pieces handed over
	Excise   bool         `json:"excise,omitzero"`
	Returned *ReturnItem  `json:"return_item_detail,omitzero"` // of a return order
	Extra    wire.Extra   `json:"-"`
}

// sendable returns the item for a request.
func (i OrderItem) sendable() Item {
	out := i.Item
	out.Weight, out.Gross = ceil(i.Weight), ceil(i.Gross)
	return out
}

// ceil returns a measure for a request: whole, rounded up.
func ceil(d wire.Decimal) int {
	whole, fraction, _ := strings.Cut(string(d), ".")
	n, err := strconv.Atoi(whole)
	if err == nil && n >= 0 && strings.Trim(fraction, "0") != "" {
		n++
	}
	return n
}

// ReturnItem is the origin of an item of a return order.
type ReturnItem struct {
	OrderNumber   string     `json:"direct_order_number,omitzero"` // CDEK's
	OrderUUID     string     `json:"direct_order_uuid,omitzero"`
	PackageNumber string     `json:"direct_package_number,omitzero"`
	Extra         wire.Extra `json:"-"`
}

// Additional services, for Service.Code. There are more: any code may be sent.
const (
	Insurance            = "INSURANCE"                 // of ordinary deliveries and in the calculator; shop orders are insured by Item.Cost
	PartialDelivery      = "PART_DELIV"                // the recipient may take a part; needs a right in the contract
	TryingOn             = "TRYING_ON"                 // not to lockers
	NoInspection         = "BAN_ATTACHMENT_INSPECTION" // excludes TryingOn and PartialDelivery
	SMSToSender          = "SMS"                       // parameter: phone
	NotifyCreated        = "NOTIFY_ORDER_CREATED"      // SMS to the recipient
	NotifyDelivery       = "NOTIFY_ORDER_DELIVERY"     // SMS to the recipient
	TakeAtSender         = "TAKE_SENDER"               // LTL only
	DeliverAtReceiver    = "DELIV_RECEIVER"            // LTL only
	DangerousCargo       = "DANGER_CARGO"
	ThermalMode          = "THERMAL_MODE"
	AdultGoods           = "ADULT_GOODS"          // age is checked
	CarryUpByHand        = "GET_UP_FLOOR_BY_HAND" // parameter: floors
	CarryUpByElevator    = "GET_UP_FLOOR_BY_ELEVATOR"
	LoadersAtSender      = "LOADING_OPERATIONS_AT_THE_SENDER"
	LoadersAtRecipient   = "LOAD_THE_OPERATION_AT_THE_RECIPIENT"
	PhotoOfDocuments     = "PHOTO_OF_DOCUMENTS" // parameter: code of the photo project
	SMSOnArrival         = "SMS_NOTIFICATIONS_FOR_THE_RECIPIENT"
	SMSBeforeStorageEnds = "SMS_NOTIFICATIONS_FOR_EXPIRATION_DATE"
	BubbleWrap           = "BUBBLE_WRAP"   // parameter: length
	WastePaper           = "WASTE_PAPER"   // parameter: length
	CartonFiller         = "CARTON_FILLER" // parameter: count
)

// Service is an additional service.
type Service struct {
	Code      string `json:"code"`
	Parameter string `json:"parameter,omitzero"`
}

// ServiceCost is an additional service with its price.
type ServiceCost struct {
	Service
	Sum             wire.Sum     `json:"sum,omitzero"`
	TotalSum        wire.Sum     `json:"total_sum,omitzero"`
	DiscountPercent wire.Decimal `json:"discount_percent,omitzero"`
	DiscountSum     wire.Sum     `json:"discount_sum,omitzero"`
	VAT             VAT          `json:"vat_rate,omitzero"`
	VATSum          wire.Sum     `json:"vat_sum,omitzero"`
	Extra           wire.Extra   `json:"-"`
}
