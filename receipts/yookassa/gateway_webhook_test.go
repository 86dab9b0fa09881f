package yookassa_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func call(g receipts.Webhooker, from, body string) (ordo.Call[receipts.News], error) {
	r := httptest.NewRequest(http.MethodPost, "/yk", strings.NewReader(body))
	r.RemoteAddr = from + ":443"
	return ordo.TakeCall(g, "yookassa", r, ordo.MaxCall)
}

func news(event, id, more string) string {
	return `{"type":"notification","event":"` + event + `","object":{"id":"` + id + `","amount":{"value":"3000.00","currency":"RUB"}` + more + `}}`
}

func TestACallBringsWhatToReadAfresh(t *testing.T) {
	box := &letterbox{}
	kassa, c := start(t, yookassatest.Settings{Receiver: fake.Receiver{URL: "https://shop.example.ru/yk", Transport: fake.Direct(box)}})
	p := pay(t, kassa, c, "k", newPayment(300000))
	kassa.SendHooks(t.Context())
	g := c.Gateway()
	post, err := call(g, yookassatest.Source, string(box.body))
	require.NoError(t, err)
	ref := order.Ref{System: "yookassa", Account: "yk-1", Kind: "payment", ID: p.ID}
	require.Equal(t, []receipts.News{{Payment: ref}}, post.News)
	require.Equal(t, 200, g.Answer(nil).Status)
	require.Equal(t, 500, g.Answer(ordo.ErrNotStored).Status)

	r, err := g.Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 1000))
	require.NoError(t, err)
	kassa.SendHooks(t.Context())
	post, err = call(g, yookassatest.Source, string(box.body))
	require.NoError(t, err)
	require.Equal(t, []receipts.News{{Refund: r.Ref, Payment: ref}}, post.News, "less of it is left")
	require.Equal(t, "refund.succeeded:"+r.Ref.ID, post.Key)
}

func TestAForgedCallBringsNothing(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	paid := pay(t, kassa, c, "k1", newPayment(300000))
	open, err := c.CreatePayment(t.Context(), "k2", newPayment(300000))
	require.NoError(t, err)
	g := c.Gateway()
	for _, tt := range []struct {
		name, from, body string
		answer           int
		says             string
	}{
		{"from elsewhere", "203.0.113.9", news("payment.succeeded", paid.ID, ""), 403, "203.0.113.9 is no address of YooKassa"},
		{"no notification", yookassatest.Source, `{"order":1}`, 400, "are no notification"},
		{"garbage", yookassatest.Source, `<xml/>`, 400, "it cannot be read"},
		{"of a payment that is not paid", yookassatest.Source, news("payment.succeeded", open.ID, ""), 500, "the payment is pending"},
		{"of no payment", yookassatest.Source, news("payment.succeeded", "nobody's", ""), 200, "the shop has no such payment"},
		{"of no refund", yookassatest.Source, news("refund.succeeded", paid.ID, `,"payment_id":"`+paid.ID+`"`), 200, "the shop has no such refund"},
	} {
		post, err := call(g, tt.from, tt.body)
		require.ErrorContains(t, err, tt.says, tt.name)
		require.Zero(t, post, tt.name)
		require.Equal(t, tt.answer, g.Answer(err).Status, tt.name)
	}
}

func TestACallThatCannotBeCheckedShallComeAgain(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
		p := pay(t, kassa, c, "k", newPayment(300000))
		kassa.Faults().Always("GET /payments/{id}", fake.Status(503))
		post, err := call(c.Gateway(), yookassatest.Source, news("payment.succeeded", p.ID, ""))
		require.Error(t, err)
		require.Zero(t, post)
		require.Equal(t, 500, c.Gateway().Answer(err).Status)
	})
}

func TestNewsOfOtherProductsAreTakenAndBringNothing(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	g := c.Gateway(yookassa.WithWebhook(yookassa.Webhook{From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}))
	post, err := call(g, "10.1.2.3", news("payout.succeeded", "po-1", ""))
	require.NoError(t, err)
	require.Equal(t, "payout.succeeded:po-1", post.Key)
	require.Empty(t, post.News)
	require.Zero(t, kassa.Calls("*"))
	_, err = call(g, yookassatest.Source, news("payout.succeeded", "po-1", ""))
	require.Error(t, err)
}
