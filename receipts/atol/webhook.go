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

// maxID is the greatest length of the service's ids, in characters.
const maxID = 128

// Webhook receives what the service posts to Document.CallbackURL once a receipt is made or has failed. Calls are not
// signed, so the last segment of the address's path is a secret that must not be guessable, and the content of a call
// is only a hint: [Client.Verify] asks the service.
type Webhook struct{ secret ordo.Secret }

// NewWebhook returns the receiver for a secret. If it is empty, every call is refused.
func NewWebhook(secret string) Webhook { return Webhook{ordo.NewSecret(secret)} }

// Event is one call of the service.
type Event struct {
	UUID       string
	ExternalID string
	Report     *Report // not proven
}

// Key is the same for every delivery of the same call. A receiver stores the keys and only answers a repeat.
func (e *Event) Key() string { return "report:" + e.UUID + ":" + string(e.Report.Status) }

// Receive checks the address of a call and reads it. Errors are *ordo.CallError. Store the event, give Answer(nil), and
// process it afterwards.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	return webhook.Receive(h, Name, r, ordo.MaxCall)
}

// Admit compares the last segment of the path with the secret, without reading the body. Errors are *ordo.CallError.
func (h Webhook) Admit(r *http.Request) error {
	switch {
	case h.secret.IsZero():
		return refused(http.StatusForbidden, "no secret is set, so every call is refused", nil)
	case r.Method != http.MethodPost:
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", it must be POST", nil)
	case !h.secret.Equal(path.Base(r.URL.Path)):
		return refused(http.StatusForbidden, "the address does not end in the secret", nil)
	}
	return nil
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: Name, Status: status, Text: text, Err: err}
}

// Parse reads the body of an admitted call, which has the form of a report. Its times are Moscow time. Errors are
// *ordo.CallError.
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
		return nil, refused(http.StatusBadRequest, "the body is not a report", err)
	}
	return &Event{UUID: said.UUID, ExternalID: said.ExternalID, Report: &said}, nil
}

// Verify returns the report that a callback announces, read from the service. Trust only this: it may still be
// StatusWait if the callback was forged. A callback with another external id than the service has is an error of class
// Conflict. Other errors are those of GetReport.
func (c *Client) Verify(ctx context.Context, e *Event) (*Report, error) {
	r, err := c.GetReport(ctx, e.UUID)
	if err != nil {
		return nil, err
	}
	if e.ExternalID != "" && r.ExternalID != "" && e.ExternalID != r.ExternalID {
		return nil, c.rest.Fail("report", ordo.Conflict,
			fmt.Sprintf("the callback has external id %q, but receipt %s has %q", e.ExternalID, e.UUID, r.ExternalID), nil)
	}
	return r, nil
}

// Answer returns the answer to a call: 200 once it is stored. For an *ordo.CallError it has the error's status, for
// ordo.ErrNotStored and any other error 500. Whether the service calls again after that is not documented: ask for the
// report of every receipt that is not final after five minutes.
func (h Webhook) Answer(err error) ordo.Answer { return webhook.Answer(err) }
