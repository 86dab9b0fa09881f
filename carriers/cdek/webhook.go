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

// Webhook receives CDEK's webhooks. They are not signed, and their source is not documented. So the last segment of the
// path that [Client.CreateSubscription] is given is a secret that must not be guessable, and the content of a webhook
// is only a hint: read the order before anything that costs money.
type Webhook struct{ secret ordo.Secret }

// NewWebhook returns the receiver for a secret. If it is empty, every call is refused.
func NewWebhook(secret string) Webhook { return Webhook{ordo.NewSecret(secret)} }

// Receive checks the address of a call and reads it. Errors are *ordo.CallError. Store the event, give Answer, and
// process it afterwards: CDEK waits for 15 seconds.
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
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", it must be POST", nil)
	}
	return nil
}

// Answer returns the answer to a webhook: 200 to every admitted call, also if it could not be read or stored. CDEK
// sends nothing again after another status; it drops the subscription a day later without notice. A lost webhook is
// made up for by reading the open orders, which is necessary anyway. A call that is not admitted is answered 403.
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

// Event is one webhook. The field of its Type is set, unless the type is not documented or has no documented attributes
// (EventReceipt, EventPhoto): then only Attributes are set.
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
	Problem    error           `json:"-"` // what could not be read
}

// Key is the same for every delivery of the same event. CDEK repeats webhooks and sends them out of order, so a
// receiver stores the keys and only answers a repeat.
func (e *Event) Key() string {
	key := string(e.Type) + ":" + e.UUID + ":"
	if s := e.Status; s != nil { // the time of sending may differ between deliveries
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

// Parse reads the body of an admitted webhook. Errors are *ordo.CallError. Webhooks contain no sums.
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
		return nil, wrong(errors.New("uuid or code of the status is missing"))
	}
	return e, nil
}

// targets return the field of a type.
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
