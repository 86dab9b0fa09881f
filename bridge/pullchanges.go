package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

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
			b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: fmt.Sprintf("change %s: %s", c.Cursor, c.Problem), Key: joined("bad-change", a.name, c.Cursor)})
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

// doubtAfter is how long a stream must have stood still, while things changed, before its cursor is not believed any more.
const doubtAfter = 10 * time.Minute

// doubt is a cursor that did not move while something changed.
type doubt struct {
	cursor string
	since  time.Time
}

// doubtChanges is called when something has changed in an ERP of which its changes do not tell. When that happens again
// with the cursor standing still, it is ahead of the ERP's present, and the changes are read from a day ago on.
func (b *Bridge) doubtChanges(ctx context.Context, a *account) error {
	cursor, err := b.store.Cursor(ctx, a.name, streamChanges)
	if err != nil || cursor == "" {
		return err
	}
	now := b.now()
	was, doubted := b.doubts.Load(a.name)
	d, _ := was.(doubt)
	if !doubted || d.cursor != cursor {
		b.doubts.Store(a.name, doubt{cursor, now})
		return nil
	}
	if !past(now, d.since, doubtAfter) {
		return nil
	}
	err = b.store.Receive(ctx, Incoming{Account: a.name, Stream: streamChanges, From: cursor})
	if err != nil {
		return flushed(err)
	}
	b.doubts.Delete(a.name)
	b.write(ctx, Entry{
		Level: LevelError, Account: a.name, What: "cursor",
		Text: fmt.Sprintf("its changes are read up to %q, and nothing comes after it though orders change there: it is not believed, and they are read again from a day ago on", cursor),
	})
	return nil
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
	m := Incoming{Messages: ms, Due: b.now()}
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
	for w, err := range b.store.Effects(ctx, EffectFilter{Account: a.name, Kind: order.EffectUpsert, Phases: []Phase{PhaseSending}}) {
		if err != nil {
			return err
		}
		if w.Target.ID == "" {
			return errWait
		}
	}
	return nil
}
