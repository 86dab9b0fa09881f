package atol

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"

	"github.com/ordo-sdk/ordo"
)

// MaxCallback is the longest callback that is read, in bytes.
const MaxCallback = 1 << 20

// maxID is how many characters the service's ids have at the most.
const maxID = 128

// Callbacks receives what the service posts to Document.CallbackURL once a receipt is made or has failed. Nothing in
// a callback proves who sent it. So Secret, which nobody can guess, is the last segment of that address's path; unless it
// is set, every call is refused. And what a callback says is only a hint: [Client.Verify] asks the service itself.
type Callbacks struct {
	Secret string
}

// String hides the secret.
func (cb Callbacks) String() string { return "callbacks of " + Name }

// GoString hides the secret.
func (cb Callbacks) GoString() string { return cb.String() }

// Callback is one call of the service.
type Callback struct {
	UUID       string
	ExternalID string
	Said       *Report // not proven
}

// Key is the same for every delivery of the same callback. A receiver keeps the keys, and does nothing for a repeat but
// answer.
func (c *Callback) Key() string { return "report:" + c.UUID + ":" + string(c.Said.Status) }

// Receive checks the address of a call and reads it. Errors are *CallbackError. Store the callback, answer AnswerTo(nil),
// and work on it afterwards.
func (cb Callbacks) Receive(r *http.Request) (*Callback, error) {
	if err := cb.authenticate(r); err != nil { // before the body is read
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxCallback+1))
	if err != nil {
		return nil, &CallbackError{Status: http.StatusBadRequest, Text: "the body broke off", Err: err}
	}
	return ParseCallback(body)
}

// ReceiveBody is Receive for a body that was read already.
func (cb Callbacks) ReceiveBody(r *http.Request, body []byte) (*Callback, error) {
	if err := cb.authenticate(r); err != nil {
		return nil, err
	}
	return ParseCallback(body)
}

// authenticate compares the last segment of the path with the secret.
func (cb Callbacks) authenticate(r *http.Request) error {
	given, want := sha256.Sum256([]byte(path.Base(r.URL.Path))), sha256.Sum256([]byte(cb.Secret))
	switch {
	case cb.Secret == "":
		return &CallbackError{Status: http.StatusForbidden, Text: "no secret is set, so every call is refused"}
	case r.Method != http.MethodPost:
		return &CallbackError{Status: http.StatusMethodNotAllowed, Text: "a callback is a POST"}
	case subtle.ConstantTimeCompare(given[:], want[:]) != 1:
		return &CallbackError{Status: http.StatusForbidden, Text: "the address does not end in the secret"}
	}
	return nil
}

// ParseCallback reads the body of a callback, which has the form of a report. Its times are read as Moscow's. Errors are
// *CallbackError.
func ParseCallback(body []byte) (*Callback, error) {
	if len(body) > MaxCallback {
		return nil, &CallbackError{
			Status: http.StatusRequestEntityTooLarge, Text: fmt.Sprintf("the body is longer than %d bytes", MaxCallback),
		}
	}
	var in wireReport
	err := json.Unmarshal(body, &in)
	switch {
	case err != nil:
	case in.UUID == "":
		err = errors.New("uuid is missing")
	case length(string(in.UUID)) > maxID || length(string(in.Status)) > maxID:
		err = fmt.Errorf("uuid or status is longer than %d characters", maxID)
	}
	if err != nil {
		return nil, &CallbackError{Status: http.StatusBadRequest, Text: "the body is no report", Err: err}
	}
	said := in.report(moscow)
	return &Callback{UUID: said.UUID, ExternalID: said.ExternalID, Said: said}, nil
}

// Verify asks the service for the report that a callback announces. Only what it returns counts: it may be still
// StatusWait, if the callback was invented. A callback that names another external id than the service does is an error
// of class Conflict. Other errors are those of Report.
func (c *Client) Verify(ctx context.Context, cb *Callback) (*Report, error) {
	r, err := c.Report(ctx, cb.UUID)
	if err != nil {
		return nil, err
	}
	if cb.ExternalID != "" && r.ExternalID != "" && cb.ExternalID != r.ExternalID {
		return nil, &ordo.Error{
			System: Name, Account: c.settings.Account, Op: "report", Class: ordo.Conflict,
			Text: fmt.Sprintf("the callback is about %q, but receipt %s is %q", cb.ExternalID, cb.UUID, r.ExternalID),
		}
	}
	return r, nil
}

// CallbackError says why a callback was not taken.
type CallbackError struct {
	Status int // of the answer, such as 403
	Text   string
	Err    error // may be nil
}

// Error says what is wrong.
func (e *CallbackError) Error() string {
	s := Name + ": callback: " + e.Text
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *CallbackError) Unwrap() error { return e.Err }

// AnswerTo is the answer for what became of a callback: 200 once it is stored, which is all that the service wants. For
// a *CallbackError it is that one's status; any other error is answered 500. Whether the service calls again after that is
// not documented: ask for the report of every receipt that is not final after five minutes.
func AnswerTo(err error) ordo.Answer {
	var e *CallbackError
	switch {
	case err == nil:
		return ordo.Answer{Status: http.StatusOK}
	case errors.As(err, &e):
		return ordo.Answer{Status: e.Status}
	}
	return ordo.Answer{Status: http.StatusInternalServerError}
}
