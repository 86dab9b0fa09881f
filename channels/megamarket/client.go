package megamarket

import (
	"context"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// The hosts of the API. partner.megamarket.ru is not among them: that is the seller's web cabinet, which answers calls
// and does nothing.
const (
	Production = "https://api.megamarket.tech"      // what New uses
	Test       = "https://api-test.megamarket.tech" // for ordo.WithBaseURL; seen in one client
)

// DefaultTimeout is for one try of a call. A client's own timeout, given with ordo.WithHTTPClient, counts instead.
const DefaultTimeout = 30 * time.Second

// Where the methods are.
const (
	orders = "/api/market/v1/orderService/"
	offers = "/api/merchantIntegration/v1/offerService/"
)

// Client calls Megamarket for one merchant account. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	token    ordo.Secret
	settings rest.Settings
	wrote    *bool // if not nil, set when a call goes out that may change something
}

// New returns a client for the account that token belongs to. It needs no options: it calls the production host. It
// does not fail; an option that cannot be right is returned by every call as an *ordo.Error of class Invalid, and an
// empty token as one of class Auth.
//
// The token travels in the body of every call. It is redacted in errors, logs and dumps.
func New(token string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: "megamarket", BaseURL: Production}, opts...)
	if strings.TrimSpace(token) == "" && s.Err == nil {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "the token is empty: take it from the merchant's cabinet",
		}
	}
	c := &Client{token: ordo.NewSecret(token), settings: s}
	c.rest = rest.New(s, rest.Config{
		Judge: c.judge, Decode: decodeAnswer, Secrets: []ordo.Secret{c.token}, Hidden: []string{"token", "X-Merchant-Token"},
		Timeout: DefaultTimeout,
	})
	return c
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Call calls a method that this package does not wrap. path is below the order service, such as "order/get", or
// begins with a slash and is below the host. data is what goes into "data", an object; the token is added. The "data"
// of the answer is decoded into out, a pointer, or nil; the names in tags are compared exactly.
//
// Call does not know what the method does: it repeats nothing that may have been done. A lost answer has class InDoubt.
func (c *Client) Call(ctx context.Context, path string, data, out any) error {
	return c.send(ctx, path, data, out, rest.Never())
}

// send makes one call, repeated as stated.
func (c *Client) send(ctx context.Context, method string, data, out any, repeat rest.Repeat) error {
	if c.wrote != nil {
		*c.wrote = true
	}
	_, err := c.rest.Do(ctx, c.request(method, data, repeat), out)
	return err
}

// read makes a call that changes nothing, though it is a POST like every other.
func (c *Client) read(ctx context.Context, method string, data, out any) error {
	_, err := c.rest.Do(ctx, c.request(method, data, rest.Read()), out)
	return err
}

// request makes the request for a method. Every method is a POST.
func (c *Client) request(method string, data any, repeat rest.Repeat) rest.Request {
	path := method
	if !strings.HasPrefix(path, "/") {
		path = orders + path
	}
	op, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, orders), offers), "?")
	return rest.Request{
		Op: op, Method: "POST", Path: path, Repeat: repeat,
		Body: rest.JSON(map[string]any{"meta": struct{}{}, "data": signed{c.token, data}}),
	}
}
