package bitrix

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Name is the name of shops on 1C-Bitrix in errors, logs and references.
const Name = "bitrix"

// Client calls the REST of one shop on 1C-Bitrix (Site Manager). It is safe for concurrent use.
type Client struct {
	rest *bxrest.Client
}

// New returns a client for the shop at address, such as "https://shop.example". The webhook or application needs the
// scopes sale, catalog, delivery and pay_system, and its user the rights of an administrator of the shop. What is wrong
// with the arguments is returned by every call, as an *ordo.Error of class Invalid (the address) or Auth (no
// credentials).
//
// A shop is an installation of one's own: without [ordo.WithLimits] the client keeps to no limit.
func New(address string, auth bxrest.Auth, opts ...ordo.Option) *Client {
	opts = append([]ordo.Option{bxrest.System(Name), bxrest.Box()}, opts...)
	return &Client{rest: bxrest.New(address, auth, opts...)}
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithZone returns a copy of the client that takes zone for the server's time zone, by which the times of filters are
// written; Moscow without it.
func (c *Client) WithZone(zone *time.Location) *Client {
	return &Client{rest: c.rest.WithZone(zone)}
}

// Call calls what this package does not wrap: method is the vendor's, such as "sale.order.getPrintedChecks", params an
// object or nil, and out a pointer to what "result" holds, or nil. It is not repeated after a lost answer: that is an
// error of class InDoubt.
func (c *Client) Call(ctx context.Context, method string, params, out any) error {
	return c.rest.Call(ctx, method, params, out)
}

// Rest is the client of the protocol, for batches and lists of methods that this package does not wrap.
func (c *Client) Rest() *bxrest.Client { return c.rest }

// String hides the credentials.
func (c Client) String() string { return fmt.Sprintf("bitrix client for %s", c.rest.Address()) }

// GoString hides the credentials.
func (c Client) GoString() string { return c.String() }

// read calls a method that changes nothing.
func (c *Client) read(ctx context.Context, method, key string, params, out any, check func() error) error {
	_, err := c.rest.Do(ctx, bxrest.Request{Method: method, Params: params, Key: key, Repeat: bxrest.Read, Check: check}, out)
	return err
}

// set calls a method that sets what it sets, however often it is called.
func (c *Client) set(ctx context.Context, method, key string, params, out any, check func() error) error {
	_, err := c.rest.Do(ctx, bxrest.Request{Method: method, Params: params, Key: key, Repeat: bxrest.Fixed, Check: check}, out)
	return err
}

// fail is the error of a call that was not made, or of an answer that cannot be used.
func (c *Client) fail(op string, class ordo.Class, text string, cause error) *ordo.Error {
	return c.rest.Fail(op, class, text, cause)
}
