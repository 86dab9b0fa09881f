package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// fiscal is what an effect carries that owes a receipt. The receipt is as it was when it came to be owed, whatever settings
// say later.
type fiscal struct {
	Reason  receipts.Reason  `json:"reason"`
	Payment string           `json:"payment,omitzero"`
	Attempt int              `json:"attempt"` // a receipt that failed is given again under another key
	Receipt receipts.Receipt `json:"receipt"`
}

// mostAttempts is how often a receipt is given to the register by itself.
const mostAttempts = 3

// registrar is the account that registers the order's receipts; nil where none does.
func (k *desk) registrar() *account { return k.b.accounts[k.route.Receipts] }

// oweReceipts owes the receipts that follow from new events. What the events before them owed was owed then.
func (k *desk) oweReceipts(now time.Time) {
	a := k.registrar()
	if a == nil {
		return
	}
	plan, err := receipts.Plan(k.o, k.route.Fiscal)
	if err != nil {
		k.note(LevelError, a.name, "receipts", "no receipts can be planned: "+err.Error())
		k.once("receipts", k.d.ID, err.Error())
		return
	}
	for _, p := range plan {
		if p.Event <= k.since {
			continue
		}
		w := order.Effect{
			Kind: order.EffectReceipt, Target: order.Ref{System: a.vendor(), Account: a.name, Kind: "receipt", ID: p.Receipt.Key},
			N: p.Event, Shipment: p.Shipment, Block: p.Block, Text: fmt.Sprintf("for %s, %s", occasion(p), p.Receipt.Total),
		}
		if !k.carry(&w, fiscal{Reason: p.Reason, Payment: p.Payment, Attempt: 1, Receipt: p.Receipt}) {
			continue
		}
		k.add(w, p.Receipt.Key, now)
	}
	k.amend(plan, now)
}

// occasion names for people what a receipt is for.
func occasion(p receipts.PlannedReceipt) string {
	switch p.Reason {
	case receipts.ForPayment:
		return "payment " + p.Payment
	case receipts.ForGoods:
		if p.Shipment != 0 {
			return fmt.Sprintf("shipment S%d", p.Shipment)
		}
		return "the goods"
	case receipts.ForBlock:
		return fmt.Sprintf("the refund of R%d", p.Block)
	case receipts.ForReturn:
		return "what went back of payment " + p.Payment
	}
	return string(p.Reason)
}

// carry gives an effect what it carries.
func (k *desk) carry(w *order.Effect, what any) bool {
	data, err := json.Marshal(what)
	if err != nil { // nothing that effects carry can fail to be written
		k.note(LevelError, w.Target.Account, string(w.Kind), err.Error())
		return false
	}
	w.Data = data
	return true
}

// amend lets receipts that were refused be tried again where the order says now what was missing, such as a marking code.
func (k *desk) amend(plan []receipts.PlannedReceipt, now time.Time) {
	for _, w := range k.reckon() {
		if w.Kind == order.EffectReceipt && w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected && k.replan(&w, plan, false) {
			w.Phase, w.Attempts, w.Due, w.Problem = PhasePending, 0, now, ""
			k.write(w)
			k.note(LevelInfo, w.Target.Account, "retried", name(w)+" is tried again, as the order has changed")
		}
	}
}

// replan takes a receipt that was never registered afresh from the plan, under another key where the first is spent. It is
// false if the receipt is no other, and wanted only then.
func (k *desk) replan(w *PendingEffect, plan []receipts.PlannedReceipt, anyhow bool) bool {
	var f fiscal
	if json.Unmarshal(w.Data, &f) != nil {
		return false
	}
	was := string(w.Data)
	for _, p := range plan {
		if p.Receipt.Key == f.Receipt.Key {
			f.Receipt = p.Receipt
		}
	}
	if !k.carry(&w.Effect, f) || string(w.Data) == was && !anyhow {
		return false
	}
	if w.Outcome.Ref.IsZero() { // it never was a document, and its key is free
		return true
	}
	f.Attempt++
	return k.carry(&w.Effect, f)
}

// renew prepares a refused receipt for another try that a person wants: it is made afresh, and under another key where the
// first is spent.
func (k *desk) renew(w *PendingEffect) {
	if w.Kind != order.EffectReceipt || w.Outcome.Kind != order.Rejected {
		return // in doubt is not refused: nothing but the same may be given again
	}
	plan, err := receipts.Plan(k.o, k.route.Fiscal)
	if err != nil {
		plan = nil // it is given as it is
	}
	k.replan(w, plan, true)
}

// register registers a receipt, or asks how one stands that the service has taken.
func (b *Bridge) register(ctx context.Context, a *account, w PendingEffect) answer {
	var f fiscal
	if err := json.Unmarshal(w.Data, &f); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: "what is kept of the receipt cannot be read: " + err.Error()}}
	}
	d, err := b.document(ctx, a, w, f)
	if err != nil {
		return answer{err: err}
	}
	if text := checkDocument(f.Receipt.Attempt(f.Attempt), asked(w), d); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out := order.Outcome{Ref: d.Ref, Code: d.Code, Text: d.Text}
	switch d.State {
	case receipts.DocumentDone:
		out.Kind = order.Applied
		return answer{out: out, learn: func(k *desk, w PendingEffect) { k.attach(a, w, f, d) }}
	case receipts.DocumentWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case receipts.DocumentFailed:
		if d.CanRetry && f.Attempt < mostAttempts {
			return answer{
				err:   &ordo.Error{System: a.vendor(), Account: a.name, Op: "register", Code: d.Code, Text: d.Text, Class: ordo.Retry},
				learn: func(k *desk, w PendingEffect) { k.nextAttempt(w, f) },
			}
		}
		out.Kind = order.Rejected
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: d.Ref, Text: fmt.Sprintf("%s says that the receipt is %s", a.vendor(), d.State)}}
}

func (b *Bridge) document(ctx context.Context, a *account, w PendingEffect, f fiscal) (receipts.Document, error) {
	r := f.Receipt.Attempt(f.Attempt)
	if w.Phase != PhaseWaiting {
		return a.registrar.Register(ctx, r)
	}
	return a.registrar.Read(ctx, w.Outcome.Ref)
}

// nextAttempt gives a receipt that failed a key of its own: the first is spent.
func (k *desk) nextAttempt(w PendingEffect, f fiscal) {
	for _, x := range k.reckon() {
		if x.Key != w.Key {
			continue
		}
		f.Attempt++
		x.Phase, x.Polls, x.Outcome = PhasePending, 0, order.Outcome{}
		if k.carry(&x.Effect, f) {
			k.write(x)
		}
	}
}

// attach attaches a receipt to the payment, the block or the order that it is of.
func (k *desk) attach(a *account, w PendingEffect, f fiscal, d receipts.Document) {
	doc := d.Attach()
	doc.Ref.System, doc.Ref.Account = a.vendor(), a.name
	by := k.from(a, order.RoleGateway, time.Time{})
	var err error
	switch {
	case f.Reason == receipts.ForPayment && f.Payment != "":
		_, err = k.o.Do(order.AttachReceipt{Payment: f.Payment, Receipt: doc}, by)
	case f.Reason == receipts.ForBlock:
		_, err = k.o.Do(order.AttachReceipt{Block: w.Block, Receipt: doc}, by)
	default:
		err = order.ErrDuplicate // it is the order's own
	}
	if errors.Is(err, order.ErrDuplicate) && !errors.Is(err, order.ErrAlready) { // or another one is there already
		doc.Shipment, doc.Block = w.Shipment, w.Block
		_, err = k.o.Do(order.Attach{Document: doc}, by)
	}
	if err != nil && !errors.Is(err, order.ErrAlready) {
		k.note(LevelWarning, a.name, "receipt", fmt.Sprintf("receipt %s cannot be attached: %v", doc.Number, err))
	}
	for _, m := range d.Marks {
		if !m.Good() {
			k.note(LevelWarning, a.name, "mark", fmt.Sprintf("receipt %s: the marking code of position %d did not pass the check, result %d", doc.Number, m.Position+1, m.Result))
		}
	}
}
