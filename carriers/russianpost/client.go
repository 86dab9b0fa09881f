package russianpost

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of Russian Post in errors, logs and references.
const Name = "russianpost"

// The addresses of the services. There is no test stand: an order that is made in a test is real until it is deleted.
const (
	Production         = "https://otpravka-api.pochta.ru"        // of New
	TrackingProduction = "https://tracking.russianpost.ru"       // of NewTracking
	TariffProduction   = "https://tariff.pochta.ru"              // of NewTariff
	mediaType          = "application/json;charset=UTF-8"        // of Otpravka
	maxAnswer          = 4 << 20                                 // bytes; a page of orders has less than one million
	maxWhole           = 64 << 20                                // of papers, and of lists without pages
	whereCredentials   = "the account at otpravka.pochta.ru: " + // of Otpravka; those of tracking differ
		"application token, login and password of New, not those of tracking"
)

// usualLimits bound how fast requests are sent. The vendor publishes a limit a day ([Client.GetLimit]) and none a
// second, so this is a guess: ordo.WithLimits replaces it.
var usualLimits = rest.Limits{PerSecond: 5, Burst: 5}

// Client calls Otpravka, the service for senders with a contract. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
}

// New returns a client for an account of Otpravka: the application token from the page of its settings, and the login
// (an email or a phone) and password with which people enter. They are not those of [NewTracking]. It needs no options.
// It does not fail: every call returns what is wrong with its arguments, as an *ordo.Error of class Invalid (address)
// or Auth (credentials).
func New(token, login, password string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production, Limits: usualLimits}, opts...)
	if s.Err == nil && (blank(token) || blank(login) || blank(password)) {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "token, login or password of Otpravka is empty: see the settings of " + whereCredentials,
		}
	}
	user := rest.Basic(login, password)
	user.Header = "X-User-Authorization"
	c := &Client{settings: s}
	c.rest = rest.New(s, rest.Config{
		Auth: []rest.Auth{
			{Header: "Authorization", Prefix: "AccessToken ", Value: ordo.NewSecret(token)},
			user,
		},
		Header:  http.Header{"Content-Type": {mediaType}, "Accept": {mediaType}},
		Judge:   judge(s.Clock),
		Decode:  rest.Decoder(decodeStrict),
		Hidden:  []string{"apig_access_token"}, // in the answer of the settings
		MaxBody: maxAnswer,
	})
	return c
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Call sends a request that this package does not wrap. path begins at the root of the host, such as
// "/postoffice/1.0/101000/services"; body is encoded as JSON unless it is nil; out is a pointer, a *[]byte for what is
// no JSON, or nil. Only a GET is repeated after a lost answer; for other methods that is an error of class InDoubt.
// Problems beside a success are no error of the call.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	op, _, _ := strings.Cut(method+" "+path, "?")
	return c.send(ctx, rest.Request{Op: op, Method: method, Path: path}, body, out)
}

// get reads an object or a list and checks the answer.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, check func() error, out any) error {
	_, err := c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: query, Check: check}, out)
	return err
}

// send sends body as JSON, unless it is nil.
func (c *Client) send(ctx context.Context, r rest.Request, body, out any) error {
	if body != nil {
		b, err := lax.Encode(body)
		if err != nil {
			return c.rest.Fail(r.Op, ordo.Invalid, "not sent", err)
		}
		r.Body = rest.Raw(mediaType, b)
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// silence reads an answer without problems: nothing at all, an empty list, or the ids of what was done.
func silence(r *rest.Reply, _ any) error {
	body := bytes.TrimSpace(r.Body)
	var in answerError
	if len(body) == 0 || string(body) == "[]" || json.Valid(body) && body[0] == '{' && decode(body, &in) == nil && in.did() {
		return nil
	}
	return errors.New("the answer says neither that it was done nor why not")
}

// invalid is the error of a call that was not made.
func (c *Client) invalid(op, text string) error {
	return c.rest.Fail(op, ordo.Invalid, "not sent: "+text, nil)
}

// rows reads a list, each of whose records has its own problem. problem returns where a record keeps it.
func rows[T any](
	ctx context.Context, c *Client, op, path string, query url.Values, problem func(*T) *error,
) ([]T, error) {
	var in []lax.Row[T]
	if err := c.get(ctx, op, path, query, nil, &in); err != nil {
		return nil, err
	}
	return records(c, op, in, problem), nil
}

func records[T any](c *Client, op string, in []lax.Row[T], problem func(*T) *error) []T {
	out := make([]T, len(in))
	for i, row := range in {
		out[i] = row.Value
		if p := problem(&out[i]); *p != nil || row.Problem != nil {
			*p = c.rest.Fail(op, ordo.Invalid, "the record is not of the documented form", errors.Join(*p, row.Problem))
		}
	}
	return out
}

// decode reads JSON into v, a pointer. Times without a zone are those of Moscow.
func decode(b []byte, v any) error { return lax.Decode(b, v, lax.Options{Zone: moscow()}) }

// decodeStrict reads an answer: a list must be one, and an object too.
func decodeStrict(b []byte, v any) error {
	want := byte('{')
	switch t := reflect.TypeOf(v).Elem(); {
	case t.Kind() == reflect.Interface, t == reflect.TypeFor[json.RawMessage]():
		want = b[0]
	case t.Kind() == reflect.Slice:
		want = '['
	}
	if b[0] != want {
		return errors.New("the answer does not begin with " + string(want))
	}
	return decode(b, v)
}
