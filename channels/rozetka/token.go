package rozetka

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// tokenLife is for how long a token of a login is used. ROZETKA says 24 hours, and nothing of the sort in the answer.
const tokenLife = 20 * time.Hour

// Credentials open a shop: a login or a token.
type Credentials struct {
	username        string
	password, token ordo.Secret
}

// Login returns the credentials of a manager: the name and the password of the cabinet, as a person types it. The
// client logs in when the first call needs it, once for all, and again when the token ends. A login without the role of
// an order manager may be refused all orders (access_denied).
func Login(username, password string) Credentials {
	return Credentials{username: username, password: ordo.NewSecret(password)}
}

// Token returns the credentials of a token that was made in the cabinet (Налаштування, Безпека API, Токени API). It has
// its own end there and dies after a day without use; the client cannot make another one.
func Token(token string) Credentials {
	return Credentials{token: ordo.NewSecret(strings.TrimSpace(token))}
}

// lack returns what is missing.
func (cr Credentials) lack() string {
	switch {
	case !cr.token.IsZero():
		return ""
	case strings.TrimSpace(cr.username) == "" && cr.password.IsZero():
		return "there is no token and no login: make a token in the cabinet, section API security"
	case strings.TrimSpace(cr.username) == "" || strings.TrimSpace(cr.password.Reveal()) == "":
		return "the user name or the password is empty: both are those of the cabinet"
	}
	return ""
}

// login returns the function that fetches a token. The transport calls it once at a time, for all callers. There is no
// refresh: each token is fetched like the first.
func (c *Client) login(cr Credentials) func(context.Context) (rest.Token, error) {
	return func(ctx context.Context) (rest.Token, error) {
		asked := c.settings.Clock.Now() // its life starts here, before the answer arrives
		body := map[string]string{
			"username": cr.username, "password": base64.StdEncoding.EncodeToString([]byte(cr.password.Reveal())),
		}
		var out loginAnswer
		_, err := c.rest.Do(ctx, rest.Request{
			Op: "POST /sites", Method: http.MethodPost, Path: "/sites", Body: rest.JSON(body), Header: c.header(), Repeat: rest.Read(),
		}, &out)
		if err != nil {
			return rest.Token{}, err
		}
		return rest.Token{Value: out.Token, Expires: asked.Add(tokenLife)}, nil
	}
}

type loginAnswer struct {
	Token ordo.Secret `json:"access_token"`
}

// Complete implements rest.Completer.
func (a *loginAnswer) Complete() error {
	if a.Token.IsZero() {
		return errors.New("the answer has no token")
	}
	return nil
}

// expired reports whether a fresh token may help. A bare 401 from a gateway counts too. A wrong login does not.
func expired(e *ordo.Error) bool {
	switch e.Code {
	case "1018", "1020", "5401", "6001":
		return true
	case "":
		return e.HTTPStatus == http.StatusUnauthorized
	}
	return false
}
