package rest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// inBubbleOf runs a test in which time passes by itself, against a vendor who always answers the same.
func inBubbleOf(t *testing.T, status int, body string, test func(*testing.T, *rest.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}))
		defer s.Close()
		test(t, client(s.Transport(), rest.Config{}))
	})
}

// fault: R4
func TestAVendorMayNotAskForAnyWait(t *testing.T) {
	day := fmt.Sprint(24 * 60 * 60)
	for _, asked := range []string{day, "99999999999999999999", "Inf", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		for _, most := range []time.Duration{rest.DefaultMaxWait, 7 * time.Minute} {
			synctest.Test(t, func(t *testing.T) {
				s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Retry-After", asked)
					w.WriteHeader(http.StatusTooManyRequests)
				}))
				c := client(s.Transport(), rest.Config{}, ordo.WithMaxWait(most))
				_, err := c.Do(t.Context(), rest.Request{}, nil)
				require.Equal(t, most, failed(t, err).RetryAfter)
				require.ErrorContains(t, err, "it asked to wait ")
				if asked == day {
					require.ErrorContains(t, err, "it asked to wait 24h0m0s")
				}
			})
		}
	}
	synctest.Test(t, func(t *testing.T) {
		judge := func(*rest.Reply) *ordo.Error {
			return &ordo.Error{Class: ordo.RateLimited, RetryAfter: 1000 * time.Hour}
		}
		_, err := client(shop().Transport(), rest.Config{Judge: judge}).Do(t.Context(), rest.Request{}, nil)
		require.Equal(t, rest.DefaultMaxWait, failed(t, err).RetryAfter, "the vendor's judge is bounded, too")
	})
}

// fault: R4
func TestARefusedReadDoesNotHoldUpAWrite(t *testing.T) {
	read, write := rest.Request{Op: "search", Method: "POST", Repeat: rest.Read()}, rest.Request{Op: "confirm", Method: "POST"}
	for _, tt := range []struct{ refused, other rest.Request }{{read, write}, {write, read}} {
		inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
			s.Faults().Next("*", fake.TooMany(24*time.Hour))
			begin := time.Now()
			_, err := c.Do(t.Context(), tt.refused, nil)
			require.ErrorIs(t, err, ordo.ErrRateLimited)
			_, err = c.Do(t.Context(), tt.other, nil)
			require.NoError(t, err)

			time.Sleep(time.Minute)
			_, err = c.Do(t.Context(), tt.refused, nil)
			e := failed(t, err)
			require.Equal(t, ordo.RateLimited, e.Class, "the same kind is quiet")
			require.Equal(t, rest.DefaultMaxWait-time.Minute, e.RetryAfter)
			require.Equal(t, time.Minute, time.Since(begin))
			require.Equal(t, 2, s.Calls("*"))

			_, err = c.Do(ordo.WithoutPause(t.Context()), tt.refused, nil)
			require.NoError(t, err, "what cannot wait is sent")
			s.Faults().Next("*", fake.TooMany(time.Hour))
			_, err = c.Do(ordo.WithoutPause(t.Context()), tt.refused, nil)
			require.ErrorIs(t, err, ordo.ErrRateLimited, "once")

			time.Sleep(rest.DefaultMaxWait)
			_, err = c.Do(t.Context(), tt.refused, nil)
			require.NoError(t, err)
		})
	}
}

// longProblems is a cause that is made of what the vendor says.
type longProblems []string

func (p longProblems) Error() string { return strings.Join(p, "; ") }

// fault: R10
func TestForeignTextIsCutWhereItEnters(t *testing.T) {
	huge := strings.Repeat("Ж", 2<<20)
	judge := func(*rest.Reply) *ordo.Error {
		return &ordo.Error{Code: huge, Text: huge, RequestID: huge, Class: ordo.Invalid, Err: longProblems{strings.Repeat("Ж", 10<<10), "second"}}
	}
	failing := roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New(huge) })
	for name, c := range map[string]*rest.Client{
		"the vendor's judge": client(answering("application/json", "{}").Transport(), rest.Config{Judge: judge}),
		"a transport":        client(failing, rest.Config{}, ordo.WithMaxAttempts(1)),
		"a page":             client(answering("text/html", huge).Transport(), rest.Config{}, ordo.WithMaxAttempts(1)),
		"a number of the request": client(roundTrip(func(r *http.Request) (*http.Response, error) {
			h := http.Header{"X-Request-Id": {huge}, "Location": {"/" + huge}, "Retry-After": {huge}}
			return &http.Response{StatusCode: 400, Status: huge, Header: h, Request: r, Body: io.NopCloser(strings.NewReader(huge))}, nil
		}), rest.Config{}, ordo.WithMaxAttempts(1)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Do(t.Context(), rest.Request{Op: "o"}, nil)
			require.Less(t, len(everyText(err)), 50<<10)
			require.Less(t, len([]rune(err.Error())), 3000)
			require.True(t, json.Valid([]byte(fmt.Sprintf("%q", failed(t, err).Text))), "no rune is cut in two")
			if name == "the vendor's judge" {
				var p longProblems
				require.ErrorAs(t, err, &p, "what it says in detail is still there")
				require.Len(t, p, 2)
			}
		})
	}
	require.Equal(t, strings.Repeat("Ж", 500)+"…", rest.Clip(huge))
	require.Equal(t, "short", rest.Clip("short"))
}

func TestAnAnswerIsBoundedAfterItIsUnpacked(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(bytes.Repeat([]byte(" "), 8<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	defer s.Close()
	require.Less(t, packed.Len(), 64<<10)
	for _, status := range []ordo.Class{ordo.Invalid, ordo.InDoubt} {
		method := map[ordo.Class]string{ordo.Invalid: "GET", ordo.InDoubt: "POST"}[status]
		_, err = socketClient(s.URL).Do(t.Context(), rest.Request{Method: method}, nil)
		require.Equal(t, status, failed(t, err).Class)
		var tooLarge *ordo.TooLargeError
		require.ErrorAs(t, err, &tooLarge)
	}
}

func TestANilContextIsAnError(t *testing.T) {
	var none context.Context
	c := client(shop().Transport(), rest.Config{})
	_, err := c.Do(none, rest.Request{Op: "o"}, nil)
	require.Equal(t, ordo.Invalid, failed(t, err).Class)
	_, err = c.Open(none, rest.Request{Op: "o"})
	require.Equal(t, ordo.Invalid, failed(t, err).Class)
	for _, err := range rest.Each[int](none, c, rest.Request{}, "") {
		require.Equal(t, ordo.Invalid, failed(t, err).Class)
	}
}

// fault: R9
func TestNoPrintShowsASecret(t *testing.T) {
	config := rest.Config{
		Auth: []rest.Auth{
			rest.Bearer(secretToken), rest.Basic("user", secretPassword), {Query: "key", Value: ordo.NewSecret(secretQuery)},
		},
		Secrets: []ordo.Secret{ordo.NewSecret(secretField)},
	}
	c := client(shop().Transport(), config)
	r := rest.Request{
		Op: "order/create", Path: "/hook/" + secretKnown, Header: http.Header{"Token": {secretToken}},
		Body: rest.JSON(map[string]string{"token": secretField}), Repeat: rest.Keyed("Key", "k"),
	}
	form := rest.Raw("text/plain", []byte(secretField))
	token := rest.Token{Value: ordo.NewSecret(secretFetched)}
	for _, v := range []any{c, config, &config, config.Auth[0], &config.Auth[1], config.Auth[2], r, &r, r.Body, form, &form, token, &token} {
		for _, wrap := range []any{v, []any{v}, struct{ V any }{v}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				requireClean(t, fmt.Sprintf("%T with %s", v, verb), fmt.Sprintf(verb, wrap))
			}
			if b, err := json.Marshal(wrap); err == nil {
				requireClean(t, "JSON", string(b))
			}
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", wrap)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", wrap)
			requireClean(t, "slog", log.String())
		}
	}
}

// fault: U19
func TestWhatAClientMakesItselfIsCutAndHoldsNoSecret(t *testing.T) {
	const secret = "s3cret-credential-of-the-account"
	c := client(shop().Transport(), rest.Config{Secrets: []ordo.Secret{ordo.NewSecret(secret)}})
	long := strings.Repeat("x", 10_000)
	e := c.Fail("order/get", ordo.Invalid, long+secret, errors.New("said "+secret))
	require.Less(t, len(e.Text), 600)
	require.NotContains(t, e.Error(), secret)
	require.NotContains(t, c.Fail("op", ordo.Invalid, "it holds "+secret[:20]+"…, not a number", nil).Error(), secret[:8], "cut before it came")

	err := c.Poll(t.Context(), "wait", "r-1", rest.Pace{AtOnce: true, First: time.Hour, Limit: time.Minute}, func(context.Context) error {
		return &ordo.PendingError{Ref: "r-" + secret, State: secret + long}
	})
	var pending *ordo.PendingError
	require.ErrorAs(t, err, &pending)
	require.NotContains(t, pending.State+pending.Ref, secret)
	require.Less(t, len(pending.State), 200)

	list := rest.List[int]{Op: "list", Most: 1, Page: func(string, func(string, int) bool) (string, error) { return secret + long, nil }}
	var pages *rest.PagesError
	for _, err := range list.All(c) {
		require.ErrorAs(t, err, &pages)
	}
	require.NotContains(t, pages.Next, secret)
	require.Less(t, len(pages.Next), 300)
}
