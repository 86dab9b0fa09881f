package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// The kinds of messages.
const (
	kindNews    = "news"    // a channels.News
	kindChanges = "changes" // a list of erp.Change
)

// orderID is the id of a channel's order here.
func orderID(account, id string) string { return account + "/" + id }

// receive works on messages of one account, and saves what came of it together with the news that they are done.
func (k *desk) receive(ctx context.Context, ms []Message) error {
	a := k.b.accounts[ms[0].Account]
	var err error
	switch {
	case a == nil:
		return k.putOff(ctx, ms, fmt.Errorf("account %q is not connected here", ms[0].Account))
	case k.known() && !k.routed:
		return k.putOff(ctx, ms, &noRouteError{k.view().Ref.Account, k.view().Scheme})
	case ms[0].Kind == kindNews && a.channel != nil:
		err = k.news(ctx, a, ms[0])
	case ms[0].Kind == kindChanges && a.system != nil:
		err = k.changes(ctx, a, ms)
	default:
		err = &badMessage{fmt.Errorf("a message of kind %q from %s", ms[0].Kind, a.vendor())}
	}
	if ctx.Err() != nil && err != nil {
		return ctx.Err() // stopped, not failed: it is still there
	}
	if noRoute := (*noRouteError)(nil); errors.As(err, &noRoute) {
		return k.putOff(ctx, ms, err)
	}
	for _, m := range ms {
		if err == nil {
			k.batch.Done = append(k.batch.Done, m.N)
			continue
		}
		k.fail(m, err)
	}
	return k.saveOr(ctx, func(taken *RefTaken) {
		for _, m := range ms {
			k.fail(m, taken)
		}
	})
}

// putOff leaves messages until the bridge is put right, or another one works on them: it says nothing about them.
func (k *desk) putOff(ctx context.Context, ms []Message, why error) error {
	now := k.b.now()
	for _, m := range ms {
		m.Due, m.Problem, m.Tries = now.Add(lookAgainAfter), why.Error(), max(m.Tries, 1)
		k.batch.Failed = append(k.batch.Failed, m)
	}
	k.note(LevelError, ms[0].Account, "route", "what came in waits: "+why.Error())
	k.once("route/" + k.d.ID + "/" + ms[0].Account + "/" + now.Format(hourly))
	return k.save(ctx)
}

// noRouteError says that an order has no route.
type noRouteError struct {
	account string
	scheme  order.SchemeCode
}

func (e *noRouteError) Error() string {
	return fmt.Sprintf("no route says where orders of %s with scheme %q go: add one", e.account, e.scheme)
}

// badMessage is a message that no try can help.
type badMessage struct{ error }

func (e *badMessage) Unwrap() error { return e.error }

// hopeless tells whether it is of no use to try a message again before a person has looked.
func hopeless(m Message, err error) bool {
	var refused *order.Refused
	var bad *badMessage
	var taken *RefTaken
	if errors.As(err, &refused) || errors.As(err, &bad) || errors.As(err, &taken) {
		return true
	}
	switch ordo.ClassOf(err) {
	case ordo.Invalid, ordo.Unsupported:
		return true
	case ordo.NotFound:
		return m.Kind == kindChanges // people deleted it there
	}
	return false
}

// fail keeps a message that could not be worked on. What may be better later is tried again, the rest waits for a person.
func (k *desk) fail(m Message, err error) {
	now := k.b.now()
	m.Problem, m.Due = err.Error(), time.Time{}
	if ordo.ClassOf(err) == ordo.Auth { // it says nothing about the message
		m.Due, m.Tries = now.Add(lookAgainAfter), max(m.Tries, 1)
		k.batch.Failed = append(k.batch.Failed, m)
		k.note(LevelError, m.Account, "auth", "the account does not let us in; what came from it waits: "+m.Problem)
		k.once("auth/" + m.Account + "/" + now.Format(hourly))
		return
	}
	m.Tries++
	level, what := LevelError, "bad-message"
	text := "what came in cannot be worked on: " + m.Problem
	if m.Tries < k.b.most && !hopeless(m, err) {
		m.Due = now.Add(k.b.pause(m.Tries, err))
		level, what = LevelWarning, "retry"
	} else {
		text += fmt.Sprintf("; it is kept as message %d until RetryMessage or Dismiss", m.N)
	}
	k.batch.Failed = append(k.batch.Failed, m)
	k.note(level, m.Account, what, text)
}

// news takes up what a channel told by itself.
func (k *desk) news(ctx context.Context, a *account, m Message) error {
	var n channels.News
	if err := json.Unmarshal(m.Data, &n); err != nil {
		return &badMessage{err}
	}
	if !k.known() && n.Placed != nil {
		if err := k.place(a, *n.Placed, n.Occurred); err != nil {
			return err
		}
	}
	if !k.known() { // about an order that was not announced, or not yet
		r, err := k.b.readOne(ctx, a, n.ID)
		if err != nil {
			return err
		}
		if err := k.takeUp(a, r); err != nil {
			return err
		}
	}
	for _, p := range n.Paid {
		if err := k.hear(a, order.RoleChannel, n.Occurred, p); err != nil {
			return err
		}
	}
	if n.Cancelled == nil {
		return nil
	}
	return k.hear(a, order.RoleChannel, n.Occurred, *n.Cancelled)
}

// place makes the order as the channel announced it.
func (k *desk) place(a *account, d order.Draft, occurred time.Time) error {
	r, ok := k.b.route(a.name, d.Scheme)
	if !ok {
		return &noRouteError{a.name, d.Scheme}
	}
	if d.Scheme == "" {
		d.Scheme = r.Scheme
	}
	d.ID, d.Authority, d.Ref.Account = k.d.ID, r.Authority, a.name
	o, _, err := order.New(d, k.from(a, order.RoleChannel, occurred), k.b.orders...)
	if err != nil {
		return err
	}
	k.begin(a, o)
	return nil
}

// takeUp makes the order as the channel has it now.
func (k *desk) takeUp(a *account, r channels.Reading) error {
	if r.Problem != nil {
		return r.Problem
	}
	s := r.Snapshot
	rt, ok := k.b.route(a.name, s.Scheme)
	if !ok {
		return &noRouteError{a.name, s.Scheme}
	}
	if s.Scheme == "" {
		s.Scheme = rt.Scheme
	}
	s.ID, s.Authority, s.Ref.Account = k.d.ID, rt.Authority, a.name
	s = living(s)
	o, _, err := order.Import(s, k.from(a, order.RoleChannel, r.Occurred), k.b.orders...)
	if err != nil {
		return err
	}
	k.begin(a, o)
	k.batch.Looked = k.b.now()
	k.heard(a, k.hear(a, order.RoleChannel, r.Occurred, r.Reports...))
	k.label(a, order.RoleChannel, r.Status)
	return nil
}

// living takes up cancelled units where they began, so that the report that follows says why they were cancelled: a
// snapshot says only that they are.
func living(s order.Snapshot) order.Snapshot {
	if s.State == status.ItemCancelled {
		s.State = 0
	}
	s.Standing = slices.DeleteFunc(slices.Clone(s.Standing), func(m order.Move) bool { return m.State == status.ItemCancelled })
	return s
}

// begin puts a new order on the desk and gives it its names.
func (k *desk) begin(a *account, o *order.Order) {
	k.take(o)
	k.batch.Refs = append(k.batch.Refs, channelRef(a, k.view().Ref.ID))
	k.nameInERP()
}

// nameInERP gives the order its name in the ERP, if the ERP does not give it itself.
func (k *desk) nameInERP() {
	if e := k.erp(); e != nil {
		if r := e.system.Ref(k.view()); !r.IsZero() {
			r.System, r.Account = e.vendor(), e.name
			k.batch.Refs = append(k.batch.Refs, r)
		}
	}
}

// channelRef is the name by which an order of a channel is found.
func channelRef(a *account, id string) order.Ref {
	return order.Ref{System: a.vendor(), Account: a.name, Kind: "order", ID: id}
}

// changes takes up what people did in the ERP.
func (k *desk) changes(ctx context.Context, a *account, ms []Message) error {
	var all []erp.Change
	for _, m := range ms {
		var cs []erp.Change
		if err := json.Unmarshal(m.Data, &cs); err != nil {
			return &badMessage{err}
		}
		all = append(all, cs...)
	}
	if !k.known() {
		return &badMessage{errors.New("changes to an order that is not known here")}
	}
	return k.readERP(ctx, a, all)
}

// readERP reads the order in the ERP and takes up what it says.
func (k *desk) readERP(ctx context.Context, a *account, cs []erp.Change) error {
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	r, err := a.system.Read(rctx, cs, k.view())
	if err != nil {
		return err
	}
	if r.Status != "" {
		k.label(a, order.RoleERP, r.Status)
		k.shown, k.shownAt = r.Status, k.b.now()
	}
	return k.hear(a, order.RoleERP, r.Occurred, r.Reports...)
}

// hear takes up reports of an account. One that makes no sense does not keep the others from being heard.
func (k *desk) hear(a *account, role order.Role, occurred time.Time, reports ...order.Observation) error {
	var errs []error
	for _, r := range reports {
		if d, ok := r.(order.DateReport); ok && k.movingDate(a) {
			d.Window = order.Window{} // what it shows is what it is about to be told otherwise
			r = d
		}
		if _, err := k.o.Observe(r, k.from(a, role, occurred)); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// movingDate tells whether an account is still to be told of another delivery window.
func (k *desk) movingDate(a *account) bool {
	return slices.ContainsFunc(k.reckon(), func(w Owed) bool {
		return w.Kind == order.EffectMoveDate && w.Target.Account == a.name && (w.Phase == PhaseOwed || w.Phase == PhaseSending)
	})
}

// label keeps the status that an outside system shows beside the order's own.
func (k *desk) label(a *account, role order.Role, code string) {
	if k.view().Labels[a.name] == code {
		return
	}
	if _, err := k.o.Do(order.Label{Key: a.name, Text: code}, k.from(a, role, time.Time{})); err != nil {
		k.note(LevelWarning, a.name, "label", err.Error())
	}
}

// from says that an account tells something now. A time of its own that lies in the future is not believed.
func (k *desk) from(a *account, role order.Role, occurred time.Time) order.By {
	now := k.b.now()
	if occurred.After(now) {
		occurred = time.Time{}
	}
	return order.By{Actor: order.Actor{Role: role, System: a.name}, At: now, Occurred: occurred}
}

// readOne reads one order of a channel.
func (b *Bridge) readOne(ctx context.Context, a *account, id string) (channels.Reading, error) {
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for r, err := range a.channel.Orders(rctx, id) {
		if err != nil {
			return channels.Reading{}, err
		}
		if r.ID == id {
			return r, nil
		}
	}
	return channels.Reading{}, &ordo.Error{
		System: a.vendor(), Account: a.name, Op: "orders", Class: ordo.NotFound, Text: "order " + id + " is not there, or not yet",
	}
}
