package status

import (
	"slices"
	"sync"
)

// Orders returns the machine of an order as a whole. Outside systems skip steps, so every step forward is legal from
// every earlier state: an order may be packed without having been confirmed, and delivered without having been reported
// on its way. The commands that a scheme allows are fewer than the reports that the machine allows.
func Orders() *OrderMachine { return orders() }

var orders = sync.OnceValue(func() *OrderMachine {
	var (
		// Nothing is reserved yet: lines may still be added.
		open = states[OrderState]{
			OrderAwaitingConfirmation, OrderNew, OrderInWork, OrderAwaitingConsent,
			OrderAwaitingPayment, OrderPaid, OrderConfirmed, OrderPartlyConfirmed,
		}
		here    = open.and(OrderAssembling, OrderPacked) // the goods are with the seller
		away    = states[OrderState]{OrderHandedToCarrier, OrderOutWithCourier, OrderArrived}
		before  = here.and(away...) // nothing is delivered yet
		settled = states[OrderState]{OrderPaid, OrderConfirmed, OrderPartlyConfirmed, OrderAssembling, OrderPacked}
	)
	return mustMachine("order", MachineSpec[OrderState, Trigger]{
		States:  numbered(OrderCancelled),
		Initial: []OrderState{OrderAwaitingConfirmation, OrderNew},
		Final:   []OrderState{OrderCompleted, OrderRefused, OrderReturned, OrderCancelled},
		Transitions: slices.Concat(
			states[OrderState]{OrderNew, OrderInWork, OrderAwaitingConsent, OrderAwaitingPayment}.on(TriggerAskConfirmation, OrderAwaitingConfirmation),
			states[OrderState]{OrderAwaitingConfirmation}.on(TriggerPlace, OrderNew),
			open.on(TriggerTake, OrderInWork),
			open.and(OrderAssembling).on(TriggerPropose, OrderAwaitingConsent),
			states[OrderState]{OrderAwaitingConsent}.on(TriggerConsent, OrderInWork),
			states[OrderState]{OrderAwaitingConsent}.on(TriggerDecline, OrderInWork),
			// What the buyer has may be exchanged for goods that are yet to be delivered.
			states[OrderState]{OrderInWork, OrderAwaitingConsent, OrderAwaitingPayment, OrderPaid, OrderConfirmed, OrderPartlyConfirmed, OrderAssembling, OrderPacked, OrderDelivered, OrderPartlyDelivered}.on(TriggerAmend, OrderNew),
			open.on(TriggerAskPayment, OrderAwaitingPayment),
			open.on(TriggerPay, OrderPaid),
			open.on(TriggerConfirm, OrderConfirmed),
			open.and(OrderAssembling, OrderPacked).on(TriggerConfirmPartly, OrderPartlyConfirmed),
			states[OrderState]{OrderAssembling, OrderPacked}.on(TriggerRelease, OrderConfirmed),
			// What was on its way was cancelled or came back, and the rest has not left yet.
			away.on(TriggerRelease, OrderAssembling),
			open.on(TriggerAssemble, OrderAssembling),
			states[OrderState]{OrderPacked}.on(TriggerUnpack, OrderAssembling),
			here.on(TriggerPack, OrderPacked),
			here.and(OrderOutWithCourier, OrderArrived).on(TriggerHandOver, OrderHandedToCarrier),
			here.and(OrderHandedToCarrier, OrderArrived).on(TriggerSendWithCourier, OrderOutWithCourier),
			before.on(TriggerArrive, OrderArrived),
			before.and(OrderPartlyDelivered).on(TriggerDeliver, OrderDelivered),
			before.and(OrderDelivered).on(TriggerDeliverPartly, OrderPartlyDelivered),
			before.and(OrderDelivered, OrderPartlyDelivered).on(TriggerComplete, OrderCompleted),
			away.and(OrderPacked).on(TriggerRefuse, OrderRefused),
			settled.and(away...).and(OrderDelivered, OrderPartlyDelivered, OrderCompleted, OrderRefused).on(TriggerReturn, OrderReturned),
			states[OrderState]{OrderReturned}.on(TriggerGiveBack, OrderDelivered),
			// A return that was asked for on the road is withdrawn: the order travels on.
			states[OrderState]{OrderReturned}.on(TriggerHandOver, OrderHandedToCarrier),
			states[OrderState]{OrderReturned}.on(TriggerSendWithCourier, OrderOutWithCourier),
			states[OrderState]{OrderReturned}.on(TriggerArrive, OrderArrived),
			before.on(TriggerCancel, OrderCancelled),
		),
	})
})
