package shop_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// decodeSale reads the calls of a shop: {"number": "A-1", "at": "…", "mugs": 2}.
func decodeSale(_ *http.Request, body []byte) ([]channels.News, error) {
	var sale struct {
		Number string    `json:"number"`
		At     time.Time `json:"at"`
		Mugs   int       `json:"mugs"`
	}
	if err := json.Unmarshal(body, &sale); err != nil {
		return nil, err
	}
	return []channels.News{{ID: sale.Number, Placed: &order.Draft{
		Placed: sale.At, Scheme: order.OwnPickup,
		Lines: []order.Line{{ID: "mug", Name: "Mug", Quantity: amount.Pcs(sale.Mugs), Price: amount.RUB(89000)}},
	}}}, nil
}

// A shop calls with a new order, and once with one that has no goods.
func Example() {
	ctx := context.Background()
	site := shop.New(shop.Settings{
		Admit:  shop.Bearer(ordo.NewSecret("site-5ecret")),
		Decode: decodeSale,
		Tell: func(_ context.Context, t order.Task) (order.Outcome, error) { // the shop's own program writes it down
			fmt.Println("the shop is told:", t.Kind, t.Order.Number)
			return order.Outcome{}, nil
		},
	})
	b, err := bridge.New(memory.New(), bridge.Account("shop-1", site), bridge.Route{Channel: "shop-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, body := range []string{`{"number":"A-1","at":"2026-03-02T09:00:00+03:00","mugs":2}`, `{"number":"A-2","mugs":0}`} {
		call := httptest.NewRequestWithContext(ctx, http.MethodPost, "/shop-1/", strings.NewReader(body))
		call.Header.Set("Authorization", "Bearer site-5ecret")
		answer := httptest.NewRecorder()
		b.Webhook("shop-1").ServeHTTP(answer, call)
		var said struct{ Order, Field string }
		if err := json.Unmarshal(answer.Body.Bytes(), &said); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%d %q %q\n", answer.Code, said.Order, said.Field)
	}
	if _, err := b.Sync(ctx); err != nil { // a service has b.Run
		fmt.Println(err)
	}
	if _, err := b.Do(ctx, "shop-1/A-1", order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}); err != nil {
		fmt.Println(err)
	}
	if _, err := b.Sync(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 202 "" ""
	// 400 "A-2" "line mug"
	// the shop is told: confirm A-1
}

// A program that has the shop in it needs no calls.
func ExampleChannel_Complete() {
	ctx := context.Background()
	b, err := bridge.New(memory.New(), bridge.Account("shop-1", shop.New(shop.Settings{})), bridge.Route{Channel: "shop-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = b.Announce(ctx, "shop-1", channels.News{ID: "A-1", Placed: &order.Draft{
		Scheme: order.OwnPickup,
		Lines:  []order.Line{{ID: "mug", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(89000)}},
	}})
	if err != nil {
		fmt.Println(err)
	}
	if _, err := b.Sync(ctx); err != nil {
		fmt.Println(err)
	}
	o, err := b.Order(ctx, "shop-1/A-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Total())
	// Output: 1780.00 RUB
}
