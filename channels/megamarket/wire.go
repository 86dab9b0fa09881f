package megamarket

// oneShipment is the data of most calls: a list with one shipment.
type oneShipment struct {
	Shipments [1]any `json:"shipments"`
}

func only(shipment any) oneShipment { return oneShipment{[1]any{shipment}} }

// toShipment is a shipment as calls name it. Each call has some of the fields.
type toShipment struct {
	ShipmentID       string            `json:"shipmentId"`
	OrderCode        string            `json:"orderCode,omitempty"`
	CloseDate        string            `json:"closeDate,omitempty"`
	DeliveryInterval map[string]string `json:"deliveryInterval,omitempty"`
	Shipping         map[string]string `json:"shipping,omitempty"`
	BoxCodes         []string          `json:"boxCodes,omitempty"`
	Boxes            []toBox           `json:"boxes,omitempty"`
	Items            []toLot           `json:"items,omitempty"`
}

// toLot is a lot as calls name it.
type toLot struct {
	ItemIndex      int       `json:"itemIndex"`
	OfferID        string    `json:"offerId,omitempty"`
	Quantity       int       `json:"quantity,omitempty"`
	Boxes          []toBox   `json:"boxes,omitempty"`
	DigitalMark    string    `json:"digitalMark,omitempty"`
	HandoverResult *bool     `json:"handoverResult,omitempty"`
	Canceled       *bool     `json:"canceled,omitempty"`
	Reason         *toReason `json:"reason,omitempty"`
}

type toBox struct {
	BoxIndex int               `json:"boxIndex"`
	BoxCode  string            `json:"boxCode"`
	Params   []map[string]bool `json:"params,omitempty"` // order/packing only
}

type toReason struct {
	Type    string `json:"type"`
	Comment string `json:"comment,omitempty"`
}

// toOffers names lots with their offers, as order/confirm and order/reject do.
func toOffers(lots []Lot) []toLot {
	out := make([]toLot, 0, len(lots))
	for _, l := range lots {
		out = append(out, toLot{ItemIndex: l.Index, OfferID: l.OfferID})
	}
	return out
}

// toBoxes names boxes.
func toBoxes(boxes []Box) []toBox {
	var out []toBox
	for _, b := range boxes {
		out = append(out, toBox{BoxIndex: b.Index, BoxCode: b.Code})
	}
	return out
}
