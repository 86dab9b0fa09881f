package rest_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// The secrets of these tests. Each holds characters that some encoding spells otherwise.
const (
	secretToken    = `tok/en+=<7>"é`
	secretPassword = "pa ss&w%rd"
	secretPath     = "h00k/c0de"
	secretQuery    = "q&ery k=y"
	secretHeader   = "header-v\\lue"
	secretField    = "field-value-42"
	secretFetched  = "fetched-t0ken"
	secretKnown    = "kn0wn-only-by-name"
)

// traces lists what must not be seen anywhere.
func traces() []string {
	var all []string
	secrets := []string{secretToken, secretPassword, secretPath, secretQuery, secretHeader, secretField, secretFetched, secretKnown}
	for _, s := range secrets {
		escaped, _ := json.Marshal(s)
		all = append(
			all, s, url.QueryEscape(s), url.PathEscape(s), string(escaped[1:len(escaped)-1]),
			strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(s)), "="),
			strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(s)), "="),
		)
	}
	return append(all, base64.StdEncoding.EncodeToString([]byte("user:"+secretPassword)))
}

// requireClean fails if a text shows a secret.
func requireClean(t *testing.T, where, text string) {
	t.Helper()
	for _, s := range traces() {
		require.NotContains(t, text, s, "%s shows a secret:\n%s", where, text)
	}
}

// everyText collects what an error and all its causes say, also printed in detail.
func everyText(err error) string {
	var b strings.Builder
	var walk func(error)
	walk = func(err error) {
		if err == nil {
			return
		}
		fmt.Fprintf(&b, "%v\n%q\n%#v\n", err, err.Error(), err)
		switch u := err.(type) { //nolint:errorlint // the chain itself is walked
		case interface{ Unwrap() error }:
			walk(u.Unwrap())
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				walk(e)
			}
		}
		var asURL *url.Error
		if errors.As(err, &asURL) {
			b.WriteString(asURL.URL)
		}
	}
	walk(err)
	return b.String()
}

// echo is everything secret that a vendor may throw back.
func echo(r *http.Request) string {
	body := ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		body = string(b)
	}
	return fmt.Sprintf("bad request %s %v %s token=%s {\"password\":%q,\"apiKey\": 42%s} <password>%s</password>",
		r.URL, r.Header, body, secretToken, secretKnown, secretField, secretKnown)
}

func secretClient(rt http.RoundTripper, log, dump io.Writer, opts ...ordo.Option) *rest.Client {
	opts = append([]ordo.Option{
		ordo.WithBaseURL("https://vendor.example/rest/1/" + secretPath),
		ordo.WithLogger(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		ordo.WithDump(dump), ordo.WithMaxAttempts(1),
	}, opts...)
	return client(rt, rest.Config{
		Auth: []rest.Auth{
			rest.Bearer(secretToken), rest.Basic("user", secretPassword),
			{Query: "key", Value: ordo.NewSecret(secretQuery)},
			{Header: "X-Sign", Value: ordo.NewSecret(secretHeader)},
			{Header: "X-Session", Fetch: func(context.Context) (rest.Token, error) {
				return rest.Token{Value: ordo.NewSecret(secretFetched)}, nil
			}},
		},
		Secrets: []ordo.Secret{ordo.NewSecret(secretPath), ordo.NewSecret(secretField)},
		Hidden:  []string{"pin"},
	}, opts...)
}

func TestSecretsAreSeenNowhere(t *testing.T) {
	failures := map[string]func(r *http.Request) (*http.Response, error){
		"a network error that tells the address": func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot reach %s with %v", r.URL, r.Header)
		},
		"a plain network error": func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "read", Net: "tcp", Err: io.EOF}
		},
	}
	statuses := map[string]int{"invalid": 400, "unauthorized": 401, "limited": 429, "down": 503, "page": 502, "unreadable": 200, "moved": 302}
	for name, status := range statuses {
		failures[name] = func(r *http.Request) (*http.Response, error) {
			text := echo(r)
			header := http.Header{"Content-Type": {"text/plain"}, "X-Request-Id": {secretToken}, "Set-Cookie": {"sid=" + secretKnown}}
			if name == "page" {
				header.Set("Content-Type", "text/html")
				text = "<html><body title='" + text + "'>" + text + "</body></html>"
			}
			if name == "moved" {
				header.Set("Location", r.URL.String())
			}
			return &http.Response{
				StatusCode: status, Status: http.StatusText(status), Header: header, Request: r, ContentLength: int64(len(text)),
				Body: io.NopCloser(strings.NewReader(text)),
			}, nil
		}
	}
	failures["cut off"] = func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Header: http.Header{}, Request: r, ContentLength: -1,
			Body: io.NopCloser(io.MultiReader(strings.NewReader(echo(r)), failing{errors.New("lost " + r.URL.String())})),
		}, nil
	}
	for name, fail := range failures {
		for _, method := range []string{"GET", "POST"} {
			t.Run(name+" "+method, func(t *testing.T) {
				var log, dump bytes.Buffer
				c := secretClient(roundTrip(fail), &log, &dump)
				r := rest.Request{
					Op: "order/create", Method: method, Path: "/orders/" + url.PathEscape(secretField), Query: url.Values{"token": {secretKnown}, "n": {"1"}},
					Body: rest.JSON(map[string]any{"pin": secretKnown, "password": secretPassword, "a": secretField, "name": "Anna"}),
				}
				var out orderAnswer
				_, err := c.Do(t.Context(), r, &out)
				require.NotZero(t, failed(t, err).Class)
				requireClean(t, "the error", everyText(err))
				requireClean(t, "the log", log.String())
				requireClean(t, "the dump", dump.String())
				require.Contains(t, log.String(), "op=order/create")
				require.Contains(t, dump.String(), `"name":"Anna"`, "the rest stays readable")
				require.Contains(t, dump.String(), "n=1")

				s, err := c.Open(t.Context(), r)
				if err == nil {
					_, err = io.Copy(io.Discard, s)
					require.NoError(t, s.Close())
				}
				if err != nil {
					requireClean(t, "the stream's error", everyText(err))
				}
				requireClean(t, "the log", log.String())
				requireClean(t, "the dump", dump.String())
			})
		}
	}
}

func TestSecretsOfAddressesThatCannotBeReadAreNotShown(t *testing.T) {
	var log, dump bytes.Buffer
	c := secretClient(roundTrip(nil), &log, &dump)
	for _, path := range []string{"/%zz?token=" + secretKnown, "/" + secretField + "\x7f", "http://[::1/" + secretField} {
		_, err := c.Do(t.Context(), rest.Request{Path: path}, nil)
		require.Equal(t, ordo.Invalid, failed(t, err).Class)
		requireClean(t, "the error", everyText(err))
	}
	requireClean(t, "the log", log.String())
	requireClean(t, "the dump", dump.String())
}

func TestADumpShowsTheExchange(t *testing.T) {
	var dump bytes.Buffer
	s := shop()
	s.Faults().Next("*", fake.Refuse(400, "application/json", `{"error":"no"}`))
	c := client(s.Transport(), rest.Config{Auth: []rest.Auth{rest.Bearer("abcdef")}}, ordo.WithDump(&dump))
	_, err := c.Do(t.Context(), rest.Request{Op: "order/create", Method: "POST", Path: "/orders?x=1", Body: rest.JSON(orderAnswer{"7"})}, nil)
	require.Error(t, err)
	head, tail, ok := strings.Cut(dump.String(), "< 400 Bad Request (")
	require.True(t, ok, dump.String())
	require.Equal(t, `> POST https://vendor.example/api/orders?x=1 (order/create, try 1)
> Accept: application/json
> Authorization: ***
> Content-Type: application/json
> User-Agent: ordo-sdk
{"id":"7"}
`, head)
	_, tail, _ = strings.Cut(tail, ")\n")
	require.Equal(t, `< Content-Length: 14
< Content-Type: application/json
{"error":"no"}
! 400: {"error":"no"}

`, tail)

	dump.Reset()
	s.Faults().Next("*", fake.Refuse(200, "application/pdf", "%PDF\x00\xff"))
	_, err = c.Do(t.Context(), rest.Request{}, nil)
	require.NoError(t, err)
	require.Contains(t, dump.String(), "[6 bytes of application/pdf]")

	dump.Reset()
	s.Faults().Next("*", fake.Refuse(200, "text/plain", strings.Repeat("a", 60<<10)+"abcdef"+strings.Repeat("b", 60<<10)))
	_, err = c.Do(t.Context(), rest.Request{}, nil)
	require.NoError(t, err)
	require.Contains(t, dump.String(), "[122886 bytes in all]")
	require.NotContains(t, dump.String(), "abcdef")
}

func TestALogLineTellsTheExchange(t *testing.T) {
	var log bytes.Buffer
	s := shop()
	c := client(s.Transport(), rest.Config{}, ordo.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "took" {
				return slog.Attr{}
			}
			return a
		},
	}))))
	s.Faults().Next("*", fake.Status(409))
	_, err := c.Do(t.Context(), rest.Request{Op: "order/create", Method: "POST", Path: "/orders?x=1"}, nil)
	require.Error(t, err)
	_, err = c.Do(t.Context(), rest.Request{Op: "order/get", Path: "/orders/7"}, nil)
	require.NoError(t, err)
	require.Equal(t, `level=DEBUG msg=exchange system=vendor account=v-1 op=order/create method=POST path=/orders attempt=1 status=409 error=Conflict
level=DEBUG msg=exchange system=vendor account=v-1 op=order/get method=GET path=/orders/7 attempt=1 status=200
`, log.String())
}

func TestAScrubbedCauseStillAnswersWhatItWas(t *testing.T) {
	rt := roundTrip(func(r *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("dialing %s: %w", r.URL, slowly{io.ErrClosedPipe})
	})
	c := client(rt, rest.Config{Secrets: []ordo.Secret{ordo.NewSecret("api")}, Auth: []rest.Auth{{Query: "key", Value: ordo.NewSecret("abcdef")}}}, ordo.WithMaxAttempts(1))
	_, err := c.Do(t.Context(), rest.Request{}, nil)
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.NotContains(t, everyText(err), "abcdef")
	var timeout interface{ Timeout() bool }
	require.ErrorAs(t, err, &timeout)
	require.True(t, timeout.Timeout())
	require.Contains(t, err.Error(), "/api", "texts of less than 4 bytes are not looked for")
}

// slowly is an error of a timeout.
type slowly struct{ error }

func (slowly) Timeout() bool   { return true }
func (s slowly) Unwrap() error { return s.error }

// failing fails to be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// roundTrip is a RoundTripper made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestManyRequestsAtOnceLogAndDump(t *testing.T) {
	var log, dump bytes.Buffer
	c := secretClient(shop().Transport(), &log, &dump)
	done := make(chan error)
	for range 20 {
		go func() {
			_, err := c.Do(t.Context(), rest.Request{Path: "/o"}, nil)
			done <- err
		}()
	}
	for range 20 {
		select {
		case err := <-done:
			require.NoError(t, err)
		case <-time.After(time.Minute):
			t.Fatal("hangs")
		}
	}
	require.Equal(t, 20, strings.Count(dump.String(), "< 200 OK"))
	requireClean(t, "the dump", dump.String())
}

func TestASecretThatIsToldLaterIsHiddenToo(t *testing.T) {
	var dump bytes.Buffer
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"url":"https://shop.example/hooks/`+secretPath+`"}`)
	}))
	defer srv.Close()
	c := rest.New(rest.Resolve(rest.Settings{System: "test", BaseURL: srv.URL}, ordo.WithDump(&dump)), rest.Config{})
	c.Hide(secretPath)
	c.Hide("") // nothing
	_, err := c.Do(t.Context(), rest.Request{Op: "get", Path: "/" + url.PathEscape(secretPath)}, nil)
	require.NoError(t, err)
	require.Contains(t, dump.String(), "shop.example")
	requireClean(t, "the dump", dump.String())
}
