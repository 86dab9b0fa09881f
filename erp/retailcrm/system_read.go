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
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Read implements erp.System. Everything that one save changed is one order.Intent, with the CRM's code that expressed
// it beside each command. Only what the changes touched is translated, from the values that people set, as the order
// may hold another by now that was written here. Of several statuses since the last reading all count that mean
// something, so that who confirms an order and moves it on at once has confirmed it; a later one may take an earlier
// one back. Packages, marking codes and the courier's flag are looked at in every reading, and the lines' statuses when
// the order is done. An order that was deleted in the CRM is an error of class NotFound.
func (s *System) Read(ctx context.Context, changes []erp.Change, o order.View) (erp.Reading, error) {
	if err := s.fit(); err != nil {
		return erp.Reading{}, err
	}
	zone, err := s.client.GetZone(ctx)
	if err != nil {
		return erp.Reading{}, err
	}
	there, err := s.client.GetOrder(ctx, ByExternalID(s.Ref(o).ID))
	if err != nil {
		return erp.Reading{}, err
	}
	w := intents{System: s, there: there, o: o, zone: zone}
	changes = w.takeUnsent(changes)
	w.order(changes)
	w.lots(changes)
	if slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "delivery_date" || c.Field == "delivery_time" }) {
		w.date()
	}
	w.marks()
	if err := w.packing(ctx); err != nil {
		return erp.Reading{}, err
	}
	w.courier(changes)
	w.edits(changes)
	w.details(changes)
	w.comments(changes)
	w.payments(changes)
	w.others(changes)
	r := erp.Reading{
		Status: there.Status, Warnings: append(w.warnings(changes), w.warned...), Ignored: w.ignored, Sums: s.sums(there, w.withAdded()),
	}
	for _, c := range changes {
		if c.At.After(r.Occurred) {
			r.Occurred = c.At
		}
	}
	r.Reports = w.intents()
	return r, nil
}

// takeUnsent keeps which lines the CRM was not told of yet, and returns the changes without them.
func (w *intents) takeUnsent(changes []erp.Change) []erp.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c erp.Change) bool {
		if c.Field != erp.FieldUnsent {
			return false
		}
		w.unsent = append(w.unsent, c.Value)
		return true
	})
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

// intents gathers what the people in the CRM ask for.
type intents struct {
	*System
	there    *Order
	o        order.View
	zone     *time.Location
	commands []order.Command
	codes    []string
	about    []order.Text // of each command; zero for what needs no words
	warned   []order.Text
	ignored  []erp.Change
	unsent   []string // lines that are not there yet
	removing []string // lines whose removal is asked for
	confirms bool     // the whole order
	cancels  bool     // the whole order
	done     bool     // it was delivered
	packed   bool     // the goods are packed by this intent
	mixed    bool     // marking codes are on other lines than here
}

func (w *intents) want(code string, c order.Command) {
	w.commands, w.codes, w.about = append(w.commands, c), append(w.codes, code), append(w.about, order.Text{})
}

// wantOnce asks for a command unless the same was refused when the order stood as it does now. What it wishes for, and
// what the order has instead, are told with the refusal.
func (w *intents) wantOnce(field, wish string, about order.Text, c order.Command) {
	code := field + ":" + short(strings.Join([]string{wish, w.states(), w.o.Paid.String(), w.o.Total.String()}, "\x00"))
	if w.declined(code) {
		return
	}
	w.want(code, c)
	w.about[len(w.about)-1] = about
}

// intents are the commands as reports: one, but where lots are cancelled and prices set in one save, as the prices are
// those of what is left.
func (w *intents) intents() []order.Observation {
	var cancels, others order.Intent
	priced := slices.ContainsFunc(w.commands, func(c order.Command) bool { return c.Kind() == order.KindEdit || c.Kind() == order.KindReprice })
	for i, c := range w.commands {
		in := &others
		if priced && c.Kind() == order.KindCancel {
			in = &cancels
		}
		in.Commands, in.Codes, in.About = append(in.Commands, c), append(in.Codes, w.codes[i]), append(in.About, w.about[i])
	}
	var out []order.Observation
	for _, in := range []order.Intent{cancels, others} {
		if !slices.ContainsFunc(in.About, func(t order.Text) bool { return !t.IsZero() }) {
			in.About = nil
		}
		if len(in.Commands) > 0 {
			out = append(out, in)
		}
	}
	return out
}

func (w *intents) warn(t order.Text) { w.warned = append(w.warned, t) }

// declined reports whether an intent with this code was refused before, so that it is not tried for ever.
func (w *intents) declined(code string) bool {
	return w.o.Labels[erp.RefusedLabel(code)] != "" || slices.ContainsFunc(w.o.Notes, func(n order.Note) bool { return n.Code == code })
}

// order translates the statuses that the order was given, in their order.
func (w *intents) order(changes []erp.Change) {
	m := &w.mapping
	var confirm, cancel, done, late string
	for _, c := range changes {
		if c.Field != "status" || c.Item != "" {
			continue
		}
		switch code := c.Value; {
		case slices.Contains(m.Confirm, code):
			confirm, cancel = code, ""
		case m.Cancel[code] != "":
			confirm, cancel, done = "", code, ""
		case slices.Contains(m.Done, code):
			done, cancel = code, ""
		case code == m.TooLate && code != "":
			late = code
		case code == m.shown(w.o.Scheme, status.OrderNew.String()):
			confirm, cancel, done = "", "", "" // set back to the beginning
		}
	}
	asked := w.asked("")
	switch {
	case cancel != "" && len(asked) > 0:
		w.cancels = true
		w.answer(cancel, asked, order.VerdictAccept)
	case cancel != "":
		w.cancels = true
		w.want(cancel, order.Cancel{Reason: m.Cancel[cancel]})
	}
	if confirm != "" {
		w.confirms = true
		w.want(confirm, order.Confirm{})
	}
	if late != "" {
		w.answer(late, asked, order.VerdictDecline)
	}
	if done != "" && w.o.Scheme != order.Standard { // there the marketplace says what was delivered
		w.done = true
		w.want(done, order.Deliver{Refused: w.notTaken()})
	}
}

// asked are the requests that wait for an answer, about a line if one is named.
func (w *intents) asked(line string) []int {
	var open []int
	for _, q := range w.o.Requests {
		about := line == "" || slices.ContainsFunc(q.Units, func(u order.Units) bool { return u.Line == line })
		if !q.Answered && about {
			open = append(open, q.N)
		}
	}
	return open
}

// notTaken are the lines that have a status of refusal when the order is done: the buyer did not take them, whenever
// the status was set.
func (w *intents) notTaken() []order.Refusal {
	var out []order.Refusal
	for i := range w.there.Items {
		l, ours := lineOf(&w.there.Items[i], w.o)
		reason := w.mapping.lotReason(w.there.Items[i].Status, true)
		if !ours || reason == "" || l.Kind != order.LineGoods || !slices.ContainsFunc(l.Portions, leaving) {
			continue
		}
		out = append(out, order.Refusal{Picks: order.PickAll(l.ID), Reason: reason})
	}
	return out
}

// leaving reports whether units may be handed out now and were not refused at the door before.
func leaving(p order.PortionView) bool {
	return p.Door == "" && (p.State == status.ItemPacked || p.State == status.ItemSent || p.State == status.ItemArrived)
}

func (w *intents) answer(code string, requests []int, v order.Verdict) {
	for _, n := range requests {
		w.want(code, order.AnswerCancelRequest{Request: n, Verdict: v})
	}
}

// lots translates the statuses of lines.
func (w *intents) lots(changes []erp.Change) {
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
		if asked := w.asked(l.ID); len(asked) > 0 && w.mapping.lotReason(code, door) != "" {
			if !w.cancels {
				w.answer(code, asked, order.VerdictAccept)
			}
			continue
		}
		if door && w.done {
			continue // it is among those that were not taken
		}
		if reason := w.mapping.lotReason(code, door); reason != "" {
			out = append(out, lotOut{l, code, reason, door})
			continue
		}
		if slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.Door != "" }) {
			w.want(code, order.DropDoorResult{Picks: order.PickAll(l.ID)})
		}
	}
	w.cancel(w.completed(out))
}

// completed adds the lots that were taken out before, and refused, if all are out then: the whole order may go where
// single lots may not.
func (w *intents) completed(out []lotOut) []lotOut {
	if len(out) == 0 {
		return nil
	}
	all := slices.Clone(out)
	for i := range w.there.Items {
		l, ours := lineOf(&w.there.Items[i], w.o)
		code := w.there.Items[i].Status
		if !ours || l.Kind != order.LineGoods || l.Living.IsZero() || slices.ContainsFunc(all, func(x lotOut) bool { return x.line.ID == l.ID }) {
			continue
		}
		reason := w.mapping.lotReason(code, false)
		if reason == "" || underWay(l) {
			return out // one lives on
		}
		all = append(all, lotOut{l, code, out[0].reason, false})
	}
	return all
}

// lotOut is a lot that the merchant takes out.
type lotOut struct {
	line   order.LineView
	code   string
	reason status.Reason
	door   bool
}

// cancel asks for lots to be cancelled: each on its own, so that one that cannot go does not keep the others; but all
// that are left, for one reason, together, as the whole order may go where single lots may not.
func (w *intents) cancel(out []lotOut) {
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
func (w *intents) date() {
	if to, moved := windowOf(w.there.Delivery, w.o.Delivery.Window, w.zone); moved {
		w.want("delivery_date", order.MoveDate{Window: to})
	}
}

// courier translates the module's own field. It counts when it is set, and, if that was too early, as soon as the goods
// are packed.
func (w *intents) courier(changes []erp.Change) {
	c := w.mapping.Courier
	if c.Field == "" {
		return
	}
	fires := c.Fires != firesUnset
	field := "custom_" + c.Field
	value, changed := touched(changes, field)
	packed := slices.ContainsFunc(w.o.Lines, func(l order.LineView) bool {
		return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.State == status.ItemPacked })
	})
	late := fires && w.there.CustomFields.Bool(c.Field) && (packed || w.packed)
	code := field
	switch {
	case changed && flag(value) == fires:
	case late && !w.done:
		if code = field + ":" + short(w.states()); w.declined(code) {
			return
		}
	default:
		return
	}
	w.want(code, order.HandOver{Courier: w.o.Scheme == order.MerchantDelivery})
}

// states identifies where the goods of an order are.
func (w *intents) states() string {
	var b strings.Builder
	for _, l := range w.o.Lines {
		for _, p := range l.Portions {
			b.WriteString(l.ID + p.From.String() + p.State.String() + " ")
		}
	}
	return b.String()
}

// flag reads a flag of the history, which may come as a word or a number.
func flag(value string) bool {
	var b lax.Bool
	quoted, err := json.Marshal(strings.ToLower(value))
	return err == nil && json.Unmarshal(quoted, &b) == nil && bool(b)
}

// marks takes over the marking codes of units that have not left yet. The CRM's list is of the units that are left, in
// no order that means anything once some went: a code that the line has already is left alone.
func (w *intents) marks() {
	for i := range w.there.Items {
		it := &w.there.Items[i]
		l, ours := lineOf(it, w.o)
		if !ours || !l.Marked {
			continue
		}
		for unit, code := range it.MarkingCodes {
			known := slices.ContainsFunc(l.Marks, func(m order.Mark) bool { return m.Code == code })
			unit = nthLiving(l, unit)
			intent := "marking:" + short(strings.Join([]string{l.ID, strconv.Itoa(unit), code}, "\x00"))
			if code == "" || known || !here(l, unit) {
				continue
			}
			if w.declined(intent) {
				w.mixed = true // it was refused, and is not what is here
				continue
			}
			w.want(intent, order.SetMark{Line: l.ID, Unit: unit, Code: code, Moved: !w.elsewhere(code, it.ID)})
		}
	}
}

// nthLiving is the unit that is the n-th of those that are left, from 0; n if there are fewer.
func nthLiving(l order.LineView, n int) int {
	left := n
	for unit := range int(l.Quantity.Milli() / 1000) {
		if !living(l, unit) {
			continue
		}
		if left == 0 {
			return unit
		}
		left--
	}
	return n
}

// elsewhere reports whether another line of the CRM has a code.
func (w *intents) elsewhere(code string, line int64) bool {
	return slices.ContainsFunc(w.there.Items, func(it Item) bool { return it.ID != line && slices.Contains(it.MarkingCodes, code) })
}

// warnings are what people see in the CRM and what is not true.
func (w *intents) warnings(changes []erp.Change) []order.Text {
	var out []order.Text
	set := func(item int64) bool { // by people, now
		return slices.ContainsFunc(changes, func(c erp.Change) bool { return c.Field == "order_product.status" && numeric(c.Item) == item })
	}
	for _, l := range w.o.Lines {
		i := slices.IndexFunc(w.there.Items, func(it Item) bool { x, ours := lineOf(&it, w.o); return ours && x.ID == l.ID })
		switch {
		case l.Kind != order.LineGoods:
		case l.Living.IsZero() && i >= 0 && set(w.there.Items[i].ID) && !w.mapping.lotCancelled(w.there.Items[i].Status):
			if slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.State == status.ItemCancelled }) && !w.there.Items[i].IsCanceled {
				out = append(out, order.Textf("line %s (%s) is cancelled at %s, whatever status it has here: do not send it", l.ID, l.Name, w.o.Ref.System))
			}
		case !l.Living.IsZero() && i < 0 && !slices.Contains(w.removing, l.ID) && !slices.Contains(w.unsent, l.ID):
			out = append(out, order.Textf("line %s (%s) was removed here, but it is still part of the order at %s: put it back and give it a status of refusal", l.ID, l.Name, w.o.Ref.System))
		}
	}
	if w.mixed {
		out = append(out, order.Textf("a marking code was refused: enter another one; the goods are not packed before"))
	}
	if w.repacked() {
		out = append(out, order.Textf("the packages were changed after %s had accepted the packing: it keeps the first ones, and so do the labels", w.o.Ref.System))
	}
	return out
}

// repacked reports whether the CRM has other packages than those that the channel knows.
func (w *intents) repacked() bool {
	if w.mapping.Packing.Source == fromPacks || w.packed || w.there.Delivery == nil || w.there.Delivery.Data == nil || len(w.there.Delivery.Data.Packages) == 0 {
		return false
	}
	var told, have []string
	for _, p := range w.o.Packages {
		var lines []string
		for _, u := range p.Units {
			lines = append(lines, u.Line)
		}
		if slices.Sort(lines); len(lines) > 0 {
			told = append(told, strings.Join(slices.Compact(lines), ","))
		}
	}
	for _, p := range w.there.Delivery.Data.Packages {
		var lines []string
		for _, it := range p.Items {
			i := slices.IndexFunc(w.there.Items, func(x Item) bool { return x.ID == it.OrderProduct.ID })
			if i < 0 {
				continue
			}
			if l, ours := lineOf(&w.there.Items[i], w.o); ours && !l.Living.IsZero() {
				lines = append(lines, l.ID)
			}
		}
		if slices.Sort(lines); len(lines) > 0 {
			have = append(have, strings.Join(slices.Compact(lines), ","))
		}
	}
	slices.Sort(told)
	slices.Sort(have)
	return len(told) > 0 && !slices.Equal(told, have)
}

// here reports whether a unit is with the seller still.
func here(l order.LineView, unit int) bool {
	q := amount.Pcs(unit)
	return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
		return p.From.Cmp(q) <= 0 && q.Cmp(p.To) < 0 && (p.State == status.ItemPacked || p.State == status.ItemNew || unpacked(p.State))
	})
}
