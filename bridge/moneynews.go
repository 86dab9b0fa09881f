package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// money is what a gateway or registrar told has changed, for one order: things to be read afresh.
type money struct {
	Payments []order.Ref `json:"payments,omitzero"`
	Others   []order.Ref `json:"others,omitzero"` // refunds and receipts
}

// named is a thing at an account, as orders carry it.
func (a *account) named(r order.Ref) order.Ref {
	r.System, r.Account = a.vendor(), a.name
	return r
}

// moneyNews makes one message for each order that a call is about. A payment that no order carries yet is kept: the
// order, or the word that the payment is its own, may be on the way. What else no order carries is asked for anyhow.
func (b *Bridge) moneyNews(ctx context.Context, a *account, call ordo.Call[receipts.News]) ([]Message, error) {
	var refs, others []order.Ref
	for _, n := range call.News {
		if !n.Payment.IsZero() {
			refs = append(refs, a.named(n.Payment))
		}
		for _, r := range []order.Ref{n.Refund, n.Document} {
			if !r.IsZero() {
				others = append(others, a.named(r))
			}
		}
	}
	payments := len(refs)
	refs = append(refs, others...)
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	by := map[string]*money{}
	var ids []string
	for i, r := range refs {
		id, here := known[r]
		switch {
		case here:
		case i < payments:
			id = strayID(a, r.Kind, r.ID)
		default:
			continue
		}
		if by[id] == nil {
			by[id], ids = &money{}, append(ids, id)
		}
		if i < payments {
			by[id].Payments = append(by[id].Payments, r)
		} else {
			by[id].Others = append(by[id].Others, r)
		}
	}
	var ms []Message
	for _, id := range ids {
		m, err := b.moneyMessage(a, id, *by[id])
		if err != nil {
			return nil, err
		}
		if call.Key != "" {
			m.Key = joined("money", call.Key, id)
		}
		ms = append(ms, m)
	}
	return ms, nil
}

func (b *Bridge) moneyMessage(a *account, id string, m money) (Message, error) {
	data, err := json.Marshal(m)
	return Message{Account: a.name, Order: id, Kind: kindMoney, Data: data, At: b.now()}, err
}

// moneyTold takes up what changed at a gateway or registrar.
func (k *desk) moneyTold(ctx context.Context, a *account, m Message) error {
	var told money
	if err := json.Unmarshal(m.Data, &told); err != nil {
		return &badMessage{err}
	}
	if !k.known() {
		return k.passOn(ctx, a, told)
	}
	for _, r := range told.Payments {
		if err := k.readPayment(ctx, a, r); err != nil {
			return err
		}
	}
	for _, w := range k.reckon() {
		if w.Phase == PhaseWaiting && slices.Contains(told.Others, a.named(w.Outcome.Ref)) {
			w.Due = k.b.now()
			k.write(w)
		}
	}
	return nil
}

// passOn hands news of a payment to the order that carries it by now.
func (k *desk) passOn(ctx context.Context, a *account, told money) error {
	known, err := k.b.store.Find(ctx, told.Payments...)
	if err != nil {
		return err
	}
	for _, r := range told.Payments {
		id, here := known[r]
		if !here {
			return &ordo.Error{
				System: a.vendor(), Account: a.name, Op: "payment", Class: ordo.NotFound,
				Text: "no order has the payment " + r.ID + ": record it with order.Pay, its reference included",
			}
		}
		m, err := k.b.moneyMessage(a, id, money{Payments: []order.Ref{r}})
		if err != nil {
			return err
		}
		m.Key = joined("passed-on", r.Kind, r.ID)
		if err := k.b.store.Receive(ctx, Incoming{Messages: []Message{m}, Due: k.b.now()}); err != nil {
			return err
		}
	}
	return nil
}

// readPayment reads a payment at its gateway and takes up how it stands.
func (k *desk) readPayment(ctx context.Context, a *account, r order.Ref) error {
	if a.gateway == nil {
		return &badMessage{fmt.Errorf("%s tells of a payment, and is no gateway", a.vendor())}
	}
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	p, err := a.gateway.Payment(rctx, r)
	if err != nil {
		return err
	}
	if text := notOurs(sameRef("id", r, p.Ref)); text != "" {
		return &ordo.Error{System: a.vendor(), Account: a.name, Op: "payment", Class: ordo.Retry, Text: text}
	}
	return k.paid(a, p)
}

// paid takes up how a payment stands at its gateway. It keeps the id and the method that it has here.
func (k *desk) paid(a *account, p order.Payment) error {
	p.Ref.Kind = "payment"
	p.Ref = a.named(p.Ref)
	for _, x := range k.view().Payments {
		if paymentAt(a, x.Ref) == p.Ref {
			p.ID = x.ID
			if x.Method != "" {
				p.Method = x.Method
			}
		}
	}
	_, err := k.o.Observe(order.PaymentReport{Payment: p}, k.from(a, order.RoleGateway, time.Time{}))
	return err
}

// paymentAt names a payment as one at a gateway; zero if it is elsewhere.
func paymentAt(a *account, r order.Ref) order.Ref {
	if r.ID == "" || r.System != "" && r.System != a.vendor() || r.Account != "" && r.Account != a.name {
		return order.Ref{}
	}
	return order.Ref{System: a.vendor(), Account: a.name, Kind: "payment", ID: r.ID}
}

// namePayments makes the order be found by its payments.
func (k *desk) namePayments() {
	a := k.gateway()
	if a == nil {
		return
	}
	for _, p := range k.view().Payments {
		r := paymentAt(a, p.Ref)
		if !r.IsZero() && !slices.Contains(k.d.Refs, r) && !slices.Contains(k.batch.Refs, r) {
			k.batch.Refs = append(k.batch.Refs, r)
		}
	}
}

// lookAtPayments reads the payments that are under way, of which the gateway may have told in vain.
func (k *desk) lookAtPayments(ctx context.Context) error {
	a := k.gateway()
	if a == nil {
		return nil
	}
	for _, p := range k.view().Payments {
		if r := paymentAt(a, p.Ref); !r.IsZero() && (p.State == status.PaymentPending || p.State == status.PaymentAuthorized) {
			if err := k.readPayment(ctx, a, r); err != nil {
				return err
			}
		}
	}
	return nil
}
