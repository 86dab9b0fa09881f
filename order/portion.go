package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Portion is a range [From,To) of a line's units with the same state, warehouse, transfer, shipment and return block,
// in thousandths from the line's start. The portions of a line always cover it exactly once.
type Portion struct {
	From      amount.Quantity      `json:"from"`
	To        amount.Quantity      `json:"to"`
	State     status.ItemState     `json:"state"`
	Warehouse string               `json:"warehouse,omitzero"` // where they are reserved or were taken from
	Transfer  int                  `json:"transfer,omitzero"`  // number of the open transfer that they are in, 0 for none
	Shipment  int                  `json:"shipment,omitzero"`  // number of the shipment, 0 for none
	Block     int                  `json:"block,omitzero"`     // number of the return block, 0 for none
	Custody   status.ReturnCustody `json:"custody,omitzero"`   // of a portion in a return block
	Door      status.Reason        `json:"door,omitzero"`      // refused at the door; takes effect when the order is closed
}

// sold reports whether the buyer pays for the units: they are neither cancelled nor returned, or their return was
// rejected.
func (p Portion) sold() bool { return !endedStates.Has(p.State) || p.Custody == status.CustodyRejected }

// same reports whether two portions differ only in their range.
func (p Portion) same(q Portion) bool {
	p.From, p.To = q.From, q.To
	return p == q
}

// Move is a portion of a line as it is from now on. Events store moves.
type Move struct {
	Line string `json:"line"`
	Portion
}

// Units names units [From,To) of a line.
type Units struct {
	Line string          `json:"line"`
	From amount.Quantity `json:"from"`
	To   amount.Quantity `json:"to"`
}

// Part is the price of some units of a line. Sum includes VAT.
type Part struct {
	Line string          `json:"line"`
	From amount.Quantity `json:"from"`
	To   amount.Quantity `json:"to"`
	Sum  amount.Money    `json:"sum"`
	VAT  amount.Money    `json:"vat"`
}

// rangesOf strips moves to the ranges they are about.
func rangesOf(ms []Move) []Units {
	us := make([]Units, len(ms))
	for i, m := range ms {
		us[i] = Units{m.Line, m.From, m.To}
	}
	return us
}

// moveTo returns moves that change only the state of units.
func moveTo(state status.ItemState, ms []Move) []Move {
	out := make([]Move, len(ms))
	for i, m := range ms {
		m.State = state
		out[i] = m
	}
	return out
}

// sumOf adds up the units of moves, in thousandths.
func sumOf(ms []Move) int64 {
	var n int64
	for _, m := range ms {
		n += m.To.Milli() - m.From.Milli()
	}
	return n
}
