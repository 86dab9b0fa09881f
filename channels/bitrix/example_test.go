package bitrix_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

func Example() {
	site := bitrixtest.New(bitrixtest.Settings{})
	defer site.Close()
	id := site.PlacesOrder(bitrixtest.Buyer{Name: "Орлова Вера", Phone: "+79990000001"}, []bitrixtest.Item{{Article: "MUG", Quantity: "2"}}, "", bitrixtest.PickupByCDEK)

	shop := bitrix.New(bitrixtest.Address, bxrest.Webhook(bitrixtest.WebhookUser, bitrixtest.WebhookCode),
		ordo.WithHTTPClient(&http.Client{Transport: site.Transport()}))
	o, err := shop.GetOrder(context.Background(), int64(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.StatusID, o.Price.Decimal, o.Currency)
	for _, b := range o.BasketItems {
		fmt.Println(b.Name, b.Quantity, b.Price.Decimal)
	}
	// Output:
	// N 2130 RUB
	// Кружка 2 890
}

// An order that is to be edited is priced by the shop, with the promo code that the buyer names.
func ExampleChannel_Quote() {
	site := bitrixtest.New(bitrixtest.Settings{})
	defer site.Close()
	site.AddCoupon("MAY10", 10, "1000", time.Time{})
	id := site.PlacesOrder(bitrixtest.Buyer{Name: "Орлова Вера"}, []bitrixtest.Item{{Article: "MUG", Quantity: "2"}}, "", bitrixtest.PickupInShop)

	shop := bitrix.New(bitrixtest.Address, bxrest.Webhook(bitrixtest.WebhookUser, bitrixtest.WebhookCode),
		ordo.WithHTTPClient(&http.Client{Transport: site.Transport()})).Channel(bitrix.Settings{})
	for r, err := range shop.Orders(context.Background(), strconv.Itoa(id)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		r.Snapshot.ID = "1"
		o, _, err := order.Import(r.Snapshot, order.By{Actor: order.Actor{Role: order.RoleSystem}, At: time.Now()})
		if err != nil {
			fmt.Println(err)
			return
		}
		line := o.View().Lines[0].ID
		q, err := shop.Quote(context.Background(), channels.PriceQuery{
			Order: o.View(), Quantities: map[string]amount.Quantity{line: amount.Pcs(3)}, Promo: "MAY10",
		})
		fmt.Println(q.Prices[0].Total, q.Promo, q.Adjustments[0].Amount, q.Available[line], err)
	}
	// Output:
	// 2670.00 RUB valid 267.00 RUB 10 <nil>
}
