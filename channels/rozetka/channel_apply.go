package rozetka

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Apply carries out an effect. It reads the order first and between steps, and goes only where ROZETKA allows it,
// through other statuses if it must. The outcome is AlreadySo if nothing had to be sent: also for a parcel whose
// waybill number is on the order, as ROZETKA's tracking sets what follows until it was received.
//
// What ROZETKA refuses or does not offer has the outcome Rejected, with the statuses that it offers. An order that
// ended without success, or whose lines are other ones there, is an error of class Conflict and nothing is sent; one
// that is not there is an error of class Retry.
func (ch *Channel) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if !ch.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported, Text: fmt.Sprintf("rozetka has no call for %s in the scheme %s", t.Kind, t.Order.Scheme)}, nil
	}
	var unfit *ordo.Error
	if errors.As(ch.client.settings.Err, &unfit) { // no fault of the order's
		return order.Outcome{}, ch.client.rest.Fail(string(t.Kind), ordo.Auth, "not sent: "+unfit.Text, nil)
	}
	w := &work{ch: ch, t: t}
	own := *ch.client
	own.wrote, w.client = &w.wrote, &own
	out, err := w.apply(ctx)
	switch {
	case err != nil:
		return ch.settled(err)
	case out.Kind != 0:
		return out, nil
	case w.wrote:
		return order.Outcome{Kind: order.Applied}, nil
	}
	return order.Outcome{Kind: order.AlreadySo}, nil
}

// settled returns what a failure means for the effect: an outcome where it is final, else the error.
func (ch *Channel) settled(err error) (order.Outcome, error) {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return order.Outcome{}, err
	}
	switch e.Class {
	case ordo.NotFound:
		return order.Outcome{}, ch.client.rest.Fail(e.Op, ordo.Retry, "not sent", err)
	case ordo.Invalid, ordo.Unsupported:
		out := order.Outcome{Kind: order.Rejected, Code: e.Code, Text: e.Text}
		if ps := ProblemsOf(err); len(ps) > 0 {
			out.Text = ps[0].String()
		}
		return out, nil
	}
	return order.Outcome{}, err
}

// work is an effect that is being carried out.
type work struct {
	ch     *Channel
	client *Client
	t      order.Task
	o      *Order // as it was read or changed last
	wrote  bool
}

// workParts are what is read of an order before and after each step.
var workParts = []Expand{ExpandPurchases, ExpandDelivery, ExpandAvailable, ExpandHistory, ExpandStatus}

func (w *work) apply(ctx context.Context) (order.Outcome, error) {
	if err := w.read(ctx); err != nil {
		return order.Outcome{}, err
	}
	switch w.t.Kind { //nolint:exhaustive // the others are not supported
	case order.EffectTake:
		return w.take(ctx)
	case order.EffectConfirm:
		return w.confirm(ctx)
	case order.EffectShip:
		return w.ship(ctx)
	case order.EffectArrive:
		return w.arrive(ctx)
	case order.EffectClose:
		return w.close(ctx)
	case order.EffectContact:
		return w.contact(ctx)
	case order.EffectComment:
		return w.comment(ctx)
	default: // EffectRefuse, EffectCancel
		return w.cancel(ctx)
	}
}

// read reads the order.
func (w *work) read(ctx context.Context) error {
	ref := cmp.Or(w.t.Order.Ref.ID, w.t.Target.ID)
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil || id <= 0 {
		return w.client.invalid(string(w.t.Kind), fmt.Sprintf("%.60q is no number of an order at ROZETKA", ref))
	}
	o, err := w.client.GetOrder(ctx, id, workParts...)
	if err != nil {
		return err
	}
	if !o.Has(ExpandPurchases, ExpandAvailable) || odd(o.Extra, "status", "ttn", "status_available", "purchases") != nil {
		return w.client.rest.Fail("GET /orders/{id}", ordo.Retry, "the answer is not the whole order", o.Problem)
	}
	w.o = o
	return nil
}

// at is how far the order is at ROZETKA.
func (w *work) at() stage { return w.ch.stage(w.o.Status) }

// rejected is an outcome that a person has to deal with.
func rejected(format string, args ...any) order.Outcome {
	return order.Outcome{Kind: order.Rejected, Text: fmt.Sprintf(format, args...)}
}

// gone is the error for an order that ended without success, or whose lines are other ones than here: it is to be read
// before anything else.
func (w *work) gone(why string) error {
	return w.client.rest.Fail(string(w.t.Kind), ordo.Conflict, "not sent: "+why, nil)
}

// living returns an error if the order cannot be moved on as it is known here.
func (w *work) living() error {
	if w.at() == failed {
		return w.gone(fmt.Sprintf("order %d has the status %s", w.o.ID, w.ch.named(w.o.Status)))
	}
	there := map[string]int{}
	for _, p := range w.o.Purchases {
		if p.is(PurchaseActual) {
			there[lineOf(p)] += p.Quantity
		}
	}
	for _, l := range w.t.Order.Lines {
		if l.ID == deliveryLine {
			continue
		}
		if n := there[l.ID]; l.Living != amount.Pcs(n) {
			return w.gone(fmt.Sprintf("line %s (%.60s) has %d units at ROZETKA and %s here", l.ID, l.Name, n, l.Living))
		}
		delete(there, l.ID)
	}
	for id := range there {
		return w.gone(fmt.Sprintf("line %s is new at ROZETKA", id))
	}
	return nil
}

// take takes a new order into work. One that is further is left as it is.
func (w *work) take(ctx context.Context) (order.Outcome, error) {
	switch at := w.at(); {
	case at == failed:
		return order.Outcome{}, w.living()
	case at == fresh, at == nowhere && w.o.May(StatusInWork):
		return w.walk(ctx, StatusInWork, StatusUpdate{})
	}
	return order.Outcome{}, nil
}

// confirm says that the seller delivers the order.
func (w *work) confirm(ctx context.Context) (order.Outcome, error) {
	if err := w.living(); err != nil {
		return order.Outcome{}, err
	}
	// An order that awaits its payment counts as confirmed, but ROZETKA still offers to confirm it.
	if at := w.at(); at > confirmed || at == confirmed && !w.o.May(StatusConfirmed) {
		return order.Outcome{}, nil
	}
	return w.walk(ctx, StatusConfirmed, StatusUpdate{})
}

// ship says that the goods have left: with the waybill number, or by the seller's own courier.
func (w *work) ship(ctx context.Context) (order.Outcome, error) {
	number, err := w.number()
	if err != nil {
		return rejected("%v", err), nil
	}
	at := w.at()
	switch {
	case at == failed:
		return order.Outcome{}, w.living()
	case number == "" && (w.o.TTN != "" || at >= sent): // with a number ROZETKA's tracking says when it has left
		return order.Outcome{}, nil
	case number == "":
		if err := w.living(); err != nil {
			return order.Outcome{}, err
		}
		return w.walk(ctx, StatusOnTheWay, StatusUpdate{})
	case sameTTN(w.o.TTN, number) && at >= packed:
		return order.Outcome{}, nil
	case w.o.TTN != "" && !sameTTN(w.o.TTN, number):
		return rejected("the order has the waybill number %s at ROZETKA, not %s: set %s there, which erases it, and try again", w.o.TTN, number, w.ch.named(StatusInWork)), nil
	case at >= sent:
		return rejected("the order has the status %s, in which ROZETKA takes no waybill number: it was to be %s", w.ch.named(w.o.Status), number), nil
	}
	if err := w.living(); err != nil {
		return order.Outcome{}, err
	}
	target := StatusPlanned
	if _, open := w.next(StatusHandedOver, number, map[int]bool{}); w.ch.profile == Then || open && w.received() {
		target = StatusHandedOver
	}
	out, err := w.walk(ctx, target, StatusUpdate{TTN: number})
	if err == nil && out.Kind == 0 && !sameTTN(w.o.TTN, number) {
		return rejected("ROZETKA accepted the waybill number %s, but the order shows %.60q: see to it in the cabinet", number, w.o.TTN), nil
	}
	return out, err
}

// received reports whether the buyer has the goods by now: from StatusPlanned only tracking goes on, and it would be
// late.
func (w *work) received() bool {
	switch w.t.Order.State { //nolint:exhaustive // the buyer does not have them yet, or never will
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return true
	}
	return false
}

// number is the waybill number that the goods left with, or "".
func (w *work) number() (string, error) {
	var number string
	if b, is := w.t.Cause.Body.(order.HandedOver); is {
		number = b.Shipment.Waybill
	} else {
		for _, s := range w.t.Order.Shipments {
			switch {
			case s.Waybill == "" || s.State == status.ShipmentCancelled || s.State < status.ShipmentSent:
			case number != "" && !sameTTN(number, s.Waybill):
				return "", fmt.Errorf("the goods left with the waybill numbers %s and %s: ROZETKA keeps one", number, s.Waybill)
			default:
				number = s.Waybill
			}
		}
	}
	if number == "" {
		return "", nil
	}
	var service int64
	if w.o.Delivery != nil {
		service = w.o.Delivery.ServiceID
	}
	return waybill(service, number)
}

// arrive says that the goods are at the pick-up point. With a waybill number ROZETKA's tracking says so.
func (w *work) arrive(ctx context.Context) (order.Outcome, error) {
	if at := w.at(); at >= arrived && at != failed || at != failed && w.o.TTN != "" {
		return order.Outcome{}, nil
	}
	if err := w.living(); err != nil {
		return order.Outcome{}, err
	}
	return w.walk(ctx, StatusArrived, StatusUpdate{})
}

// close ends the order: the buyer has it, or took nothing of it. ROZETKA has one status for all goods.
func (w *work) close(ctx context.Context) (order.Outcome, error) {
	b, _ := w.t.Cause.Body.(order.Delivered)
	taken := len(b.Refused) == 0
	m, _ := w.ch.says(w.o.Status)
	for _, x := range b.Moves {
		switch {
		case taken || x.State != status.ItemHandedOut:
		case m.Order == status.OrderPartlyDelivered:
			return order.Outcome{}, nil
		default:
			return rejected("ROZETKA has one status for all goods, and sets «Отримано частково» itself: what was refused is to be agreed on with it"), nil
		}
	}
	if !taken {
		reason := status.ReasonBuyerRefused
		if len(b.Reasons) > 0 && b.Reasons[0] != "" {
			reason = b.Reasons[0]
		}
		return w.end(ctx, ending{reason: reason})
	}
	switch w.at() { //nolint:exhaustive // the others are on the way
	case received:
		return order.Outcome{}, nil
	case failed:
		return order.Outcome{}, w.living()
	}
	return w.walk(ctx, StatusReceived, StatusUpdate{})
}

// contact notes an attempt to reach the buyer that failed. ROZETKA has a status for the first one; it had one for the
// second. It moves no order that is confirmed or further.
func (w *work) contact(ctx context.Context) (order.Outcome, error) {
	b, _ := w.t.Cause.Body.(order.Contacted)
	if b.Reached {
		return order.Outcome{Kind: order.AlreadySo, Text: "ROZETKA keeps attempts that failed only"}, nil
	}
	attempts := 0
	for _, c := range w.t.Order.Contacts {
		if !c.Reached && (c.N <= b.N || b.N == 0) {
			attempts++
		}
	}
	target := StatusCallAgain
	if attempts > 1 || b.Code == strconv.Itoa(StatusCallAgain2) {
		if target = StatusCallAgain2; w.o.Status != target && !w.o.May(target) {
			return order.Outcome{Kind: order.Unsupported, Text: "ROZETKA keeps the first attempt to reach the buyer only; this one is kept here"}, nil
		}
	}
	switch at := w.at(); {
	case at == failed:
		return order.Outcome{}, w.living()
	case w.o.Status == target, w.o.Status == StatusCallAgain2:
		return order.Outcome{}, nil
	case at > inWork:
		return rejected("the order has the status %s: ROZETKA notes an attempt to reach the buyer before it is confirmed only", w.ch.named(w.o.Status)), nil
	}
	return w.walk(ctx, target, StatusUpdate{Comment: b.Text})
}

// comment writes a comment and leaves the status. Whether ROZETKA keeps one is not documented, so it is looked at.
func (w *work) comment(ctx context.Context) (order.Outcome, error) {
	b, _ := w.t.Cause.Body.(order.Commented)
	if w.o.said(b.Text) {
		return order.Outcome{}, nil
	}
	if at := w.at(); at == received || at == failed {
		return rejected("the order ended with the status %s: nothing is written to it any more", w.ch.named(w.o.Status)), nil
	}
	u := StatusUpdate{Status: w.o.Status, Comment: b.Text}
	if needsTTN(u.Status) {
		u.TTN = w.o.TTN
	}
	o, err := w.client.SetStatus(ctx, w.o.ID, u, workParts...)
	if err == nil && !o.said(b.Text) {
		o, err = w.client.GetOrder(ctx, w.o.ID)
	}
	switch {
	case err != nil:
		return order.Outcome{}, err
	case !o.said(b.Text):
		return rejected("ROZETKA accepted the comment and does not show it: write it in the cabinet, or with the next status"), nil
	}
	return order.Outcome{}, nil
}

// said reports whether an order shows a comment of the seller's.
func (o *Order) said(text string) bool {
	if o.SellerComment == text {
		return true
	}
	for _, c := range o.SellerComments {
		if c.Text == text {
			return true
		}
	}
	return false
}

// needsTTN reports whether a status is only taken with a waybill number.
func needsTTN(code int) bool { return code == StatusHandedOver || code == StatusPlanned }
