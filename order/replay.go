package order

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Replay rebuilds an order from its log: the identical order, whatever rules this program has today. A log that cannot be
// is a *LogError that names the event. The options bring the rules for what happens next.
func Replay(events []Event, opts ...Option) (*Order, error) {
	o := empty()
	if len(events) == 0 {
		return nil, &LogError{Why: "it is empty"}
	}
	o.log = make([]Event, 0, len(events))
	for i := range events {
		if err := o.take(events[i]); err != nil {
			return nil, err
		}
	}
	o.rules = resolve(o.scheme, opts)
	return o, nil
}

// take applies an event of a log after checking that it can be.
func (o *Order) take(e Event) error {
	bad := func(err error) error {
		kind := ""
		if e.Body != nil {
			kind = e.Body.Kind()
		}
		return &LogError{N: e.N, Kind: kind, Why: err.Error()}
	}
	if e.Body == nil {
		return bad(errors.New("no body"))
	}
	if want := len(o.log) + 1; e.N != want {
		return bad(fmt.Errorf("event %d is next", want))
	}
	switch e.Body.(type) {
	case Placed, Imported:
	default:
		if len(o.log) == 0 {
			return bad(errors.New("a log begins with placed or imported"))
		}
	}
	if err := soundTimes(e.At, e.Occurred); err != nil {
		return bad(err)
	}
	if e.At.IsZero() || e.At != instant(e.At) {
		return bad(fmt.Errorf("time %s is not UTC with microseconds", e.At.Format(time.RFC3339Nano)))
	}
	if n := len(o.log); n > 0 && e.At.Before(o.log[n-1].At) {
		return bad(errors.New("it lies before the event before it"))
	}
	if e.State > status.OrderCancelled {
		return bad(fmt.Errorf("order state %q", e.State))
	}
	if _, again := o.keys[e.Key]; again && e.Key != "" {
		return bad(fmt.Errorf("key %q twice", e.Key))
	}
	if err := e.Body.sound(o); err != nil {
		return bad(err)
	}
	e.Body.apply(o, &e)
	o.append(e)
	return nil
}

// maxLog bounds a stored log; foreign bytes beyond it are damage.
const maxLog = 64 << 20

// ReadLog reads a stored log: a JSON array of events.
func ReadLog(r io.Reader) ([]Event, error) {
	var buf bytes.Buffer
	if known, ok := r.(interface{ Len() int }); ok {
		buf.Grow(min(known.Len(), maxLog) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(r, maxLog+1)); err != nil {
		return nil, err
	}
	b := buf.Bytes()
	if len(b) > maxLog {
		return nil, &LogError{Why: fmt.Sprintf("it is longer than %d bytes", maxLog)}
	}
	if events, ok := readPieces(b); ok {
		return events, nil
	}
	var list []stored
	st := newStrict()
	if err := st.decode(b, &list); err != nil {
		return nil, damaged(b, err)
	}
	if st.rest() {
		return nil, &LogError{Why: "something follows the list of events"}
	}
	events, data := make([]Event, len(list)), newStrict()
	for i := range list {
		e, err := list[i].event(data, bodies)
		if err != nil {
			return nil, err
		}
		events[i] = e
	}
	return events, nil
}

// readPieces reads a log in the form that it was written in; false leaves everything else, and every error, to the slow
// way, which tells what is wrong.
func readPieces(b []byte) ([]Event, bool) {
	pieces, ok := split(b)
	if !ok {
		return nil, false
	}
	events, st := make([]Event, len(pieces)), newStrict()
	var envelope []byte
	for i, p := range pieces {
		envelope = append(append(envelope[:0], p.envelope...), '}')
		var s stored
		if st.decode(envelope, &s) != nil || st.rest() || s.Data != nil { // data elsewhere: not our form
			return nil, false
		}
		if p.data != nil {
			s.Data = p.data
		}
		e, err := s.event(st, bodies)
		if err != nil || st.rest() {
			return nil, false
		}
		events[i] = e
	}
	return events, true
}

// damaged finds the event of a log that cannot be read.
func damaged(b []byte, err error) error {
	var events []Event
	var le *LogError
	if again := json.Unmarshal(b, &events); errors.As(again, &le) {
		return le
	}
	return &LogError{Why: err.Error()}
}

// Filter chooses events of a log; zero values ask for nothing.
type Filter struct {
	Line      string           // that move units of this line
	State     status.ItemState // that bring units into this state
	Warehouse string           // that bring units to this warehouse
	Actor     string           // by the person with this id
	System    string           // by this system
	Kind      string           // of this kind
	Since     time.Time        // not before
	Until     time.Time        // before
}

// Events goes through the log, oldest first.
func (o *Order) Events(f Filter) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for _, e := range o.log {
			if f.Fits(e) && !yield(e) {
				return
			}
		}
	}
}

// Fits tells whether an event is one of those that the filter chooses.
func (f Filter) Fits(e Event) bool {
	switch {
	case f.Actor != "" && e.By.ID != f.Actor,
		f.System != "" && e.By.System != f.System,
		f.Kind != "" && e.Body.Kind() != f.Kind,
		!f.Since.IsZero() && e.At.Before(f.Since),
		!f.Until.IsZero() && !e.At.Before(f.Until):
		return false
	}
	if f.Line == "" && f.State == 0 && f.Warehouse == "" {
		return true
	}
	for _, m := range e.Moves() {
		if (f.Line == "" || m.Line == f.Line) && (f.State == 0 || m.State == f.State) && (f.Warehouse == "" || m.Warehouse == f.Warehouse) {
			return true
		}
	}
	return false
}

// Moves returns where an event brought units; none for an event that moves nothing.
func (e Event) Moves() []Move {
	switch b := e.Body.(type) {
	case Placed:
		return b.moves()
	case Imported:
		return b.moves()
	case LineAdded:
		return Placed{Lines: []LineData{b.Line}}.moves()
	case Confirmed:
		return b.Moves
	case Cancelled:
		return b.Moves
	case Assembled:
		return b.Moves
	case Released:
		return b.Moves
	case Marked:
		return b.Moves
	case MarkRejected:
		return b.Moves
	case Packed:
		return b.Moves
	case ShipmentCreated:
		return b.Moves
	case HandedOver:
		return b.Moves
	case Arrived:
		return b.Moves
	case Tracked:
		return b.Moves
	case DoorResultKept:
		return b.Moves
	case DoorResultDropped:
		return b.Moves
	case Delivered:
		return b.Moves
	case Progressed:
		return b.Moves
	case Returned:
		return b.Moves
	case ReturnReceived:
		return b.Moves
	case ReturnChanged:
		return b.Moves
	}
	return nil
}

func (b Placed) moves() []Move {
	var ms []Move
	for _, l := range b.Lines {
		for _, p := range l.Portions {
			ms = append(ms, Move{l.ID, p})
		}
	}
	return ms
}
