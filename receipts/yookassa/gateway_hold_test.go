package yookassa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// holds is a shop with a payment of 5800.00 that is held.
func holds(t *testing.T, st yookassatest.Settings) (*yookassatest.Server, *yookassa.Client, *yookassa.Payment) {
	t.Helper()
	p := newPayment(580000)
	p.Capture = false
	return paid(t, st, p)
}

func capture(p *yookassa.Payment, sum int64) receipts.CaptureOrder {
	return receipts.CaptureOrder{Key: "A-1042/capture/1/p1", Payment: refOf(p), Amount: amount.RUB(sum)}
}

// fault: M20
func TestAPartOfAHoldIsCapturedWithItsReceipt(t *testing.T) {
	kassa, c, p := holds(t, yookassatest.Settings{Fiscalization: "avanpost"})
	g := c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned))
	told := must(g.Payment(t.Context(), refOf(p)))(t)
	require.Equal(t, status.PaymentAuthorized, told.State)
	require.Equal(t, p.ExpiresAt, told.Expires, "until when it can be captured")
	o := capture(p, 490000)
	sale := *shoesBack()
	sale.Kind = receipts.Sell
	o.Receipt = &sale
	h := must(g.Capture(t.Context(), o))(t)
	require.Equal(t, receipts.HoldDone, h.State)
	require.Equal(t, amount.RUB(490000), h.Payment.Amount)
	require.NotNil(t, h.Payment.Receipt, "so that it is not registered again")
	var kinds []string
	for _, r := range kassa.Receipts() {
		kinds = append(kinds, r.Type)
	}
	require.Equal(t, []string{"payment", "refund", "payment"}, kinds, "that of the hold, its reversal, that of what was captured")
	require.Equal(t, h, must(g.Capture(t.Context(), o))(t), "once")
}

func TestWhatAHoldCameToIsToldWhoeverEndedIt(t *testing.T) {
	for name, tc := range map[string]struct {
		before  func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client, id string)
		capture receipts.HoldState
		release receipts.HoldState
		code    string
	}{
		"captured in the cabinet": {func(t *testing.T, _ *yookassatest.Server, c *yookassa.Client, id string) {
			must(c.CapturePayment(t.Context(), "cabinet", id, yookassa.Capture{}))(t)
		}, receipts.HoldDone, receipts.HoldRefused, "paid"},
		"captured for less": {func(t *testing.T, _ *yookassatest.Server, c *yookassa.Client, id string) {
			must(c.CapturePayment(t.Context(), "cabinet", id, yookassa.Capture{Amount: amount.RUB(100)}))(t)
		}, receipts.HoldRefused, receipts.HoldRefused, "paid"},
		"released in the cabinet": {func(t *testing.T, _ *yookassatest.Server, c *yookassa.Client, id string) {
			must(c.CancelPayment(t.Context(), "cabinet", id))(t)
		}, receipts.HoldRefused, receipts.HoldDone, "canceled_by_merchant"},
	} {
		t.Run(name, func(t *testing.T) {
			kassa, c, p := holds(t, yookassatest.Settings{})
			g := c.Gateway()
			tc.before(t, kassa, c, p.ID)
			writes := kassa.Calls("POST /payments/{id}/capture") + kassa.Calls("POST /payments/{id}/cancel")
			taken := must(g.Capture(t.Context(), capture(p, 580000)))(t)
			freed := must(g.Release(t.Context(), receipts.ReleaseOrder{Key: "k", Payment: refOf(p)}))(t)
			require.Equal(t, []receipts.HoldState{tc.capture, tc.release}, []receipts.HoldState{taken.State, freed.State})
			for _, h := range []receipts.Hold{taken, freed} {
				if h.State == receipts.HoldRefused {
					require.Equal(t, tc.code, h.Code)
					require.NotEmpty(t, h.Text)
				}
			}
			require.Equal(t, writes, kassa.Calls("POST /payments/{id}/capture")+kassa.Calls("POST /payments/{id}/cancel"), "nothing was asked for")
		})
	}
}

func TestARefusedCaptureSaysWhyAndLeavesTheHold(t *testing.T) {
	kassa, c, p := holds(t, yookassatest.Settings{})
	g := c.Gateway()
	kassa.Faults().Always("POST /payments/{id}/capture", yookassatest.Refuse(403, "forbidden", "no"))
	_, err := g.Capture(t.Context(), capture(p, 580000))
	require.Equal(t, ordo.Auth, ordo.ClassOf(err), "a person must act; nothing was done")
	kassa.Faults().Clear()
	kassa.Faults().Always("POST /payments/{id}/capture", yookassatest.Refuse(400, "invalid_request", "not today"))
	h := must(g.Capture(t.Context(), capture(p, 580000)))(t)
	require.Equal(t, receipts.HoldRefused, h.State)
	require.Equal(t, "invalid_request", h.Code)
	require.Equal(t, status.PaymentAuthorized, h.Payment.State)
}
