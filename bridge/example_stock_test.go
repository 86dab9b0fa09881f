package bridge_test

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// The books have three mugs in the buyer's city, and the other two at the central warehouse. What is short in the shop
// is asked for there.
func ExampleBridge_RequestTransfers() {
	ctx := context.Background()
	books := erptest.NewBooks(
		erp.Warehouse{Code: "central", City: "Москва", Central: true},
		erp.Warehouse{Code: "shop", City: "Казань", Issues: true},
	)
	books.SetStock("MUG", "central", amount.Pcs(10))
	books.SetStock("MUG", "shop", amount.Pcs(3))
	b, err := bridge.New(memory.New(),
		bridge.Account("shop-1", shop.New(shop.Settings{})), bridge.Account("books-1", books),
		bridge.Route{Channel: "shop-1", Books: "books-1", Reserve: bridge.ReservePolicy{Auto: true, Policy: stock.Policy{Split: true}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	sync := func() {
		if _, err := b.Sync(ctx); err != nil { // a service has b.Run
			fmt.Println(err)
		}
	}
	err = b.Announce(ctx, "shop-1", channels.News{ID: "A-1", Placed: &order.Draft{
		Scheme: order.OwnPickup, Delivery: order.Delivery{City: "Казань"},
		Lines: []order.Line{{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(5), Price: amount.RUB(89000)}},
	}})
	if err != nil {
		fmt.Println(err)
	}
	vera := order.By{Actor: order.Actor{ID: "vera", Role: order.RoleOperator}}
	sync()
	if _, err := b.Do(ctx, "shop-1/A-1", order.Confirm{}, vera); err != nil {
		fmt.Println(err)
	}
	plan, err := b.Reserve(ctx, "shop-1/A-1", vera)
	fmt.Println(plan.Reserve, plan.Short, err)
	if _, err = b.MoveReserve(ctx, "shop-1/A-1", "mug", "central", "", amount.Pcs(2), vera); err != nil {
		fmt.Println(err)
	}
	asked, missing, err := b.RequestTransfers(ctx, "shop-1/A-1", "shop", vera)
	fmt.Println(asked, missing, err)
	sync()
	for _, o := range books.Orders() {
		fmt.Println(o.Reserved)
		for _, d := range o.Documents {
			fmt.Println(d.Kind, d.Number, "from", d.From, "to", d.To)
		}
	}
	// Output:
	// [{mug MUG shop 3} {mug MUG central 2}] [] <nil>
	// [{central shop [{mug MUG central 2}]}] [] <nil>
	// [{mug shop 3}]
	// transfer-order T-0001 from central to shop
}
