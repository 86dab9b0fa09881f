package bxrest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Repeat says whether a call may be made again after its answer was lost. The protocol has no keys for that.
type Repeat uint8

const (
	// Once is a write that would be done twice. When its answer is lost, the error is of class InDoubt, unless
	// Request.Done can tell.
	Once Repeat = iota
	// Read changes nothing.
	Read
	// Fixed is a write that sets what it sets, however often it is done.
	Fixed
)

// Request is one call.
type Request struct {
	Method string // such as "crm.item.update"; it appears in errors and logs
	Params any    // an object: a map or a struct; nil for none
	// Key is the name under which "result" holds what is asked for, such as "item". Empty means that the result is it. An
	// answer without it decides nothing, unless May is set.
	Key    string
	May    bool
	Repeat Repeat
	// Done finds out, after a lost answer to a write of Once, whether it was done. If it was, Do succeeds, and out is
	// what Done made of it.
	Done func(context.Context) (bool, error)
	// Check says what is wrong with an answer that was read. Such an answer decides nothing.
	Check   func() error
	MaxBody int64 // of the answer, in bytes; 0 means 16 MiB
}

func (r Request) repeat() rest.Repeat {
	switch {
	case r.Repeat == Read:
		return rest.Read()
	case r.Repeat == Fixed:
		return rest.Idempotent()
	case r.Done != nil:
		return rest.ReadBack(r.Done)
	}
	return rest.Never()
}

// body writes the parameters, with the connector if it is a write. Lists and objects go as JSON only: as form fields
// they get lost in many ways, and the call succeeds.
func (c *Client) body(r Request) ([]byte, error) {
	b, err := object(r.Params)
	if err != nil || c.connector == "" || r.Repeat == Read {
		return b, err
	}
	return lax.Join(struct {
		Connector string `json:"auth_connector"`
	}{c.connector}, extraOf(b))
}

// object writes parameters as a JSON object.
func object(params any) ([]byte, error) {
	if params == nil {
		return []byte("{}"), nil
	}
	b, err := lax.Encode(params)
	if err != nil {
		return nil, err
	}
	if string(b) == "null" {
		return []byte("{}"), nil
	}
	if !bytes.HasPrefix(b, []byte("{")) {
		return nil, errors.New("parameters must be an object")
	}
	return b, nil
}

func extraOf(b []byte) (all map[string]json.RawMessage) {
	_ = json.Unmarshal(b, &all) // it was written as an object
	return all
}
