package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sumsLabel returns the key of the label that marks in what an account differs from the order.
func sumsLabel(account string) string { return "sums/" + account }

// compareSums compares what a system showed with the order. People are told of a difference once, unless they were told
// that what they did there is refused; one that changed, or came again, is told again. While something is on its way
// there that would repair it, nothing is said.
func (x *outbox) compareSums(j *job, a *account, repairs bool) {
	st := j.erpAt(a.name)
	seen := st.seen
	st.seen = nil
	if seen == nil || repairs {
		return
	}
	v := j.view()
	parts := sumsDiffer(seen.sums, v)
	if len(parts) > 0 && seen.written != nil && len(sumsDiffer(seen.sums, *seen.written)) == 0 {
		return // the order changed meanwhile, as that system reported
	}
	mark := ""
	if len(parts) > 0 {
		mark = effectKey(order.Ref{}, "", "", 0, j.languageOf(a.name).Text(order.Textf("%s", parts)))
	}
	if v.Labels[sumsLabel(a.name)] == mark {
		return
	}
	evs, err := j.order.Do(order.Label{Key: sumsLabel(a.name), Text: mark}, j.fromBridge())
	if err != nil {
		j.note(LevelWarning, a.name, "label", "status %q cannot be kept beside the order: %v", "sums", err)
		return
	}
	if mark == "" {
		j.note(LevelInfo, a.name, "sums-agree", "its sums agree with the order again")
		return
	}
	j.note(LevelWarning, a.name, "sums-differ", "it does not show what the order is: %s; correct what is wrong, there or here", parts)
	if !isDeclined(j, a) {
		j.notify(NoteSums, evs[0], "%s does not show what the order is: %s; correct what is wrong, there or here", a.name, parts)
	}
}

// compares takes the sums that a system showed out of an answer, to be compared: they are not kept.
func (got *answer) compares(a *account, written *order.View) {
	if sums := got.out.Sums; sums != nil && got.err == nil {
		got.learn = func(j *job, _ PendingEffect) { j.erpAt(a.name).seen = &shownSums{*sums, written} }
	}
	got.out.Sums = nil
}

// isDeclined reports whether people wanted now what a system shows, and it was refused: they are told of that.
func isDeclined(j *job, a *account) bool {
	return slices.ContainsFunc(j.newEvents(), func(e order.Event) bool {
		b, is := e.Body.(order.IntentDeclined)
		return is && b.System == a.name && slices.Contains(intentsOnSums, b.Intent)
	})
}

// intentsOnSums are the commands that change lines, sums or payments, by which a system differs while they are refused.
var intentsOnSums = []order.Kind{
	order.KindCancel, order.KindEdit, order.KindReprice, order.KindSetShippingCost, order.KindPay, order.KindDeliver, order.KindReturn,
	order.KindReceive,
}

// repairs reports whether something is pending for a system, or follows from events that are not saved yet, that
// brings its sums to those of the order. What waits for a person was told already.
func (h *erpHandler) repairs(j *job, a *account) bool {
	if j.erpAt(a.name).rows || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Target.Account == a.name && changesSums(w.Kind) }) {
		return true
	}
	es := j.newEvents()
	for i, e := range es {
		if !h.knows(j, a, e, es[:i]) && slices.ContainsFunc(changesOf(e), func(c erpChange) bool { return changesSums(c.kind) }) {
			return true
		}
	}
	return false
}

// changesSums reports whether an effect changes the sums of an order in an ERP.
func changesSums(kind order.EffectKind) bool {
	return kind == order.EffectUpsert || kind == order.EffectCancel || isOfTheMoment(kind) && kind != order.EffectDetails
}

// sumsDiffer says in what the sums of a system differ from those of an order: the goods that nobody gets any more are
// left alone there, when its status says so.
func sumsDiffer(shown order.Sums, v order.View) []order.Text {
	right := erp.SumsOf(v)
	if v.State == status.OrderCancelled || v.State == status.OrderRefused {
		shown.Lines, shown.Total = nil, amount.Money{}
	}
	var elsewhere []string // lines that a system may show in other ways than as lines
	for _, l := range v.Lines {
		if l.Kind != order.LineGoods {
			elsewhere = append(elsewhere, l.ID)
		}
	}
	return differences(shown, right, elsewhere)
}

// differences says in what sums differ. What is not shown is not compared: no lines, an unset total, an unset sum paid.
func differences(shown, right order.Sums, elsewhere []string) []order.Text {
	var parts []order.Text
	if len(shown.Lines) > 0 {
		for _, l := range shown.Lines {
			parts = append(parts, lineDiffers(l, right)...)
		}
		for _, l := range right.Lines {
			is := func(s order.LineSum) bool { return s.Line == l.Line }
			if !slices.ContainsFunc(shown.Lines, is) && !slices.Contains(elsewhere, l.Line) {
				parts = append(parts, order.Textf("%s: not there, %s for %s here", lineName(l), l.Quantity, l.Total))
			}
		}
	}
	if differs(shown.Total, right.Total) {
		parts = append(parts, order.Textf("total: %s there, %s here", shown.Total, right.Total))
	}
	if differs(shown.Paid, right.Paid) {
		parts = append(parts, order.Textf("paid: %s there, %s here", shown.Paid, right.Paid))
	}
	return parts
}

// lineDiffers says in what a line that is shown differs.
func lineDiffers(l order.LineSum, right order.Sums) []order.Text {
	i := slices.IndexFunc(right.Lines, func(r order.LineSum) bool { return l.Line != "" && r.Line == l.Line })
	switch {
	case i < 0 && l.Total.IsUnset():
		return []order.Text{order.Textf("%s: %s there, not here", lineName(l), l.Quantity)}
	case i < 0:
		return []order.Text{order.Textf("%s: %s for %s there, not here", lineName(l), l.Quantity, l.Total)}
	case l.Total.IsUnset() && l.Quantity != right.Lines[i].Quantity:
		return []order.Text{order.Textf("%s: %s there, %s here", lineName(right.Lines[i]), l.Quantity, right.Lines[i].Quantity)}
	case l.Quantity != right.Lines[i].Quantity || differs(l.Total, right.Lines[i].Total):
		r := right.Lines[i]
		return []order.Text{order.Textf("%s: %s for %s there, %s for %s here", lineName(r), l.Quantity, l.Total, r.Quantity, r.Total)}
	}
	return nil
}

func lineName(l order.LineSum) string { return cmp.Or(l.Name, l.Line) }

// differs reports whether a sum that is shown is another one.
func differs(shown, right amount.Money) bool { return !shown.IsUnset() && shown != right }

// noteUnshown tells people of changes that a system cannot be told of: what it shows, and what it should show. They
// are told once, of all changes of a save together.
func (h *erpHandler) noteUnshown(j *job, a *account, lacks []erpChange, event int) {
	if len(lacks) == 0 || !a.system.Can(order.EffectUpsert, j.view().Scheme) || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return isFresh(w) && w.Kind == order.EffectUpsert && w.Target.Account == a.name
	}) {
		return
	}
	was, now := j.erpAt(a.name).stored, j.view()
	before, after := erp.SumsOf(was), erp.SumsOf(now)
	var goods, money bool
	var parts []order.Text
	for _, c := range lacks {
		switch c.kind { //nolint:exhaustive // the others are about goods
		case order.EffectPayment:
			money = true
		case order.EffectDetails:
			parts = append(parts, detailsDiffer(j, event)...)
		case order.EffectMoveDate:
			if from, to := windowText(was.Delivery.Window), windowText(now.Delivery.Window); from != to {
				parts = append(parts, order.Textf("%s: %q there, %q here", "delivery.window", from, to))
			}
		default:
			goods = true
		}
	}
	if !goods {
		before.Lines, before.Total = nil, amount.Money{}
	}
	if !money {
		before.Paid = amount.Money{}
	}
	if parts = append(differences(before, after, nil), parts...); len(parts) == 0 {
		return
	}
	j.note(LevelWarning, a.name, "not-shown", "it cannot be told of a change: %s; make the change there by hand", parts)
	text := j.say(j.route.peopleAt(), "%s cannot be told of a change: %s; make the change there by hand", a.name, parts)
	j.notes = append(j.notes, note{Note{Kind: NoteUnshown, Text: text}, "", event, string(NoteUnshown) + a.name})
}

// detailsDiffer says which details of the order changed in this save.
func detailsDiffer(j *job, until int) []order.Text {
	var parts []order.Text
	for _, e := range j.newEvents() {
		if b, is := e.Body.(order.DetailsChanged); is && e.N <= until {
			for _, c := range b.Changes {
				parts = append(parts, order.Textf("%s: %q there, %q here", c.Field, c.Was, c.Now))
			}
		}
	}
	return parts
}

func windowText(w order.Window) string {
	if w.IsZero() {
		return ""
	}
	return stamp(w.From) + " – " + stamp(w.To)
}

// reportIgnored reports a changed field that means nothing to an order: once for each field and account.
func (h *erpHandler) reportIgnored(j *job, a *account, cs []erp.Change) {
	for _, c := range cs {
		j.note(LevelInfo, a.name, "ignored", "the field %q was changed there, which means nothing to an order here", clip(c.Field, maxReason))
		j.once("ignored", a.name, c.Field)
	}
}
