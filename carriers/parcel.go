package carriers

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ParcelState is how far a request has come. Where the goods are is said by a status.ShipmentState.
type ParcelState string

// The states.
const (
	ParcelWaiting   ParcelState = "waiting"   // taken; the carrier has not made up its mind
	ParcelAccepted  ParcelState = "accepted"  // the carrier will carry it: it has a tracking number
	ParcelRefused   ParcelState = "refused"   // it will never be carried; Problems say why; the key is free
	ParcelCancelled ParcelState = "cancelled" // called off before the carrier had it; the key is free
)

// Direction is where a parcel goes.
type Direction string

// The directions.
const (
	DirectionToBuyer   Direction = "out"        // to the buyer
	DirectionBack      Direction = "back"       // to the seller: what the buyer did not take, as the carrier brings it back by itself
	DirectionFromBuyer Direction = "from-buyer" // to the seller: what the buyer sends back after he had it
)

// Parcel is a request to a carrier and what became of it.
type Parcel struct {
	Key   string      `json:"key,omitzero"` // of the request, if the carrier tells
	Ref   order.Ref   `json:"ref,omitzero"` // there, for Read and Cancel
	State ParcelState `json:"state"`

	Number string `json:"number,omitzero"` // the tracking number, once it is accepted

	// Shipment is where the goods are; zero if the carrier's code is not known. Requested: still with the seller. Of
	// a parcel on its way to the seller it is coming back, came back or lost.
	Shipment status.ShipmentState `json:"shipment,omitzero"`
	// Reason and Party say why goods were not, or not all, taken.
	Reason status.Reason `json:"reason,omitzero"`
	Party  status.Party  `json:"party,omitzero"`
	// Code and Text are the carrier's own status, for people to see.
	Code     string    `json:"code,omitzero"`
	Text     string    `json:"text,omitzero"`
	Occurred time.Time `json:"occurred,omitzero"` // when it came to that, by the carrier's clock

	// Problems are why it was refused; of any other parcel what the carrier warns of.
	Problems []Problem `json:"problems,omitzero"`
	// CanRetry says of a refused one that nothing is wrong with the request: Create with the same key finds, or makes, another.
	CanRetry bool `json:"again,omitzero"`

	Direction Direction `json:"way"`
	// ReturnOf is the parcel whose goods this one brings back. Returns are the parcels that bring goods of this one back.
	ReturnOf order.Ref   `json:"of,omitzero"`
	Returns  []order.Ref `json:"back,omitzero"`

	Goods     []Goods      `json:"goods,omitzero"`     // what is in it, if the carrier tells
	Point     string       `json:"point,omitzero"`     // where it goes, if it is a delivery point: carriers may replace it
	Planned   string       `json:"planned,omitzero"`   // day of delivery, like 2026-02-06
	KeptUntil time.Time    `json:"keptUntil,omitzero"` // at the delivery point
	Price     amount.Money `json:"price"`              // what the carrier wants for it; unset: not known
	Collected amount.Money `json:"collected"`          // what the buyer paid at the door; unset: not known

	// Problem is why it could not be read: nothing but Ref is then set, and what else could be.
	Problem error `json:"-"`
}

// Goods is a row of goods in a parcel, as they were asked for: see FieldNumber and FieldArticle.
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
