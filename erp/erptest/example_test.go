package erptest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A system with a catalogue needs these articles before it can show the orders of the checks.
func ExampleArticles() {
	catalogue := map[string]string{}
	for _, article := range erptest.Articles() {
		catalogue[article] = "for tests"
	}
	fmt.Println(len(catalogue))
	// Output: 3
}

// A manager edits the rows of an order at a desk: what that means has no prices, and says what was changed.
func ExampleDesk() {
	desk := erptest.NewDesk()
	o, _, err := order.New(order.Draft{
		ID: "shop-1/300", Ref: order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: "300"}, Scheme: order.ByCarrier,
		Lines: []order.Line{{ID: "1", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(89000)}},
	}, order.By{Actor: order.Actor{Role: order.RoleChannel}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	_, _ = desk.Apply(ctx, order.Task{Effect: order.Effect{Kind: order.EffectUpsert}, Order: o.View()})
	_ = desk.SetRow("anna", "shop-1/300", "1", amount.Pcs(3))
	_ = desk.TypePromo("anna", "shop-1/300", "MAY10")
	var changes []erp.Change
	for c, err := range desk.Changes(ctx, "") {
		if err != nil {
			fmt.Println(err)
		}
		changes = append(changes, c)
	}
	r, err := desk.Read(ctx, changes, o.View())
	fmt.Println(r.Edit.Edit.Extend[0].Line, "more:", r.Edit.Edit.Extend[0].By, "promo code:", *r.Edit.Promo, err)
	for _, t := range r.Edit.About {
		fmt.Println(t)
	}
	// Output:
	// 1 more: 1 promo code: MAY10 <nil>
	// Mug: 3 there, 2 here
	// promo code: "MAY10" there, "" here
}
