package order

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

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
	Left     []Leaving         `json:"left,omitzero"`
	Data     raw               `json:"data,omitzero"`
}

// event reads what the envelope holds.
func (s *stored) event(r *strict, kinds map[string]kindReader) (Event, error) {
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
	return Event{s.N, instant(s.At), instant(s.Occurred), s.By, s.Key, s.Digest, s.Code, s.State, s.Left, body}, nil
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
	return json.Marshal(stored{k, eventKinds[k].version, e.N, e.At, e.Occurred, e.By, e.Key, e.Digest, e.Code, e.State, e.Left, data})
}

// UnmarshalJSON reads the stored form. An old version is brought up to date; an unknown kind, a version from the future
// or a field that the kind does not have is a *LogError.
func (e *Event) UnmarshalJSON(b []byte) error {
	var s stored
	r := newStrict()
	if err := r.decode(b, &s); err != nil {
		return &LogError{N: s.N, Kind: s.Kind, Why: err.Error()}
	}
	read, err := s.event(newStrict(), eventKinds)
	if err != nil {
		return err
	}
	*e = read
	return nil
}

// strict decodes one JSON value after another and refuses unknown fields: a new field must come with a new version.
// One decoder for a whole log makes replaying fast.
type strict struct {
	d     *json.Decoder
	next  []byte
	ended bool // the blank after the value was given
}

func (s *strict) reset() {
	s.next = nil
	s.d = json.NewDecoder(s)
	s.d.DisallowUnknownFields()
}

// Read gives the decoder the value that is to be decoded, with a space after it, which ends a number.
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

// rest reports whether anything follows the value that was decoded last.
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

func newStrict() *strict {
	s := &strict{}
	s.reset()
	return s
}
