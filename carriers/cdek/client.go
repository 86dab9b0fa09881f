package cdek

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of CDEK in errors, logs and references.
const Name = "cdek"

// The addresses of the service, for ordo.WithBaseURL. New uses Production.
const (
	Production = "https://api.cdek.ru"
	Test       = "https://api.edu.cdek.ru" // nothing is carried; cities and points differ from those of Production
)

const (
	v2        = "/v2"
	maxAnswer = 16 << 20 // bytes
	// currency is that of contracts in Russia; see Client.WithCurrency.
	currency = "RUB"
)

// Client calls CDEK under one contract. It is safe for concurrent use; a token is fetched when the first call needs
// one, and is shared by all.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
	currency string
	pageSize int
}

// New returns a client for the account and the secure password of a contract, which are created in CDEK's cabinet. It
// needs no options: it calls the production service. It does not fail: every call returns what is wrong with its
// arguments, as an *ordo.Error of class Invalid (address) or Auth (credentials).
func New(account, securePassword string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production}, opts...)
	s.BaseURL = strings.TrimSuffix(s.BaseURL, v2)
	if s.Err == nil && (strings.TrimSpace(account) == "" || strings.TrimSpace(securePassword) == "") {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "account or secure password is empty: make them in CDEK's cabinet, section Integration",
		}
	}
	c := &Client{settings: s, currency: currency, pageSize: pageSize}
	c.rest = rest.New(s, rest.Config{
		Auth:    []rest.Auth{{Header: "Authorization", Prefix: "Bearer ", Fetch: c.fetch(account, securePassword)}},
		Judge:   judge,
		Decode:  decoder(currency),
		Expired: expired,
		Secrets: []ordo.Secret{ordo.NewSecret(securePassword)},
		Hidden:  []string{"client_secret", "access_token"},
		MaxBody: maxAnswer,
	})
	return c
}

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithCurrency returns a copy of the client for a contract in another currency than roubles, by its ISO 4217 code. CDEK
// sends sums as bare numbers, so sums of a [Draft] in another currency are refused. The copy shares the token.
func (c *Client) WithCurrency(code string) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.currency = code
	return &own
}

// Call sends a request that this package does not wrap. path is below /v2, such as "/registries?date=2026-02-03"; body
// is encoded as JSON unless it is nil; out is a pointer, or nil. Only a GET is repeated after a lost answer; for other
// methods that is an error of class InDoubt. Errors in the requests of an accepted write are no errors of the call.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	op, _, _ := strings.Cut(method+" "+v2+path, "?")
	return c.send(ctx, method, op, path, body, rest.Repeat{}, nil, out)
}

// get reads an object and checks the answer.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, check func() error, out any) error {
	_, err := c.rest.Do(ctx, rest.Request{Op: op, Path: v2 + path, Query: query, Decode: decoder(c.currency), Check: check}, out)
	return err
}

// write changes an object, with a uuid if it exists already, and returns CDEK's answer.
func (c *Client) write(ctx context.Context, method, op, path string, body any, repeat rest.Repeat, uuid string) (*Ack, error) {
	var in written
	if err := c.send(ctx, method, op, path, body, repeat, in.of(uuid), &in); err != nil {
		return nil, err
	}
	return in.ack(), nil
}

// post sends body as JSON.
func (c *Client) post(ctx context.Context, op, path string, body any, repeat rest.Repeat, out any) error {
	return c.send(ctx, http.MethodPost, op, path, body, repeat, nil, out)
}

func (c *Client) send(
	ctx context.Context, method, op, path string, body any, repeat rest.Repeat, check func() error, out any,
) error {
	r := rest.Request{Op: op, Method: method, Path: v2 + path, Repeat: repeat, Decode: decoder(c.currency), Check: check}
	if body != nil {
		r.Body = rest.JSON(body)
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}
