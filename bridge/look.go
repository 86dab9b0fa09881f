package bridge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// lookAgainAfter is when a look that failed is repeated.
const lookAgainAfter = 5 * time.Minute

// looks reads the orders that are to be looked at in their channels, many in one call. What cannot be read so is read by
// itself later.
func (b *Bridge) looks(ctx context.Context, claims []Claim) map[string]*channels.Reading {
	out := map[string]*channels.Reading{}
	if len(claims) == 1 {
		return out
	}
	now := b.now()
	due := map[string][]string{} // by account
	for _, c := range claims {
		k, err := b.open(ctx, c.ID)
		if err != nil || !k.known() || len(k.dueMessages(now)) > 0 {
			continue // whoever works on it says why
		}
		if at := k.lookDue(now); !at.IsZero() && !at.After(now) {
			due[k.route.Channel] = append(due[k.route.Channel], k.view().Ref.ID)
		}
	}
	lctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for name, ids := range due {
		if len(ids) == 1 {
			continue
		}
		for r, err := range b.accounts[name].channel.Orders(lctx, ids...) {
			if err != nil {
				break // each is tried by itself, and says why it failed
			}
			out[orderID(name, r.ID)] = &r
		}
	}
	return out
}

// lookAgain reads the order in its channel, and in its ERP what that does not tell by itself. r is the reading, if there is
// one already.
func (k *desk) lookAgain(ctx context.Context, r *channels.Reading) error {
	k.look = false
	now := k.b.now()
	k.batch.Refreshed = now
	a := k.channel()
	if r == nil {
		one, err := k.b.readOne(ctx, a, k.view().Ref.ID)
		if err != nil {
			return k.lookFailed(ctx, a, err)
		}
		r = &one
	}
	if r.Problem != nil {
		return k.lookFailed(ctx, a, r.Problem)
	}
	if r.Warning != nil {
		k.note(LevelWarning, a.name, "odd-reading", fmt.Sprintf("some of the order cannot be read, or is remarked on: %v", r.Warning))
		k.once("odd-reading/" + k.d.ID + "/" + r.Warning.Error())
	}
	k.heard(a, k.hear(a, r.Occurred, r.Reports...))
	k.behind(a, r.Reports)
	if r.Status != "" {
		k.label(a, order.RoleChannel, r.Status)
	}
	if err := k.lookAtPayments(ctx); err != nil {
		return k.lookFailed(ctx, k.gateway(), err)
	}
	if e := k.erp(); e != nil && k.inBooks() {
		if err := k.compare(ctx, e); err != nil {
			return k.lookFailed(ctx, e, err)
		}
	}
	return k.save(ctx)
}

// compare reads the order in the ERP, where nobody told of a change. If it shows another status than it did, and neither
// what is owed to it nor anything that it has told explains that, people have done it, and the word of it was lost.
func (k *desk) compare(ctx context.Context, a *account) error {
	before, settled := k.view().Labels[a.name], k.settledWith(a)
	if err := k.readERP(ctx, a, nil, ""); err != nil {
		return err
	}
	now := k.view().Labels[a.name]
	if before == "" || now == before || now == a.system.StatusFor(k.view()) || !settled {
		return nil
	}
	if err := k.b.pullChanges(ctx, a); err != nil { // they may be on their way
		return err
	}
	d, err := k.b.store.Load(ctx, k.d.ID)
	if err != nil {
		return err
	}
	if seen(d.Messages) > seen(k.d.Messages) {
		return nil
	}
	version := k.o.Version()
	c := erp.Change{Ref: a.named(k.inERP()), At: k.b.now(), Field: erp.FieldStatus, Value: now}
	if err := k.readERP(ctx, a, []erp.Change{c}, ""); err != nil {
		return err
	}
	text := fmt.Sprintf("it shows %q; it showed %q before, and the order is %s: nothing that it told explains that", now, before, k.view().State)
	if k.o.Version() > version {
		text += "; it is taken for what people did there"
		k.corrects = true
	}
	k.note(LevelWarning, a.name, "difference", text)
	return k.b.doubtChanges(ctx, a)
}

// settledWith tells whether nothing is on its way to an account, or from it.
func (k *desk) settledWith(a *account) bool {
	for _, w := range k.reckon() {
		if w.Target.Account == a.name && w.Kind != order.EffectNote {
			return false
		}
	}
	return !slices.ContainsFunc(k.left(), func(m Message) bool { return m.Account == a.name })
}

// inBooks tells whether the ERP has the order.
func (k *desk) inBooks() bool {
	for _, w := range k.reckon() {
		if w.Kind == order.EffectUpsert && w.Target.Account == k.route.ERP {
			return false
		}
	}
	return true
}

// lookFailed keeps what was learned, and comes back soon. It is told once an hour.
func (k *desk) lookFailed(ctx context.Context, a *account, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now := k.b.now()
	k.batch.Refreshed = now.Add(min(lookAgainAfter-k.b.look, 0))
	k.note(LevelWarning, a.name, "look", fmt.Sprintf("the order cannot be read: %v", err))
	k.once("look", k.d.ID, a.name, now.Format(hourly))
	return k.save(ctx)
}

// heard says that some of what a channel reported of the order makes no sense here.
func (k *desk) heard(a *account, err error) {
	if err != nil {
		k.note(LevelError, a.name, "bad-report", "what it says of the order makes no sense here: "+err.Error())
		k.once("bad-report", k.d.ID, err.Error())
	}
}

// behind tells people of units that the channel shows further back than they are here, though nothing is on its way there:
// it took what it was told, and thought better of it.
func (k *desk) behind(a *account, reports []order.Observation) {
	for _, w := range k.reckon() {
		if w.Target.Account == a.name {
			return
		}
	}
	for _, x := range reports {
		r, ok := x.(order.StatusReport)
		if !ok || r.Says.Item == 0 {
			continue
		}
		var us []order.Units
		for _, pick := range r.Picks {
			l, known := k.o.Line(pick.Line)
			if known && l.Kind == order.LineGoods && len(l.Portions) == 1 && back(r.Says.Item, l.Portions[0].State) && a.channel.Can(told[l.Portions[0].State], k.view().Scheme) {
				us = append(us, order.Units{Line: l.ID, To: l.Quantity})
			}
		}
		if len(us) > 0 {
			k.remark(fmt.Sprintf("%s shows %s for %s, which it was told more of before: look there, and repeat what is missing", a.name, r.Code, units(us)))
		}
	}
}

// told is what a channel is told when units come into a state.
var told = map[status.ItemState]order.EffectKind{
	status.ItemConfirmed: order.EffectConfirm, status.ItemPacked: order.EffectPack, status.ItemSent: order.EffectShip,
}

// back tells whether a state lies before another on the ordinary way.
func back(says, is status.ItemState) bool {
	way := []status.ItemState{status.ItemNew, status.ItemConfirmed, status.ItemPacked, status.ItemSent}
	i, j := slices.Index(way, says), slices.Index(way, is)
	return i >= 0 && j > i
}
