package megamarket

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// call is the envelope of a request.
type call struct {
	Meta struct{} `json:"meta"`
	Data signed   `json:"data"`
}

// signed is an object with the merchant's token in front.
type signed struct {
	token  string
	fields any // encodes as an object; nil is an empty one
}

// MarshalJSON implements json.Marshaler.
func (s signed) MarshalJSON() ([]byte, error) {
	fields := []byte("{}")
	if s.fields != nil {
		var err error
		if fields, err = json.Marshal(s.fields); err != nil {
			return nil, err
		}
	}
	var own map[string]json.RawMessage
	if err := json.Unmarshal(fields, &own); err != nil || own == nil {
		return nil, fmt.Errorf("data is %.20s, it must be a JSON object", fields)
	}
	if _, has := own["token"]; has {
		return nil, errors.New("data has a field token: the client adds its own")
	}
	token, err := json.Marshal(s.token)
	if err != nil {
		return nil, err
	}
	b := append([]byte(`{"token":`), token...)
	if len(own) > 0 {
		b = append(b, ',')
	}
	return append(b, bytes.TrimPrefix(fields, []byte("{"))...), nil
}

// envelope is the envelope of an answer.
type envelope struct {
	Success *lax.Bool                `json:"success"`
	Meta    lax.Map[json.RawMessage] `json:"meta"`
	Data    json.RawMessage          `json:"data"`
	Error   json.RawMessage          `json:"error"`
}

// requestID is Megamarket's number of the request; "" if it gave none.
func (e *envelope) requestID() string {
	var id lax.Text
	if json.Unmarshal(e.Meta["requestId"], &id) != nil {
		return ""
	}
	return string(id)
}

// refused reports whether data says that the call had no result: data.result is there, and is not 1.
func (e *envelope) refused() bool {
	var d struct {
		Result json.RawMessage `json:"result"`
	}
	if json.Unmarshal(e.Data, &d) != nil || d.Result == nil || string(d.Result) == "null" {
		return false // no object, or no result: nothing is said
	}
	var n lax.Bool
	return json.Unmarshal(d.Result, &n) != nil || !bool(n)
}

// readEnvelope reads an answer. An answer without "success" is none of Megamarket's.
func readEnvelope(r *rest.Reply) (*envelope, error) {
	var e envelope
	if err := r.JSON(&e); err != nil {
		return nil, err
	}
	if e.Success == nil {
		return nil, errors.New(`the answer has no field "success"`)
	}
	return &e, nil
}

// judge tells whether an answer reports an error. "success" decides, not the HTTP status.
func (c *Client) judge(r *rest.Reply) *ordo.Error {
	if !bytes.HasPrefix(bytes.TrimLeft(r.Body, "\xef\xbb\xbf \t\r\n"), []byte("{")) {
		return nil // a sticker, or a page of a gateway
	}
	e, err := readEnvelope(r)
	if err != nil || (bool(*e.Success) && !e.refused()) {
		return nil
	}
	out := &ordo.Error{RequestID: e.requestID()}
	ps := readProblems(c.without(e.Error))
	out.Code, out.Text = ps.code(), ps.text()
	if len(ps) > 0 {
		out.Err = ps
	}
	switch {
	case out.Text != "":
	case bool(*e.Success):
		out.Text = "accepted, but without a result (data.result is not 1)"
	default:
		out.Text = "refused without a reason"
	}
	if r.Status < 300 {
		out.Class = classify(ps)
	}
	return out
}

// without blots the token out of an error, as its problems are kept beside the text that the transport cleans.
func (c *Client) without(b []byte) []byte {
	if c.token == "" {
		return b
	}
	return bytes.ReplaceAll(b, []byte(c.token), []byte("***"))
}

// decodeAnswer reads the data of a good answer into out. No data leaves it as it was.
func decodeAnswer(r *rest.Reply, out any) error {
	e, err := readEnvelope(r)
	if err != nil {
		return err
	}
	if len(e.Data) == 0 || string(e.Data) == "null" || string(e.Data) == "[]" { // PHP's empty object
		return nil
	}
	return json.Unmarshal(e.Data, out)
}
