package yookassa_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

type op = clienttest.Op[*yookassa.Client]

const (
	paymentID = "30fb1c22-000f-5000-9000-1c1d0a2b3c4d"
	refundID  = "2fa9c1de-0015-5000-a000-1e2f3a4b5c6d"
	receiptID = "rt-5f7d1a90-000f-5000-8000-1a2b3c4d5e6f"
	refund    = `{"id":"` + refundID + `","payment_id":"` + paymentID + `","status":"succeeded","created_at":"2026-01-20T10:00:00.000Z",` +
		`"amount":{"value":"777.00","currency":"RUB"},"description":"Возврат R1","receipt_registration":"pending","metadata":{"block":"R1"},` +
		`"sources":[{"account_id":"701122","amount":{"value":"777.00","currency":"RUB"}}],"refund_method":{"type":"sbp","sbp_operation_id":"1"}}`
)

func operations(payment, receipt string) []op {
	listed := func(row, id string) string {
		return `{"type":"list","items":[` + row + "," + strings.Replace(row, id, id[:len(id)-1]+"e", 1) + `]}`
	}
	endless := func(n int) string {
		return fmt.Sprintf(`{"type":"list","items":[{"id":"%d","status":"succeeded","amount":{"value":"1.00","currency":"RUB"}}],"next_cursor":"c-%d"}`, n, n)
	}
	return []op{
		{
			Name: "GET /payments/{id}", Answer: payment, Asked: []string{"id"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) { return c.GetPayment(ctx, paymentID) },
		},
		{
			Name: "GET /refunds/{id}", Answer: refund, Asked: []string{"id"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) { return c.GetRefund(ctx, refundID) },
		},
		{
			Name: "GET /receipts/{id}", Answer: receipt, Asked: []string{"id"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) { return c.GetReceipt(ctx, receiptID) },
		},
		{
			Name: "GET /me", Answer: `{"account_id":"701122","status":"enabled","test":true,"fiscalization":{"enabled":true,"provider":"atol"},"payment_methods":["sbp"]}`,
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) { return c.GetShop(ctx) },
		},
		{
			Name: "GET /payments", Record: "items", Answer: listed(payment, paymentID), Page: endless,
			Each: func(ctx context.Context, c *yookassa.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListPayments(ctx, yookassa.PaymentFilter{}))
			},
		},
		{
			Name: "GET /refunds", Record: "items", Answer: listed(refund, refundID), Page: endless,
			Each: func(ctx context.Context, c *yookassa.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListRefunds(ctx, yookassa.RefundFilter{}))
			},
		},
		{
			Name: "GET /receipts", Record: "items", Answer: listed(receipt, receiptID), Page: endless,
			Each: func(ctx context.Context, c *yookassa.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListReceipts(ctx, yookassa.ReceiptFilter{}))
			},
		},
		{
			Name: "GET /webhooks", Record: "items",
			Answer: `{"type":"list","items":[{"id":"wh-1","event":"payment.succeeded","url":"https://shop.example/1"},{"id":"wh-2","event":"refund.succeeded","url":"https://shop.example/2"}]}`,
			Each: func(ctx context.Context, c *yookassa.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListSubscriptions(ctx))
			},
		},
		{
			Name: "POST /payments", Write: true, Safe: true, Answer: payment, Asked: []string{"amount.value", "metadata.order_id"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) {
				return c.CreatePayment(ctx, "k-1", newPayment(580000))
			},
		},
		{
			Name: "POST /payments/{id}/capture", Write: true, Safe: true, Answer: payment, Asked: []string{"id"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) {
				return c.CapturePayment(ctx, "k-2", paymentID, yookassa.Capture{})
			},
		},
		{
			Name: "POST /refunds", Write: true, Safe: true, Answer: refund, Asked: []string{"payment_id", "amount.value"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) {
				return c.CreateRefund(ctx, "k-3", yookassa.NewRefund{PaymentID: paymentID, Amount: amount.RUB(77700)})
			},
		},
		{
			Name: "POST /receipts", Write: true, Safe: true, Answer: receipt, Asked: []string{"payment_id", "type", "items.0.amount.value", "settlements.0.amount.value"},
			Do: func(ctx context.Context, c *yookassa.Client) (any, error) {
				return c.CreateReceipt(ctx, "k-4", yookassa.NewReceipt{
					Type: yookassa.ReceiptPayment, PaymentID: paymentID, Customer: buyer, Items: []yookassa.Item{line("Кроссовки Norda 42", 480000, 1)},
					Settlements: []yookassa.Settlement{{Type: "prepayment", Amount: amount.RUB(480000)}},
				})
			},
		},
	}
}

func recorded(t *testing.T, name string) string {
	t.Helper()
	return string(must(os.ReadFile("testdata/" + name))(t))
}

// fault: C4
// fault: R2
// fault: R9
// fault: R16
func TestSuite(t *testing.T) {
	const key = "k3y+of/the=shop"
	clienttest.Run(t, clienttest.Client[*yookassa.Client]{
		Secrets: []string{key}, Tokens: []string{base64.StdEncoding.EncodeToString([]byte("701122:" + key))},
		New: func(secrets []string, base string, opts ...ordo.Option) *yookassa.Client {
			return yookassa.New("701122", secrets[0], append(opts, ordo.WithBaseURL(base))...)
		},
		Holds:   func(c *yookassa.Client) []any { return []any{c.Gateway(), yookassa.Webhook{}} },
		Values:  []string{"amount", "income_amount", "refunded_amount"},
		Refusal: clienttest.Reply{Status: 400, Body: `{"type":"error","id":"e-1","code":"invalid_request","description":"TEXT","parameter":"amount"}`},
		Ops:     operations(recorded(t, "payment.json"), recorded(t, "receipt.json")),
		Types: []any{
			yookassa.Payment{}, yookassa.Refund{}, yookassa.Receipt{}, yookassa.Shop{}, yookassa.Subscription{}, yookassa.Event{},
		},
	})
}
