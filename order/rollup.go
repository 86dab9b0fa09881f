package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// rollUp derives the order's state from its units and payments.
func (o *Order) rollUp() status.OrderState {
	n := o.tally.counted()
	var living, handed int64
	lowest, highest := 7, 0
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if n[s] == 0 || endedStates.Has(s) {
			continue
		}
		living += n[s]
		lowest, highest = min(lowest, rank(s)), max(highest, rank(s))
	}
	handed = n[status.ItemHandedOut]
	switch {
	case living == 0 && o.partly && !o.handedOut && n[status.ItemRefused]+n[status.ItemReturning]+n[status.ItemReturned]+n[status.ItemLost] > 0:
		return status.OrderRefused // no units were taken, wherever the goods are now
	case living == 0 && n[status.ItemReturned]+n[status.ItemReturning]+n[status.ItemLost] > 0:
		return status.OrderReturned
	case living == 0 && n[status.ItemRefused] > 0:
		return status.OrderRefused
	case living == 0:
		return status.OrderCancelled
	case o.open != 0 && highest <= rank(status.ItemConfirmed): // goods that are further wait for nobody
		return status.OrderAwaitingConfirmation
	case handed == living && o.closed:
		return status.OrderCompleted
	case handed == living && o.partly:
		return status.OrderPartlyDelivered
	case handed == living:
		return status.OrderDelivered
	}
	return o.stateUnderWay(lowest, highest)
}

// stateUnderWay is the state of an order with units that are neither handed out nor gone.
func (o *Order) stateUnderWay(lowest, highest int) status.OrderState {
	s := o.rules.scheme
	firstSent, onPayment, prepaid := false, false, false
	if s != nil {
		firstSent, onPayment, prepaid = s.FirstSent, s.AssemblingOnPayment, s.Prepaid
	}
	switch {
	case lowest >= 5:
		return status.OrderArrived
	case lowest >= 4 || highest >= 4 && firstSent:
		if o.courier {
			return status.OrderOutWithCourier
		}
		return status.OrderHandedToCarrier
	case lowest >= 3:
		return status.OrderPacked
	case lowest >= 1 && highest >= 2:
		return status.OrderAssembling
	case lowest >= 1 && prepaid && !o.isSecured(KindAssemble):
		return status.OrderAwaitingPayment
	case lowest >= 1 && prepaid && onPayment:
		return status.OrderAssembling
	case lowest >= 1 && prepaid && o.isPaid():
		return status.OrderPaid
	case lowest >= 1 && o.cut:
		return status.OrderPartlyConfirmed
	case lowest >= 1:
		return status.OrderConfirmed
	case o.taken:
		return status.OrderInWork
	}
	return status.OrderNew
}

// ended reports whether only a return can still happen to the goods, if anything.
func (o *Order) ended() bool {
	if o.forgotten != nil {
		return true
	}
	switch o.state {
	case status.OrderCancelled, status.OrderRefused, status.OrderReturned, status.OrderCompleted:
		return true
	}
	return false
}
