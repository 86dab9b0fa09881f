package bxserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// Counted is a result with what lists tell beside it.
type Counted struct {
	Result any
	Total  int
	Next   int // the offset of the next page; 0: there is none
}

// answer is what comes of one call.
type answer struct {
	start  time.Time
	app    string
	result any
	err    *Error
	time   *Map // operating and operating_reset_at; nil where the time is not watched
}

func (a *answer) refuse(err error) *answer {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Status: http.StatusInternalServerError, Code: "INTERNAL_SERVER_ERROR", Text: err.Error()}
	}
	a.err = e
	return a
}

func (a *answer) status() int {
	switch {
	case a.err == nil:
		return http.StatusOK
	case a.err.Status == 0:
		return http.StatusBadRequest
	}
	return a.err.Status
}

// refusal is the body of an error.
func (e *Error) body() *Map {
	m := &Map{}
	m.Set("error", e.Code)
	m.Set("error_description", e.Text)
	for k, v := range e.Extra {
		m.Set(k, v)
	}
	return m
}

// envelope is the body of an answer.
func (s *Server) envelope(a *answer) *Map {
	if a.err != nil {
		return a.err.body()
	}
	m := &Map{}
	switch r := a.result.(type) {
	case Counted:
		m.Set("result", s.render(r.Result))
		if r.Next > 0 {
			m.Set("next", r.Next)
		}
		m.Set("total", r.Total)
	default:
		m.Set("result", s.render(r))
	}
	m.Set("time", s.times(a))
	return m
}

// times is the block "time" of an answer.
func (s *Server) times(a *answer) *Map {
	end := s.settings.Now()
	m := &Map{}
	m.Set("start", seconds(a.start))
	m.Set("finish", seconds(end))
	m.Set("duration", end.Sub(a.start).Seconds())
	m.Set("processing", end.Sub(a.start).Seconds())
	m.Set("date_start", a.start.In(s.settings.Zone).Format(time.RFC3339))
	m.Set("date_finish", end.In(s.settings.Zone).Format(time.RFC3339))
	for k, v := range a.time.All() {
		m.Set(k, v)
	}
	return m
}

// seconds is a time as PHP's microtime writes it.
func seconds(t time.Time) json.Number {
	return json.Number(strconv.FormatFloat(float64(t.UnixMicro())/1e6, 'f', 6, 64))
}

// render writes what JSON does not have as PHP does: a time with the offset of the server, an empty map as [].
func (s *Server) render(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.In(s.settings.Zone).Format(time.RFC3339)
	case Row:
		if len(v) == 0 {
			return []any{}
		}
		m := make(Row, len(v))
		for k, e := range v {
			m[k] = s.render(e)
		}
		return m
	case *Map:
		m := &Map{}
		for k, e := range v.All() {
			m.Set(k, s.render(e))
		}
		return m
	case []Row:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = s.render(e)
		}
		return list
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = s.render(e)
		}
		return list
	}
	return v
}

// write sends an answer. It is encoded under the lock: methods may answer with what they keep.
func (s *Server) write(w http.ResponseWriter, a *answer) {
	if !s.settings.Box && a.app != "" {
		w.Header().Set("X-Bitrix-Rest-Application", a.app)
	}
	var body []byte
	s.Do(func() { body = encodeJSON(s.envelope(a)) })
	writeBody(w, a.status(), body)
}

func encodeJSON(v any) []byte {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil { // a value that a method made and JSON does not have
		return []byte(`{"error":"WRONG_ENCODING","error_description":"Wrong request encoding"}`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func writeBody(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away is no matter
}
