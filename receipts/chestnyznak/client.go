package chestnyznak

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// Name is the name of the registry in errors, logs and references.
const Name = "chestnyznak"

// The addresses of True API, for ordo.WithBaseURL. New uses Production.
const (
	Production = "https://markirovka.crpt.ru"
	Sandbox    = "https://markirovka.sandbox.crptech.ru"
)

// The versions of True API: sign-in, codes and new documents are in v3, the rest is in v4.
const (
	v3 = "/api/v3/true-api"
	v4 = "/api/v4/true-api"
)

// maxAnswer is in bytes: 1000 codes with all that is known of them.
const maxAnswer = 16 << 20

// Client calls True API for one participant. It is safe for concurrent use; a token is fetched when the first call
// needs one, and is shared by all.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
	signer   marking.Signer
	nulls    bool
	rebuild  func(inn string) *Client // New for another participant
}

// New returns a client that signs in, and signs documents, with this signer. It does not fail: what is wrong is
// returned by every call, as an *ordo.Error of class Invalid (address) or Auth (no signer).
func New(signer marking.Signer, opts ...ordo.Option) *Client { return build(signer, "", opts) }

// For returns a client that signs in for the organization with this INN: needed where a person may sign for several by
// powers of attorney (МЧД). It has a token and limits of its own, so call it once, right after [New].
func (c *Client) For(inn string) *Client {
	own := c.rebuild(inn)
	own.nulls = c.nulls
	return own
}

// WithNulls returns a copy of the client that writes null for each field of a document that has no value. The vendor's
// document asks for that; other clients leave the fields out and are accepted, as does this one by default. The copy
// shares the token.
func (c *Client) WithNulls() *Client {
	own := *c
	own.nulls = true
	return &own
}

// perSecond is how many requests a participant may send, by several clients (the vendor's page could not be read).
const perSecond = 50

// hidden are the fields with signatures, which sign in, and with tokens.
var hidden = []string{"data", "signature", "token", "uuidToken", apiKeyHeader}

func build(signer marking.Signer, inn string, opts []ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production, Limits: rest.Limits{PerSecond: perSecond}}, opts...)
	if s.Err == nil && signer == nil {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "there is no signer: the registry takes only what a qualified signature (УКЭП) signs; without one use Files",
		}
	}
	c := &Client{settings: s, signer: signer}
	c.rebuild = func(inn string) *Client { return build(signer, inn, opts) }
	c.rest = rest.New(s, rest.Config{
		Auth:    []rest.Auth{{Header: "Authorization", Prefix: "Bearer ", Fetch: c.signIn(inn)}},
		Judge:   judge,
		Hidden:  hidden,
		MaxBody: maxAnswer,
		Decode:  rest.Decoder(decode),
	})
	return c
}

// decode reads an answer. A field that cannot be read is kept in Extra.
func decode(body []byte, out any) error { return lax.Decode(body, out, lax.Options{}) }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Call sends a request that this package does not wrap. path is below the host, such as
// "/api/v4/true-api/cises/search"; body is encoded as JSON unless it is nil; out is a pointer, or nil. Only a GET is
// repeated after a lost answer; for other methods that is an error of class InDoubt.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	op, _, _ := strings.Cut(path, "?")
	r := rest.Request{Op: op, Method: method, Path: path}
	if body != nil {
		r.Body = rest.JSON(body)
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// read sends a request that changes nothing.
func (c *Client) read(ctx context.Context, r rest.Request, body, out any) error {
	r.Repeat = rest.Read()
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return c.fail(r.Op, ordo.Invalid, "not sent", err)
		}
		r.Body = payload(b)
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// payload is a body as the vendor's document has it.
func payload(b []byte) rest.Body { return rest.Raw("application/json;charset=UTF-8", b) }

func (c *Client) fail(op string, class ordo.Class, text string, cause error) *ordo.Error {
	return c.rest.Fail(op, class, text, cause)
}
