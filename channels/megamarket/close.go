package megamarket

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// LotResult is what became of a lot at the buyer's door.
type LotResult struct {
	Lot     int
	Bought  bool
	Reason  CloseReason // why it was not bought
	Comment string
}

// Closing is how a delivery by the merchant ended. Every living lot has a result, the fee for delivery too.
type Closing struct {
	ShipmentID string
	At         time.Time // when it was given to the buyer
	Lots       []LotResult
}

// Close ends a delivery by the merchant, by order/close, wholly or partly bought. Merchant delivery only.
//
// How it decides: a bought lot is DELIVERED; one that was not bought is cancelled, by whomever, because it is not
// known for sure which of the two statuses a reason gives. A lot that has ended otherwise is an error of class
// Conflict with a *LotsError.
func (c *Client) Close(ctx context.Context, cl Closing) error {
	const op = "order/close"
	if cl.At.IsZero() {
		return c.invalid(op, errors.New("the time of the delivery is not set"))
	}
	if len(cl.Lots) == 0 {
		return c.invalid(op, errors.New("no lots"))
	}
	results := map[int]LotResult{}
	lots := make([]int, 0, len(cl.Lots))
	for _, r := range cl.Lots {
		if !r.Bought && r.Reason == "" {
			return c.invalid(op, fmt.Errorf("lot %d was not bought, and has no reason", r.Lot))
		}
		results[r.Lot] = r
		lots = append(lots, r.Lot)
	}
	return c.ensure(ctx, write{
		op: op, id: cl.ShipmentID, lots: lots,
		where: func(l Lot) progress {
			if !results[l.Index].Bought {
				return gone(l)
			}
			return closed(l)
		},
		data: func(s *Shipment, open []Lot) (any, error) {
			for _, l := range s.Living() {
				if _, has := results[l.Index]; !has && l.Status != StatusDelivered {
					return nil, fmt.Errorf("lot %d has no result, and is neither delivered nor cancelled", l.Index)
				}
			}
			out := toShipment{ShipmentID: s.ID, CloseDate: stamp(cl.At)}
			for _, l := range open {
				r := results[l.Index]
				lot := toLot{ItemIndex: r.Lot, HandoverResult: &r.Bought}
				if !r.Bought {
					lot.Reason = &toReason{string(r.Reason), r.Comment}
				}
				out.Items = append(out.Items, lot)
			}
			return only(out), nil
		},
	})
}

// closed returns how far a lot is from having been bought. All it takes is one call, from wherever it is.
func closed(l Lot) progress {
	at := forward(l, atDelivered)
	if at == underWay { // SHIPPED comes just before, but is not a status of work under way
		return notYet
	}
	return at
}
