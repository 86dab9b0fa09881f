package channels_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
)

// The orders of every marketplace are read in the same way.
func Example() {
	ctx := context.Background()
	market := megamarkettest.New(megamarkettest.Settings{})
	defer market.Close()
	market.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Count: 2}}})

	var shop channels.Channel = megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: market.Transport()})).Channel()
	now := time.Now()
	for found, err := range shop.Changed(ctx, channels.Window{From: now.Add(-time.Hour), To: now.Add(time.Hour)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for r, err := range shop.Orders(ctx, found.ID) {
			if err != nil || r.Problem != nil {
				fmt.Println(err, r.Problem)
				return
			}
			for _, l := range r.Snapshot.Lines {
				fmt.Println(l.Name, l.Total)
			}
			fmt.Println(r.Status)
		}
	}
	fmt.Println("can close what the marketplace delivers:", shop.Can(order.EffectClose, order.Standard))
	// Output:
	// Кружка красная 990.00 RUB
	// Кружка красная 990.00 RUB
	// NEW
	// can close what the marketplace delivers: false
}
