package yookassa_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// scripts are the ways for an answer to be lost, or for a call not to be taken.
var scripts = map[string][]fake.Fault{
	"nothing":                  nil,
	"reset before the commit":  {fake.ResetBefore()},
	"reset after the commit":   {fake.ResetAfter()},
	"lost twice":               {fake.ResetAfter(), fake.ResetAfter()},
	"500 before the commit":    {yookassatest.InternalError()},
	"500 after the commit":     {fake.StatusAfter(500)},
	"504 after the commit":     {fake.StatusAfter(504)},
	"a page of a gateway":      {fake.BadGateway()},
	"an answer cut off":        {fake.Cut(25)},
	"no connection":            {fake.Unreachable()},
	"too many requests":        {yookassatest.TooMany(1800 * time.Millisecond)},
	"being processed":          {yookassatest.Processing(900 * time.Millisecond), yookassatest.Processing(0)},
	"accepted without a word":  {fake.StatusAfter(202)},
	"a slow answer":            {fake.Slow(31 * time.Second)},
	"an answer slower than us": {fake.Slow(50 * time.Second)},
	"down, then lost":          {fake.Status(503), fake.ResetAfter(), yookassatest.TooMany(time.Second)},
}

// deeds are the calls that make something: each says how to do it under a key, and what the server then holds.
var deeds = []struct {
	pattern string
	do      func(ctx context.Context, c *yookassa.Client, key string, p *yookassa.Payment) (string, error)
	made    func(*yookassatest.Server) int
}{
	{"POST /payments", func(ctx context.Context, c *yookassa.Client, key string, _ *yookassa.Payment) (string, error) {
		p, err := c.CreatePayment(ctx, key, newPayment(77700))
		if err != nil {
			return "", err
		}
		return p.ID, nil
	}, func(s *yookassatest.Server) int { return len(s.Payments()) - 1 }},
	{"POST /refunds", func(ctx context.Context, c *yookassa.Client, key string, p *yookassa.Payment) (string, error) {
		r, err := c.CreateRefund(ctx, key, newRefund(p, 77700))
		if err != nil {
			return "", err
		}
		return r.ID, nil
	}, func(s *yookassatest.Server) int { return len(s.Refunds()) }},
	{"POST /receipts", func(ctx context.Context, c *yookassa.Client, key string, p *yookassa.Payment) (string, error) {
		r, err := c.CreateReceipt(ctx, key, newReceipt(p))
		if err != nil {
			return "", err
		}
		return r.ID, nil
	}, func(s *yookassatest.Server) int { return len(s.Receipts()) - 1 }},
}

func newReceipt(p *yookassa.Payment) yookassa.NewReceipt {
	return yookassa.NewReceipt{
		Type: yookassa.ReceiptPayment, PaymentID: p.ID, Customer: buyer, Items: []yookassa.Item{line("Кроссовки", 300000, 1)},
		Settlements: []yookassa.Settlement{{Type: yookassa.Prepayment, Amount: amount.RUB(300000)}},
	}
}

func TestWhateverHappensToTheAnswerAThingIsMadeOnce(t *testing.T) {
	for name, script := range scripts {
		for _, d := range deeds {
			for _, key := range []string{"A-1042-1", ""} {
				t.Run(d.pattern+"/"+name+"/key "+key, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
					p := pay(t, kassa, c, "first", newPayment(300000))
					before := kassa.Commits(d.pattern)
					kassa.Faults().Next(d.pattern, script...)
					id := must(d.do(t.Context(), c, key, p))(t)
					require.Equal(t, 1, d.made(kassa), "%v", kassa.Exchanges())
					require.Equal(t, 1, kassa.Commits(d.pattern)-before)
					if key != "" { // another process, after a crash
						again := must(d.do(t.Context(), client(kassa.Transport()), key, p))(t)
						require.Equal(t, id, again)
						require.Equal(t, 1, d.made(kassa))
					}
				}))
			}
		}
	}
}

func TestACaptureAndACancelAreDoneOnce(t *testing.T) {
	two := newPayment(300000)
	two.Capture = false
	for name, script := range scripts {
		t.Run(name, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			a, b := pay(t, kassa, c, "a", two), pay(t, kassa, c, "b", two)
			kassa.Faults().Next("POST /payments/{id}/capture", script...)
			kassa.Faults().Next("POST /payments/{id}/cancel", script...)
			took := must(c.CapturePayment(t.Context(), "c", a.ID, yookassa.Capture{Amount: amount.RUB(100), Receipt: advance(100)}))(t)
			require.Equal(t, amount.RUB(100), took.Amount)
			gone := must(c.CancelPayment(t.Context(), "d", b.ID))(t)
			require.Equal(t, yookassa.Canceled, gone.Status)
			require.Equal(t, 1, kassa.Commits("POST /payments/{id}/capture"))
			require.Equal(t, 1, kassa.Commits("POST /payments/{id}/cancel"))
		}))
	}
}

func TestACallWithoutAKeyIsInDoubtAndTellsItsKey(t *testing.T) {
	for name, fault := range map[string]fake.Fault{
		"lost": fake.ResetAfter(), "500": fake.StatusAfter(500), "processing": yookassatest.Processing(0),
		"too many": yookassatest.TooMany(0), // an earlier try may have been lost
	} {
		for _, d := range deeds {
			t.Run(name+"/"+d.pattern, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
				p := pay(t, kassa, c, "first", newPayment(300000))
				kassa.Faults().Always(d.pattern, fault)
				_, err := d.do(t.Context(), c, "", p)
				require.ErrorIs(t, err, ordo.ErrInDoubt)
				key := as[*yookassa.KeyError](t, err)
				require.ErrorContains(t, err, "repeat it with the key "+key.Key)
				kassa.Faults().Clear()
				must(d.do(t.Context(), c, key.Key, p))(t)
				require.Equal(t, 1, d.made(kassa))
			}))
		}
	}
	kassa, c := start(t, yookassatest.Settings{})
	kassa.Faults().Always("*", yookassatest.Refuse(400, "invalid_request", "no"))
	fails(c.CreatePayment(t.Context(), "", newPayment(100)))(t, ordo.ErrInvalid) // a refusal is definite
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	fails(c.CreatePayment(gone, "", newPayment(100)))(t, ordo.ErrRetry) // nothing was sent
}

func TestAKeyThatBelongsToSomethingElseIsNoticed(t *testing.T) {
	t.Run("refused by the vendor", func(t *testing.T) {
		_, c := start(t, yookassatest.Settings{})
		must(c.CreatePayment(t.Context(), "k", newPayment(100)))(t)
		fails(c.CreatePayment(t.Context(), "k", newPayment(200)))(t, ordo.ErrInvalid)
	})
	t.Run("answered with the first", func(t *testing.T) {
		kassa, c := start(t, yookassatest.Settings{ReusedKeysAnswer: true})
		p := pay(t, kassa, c, "k", newPayment(300000))
		other := newPayment(300000)
		other.Metadata = map[string]string{"order_id": "A-1043"}
		for name, do := range map[string]func() error{
			"amount":   func() error { _, err := c.CreatePayment(t.Context(), "k", newPayment(200)); return err },
			"metadata": func() error { _, err := c.CreatePayment(t.Context(), "k", other); return err },
			"payment":  func() error { _, err := c.CreateRefund(t.Context(), "k", newRefund(p, 300000)); return err },
			"type":     func() error { _, err := c.CreateReceipt(t.Context(), "k", newReceipt(p)); return err },
			"id":       func() error { _, err := c.CancelPayment(t.Context(), "k", "another"); return err },
		} {
			err := do()
			require.ErrorIs(t, err, ordo.ErrConflict, name)
			reused := as[*yookassa.KeyReusedError](t, err)
			require.Equal(t, "k", reused.Key)
			require.ErrorContains(t, err, "the key k belongs to "+p.ID+": its "+name)
			require.Contains(t, reused.Why, "its "+name+" is")
		}
		require.Len(t, kassa.Payments(), 1)
		require.Empty(t, kassa.Refunds())
	})
}

func TestOlderEditionsDoNotTellTheMetadataOfARefund(t *testing.T) {
	c := answering(t, 200, `{"id":"r","payment_id":"p","status":"succeeded","amount":{"value":"1.00","currency":"RUB"}}`)
	r := must(c.CreateRefund(t.Context(), "k", newRefund(&yookassa.Payment{ID: "p"}, 100)))(t)
	require.Equal(t, "r", r.ID)
}

func TestAfterADayAKeyIsForgottenAndTheListTells(t *testing.T) {
	now := time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)
	kassa, c := start(t, yookassatest.Settings{Now: func() time.Time { return now }})
	begin := now
	p := pay(t, kassa, c, "pay", newPayment(300000))
	r := must(c.CreateRefund(t.Context(), "refund", newRefund(p, 1000)))(t)

	now = now.Add(yookassa.KeyLife - time.Millisecond)
	again := must(c.CreateRefund(t.Context(), "refund", newRefund(p, 1000)))(t)
	require.Equal(t, r.ID, again.ID)

	now = now.Add(time.Millisecond)
	found := must(c.FindRefunds(t.Context(), newRefund(p, 1000)))(t)
	require.Len(t, found, 1)
	require.Equal(t, r.ID, found[0].ID)
	other := newRefund(p, 1000)
	other.Metadata = map[string]string{"block": "R2"}
	found = must(c.FindRefunds(t.Context(), other))(t)
	require.Empty(t, found)
	have := must(c.FindPayments(t.Context(), newPayment(300000), begin))(t)
	require.Len(t, have, 1)
	have = must(c.FindPayments(t.Context(), newPayment(300000), begin.Add(time.Second)))(t)
	require.Empty(t, have)
	other.Metadata = nil
	fails(c.FindRefunds(t.Context(), other))(t, ordo.ErrInvalid) // nothing to tell them apart by
	bad := answering(t, 200, `{"type":"list","items":[{"id":"p-1","amount":{"value":"1.005","currency":"RUB"}}]}`)
	_, err := bad.FindPayments(t.Context(), newPayment(200), begin)
	require.ErrorContains(t, err, `record "p-1" is not of the documented form: amount: `, "it may be the one")

	second := must(c.CreateRefund(t.Context(), "refund", newRefund(p, 1000)))(t)
	require.NotEqual(t, r.ID, second.ID, "who does not look pays twice")
}

func TestKeysAreDerivedFromTheDeed(t *testing.T) {
	require.Equal(t, yookassa.Key("A-1042", "pay", "1"), yookassa.Key("A-1042", "pay", "1"))
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String())
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		if strings.Join(a, "\x00") != strings.Join(b, "\x00") || len(a) != len(b) {
			require.NotEqual(t, yookassa.Key(a...), yookassa.Key(b...))
		}
		require.Len(t, yookassa.Key(a...), 64)
	})
	_, c := start(t, yookassatest.Settings{})
	for _, bad := range []string{strings.Repeat("k", 65), "A:1", "ключ", " "} {
		_, err := c.CreatePayment(t.Context(), bad, newPayment(100))
		require.ErrorIs(t, err, ordo.ErrInvalid, bad)
		problems := as[yookassa.Problems](t, err)
		require.Equal(t, "Idempotence-Key", problems[0].Field)
	}
}
