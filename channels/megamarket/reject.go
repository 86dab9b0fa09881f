package megamarket

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// Refusal is a lot that the merchant will not ship, and why.
type Refusal struct {
	Lot     int
	Reason  RejectReason
	Comment string
}

// Reject refuses lots, by order/reject. Megamarket takes one reason for a call, so there is one call for each reason
// and comment, in the order in which they first appear; the first error ends it, and repeating Reject does the rest.
//
// Rejecting every lot refuses the order. Before confirming any lot may be rejected; afterwards Megamarket takes it as
// late.
//
// How it decides: a lot that is cancelled, by whomever, is rejected. A delivered one is an error of class Conflict
// with a *LotsError.
func (c *Client) Reject(ctx context.Context, shipmentID string, refusals ...Refusal) error {
	const op = "order/reject"
	if len(refusals) == 0 {
		return c.invalid(op, errors.New("no lots"))
	}
	var order []toReason
	groups := map[toReason][]int{}
	seen := map[int]bool{}
	for _, r := range refusals {
		if r.Reason == "" {
			return c.invalid(op, fmt.Errorf("lot %d has no reason", r.Lot))
		}
		if seen[r.Lot] {
			return c.invalid(op, fmt.Errorf("lot %d is named twice", r.Lot))
		}
		seen[r.Lot] = true
		w := toReason{string(r.Reason), r.Comment}
		if groups[w] == nil {
			order = append(order, w)
		}
		groups[w] = append(groups[w], r.Lot)
	}
	for _, w := range order {
		err := c.ensure(ctx, write{
			op: op, id: shipmentID, lots: groups[w], where: gone,
			data: func(s *Shipment, open []Lot) (any, error) {
				return struct {
					oneShipment
					Reason toReason `json:"reason"`
				}{only(toShipment{ShipmentID: s.ID, Items: toOffers(open)}), w}, nil
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// gone returns how far a lot is from being cancelled.
func gone(l Lot) progress {
	_, known := stages[l.Status]
	switch {
	case l.Cancelled():
		return done
	case l.Status == StatusDelivered:
		return impossible
	case !known:
		return unknown
	}
	return notYet
}

// quote is a text from outside, cut to a readable length.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strconv.Quote(s)
}
