package yookassa_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// slow makes a refund that nobody has settled yet.
func slow(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) *yookassa.Refund {
	t.Helper()
	p := pay(t, kassa, c, "pay", newPayment(300000))
	r := must(c.CreateRefund(t.Context(), "r", newRefund(p, 1000)))(t)
	require.Equal(t, yookassa.Pending, r.Status)
	return r
}

func TestARefusedRefundIsSeenByWaiting(t *testing.T) {
	inBubble(t, yookassatest.Settings{SlowRefunds: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		r := slow(t, kassa, c)
		const days = 3 * 24 * time.Hour
		time.AfterFunc(days, func() { _ = kassa.RefuseRefund(r.ID, "rejected_by_payee") })
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := c.WaitRefund(ctx, r.ID)
		pending := as[*ordo.PendingError](t, err)
		require.Equal(t, r.ID, pending.Ref)
		done := must(c.WaitRefund(t.Context(), r.ID))(t)
		require.Equal(t, yookassa.Canceled, done.Status)
		why, _ := yookassa.RefundReason(done.Cancellation.Reason)
		require.Equal(t, yookassa.RemedyNone, why.Remedy)
		waited := time.Since(begin)
		require.GreaterOrEqual(t, waited, days)
		require.Less(t, waited, days+5*time.Minute+time.Second)
		require.Less(t, kassa.Calls("GET /refunds/{id}"), 900, "every five minutes at last")
	})
}

func TestAReceiptIsWaitedFor(t *testing.T) {
	for status, end := range map[yookassa.Status]func(*yookassatest.Server, string) error{
		yookassa.Succeeded: (*yookassatest.Server).RegisterReceipt, yookassa.Canceled: (*yookassatest.Server).RefuseReceipt,
	} {
		inBubble(t, yookassatest.Settings{SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", newPayment(300000))
			require.Equal(t, yookassa.Pending, p.Receipt)
			r := must(c.CreateReceipt(t.Context(), "k", newReceipt(p)))(t)
			require.Empty(t, r.FiscalDocumentNumber)
			time.AfterFunc(time.Minute, func() { _ = end(kassa, r.ID) })
			r = must(c.WaitReceipt(t.Context(), r.ID))(t)
			require.Equal(t, status, r.Status)
			require.Equal(t, status == yookassa.Succeeded, r.FiscalDocumentNumber != "")
		})
	}
}
