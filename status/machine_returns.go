package status

import (
	"slices"
	"sync"
)

// Custody returns the machine of the goods of a return block: asked for, on the way, received, examined.
// A block begins as not needed when its goods never left the seller, and in transit when they are on the road already.
func Custody() *CustodyMachine { return custody() }

var custody = sync.OnceValue(func() *CustodyMachine {
	coming := states[ReturnCustody]{CustodyRequested, CustodyInTransit}
	return mustMachine("return custody", MachineSpec[ReturnCustody, Trigger]{
		States:  numbered(CustodyWithdrawn),
		Initial: []ReturnCustody{CustodyNotNeeded, CustodyRequested, CustodyInTransit},
		Final: []ReturnCustody{
			CustodyNotNeeded, CustodyAccepted, CustodyDamaged, CustodyWrongItem,
			CustodyLost, CustodyGivenBack, CustodyWithdrawn,
		},
		Transitions: slices.Concat(
			states[ReturnCustody]{CustodyRequested}.on(TriggerReturn, CustodyInTransit),
			// What was lost may turn up, and the right goods may follow the wrong ones.
			coming.and(CustodyLost, CustodyWrongItem).on(TriggerReceive, CustodyReceived),
			states[ReturnCustody]{CustodyReceived}.on(TriggerAccept, CustodyAccepted),
			states[ReturnCustody]{CustodyReceived}.on(TriggerDamage, CustodyDamaged),
			states[ReturnCustody]{CustodyReceived}.on(TriggerMistake, CustodyWrongItem),
			// Damaged or exchanged by the buyer is a ground to reject.
			states[ReturnCustody]{CustodyReceived, CustodyDamaged, CustodyWrongItem}.on(TriggerReject, CustodyRejected),
			states[ReturnCustody]{CustodyRejected}.on(TriggerGiveBack, CustodyGivenBack),
			coming.on(TriggerLose, CustodyLost),
			coming.on(TriggerWithdraw, CustodyWithdrawn),
		),
	})
})

// Money returns the machine of the money of a return block. Out of doubt leads only knowledge: the refund turns out to
// be done or refused, it is never ordered again on a guess.
func Money() *MoneyMachine { return money() }

var money = sync.OnceValue(func() *MoneyMachine {
	asked := states[ReturnMoney]{MoneySent, MoneyInDoubt}
	return mustMachine("return money", MachineSpec[ReturnMoney, Trigger]{
		States:  numbered(MoneyRefused),
		Initial: []ReturnMoney{MoneyNothingOwed, MoneyOwed},
		Final:   []ReturnMoney{MoneyNothingOwed, MoneyRefunded},
		Transitions: slices.Concat(
			states[ReturnMoney]{MoneyNothingOwed}.on(TriggerOwe, MoneyOwed),
			states[ReturnMoney]{MoneyOwed, MoneyRefused}.on(TriggerWaive, MoneyNothingOwed),
			states[ReturnMoney]{MoneyOwed, MoneyRefused}.on(TriggerOrderRefund, MoneySent),
			states[ReturnMoney]{MoneySent}.on(TriggerDoubt, MoneyInDoubt),
			asked.on(TriggerSettle, MoneyRefunded),
			asked.on(TriggerRefuse, MoneyRefused),
		),
	})
})

// Payments returns the machine of a payment, or of all payments of an order together. More may come to be owed after it
// was paid: a line was added.
func Payments() *PaymentMachine { return payments() }

var payments = sync.OnceValue(func() *PaymentMachine {
	unpaid := states[PaymentState]{PaymentPending, PaymentAuthorized}
	return mustMachine("payment", MachineSpec[PaymentState, Trigger]{
		States:  numbered(PaymentCancelled),
		Initial: []PaymentState{PaymentPending},
		Final:   []PaymentState{PaymentPaid, PaymentPartlyRefunded, PaymentRefunded, PaymentFailed, PaymentCancelled},
		Transitions: slices.Concat(
			states[PaymentState]{PaymentPending}.on(TriggerAuthorize, PaymentAuthorized),
			unpaid.on(TriggerPayPartly, PaymentPartlyPaid),
			unpaid.and(PaymentPartlyPaid).on(TriggerPay, PaymentPaid),
			states[PaymentState]{PaymentPaid}.on(TriggerOwe, PaymentPartlyPaid),
			states[PaymentState]{PaymentPaid, PaymentPartlyPaid}.on(TriggerRefundPartly, PaymentPartlyRefunded),
			[]Transition[PaymentState, Trigger]{{PaymentPartlyRefunded, TriggerRefundPartly, PaymentPartlyRefunded}},
			states[PaymentState]{PaymentPaid, PaymentPartlyPaid, PaymentPartlyRefunded}.on(TriggerRefund, PaymentRefunded),
			unpaid.on(TriggerFail, PaymentFailed),
			states[PaymentState]{PaymentFailed}.on(TriggerRetry, PaymentPending),
			unpaid.on(TriggerCancel, PaymentCancelled),
		),
	})
})
