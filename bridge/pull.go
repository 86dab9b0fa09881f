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

// pullLimit is how long one account may be read at once. What could not be read in that time is read by the next pass.
const pullLimit = 15 * time.Minute

// pull asks all accounts for what is new, side by side.
func (b *Bridge) pull(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(b.names))
	for i, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[i] = b.pullOne(ctx, b.accounts[name])
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// pullOne asks one account for what is new. The error is that of the store or the context; what is wrong with the account
// is told by the journal, once an hour.
func (b *Bridge) pullOne(ctx context.Context, a *account) error {
	lctx, cancel := context.WithTimeout(ctx, pullLimit)
	defer cancel()
	err := b.inOrder(lctx, a)
	switch {
	case err != nil:
		err = &outsideError{err}
	case a.channel != nil:
		err = b.pullOrders(lctx, a)
	default:
		err = b.pullChanges(lctx, a)
	}
	var outside *outsideError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &outside) || err != nil && lctx.Err() != nil:
		b.write(ctx, Entry{
			Level: LevelError, Account: a.name, What: "account", Text: "it cannot be read now, and is asked again: " + err.Error(),
			Key: "account/" + a.name + "/" + b.now().Format(hourly),
		})
		return nil
	}
	return err
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
	newest := now.Add(-b.back) // the first time
	if was != "" {
		if newest, err = time.Parse(time.RFC3339, was); err != nil {
			return fmt.Errorf("cursor of %s: %w", a.name, err)
		}
	}
	all := now.Sub(b.deep.get(a.name)) >= deepEvery
	// The end is open: the channel's clock may be ahead of ours.
	w := channels.Window{From: newest.Add(-b.back), To: now.Add(b.back), All: all}
	if was == "" {
		w.From = newest
	}
	at := newest
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
		if f.ID == "" {
			text := fmt.Sprintf("a record cannot be read: %v", f.Problem)
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: text, Key: "bad/" + a.name + "/" + text})
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
	m := Message{Account: a.name, Order: id, Key: "missed/" + r.ID, Kind: kindNews, Data: data, At: b.now()}
	return b.store.Receive(ctx, Mail{Messages: []Message{m}, Due: b.now()})
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
		cs, cursor = nil, to
		return err
	}
	for c, err := range a.system.Changes(ctx, cursor) {
		if err != nil {
			return errors.Join(flushed(flush()), &outsideError{err})
		}
		if c.Problem != "" {
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: fmt.Sprintf("change %s: %s", c.Cursor, c.Problem), Key: "bad/" + a.name + "/" + c.Cursor})
		}
		// What shares a cursor is stored together: behind it nothing is found again.
		if c.Cursor != "" && c.Cursor != to {
			if len(cs) >= page {
				if err := flush(); err != nil {
					return flushed(err)
				}
			}
			to = c.Cursor
		}
		cs = append(cs, c)
	}
	return flushed(flush())
}

// flushed lets pass for a success that another bridge has been here, and that something is to be waited for.
func flushed(err error) error {
	if errors.Is(err, ErrConflict) || errors.Is(err, errWait) {
		return nil
	}
	return err
}

// keep stores changes as messages, one for each order that is known here, and moves the cursor with them.
func (b *Bridge) keep(ctx context.Context, a *account, cs []erp.Change, from, to string) error {
	if len(cs) == 0 {
		return nil
	}
	ms, err := b.messages(ctx, a, cs)
	if err != nil {
		return err
	}
	if len(cs) >= page {
		b.progress(ctx, a.name, "changes are read up to %s", to)
	}
	m := Mail{Messages: ms, Due: b.now()}
	if from != to {
		m.Account, m.Stream, m.From, m.To = a.name, streamChanges, from, to
	}
	return b.store.Receive(ctx, m)
}

// errWait says that changes cannot be assigned yet.
var errWait = errors.New("an order is just coming into being there")

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
	if len(known) < len(refs) {
		if err := b.unborn(ctx, a); err != nil {
			return nil, err
		}
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

// unborn tells by errWait that an order is just coming into being in an ERP that gives the ids itself: until its id is
// known here, a change to it cannot be told from one to an order that is none of ours.
func (b *Bridge) unborn(ctx context.Context, a *account) error {
	for w, err := range b.store.Owed(ctx, OwedFilter{Account: a.name, Kind: order.EffectUpsert, Phases: []Phase{PhaseSending}}) {
		if err != nil {
			return err
		}
		if w.Target.ID == "" {
			return errWait
		}
	}
	return nil
}
