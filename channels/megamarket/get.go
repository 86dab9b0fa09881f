package megamarket

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
)

// Get reads shipments by order/get, in the order of Megamarket's answer. An id that is not answered is left out: a new
// shipment is not always readable at once. A shipment that could not be understood is there, with Problem set.
func (c *Client) Get(ctx context.Context, ids ...string) ([]Shipment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out struct {
		Shipments lax.List[json.RawMessage] `json:"shipments"`
	}
	data := struct {
		Shipments []string `json:"shipments"`
	}{ids}
	if _, err := c.read(ctx, "order/get", data, &out); err != nil {
		return nil, err
	}
	shipments := make([]Shipment, 0, len(out.Shipments))
	for _, b := range out.Shipments {
		shipments = append(shipments, readShipment(b))
	}
	return shipments, nil
}

// Shipment reads one shipment. One that is not answered is an error of class NotFound; one that could not be
// understood is an error of class Invalid.
func (c *Client) Shipment(ctx context.Context, id string) (*Shipment, error) {
	const op = "order/get"
	if id == "" {
		return nil, c.fail(op, ordo.Invalid, "the shipment's id is empty", nil)
	}
	all, err := c.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range all {
		switch s := &all[i]; {
		case s.ID != id:
		case s.Problem != nil:
			return nil, c.fail(op, ordo.Invalid, "shipment "+id+" cannot be read", s.Problem)
		default:
			return s, nil
		}
	}
	return nil, c.fail(op, ordo.NotFound, fmt.Sprintf("shipment %s is not (or not yet) there", id), nil)
}

// readShipment reads one element of the answer of order/get. It does not fail: what is wrong is kept in Problem.
func readShipment(b []byte) Shipment {
	var w object[wireShipment]
	err := json.Unmarshal(b, &w)
	if err == nil {
		s := shipment(w)
		if err = checkShipment(&s); err == nil {
			return s
		}
	}
	var id struct {
		ShipmentID lax.Text                   `json:"shipmentId"`
		Fields     map[string]json.RawMessage `json:"-"`
	}
	_ = json.Unmarshal(b, &id) // whatever can be had
	_ = json.Unmarshal(b, &id.Fields)
	return Shipment{ID: string(id.ShipmentID), Extra: id.Fields, Problem: err}
}

// checkShipment says what makes a shipment useless.
func checkShipment(s *Shipment) error {
	if s.ID == "" {
		return fmt.Errorf("a shipment without shipmentId")
	}
	return checkLots(s.Lots)
}

// checkLots says whether the lots can be told apart by their indexes.
func checkLots(lots []Lot) error {
	seen := map[int]bool{}
	for i, l := range lots {
		if l.Index < 1 {
			return fmt.Errorf("items[%d]: itemIndex is %d, it must be 1 or more", i, l.Index)
		}
		if seen[l.Index] {
			return fmt.Errorf("items[%d]: itemIndex %d is there twice", i, l.Index)
		}
		seen[l.Index] = true
	}
	return nil
}
