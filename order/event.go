package order

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Event is something that happened to an order. It carries outcomes, never intents: amounts, unit ranges, block numbers,
// states. A later rounding rule, scheme or table therefore never changes what has happened. Events never change.
type Event struct {
	N        int       // number in the order's log, from 1
	At       time.Time // when ordo learned it, UTC
	Occurred time.Time // the outside system's own time, or zero
	By       Actor
	Key      string // the command's key, on the first event of a command
	Digest   string // what the key stood for
	Code     string // the outside code as received
	// State is the order's state after the event when it changed, else zero.
	State status.OrderState
	Body  Body
}

// Body is what an event says. The set is sealed.
type Body interface {
	// Kind is the stable name in the stored form, past tense.
	Kind() string
	// sound tells whether the event can have happened to the order as it stands: that what it names exists. It checks
	// no legality, only that apply cannot fail.
	sound(o *Order) error
	// apply changes the order. It computes no money and cannot fail.
	apply(o *Order, e *Event)
}

// stored is an event as JSON.
type stored struct {
	Kind     string            `json:"kind"`
	V        int               `json:"v"`
	N        int               `json:"n"`
	At       time.Time         `json:"at"`
	Occurred time.Time         `json:"occurred,omitzero"`
	By       Actor             `json:"by,omitzero"`
	Key      string            `json:"key,omitzero"`
	Digest   string            `json:"digest,omitzero"`
	Code     string            `json:"code,omitzero"`
	State    status.OrderState `json:"state,omitzero"`
	Data     raw               `json:"data,omitzero"`
}

// raw is JSON that is decoded later. Unlike json.RawMessage it does not copy what it is given: it is good until the
// decoder that read it is used again.
type raw []byte

func (r raw) MarshalJSON() ([]byte, error) { return r, nil }

func (r *raw) UnmarshalJSON(b []byte) error {
	*r = b
	return nil
}

// MarshalJSON writes the stored form: {"kind","v","n","at",…,"data"}.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Body == nil {
		return nil, &LogError{N: e.N, Why: "event without a body"}
	}
	data, err := json.Marshal(e.Body)
	if err != nil {
		return nil, err
	}
	if string(data) == "{}" {
		data = nil
	}
	k := e.Body.Kind()
	return json.Marshal(stored{k, bodies[k].version, e.N, e.At, e.Occurred, e.By, e.Key, e.Digest, e.Code, e.State, data})
}

// UnmarshalJSON reads the stored form. An old version is brought up to date; an unknown kind, a version from the future
// or a field that the kind does not have is a *LogError.
func (e *Event) UnmarshalJSON(b []byte) error {
	var s stored
	r := newStrict()
	if err := r.decode(b, &s); err != nil {
		return &LogError{N: s.N, Kind: s.Kind, Why: err.Error()}
	}
	read, err := s.event(newStrict(), bodies)
	if err != nil {
		return err
	}
	*e = read
	return nil
}

// event reads what the envelope holds.
func (s *stored) event(r *strict, kinds map[string]reader) (Event, error) {
	bad := func(why string) error { return &LogError{N: s.N, Kind: s.Kind, Why: why} }
	read, ok := kinds[s.Kind]
	if !ok {
		return Event{}, bad("unknown kind of event")
	}
	if s.V < 1 || s.V > read.version {
		return Event{}, bad(fmt.Sprintf("version %d, this program knows 1 to %d", s.V, read.version))
	}
	for v := s.V; v < read.version; v++ {
		up, err := read.upcast[v-1](s.Data)
		if err != nil {
			return Event{}, bad(fmt.Sprintf("version %d cannot be brought up to date: %v", v, err))
		}
		s.Data = up
	}
	body, err := read.decode(r, s.Data)
	if err != nil {
		return Event{}, bad(err.Error())
	}
	return Event{s.N, instant(s.At), instant(s.Occurred), s.By, s.Key, s.Digest, s.Code, s.State, body}, nil
}

// strict decodes one JSON value after another and refuses fields it does not know: a field from the future must come with
// a new version. One decoder for a whole log keeps replaying fast.
type strict struct {
	d     *json.Decoder
	next  []byte
	ended bool // the blank after the value was given
}

func newStrict() *strict {
	s := &strict{}
	s.reset()
	return s
}

func (s *strict) reset() {
	s.next = nil
	s.d = json.NewDecoder(s)
	s.d.DisallowUnknownFields()
}

// Read hands the decoder the value that is to be decoded. The blank after it is what ends a number.
func (s *strict) Read(p []byte) (int, error) {
	if len(s.next) == 0 && s.ended {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, s.next)
	if s.next = s.next[n:]; len(s.next) == 0 && n < len(p) {
		p[n], s.ended = ' ', true
		n++
	}
	return n, nil
}

func (s *strict) decode(b []byte, into any) error {
	s.next, s.ended = b, false
	err := s.d.Decode(into)
	if err != nil { // the decoder may be in the middle of something
		s.reset()
	}
	return err
}

// reader reads the stored form of one kind of event.
type reader struct {
	version int
	decode  func(*strict, []byte) (Body, error)
	// upcast[v-1] turns data of version v into version v+1.
	upcast []func([]byte) ([]byte, error)
}

// bodies is the list of all kinds of events; nothing changes it. A kind that gets a new form raises its version and adds
// the upcast from the one before.
var bodies = readers(
	read[Placed], read[Imported], read[Taken], read[Contacted], read[ConfirmationGiven], read[Confirmed], read[Cancelled],
	read[LineAdded], read[LineExtended], read[linesReported], read[Repriced], read[PaymentChanged], read[SurplusOwed], read[DateMoved], read[DeadlinesSet], read[Assembled],
	read[Released], read[Marked], read[MarkRejected], read[Packed], read[ShipmentCreated], read[ParcelRequested], read[ParcelSettled], read[ParcelDropped], read[HandedOver], read[Arrived],
	read[Tracked], read[DoorResultKept], read[DoorResultDropped], read[Delivered], read[Completed], read[Progressed],
	read[Returned], read[ReturnReceived], read[ReturnChanged], read[RefundOrdered], read[RefundSettled],
	read[ReceiptAttached], read[DocumentAttached], read[Held], read[HoldCleared], read[CancelRequested], read[CancelRequestAnswered],
	read[IntentDeclined], read[Commented], read[Labelled],
)

func read[B Body]() (string, reader) {
	var zero B
	return zero.Kind(), reader{version: 1, decode: func(r *strict, data []byte) (Body, error) {
		var b B
		if len(data) == 0 {
			return b, nil
		}
		err := r.decode(data, &b)
		return b, err
	}}
}

func readers(list ...func() (string, reader)) map[string]reader {
	m := make(map[string]reader, len(list))
	for _, r := range list {
		kind, how := r()
		m[kind] = how
	}
	return m
}

// rest tells whether something follows the value that was decoded last.
func (s *strict) rest() bool {
	if len(bytes.TrimSpace(s.next)) > 0 {
		return true
	}
	var b [16]byte
	r := s.d.Buffered()
	for {
		n, err := r.Read(b[:])
		if len(bytes.TrimSpace(b[:n])) > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
}
