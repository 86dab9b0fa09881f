package stock_test

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// The invoice reserves at the main warehouse, the waybill writes off from the shop.
func Example() {
	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	o, _, err := order.New(order.Draft{
		ID: "rz-1/871", Scheme: order.SchemeRozetka, Authority: order.Rozetka,
		Lines: []order.Line{{ID: "1", SKU: "MUG", Quantity: amount.Pcs(3), Price: amount.UAH(100_00)}},
	}, by)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range []order.Document{
		{Kind: "invoice", Number: "15", State: "issued", From: "main"},
		{Kind: "waybill", Number: "7", State: "sent", From: "shop"},
	} {
		if _, err := o.Do(order.IssueDocument{Document: d}, by); err != nil {
			fmt.Println(err)
			return
		}
		var log []order.Event
		for e := range o.Events(order.Filter{}) {
			log = append(log, e)
		}
		entries, err := stock.Ledger(log)
		fmt.Println(entries, err)
	}
	// Output:
	// [{main MUG 3 0 0 0 0}] <nil>
	// [{shop MUG 0 3 0 0 0}] <nil>
}

// Three mugs for a buyer in Kazan: the shop there has two, the third comes from Moscow. When somebody takes one of the
// two meanwhile, only that one moves.
func ExampleNew() {
	places := []stock.Place{
		{Code: "central", City: "Moscow", Latitude: 55.7558, Longitude: 37.6173},
		{Code: "shop-2", City: "Kazan", Latitude: 55.7961, Longitude: 49.1064},
	}
	demand := []stock.Demand{{Line: "1", Article: "MUG", Quantity: amount.Pcs(3)}}
	levels := []stock.Level{
		{Article: "MUG", Warehouse: "central", Free: amount.Pcs(10)},
		{Article: "MUG", Warehouse: "shop-2", Free: amount.Pcs(2)},
	}
	policy := stock.Policy{Split: true, City: "Kazan"}
	plan, err := stock.New(demand, levels, places, policy)
	fmt.Println(plan.Reserve, err)

	levels[1].Free = amount.Pcs(1)
	next, err := plan.Replan(demand, levels, places, policy)
	for _, c := range plan.Changes(next) {
		fmt.Println(c.Quantity, "of line", c.Line, "from", c.From, "to", c.To, err)
	}
	// Output:
	// [{1 MUG shop-2 2} {1 MUG central 1}] <nil>
	// 1 of line 1 from shop-2 to central <nil>
}
