package retailcrm

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Connection is what the CRM hands over when a merchant connects a module: a key of the account, and its address.
type Connection struct {
	APIKey    ordo.Secret `json:"apiKey"`
	SystemURL string      `json:"systemUrl"`
}

// Register answers the "simple connection": the CRM asks which scopes the module needs, and then brings a key that has
// them, with a token that proves that it comes from the CRM.
type Register struct {
	Secret      ordo.Secret // of the module, from the vendor's marketplace; empty: every connection is refused
	Scopes      []string    // such as "order_read"
	RegisterURL string      // where this handler listens
	MaxBody     int64       // bytes; 0 means ordo.MaxCall
	// Connect keeps the connection, tells the CRM of the module ([Client.UpdateModule]), and returns the address of the
	// module's own page for the account. Its errors are answered like those of a Webhook.
	Connect func(context.Context, Connection) (accountURL string, err error)
}

// ServeHTTP implements http.Handler.
func (g *Register) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var a ordo.Answer
	switch r.Method {
	case http.MethodGet:
		a = answered(http.StatusOK, struct {
			Success     bool     `json:"success"`
			Scopes      []string `json:"scopes"`
			RegisterURL string   `json:"registerUrl"`
		}{true, g.Scopes, g.RegisterURL})
	case http.MethodPost:
		page, err := g.register(r)
		if err != nil {
			a = new(Webhook).Answer(err)
			break
		}
		a = answered(http.StatusCreated, struct {
			Success    bool   `json:"success"`
			AccountURL string `json:"accountUrl"`
		}{true, page})
	default:
		a = refused(http.StatusMethodNotAllowed, "A connection is made by GET and POST.")
	}
	a.Write(w)
}

func (g *Register) register(r *http.Request) (page string, err error) {
	body, err := ordo.ReadCall(Name, r, cmp.Or(max(g.MaxBody, 0), ordo.MaxCall))
	if err != nil {
		return "", err
	}
	c, err := g.Parse(body)
	if err != nil {
		return "", err
	}
	if g.Connect == nil {
		return "", errNoAction
	}
	return g.Connect(r.Context(), c)
}

// Parse reads the form in which the CRM brings a key, and checks that it is the CRM who does. The error is a
// *[ordo.CallError].
func (g *Register) Parse(body []byte) (Connection, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Connection{}, badCall("The form cannot be read.")
	}
	var given struct {
		Connection
		Token string `json:"token"`
	}
	if json.Unmarshal([]byte(form.Get("register")), &given) != nil || given.APIKey.IsZero() {
		return Connection{}, badCall("The field register must hold token, apiKey and systemUrl.")
	}
	mac := hmac.New(sha256.New, []byte(g.Secret.Reveal()))
	mac.Write([]byte(given.APIKey.Reveal())) // never fails
	token, err := hex.DecodeString(given.Token)
	if err != nil || g.Secret.IsZero() || !hmac.Equal(mac.Sum(nil), token) {
		return Connection{}, refusalOfCall(http.StatusUnauthorized, "Invalid token")
	}
	if rest.Resolve(rest.Settings{System: Name, BaseURL: given.SystemURL}).Err != nil {
		return Connection{}, badCall("The systemUrl must be the https address of an account.")
	}
	return given.Connection, nil
}
