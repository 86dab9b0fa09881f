package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
// the error is ErrUnknown if there is no order with this id. See [Fresh] for a command that must not be given on what
// is known here only.
func (b *Bridge) Do(ctx context.Context, id string, c order.Command, by order.By, opts ...DoOption) ([]order.Event, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	var evs []order.Event
	var refused error // after the channel was read: what it showed is kept
	fresh := false
	err := b.change(ctx, id, func(j *job) (err error) {
		evs, refused = nil, nil
		if !j.known() {
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		}
		if !j.routed {
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{j.view().Ref.Account, j.view().Scheme})
		}
		fresh = slices.Contains(opts, Fresh) && !wasGiven(j, by.Key)
		if fresh && !j.forgotten() {
			if refused, err = b.readFirst(ctx, j, c); err != nil || refused != nil {
				return err
			}
		}
		given := j.withTill(c)
		if given, err = j.atCentre(given); err == nil {
			err = b.checkForget(j, given)
		}
		if err == nil {
			evs, err = j.order.Do(given, by)
		}
		if no := (*order.Refused)(nil); fresh && errors.As(err, &no) {
			refused, err = err, nil
		}
		return err
	})
	if err == nil {
		b.wake()
		err = refused
	}
	if err != nil {
		return nil, err
	}
	return evs, nil
}

// wasGiven reports whether a command with a key was given before: then the channel, as it is now, changes nothing.
func wasGiven(j *job, key string) bool {
	if key == "" {
		return false
	}
	for e := range j.order.Events(order.Filter{}) {
		if e.Key == key {
			return true
		}
	}
	return false
}

// DoOption changes how [Bridge.Do] gives a command.
type DoOption uint8

// Fresh makes [Bridge.Do] read the order in its channel before the command is given. What the channel shows is applied
// and reported, also if the command is refused then; an order that was cancelled there is not touched any more: the
// error is a *order.Refused. If the channel cannot be read, the command is not given and the error is that of the
// channel. A command whose key was used before is not read for: it was given.
const Fresh DoOption = 1

// readFirst reads the order in its channel. refused is why a command is not given after that.
func (b *Bridge) readFirst(ctx context.Context, j *job, c order.Command) (refused, err error) {
	was := j.view().State
	for _, h := range b.handlers {
		if r, can := h.(freshener); can {
			if err := r.readFirst(ctx, j); err != nil {
				return nil, err
			}
		}
	}
	now := j.view().State
	if isGone(was) || !isGone(now) {
		return nil, nil
	}
	r := &order.Refused{
		What: order.Textf("order"), State: order.Textf("order is %s", now), Problem: order.ErrNotNow,
		Why: order.Textf("it was cancelled in %s meanwhile; nothing was done", j.route.Channel),
	}
	if c != nil {
		r.Kind = c.Kind()
	}
	return r, nil
}

// openWithChannel opens an order whose channel is needed.
func (b *Bridge) openWithChannel(ctx context.Context, id string) (*job, *account, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	a := b.accounts[j.route.Channel]
	if a == nil {
		return nil, nil, fmt.Errorf("bridge: order %q: its channel is not connected; add it with bridge.Account", id)
	}
	return j, a, nil
}

// CancelChoices returns the channel's own codes with which an order may be cancelled where it is now, for a person to
// choose one of as order.Cancel.Code. The error is of class Unsupported if the channel has no such codes, and
// ErrUnknown if there is no order with this id.
func (b *Bridge) CancelChoices(ctx context.Context, id string) ([]channels.Choice, error) {
	j, a, err := b.openWithChannel(ctx, id)
	if err != nil {
		return nil, err
	}
	c, ok := a.channel.(channels.Canceller)
	if !ok {
		return nil, &ordo.Error{System: a.vendor(), Account: a.name, Op: "cancel choices", Class: ordo.Unsupported, Text: "it has no codes to choose from"}
	}
	return c.Choices(ctx, j.view().Ref.ID)
}

// Labels returns the labels for an order's packages from its channel. The error is of class Unsupported if the
// channel makes none, and ErrUnknown if there is no order with this id.
func (b *Bridge) Labels(ctx context.Context, id string) ([]channels.Label, error) {
	j, a, err := b.openWithChannel(ctx, id)
	if err != nil {
		return nil, err
	}
	l, ok := a.channel.(channels.Labeler)
	if !ok {
		return nil, &ordo.Error{System: a.vendor(), Account: a.name, Op: "labels", Class: ordo.Unsupported, Text: "it makes no labels"}
	}
	return l.Labels(ctx, j.view())
}
