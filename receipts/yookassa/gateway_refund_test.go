package yookassa_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func orderBack(p *yookassa.Payment, key string, sum int64) receipts.RefundOrder {
	return receipts.RefundOrder{Key: key, Payment: refOf(p), Amount: amount.RUB(sum), Reason: "возврат по заявлению"}
}

// insist gives an order again until its end is known, as a service does.
func insist(t *testing.T, g *yookassa.Gateway, o receipts.RefundOrder) receipts.Refund {
	t.Helper()
	for range 100 {
		r, err := g.Refund(t.Context(), o)
		if err == nil {
			return r
		}
		require.Contains(t, []ordo.Class{ordo.Retry, ordo.RateLimited, ordo.InDoubt}, ordo.ClassOf(err), "%v", err)
		time.Sleep(time.Minute)
	}
	t.Fatal("it never ends")
	return receipts.Refund{}
}

func TestWhateverHappensToTheAnswerMoneyGoesBackOnce(t *testing.T) {
	for name, script := range scripts {
		for _, forgetful := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/forgotten %t", name, forgetful), bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				p := pay(t, kassa, c, "pay", newPayment(300000))
				o := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
				kassa.Faults().Next("POST /refunds", script...)
				r := insist(t, c.Gateway(), o)
				require.Equal(t, receipts.RefundDone, r.State)
				require.Equal(t, o.Key, r.Key)
				if forgetful {
					time.Sleep(yookassa.KeyLife + time.Minute)
				}
				kassa.Faults().Next("GET /refunds", script...)
				again := insist(t, client(kassa.Transport()).Gateway(), o) // another process, after a crash
				require.Equal(t, r, again)
				require.Len(t, kassa.Refunds(), 1, "%v", kassa.Exchanges())
				require.Equal(t, amount.RUB(77700), back(t, kassa, p.ID))
			}))
		}
	}
}

func TestWhatWasPaidAndNotHeardOfIsFoundADayLater(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, _ *yookassa.Client) {
		c := client(kassa.Transport(), ordo.WithMaxAttempts(1))
		p := pay(t, kassa, c, "pay", newPayment(300000))
		o := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
		kassa.Faults().Always("POST /refunds", fake.ResetAfter())
		kassa.Faults().Nth("GET /refunds", 2, fake.ResetBefore())
		fails(c.Gateway().Refund(t.Context(), o))(t, ordo.ErrInDoubt)
		kassa.Faults().Clear()
		time.Sleep(yookassa.KeyLife + time.Minute)
		r := must(c.Gateway().Refund(t.Context(), o))(t)
		require.Equal(t, kassa.Refunds()[0].ID, r.Ref.ID)
		require.Len(t, kassa.Refunds(), 1)
		require.Equal(t, 1, kassa.Calls("POST /refunds"), "found, not ordered again")
	})
}

// An answer without the thing that was ordered says nothing: were it "another one's key", the money would be ordered
// again under a new one.
//
// fault: R16
func TestWhetherMoneyMayBeGoneIsTold(t *testing.T) {
	says := func(body string) fake.Fault { return fake.Refuse(200, "application/json", body) }
	for _, tt := range []struct {
		name  string
		fault fake.Fault
		want  error
	}{
		{"it may still come through", fake.ResetBefore(), ordo.ErrInDoubt},
		{"500", yookassatest.InternalError(), ordo.ErrInDoubt},
		{"being processed", yookassatest.Processing(0), ordo.ErrInDoubt},
		{"an answer that is none", says(`{"id":"r","amount":{"value":"a lot"}}`), ordo.ErrInDoubt},
		{"an empty answer", says(`{}`), ordo.ErrInDoubt},
		{"no payment", says(`{"id":"r-1","status":"succeeded","amount":{"value":"777.00","currency":"RUB"}}`), ordo.ErrInDoubt},
		{"no sum", says(`{"id":"r-1","payment_id":"p-1","status":"succeeded"}`), ordo.ErrInDoubt},
		{"no status", says(`{"id":"r-1","payment_id":"p-1","amount":{"value":"777.00","currency":"RUB"}}`), ordo.ErrInDoubt},
		{"nobody there", fake.Unreachable(), ordo.ErrRetry},
		{"too many", yookassatest.TooMany(0), ordo.ErrRateLimited},
		{"not let in", yookassatest.Refuse(401, "invalid_credentials", "no"), ordo.ErrAuth},
	} {
		t.Run(tt.name, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", newPayment(300000))
			o := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
			kassa.Faults().Always("POST /refunds", tt.fault)
			fails(c.Gateway().Refund(t.Context(), o))(t, tt.want)
			require.Empty(t, kassa.Refunds())
			kassa.Faults().Clear()
			insist(t, c.Gateway(), o)
			require.Len(t, kassa.Refunds(), 1)
		}))
	}
}

func TestADoubtIsNotForgottenWhenTheLastTryIsRefused(t *testing.T) {
	for name, last := range map[string]fake.Fault{
		"for now": yookassatest.TooMany(0), "not let in": yookassatest.Refuse(401, "invalid_credentials", "no"), "by a proxy": fake.Status(413),
	} {
		t.Run(name, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", newPayment(300000))
			kassa.Faults().Next("POST /refunds", yookassatest.InternalError(), last, last, last)
			fails(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700)))(t, ordo.ErrInDoubt)
		}))
	}
}

func TestARefundWithoutMetadataIsNotTakenForNothing(t *testing.T) {
	for _, tt := range []struct {
		name    string
		sum     int64
		age     time.Duration
		refused string // why it was
		want    int    // refunds in the end
	}{
		{"by hand, of the same sum, long ago", 77700, 2 * yookassa.KeyLife, "", 1},
		{"whose key YooKassa may have forgotten", 77700, yookassa.KeyLife - time.Minute, "", 1},
		{"whose key YooKassa knows", 77700, time.Hour, "", 2},
		{"of another sum", 1000, 2 * yookassa.KeyLife, "", 2},
		{"by which no money was returned", 77700, 2 * yookassa.KeyLife, "insufficient_funds", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := &clock{time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)}
			kassa, _ := start(t, yookassatest.Settings{Now: at.Now})
			c := client(kassa.Transport(), ordo.WithClock(at))
			p := pay(t, kassa, c, "pay", newPayment(300000))
			kassa.RefuseRefunds(tt.refused)
			must(c.CreateRefund(t.Context(), "by-hand", yookassa.NewRefund{PaymentID: p.ID, Amount: amount.RUB(tt.sum)}))(t)
			kassa.RefuseRefunds("")
			at.now = at.now.Add(tt.age)
			r, err := c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700))
			require.Len(t, kassa.Refunds(), tt.want)
			if tt.want == 1 {
				require.ErrorIs(t, err, ordo.ErrInDoubt)
				require.ErrorContains(t, err, kassa.Refunds()[0].ID)
				return
			}
			require.NoError(t, err)
			require.Equal(t, receipts.RefundDone, r.State)
		})
	}
}

func TestAListThatCannotBeReadLeavesItInDoubt(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		want error
	}{
		"a record": {`{"type":"list","items":[{"id":"r-1","amount":{"value":"1.005","currency":"RUB"}}]}`, ordo.ErrInDoubt},
		"the list": {`{"type":"list","items":"none"}`, ordo.ErrInDoubt},
		"nothing":  {`{"items":[null]}`, ordo.ErrInDoubt},
		"no id":    {`{"items":[{"status":"succeeded"}]}`, ordo.ErrInDoubt},
		"no end":   {`{"type":"list","items":[],"next_cursor":"same"}`, ordo.ErrRetry}, // nothing was sent
	} {
		kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(300000))
		kassa.Faults().Always("GET /refunds", fake.Refuse(200, "application/json", tc.body))
		_, err := c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700))
		require.ErrorIs(t, err, tc.want, name)
		require.Empty(t, kassa.Refunds(), name)
	}
}

func TestAKeyPaysOneSum(t *testing.T) {
	for _, answers := range []bool{false, true} {
		kassa, c, p := paid(t, yookassatest.Settings{ReusedKeysAnswer: answers}, newPayment(300000))
		must(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700)))(t)
		_, err := c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77701))
		require.ErrorIs(t, err, ordo.ErrConflict)
		reused := as[*yookassa.KeyReusedError](t, err)
		require.Len(t, kassa.Refunds(), 1)

		other := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
		other.Reason = "иначе сказано"
		r, err := c.Gateway().Refund(t.Context(), other)
		require.NoError(t, err, "the words of the reason do not pay twice")
		require.Equal(t, reused.ID, r.Ref.ID)
		require.Len(t, kassa.Refunds(), 1)
	}
}

func TestAKeyThatIsTakenIsInDoubtAndNoRefusal(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(300000))
	o := orderBack(p, "A-1042/refund/R1/1/p1", 300001)
	r := must(c.Gateway().Refund(t.Context(), o))(t)
	require.Equal(t, receipts.RefundRefused, r.State)
	o.Amount = amount.RUB(300000) // the refusal is remembered under the key, for another request
	fails(c.Gateway().Refund(t.Context(), o))(t, ordo.ErrInDoubt)
	require.Empty(t, kassa.Refunds())
}

func TestAListThatLagsBehindPaysNothingTwice(t *testing.T) {
	empty := fake.Refuse(200, "application/json", `{"type":"list","items":[]}`)
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(300000))
	o := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
	first := must(c.Gateway().Refund(t.Context(), o))(t)

	kassa.Faults().Next("GET /refunds", empty)
	again := must(c.Gateway().Refund(t.Context(), o))(t)
	require.Equal(t, first, again, "the key tells")

	o.Reason = "иначе сказано"
	kassa.Faults().Next("GET /refunds", empty)
	again = must(c.Gateway().Refund(t.Context(), o))(t)
	require.Equal(t, first, again, "the key is refused, the list tells")

	kassa.Faults().Next("GET /refunds", empty, yookassatest.Refuse(400, "invalid_request", "no"))
	fails(c.Gateway().Refund(t.Context(), o))(t, ordo.ErrInDoubt, "searching again: ")
	require.Len(t, kassa.Refunds(), 1)
}

func TestARefusalAfterALostAnswerIsOneWhenNothingIsThere(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		p := pay(t, kassa, c, "pay", newPayment(300000))
		kassa.Faults().Next("POST /refunds", yookassatest.InternalError())
		r := must(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 300001)))(t)
		require.Equal(t, receipts.RefundRefused, r.State)
		require.Contains(t, r.Text, "exceeds the remaining")
	})
}

func TestARefundOfAnotherPaymentIsNoDoubt(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(300000))
	kassa.Faults().Always("GET /refunds", fake.Refuse(200, "application/json", `{"type":"list","items":[
		{"id":"r-1","payment_id":"another","status":"succeeded","amount":{"value":"777.00","currency":"RUB"},"created_at":"2020-01-14T10:00:00.000Z"}]}`))
	r := must(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700)))(t)
	require.Equal(t, receipts.RefundDone, r.State)
}

func TestARefusedRefundSaysWhyAndWhetherToTryAgain(t *testing.T) {
	for code, again := range map[string]string{
		"insufficient_funds": "repeated tomorrow", "rejected_by_payee": "a repeat is useless", "rejected_by_timeout": "may be repeated",
		"general_decline": "ask YooKassa's support", "something_new": "is not known",
	} {
		kassa, c, p := paid(t, yookassatest.Settings{SlowRefunds: true}, newPayment(300000))
		g := c.Gateway()
		o := orderBack(p, "A-1042/refund/R1/1/p1", 77700)
		r := must(g.Refund(t.Context(), o))(t)
		require.Equal(t, receipts.RefundWaiting, r.State)
		_, settled := r.Outcome()
		require.False(t, settled)
		require.NoError(t, kassa.RefuseRefund(r.Ref.ID, code))
		for _, read := range []func(context.Context) (receipts.Refund, error){
			func(ctx context.Context) (receipts.Refund, error) { return g.ReadRefund(ctx, r.Ref) },
			func(ctx context.Context) (receipts.Refund, error) { return g.Refund(ctx, o) },
		} {
			r = must(read(t.Context()))(t)
			require.Equal(t, receipts.RefundRefused, r.State)
			require.Equal(t, code, r.Code)
			require.Contains(t, r.Text, again)
			require.Equal(t, o.Key, r.Key)
		}
		out, settled := r.Outcome()
		require.True(t, settled)
		require.Equal(t, order.Rejected, out.Kind)
		must(g.Refund(t.Context(), orderBack(p, "A-1042/refund/R1/2/p1", 77700)))(t)
		require.Len(t, kassa.Refunds(), 2, "another attempt has another key")
	}
}

func TestAnOrderThatIsNotTakenIsARefusal(t *testing.T) {
	_, c := start(t, yookassatest.Settings{})
	o := receipts.RefundOrder{Key: "k", Payment: order.Ref{System: yookassa.Name, ID: "nobody's"}, Amount: amount.RUB(100)}
	r := must(c.Gateway().Refund(t.Context(), o))(t)
	require.Equal(t, receipts.RefundRefused, r.State)
	require.Equal(t, yookassa.CodeInvalidRequest, r.Code)
	require.Contains(t, r.Text, "Payment doesn't exist or access denied (parameter payment_id); it may be repeated with other data")
	require.True(t, r.Ref.IsZero())
}

func TestPartsNeverComeToMoreThanWasPaid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		kassa := yookassatest.New(yookassatest.Settings{SlowRefunds: true})
		defer kassa.Close()
		c := client(kassa.Transport())
		p := pay(t, kassa, c, "pay", newPayment(100000))
		g := c.Gateway()
		var want int64
		for n, sum := range rapid.SliceOfN(rapid.Int64Range(1, 60000), 1, 8).Draw(rt, "sums") {
			o := orderBack(p, fmt.Sprintf("A-1042/refund/R%d/1/p1", n), sum)
			r := must(g.Refund(t.Context(), o))(rt)
			fits := want+sum <= 100000
			require.Equal(rt, fits, r.State == receipts.RefundWaiting)
			require.Equal(rt, !fits, r.State == receipts.RefundRefused)
			if !fits {
				continue
			}
			if rapid.Bool().Draw(rt, "refused") {
				require.NoError(rt, kassa.RefuseRefund(r.Ref.ID, "rejected_by_timeout"))
				continue
			}
			want += sum
			require.NoError(rt, kassa.SettleRefund(r.Ref.ID))
		}
		told := must(g.Payment(t.Context(), refOf(p)))(rt)
		require.Equal(rt, amount.RUB(want), told.Refunded)
	})
}
