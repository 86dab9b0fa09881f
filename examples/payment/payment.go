package main

import (
	"context"
	"net/http"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

// pay creates a payment for an order of the shop. The buyer pays at the address in Payment.Confirmation.
func pay(ctx context.Context, kassa *yookassa.Client, number string, sum amount.Money) (*yookassa.Payment, error) {
	return kassa.CreatePayment(ctx, yookassa.Key(number, "pay"), yookassa.NewPayment{
		Amount: sum, Capture: true, Description: "Заказ " + number,
		Confirmation: &yookassa.NewConfirmation{Type: yookassa.Redirect, ReturnURL: "https://shop.example/" + number},
	})
}

// notifications receives the webhooks of YooKassa and calls paid for each payment that has succeeded. An error of
// paid is answered with status 500, and YooKassa sends the notification again.
func notifications(kassa *yookassa.Client, paid func(*yookassa.Payment) error) http.Handler {
	var webhook yookassa.Webhook
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := webhook.Receive(r) // refuses callers that are not YooKassa
		if err == nil {
			event, err = kassa.Verify(r.Context(), event) // reads the payment: notifications are not signed
		}
		if err == nil && event.Type == yookassa.EventPaymentSucceeded {
			err = paid(event.Payment)
		}
		webhook.Answer(err).Write(w)
	})
}
