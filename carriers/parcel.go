package carriers

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ParcelState is the state of a request. Where the goods are is a status.ShipmentState.
type ParcelState string

// The states of a request.
const (
	ParcelWaiting   ParcelState = "waiting"   // received; the carrier has not decided yet
	ParcelAccepted  ParcelState = "accepted"  // accepted; it has a tracking number
	ParcelRefused   ParcelState = "refused"   // refused for the reasons in Problems; its key is free again
	ParcelCancelled ParcelState = "cancelled" // cancelled before the carrier had it; its key is free again
)

// Direction is the direction of a parcel.
type Direction string

// The directions.
const (
	DirectionToBuyer   Direction = "out"        // to the buyer
	DirectionBack      Direction = "back"       // to the seller: goods that the buyer did not take
	DirectionFromBuyer Direction = "from-buyer" // to the seller: goods that the buyer returns after delivery
)

// Parcel is a request to a carrier and its result.
type Parcel struct {
	Key   string      `json:"key,omitzero"` // of the request, if the carrier returns it
	Ref   order.Ref   `json:"ref,omitzero"` // reference at the carrier, for Read and Cancel
	State ParcelState `json:"state"`

	Number string `json:"number,omitzero"` // the tracking number, once it is accepted

	// Shipment is where the goods are; zero if the carrier's code is unknown. Requested means that the seller has them.
	// For a parcel to the seller it is coming back, came back or lost.
	Shipment status.ShipmentState `json:"shipment,omitzero"`
	// AtLeast reports that the goods are at least that far: only the last event is known, and it may follow an arrival,
	// such as a failed attempt, or stand for the way back. A shipment that is further on its way stays as it is.
	AtLeast bool `json:"atLeast,omitzero"`
	// Reason and Party are why the buyer did not take all goods.
	Reason status.Reason `json:"reason,omitzero"`
	Party  status.Party  `json:"party,omitzero"`
	// Code and Text are the carrier's own status, for display.
	Code     string    `json:"code,omitzero"`
	Text     string    `json:"text,omitzero"`
	Occurred time.Time `json:"occurred,omitzero"` // when the status was set, by the carrier's clock

	// Problems are why the request was refused; for other parcels they are warnings of the carrier.
	Problems []Problem `json:"problems,omitzero"`
	// CanRetry reports that a refused request itself is right: Create with the same key finds or makes another parcel.
	CanRetry bool `json:"again,omitzero"`

	Direction Direction `json:"way"`
	// ReturnOf is the parcel whose goods this one returns. Returns are the parcels that return goods of this one.
	ReturnOf order.Ref   `json:"of,omitzero"`
	Returns  []order.Ref `json:"back,omitzero"`

	Goods     []Goods      `json:"goods,omitzero"`     // the contents, if the carrier returns them
	Point     string       `json:"point,omitzero"`     // the delivery point, which the carrier may replace
	Planned   string       `json:"planned,omitzero"`   // planned day of delivery, such as 2026-02-06
	KeptUntil time.Time    `json:"keptUntil,omitzero"` // when storage at the delivery point ends
	Price     amount.Money `json:"price"`              // the carrier's price; unset if unknown
	Collected amount.Money `json:"collected"`          // what the buyer paid on delivery; unset if unknown

	// Problem is why the parcel could not be read. Ref is set, and other fields as far as they could be read.
	Problem error `json:"-"`
}

// Goods is a row of goods in a parcel, as in the request: see FieldNumber and FieldArticle.
type Goods struct {
	Box       string `json:"box,omitzero"`
	Article   string `json:"article"`
	Pieces    int    `json:"pieces"`
	HandedOut int    `json:"handed,omitzero"` // pieces that the buyer took
}

// Label is a printable file.
type Label struct {
	Name        string // a file name
	ContentType string
	Data        []byte
}
