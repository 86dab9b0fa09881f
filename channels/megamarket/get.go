package megamarket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// GetShipments reads shipments by order/get, in the order of Megamarket's answer. An id that is not answered is left
// out, unless there is a warning about it: a new shipment is not always readable at once. What could not be understood
// has a Problem.
func (c *Client) GetShipments(ctx context.Context, ids ...string) ([]Shipment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	data := struct {
		Shipments []string `json:"shipments"`
	}{ids}
	var a got
	r := c.request("order/get", data, rest.Read())
	r.Check = func() error { return a.read(ids) }
	if _, err := c.rest.Do(ctx, r, &a); err != nil {
		return nil, err
	}
	a.warn(readProblems(c.without(a.Warnings)), ids)
	return a.all, nil
}

// got is an answer of order/get.
type got struct {
	Shipments json.RawMessage `json:"shipments"`
	Warnings  json.RawMessage `json:"warnings"`
	all       []Shipment
}

// read reads the shipments. It fails if there are none where they are due, or if none of them was asked for.
func (a *got) read(ids []string) error {
	if len(a.Shipments) == 0 || string(a.Shipments) == "null" {
		return errors.New("data.shipments is missing")
	}
	var raws []json.RawMessage
	if err := decode(a.Shipments, &raws); err != nil {
		return err
	}
	a.all = nil
	for _, raw := range raws {
		a.all = append(a.all, readShipment(raw, ids...))
	}
	if len(a.all) == 0 || slices.ContainsFunc(a.all, func(s Shipment) bool { return s.ID == "" || slices.Contains(ids, s.ID) }) {
		return nil
	}
	return rest.Same("shipmentId", strings.Join(ids, ", "), a.all[0].ID)
}

// warn gives each shipment the warnings about it, and about all.
func (a *got) warn(ps problems, ids []string) {
	for _, p := range ps {
		for _, id := range ids {
			if p.ShipmentID != "" && p.ShipmentID != id {
				continue
			}
			i := slices.IndexFunc(a.all, func(s Shipment) bool { return s.ID == id })
			if i < 0 {
				i = len(a.all)
				a.all = append(a.all, Shipment{ID: id, Problem: errors.New("it was not answered: " + p.String())})
			}
			a.all[i].Warnings = append(a.all[i].Warnings, p)
		}
	}
}

// GetShipment reads one shipment. One that is left out of the answer is an error of class NotFound; one that
// Megamarket refuses to show, or that is of no use, is an error of class Invalid. A shipment of which only some could
// not be read has a Problem.
func (c *Client) GetShipment(ctx context.Context, id string) (*Shipment, error) {
	const op = "order/get"
	if id == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the shipment's id is empty", nil)
	}
	all, err := c.GetShipments(ctx, id)
	if err != nil {
		return nil, err
	}
	var why error
	for i := range all {
		switch s := &all[i]; {
		case s.ID != id && s.ID != "":
		case s.Problem == nil, len(s.Lots) > 0:
			return s, nil
		case len(s.Extra) > 0:
			return nil, c.rest.Fail(op, ordo.Invalid, "shipment "+id+" cannot be read", s.Problem)
		default:
			why = s.Problem
		}
	}
	return nil, c.rest.Fail(op, ordo.NotFound, fmt.Sprintf("shipment %s is not (or not yet) there", id), why)
}

// readShipment reads one element of the answer of order/get, which was asked for some ids, or for any. It does not
// fail: Problem says what is wrong.
func readShipment(raw json.RawMessage, ids ...string) Shipment {
	var s Shipment
	err := decode(raw, &s)
	switch {
	case err != nil:
	case s.ID == "":
		err = errors.New("an element of shipments: shipmentId is missing")
	case len(ids) > 0 && !slices.Contains(ids, s.ID):
		err = rest.Same("shipmentId", strings.Join(ids, ", "), s.ID)
	default:
		err = checkLots(s.Lots)
	}
	if err == nil && len(s.Lots) == 0 {
		err, s.Problem = s.Problem, nil
	}
	if err == nil {
		return s
	}
	return Shipment{ID: s.ID, Extra: everything(raw), Problem: both(err, s.Problem)}
}
