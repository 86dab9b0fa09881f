package memory

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// Store is a bridge.Store in memory. Make one with [New]. It is safe for concurrent use.
type Store struct {
	mu      sync.RWMutex
	orders  map[string]*keptOrder
	came    []*keptOrder // in the order in which they came
	refs    map[order.Ref]string
	effects []*bridge.PendingEffect // of all orders, in the order in which they were added
	heard   map[messageKey]bool
	cursors map[cursorName]string
	journal []bridge.Entry  // entry N is at N-1
	written map[string]bool // keys of the journal
	buckets map[bucketKey][]byte
	runs    []bridge.Run   // in the order in which they were added
	runAt   map[string]int // by key
	inbox   int64          // N of the last message
	claims  int64          // how many there were
	free    dueQueue       // orders that nobody has claimed, by when they are due
	held    dueQueue       // orders that are claimed, by when they may be claimed again
}

// New returns an empty Store.
func New() *Store {
	return &Store{
		orders: map[string]*keptOrder{}, refs: map[order.Ref]string{}, heard: map[messageKey]bool{},
		cursors: map[cursorName]string{}, written: map[string]bool{},
		buckets: map[bucketKey][]byte{}, runAt: map[string]int{},
		free: dueQueue{by: func(k *keptOrder) time.Time { return k.wake }},
		held: dueQueue{by: (*keptOrder).again},
	}
}

// messageKey is what makes a message known.
type messageKey struct{ account, key string }

// cursorName names a cursor.
type cursorName struct{ account, name string }

// bucketKey names a value.
type bucketKey struct{ bucket, key string }

// keptOrder is what is kept of an order.
type keptOrder struct {
	id        string
	rev       int
	events    []order.Event
	refs      []order.Ref
	effects   []*bridge.PendingEffect
	byKey     map[string]*bridge.PendingEffect
	messages  []keptMessage
	refreshed time.Time
	wake      time.Time // zero for never
	claim     time.Time // until when it is claimed; zero if it is not
	token     string    // of the claim
	summary   bridge.Summary

	in *dueQueue // the queue it stands in, or nil
	at int       // its place there
}

// keptMessage is a message that is not worked on yet.
type keptMessage struct {
	message bridge.Message
	due     time.Time // when its order became due for it
}

// order returns what is kept of an order, and begins to keep it if nothing is.
func (m *Store) order(id string) *keptOrder {
	k, ok := m.orders[id]
	if !ok {
		k = &keptOrder{id: id, byKey: map[string]*bridge.PendingEffect{}}
		m.orders[id] = k
		m.came = append(m.came, k)
	}
	return k
}

// Load implements Store. The events are those of the store: they never change, and appending to them makes a copy.
func (m *Store) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	if err := ctx.Err(); err != nil {
		return bridge.StoredOrder{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.orders[id]
	if !ok {
		return bridge.StoredOrder{ID: id}, nil
	}
	d := bridge.StoredOrder{
		ID: id, Rev: k.rev, Events: slices.Clip(k.events), Refs: slices.Clone(k.refs), Refreshed: k.refreshed, Wake: k.wake, Summary: cloneSummary(k.summary),
	}
	for _, o := range k.effects {
		if o.Phase.Open() {
			d.Effects = append(d.Effects, cloneEffect(*o))
		}
	}
	for _, w := range k.messages {
		d.Messages = append(d.Messages, cloneMessage(w.message))
	}
	return d, nil
}

// Head implements Store.
func (m *Store) Head(ctx context.Context, id string) (bridge.Head, error) {
	if err := ctx.Err(); err != nil {
		return bridge.Head{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.orders[id]
	if !ok {
		return bridge.Head{}, nil
	}
	h := bridge.Head{Rev: k.rev}
	for _, w := range k.messages {
		h.LastMessage = max(h.LastMessage, w.message.N)
	}
	return h, nil
}

// Find implements Store.
func (m *Store) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	found := make(map[order.Ref]string, len(refs))
	for _, r := range refs {
		if id, ok := m.refs[r]; ok {
			found[r] = id
		}
	}
	return found, nil
}

// Save implements Store.
func (m *Store) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.checkRev(id, rev); err != nil {
		return err
	}
	if k := m.orders[id]; b.Token != "" && (k == nil || k.token != b.Token) {
		return fmt.Errorf("order %s is claimed by somebody else: %w", id, bridge.ErrConflict)
	}
	for _, r := range b.Refs {
		if by, ok := m.refs[r]; ok && by != id {
			return &bridge.RefTaken{Ref: r, By: by}
		}
	}
	// From here on nothing can fail.
	k := m.order(id)
	k.rev++
	k.events = append(k.events, b.Events...)
	for _, r := range b.Free {
		if m.refs[r] == id {
			delete(m.refs, r)
			k.refs = slices.DeleteFunc(k.refs, func(x order.Ref) bool { return x == r })
		}
	}
	for _, r := range b.Refs {
		if _, ok := m.refs[r]; !ok {
			m.refs[r] = id
			k.refs = append(k.refs, r)
		}
	}
	for _, o := range b.Effects {
		m.putEffect(k, cloneEffect(o))
	}
	m.write(b.Journal)
	if !b.Refreshed.IsZero() {
		k.refreshed = b.Refreshed
	}
	k.summary = cloneSummary(b.Summary)
	k.summary.ID = id
	k.wake = earlierOf(b.Wake, k.settle(b))
	if b.Token != "" {
		k.hold(b.Token, b.Claim)
	}
	m.queue(k)
	return nil
}

// checkRev returns ErrConflict if an order is at another revision.
func (m *Store) checkRev(id string, rev int) error {
	at := 0
	if k, ok := m.orders[id]; ok {
		at = k.rev
	}
	if rev != at {
		return fmt.Errorf("order %s is at revision %d, not %d: %w", id, at, rev, bridge.ErrConflict)
	}
	return nil
}

// putEffect stores an effect that is new or has changed.
func (m *Store) putEffect(k *keptOrder, o bridge.PendingEffect) {
	if old, ok := k.byKey[o.Key]; ok {
		*old = o
		return
	}
	k.byKey[o.Key] = &o
	k.effects = append(k.effects, &o)
	m.effects = append(m.effects, &o)
}

// settle takes messages off that were worked on and notes what became of those that failed. It returns when the order
// is due for messages that came after the order was loaded.
func (k *keptOrder) settle(b bridge.Batch) (due time.Time) {
	k.messages = slices.DeleteFunc(k.messages, func(w keptMessage) bool { return slices.Contains(b.Done, w.message.N) })
	for i := range k.messages {
		w := &k.messages[i]
		if f := slices.IndexFunc(b.Failed, func(f bridge.Message) bool { return f.N == w.message.N }); f >= 0 {
			w.message.Attempts, w.message.Due, w.message.Problem = b.Failed[f].Attempts, b.Failed[f].Due, b.Failed[f].Problem
		}
		if w.message.N > b.Seen {
			due = earlierOf(due, w.due)
		}
	}
	return due
}

// Receive implements Store.
func (m *Store) Receive(ctx context.Context, in bridge.Incoming) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := (cursorName{in.Account, in.Stream}); s != (cursorName{}) {
		if at := m.cursors[s]; at != in.From {
			return fmt.Errorf("cursor %s of %s is at %q, not %q: %w", s.name, s.account, at, in.From, bridge.ErrConflict)
		}
		m.cursors[s] = in.To
	}
	for _, msg := range in.Messages {
		if msg.Key != "" {
			d := messageKey{msg.Account, msg.Key}
			if m.heard[d] {
				continue
			}
			m.heard[d] = true
		}
		m.inbox++
		msg = cloneMessage(msg)
		msg.N = m.inbox
		k := m.order(msg.Order)
		k.messages = append(k.messages, keptMessage{msg, in.Due})
		k.wake = earlierOf(k.wake, in.Due)
		m.queue(k)
	}
	return nil
}

// Cursor implements Store.
func (m *Store) Cursor(ctx context.Context, account, name string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.cursors[cursorName{account, name}], nil
}

// cloneMessage returns a copy that shares nothing.
func cloneMessage(m bridge.Message) bridge.Message {
	m.Data = slices.Clone(m.Data)
	return m
}

// cloneEffect returns a copy that shares nothing.
func cloneEffect(o bridge.PendingEffect) bridge.PendingEffect {
	o.Units, o.Data, o.Outcome.May = slices.Clone(o.Units), slices.Clone(o.Data), slices.Clone(o.Outcome.May)
	return o
}

// cloneSummary returns a copy that shares nothing.
func cloneSummary(s bridge.Summary) bridge.Summary {
	s.Flags = slices.Clone(s.Flags)
	return s
}
