package cdek

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/webhook"
)

// Webhook receives CDEK's webhooks. They are not signed, and where they come from is not documented. So a secret, which
// nobody can guess, is the last segment of the path that [Client.CreateSubscription] is given. And what a webhook says is only a
// hint: ask for the order before anything that costs money.
type Webhook struct{ secret ordo.Secret }

// NewWebhook returns the receiver for the secret. If it is empty, every call is refused.
func NewWebhook(secret string) Webhook { return Webhook{ordo.NewSecret(secret)} }

// Receive checks the address of a call and reads it. Errors are *ordo.CallError. Store the event, give Answer, and work
// on it afterwards: CDEK waits for 15 seconds.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	return webhook.Receive(h, Name, r, ordo.MaxCall)
}

// Admit compares the last segment of the path with the secret, without reading the body. Errors are *ordo.CallError.
func (h Webhook) Admit(r *http.Request) error {
	switch {
	case h.secret.IsZero():
		return refused(http.StatusForbidden, "no secret is set, so every call is refused", nil)
	case !h.secret.Equal(path.Base(r.URL.Path)):
		return refused(http.StatusForbidden, "the address does not end in the secret", nil)
	case r.Method != http.MethodPost:
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", a webhook is a POST", nil)
	}
	return nil
}

// Answer is the answer for what became of a webhook: 200 to everything that is CDEK's, also if it could not be read or
// stored. CDEK sends nothing again for another status: it drops the subscription, a day later and without a word. What
// was lost comes by asking for the orders that are under way, as must be done anyway. A call that is not CDEK's is
// answered 403.
func (h Webhook) Answer(err error) ordo.Answer {
	var e *ordo.CallError
	if errors.As(err, &e) && e.Status == http.StatusForbidden {
		return ordo.Answer{Status: http.StatusForbidden}
	}
	return ordo.Answer{Status: http.StatusOK}
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: Name, Status: status, Text: text, Err: err}
}

// Event is one webhook. The field that belongs to Type is set, unless the type is not documented or has no documented
// attributes (EventReceipt, EventPhoto): then there are Attributes only.
type Event struct {
	Type EventType
	At   Time
	UUID string // of the order; of the form for EventPrint

	Status    *StatusEvent
	Modified  *ModifiedEvent
	Print     *PrintEvent
	Prealert  *PrealertEvent
	Waybill   *WaybillEvent
	Office    *OfficeEvent
	Trouble   *TroubleEvent
	Agreement *AgreementEvent

	Attributes json.RawMessage // as they came
	Problem    error           `json:"-"` // what in them could not be read
}

// Key is the same for every delivery of the same event. CDEK repeats webhooks and sends them out of order, so a receiver
// keeps the keys, and does nothing for a repeat but answer.
func (e *Event) Key() string {
	key := string(e.Type) + ":" + e.UUID + ":"
	if s := e.Status; s != nil { // the time of sending may differ from one delivery to the next
		key += s.Code + ":" + s.At.Format(stampLayout)
		if s.Deleted {
			key += ":deleted"
		}
		return key
	}
	sum := sha256.Sum256(e.Attributes)
	return key + hex.EncodeToString(sum[:8])
}

// wireEvent is an Event on the wire.
type wireEvent struct {
	Type       EventType       `json:"type"`
	At         Time            `json:"date_time"`
	UUID       string          `json:"uuid"`
	Attributes json.RawMessage `json:"attributes"`
}

// Parse reads the body of a webhook that was admitted. Errors are *ordo.CallError. Sums do not occur in webhooks.
func (h Webhook) Parse(_ *http.Request, body []byte) (*Event, error) {
	wrong := func(err error) error {
		return refused(http.StatusBadRequest, "the body is not of the documented form", err)
	}
	var in wireEvent
	err := decode(body, &in, "")
	switch {
	case err != nil:
		return nil, wrong(err)
	case in.Type == "":
		return nil, wrong(errors.New("type is missing"))
	}
	e := &Event{Type: in.Type, At: in.At, UUID: in.UUID, Attributes: in.Attributes}
	if !given(in.Attributes) {
		e.Attributes = json.RawMessage("{}")
	}
	if target := targets[e.Type]; target != nil {
		e.Problem = decode(e.Attributes, target(e), "")
		if odd := (*lax.FieldErrors)(nil); e.Problem != nil && (!errors.As(e.Problem, &odd) || odd.First[0].Path == "") {
			return nil, wrong(fmt.Errorf("attributes of %s: %w", e.Type, e.Problem))
		}
	}
	if e.Status != nil && (e.UUID == "" || e.Status.Code == "") {
		return nil, wrong(errors.New("a status without uuid or code"))
	}
	return e, nil
}

// targets make the field that belongs to a type.
var targets = map[EventType]func(e *Event) any{
	EventOrderStatus: func(e *Event) any { return ensure(&e.Status) },
	EventModified:    func(e *Event) any { return ensure(&e.Modified) },
	EventPrint:       func(e *Event) any { return ensure(&e.Print) },
	EventPrealert:    func(e *Event) any { return ensure(&e.Prealert) },
	EventWaybill:     func(e *Event) any { return ensure(&e.Waybill) },
	EventOffice:      func(e *Event) any { return ensure(&e.Office) },
	EventTrouble:     func(e *Event) any { return ensure(&e.Trouble) },
	EventAgreement:   func(e *Event) any { return ensure(&e.Agreement) },
}
