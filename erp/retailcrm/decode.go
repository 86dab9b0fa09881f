package retailcrm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// decode reads JSON into what v points to. Its times are not placed in a zone, and its sums have no currency but what a
// record tells.
func decode(b []byte, v any) error { return lax.Decode(b, v, lax.Options{Zone: unzoned}) }

// target is what an answer is read into, with the zone of its times and the currency of its sums.
type target struct {
	out any
	lax.Options
}

// into makes the target of a call whose answer has times or sums. The zone may have to be asked for.
func (c *Client) into(ctx context.Context, out any) (*target, error) {
	o, err := c.options(ctx)
	return &target{out, o}, err
}

// options are the account's zone and currency.
func (c *Client) options(ctx context.Context) (lax.Options, error) {
	zone, err := c.GetZone(ctx)
	return lax.Options{Zone: zone, Currency: c.money()}, err
}

// Complete implements rest.Completer for what must hold something.
func (t *target) Complete() error {
	if c, is := t.out.(rest.Completer); is {
		return c.Complete()
	}
	return nil
}

// done is the answer to a write that tells nothing else.
type done struct{}

// readReply is the decoder of answers. The CRM says "success" in each; without it another has answered.
func readReply(b []byte, out any) error {
	var said refusal
	ok, told := verdict(b)
	if !told && decode(b, &said) == nil && said.Success != nil {
		ok = bool(*said.Success)
	}
	if !ok {
		return errors.New("the answer does not say that it is a success")
	}
	switch t := out.(type) {
	case *target:
		return lax.Decode(b, t.out, t.Options)
	case *raw:
		return json.Unmarshal(b, t.out)
	}
	return decode(b, out)
}

// verdict reads "success" where the CRM writes it, as the first field, so that a long answer is not read twice.
func verdict(body []byte) (success, told bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	for _, want := range []json.Token{json.Delim('{'), "success"} {
		if t, err := d.Token(); err != nil || t != want {
			return false, false
		}
	}
	t, err := d.Token()
	success, told = t.(bool)
	return success, told && err == nil
}

// empty reports whether JSON is what PHP writes for nothing.
func empty(b json.RawMessage) bool {
	var none []json.RawMessage
	return len(b) == 0 || string(b) == "null" || string(b) == `""` || json.Unmarshal(b, &none) == nil && len(none) == 0
}
