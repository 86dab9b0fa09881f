package atoltest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

var zone = time.FixedZone("MSK", 3*60*60)

// Receipt is a document that was accepted.
type Receipt struct {
	UUID       string
	ExternalID string
	Operation  string // such as "sell"
	Status     string // "wait", "done" or "fail"
	Posts      int    // how many documents with this external id came in
	Reads      int    // how many times its report was asked for
	Total      string // as it was written, such as "5800.00"; empty for a correction of v4
	Number     int    // of the fiscal document, once it is made
	Body       json.RawMessage
	At         time.Time

	body     object
	callback string
	fault    Fault
	marks    []object
}

// document returns the receipt or the correction in the body.
func (r *Receipt) document() object {
	if d, ok := r.body["correction"].(object); ok {
		return d
	}
	d, _ := r.body["receipt"].(object)
	return d
}

// Receipts returns all receipts, in the order in which they were accepted.
func (s *Server) Receipts() []Receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Receipt, 0, len(s.receipts))
	for _, r := range s.receipts {
		out = append(out, *r)
	}
	return out
}

// Receipt returns the receipt with an external id.
func (s *Server) Receipt(externalID string) (Receipt, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.find(externalID); r != nil {
		return *r, true
	}
	return Receipt{}, false
}

func (s *Server) find(externalID string) *Receipt {
	for _, r := range s.receipts {
		if r.ExternalID == externalID {
			return r
		}
	}
	return nil
}

// register accepts a document, or returns that it is known.
func (s *Server) register(r *http.Request, op string, raw []byte) (object, *refusal) {
	body, err := decode(raw)
	if err != nil {
		return nil, refuse(400, 40, "Некорректный JSON")
	}
	external, _ := body["external_id"].(string)
	if old := s.find(external); old != nil {
		old.Posts++
		return nil, &refusal{
			status: 400, code: 33, state: "wait", uuid: old.UUID,
			text: "В системе существует чек с external_id : \"" + external + "\" и group_code: \"" + s.settings.Group + "\"",
		}
	}
	if wrong := s.validate(op, body); wrong != "" {
		return nil, &refusal{status: 400, code: 32, state: "fail", text: wrong}
	}
	rec := &Receipt{
		UUID: s.id(), ExternalID: external, Operation: op, Status: "wait", Posts: 1, Body: raw, At: s.settings.Now(), body: body,
	}
	if total, ok := rec.document()["total"].(json.Number); ok {
		rec.Total = total.String()
	}
	if service, ok := body["service"].(object); ok {
		rec.callback, _ = service["callback_url"].(string)
	}
	s.receipts = append(s.receipts, rec)
	fake.Commit(r)
	if s.settings.WaitReads < 0 {
		s.settle(rec)
	}
	return object{"uuid": rec.UUID, "timestamp": s.stamp(), "error": nil, "status": "wait"}, nil
}

// decode reads an object with its numbers as they are written.
func decode(raw []byte) (object, error) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var body object
	if err := d.Decode(&body); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the document")
	}
	if body == nil {
		body = object{}
	}
	return body, nil
}
