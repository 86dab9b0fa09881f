package chestnyznak

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// tokenLife is how long a token is kept. It lives 10 hours, and not longer than the certificate: then the registry
// refuses it, and a fresh one is fetched.
const tokenLife = 10*time.Hour - 10*time.Minute

// signIn returns the function that fetches a token: the registry gives a text, which the participant signs. The
// transport calls it once at a time, for all callers.
func (c *Client) signIn(inn string) func(context.Context) (rest.Token, error) {
	return func(ctx context.Context) (rest.Token, error) {
		const keyOp, op = "auth/key", "auth/simpleSignIn"
		var key struct {
			UUID string `json:"uuid"`
			Data string `json:"data"`
		}
		r := rest.Request{Op: keyOp, Path: v3 + "/auth/key", Repeat: rest.Read(), Anonymous: true, Check: func() error {
			if key.UUID == "" || key.Data == "" {
				return errors.New("the answer has no text to sign")
			}
			return nil
		}}
		if _, err := c.rest.Do(ctx, r, &key); err != nil {
			return rest.Token{}, asAuth(err)
		}
		signature, err := c.sign(ctx, op, []byte(key.Data), false)
		if err != nil {
			return rest.Token{}, err
		}
		in := struct {
			UUID string `json:"uuid"`
			Data string `json:"data"`
			INN  string `json:"inn,omitzero"`
		}{key.UUID, signature, inn}
		var out struct {
			JWT     ordo.Secret `json:"token"`
			United  ordo.Secret `json:"uuidToken"` // comes in place of the other, if that was asked for
			Expires time.Time   `json:"expireDate"`
		}
		b, err := json.Marshal(in)
		if err != nil {
			return rest.Token{}, c.fail(op, ordo.Invalid, "not sent", err)
		}
		// Never: the text can be used once.
		r = rest.Request{Op: op, Method: http.MethodPost, Path: v3 + "/auth/simpleSignIn", Repeat: rest.Never(), Anonymous: true, Body: payload(b), Check: func() error {
			if out.JWT.IsZero() && out.United.IsZero() {
				return errors.New("the answer has no token")
			}
			return nil
		}}
		if _, err := c.rest.Do(ctx, r, &out); err != nil {
			return rest.Token{}, asAuth(err)
		}
		t := rest.Token{Value: out.JWT, Expires: c.settings.Clock.Now().Add(tokenLife)}
		if t.Value.IsZero() {
			t.Value = out.United
		}
		if !out.Expires.IsZero() && out.Expires.Before(t.Expires) {
			t.Expires = out.Expires
		}
		return t, nil
	}
}

// asAuth gives a refusal to sign in the class Auth, whatever was refused. A lost answer is no doubt about anything: a
// token that nobody has does no harm.
func asAuth(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) || e.Class == ordo.Retry || e.Class == ordo.RateLimited {
		return err
	}
	own := *e
	own.Class = ordo.Auth
	if e.Class == ordo.InDoubt {
		own.Class = ordo.Retry
	}
	return &own
}

// sign returns a signature in base64. An error of the signer keeps its class; without one it is of class Auth, as a
// person must see to it, or Retry if the context has ended.
func (c *Client) sign(ctx context.Context, op string, content []byte, detached bool) (string, error) {
	cms, err := c.signer.Sign(ctx, content, detached)
	if err == nil && len(cms) == 0 {
		err = errors.New("the signature is empty")
	}
	if err != nil {
		class := ordo.ClassOf(err)
		switch {
		case class != 0:
		case ctx.Err() != nil:
			class = ordo.Retry
		default:
			class = ordo.Auth
		}
		return "", c.fail(op, class, "not sent: it could not be signed", err)
	}
	return base64.StdEncoding.EncodeToString(cms), nil
}
