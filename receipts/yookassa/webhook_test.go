package yookassa_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// desk is a receiver as a service has one: it stores the key, verifies, and believes only what is true.
type desk struct {
	t        *testing.T
	kassa    *yookassa.Client
	how      yookassa.Webhook
	seen     map[string]bool
	believed []*yookassa.Event
	errs     []error
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := d.how.Receive(r)
	if err == nil && !d.seen[n.Key()] {
		var is *yookassa.Event
		if is, err = d.kassa.Verify(r.Context(), n); err == nil {
			d.believed, d.seen[n.Key()] = append(d.believed, is), true
		}
	}
	d.errs = append(d.errs, err)
	yookassa.Webhook{}.Answer(err).Write(w)
}

// listening returns a shop whose notifications reach a desk, from an address.
func listening(t *testing.T, from string, st yookassatest.Settings) (*yookassatest.Server, *yookassa.Client, *desk) {
	t.Helper()
	d := &desk{t: t, seen: map[string]bool{}}
	st.Receiver = fake.Receiver{URL: "https://shop.example.ru/yk", Transport: fake.Direct(d), Tries: 2}
	st.Source = from
	kassa, c := start(t, st)
	d.kassa = c
	return kassa, c, d
}

func TestAPaymentIsBelievedOnceHoweverOftenItIsTold(t *testing.T) {
	kassa, c, d := listening(t, yookassatest.Source, yookassatest.Settings{})
	kassa.Hooks().Next(yookassa.EventPaymentSucceeded, fake.Twice())
	p := pay(t, kassa, c, "k", newPayment(300000))
	must(c.CreateRefund(t.Context(), "r", newRefund(p, 1000)))(t)
	require.Len(t, kassa.SendHooks(t.Context()), 3)
	kassa.Outbox.Repeat()
	require.Len(t, kassa.SendHooks(t.Context()), 2)
	require.Len(t, d.believed, 2)
	require.Equal(t, p.ID, d.believed[0].Payment.ID)
	require.Equal(t, amount.RUB(1000), d.believed[0].Payment.RefundedAmount, "what it is now, not what was told")
	require.Equal(t, yookassa.EventRefundSucceeded, d.believed[1].Type)
	require.Equal(t, p.ID, d.believed[1].Refund.PaymentID)
}

func TestANotificationThatCannotBeCheckedComesAgain(t *testing.T) {
	inBubble(t, yookassatest.Settings{}, func(t *testing.T, _ *yookassatest.Server, _ *yookassa.Client) {
		kassa, c, d := listening(t, yookassatest.Source, yookassatest.Settings{})
		pay(t, kassa, c, "k", newPayment(300000))
		for _, outage := range []fake.Fault{yookassatest.InternalError(), fake.Status(404), yookassatest.Refuse(401, "invalid_credentials", "")} {
			kassa.Faults().Always("GET /payments/{id}", outage)
			for _, sent := range kassa.SendHooks(t.Context()) {
				require.Equal(t, 500, sent.Status)
			}
			require.Empty(t, d.believed)
			kassa.Faults().Clear()
		}
		require.Equal(t, 200, kassa.SendHooks(t.Context())[0].Status)
		require.Len(t, d.believed, 1)
	})
}

func TestAFalseNotificationIsNotBelieved(t *testing.T) {
	kassa, c, d := listening(t, yookassatest.Source, yookassatest.Settings{SlowRefunds: true})
	open := must(c.CreatePayment(t.Context(), "open", newPayment(300000)))(t)
	paid := pay(t, kassa, c, "paid", newPayment(300000))
	back := must(c.CreateRefund(t.Context(), "r", newRefund(paid, 1000)))(t)
	kassa.SendHooks(t.Context())
	d.believed, d.seen, d.errs = nil, map[string]bool{}, nil

	for _, tc := range []struct{ event, object, why string }{
		{"payment.succeeded", `{"id":"no-such","status":"succeeded","amount":{"value":"1.00","currency":"RUB"}}`, "the shop has no such payment"},
		{"payment.canceled", `{"id":"` + paid.ID + `","amount":{"value":"3000.00","currency":"RUB"}}`, "the payment is succeeded"},
		{"payment.waiting_for_capture", `{"id":"` + paid.ID + `","amount":{"value":"3000.00","currency":"RUB"}}`, "the payment is succeeded"},
		{"payment.succeeded", `{"id":"` + paid.ID + `","amount":{"value":"9000.00","currency":"RUB"}}`, "the payment is 3000.00 RUB, the notification has 9000.00 RUB"},
		{"payment.made_up", `{"id":"` + paid.ID + `","amount":{"value":"3000.00","currency":"RUB"}}`, "the payment is succeeded"},
		{"refund.succeeded", `{"id":"` + paid.ID + `"}`, "the shop has no such refund"},
	} {
		kassa.Outbox.Put(kassa.Call(tc.event, tc.object))
		sent := kassa.SendHooks(t.Context())
		require.Len(t, sent, 1)
		require.Equal(t, 200, sent[0].Status, "a repeat would not become true")
		err := d.errs[len(d.errs)-1]
		no := as[*yookassa.VerifyError](t, err, tc.why)
		require.Equal(t, tc.why, no.Why)
		require.Contains(t, []ordo.Class{ordo.Conflict, ordo.NotFound}, ordo.ClassOf(err))
		require.Equal(t, strings.HasPrefix(tc.why, "the payment"), no.Payment != nil, "what is so is told too")
	}
	require.Empty(t, d.believed)

	require.NoError(t, kassa.SettleRefund(back.ID))
	for amount, why := range map[string]string{
		`"amount":{"value":"11.00","currency":"RUB"},"payment_id":"` + paid.ID + `"`: "the refund is 10.00 RUB, the notification has 11.00 RUB",
		`"amount":{"value":"10.00","currency":"RUB"},"payment_id":"` + open.ID + `"`: "the refund is of payment " + paid.ID + ", the notification has " + open.ID,
	} {
		n := must(yookassa.Webhook{}.Parse(nil, []byte(`{"type":"notification","event":"refund.succeeded","object":{"id":"`+back.ID+`",`+amount+`}}`)))(t)
		_, err := c.Verify(t.Context(), n)
		require.ErrorContains(t, err, why)
	}
	is, err := c.Verify(t.Context(), &yookassa.Event{Type: yookassa.EventRefundSucceeded, ID: back.ID})
	require.NoError(t, err, "an id alone is enough")
	require.Equal(t, amount.RUB(1000), is.Refund.Amount)
}

func TestANotificationFromElsewhereIsRefused(t *testing.T) {
	for from, status := range map[string]int{
		"185.71.76.31": 200, "185.71.76.32": 403, "77.75.154.128": 200, "77.75.154.127": 403, "77.75.156.11": 200, "77.75.156.12": 403,
		"2a02:5180::17": 200, "2a02:5181::17": 403, "::ffff:185.71.77.1": 200, "127.0.0.1": 403, "203.0.113.9": 403,
	} {
		kassa, c, d := listening(t, from, yookassatest.Settings{})
		pay(t, kassa, c, "k", newPayment(100))
		require.Equal(t, status, kassa.SendHooks(t.Context())[0].Status, from)
		require.Equal(t, status == 200, len(d.believed) == 1)
		var refused *ordo.CallError
		require.Equal(t, status == 403, errors.As(d.errs[0], &refused))
	}
}

func TestWhoSendsMayBeToldByAProxy(t *testing.T) {
	ns := yookassa.Webhook{Peer: yookassa.PeerFromHeader("X-Forwarded-For"), From: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}}
	for header, ok := range map[string]bool{
		"203.0.113.9": true, "185.71.76.5, 203.0.113.9": true, "203.0.113.9, 198.51.100.7": false, "203.0.113.9, ": false, "nonsense": false,
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Add("X-Forwarded-For", "203.0.113.9") // anybody's claim
		r.Header.Add("X-Forwarded-For", header)
		require.Equal(t, ok, ns.Admit(r) == nil, header)
	}
	require.Error(t, ns.Admit(httptest.NewRequest(http.MethodPost, "/", nil)))
}

func TestWhatIsNoNotificationIsRefused(t *testing.T) {
	send := func(method string, body io.Reader) error {
		r := httptest.NewRequest(method, "/", body)
		r.RemoteAddr = yookassatest.Source + ":1"
		_, err := yookassa.Webhook{}.Receive(r)
		return err
	}
	for body, status := range map[string]int{
		`{"type":"notification","event":"payment.succeeded","object":{"id":"p"}}`:                          0,
		`{"type":"notification","event":"deal.closed","object":{"id":"dl-1"}}`:                             0,
		`{"type":"notification","event":"payment.succeeded","object":{}}`:                                  400,
		`{"type":"notification","event":"deal.closed","object":{"id":"` + strings.Repeat("x", 256) + `"}}`: 400,
		`{"type":"notification","event":"payment.succeeded","object":null}`:                                400,
		`{"type":"notification","event":"payment.succeeded"}`:                                              400,
		`{"type":"notification","event":"payment","object":{"id":"p"}}`:                                    400,
		`{"type":"notification","event":".succeeded","object":{"id":"p"}}`:                                 400,
		`{"type":"list","event":"payment.succeeded","object":{"id":"p"}}`:                                  400,
		`{"type":"notification","event":"payout.canceled","object":[1]}`:                                   400,
		`[]`: 400, `{`: 400, ``: 400, `"x"`: 400,
		strings.Repeat(" ", ordo.MaxCall+1): 413,
	} {
		err := send(http.MethodPost, strings.NewReader(body))
		require.Equal(t, map[bool]int{true: 200, false: status}[status == 0], yookassa.Webhook{}.Answer(err).Status, "%.80s: %v", body, err)
	}
	require.Equal(t, 405, yookassa.Webhook{}.Answer(send(http.MethodGet, nil)).Status)
	require.Equal(t, 500, yookassa.Webhook{}.Answer(errors.New("the store is down")).Status)

	_, c := start(t, yookassatest.Settings{})
	n := must(yookassa.Webhook{}.Parse(nil, []byte(`{"type":"notification","event":"deal.closed","object":{"id":"dl-1"}}`)))(t)
	require.Equal(t, "deal.closed:dl-1", n.Key())
	fails(c.Verify(t.Context(), n))(t, ordo.ErrUnsupported)
}
