// Payment shows one client alone, without the bridge: it creates a payment at YooKassa and receives the webhook that
// reports it. YooKassa is the fake server that comes with the client. Run it from the root of the repository:
//
//	go run ./examples/payment
//
// payment.go is what a shop needs; main.go puts the fake in YooKassa's place, as a test would.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "payment:", err)
		os.Exit(1)
	}
}

// run creates a payment, pays it as the buyer, and delivers the webhook.
func run(ctx context.Context, w io.Writer) error {
	mux := http.NewServeMux()
	vendor := yookassatest.New(yookassatest.Settings{
		Receiver: fake.Receiver{URL: "https://shop.example/yookassa", Transport: fake.Direct(mux)},
	})
	defer vendor.Close()
	kassa := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(vendor.URL()))
	mux.Handle("/yookassa", notifications(kassa, func(p *yookassa.Payment) error {
		_, err := fmt.Fprintln(w, "paid:", p.Amount)
		return err
	}))

	p, err := pay(ctx, kassa, "A-1042", amount.RUB(5800_00))
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "payment:", p.Status, p.Amount)
	if err := vendor.Pay(p.ID); err != nil {
		return err
	}
	for _, d := range vendor.SendHooks(ctx) {
		fmt.Fprintln(w, "webhook:", d.Name, d.Status)
	}
	return nil
}
