package bridge

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// ---- act ------------------------------------------------------------------------------------------------------------

// act has the held money of a cancelled order given back, and that of an order whose time has come taken, each once:
// what the gateway refused, people decide. Where it cannot be done from here, people are told.
func (h *gatewayHandler) act(j *job) {
	v := j.view()
	if v.Held.IsUnset() || v.Held.IsZero() || !j.routed || j.order.Held() {
		return
	}
	scheme, _ := v.Scheme.Rules(h.orders...)
	if scheme.ChannelRefunds {
		return // the channel has the money
	}
	a := h.accounts[j.route.Gateway]
	for _, p := range v.Payments {
		refused := p.Held.State == order.HeldRefused && isGone(v.State) && p.Held.Ordered == order.KindCapture // but not its release
		if p.State != status.PaymentAuthorized || p.Held.State != "" && !refused {
			continue
		}
		here := a != nil && isHolder(a) && !paymentAt(a, p.Ref).IsZero()
		switch {
		case isGone(v.State) && !here:
			j.warn("%s of payment %s is held, and the order is %s: release it where it is held, or the buyer waits for it", p.Amount, p.ID, v.State)
		case isGone(v.State):
			h.endHold(j, a, order.ReleaseHold{Payment: p.ID, Reason: j.say(j.route.peopleAt(), "the order is %s", v.State)}, p)
		case !here || !isTimeToCapture(j.route.Capture, v, scheme.Prepaid):
		case v.Due.Sign() <= 0:
			h.endHold(j, a, order.ReleaseHold{Payment: p.ID, Reason: j.say(j.route.peopleAt(), "nothing is left to be paid")}, p)
		default:
			h.endHold(j, a, order.Capture{Payment: p.ID}, p)
		}
	}
}

func isHolder(a *account) bool {
	_, is := a.gateway.(receipts.Holder)
	return is
}

// endHold orders a capture or a release. A capture that finds nothing left to be paid waits for those under way.
func (h *gatewayHandler) endHold(j *job, a *account, c order.Command, p order.Payment) {
	if _, err := j.order.Do(c, j.fromBridge()); err != nil && !errors.Is(err, order.ErrMoney) {
		j.note(LevelError, a.name, "hold", "what is held of payment %s cannot be settled: %v", p.ID, err)
		j.once("hold", j.stored.ID, a.name, p.ID, err.Error())
	}
}

// isTimeToCapture reports whether held money is to be taken now.
func isTimeToCapture(when CaptureWhen, v order.View, prepaid bool) bool {
	if prepaid && when == CaptureOnHandOver {
		when = CaptureWhenReady
	}
	at := status.ItemStates(status.ItemSent, status.ItemArrived, status.ItemHandedOut)
	switch when {
	case CaptureByHand:
		return false
	case CaptureOnConfirmation:
		if len(v.Open) > 0 {
			return false
		}
		at |= status.ItemStates(status.ItemConfirmed, status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	case CaptureWhenReady:
		at |= status.ItemStates(status.ItemPacked)
	}
	some := false
	for _, l := range v.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		for _, p := range l.Portions {
			if goesNowhere(p.State) {
				continue
			}
			some = true
			if !at.Has(p.State) && (when != CaptureWhenReady || !isAccepted(v, p.Shipment)) {
				return false
			}
		}
	}
	return some || v.Total.Sign() > 0 && onlyServices(v)
}

// goesNowhere reports whether units do not go on to the buyer.
func goesNowhere(s status.ItemState) bool {
	return status.ItemStates(status.ItemRefused, status.ItemReturning, status.ItemReturned, status.ItemLost, status.ItemCancelled).Has(s)
}

// isAccepted reports whether a carrier has accepted the parcel of a shipment.
func isAccepted(v order.View, shipment int) bool {
	for _, s := range v.Shipments {
		if s.N == shipment {
			return s.Waybill != "" && s.State != status.ShipmentCancelled
		}
	}
	return false
}

// onlyServices reports whether an order has no goods, so that nothing is made ready.
func onlyServices(v order.View) bool {
	for _, l := range v.Lines {
		if l.Kind == order.LineGoods {
			return false
		}
	}
	return true
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// heldOrder is the data of an effect that captures or releases held money. One of the orders is set, or none where a
// person does it by hand.
type heldOrder struct {
	Attempt int                    `json:"attempt"` // of the payment
	Capture *receipts.CaptureOrder `json:"capture,omitzero"`
	Release *receipts.ReleaseOrder `json:"release,omitzero"`
}

func (h *gatewayHandler) addCapture(j *job, a *account, e order.Event, b order.CaptureOrdered) {
	h.addHold(j, a, order.Effect{
		Kind: order.EffectCapture, N: e.N, Payment: b.Payment, Text: j.say(a.name, "of %s of payment %s", b.Amount, b.Payment),
	}, heldOrder{Attempt: b.Attempt}, func(o *heldOrder) error {
		c, err := receipts.Capture(j.order, b.Payment, j.route.Fiscal)
		if j.route.Receipts != j.route.Gateway {
			c.Receipt = nil // registered elsewhere
		}
		o.Capture = &c
		return err
	})
}

func (h *gatewayHandler) addRelease(j *job, a *account, e order.Event, b order.ReleaseOrdered) {
	h.addHold(j, a, order.Effect{
		Kind: order.EffectRelease, N: e.N, Payment: b.Payment, Text: j.say(a.name, "of payment %s", b.Payment),
	}, heldOrder{Attempt: b.Attempt}, func(o *heldOrder) error {
		r, err := receipts.Release(j.order, b.Payment)
		o.Release = &r
		return err
	})
}

// addHold adds an effect, or leaves to a person what cannot be sent.
func (h *gatewayHandler) addHold(j *job, a *account, w order.Effect, o heldOrder, fill func(*heldOrder) error) {
	w.Target = a.ref(order.Ref{Kind: "payment"})
	if _, some := j.order.Task(w); !some {
		return // settled by a later event
	}
	why := order.Text{}
	if err := fill(&o); err != nil {
		why = order.Textf("it cannot be ordered: %v", err)
	} else if r := orderedOf(o); paymentAt(a, r).IsZero() {
		why = order.Textf("do it by hand, as no gateway holds that payment, then resolve this")
	}
	if !j.carry(&w, o) {
		return
	}
	p := h.enqueue(j, w, "")
	if !why.IsZero() {
		h.end(j, p, PhaseParked, order.Outcome{Kind: order.Parked, Text: j.say(a.name, "%s", why)})
	}
}

// orderedOf is the payment that an order is about.
func orderedOf(o heldOrder) order.Ref {
	switch {
	case o.Capture != nil:
		return o.Capture.Payment
	case o.Release != nil:
		return o.Release.Payment
	}
	return order.Ref{}
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// performHold captures or releases held money, or asks how that stands.
func (h *gatewayHandler) performHold(ctx context.Context, a *account, w PendingEffect) answer {
	var o heldOrder
	if err := json.Unmarshal(w.Data, &o); err != nil || o.Capture == nil && o.Release == nil {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: h.say(a.name, "the stored order about held money cannot be read: %v", err)}}
	}
	g, can := a.gateway.(receipts.Holder)
	if !can {
		return answer{out: order.Outcome{Kind: order.Unsupported, Text: h.say(a.name, "do it in the cabinet of %s: its client cannot", a.vendor())}}
	}
	got, err := sendHold(ctx, g, w, o)
	if err != nil {
		return answer{err: err}
	}
	if text := h.mismatch(a, refField("payment", orderedOf(o), got.Payment.Ref)); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out, settled := got.Outcome()
	if !settled {
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: got.Payment.Ref, Text: got.Text}}
	}
	return answer{out: out, learn: func(j *job, _ PendingEffect) {
		if err := h.observe(j, a, got.Payment); err != nil {
			j.note(LevelError, a.name, "payment", "payment %s is %s there, which the order refuses: %v", got.Payment.ID, got.Payment.State, err)
		}
	}}
}

// sendHold sends an order, or reads how it stands. A receipt that cannot go along is registered afterwards.
func sendHold(ctx context.Context, g receipts.Holder, w PendingEffect, o heldOrder) (receipts.Hold, error) {
	switch {
	case w.Phase == PhaseWaiting:
		p, err := g.Payment(ctx, orderedOf(o))
		if o.Capture != nil {
			return o.Capture.Result(p), err
		}
		return o.Release.Result(p), err
	case o.Release != nil:
		return g.Release(ctx, *o.Release)
	}
	got, err := g.Capture(ctx, *o.Capture)
	if ordo.ClassOf(err) == ordo.Unsupported && o.Capture.Receipt != nil {
		o.Capture.Receipt = nil
		return g.Capture(ctx, *o.Capture)
	}
	return got, err
}

// settleHold tells the order how a capture or release ended. Mostly the order knows by then: the payment itself says
// it.
func (h *gatewayHandler) settleHold(j *job, w PendingEffect, out order.Outcome) {
	var o heldOrder
	if json.Unmarshal(w.Data, &o) != nil {
		return
	}
	if _, some := j.order.Task(w.Effect); !some {
		return
	}
	for _, p := range j.view().Payments {
		if p.ID == w.Payment && out.Kind == order.InDoubt && p.Held.State == order.HeldInDoubt {
			return
		}
	}
	c := order.SettleHold{Payment: w.Payment, Attempt: o.Attempt, Outcome: out}
	if _, err := j.order.Do(c, j.fromBridge()); err != nil {
		j.note(LevelError, w.Target.Account, "hold", "%s ended as %s, which the order refuses: %v", describe(w), out.Kind, err)
	}
}

// noteLostHold tells people that a gateway gave held money back, which nobody ordered: the order is unpaid again.
func (h *gatewayHandler) noteLostHold(j *job, a *account, was order.View, es []order.Event) {
	for _, e := range es {
		b, is := e.Body.(order.PaymentChanged)
		if !is || b.Payment.State != status.PaymentCancelled && b.Payment.State != status.PaymentFailed || isGone(j.view().State) {
			continue
		}
		for _, p := range was.Payments {
			if p.ID == b.Payment.ID && p.State == status.PaymentAuthorized && p.Held.Ordered != order.KindReleaseHold {
				j.note(LevelWarning, a.name, "payment", "%s that was held of payment %s was given back there: the order is unpaid again", p.Amount, p.ID)
				j.notify(NoteWarning, e, "%s that was held of payment %s was given back there: the order is unpaid again", p.Amount, p.ID)
			}
		}
	}
}
