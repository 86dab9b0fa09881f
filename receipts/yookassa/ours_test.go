package yookassa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

const (
	someMoney  = `"amount":{"value":"100.00","currency":"RUB"},"created_at":"2026-01-14T10:00:00.000Z","status":"succeeded"`
	someRefund = `{"id":"r","payment_id":"p",` + someMoney + `}`
)

// fault: R7
func TestWhatIsReadBackOfAnotherThingIsInDoubt(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		read func(c *yookassa.Client) error
	}{
		"a payment of another id": {`{"id":"p",` + someMoney + `}`, func(c *yookassa.Client) error {
			_, err := c.Gateway().Payment(t.Context(), refOfKind("payment", "q"))
			return err
		}},
		"a refund of another id": {someRefund, func(c *yookassa.Client) error {
			_, err := c.Gateway().ReadRefund(t.Context(), refOfKind("refund", "s"))
			return err
		}},
		"a receipt of another id": {`{"id":"rt-1","type":"payment","status":"succeeded"}`, func(c *yookassa.Client) error {
			_, err := c.Gateway().Read(t.Context(), refOfKind("receipt", "rt-2"))
			return err
		}},
		"a listed refund of another payment": {`{"type":"list","items":[` + someRefund + `]}`, func(c *yookassa.Client) error {
			return problem(c.Refunds(t.Context(), yookassa.RefundFilter{PaymentID: "q"}))
		}},
		"a listed refund of another status": {`{"type":"list","items":[` + someRefund + `]}`, func(c *yookassa.Client) error {
			return problem(c.Refunds(t.Context(), yookassa.RefundFilter{Status: yookassa.Pending}))
		}},
		"a listed receipt of another payment": {`{"type":"list","items":[{"id":"rt-1","type":"payment","payment_id":"p","status":"succeeded"}]}`, func(c *yookassa.Client) error {
			return problem(c.Receipts(t.Context(), yookassa.ReceiptFilter{PaymentID: "q"}))
		}},
		"a listed receipt of another refund": {`{"type":"list","items":[{"id":"rt-1","type":"refund","refund_id":"r","status":"succeeded"}]}`, func(c *yookassa.Client) error {
			return problem(c.Receipts(t.Context(), yookassa.ReceiptFilter{RefundID: "s"}))
		}},
		"a listed payment by another method": {`{"type":"list","items":[{"id":"p","payment_method":{"type":"sbp","id":"m"},` + someMoney + `}]}`, func(c *yookassa.Client) error {
			return problem(c.Payments(t.Context(), yookassa.PaymentFilter{PaymentMethod: "bank_card"}))
		}},
		"a refund under our key of another payment": {`{"type":"list","items":[{"id":"r","payment_id":"q","metadata":{"refund_key":"k"},` + someMoney + `}]}`, func(c *yookassa.Client) error {
			_, err := c.Gateway().Refund(t.Context(), receipts.RefundOrder{Key: "k", Payment: refOfKind("payment", "p"), Amount: order.RUB(10000)})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.read(answering(t, 200, tc.body))
			require.Contains(t, []ordo.Class{ordo.InDoubt, ordo.Conflict, ordo.Retry}, ordo.ClassOf(err), "%v", err)
		})
	}
}

// problem is the problem of the first record.
func problem[T any](all func(func(yookassa.Record[T], error) bool)) error {
	for r, err := range all {
		if err != nil {
			return err
		}
		return r.Problem
	}
	return nil
}

// fault: R7
func TestACreatedThingOfAnotherSumIsNotOurs(t *testing.T) {
	item := `{"description":"x","quantity":1,"amount":{"value":"99.00","currency":"RUB"},"vat_code":1}`
	c := answering(t, 200, `{"id":"rt-1","type":"payment","payment_id":"p","status":"pending","items":[`+item+`]}`)
	_, err := c.CreateReceipt(t.Context(), "k", yookassa.NewReceipt{
		Type: yookassa.ReceiptPayment, PaymentID: "p", Customer: yookassa.Customer{Email: "a@shop.example"},
		Items:       []yookassa.Item{{Description: "x", Quantity: order.Pcs(1), Amount: order.RUB(10000), VATCode: yookassa.VATNone}},
		Settlements: []yookassa.Settlement{{Type: yookassa.Prepayment, Amount: order.RUB(10000)}},
	})
	require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
	require.ErrorContains(t, err, "its sum is 99.00 RUB, asked was for 100.00 RUB")
	_, err = answering(t, 200, `{"id":"p",`+someMoney+`}`).Capture(t.Context(), "k", "p", yookassa.Capture{Amount: order.RUB(9900)})
	require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
	require.ErrorContains(t, err, "its amount is 100.00 RUB, asked was for 99.00 RUB")
}
