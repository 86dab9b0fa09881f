package durable_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/durable"
)

// Clients of one account keep to its limit together. On PostgreSQL they may be on several machines, each with a store
// of its own.
func ExampleStore_Limiter() {
	dir, err := os.MkdirTemp("", "ordo")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	store, err := durable.Open(context.Background(), "file:"+filepath.Join(dir, "orders.db"))
	if err != nil {
		panic(err)
	}
	defer store.Close()

	market := megamarkettest.New(megamarkettest.Settings{})
	defer market.Close()
	client := func() *megamarket.Client {
		return megamarket.New(megamarkettest.DefaultToken,
			ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}), ordo.WithAccount("mm-1"),
			ordo.WithLimiter(store.Limiter()), ordo.WithLimits(ordo.Limits{PerSecond: 1.0 / 3600, Burst: 2}))
	}
	first, second := client(), client()
	for _, mm := range []*megamarket.Client{first, second, first} {
		_, err := mm.GetShipment(context.Background(), "955100777")
		fmt.Println(errors.Is(err, ordo.ErrRateLimited), market.Calls("*"))
	}
	// Output:
	// false 1
	// false 2
	// true 2
}
