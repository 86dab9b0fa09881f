package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// TransferRequested records that units are asked for from another place.
type TransferRequested struct {
	Transfer Transfer `json:"transfer"`
	Moves    []Move   `json:"moves"`
}

// Kind implements Body.
func (TransferRequested) Kind() string { return "transfer-requested" }

func (b TransferRequested) check(o *Order) error {
	if err := b.Transfer.check(o); err != nil {
		return err
	}
	with := *o
	with.transfers = append(slices.Clip(o.transfers), b.Transfer)
	return with.checkMoves(b.Moves)
}

func (b TransferRequested) apply(o *Order, _ *Event) {
	t := b.Transfer
	for _, m := range b.Moves {
		o.lines[o.index[m.Line]].each(m.From, m.To, func(p Portion) { t.before = append(t.before, Move{m.Line, p}) })
	}
	o.transfers = append(o.transfers, t)
	o.moveAll(b.Moves)
}

// TransferSent records that the source has sent the units of a transfer.
type TransferSent struct {
	N     int    `json:"n"` // number of the transfer
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (TransferSent) Kind() string { return "transfer-sent" }

func (b TransferSent) check(o *Order) error {
	return o.checkTransferMoves(b.N, status.TransferSent, b.Moves)
}

func (b TransferSent) apply(o *Order, _ *Event) {
	o.transfers[b.N-1].State = status.TransferSent
	o.moveAll(b.Moves)
}

// TransferPosted records that the document of a transfer is posted. One that does not go to the central warehouse is
// received by the same, which is an event of its own.
type TransferPosted struct {
	N     int    `json:"n"`
	Moves []Move `json:"moves,omitzero"`
}

// Kind implements Body.
func (TransferPosted) Kind() string { return "transfer-posted" }

func (b TransferPosted) check(o *Order) error {
	return o.checkTransferMoves(b.N, status.TransferPosted, b.Moves)
}

func (b TransferPosted) apply(o *Order, _ *Event) {
	o.transfers[b.N-1].State = status.TransferPosted
	o.moveAll(b.Moves)
}

// TransferReceived records what came by a transfer.
type TransferReceived struct {
	N       int                  `json:"n"`
	State   status.TransferState `json:"state"` // of the transfer now: received once nothing more is to come
	Units   []Units              `json:"units,omitzero"`
	Damaged []Units              `json:"damaged,omitzero"`
	Lost    []Units              `json:"lost,omitzero"`
	Moves   []Move               `json:"moves,omitzero"`
}

// Kind implements Body.
func (TransferReceived) Kind() string { return "transfer-received" }

func (b TransferReceived) check(o *Order) error {
	return o.checkTransferMoves(b.N, b.State, b.Moves, b.Units, b.Damaged, b.Lost)
}

func (b TransferReceived) apply(o *Order, _ *Event) {
	t := &o.transfers[b.N-1]
	t.State = b.State
	t.Received, t.Damaged, t.Lost = o.addUnits(t.Received, b.Units), o.addUnits(t.Damaged, b.Damaged), o.addUnits(t.Lost, b.Lost)
	o.moveAll(b.Moves)
}

// TransferDropped records that a transfer, or a part of it, is not wanted any more or was refused by its source.
type TransferDropped struct {
	N     int                  `json:"n"`
	State status.TransferState `json:"state"` // of the transfer now: dropped once nothing is left of it
	Units []Units              `json:"units,omitzero"`
	Moves []Move               `json:"moves,omitzero"` // none of units that were cancelled or released
	Why   string               `json:"why,omitzero"`
}

// Kind implements Body.
func (TransferDropped) Kind() string { return "transfer-dropped" }

func (b TransferDropped) check(o *Order) error {
	return o.checkTransferMoves(b.N, b.State, b.Moves, b.Units)
}

func (b TransferDropped) apply(o *Order, _ *Event) {
	t := &o.transfers[b.N-1]
	t.State, t.Why = b.State, b.Why
	if left := unitsWithout(t.Units, b.Units); b.State != status.TransferDropped {
		t.Units = left // the whole transfer keeps what it was about
	}
	o.moveAll(b.Moves)
}
