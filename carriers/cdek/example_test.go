package cdek_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// An order is sent; the answer is lost on the way, and there is one order all the same.
func Example() {
	vendor := cdektest.New(cdektest.Settings{}) // the real one needs no options
	defer vendor.Close()
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, ordo.WithBaseURL(vendor.URL()))

	vendor.Faults().Next("POST /v2/orders", fake.ResetAfter())
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	owed, err := cdek.Pay(amount.RUB(25000), amount.VAT22) // cash on delivery
	if err != nil {
		fmt.Println(err)
		return
	}
	o, err := parcels.CreateOrder(ctx, cdek.Draft{
		Number: "SHP-20417", Tariff: 136, ShipmentPoint: "MSK5", DeliveryPoint: "SPB14",
		Recipient: cdek.Contact{Name: "Petrov Ivan", Phones: []cdek.Phone{{Number: "+79010000002"}}},
		Packages: []cdek.Package{{
			Number: "1", Weight: 1200, Length: 30, Width: 20, Height: 15,
			Items: []cdek.Item{{
				Name: "Socks Altai, grey", WareKey: "SOCK-G", Payment: owed, Cost: wire.SumOf(amount.RUB(25000)), Weight: 50, Amount: 2,
			}},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Requests[0].State, o.CDEKNumber == "", len(vendor.Orders()))

	vendor.Settle() // CDEK has checked it
	o, err = parcels.GetOrderByNumber(ctx, "SHP-20417")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Requests[0].State, o.CDEKNumber != "")

	vendor.Arrive("SHP-20417")
	o, err = parcels.GetOrder(ctx, o.UUID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cdek.StatusOf(o.Current().Code).Meaning)
	// Output:
	// ACCEPTED true 1
	// SUCCESSFUL true
	// at the pick-up point, waits for the client
}

// What is refused names the field and the code.
func ExampleRefusalError() {
	vendor := cdektest.New(cdektest.Settings{})
	defer vendor.Close()
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, ordo.WithBaseURL(vendor.URL()))
	_, err := parcels.CreateOrder(context.Background(), cdek.Draft{Number: "SHP-1", Tariff: 136})
	var no *cdek.RefusalError
	if errors.As(err, &no) {
		for _, p := range no.Problems {
			fmt.Println(p.Field(), p.Code, ordo.ClassOf(err))
		}
	}
	// Output: recipient v2_field_is_empty invalid
}

// The list of delivery points is read one by one, whatever its length is.
func ExampleClient_ListDeliveryPoints() {
	vendor := cdektest.New(cdektest.Settings{})
	defer vendor.Close()
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, ordo.WithBaseURL(vendor.URL()))
	for p, err := range parcels.ListDeliveryPoints(context.Background(), cdek.PointFilter{CityCode: 44}) {
		switch {
		case err != nil:
			fmt.Println(err) // the last word of the list
		case p.Problem != nil:
			fmt.Println(p.Code, p.Problem) // one row that cannot be read
		default:
			fmt.Println(p.Code, p.Type, p.Location.City)
		}
	}
	// Output:
	// MSK5 PVZ Москва
	// MSK900 POSTAMAT Москва
}

// A receiver stores an event, answers, and asks CDEK afterwards.
func ExampleWebhook_Receive() {
	webhook := cdek.NewWebhook("5f3e9a") // the end of the address that CreateSubscription was given
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e, err := webhook.Receive(r)
		if err == nil {
			fmt.Println("store", e.Key()) // later: parcels.GetOrder(ctx, e.UUID)
		}
		webhook.Answer(err).Write(w)
	})
	body := `{"type":"ORDER_STATUS","uuid":"3f2b7c10","attributes":{"code":"DELIVERED","status_date_time":"2026-02-06T08:01:10+0000"}}`
	for _, path := range []string{"/hooks/cdek/5f3e9a", "/hooks/cdek/guess"} {
		w := httptest.NewRecorder()
		h(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
		fmt.Println(w.Code)
	}
	// Output:
	// store ORDER_STATUS:3f2b7c10:DELIVERED:2026-02-06T08:01:10+0000
	// 200
	// 403
}
