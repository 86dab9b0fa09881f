package status

import (
	"slices"
	"sync"
)

// Items returns the machine of the units of a line. As with orders, reports may leave steps out on the way forward.
// A return of goods that never left ends at once; a return of goods on the road or with the buyer has to travel.
func Items() *ItemMachine { return items() }

var items = sync.OnceValue(func() *ItemMachine {
	var (
		planned = states[ItemState]{ItemNew, ItemConfirmed, ItemRequested, ItemSentToCentral}
		here    = planned.and(ItemAssembling, ItemRemarking, ItemPacked)
		fit     = planned.and(ItemAssembling, ItemPacked) // a unit with a bad code must not leave
		away    = states[ItemState]{ItemSent, ItemArrived}
	)
	return mustMachine("item", MachineSpec[ItemState, Trigger]{
		States:  numbered(ItemCancelled),
		Initial: []ItemState{ItemNew},
		Final:   []ItemState{ItemHandedOut, ItemRefused, ItemReturned, ItemLost, ItemCancelled},
		Transitions: slices.Concat(
			states[ItemState]{ItemNew}.on(TriggerConfirm, ItemConfirmed),
			// A unit with a new code goes on where it was: asked for, or on the way.
			states[ItemState]{ItemNew, ItemConfirmed, ItemAssembling, ItemRemarking}.on(TriggerRequest, ItemRequested),
			states[ItemState]{ItemNew, ItemConfirmed, ItemRequested, ItemRemarking}.on(TriggerSendToCentral, ItemSentToCentral),
			planned.and(ItemRemarking).on(TriggerAssemble, ItemAssembling),
			states[ItemState]{ItemRequested, ItemSentToCentral, ItemAssembling, ItemRemarking, ItemPacked}.on(TriggerRelease, ItemConfirmed),
			states[ItemState]{ItemConfirmed, ItemRequested, ItemSentToCentral, ItemAssembling, ItemPacked}.on(TriggerRemark, ItemRemarking),
			here.on(TriggerPack, ItemPacked),
			states[ItemState]{ItemPacked}.on(TriggerUnpack, ItemAssembling),
			fit.on(TriggerHandOver, ItemSent),
			fit.and(away...).on(TriggerArrive, ItemArrived),
			fit.and(away...).on(TriggerDeliver, ItemHandedOut),
			fit.and(away...).on(TriggerRefuse, ItemRefused), // at the door, or at the seller's own counter
			here.on(TriggerReturn, ItemReturned),
			away.and(ItemRefused, ItemHandedOut).on(TriggerReturn, ItemReturning),
			// A second return of the same units, or the same one reported again, changes nothing.
			[]Transition[ItemState, Trigger]{{ItemReturning, TriggerReturn, ItemReturning}},
			states[ItemState]{ItemReturning, ItemRefused, ItemHandedOut, ItemLost}.on(TriggerReceive, ItemReturned),
			away.and(ItemSentToCentral, ItemRefused, ItemReturning).on(TriggerLose, ItemLost),
			states[ItemState]{ItemReturning, ItemReturned}.on(TriggerGiveBack, ItemHandedOut),
			states[ItemState]{ItemReturning}.on(TriggerWithdraw, ItemHandedOut),
			// A return that was asked for on the road is withdrawn: the goods travel on.
			states[ItemState]{ItemReturning}.on(TriggerHandOver, ItemSent),
			states[ItemState]{ItemReturning}.on(TriggerArrive, ItemArrived),
			here.and(away...).on(TriggerCancel, ItemCancelled),
		),
	})
})

// Shipments returns the machine of a parcel. One that the carrier reported lost may still turn up at the sender's.
func Shipments() *ShipmentMachine { return shipments() }

var shipments = sync.OnceValue(func() *ShipmentMachine {
	var (
		here = states[ShipmentState]{ShipmentAssembling, ShipmentRequested}
		away = states[ShipmentState]{ShipmentSent, ShipmentArrived}
	)
	return mustMachine("shipment", MachineSpec[ShipmentState, Trigger]{
		States:  numbered(ShipmentCancelled),
		Initial: []ShipmentState{ShipmentAssembling, ShipmentRequested},
		Final: []ShipmentState{
			ShipmentHandedOut, ShipmentPartlyHandedOut, ShipmentCameBack, ShipmentLost, ShipmentCancelled,
		},
		Transitions: slices.Concat(
			states[ShipmentState]{ShipmentAssembling}.on(TriggerRequest, ShipmentRequested),
			states[ShipmentState]{ShipmentRequested}.on(TriggerReject, ShipmentAssembling),
			here.on(TriggerHandOver, ShipmentSent),
			here.and(ShipmentSent).on(TriggerArrive, ShipmentArrived),
			here.and(away...).and(ShipmentComingBack).on(TriggerDeliver, ShipmentHandedOut),
			here.and(away...).and(ShipmentComingBack).on(TriggerDeliverPartly, ShipmentPartlyHandedOut),
			away.and(ShipmentPartlyHandedOut).on(TriggerReturn, ShipmentComingBack),
			away.and(ShipmentPartlyHandedOut, ShipmentComingBack, ShipmentLost).on(TriggerReceive, ShipmentCameBack),
			away.and(ShipmentComingBack).on(TriggerLose, ShipmentLost),
			here.on(TriggerCancel, ShipmentCancelled),
		),
	})
})

// Transfers returns the machine of a transfer between two places of the seller. Posted is the way to the central
// warehouse: one to a shop that is posted is received. What was posted is received, damaged or lost, and not dropped.
func Transfers() *TransferMachine { return transfers() }

var transfers = sync.OnceValue(func() *TransferMachine {
	open := states[TransferState]{TransferRequested, TransferSent}
	return mustMachine("transfer", MachineSpec[TransferState, Trigger]{
		States:  numbered(TransferDropped),
		Initial: []TransferState{TransferRequested},
		Final:   []TransferState{TransferReceived, TransferDropped},
		Transitions: slices.Concat(
			states[TransferState]{TransferRequested}.on(TriggerHandOver, TransferSent),
			states[TransferState]{TransferSent}.on(TriggerSendToCentral, TransferPosted),
			states[TransferState]{TransferSent, TransferPosted}.on(TriggerReceive, TransferReceived),
			open.on(TriggerCancel, TransferDropped),
		),
	})
})
