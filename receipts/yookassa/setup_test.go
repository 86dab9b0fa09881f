package yookassa_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// must is what a call returns that has to end well.
func must[T any](v T, err error) func(require.TestingT) T {
	return func(t require.TestingT) T {
		require.NoError(t, err)
		return v
	}
}

// fails asks for a class of error, and for what it must say.
func fails[T any](_ T, err error) func(t require.TestingT, class error, says ...string) {
	return func(t require.TestingT, class error, says ...string) {
		require.ErrorIs(t, err, class)
		for _, s := range says {
			require.ErrorContains(t, err, s)
		}
	}
}

// as is the error in a chain that says more.
func as[E error](t require.TestingT, err error, why ...any) (e E) {
	require.ErrorAs(t, err, &e, why...)
	return e
}

// start returns a shop at YooKassa and a client for it.
func start(t *testing.T, st yookassatest.Settings) (*yookassatest.Server, *yookassa.Client) {
	t.Helper()
	kassa := yookassatest.New(st)
	t.Cleanup(kassa.Close)
	return kassa, client(kassa.Transport())
}

func client(rt http.RoundTripper, opts ...ordo.Option) *yookassa.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: rt}), ordo.WithAccount("yk-1")}, opts...)
	return yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, opts...)
}

// inBubble runs a test whose waits take no time.
func inBubble(t *testing.T, st yookassatest.Settings, f func(*testing.T, *yookassatest.Server, *yookassa.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		kassa, c := start(t, st)
		f(t, kassa, c)
	})
}

// bubble is a subtest in a bubble.
func bubble(st yookassatest.Settings, test func(*testing.T, *yookassatest.Server, *yookassa.Client)) func(*testing.T) {
	return func(t *testing.T) { inBubble(t, st, test) }
}

// answering is a YooKassa that always says the same.
func answering(t *testing.T, status int, body string) *yookassa.Client {
	t.Helper()
	kassa, _ := start(t, yookassatest.Settings{})
	kassa.Faults().Always("*", fake.Refuse(status, "application/json", body))
	return client(kassa.Transport(), ordo.WithMaxAttempts(1))
}

var buyer = yookassa.Customer{Email: "ivanova@example.ru"}

func line(name string, price int64, n int) yookassa.Item {
	return yookassa.Item{
		Description: name, Amount: amount.RUB(price), Quantity: amount.Pcs(n), VATCode: yookassa.VAT22, Measure: "piece",
		PaymentSubject: yookassa.SubjectCommodity, PaymentMode: yookassa.FullPayment,
	}
}

func advance(sum int64) *yookassa.ReceiptData {
	return &yookassa.ReceiptData{Customer: buyer, Items: []yookassa.Item{{
		Description: "Аванс по заказу A-1042", Amount: amount.RUB(sum), Quantity: amount.Pcs(1), VATCode: yookassa.VAT22c,
		PaymentSubject: yookassa.SubjectPayment, PaymentMode: yookassa.Advance,
	}}}
}

func newPayment(sum int64) yookassa.NewPayment {
	return yookassa.NewPayment{
		Amount: amount.RUB(sum), Capture: true, Description: "Заказ A-1042", Receipt: advance(sum),
		Confirmation: &yookassa.NewConfirmation{Type: yookassa.Redirect, ReturnURL: "https://shop.example.ru/orders/A-1042"},
		Metadata:     map[string]string{"order_id": "A-1042"},
	}
}

// pay makes a payment and lets the buyer pay it.
func pay(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client, key string, p yookassa.NewPayment) *yookassa.Payment {
	t.Helper()
	made := must(c.CreatePayment(t.Context(), key, p))(t)
	require.NoError(t, kassa.Pay(made.ID))
	return must(c.GetPayment(t.Context(), made.ID))(t)
}

// paid returns a shop, a client for it, and a payment that the buyer has paid.
func paid(t *testing.T, st yookassatest.Settings, p yookassa.NewPayment) (*yookassatest.Server, *yookassa.Client, *yookassa.Payment) {
	t.Helper()
	kassa, c := start(t, st)
	return kassa, c, pay(t, kassa, c, "pay", p)
}

func newRefund(p *yookassa.Payment, sum int64) yookassa.NewRefund {
	return yookassa.NewRefund{
		PaymentID: p.ID, Amount: amount.RUB(sum), Description: "Возврат R1",
		Receipt:  &yookassa.ReceiptData{Customer: buyer, Items: []yookassa.Item{line("Кроссовки", sum, 1)}},
		Metadata: map[string]string{"order_id": "A-1042", "block": "R1"},
	}
}
