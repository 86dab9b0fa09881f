package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
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
