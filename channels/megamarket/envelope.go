package megamarket

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// signed is the data of a request: an object, to which the merchant's token is added.
type signed struct {
	token  ordo.Secret
	fields any // nil is an empty object
}

// MarshalJSON implements json.Marshaler.
func (s signed) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(s.fields)
	if err != nil {
		return nil, err
	}
	var own map[string]json.RawMessage
	if err := json.Unmarshal(b, &own); err != nil {
		return nil, fmt.Errorf("data is %s, it must be a JSON object", excerpt(b))
	}
	if _, has := own["token"]; has {
		return nil, errors.New("data has a field token: the client adds its own")
	}
	token, err := json.Marshal(s.token.Reveal())
	if err != nil {
		return nil, err
	}
	if own == nil {
		s.fields = struct{}{}
	}
	return lax.Join(s.fields, wire.Extra{"token": token})
}

// envelope is the envelope of an answer.
type envelope struct {
	Success *bool           `json:"success"`
	Meta    json.RawMessage `json:"meta"`
	Data    json.RawMessage `json:"data"`
	Error   json.RawMessage `json:"error"`
}

// readEnvelope reads an answer. An answer without "success" is none of Megamarket's.
func readEnvelope(r *rest.Reply) (*envelope, error) {
	var e envelope
	if err := decode(r.Body, &e); err != nil {
		return nil, err
	}
	if e.Success == nil {
		return nil, errors.New(`the answer has no field "success"`)
	}
	return &e, nil
}

// undone returns why the call was not done, or not for sure. data.result may be left out, but is 1 if it is there.
func (e *envelope) undone() error {
	if !*e.Success {
		return errors.New("refused without a reason")
	}
	var d struct {
		Result *json.RawMessage `json:"result"`
	}
	var result bool
	if decode(e.Data, &d) != nil || d.Result == nil {
		return nil // no object, or no result: nothing is said
	}
	if err := decode(*d.Result, &result); err != nil || !result {
		return fmt.Errorf("accepted, but data.result is %s, not 1", excerpt(*d.Result))
	}
	return nil
}

// judge returns the error of an answer that is a refusal. "success" decides, not the HTTP status. A refusal that gives
// no reason is none: see decodeAnswer.
func (c *Client) judge(r *rest.Reply) *ordo.Error {
	e, err := readEnvelope(r)
	if err != nil || e.undone() == nil {
		return nil
	}
	ps := readProblems(c.without(e.Error))
	if len(ps) == 0 {
		return nil
	}
	var meta struct {
		RequestID string `json:"requestId"`
	}
	_ = decode(e.Meta, &meta) // or none
	out := &ordo.Error{RequestID: meta.RequestID, Code: ps.code(), Text: ps.text(), Err: ps}
	if r.Status < 300 {
		out.Class = classify(ps)
	}
	return out
}

// without redacts the token in an error, as its problems are kept beside the text that the transport cleans.
func (c *Client) without(b []byte) []byte {
	if c.token.IsZero() {
		return b
	}
	return bytes.ReplaceAll(b, []byte(c.token.Reveal()), []byte("***"))
}

// decodeAnswer reads the data of a good answer into out; no data leaves it as it was. An answer that does not say that
// the call was done decides nothing.
func decodeAnswer(r *rest.Reply, out any) error {
	if s, ok := out.(*Sticker); ok {
		return s.read(r)
	}
	e, err := readEnvelope(r)
	if err == nil {
		err = e.undone()
	}
	if err != nil || out == nil || len(e.Data) == 0 {
		return err
	}
	return decode(e.Data, out)
}
