package order

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// Transfer is goods of the order that move between two places of the seller before the buyer gets them. A unit is in at
// most one open transfer (Portion.Transfer). While it is in one, its warehouse is From: the people there send it and
// set its marking code.
type Transfer struct {
	N       int                  `json:"n"` // from 1, per order
	State   status.TransferState `json:"state"`
	From    string               `json:"from"` // codes of places, as in Portion.Warehouse
	To      string               `json:"to"`
	Central bool                 `json:"central,omitzero"` // To is the central warehouse
	How     string               `json:"how,omitzero"`     // how the buyer is to get the goods, as the host names it
	Why     string               `json:"why,omitzero"`     // why it, or a part of it, was dropped last
	// Units are all that it is about, without those that were dropped. Units that are cancelled while they are on the
	// way stay here: somebody must receive them.
	Units []Units `json:"units"`
	// What came, came damaged, and did not come. The rest of Units is still under way.
	Received []Units `json:"received,omitzero"`
	Damaged  []Units `json:"damaged,omitzero"`
	Lost     []Units `json:"lost,omitzero"`

	before []Move // its units before it was asked for
}

// what names the transfer in a refusal.
func (t Transfer) what() Text { return Textf("transfer T%d", t.N) }

// open reports whether something is still to happen to the transfer.
func (t Transfer) open() bool { return !status.Transfers().Final(t.State) }

// travels reports whether the goods have left their source.
func (t Transfer) travels() bool {
	return t.State == status.TransferSent || t.State == status.TransferPosted
}

// underWay lists the units of which nothing is known since they were asked for or sent.
func (t Transfer) underWay() []Units {
	return unitsWithout(t.Units, slices.Concat(t.Received, t.Damaged, t.Lost))
}

// unitsWithout returns what is left of units when others are taken out.
func unitsWithout(us, others []Units) []Units {
	return rangesOf(without(movesOf(us), movesOf(others)))
}

// movesOf makes moves that only name units.
func movesOf(us []Units) []Move {
	ms := make([]Move, len(us))
	for i, u := range us {
		ms[i] = Move{u.Line, Portion{From: u.From, To: u.To}}
	}
	return ms
}

// addUnits returns units with more, in the order of the lines, put together where they touch.
func (o *Order) addUnits(us, more []Units) []Units {
	out := slices.Concat(us, more)
	slices.SortFunc(out, func(a, b Units) int { return cmp.Or(o.index[a.Line]-o.index[b.Line], a.From.Cmp(b.From)) })
	return joinUnits(out)
}

func cloneTransfers(ts []Transfer) []Transfer {
	out := slices.Clone(ts)
	for i := range out {
		t := &out[i]
		t.Units, t.Received, t.Damaged, t.Lost = slices.Clone(t.Units), slices.Clone(t.Received), slices.Clone(t.Damaged), slices.Clone(t.Lost)
		t.before = nil
	}
	return out
}

// transfer finds a transfer by number.
func (o *Order) transfer(n int) (Transfer, error) {
	if n < 1 || n > len(o.transfers) {
		return Transfer{}, refuse(ErrUnknown, Textf("transfer T%d", n), "the order has %d {1:transfer|transfers}", len(o.transfers))
	}
	return o.transfers[n-1], nil
}

// openTransfer finds a transfer that an actor may go on with, in one of some states.
func (o *Order) openTransfer(n int, states ...status.TransferState) (Transfer, error) {
	t, err := o.transfer(n)
	if err == nil {
		err = o.checkOwnTransfer(t)
	}
	if err != nil {
		return t, err
	}
	if slices.Contains(states, t.State) {
		return t, nil
	}
	return t, refuse(ErrNotNow, t.what(), "it is %s; it would have to be %v", t.State, states)
}

// inTransfer lists the living units of a transfer that are still under way, as they are.
func (o *Order) inTransfer(n int) (ms []Move) {
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Transfer == n {
				ms = append(ms, Move{l.id, p})
			}
		}
	}
	return ms
}

// onTransfer is the refusal of a step for units that are in a transfer; nil if that is not what hinders it.
func (o *Order) onTransfer(ps Picks, verb string, fits func(*line, Portion) bool) error {
	if !slices.ContainsFunc(o.transfers, Transfer.open) {
		return nil
	}
	ms, err := o.pick(ps, verb, nearestBuyer, func(l *line, p Portion) bool { return p.Transfer != 0 || fits(l, p) })
	if err != nil {
		return nil
	}
	for _, m := range ms {
		if m.Transfer != 0 {
			t := o.transfers[m.Transfer-1]
			return refuse(ErrNotNow, t.what(), "%s of line %s are in it, from %s to %s, and it is %s: receive or drop it first",
				minus(m.To, m.From), m.Line, t.From, t.To, t.State)
		}
	}
	return nil
}

// backFrom returns units as they were before their transfer was asked for. A code that was rejected since is still bad.
func (o *Order) backFrom(t Transfer, ms []Move) (out []Move) {
	was := groupByLine(t.before)
	for _, m := range ms {
		for _, b := range was[m.Line] {
			p := b.Portion
			if p.From.Cmp(m.From) < 0 {
				p.From = m.From
			}
			if p.To.Cmp(m.To) > 0 {
				p.To = m.To
			}
			if p.From.Cmp(p.To) >= 0 {
				continue
			}
			if p.Shipment != m.Shipment { // a shipment does not wait for it
				p.Shipment = 0
			}
			if m.State == status.ItemRemarking && p.State == status.ItemAssembling {
				p.State = status.ItemRemarking
			}
			out = append(out, Move{m.Line, p})
		}
	}
	return out
}

// shortOf returns units as they are when they are not to be had any more: without a warehouse, in no shipment.
func shortOf(ms []Move) []Move {
	out := moveTo(status.ItemConfirmed, ms)
	for i := range out {
		out[i].Warehouse, out[i].Transfer, out[i].Shipment = "", 0, 0
	}
	return out
}

// at returns units of a transfer that have come.
func (t Transfer) at(ms []Move) []Move {
	out := slices.Clone(ms)
	for i := range out {
		m := &out[i]
		if m.State != status.ItemRemarking {
			m.State = status.ItemAssembling
		}
		m.Warehouse, m.Transfer = t.To, 0
	}
	return out
}

// goesOn is the state of a unit in a transfer that waited for a new code and has it.
func (t Transfer) goesOn() status.ItemState {
	if t.State == status.TransferPosted {
		return status.ItemSentToCentral
	}
	return status.ItemRequested
}

// checkTransfer checks the number of a transfer.
func (o *Order) checkTransfer(n int) error {
	if n < 1 || n > len(o.transfers) {
		return fmt.Errorf("unknown transfer T%d", n)
	}
	return nil
}

// checkTransferMoves checks what a stored event says of a transfer.
func (o *Order) checkTransferMoves(n int, state status.TransferState, ms []Move, us ...[]Units) error {
	if state == 0 || state > status.TransferDropped {
		return fmt.Errorf("transfer state %q", state)
	}
	return firstError(o.checkTransfer(n), o.checkMoves(ms), o.checkUnits(slices.Concat(us...)...))
}

var errNoTransfer = errors.New("a transfer of nothing, or from a place to itself")

// check checks a new transfer of a stored event.
func (t Transfer) check(o *Order) error {
	if n := len(o.transfers) + 1; t.N != n {
		return fmt.Errorf("transfer T%d where T%d is next", t.N, n)
	}
	if t.State != status.TransferRequested || t.From == "" || t.To == "" || t.From == t.To || len(t.Units) == 0 {
		return errNoTransfer
	}
	return o.checkUnits(slices.Concat(t.Units, t.Received, t.Damaged, t.Lost)...)
}
