package bitrix

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Orders reads orders fifty at a time.
func (ch *Channel) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		var ns []int64
		for _, id := range ids {
			if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 && strconv.FormatInt(n, 10) == id { // no order has another number
				ns = append(ns, n)
			}
		}
		for o, err := range ch.client.GetOrders(ctx, ns...) {
			if err != nil {
				yield(channels.Reading{}, err)
				return
			}
			if !yield(ch.reading(o), nil) {
				return
			}
		}
	}
}

// Changed finds orders by the time of their last change, whoever made it. What was written here comes back: the reading
// shows that it is no news. A window that reaches to now is open at its end.
func (ch *Channel) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		f := OrderFilter{ChangedFrom: w.From, ChangedTo: w.To}
		if !w.To.Before(ch.client.rest.Now()) {
			f.ChangedTo = w.To.AddDate(0, 0, 1) // the shop's clock may be ahead
		}
		for o, err := range ch.client.ListOrders(ctx, f) {
			if err != nil {
				yield(channels.Found{}, err)
				return
			}
			found := channels.Found{ID: strconv.FormatInt(o.ID, 10), Over: ch.over(&o), Mark: ch.mark(&o)}
			if o.ID <= 0 {
				found = channels.Found{Problem: o.Problem}
			}
			if !yield(found, nil) {
				return
			}
		}
	}
}

// mark changes with the order. A change within the second of another one shows in the status or the sums.
func (ch *Channel) mark(o *Order) string {
	return fmt.Sprintf("%s %s %t %t %s", o.DateUpdate.UTC().Format("20060102T150405"), o.StatusID, o.Canceled, o.Payed, o.Price.Decimal)
}

// over reports whether an order ended without success.
func (ch *Channel) over(o *Order) bool {
	m, _ := ch.set.Statuses.Read(status.AxisOrder, o.StatusID)
	return o.Canceled || m.Order == status.OrderCancelled || m.Order == status.OrderRefused
}

// status is the shop's status of an order. That it is cancelled is a flag there, which goes before its status.
func (ch *Channel) status(o *Order) string {
	if m, _ := ch.set.Statuses.Read(status.AxisOrder, o.StatusID); o.Canceled && m.Order != status.OrderCancelled {
		return ch.code(status.OrderCancelled)
	}
	return o.StatusID
}

// reading translates an order.
func (ch *Channel) reading(o *Order) channels.Reading {
	ch.see(o)
	r := channels.Reading{ID: strconv.FormatInt(o.ID, 10)}
	s, warnings, err := ch.snapshot(o)
	if err != nil {
		if o.Problem != nil {
			err = fmt.Errorf("%w; %w", err, o.Problem)
		}
		r.Problem = ch.client.fail("sale.order.get", ordo.Invalid, "order "+r.ID+" cannot be understood", err)
		return r
	}
	r.Snapshot, r.Status, r.Occurred, r.Labels = s, ch.status(o), utc(o.DateUpdate), ch.labels(o)
	r.Reports = []order.Observation{ch.statusReport(o)}
	for _, p := range s.Payments {
		r.Reports = append(r.Reports, order.PaymentReport{Payment: p})
	}
	r.Changed = &channels.Change{
		Lines:   &channels.Lines{Lines: s.Lines, Adjustments: s.Adjustments},
		Details: &order.DetailsReport{Buyer: s.Buyer, Delivery: s.Delivery, Method: s.Method},
	}
	if w := s.Delivery.Window; !w.IsZero() {
		r.Changed.Details.Delivery.Window = order.Window{}
		r.Changed.Dates = &order.DateReport{Window: w}
	}
	if len(warnings) > 0 {
		r.Warning = errors.New(strings.Join(warnings, "; "))
	}
	if o.Problem != nil {
		r.Warning = errors.Join(r.Warning, o.Problem)
	}
	return r
}

// statusReport is the status of the whole order.
func (ch *Channel) statusReport(o *Order) order.Observation {
	code := o.StatusID
	row, _ := ch.set.Statuses.Row(status.AxisOrder, code)
	m, _ := ch.set.Statuses.Read(status.AxisOrder, code)
	if o.Canceled || m.Order == status.OrderCancelled {
		return order.CancelReport{Reason: m.Reason, Party: m.Party, Text: o.CancelReason, Code: ch.status(o), Done: true}
	}
	return order.StatusReport{Code: code, Text: row.Names.RU, Says: m}
}

// snapshot is the order as it stands. One whose status the table does not know stands at the beginning; its report
// holds the order.
func (ch *Channel) snapshot(o *Order) (order.Snapshot, []string, error) {
	d, warnings, err := ch.draft(o)
	if err != nil {
		return order.Snapshot{}, nil, err
	}
	s := order.Snapshot{Draft: d, Code: o.StatusID}
	var why []string
	if s.Payments, why, err = ch.payments(o); err != nil {
		return s, nil, err
	}
	warnings = append(warnings, why...)
	m, _ := ch.set.Statuses.Read(status.AxisOrder, o.StatusID)
	switch m.Order { //nolint:exhaustive // the others stand at the beginning
	case status.OrderHandedToCarrier, status.OrderOutWithCourier:
		s.State = status.ItemSent
	case status.OrderArrived:
		s.State = status.ItemArrived
	case status.OrderDelivered, status.OrderCompleted:
		s.State = status.ItemHandedOut
	case status.OrderAwaitingPayment, status.OrderPaid, status.OrderConfirmed, status.OrderAssembling, status.OrderPacked:
		s.State = status.ItemConfirmed // what is assembled where, the shop does not know
	case status.OrderCancelled:
		s.State = status.ItemCancelled
	}
	if o.Canceled {
		s.State = status.ItemCancelled
	}
	s.Completed = m.Order == status.OrderCompleted && !o.Canceled
	s.Taken = s.State != 0 && s.State != status.ItemCancelled
	if shipped, is := shippedAs[s.State]; is {
		s.Shipments = []order.Shipment{{N: 1, State: shipped, Courier: true}}
		if x := o.shipment(); x != nil && x.TrackingNumber != "" {
			s.Shipments[0].Waybill, s.Shipments[0].Courier = x.TrackingNumber, false
		}
		for _, l := range d.Lines {
			if l.Kind == "" || l.Kind == order.LineGoods {
				s.Standing = append(s.Standing, order.Move{Line: l.ID, Portion: order.Portion{To: l.Quantity, State: s.State, Shipment: 1}})
			}
		}
	}
	return s, warnings, nil
}

// shippedAs is the state of a shipment by that of its goods.
var shippedAs = map[status.ItemState]status.ShipmentState{
	status.ItemSent: status.ShipmentSent, status.ItemArrived: status.ShipmentArrived, status.ItemHandedOut: status.ShipmentHandedOut,
}

// mostSeen bounds how many orders' lines are kept in memory. Of an order that is not, its lines count as read.
const mostSeen = 20_000

// see keeps the lines of an order as they are.
func (ch *Channel) see(o *Order) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if len(ch.seen) >= mostSeen {
		clear(ch.seen)
	}
	ch.seen[o.ID] = basketText(o)
}

// isSeen reports whether the lines of an order are as they were read or written last.
func (ch *Channel) isSeen(o *Order) bool {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	was, known := ch.seen[o.ID]
	return !known || was == basketText(o)
}

// basketText is what lines of an order are.
func basketText(o *Order) string {
	var b strings.Builder
	for _, i := range o.BasketItems {
		fmt.Fprintf(&b, "%d %s %s;", i.ID, i.Quantity, i.Price.Decimal)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return string(sum[:16])
}
