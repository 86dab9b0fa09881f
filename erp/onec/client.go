package onec

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of 1C in errors, logs and references.
const Name = "onec"

const (
	service = "/odata/standard.odata" // below the address of the publication
	timeout = 3 * time.Minute         // of one try: posting a long document takes its time
	maxBody = 16 << 20                // of an answer; 1C has no limit of its own
)

// Moscow is the zone that a client takes for the server's unless WithZone names another.
var Moscow = time.FixedZone("MSK", 3*60*60)

// Client calls one infobase as one user. It is safe for concurrent use.
type Client struct {
	rest  *rest.Client
	zone  *time.Location
	probe *probe // shared by the copies
	clock ordo.Clock
}

// New returns a client for the publication at baseURL, such as "https://1c.shop.example/ut"; the address of its OData
// service, which ends with "/odata/standard.odata", will do as well. The user needs the role УдаленныйДоступOData and
// the rights for what is done. What is wrong with the arguments is returned by every call, as an *ordo.Error of class
// Invalid (the address) or Auth (no user, or no password).
func New(baseURL, user, password string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: baseURL}, opts...)
	s.BaseURL = strings.TrimSuffix(strings.TrimRight(s.BaseURL, "/"), service) + service
	if s.Err == nil && (strings.TrimSpace(user) == "" || strings.TrimSpace(password) == "") {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "the user or the password is empty: 1C takes no anonymous calls",
		}
	}
	return &Client{zone: Moscow, probe: newProbe(), clock: s.Clock, rest: rest.New(s, rest.Config{
		Auth:   []rest.Auth{rest.Basic(user, password)},
		Header: http.Header{"Accept": {"application/json"}},
		Judge:  judge, Decode: rest.Decoder(decodeAnswer), LimitKey: s.BaseURL,
		Timeout: timeout, MaxBody: maxBody,
	})}
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithZone returns a copy of the client that takes zone for that of the server: 1C's dates have none.
func (c *Client) WithZone(zone *time.Location) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.zone = zone
	return &own
}

// CallGet reads what this package does not wrap: path is below the address of the service, such as
// "Document_СчетНаОплатуКлиенту", not escaped. out is a pointer, or nil; JSON is read as encoding/json does.
func (c *Client) CallGet(ctx context.Context, path string, query url.Values, out any) error {
	return c.do(ctx, rest.Request{Op: "GET " + path, Path: address(path, query)}, foreign(out))
}

// Call writes what this package does not wrap: body is sent as JSON, nil is none. It is not repeated after a lost
// answer: that is an error of class InDoubt.
func (c *Client) Call(ctx context.Context, method, path string, query url.Values, body, out any) error {
	r := rest.Request{Op: method + " " + path, Method: method, Path: address(path, query), Repeat: rest.Never()}
	if body != nil {
		b, err := encodeBody(body)
		if err != nil {
			return c.invalid(r.Op, "the body cannot be written", err)
		}
		r.Body = b
	}
	return c.do(ctx, r, foreign(out))
}

// do sends a request.
func (c *Client) do(ctx context.Context, r rest.Request, out any) error {
	_, err := c.rest.Do(ctx, r, out)
	return c.diagnosed(ctx, err)
}

// diagnosed returns the error of a request. If no 1C seems to have answered, the address of the service itself is asked
// once: when it gives no answer of 1C either, the installation is at fault and not what was asked for, and the account
// stops until a person has seen to it. Otherwise the answer was somebody's on the way, and decided nothing.
func (c *Client) diagnosed(ctx context.Context, err error) error {
	if !isOutside(err) {
		return err
	}
	_, root := c.rest.Do(ctx, rest.Request{Op: "GET /", Path: address("", query())}, nil)
	var e, about *ordo.Error
	if isOutside(root) && errors.As(err, &e) && errors.As(root, &about) {
		return &ordo.Error{
			System: e.System, Account: e.Account, Op: e.Op, HTTPStatus: about.HTTPStatus, Class: ordo.Auth,
			Text: installation[about.HTTPStatus], Err: errors.New(e.Text),
		}
	}
	return err
}

// invalid is the error of a call that was not made.
func (c *Client) invalid(op, text string, cause error) error {
	return c.rest.Fail(op, ordo.Invalid, text, cause)
}
