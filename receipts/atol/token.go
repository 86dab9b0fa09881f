package atol

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// tokenLife is how long a token is kept. The service lets it live 24 hours from its first issue; a login within that
// time may hand out the same one again, so it may end sooner: then the service refuses it, and a fresh one is fetched.
const tokenLife = 23 * time.Hour

// tokenHeader carries the token.
const tokenHeader = "Token"

// loginWith logs in. The transport calls what it returns once at a time, for everybody who waits for a token. A login
// that is refused is a person's matter, never that of the document that wanted it.
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

// expired tells the refusals after which a fresh token may help: 10 and 11 mean the token itself, 20 that it belongs to
// another group, which a token of an earlier login may. A bare 401, as a gateway may make of them, counts too.
func expired(e *ordo.Error) bool {
	switch e.Code {
	case "10", "11", "20":
		return true
	case "":
		return e.HTTPStatus == http.StatusUnauthorized
	}
	return false
}

// asAuth makes what the service refuses a person's matter.
func asAuth(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) || e.Class == ordo.Retry || e.Class == ordo.RateLimited {
		return err
	}
	own := *e
	own.Class = ordo.Auth
	return &own
}
