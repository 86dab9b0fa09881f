package yookassa_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

const longAfter = yookassa.KeyLife + time.Minute

func TestWhateverHappensToTheAnswerAReceiptIsRegisteredOnce(t *testing.T) {
	for name, script := range scripts {
		for _, forgotten := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/forgotten %t", name, forgotten), bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				p := pay(t, kassa, c, "pay", bare(70000))
				back := payBack(t, c, pay(t, kassa, c, "pay2", bare(70000)), 70000)
				all := []receipts.Receipt{advanceFor(p), socksFor(p, "A-1042/goods"), socksBack(refOfRefund(back), "A-1042/refund/R1")}
				for _, r := range all {
					kassa.Faults().Next("POST /receipts", script...)
					first := registered(t, registering(c, yookassa.WithKeysOnReceipts()), r)
					if forgotten {
						time.Sleep(longAfter)
					}
					kassa.Faults().Next("GET /receipts", script...)
					kassa.Faults().Next("POST /receipts", script...)
					after := registering(client(kassa.Transport()), yookassa.WithKeysOnReceipts()) // another process, after a crash
					require.Equal(t, first, registered(t, after, r))
				}
				require.Len(t, kassa.Receipts(), len(all), "%v", kassa.Exchanges())
			}))
		}
	}
}

// Without keys on receipts the money of a payment or refund still has one receipt for ever, and what may be another one
// with the same content is neither doubled nor taken for this one.
func TestWhatWasRegisteredAndNotHeardOfADayLater(t *testing.T) {
	for name, tt := range map[string]struct {
		receipt func(p *yookassa.Payment, back *yookassa.Refund) receipts.Receipt
		doubt   bool
	}{
		"the advance": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt { return advanceFor(p) }, false},
		"a refund": {func(_ *yookassa.Payment, back *yookassa.Refund) receipts.Receipt {
			return socksBack(refOfRefund(back), "A-1042/refund/R1")
		}, false},
		"goods paid for when they came": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt {
			return receiptOn(refOf(p), "A-1042/goods", receipts.Sell, receipts.Electronic, goods("Носки хлопок", 35000, 2))
		}, false},
		"a settlement": {func(p *yookassa.Payment, _ *yookassa.Refund) receipts.Receipt { return socksFor(p, "A-1042/goods") }, true},
	} {
		t.Run(name, bubble(yookassatest.Settings{Loose: true}, func(t *testing.T, kassa *yookassatest.Server, _ *yookassa.Client) {
			c := client(kassa.Transport(), ordo.WithMaxAttempts(1))
			p := pay(t, kassa, c, "pay", bare(70000))
			back := payBack(t, c, pay(t, kassa, c, "pay2", bare(70000)), 70000)
			r := tt.receipt(p, back)
			kassa.Faults().Next("POST /receipts", fake.ResetAfter())
			fails(registering(c).Register(t.Context(), r))(t, ordo.ErrInDoubt)
			require.Len(t, kassa.Receipts(), 1)
			time.Sleep(longAfter)
			d, err := registering(c).Register(t.Context(), r)
			require.Equal(t, 1, kassa.Calls("POST /receipts"), "it is never registered again")
			if tt.doubt {
				require.ErrorIs(t, err, ordo.ErrInDoubt)
				require.ErrorContains(t, err, kassa.Receipts()[0].ID)
				return
			}
			require.NoError(t, err)
			require.Equal(t, kassa.Receipts()[0].ID, d.Ref.ID)
		}))
	}
}

func TestAListThatLagsBehindRegistersNothingTwice(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, bare(70000))
	first := registered(t, registering(c), socksFor(p, "A-1042/goods"))
	kassa.Faults().Next("GET /receipts", fake.Refuse(200, "application/json", `{"type":"list","items":[]}`))
	require.Equal(t, first, registered(t, registering(c), socksFor(p, "A-1042/goods")), "the key tells")
}

// The answer to a known key tells how the receipt was at first: what is listed tells more.
func TestAReceiptGivenAgainIsToldAsItStands(t *testing.T) {
	inBubble(t, yookassatest.Settings{SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		p := pay(t, kassa, c, "pay", bare(70000))
		g, r := registering(c), socksFor(p, "A-1042/goods")
		d := registered(t, g, r)
		require.Equal(t, receipts.DocumentWaiting, d.State)
		require.NoError(t, kassa.RefuseReceipt(d.Ref.ID))
		failed := registered(t, g, r)
		require.Equal(t, receipts.DocumentFailed, failed.State)
		require.False(t, failed.CanRetry)
		require.NotEmpty(t, failed.Text)
		next := registered(t, g, r.Attempt(2))
		require.NotEqual(t, d.Ref, next.Ref)
		require.NoError(t, kassa.RegisterReceipt(next.Ref.ID))
		require.Equal(t, receipts.DocumentDone, registered(t, g, r.Attempt(2)).State)
		require.Len(t, kassa.Receipts(), 2)
		time.Sleep(longAfter)
		fails(g.Register(t.Context(), r))(t, ordo.ErrInDoubt) // the second attempt says the same
		require.Len(t, kassa.Receipts(), 2)
	})
}

func TestAReceiptThatFailedCountsForNothing(t *testing.T) {
	inBubble(t, yookassatest.Settings{SlowReceipts: true}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		g, p := registering(c), pay(t, kassa, c, "pay", bare(70000))
		for _, r := range []receipts.Receipt{advanceFor(p), socksFor(p, "A-1042/goods")} {
			failed := registered(t, g, r)
			require.NoError(t, kassa.RefuseReceipt(failed.Ref.ID))
			time.Sleep(longAfter)
			next := registered(t, g, r.Attempt(2))
			require.NotEqual(t, failed.Ref, next.Ref)
			require.Equal(t, receipts.DocumentWaiting, next.State)
		}
		require.Len(t, kassa.Receipts(), 4)
		named := registering(c, yookassa.WithKeysOnReceipts())
		r := receiptOn(refOf(p), "A-1042/goods/S9", receipts.Sell, receipts.Offset, goods("Носки синие", 35000, 2))
		failed := registered(t, named, r)
		require.NoError(t, kassa.RefuseReceipt(failed.Ref.ID))
		time.Sleep(longAfter)
		require.Equal(t, receipts.DocumentFailed, registered(t, named, r).State, "its key is spent, and stands on it")
	})
}

func TestAKeyThatStandsForOtherWords(t *testing.T) {
	for _, answers := range []bool{false, true} {
		kassa, c, p := paid(t, yookassatest.Settings{ReusedKeysAnswer: answers}, bare(70000))
		r := socksFor(p, "A-1042/goods")
		first := registered(t, registering(c), r)
		r.Buyer.Email = "petrova@example.ru"
		d, err := registering(c).Register(t.Context(), r)
		if answers {
			require.NoError(t, err)
			require.Equal(t, first, d, "what is found is told as it stands")
			other := pay(t, kassa, c, "pay2", bare(70000))
			_, err = registering(c).Register(t.Context(), socksFor(other, "A-1042/goods"))
			_ = as[*yookassa.KeyReusedError](t, err)
			require.ErrorIs(t, err, ordo.ErrInDoubt, "the key is of another payment's")
		} else {
			require.ErrorIs(t, err, ordo.ErrInDoubt, "it may be the one that is there")
		}
		require.Len(t, kassa.Receipts(), 1)
	}
}

func TestManyReceiptsUnderARainOfFaults(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		const shipped = 28
		p := pay(t, kassa, c, "pay", bare(shipped*70000))
		seed := kassa.Faults().Random("*", 0.5, 0, fake.ResetAfter(), fake.ResetBefore(), fake.StatusAfter(500),
			yookassatest.InternalError(), yookassatest.Processing(0), yookassatest.TooMany(time.Second), fake.Cut(9), fake.Unreachable())
		g := registering(c, yookassa.WithKeysOnReceipts())
		for range 2 {
			registered(t, g, advanceFor(p))
			for n := range shipped {
				registered(t, g, socksFor(p, fmt.Sprint("A-1042/goods/S", n)))
			}
			time.Sleep(longAfter)
		}
		kassa.Faults().Clear()
		require.Len(t, kassa.Receipts(), shipped+1, "seed %d", seed)
		ids := map[string]bool{}
		for n := range shipped {
			ids[registered(t, g, socksFor(p, fmt.Sprint("A-1042/goods/S", n))).Ref.ID] = true
		}
		require.Len(t, ids, shipped)
	})
}
