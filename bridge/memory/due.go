package memory

import (
	"container/heap"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// dueQueue is orders, the earliest first. It is a heap: what an order costs here grows with the logarithm of their
// number.
type dueQueue struct {
	by     func(*keptOrder) time.Time
	orders []*keptOrder
}

var _ heap.Interface = (*dueQueue)(nil)

// Len implements heap.Interface.
func (q *dueQueue) Len() int { return len(q.orders) }

// Less implements heap.Interface.
func (q *dueQueue) Less(i, j int) bool { return q.by(q.orders[i]).Before(q.by(q.orders[j])) }

// Swap implements heap.Interface.
func (q *dueQueue) Swap(i, j int) {
	q.orders[i], q.orders[j] = q.orders[j], q.orders[i]
	q.orders[i].at, q.orders[j].at = i, j
}

// Push implements heap.Interface.
func (q *dueQueue) Push(x any) {
	if k, ok := x.(*keptOrder); ok {
		k.in, k.at = q, len(q.orders)
		q.orders = append(q.orders, k)
	}
}

// Pop implements heap.Interface.
func (q *dueQueue) Pop() any {
	n := len(q.orders) - 1
	k := q.orders[n]
	q.orders[n] = nil
	q.orders = q.orders[:n]
	k.in = nil
	return k
}

// due returns the first order if its time has come by now, or nil.
func (q *dueQueue) due(now time.Time) *keptOrder {
	if len(q.orders) == 0 || q.by(q.orders[0]).After(now) {
		return nil
	}
	return q.orders[0]
}

// first returns when the first order's time comes, or the zero time.
func (q *dueQueue) first() time.Time {
	if len(q.orders) == 0 {
		return time.Time{}
	}
	return q.by(q.orders[0])
}

// again is when an order that is claimed may be claimed again: when the claim is over and the order is due.
func (k *keptOrder) again() time.Time {
	if k.claim.After(k.wake) {
		return k.claim
	}
	return k.wake
}

// queue puts an order where it belongs after its wake or claim has changed.
func (m *Store) queue(k *keptOrder) {
	to := &m.free
	switch {
	case k.wake.IsZero():
		to = nil
	case !k.claim.IsZero():
		to = &m.held
	}
	if k.in != nil && k.in == to {
		heap.Fix(to, k.at)
		return
	}
	if k.in != nil {
		heap.Remove(k.in, k.at)
	}
	if to != nil {
		heap.Push(to, k)
	}
}

// hold claims an order until a time; a zero time ends the claim.
func (k *keptOrder) hold(token string, until time.Time) {
	if until.IsZero() {
		token = ""
	}
	k.token, k.claim = token, until
}

// Claim implements Store.
func (m *Store) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for k := m.held.due(now); k != nil; k = m.held.due(now) {
		k.claim = time.Time{} // the token stays valid until another worker claims the order
		m.queue(k)
	}
	for _, k := range slices.Clone(m.held.orders) { // few: those that are worked on, or were when a process ended
		if k.claim.After(now.Add(bridge.MaxClaim)) {
			k.claim = time.Time{}
			m.queue(k)
		}
	}
	wanted := m.dueAmong(ids, now)
	var claims []bridge.Claim
	for len(claims) < n {
		k := m.free.due(now)
		if len(ids) > 0 {
			if k = nil; len(wanted) > 0 {
				k, wanted = wanted[0], wanted[1:]
			}
		}
		if k == nil {
			break
		}
		heap.Remove(&m.free, k.at) // also if until is zero: nobody is claimed twice here
		m.claims++
		claims = append(claims, bridge.Claim{ID: k.id, Token: strconv.FormatInt(m.claims, 10)})
	}
	for _, c := range claims {
		k := m.orders[c.ID]
		k.hold(c.Token, until)
		m.queue(k)
	}
	return claims, nil
}

// dueAmong returns those of some orders that may be claimed, those that are due longest first.
func (m *Store) dueAmong(ids []string, now time.Time) []*keptOrder {
	var out []*keptOrder
	for _, id := range ids {
		if k, ok := m.orders[id]; ok && k.in == &m.free && !k.wake.After(now) && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b *keptOrder) int { return a.wake.Compare(b.wake) })
	return out
}

// Release implements Store.
func (m *Store) Release(ctx context.Context, c bridge.Claim) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if k, ok := m.orders[c.ID]; ok && k.token == c.Token && c.Token != "" {
		k.hold("", time.Time{})
		m.queue(k)
	}
	return nil
}

// Next implements Store. An order that is claimed counts from the later of its time and the claim's end.
func (m *Store) Next(ctx context.Context) (time.Time, error) {
	if err := ctx.Err(); err != nil {
		return time.Time{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return earlierOf(m.free.first(), m.held.first()), nil
}

// earlierOf returns the earlier of two times of which a zero one means never.
func earlierOf(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
