package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// SchemeCode names a scheme.
type SchemeCode string

// The built-in schemes.
const (
	Standard         SchemeCode = "standard"          // a marketplace order that the marketplace delivers
	MerchantDelivery SchemeCode = "merchant-delivery" // a marketplace order that the merchant delivers
	OwnPickup        SchemeCode = "own-pickup"        // an own shop's order issued at the seller's point
	ByCarrier        SchemeCode = "carrier"           // an own shop's prepaid order that carriers deliver
	EProcurement     SchemeCode = "e-procurement"     // a buyer organisation's order to a supplier
	SchemeRozetka    SchemeCode = "rozetka"           // an order of ROZETKA that the seller's documents drive
	SchemeESklep     SchemeCode = "e-sklep"           // an order of Comarch e-Sklep that documents of ERP Optima drive
	SchemeESklepXT   SchemeCode = "e-sklep-xt"        // the same with ERP XT, which shows neither buffer nor goods issue
)

// Step is a rule of a scheme: from which item states a command may move units, and to which.
type Step struct {
	Kind  Kind             `json:"kind"`
	From  status.ItemSet   `json:"from"`
	To    status.ItemState `json:"to,omitzero"`    // zero: the command decides
	Whole bool             `json:"whole,omitzero"` // all living goods at once, or none
}

// reach is the rank from which units are past the step.
func (st Step) reach() int {
	if st.To == 0 {
		return rank(status.ItemSent)
	}
	return rank(st.To)
}

// Scheme is the rules of a way of selling, as data. To make one, take a copy with SchemeCode.Rules, change it, give
// it a code of its own and pass it with WithScheme.
type Scheme struct {
	Code SchemeCode `json:"code"`
	// Start is the state of units of a new order.
	Start status.ItemState `json:"start"`
	Steps []Step           `json:"steps"`
	// Prepaid: nothing is assembled before the order is paid. Without it the buyer may pay when the goods are there, or
	// on account: goods leave whether money was received, is held, or neither.
	Prepaid bool `json:"prepaid,omitzero"`
	// HeldSuffices: in a prepaid scheme goods are assembled, packed and announced to a carrier when the whole sum is paid
	// or held, because the seller can take held money at any time. They leave only when it is taken.
	HeldSuffices bool `json:"heldSuffices,omitzero"`
	// Editable: lines may be changed here until the order is paid.
	Editable bool `json:"editable,omitzero"`
	// PartialCancel: states in which some of the units may be refused while others stay.
	PartialCancel status.ItemSet `json:"partialCancel"`
	// FullCancel: states in which all living goods must be for the whole order to be cancelled.
	FullCancel status.ItemSet `json:"fullCancel"`
	// DoorResults: states in which a refusal is not a cancellation but the result of the hand-over at the door, kept
	// until the order is closed.
	DoorResults status.ItemSet `json:"doorResults,omitzero"`
	// CancelIsRequest: a cancellation reported by the channel must be answered; until then nothing changes.
	CancelIsRequest bool `json:"cancelIsRequest,omitzero"`
	// CancelNeedsTold: the seller cancels only with word of how the buyer was told.
	CancelNeedsTold bool `json:"cancelNeedsTold,omitzero"`
	// MoveDate: states in which all living goods must be for the delivery date to be moved.
	MoveDate status.ItemSet `json:"moveDate,omitzero"`
	// Boxes: packing needs boxes; they must hold every confirmed unit.
	Boxes bool `json:"boxes,omitzero"`
	// MarksBefore: the command before which marked units must have their codes, or "".
	MarksBefore Kind `json:"marksBefore,omitzero"`
	// Needs: documents that must be attached and posted before a command.
	Needs map[Kind][]string `json:"needs,omitzero"`
	// Documents: what documents stand for, see IssueDocument.
	Documents []DocumentRule `json:"documents,omitzero"`
	// FirstSent: the order is sent as soon as one unit is; otherwise when all are.
	FirstSent bool `json:"firstSent,omitzero"`
	// AssemblingOnPayment: a paid order counts as being assembled though no unit is yet.
	AssemblingOnPayment bool `json:"assemblingOnPayment,omitzero"`
	// Returns: states from which units may be split off into a return block.
	Returns status.ItemSet `json:"returns"`
	// ChannelRefunds: the channel holds the buyer's money and refunds it.
	ChannelRefunds bool `json:"channelRefunds,omitzero"`
	// RefundBeforeGoods: money may be paid back before the goods are received back.
	RefundBeforeGoods bool `json:"refundBeforeGoods,omitzero"`
	// MarkedBack: the place, such as a central warehouse, to which goods with marking codes go on that come back to
	// another one (Receive.Place); they stay where they come back without.
	MarkedBack string `json:"markedBack,omitzero"`
	// Back: the ways back that are followed when the owner of the fulfilment takes an order back. Any other one is a
	// HoldDivergence.
	Back []WayBack `json:"back,omitzero"`
	// SilentClose: the number of days without a change of state after which the channel closes the order; 0 for
	// never.
	SilentClose int `json:"silentClose,omitzero"`
	// Receipts: a return block is closed only with the receipt of its refund.
	Receipts bool `json:"receipts,omitzero"`
}

// WayBack is a way back that is followed: from which states of its units to which state of the order.
type WayBack struct {
	From status.ItemSet    `json:"from"`
	To   status.OrderState `json:"to"`
}

// followsBack reports whether units may be taken back to a state.
func (s *Scheme) followsBack(ms []Move, to status.OrderState) bool {
	return !slices.ContainsFunc(ms, func(m Move) bool {
		return !slices.ContainsFunc(s.Back, func(w WayBack) bool { return w.To == to && w.From.Has(m.State) })
	})
}

// step returns the rule for a command.
func (s *Scheme) step(k Kind) (Step, bool) {
	i := slices.IndexFunc(s.Steps, func(st Step) bool { return st.Kind == k })
	if i < 0 {
		return Step{}, false
	}
	return s.Steps[i], true
}

// Check returns an error if the scheme cannot work: each step must be possible for items, and rules must name states
// that exist.
func (s *Scheme) Check() error {
	if s.Code == "" {
		return refuse(ErrInvalid, "scheme", "it has no code")
	}
	if s.Start != status.ItemNew && s.Start != status.ItemConfirmed {
		return refuse(ErrInvalid, Textf("scheme %s", s.Code), "its start must be new or confirmed")
	}
	for _, set := range []status.ItemSet{s.PartialCancel, s.FullCancel, s.DoorResults, s.MoveDate, s.Returns} {
		if set&^allItems != 0 {
			return refuse(ErrInvalid, Textf("scheme %s", s.Code), "a rule names item states that do not exist; known are %v", allItems.List())
		}
	}
	for _, w := range s.Back {
		if to := backTo(w.To); to == 0 || w.From&^(withSeller|inTransit) != 0 || slices.ContainsFunc(w.From.List(), func(f status.ItemState) bool { return stage(f) <= stage(to) }) {
			return refuse(ErrInvalid, Textf("scheme %s", s.Code), "the way back from %v to %s is none", w.From.List(), w.To)
		}
	}
	m := status.Items()
	for _, st := range s.Steps {
		if st.From&^allItems != 0 || st.To > status.ItemCancelled {
			return refuse(ErrInvalid, Textf("scheme %s", s.Code), "step %s names item states that do not exist", st.Kind)
		}
		for _, from := range st.From.List() {
			if st.To != 0 && from != st.To && !m.Reaches(from, st.To) {
				return refuse(ErrInvalid, Textf("scheme %s", s.Code), "step %s: no way from %s to %s", st.Kind, from, st.To)
			}
		}
	}
	return s.checkDocuments()
}

// String summarises what the scheme allows, for a person.
func (s *Scheme) String() string {
	return fmt.Sprintf("%s: partial cancel %v, full cancel %v, move date %v", s.Code, s.PartialCancel.List(), s.FullCancel.List(), s.MoveDate.List())
}
