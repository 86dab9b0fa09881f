package bridge

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// MethodTill is a method of payment of a channel, and where its money goes.
type MethodTill struct {
	channels.PaymentMethod
	Scheme order.SchemeCode // of the route; empty for one of all schemes
	Till   string           // empty: [Route.Tills] has none yet
}

// PaymentMethods returns the methods of payment that a channel has now, for each of its routes with the till that
// [Route.Tills] gives it; none if the channel names none. The error is ErrUnknown for an account that is not connected,
// or that of the channel.
func (b *Bridge) PaymentMethods(ctx context.Context, account string) ([]MethodTill, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	a := b.accounts[account]
	if a == nil {
		return nil, fmt.Errorf("bridge: account %q: %w", account, ErrUnknown)
	}
	ms, err := b.methodsOf(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []MethodTill
	for _, r := range b.routes {
		if r.Channel != account {
			continue
		}
		for _, m := range ms {
			out = append(out, MethodTill{m, r.Scheme, r.Tills[m.Code]})
		}
	}
	return out, nil
}
