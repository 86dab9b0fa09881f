package yookassa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

const (
	someMoney  = `"amount":{"value":"100.00","currency":"RUB"},"created_at":"2026-01-14T10:00:00.000Z","status":"succeeded"`
	someRefund = `{"id":"r","payment_id":"p",` + someMoney + `}`
)

// fault: R7
func TestWhatIsListedOfAnotherThingIsInDoubt(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		read func(c *yookassa.Client) error
	}{
		"a listed refund of another payment": {`{"type":"list","items":[` + someRefund + `]}`, func(c *yookassa.Client) error {
			return problem(c.ListRefunds(t.Context(), yookassa.RefundFilter{PaymentID: "q"}))
		}},
		"a listed refund of another status": {`{"type":"list","items":[` + someRefund + `]}`, func(c *yookassa.Client) error {
			return problem(c.ListRefunds(t.Context(), yookassa.RefundFilter{Status: yookassa.Pending}))
		}},
		"a listed receipt of another payment": {`{"type":"list","items":[{"id":"rt-1","type":"payment","payment_id":"p","status":"succeeded"}]}`, func(c *yookassa.Client) error {
			return problem(c.ListReceipts(t.Context(), yookassa.ReceiptFilter{PaymentID: "q"}))
		}},
		"a listed receipt of another refund": {`{"type":"list","items":[{"id":"rt-1","type":"refund","refund_id":"r","status":"succeeded"}]}`, func(c *yookassa.Client) error {
			return problem(c.ListReceipts(t.Context(), yookassa.ReceiptFilter{RefundID: "s"}))
		}},
		"a listed payment by another method": {`{"type":"list","items":[{"id":"p","payment_method":{"type":"sbp","id":"m"},` + someMoney + `}]}`, func(c *yookassa.Client) error {
			return problem(c.ListPayments(t.Context(), yookassa.PaymentFilter{PaymentMethod: "bank_card"}))
		}},
		"a refund under our key of another payment": {`{"type":"list","items":[{"id":"r","payment_id":"q","metadata":{"refund_key":"k"},` + someMoney + `}]}`, func(c *yookassa.Client) error {
			_, err := c.Gateway().Refund(t.Context(), receipts.RefundOrder{Key: "k", Payment: refOfKind("payment", "p"), Amount: amount.RUB(10000)})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.read(answering(t, 200, tc.body))
			require.Contains(t, []ordo.Class{ordo.InDoubt, ordo.Conflict}, ordo.ClassOf(err), "%v", err)
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
func TestACaptureOfAnotherSumIsNotOurs(t *testing.T) {
	_, err := answering(t, 200, `{"id":"p",`+someMoney+`}`).CapturePayment(t.Context(), "k", "p", yookassa.Capture{Amount: amount.RUB(9900)})
	require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
	require.ErrorContains(t, err, "its amount is 100.00 RUB, requested was 99.00 RUB")
}
