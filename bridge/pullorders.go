package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// pullOrders finds orders of a channel that did not announce themselves.
func (b *Bridge) pullOrders(ctx context.Context, a *account) error {
	now := b.now()
	was, err := b.store.Cursor(ctx, a.name, streamOrders)
	if err != nil {
		return err
	}
	all := past(now, b.deep.get(a.name), deepEvery)
	// The end is open: the channel's clock may be ahead of ours.
	w := channels.Window{From: now.Add(-b.back), To: now.Add(b.back), All: all} // the first time
	at := w.From
	if was != "" {
		if at, err = time.Parse(time.RFC3339, was); err != nil {
			return fmt.Errorf("cursor of %s: %w", a.name, err)
		}
		w.From = at.Add(-b.back)
	}
	if at.After(now.Add(skew)) {
		at = b.doubted(ctx, a, at, now)
		w.From, w.All, all = at, true, true
	}
	var ids []string
	flush := func() error {
		t, err := b.meet(ctx, a, ids, all)
		if t.After(at) && !t.After(now) { // nothing is placed in the future
			at = t
		}
		ids = ids[:0]
		return err
	}
	for f, err := range a.channel.Changed(ctx, w) {
		if err != nil {
			return &outsideError{err}
		}
		if bad := fitID(f.ID); bad != nil {
			if f.Problem != nil {
				bad = f.Problem
			}
			text := fmt.Sprintf("a record cannot be read: %v", bad)
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: text, Key: joined("bad-record", a.name, text)})
			continue
		}
		// One with a problem is read like the others: what its list cannot tell, it may tell itself.
		if ids = append(ids, f.ID); len(ids) == atOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	if all {
		b.deep.set(a.name, now)
	}
	to := at.UTC().Format(time.RFC3339)
	if to == was {
		return nil
	}
	err = b.store.Receive(ctx, Incoming{Account: a.name, Stream: streamOrders, From: was, To: to})
	if errors.Is(err, ErrConflict) {
		return nil // another bridge has been here
	}
	return err
}

// searchBack is how far back orders are searched for when it is not known since when they were missed.
const searchBack = 14 * 24 * time.Hour

// doubted tells that the newest order known is said to be of the future, as a clock that was wrong left it, and returns
// from where the orders are searched for instead.
func (b *Bridge) doubted(ctx context.Context, a *account, at, now time.Time) time.Time {
	from := now.Add(-max(searchBack, b.back))
	b.write(ctx, Entry{
		Level: LevelWarning, Account: a.name, What: "cursor", Key: joined("cursor", a.name, streamOrders, stamp(at)),
		Text: fmt.Sprintf("its orders are said to be known up to %s, and it is %s: a clock was wrong; they are searched for from %s on", stamp(at), stamp(now), stamp(from)),
	})
	return from
}

// meet takes up those of some orders that are not known here, and returns the channel's time of the newest.
func (b *Bridge) meet(ctx context.Context, a *account, ids []string, all bool) (time.Time, error) {
	var newest time.Time
	if len(ids) == 0 {
		return newest, nil
	}
	refs := make([]order.Ref, len(ids))
	for i, id := range ids {
		refs[i] = channelRef(a, id)
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return newest, err
	}
	var unknown []string
	for i, id := range ids {
		at, here := known[refs[i]]
		if !here {
			unknown = append(unknown, id)
			continue
		}
		if !all {
			continue
		}
		d, err := b.store.Load(ctx, at)
		if err != nil {
			return newest, err
		}
		if d.Summary.Placed.After(newest) {
			newest = d.Summary.Placed
		}
	}
	if len(unknown) == 0 {
		return newest, nil
	}
	b.progress(ctx, a.name, "%d orders were found that are not known here", len(unknown))
	for r, err := range a.channel.Orders(ctx, unknown...) {
		if err != nil {
			return newest, &outsideError{err}
		}
		if err := b.discover(ctx, a, r); err != nil {
			return newest, err
		}
		if p := r.Snapshot.Placed; p.After(newest) {
			newest = p
		}
	}
	return newest, nil
}

// discover takes up an order that is not known here. One that cannot be taken up becomes a message, which is tried again
// and kept, as the search will not find it for ever. The error is that of the store or the context.
func (b *Bridge) discover(ctx context.Context, a *account, r channels.Reading) error {
	id := orderID(a.name, r.ID)
	var bad error
	waiting := false // a message about it is there already, and keeps trying
	err := b.change(ctx, id, func(k *desk) error {
		if waiting = len(k.d.Messages) > 0; !waiting && !k.known() {
			bad = k.takeUp(a, r)
		}
		return nil
	})
	var taken *RefTaken
	if errors.As(err, &taken) {
		bad, err = err, nil
	}
	if bad == nil || waiting || err != nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	data, err := json.Marshal(channels.News{ID: r.ID})
	if err != nil {
		return err
	}
	m := Message{Account: a.name, Order: id, Key: joined("missed", r.ID), Kind: kindNews, Data: data, At: b.now()}
	return b.store.Receive(ctx, Incoming{Messages: []Message{m}, Due: b.now()})
}
