package bridge

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Memory is a Store in memory, for tests, small tools and first steps. Nothing outlives the process. Make one with
// NewMemory. The cost of a Load, Save, Receive or Claim does not grow with the number of orders; the lists look at all
// that is kept.
type Memory struct {
	mu      sync.RWMutex
	orders  map[string]*keptOrder
	came    []*keptOrder // in the order in which they came
	refs    map[order.Ref]string
	owed    []*PendingEffect // of all orders, in the order in which they came to be owed
	heard   map[messageKey]bool
	cursors map[cursorName]string
	journal []Entry         // entry N is at N-1
	written map[string]bool // keys of the journal
	inbox   int64           // N of the last message
	claims  int64           // how many there were
	free    dueQueue        // orders that nobody has claimed, by when they are due
	held    dueQueue        // orders that are claimed, by when they may be claimed again
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory {
	return &Memory{
		orders: map[string]*keptOrder{}, refs: map[order.Ref]string{}, heard: map[messageKey]bool{},
		cursors: map[cursorName]string{}, written: map[string]bool{},
		free: dueQueue{by: func(k *keptOrder) time.Time { return k.wake }},
		held: dueQueue{by: (*keptOrder).again},
	}
}

// messageKey is what makes a message known.
type messageKey struct{ account, key string }

// cursorName names a cursor.
type cursorName struct{ account, name string }

// keptOrder is what is kept of an order.
type keptOrder struct {
	id       string
	rev      int
	events   []order.Event
	refs     []order.Ref
	effects  []*PendingEffect
	byKey    map[string]*PendingEffect
	messages []keptMessage
	looked   time.Time
	wake     time.Time // zero for never
	claim    time.Time // until when it is claimed; zero if it is not
	token    string    // of the claim
	summary  Summary

	in *dueQueue // the queue it stands in, or nil
	at int       // its place there
}

// keptMessage is a message that is not worked on yet.
type keptMessage struct {
	message Message
	due     time.Time // when its order became due for it
}

// order returns what is kept of an order, and begins to keep it if nothing is.
func (m *Memory) order(id string) *keptOrder {
	k, ok := m.orders[id]
	if !ok {
		k = &keptOrder{id: id, byKey: map[string]*PendingEffect{}}
		m.orders[id] = k
		m.came = append(m.came, k)
	}
	return k
}

// Load implements Store. The events are those of the store: they never change, and appending to them makes a copy.
func (m *Memory) Load(ctx context.Context, id string) (StoredOrder, error) {
	if err := ctx.Err(); err != nil {
		return StoredOrder{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.orders[id]
	if !ok {
		return StoredOrder{ID: id}, nil
	}
	d := StoredOrder{
		ID: id, Rev: k.rev, Events: slices.Clip(k.events), Refs: slices.Clone(k.refs), Refreshed: k.looked, Wake: k.wake, Summary: k.summary,
	}
	for _, o := range k.effects {
		if o.Phase.Open() {
			d.Effects = append(d.Effects, o.clone())
		}
	}
	for _, w := range k.messages {
		d.Messages = append(d.Messages, w.message.clone())
	}
	return d, nil
}

// Find implements Store.
func (m *Memory) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
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
func (m *Memory) Save(ctx context.Context, id string, rev int, b Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	at := 0
	if k, ok := m.orders[id]; ok {
		at = k.rev
	}
	if rev != at {
		return fmt.Errorf("order %s is at revision %d, not %d: %w", id, at, rev, ErrConflict)
	}
	if k := m.orders[id]; b.Token != "" && (k == nil || k.token != b.Token) {
		return fmt.Errorf("order %s is claimed by somebody else: %w", id, ErrConflict)
	}
	for _, r := range b.Refs {
		if by, ok := m.refs[r]; ok && by != id {
			return &RefTaken{Ref: r, By: by}
		}
	}
	// From here on nothing can fail.
	k := m.order(id)
	k.rev++
	k.events = append(k.events, b.Events...)
	for _, r := range b.Refs {
		if _, ok := m.refs[r]; !ok {
			m.refs[r] = id
			k.refs = append(k.refs, r)
		}
	}
	for _, o := range b.Effects {
		m.owe(k, o.clone())
	}
	m.write(b.Journal)
	if !b.Refreshed.IsZero() {
		k.looked = b.Refreshed
	}
	k.summary = b.Summary
	k.summary.ID = id
	k.wake = earlierOf(b.Wake, k.settle(b))
	if b.Token != "" {
		k.hold(b.Token, b.Claim)
	}
	m.queue(k)
	return nil
}

// owe takes up an effect that is new or has changed.
func (m *Memory) owe(k *keptOrder, o PendingEffect) {
	if old, ok := k.byKey[o.Key]; ok {
		*old = o
		return
	}
	k.byKey[o.Key] = &o
	k.effects = append(k.effects, &o)
	m.owed = append(m.owed, &o)
}

// settle takes messages off that were worked on and notes what became of those that failed. It returns when the order is
// due for messages that came after the dossier was loaded.
func (k *keptOrder) settle(b Batch) (due time.Time) {
	k.messages = slices.DeleteFunc(k.messages, func(w keptMessage) bool { return slices.Contains(b.Done, w.message.N) })
	for i := range k.messages {
		w := &k.messages[i]
		if f := slices.IndexFunc(b.Failed, func(f Message) bool { return f.N == w.message.N }); f >= 0 {
			w.message.Attempts, w.message.Due, w.message.Problem = b.Failed[f].Attempts, b.Failed[f].Due, b.Failed[f].Problem
		}
		if w.message.N > b.Seen {
			due = earlierOf(due, w.due)
		}
	}
	return due
}

// Receive implements Store.
func (m *Memory) Receive(ctx context.Context, mail Incoming) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := (cursorName{mail.Account, mail.Stream}); s != (cursorName{}) {
		if at := m.cursors[s]; at != mail.From {
			return fmt.Errorf("cursor %s of %s is at %q, not %q: %w", s.name, s.account, at, mail.From, ErrConflict)
		}
		m.cursors[s] = mail.To
	}
	for _, msg := range mail.Messages {
		if msg.Key != "" {
			d := messageKey{msg.Account, msg.Key}
			if m.heard[d] {
				continue
			}
			m.heard[d] = true
		}
		m.inbox++
		msg = msg.clone()
		msg.N = m.inbox
		k := m.order(msg.Order)
		k.messages = append(k.messages, keptMessage{msg, mail.Due})
		k.wake = earlierOf(k.wake, mail.Due)
		m.queue(k)
	}
	return nil
}

// Cursor implements Store.
func (m *Memory) Cursor(ctx context.Context, account, name string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.cursors[cursorName{account, name}], nil
}

// clone is a copy that shares nothing.
func (m Message) clone() Message {
	m.Data = slices.Clone(m.Data)
	return m
}

// clone is a copy that shares nothing.
func (o PendingEffect) clone() PendingEffect {
	o.Units, o.Data, o.Outcome.May = slices.Clone(o.Units), slices.Clone(o.Data), slices.Clone(o.Outcome.May)
	return o
}
