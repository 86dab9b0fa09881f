package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// mayLeave are the states of units that are with the seller and may leave at once.
var mayLeave = withSeller &^ status.ItemStates(status.ItemRemarking)

// rozetka is driven by the documents of the seller's ERP, which may leave steps out: an order that is received at once
// was never handed over here. Its lines are edited in ROZETKA's cabinet only, and it has one status for all goods.
func rozetka() Scheme {
	return Scheme{
		Code: SchemeRozetka, Start: status.ItemNew,
		Steps: withCommonSteps(
			Step{Kind: KindPack, From: assemblyStates, To: status.ItemPacked},
			Step{Kind: KindHandOver, From: mayLeave, To: status.ItemSent, Whole: true},
			Step{Kind: KindArrive, From: mayLeave | status.ItemStates(status.ItemSent), To: status.ItemArrived},
			Step{Kind: KindDeliver, From: mayLeave | inTransit, To: status.ItemHandedOut, Whole: true},
		),
		FullCancel: withSeller | inTransit, Returns: withSeller | inTransit | status.ItemStates(status.ItemHandedOut, status.ItemRefused),
		SilentClose: 30, CancelNeedsTold: true,
		// Its cabinet takes a confirmed order, or one with a waybill that did not travel yet, back into work. It knows
		// nothing of how far the goods of a confirmed order are made ready.
		Back: []WayBack{{From: confirmedStates | status.ItemStates(status.ItemSent), To: status.OrderInWork}},
		Documents: []DocumentRule{
			{Kind: "invoice", State: "issued", Does: []Kind{KindConfirm, KindAssemble}, Undo: []Kind{KindRelease}, Place: PlaceFrom},
			{Kind: "waybill", State: "sent", With: []string{"invoice"}, Does: []Kind{KindHandOver}, Place: PlaceFrom},
			{Kind: "waybill", State: "delivered", Does: []Kind{KindArrive}, Place: PlaceFrom},
			{Kind: "waybill", State: "received", Does: []Kind{KindDeliver, KindComplete}, Place: PlaceFrom},
		},
	}
}

// eSklep is a shop whose orders are done by the documents of ERP Optima: the order (RO) out of its buffer confirms, the
// invoice (FS) with the goods issue (WZ) delivers; either of the two alone changes nothing. Between two passes all of
// them may come at once.
func eSklep() Scheme {
	s := ownPickup()
	s.Code, s.Editable, s.MarksBefore, s.Receipts = SchemeESklep, false, "", false
	s.Steps = withCommonSteps(
		Step{Kind: KindPack, From: assemblyStates, To: status.ItemPacked},
		Step{Kind: KindHandOver, From: assemblyStates | status.ItemStates(status.ItemPacked), To: status.ItemSent},
		Step{Kind: KindDeliver, From: mayLeave | inTransit, To: status.ItemHandedOut},
	)
	s.Documents = []DocumentRule{
		{Kind: "customer-order", State: "out-of-buffer", Does: []Kind{KindConfirm}},
		{Kind: "invoice", With: []string{"goods-issue"}, Does: []Kind{KindDeliver, KindComplete}},
	}
	return s
}

// eSklepXT is the same shop with ERP XT: an order document that is there confirms, one that is gone cancels, and the
// invoice alone delivers.
func eSklepXT() Scheme {
	s := eSklep()
	s.Code = SchemeESklepXT
	s.Documents = []DocumentRule{
		{Kind: "customer-order", Does: []Kind{KindConfirm}, Undo: []Kind{KindCancel}},
		{Kind: "invoice", Does: []Kind{KindDeliver, KindComplete}},
	}
	return s
}
