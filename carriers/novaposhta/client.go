package novaposhta

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Name is the name of Nova Poshta in errors, logs and references.
const Name = "novaposhta"

// The addresses of the service. New uses Production, for ordo.WithBaseURL. There is no test stand: a waybill that is
// made in a test is real until it is deleted.
const (
	Production = "https://api.novaposhta.ua"
	Cabinet    = "https://my.novaposhta.ua" // prints; a client with another base address prints there
)

const (
	api       = "/v2.0/json/"
	currency  = "UAH"
	maxAnswer = 4 << 20  // bytes; a page of branches has about one million
	maxWhole  = 64 << 20 // of a list without pages
	// timeout is for one try. The service is slow in the evenings, and limits of 3 seconds were reported as too short.
	timeout = time.Minute
)

// usualLimits bound how fast requests are sent. The vendor publishes no limit, so this is a guess: ordo.WithLimits
// replaces it.
var usualLimits = rest.Limits{PerSecond: 5, Burst: 5}

// Client calls Nova Poshta with one key. It is safe for concurrent use.
type Client struct {
	rest     *rest.Client
	key      ordo.Secret
	settings rest.Settings
	cabinet  string // where forms are printed
	pageSize int    // of directories
	recent   *recent
}

// New returns a client for the key of a cabinet, which belongs to one sender. It needs no options: it calls the
// production service. It does not fail: every call returns what is wrong with its arguments, as an *ordo.Error of class
// Invalid (address) or Auth (key).
//
// The key travels in the body of every call, and in the address of a print. It is redacted in errors, logs and dumps.
func New(apiKey string, opts ...ordo.Option) *Client {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: Production, Limits: usualLimits}, opts...)
	s.BaseURL = strings.TrimSuffix(s.BaseURL, strings.TrimSuffix(api, "/"))
	if s.Err == nil && strings.TrimSpace(apiKey) == "" {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "the key is empty: make one in the cabinet, section Settings, Security",
		}
	}
	c := &Client{key: ordo.NewSecret(apiKey), settings: s, cabinet: s.BaseURL, pageSize: directoryPage, recent: &recent{}}
	if s.BaseURL == Production {
		c.cabinet = Cabinet
	}
	c.rest = rest.New(s, rest.Config{
		Judge: judge, Decode: decodeAnswer, Secrets: []ordo.Secret{c.key}, MaxBody: maxAnswer, Timeout: timeout,
	})
	return c
}

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (c *Client) NameAccount(name string) error { return c.rest.NameAccount(name) }

// Call calls a method that this package does not wrap, such as "Common", "getPackList". properties are its
// "methodProperties", an object, or nil. The list "data" of the answer is decoded into out, a pointer to a slice, or
// nil. It returns the warnings that come with a success.
//
// Call does not know what the method does: it repeats nothing that may have been done. A lost answer has class InDoubt.
func (c *Client) Call(ctx context.Context, model, method string, properties, out any) (Problems, error) {
	in := rawAnswer{out: out}
	_, err := c.rest.Do(ctx, c.request(model, method, properties, rest.Never()), &in)
	return in.Warnings, err
}

// request makes the request for a method. Model and method stand in the path as well: the service ignores it, programs
// of others send it, and logs and proxies can tell the methods apart.
func (c *Client) request(model, method string, properties any, repeat rest.Repeat) rest.Request {
	if properties == nil {
		properties = struct{}{}
	}
	return rest.Request{
		Op: model + "." + method, Method: http.MethodPost, Path: api + model + "/" + method, Repeat: repeat,
		Body: rest.JSON(call{c.key, model, method, properties}),
	}
}

// read calls a method that changes nothing and returns its rows.
func read[T any](ctx context.Context, c *Client, model, method string, properties any) ([]T, error) {
	var in answer[T]
	_, err := c.rest.Do(ctx, c.request(model, method, properties, rest.Read()), &in)
	return in.Data, err
}

// lacking returns the error of an answer whose row lacks something, with what could not be read of it.
func lacking(it bool, what string, problem error) error {
	if !it {
		return nil
	}
	return errors.Join(errors.New("the data of the answer has "+what), problem)
}

// write calls a method that changes something and returns its row and the warnings; nil if the write was found done.
// check is what is wrong with the row, or nil.
func write[T any](
	ctx context.Context, c *Client, model, method string, properties any, repeat rest.Repeat, check func(*T) error,
) (*T, Problems, error) {
	var in single[T]
	r := c.request(model, method, properties, repeat)
	r.Check = func() error { return check(&in.Data[0]) }
	reply, err := c.rest.Do(ctx, r, &in)
	if err != nil || reply.ReadBack {
		return nil, nil, err
	}
	return &in.Data[0], in.all(), nil
}
