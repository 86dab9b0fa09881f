package order_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Two of three tins come from another shop, which has only one; the operator posts what it sent.
func ExampleRequestTransfer() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	olga := anna(4)
	olga.Actor = order.Actor{ID: "olga", Role: order.RoleShop, Place: "north"}
	for _, step := range []struct {
		cmd order.Command
		by  order.By
	}{
		{order.Confirm{}, anna(1)},
		{order.Assemble{Picks: order.Pick("tea", amount.Pcs(1)), Warehouse: "south"}, anna(2)},
		{order.RequestTransfer{Picks: order.Pick("tea", amount.Pcs(2)), From: "north", To: "south"}, anna(3)},
		{order.PostTransfer{Transfer: 1}, anna(3)}, // too early
		{order.SendTransfer{Transfer: 1, Picks: order.Pick("tea", amount.Pcs(1))}, olga},
		{order.PostTransfer{Transfer: 1}, anna(5)},
	} {
		events, err := o.Do(step.cmd, step.by)
		if err != nil {
			fmt.Println(err)
		}
		for _, e := range events {
			fmt.Println(e.Text())
		}
	}
	line, _ := o.Line("tea")
	for _, p := range line.Portions {
		fmt.Printf("%s to %s: %s %s\n", p.From, p.To, p.State, p.Warehouse)
	}
	// Output:
	// confirmed: lines pot and tea; the order is confirmed
	// assembling: line tea; the order is assembling
	// transfer T1 asked for: line tea (units 1 to 3), from north to south
	// order: post-transfer transfer T1: not allowed in this state (order is assembling): it is requested; it would have to be sent
	// transfer T1 goes on without line tea (units 2 to 3)
	// transfer T1 sent: line tea (units 1 to 2)
	// transfer T1 posted
	// transfer T1 received: line tea (units 1 to 2)
	// 0 to 2: assembling south
	// 2 to 3: confirmed
}
