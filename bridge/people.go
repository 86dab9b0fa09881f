package bridge

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Order returns an order as it stands. Its id is the account of its channel, a slash, and its id there, such as
// "mm-1/955100777"; escape it in URLs. The error is ErrUnknown if there is none with this id.
func (b *Bridge) Order(ctx context.Context, id string) (*order.Order, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, err
	}
	return j.order, nil
}

// openKnown opens an order that must be known here.
func (b *Bridge) openKnown(ctx context.Context, id string) (*job, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	j, err := b.open(ctx, id)
	if err == nil && !j.known() {
		err = fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
	}
	return j, err
}

// Find returns the id of the order that has a reference. Every order has one of Kind "order" with its id in the
// channel, and others as they become known: its order in the ERP, its payments, its parcels. E.g. {System:
// "megamarket", Account: "mm-1", Kind: "order", ID: "955100777"}. The error is ErrUnknown if no order has it.
func (b *Bridge) Find(ctx context.Context, r order.Ref) (string, error) {
	switch {
	case ctx == nil:
		return "", errNilContext
	case r.IsZero():
		return "", errors.New("bridge: the reference is empty")
	}
	found, err := b.store.Find(ctx, r)
	if err != nil {
		return "", err
	}
	id, ok := found[r]
	if !ok {
		return "", fmt.Errorf("bridge: %s: %w", r, ErrUnknown)
	}
	return id, nil
}

// Do gives a command of a person or the host to an order. The effects that follow are saved in the same write, and
// carried out by [Bridge.Run] or the next [Bridge.Sync]. A zero by.At stands for now. A refusal is a *order.Refused;
// the error is ErrUnknown if there is no order with this id.
func (b *Bridge) Do(ctx context.Context, id string, c order.Command, by order.By) ([]order.Event, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	var evs []order.Event
	err := b.change(ctx, id, func(j *job) (err error) {
		if !j.known() {
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		}
		if !j.routed {
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{j.view().Ref.Account, j.view().Scheme})
		}
		evs, err = j.order.Do(c, by)
		return err
	})
	if err != nil {
		return nil, err
	}
	b.wake()
	return evs, nil
}

// Labels returns the labels for an order's packages from its channel. The error is of class Unsupported if the
// channel makes none, and ErrUnknown if there is no order with this id.
func (b *Bridge) Labels(ctx context.Context, id string) ([]channels.Label, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, err
	}
	a := b.accounts[j.route.Channel]
	if a == nil {
		return nil, fmt.Errorf("bridge: order %q: its channel is not connected; add it with bridge.Account", id)
	}
	l, ok := a.channel.(channels.Labeler)
	if !ok {
		return nil, &ordo.Error{System: a.vendor(), Account: a.name, Op: "labels", Class: ordo.Unsupported, Text: "it makes no labels"}
	}
	return l.Labels(ctx, j.view())
}
