package bridge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// lease is how long a claim lasts without being renewed. It is longer than any call may take.
const lease = 5 * time.Minute

// job is one order that is being worked on: what the store has of it, and the batch that is to be written.
type job struct {
	*core
	stored StoredOrder
	order  *order.Order // nil while the order is not known
	route  Route
	routed bool // there is a route
	batch  Batch
	saved  int    // number of the last event in the store
	token  string // of the claim; empty where there is none

	released bool // a save has ended the claim: the order is no longer this worker's

	begun      string // key of the effect that this worker has marked as being sent, and not called yet
	compared   bool   // just before that, nothing new about the order was in the store
	beforeSave func() // adds what goes into the same write; it is called once

	readNext bool                 // read the channel next
	reading  any                  // of the channel, made in advance; nil if there is none
	idle     bool                 // nothing was found to be done
	notes    []note               // for people, not among the effects yet
	erp      map[string]*erpState // by account

	seen   order.View // of version seenAt
	seenAt int
}

// erpState is what is remembered of an ERP while an order is worked on.
type erpState struct {
	want     string    // what it is to show of the order as it is in the store
	shown    string    // what it showed
	shownAt  time.Time // when it was read
	byPeople bool      // people have set a status there
	asked    time.Time // when people's changes were asked for
	waitsFor string    // what the order waits for before it is sent there; empty: nothing
	waited   bool      // it waited when it was saved last

	stored order.View // the order as it is in the store
	seen   *shownSums // what it showed and was not compared yet
	rows   bool       // people changed its rows: they are to be written

	reserved []order.Reserved // what it keeps for the order, as it was read; nil if it was not
}

// shownSums is what an ERP showed of an order, and the order as it was written there; nil if it was only read.
type shownSums struct {
	sums    order.Sums
	written *order.View
}

// erpAt returns what is remembered of an ERP.
func (j *job) erpAt(account string) *erpState {
	if j.erp == nil {
		j.erp = map[string]*erpState{}
	}
	if j.erp[account] == nil {
		j.erp[account] = &erpState{}
	}
	return j.erp[account]
}

// load loads an order from the store.
func (c *core) load(ctx context.Context, id string) (*job, error) {
	d, err := c.store.Load(ctx, id)
	if errors.Is(err, ErrDamaged) {
		return nil, &damagedError{d, err}
	}
	if err != nil {
		return nil, err
	}
	j := &job{core: c, stored: d}
	if len(d.Events) == 0 {
		return j, nil
	}
	o, err := order.Replay(d.Events, c.orders...)
	if err != nil {
		return nil, &damagedError{d, err}
	}
	j.begin(o)
	j.saved = len(d.Events)
	return j, nil
}

// damagedError says that an order cannot be rebuilt from what the store has of it.
type damagedError struct {
	stored StoredOrder
	err    error
}

func (e *damagedError) Error() string { return "order " + e.stored.ID + ": " + e.err.Error() }
func (e *damagedError) Unwrap() error { return e.err }

// begin gives the job its order, and the order its route.
func (j *job) begin(o *order.Order) {
	j.order = o
	j.route, j.routed = j.routeOf(j.view().Ref.Account, j.view().Scheme)
}

// known reports whether the order is known here.
func (j *job) known() bool { return j.order != nil }

// view returns the order as it stands.
func (j *job) view() order.View {
	if n := j.order.Version(); j.seenAt != n {
		j.seen, j.seenAt = j.order.View(), n
	}
	return j.seen
}

// fromBridge is the author of what the bridge does itself.
func (j *job) fromBridge() order.By {
	return order.By{Actor: order.Actor{Role: order.RoleSystem, System: "ordo"}, At: j.now()}
}

// from is the author of what an account reports now. A time of its own that lies in the future is not used.
func (j *job) from(a *account, role order.Role, occurred time.Time) order.By {
	now := j.now()
	if occurred.After(now) {
		occurred = time.Time{}
	}
	return order.By{Actor: order.Actor{Role: role, System: a.name}, At: now, Occurred: occurred}
}

// newEvents returns the events that are not in the store yet.
func (j *job) newEvents() []order.Event {
	var out []order.Event
	for e := range j.order.Events(order.Filter{}) {
		if e.N > j.saved {
			out = append(out, e)
		}
	}
	return out
}

// addRef makes the order found by the name of a thing outside.
func (j *job) addRef(r order.Ref) {
	if !r.IsZero() && !slices.Contains(j.refs(), r) {
		j.batch.Refs = append(j.batch.Refs, r)
	}
}

// dropRef makes the order give up a name.
func (j *job) dropRef(r order.Ref) {
	j.batch.Refs = slices.DeleteFunc(j.batch.Refs, func(x order.Ref) bool { return x == r })
	if slices.Contains(j.stored.Refs, r) && !slices.Contains(j.batch.Free, r) {
		j.batch.Free = append(j.batch.Free, r)
	}
}

// refs returns the order's names in other systems, once the batch is written.
func (j *job) refs() []order.Ref {
	kept := slices.DeleteFunc(slices.Clone(j.stored.Refs), func(r order.Ref) bool { return slices.Contains(j.batch.Free, r) })
	return slices.Concat(kept, j.batch.Refs)
}

// unworked returns the messages that are left once the batch is written.
func (j *job) unworked() []Message {
	var out []Message
	for _, m := range j.stored.Messages {
		if slices.Contains(j.batch.Done, m.N) {
			continue
		}
		for _, f := range j.batch.Failed {
			if f.N == m.N {
				m = f
			}
		}
		out = append(out, m)
	}
	return out
}

// lastMessage returns the greatest number among messages.
func lastMessage(ms []Message) int64 {
	var n int64
	for _, m := range ms {
		n = max(n, m.N)
	}
	return n
}

// isFinal reports whether channel and ERP report nothing more about an order in this state.
func isFinal(s status.OrderState) bool {
	switch s {
	case status.OrderCancelled, status.OrderRefused, status.OrderReturned, status.OrderCompleted, status.OrderDelivered, status.OrderPartlyDelivered:
		return true
	}
	return false
}
