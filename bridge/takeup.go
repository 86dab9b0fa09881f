package bridge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// place makes the order as the channel announced it.
func (k *desk) place(a *account, d order.Draft, occurred time.Time) error {
	r, ok := k.b.route(a.name, d.Scheme)
	if !ok {
		return &noRouteError{a.name, d.Scheme}
	}
	if d.Scheme == "" {
		d.Scheme = r.Scheme
	}
	if orderID(a.name, d.Ref.ID) != k.d.ID {
		return &badMessage{fmt.Errorf("an order is announced as %q, whose own id is %q", k.d.ID, d.Ref.ID)}
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
	if orderID(a.name, s.Ref.ID) != k.d.ID {
		return &badMessage{fmt.Errorf("what was read as %q is another order: %q", k.d.ID, s.Ref.ID)}
	}
	s.ID, s.Authority, s.Ref.Account = k.d.ID, rt.Authority, a.name
	s = living(s)
	o, _, err := order.Import(s, k.from(a, order.RoleChannel, r.Occurred), k.b.orders...)
	if err != nil {
		return err
	}
	k.begin(a, o)
	k.batch.Refreshed = k.b.now()
	k.heard(a, k.hear(a, r.Occurred, r.Reports...))
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
