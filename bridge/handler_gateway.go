package bridge

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// gatewayHandler works with the gateways that hold the buyers' money.
type gatewayHandler struct{ *outbox }

func (h *gatewayHandler) serves(a *account) bool { return a.gateway != nil }

func (h *gatewayHandler) messages() (kind string, together bool) { return messageMoney, false }

// effects: what the buyer's bank is slow to do holds up nothing.
func (h *gatewayHandler) effects(kind order.EffectKind) (rules, bool) {
	if kind != order.EffectRefund && kind != order.EffectCapture && kind != order.EffectRelease {
		return rules{}, false
	}
	return rules{money: true, orderedAgain: true, settledByPeople: true, yields: func(w PendingEffect) bool { return w.Phase == PhaseWaiting }}, true
}

// isFor implements handler.
func (h *gatewayHandler) isFor(*job, string) bool { return true }

// ---- intake ---------------------------------------------------------------------------------------------------------

func (h *gatewayHandler) webhook(a *account) http.Handler {
	return serveCalls(h.outbox, a, h.moneyCalls)
}

// intake does nothing: gateways call, and payments in progress are read when their order is refreshed.
func (h *gatewayHandler) intake(context.Context, *account) error { return nil }

// ---- receive --------------------------------------------------------------------------------------------------------

// receive reads what changed at a gateway: a call is not believed.
func (h *gatewayHandler) receive(ctx context.Context, j *job, a *account, ms []Message) error {
	var m changedMoney
	if err := json.Unmarshal(ms[0].Data, &m); err != nil {
		return &badMessage{err}
	}
	if !j.known() {
		return h.passOn(ctx, a, m)
	}
	for _, r := range m.Payments {
		if err := h.readPayment(ctx, j, a, r); err != nil {
			return err
		}
	}
	h.hastenMoney(j, a, m)
	return nil
}

// passOn gives news of a payment to the order that has it by now.
func (h *gatewayHandler) passOn(ctx context.Context, a *account, m changedMoney) error {
	known, err := h.store.Find(ctx, m.Payments...)
	if err != nil {
		return err
	}
	for _, r := range m.Payments {
		id, here := known[r]
		if !here {
			return &ordo.Error{
				System: a.vendor(), Account: a.name, Op: "payment", Class: ordo.NotFound,
				Text: "no order has the payment " + r.ID + ": record it with order.Pay, with its reference",
			}
		}
		one, err := h.moneyMessage(a, id, changedMoney{Payments: []order.Ref{r}})
		if err != nil {
			return err
		}
		one.Key = joinKey("passed-on", r.Kind, r.ID)
		if err := h.store.Receive(ctx, Incoming{Messages: []Message{one}, Due: h.now()}); err != nil {
			return err
		}
	}
	return nil
}

// readPayment reads a payment at its gateway and applies its state.
func (h *gatewayHandler) readPayment(ctx context.Context, j *job, a *account, r order.Ref) error {
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	p, err := a.gateway.Payment(rctx, r)
	if err != nil {
		return err
	}
	if text := h.mismatch(a, refField("id", r, p.Ref)); text != "" {
		return &ordo.Error{System: a.vendor(), Account: a.name, Op: "payment", Class: ordo.Retry, Text: text}
	}
	return h.observe(j, a, p)
}

// observe applies the state of a payment at its gateway. The payment keeps the id and the method that it has here.
func (h *gatewayHandler) observe(j *job, a *account, p order.Payment) error {
	p.Ref.Kind = "payment"
	p.Ref = a.ref(p.Ref)
	for _, x := range j.view().Payments {
		if paymentAt(a, x.Ref) == p.Ref {
			p.ID = x.ID
			if x.Method != "" {
				p.Method = x.Method
			}
		}
	}
	was := j.view()
	es, err := j.order.Observe(order.PaymentReport{Payment: p}, j.from(a, order.RoleGateway, time.Time{}))
	h.noteLostHold(j, a, was, es)
	return err
}

// refresh reads the payments in progress, whose news may have been lost.
func (h *gatewayHandler) refresh(ctx context.Context, j *job) []*AccountError {
	a := h.accounts[j.route.Gateway]
	if a == nil {
		return nil
	}
	for _, p := range j.view().Payments {
		if r := paymentAt(a, p.Ref); !r.IsZero() && (p.State == status.PaymentPending || p.State == status.PaymentAuthorized) {
			if err := h.readPayment(ctx, j, a, r); err != nil {
				return []*AccountError{{a.name, err}}
			}
		}
	}
	return nil
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// refund is the data of an effect that refunds a return block: its parts, one a payment. It ends as a whole, so that
// the block is settled once.
type refund struct {
	Attempt int          `json:"attempt"` // of the block
	Shares  []refundPart `json:"shares"`
}

// refundPart is what goes back through one payment.
type refundPart struct {
	receipts.RefundOrder
	ID     string            `json:"id"`              // of the payment, in the order
	Form   order.PaymentForm `json:"form,omitzero"`   // of the payment
	ByHand bool              `json:"byHand,omitzero"` // no gateway holds it: a person pays it back
	Done   bool              `json:"done,omitzero"`
	Refund order.Ref         `json:"refund,omitzero"` // at the gateway, once it is done
}

// next returns the part that is to be refunded next; nil if none is left for a gateway.
func (r *refund) next() *refundPart {
	for i := range r.Shares {
		if s := &r.Shares[i]; !s.Done && !s.ByHand {
			return s
		}
	}
	return nil
}

// byHand says what a person has to pay back; "" if nothing.
func (r *refund) byHand(j *job, account string) string {
	var parts []string
	for _, s := range r.Shares {
		if s.ByHand {
			parts = append(parts, s.sayByHand(j, account))
		}
	}
	return strings.Join(parts, "; ")
}

// sayByHand says what a person has to give back of a payment.
func (s refundPart) sayByHand(j *job, account string) string {
	switch s.Form {
	case order.FormGiftCard:
		return j.say(account, "put %s of payment %s back on the gift card, then resolve this", s.Amount, s.ID)
	case order.FormBonus:
		return j.say(account, "give %s of payment %s back in bonus points, then resolve this", s.Amount, s.ID)
	}
	return j.say(account, "pay %s of payment %s back by hand, as no gateway holds it, then resolve this", s.Amount, s.ID)
}

func (r *refund) hasByHand() bool {
	return slices.ContainsFunc(r.Shares, func(s refundPart) bool { return s.ByHand })
}

// derive adds the refunds, captures and releases that were ordered, and makes the order found by its payments.
func (h *gatewayHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.Gateway]
	if a == nil {
		return
	}
	for _, e := range es {
		switch b := e.Body.(type) {
		case order.RefundOrdered:
			h.addRefund(j, a, e, b)
		case order.CaptureOrdered:
			h.addCapture(j, a, e, b)
		case order.ReleaseOrdered:
			h.addRelease(j, a, e, b)
		}
	}
	for _, p := range j.view().Payments {
		j.addRef(paymentAt(a, p.Ref))
	}
}

func (h *gatewayHandler) addRefund(j *job, a *account, e order.Event, b order.RefundOrdered) {
	w := order.Effect{
		Kind: order.EffectRefund, Target: a.ref(order.Ref{Kind: "refund"}), N: e.N, Block: b.Block,
		Text: j.say(a.name, "of %s for R%d", b.Amount, b.Block),
	}
	if _, some := j.order.Task(w); !some {
		return // settled by a later event
	}
	r := refund{Attempt: b.Attempt}
	orders, err := receipts.Refunds(j.order, b.Block, j.route.Fiscal)
	if err != nil { // a person has to act
		if j.carry(&w, r) {
			p := h.enqueue(j, w, "")
			h.end(j, p, PhaseParked, order.Outcome{Kind: order.Parked, Text: j.say(a.name, "it cannot be ordered: %v", err)})
		}
		return
	}
	for i, o := range orders {
		if j.route.Receipts != j.route.Gateway {
			o.Receipt = nil // registered elsewhere
		}
		r.Shares = append(r.Shares, refundPart{RefundOrder: o, ID: b.From[i].Payment, Form: formOf(j, b.From[i].Payment), ByHand: paymentAt(a, o.Payment).IsZero()})
	}
	if j.carry(&w, r) {
		h.enqueue(j, w, "")
	}
}

// formOf is what a payment was made with.
func formOf(j *job, payment string) order.PaymentForm {
	for _, p := range j.view().Payments {
		if p.ID == payment {
			return p.Form
		}
	}
	return order.FormMoney
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// perform refunds one part, or asks how its refund stands. Held money is in holds.go.
func (h *gatewayHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	if w.Kind != order.EffectRefund {
		return h.performHold(ctx, a, w)
	}
	var r refund
	if err := json.Unmarshal(w.Data, &r); err != nil {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: h.say(a.name, "the stored refund cannot be read: %v", err)}}
	}
	s := r.next()
	if s == nil {
		return h.allRefunded(j, a, r)
	}
	made, err := refundOrRead(ctx, a, w, s.RefundOrder)
	if err != nil {
		return answer{err: err}
	}
	if text := h.checkRefund(a, s.RefundOrder, askedRef(w), made); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out, settled := made.Outcome()
	switch {
	case !settled:
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: made.Ref, Text: made.Text}}
	case out.Kind == order.Rejected:
		return answer{out: out}
	}
	s.Done, s.Refund = true, made.Ref
	if r.next() == nil {
		return h.allRefunded(j, a, r)
	}
	return answer{out: order.Outcome{Kind: order.Waiting}, learn: func(j *job, w PendingEffect) { // the next part follows
		j.update(w.Key, func(w *PendingEffect) {
			j.carry(&w.Effect, r)
			w.Phase, w.Polls, w.Due, w.Outcome = PhasePending, 0, h.now(), order.Outcome{}
		})
	}}
}

// refundOrRead refunds a part, or reads how its refund stands. A receipt that cannot go along is registered afterwards.
func refundOrRead(ctx context.Context, a *account, w PendingEffect, o receipts.RefundOrder) (receipts.Refund, error) {
	if w.Phase == PhaseWaiting {
		return a.gateway.ReadRefund(ctx, w.Outcome.Ref)
	}
	made, err := a.gateway.Refund(ctx, o)
	if ordo.ClassOf(err) == ordo.Unsupported && o.Receipt != nil {
		o.Receipt = nil
		return a.gateway.Refund(ctx, o)
	}
	return made, err
}

// checkRefund compares a refund with its order.
func (h *gatewayHandler) checkRefund(a *account, o receipts.RefundOrder, by order.Ref, r receipts.Refund) string {
	return h.mismatch(a, field{"key", o.Key, r.Key}, refField("id", by, r.Ref), refField("payment", o.Payment, r.Payment), sumField(o.Amount, r.Amount))
}

// allRefunded ends a refund of which everything is back that a gateway can refund.
func (h *gatewayHandler) allRefunded(j *job, a *account, r refund) answer {
	out := order.Outcome{Kind: order.Applied}
	for _, s := range r.Shares {
		if out.Ref.IsZero() {
			out.Ref = s.Refund
		}
	}
	if r.hasByHand() {
		out.Kind, out.Text = order.Parked, r.byHand(j, a.name)
	}
	return answer{out: out, learn: func(j *job, w PendingEffect) {
		for _, x := range j.batch.Effects {
			if x.Key == w.Key && j.carry(&x.Effect, r) {
				j.put(x)
			}
		}
	}}
}

// settle tells the order how its refund ended.
func (h *gatewayHandler) settle(j *job, _ *account, w PendingEffect, out order.Outcome) {
	if w.Kind != order.EffectRefund {
		h.settleHold(j, w, out)
		return
	}
	var r refund
	if json.Unmarshal(w.Data, &r) != nil {
		return
	}
	if _, some := j.order.Task(w.Effect); !some { // somebody has settled it meanwhile
		if b, ok := j.order.Block(w.Block); ok && out.Done() && b.Money != status.MoneyRefunded {
			j.note(LevelError, w.Target.Account, "refund", "%s was paid back, but in the order its money is %s: find out why", describe(w), b.Money)
		}
		return
	}
	if b, ok := j.order.Block(w.Block); ok && out.Kind == order.InDoubt && b.Money == status.MoneyInDoubt {
		return
	}
	c := order.SettleRefund{Block: w.Block, Attempt: r.Attempt, Outcome: out}
	for _, s := range r.Shares {
		if s.Done && (out.Kind == order.Rejected || out.Kind == order.Unsupported) {
			c.Done = append(c.Done, order.PaymentShare{Payment: s.ID, Amount: s.Amount})
		}
	}
	if _, err := j.order.Do(c, j.fromBridge()); err != nil {
		j.note(LevelError, w.Target.Account, "refund", "%s ended as %s, which the order refuses: %v", describe(w), out.Kind, err)
	}
}

// resolve applies what a person has found out about a refund. What was in doubt and is paid may be one part of
// several; the others follow.
func (h *gatewayHandler) resolve(j *job, a *account, w *PendingEffect, out order.Outcome) (goesOn bool) {
	var r refund
	if w.Kind == order.EffectRefund && out.Done() && json.Unmarshal(w.Data, &r) == nil {
		if s := r.next(); s != nil {
			s.Done, s.Refund = true, out.Ref
			if (r.next() != nil || r.hasByHand()) && j.carry(&w.Effect, r) {
				return true
			}
		}
	}
	h.settle(j, a, *w, out)
	return false
}
