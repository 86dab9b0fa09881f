package storetest

import (
	"cmp"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// model is what a store must hold after some calls, kept in the simplest way that can be read at a glance. It makes no
// attempt to be quick.
type model struct {
	sheets  map[string]*sheet
	names   map[order.Ref]string
	owed    []bridge.PendingEffect // of all orders, settled ones as well
	heard   map[string]bool
	cursor  string
	journal []bridge.Entry
	values  map[string]string
	runs    []bridge.Run
}

// sheet is an order in the model.
type sheet struct {
	order    *order.Order // nil if none was placed
	rev      int
	events   []order.Event
	refs     []order.Ref
	messages []bridge.Message
	due      map[string]time.Time // by the key of the message: when it made the order due
	looked   time.Time
	wake     time.Time
	claim    time.Time // until when it is claimed; a claim that is over is there until somebody takes the order
	token    string    // of the claim, or empty
	summary  bridge.Summary
}

func newModel() *model {
	return &model{sheets: map[string]*sheet{}, names: map[order.Ref]string{}, heard: map[string]bool{}, values: map[string]string{}}
}

// sheet returns an order's sheet and makes it if need be.
func (m *model) sheet(id string) *sheet {
	if m.sheets[id] == nil {
		m.sheets[id] = &sheet{due: map[string]time.Time{}}
	}
	return m.sheets[id]
}

// taken returns the first name of a batch that another order has.
func (m *model) taken(id string, b bridge.Batch) *bridge.RefTaken {
	for _, r := range b.Refs {
		if owner := m.names[r]; owner != "" && owner != id {
			return &bridge.RefTaken{Ref: r, By: owner}
		}
	}
	return nil
}

// save writes a batch that meets no conflict.
func (m *model) save(id string, b bridge.Batch) {
	s := m.sheet(id)
	s.rev++
	s.events = append(s.events, b.Events...)
	for _, r := range b.Free {
		if m.names[r] == id {
			delete(m.names, r)
			s.refs = slices.DeleteFunc(s.refs, func(x order.Ref) bool { return x == r })
		}
	}
	for _, r := range b.Refs {
		if m.names[r] == "" {
			m.names[r] = id
			s.refs = append(s.refs, r)
		}
	}
	for _, o := range b.Effects {
		i := slices.IndexFunc(m.owed, func(old bridge.PendingEffect) bool { return old.Order == id && old.Key == o.Key })
		if i < 0 {
			m.owed = append(m.owed, o)
		} else {
			m.owed[i] = o
		}
	}
	s.wake = b.Wake
	var left []bridge.Message
	for _, msg := range s.messages {
		if slices.Contains(b.Done, msg.N) {
			continue
		}
		if i := slices.IndexFunc(b.Failed, func(f bridge.Message) bool { return f.N == msg.N }); i >= 0 {
			msg.Attempts, msg.Due, msg.Problem = b.Failed[i].Attempts, b.Failed[i].Due, b.Failed[i].Problem
		}
		if due := s.due[msg.Key]; msg.N > b.Seen && (s.wake.IsZero() || due.Before(s.wake)) {
			s.wake = due
		}
		left = append(left, msg)
	}
	s.messages = left
	if !b.Refreshed.IsZero() {
		s.looked = b.Refreshed
	}
	s.summary = b.Summary
	switch {
	case b.Token == "":
	case b.Claim.IsZero():
		s.token, s.claim = "", never
	default:
		s.claim = b.Claim
	}
	m.write(b.Journal...)
}

// receive stores the messages that are new; their numbers are filled in when the store has told them.
func (m *model) receive(mail bridge.Incoming) {
	if mail.Stream != "" {
		m.cursor = mail.To
	}
	for _, msg := range mail.Messages {
		if m.heard[msg.Key] {
			continue
		}
		m.heard[msg.Key] = true
		s := m.sheet(msg.Order)
		s.messages = append(s.messages, msg)
		s.due[msg.Key] = mail.Due
		if s.wake.IsZero() || mail.Due.Before(s.wake) {
			s.wake = mail.Due
		}
	}
}

// stale reports whether a batch has a token that is not that of its order's claim.
func (m *model) stale(id string, b bridge.Batch) bool {
	return b.Token != "" && (m.sheets[id] == nil || m.sheets[id].token != b.Token)
}

// release ends a claim.
func (m *model) release(c bridge.Claim) {
	if s := m.sheets[c.ID]; s != nil && c.Token != "" && s.token == c.Token {
		s.token, s.claim = "", never
	}
}

func (m *model) write(es ...bridge.Entry) {
	for _, e := range es {
		if e.Key == "" || !slices.ContainsFunc(m.journal, func(w bridge.Entry) bool { return w.Key == e.Key }) {
			m.journal = append(m.journal, e)
		}
	}
}

// ran keeps the record of a pass.
func (m *model) ran(r bridge.Run) {
	if i := slices.IndexFunc(m.runs, func(x bridge.Run) bool { return x.Key == r.Key }); i >= 0 {
		m.runs[i] = r
		return
	}
	m.runs = append(m.runs, r)
}

// due returns the orders that may be claimed, the longest due first.
func (m *model) due(now time.Time) []string {
	var ids []string
	for id, s := range m.sheets {
		if !s.wake.IsZero() && !s.wake.After(now) && !s.claim.After(now) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(m.sheets[a].wake.Compare(m.sheets[b].wake), cmp.Compare(a, b))
	})
	return ids
}

// next is when the first order may be claimed.
func (m *model) next() time.Time {
	var next time.Time
	for _, s := range m.sheets {
		at := s.wake
		if s.claim.After(at) {
			at = s.claim
		}
		if !s.wake.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// storedOrder is what a load returns.
func (m *model) storedOrder(id string) bridge.StoredOrder {
	s := m.sheets[id]
	if s == nil {
		return bridge.StoredOrder{ID: id}
	}
	d := bridge.StoredOrder{ID: id, Rev: s.rev, Events: s.events, Refs: s.refs, Messages: s.messages, Refreshed: s.looked, Wake: s.wake, Summary: s.summary}
	for _, o := range m.owed {
		if o.Order == id && o.Phase.Open() {
			d.Effects = append(d.Effects, o)
		}
	}
	return d
}
