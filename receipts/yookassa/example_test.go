package yookassa_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// A buyer pays for an order, and gets one line back.
func Example() {
	vendor := yookassatest.New(yookassatest.Settings{}) // a real one needs no options
	defer vendor.Close()
	kassa := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(vendor.URL()))
	ctx := context.Background()

	p, err := kassa.CreatePayment(ctx, yookassa.Key("A-1042", "pay", "1"), yookassa.NewPayment{
		Amount: amount.RUB(580000), Capture: true, Description: "Заказ A-1042",
		Confirmation: &yookassa.NewConfirmation{Type: yookassa.Redirect, ReturnURL: "https://shop.example.ru/A-1042"},
		Metadata:     map[string]string{"order_id": "A-1042"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Status, p.Amount, p.Confirmation.Type)
	_ = vendor.Pay(p.ID) // what the buyer does on the page behind p.Confirmation.URL

	key := yookassa.Key("A-1042", "refund", "R1", "1") // stored before the call
	block := yookassa.NewRefund{PaymentID: p.ID, Amount: amount.RUB(480000), Metadata: map[string]string{"order_id": "A-1042", "block": "R1"}}
	for range 2 { // it may be called again after a crash
		r, err := kassa.CreateRefund(ctx, key, block)
		if err != nil {
			fmt.Println(err)
			return
		}
		r, err = kassa.WaitRefund(ctx, r.ID)
		fmt.Println(r.Status, r.Amount, err)
	}
	fmt.Println(len(vendor.Refunds()))
	// Output:
	// pending 5800.00 RUB redirect
	// succeeded 4800.00 RUB <nil>
	// succeeded 4800.00 RUB <nil>
	// 1
}

// The shop as a gateway: an order to pay back may be given again at any time.
func ExampleClient_Gateway() {
	vendor := yookassatest.New(yookassatest.Settings{}) // a real one needs no options
	defer vendor.Close()
	kassa := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(vendor.URL()))
	ctx := context.Background()
	p, err := kassa.CreatePayment(ctx, "pay-1", yookassa.NewPayment{Amount: amount.RUB(580000), Capture: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = vendor.Pay(p.ID)

	var gateway receipts.Gateway = kassa.Gateway()
	payment := order.Ref{System: gateway.System(), ID: p.ID}
	for _, sum := range []int64{480000, 480000, 580000} {
		r, err := gateway.Refund(ctx, receipts.RefundOrder{
			Key: fmt.Sprint("A-1042/refund/", sum), Payment: payment, Amount: amount.RUB(sum), Reason: "не подошёл размер",
		})
		fmt.Println(r.State, r.Amount, r.Text, err)
	}
	told, err := gateway.Payment(ctx, payment)
	fmt.Println(told.State, told.Refunded, err)
	// Output:
	// done 4800.00 RUB  <nil>
	// done 4800.00 RUB  <nil>
	// refused 5800.00 RUB Refund amount exceeds the remaining payment amount (parameter amount); it may be repeated with other data <nil>
	// partly-refunded 4800.00 RUB <nil>
}

// A receiver verifies a notification with YooKassa before it trusts it.
func ExampleClient_Verify() {
	vendor := yookassatest.New(yookassatest.Settings{Receiver: fake.Receiver{URL: "https://shop.example.ru/yk"}})
	defer vendor.Close()
	kassa := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(vendor.URL()))
	p, err := kassa.CreatePayment(context.Background(), "pay-1", yookassa.NewPayment{Amount: amount.RUB(580000), Capture: true})
	if err != nil {
		fmt.Println(err)
		return
	}

	var webhook yookassa.Webhook
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := webhook.Receive(r)
		if err == nil {
			n, err = kassa.Verify(r.Context(), n)
		}
		if err == nil {
			fmt.Println("paid:", n.Payment.Amount)
		}
		webhook.Answer(err).Write(w)
		fmt.Println(err)
	})
	send := func(from string) {
		call := vendor.Call("payment.succeeded", `{"id":"`+p.ID+`","status":"succeeded","amount":{"value":"5800.00","currency":"RUB"}}`)
		call.From = from
		h(httptest.NewRecorder(), call.Request())
	}
	send("203.0.113.9")
	send(yookassatest.Source)
	_ = vendor.Pay(p.ID)
	send(yookassatest.Source)
	// Output:
	// yookassa: call refused: 203.0.113.9 is not an address of YooKassa
	// yookassa: notification: not verified: payment.succeeded of 30fb1c23-000f-5000-9000-000000000001: the payment is pending
	// paid: 5800.00 RUB
	// <nil>
}
