package receipts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// fault: M20
func TestHeldMoneyIsReceiptedWhenItIsTakenAndByWhatWasTaken(t *testing.T) {
	k := place(t, fiveDresses())
	total := k.o.Total()
	held := order.Payment{ID: "p1", State: status.PaymentAuthorized, Amount: total, Method: "card", Ref: order.Ref{System: "gateway", ID: "pay-p1"}}
	k.does(gateway, order.Pay{Payment: held})
	planned, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	require.Empty(t, planned, "held money is no payment")
	_, err = receipts.Capture(k.o, "p1", shop)
	require.ErrorContains(t, err, "nothing is ordered of payment p1")

	part := amount.RUB(total.Minor() - 100)
	k.does(merchant, order.Capture{Payment: "p1", Amount: part})
	o, err := receipts.Capture(k.o, "p1", shop)
	require.NoError(t, err)
	require.NoError(t, o.Check())
	require.Equal(t, part, o.Amount)
	require.Equal(t, held.Ref, o.Payment)
	require.Equal(t, part, o.Receipt.Total)
	again, err := receipts.Capture(k.o, "p1", shop)
	require.NoError(t, err)
	require.Equal(t, o, again)

	k.does(gateway, order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.Applied}})
	planned, err = receipts.Plan(k.o, shop)
	require.NoError(t, err)
	require.Len(t, planned, 1)
	o.Receipt.About = planned[0].Receipt.About
	require.Equal(t, planned[0].Receipt, *o.Receipt, "the receipt of the capture is that of the plan")
}

func TestMoneyGivenBackNeedsNoReceipt(t *testing.T) {
	k := place(t, fiveDresses())
	k.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentAuthorized, Amount: k.o.Total()}})
	k.does(merchant, order.ReleaseHold{Payment: "p1"})
	o, err := receipts.Release(k.o, "p1")
	require.NoError(t, err)
	require.NotEmpty(t, o.Key)
	_, err = receipts.Capture(k.o, "p1", shop)
	require.Error(t, err)
	k.does(gateway, order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.Applied}})
	planned, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	require.Empty(t, planned)
	_, err = receipts.Release(k.o, "p1")
	require.Error(t, err)
}
