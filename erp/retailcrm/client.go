package retailcrm

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of RetailCRM in errors, logs and references.
const Name = "retailcrm"

const (
	perSecond = 10 // requests, per key
	pageLimit = 100
	v5        = "/api/v5"
)

// Client calls one RetailCRM account with one key. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
	account  *account // shared by the copies that the With methods make
	site     string
	zone     *time.Location // nil: the account's
	currency string
}

// New returns a client for the account at baseURL, such as "https://shop.retailcrm.ru". The key needs the scopes of the
// calls that are made with it. What is wrong with the arguments is returned by every call, as an *ordo.Error of class
// Invalid (the address) or Auth (no key).
func New(baseURL, key string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{
		System: Name, BaseURL: baseURL, Limits: rest.Limits{PerSecond: perSecond, Burst: perSecond},
	}, opts...)
	s.BaseURL = strings.TrimSuffix(s.BaseURL, v5)
	if s.Err == nil && strings.TrimSpace(key) == "" {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "the API key is empty: take it from the CRM's settings, Integration, API keys",
		}
	}
	config := rest.Config{
		Auth:  []rest.Auth{{Header: "X-API-KEY", Value: ordo.NewSecret(key)}},
		Judge: judge, Decode: rest.Decoder(readReply), Hidden: []string{"clientId", "apiKey"},
		LimitKey: s.BaseURL, // shops of one key may have a name each
	}
	return &Client{rest: rest.New(s, config), settings: s, account: newAccount()}
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithSite returns a copy of the client that works for the shop with this code. Both keep to one limit of requests.
func (c *Client) WithSite(code string) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.site = code
	return &own
}

// WithZone returns a copy of the client that takes zone for the account's time zone, and does not ask for it.
func (c *Client) WithZone(zone *time.Location) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.zone = zone
	return &own
}

// WithCurrency returns a copy of the client that takes sums to be in this currency (ISO 4217) where the CRM does not
// tell. Without it the account's default currency is taken, if the settings were read.
func (c *Client) WithCurrency(code string) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.currency = code
	return &own
}

// CallGet reads what this package does not wrap: path is below the account's address, such as "/api/v5/store/products".
// out is a pointer, or nil.
func (c *Client) CallGet(ctx context.Context, path string, query url.Values, out any) error {
	op, _, _ := strings.Cut(path, "?") // a query may hold a secret
	return c.do(ctx, rest.Request{Op: op, Path: path, Query: query}, foreign(out), nil)
}

// Call writes what this package does not wrap: it posts a form, in which an entity is one field that holds JSON. It is
// not repeated after a lost answer: that is an error of class InDoubt.
func (c *Client) Call(ctx context.Context, path string, form url.Values, out any) error {
	op, _, _ := strings.Cut(path, "?")
	return c.do(ctx, rest.Request{Op: op, Method: http.MethodPost, Path: path, Body: rest.Form(form), Repeat: rest.Never()}, foreign(out), nil)
}

// raw is what an answer is read into as encoding/json does it: a type that is not of this package.
type raw struct{ out any }

func foreign(out any) any {
	if _, bytes := out.(*[]byte); bytes || out == nil {
		return out
	}
	return &raw{out}
}

// get reads a path below /api/v5.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, out any, check ...func() error) error {
	return c.do(ctx, rest.Request{Op: op, Path: v5 + path, Query: query}, out, check)
}

// post sends a form to a path below /api/v5.
func (c *Client) post(
	ctx context.Context, op, path string, form url.Values, repeat rest.Repeat, out any, check ...func() error,
) error {
	return c.do(ctx, rest.Request{
		Op: op, Method: http.MethodPost, Path: v5 + path, Body: rest.Form(form), Repeat: repeat,
	}, out, check)
}

func (c *Client) do(ctx context.Context, r rest.Request, out any, check []func() error) error {
	if out == nil {
		out = &done{}
	}
	if len(check) > 0 {
		r.Check = check[0]
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// write posts an entity as JSON in a field of a form.
func (c *Client) write(ctx context.Context, op, path, field string, entity any, repeat rest.Repeat, out any, check ...func() error) error {
	form, err := c.form(op, field, entity, "")
	if err != nil {
		return err
	}
	return c.post(ctx, op, path, form, repeat, out, check...)
}

// form builds a form with one entity as JSON, and the site if there is one.
func (c *Client) form(op, field string, entity any, site string) (url.Values, error) {
	b, err := lax.Encode(entity)
	if err != nil {
		return nil, c.invalid(op, "the "+field+" cannot be written", err)
	}
	f := url.Values{field: {string(b)}}
	if site != "" {
		f.Set("site", site)
	}
	return f, nil
}

// invalid is the error of a call that was not made.
func (c *Client) invalid(op, text string, cause error) error {
	return c.rest.Fail(op, ordo.Invalid, text, cause)
}
