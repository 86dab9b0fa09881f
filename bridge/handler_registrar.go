package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// registrarHandler works with the services that register fiscal receipts.
type registrarHandler struct{ *outbox }

func (h *registrarHandler) serves(a *account) bool { return a.registrar != nil }

func (h *registrarHandler) messages() (kind string, together bool) { return messageMoney, false }

// effects: a hold does not stop a receipt, which reports what has happened.
func (h *registrarHandler) effects(kind order.EffectKind) (rules, bool) {
	return rules{money: true, onHold: always}, kind == order.EffectReceipt
}

// isFor implements handler.
func (h *registrarHandler) isFor(*job, string) bool { return true }

// ---- intake and receive ---------------------------------------------------------------------------------------------

func (h *registrarHandler) webhook(a *account) http.Handler {
	return serveCalls(h.outbox, a, h.moneyCalls)
}

// intake does nothing: registrars call, and receipts that wait are polled.
func (h *registrarHandler) intake(context.Context, *account) error { return nil }

// receive makes the receipts that a call is about be polled at once.
func (h *registrarHandler) receive(_ context.Context, j *job, a *account, ms []Message) error {
	var m changedMoney
	if err := json.Unmarshal(ms[0].Data, &m); err != nil {
		return &badMessage{err}
	}
	if len(m.Payments) > 0 {
		return &badMessage{fmt.Errorf("%s reports a payment, and is no gateway", a.vendor())}
	}
	h.hastenMoney(j, a, m)
	return nil
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// plannedReceipt is the data of an effect that registers a receipt. The receipt stays as it was planned, whatever the
// settings become.
type plannedReceipt struct {
	Reason  receipts.Reason  `json:"reason"`
	Payment string           `json:"payment,omitzero"`
	Attempt int              `json:"attempt"` // a receipt that failed is registered again under another key
	Receipt receipts.Receipt `json:"receipt"`
}

// derive adds the receipts that follow from new events. Those of earlier events were added then.
func (h *registrarHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.Receipts]
	if a == nil || len(es) == 0 {
		return
	}
	plan, err := receipts.Plan(j.order, j.route.Fiscal)
	if err != nil {
		j.note(LevelError, a.name, "receipts", "no receipts can be planned: %v", err)
		j.once("receipts", j.stored.ID, err.Error())
		return
	}
	for _, p := range plan {
		if p.Event <= j.saved {
			continue
		}
		w := order.Effect{
			Kind: order.EffectReceipt, Target: a.ref(order.Ref{Kind: "receipt", ID: p.Receipt.Key}),
			N: p.Event, Shipment: p.Shipment, Block: p.Block, Text: j.say(a.name, "for %s, %s", occasion(j, a, p), p.Receipt.Total),
		}
		if j.carry(&w, plannedReceipt{Reason: p.Reason, Payment: p.Payment, Attempt: 1, Receipt: p.Receipt}) {
			h.enqueue(j, w, p.Receipt.Key)
		}
	}
	h.retryCompleted(j, plan)
}

// occasion names for people what a receipt is for.
func occasion(j *job, a *account, p receipts.PlannedReceipt) string {
	switch p.Reason {
	case receipts.ForPayment:
		return j.say(a.name, "payment %s", p.Payment)
	case receipts.ForGoods:
		if p.Shipment != 0 {
			return j.say(a.name, "shipment S%d", p.Shipment)
		}
		return j.say(a.name, "the goods")
	case receipts.ForBlock:
		return j.say(a.name, "the refund of R%d", p.Block)
	case receipts.ForReturn:
		return j.say(a.name, "what went back of payment %s", p.Payment)
	}
	return string(p.Reason)
}

// retryCompleted tries refused receipts again if the order has by now what was missing, such as a marking code.
func (h *registrarHandler) retryCompleted(j *job, plan []receipts.PlannedReceipt) {
	for _, w := range j.pending() {
		if w.Kind == order.EffectReceipt && w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected && h.replan(j, &w, plan, false) {
			startOver(&w, h.now())
			j.put(w)
			j.note(LevelInfo, w.Target.Account, "retried", "%s is tried again, as the order has changed", describe(w))
		}
	}
}

// replan takes a receipt that was never registered from the plan again, under another key if the first is used up.
// Unless always is set, it changes nothing and returns false if the receipt is the same.
func (h *registrarHandler) replan(j *job, w *PendingEffect, plan []receipts.PlannedReceipt, always bool) bool {
	var f plannedReceipt
	if json.Unmarshal(w.Data, &f) != nil {
		return false
	}
	was := string(w.Data)
	for _, p := range plan {
		if p.Receipt.Key == f.Receipt.Key {
			f.Receipt = p.Receipt
		}
	}
	if !j.carry(&w.Effect, f) || string(w.Data) == was && !always {
		return false
	}
	if w.Outcome.Ref.IsZero() { // it never became a document, and its key is free
		return true
	}
	f.Attempt++
	return j.carry(&w.Effect, f)
}

// renew prepares a refused receipt for another try that a person wants: it is made anew. What is in doubt is not
// refused: only the same receipt may be sent again.
func (h *registrarHandler) renew(j *job, w *PendingEffect) {
	if w.Outcome.Kind != order.Rejected {
		return
	}
	plan, err := receipts.Plan(j.order, j.route.Fiscal)
	if err != nil {
		plan = nil // it is sent as it is
	}
	h.replan(j, w, plan, true)
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// maxRegistrations is how often a receipt is registered before it waits for a person.
const maxRegistrations = 3

// perform registers a receipt, or asks how one stands that the service has accepted.
func (h *registrarHandler) perform(ctx context.Context, _ *job, a *account, w PendingEffect) answer {
	var f plannedReceipt
	if err := json.Unmarshal(w.Data, &f); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.say(a.name, "the stored receipt cannot be read: %v", err)}}
	}
	r := f.Receipt.Attempt(f.Attempt)
	var d receipts.Document
	var err error
	if w.Phase == PhaseWaiting {
		d, err = a.registrar.Read(ctx, w.Outcome.Ref)
	} else {
		d, err = a.registrar.Register(ctx, r)
	}
	if err != nil {
		return answer{err: err}
	}
	if text := h.checkDocument(a, r, askedRef(w), d); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out := order.Outcome{Ref: d.Ref, Code: d.Code, Text: d.Text}
	switch d.State {
	case receipts.DocumentDone:
		out.Kind = order.Applied
		return answer{out: out, learn: func(j *job, w PendingEffect) { h.attach(j, a, w, f, d) }}
	case receipts.DocumentWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case receipts.DocumentFailed:
		if d.CanRetry && f.Attempt < maxRegistrations {
			return answer{
				err:   &ordo.Error{System: a.vendor(), Account: a.name, Op: "register", Code: d.Code, Text: d.Text, Class: ordo.Retry},
				learn: func(j *job, w PendingEffect) { h.nextAttempt(j, w, f) },
			}
		}
		out.Kind = order.Rejected
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: d.Ref, Text: h.say(a.name, "%s reports the receipt as %s", a.vendor(), d.State)}}
}

// checkDocument compares a registered receipt with the one that was asked for. by is the reference by which it was
// read, or zero.
func (h *registrarHandler) checkDocument(a *account, r receipts.Receipt, by order.Ref, d receipts.Document) string {
	key := field{"key", r.Key, d.Key}
	if d.Key == d.Ref.ID || d.Key == by.ID {
		key = field{} // the service knows no keys
	}
	return h.mismatch(a, key, refField("id", by, d.Ref), sumField(r.Total, d.Total))
}

// nextAttempt gives a receipt that failed another key: the first is used up.
func (h *registrarHandler) nextAttempt(j *job, w PendingEffect, f plannedReceipt) {
	f.Attempt++
	j.update(w.Key, func(w *PendingEffect) {
		if j.carry(&w.Effect, f) {
			w.Phase, w.Polls, w.Outcome = PhasePending, 0, order.Outcome{}
		}
	})
}

// attach attaches a receipt to the payment, the block or the order that it is for.
func (h *registrarHandler) attach(j *job, a *account, w PendingEffect, f plannedReceipt, d receipts.Document) {
	doc := d.Attach()
	doc.Ref = a.ref(doc.Ref)
	by := j.from(a, order.RoleGateway, time.Time{})
	var err error
	switch {
	case f.Reason == receipts.ForPayment && f.Payment != "":
		_, err = j.order.Do(order.AttachReceipt{Payment: f.Payment, Receipt: doc}, by)
	case f.Reason == receipts.ForBlock:
		_, err = j.order.Do(order.AttachReceipt{Block: w.Block, Receipt: doc}, by)
	default:
		err = order.ErrDuplicate // it is the order's own
	}
	if errors.Is(err, order.ErrDuplicate) && !errors.Is(err, order.ErrAlready) { // or there is another one already
		doc.Shipment, doc.Block = w.Shipment, w.Block
		_, err = j.order.Do(order.Attach{Document: doc}, by)
	}
	if err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelWarning, a.name, "receipt", "receipt %s cannot be attached: %v", doc.Number, err)
	}
	for _, m := range d.Marks {
		if !m.Good() {
			j.note(LevelWarning, a.name, "mark", "receipt %s: the marking code of position %d did not pass the check, result %d", doc.Number, m.Position+1, m.Result)
		}
	}
}

// settle does nothing: a receipt that was registered is attached with its answer, and one that was not is no event.
func (h *registrarHandler) settle(*job, *account, PendingEffect, order.Outcome) {}

// resolve attaches a receipt whose number a person has found out.
func (h *registrarHandler) resolve(j *job, a *account, w *PendingEffect, out order.Outcome) bool {
	var f plannedReceipt
	if a != nil && out.Done() && out.Ref.ID != "" && json.Unmarshal(w.Data, &f) == nil {
		h.attach(j, a, *w, f, receipts.Document{Key: f.Receipt.Key, Ref: out.Ref, State: receipts.DocumentDone, Number: out.Ref.ID})
	}
	return false
}
