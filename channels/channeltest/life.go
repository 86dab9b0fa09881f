package channeltest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// step is one step of an ordinary life: a command, and the effect of its event.
type step struct {
	kind order.EffectKind
	// cause is the kind of the event that the effect follows from.
	cause string
	// give returns commands, of which the first allowed one is given; none if there is nothing to do.
	give func(*bench, *order.Order) []order.Command
	// way marks a step that the order needs even if the channel does not support its effect.
	way bool
	// on marks a step that moves units forward and must fail if some were cancelled.
	on bool
}

// steps returns the steps of an ordinary life in order.
func steps() []step {
	return []step{
		{kind: order.EffectTake, cause: order.Taken{}.Kind(), give: always(order.Take{})},
		{kind: order.EffectContact, cause: order.Contacted{}.Kind(), give: always(order.ContactBuyer{Channel: "phone", Text: "no answer"})},
		{kind: order.EffectComment, cause: order.Commented{}.Kind(), give: always(order.WriteComment{Text: "call in the evening"})},
		{kind: order.EffectRefuse, cause: order.Cancelled{}.Kind(), give: refuseOne},
		{kind: order.EffectConfirm, cause: order.Confirmed{}.Kind(), give: always(order.Confirm{}), way: true, on: true},
		{kind: order.EffectMoveDate, cause: order.DateMoved{}.Kind(), give: aDayLater, on: true},
		{kind: order.EffectPack, cause: order.Packed{}.Kind(), give: packAll, way: true, on: true},
		{kind: order.EffectShip, cause: order.HandedOver{}.Kind(), give: always(order.HandOver{}), way: true, on: true},
		{kind: order.EffectArrive, cause: order.Arrived{}.Kind(), give: always(order.Arrive{}), on: true},
		{kind: order.EffectClose, cause: order.Delivered{}.Kind(), give: deliverAllButOne},
	}
}

func always(c order.Command) func(*bench, *order.Order) []order.Command {
	return func(*bench, *order.Order) []order.Command { return []order.Command{c} }
}

// goodsOf returns the lines of goods with units left.
func goodsOf(o *order.Order) []order.LineView {
	return slices.DeleteFunc(o.View().Lines, func(l order.LineView) bool { return l.Kind != order.LineGoods || l.Living.IsZero() })
}

// refuseOne refuses one piece of the last line.
func refuseOne(b *bench, o *order.Order) []order.Command {
	ls := goodsOf(o)
	return []order.Command{order.Cancel{
		Picks: order.Pick(ls[len(ls)-1].ID, amount.Pcs(1)), Reason: b.Reason, Text: "the last one broke", Told: "by phone",
	}}
}

// aDayLater moves the date by a day, or sets one. Whole hours, as systems do not keep more than seconds.
func aDayLater(b *bench, o *order.Order) []order.Command {
	w := o.View().Delivery.Window
	if w.IsZero() || !w.To.After(w.From) {
		w.From = b.Now().UTC().Truncate(time.Hour).AddDate(0, 0, 3)
		w.To = w.From.Add(4 * time.Hour)
	}
	return []order.Command{order.MoveDate{Window: order.Window{
		From: w.From.Truncate(time.Hour).AddDate(0, 0, 1), To: w.From.Truncate(time.Hour).AddDate(0, 0, 1).Add(4 * time.Hour),
	}}}
}

// packAll packs everything: without boxes if that is allowed, else the first line in one box and the others in another.
func packAll(_ *bench, o *order.Order) []order.Command {
	var boxes []order.Box
	for i, l := range goodsOf(o) {
		if i < 2 {
			boxes = append(boxes, order.Box{})
		}
		at := len(boxes) - 1
		boxes[at].Picks = boxes[at].Picks.And(order.Pick(l.ID, l.Living))
	}
	return []order.Command{order.Pack{}, order.Pack{Boxes: boxes}}
}

// deliverAllButOne has the buyer take everything but one piece, or everything.
func deliverAllButOne(b *bench, o *order.Order) []order.Command {
	if b.Whole {
		return []order.Command{order.Deliver{}}
	}
	ls := goodsOf(o)
	return []order.Command{order.Deliver{Refused: []order.Refusal{{
		Picks: order.Pick(ls[len(ls)-1].ID, amount.Pcs(1)), Reason: status.ReasonBuyerRefused,
	}}}}
}

// ready prepares an order for a step: it gives confirmations, sets marking codes, and pays before packing if the scheme
// is prepaid. Commands that the scheme does not need are refused; that is ignored.
func (b *bench) ready(o *order.Order, s step) {
	v := o.View()
	by := func() order.By { return b.by(order.RoleOperator) }
	for _, c := range v.Open {
		_, _ = o.Do(order.GiveConfirmation{Of: c}, by())
	}
	if rules, ok := b.scheme.Rules(); ok && rules.Prepaid && s.kind == order.EffectPack && v.Due.Sign() > 0 {
		_, _ = o.Do(order.Pay{Payment: order.Payment{ID: "test", Amount: v.Due}}, by())
	}
	for _, l := range v.Lines {
		for u := range l.Quantity.Milli() / 1000 {
			_, _ = o.Do(order.SetMark{Line: l.ID, Unit: int(u), Code: fmt.Sprintf("0104600000000008215%s-%d", l.ID, u)}, by())
		}
	}
}

// command gives the first allowed command and returns the task that follows from it.
func (b *bench) command(o *order.Order, s step) (order.Task, error) {
	b.ready(o, s)
	err := fmt.Errorf("there is no command for %s", s.kind)
	for _, c := range s.give(b, o) {
		var evs []order.Event
		if evs, err = o.Do(c, b.by(order.RoleOperator)); err != nil {
			continue
		}
		t, err := b.task(o, s.kind, s.cause, evs)
		if b.Whole && s.kind == order.EffectClose {
			_, _ = o.Do(order.Complete{}, b.by(order.RoleOperator))
		}
		return t, err
	}
	return order.Task{}, err
}

// task returns the task of an effect that follows from one of the events.
func (b *bench) task(o *order.Order, kind order.EffectKind, cause string, evs []order.Event) (order.Task, error) {
	i := slices.IndexFunc(evs, func(e order.Event) bool { return e.Body.Kind() == cause })
	if i < 0 {
		return order.Task{}, fmt.Errorf("%s should follow from an event %q, but there were %s", kind, cause, list(evs))
	}
	e := evs[i]
	effect := order.Effect{
		Kind: kind, Target: o.View().Ref, Order: o.ID(), N: e.N, Key: fmt.Sprintf("%s/%s/%d/%s", account, o.ID(), e.N, kind), Units: unitsOf(e.Body),
	}
	t, ok := o.Task(effect)
	if !ok {
		return t, fmt.Errorf("%s: none of its units is left", kind)
	}
	return t, nil
}

// unitsOf returns the units that an event moves.
func unitsOf(body order.Body) []order.Units {
	var ms []order.Move
	switch b := body.(type) {
	case order.Confirmed:
		ms = b.Moves
	case order.Packed:
		ms = b.Moves
	case order.HandedOver:
		ms = b.Moves
	case order.Arrived:
		ms = b.Moves
	case order.Delivered:
		ms = b.Moves
	case order.Cancelled:
		for _, m := range b.Moves {
			if m.State == status.ItemCancelled {
				ms = append(ms, m)
			}
		}
	case order.CancelRequestAnswered:
		return slices.Concat(b.Accepted, b.Declined)
	}
	var us []order.Units
	for _, m := range ms {
		us = append(us, order.Units{Line: m.Line, From: m.From, To: m.To})
	}
	return us
}

// lead runs an order through steps. visit applies the effects that the channel supports. Steps that the order does not
// allow are left out.
func (b *bench) lead(o *order.Order, ss []step, visit func(step, order.Task) error) error {
	for _, s := range ss {
		can := b.Port.Can(s.kind, b.scheme)
		if !can && !s.way {
			continue
		}
		t, err := b.command(o, s)
		switch {
		case errors.Is(err, order.ErrAlready), errors.Is(err, order.ErrNotNow), errors.Is(err, order.ErrScheme):
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", s.kind, err)
		case can:
			err = visit(s, t)
		}
		if err != nil {
			return err
		}
		if err := b.agree(o, string(s.kind)); err != nil {
			return err
		}
	}
	return nil
}

// until returns the steps before the step of a kind, and that step, without refusals.
func until(kind order.EffectKind) (before []step, at step) {
	for _, s := range steps() {
		if s.kind == kind {
			return before, s
		}
		if s.kind != order.EffectRefuse {
			before = append(before, s)
		}
	}
	return before, step{}
}

// applyOnce applies a task once.
func (b *bench) applyOnce(_ step, t order.Task) error {
	_, err := b.apply(t)
	return err
}
