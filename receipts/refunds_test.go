package receipts_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// covers: B24-7
func TestTheOrderToTheGatewayIsForExactlyTheBlock(t *testing.T) {
	k := place(t, fiveDresses())
	k.pays("p1", 1990000, "card")
	k.sends(1, nil)
	k.does(merchant, order.Deliver{})
	before := k.reads(shop)
	k.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(2)), Reason: status.ReasonDefect})

	// Nothing goes out before the goods are back and a person orders it, and the order keeps its state.
	_, err := receipts.Refunds(k.o, 1, shop)
	requireProblem(t, err, 0, "Block", "order it first")
	version := k.o.Version()
	_, err = k.o.Do(order.Refund{Block: 1}, k.by(merchant))
	require.ErrorIs(t, err, order.ErrNotNow)
	require.Equal(t, version, k.o.Version())

	k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	orders, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Len(t, orders, 1)
	require.NoError(t, orders[0].Check())
	require.Equal(t, "A-1042/refund/R1/1/p1", orders[0].Key)
	require.Equal(t, order.Ref{System: "gateway", ID: "pay-p1"}, orders[0].Payment)
	require.Equal(t, amount.RUB(400000), orders[0].Amount)
	require.Equal(t, before, k.reads(shop), "no receipt is owed before the money is back")

	// The next attempt is another order; the receipt that goes along is the one that is owed then.
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}})
	k.does(merchant, order.Refund{Block: 1})
	again, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Equal(t, "A-1042/refund/R1/2/p1", again[0].Key)
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "gateway", ID: "refund-1"}}})
	owed, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	last := owed[len(owed)-1].Receipt
	require.Equal(t, "pay-p1", again[0].Receipt.About.ID)
	require.Equal(t, "refund-1", last.About.ID, "now the refund is known")
	last.About = again[0].Receipt.About
	require.Equal(t, last, *again[0].Receipt)

	_, err = receipts.Refunds(k.o, 1, shop)
	requireProblem(t, err, 0, "Block", "already refunded")
	_, err = receipts.Refunds(k.o, 2, shop)
	requireProblem(t, err, 0, "Block", "no return block R2")
}

func TestARefundThroughTwoPayments(t *testing.T) {
	d := fiveDresses()
	d.Scheme = order.OwnPickup
	k := place(t, d)
	k.pays("p1", 1900000, "card")
	k.pays("p2", 90000, "cash")
	k.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Refund{Block: 1})
	orders, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Len(t, orders, 2)
	require.Nil(t, orders[0].Receipt, "one receipt is for both, so it goes by itself")
	require.Equal(t, []amount.Money{amount.RUB(90000), amount.RUB(110000)}, []amount.Money{orders[0].Amount, orders[1].Amount}, "the newest payment first")
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	require.Contains(t, k.reads(shop), "A-1042/refund/R1/advance sell-refund 2000.00: electronic 1100.00 cash 900.00\n")
}

func TestAPaymentWithoutAReferenceIsPaidBackByHand(t *testing.T) {
	k := place(t, fiveDresses())
	k.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(1990000)}})
	k.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Refund{Block: 1})
	orders, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Len(t, orders, 1)
	require.True(t, orders[0].Payment.IsZero())
	requireProblem(t, orders[0].Check(), 0, "Payment", "reference of the payment is missing") // no gateway takes it
}

func TestKeysAreUniqueAndShortEnough(t *testing.T) {
	d := fiveDresses()
	d.ID = strings.Repeat("очень-длинный-номер/", 12)
	d.Scheme = order.OwnPickup
	k := place(t, d)
	k.pays("p/1", 1000000, "card")
	k.pays("p", 990000, "card")
	owed, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	for _, x := range owed {
		require.NoError(t, x.Receipt.Check())
	}
	require.Len(t, owed, 2)
	require.NotEqual(t, owed[0].Receipt.Key, owed[1].Receipt.Key)
}
