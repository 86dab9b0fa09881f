package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// carried are the states of units in a transfer that is under way.
var carried = status.ItemStates(status.ItemRequested, status.ItemSentToCentral, status.ItemRemarking)

// leaveTransfers takes the units out of their transfers that an event moves on or ends, and returns what follows: what
// was only asked for is dropped from its transfer, and people are asked for what is on the way. An event about a
// transfer does that itself.
func (o *Order) leaveTransfers(b Body) (follows []Body) {
	switch b.(type) {
	case TransferRequested, TransferSent, TransferPosted, TransferReceived, TransferDropped:
		return nil
	}
	if len(o.transfers) == 0 {
		return nil
	}
	gone := make([][]Move, len(o.transfers))
	ms := Event{Body: b}.Moves()
	for i := range ms {
		m := &ms[i]
		if !carried.Has(m.State) {
			m.Transfer = 0
		}
		o.lines[o.index[m.Line]].each(m.From, m.To, func(p Portion) {
			if p.Transfer != 0 && p.Transfer != m.Transfer {
				gone[p.Transfer-1] = append(gone[p.Transfer-1], Move{m.Line, Portion{From: p.From, To: p.To, State: m.State}})
			}
		})
	}
	for i, t := range o.transfers {
		if len(gone[i]) == 0 {
			continue
		}
		us := joinUnits(rangesOf(gone[i]))
		if !t.travels() {
			d := TransferDropped{N: t.N, State: t.State, Units: us}
			if len(without(o.inTransfer(t.N), gone[i])) == 0 {
				d.State = status.TransferDropped
			}
			follows = append(follows, d)
			continue
		}
		follows = append(follows, o.tellOperator(len(notices(follows)), About{Transfer: t.N, Units: us},
			Textf("%s of transfer T%d from %s to %s are %s, and on the way: have them received or sent back", UnitsText(us), t.N, t.From, t.To, gone[i][0].State)))
	}
	return follows
}

// notices are the notices among events.
func notices(bs []Body) (ns []Body) {
	for _, b := range bs {
		if _, is := b.(Notified); is {
			ns = append(ns, b)
		}
	}
	return ns
}

// tellOperator makes a notice of ordo's own for the operator; before is how many notices the same events have before
// it.
func (o *Order) tellOperator(before int, about About, text Text) Notified {
	return Notified{N: len(o.notices) + 1 + before, To: Addressee{Role: RoleOperator}, About: about, Text: text.String(), Message: text.stored()}
}

// leavings lists the places that units leave with an event: for another place, for the buyer, or because they are not
// reserved any more.
func (o *Order) leavings(b Body) (all []Leaving) {
	for _, m := range (Event{Body: b}).Moves() {
		i, known := o.index[m.Line]
		if !known {
			continue // a line that comes with the event
		}
		o.lines[i].each(m.From, m.To, func(p Portion) {
			if p.Warehouse == "" || p.Warehouse == m.Warehouse && withSeller.Has(p.State) == withSeller.Has(m.State) {
				return
			}
			if l := (Leaving{m.Line, p.Warehouse}); len(all) == 0 || all[len(all)-1] != l {
				all = append(all, l)
			}
		})
	}
	return all
}
