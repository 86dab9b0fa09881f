package bxrest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Tokens are what an application has on a portal. They come with the installation, and anew with each renewal.
type Tokens struct {
	Member           string      `json:"member_id"`
	Access           ordo.Secret `json:"access_token"`      // an hour
	Refresh          ordo.Secret `json:"refresh_token"`     // 180 days, and until it is used
	Endpoint         string      `json:"client_endpoint"`   // the portal's REST, such as "https://shop.bitrix24.ru/rest/"
	Server           string      `json:"server_endpoint"`   // that of the server that renews tokens
	Application      ordo.Secret `json:"application_token"` // stands in the portal's calls to us; comes with the installation only
	Scope            string      `json:"scope"`             // comma list
	Status           string      `json:"status"`            // L local, F free, D demo, T trial, P paid
	User             int64       `json:"user_id"`
	Extra            wire.Extra  `json:"-"`
	ExpiresInSeconds int64       `json:"expires_in"`
}

// Complete implements the check that an answer holds a pair.
func (t *Tokens) Complete() error {
	if t.Access.IsZero() || t.Refresh.IsZero() {
		return errors.New("the answer lacks access_token or refresh_token")
	}
	return nil
}

// TokenStore keeps the tokens of portals. The vendor replaces the refresh token at each renewal, and the old one is
// dead: what is lost here means that a person must install the application again. Secrets are not written by
// encoding/json: take their Reveal.
type TokenStore interface {
	// Load returns the tokens of a portal; the zero Tokens if there are none.
	Load(ctx context.Context, member string) (Tokens, error)
	// Save puts next in the place of old, unless the refresh token in the store is no longer that of old: then it
	// changes nothing and returns false. The zero old means that there must be none yet.
	Save(ctx context.Context, member string, old, next Tokens) (bool, error)
}

// MemoryTokens returns a store in memory, for tests and for tools that a person runs.
func MemoryTokens(all ...Tokens) TokenStore {
	m := &memoryTokens{all: map[string]Tokens{}}
	for _, t := range all {
		m.all[t.Member] = t
	}
	return m
}

type memoryTokens struct {
	mu  sync.Mutex
	all map[string]Tokens
}

func (m *memoryTokens) Load(_ context.Context, member string) (Tokens, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[member], nil
}

func (m *memoryTokens) Save(_ context.Context, member string, old, next Tokens) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all[member].Refresh.Reveal() != old.Refresh.Reveal() {
		return false, nil
	}
	m.all[member] = next
	return true, nil
}

// application is an App with its store. One renewal at a time: two at once kill each other's tokens.
type application struct {
	App
	store TokenStore
	turn  sync.Mutex
	// renewed are tokens that could not be saved, and those that they replace. Until they are, no call is made: what is
	// in memory alone would be lost with the process.
	renewed, old Tokens
}

// fetcher returns how a client gets its token: the one in the store first, a renewed one when that was refused.
func (a *application) fetcher(c *Client) func(context.Context) (rest.Token, error) {
	var refused string
	return func(ctx context.Context) (rest.Token, error) {
		a.turn.Lock()
		defer a.turn.Unlock()
		have, err := a.load(ctx, c)
		if err == nil && have.Access.Reveal() == refused {
			have, err = a.renew(ctx, c, have)
		}
		if err != nil {
			return rest.Token{}, err
		}
		refused = have.Access.Reveal()
		c.core.mover.to(have.Endpoint)
		return rest.Token{Value: have.Access}, nil
	}
}

const (
	opTokens       = "oauth/token"
	notInstalled   = "the application has no tokens for this portal: install it there"
	installAgain   = "the portal takes the tokens no longer: install the application again"
	standardServer = "https://oauth.bitrix24.tech/rest/"
)

// load returns the tokens in the store, after those that still had to be saved.
func (a *application) load(ctx context.Context, c *Client) (Tokens, error) {
	if !a.renewed.Access.IsZero() {
		return a.save(ctx, c)
	}
	have, err := a.store.Load(ctx, a.Member)
	switch {
	case err != nil:
		return have, c.Fail(opTokens, ordo.Retry, "the store of tokens failed", err)
	case have.Access.IsZero():
		return have, c.Fail(opTokens, ordo.Auth, notInstalled, nil)
	}
	return have, nil
}

// renew gets a new pair. When somebody else was faster, theirs is taken.
func (a *application) renew(ctx context.Context, c *Client, old Tokens) (Tokens, error) {
	server := old.Server
	if server == "" {
		server = standardServer
	}
	next := old
	next.Access, next.Refresh = ordo.Secret{}, ordo.Secret{}
	_, err := c.rest.Do(ctx, rest.Request{
		Op: opTokens, Method: http.MethodPost, Path: strings.TrimSuffix(strings.TrimRight(server, "/"), "/rest") + "/oauth/token/", Anonymous: true,
		Body: rest.Form(url.Values{
			"grant_type": {"refresh_token"}, "client_id": {a.ID}, "client_secret": {a.Secret.Reveal()}, "refresh_token": {old.Refresh.Reveal()},
		}),
		Decode: func(r *rest.Reply, out any) error { return lax.Decode(r.Body, out, lax.Options{}) },
		Check:  func() error { return rest.Same("portal", a.Member, next.Member) },
	}, &next)
	if err != nil {
		return a.theirs(ctx, c, old, err)
	}
	if next.Application.IsZero() {
		next.Application = old.Application
	}
	a.renewed, a.old = next, old
	return a.save(ctx, c)
}

// theirs returns the tokens that somebody else has stored meanwhile; else why ours were refused.
func (a *application) theirs(ctx context.Context, c *Client, old Tokens, refused error) (Tokens, error) {
	have, err := a.load(ctx, c)
	if err == nil && have.Refresh.Reveal() != old.Refresh.Reveal() {
		return have, nil
	}
	if ordo.ClassOf(refused) == ordo.Auth {
		return old, c.Fail(opTokens, ordo.Auth, installAgain, refused)
	}
	return old, refused
}

// save stores a renewed pair.
func (a *application) save(ctx context.Context, c *Client) (Tokens, error) {
	next := a.renewed
	saved, err := a.store.Save(ctx, a.Member, a.old, next)
	if err != nil {
		return next, c.Fail(opTokens, ordo.Retry, "renewed tokens could not be stored", err)
	}
	a.renewed, a.old = Tokens{}, Tokens{}
	if !saved {
		return a.load(ctx, c)
	}
	return next, nil
}
