package bitrix24_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// A deal with its goods. Created once more, it is the same deal.
func Example() {
	portal := bitrix24test.New(bitrix24test.Settings{})
	defer portal.Close()
	client := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode),
		ordo.WithHTTPClient(&http.Client{Transport: portal.Transport()}))
	ctx := context.Background()
	for range 2 {
		deal, err := client.CreateItem(ctx, bitrix24.TypeDeal, bitrix24.Fields{
			"title": "Заказ 100500", "currencyId": "RUB", "originatorId": "shop", "originId": "100500",
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		rows, err := client.SetRows(ctx, bitrix24.TypeDeal, deal.ID, []bitrix24.ProductRow{
			{Name: "Кружка", Price: "890", Quantity: "2", VATRate: "20", VATIncluded: true},
		})
		fmt.Println(deal.ID, deal.Title, rows[0].Quantity, err)
	}
	// Output:
	// 77 Заказ 100500 2 <nil>
	// 77 Заказ 100500 2 <nil>
}
