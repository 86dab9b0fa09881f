package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// How a client package is built: settings, what is particular to the vendor, and requests.
func Example() {
	vendor := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fake.Commit(r)
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}))
	vendor.Faults().Next("POST /v1/orders", fake.ResetAfter())

	settings := rest.Resolve(
		rest.Settings{System: "vendor", BaseURL: "https://vendor.example/v1", Limits: rest.Limits{PerSecond: 10, Burst: 5}},
		ordo.WithHTTPClient(&http.Client{Transport: vendor.Transport()}), ordo.WithAccount("v-1"),
	)
	client := rest.New(settings, rest.Config{Auth: []rest.Auth{rest.Bearer("t0ken")}})

	var order struct{ ID string }
	_, err := client.Do(context.Background(), rest.Request{
		Op: "order/create", Method: http.MethodPost, Path: "/orders", Body: rest.JSON(map[string]int{"total": 100}),
	}, &order)
	fmt.Println(err)
	fmt.Println(errors.Is(err, ordo.ErrInDoubt), vendor.Commits("*"))

	_, err = client.Do(context.Background(), rest.Request{Op: "order/get", Path: rest.Pathf("/orders/%s", "7")}, &order)
	fmt.Println(order.ID, err)
	// Output:
	// vendor v-1: order/create: Post "https://vendor.example/v1/orders": read tcp: read: connection reset by peer, in doubt
	// true 1
	// 7 <nil>
}

// A write that the vendor lets us look up is repeated only if it was not done.
func ExampleReadBack() {
	orders := map[string]bool{}
	vendor := fake.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		orders["7"] = true
		fake.Commit(r)
	}))
	vendor.Faults().Next("*", fake.ResetAfter())
	client := rest.New(rest.Resolve(
		rest.Settings{System: "vendor", BaseURL: "https://vendor.example"},
		ordo.WithHTTPClient(&http.Client{Transport: vendor.Transport()}),
	), rest.Config{})

	reply, err := client.Do(context.Background(), rest.Request{
		Op: "order/create", Method: http.MethodPost, Path: "/orders",
		Repeat: rest.ReadBack(func(context.Context) (bool, error) { return orders["7"], nil }),
	}, nil)
	fmt.Println(reply.ReadBack, err, vendor.Commits("*"))
	// Output: true <nil> 1
}

// A list of any length takes little memory.
func ExampleEach() {
	vendor := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":{"offices":[{"code":"MSK1"},{"code":"SPB7"}]}}`)
	}))
	client := rest.New(rest.Resolve(
		rest.Settings{System: "vendor", BaseURL: "https://vendor.example"},
		ordo.WithHTTPClient(&http.Client{Transport: vendor.Transport()}),
	), rest.Config{})

	type office struct{ Code string }
	for o, err := range rest.Each[office](context.Background(), client, rest.Request{Op: "offices"}, "data.offices") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(o.Code)
	}
	// Output:
	// MSK1
	// SPB7
}
