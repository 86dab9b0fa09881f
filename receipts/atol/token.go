package atol

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// tokenLife is how long a token is kept. It lives 24 hours from its first issue, and a login within that time may
// return the same one, so it may end sooner: then the service refuses it, and a fresh one is fetched.
const tokenLife = 23 * time.Hour

// tokenHeader is the header with the token.
const tokenHeader = "Token"

// loginWith returns the function that fetches a token. The transport calls it once at a time, for all callers. A
// refused login is of class Auth, whatever the document.
func (c *Client) loginWith(login, password string) func(context.Context) (rest.Token, error) {
	return func(ctx context.Context) (rest.Token, error) {
		in := struct {
			Login string `json:"login"`
			Pass  string `json:"pass"`
		}{login, password}
		const op = "getToken"
		var out struct {
			Token ordo.Secret `json:"token"`
		}
		r := rest.Request{Op: op, Path: "/getToken", Repeat: rest.Read(), Anonymous: true, Check: func() error {
			if out.Token.IsZero() {
				return errors.New("the answer has no token")
			}
			return nil
		}}
		if err := c.post(ctx, r, in, &out); err != nil {
			return rest.Token{}, asAuth(err)
		}
		return rest.Token{Value: out.Token, Expires: c.settings.Clock.Now().Add(tokenLife)}, nil
	}
}

// expired reports whether a fresh token may help: 10 and 11 are about the token, 20 about its group, which may be that
// of an earlier login. A bare 401 from a gateway counts too.
func expired(e *ordo.Error) bool {
	switch e.Code {
	case "10", "11", "20":
		return true
	case "":
		return e.HTTPStatus == http.StatusUnauthorized
	}
	return false
}

// asAuth gives a refusal the class Auth.
func asAuth(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) || e.Class == ordo.Retry || e.Class == ordo.RateLimited {
		return err
	}
	own := *e
	own.Class = ordo.Auth
	return &own
}
