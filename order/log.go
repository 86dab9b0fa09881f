package order

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

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
	if pieces, ok := splitLog(b); ok {
		if events, ok := readPieces(pieces); ok {
			return events, nil
		}
	}
	var list []stored
	st := newStrict()
	if err := st.decode(b, &list); err != nil {
		return nil, damagedEvent(b, err)
	}
	if st.rest() {
		return nil, &LogError{Why: "something follows the list of events"}
	}
	events, data := make([]Event, len(list)), newStrict()
	for i := range list {
		e, err := list[i].event(data, eventKinds)
		if err != nil {
			return nil, err
		}
		events[i] = e
	}
	return events, nil
}

// ReadEvents reads events of which each is stored as a JSON text of its own, together: that is cheaper than one by one.
func ReadEvents(texts [][]byte) ([]Event, error) {
	pieces := make([]logPiece, len(texts))
	ok := true
	for i, text := range texts {
		var end int
		pieces[i], end = cutEvent(text)
		ok = ok && end == len(text)
	}
	if ok {
		if events, ok := readPieces(pieces); ok {
			return events, nil
		}
	}
	events := make([]Event, len(texts))
	for i, text := range texts {
		if err := json.Unmarshal(text, &events[i]); err != nil {
			if le := (*LogError)(nil); errors.As(err, &le) {
				return nil, le
			}
			return nil, &LogError{Why: fmt.Sprintf("text %d of %d: %v", i+1, len(texts), err)}
		}
	}
	return events, nil
}

// readPieces reads events in the form that MarshalJSON writes. It returns false for any other form and for every
// error: the slow way then finds what is wrong.
func readPieces(pieces []logPiece) ([]Event, bool) {
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
		e, err := s.event(st, eventKinds)
		if err != nil || st.rest() {
			return nil, false
		}
		events[i] = e
	}
	return events, true
}

// damagedEvent finds the event of a log that cannot be read.
func damagedEvent(b []byte, err error) error {
	var events []Event
	var le *LogError
	if again := json.Unmarshal(b, &events); errors.As(again, &le) {
		return le
	}
	return &LogError{Why: err.Error()}
}

// A stored log is one long JSON array, and most of an event is its data. encoding/json would read everything four
// times: it checks the array, skips the data, checks the data and decodes it. So the array is split first by counting
// brackets only; each part is checked when it is decoded. A log in another form than MarshalJSON writes is read the
// slow way.

// logPiece is one event of a log: its envelope without the data, less the closing bracket, and the data.
type logPiece struct{ envelope, data []byte }

// splitLog splits a log into events; false means that it is not in the form that MarshalJSON writes.
func splitLog(b []byte) ([]logPiece, bool) {
	if len(b) < 2 || b[0] != '[' || b[len(b)-1] != ']' {
		return nil, false
	}
	var out []logPiece
	b = b[1 : len(b)-1]
	for len(b) > 0 {
		if len(out) > 0 {
			if b[0] != ',' {
				return nil, false
			}
			b = b[1:]
		}
		p, end := cutEvent(b)
		if end == 0 {
			return nil, false
		}
		out = append(out, p)
		b = b[end:]
	}
	return out, true
}

// cutEvent cuts the event at the beginning of b, and returns where it ends; 0 for what is not in that form.
func cutEvent(b []byte) (p logPiece, end int) {
	end, data := scanEvent(b)
	switch {
	case end == 0 || data == end-1:
		return logPiece{}, 0
	case data > 0:
		return logPiece{b[:data-len(dataKey)], b[data : end-1]}, end
	}
	return logPiece{envelope: b[:end-1]}, end
}

const dataKey = `,"data":`

// scanEvent returns where the object at the beginning of b ends, and where its last field begins if that is its data;
// 0 for what is not such an object.
func scanEvent(b []byte) (end, data int) {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, data
			}
		case ',':
			if depth == 1 && data > 0 {
				return 0, 0 // something follows the data
			}
			if depth == 1 && len(b)-i > len(dataKey) && string(b[i:i+len(dataKey)]) == dataKey {
				data = i + len(dataKey)
			}
		}
		if depth == 0 {
			return 0, 0
		}
	}
	return 0, 0
}
