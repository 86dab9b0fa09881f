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
	kassa, c, p := paid(t, yookassatest.Settings{Receiver: fake.Receiver{URL: "https://shop.example.ru/yk", Transport: fake.Direct(box)}}, newPayment(300000))
	kassa.SendHooks(t.Context())
	g := c.Gateway()
	post := must(call(g, yookassatest.Source, string(box.body)))(t)
	ref := order.Ref{System: "yookassa", Account: "yk-1", Kind: "payment", ID: p.ID}
	require.Equal(t, []receipts.News{{Payment: ref}}, post.News)
	require.Equal(t, 200, g.Answer(nil).Status)
	require.Equal(t, 500, g.Answer(ordo.ErrNotStored).Status)

	r := must(g.Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 1000)))(t)
	kassa.SendHooks(t.Context())
	post = must(call(g, yookassatest.Source, string(box.body)))(t)
	require.Equal(t, []receipts.News{{Refund: r.Ref, Payment: ref}}, post.News, "less of it is left")
	require.Equal(t, "refund.succeeded:"+r.Ref.ID, post.Key)
}

func TestNewsOfOtherProductsAreTakenAndBringNothing(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	g := c.Gateway(yookassa.WithWebhook(yookassa.Webhook{From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}))
	post := must(call(g, "10.1.2.3", news("payout.succeeded", "po-1", "")))(t)
	require.Equal(t, "payout.succeeded:po-1", post.Key)
	require.Empty(t, post.News)
	require.Zero(t, kassa.Calls("*"))
	_, err := call(g, yookassatest.Source, news("payout.succeeded", "po-1", ""))
	require.Error(t, err)
}
