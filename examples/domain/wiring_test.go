package main

// The code of the README, as examples that run. A test compares both.

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Who acts.
var (
	anna        = order.Actor{ID: "anna", Role: order.RoleOperator}
	marketplace = order.Actor{Role: order.RoleChannel, System: "mm-1"}
)

// lot is a line of a Megamarket order: one unit.
func lot(id, name string, price amount.Money) order.Line {
	return order.Line{
		ID: id, Name: name, Ref: order.Ref{System: "megamarket", Kind: "lot", ID: id},
		Quantity: amount.Pcs(1), Total: price, VAT: amount.VAT22,
	}
}

// mugs is an order of two mugs at Megamarket.
func mugs() order.Draft {
	return order.Draft{
		ID: "mm-1/955100777", Scheme: order.Standard, Authority: order.Marketplace,
		Lines: []order.Line{lot("1", "red mug", amount.RUB(445_00)), lot("2", "blue mug", amount.RUB(445_00))},
	}
}

// orders returns a service with one order.
func orders(d order.Draft) service {
	s := newService()
	if _, err := s.place(d, order.By{Actor: marketplace, At: on(2, 9, 0)}); err != nil {
		panic(err)
	}
	return s
}

func Example_command() {
	orders, now := orders(mugs()), on(2, 10, 0)

	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: now, Key: "click-7f3a"}
	o, events, err := orders.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
		return o.Do(order.HandOver{}, by)
	})
	var refused *order.Refused
	if errors.As(err, &refused) {
		fmt.Println(refused.Kind, "is", refused.Problem) // refused.Why says why, refused.Allowed() what is allowed
	}
	fmt.Println(o.State(), len(events))
	// Output:
	// hand-over is not allowed in this state
	// new 0
}

func Example_report() {
	orders, now := orders(mugs()), on(2, 10, 0)

	mm := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: now}
	says, known := status.MegaMarket().Read(status.AxisItem, "CUSTOMER_CANCELED")
	o, events, err := orders.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
		return o.Observe(order.StatusReport{Code: "CUSTOMER_CANCELED", Says: says, Picks: order.PickAll("2")}, mm)
	})
	fmt.Println(known, len(events), err, o.Total())
	// Output:
	// true 1 <nil> 445.00 RUB
}

func Example_scheme() {
	rules, _ := order.OwnPickup.Rules()
	rules.Code = "lockers"
	rules.Prepaid = true // nothing is assembled before it is paid
	orders := newService(order.WithScheme(rules))

	d := mugs()
	d.Scheme = "lockers"
	o, err := orders.place(d, order.By{Actor: anna, At: on(2, 9, 0)})
	fmt.Println(o.State(), err)
	o, _, err = orders.change(d.ID, func(o *order.Order) ([]order.Event, error) {
		return o.Do(order.Confirm{}, order.By{Actor: anna, At: on(2, 9, 5)})
	})
	fmt.Println(o.State(), err)
	// Output:
	// new <nil>
	// awaiting-payment <nil>
}

func Example_statuses() {
	crm, err := status.RetailCRM().Override([]byte(`{"rows": [
		{"axis": "order", "code": "agreed", "names": {"ru": "Согласован"}, "means": {"order": "confirmed"}, "preferred": true}
	]}`))
	if err != nil {
		fmt.Println(err) // lists everything that is wrong, with row and field
		return
	}
	code, err := crm.Write(status.OrderConfirmed, status.Hints{})
	fmt.Println(code, err)
	// Output:
	// agreed <nil>
}

func Example_sums() {
	orders := orders(order.Draft{
		ID: "mm-1/955100777", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "tea", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT10}},
	})
	one := order.Cancel{Picks: order.Pick("tea", amount.Pcs(1)), Reason: status.ReasonOutOfStock}
	for range 3 {
		o, events, err := orders.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
			return o.Do(one, order.By{Actor: anna, At: on(2, 9, 0)})
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(events[0].Body.(order.Cancelled).Sum, "off, left", o.Total())
	}
	// Output:
	// 333.33 RUB off, left 666.67 RUB
	// 333.34 RUB off, left 333.33 RUB
	// 333.33 RUB off, left 0.00 RUB
}
