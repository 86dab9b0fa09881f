package megamarket

import (
	"context"
	"errors"
)

// CancelAnswer is the merchant's answer to a buyer who wants to cancel a lot.
type CancelAnswer struct {
	Lot       int
	Cancelled bool // true: the merchant has stopped it; false: too late
}

// AnswerCancel answers a buyer's request to cancel, by order/cancelResult. Merchant delivery only: in the standard
// scheme the lots are cancelled already when order/cancel arrives.
//
// How it decides: a lot whose cancelling was agreed to is cancelled. A refusal leaves no trace that is known (a guess,
// kept in where), so it is decided by the other lots of the same call; where there are none, it is sent again
// after a lost answer, and if that repeat is refused the class is InDoubt.
func (c *Client) AnswerCancel(ctx context.Context, shipmentID string, answers ...CancelAnswer) error {
	const op = "order/cancelResult"
	if len(answers) == 0 {
		return c.invalid(op, errors.New("no lots"))
	}
	agreed := map[int]bool{}
	lots := make([]int, 0, len(answers))
	for _, a := range answers {
		agreed[a.Lot] = a.Cancelled
		lots = append(lots, a.Lot)
	}
	return c.ensure(ctx, write{
		op: op, id: shipmentID, lots: lots,
		where: func(l Lot) progress {
			switch {
			case agreed[l.Index]:
				return gone(l)
			case l.Cancelled():
				return impossible
			}
			return unseen
		},
		data: func(s *Shipment, open []Lot) (any, error) {
			out := toShipment{ShipmentID: s.ID}
			for _, l := range open {
				yes := agreed[l.Index]
				out.Items = append(out.Items, toLot{ItemIndex: l.Index, Canceled: &yes})
			}
			return only(out), nil
		},
	})
}
