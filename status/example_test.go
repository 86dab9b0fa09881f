package status_test

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

func Example() {
	lot, known := status.MegaMarket().Read(status.AxisItem, "CUSTOMER_CANCELED")
	fmt.Println(lot, known)

	line, err := status.RetailCRM().Write(lot.Item, status.Hints{Reason: lot.Reason, Party: lot.Party})
	fmt.Println(line, err)
	// Output:
	// item cancelled, reason buyer-cancelled, party buyer true
	// failure <nil>
}

// A machine over types of one's own: the stages of a deal.
func ExampleNewMachine() {
	m, err := status.NewMachine("deal", status.MachineSpec[stage, step]{
		States:  []stage{offered, bargained, agreed, dropped},
		Initial: []stage{offered},
		Final:   []stage{agreed, dropped},
		Transitions: []status.Transition[stage, step]{
			{From: offered, On: counter, To: bargained},
			{From: bargained, On: counter, To: bargained},
			{From: offered, On: shake, To: agreed},
			{From: bargained, On: shake, To: agreed},
			{From: bargained, On: walkOut, To: dropped},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Next(offered, counter))
	fmt.Println(m.Allows(offered, walkOut))
	path, _ := m.Path(offered, dropped)
	fmt.Println(path)
	// Output:
	// bargained true
	// false
	// [offered --counter--> bargained bargained --walk out--> dropped]
}

// The error of a wrong spec lists every problem.
func ExampleMachineError() {
	_, err := status.NewMachine("deal", status.MachineSpec[stage, step]{
		States:  []stage{offered, bargained, agreed, dropped},
		Initial: []stage{offered},
		Final:   []stage{agreed},
		Transitions: []status.Transition[stage, step]{
			{From: offered, On: counter, To: bargained},
			{From: offered, On: counter, To: agreed},
		},
	})
	fmt.Println(err)
	// Output:
	// status: the spec of machine "deal" is wrong:
	// 	state "offered": duplicate transition on "counter" (to bargained and to agreed)
	// 	state "offered": never ends: no final state can be reached from it
	// 	state "bargained": dead end: not final, and no transition leads away
	// 	state "agreed": unreachable: no initial state leads to it
	// 	state "dropped": unreachable: no initial state leads to it
	// 	state "dropped": dead end: not final, and no transition leads away
}

type stage uint8

const (
	offered stage = iota
	bargained
	agreed
	dropped
)

func (s stage) String() string { return []string{"offered", "bargained", "agreed", "dropped"}[s] }

type step uint8

const (
	counter step = iota
	shake
	walkOut
)

func (s step) String() string { return []string{"counter", "shake", "walk out"}[s] }

func ExampleMachine_Events() {
	for t := range status.Money().Events(status.MoneyInDoubt) {
		fmt.Println(t.On, "->", t.To)
	}
	// Output:
	// settle -> refunded
	// refuse -> refused
}

func ExampleTable_Read() {
	mm := status.MegaMarket()
	for _, code := range []string{"PACKED", "PENDING_PACKING", "SUSPENDED"} {
		row, known := mm.Row(status.AxisItem, code)
		switch {
		case !known:
			fmt.Println(code, "is unknown: keep it, report it, hold the order")
		case row.Transient:
			fmt.Println(code, "means", row.Means, "for the moment: read again soon")
		default:
			fmt.Println(code, "means", row.Means)
		}
	}
	// Output:
	// PACKED means item packed
	// PENDING_PACKING means item confirmed for the moment: read again soon
	// SUSPENDED is unknown: keep it, report it, hold the order
}

func ExampleTable_Write() {
	crm := status.RetailCRM()
	fmt.Println(crm.Write(status.OrderCancelled, status.Hints{Reason: status.ReasonNoContact}))
	fmt.Println(crm.Write(status.OrderCancelled, status.Hints{Reason: "the shop burnt down"}))

	_, err := crm.Write(status.ItemReturning, status.Hints{})
	var none *status.NoRowError
	fmt.Println(errors.As(err, &none), none.State)
	// Output:
	// no-call <nil>
	// cancel-other <nil>
	// true returning
}

func ExampleTable_WriteReason() {
	mm := status.MegaMarket()
	for _, scheme := range []string{status.SchemeStandard, status.SchemeMerchantDelivery} {
		fmt.Println(mm.WriteReason(status.AxisRefuseReason, status.ReasonFraud, status.Hints{Scheme: scheme}))
	}
	// Output:
	// FRAUD_ORDER <nil>
	// NOT_ACCEPTABLE <nil>
}

func ExampleTable_Walk() {
	mm := status.MegaMarket()
	fmt.Println(mm.Under(status.SchemeStandard).Walk(status.AxisItem, "CONFIRMED", "SHIPPED"))
	fmt.Println(mm.Under(status.SchemeMerchantDelivery).Walk(status.AxisItem, "CONFIRMED", "DELIVERED"))
	// Output:
	// [PENDING_PACKING PACKED PENDING_SHIPPING SHIPPED] <nil>
	// [PENDING_PACKING PACKED DELIVERED] <nil>
}

// A merchant has a status of their own and uses another one in their own way.
func ExampleTable_Override() {
	crm, err := status.RetailCRM().Override([]byte(`{"rows": [
		{"axis": "order", "code": "agreed", "means": {"order": "confirmed"}, "preferred": true},
		{"axis": "order", "code": "redirect", "means": {"order": "awaiting-consent"}}
	]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(crm.Write(status.OrderConfirmed, status.Hints{}))
	fmt.Println(crm.Read(status.AxisOrder, "redirect"))

	_, err = crm.Override([]byte(`{"rows": [{"axis": "payment", "code": "paid", "means": {"payment": "settled"}}]}`))
	fmt.Println(err)
	// Output:
	// agreed <nil>
	// order awaiting-consent true
	// status: table of "retailcrm":
	// 	rows[0] (payment "paid") means.payment: "settled" is unknown; right would be: pending, authorized, partly-paid, paid, partly-refunded, refunded, failed, cancelled
}
