package megamarket

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// progress is how far a lot is, seen from a call that wants to change it.
type progress uint8

const (
	notYet     progress = iota // the call has not reached it
	underWay                   // Megamarket is at work on just that
	done                       // it is where the call wants it
	impossible                 // it has gone another way
	unseen                     // the lot does not show whether the call was made
	unknown                    // it has a status that this package does not know
)

// write is a call that changes lots of one shipment.
type write struct {
	op   string
	id   string
	lots []int // to be changed; nil: every living one
	// where tells how far a lot is. It is what decides whether a call whose answer was lost took effect.
	where func(Lot) progress
	// data is what to send for the lots that are still open. It may refuse.
	data func(s *Shipment, open []Lot) (any, error)
}

// ensure brings the lots where the call wants them: see the package comment.
func (c *Client) ensure(ctx context.Context, w write) error {
	s, err := c.waitFor(ctx, w.op, w.id)
	if err != nil {
		return err
	}
	todo, err := c.remaining(s, w)
	if err != nil || len(todo) == 0 {
		return err
	}
	data, err := w.data(s, todo)
	if err != nil {
		return c.invalid(w.op, err)
	}
	blind := !slices.ContainsFunc(todo, func(l Lot) bool { return w.where(l) != unseen })
	return c.put(ctx, w.op, w.id, data, blind, func(s *Shipment) (bool, error) { return w.arrived(s, todo) })
}

// waitFor is WaitShipment in the name of a call.
func (c *Client) waitFor(ctx context.Context, op, id string) (*Shipment, error) {
	s, err := c.WaitShipment(ctx, id)
	if err == nil {
		return s, nil
	}
	out := c.rest.Fail(op, ordo.ClassOf(err), "not sent", err)
	var e *ordo.Error
	if errors.As(err, &e) {
		out.RetryAfter = e.RetryAfter
	}
	return nil, out
}

// remaining picks the lots that the call is still needed for.
func (c *Client) remaining(s *Shipment, w write) ([]Lot, error) {
	lots := s.Living()
	if w.lots != nil {
		lots = nil
		for i, index := range w.lots {
			l, ok := s.Lot(index)
			if !ok {
				return nil, c.invalid(w.op, fmt.Errorf("shipment %s has no lot %d", s.ID, index))
			}
			if slices.Contains(w.lots[:i], index) {
				return nil, c.invalid(w.op, fmt.Errorf("lot %d is named twice", index))
			}
			lots = append(lots, l)
		}
	}
	if len(lots) == 0 {
		return nil, c.rest.Fail(w.op, ordo.Conflict, "shipment "+s.ID+" has no living lot", nil)
	}
	var todo, lost []Lot
	for _, l := range lots {
		switch w.where(l) {
		case done, underWay:
		case impossible:
			lost = append(lost, l)
		case notYet, unseen, unknown: // Megamarket decides
			if l.Status == "" {
				return nil, c.rest.Fail(w.op, ordo.Retry, fmt.Sprintf("shipment %s: lot %d has no status yet", s.ID, l.Index), nil)
			}
			todo = append(todo, l)
		}
	}
	if len(lost) > 0 {
		return nil, c.rest.Fail(w.op, ordo.Conflict, "not sent", &LotsError{ShipmentID: s.ID, Lots: lost})
	}
	return todo, nil
}

// arrived reports by the lots whether the call that was sent for them took effect. A call takes effect for all of its
// lots or for none, so one lot that is done speaks for those that cannot tell.
func (w *write) arrived(s *Shipment, sent []Lot) (bool, error) {
	var reached, untouched int
	for _, l := range sent {
		now, ok := s.Lot(l.Index)
		if !ok {
			return false, fmt.Errorf("shipment %s no longer has lot %d", s.ID, l.Index)
		}
		switch w.where(now) {
		case done, underWay:
			reached++
		case notYet:
			untouched++
		case unknown:
			return false, fmt.Errorf("shipment %s: lot %d is %q, which tells nothing", s.ID, now.Index, now.Status)
		case impossible, unseen: // cancelled meanwhile, or not to be seen: the others decide
		}
	}
	if reached > 0 && untouched > 0 {
		return false, fmt.Errorf("shipment %s: the call took effect for %d of %d lots", s.ID, reached, len(sent))
	}
	return reached > 0, nil
}

// put sends a call that changes the shipment. If the answer is lost, or is a refusal, arrived decides by the shipment
// as it then is whether the call took effect. blind says that the shipment may show nothing although it did: then a
// refusal after a lost answer is in doubt, as the lost one may have been a success.
func (c *Client) put(
	ctx context.Context, op, id string, data any, blind bool, arrived func(*Shipment) (bool, error),
) error {
	lost := false
	look := func(ctx context.Context) (bool, error) {
		s, err := c.GetShipment(ctx, id)
		if err != nil {
			return false, err
		}
		return arrived(s)
	}
	err := c.send(ctx, op, data, nil, rest.ReadBack(func(ctx context.Context) (bool, error) {
		lost = true
		return look(ctx)
	}))
	var refusal *ordo.Error
	if !errors.As(err, &refusal) || refusal.HTTPStatus == 0 || !answered(refusal.Class) {
		return err
	}
	switch ok, lookErr := look(ctx); {
	case ok:
		return nil
	case lost && (blind || lookErr != nil):
		refusal.Class = ordo.InDoubt
	}
	return err
}

// answered reports whether the class is that of a refusal of the call itself, which may be false.
func answered(c ordo.Class) bool {
	return c == ordo.Invalid || c == ordo.Conflict || c == ordo.NotFound
}

// invalid is an error of class Invalid, made before anything was sent. An *ordo.Error is passed on.
func (c *Client) invalid(op string, why error) error {
	var e *ordo.Error
	if errors.As(why, &e) {
		return why
	}
	return c.rest.Fail(op, ordo.Invalid, "not sent: "+why.Error(), nil)
}

// forward returns how far a lot is from a stage of its ordinary way. Later stages count as done.
func forward(l Lot, wanted int) progress {
	at, known := stages[l.Status]
	switch {
	case l.Cancelled():
		return impossible
	case !known:
		return unknown
	case at >= wanted:
		return done
	case at == wanted-1:
		return underWay
	}
	return notYet
}
