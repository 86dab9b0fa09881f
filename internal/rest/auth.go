package rest

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Auth is one credential and the place where requests carry it.
type Auth struct {
	Header string      // name of the header, e.g. "Authorization"; or
	Query  string      // name of the query parameter
	Prefix string      // stands before the value, e.g. "Bearer "
	Value  ordo.Secret // the credential, unless Fetch is set
	// Fetch asks the vendor for a token. It is called when the first request needs one, and once more when a request
	// is refused because the token has expired. Requests that need it at the same time share one call. The requests
	// that it makes itself, with the context it is given, go without this credential.
	Fetch func(context.Context) (Token, error)
}

// Token is a credential that the vendor gave for a while.
type Token struct {
	Value   ordo.Secret
	Expires time.Time // a fresh one is fetched shortly before; zero: only when the vendor refuses this one
}

// Bearer carries token in the header Authorization.
func Bearer(token string) Auth {
	return Auth{Header: "Authorization", Prefix: "Bearer ", Value: ordo.NewSecret(token)}
}

// Basic is HTTP basic authentication.
func Basic(user, password string) Auth {
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return Auth{Header: "Authorization", Prefix: "Basic ", Value: ordo.NewSecret(pair)}
}

// secrets lists what must not be seen of a.
func (a Auth) secrets() []string {
	value := a.Value.Reveal()
	if a.Prefix == "Basic " {
		if pair, err := base64.StdEncoding.DecodeString(value); err == nil {
			_, password, _ := strings.Cut(string(pair), ":")
			return []string{value, string(pair), password}
		}
	}
	return []string{value}
}

// early is how long before its end a token is renewed, so that it does not end on the way.
const early = 10 * time.Second

// credential is an Auth with the token it has at present.
type credential struct {
	Auth
	mu     sync.Mutex
	token  Token
	serial int // of token; counts the tokens fetched
	stale  bool
	now    *fetch // under way
}

// fetch is a call of Auth.Fetch.
type fetch struct {
	done   chan struct{}
	token  Token
	serial int
	err    error
	lost   bool // its caller gave up; that is no answer to the others
}

// value returns the credential to send and the serial number of the token, 0 for a constant one.
func (cr *credential) value(ctx context.Context, c *Client) (string, int, error) {
	if cr.Fetch == nil {
		return cr.Value.Reveal(), 0, nil
	}
	for {
		cr.mu.Lock()
		if cr.fresh(c.settings.Clock) {
			v, n := cr.token.Value.Reveal(), cr.serial
			cr.mu.Unlock()
			return v, n, nil
		}
		f, mine := cr.now, cr.now == nil
		if mine {
			f = &fetch{done: make(chan struct{})}
			cr.now = f
		}
		cr.mu.Unlock()
		if mine {
			cr.fetch(ctx, c, f)
		} else {
			select {
			case <-ctx.Done():
				return "", 0, context.Cause(ctx)
			case <-f.done:
			}
			if f.lost && ctx.Err() == nil {
				continue
			}
		}
		return f.token.Value.Reveal(), f.serial, f.err
	}
}

// fresh reports whether the present token may be used. cr.mu is held.
func (cr *credential) fresh(clock ordo.Clock) bool {
	if cr.serial == 0 || cr.stale {
		return false
	}
	return cr.token.Expires.IsZero() || clock.Now().Add(early).Before(cr.token.Expires)
}

// fetching marks the context of a fetch: its requests cannot wait for the token that they fetch.
type fetching struct{ *credential }

// fetcher marks it with the name of the account that needs the token; the client that fetches it may have none.
type fetcher struct{}

// fetch calls Auth.Fetch for everybody who waits for f.
func (cr *credential) fetch(ctx context.Context, c *Client, f *fetch) {
	f.err = errPanicked // unless Fetch returns
	defer func() {
		cr.mu.Lock()
		if f.err == nil {
			cr.serial++
			f.serial = cr.serial
			cr.token, cr.stale = f.token, false
		}
		cr.now = nil
		cr.mu.Unlock()
		close(f.done)
	}()
	ctx = context.WithValue(context.WithValue(ctx, fetching{cr}, true), fetcher{}, c.Account())
	f.token, f.err = cr.Fetch(ctx)
	if f.err != nil {
		f.lost = ctx.Err() != nil
		return
	}
	c.scrub.addToken(f.token.Value.Reveal())
}

var errPanicked = errors.New("fetching a token panicked")

// drop forgets the token with the given serial number, unless it was replaced meanwhile.
func (cr *credential) drop(serial int) {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	if cr.serial == serial {
		cr.stale = true
	}
}

// authorize adds the credentials to a request's header and URL. It returns the serial numbers of the tokens used.
func (c *Client) authorize(ctx context.Context, x *exchange, h http.Header, address string) (string, []int, error) {
	if x.Anonymous {
		return address, nil, nil
	}
	var serials []int
	for i, cr := range c.auth {
		if cr.Fetch != nil && ctx.Value(fetching{cr}) != nil {
			continue
		}
		v, n, err := cr.value(ctx, c)
		if err != nil {
			return "", nil, err
		}
		if n != 0 {
			if serials == nil {
				serials = make([]int, len(c.auth))
			}
			serials[i] = n
		}
		if cr.Header != "" {
			h.Set(cr.Header, cr.Prefix+v)
		}
		if cr.Query != "" {
			address = addQuery(address, cr.Query, cr.Prefix+v)
		}
	}
	return address, serials, nil
}

// addQuery adds one parameter to an address.
func addQuery(address, name, value string) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + url.QueryEscape(name) + "=" + url.QueryEscape(value)
}

// renew forgets the tokens with these serial numbers and reports whether there were any.
func (c *Client) renew(serials []int) bool {
	for i, n := range serials {
		if n != 0 {
			c.auth[i].drop(n)
		}
	}
	return serials != nil
}
