package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Shipment is goods that travel together. The portions name the shipment that their units are in.
type Shipment struct {
	N       int                  `json:"n"` // from 1, per order
	State   status.ShipmentState `json:"state"`
	Carrier Ref                  `json:"carrier,omitzero"` // the carrier's account; zero without a carrier
	Waybill string               `json:"waybill,omitzero"` // the tracking number
	Parcel  Ref                  `json:"parcel,omitzero"`  // the request at the carrier, once it is accepted
	Courier bool                 `json:"courier,omitzero"` // the seller's own courier takes it
	To      string               `json:"to,omitzero"`      // issuing point or address
	// Reported is what the carrier reports of the end of the way, where its word counts only up to the pick-up point
	// (CarrierOwnsArrival): people decide whether the buyer has the goods.
	Reported status.ShipmentState `json:"reported,omitzero"`
	// The carrier's own status, beside State.
	CarrierCode string `json:"carrierCode,omitzero"`
	CarrierText string `json:"carrierText,omitzero"`
}

func (s Shipment) what() Text { return Textf("shipment S%d", s.N) }

// Package is a box and the units in it. Large goods may lie in several boxes; small ones share one.
type Package struct {
	N        int     `json:"n"` // from 1, per order
	Ref      string  `json:"ref,omitzero"`
	Units    []Units `json:"units"`
	Weight   int     `json:"weight,omitzero"` // grams
	Length   int     `json:"length,omitzero"` // millimetres
	Width    int     `json:"width,omitzero"`
	Height   int     `json:"height,omitzero"`
	Oversize bool    `json:"oversize,omitzero"`
}
