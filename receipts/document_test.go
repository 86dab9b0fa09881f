package receipts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

func TestADocumentIsAttachedAndLookedUp(t *testing.T) {
	d := receipts.Document{
		Key: "A-1042/goods", Ref: order.Ref{System: "atol", Kind: "receipt", ID: "u-1"}, State: receipts.DocumentDone,
		Number: "10817", Drive: "9960440300112233", Sign: "3817264455", At: time.Date(2026, 1, 14, 10, 2, 0, 0, time.FixedZone("MSK", 3*60*60)),
		Marks: []receipts.MarkResult{{Position: 0, Result: 15}, {Position: 1, Result: 7}},
	}
	require.Equal(t, order.Document{Kind: "receipt", Number: "9960440300112233/10817", Date: "2026-01-14T10:02:00", Ref: d.Ref, Posted: true}, d.Attach())
	require.Equal(t, "t=20260114T1002&s=5800.00&fn=9960440300112233&i=10817&fp=3817264455&n=1", d.QR(receipts.Sell, amount.RUB(580000)))
	require.True(t, strings.HasSuffix(d.QR(receipts.SellRefund, amount.RUB(580000)), "&n=2"))
	require.True(t, d.Marks[0].Good())
	require.False(t, d.Marks[1].Good())

	waiting := receipts.Document{Key: "k", State: receipts.DocumentWaiting}
	require.Equal(t, order.Document{Kind: "receipt", Number: "k"}, waiting.Attach())
	require.Empty(t, waiting.QR(receipts.Sell, amount.RUB(1)))
	d.At = time.Time{}
	require.Empty(t, d.QR(receipts.Sell, amount.RUB(580000)), "nobody finds a receipt of the year 1")
}

func TestAFailedReceiptIsTriedUnderAnotherKey(t *testing.T) {
	r := goodReceipt()
	require.Equal(t, r, r.Attempt(1))
	require.Equal(t, "A-1042/goods~2", r.Attempt(2).Key)
	r.Key = strings.Repeat("k", receipts.MaxKey)
	second, third := r.Attempt(2), r.Attempt(3)
	require.NoError(t, second.Check())
	require.NotEqual(t, second.Key, third.Key)
}

func TestCorrectionsAndReversals(t *testing.T) {
	r := goodReceipt()
	r.UserProp, r.Industry = &receipts.UserProp{Name: "n", Value: "v"}, []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1", Value: "v"}}
	r.Positions[0].Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000000", Phones: []string{"+79000000000"}}
	undone := r.Reverse("A-1042/mistake")
	require.NoError(t, undone.Check())
	require.Equal(t, receipts.SellRefund, undone.Kind)
	require.Equal(t, r.Positions, undone.Positions)
	undone.Positions[0].Agent.Phones[0], undone.UserProp.Name = "x", "x"
	require.Equal(t, "+79000000000", r.Positions[0].Agent.Phones[0], "nothing is shared")
	require.Equal(t, "n", r.UserProp.Name)

	late := undone.Correct("A-1042/late", receipts.Correction{Date: "2026-01-13", Ordered: true, Number: "17"})
	require.Equal(t, receipts.SellRefundCorrection, late.Kind)
	require.Equal(t, receipts.SellCorrection, late.Reverse("k").Kind)
	require.Equal(t, receipts.SellCorrection, r.Correct("k", receipts.Correction{}).Kind)
	require.NotSame(t, late.Correction, late.Clone().Correction)
}

func TestARefundSettlesItsBlock(t *testing.T) {
	ref := order.Ref{System: "gateway", Kind: "refund", ID: "r-1"}
	out, settled := receipts.Refund{Ref: ref, State: receipts.RefundDone}.Outcome()
	require.True(t, settled)
	require.Equal(t, order.Outcome{Kind: order.Applied, Ref: ref}, out)
	out, settled = receipts.Refund{Ref: ref, State: receipts.RefundRefused, Code: "c", Text: "no money"}.Outcome()
	require.True(t, settled)
	require.Equal(t, order.Outcome{Kind: order.Rejected, Ref: ref, Code: "c", Text: "no money"}, out)
	_, settled = receipts.Refund{State: receipts.RefundWaiting}.Outcome()
	require.False(t, settled)
}

func TestStatesHaveNames(t *testing.T) {
	require.Equal(t, "waiting done failed state 9", strings.Join([]string{
		receipts.DocumentWaiting.String(), receipts.DocumentDone.String(), receipts.DocumentFailed.String(), receipts.DocumentState(9).String(),
	}, " "))
	require.Equal(t, "waiting done refused state 9", strings.Join([]string{
		receipts.RefundWaiting.String(), receipts.RefundDone.String(), receipts.RefundRefused.String(), receipts.RefundState(9).String(),
	}, " "))
	require.Equal(t, "credit-payment method 8 consideration form 1", strings.Join([]string{
		receipts.CreditPayment.String(), receipts.Method(8).String(), receipts.Consideration.String(), receipts.Form(1).String(),
	}, " "))
}
