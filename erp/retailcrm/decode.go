package retailcrm

import (
	"context"

	"github.com/ordo-sdk/ordo"
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
	zone, err := c.Zone(ctx)
	return lax.Options{Zone: zone, Currency: c.money()}, err
}

// decodeReply is the rest.Config.Decode.
func decodeReply(r *rest.Reply, out any) error {
	if t, is := out.(*target); is {
		return lax.Decode(r.Body, t.out, t.Options)
	}
	return decode(r.Body, out)
}

// Judge implements rest.Judger for what has a judgement of its own.
func (t *target) Judge(r *rest.Reply) *ordo.Error {
	if j, is := t.out.(rest.Judger); is {
		return j.Judge(r)
	}
	return nil
}
