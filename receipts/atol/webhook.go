package atol

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/webhook"
)

// maxID is how many characters the service's ids have at the most.
const maxID = 128

// Webhook receives what the service posts to Document.CallbackURL once a receipt is made or has failed. Nothing in a call
// proves who sent it. So a secret, which nobody can guess, is the last segment of that address's path. And what a call
// says is only a hint: [Client.Verify] asks the service itself.
type Webhook struct{ secret ordo.Secret }

// NewWebhook returns the receiver for the secret. If it is empty, every call is refused.
func NewWebhook(secret string) Webhook { return Webhook{ordo.NewSecret(secret)} }

// Event is one call of the service.
type Event struct {
	UUID       string
	ExternalID string
	Report     *Report // not proven
}

// Key is the same for every delivery of the same call. A receiver keeps the keys, and does nothing for a repeat but
// answer.
func (e *Event) Key() string { return "report:" + e.UUID + ":" + string(e.Report.Status) }

// Receive checks the address of a call and reads it. Errors are *ordo.CallError. Store the event, give Answer(nil), and
// work on it afterwards.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	return webhook.Receive(h, Name, r, ordo.MaxCall)
}

// Admit compares the last segment of the path with the secret, without reading the body. Errors are *ordo.CallError.
func (h Webhook) Admit(r *http.Request) error {
	switch {
	case h.secret.IsZero():
		return refused(http.StatusForbidden, "no secret is set, so every call is refused", nil)
	case r.Method != http.MethodPost:
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", a callback is a POST", nil)
	case !h.secret.Equal(path.Base(r.URL.Path)):
		return refused(http.StatusForbidden, "the address does not end in the secret", nil)
	}
	return nil
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: Name, Status: status, Text: text, Err: err}
}

// Parse reads the body of a call that was admitted, which has the form of a report. Its times are read as Moscow's.
// Errors are *ordo.CallError.
func (h Webhook) Parse(_ *http.Request, body []byte) (*Event, error) {
	var said Report
	err := decode(body, &said, moscow)
	switch {
	case err != nil:
	case said.UUID == "" || said.Status == "":
		err = errors.New("uuid or status is missing")
	case length(said.UUID) > maxID || length(string(said.Status)) > maxID:
		err = fmt.Errorf("uuid or status is longer than %d characters", maxID)
	}
	if err != nil {
		return nil, refused(http.StatusBadRequest, "the body is no report", err)
	}
	return &Event{UUID: said.UUID, ExternalID: said.ExternalID, Report: &said}, nil
}

// Verify asks the service for the report that a callback announces. Only what it returns counts: it may be still
// StatusWait, if the callback was invented. A callback that names another external id than the service does is an error
// of class Conflict. Other errors are those of Report.
func (c *Client) Verify(ctx context.Context, e *Event) (*Report, error) {
	r, err := c.GetReport(ctx, e.UUID)
	if err != nil {
		return nil, err
	}
	if e.ExternalID != "" && r.ExternalID != "" && e.ExternalID != r.ExternalID {
		return nil, c.rest.Fail("report", ordo.Conflict,
			fmt.Sprintf("the callback is about %q, but receipt %s is %q", e.ExternalID, e.UUID, r.ExternalID), nil)
	}
	return r, nil
}

// Answer is the answer for what became of a call: 200 once it is stored, which is all that the service wants. For an
// *ordo.CallError it is that one's status; any other error is answered 500. Whether the service calls again after that is
// not documented: ask for the report of every receipt that is not final after five minutes.
func (h Webhook) Answer(err error) ordo.Answer { return webhook.Answer(err) }
