package yookassa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func socksBack(about order.Ref, key string) receipts.Receipt {
	return receiptOn(about, key, receipts.SellRefund, receipts.Electronic, goods("Носки хлопок", 35000, 2))
}

// ordered pays socks back with their receipt.
func ordered(t *testing.T, g *yookassa.Gateway, p *yookassa.Payment, key string) receipts.Refund {
	t.Helper()
	o := orderBack(p, key+"/1/p1", 70000)
	r := socksBack(refOf(p), key)
	o.Receipt = &r
	back := must(g.Refund(t.Context(), o))(t)
	require.Equal(t, receipts.RefundDone, back.State)
	return back
}

func TestWhatWentAlongWithTheRefundIsItsReceipt(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: "avanpost", SlowReceipts: true}, newPayment(580000))
	g := registering(c)
	back := ordered(t, g, p, "A-1042/refund/R1")
	count := len(kassa.Receipts())
	along := kassa.Receipts()[count-1]
	for name, r := range map[string]receipts.Receipt{
		"about the refund": socksBack(back.Ref, "A-1042/refund/R1"), "about the payment": socksBack(refOf(p), "A-1042/refund/R1"),
		"under another key": socksBack(back.Ref, "A-1042/refund/R1/other"),
		"in other words":    receiptOn(back.Ref, "A-1042/refund/R1", receipts.SellRefund, receipts.Electronic, goods("Носки", 100, 1)),
	} {
		d, err := g.Register(t.Context(), r)
		require.NoError(t, err, name)
		require.Equal(t, along.ID, d.Ref.ID, name)
		require.Equal(t, r.Key, d.Key)
	}
	unlisted := fake.Refuse(200, "application/json", `{"type":"list","items":[]}`)
	kassa.Faults().Next("GET /receipts", unlisted, unlisted)
	for _, r := range []receipts.Receipt{
		socksBack(back.Ref, "A-1042/refund/R1"), receiptOn(back.Ref, "A-1042/refund/R1", receipts.SellRefund, receipts.Electronic, goods("Носки", 100, 1)),
	} {
		d := must(g.Register(t.Context(), r))(t)
		require.Equal(t, receipts.DocumentWaiting, d.State, "it is not listed yet")
		require.Equal(t, back.Ref, d.Ref)
	}

	require.NoError(t, kassa.RefuseReceipt(along.ID))
	d := must(g.Register(t.Context(), socksBack(back.Ref, "A-1042/refund/R1")))(t)
	require.Equal(t, receipts.Document{Key: "A-1042/refund/R1", Ref: back.Ref, State: receipts.DocumentFailed, Text: d.Text}, d)
	require.NotEmpty(t, d.Text)
	require.Len(t, kassa.Receipts(), count)

	next := must(g.Register(t.Context(), socksBack(back.Ref, "A-1042/refund/R1").Attempt(2)))(t)
	made := must(c.GetReceipt(t.Context(), next.Ref.ID))(t)
	require.Equal(t, yookassa.ReceiptRefund, made.Type)
	require.Equal(t, back.Ref.ID, made.RefundID)
	require.Equal(t, []yookassa.Settlement{{Type: "cashless", Amount: amount.RUB(70000)}}, made.Settlements)
	require.Len(t, kassa.Receipts(), count+1)
}

// When all of a payment goes back, YooKassa makes the receipt of the refund out of that of the payment.
func TestTheReceiptOfAFullRefundIsYooKassasOwn(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(70000))
	back := payBack(t, c, p, 70000)
	d := must(registering(c).Register(t.Context(), socksBack(refOfRefund(back), "A-1042/refund/R1")))(t)
	require.Len(t, kassa.Receipts(), 2)
	require.Equal(t, kassa.Receipts()[1].ID, d.Ref.ID)

	half := receiptOn(refOfRefund(back), "A-1042/refund/R1/advance", receipts.SellRefund, receipts.Electronic, goods("Носки хлопок", 35000, 1))
	fails(registering(c).Register(t.Context(), half))(t, ordo.ErrInDoubt, "a receipt of 700.00 RUB was made with") // all of the money has its receipt
	require.Len(t, kassa.Receipts(), 2)
}

func TestARefundMayOweTwoReceipts(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: "atol", ReceiptsLater: true}, bare(580000))
	g := registering(c)
	back := must(g.Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 105000)))(t)
	require.Empty(t, kassa.Receipts())
	sold := socksBack(back.Ref, "A-1042/refund/R1")
	undone := receiptOn(back.Ref, "A-1042/refund/R1/advance", receipts.SellRefund, receipts.Electronic, inAdvance(35000))
	kept := receiptOn(back.Ref, "A-1042/refund/R1/kept", receipts.SellRefund, receipts.Offset, goods("Носки хлопок", 35000, 1))
	for _, r := range []receipts.Receipt{sold, undone, kept, sold, undone, kept} {
		registered(t, g, r)
	}
	require.Len(t, kassa.Receipts(), 3)
	for _, r := range kassa.Receipts() {
		require.Equal(t, back.Ref.ID, r.RefundID)
		require.Equal(t, "refund", r.Type)
	}
}

func TestMoneyThatSomebodyPaidBackIsLookedForByItsPayment(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: "atol", ReceiptsLater: true}, bare(580000))
	g := registering(c)
	ordered(t, g, p, "A-1042/refund/R1") // of the same sum, with a receipt of its own
	byHand := payBack(t, c, p, 70000)
	kassa.RefuseRefunds("rejected_by_payee")
	payBack(t, c, p, 70000) // nothing goes back by it
	kassa.RefuseRefunds("")
	r := receiptOn(refOf(p), "A-1042/return/p1/1400.00", receipts.SellRefund, receipts.Electronic, inAdvance(70000))
	d := registered(t, g, r)
	made := must(c.GetReceipt(t.Context(), d.Ref.ID))(t)
	require.Equal(t, byHand.ID, made.RefundID)
	require.Equal(t, d, registered(t, g, r))
	kassa.Faults().Next("GET /refunds", fake.Refuse(200, "application/json", `{"items":[{"id":"r","amount":{"value":"x"}},{"id":"`+byHand.ID+
		`","payment_id":"`+p.ID+`","status":"succeeded","amount":{"value":"700.00","currency":"RUB"}}]}`))
	fails(g.Register(t.Context(), r))(t, ordo.ErrInDoubt) // the other may be the one

	kept := receiptOn(refOf(p), "A-1042/refund/R2", receipts.SellRefund, receipts.Offset, goods("Носки хлопок", 35000, 2))
	fails(g.Register(t.Context(), kept))(t, ordo.ErrInvalid, "needs refund_id") // no money was returned by it, so YooKassa has no place for it

	payBack(t, c, p, 70000)
	fails(g.Register(t.Context(), r))(t, ordo.ErrInDoubt, "2 refunds are of 700.00 RUB")
	r.Positions[0], r.Total, r.Payments[0].Sum = inAdvance(140000), amount.RUB(140000), amount.RUB(140000)
	fails(g.Register(t.Context(), r))(t, ordo.ErrInDoubt, "0 refunds are")
	require.Len(t, kassa.Receipts(), 2)
}

func TestAHoldThatIsLetGoHasItsReceiptReversed(t *testing.T) {
	two := bare(70000)
	two.Capture = false
	t.Run("registered here", func(t *testing.T) {
		kassa, c, p := paid(t, yookassatest.Settings{}, two)
		g := registering(c)
		registered(t, g, advanceFor(p))
		r := receiptOn(refOf(p), "A-1042/undone", receipts.SellRefund, receipts.Electronic, inAdvance(70000))
		fails(g.Register(t.Context(), r))(t, ordo.ErrInvalid) // it is held still
		must(c.CancelPayment(t.Context(), "c", p.ID))(t)
		r.Key = "A-1042/undone/2"
		d := registered(t, g, r)
		made := must(c.GetReceipt(t.Context(), d.Ref.ID))(t)
		require.Equal(t, []string{"refund", p.ID, ""}, []string{made.Type, made.PaymentID, made.RefundID})
		require.Equal(t, d, registered(t, g, r))
		require.Len(t, kassa.Receipts(), 2)
	})
	t.Run("that went along", func(t *testing.T) {
		along := newPayment(70000)
		along.Capture = false
		kassa, c, p := paid(t, yookassatest.Settings{}, along)
		must(c.CancelPayment(t.Context(), "c", p.ID))(t)
		r := receiptOn(refOf(p), "A-1042/undone", receipts.SellRefund, receipts.Electronic, inAdvance(70000))
		d := registered(t, registering(c), r)
		require.Len(t, kassa.Receipts(), 2, "YooKassa did it")
		require.Equal(t, kassa.Receipts()[1].ID, d.Ref.ID)
		kassa.Faults().Next("GET /receipts", fake.Refuse(200, "application/json", `{"type":"list","items":[]}`))
		fails(registering(c).Register(t.Context(), r))(t, ordo.ErrInDoubt, "has not listed the reversal yet") // it will do it
		require.Len(t, kassa.Receipts(), 2)
	})
	t.Run("taken in part", func(t *testing.T) {
		kassa, c, p := paid(t, yookassatest.Settings{}, two)
		g := registering(c)
		registered(t, g, advanceFor(p))
		taken := must(c.CapturePayment(t.Context(), "c", p.ID, yookassa.Capture{Amount: amount.RUB(35000)}))(t)
		undo := receiptOn(refOf(p), "A-1042/undone", receipts.SellRefund, receipts.Electronic, inAdvance(70000))
		rest := advanceFor(taken)
		rest.Key = "A-1042/rest"
		for range 2 {
			registered(t, g, undo)
			registered(t, g, rest)
		}
		require.Len(t, kassa.Receipts(), 3)
	})
}
