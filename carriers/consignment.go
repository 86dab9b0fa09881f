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

// Consignment is a shipment of an order for a carrier. Forms are filled in from it.
type Consignment struct {
	Order    order.View `json:"order"`
	Shipment int        `json:"shipment"` // number of the shipment
	// Weights are the weights of one unit in grams, by line id, from the host's catalogue.
	Weights map[string]int `json:"weights,omitzero"`
}

// Key returns a Request.Key from the numbers of the order and the shipment: "A-1042-S1". A number that is too long or
// not ASCII is shortened and gets a hash that keeps it unique.
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

// find returns the shipment; the error is a *FormError.
func (c Consignment) find() (order.Shipment, error) {
	for _, s := range c.Order.Shipments {
		if s.N == c.Shipment {
			return s, nil
		}
	}
	return order.Shipment{}, Refuse("", []Problem{broken("shipment", CodeUnknown, "the order has no shipment S%d", c.Shipment)})
}

// first reports whether it is the first shipment of the order that is not cancelled. Charges other than goods, such as
// delivery, are collected with it.
func (c Consignment) first() bool {
	for _, s := range c.Order.Shipments {
		if s.N < c.Shipment && s.State != status.ShipmentCancelled {
			return false
		}
	}
	return true
}

// sold reports whether units are to be carried and paid for.
func sold(p order.PortionView) bool {
	switch p.State {
	case status.ItemCancelled, status.ItemReturned, status.ItemRefused, status.ItemLost, status.ItemReturning:
		return false
	}
	return p.Block == 0
}
