package fake_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// A vendor takes an order, but its answer is lost.
func Example() {
	vendor := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fake.Commit(r)
		w.WriteHeader(http.StatusCreated)
	}))
	defer vendor.Close()
	vendor.Faults().Next("POST /orders", fake.ResetAfter(), fake.Status(503))

	client := &http.Client{Transport: vendor.Transport()}
	for range 3 {
		resp, err := client.Post("https://vendor.example/orders", "text/plain", strings.NewReader("5180427"))
		if err != nil {
			fmt.Println(err)
			continue
		}
		_ = resp.Body.Close()
		fmt.Println(resp.Status)
	}
	for _, e := range vendor.Exchanges() {
		fmt.Println(e)
	}
	// Output:
	// Post "https://vendor.example/orders": read tcp: read: connection reset by peer
	// 503 Service Unavailable
	// 201 Created
	// 1 POST /orders 201 committed (reset after commit)
	// 2 POST /orders 503 (refuse 503)
	// 3 POST /orders 201 committed
}

// A vendor's cancellation overtakes the order.
func ExampleOutbox() {
	shop := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		fmt.Println(string(b))
	})
	out := fake.Outbox{Receiver: fake.Receiver{Transport: fake.Direct(shop)}}
	out.Faults().Next("order/new", fake.Late())
	out.Put(fake.Hook{Name: "order/new", URL: "http://shop.example/hook", Body: []byte("new")})
	out.Put(fake.Hook{Name: "order/cancel", URL: "http://shop.example/hook", Body: []byte("cancelled")})
	out.Deliver(context.Background())
	// Output:
	// cancelled
	// new
}

func ExampleClock() {
	c := fake.NewClock(time.Date(2025, 9, 17, 12, 0, 0, 0, time.UTC))
	c.AfterFunc(time.Hour, func(now time.Time) { fmt.Println("the reservation ends at", now.Format(time.TimeOnly)) })
	c.Advance(14 * 24 * time.Hour)
	fmt.Println(c.Now().Format(time.DateOnly))
	// Output:
	// the reservation ends at 13:00:00
	// 2025-10-01
}
