package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// batchSize is how many orders are claimed, or read in a channel, at once.
const batchSize = 50

// fullSearchEvery is how often a channel is asked for all orders of the window, and not only for those that wait.
const fullSearchEvery = time.Hour

// searchBack is how far back a channel is searched when it is not known since when orders were missed.
const searchBack = 14 * 24 * time.Hour

// intake reads what has changed in a channel since the last successful pass, less the overlap: orders that are not
// known here are taken, known ones that have changed are read again. A channel that cannot be asked is not.
func (h *channelHandler) intake(ctx context.Context, a *account) error {
	if a.pusher != nil {
		return nil
	}
	now := h.now()
	cursor, err := h.store.Cursor(ctx, a.name, streamOrders)
	if err != nil {
		return err
	}
	if cursor == "" {
		if cursor, err = h.begin(ctx, a, now); err != nil {
			return err
		}
	}
	last, err := time.Parse(time.RFC3339, cursor)
	if err != nil {
		return fmt.Errorf("cursor of %s: %w", a.name, err)
	}
	// The end is open: the channel's clock may be ahead of ours.
	window := channels.Window{From: last.Add(-h.overlap), To: now.Add(h.overlap), All: elapsed(now, a.searched.get(), fullSearchEvery)}
	if last.After(now.Add(skew)) {
		window.From, window.All = h.distrustCursor(ctx, a, last, now), true
	}
	var page []channels.Found
	for f, err := range a.channel.Changed(ctx, window) {
		if err != nil {
			return &outsideError{err}
		}
		recordOf(ctx).found()
		if bad := checkID(f.ID); bad != nil {
			if f.Problem != nil {
				bad = f.Problem
			}
			text := h.say(a.name, "a record in the list of orders cannot be read: %v", bad)
			h.journal(ctx, Entry{Level: LevelWarning, Account: a.name, What: "bad-record", Text: text, Key: joinKey("bad-record", a.name, text)})
			continue
		}
		// One with a problem is read like the others: the order itself may be readable where its row is not.
		if page = append(page, f); len(page) == batchSize {
			if err := h.takeListed(ctx, a, page); err != nil {
				return err
			}
			page = page[:0]
		}
	}
	if err := h.takeListed(ctx, a, page); err != nil {
		return err
	}
	if window.All {
		a.searched.set(now)
	}
	to := now.Format(time.RFC3339)
	if to == cursor {
		return nil
	}
	err = h.store.Receive(ctx, Incoming{Account: a.name, Stream: streamOrders, From: cursor, To: to})
	if errors.Is(err, ErrConflict) {
		return nil // another bridge has moved it
	}
	return err
}

// begin keeps when an account is asked for the first time: what is placed from then on is found, also if this pass
// fails.
func (h *channelHandler) begin(ctx context.Context, a *account, now time.Time) (cursor string, err error) {
	cursor = now.Format(time.RFC3339)
	err = h.store.Receive(ctx, Incoming{Account: a.name, Stream: streamOrders, To: cursor})
	if errors.Is(err, ErrConflict) { // another bridge was faster
		return h.store.Cursor(ctx, a.name, streamOrders)
	}
	return cursor, err
}

// distrustCursor reports that the last pass lies in the future, as a wrong clock left it, and returns the time from
// which orders are searched instead.
func (h *channelHandler) distrustCursor(ctx context.Context, a *account, at, now time.Time) time.Time {
	from := now.Add(-max(searchBack, h.overlap))
	h.journal(ctx, Entry{
		Level: LevelWarning, Account: a.name, What: "cursor", Key: joinKey("cursor", a.name, streamOrders, stamp(at)),
		Text: h.say(a.name, "orders are known up to %s, but it is %s: a clock was wrong; orders are searched again from %s", stamp(at), stamp(now), stamp(from)),
	})
	return from
}

// marksOf is the bucket with the marks that the orders of an account had when they were read last.
func marksOf(a *account) string { return "found/" + a.name }

// takeListed takes those of some listed orders that are not known here, and reads again those that have changed.
func (h *channelHandler) takeListed(ctx context.Context, a *account, fs []channels.Found) error {
	if len(fs) == 0 {
		return nil
	}
	refs, ids := make([]order.Ref, len(fs)), make([]string, len(fs))
	for i, f := range fs {
		refs[i], ids[i] = channelRef(a, f.ID), f.ID
	}
	known, err := h.store.Find(ctx, refs...)
	if err != nil {
		return err
	}
	marks, err := h.store.Values(ctx, marksOf(a), ids...)
	if err != nil {
		return err
	}
	here, listed := map[string]string{}, map[string]channels.Found{} // by the channel's id
	var read []string
	unknown := 0
	for i, f := range fs {
		id, is := known[refs[i]]
		switch {
		case !is && f.Over: // it ended without success before it was known here
			continue
		case !is:
			unknown++
		case f.Mark == "" && !f.Over, f.Mark != "" && string(marks[f.ID]) == f.Mark:
			continue
		case f.Mark == "":
			d, err := h.store.Load(ctx, id)
			if err != nil && !errors.Is(err, ErrDamaged) {
				return err
			}
			if isFinal(d.Summary.State) {
				continue
			}
		}
		if _, twice := listed[f.ID]; !twice {
			here[f.ID], listed[f.ID] = id, f
			read = append(read, f.ID)
		}
	}
	if len(read) == 0 {
		return nil
	}
	if unknown > 0 {
		h.progress(ctx, a.name, "%d {1:order was|orders were} found that {1:is|are} not known here", unknown)
	}
	for r, err := range a.channel.Orders(ctx, read...) {
		if err != nil {
			return &outsideError{err}
		}
		f, asked := listed[r.ID]
		if !asked {
			continue
		}
		delete(listed, r.ID)
		taken, err := h.take(ctx, a, here[r.ID], r)
		if err != nil {
			return err
		}
		if taken && f.Mark != "" {
			err := h.store.Swap(ctx, marksOf(a), f.ID, marks[f.ID], []byte(f.Mark))
			if err != nil && !errors.Is(err, ErrConflict) { // another pass was faster: it is read once more
				return err
			}
		}
	}
	for _, id := range read {
		if _, missing := listed[id]; !missing {
			continue
		}
		if _, err := h.take(ctx, a, here[id], channels.Reading{ID: id, Problem: notThere(a, id)}); err != nil {
			return err
		}
	}
	return nil
}

// take takes an order that was read: into the known order id, or as a new one. It reports whether the order is here as
// it was read. What is wrong with one order stops no pass: the error is that of the store or the context.
func (h *channelHandler) take(ctx context.Context, a *account, id string, r channels.Reading) (bool, error) {
	if id == "" {
		return h.takeFound(ctx, a, r)
	}
	var bad error
	var unknown []string
	gone := false // forgotten meanwhile: the next pass finds it again
	err := h.change(ctx, id, func(j *job) error {
		if gone = j.forgotten(); gone {
			return nil
		}
		if bad = h.reread(j, a, r); bad == nil {
			j.batch.Refreshed, unknown = h.now(), h.unknownGoods(j, a)
		}
		return nil
	})
	if isOfOrder(err) {
		bad, err = err, nil
	}
	if err != nil || bad == nil {
		if err == nil {
			recordOf(ctx).unknown(unknown)
		}
		return err == nil && !gone, err
	}
	h.journal(ctx, Entry{
		Level: LevelWarning, Account: a.name, Order: id, What: "look", Text: h.say(a.name, "the order cannot be read: %v", bad),
		Key: joinKey("look", id, a.name, h.now().Format(hourly)),
	})
	return false, nil
}

// isOfOrder reports whether an error is about one order only: its log cannot be read, or another order has its name.
func isOfOrder(err error) bool {
	var damaged *damagedError
	var taken *RefTaken
	return errors.As(err, &damaged) || errors.As(err, &taken)
}

// takeFound imports an order that was found, and reports whether it did. One that cannot be imported becomes a message,
// which is tried again and kept: the search will not find it for ever.
func (h *channelHandler) takeFound(ctx context.Context, a *account, r channels.Reading) (imported bool, err error) {
	for life := 1; ; life++ {
		imported, forgotten, err := h.takeLife(ctx, a, r, life)
		if err != nil || !forgotten {
			return imported, err
		}
	}
}

// takeLife imports an order that was found as one of its lives, or reports that this one was forgotten here. It does
// neither with one that came meanwhile in another way, which may be older than what was read.
func (h *channelHandler) takeLife(ctx context.Context, a *account, r channels.Reading, life int) (imported, forgotten bool, err error) {
	id := lifeID(a.name, r.ID, life)
	var bad error
	var landed Landed
	var unknown []string
	waiting := false // a message about it is there already, and is tried again
	err = h.change(ctx, id, func(j *job) error {
		bad, landed, unknown = nil, Landed{}, nil
		forgotten = j.forgotten()
		if waiting = len(j.stored.Messages) > 0; waiting || j.known() {
			return nil
		}
		if bad = h.importOrder(j, a, r); bad == nil {
			landed, unknown = h.landed(j, a, r), h.unknownGoods(j, a)
		}
		return nil
	})
	var damaged *damagedError
	if errors.As(err, &damaged) && damaged.stored.Summary.Has(FlagForgotten) {
		forgotten, err = true, nil
	}
	if forgotten {
		return false, err == nil, err
	}
	if imported = err == nil && landed.Order != ""; imported {
		recordOf(ctx).landed(landed, unknown)
	}
	if isOfOrder(err) {
		bad, err = err, nil
	}
	if bad == nil || waiting || err != nil || ctx.Err() != nil {
		return imported, false, errors.Join(err, ctx.Err())
	}
	data, err := json.Marshal(channels.News{ID: r.ID})
	if err != nil {
		return false, false, err
	}
	key := joinKey("missed", r.ID)
	if life > 1 { // an earlier life may have had one
		key = joinKey("missed", r.ID, strconv.Itoa(life))
	}
	m := Message{Account: a.name, Order: id, Key: key, Kind: messageNews, Data: data, At: h.now()}
	return false, false, h.store.Receive(ctx, Incoming{Messages: []Message{m}, Due: h.now()})
}

// landed says where a new order has landed.
func (h *channelHandler) landed(j *job, a *account, r channels.Reading) Landed {
	v := j.view()
	l := Landed{Order: v.ID, Number: v.Number, Where: h.say(a.name, "%s", v.State)}
	if at, is := j.route.landing(r.Status, r.Category); is && at.Name != "" {
		l.Where = at.Name
	}
	return l
}
