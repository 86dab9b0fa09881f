package megamarket_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
)

// An order is found, one mug is not there, the other is confirmed.
func Example() {
	vendor := megamarkettest.New(megamarkettest.Settings{PendingReads: -1}) // a real one needs no options
	defer vendor.Close()
	vendor.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Price: 990, Count: 2}}})
	mm := megamarket.New(megamarkettest.DefaultToken, ordo.WithBaseURL(vendor.URL()), ordo.WithAccount("mm-1"))

	ctx := context.Background()
	since := time.Now().Add(-24 * time.Hour)
	found, err := mm.SearchShipments(ctx, megamarket.Search{Statuses: []string{megamarket.StatusNew}, From: since})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found {
		id := f.ID
		fmt.Println(mm.Reject(ctx, id, megamarket.Refusal{Lot: 2, Reason: megamarket.OutOfStock}))
		fmt.Println(mm.Confirm(ctx, megamarket.Confirmation{ShipmentID: id, OrderCode: "A-1001", Lots: []int{1}}))
		s, err := mm.WaitShipment(ctx, id)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, l := range s.Lots {
			fmt.Println(l.Index, l.OfferID, l.FinalPrice, strings.TrimSpace(l.Status+" "+l.SubStatus))
		}
	}
	// Output:
	// <nil>
	// <nil>
	// 1 MUG-RED 990.00 RUB CONFIRMED
	// 2 MUG-RED 990.00 RUB MERCHANT_CANCELED CONFIRMATION_REJECT
}

// A receiver stores a callback, answers, and works on it afterwards.
func ExampleWebhook_Receive() {
	webhook := megamarket.NewWebhook("mm", "s3cret")
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := webhook.Receive(r)
		if err == nil {
			fmt.Println("store", event.Key())
		}
		webhook.Answer(err).Write(w)
	})

	r := httptest.NewRequest(http.MethodPost, "/mm-1/order/cancel",
		strings.NewReader(`{"data":{"merchantId":4107,"shipments":[{"shipmentId":"955100777","items":[{"itemIndex":"2"}]}]}}`))
	r.SetBasicAuth("mm", "s3cret")
	w := httptest.NewRecorder()
	h(w, r)
	fmt.Println(w.Code, w.Body)

	r.SetBasicAuth("mm", "guess")
	w = httptest.NewRecorder()
	h(w, r)
	fmt.Println(w.Code, w.Body)
	// Output:
	// store order/cancel:955100777:2
	// 200 {"data":{},"meta":{},"success":1}
	// 401 {"data":{},"meta":{},"success":0}
}

// An account as a channel: an order is taken up as it stands, confirmed here, and the marketplace is told.
func ExampleClient_Channel() {
	vendor := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
	defer vendor.Close()
	id := vendor.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Price: 990, Count: 2}}})
	mm := megamarket.New(megamarkettest.DefaultToken, ordo.WithBaseURL(vendor.URL()))
	channel := mm.Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth("mm", "s3cret"))

	ctx := context.Background()
	for r, err := range channel.Orders(ctx, id) {
		if err != nil || r.Problem != nil {
			fmt.Println(err, r.Problem)
			return
		}
		found := r.Snapshot
		found.ID, found.Authority = "A-1001", order.Marketplace
		o, _, err := order.Import(found, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: time.Now()})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Status, o.State(), o.Total())

		events, err := o.Do(order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Now()})
		if err != nil {
			fmt.Println(err)
			return
		}
		task, _ := o.Task(order.Effect{Kind: order.EffectConfirm, Target: found.Ref, Order: o.ID(), N: events[0].N, Key: "1"})
		for range 2 { // it may be applied again after a crash
			outcome, err := channel.Apply(ctx, task)
			fmt.Println(outcome.Kind, err)
		}
	}
	fmt.Println(vendor.Statuses(id), vendor.Commits("order/confirm"))
	// Output:
	// NEW new 1980.00 RUB
	// applied <nil>
	// already-so <nil>
	// [CONFIRMED CONFIRMED] 1
}

func ExampleNewBox() {
	box, err := megamarket.NewBox(4107, "A-1001", 1)
	fmt.Println(box.Code, err)
	_, err = megamarket.NewBox(4107, "Заказ 7", 1)
	fmt.Println(err)
	// Output:
	// 4107*A-1001*1 <nil>
	// the order code "Заказ 7" must be of Latin letters, digits, _ and -
}
