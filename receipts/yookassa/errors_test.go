package yookassa_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func TestWhatYooKassasErrorsMean(t *testing.T) {
	body := func(code string) string {
		return `{"type":"error","id":"ab5a11cd","code":"` + code + `","description":"why","parameter":"amount"}`
	}
	for _, tc := range []struct {
		status int
		body   string
		class  ordo.Class
		code   string
	}{
		{400, body("invalid_request"), ordo.Invalid, yookassa.CodeInvalidRequest},
		{401, body("invalid_credentials"), ordo.Auth, yookassa.CodeInvalidCredentials},
		{403, body("forbidden"), ordo.Auth, yookassa.CodeForbidden},
		{404, body("not_found"), ordo.NotFound, yookassa.CodeNotFound},
		{405, body("invalid_request"), ordo.Unsupported, yookassa.CodeInvalidRequest},
		{410, body("gone"), ordo.NotFound, yookassa.CodeGone},
		{415, body("invalid_request"), ordo.Invalid, yookassa.CodeInvalidRequest},
		{429, body("too_many_requests"), ordo.RateLimited, yookassa.CodeTooManyRequests},
		{500, body("internal_server_error"), ordo.Retry, yookassa.CodeInternal},
		{500, body("invalid_request"), ordo.Retry, yookassa.CodeInvalidRequest},
		{409, body("something_new"), ordo.Conflict, "something_new"},
		{200, body("something_new"), ordo.Invalid, "something_new"},
		{202, `{"type":"processing"}`, ordo.Retry, ""},
		{400, `{"type":"error"}`, ordo.Retry, ""}, // without a reason nobody has decided
		{400, `{"code":5}`, ordo.Invalid, "5"},
	} {
		inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			kassa.Faults().Always("*", fake.Refuse(tc.status, "application/json", tc.body))
			_, err := c.CreateRefund(t.Context(), "k", newRefund(&yookassa.Payment{ID: "p"}, 100))
			var e *ordo.Error
			require.True(t, errors.As(err, &e))
			require.Equal(t, tc.class, e.Class, "%d %s", tc.status, tc.body)
			require.Equal(t, tc.code, e.Code)
			require.Equal(t, tc.status, e.HTTPStatus)
			require.Equal(t, "yk-1", e.Account)
			if strings.Contains(tc.body, "parameter") {
				field := as[*yookassa.ParameterError](t, err)
				require.Equal(t, "amount", field.Parameter)
				require.Equal(t, "ab5a11cd", e.RequestID)
			}
			once := tc.class != ordo.Retry && tc.class != ordo.RateLimited
			require.Equal(t, once, kassa.Calls("*") == 1, "%d calls", kassa.Calls("*"))
		})
	}
}

func TestTheWaitIsTheVendors(t *testing.T) {
	for _, tc := range []struct {
		fault fake.Fault
		wait  time.Duration
	}{
		{yookassatest.TooMany(7 * time.Second), 7 * time.Second},
		{yookassatest.Processing(9 * time.Second), 9 * time.Second},
		{fake.StatusAfter(202), 1800 * time.Millisecond},
		{fake.Refuse(429, "application/json", `{"type":"error","code":"too_many_requests","retry_after":"4000.0"}`), 4 * time.Second},
	} {
		inBubble(t, yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			begin := time.Now()
			kassa.Faults().Next("*", tc.fault)
			must(c.CreatePayment(t.Context(), "k", newPayment(100)))(t)
			require.Equal(t, tc.wait, time.Since(begin), "the bubble's clock")
		})
	}
}

func TestTheRequestIsAsDocumented(t *testing.T) {
	var path, key, media, user string
	rt := roundTrip(func(r *http.Request) (*http.Response, error) {
		path, key, media = r.URL.String(), r.Header.Get("Idempotence-Key"), r.Header.Get("Content-Type")
		user, _, _ = r.BasicAuth()
		return nil, http.ErrHandlerTimeout
	})
	c := client(rt, ordo.WithMaxAttempts(1))
	_, err := c.CancelPayment(t.Context(), "k", "a/b")
	require.Error(t, err)
	require.Equal(t, []string{"https://api.yookassa.ru/v3/payments/a%2Fb/cancel", "k", "application/json", "701122"}, []string{path, key, media, user})
	for _, err := range c.ListPayments(t.Context(), yookassa.PaymentFilter{Created: yookassa.Period{From: time.Date(2026, 1, 14, 13, 0, 0, 5e6, time.FixedZone("", 10800))}}) {
		require.Error(t, err)
	}
	require.Equal(t, "https://api.yookassa.ru/v3/payments?created_at.gte=2026-01-14T10%3A00%3A00.005Z&limit=100", path)
	require.Empty(t, key)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
