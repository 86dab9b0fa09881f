package rozetka

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// readParts are what a reading is made of. Without ExpandPayment an answer says nothing of the payment.
var readParts = []Expand{
	ExpandUser, ExpandDelivery, ExpandPurchases, ExpandItems, ExpandStatus, ExpandPayment, ExpandFreeDelivery,
}

// Orders reads orders one by one: ROZETKA finds orders by one number at a time.
func (ch *Channel) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, id := range ids {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil || n <= 0 { // no order has such a number
				continue
			}
			o, err := ch.client.GetOrder(ctx, n, readParts...)
			switch {
			case notThere(err):
				continue
			case err != nil && answered(err) && ordo.ClassOf(err) == ordo.Invalid:
				if !yield(channels.Reading{ID: id, Problem: err}, nil) {
					return
				}
				continue
			case err == nil:
				err = ch.findRestored(ctx, o)
			}
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

// Changed finds orders in two passes: those that were changed, of whatever category, and those that were created,
// through the categories new, in processing, delivering and successful. Unsuccessful ones are found by their change
// only, as Over. A window that reaches to now is open at its end, so that nothing is left out while pages are turned;
// an order that goes to another category meanwhile is among the changed ones of the next pass.
func (ch *Channel) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		seen := map[int64]bool{}
		for _, f := range ch.passes(w) {
			for o, err := range ch.client.ListOrders(ctx, f) {
				if err != nil {
					yield(channels.Found{}, err)
					return
				}
				if seen[o.ID] {
					continue
				}
				found := channels.Found{Mark: o.Mark, Over: ch.over(&o)}
				if seen[o.ID] = o.ID != 0; o.ID != 0 { // what is odd in it shows when it is read
					found.ID = strconv.FormatInt(o.ID, 10)
				} else {
					found.Problem = o.Problem
				}
				if !yield(found, nil) {
					return
				}
			}
		}
	}
}

// passes are the searches of a window.
func (ch *Channel) passes(w channels.Window) []OrderFilter {
	changed := OrderFilter{Category: CategoryAll, ChangedFrom: w.From, ChangedTo: w.To, Sort: "id"}
	if !w.To.Before(ch.client.settings.Clock.Now()) {
		changed.ChangedTo = time.Time{}
	}
	all := []OrderFilter{changed}
	for _, c := range []Category{CategoryNew, CategoryInProcessing, CategoryDelivering, CategorySuccessful} {
		all = append(all, OrderFilter{Category: c, CreatedFrom: w.From, CreatedTo: w.To, Sort: "id"})
	}
	return all
}

// reading translates an order.
func (ch *Channel) reading(o *Order) channels.Reading {
	r := channels.Reading{ID: strconv.FormatInt(o.ID, 10)}
	s, warnings, err := ch.snapshot(o)
	if err != nil {
		if o.Problem != nil {
			err = fmt.Errorf("%w; %w", err, o.Problem)
		}
		r.Problem = ch.client.rest.Fail("GET /orders/{id}", ordo.Invalid, "order "+r.ID+" cannot be understood", err)
		return r
	}
	row, _ := ch.table.Row(status.AxisOrder, strconv.Itoa(o.Status))
	r.Snapshot, r.Status, r.Category, r.Occurred = s, strconv.Itoa(o.Status), row.Category, occurred(o)
	r.Reports = ch.reports(o, s.Draft)
	if len(warnings) > 0 {
		r.Warning = errors.New(strings.Join(warnings, "; "))
	}
	if o.Problem != nil {
		r.Warning = errors.Join(r.Warning, o.Problem)
	}
	return r
}

// snapshot is the order as it stands. One whose status the table does not know stands at the beginning; its report
// holds the order.
func (ch *Channel) snapshot(o *Order) (order.Snapshot, []string, error) {
	d, warnings, err := ch.draft(o)
	if err != nil {
		return order.Snapshot{}, nil, err
	}
	m, _ := ch.says(o.Status)
	at := ch.stage(o.Status)
	s := order.Snapshot{
		Draft: d, Code: strconv.Itoa(o.Status), State: ch.item(o.Status), Taken: at >= inWork, Completed: m.Order == status.OrderCompleted,
	}
	if m.Order == status.OrderPartlyDelivered && !slices.ContainsFunc(o.Purchases, func(p Purchase) bool { return p.is(PurchaseReturned) }) {
		at, s.State = arrived, status.ItemArrived // which goods the buyer took is not said: the report holds the order
	}
	shipment := 0
	// Without a waybill number it is the seller's courier who is on the way.
	if state, is := shipped[at]; is && (o.TTN != "" || o.Status == StatusOnTheWay) {
		shipment = 1
		s.Shipments = []order.Shipment{{N: 1, State: state, Waybill: o.TTN, Courier: o.TTN == ""}}
	}
	for _, p := range o.Purchases {
		id := lineOf(p)
		if p.removed() {
			continue
		}
		portion := order.Portion{To: amount.Pcs(p.Quantity), State: s.State}
		switch {
		case p.is(PurchaseReturned):
			portion.State = status.ItemReturned
		case shipment != 0 && !p.Additional:
			portion.Shipment = shipment
		default:
			continue
		}
		s.Standing = append(s.Standing, order.Move{Line: id, Portion: portion})
	}
	return s, warnings, nil
}

// shipped is the state of a shipment with a waybill number, by how far the order is.
var shipped = map[stage]status.ShipmentState{
	confirmed: status.ShipmentAssembling, packed: status.ShipmentAssembling, sent: status.ShipmentSent,
	arrived: status.ShipmentArrived, received: status.ShipmentHandedOut,
}

// reports are what an order says of one that is known. Before the confirmation the status comes first, as the cabinet
// takes an order back to edit it; afterwards the lines do, as they were edited before it moved on.
func (ch *Channel) reports(o *Order, d order.Draft) []order.Observation {
	at := ch.stage(o.Status)
	lines, state := order.LinesReport{Lines: d.Lines}, ch.statusReport(o)
	var all []order.Observation
	switch at { //nolint:exhaustive // of the others the lines come first
	case failed:
		all = append(all, state)
	case fresh, inWork:
		all = append(all, state, lines)
	default:
		all = append(all, lines, state)
	}
	all = append(all, order.DetailsReport{Buyer: d.Buyer, Delivery: d.Delivery, Method: d.Method})
	if !d.Delivery.Window.IsZero() {
		all = append(all, order.DateReport{Window: d.Delivery.Window})
	}
	return append(all, rowReports(o)...)
}

// statusReport is the status of the whole order. Of a cancellation it says on whose side the reason lies; a parcel on
// its way back is reported as that.
func (ch *Channel) statusReport(o *Order) order.Observation {
	code, text := strconv.Itoa(o.Status), ch.title(o.Status, o.StatusData)
	m, _ := ch.says(o.Status)
	switch {
	case m.Order == 0 && m.Item == 0 && m.Shipment != 0 && o.TTN != "":
		return order.ShipmentReport{Waybill: o.TTN, State: m.Shipment, Code: code, Text: text}
	case m.Order == 0 && m.Item == 0: // it says nothing of the goods: a person has to see to it
		return order.StatusReport{Code: code, Text: text}
	case m.Order != status.OrderCancelled:
		return order.StatusReport{Code: code, Text: text, Says: m, Waybill: o.TTN}
	}
	if o.SellerComment != "" {
		text += ": " + o.SellerComment
	}
	return order.CancelReport{Reason: m.Reason, Party: m.Party, Text: text, Code: code, Done: true}
}

// rowReports are what the rows say of themselves: goods that came back, and statuses that are not known, which hold the
// order.
func rowReports(o *Order) (all []order.Observation) {
	for _, p := range o.Purchases {
		var m status.Meaning
		switch {
		case p.is(PurchaseReturned):
			m.Item = status.ItemReturned
		case p.is(PurchaseActual), p.removed():
			continue
		}
		all = append(all, order.StatusReport{
			Code: "purchase " + strconv.Itoa(*p.Status), Text: p.ItemName, Says: m, Picks: order.PickAll(lineOf(p)),
		})
	}
	return all
}
