package yookassa

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of YooKassa in errors, logs and references.
const Name = "yookassa"

// Production is the address of the API, for live and for test shops.
const Production = "https://api.yookassa.ru/v3"

// DefaultTimeout is the time limit of one try: YooKassa answers within 30 s. The timeout of a client given with
// ordo.WithHTTPClient replaces it; a shorter one leaves slow calls in doubt.
const DefaultTimeout = 45 * time.Second

// Client calls YooKassa for one shop. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
}

// New returns a client for the shop with this id (shopId) and secret key. It does not fail: every call returns an
// *ordo.Error of class Auth for an empty credential, of class Invalid for a wrong option.
func New(shopID, secretKey string, opts ...ordo.Option) *Client {
	missing := ""
	if strings.TrimSpace(shopID) == "" || strings.TrimSpace(secretKey) == "" {
		missing = "the shop's id or its secret key is empty: take both from the cabinet, Integration, API keys"
	}
	return open(rest.Basic(shopID, secretKey), missing, opts)
}

// NewPartner returns a client that works for a shop with an OAuth token, as partners of YooKassa do. Only partners have
// subscriptions to notifications.
func NewPartner(token string, opts ...ordo.Option) *Client {
	missing := ""
	if strings.TrimSpace(token) == "" {
		missing = "the OAuth token is empty"
	}
	return open(rest.Bearer(token), missing, opts)
}

// open makes the client. missing is the error text for missing credentials.
func open(auth rest.Auth, missing string, opts []ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production}, opts...)
	if s.Err == nil && missing != "" {
		s.Err = &ordo.Error{System: s.System, Account: s.Account, Class: ordo.Auth, Text: missing}
	}
	return &Client{settings: s, rest: rest.New(s, rest.Config{
		Auth: []rest.Auth{auth}, Judge: judge, Timeout: DefaultTimeout,
		Decode: rest.Decoder(decode),
	})}
}

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Call makes a call that this package does not wrap: method and path, such as "POST" and "/invoices". in is encoded as
// JSON unless it is nil; the answer is decoded into out, a pointer, or nil. Sums in both are amount.Money, which is
// encoded in the vendor's form. The key is as in the other calls; a GET needs none.
func (c *Client) Call(ctx context.Context, method, path, key string, in, out any) error {
	op, _, _ := strings.Cut(method+" "+path, "?")
	if method == http.MethodGet {
		return c.get(ctx, op, path, nil, out, nil)
	}
	return c.write(ctx, op, method, path, key, in, out, nil)
}

// get reads an object. check returns an error for an incomplete answer or one about another object; it may be nil.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, out any, check func() error) error {
	_, err := c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: query, Check: check}, out)
	return err
}

// write creates or changes an object under a key. check is as for get.
func (c *Client) write(ctx context.Context, op, method, path, key string, in, out any, check func() error) error {
	made := key == ""
	switch {
	case made:
		key = newKey()
	case badKey(key) != "":
		return c.rest.Fail(op, ordo.Invalid, "not sent", Problems{{Field: keyHeader, Text: badKey(key)}})
	}
	r := rest.Request{Op: op, Method: method, Path: path, Repeat: rest.Keyed(keyHeader, key), Check: check}
	if in == nil {
		r.Header = http.Header{"Content-Type": {"application/json"}}
	} else {
		b, err := encode(in)
		if err != nil {
			return c.rest.Fail(op, ordo.Invalid, "not sent: the request cannot be written", err)
		}
		r.Body = rest.Raw("application/json", b)
	}
	sendable := ctx != nil && ctx.Err() == nil
	_, err := c.rest.Do(ctx, r, out)
	if made && sendable {
		return inDoubtUnder(err, key)
	}
	return err
}

// id refuses an empty id, which would address a whole collection.
func (c *Client) id(op, field, id string) error {
	if strings.TrimSpace(id) == "" {
		return c.rest.Fail(op, ordo.Invalid, "not sent", Problems{{Field: field, Text: "it is empty"}})
	}
	return nil
}

// notSent returns the error of a call that was not made, or nil if there are no problems.
func (c *Client) notSent(op string, ps Problems) error {
	if len(ps) == 0 {
		return nil
	}
	return c.rest.Fail(op, ordo.Invalid, "not sent", ps)
}
