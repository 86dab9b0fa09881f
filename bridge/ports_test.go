package bridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// stall is a channel of a few lines, whose faults a test writes: three pieces an order, one line each.
type stall struct {
	mu     sync.Mutex
	lots   map[string]map[string]status.ItemState
	placed map[string]time.Time
	ids    []string
	did    []string // what took effect
	tried  []string // what was called
	fault  func(call string) error
	moved  order.Window // what it makes of a moved date; zero: what was asked for
	scheme order.SchemeCode
	bad    map[string]bool // orders that it cannot tell
	down   error

	links    []order.Link // of all orders
	currency string       // of prices; roubles if empty
	answer   ordo.Answer
}

func newStall(scheme order.SchemeCode) *stall {
	return &stall{lots: map[string]map[string]status.ItemState{}, placed: map[string]time.Time{}, scheme: scheme, bad: map[string]bool{}}
}

func (s *stall) System() string { return "stall" }

func (s *stall) Can(k order.EffectKind, scheme order.SchemeCode) bool {
	switch k {
	case order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip:
		return true
	case order.EffectClose, order.EffectMoveDate, order.EffectAnswer:
		return scheme == order.MerchantDelivery
	}
	return false
}

// buy places an order.
func (s *stall) buy(at time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.Itoa(1001 + len(s.ids))
	s.ids = append(s.ids, id)
	s.placed[id] = at
	s.lots[id] = map[string]status.ItemState{"1": status.ItemNew, "2": status.ItemNew, "3": status.ItemNew}
	return id
}

// set puts lots into a state.
func (s *stall) set(id string, st status.ItemState, lots ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range lots {
		s.lots[id][l] = st
	}
}

func (s *stall) state(id, lot string) status.ItemState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lots[id][lot]
}

func (s *stall) done() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.did...)
}

func (s *stall) calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.tried...)
}

var stallTargets = map[order.EffectKind]status.ItemState{
	order.EffectConfirm: status.ItemConfirmed, order.EffectRefuse: status.ItemCancelled, order.EffectCancel: status.ItemCancelled,
	order.EffectPack: status.ItemPacked, order.EffectShip: status.ItemSent, order.EffectClose: status.ItemHandedOut,
}

func (s *stall) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := string(t.Kind) + " " + t.Target.ID
	for _, u := range t.Units {
		call += " " + u.Line
	}
	s.tried = append(s.tried, call)
	var after error
	if s.fault != nil {
		if err := s.fault(call); err != nil {
			if ordo.ClassOf(err) != ordo.InDoubt {
				return order.Outcome{}, err
			}
			after = err // done, but nobody knows
		}
	}
	to, moves := stallTargets[t.Kind]
	again := true
	for _, u := range t.Units {
		now := s.lots[t.Target.ID][u.Line]
		if now == status.ItemCancelled && to != status.ItemCancelled {
			return order.Outcome{}, &ordo.Error{Class: ordo.Conflict, Text: "lot " + u.Line + " is cancelled"}
		}
		again = again && moves && now == to
	}
	if again && moves {
		return order.Outcome{Kind: order.AlreadySo}, after
	}
	if moves {
		for _, u := range t.Units {
			s.lots[t.Target.ID][u.Line] = to
		}
	}
	s.did = append(s.did, call)
	if after != nil {
		return order.Outcome{}, after
	}
	return order.Outcome{Kind: order.Applied}, ctx.Err()
}

func (s *stall) draft(id string) order.Draft {
	d := order.Draft{
		Ref: order.Ref{System: "stall", Kind: "order", ID: id}, Number: id, Scheme: s.scheme, Placed: s.placed[id], Links: s.links,
		Delivery:  order.Delivery{Window: order.Window{From: s.placed[id].Add(48 * time.Hour), To: s.placed[id].Add(52 * time.Hour)}},
		Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: s.placed[id].Add(8 * time.Hour)}},
	}
	for _, l := range []string{"1", "2", "3"} {
		d.Lines = append(d.Lines, order.Line{ID: l, SKU: "SKU-" + l, Name: "Thing " + l, Quantity: amount.Pcs(1), Total: amount.RUB(10000)})
		if m, err := amount.NewMoney(10000, s.currency); err == nil {
			d.Lines[len(d.Lines)-1].Total = m
		}
	}
	return d
}

func (s *stall) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.tried = append(s.tried, fmt.Sprint("read ", ids))
		if s.down != nil {
			yield(channels.Reading{}, s.down)
			return
		}
		for _, id := range ids {
			lots, here := s.lots[id]
			if !here {
				continue
			}
			r := channels.Reading{ID: id, Snapshot: order.Snapshot{Draft: s.draft(id)}}
			if s.bad[id] {
				r = channels.Reading{ID: id, Problem: fmt.Errorf("order %s: no lots", id)}
			}
			for _, l := range []string{"1", "2", "3"} {
				st := lots[l]
				r.Snapshot.Standing = append(r.Snapshot.Standing, order.Move{Line: l, Portion: order.Portion{State: st}})
				says := status.Meaning{Item: st}
				if st > status.ItemCancelled {
					says = status.Meaning{} // a status that nobody knows
				}
				r.Reports = append(r.Reports, order.StatusReport{Code: st.String(), Says: says, Picks: order.PickAll(l)})
				r.Status += st.String() + " "
			}
			if s.moved != (order.Window{}) {
				r.Reports = append(r.Reports, order.DateReport{Window: s.moved})
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (s *stall) Changed(_ context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		s.mu.Lock()
		down := s.down
		var ids []string
		for _, id := range s.ids {
			if at := s.placed[id]; !at.Before(w.From) && at.Before(w.To) && (w.All || s.lots[id]["1"] == status.ItemNew) {
				ids = append(ids, id)
			}
		}
		s.tried = append(s.tried, "search")
		s.mu.Unlock()
		if down != nil {
			yield(channels.Found{}, down)
			return
		}
		for _, id := range ids {
			if !yield(channels.Found{ID: id}, nil) {
				return
			}
		}
	}
}

// Admit implements channels.Webhooker: the header says who calls.
func (s *stall) Admit(r *http.Request) error {
	if r.Header.Get("Authorization") != "good" {
		return &ordo.CallError{System: "stall", Status: 401, Text: "wrong password"}
	}
	return nil
}

// Answer implements channels.Webhooker.
func (s *stall) Answer(err error) ordo.Answer {
	var refused *ordo.CallError
	switch {
	case err == nil:
		return ordo.Answer{Status: 200, Body: []byte("taken")}
	case errors.As(err, &refused):
		return ordo.Answer{Status: refused.Status}
	}
	return ordo.Answer{Status: 503}
}

// Receive implements channels.Webhooker: the body is the News.
func (s *stall) Receive(_ *http.Request, body []byte) (ordo.Call[channels.News], error) {
	var n channels.News
	if err := json.Unmarshal(body, &n); err != nil {
		return ordo.Call[channels.News]{}, &ordo.CallError{System: "stall", Status: 400, Text: "no news", Err: err}
	}
	if n.Placed != nil {
		s.mu.Lock()
		d := s.draft(n.ID)
		s.mu.Unlock()
		n.Placed = &d
	}
	return ordo.Call[channels.News]{News: []channels.News{n}, Answer: s.answer}, nil
}

// ledger is an ERP of a few lines: what the merchant does in it is a line of changes "id:word".
type ledger struct {
	mu      sync.Mutex
	orders  map[string]string // id -> status
	lines   map[string]map[string]string
	notes   map[string][]string
	windows map[string]order.Window
	changes []erp.Change
	wishes  map[string][]order.Command
	did     []string
	fault   func(call string) error
	down    error
	more    order.EffectKind
	unread  error // of single orders
	strict  bool  // what is not there is not found
	patient bool  // what was read once can be read again
	seen    string
}

func newLedger() *ledger {
	return &ledger{
		orders: map[string]string{}, lines: map[string]map[string]string{}, notes: map[string][]string{}, wishes: map[string][]order.Command{},
		windows: map[string]order.Window{},
	}
}

func (l *ledger) System() string { return "ledger" }

func (l *ledger) Can(k order.EffectKind, _ order.SchemeCode) bool {
	switch k {
	case order.EffectUpsert, order.EffectStatus, order.EffectCancel, order.EffectMoveDate, order.EffectNote:
		return true
	}
	return k == l.more
}

// wants lets the books take effects of one kind more.
func (l *ledger) wants(k order.EffectKind) { l.more = k }

func (l *ledger) Ref(o order.View) order.Ref { return order.Ref{Kind: "order", ID: "L" + o.Ref.ID} }

func (l *ledger) StatusFor(o order.View) string { return o.State.String() }

func (l *ledger) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := t.Target.ID
	call := string(t.Kind) + " " + id
	if l.fault != nil {
		if err := l.fault(call); err != nil {
			return order.Outcome{}, err
		}
	}
	if _, here := l.orders[id]; l.strict && !here && t.Kind != order.EffectUpsert {
		return order.Outcome{}, &ordo.Error{System: "ledger", Class: ordo.NotFound, Text: "no such order"}
	}
	out := order.Outcome{Kind: order.Applied}
	switch t.Kind {
	case order.EffectUpsert:
		if _, here := l.orders[id]; here {
			return order.Outcome{Kind: order.AlreadySo}, nil
		}
		l.lines[id] = map[string]string{}
		l.orders[id] = l.StatusFor(t.Order)
		out.Ref = order.Ref{Kind: "number", ID: "N" + id}
	case order.EffectStatus:
		l.orders[id] = l.StatusFor(t.Order)
	case order.EffectCancel:
		for _, u := range t.Units {
			l.lines[id][u.Line] = "cancelled"
		}
		if t.Order.State == status.OrderCancelled {
			l.orders[id] = l.StatusFor(t.Order)
		}
	case order.EffectMoveDate:
		l.windows[id] = t.Order.Delivery.Window
	case order.EffectNote:
		l.notes[id] = append(l.notes[id], t.Text)
	}
	out.Code = l.orders[id]
	l.did = append(l.did, call)
	return out, nil
}

// sets is the merchant who saves an order: a status, and what it means.
func (l *ledger) sets(id, code string, wish ...order.Command) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if code != "" {
		l.orders[id] = code
	}
	l.wishes[id] = append(l.wishes[id], wish...)
	l.changes = append(l.changes, erp.Change{Cursor: strconv.Itoa(len(l.changes) + 1), Ref: order.Ref{Kind: "order", ID: id}, Field: "status", Value: code})
}

// keeps is the merchant who saves an order, of which the changes do not tell.
func (l *ledger) keeps(id, code string, wish ...order.Command) {
	l.sets(id, code, wish...)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes = l.changes[:len(l.changes)-1]
}

func (l *ledger) Changes(_ context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		l.mu.Lock()
		n, _ := strconv.Atoi(cursor)
		cs := append([]erp.Change(nil), l.changes[min(n, len(l.changes)):]...)
		down := l.down
		l.mu.Unlock()
		if down != nil {
			yield(erp.Change{}, down)
			return
		}
		for _, c := range cs {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (l *ledger) Read(_ context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down != nil {
		return erp.Reading{}, l.down
	}
	if l.unread != nil {
		return erp.Reading{}, l.unread
	}
	id := l.Ref(o).ID
	r := erp.Reading{Status: l.orders[id], Seen: l.seen}
	if len(cs) > 0 && len(l.wishes[id]) > 0 {
		r.Reports = []order.Observation{order.Intent{Commands: l.wishes[id], Code: r.Status}}
		if !l.patient {
			delete(l.wishes, id)
		}
	}
	return r, nil
}

func (l *ledger) status(id string) string { l.mu.Lock(); defer l.mu.Unlock(); return l.orders[id] }

func (l *ledger) noted(id string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.notes[id]...)
}

func (l *ledger) done() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.did...)
}

// clock is a clock that stands until it is moved.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// town is a merchant with one stall and one ledger.
type town struct {
	t     *testing.T
	stall *stall
	books *ledger
	clock *clock
	store bridge.Store
	b     *bridge.Bridge
}

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newTown(t *testing.T, scheme order.SchemeCode, opts ...bridge.Option) *town {
	t.Helper()
	w := &town{t: t, stall: newStall(scheme), books: newLedger(), clock: &clock{t: monday}, store: memory.New()}
	w.start(opts...)
	return w
}

// start makes a bridge over the store, as a new process would.
func (w *town) start(opts ...bridge.Option) {
	w.t.Helper()
	b, err := bridge.New(w.store, append([]bridge.Option{
		bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1"},
		bridge.WithClock(w.clock),
	}, opts...)...)
	require.NoError(w.t, err)
	w.b = b
}

func (w *town) buy() string { return w.stall.buy(w.clock.Now()) }

// sync makes passes until nothing is left to be done now.
func (w *town) sync() bridge.Pass {
	w.t.Helper()
	p, err := w.b.Sync(w.t.Context())
	require.NoError(w.t, err)
	return p
}

func (w *town) order(id string) *order.Order {
	w.t.Helper()
	o, err := w.b.Order(w.t.Context(), "stall-1/"+id)
	require.NoError(w.t, err)
	return o
}

func (w *town) owed(f bridge.EffectFilter) []bridge.PendingEffect {
	w.t.Helper()
	var out []bridge.PendingEffect
	for o, err := range w.store.Effects(w.t.Context(), f) {
		require.NoError(w.t, err)
		out = append(out, o)
	}
	return out
}

func (w *town) journal(f bridge.JournalFilter) []bridge.Entry {
	w.t.Helper()
	var out []bridge.Entry
	for e, err := range w.store.Journal(w.t.Context(), f) {
		require.NoError(w.t, err)
		out = append(out, e)
	}
	return out
}

// rename gives an order of the stall another id.
func (s *stall) rename(id, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids[slices.Index(s.ids, id)] = to
	s.placed[to], s.lots[to] = s.placed[id], s.lots[id]
	delete(s.placed, id)
	delete(s.lots, id)
}

// fails lets the books not be read.
func (l *ledger) fails(is bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down = nil; is {
		l.down = &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "connection refused"}
	}
}
