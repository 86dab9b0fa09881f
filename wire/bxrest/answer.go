package bxrest

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Answer is what stands around the result of a call.
type Answer struct {
	Next  *int // offset of the next page of a list; nil if there is none
	Total *int // rows of a list in all, as the portal counts; nil if it does not
	Time  Timing
}

// Timing is how long a call took the server.
type Timing struct {
	Duration wire.Decimal `json:"duration"` // seconds
	// Operating is how many seconds this method has worked for the caller in the last ten minutes; empty on a box.
	Operating wire.Decimal `json:"operating"`
	ResetAt   int64        `json:"operating_reset_at"` // when a part of it is forgotten, in seconds since 1970; 0 on a box
	Extra     wire.Extra   `json:"-"`
}

const localLayout = "2006-01-02 15:04:05"

// options are how values are read: times without an offset are the server's.
func (c *Client) options() lax.Options { return lax.Options{Zone: c.zone} }

// target is what an answer is read into.
type target struct {
	out     any
	key     string
	may     bool
	options lax.Options
	answer  Answer
}

// Complete implements rest.Completer for what must hold something.
func (t *target) Complete() error {
	if c, is := t.out.(rest.Completer); is {
		return c.Complete()
	}
	return nil
}

// envelope is the form of every answer that is no error.
type envelope struct {
	Result json.RawMessage `json:"result"`
	Next   *lax.Int        `json:"next"`
	Total  *lax.Int        `json:"total"`
	Time   json.RawMessage `json:"time"`
}

func decodeAnswer(r *rest.Reply, out any) error {
	var e envelope
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return err
	}
	if e.Result == nil {
		return errors.New("the answer holds no result")
	}
	t, is := out.(*target)
	if !is {
		return nil
	}
	t.answer = Answer{Next: number(e.Next), Total: number(e.Total)}
	_ = lax.Decode(e.Time, &t.answer.Time, lax.Options{}) // it matters to nobody but the pacing
	return t.read(e.Result)
}

func number(n *lax.Int) *int {
	if n == nil {
		return nil
	}
	i := int(*n)
	return &i
}

// read reads a result.
func (t *target) read(result json.RawMessage) error {
	if t.key != "" {
		var all map[string]json.RawMessage
		if err := lax.Decode(result, &all, lax.Options{}); err != nil {
			return err
		}
		in, has := all[t.key]
		if (!has || string(in) == "null") && !t.may {
			return fmt.Errorf("the result lacks %s", t.key)
		}
		result = in
	}
	switch out := t.out.(type) {
	case nil:
		if string(result) == "false" {
			return errors.New("the result is false: it was not done")
		}
		return nil
	case *json.RawMessage:
		*out = append((*out)[:0], result...)
		return nil
	}
	if len(result) == 0 {
		return nil
	}
	return lax.Decode(result, t.out, t.options)
}

// reset is when a part of a method's working time is forgotten; zero if that is not known.
func (t Timing) reset() time.Time {
	if t.ResetAt <= 0 {
		return time.Time{}
	}
	return time.Unix(t.ResetAt, 0)
}
