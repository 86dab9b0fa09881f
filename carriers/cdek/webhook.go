package cdek

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"

	"github.com/ordo-sdk/ordo"
)

// MaxCallback is the longest webhook that is read, in bytes.
const MaxCallback = 1 << 20

// Callbacks receives CDEK's webhooks. They are not signed, and where they come from is not documented. So Secret, which
// nobody can guess, is the last segment of the path that [Client.Subscribe] is given; unless it is set, every call is
// refused. And what a webhook says is only a hint: ask for the order before anything that costs money.
type Callbacks struct {
	Secret string
}

// String hides the secret.
func (cb Callbacks) String() string { return "callbacks of " + Name }

// GoString hides the secret.
func (cb Callbacks) GoString() string { return cb.String() }

// Receive checks the address of a call and reads it. Errors are *CallbackError. Store the event, answer AnswerTo, and work
// on it afterwards: CDEK waits for 15 seconds.
func (cb Callbacks) Receive(r *http.Request) (*Event, error) {
	if err := cb.authenticate(r); err != nil { // before the body is read
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxCallback+1))
	if err != nil {
		return nil, &CallbackError{Authentic: true, Text: "the body broke off", Err: err}
	}
	return ParseEvent(body)
}

// ReceiveBody is Receive for a body that was read already.
func (cb Callbacks) ReceiveBody(r *http.Request, body []byte) (*Event, error) {
	if err := cb.authenticate(r); err != nil {
		return nil, err
	}
	return ParseEvent(body)
}

// authenticate compares the last segment of the path with the secret.
func (cb Callbacks) authenticate(r *http.Request) error {
	given, want := sha256.Sum256([]byte(path.Base(r.URL.Path))), sha256.Sum256([]byte(cb.Secret))
	switch {
	case cb.Secret == "":
		return &CallbackError{Text: "no secret is set, so every call is refused"}
	case subtle.ConstantTimeCompare(given[:], want[:]) != 1:
		return &CallbackError{Text: "the address does not end in the secret"}
	case r.Method != http.MethodPost:
		return &CallbackError{Authentic: true, Text: "a webhook is a POST"}
	}
	return nil
}

// CallbackError says why a webhook was not taken.
type CallbackError struct {
	Authentic bool // it came to the secret address, so it is CDEK's
	Text      string
	Err       error // may be nil
}

// Error says what is wrong.
func (e *CallbackError) Error() string {
	s := Name + ": webhook: " + e.Text
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *CallbackError) Unwrap() error { return e.Err }

// AnswerTo is the answer for what became of a webhook: 200 to everything that is CDEK's, also if it could not be read or
// stored. CDEK sends nothing again for another status: it drops the subscription, a day later and without a word. What
// was lost comes by asking for the orders that are under way, as must be done anyway. A call that is not CDEK's is
// answered 403.
func AnswerTo(err error) ordo.Answer {
	var e *CallbackError
	if errors.As(err, &e) && !e.Authentic {
		return ordo.Answer{Status: http.StatusForbidden}
	}
	return ordo.Answer{Status: http.StatusOK}
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

// UnmarshalJSON implements json.Unmarshaler.
func (w *wireEvent) UnmarshalJSON(b []byte) error {
	type plain wireEvent
	_, err := read(b, (*plain)(w))
	return err
}

// ParseEvent reads the body of a webhook. Errors are *CallbackError. Sums do not occur in webhooks.
func ParseEvent(body []byte) (*Event, error) {
	if len(body) > MaxCallback {
		return nil, &CallbackError{Authentic: true, Text: fmt.Sprintf("the body is longer than %d bytes", MaxCallback)}
	}
	wrong := func(err error) error {
		return &CallbackError{Authentic: true, Text: "the body is not of the documented form", Err: err}
	}
	var in wireEvent
	err := json.Unmarshal(body, &in)
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
	if into := e.target(); into != nil {
		if err := json.Unmarshal(e.Attributes, into); err != nil {
			return nil, wrong(fmt.Errorf("attributes of %s: %w", e.Type, err))
		}
	}
	if e.Status != nil && (e.UUID == "" || e.Status.Code == "") {
		return nil, wrong(errors.New("a status without uuid or code"))
	}
	return e, nil
}

// target makes the field that belongs to the type.
func (e *Event) target() any {
	switch e.Type {
	case EventOrderStatus:
		e.Status = new(StatusEvent)
		return e.Status
	case EventModified:
		e.Modified = new(ModifiedEvent)
		return e.Modified
	case EventPrint:
		e.Print = new(PrintEvent)
		return e.Print
	case EventPrealert:
		e.Prealert = new(PrealertEvent)
		return e.Prealert
	case EventWaybill:
		e.Waybill = new(WaybillEvent)
		return e.Waybill
	case EventOffice:
		e.Office = new(OfficeEvent)
		return e.Office
	case EventTrouble:
		e.Trouble = new(TroubleEvent)
		return e.Trouble
	case EventAgreement:
		e.Agreement = new(AgreementEvent)
		return e.Agreement
	}
	return nil
}
