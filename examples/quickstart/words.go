package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// words says in plain English what an event of the log tells; o is the order right after it. The subject of the sentence
// is whoever did it.
func words(e order.Event, o *order.Order) string {
	switch b := e.Body.(type) {
	case order.Placed:
		return placed(b)
	case order.Contacted:
		return contacted(b)
	case order.Confirmed:
		return "confirms " + goods(o, b.Moves)
	case order.Cancelled:
		return fmt.Sprintf("refuses %s: %s", goods(o, b.Moves), b.Reason)
	case order.WishDeclined:
		return fmt.Sprintf("wants to %s: refused, nothing happens, %s is owed a note", b.Wish, b.System)
	case order.DateMoved:
		return "moves the delivery to " + window(b.Window)
	case order.Assembled:
		return fmt.Sprintf("reserves %s at %s", goods(o, b.Moves), b.Moves[0].Warehouse)
	case order.Packed:
		return packed(o, b)
	case order.ShipmentCreated:
		return fmt.Sprintf("makes shipment S%d of %s", b.Shipment.N, goods(o, b.Moves))
	case order.HandedOver:
		return handedOver(b.Shipment)
	case order.Progressed:
		return fmt.Sprintf("reports %s: %s", goods(o, b.Moves), e.Code)
	case order.Tracked:
		return fmt.Sprintf("reports S%d: %s", b.Shipment.N, b.Shipment.CarrierText)
	case order.DoorResultKept:
		return fmt.Sprintf("keeps for the closing that the buyer refused %s", goods(o, b.Moves))
	case order.Delivered:
		return delivered(o, b)
	case order.Completed:
		return "closes the order"
	}
	return moneyWords(e, o)
}

// moneyWords is words for what is about payments, documents and returns.
func moneyWords(e order.Event, o *order.Order) string {
	switch b := e.Body.(type) {
	case order.PaymentChanged:
		return fmt.Sprintf("reports payment %s of %s by %s", b.Payment.ID, b.Payment.Amount.Text(), b.Payment.Method)
	case order.ReceiptAttached:
		if b.Block != 0 {
			return fmt.Sprintf("attaches refund receipt %s to R%d", b.Receipt.Number, b.Block)
		}
		return fmt.Sprintf("attaches advance receipt %s to %s", b.Receipt.Number, b.Payment)
	case order.DocumentAttached:
		return fmt.Sprintf("attaches %s %s", b.Document.Kind, b.Document.Number)
	case order.Returned:
		return fmt.Sprintf("splits %s off as return block R%d: %s; %s owed", goods(o, b.Moves), b.Block.N, b.Block.Reason, b.Block.Owed.Text())
	case order.ReturnReceived:
		return fmt.Sprintf("has the goods of R%d back: %s", b.Block, b.Moves[0].Custody)
	case order.RefundOrdered:
		return fmt.Sprintf("orders the %s of R%d to be paid back%s", b.Amount.Text(), b.Block, again(b.Attempt))
	case order.RefundSettled:
		if b.Money == status.MoneyRefunded {
			return fmt.Sprintf("has paid R%d back", b.Block)
		}
		return fmt.Sprintf("has not paid R%d back: %s", b.Block, b.Answer)
	}
	return e.Body.Kind()
}

func again(attempt int) string {
	if attempt > 1 {
		return ", once more"
	}
	return ""
}

func placed(b order.Placed) string {
	what := fmt.Sprintf("places order %s: %d lines, %s", b.Number, len(b.Lines), b.Total.Text())
	for _, a := range b.Adjustments {
		what += fmt.Sprintf(" after promo code %s (-%s)", a.Code, a.Amount.Text())
	}
	for _, d := range b.Deadlines {
		what += fmt.Sprintf(", to %s by %s", d.Kind, d.At.Format("15:04"))
	}
	return what
}

func contacted(b order.Contacted) string {
	switch {
	case b.Agreed:
		return fmt.Sprintf("agrees with the buyer by %s: %q", b.Channel, b.Text)
	case b.Reached:
		return fmt.Sprintf("reaches the buyer by %s, no agreement", b.Channel)
	}
	return fmt.Sprintf("tries the buyer by %s: no answer", b.Channel)
}

func packed(o *order.Order, b order.Packed) string {
	if len(b.Packages) == 0 {
		return "packs " + goods(o, b.Moves)
	}
	var boxes []string
	for _, p := range b.Packages {
		var ms []order.Move
		for _, u := range p.Units {
			ms = append(ms, order.Move{Line: u.Line, Portion: order.Portion{From: u.From, To: u.To}})
		}
		boxes = append(boxes, fmt.Sprintf("%s in P%d", goods(o, ms), p.N))
	}
	return "packs " + strings.Join(boxes, ", ")
}

func handedOver(s order.Shipment) string {
	switch {
	case s.Courier:
		return fmt.Sprintf("hands S%d to the courier", s.N)
	case s.Waybill != "":
		return fmt.Sprintf("hands S%d to %s, waybill %s", s.N, s.Carrier.System, s.Waybill)
	}
	return fmt.Sprintf("hands S%d over", s.N)
}

func delivered(o *order.Order, b order.Delivered) string {
	var taken []order.Move
	for _, m := range b.Moves {
		if m.State == status.ItemHandedOut {
			taken = append(taken, m)
		}
	}
	what := "reports handed out: " + goods(o, taken)
	for i, p := range b.Refused {
		left := order.Move{Line: p.Line, Portion: order.Portion{From: p.From, To: p.To}}
		what += fmt.Sprintf("; refused: %s (%s)", goods(o, []order.Move{left}), b.Reasons[i])
	}
	return what
}

// goods names the units of moves: "lots 1, 2, 4" of a marketplace, "2 tea, 1 teapot" of a shop.
func goods(o *order.Order, ms []order.Move) string {
	var lots, rest []string
	pieces := map[string]int64{}
	for _, m := range ms {
		pieces[m.Line] += m.To.Milli() - m.From.Milli()
	}
	for _, l := range o.View().Lines {
		n, named := pieces[l.ID]
		switch {
		case !named:
		case l.Ref.Kind == "lot":
			lots = append(lots, l.ID)
		case l.Kind == order.LineGoods:
			rest = append(rest, order.Milli(n).String()+" "+l.Name)
		default:
			rest = append(rest, "the "+l.Name)
		}
	}
	if len(lots) == 1 {
		rest = append([]string{"lot " + lots[0]}, rest...)
	} else if len(lots) > 1 {
		rest = append([]string{"lots " + strings.Join(lots, ", ")}, rest...)
	}
	return strings.Join(rest, ", ")
}

// window is an interval of one day.
func window(w order.Window) string {
	return w.From.Format("Mon 2 Jan 15:04") + "-" + w.To.Format("15:04")
}

// day is the heading of a day.
func day(t time.Time) string { return t.Format("Monday, 2 January 2006") }
