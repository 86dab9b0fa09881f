package bridge

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// happened is an occasion for messages: what happened, and what it is about.
type happened struct {
	on       Occasion
	about    string // tells it from other occasions of the kind, within the order
	event    order.Event
	shipment int
	block    int
	document order.Document // the receipt
	notice   order.Notified
	units    []order.Move // one unit each, with where it was
}

// dueMessage is a message that a rule wants sent.
type dueMessage struct {
	happened
	rule MessageRule
	key  string
}

// occasionsOf returns what an event is an occasion for.
func (j *job) occasionsOf(e order.Event) []happened {
	var hs []happened
	add := func(h happened) {
		h.event = e
		hs = append(hs, h)
	}
	shipment := func(s order.Shipment) {
		h := happened{about: fmt.Sprintf("S%d", s.N), shipment: s.N}
		switch s.State {
		case status.ShipmentSent:
			h.on = OnShipped
		case status.ShipmentArrived:
			h.on = OnArrived
		case status.ShipmentHandedOut, status.ShipmentPartlyHandedOut:
			h.on = OnHandedOut
		default:
			return
		}
		add(h)
	}
	receipt := func(d order.Document) {
		switch {
		case d.Kind != documentOfReceipt:
		case d.Block != 0:
			add(happened{on: OnRefundReceipt, about: d.Number, block: d.Block, document: d})
		default:
			add(happened{on: OnReceipt, about: d.Number, shipment: d.Shipment, document: d})
		}
	}
	switch b := e.Body.(type) {
	case order.Placed:
		add(happened{on: OnPlaced})
	case order.Imported:
		if v := j.view(); !b.Completed && e.At.Sub(v.Placed) < newFor {
			add(happened{on: OnPlaced})
		}
	case order.Confirmed:
		add(happened{on: OnConfirmation})
	case order.ReceiptAttached:
		b.Receipt.Block, b.Receipt.Kind = b.Block, documentOfReceipt
		receipt(b.Receipt)
	case order.DocumentAttached:
		receipt(b.Document)
	case order.HandedOver:
		shipment(b.Shipment)
	case order.Arrived:
		for _, s := range b.Shipments {
			shipment(s)
		}
	case order.Tracked:
		shipment(b.Shipment)
	case order.Delivered:
		for _, s := range b.Shipments {
			shipment(s)
		}
		if len(b.Shipments) == 0 && slices.ContainsFunc(b.Moves, func(m order.Move) bool { return m.State == status.ItemHandedOut }) {
			add(happened{on: OnHandedOut, about: strconv.Itoa(e.N)})
		}
	case order.Cancelled:
		if j.view().State == status.OrderCancelled {
			add(happened{on: OnCancelled})
		}
	case order.RefundSettled:
		if b.Money == status.MoneyRefunded {
			add(happened{on: OnRefunded, about: fmt.Sprintf("R%d", b.Block), block: b.Block})
		}
	case order.Notified:
		add(happened{on: OnNotice, about: fmt.Sprintf("N%d", b.N), shipment: b.About.Shipment, block: b.About.Block, notice: b})
	}
	if us := j.markedThatLeft(e); len(us) > 0 && !isFirst(e) {
		h := happened{on: OnMarkedLeft, about: strconv.Itoa(e.N), shipment: us[0].Shipment, units: us}
		for _, u := range us {
			if u.Shipment != h.shipment {
				h.shipment = 0
			}
		}
		if h.shipment != 0 { // which leaves once
			h.about = fmt.Sprintf("S%d", h.shipment)
		}
		add(h)
	}
	return hs
}

// newFor is how old an order may be when it comes in for the first time and still be told of as new. An older one was
// placed before the merchant used this program, and its buyer knows.
const newFor = 3 * 24 * time.Hour

// documentOfReceipt is the kind of a fiscal receipt.
const documentOfReceipt = "receipt"

// away are the states of goods that have left the seller on their way to the buyer.
var away = status.ItemStates(status.ItemSent, status.ItemArrived, status.ItemHandedOut)

// markedThatLeft returns the units of marked lines with which an event leaves the seller, one a move, each with the
// place that it left.
func (j *job) markedThatLeft(e order.Event) []order.Move {
	marked := map[string]bool{}
	for _, l := range j.view().Lines {
		marked[l.ID] = l.Marked
	}
	units := func(ms []order.Move, do func(m order.Move, unit int64)) {
		for _, m := range ms {
			for u := m.From.Milli() / 1000; marked[m.Line] && u < m.To.Milli()/1000; u++ {
				do(m, u)
			}
		}
	}
	type unit struct {
		line string
		n    int64
	}
	var leaving []order.Move
	units(e.Moves(), func(m order.Move, u int64) {
		if away.Has(m.State) {
			m.From, m.To = amount.Pcs(int(u)), amount.Pcs(int(u+1))
			leaving = append(leaving, m)
		}
	})
	if len(leaving) == 0 {
		return nil
	}
	was := map[unit]order.Move{}
	for x := range j.order.Events(order.Filter{}) {
		if x.N == e.N {
			break
		}
		units(x.Moves(), func(m order.Move, u int64) { was[unit{m.Line, u}] = m })
	}
	return slices.DeleteFunc(leaving, func(m order.Move) bool {
		return away.Has(was[unit{m.Line, m.From.Milli() / 1000}].State)
	})
}
