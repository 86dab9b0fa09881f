package ordo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
)

// A client used alone, against its fake: options when it is made, and the class of what goes wrong.
func Example() {
	market := megamarkettest.New(megamarkettest.Settings{})
	defer market.Close()
	mm := megamarket.New(megamarkettest.DefaultToken,
		ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}),
		ordo.WithAccount("mm-1"),
		ordo.WithMaxAttempts(1))

	market.Faults().Next("order/get", fake.TooMany(2*time.Second))
	_, err := mm.GetShipment(context.Background(), "955100777")
	fmt.Println(ordo.ClassOf(err), errors.Is(err, ordo.ErrRateLimited))
	fmt.Println(err)
	// Output:
	// rate-limited true
	// megamarket mm-1: order/get: 429: Too Many Requests, retry after 2s
}
