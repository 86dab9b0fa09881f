package bridge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// lease is how long an order belongs to one worker without a word from it. It is longer than any call may take.
const lease = 5 * time.Minute

// desk is one order that is worked on: what the store has of it, and what is to be written.
type desk struct {
	b      *Bridge
	d      StoredOrder
	o      *order.Order // nil while the order is not known
	route  Route
	routed bool // there is a route
	batch  Batch
	since  int    // how many events are in the store
	token  string // of the claim; empty where there is none
	look   bool   // read the channel next
	idle   bool   // nothing was found to be done

	corrects bool // people have set a status in the ERP

	shown   string    // what the ERP showed
	shownAt time.Time // when it was read in this run of work

	wanted string     // what the ERP was to show of the order as it is in the store
	seen   order.View // of version seenAt
	seenAt int
}

// open takes an order from the store.
func (b *Bridge) open(ctx context.Context, id string) (*desk, error) {
	d, err := b.store.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	b.sane(&d, b.now())
	k := &desk{b: b, d: d}
	if len(d.Events) == 0 {
		return k, nil
	}
	o, err := order.Replay(d.Events, b.orders...)
	if err != nil {
		return nil, &damagedError{d, err}
	}
	k.take(o)
	k.since = len(d.Events)
	k.wanted = k.shows()
	return k, nil
}

// take puts an order on the desk.
func (k *desk) take(o *order.Order) {
	k.o = o
	k.route, k.routed = k.b.route(k.view().Ref.Account, k.view().Scheme)
}

// reopen takes the order from the store again, as somebody else has left it.
func (k *desk) reopen(ctx context.Context) error {
	again, err := k.b.open(ctx, k.d.ID)
	if err != nil {
		return err
	}
	again.token = k.token
	*k = *again
	return nil
}

// damagedError says that an order cannot be rebuilt from what the store has of it.
type damagedError struct {
	d   StoredOrder
	err error
}

func (e *damagedError) Error() string { return "order " + e.d.ID + ": " + e.err.Error() }
func (e *damagedError) Unwrap() error { return e.err }

// view is the order as it stands.
func (k *desk) view() order.View {
	if n := k.o.Version(); k.seenAt != n {
		k.seen, k.seenAt = k.o.View(), n
	}
	return k.seen
}

// shows is what the ERP is to show of the order.
func (k *desk) shows() string {
	if a := k.erp(); a != nil {
		return a.system.StatusFor(k.view())
	}
	return ""
}

// known tells whether the order is known here.
func (k *desk) known() bool { return k.o != nil }

// channel and erp are the accounts of the order's route; nil where there is none.
func (k *desk) channel() *account { return k.b.accounts[k.route.Channel] }
func (k *desk) erp() *account     { return k.b.accounts[k.route.ERP] }

// by is the bridge itself.
func (k *desk) by() order.By {
	return order.By{Actor: order.Actor{Role: order.RoleSystem, System: "ordo"}, At: k.b.now()}
}

// automatic does what the bridge does by itself: it lets shipments go that carrier and ERP have taken up, and answers
// requests that no person is to answer.
func (k *desk) automatic() {
	k.sendAccepted()
	if !k.routed || k.route.Answers != AnswerAtOnce || k.o.Held() {
		return
	}
	for _, q := range k.view().Requests {
		if q.Answered {
			continue
		}
		if _, err := k.o.Do(order.AnswerCancelRequest{Request: q.N}, k.by()); err != nil {
			k.note(LevelError, k.route.Channel, "request", fmt.Sprintf("request %d cannot be answered: %v", q.N, err))
		}
	}
}

// summary is what lists show of the order.
func (k *desk) summary() Summary {
	s := k.d.Summary
	s.ID, s.Stuck = k.d.ID, false
	if k.known() {
		v := k.view()
		s = Summary{ID: v.ID, Ref: v.Ref, Number: v.Number, Scheme: v.Scheme, State: v.State, Total: v.Total, Held: k.o.Held(), Placed: v.Placed, Updated: v.Updated}
		for _, q := range v.Requests {
			s.RequestOpen = s.RequestOpen || !q.Answered
		}
	}
	s.Stuck = k.known() && !k.routed && !ended(k.view().State)
	now := k.b.now()
	for _, w := range k.reckon() {
		s.Stuck = s.Stuck || w.Phase == PhaseParked || w.Phase == PhaseInDoubt || w.Attempts > 0 && now.Sub(w.Since) > inVain
	}
	for _, m := range k.left() {
		s.Stuck = s.Stuck || m.Attempts > 0 && (m.Due.IsZero() || now.Sub(m.At) > inVain)
	}
	return s
}

// inVain is how long something may be tried before an order counts as stuck.
const inVain = time.Hour

// left are the messages that are not worked on once the batch is written.
func (k *desk) left() []Message {
	var out []Message
	for _, m := range k.d.Messages {
		if slices.Contains(k.batch.Done, m.N) {
			continue
		}
		for _, f := range k.batch.Failed {
			if f.N == m.N {
				m = f
			}
		}
		out = append(out, m)
	}
	return out
}

// ended tells whether neither channel nor ERP have anything more to say about the order.
func ended(s status.OrderState) bool {
	switch s {
	case status.OrderCancelled, status.OrderRefused, status.OrderReturned, status.OrderCompleted, status.OrderDelivered, status.OrderPartlyDelivered:
		return true
	}
	return false
}
