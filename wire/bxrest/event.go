package bxrest

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

// Event is a call of the portal to us: that something happened, and to which object. It says no more: read the object.
type Event struct {
	Name    string     // in upper case, such as "ONCRMDEALUPDATE"
	Handler int64      // of the binding; 0 for outgoing webhooks
	Data    wire.Extra // as it came, such as FIELDS
	At      time.Time
	Auth    EventAuth
	// Document is what a robot's outgoing webhook is about, such as "crm", "CCrmDocumentDeal", "DEAL_77".
	Document []string
	Extra    wire.Extra
}

// EventAuth says who calls. The tokens are there only if a person caused the event; a session of one is at most seven
// events long, so nothing here calls back with them.
type EventAuth struct {
	Domain         string      `json:"domain"`
	Member         string      `json:"member_id"`
	ClientEndpoint string      `json:"client_endpoint"`
	ServerEndpoint string      `json:"server_endpoint"`
	Application    ordo.Secret `json:"application_token"`
	Access         ordo.Secret `json:"access_token"`
	Refresh        ordo.Secret `json:"refresh_token"`
	Scope          string      `json:"scope"`
	Status         string      `json:"status"`
	User           int64       `json:"user_id"`
	ExpiresIn      int64       `json:"expires_in"`
	Extra          wire.Extra  `json:"-"`
}

// event is the form of a call.
type event struct {
	Event    string          `json:"event"`
	Handler  int64           `json:"event_handler_id"`
	Data     json.RawMessage `json:"data"`
	At       int64           `json:"ts"`
	Auth     EventAuth       `json:"auth"`
	Document []string        `json:"document_id"`
	Extra    wire.Extra      `json:"-"`
}

// ParseEvent reads the body of an online event, or of an outgoing webhook: a form with PHP's brackets. It does not say
// who called: ask [Event.From].
func ParseEvent(body []byte) (Event, error) {
	form, err := parseForm(string(body))
	if err != nil {
		return Event{}, err
	}
	b, err := form.MarshalJSON()
	if err != nil {
		return Event{}, err
	}
	var e event
	if err := lax.Decode(b, &e, lax.Options{}); err != nil {
		return Event{}, err
	}
	out := Event{
		Name: strings.ToUpper(e.Event), Handler: e.Handler, Auth: e.Auth, Document: e.Document, Extra: e.Extra,
	}
	if e.At > 0 {
		out.At = time.Unix(e.At, 0)
	}
	if len(e.Data) > 0 {
		_ = lax.Decode(e.Data, &out.Data, lax.Options{}) // data that is no object is kept below
		if out.Data == nil && string(e.Data) != `""` {
			out.Data = wire.Extra{"": e.Data}
		}
	}
	return out, nil
}

// From reports whether the call is from the portal or application that has this application_token: nothing else proves
// it. The time that it takes does not depend on the token. Nobody has the zero token.
func (e Event) From(member string, token ordo.Secret) bool {
	return token.Equal(e.Auth.Application.Reveal()) && (member == "" || member == e.Auth.Member)
}

// Field returns a value of the data, such as Field("FIELDS", "ID"); "" if there is none.
func (e Event) Field(path ...string) string {
	raw, err := json.Marshal(e.Data)
	if err != nil {
		return ""
	}
	text, err := find(raw, path)
	if err != nil {
		return ""
	}
	return text
}

// ID is the id of the object that the event is about: of the fields after the change, or before it where it is deleted.
func (e Event) ID() string {
	for _, in := range []string{"FIELDS", "FIELDS_AFTER", "FIELDS_BEFORE"} {
		if id := e.Field(in, "ID"); id != "" && id != "undefined" {
			return id
		}
	}
	return e.Field("ID")
}
