package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// withCommonSteps adds to a scheme's own steps the steps that all schemes share, except those of the same kind.
func withCommonSteps(own ...Step) []Step {
	for _, st := range []Step{
		{Kind: KindConfirm, From: status.ItemStates(status.ItemNew), To: status.ItemConfirmed},
		{Kind: KindAssemble, From: assemblyStates, To: status.ItemAssembling},
		{Kind: KindRelease, From: status.ItemStates(status.ItemRequested, status.ItemAssembling, status.ItemPacked), To: status.ItemConfirmed},
		{Kind: KindRequestTransfer, From: status.ItemStates(status.ItemConfirmed, status.ItemAssembling), To: status.ItemRequested},
		{Kind: KindCreateShipment, From: assemblyStates | status.ItemStates(status.ItemPacked)},
		{Kind: KindArrive, From: status.ItemStates(status.ItemSent), To: status.ItemArrived},
	} {
		if !slices.ContainsFunc(own, func(o Step) bool { return o.Kind == st.Kind }) {
			own = append(own, st)
		}
	}
	return own
}

// releaseReserved is the release step of schemes in which the channel knows the packing: packed units stay packed.
var releaseReserved = Step{Kind: KindRelease, From: status.ItemStates(status.ItemRequested, status.ItemAssembling), To: status.ItemConfirmed}

// wholeShipment is the shipment of schemes in which all goods leave at once.
var wholeShipment = Step{Kind: KindCreateShipment, From: assemblyStates | status.ItemStates(status.ItemPacked), Whole: true}

func standard() Scheme {
	return Scheme{
		Code: Standard, Start: status.ItemNew,
		Steps: withCommonSteps(
			releaseReserved, wholeShipment,
			Step{Kind: KindPack, From: assemblyStates, To: status.ItemPacked, Whole: true},
			Step{Kind: KindHandOver, From: status.ItemStates(status.ItemPacked), To: status.ItemSent, Whole: true},
			Step{Kind: KindDeliver, From: inTransit, To: status.ItemHandedOut},
		),
		PartialCancel: status.ItemStates(status.ItemNew), FullCancel: unpackedStates,
		Boxes: true, MarksBefore: KindPack, Returns: status.ItemStates(status.ItemHandedOut, status.ItemRefused), ChannelRefunds: true,
	}
}

func merchantDelivery() Scheme {
	s := standard()
	s.Code = MerchantDelivery
	s.Steps = withCommonSteps(
		releaseReserved, wholeShipment,
		// The marketplace lets a merchant pack an order that was never confirmed.
		Step{Kind: KindPack, From: assemblyStates | status.ItemStates(status.ItemNew), To: status.ItemPacked, Whole: true},
		Step{Kind: KindHandOver, From: status.ItemStates(status.ItemPacked), To: status.ItemSent, Whole: true},
		Step{Kind: KindDeliver, From: inTransit | status.ItemStates(status.ItemPacked), To: status.ItemHandedOut, Whole: true},
	)
	s.Boxes = false
	s.DoorResults = inTransit
	s.CancelIsRequest = true
	s.MoveDate = confirmedStates
	return s
}

func ownPickup() Scheme {
	return Scheme{
		Code: OwnPickup, Start: status.ItemNew, Editable: true,
		Steps: withCommonSteps(
			Step{Kind: KindPack, From: assemblyStates, To: status.ItemPacked},
			Step{Kind: KindHandOver, From: assemblyStates | status.ItemStates(status.ItemPacked), To: status.ItemSent},
			Step{Kind: KindDeliver, From: assemblyStates | status.ItemStates(status.ItemPacked) | inTransit, To: status.ItemHandedOut},
		),
		PartialCancel: withSeller, FullCancel: withSeller | inTransit, MoveDate: withSeller, MarksBefore: KindDeliver,
		Documents: transferDocuments(), FirstSent: true, Returns: withSeller | inTransit | status.ItemStates(status.ItemHandedOut, status.ItemRefused), Receipts: true,
	}
}

func byCarrier() Scheme {
	s := ownPickup()
	s.Code, s.Start, s.Prepaid, s.AssemblingOnPayment, s.MarksBefore = ByCarrier, status.ItemConfirmed, true, true, KindHandOver
	s.HeldSuffices = true // a shop that pays in two stages takes the money when it knows that it has the goods
	s.Steps = withCommonSteps(
		Step{Kind: KindPack, From: assemblyStates, To: status.ItemPacked},
		Step{Kind: KindHandOver, From: assemblyStates | status.ItemStates(status.ItemPacked), To: status.ItemSent},
		Step{Kind: KindDeliver, From: inTransit, To: status.ItemHandedOut},
	)
	s.FullCancel = withSeller
	s.Documents = append(transferDocuments(), DocumentRule{Kind: "sale", State: DocumentPosted, Does: []Kind{KindHandOver}, Place: PlaceFrom})
	return s
}

func eProcurement() Scheme {
	s := ownPickup()
	s.Code, s.Editable, s.MarksBefore, s.Receipts = EProcurement, false, KindHandOver, false
	s.Documents = nil
	s.FullCancel = withSeller
	s.PartialCancel = status.ItemStates(status.ItemNew)
	return s
}

// transferDocuments are what the books' document of a transfer stands for. It may leave states out: between two
// readings it was sent and posted.
func transferDocuments() []DocumentRule {
	return []DocumentRule{
		{Kind: "transfer", State: "sent", Does: []Kind{KindSendTransfer}, Undo: []Kind{KindDropTransfer}},
		{Kind: "transfer", State: DocumentPosted, Does: []Kind{KindSendTransfer, KindPostTransfer}},
		{Kind: "transfer", State: "received", Does: []Kind{KindSendTransfer, KindReceiveTransfer}},
	}
}
