package carriers

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Consignment is a shipment of an order that a carrier is to take. Forms are filled in from it.
type Consignment struct {
	Order    order.View `json:"order"`
	Shipment int        `json:"shipment"` // its number
	// Weights are what one piece weighs, in grams, by the line's id, as the host's catalogue knows. An order does not.
	Weights map[string]int `json:"weights,omitzero"`
}

// Key makes a Request.Key of the order's number and that of the shipment: "A-1042-S1". A number that is not ASCII or
// too long is shortened, with a hash that keeps it unique.
func (c Consignment) Key() string {
	own := cmp.Or(c.Order.Number, c.Order.ID)
	suffix := "-S" + strconv.Itoa(c.Shipment)
	plain := strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, own)
	if plain == own && len(own)+len(suffix) <= MaxKey {
		return own + suffix
	}
	sum := sha256.Sum256([]byte(own))
	hash := "~" + hex.EncodeToString(sum[:6])
	if most := MaxKey - len(hash) - len(suffix); len(plain) > most {
		plain = plain[:most]
	}
	return plain + hash + suffix
}

// find is the shipment; the error is a *FormError.
func (c Consignment) find() (order.Shipment, error) {
	for _, s := range c.Order.Shipments {
		if s.N == c.Shipment {
			return s, nil
		}
	}
	return order.Shipment{}, Refuse("", []Problem{broken("shipment", CodeUnknown, "the order has %d shipments and no S%d", len(c.Order.Shipments), c.Shipment)})
}

// first tells whether it is the first of the order's shipments that are not called off: charges that the goods do not
// bear, such as that for delivery, go with it.
func (c Consignment) first() bool {
	for _, s := range c.Order.Shipments {
		if s.N < c.Shipment && s.State != status.ShipmentCancelled {
			return false
		}
	}
	return true
}

// sold tells whether units are to be carried and paid for.
func sold(p order.PortionView) bool {
	switch p.State {
	case status.ItemCancelled, status.ItemReturned, status.ItemRefused, status.ItemLost, status.ItemReturning:
		return false
	}
	return p.Block == 0
}
