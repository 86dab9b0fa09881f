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
	// [{main MUG 3 0}] <nil>
	// [{shop MUG 0 3}] <nil>
}
