package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ReceivedParcel is what came of a parcel that is back.
type ReceivedParcel struct {
	Number string // the tracking number
	Order  string // its id here; empty if no order has the parcel
	Blocks []int  // the return blocks of which goods were in it and are received now
	// Problem is why nothing was received: it wraps ErrUnknown if no order has the parcel; a *order.Refused says what the
	// order forbids.
	Problem error
}

// ReceiveParcels receives the goods of several parcels that a carrier has brought back, each found by its tracking
// number: that with which it went to the buyer, or that of its way back. The goods of a parcel that are in return
// blocks and still to come are received (order.Receive). One parcel that cannot be received does not stop the others.
// Given again, it finds that there is nothing left to receive. The error is ErrUnknown for an account that is not
// connected or is no carrier, or that of the store.
func (b *Bridge) ReceiveParcels(ctx context.Context, account string, numbers []string, by order.By) ([]ReceivedParcel, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	a := b.accounts[account]
	if a == nil || a.carrier == nil {
		return nil, fmt.Errorf("bridge: carrier account %q: %w", account, ErrUnknown)
	}
	var refs []order.Ref
	for _, n := range numbers {
		if n != "" {
			refs = append(refs, a.ref(carriers.ByNumber(a.vendor(), n)))
		}
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	var out []ReceivedParcel
	for i, n := range numbers {
		if slices.Contains(numbers[:i], n) {
			continue // the same parcel was scanned twice
		}
		p := ReceivedParcel{Number: n, Order: known[a.ref(carriers.ByNumber(a.vendor(), n))]}
		if p.Order == "" && n != "" {
			if p.Order, p.Problem = b.orderOfParcel(ctx, a, n); p.Problem != nil && !errors.Is(p.Problem, ErrUnknown) && ordo.ClassOf(p.Problem) == 0 {
				return out, p.Problem // of the store
			}
		}
		switch {
		case p.Order != "":
			p.Blocks, p.Problem = b.receiveParcel(ctx, a, p, by)
		case p.Problem == nil:
			p.Problem = fmt.Errorf("bridge: parcel %q: %w", n, ErrUnknown)
		}
		out = append(out, p)
	}
	if len(out) > 0 {
		b.wake()
	}
	return out, nil
}

// orderOfParcel asks the carrier whose goods are in a parcel with a number that no order has: one on its way back has a
// number of its own.
func (b *Bridge) orderOfParcel(ctx context.Context, a *account, number string) (string, error) {
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var refs []order.Ref
	for p, err := range a.carrier.Read(rctx, carriers.ByNumber(a.vendor(), number)) {
		if err == nil {
			err = p.Problem
		}
		if ordo.ClassOf(err) == ordo.NotFound {
			break
		}
		if err != nil {
			return "", err
		}
		for _, r := range []order.Ref{p.ReturnOf, p.Ref} {
			if !r.IsZero() {
				refs = append(refs, a.ref(r))
			}
		}
		if p.Key != "" {
			refs = append(refs, a.ref(carriers.ByKey(a.vendor(), p.Key)))
		}
	}
	if len(refs) == 0 {
		return "", fmt.Errorf("bridge: parcel %q: %w", number, ErrUnknown)
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return "", err
	}
	for _, r := range refs {
		if id := known[r]; id != "" {
			return id, nil
		}
	}
	return "", fmt.Errorf("bridge: parcel %q: %w", number, ErrUnknown)
}

// receiveParcel receives what was in a parcel of an order.
func (b *Bridge) receiveParcel(ctx context.Context, a *account, p ReceivedParcel, by order.By) (blocks []int, err error) {
	err = b.change(ctx, p.Order, func(j *job) error {
		blocks = nil
		if !j.known() || !j.routed {
			return fmt.Errorf("bridge: order %q: %w", p.Order, ErrUnknown)
		}
		for _, r := range comingBy(j, a, p.Number) {
			given := by
			if by.Key != "" {
				given.Key = joinKey(by.Key, p.Number, fmt.Sprint(r.Block))
			}
			if _, err := j.order.Do(r, given); err != nil {
				return err
			}
			blocks = append(blocks, r.Block)
		}
		if len(blocks) == 0 {
			return &order.Refused{
				Kind: order.KindReceive, What: order.Textf("parcel %s", p.Number), Problem: order.ErrNotNow,
				Why: order.Textf("nothing of the order is still to come back by it: record the return first, or it is received already"),
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return blocks, nil
}

// comingBy returns how the goods of a parcel are received: by return block, those that left in its shipment and are
// still to come. A number that no shipment has is that of a way back, which brings all that is still to come.
func comingBy(j *job, a *account, number string) (rs []order.Receive) {
	v := j.view()
	shipment := 0
	for _, s := range v.Shipments {
		if s.Carrier.Account == a.name && s.Waybill == number {
			shipment = s.N
		}
	}
	for _, b := range v.Blocks {
		var ps order.Picks
		for _, l := range v.Lines {
			for _, p := range l.Portions {
				if p.Block != b.N || p.Custody != status.CustodyRequested && p.Custody != status.CustodyInTransit {
					continue
				}
				us := []order.Units{{Line: l.ID, From: p.From, To: p.To}}
				if shipment != 0 {
					us = leftIn(j, l.ID, p.Portion, shipment)
				}
				for _, u := range us {
					ps = ps.And(order.PickUnits(u.Line, u.From, u.To))
				}
			}
		}
		if len(ps) > 0 {
			rs = append(rs, order.Receive{Block: b.N, Picks: ps, Custody: status.CustodyReceived})
		}
	}
	return rs
}

// leftIn returns which units of a portion left last in a shipment.
func leftIn(j *job, line string, p order.Portion, shipment int) (us []order.Units) {
	for e := range j.order.Events(order.Filter{}) {
		if _, is := e.Body.(order.HandedOver); !is {
			continue
		}
		for _, m := range e.Moves() {
			from, to := higher(m.From, p.From), lower(m.To, p.To)
			if m.Line != line || from.Cmp(to) >= 0 {
				continue
			}
			us = cutOut(us, from, to)
			if m.Shipment == shipment {
				us = append(us, order.Units{Line: line, From: from, To: to})
			}
		}
	}
	return us
}
