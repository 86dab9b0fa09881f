package megamarket

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// close ends a delivery by the merchant: the lots that the cause names with their results, and those that the buyer has
// already.
func (ch *Channel) close(ctx context.Context, c *Client, t order.Task) error {
	cause, _ := t.Cause.Body.(order.Delivered)
	results, err := ch.results(t, cause)
	if err != nil {
		return err
	}
	return c.Close(ctx, Closing{ShipmentID: shipmentID(t), At: happened(t.Cause), Lots: results})
}

// results are what became of the lots at the door.
func (ch *Channel) results(t order.Task, cause order.Delivered) ([]LotResult, error) {
	const op = "order/close"
	why := map[string]status.Reason{}
	otherwise := status.ReasonBuyerRefused // of what only follows the goods and has no reason of its own
	for i, p := range cause.Refused {
		if i < len(cause.Reasons) && cause.Reasons[i] != "" {
			why[p.Line] = cause.Reasons[i]
		}
	}
	if i := slices.IndexFunc(cause.Reasons, func(r status.Reason) bool { return r != "" }); i >= 0 {
		otherwise = cause.Reasons[i]
	}
	var out []LotResult
	known := map[int]bool{}
	for _, m := range cause.Moves {
		lots, err := ch.lots(op, []order.Units{{Line: m.Line}})
		if err != nil {
			return nil, err
		}
		r := LotResult{Lot: lots[0], Bought: m.State == status.ItemHandedOut}
		if !r.Bought {
			reason, has := why[m.Line]
			if !has {
				reason = otherwise
			}
			code, err := ch.Reason(order.EffectClose, t.Order.Scheme, reason)
			if err != nil {
				return nil, err
			}
			r.Reason = CloseReason(code)
		}
		if !known[r.Lot] {
			known[r.Lot] = true
			out = append(out, r)
		}
	}
	for _, l := range t.Order.Lines {
		if !slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.State == status.ItemHandedOut }) {
			continue
		}
		lots, err := ch.lots(op, []order.Units{{Line: l.ID}})
		if err != nil {
			return nil, err
		}
		if !known[lots[0]] {
			out = append(out, LotResult{Lot: lots[0], Bought: true})
		}
	}
	return out, nil
}

// moveDate moves the date of a delivery by the merchant, to the window that the cause says.
func (ch *Channel) moveDate(ctx context.Context, c *Client, t order.Task) error {
	w := t.Order.Delivery.Window
	if cause, ok := t.Cause.Body.(order.DateMoved); ok {
		w = cause.Window
	}
	lots, err := ch.lots("order/confirm", t.Units)
	if err != nil {
		return err
	}
	return c.MoveDate(ctx, DateMove{
		ShipmentID: shipmentID(t), OrderCode: orderCode(t.Order), From: w.From, To: w.To, Lots: lots, Form: ch.dates,
	})
}

// answer answers a buyer who wants to cancel.
func (ch *Channel) answer(ctx context.Context, c *Client, t order.Task) error {
	cause, _ := t.Cause.Body.(order.CancelRequestAnswered)
	var answers []CancelAnswer
	for _, of := range []struct {
		units  []order.Units
		agreed bool
	}{{cause.Accepted, true}, {cause.Declined, false}} {
		lots, err := ch.lots("order/cancelResult", of.units)
		if err != nil {
			return err
		}
		for _, lot := range lots {
			answers = append(answers, CancelAnswer{Lot: lot, Cancelled: of.agreed})
		}
	}
	return c.AnswerCancel(ctx, shipmentID(t), answers...)
}
