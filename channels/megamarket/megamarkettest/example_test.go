package megamarkettest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
)

// A shop is told of an order, and of a buyer who changes his mind.
func Example() {
	shop := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, _, _ := r.BasicAuth()
		fmt.Println(user, r.URL.Path)
		_, _ = io.WriteString(w, `{"data":{},"meta":{},"success":1}`)
	})
	mm := megamarkettest.New(megamarkettest.Settings{Receiver: fake.Receiver{
		URL: "https://shop.example/mm-1", User: "mm", Password: "s3cret", Transport: fake.Direct(shop),
	}})
	defer mm.Close()

	id := mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Price: 990, Count: 2}}})
	if err := mm.CancelByBuyer(id, 2); err != nil {
		fmt.Println(err)
	}
	mm.Hooks().Next("order/new", fake.Late())
	mm.SendHooks(context.Background())
	fmt.Println(mm.Statuses(id))
	// Output:
	// mm /mm-1/order/cancel
	// mm /mm-1/order/new
	// [NEW CUSTOMER_CANCELED]
}
