package bridge

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// lookAgainAfter is when a look that failed is repeated.
const lookAgainAfter = 5 * time.Minute

// looks reads the orders that are to be looked at in their channels, many in one call. What cannot be read so is read by
// itself later.
func (b *Bridge) looks(ctx context.Context, desks []*desk) map[string]*channels.Reading {
	now := b.now()
	due := map[string][]string{} // by account
	for _, k := range desks {
		if !k.known() || len(k.dueMessages(now)) > 0 {
			continue
		}
		if at := k.lookDue(now); !at.IsZero() && !at.After(now) {
			due[k.route.Channel] = append(due[k.route.Channel], k.view().Ref.ID)
		}
	}
	out := map[string]*channels.Reading{}
	for name, ids := range due {
		if len(ids) == 1 {
			continue
		}
		for r, err := range b.accounts[name].channel.Orders(ctx, ids...) {
			if err != nil {
				break // each is tried by itself, and says why it failed
			}
			out[orderID(name, r.ID)] = &r
		}
	}
	return out
}

// lookAgain reads the order in its channel, and in its ERP what that does not tell by itself. r is the reading, if there is
// one already.
func (k *desk) lookAgain(ctx context.Context, r *channels.Reading) error {
	k.look = false
	now := k.b.now()
	k.batch.Looked = now
	a := k.channel()
	if r == nil {
		one, err := k.b.readOne(ctx, a, k.view().Ref.ID)
		if err != nil {
			return k.lookFailed(ctx, a, err)
		}
		r = &one
	}
	err := r.Problem
	if err == nil {
		err = k.hear(a, order.RoleChannel, r.Occurred, r.Reports...)
	}
	if err != nil {
		return k.lookFailed(ctx, a, err)
	}
	if r.Status != "" {
		k.label(a, order.RoleChannel, r.Status)
	}
	if e := k.erp(); e != nil && k.inBooks() {
		if err := k.readERP(ctx, e, nil); err != nil {
			return k.lookFailed(ctx, e, err)
		}
	}
	return k.save(ctx)
}

// inBooks tells whether the ERP has the order.
func (k *desk) inBooks() bool {
	for _, w := range k.reckon() {
		if w.Kind == order.EffectUpsert && w.Target.Account == k.route.ERP {
			return false
		}
	}
	return true
}

// lookFailed keeps what was learned, and comes back soon.
func (k *desk) lookFailed(ctx context.Context, a *account, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	k.batch.Looked = k.b.now().Add(lookAgainAfter - k.b.look)
	k.note(LevelWarning, a.name, "look", fmt.Sprintf("the order cannot be read: %v", err))
	return k.save(ctx)
}
