package bxrest

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of the system in errors, logs and references, unless [System] says otherwise.
const Name = "bitrix24"

// The limits of requests in the cloud, per portal and address of the caller: a bucket that drains at this rate.
const (
	perSecond = 2
	burst     = 50
)

// Moscow is the zone that a client takes for the server's unless WithZone names another.
var Moscow = time.FixedZone("MSK", 3*60*60)

// Client calls the REST of one portal or shop as one user or application. It is safe for concurrent use.
type Client struct {
	rest      *rest.Client
	core      *core // shared by the copies
	zone      *time.Location
	connector string
	visitor   ordo.Secret // whose token is used in place of the application's, see Visit
}

// core is what the copies of a client share.
type core struct {
	auth      Auth
	clock     ordo.Clock
	mover     *mover
	operating operating
}

// New returns a client for the portal or shop at address, such as "https://shop.bitrix24.ru". What is wrong with the
// arguments is returned by every call, as an *ordo.Error of class Invalid (the address) or Auth (no credentials).
//
// The limits are those of the cloud: 2 requests a second, 50 at once. On a box give [Box], on the Enterprise plan
// ordo.WithLimits(ordo.Limits{PerSecond: 5, Burst: 250}).
func New(address string, auth Auth, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{
		System: Name, BaseURL: address, Limits: rest.Limits{PerSecond: perSecond, Burst: burst},
	}, opts...)
	if i := strings.Index(s.BaseURL+"/", "/rest/"); i >= 0 {
		s.BaseURL = s.BaseURL[:i] // what is behind it may be a secret
	}
	if why := auth.lacks(); s.Err == nil && why != "" {
		s.Err = &ordo.Error{System: s.System, Account: s.Account, Class: ordo.Auth, Text: why}
	}
	c := &Client{zone: Moscow, core: &core{auth: auth, clock: s.Clock, mover: newMover(s.BaseURL)}}
	config := rest.Config{
		Header: http.Header{"Accept": {"application/json"}},
		Judge:  judge, Expired: expired, LimitKey: s.BaseURL,
		Hidden: []string{"auth", "application_token", "AUTH_ID", "REFRESH_ID", "event_token", "urlMachine"},
	}
	s.BaseURL += "/rest"
	if auth.app == nil {
		s.BaseURL += rest.Pathf("/%d/%s", auth.user, auth.code.Reveal())
		config.Secrets = []ordo.Secret{auth.code}
	} else {
		config.Secrets = []ordo.Secret{auth.app.Secret}
		config.Auth = []rest.Auth{{Header: "Authorization", Prefix: "Bearer ", Fetch: auth.app.fetcher(c)}}
	}
	s.HTTPClient = c.core.mover.wrap(s.HTTPClient)
	c.rest = rest.New(s, config)
	return c
}

// System names the system in errors and logs: one protocol serves portals and shops.
func System(name string) ordo.Option { return func(s *rest.Settings) { s.System = name } }

// Box takes off the limits of the cloud: an installation of one's own has none.
func Box() ordo.Option { return ordo.WithLimits(ordo.Limits{}) }

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Account is the name of the account in errors and logs; "" if it has none.
func (c *Client) Account() string { return c.rest.Account() }

// Copy returns a client that shares everything with c but the name of its account.
func (c *Client) Copy() *Client {
	own := *c
	own.rest = c.rest.Copy()
	return &own
}

// WithZone returns a copy of the client that takes zone for that of the server: times that come without an offset, and
// filters by time, are in it.
func (c *Client) WithZone(zone *time.Location) *Client {
	own := c.Copy()
	own.zone = zone
	return own
}

// WithConnector returns a copy of the client that sends auth_connector with every write, so that its own changes come
// to no offline queue that was bound with the same name. In the cloud that needs the feature rest_auth_connector.
func (c *Client) WithConnector(name string) *Client {
	own := c.Copy()
	own.connector = name
	return own
}

// Connector is the name that WithConnector set.
func (c *Client) Connector() string { return c.connector }

// Zone is the server's time zone, as far as is known: see WithZone.
func (c *Client) Zone() *time.Location { return c.zone }

// IsApplication reports whether the client calls as an application, and not by a webhook.
func (c *Client) IsApplication() bool { return c.core.auth.app != nil }

// Address is where the portal is now, such as "https://shop.bitrix24.ru". It differs from that given to [New] after the
// portal was renamed and said so: keep it then.
func (c *Client) Address() string { return c.core.mover.address() }

// Call calls a method that no client wraps. params is an object, such as a map, or nil; out, a pointer or nil, is what
// "result" is read into, as tolerantly as all answers. It is not repeated after a lost answer: that is an error of
// class InDoubt.
func (c *Client) Call(ctx context.Context, method string, params, out any) error {
	_, err := c.Do(ctx, Request{Method: method, Params: params}, out)
	return err
}

// Do calls a method. Every error is an *ordo.Error.
func (c *Client) Do(ctx context.Context, r Request, out any) (Answer, error) {
	body, err := c.body(r)
	if err != nil {
		return Answer{}, c.Fail(r.Method, ordo.Invalid, "the parameters cannot be written", err)
	}
	if err := c.core.operating.wait(ctx, c, r.Method); err != nil {
		return Answer{}, err
	}
	t := &target{out: out, key: r.Key, may: r.May, options: c.options()}
	_, err = c.rest.Do(ctx, c.asVisitor(rest.Request{
		Op: r.Method, Method: http.MethodPost, Path: "/" + url.PathEscape(r.Method), Body: rest.Raw("application/json", body),
		Repeat: r.repeat(), Check: r.Check, Decode: decodeAnswer, MaxBody: r.MaxBody,
	}), t)
	err = c.core.operating.note(r.Method, c.core.clock.Now(), t.answer.Time, err)
	return t.answer, err
}

// Fail makes an error of this client that did not come from the portal, such as that of a call that was not made.
func (c *Client) Fail(op string, class ordo.Class, text string, cause error) *ordo.Error {
	return c.rest.Fail(op, class, text, cause)
}

// Hide lets one more text appear in no error, log or dump.
func (c *Client) Hide(secret string) { c.rest.Hide(secret) }

// Local writes a time as filters must have it: as a clock at the server shows it, without an offset. With an offset
// crm.item.list has been seen to filter nothing.
func (c *Client) Local(t time.Time) string { return t.In(c.zone).Format(localLayout) }

// Now is the client's clock.
func (c *Client) Now() time.Time { return c.core.clock.Now() }
