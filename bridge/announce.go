package bridge

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
)

// Announce takes news of a channel that cannot be asked (channels.Pusher) from the host's own code, as a call of its
// webhook would: all of it is stored, or none. Work on it comes later, so an order that was just announced is known to
// [Bridge.Find] and [Bridge.Do] only after [Bridge.Run] or [Bridge.Sync] has worked on it.
//
// The error is what Complete of the channel finds wrong, or an *ordo.Error: of class Conflict if another order is known
// under the number, of class Unsupported if the channel can be asked. The same news a second time changes nothing.
func (b *Bridge) Announce(ctx context.Context, account string, news ...channels.News) error {
	if ctx == nil {
		return errNilContext
	}
	a := b.accounts[account]
	switch {
	case a == nil:
		return &notConnectedError{account}
	case a.pusher == nil:
		return &ordo.Error{System: a.vendor(), Account: a.name, Op: "announce", Class: ordo.Unsupported, Text: "its orders are read; only a channels.Pusher sends them"}
	case len(news) == 0:
		return nil
	}
	whole := make([]channels.News, len(news))
	for i, n := range news {
		var err error
		if whole[i], err = a.pusher.Complete(n); err != nil {
			return err
		}
		if err := checkID(whole[i].ID); err != nil {
			return &ordo.Error{System: a.vendor(), Account: a.name, Op: "announce", Class: ordo.Invalid, Text: "the id of the order: " + err.Error()}
		}
	}
	for _, h := range b.handlers {
		x, can := h.(announcer)
		if !can {
			continue
		}
		ms, err := x.announced(ctx, a, whole)
		if err == nil {
			err = b.store.Receive(ctx, Incoming{Messages: ms, Due: b.now()})
		}
		if err != nil {
			return err
		}
		b.wake()
	}
	return nil
}
