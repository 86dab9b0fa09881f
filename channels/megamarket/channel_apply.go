package megamarket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Apply carries out a pending effect by the methods of [Client], which read before they write: see the package comment.
// The outcome is AlreadySo if nothing had to be sent.
//
// What Megamarket refuses, and what cannot be sent as it is, has the outcome Rejected with the reason. A shipment that
// is not there is an error of class Retry, as a new one is not always readable at once. Wrong settings of the client,
// such as an empty token, are an error of class Auth.
func (ch *Channel) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if !ch.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported, Text: fmt.Sprintf("megamarket has no call for %s in the scheme %s", t.Kind, t.Order.Scheme)}, nil
	}
	var unfit *ordo.Error
	if errors.As(ch.client.settings.Err, &unfit) { // no fault of the order's
		return order.Outcome{}, ch.client.rest.Fail(string(t.Kind), ordo.Auth, "not sent: "+unfit.Text, nil)
	}
	c, wrote := *ch.client, false
	c.wrote = &wrote
	do := map[order.EffectKind]func(context.Context, *Client, order.Task) error{
		order.EffectConfirm: ch.confirm, order.EffectRefuse: ch.reject, order.EffectCancel: ch.reject, order.EffectPack: ch.pack,
		order.EffectShip: ch.ship, order.EffectClose: ch.close, order.EffectMoveDate: ch.moveDate, order.EffectAnswer: ch.answer,
	}[t.Kind]
	err := do(ctx, &c, t)
	switch {
	case err == nil && wrote:
		return order.Outcome{Kind: order.Applied}, nil
	case err == nil:
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	return ch.settled(err)
}

// settled returns what a failure means for the effect: an outcome where it is final, else the error.
func (ch *Channel) settled(err error) (order.Outcome, error) {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return order.Outcome{}, err
	}
	said := e // what Megamarket said, below what was made of it
	for inner := e.Err; errors.As(inner, &said); inner = said.Err {
	}
	switch {
	case e.Class == ordo.Invalid, (e.Class == ordo.NotFound || e.Class == ordo.Unsupported) && ProblemsOf(err) != nil:
	case e.Class == ordo.NotFound:
		return order.Outcome{}, ch.client.rest.Fail(e.Op, ordo.Retry, "not sent", err)
	default:
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.Rejected, Code: said.Code, Text: said.Text}
	if said.HTTPStatus == 0 && said.Err != nil {
		out.Text += ": " + said.Err.Error()
	}
	if out.Text == "" {
		out.Text = err.Error()
	}
	var none *status.NoRowError
	if errors.As(err, &none) {
		out.May = none.Right
	}
	return out, nil
}

// confirm takes lots on, the fee for delivery like the others.
func (ch *Channel) confirm(ctx context.Context, c *Client, t order.Task) error {
	lots, err := ch.lots("order/confirm", t.Units)
	if err != nil {
		return err
	}
	return c.Confirm(ctx, Confirmation{ShipmentID: shipmentID(t), OrderCode: orderCode(t.Order), Lots: lots})
}

// reject refuses or cancels lots.
func (ch *Channel) reject(ctx context.Context, c *Client, t order.Task) error {
	cause, _ := t.Cause.Body.(order.Cancelled)
	why, err := ch.Reason(t.Kind, t.Order.Scheme, cause.Reason)
	if err != nil {
		return err
	}
	us := t.Units
	if len(us) == 0 {
		us = moved(cause.Moves, status.ItemCancelled)
	}
	if len(us) == 0 {
		for _, l := range t.Order.Lines {
			us = append(us, order.Units{Line: l.ID})
		}
	}
	lots, err := ch.lots("order/reject", us)
	if err != nil {
		return err
	}
	refusals := make([]Refusal, 0, len(lots))
	for _, lot := range lots {
		refusals = append(refusals, Refusal{Lot: lot, Reason: RejectReason(why), Comment: cause.Text})
	}
	return c.Reject(ctx, shipmentID(t), refusals...)
}

// pack reports the goods as packed, with their boxes in the standard scheme and without elsewhere.
func (ch *Channel) pack(ctx context.Context, c *Client, t order.Task) error {
	const op = "order/packing"
	lots, err := ch.lots(op, goods(t))
	if err != nil || len(lots) == 0 {
		return err
	}
	p := Packing{ShipmentID: shipmentID(t), OrderCode: orderCode(t.Order), marked: true}
	if t.Order.Scheme == order.Standard {
		packages := t.Order.Packages
		if cause, ok := t.Cause.Body.(order.Packed); ok {
			packages = cause.Packages
		}
		if p.Lots, err = ch.boxed(t.Order, packages, lots); err != nil {
			return c.invalid(op, err)
		}
	} else {
		for _, lot := range lots {
			p.Lots = append(p.Lots, PackedLot{Lot: lot})
		}
	}
	for i := range p.Lots {
		p.Lots[i].Mark = mark(t.Order, p.Lots[i].Lot)
	}
	return c.Pack(ctx, p)
}

// mark is the good marking code of a lot, or "".
func mark(v order.View, lot int) string {
	for _, l := range v.Lines {
		for _, m := range l.Marks {
			if l.ID == lineOf(lot) && m.Rejected == "" {
				return m.Code
			}
		}
	}
	return ""
}

// ship reports the hand-over of everything.
func (ch *Channel) ship(ctx context.Context, c *Client, t order.Task) error {
	const op = "order/shipping"
	lots, err := ch.lots(op, goods(t))
	if err != nil || len(lots) == 0 {
		return err
	}
	h := Shipping{ShipmentID: shipmentID(t), At: happened(t.Cause), Lots: lots}
	if t.Order.Scheme == order.Standard {
		// Boxes of what did not come along are unknown to Megamarket.
		along := slices.DeleteFunc(slices.Clone(t.Order.Packages), func(p order.Package) bool {
			return !slices.ContainsFunc(lots, func(lot int) bool { return holds(p, lot) })
		})
		if h.Boxes, err = ch.boxes(t.Order, along); err != nil {
			return c.invalid(op, err)
		}
	}
	return c.Ship(ctx, h)
}

// goods are the units of a task without those that only follow the goods: a fee is neither packed nor handed over.
func goods(t order.Task) []order.Units {
	return slices.DeleteFunc(slices.Clone(t.Units), func(u order.Units) bool {
		return slices.ContainsFunc(t.Order.Lines, func(l order.LineView) bool { return l.ID == u.Line && l.Kind != order.LineGoods })
	})
}

// lots are the lots that some units are.
func (ch *Channel) lots(op string, us []order.Units) ([]int, error) {
	out := make([]int, 0, len(us))
	for _, u := range us {
		n, err := strconv.Atoi(u.Line)
		if err != nil || n < 1 || lineOf(n) != u.Line {
			return nil, ch.client.invalid(op, fmt.Errorf("line %s is no lot: its id must be the lot's number", quote(u.Line)))
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out, nil
}

// moved are the units that went to a state.
func moved(ms []order.Move, s status.ItemState) []order.Units {
	var us []order.Units
	for _, m := range ms {
		if m.State == s {
			us = append(us, order.Units{Line: m.Line, From: m.From, To: m.To})
		}
	}
	return us
}

// happened is when a cause happened: by the outside system's clock if it said so.
func happened(e order.Event) time.Time {
	if !e.Occurred.IsZero() {
		return e.Occurred
	}
	return e.At
}
