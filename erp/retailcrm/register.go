package retailcrm

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// Connection is what the CRM hands over when a merchant connects a module: a key of the account, and its address.
type Connection struct {
	APIKey    string `json:"apiKey"` // secret
	SystemURL string `json:"systemUrl"`
}

// Register answers the "simple connection": the CRM asks which scopes the module needs, and then brings a key that has
// them, with a token that proves that it comes from the CRM.
type Register struct {
	Secret      string   // of the module, from the vendor's marketplace; empty: every connection is refused
	Scopes      []string // such as "order_read"
	RegisterURL string   // where this handler listens
	MaxBody     int64    // bytes; 0 means 1 MiB
	// Connect keeps the connection, tells the CRM of the module (Client.EditModule), and returns the address of the
	// module's own page for the account. Its errors are answered like those of Callbacks.
	Connect func(context.Context, Connection) (accountURL string, err error)
}

// ServeHTTP implements http.Handler.
func (g *Register) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		reply(w, http.StatusOK, struct {
			Success     bool     `json:"success"`
			Scopes      []string `json:"scopes"`
			RegisterURL string   `json:"registerUrl"`
		}{true, g.Scopes, g.RegisterURL})
	case http.MethodPost:
		g.register(w, r)
	default:
		refuse(w, &CallbackError{http.StatusMethodNotAllowed, "A connection is made by GET and POST."})
	}
}

func (g *Register) register(w http.ResponseWriter, r *http.Request) {
	limit := g.MaxBody
	if limit <= 0 {
		limit = maxCallback
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		refuse(w, &CallbackError{http.StatusRequestEntityTooLarge, "The request is too long or broke off."})
		return
	}
	c, err := g.Read(body)
	if err != nil {
		refuse(w, err)
		return
	}
	if g.Connect == nil {
		refuse(w, errNoAction)
		return
	}
	page, err := g.Connect(r.Context(), c)
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, http.StatusCreated, struct {
		Success    bool   `json:"success"`
		AccountURL string `json:"accountUrl"`
	}{true, page})
}

// Read reads the form in which the CRM brings a key, and checks that it is the CRM who does. The error is a
// *[CallbackError].
func (g *Register) Read(body []byte) (Connection, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Connection{}, &CallbackError{http.StatusBadRequest, "The form cannot be read."}
	}
	var given struct {
		Connection
		Token string `json:"token"`
	}
	if json.Unmarshal([]byte(form.Get("register")), &given) != nil || given.APIKey == "" {
		return Connection{}, &CallbackError{http.StatusBadRequest, "The field register must hold token, apiKey and systemUrl."}
	}
	mac := hmac.New(sha256.New, []byte(g.Secret))
	mac.Write([]byte(given.APIKey)) // never fails
	token, err := hex.DecodeString(given.Token)
	if err != nil || g.Secret == "" || !hmac.Equal(mac.Sum(nil), token) {
		return Connection{}, &CallbackError{http.StatusUnauthorized, "Invalid token"}
	}
	if ordo.Resolve(ordo.Settings{System: Name, BaseURL: given.SystemURL}).Err != nil {
		return Connection{}, &CallbackError{http.StatusBadRequest, "The systemUrl must be the https address of an account."}
	}
	return given.Connection, nil
}
