package rozetka

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// callAgainFor is how long after StatusCallAgain an order may be cancelled with StatusNoContact.
const callAgainFor = time.Hour

// Choices returns the statuses that cancel an order from where it is now, as ROZETKA offers them. StatusDuplicate is
// not among them, as it names another order: set it in the cabinet, or with [Client.SetStatus].
func (ch *Channel) Choices(ctx context.Context, id string) ([]channels.Choice, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, ch.client.invalid("choices", fmt.Sprintf("%.60q is no number of an order", id))
	}
	o, err := ch.client.GetOrder(ctx, n, workParts...)
	if err != nil {
		return nil, err
	}
	return ch.choices(ctx, ch.client, o)
}

// choices are the statuses that cancel an order now. ROZETKA is asked about those that the table does not know.
func (ch *Channel) choices(ctx context.Context, c *Client, o *Order) (all []channels.Choice, err error) {
	if at := ch.stage(o.Status); at == failed || at == received {
		return nil, nil
	}
	for _, t := range o.Available {
		if t.To == StatusDuplicate || t.To == StatusByAdmin {
			continue
		}
		x := channels.Choice{Code: strconv.Itoa(t.To), Name: ch.title(t.To, nil), Reason: status.ReasonOther}
		switch m, known := ch.says(t.To); {
		case known && ch.stage(t.To) != failed:
			continue
		case known:
			x.Reason = cmp.Or(m.Reason, x.Reason)
		default:
			s, err := c.status(ctx, t.To)
			if err != nil {
				return nil, err
			}
			if cmp.Or(s.Group, s.Type) != groupUnsuccessful {
				continue
			}
			x.Name = cmp.Or(s.Title, s.NameUK, s.Name)
		}
		if x.Name = cmp.Or(x.Name, x.Code); t.To == StatusNoContact {
			x.NotBefore = o.calledAgain().Add(callAgainFor)
		}
		all = append(all, x)
	}
	return all, nil
}

// status reads one entry of the dictionary of statuses.
func (c *Client) status(ctx context.Context, id int) (Status, error) {
	for s, err := range c.ListStatuses(ctx, StatusFilter{ID: id}) {
		if err != nil || s.ID == id {
			return s, err
		}
	}
	return Status{}, nil
}

// calledAgain is when the buyer could not be reached last; long ago if ROZETKA does not show it.
func (o *Order) calledAgain() (last time.Time) {
	for _, h := range o.History {
		if h.Status == StatusCallAgain && h.Created.After(last) {
			last = h.Created
		}
	}
	return last
}

// Reason returns the status that cancels an order for a reason, as the table has it. Whether ROZETKA offers it depends
// on the order: see [Channel.Choices].
func (ch *Channel) Reason(kind order.EffectKind, _ order.SchemeCode, r status.Reason) (string, error) {
	switch kind { //nolint:exhaustive // the others take no reason
	case order.EffectRefuse, order.EffectCancel, order.EffectClose:
	default:
		return "", ch.client.rest.Fail("reason", ordo.Invalid, fmt.Sprintf("%s takes no reason; %s, %s and %s do",
			kind, order.EffectRefuse, order.EffectCancel, order.EffectClose), nil)
	}
	var first error
	for _, s := range []status.State{status.OrderCancelled, status.OrderRefused} {
		code, err := ch.table.Write(s, status.Hints{Reason: r})
		if err == nil {
			return code, nil
		}
		first = cmp.Or(first, err)
	}
	return "", ch.client.rest.Fail("reason", ordo.Invalid, "no status of ROZETKA cancels an order for the reason "+string(r), first)
}

// ending is how an order is to end without success.
type ending struct {
	code    string // ROZETKA's own, if a person chose one
	reason  status.Reason
	comment string
}

// cancel cancels the order as a whole, whether units were confirmed or not.
func (w *work) cancel(ctx context.Context) (order.Outcome, error) {
	var e ending
	switch b := w.t.Cause.Body.(type) {
	case order.Cancelled:
		e = ending{b.Code, b.Reason, b.Text}
	case order.Returned: // the units are paid for
		e = ending{b.Block.Code, b.Block.Reason, b.Block.Text}
	}
	for _, l := range w.t.Order.Lines {
		if l.Kind == order.LineGoods && !l.Living.IsZero() {
			return rejected("ROZETKA cancels whole orders only, and %s of line %s are still wanted: edit the order in the cabinet", l.Living, l.ID), nil
		}
	}
	return w.end(ctx, e)
}

// end ends the order without success, with the status that was chosen, or one for the reason. A new order is taken into
// work first where only that opens one.
func (w *work) end(ctx context.Context, e ending) (order.Outcome, error) {
	switch w.at() { //nolint:exhaustive // from the others it may be ended
	case failed:
		return order.Outcome{}, nil
	case received:
		return rejected("the order ended with the status %s, which ROZETKA alone can change", w.ch.named(w.o.Status)), nil
	}
	for {
		open, err := w.ch.choices(ctx, w.client, w.o)
		if err != nil {
			return order.Outcome{}, err
		}
		x, ok := w.ch.choose(open, e)
		switch {
		case ok && x.NotBefore.After(w.client.settings.Clock.Now()):
			return rejected("ROZETKA takes the status %s not before %s", x.Code, x.NotBefore.In(kyiv()).Format(stampLayout)), nil
		case ok:
			code, err := strconv.Atoi(x.Code)
			if err != nil {
				return order.Outcome{}, err
			}
			return w.walk(ctx, code, StatusUpdate{Comment: e.comment})
		case w.at() == fresh && w.o.May(StatusInWork) && w.ch.openInWork(e.code):
			if out, err := w.walk(ctx, StatusInWork, StatusUpdate{}); err != nil || out.Kind != 0 {
				return out, err
			}
			continue
		}
		what := "the reason " + string(e.reason)
		if e.code != "" {
			what = "the status " + e.code
		}
		out := rejected("ROZETKA cannot cancel the order with %s from %s", what, w.ch.named(w.o.Status))
		for _, x := range open {
			out.May = append(out.May, x.Code+" ("+x.Name+")")
		}
		return out, nil
	}
}

// openInWork reports whether an order in work can be ended with a status; with none, whether with some.
func (ch *Channel) openInWork(code string) bool {
	if code == "" {
		return true
	}
	way, err := ch.table.Walk(status.AxisOrder, strconv.Itoa(StatusInWork), code)
	return err == nil && len(way) == 1
}

// choose picks the status to end an order with: the one that was chosen, or else the one that the table writes for the
// reason, or any other with that reason.
func (ch *Channel) choose(open []channels.Choice, e ending) (channels.Choice, bool) {
	pick := func(is func(channels.Choice) bool) (channels.Choice, bool) {
		i := slices.IndexFunc(open, is)
		if i < 0 {
			return channels.Choice{}, false
		}
		return open[i], true
	}
	if e.code != "" {
		return pick(func(x channels.Choice) bool { return x.Code == e.code })
	}
	for _, s := range []status.State{status.OrderCancelled, status.OrderRefused} {
		code, err := ch.table.Write(s, status.Hints{Reason: e.reason})
		var several *status.AmbiguousError
		if errors.As(err, &several) && len(several.Codes) > 0 {
			code = several.Codes[0]
		}
		if x, ok := pick(func(x channels.Choice) bool { return x.Code == code }); ok {
			return x, true
		}
	}
	return pick(func(x channels.Choice) bool { return x.Reason == e.reason })
}
