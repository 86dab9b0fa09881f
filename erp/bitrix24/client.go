package bitrix24

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Name is the name of Bitrix24 in errors, logs and references.
const Name = bxrest.Name

// Client calls one portal as one user or application. It is safe for concurrent use.
type Client struct {
	rest *bxrest.Client
	http *http.Client // for files: the host's, or that of net/http
}

// New returns a client for the portal at address, such as "https://shop.bitrix24.ru". What is wrong with the arguments
// is returned by every call, as an *ordo.Error of class Invalid (the address) or Auth (no credentials).
//
// The limits are those of the cloud; give bxrest.Box() for an installation of one's own.
func New(address string, auth bxrest.Auth, opts ...ordo.Option) *Client {
	return &Client{
		rest: bxrest.New(address, auth, append([]ordo.Option{bxrest.System(Name)}, opts...)...),
		http: cmp.Or(rest.Resolve(rest.Settings{}, opts...).HTTPClient, http.DefaultClient),
	}
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithZone returns a copy of the client that takes zone for that of the portal; without it that is Moscow.
func (c *Client) WithZone(zone *time.Location) *Client { return &Client{c.rest.WithZone(zone), c.http} }

// WithConnector returns a copy of the client whose own changes come to no offline queue that is bound with this name.
func (c *Client) WithConnector(name string) *Client {
	return &Client{c.rest.WithConnector(name), c.http}
}

// REST is the protocol below, for batches and lists that this package does not wrap.
func (c *Client) REST() *bxrest.Client { return c.rest }

// Call calls a method that this package does not wrap. It is not repeated after a lost answer: that is an error of
// class InDoubt.
func (c *Client) Call(ctx context.Context, method string, params, out any) error {
	return c.rest.Call(ctx, method, params, out)
}

// Fields are what a write sets, by the portal's names. A name that the portal does not know is dropped without an
// error.
type Fields map[string]any

// read calls a method that changes nothing.
func (c *Client) read(ctx context.Context, method string, params any, key string, out any, check ...func() error) error {
	return c.do(ctx, bxrest.Request{Method: method, Params: params, Key: key, Repeat: bxrest.Read}, out, check)
}

// set calls a method that may be called again.
func (c *Client) set(ctx context.Context, method string, params any, key string, out any, check ...func() error) error {
	return c.do(ctx, bxrest.Request{Method: method, Params: params, Key: key, Repeat: bxrest.Fixed}, out, check)
}

// add calls a method that must not be called again before done has looked.
func (c *Client) add(ctx context.Context, method string, params any, key string, out any, done func(context.Context) (bool, error)) error {
	return c.do(ctx, bxrest.Request{Method: method, Params: params, Key: key, Done: done}, out, nil)
}

func (c *Client) do(ctx context.Context, r bxrest.Request, out any, check []func() error) error {
	if len(check) > 0 {
		r.Check = check[0]
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// invalid is the error of a call that was not made.
func (c *Client) invalid(op, text string) error { return c.rest.Fail(op, ordo.Invalid, text, nil) }

// Record is one row of a list. A row that cannot be read is no error of the list: its Problem says why.
type Record[T any] = bxrest.Record[T]
