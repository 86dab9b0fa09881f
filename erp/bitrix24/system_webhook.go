package bitrix24

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/webhook"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// calls is how the portal shows that it is the portal when it calls us.
type calls struct {
	member string
	token  ordo.Secret
}

// WithCalls lets the port receive the portal's calls: the events of an application, or of outgoing webhooks that were
// made by hand. token is their application_token, and nothing else proves who calls; member is the portal's member_id,
// or "". Without this option every call is refused.
func WithCalls(member, token string) SystemOption {
	return func(s *System) { s.calls = calls{member, ordo.NewSecret(token)} }
}

// Admit implements erp.Webhooker. Who calls is seen in the body alone.
func (s *System) Admit(r *http.Request) error {
	switch {
	case s.calls.token.IsZero():
		return callRefused(http.StatusForbidden, "no application_token is set: the portal's calls are not taken")
	case r.Method != http.MethodPost:
		return callRefused(http.StatusMethodNotAllowed, "the portal calls by POST")
	}
	return nil
}

func callRefused(status int, text string) error {
	return &ordo.CallError{System: Name, Status: status, Text: text}
}

// Receive implements erp.Webhooker: an event tells the id of an object, which is then read. The portal calls once, and
// not again where we do not answer, so that [System.Changes] finds what was lost.
func (s *System) Receive(r *http.Request, body []byte) (ordo.Call[erp.Change], error) {
	var none ordo.Call[erp.Change]
	e, err := bxrest.ParseEvent(body)
	if err != nil {
		return none, callRefused(http.StatusBadRequest, "the form cannot be read")
	}
	if !e.From(s.calls.member, s.calls.token) {
		return none, callRefused(http.StatusForbidden, "the application_token is not that of this portal")
	}
	if err := s.fit(); err != nil {
		return none, err
	}
	h := hits{}
	id := numeric(e.ID())
	if len(e.Document) > 0 { // of a robot
		kind, of, _ := strings.Cut(e.Document[len(e.Document)-1], "_")
		if kind == "DEAL" {
			e.Name, id = EventDealUpdate, numeric(of)
		}
	}
	h.add(e.Name, id, int(numeric(e.Field("FIELDS", "ENTITY_TYPE_ID"))), e.Field("CALL_ID"), e.Auth.User, nil)
	if id == 0 && len(h.calls) == 0 {
		return none, nil
	}
	f, err := s.fetchHits(r.Context(), h)
	if err != nil {
		return none, err
	}
	all, err := s.changes(r.Context(), f)
	if err != nil {
		return none, err
	}
	return ordo.Call[erp.Change]{News: slices.DeleteFunc(all, func(c erp.Change) bool { return c.Problem != "" })}, nil
}

// Answer implements erp.Webhooker. The portal only looks whether it is a success.
func (*System) Answer(err error) ordo.Answer { return webhook.Answer(err) }
