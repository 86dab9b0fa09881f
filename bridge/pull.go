package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// The streams of accounts whose cursors the store keeps.
const (
	streamOrders  = "orders"  // of a channel: the time of the newest order known, RFC 3339
	streamChanges = "changes" // of an ERP: its own cursor
)

// deepEvery is how often a channel is asked for all orders of the window, and not only for those that wait.
const deepEvery = time.Hour

// page is how many changes are stored in one write.
const page = 100

// pull asks all accounts for what is new. The error is that of the store or the context; what is wrong with an account is
// told by the journal, and the others go on.
func (b *Bridge) pull(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(b.names))
	for i, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a := b.accounts[name]
			err := b.inOrder(ctx, a)
			switch {
			case err != nil:
				err = &outsideError{err}
			case a.channel != nil:
				err = b.pullOrders(ctx, a)
			default:
				err = b.pullChanges(ctx, a)
			}
			var outside *outsideError
			switch {
			case ctx.Err() != nil:
				errs[i] = ctx.Err()
			case errors.As(err, &outside):
				b.write(ctx, Entry{Level: LevelError, Account: name, What: "account", Text: "it cannot be read now, and is asked again: " + outside.err.Error()})
			default:
				errs[i] = err
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// outsideError is one of an outside system, not of ours.
type outsideError struct{ err error }

func (e *outsideError) Error() string { return e.err.Error() }

// pullOrders finds orders of a channel that did not announce themselves.
func (b *Bridge) pullOrders(ctx context.Context, a *account) error {
	now := b.now()
	was, err := b.store.Cursor(ctx, a.name, streamOrders)
	if err != nil {
		return err
	}
	newest := now
	if was != "" {
		if newest, err = time.Parse(time.RFC3339, was); err != nil {
			return fmt.Errorf("cursor of %s: %w", a.name, err)
		}
	}
	all := now.Sub(b.deep.get(a.name)) >= deepEvery
	// The end is open: the channel's clock may be ahead of ours.
	w := channels.Window{From: newest.Add(-b.back), To: now.Add(b.back), All: all}
	at := newest
	if was == "" {
		at = time.Time{}
	}
	var ids []string
	flush := func() error {
		t, err := b.meet(ctx, a, ids, all)
		if t.After(at) {
			at = t
		}
		ids = ids[:0]
		return err
	}
	for f, err := range a.channel.Changed(ctx, w) {
		if err != nil {
			return &outsideError{err}
		}
		if f.Problem != nil {
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: fmt.Sprintf("order %q: %v", f.ID, f.Problem), Key: "bad/" + a.name + "/" + f.ID})
			continue
		}
		if ids = append(ids, f.ID); len(ids) == batch {
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
	if at.IsZero() || to == was {
		return nil
	}
	err = b.store.Receive(ctx, Mail{Account: a.name, Stream: streamOrders, From: was, To: to})
	if errors.Is(err, ErrConflict) {
		return nil // another bridge has been here
	}
	return err
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
		k, err := b.open(ctx, at)
		if err != nil {
			return newest, err
		}
		if k.known() && k.view().Placed.After(newest) {
			newest = k.view().Placed
		}
	}
	if len(unknown) == 0 {
		return newest, nil
	}
	for r, err := range a.channel.Orders(ctx, unknown...) {
		if err != nil {
			return newest, &outsideError{err}
		}
		err := b.change(ctx, orderID(a.name, r.ID), func(k *desk) error {
			if k.known() {
				return nil
			}
			return k.takeUp(a, r)
		})
		if ctx.Err() != nil {
			return newest, ctx.Err()
		}
		if err != nil {
			b.write(ctx, Entry{
				Level: LevelError, Account: a.name, Order: orderID(a.name, r.ID), What: "bad-record", Key: "bad/" + a.name + "/" + r.ID + "/" + err.Error(),
				Text: "the order cannot be taken up, and is tried again while it is searched for: " + err.Error(),
			})
			continue
		}
		if p := r.Snapshot.Placed; p.After(newest) {
			newest = p
		}
	}
	return newest, nil
}

// pullChanges stores what people changed in an ERP.
func (b *Bridge) pullChanges(ctx context.Context, a *account) error {
	cursor, err := b.store.Cursor(ctx, a.name, streamChanges)
	if err != nil {
		return err
	}
	var cs []erp.Change
	to := cursor
	flush := func() error {
		err := b.keep(ctx, a, cs, cursor, to)
		cs, cursor = cs[:0], to
		return err
	}
	for c, err := range a.system.Changes(ctx, cursor) {
		if err != nil {
			return errors.Join(flushed(flush()), &outsideError{err})
		}
		if c.Cursor != "" {
			to = c.Cursor
		}
		if c.Problem != "" {
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: fmt.Sprintf("change %s: %s", c.Cursor, c.Problem), Key: "bad/" + a.name + "/" + c.Cursor})
		}
		if cs = append(cs, c); len(cs) >= page {
			if err := flush(); err != nil {
				return flushed(err)
			}
		}
	}
	return flushed(flush())
}

// flushed lets another bridge that has been here pass for a success.
func flushed(err error) error {
	if errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// keep stores changes as messages, one for each order that is known here, and moves the cursor with them.
func (b *Bridge) keep(ctx context.Context, a *account, cs []erp.Change, from, to string) error {
	if from == to {
		return nil
	}
	ms, err := b.messages(ctx, a, cs)
	if err != nil {
		return err
	}
	return b.store.Receive(ctx, Mail{Messages: ms, Due: b.now(), Account: a.name, Stream: streamChanges, From: from, To: to})
}

// messages makes one message for each order that changes are about. Orders that came from elsewhere are left alone.
func (b *Bridge) messages(ctx context.Context, a *account, cs []erp.Change) ([]Message, error) {
	by := map[order.Ref][]erp.Change{}
	var refs []order.Ref
	for _, c := range cs {
		if c.Ref.IsZero() {
			continue
		}
		c.Ref.System, c.Ref.Account = a.vendor(), a.name
		if by[c.Ref] == nil {
			refs = append(refs, c.Ref)
		}
		by[c.Ref] = append(by[c.Ref], c)
	}
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	var ms []Message
	for _, r := range refs {
		id, here := known[r]
		if !here {
			continue
		}
		data, err := json.Marshal(by[r])
		if err != nil {
			return nil, err
		}
		ms = append(ms, Message{Account: a.name, Order: id, Kind: kindChanges, Data: data, At: b.now()})
	}
	return ms, nil
}
