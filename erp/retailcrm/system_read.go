package retailcrm

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Read implements erp.System. Everything that one save changed is one order.Wish, with the CRM's code that expressed it
// beside each command. Only what the changes touched is translated; of a field that was changed several times the last
// value counts, even where the order holds another by now, as that may be what was written here meanwhile. Packages and
// marking codes are looked at in every reading. An order that was deleted in the CRM is an error of class NotFound.
func (s *System) Read(ctx context.Context, changes []erp.Change, o order.View) (erp.Reading, error) {
	if err := s.fit(); err != nil {
		return erp.Reading{}, err
	}
	zone, err := s.client.Zone(ctx)
	if err != nil {
		return erp.Reading{}, err
	}
	there, err := s.client.Order(ctx, ByExternalID(s.Ref(o).ID))
	if err != nil {
		return erp.Reading{}, ofAccount(err)
	}
	w := wishing{System: s, there: there, o: o, zone: zone}
	w.order(touched(changes, "status"))
	w.lots(changes)
	if slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "delivery_date" || c.Field == "delivery_time" }) {
		w.date()
	}
	w.courier(changes)
	w.marks()
	if err := w.packing(ctx); err != nil {
		return erp.Reading{}, err
	}
	r := erp.Reading{Status: there.Status}
	for _, c := range changes {
		if c.At.After(r.Occurred) {
			r.Occurred = c.At
		}
	}
	if len(w.commands) > 0 {
		r.Reports = []order.Observation{order.Wish{Commands: w.commands, Codes: w.codes}}
	}
	return r, nil
}

// touched returns the last value that a field was given; false if it was not changed.
func touched(changes []erp.Change, field string) (string, bool) {
	for _, c := range slices.Backward(changes) {
		if c.Field == field && c.Item == "" {
			return c.Value, true
		}
	}
	return "", false
}

// wishing gathers what the people in the CRM want.
type wishing struct {
	*System
	there    *Order
	o        order.View
	zone     *time.Location
	commands []order.Command
	codes    []string
	confirms bool // the whole order
	cancels  bool // the whole order
}

func (w *wishing) want(code string, c order.Command) {
	w.commands, w.codes = append(w.commands, c), append(w.codes, code)
}

// declined reports whether a wish with this code was refused before, so that it is not tried for ever.
func (w *wishing) declined(code string) bool {
	return slices.ContainsFunc(w.o.Notes, func(n order.Note) bool { return n.Code == code })
}

// order translates the order's status.
func (w *wishing) order(code string, changed bool) {
	m := &w.matching
	if !changed {
		return
	}
	var asked []int
	for _, q := range w.o.Requests {
		if !q.Answered {
			asked = append(asked, q.N)
		}
	}
	switch reason := m.Cancel[code]; {
	case slices.Contains(m.Confirm, code):
		w.confirms = true
		w.want(code, order.Confirm{})
	case reason != "" && len(asked) > 0:
		w.cancels = true
		w.answer(code, asked, order.VerdictYes)
	case reason != "":
		w.cancels = true
		w.want(code, order.Cancel{Reason: reason})
	case slices.Contains(m.Done, code):
		w.want(code, order.Deliver{})
	case code == m.TooLate && code != "":
		w.answer(code, asked, order.VerdictNo)
	}
}

func (w *wishing) answer(code string, requests []int, v order.Verdict) {
	for _, n := range requests {
		w.want(code, order.Answer{Request: n, Verdict: v})
	}
}

// lots translates the statuses of lines.
func (w *wishing) lots(changes []erp.Change) {
	last := map[int64]string{}
	var ids []int64
	for _, c := range changes {
		id := numeric(c.Item)
		if c.Field != "order_product.status" || id == 0 {
			continue
		}
		if _, seen := last[id]; !seen {
			ids = append(ids, id)
		}
		last[id] = c.Value
	}
	var out []lotOut
	for _, id := range ids {
		i := slices.IndexFunc(w.there.Items, func(it Item) bool { return it.ID == id })
		if i < 0 {
			continue
		}
		l, ours := lineOf(&w.there.Items[i], w.o)
		if !ours {
			continue
		}
		code, door := last[id], underWay(l)
		if reason := w.matching.lotReason(code, door); reason != "" {
			out = append(out, lotOut{l, code, reason, door})
			continue
		}
		if slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.Door != "" }) {
			w.want(code, order.DropDoorResult{Picks: order.PickAll(l.ID)})
		}
	}
	w.cancel(out)
}

// lotOut is a lot that the merchant takes out.
type lotOut struct {
	line   order.LineView
	code   string
	reason status.Reason
	door   bool
}

// cancel wishes lots away: each by itself, so that one that cannot go does not keep the others; but all that are left, for
// one reason, together, as the whole order may go where single lots may not.
func (w *wishing) cancel(out []lotOut) {
	var whole order.Picks
	for _, l := range w.o.Lines {
		i := slices.IndexFunc(out, func(x lotOut) bool { return x.line.ID == l.ID })
		switch {
		case l.Kind != order.LineGoods || l.Living.IsZero():
		case i < 0 || out[i].door || out[i].reason != out[0].reason:
			for _, x := range out {
				w.want(x.code, order.Cancel{Picks: order.PickAll(x.line.ID), Reason: x.reason})
			}
			return
		default:
			whole = append(whole, order.PickAll(l.ID)...)
		}
	}
	if len(whole) > 0 {
		w.want(out[0].code, order.Cancel{Picks: whole, Reason: out[0].reason})
	}
}

// date translates "Дата доставки" and the times beside it.
func (w *wishing) date() {
	if to, moved := windowOf(w.there.Delivery, w.o.Delivery.Window, w.zone); moved {
		w.want("delivery_date", order.MoveDate{Window: to})
	}
}

// courier translates the module's own field.
func (w *wishing) courier(changes []erp.Change) {
	c := w.matching.Courier
	field := "custom_" + c.Field
	value, changed := touched(changes, field)
	if c.Field == "" || !changed || flag(value) != (c.Fires != firesUnset) {
		return
	}
	w.want(field, order.HandOver{Courier: w.o.Scheme == order.MerchantDelivery})
}

// flag reads a flag of the history, which may come as a word or a number.
func flag(value string) bool {
	var b lax.Bool
	quoted, err := json.Marshal(strings.ToLower(value))
	return err == nil && json.Unmarshal(quoted, &b) == nil && bool(b)
}

// marks takes over the marking codes of units that have not left yet.
func (w *wishing) marks() {
	for i := range w.there.Items {
		it := &w.there.Items[i]
		l, ours := lineOf(it, w.o)
		if !ours || !l.Marked {
			continue
		}
		for unit, code := range it.MarkingCodes {
			known := slices.ContainsFunc(l.Marks, func(m order.Mark) bool { return m.Unit == unit && m.Code == code })
			wish := "marking:" + short(strings.Join([]string{l.ID, strconv.Itoa(unit), code}, "\x00"))
			if code == "" || known || !here(l, unit) || w.declined(wish) {
				continue
			}
			w.want(wish, order.SetMark{Line: l.ID, Unit: unit, Code: code})
		}
	}
}

// here reports whether a unit is with the seller still.
func here(l order.LineView, unit int) bool {
	q := order.Pcs(unit)
	return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
		return p.From.Cmp(q) <= 0 && q.Cmp(p.To) < 0 && (p.State == status.ItemPacked || p.State == status.ItemNew || unpacked(p.State))
	})
}
