package cdek

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// defaultTokenLife is the life of a token if the answer has none.
const defaultTokenLife = time.Hour

// fetch returns the function that fetches a token. The transport calls it once at a time, for all callers. There is no
// refresh: each token is fetched like the first.
func (c *Client) fetch(account, password string) func(context.Context) (rest.Token, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {account}, "client_secret": {password}}
	return func(ctx context.Context) (rest.Token, error) {
		asked := c.settings.Clock.Now() // its life starts here, before the answer arrives
		var out tokenAnswer
		_, err := c.rest.Do(ctx, rest.Request{
			Op: "POST /v2/oauth/token", Method: http.MethodPost, Path: v2 + "/oauth/token", Body: rest.Form(form), Repeat: rest.Read(),
		}, &out)
		if err != nil {
			return rest.Token{}, err
		}
		life := time.Duration(out.ExpiresIn) * time.Second
		if life <= 0 {
			life = defaultTokenLife
		}
		return rest.Token{Value: out.AccessToken, Expires: asked.Add(life)}, nil
	}
}

type tokenAnswer struct {
	AccessToken ordo.Secret `json:"access_token"`
	ExpiresIn   lax.Int     `json:"expires_in"` // seconds
}

// Complete implements rest.Completer.
func (a *tokenAnswer) Complete() error {
	if a.AccessToken.IsZero() {
		return errors.New("the answer has no token")
	}
	return nil
}

// expired reports whether a fresh token may help. A bare 401 from a gateway counts too.
func expired(e *ordo.Error) bool {
	switch e.Code {
	case "v2_token_expired", "v2_authorization_incorrect", "unauthorized", "invalid_token":
		return true
	}
	return e.HTTPStatus == http.StatusUnauthorized
}
