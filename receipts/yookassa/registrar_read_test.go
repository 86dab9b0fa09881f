package yookassa_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func TestAReceiptIsReadByItsReference(t *testing.T) {
	at := &clock{time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)}
	kassa, c, p := paid(t, yookassatest.Settings{SlowReceipts: true, Now: at.Now}, bare(70000))
	g := registering(c)
	d := registered(t, g, socksFor(p, "A-1042/goods"))
	require.NoError(t, kassa.RegisterReceipt(d.Ref.ID))
	read := must(c.Gateway().Read(t.Context(), d.Ref))(t)
	require.Equal(t, "2026-01-14T13:00:00+03:00", read.At.Format(time.RFC3339), "in the register's zone")
	require.Equal(t, receipts.Document{
		Ref: d.Ref, State: receipts.DocumentDone, Number: "10844", Drive: "9960440300112233", Sign: "2117610844", At: read.At, Total: amount.RUB(70000),
	}, read)
	require.Equal(t, read.QR(receipts.Sell, read.Total), "t=20260114T1300&s=700.00&fn=9960440300112233&i=10844&fp=2117610844&n=1")

	for _, ref := range []order.Ref{refOfKind("payment", p.ID), refOfKind("receipt", "nobody's"), refOfKind("refund", "nobody's"), {System: "atol", ID: d.Ref.ID}} {
		_, err := g.Read(t.Context(), ref)
		require.ErrorIs(t, err, ordo.ErrNotFound, ref.String())
	}
	back := must(g.Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 70000)))(t)
	fails(g.Read(t.Context(), back.Ref))(t, ordo.ErrNotFound, "no receipt was made with refund")
}

func TestTheReceiptOfARefundIsReadByTheRefund(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{SlowReceipts: true}, bare(580000))
	g := registering(c)
	back := ordered(t, g, p, "A-1042/refund/R1")
	require.Equal(t, receipts.DocumentWaiting, back.Receipt.State)
	read := func() receipts.Document {
		d := must(g.Read(t.Context(), back.Receipt.Ref))(t)
		require.Empty(t, d.Key, "it is the receipt of the money, whatever key it is asked for by")
		require.Equal(t, back.Ref, d.Ref)
		return d
	}
	require.Equal(t, receipts.DocumentWaiting, read().State)
	require.NoError(t, kassa.RegisterReceipt(kassa.Receipts()[0].ID))
	require.Equal(t, receipts.DocumentDone, read().State)
	kassa.Faults().Always("GET /receipts", yookassatest.Refuse(403, "forbidden", "no"))
	fails(g.Read(t.Context(), back.Receipt.Ref))(t, ordo.ErrAuth)
}

func TestAReceiptWithoutItsNumbersIsWaitedFor(t *testing.T) {
	for body, state := range map[string]receipts.DocumentState{
		`{"id":"rt-1","type":"payment","status":"succeeded","items":[]}`:                                   receipts.DocumentWaiting,
		`{"id":"rt-1","type":"payment","status":"succeeded","items":[],"fiscal_document_number":10844}`:    receipts.DocumentDone,
		`{"id":"rt-1","type":"payment","status":"thinking","items":[],"fiscal_document_number":"10844"}`:   receipts.DocumentWaiting,
		`{"id":"rt-1","type":"payment","status":"canceled","items":null,"fiscal_document_number":"10844"}`: receipts.DocumentFailed,
	} {
		d := must(answering(t, 200, body).Gateway().Read(t.Context(), refOfKind("receipt", "rt-1")))(t)
		require.Equal(t, state, d.State, body)
	}
}

func TestAShopIsCheckedBeforeItIsUsed(t *testing.T) {
	_, open := start(t, yookassatest.Settings{})
	require.NoError(t, open.Gateway().Check(t.Context()))
	_, own := start(t, yookassatest.Settings{Fiscalization: "avanpost"})
	require.NoError(t, registering(own).Check(t.Context()))
	older := answering(t, 200, `{"account_id":"701122","status":"enabled","test":true,"fiscalization_enabled":true}`)
	require.NoError(t, registering(older).Check(t.Context()))

	_, closed := start(t, yookassatest.Settings{Disabled: true})
	kassa, _ := start(t, yookassatest.Settings{})
	stranger := yookassa.New(yookassatest.DefaultShopID, "live_another", ordo.WithBaseURL(kassa.URL()))
	for says, g := range map[string]*yookassa.Gateway{
		`the shop 701122 is "disabled" at YooKassa`:               closed.Gateway(),
		"but shop 701122 registers no receipts through YooKassa":  registering(open),
		"YooKassa refuses the shop's id and secret key":           stranger.Gateway(),
		"the OAuth token is empty":                                yookassa.NewPartner("").Gateway(),
		"the shop's id or its secret key is empty":                yookassa.New("", "").Gateway(),
		"does not answer like YooKassa: base URL is not https":    yookassa.New("1", "2", ordo.WithBaseURL("http://example.ru")).Gateway(),
		`registers no receipts through YooKassa: switch it on in`: registering(answering(t, 200, `{"account_id":1,"status":"enabled","fiscalization":{"enabled":false},"fiscalization_enabled":true}`)),
	} {
		err := g.Check(t.Context())
		require.ErrorContains(t, err, says)
		e := as[*ordo.Error](t, err)
		require.Equal(t, ordo.Auth, e.Class, says)
	}
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		for _, status := range []int{404, 503} {
			kassa.Faults().Always("GET /me", fake.Status(status))
			require.ErrorIs(t, c.Gateway().Check(t.Context()), ordo.ErrRetry, "nothing is known of the shop")
		}
	})
}
