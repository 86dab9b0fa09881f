package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// The kinds of messages.
const (
	kindNews    = "news"    // a channels.News
	kindChanges = "changes" // a list of erp.Change
	kindMoney   = "money"   // a money: what a gateway or registrar told
	kindParcels = "parcels" // a list of order.Ref: parcels that have changed
)

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
	case ms[0].Kind == kindMoney && (a.gateway != nil || a.registrar != nil):
		err = k.moneyTold(ctx, a, ms[0])
	case ms[0].Kind == kindParcels && a.carrier != nil:
		err = k.parcelsTold(ctx, a, ms[0])
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

// news takes up what a channel told by itself.
func (k *desk) news(ctx context.Context, a *account, m Message) error {
	var n channels.News
	if err := json.Unmarshal(m.Data, &n); err != nil {
		return &badMessage{err}
	}
	if err := fitID(n.ID); err != nil {
		return &badMessage{fmt.Errorf("the id of the order: %w", err)}
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
		if err := k.hear(a, n.Occurred, p); err != nil {
			return err
		}
	}
	if n.Cancelled == nil {
		return nil
	}
	return k.hear(a, n.Occurred, *n.Cancelled)
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
	before := k.o.Version()
	if err := k.readERP(ctx, a, all, fmt.Sprintf("%s/%d", a.name, ms[len(ms)-1].N)); err != nil {
		return err
	}
	k.corrects = true
	for e := range k.o.Events(order.Filter{}) {
		if e.N <= before {
			continue
		}
		switch e.Body.(type) {
		case order.Labelled, order.IntentDeclined:
		default:
			k.revive()
			return nil
		}
	}
	return nil
}

// readERP reads the order in the ERP and takes up what it says. The key makes what people did once be told once, also if it
// was refused for the same reason before; what is seen by looking has none.
func (k *desk) readERP(ctx context.Context, a *account, cs []erp.Change, key string) error {
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
	for i, x := range r.Reports {
		by := k.from(a, order.RoleERP, r.Occurred)
		if key != "" {
			by.Key = fmt.Sprintf("%s/%d", key, i)
		}
		if _, err := k.o.Observe(x, by); err != nil {
			return err
		}
	}
	for _, text := range r.Warnings {
		k.remark(text)
	}
	return nil
}

// remark tells the people in the ERP something once.
func (k *desk) remark(text string) {
	said := "told/" + key(order.Ref{}, "", "", 0, text)
	evs, err := k.o.Do(order.Label{Key: said, Text: "yes"}, k.by())
	if err != nil || len(evs) == 0 {
		return
	}
	k.note(LevelNotice, k.route.ERP, "remark", text)
	k.tellERP(NoteWarning, evs[0], text, k.b.now())
}

// hear takes up reports of the channel. One that makes no sense does not keep the others from being heard.
func (k *desk) hear(a *account, occurred time.Time, reports ...order.Observation) error {
	var errs []error
	for _, r := range reports {
		if d, ok := r.(order.DateReport); ok && k.movingDate(a) {
			d.Window = order.Window{} // what it shows is what it is about to be told otherwise
			r = d
		}
		if _, err := k.o.Observe(r, k.from(a, order.RoleChannel, occurred)); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// movingDate tells whether an account is still to be told of another delivery window.
func (k *desk) movingDate(a *account) bool {
	return slices.ContainsFunc(k.reckon(), func(w PendingEffect) bool {
		return w.Kind == order.EffectMoveDate && w.Target.Account == a.name && (w.Phase == PhasePending || w.Phase == PhaseSending)
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
