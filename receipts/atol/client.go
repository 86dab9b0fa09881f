package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of ATOL Online in errors, logs and references.
const Name = "atol"

// The addresses of the service, for ordo.WithBaseURL. New uses Production. The version of the protocol follows the
// address as /v4 or /v5: the client adds it.
const (
	Production = "https://online.atol.ru/possystem"
	Test       = "https://testonline.atol.ru/possystem"
)

// Version is a version of the protocol, and of the format of fiscal data. A group of registers speaks one of them.
type Version int

// The versions of the protocol.
const (
	V4 Version = 4 // fiscal data 1.05
	V5 Version = 5 // fiscal data 1.2: marking codes with a check, units of measure as numbers
)

// moscow is the zone of date-times by default: they carry none, and the documents only say that they are the shop's
// local time.
var moscow = time.FixedZone("MSK", 3*60*60)

// Client registers receipts with one group of registers. It is safe for concurrent use; a token is fetched when the
// first call needs one, and is shared by all.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
	version  Version
	group    string
	zone     *time.Location
	reports  *rest.Limit // nil: the user's own limits count
	login    func(context.Context) (rest.Token, error)
	rebuild  func(Version) *Client // New with another version
}

// New returns a client for a group of registers that speaks v4 of the protocol; see [Client.WithVersion] for v5. It
// needs no options: it calls the production service. It does not fail: what is wrong with its arguments is returned by
// every call, as an *ordo.Error of class Invalid (address) or Auth (credentials).
func New(login, password, groupCode string, opts ...ordo.Option) *Client {
	return build(V4, login, password, groupCode, opts)
}

// WithVersion returns a client for a group of registers that speaks this version, with the same credentials, options
// and zone. It has a token and limits of its own, so call it once, right after [New].
func (c *Client) WithVersion(v Version) *Client {
	own := c.rebuild(v)
	own.zone = c.zone
	return own
}

// defaultLimits marks that the user set no limits.
var defaultLimits = rest.Limits{PerSecond: 1, Burst: -1}

func build(v Version, login, password, group string, opts []ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production, Limits: defaultLimits}, opts...)
	c := &Client{version: v, group: group, zone: moscow}
	c.rebuild = func(v Version) *Client { return build(v, login, password, group, opts) }
	if s.Limits == defaultLimits { // it bounds reports only
		s.Limits = rest.Limits{}
		c.reports = rest.NewLimit("reports", rest.Limits{PerSecond: 1})
	}
	if s.Err == nil {
		s.Err = checkArguments(s, v, login, password, group)
	}
	s.BaseURL += "/v" + strconv.Itoa(int(v))
	c.settings = s
	c.login = c.loginWith(login, password)
	c.rest = rest.New(s, rest.Config{
		Auth:    []rest.Auth{{Header: tokenHeader, Fetch: c.login}},
		Judge:   judge,
		Expired: expired,
		Secrets: []ordo.Secret{ordo.NewSecret(password)},
		Hidden:  []string{"pass", "token"},
		MaxBody: maxAnswer,
		Decode: rest.Decoder(func(body []byte, out any) error {
			into := out.(zoned) // see do
			return decode(body, into.out, into.zone)
		}),
	})
	return c
}

const maxAnswer = 4 << 20 // bytes; a report is a few kilobytes

// zoned is the target of an answer, and the zone of its date-times.
type zoned struct {
	out  any
	zone *time.Location
}

// decode reads an answer of the service. A field that cannot be read is kept in Extra, not refused: the receipt may
// exist.
func decode(body []byte, out any, zone *time.Location) error {
	return lax.Decode(body, out, lax.Options{Zone: zone, Currency: currency, Layouts: []string{dateTime}})
}

// do calls the service.
func (c *Client) do(ctx context.Context, r rest.Request, out any) error {
	switch out.(type) {
	case nil, *[]byte:
	default:
		out = zoned{out, c.zone}
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// checkArguments returns the error of the client's arguments, or nil.
func checkArguments(s rest.Settings, v Version, login, password, group string) error {
	e := &ordo.Error{System: s.System, Account: s.Account, Class: ordo.Auth}
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	switch end := path.Base(s.BaseURL); {
	case blank(login) || blank(password):
		e.Text = "login or password is empty: take them from the settings file of the integrator in ATOL Online's cabinet"
	case blank(group):
		e.Text = "the group code is empty: take it from the settings file of the integrator in ATOL Online's cabinet"
	case v != V4 && v != V5:
		e.Class, e.Text = ordo.Invalid, fmt.Sprintf("there is no version %d of the protocol: use atol.V4 or atol.V5", v)
	case end == "v4" || end == "v5":
		e.Class, e.Text = ordo.Invalid, "the base URL ends in /"+end+": leave that out, as WithVersion adds it"
	default:
		return nil
	}
	return e
}

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithZone returns a copy of the client that writes and reads date-times in this zone. A nil zone is Moscow's, the
// default. The copy shares the token.
func (c *Client) WithZone(zone *time.Location) *Client {
	own := *c
	own.rest = c.rest.Copy()
	own.zone = moscow
	if zone != nil {
		own.zone = zone
	}
	return &own
}

// Version returns the version of the protocol that the client speaks.
func (c *Client) Version() Version { return c.version }

// Call sends a request that this package does not wrap. path is below the group, such as "report/6b1f…"; body is
// encoded as JSON unless it is nil; out is a pointer, or nil. Only a GET is repeated after a lost answer; for other
// methods that is an error of class InDoubt.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	r := rest.Request{Op: path, Method: method, Path: rest.Pathf("/%s/", c.group) + path}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return c.invalid(path, err)
		}
		r.Body = payload(b)
	}
	return c.do(ctx, r, out)
}

// payload is a body in the only content type that the service accepts: without the charset it answers 415.
func payload(b []byte) rest.Body { return rest.Raw("application/json; charset=utf-8", b) }

// invalid returns the error of a call that was not made.
func (c *Client) invalid(op string, cause error) error {
	return c.rest.Fail(op, ordo.Invalid, "not sent", cause)
}

// post sends JSON.
func (c *Client) post(ctx context.Context, r rest.Request, body, out any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return c.invalid(r.Op, err)
	}
	r.Method, r.Body = http.MethodPost, payload(b)
	return c.do(ctx, r, out)
}
