package shop

import (
	"context"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// System is the shop's name in references and errors.
const System = "village-shop"

// Shop is the folder of one shop. It is safe for concurrent use by one process.
type Shop struct {
	root  *os.Root
	mu    sync.Mutex // an order is read, changed and written by one at a time
	write func(name string, b []byte) error

	secret ordo.Secret // of its calls
}

var (
	_ channels.Channel   = (*Shop)(nil)
	_ channels.Checker   = (*Shop)(nil)
	_ channels.Webhooker = (*Shop)(nil)
)

// Open opens the folder of a shop. Close it when it is no longer needed.
func Open(dir string) (*Shop, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &Shop{root: root}
	s.write = s.replace
	return s, nil
}

// Close closes the folder.
func (s *Shop) Close() error { return s.root.Close() }

// fail returns an error of the shop. Its class says what to do about it.
func fail(op string, c ordo.Class, text string, cause error) error {
	return &ordo.Error{System: System, Op: op, Class: c, Text: text, Err: cause}
}

// System implements channels.Channel.
func (s *Shop) System() string { return System }

// Check implements channels.Checker.
func (s *Shop) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fail("check", ordo.Retry, "the context has ended", err)
	}
	if _, err := s.root.Stat("."); err != nil {
		return fail("check", ordo.Invalid, "the folder of orders cannot be read", err)
	}
	return nil
}

// where maps an effect to the state that it gives to pieces.
var where = map[order.EffectKind]status.ItemState{
	order.EffectConfirm: status.ItemConfirmed, order.EffectPack: status.ItemPacked,
	order.EffectRefuse: status.ItemCancelled, order.EffectCancel: status.ItemCancelled,
	order.EffectClose: status.ItemHandedOut,
}

// Can implements channels.Channel. Buyers collect the goods, so that there are no couriers.
func (s *Shop) Can(kind order.EffectKind, scheme order.SchemeCode) bool {
	return scheme == order.OwnPickup && where[kind] != 0
}

// Apply implements channels.Channel. It checks every piece first, and writes the file once and only if something
// changes.
func (s *Shop) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return order.Outcome{}, fail(string(t.Kind), ordo.Retry, "the context has ended", err)
	}
	if !s.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.load(t.Target.ID)
	if err != nil {
		return order.Outcome{}, err
	}
	changed := false
	for p, to := range f.wanted(t) {
		now := f.at(p)
		switch {
		case now == nil:
			return order.Outcome{}, fail(string(t.Kind), ordo.Conflict, fmt.Sprintf("line %s no longer has piece %d", p.line, p.n+1), nil)
		case *now == to || gone(*now) && gone(to):
		case gone(*now): // the buyer has cancelled it meanwhile
			return order.Outcome{}, fail(string(t.Kind), ordo.Conflict, fmt.Sprintf("piece %d of line %s is %s", p.n+1, p.line, *now), nil)
		case further(*now, to):
		default:
			*now, changed = to, true
		}
	}
	if !changed {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	if err := s.save(t.Target.ID, f); err != nil {
		return order.Outcome{}, err
	}
	return order.Outcome{Kind: order.Applied}, nil
}

// wanted returns the state that an effect gives to each piece.
func (f *file) wanted(t order.Task) map[piece]status.ItemState {
	out := map[piece]status.ItemState{}
	bring := func(line string, from, to amount.Quantity, st status.ItemState) {
		for n := from.Milli() / 1000; n < to.Milli()/1000; n++ {
			out[piece{line, int(n)}] = st
		}
	}
	if d, ok := t.Cause.Body.(order.Delivered); ok { // some pieces may be refused at the door
		for _, m := range d.Moves {
			bring(m.Line, m.From, m.To, m.State)
		}
		return out
	}
	for _, u := range t.Units {
		bring(u.Line, u.From, u.To, where[t.Kind])
	}
	if len(t.Units) == 0 { // the whole order
		for _, l := range t.Order.Lines {
			bring(l.ID, amount.Pcs(0), l.Quantity, where[t.Kind])
		}
	}
	return out
}

// gone reports whether a piece is cancelled or refused.
func gone(st status.ItemState) bool { return st == status.ItemCancelled || st == status.ItemRefused }

// further reports whether a piece has passed a state already.
func further(now, to status.ItemState) bool {
	way := []status.ItemState{status.ItemNew, status.ItemConfirmed, status.ItemPacked, status.ItemHandedOut}
	return !gone(to) && slices.Index(way, now) > slices.Index(way, to)
}

// Orders implements channels.Channel. A file that is not valid does not stop the others from being read.
func (s *Shop) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				yield(channels.Reading{}, fail("orders", ordo.Retry, "the context has ended", err))
				return
			}
			s.mu.Lock()
			f, err := s.load(id)
			s.mu.Unlock()
			if ordo.ClassOf(err) == ordo.NotFound {
				continue
			}
			r := channels.Reading{ID: id}
			if err == nil {
				r, err = f.reading(id)
			}
			if r.Problem = err; !yield(r, nil) {
				return
			}
		}
	}
}

// Changed implements channels.Channel: an order has changed when its file has.
func (s *Shop) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		dir, err := s.root.Open(".")
		if err == nil {
			defer func() { _ = dir.Close() }()
			err = ctx.Err()
		}
		var all []os.DirEntry
		if err == nil {
			all, err = dir.ReadDir(-1)
		}
		if err != nil {
			yield(channels.Found{}, fail("changed", ordo.Retry, "the folder cannot be listed", err))
			return
		}
		for _, e := range all {
			id, is := strings.CutSuffix(e.Name(), ".json")
			info, err := e.Info()
			if !is || err != nil || info.ModTime().Before(w.From) || !info.ModTime().Before(w.To) {
				continue // no order, just removed, or unchanged
			}
			if !yield(channels.Found{ID: id, Mark: info.ModTime().UTC().Format(time.RFC3339Nano)}, nil) {
				return
			}
		}
	}
}
