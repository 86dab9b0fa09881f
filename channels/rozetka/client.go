package rozetka

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of ROZETKA in errors, logs and references.
const Name = "rozetka"

// Production is the host of the API, which New uses. No test system is known. The cabinet for people is
// seller.rozetka.com.ua; the host api.seller.rozetka.com.ua of old clients is no longer in use.
const Production = "https://api-seller.rozetka.com.ua"

// Language is the language of titles in answers.
type Language string

// The languages of the API.
const (
	Ukrainian Language = "uk"
	Russian   Language = "ru"
	English   Language = "en"
)

// Client calls ROZETKA for one shop. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	settings rest.Settings
	language Language
	wrote    *bool // if not nil, set when a call goes out that may change something
}

// New returns a client for the shop that the credentials belong to. It needs no options. It does not fail: every call
// returns what is wrong with its arguments, as an *ordo.Error of class Invalid (options) or Auth (credentials).
func New(credentials Credentials, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production}, opts...)
	if why := credentials.lack(); why != "" && s.Err == nil {
		s.Err = &ordo.Error{System: s.System, Account: s.Account, Class: ordo.Auth, Text: why}
	}
	c := &Client{settings: s, language: Ukrainian}
	auth := rest.Auth{Header: "Authorization", Prefix: "Bearer ", Value: credentials.token}
	if credentials.token.IsZero() {
		auth.Fetch = c.login(credentials)
	}
	c.rest = rest.New(s, rest.Config{
		Auth: []rest.Auth{auth}, Judge: judge, Decode: decodeAnswer, Expired: expired,
		Secrets: []ordo.Secret{credentials.password}, Hidden: []string{"password", "access_token"},
	})
	return c
}

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// WithLanguage returns a copy of the client that asks for titles in a language; [Ukrainian] without it. The copy shares
// the token.
func (c *Client) WithLanguage(l Language) *Client {
	own := *c
	own.rest, own.language = c.rest.Copy(), l
	return &own
}

// Call sends a request that this package does not wrap. path is below the host, such as "/items/default-item"; body is
// encoded as JSON unless it is nil; the field "content" of the answer is decoded into out, a pointer, or nil. Only a
// GET is repeated after a lost answer; for other methods that is an error of class InDoubt.
func (c *Client) Call(ctx context.Context, method, path string, body, out any) error {
	op, _, _ := strings.Cut(method+" "+path, "?")
	return c.send(ctx, method, op, path, nil, body, rest.Repeat{}, nil, out)
}

// get reads an object and checks the answer.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, check func() error, out any) error {
	_, err := c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: query, Header: c.header(), Check: check}, out)
	return err
}

func (c *Client) send(
	ctx context.Context, method, op, path string, query url.Values, body any, repeat rest.Repeat, check func() error, out any,
) error {
	if c.wrote != nil {
		*c.wrote = true
	}
	r := rest.Request{Op: op, Method: method, Path: path, Query: query, Header: c.header(), Repeat: repeat, Check: check}
	if body != nil {
		r.Body = rest.JSON(body)
	}
	_, err := c.rest.Do(ctx, r, out)
	return err
}

// header is what every request carries. Without the second header a search with a filter that is not right answers
// with an empty list.
func (c *Client) header() http.Header {
	return http.Header{"Content-Language": {string(c.language)}, "Accept-Validate-Exception": {"1"}}
}

// invalid is an error of class Invalid, made before anything was sent.
func (c *Client) invalid(op, why string) error {
	return c.rest.Fail(op, ordo.Invalid, "not sent: "+why, nil)
}

// with returns the query and some more.
func with(query url.Values, more url.Values) url.Values {
	all := url.Values{}
	maps.Copy(all, query)
	maps.Copy(all, more)
	return all
}

// answered reports whether an error is a refusal of the vendor's own.
func answered(err error) bool { return len(ProblemsOf(err)) > 0 }

// classed reports whether an error has one of some classes.
func classed(err error, classes ...ordo.Class) bool {
	for _, c := range classes {
		if ordo.ClassOf(err) == c {
			return true
		}
	}
	return false
}

var errNoContent = errors.New(`the answer has no field "content"`)
