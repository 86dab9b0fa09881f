package bitrix24_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// A portal is set up once; then orders stand in it as deals.
func ExampleClient_System() {
	portal := bitrix24test.New(bitrix24test.Settings{Box: true})
	defer portal.Close()
	client := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode),
		bxrest.Box(), ordo.WithHTTPClient(&http.Client{Transport: portal.Transport()}))
	system := client.System(bitrix24.Settings{Responsible: bitrix24test.Operator})
	ctx := context.Background()
	made, err := system.Setup(ctx)
	fmt.Println(made[0], err)

	o, _, err := order.New(order.Draft{
		ID: "shop-1/300", Ref: order.Ref{System: "bitrix", Account: "shop-1", ID: "300"}, Scheme: order.ByCarrier,
		Buyer: order.Buyer{Name: "Иванова Анна", Phone: "+79123456789"},
		Lines: []order.Line{{ID: "L1", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(2), Price: amount.RUB(89000)}},
	}, order.By{Actor: order.Actor{ID: "ordo", Role: order.RoleSystem}, At: time.Now()})
	if err != nil {
		fmt.Println(err)
		return
	}
	t, _ := o.Task(order.Effect{Kind: order.EffectUpsert, Target: order.Ref{System: bitrix24.Name, Account: "crm-1"}})
	out, err := system.Apply(ctx, t) // bridge.New does this for every order of a route
	fmt.Println(out.Kind, out.Code, out.Sums.Total, err)
	deal, _ := portal.Deal("300")
	fmt.Println(deal.Title, deal.Stage, portal.Rows(deal.ID)[0].Quantity)
	// Output:
	// funnel Заказы <nil>
	// applied NEW 1780.00 RUB <nil>
	// Заказ 300 Ожидает оплаты 2
}
