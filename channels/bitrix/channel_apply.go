package bitrix

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Apply carries out an effect. It reads the order first and writes only what is other there. The outcome is AlreadySo
// if nothing had to be written.
//
// What the shop refuses has the outcome Rejected, with its reason. An order that is cancelled there, or that has fewer
// units there than are to leave, is an error of class Conflict and nothing is sent; one that is not there is an error
// of class Retry. A shop may report a warning as a refusal though it saved: so a refused order is read once more.
func (ch *Channel) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if !ch.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported, Text: fmt.Sprintf("a shop on 1C-Bitrix is not told of %s in the scheme %s", t.Kind, t.Order.Scheme)}, nil
	}
	w := &work{ch: ch, client: ch.client, t: t}
	out, err := w.try(ctx)
	if refused(err) {
		wrote := w.wrote
		if out, err = w.try(ctx); err == nil {
			w.wrote = w.wrote || wrote || out.Kind == 0
		}
	}
	switch {
	case err != nil:
		return ch.settled(err)
	case out.Kind != 0:
		return out, nil
	case w.wrote:
		out.Kind = order.Applied
	default:
		out.Kind = order.AlreadySo
	}
	return w.shows(ctx, out), nil
}

// shows adds what the order shows now to the outcome of an effect that brings it to what it is: its status, and its
// sums. What it cannot read is not compared; the next reading does that.
func (w *work) shows(ctx context.Context, out order.Outcome) order.Outcome {
	switch w.t.Kind { //nolint:exhaustive // the others are of one step, and tell nothing of the whole
	case order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectStatus:
	default:
		return out
	}
	if w.wrote && w.read(ctx) != nil {
		return out
	}
	w.ch.see(w.o)
	out.Code = w.ch.status(w.o)
	g, _, err := w.ch.goods(w.o)
	delivery, deliveryErr := w.ch.delivery(w.o)
	total, totalErr := cost(w.o.Price.Decimal, amount.Pcs(1), w.o.Currency, nil)
	if err != nil || deliveryErr != nil || totalErr != nil || w.o.Canceled {
		return out
	}
	out.Sums = &order.Sums{Total: total}
	add := func(id, name string, q amount.Quantity, sum amount.Money) {
		if !slices.ContainsFunc(w.t.Order.Lines, func(l order.LineView) bool { return l.ID == id }) {
			id = ""
		}
		out.Sums.Lines = append(out.Sums.Lines, order.LineSum{Line: id, Name: name, Quantity: q, Total: sum})
	}
	for _, l := range g.lines {
		add(l.ID, l.Name, l.Quantity, l.Total)
	}
	if delivery.Sign() > 0 {
		add(deliveryLine, "Доставка", amount.Pcs(1), delivery)
	}
	return out
}

// refused reports whether the shop itself refused a write.
func refused(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && e.Code != "" && (e.Class == ordo.Conflict || e.Class == ordo.Invalid)
}

// settled returns what a failure means for the effect: an outcome where it is final, else the error.
func (ch *Channel) settled(err error) (order.Outcome, error) {
	var e *ordo.Error
	switch {
	case !errors.As(err, &e):
		return order.Outcome{}, err
	case e.Class == ordo.NotFound:
		return order.Outcome{}, ch.client.fail(e.Op, ordo.Retry, "not sent", err)
	case e.Class == ordo.Unsupported, refused(err):
		return order.Outcome{Kind: order.Rejected, Code: e.Code, Text: e.Text}, nil
	}
	return order.Outcome{}, err
}

// work is an effect that is being carried out.
type work struct {
	ch     *Channel
	client *Client
	t      order.Task
	o      *Order // as it was read last
	wrote  bool
}

func (w *work) try(ctx context.Context) (order.Outcome, error) {
	if err := w.read(ctx); err != nil {
		return order.Outcome{}, err
	}
	switch w.t.Kind { //nolint:exhaustive // the others are not supported
	case order.EffectRefuse, order.EffectCancel:
		return w.cancel(ctx)
	case order.EffectTake, order.EffectConfirm, order.EffectStatus:
		return w.status(ctx)
	case order.EffectShip, order.EffectArrive, order.EffectClose:
		return w.ship(ctx)
	case order.EffectMoveDate, order.EffectDetails:
		return w.details(ctx)
	case order.EffectPayment:
		return w.payment(ctx)
	case order.EffectComment:
		return w.comment(ctx)
	default: // EffectLines
		return w.lines(ctx)
	}
}

// read reads the order.
func (w *work) read(ctx context.Context) error {
	ref := cmp.Or(w.t.Order.Ref.ID, w.t.Target.ID)
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil || id <= 0 {
		return w.client.fail(string(w.t.Kind), ordo.Unsupported, fmt.Sprintf("%.60q is no number of an order of the shop", ref), nil)
	}
	o, err := w.client.GetOrder(ctx, id)
	if err != nil {
		return err
	}
	if err := odd(o.Extra, "statusId", "canceled", "basketItems", "payments", "shipments", "propertyValues"); err != nil {
		return w.client.fail("sale.order.get", ordo.Retry, "the answer is not the whole order", err)
	}
	w.o = o
	return nil
}

// rejected is an outcome that a person has to deal with.
func rejected(format string, args ...any) order.Outcome {
	return order.Outcome{Kind: order.Rejected, Text: fmt.Sprintf(format, args...)}
}

// gone is the error for an order that cannot be moved on as it is known here: it is to be read before anything else.
func (w *work) gone(format string, args ...any) error {
	return w.client.fail(string(w.t.Kind), ordo.Conflict, "not sent: "+fmt.Sprintf(format, args...), nil)
}

// living returns an error if the order is cancelled there, or if units are missing there that are to leave.
func (w *work) living() error {
	if w.o.Canceled {
		return w.gone("order %d is cancelled in the shop", w.o.ID)
	}
	there := map[string]int64{}
	for _, b := range w.o.BasketItems {
		if q, err := amount.ParseQuantity(string(b.Quantity)); err == nil && !b.isPart() {
			there[lineOf(b)] += q.Milli()
		}
	}
	for _, l := range w.t.Order.Lines {
		if l.Kind == order.LineGoods && there[l.ID] < l.Living.Milli() {
			return w.gone("line %s (%.60s) has %s units in the shop and %s here", l.ID, l.Name, amount.Milli(there[l.ID]), l.Living)
		}
	}
	return nil
}

// status sets the status that stands for the order as it is.
func (w *work) status(ctx context.Context) (order.Outcome, error) {
	if w.t.Order.State == status.OrderCancelled {
		return w.cancel(ctx)
	}
	if w.o.Canceled {
		return order.Outcome{}, w.gone("order %d is cancelled in the shop", w.o.ID)
	}
	code := w.ch.StatusFor(w.t.Order)
	switch code {
	case "":
		return rejected("no status of the shop stands for %s: give one by an override of status.BitrixShop", w.t.Order.State), nil
	case w.o.StatusID:
		return order.Outcome{}, nil
	}
	return order.Outcome{}, w.update(ctx, OrderFields{StatusID: &code})
}

// update changes the order.
func (w *work) update(ctx context.Context, f OrderFields) error {
	_, err := w.client.UpdateOrder(ctx, w.o.ID, f)
	w.wrote = w.wrote || err == nil
	return err
}

// cancel cancels the order, or what of it is not wanted any more.
func (w *work) cancel(ctx context.Context) (order.Outcome, error) {
	for _, l := range w.t.Order.Lines {
		if l.Kind == order.LineGoods && !l.Living.IsZero() {
			return w.lines(ctx)
		}
	}
	code, reason := w.ch.code(status.OrderCancelled), ""
	switch b := w.t.Cause.Body.(type) {
	case order.Cancelled:
		reason = cmp.Or(b.Text, string(b.Reason))
	case order.Returned: // the units are paid for
		reason = cmp.Or(b.Block.Text, string(b.Block.Reason))
	}
	var f OrderFields
	if code != "" && w.o.StatusID != code {
		f.StatusID = &code
	}
	// The shop cancels no order that has a paid payment, and whether one is paid only the gateway says.
	if !w.o.Canceled && !w.paid() {
		yes := bxrest.Flag(true)
		f.Canceled = &yes
		if reason != "" {
			f.CancelReason = &reason
		}
	}
	if f == (OrderFields{}) {
		return order.Outcome{}, nil
	}
	return order.Outcome{}, w.update(ctx, f)
}

// paid reports whether a payment of the order is paid in the shop.
func (w *work) paid() bool {
	for _, p := range w.o.Payments {
		if p.Paid {
			return true
		}
	}
	return false
}

// comment writes a comment below those that managers wrote.
func (w *work) comment(ctx context.Context) (order.Outcome, error) {
	b, _ := w.t.Cause.Body.(order.Commented)
	if b.Text == "" || strings.Contains(w.o.Comments, b.Text) {
		return order.Outcome{}, nil
	}
	text := strings.TrimLeft(w.o.Comments+"\n"+b.Text, "\n")
	return order.Outcome{}, w.update(ctx, OrderFields{Comments: &text})
}

// details writes who buys, who gets the goods and where, and the day of delivery, into the properties of the order.
// What is empty here is left as it is there. What has no property in the shop is not written.
func (w *work) details(ctx context.Context) (order.Outcome, error) {
	if w.o.Canceled {
		return order.Outcome{}, w.gone("order %d is cancelled in the shop", w.o.ID)
	}
	b, d, p := w.t.Order.Buyer, w.t.Order.Delivery, w.ch.set.Properties
	want := [][2]string{
		{p.Name, b.Name},
		{p.Phone, b.Phone},
		{p.Email, b.Email},
		{p.Login, b.Login},
		{p.Loyalty, b.Loyalty},
		{p.Recipient, d.Recipient},
		{p.RecipientPhone, d.Phone},
		{p.Region, d.Region},
		{p.City, d.City},
		{p.ZIP, d.PostalCode},
		{p.Address, d.Address},
		{p.Street, d.Street},
		{p.House, d.House},
		{p.Flat, d.Flat},
		{p.Point, d.Point},
		{p.Term, d.Term},
	}
	if from := d.Window.From; !from.IsZero() && w.ch.day(w.o).From != dayOf(from, w.client.rest.Zone()) {
		want = append(want, [2]string{p.Day, from.In(w.client.rest.Zone()).Format("02.01.2006")})
	}
	if err := w.setProperties(ctx, want); err != nil {
		return order.Outcome{}, err
	}
	return w.service(ctx)
}

// dayOf is the beginning of the day of a time, in a zone.
func dayOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return utc(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
}

// setProperties writes texts into properties by their codes.
func (w *work) setProperties(ctx context.Context, want [][2]string) error {
	values, missing := map[int64]string{}, map[string]string{}
	for _, x := range want {
		code, text := x[0], x[1]
		have := w.o.property(code)
		switch {
		case code == "" || text == "" || have != nil && have.Text() == text:
		case have != nil:
			values[have.PropertyID] = text
		default:
			missing[strings.ToUpper(code)] = text
		}
	}
	if len(missing) > 0 { // an order shows those only that have a value
		for p, err := range w.client.ListProperties(ctx, w.o.PersonTypeID) {
			if err != nil {
				return err
			}
			if text, is := missing[strings.ToUpper(p.Code)]; is && p.ID != 0 {
				values[p.ID] = text
			}
		}
	}
	if len(values) == 0 {
		return nil
	}
	err := w.client.SetProperties(ctx, w.o, values)
	w.wrote = w.wrote || err == nil
	return err
}

// service sets the way of delivery, by its name.
func (w *work) service(ctx context.Context) (order.Outcome, error) {
	name, s := w.t.Order.Delivery.Service, w.o.shipment()
	if name == "" || s == nil || s.DeliveryName == name || s.Deducted {
		return order.Outcome{}, nil
	}
	for d, err := range w.client.ListDeliveryServices(ctx) {
		if err != nil {
			return order.Outcome{}, err
		}
		if d.Name != name || d.ID == 0 {
			continue
		}
		f := s.Fields()
		f.DeliveryID = d.ID
		return order.Outcome{}, w.updateShipment(ctx, s, f)
	}
	return rejected("the shop has no delivery service %q: choose one of its own, or make it there", name), nil
}

// updateShipment writes the fields of a shipment if they are others.
func (w *work) updateShipment(ctx context.Context, s *Shipment, f ShipmentFields) error {
	if f == s.Fields() {
		return nil
	}
	now, err := w.client.UpdateShipment(ctx, s.ID, f)
	if err != nil {
		return err
	}
	w.wrote = true
	items := s.Items
	if *s = *now; len(s.Items) == 0 {
		s.Items = items
	}
	return nil
}
