package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// The built-in schemes.
const (
	Standard         SchemeCode = "standard"          // a marketplace order that the marketplace delivers
	MerchantDelivery SchemeCode = "merchant-delivery" // a marketplace order that the merchant delivers
	OwnPickup        SchemeCode = "own-pickup"        // an own shop's order issued at the seller's point
	ByCarrier        SchemeCode = "carrier"           // an own shop's prepaid order that carriers deliver
	EProcurement     SchemeCode = "e-procurement"     // a buyer organisation's order to a supplier
)

// Step says from which item states a command may move units, and to which.
type Step struct {
	Kind  Kind             `json:"kind"`
	From  status.ItemSet   `json:"from"`
	To    status.ItemState `json:"to,omitzero"`    // zero: the command decides
	Whole bool             `json:"whole,omitzero"` // all living goods at once, or none
}

// Scheme is the rules of a way of selling, as data: what may be done when. Take one with SchemeCode.Rules, change the
// copy, give it a code of its own and pass it with WithScheme.
type Scheme struct {
	Code SchemeCode `json:"code"`
	// Start is the state of units of a new order.
	Start status.ItemState `json:"start"`
	Steps []Step           `json:"steps"`
	// Prepaid: nothing is assembled before the order is paid.
	Prepaid bool `json:"prepaid,omitzero"`
	// Editable: lines may be changed here until the order is paid.
	Editable bool `json:"editable,omitzero"`
	// PartialCancel: states from which some of the order's units may be refused while others live on.
	PartialCancel status.ItemSet `json:"partialCancel"`
	// FullCancel: states in which all living goods must be for the whole order to be cancelled.
	FullCancel status.ItemSet `json:"fullCancel"`
	// DoorResults: states in which a refusal is not a cancellation but the result of the hand-over at the door, kept until
	// the order is closed.
	DoorResults status.ItemSet `json:"doorResults,omitzero"`
	// CancelIsRequest: a cancellation that the channel reports must be answered; until then nothing changes.
	CancelIsRequest bool `json:"cancelIsRequest,omitzero"`
	// MoveDate: states in which all living goods must be for the delivery date to be moved.
	MoveDate status.ItemSet `json:"moveDate,omitzero"`
	// Boxes: packing needs boxes; they must hold every confirmed unit.
	Boxes bool `json:"boxes,omitzero"`
	// MarksBefore: the command before which marked units must have their codes, or "".
	MarksBefore Kind `json:"marksBefore,omitzero"`
	// Needs: documents that must be attached and posted before a command.
	Needs map[Kind][]string `json:"needs,omitzero"`
	// FirstSent: the order is under way as soon as one unit is; otherwise when all are.
	FirstSent bool `json:"firstSent,omitzero"`
	// AssemblingOnPayment: a paid order counts as being assembled though no unit is yet.
	AssemblingOnPayment bool `json:"assemblingOnPayment,omitzero"`
	// Returns: states from which units may be split off into a return block.
	Returns status.ItemSet `json:"returns"`
	// ChannelRefunds: the channel holds the buyer's money and pays it back itself.
	ChannelRefunds bool `json:"channelRefunds,omitzero"`
	// RefundBeforeGoods: money may be paid back before the goods are received back.
	RefundBeforeGoods bool `json:"refundBeforeGoods,omitzero"`
	// SilentClose is after how many days without a change of state the channel closes the order by itself, 0 for never.
	SilentClose int `json:"silentClose,omitzero"`
	// Receipts: a return block is closed only with the receipt of its refund.
	Receipts bool `json:"receipts,omitzero"`
}

// step returns the rule for a command.
func (s *Scheme) step(k Kind) (Step, bool) {
	i := slices.IndexFunc(s.Steps, func(st Step) bool { return st.Kind == k })
	if i < 0 {
		return Step{}, false
	}
	return s.Steps[i], true
}

// Check tells whether the scheme makes sense: every step must be legal for items, and no rule may name states that units
// cannot be in.
func (s *Scheme) Check() error {
	if s.Code == "" {
		return refuse(ErrInvalid, "scheme", "it has no code")
	}
	if s.Start != status.ItemNew && s.Start != status.ItemConfirmed {
		return refuse(ErrInvalid, Textf("scheme %s", s.Code), "units begin as new or confirmed, not as %q", s.Start)
	}
	for _, set := range []status.ItemSet{s.PartialCancel, s.FullCancel, s.DoorResults, s.MoveDate, s.Returns} {
		if set&^allItems != 0 {
			return refuse(ErrInvalid, Textf("scheme %s", s.Code), "a rule names item states that do not exist; known are %v", allItems.List())
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
	return nil
}

// sets of states that the built-in schemes share
var (
	allItems  = status.ItemSet(1<<(status.ItemCancelled+1) - 2)
	inHouse   = status.ItemStates(status.ItemNew, status.ItemConfirmed, status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	confirmed = inHouse &^ status.ItemStates(status.ItemNew)
	unpacked  = inHouse &^ status.ItemStates(status.ItemPacked)
	assembly  = unpacked &^ status.ItemStates(status.ItemNew, status.ItemRemarking)
	underWay  = status.ItemStates(status.ItemSent, status.ItemArrived)
	delivered = status.ItemStates(status.ItemHandedOut, status.ItemReturning, status.ItemReturned) // the buyer has, or had, them
	finished  = status.ItemStates(status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled)
)

// steps are a scheme's own steps and, where it has none of a kind, those that all schemes have in common.
func steps(own ...Step) []Step {
	for _, st := range []Step{
		{Kind: KindConfirm, From: status.ItemStates(status.ItemNew), To: status.ItemConfirmed},
		{Kind: KindAssemble, From: assembly, To: status.ItemAssembling},
		{Kind: KindRelease, From: status.ItemStates(status.ItemRequested, status.ItemAssembling, status.ItemPacked), To: status.ItemConfirmed},
		{Kind: KindCreateShipment, From: assembly | status.ItemStates(status.ItemPacked)},
		{Kind: KindArrive, From: status.ItemStates(status.ItemSent), To: status.ItemArrived},
	} {
		if !slices.ContainsFunc(own, func(o Step) bool { return o.Kind == st.Kind }) {
			own = append(own, st)
		}
	}
	return own
}

// unreserve is the release of schemes in which the marketplace knows the packing: packed units stay packed.
var unreserve = Step{Kind: KindRelease, From: status.ItemStates(status.ItemRequested, status.ItemAssembling), To: status.ItemConfirmed}

// together is the shipment of schemes in which all goods leave at once.
var together = Step{Kind: KindCreateShipment, From: assembly | status.ItemStates(status.ItemPacked), Whole: true}

func standard() Scheme {
	return Scheme{
		Code: Standard, Start: status.ItemNew,
		Steps: steps(
			unreserve, together,
			Step{Kind: KindPack, From: assembly, To: status.ItemPacked, Whole: true},
			Step{Kind: KindHandOver, From: status.ItemStates(status.ItemPacked), To: status.ItemSent, Whole: true},
			Step{Kind: KindDeliver, From: underWay, To: status.ItemHandedOut},
		),
		PartialCancel: status.ItemStates(status.ItemNew), FullCancel: unpacked,
		Boxes: true, MarksBefore: KindPack, Returns: status.ItemStates(status.ItemHandedOut, status.ItemRefused), ChannelRefunds: true,
	}
}

func merchantDelivery() Scheme {
	s := standard()
	s.Code = MerchantDelivery
	s.Steps = steps(
		unreserve, together,
		// The marketplace lets a merchant pack an order that was never confirmed.
		Step{Kind: KindPack, From: assembly | status.ItemStates(status.ItemNew), To: status.ItemPacked, Whole: true},
		Step{Kind: KindHandOver, From: status.ItemStates(status.ItemPacked), To: status.ItemSent, Whole: true},
		Step{Kind: KindDeliver, From: underWay | status.ItemStates(status.ItemPacked), To: status.ItemHandedOut, Whole: true},
	)
	s.Boxes = false
	s.DoorResults = underWay
	s.CancelIsRequest = true
	s.MoveDate = confirmed
	return s
}

func ownPickup() Scheme {
	return Scheme{
		Code: OwnPickup, Start: status.ItemNew, Editable: true,
		Steps: steps(
			Step{Kind: KindPack, From: assembly, To: status.ItemPacked},
			Step{Kind: KindHandOver, From: assembly | status.ItemStates(status.ItemPacked), To: status.ItemSent},
			Step{Kind: KindDeliver, From: assembly | status.ItemStates(status.ItemPacked) | underWay, To: status.ItemHandedOut},
		),
		PartialCancel: inHouse, FullCancel: inHouse | underWay, MoveDate: inHouse, MarksBefore: KindDeliver,
		FirstSent: true, Returns: inHouse | underWay | status.ItemStates(status.ItemHandedOut, status.ItemRefused), Receipts: true,
	}
}

func byCarrier() Scheme {
	s := ownPickup()
	s.Code, s.Start, s.Prepaid, s.AssemblingOnPayment, s.MarksBefore = ByCarrier, status.ItemConfirmed, true, true, KindHandOver
	s.Steps = steps(
		Step{Kind: KindPack, From: assembly, To: status.ItemPacked},
		Step{Kind: KindHandOver, From: assembly | status.ItemStates(status.ItemPacked), To: status.ItemSent},
		Step{Kind: KindDeliver, From: underWay, To: status.ItemHandedOut},
	)
	s.FullCancel = inHouse
	return s
}

func eProcurement() Scheme {
	s := ownPickup()
	s.Code, s.Editable, s.MarksBefore, s.Receipts = EProcurement, false, KindHandOver, false
	s.FullCancel = inHouse
	s.PartialCancel = status.ItemStates(status.ItemNew)
	return s
}

// Rules returns the scheme with this code, among those of the options (WithScheme) or the built-in ones. It reports whether
// there is one.
func (c SchemeCode) Rules(opts ...Option) (Scheme, bool) {
	for _, s := range configOf(opts).schemes {
		if s.Code == c {
			return s, true
		}
	}
	switch c {
	case Standard:
		return standard(), true
	case MerchantDelivery:
		return merchantDelivery(), true
	case OwnPickup:
		return ownPickup(), true
	case ByCarrier:
		return byCarrier(), true
	case EProcurement:
		return eProcurement(), true
	}
	return Scheme{}, false
}

// Schemes lists the built-in schemes, and those of the options (WithScheme).
func Schemes(opts ...Option) []Scheme {
	return append([]Scheme{standard(), merchantDelivery(), ownPickup(), byCarrier(), eProcurement()}, configOf(opts).schemes...)
}

// String summarises what the scheme allows, for a person.
func (s *Scheme) String() string {
	return fmt.Sprintf("%s: partial cancel %v, full cancel %v, move date %v", s.Code, s.PartialCancel.List(), s.FullCancel.List(), s.MoveDate.List())
}
