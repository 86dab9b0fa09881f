package bridge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/status"
)

// registryHandler tells a registry of marked goods which units are sold and which came back, where a document does that
// (WithdrawByDocument), or asks it whether the receipt did (WithdrawByReceipt). Each code leaves circulation once, and
// comes back by the way that it went out.
type registryHandler struct{ *outbox }

func (h *registryHandler) serves(a *account) bool { return a.registry != nil }

func (h *registryHandler) messages() (kind string, together bool) { return "codes", false }

// effects: a report tells what has happened, so that no hold stops it, and it holds up nothing. What is in doubt is
// looked up and never repeated blindly.
func (h *registryHandler) effects(kind order.EffectKind) (rules, bool) {
	return rules{aside: true, onHold: always, money: true, needed: true}, kind == order.EffectWithdraw || kind == order.EffectReinstate
}

// isFor implements handler.
func (h *registryHandler) isFor(*job, string) bool { return true }

// intake does nothing: registries do not call.
func (h *registryHandler) intake(context.Context, *account) error { return nil }

func (h *registryHandler) receive(context.Context, *job, *account, []Message) error {
	return &badMessage{errors.New("no messages come from a registry")}
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// derive adds the reports that follow from new events: about units that left, came back, or got their code late.
func (h *registryHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.Registry]
	if a == nil {
		return
	}
	for _, e := range es {
		if !isFirst(e) && (j.route.WithdrawBy == WithdrawByDocument) != isReceipt(e) { // what had left before was reported elsewhere
			h.report(j, a, e)
		}
	}
	for _, w := range j.pending() {
		if d, ok := dataOf[reportedCodes](w); ok && (w.Kind == order.EffectWithdraw || w.Kind == order.EffectReinstate) {
			h.waitFor(j, w, h.lacks(j, w, d))
		}
	}
}

// report adds the effects of one event: one for the units of a line that left or came back together.
func (h *registryHandler) report(j *job, a *account, e order.Event) {
	type group struct {
		kind            order.EffectKind
		line            string
		shipment, block int
		bare            bool // without a code yet
	}
	receipt, left := receiptOf(e), j.markedThatLeft(e)
	justSold := func(u markedUnit) bool {
		if len(e.Moves()) == 0 || !away.Has(u.at.State) {
			return isSold(u.at)
		}
		return covers(ranges(left), order.Move{Line: u.line, Portion: order.Portion{From: amount.Pcs(u.n), To: amount.Pcs(u.n + 1)}})
	}
	var gs []group
	units := map[group][]order.Units{}
	for _, u := range j.unitsTouched(e) {
		g := group{line: u.line, shipment: u.at.Shipment, bare: u.mark.Code == ""}
		switch {
		case justSold(u) && u.mark.Out == "" && (receipt == "" || u.at.State == status.ItemHandedOut && !g.bare && !isRefund(e)):
			g.kind = order.EffectWithdraw
		case u.mark.Out != "" && (receipt == "" && isBackAgain(u.at) || isRefund(e)):
			g.kind, g.shipment, g.block = order.EffectReinstate, 0, u.at.Block
		default:
			continue
		}
		if reporting(j, g.kind, u) {
			continue
		}
		if units[g] == nil {
			gs = append(gs, g)
		}
		units[g] = append(units[g], u.units())
	}
	for _, g := range gs {
		w := order.Effect{
			Kind: g.kind, Target: a.ref(order.Ref{Kind: "document"}), N: e.N, Shipment: g.shipment, Block: g.block, Units: joined(units[g]),
			Text: j.say(a.name, "of %s", order.UnitsText(joined(units[g]))),
		}
		if j.carry(&w, reportedCodes{Receipt: receipt, Attempt: 1}) {
			h.enqueue(j, w, order.UnitsText(w.Units).String())
		}
	}
}

// reporting reports whether an open effect is about a unit and the code that it has now: a report that was checked
// keeps the code that the unit had then.
func reporting(j *job, kind order.EffectKind, u markedUnit) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		d, ok := dataOf[reportedCodes](w)
		if w.Kind != kind || !covers(w.Units, order.Move{Line: u.line, Portion: order.Portion{From: u.units().From, To: u.units().To}}) {
			return false
		}
		return !ok || !d.Checked || slices.ContainsFunc(d.Codes, func(s unitSum) bool { return s.Line == u.line && s.Unit == u.n && s.Code == u.mark.Code })
	})
}

// lacks says what a report waits for: the code of a unit, the receipt of the refund.
func (h *registryHandler) lacks(j *job, w PendingEffect, d reportedCodes) order.Text {
	var lacks []order.Text
	if d.Checked {
		return order.Text{}
	}
	for _, u := range j.unitsOf(w.Units) {
		if w.Kind == order.EffectWithdraw && isSold(u.at) && (u.mark.Code == "" || u.mark.Rejected != "") {
			lacks = append(lacks, order.Textf("line %s unit %d has no marking code: set it", u.line, u.n))
		}
	}
	if w.Kind == order.EffectReinstate && d.Receipt == "" && j.waitsForRefundReceipt(w.Block) {
		lacks = append(lacks, order.Textf("the receipt of the refund of R%d is not registered yet", w.Block))
	}
	return listOf(lacks)
}

// lateAfter is after what time people are told that sold goods are still in circulation: the law gives a seller a few
// days; how many, and of what kind, could not be confirmed, so that three calendar days are a guess.
const lateAfter = 3 * 24 * time.Hour

// act tells people, once, of codes that are still in circulation long after their goods have left.
func (h *registryHandler) act(j *job) {
	for _, w := range j.pending() {
		if w.Kind == order.EffectWithdraw && !h.now().Before(w.Since.Add(lateAfter)) {
			j.warn("marking codes of %s have not left circulation since %s: see to it", order.UnitsText(w.Units), w.Since.UTC().Format(time.DateOnly))
		}
	}
}

// wakesAt implements waker.
func (h *registryHandler) wakesAt(j *job) (at time.Time) {
	for _, w := range j.pending() {
		if late := w.Since.Add(lateAfter); w.Kind == order.EffectWithdraw && late.After(h.now()) && (at.IsZero() || late.Before(at)) {
			at = late
		}
	}
	return at
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// nameTarget keeps when a report is sent, before it is: whoever finds it unanswered knows that it may have arrived.
func (h *registryHandler) nameTarget(j *job, w *PendingEffect) {
	if d, ok := dataOf[reportedCodes](*w); ok && d.Checked && d.Receipt == "" && w.Phase != PhaseWaiting {
		d.Tried, d.Sent = d.Sent, h.now()
		j.carry(&w.Effect, d)
	}
}

// perform asks the registry about the codes first; then it sends the report, or asks how one stands.
func (h *registryHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	d, ok := dataOf[reportedCodes](w)
	switch {
	case !ok:
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.say(a.name, "the stored report cannot be read")}}
	case d.Receipt != "":
		return h.askAboutReceipt(ctx, j, a, w, d)
	case !d.Checked:
		return h.check(ctx, j, a, w, d)
	}
	var r marking.Report
	var err error
	if w.Phase == PhaseWaiting {
		r, err = a.registry.Read(ctx, w.Outcome.Ref)
	} else {
		r, err = a.registry.Report(ctx, j.reportOf(w, d))
	}
	if err != nil {
		return answer{err: err, learn: func(j *job, w PendingEffect) {
			if c := ordo.ClassOf(err); c == ordo.Retry || c == ordo.RateLimited || c == ordo.Auth { // nothing was sent
				j.update(w.Key, func(w *PendingEffect) {
					d.Sent, d.Tried = d.Tried, time.Time{}
					j.carry(&w.Effect, d)
				})
			}
		}}
	}
	out := order.Outcome{Ref: r.Ref, Text: problemsOf(r)}
	switch r.State {
	case marking.ReportWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case marking.ReportDone, marking.ReportPartly:
		out.Kind = order.Applied
		return answer{out: out, learn: func(j *job, w PendingEffect) {
			good, refused := d.split(r.Problems)
			h.keepReport(j, a, w, good, r.Ref)
			h.setAside(j, a, w, refused, out.Text)
		}}
	case marking.ReportRefused:
		out.Kind = order.Rejected
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: r.Ref, Text: h.say(a.name, "%s reports the document as %s", a.vendor(), string(r.State))}}
}

// check asks the registry which of the codes it would take. The others are named to people and not sent; the report is
// sent in the next try, so that what it has is stored before.
func (h *registryHandler) check(ctx context.Context, j *job, a *account, w PendingEffect, d reportedCodes) answer {
	direction := marking.Withdraw
	if w.Kind == order.EffectReinstate {
		direction = marking.Reinstate
	}
	wanted := j.codesOf(w)
	if len(wanted) == 0 {
		return answer{out: nothingLeft}
	}
	var problems []order.Text
	ready := map[string]bool{}
	states, err := h.ask(ctx, a, wanted)
	if err != nil {
		return answer{err: err}
	}
	for _, u := range wanted {
		s := states[u.cis()]
		if ready[u.Code] = s.Ready(direction); !ready[u.Code] {
			problems = append(problems, order.Textf("line %s unit %d, code %s: %s", u.Line, u.Unit, u.cis(), notReported(s, direction)))
		}
	}
	d.Codes = slices.DeleteFunc(slices.Clone(wanted), func(u unitSum) bool { return !ready[u.Code] })
	left := slices.DeleteFunc(slices.Clone(wanted), func(u unitSum) bool { return ready[u.Code] })
	if len(d.Codes) == 0 {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: j.languageOf(a.name).Text(listOf(problems))}}
	}
	d.Checked = true
	if w.Kind == order.EffectReinstate {
		d.Document, d.Paid = j.basisOfReturn(w.Block)
	} else {
		d.Document = j.basisOfSale(w.Shipment, w.Since)
	}
	return answer{atOnce: true, learn: func(j *job, w PendingEffect) {
		j.update(w.Key, func(w *PendingEffect) { j.carry(&w.Effect, d) })
		h.setAside(j, a, w, left, j.languageOf(a.name).Text(listOf(problems)))
	}}
}

// setAside makes an effect of their own of codes that the registry does not take, so that the others can go and people
// can have these tried again.
func (h *registryHandler) setAside(j *job, a *account, w PendingEffect, us []unitSum, why string) {
	if len(us) == 0 {
		return
	}
	other := order.Effect{Kind: w.Kind, Target: a.ref(order.Ref{Kind: "document"}), N: w.N, Shipment: w.Shipment, Block: w.Block}
	for _, u := range us {
		other.Units = append(other.Units, order.Units{Line: u.Line, From: amount.Pcs(u.Unit), To: amount.Pcs(u.Unit + 1)})
	}
	other.Units = joined(other.Units)
	other.Text = j.say(a.name, "of %s", order.UnitsText(other.Units))
	if j.carry(&other, reportedCodes{Attempt: 1}) {
		h.rejected(j, h.enqueue(j, other, "aside "+w.Key), order.Outcome{Kind: order.Rejected, Text: clip(why, maxReason)})
	}
}

// ask returns the state of codes, by their identity.
func (h *registryHandler) ask(ctx context.Context, a *account, us []unitSum) (map[string]marking.Status, error) {
	var codes []marking.Code
	for _, u := range us {
		if c, err := marking.Parse(u.Code); err == nil {
			codes = append(codes, c)
		}
	}
	out := map[string]marking.Status{}
	for s, err := range a.registry.Codes(ctx, codes...) {
		if err != nil {
			return nil, err
		}
		out[s.Code.CIS()] = s
	}
	return out, nil
}

// notReported says why a code cannot be reported.
func notReported(s marking.Status, d marking.Direction) order.Text {
	switch {
	case s.Problem != nil:
		return order.Textf("%v", s.Problem)
	case d == marking.Withdraw && s.State == marking.Out:
		return order.Textf("it left circulation before (%s %s)", s.Vendor, s.Reason)
	case d == marking.Reinstate && s.State == marking.InCirculation:
		return order.Textf("it is in circulation already")
	}
	return order.Textf("it is %s there", s.Vendor)
}

// askAboutReceipt asks whether a receipt has reported its codes. The operator of fiscal data does that, some time
// after.
func (h *registryHandler) askAboutReceipt(ctx context.Context, j *job, a *account, w PendingEffect, d reportedCodes) answer {
	us := j.codesOf(w)
	if len(us) == 0 {
		return answer{out: nothingLeft}
	}
	states, err := h.ask(ctx, a, us)
	if err != nil {
		return answer{err: err}
	}
	want := marking.Out
	if w.Kind == order.EffectReinstate {
		want = marking.InCirculation
	}
	var missing []order.Text
	for _, u := range us {
		if s := states[u.cis()]; s.State != want {
			missing = append(missing, order.Textf("line %s unit %d, code %s is %s there", u.Line, u.Unit, u.cis(), s.Vendor))
		}
	}
	ref := order.Ref{Kind: "receipt", ID: d.Receipt}
	switch {
	case len(missing) == 0:
		d.Codes = us
		return answer{out: order.Outcome{Kind: order.Applied}, learn: func(j *job, w PendingEffect) { h.keepReport(j, a, w, us, ref) }}
	case h.now().Before(w.Since.Add(lateAfter)):
		return answer{out: order.Outcome{Kind: order.Waiting}}
	}
	return answer{out: order.Outcome{
		Kind: order.Rejected, Text: h.say(a.name, "receipt %s has not reached the registry: %s", d.Receipt, listOf(missing)),
	}}
}

// keepReport records with the order what became of codes.
func (h *registryHandler) keepReport(j *job, a *account, w PendingEffect, us []unitSum, ref order.Ref) {
	c := order.ReportMarks{Report: order.MarkWithdrawn, Ref: a.ref(ref), Number: ref.ID}
	if w.Kind == order.EffectReinstate {
		c.Report = order.MarkReinstated
	}
	for _, u := range us {
		one := c
		one.Units = []order.MarkedUnit{{Line: u.Line, Unit: u.Unit, Code: u.Code}}
		if _, err := j.order.Clone().Do(one, j.fromBridge()); err != nil { // the code is on another unit by now
			j.warn("the registry has the code %s of line %s unit %d in document %s, and the order cannot keep that: %v", u.cis(), u.Line, u.Unit, ref.ID, err)
			continue
		}
		c.Units = append(c.Units, one.Units...)
	}
	if len(c.Units) == 0 {
		return
	}
	if _, err := j.order.Do(c, j.from(a, order.RoleSystem, time.Time{})); err != nil {
		j.note(LevelError, a.name, "codes", "what became of %s cannot be kept: %v", describe(w), err)
	}
}

// settle does nothing: what was reported is kept with its answer.
func (h *registryHandler) settle(*job, *account, PendingEffect, order.Outcome) {}

// renew prepares a refused report for another try that a person wants: it is made anew, under another key.
func (h *registryHandler) renew(j *job, w *PendingEffect) {
	d, ok := dataOf[reportedCodes](*w)
	if ok && w.Outcome.Kind == order.Rejected && d.Receipt == "" {
		j.carry(&w.Effect, reportedCodes{Attempt: d.Attempt + 1})
		w.Outcome = order.Outcome{}
	}
}

// resolve records what a person has found out.
func (h *registryHandler) resolve(j *job, a *account, w *PendingEffect, out order.Outcome) bool {
	if d, ok := dataOf[reportedCodes](*w); ok && a != nil && out.Done() {
		us := d.Codes
		if len(us) == 0 {
			us = j.codesOf(*w)
		}
		if out.Ref.ID == "" {
			out.Ref = order.Ref{Kind: "document", ID: j.reportKey(*w, d)}
		}
		h.keepReport(j, a, *w, us, out.Ref)
	}
	return false
}
