package exchange1c

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of the exchange in errors, logs and references.
const Name = "exchange1c"

// timeout is how long 1C waits for an answer.
const timeout = 180 * time.Second

// Client calls a shop, as 1C does. It is safe for concurrent use; each cycle of the exchange is a Session.
type Client struct {
	rest    *rest.Client
	login   *rest.Client // for checkauth: its answer is a credential, so it is in no dump
	path    string       // "/" if the address ends in one, which shops may insist on
	extra   string       // the query of the address itself, with a "&" behind it
	version string
}

// New returns a client for the exchange address of a shop, such as
// "https://shop.example/bitrix/admin/1c_exchange.php" or "https://shop.example/?wc1c=exchange". It does not fail: what
// is wrong with its arguments is returned by every call, as an *ordo.Error of class Invalid (address) or Auth
// (credentials).
func New(address, user, password string, opts ...ordo.Option) *Client {
	base, extra, _ := strings.Cut(address, "?")
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: base}, opts...)
	_, err := url.ParseQuery(extra)
	fail := func(class ordo.Class, text string, cause error) {
		if s.Err == nil {
			s.Err = &ordo.Error{System: s.System, Account: s.Account, Class: class, Text: text, Err: cause}
		}
	}
	switch {
	case err != nil:
		fail(ordo.Invalid, "the query of the shop's address cannot be read", err)
	case user == "" || password == "":
		fail(ordo.Auth, "user or password is empty: take those of the shop's user for the exchange with 1C", nil)
	}
	config := rest.Config{
		Auth:    []rest.Auth{rest.Basic(user, password)},
		Judge:   judge,
		Decode:  decodeAnswer,
		Secrets: []ordo.Secret{ordo.NewSecret(password), ordo.NewSecret(base64.StdEncoding.EncodeToString([]byte(user + ":" + password)))},
		Hidden:  []string{"sessid"},
		MaxBody: 4 << 20,
		Timeout: timeout,
	}
	if extra != "" {
		extra += "&"
	}
	quiet := s
	quiet.Dump = nil
	c := &Client{rest: rest.New(s, config), login: rest.New(quiet, config), extra: extra}
	if strings.HasSuffix(base, "/") {
		c.path = "/"
	}
	return c
}

// WithVersion returns a copy of the client that tells the shop which version of CommerceML it speaks, such as "2.10",
// as the 1C module of 1C-Bitrix does. Without it the client says nothing, as a plain 1C; a shop on 1C-Bitrix then
// writes orders of version 2.05, without documents of payments and shipments.
func (c *Client) WithVersion(version string) *Client {
	own := *c
	own.version = version
	return &own
}

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error {
	if err := c.login.NameAccount(name); err != nil {
		return err
	}
	return c.rest.NameAccount(name)
}

// Session is one cycle of the exchange: what the shop answered to checkauth and init. Shops do not bear two calls of a
// session at the same time.
type Session struct {
	Type      string // "catalog", "sale" or "reference"
	Zip       bool   // the shop takes archives
	FileLimit int64  // the longest part of a file, in bytes; 0: files are not parted
	Version   string // of CommerceML that the shop wants; empty if it does not say
	Timestamp string // of the beginning, for Deactivate; empty if the shop does not say

	client         *Client
	cookie, sessid ordo.Secret
}

// Start logs in and begins an exchange of a type: checkauth and init.
func (c *Client) Start(ctx context.Context, typ string) (*Session, error) {
	s := &Session{Type: typ, client: c}
	var a answer
	if _, err := c.login.Do(ctx, s.request("checkauth", nil, isLogin(&a)), &a); err != nil {
		return nil, err
	}
	s.cookie = ordo.NewSecret(a.lines[1] + "=" + a.lines[2])
	s.takeNamed(a.lines[3:])
	more := url.Values{}
	if c.version != "" {
		more.Set("version", c.version)
	}
	if _, err := c.rest.Do(ctx, s.request("init", more, isLimits(&a, s)), &a); err != nil {
		return nil, err
	}
	return s, nil
}

// request makes the request of a mode. Every GET may be repeated: what it does is done once.
func (s *Session) request(mode string, more url.Values, check func() error) rest.Request {
	q := s.client.extra + "type=" + url.QueryEscape(s.Type) + "&mode=" + url.QueryEscape(mode) // in the order of 1C
	if len(more) > 0 {
		q += "&" + more.Encode()
	}
	if !s.sessid.IsZero() {
		q += "&sessid=" + url.QueryEscape(s.sessid.Reveal())
	}
	r := rest.Request{Op: s.Type + "/" + mode, Path: s.client.path + "?" + q, Check: check}
	if !s.cookie.IsZero() {
		r.Header = http.Header{"Cookie": {s.cookie.Reveal()}}
	}
	return r
}

// Call makes a request that this package does not wrap, such as mode "deactivate" of another dialect, and returns the
// lines of the answer behind its first. An answer "failure" is an error. It is repeated only if it surely was not sent.
func (s *Session) Call(ctx context.Context, mode string, more url.Values) ([]string, error) {
	var a answer
	r := s.request(mode, more, nil)
	r.Repeat = rest.Never()
	if _, err := s.client.rest.Do(ctx, r, &a); err != nil {
		return nil, err
	}
	return a.lines[1:], nil
}

// Deactivate tells the shop to switch off the goods that were not sent since the session began, as 1C does at the end
// of a full exchange; Complete is to follow.
func (s *Session) Deactivate(ctx context.Context) error {
	if s.Timestamp == "" {
		return s.client.rest.Fail("catalog/deactivate", ordo.Unsupported, "the shop gave no timestamp at checkauth", nil)
	}
	_, err := s.poll(ctx, "deactivate", url.Values{"timestamp": {s.Timestamp}})
	return err
}

// Complete tells the shop that a full exchange is complete.
func (s *Session) Complete(ctx context.Context) error {
	_, err := s.poll(ctx, "complete", nil)
	return err
}

// Success confirms that the orders of Query were read and kept.
func (s *Session) Success(ctx context.Context) error {
	var a answer
	_, err := s.client.rest.Do(ctx, s.request("success", nil, isDone(&a)), &a)
	return err
}
