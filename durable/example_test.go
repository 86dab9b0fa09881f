package durable_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/fake"
)

// An order is still there when the program is started again.
func Example() {
	dir, err := os.MkdirTemp("", "ordo")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	clock := fake.NewClock(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))
	market := megamarkettest.New(megamarkettest.Settings{Now: clock.Now})
	defer market.Close()
	id := market.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Red mug", Price: 990}}})

	for range 2 { // two lives of one program
		live(filepath.Join(dir, "orders.db"), market, clock, "mm-1/"+id)
	}
	// Output:
	// before the pass: 0 events; after it: the order is new, 990.00 RUB
	// before the pass: 2 events; after it: the order is new, 990.00 RUB
}

// live opens the store, makes a pass and ends.
func live(file string, market *megamarkettest.Server, clock ordo.Clock, id string) {
	ctx := context.Background()
	store, err := durable.Open(ctx, "file:"+file)
	if err != nil {
		panic(err) // such as a *durable.InUseError: another process has the file open
	}
	defer store.Close()
	before, err := store.Load(ctx, id)
	if err != nil {
		panic(err)
	}
	mm := megamarket.New(megamarkettest.DefaultToken,
		ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}), ordo.WithClock(clock)).
		Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID))
	b, err := bridge.New(store, bridge.WithClock(clock), bridge.Account("mm-1", mm), bridge.Route{Channel: "mm-1", Carriers: []string{}})
	if err != nil {
		panic(err)
	}
	if _, err := b.Sync(ctx); err != nil { // a service calls Run
		panic(err)
	}
	after, err := store.Load(ctx, id)
	if err != nil {
		panic(err)
	}
	fmt.Printf("before the pass: %d events; after it: the order is %s, %s\n", len(before.Events), after.Summary.State, after.Summary.Total)
}
