package bridge

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// messageMoney are the messages of gateways and registrars: a changedMoney.
const messageMoney = "money"

// changedMoney is what a gateway or registrar reported as changed, for one order: things to be read.
type changedMoney struct {
	Payments []order.Ref `json:"payments,omitzero"`
	Others   []order.Ref `json:"others,omitzero"` // refunds and receipts
}

// moneyCalls makes one message for each order that a call of a gateway or registrar is about. News of a payment that
// no order has yet is kept: the order, or its record of the payment, may be on the way. Other things that no order
// has were not asked for here.
func (x *outbox) moneyCalls(ctx context.Context, a *account, call ordo.Call[receipts.News]) ([]Message, error) {
	var refs, others []order.Ref
	for _, n := range call.News {
		if !n.Payment.IsZero() {
			refs = append(refs, a.ref(n.Payment))
		}
		for _, r := range []order.Ref{n.Refund, n.Document} {
			if !r.IsZero() {
				others = append(others, a.ref(r))
			}
		}
	}
	payments := len(refs)
	refs = append(refs, others...)
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := x.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	by := map[string]*changedMoney{}
	var ids []string
	for i, r := range refs {
		id, here := known[r]
		switch {
		case here:
		case i < payments:
			id = strayID(a.name, r.Kind, r.ID)
		default:
			continue
		}
		if by[id] == nil {
			by[id], ids = &changedMoney{}, append(ids, id)
		}
		if i < payments {
			by[id].Payments = append(by[id].Payments, r)
		} else {
			by[id].Others = append(by[id].Others, r)
		}
	}
	var ms []Message
	for _, id := range ids {
		m, err := x.moneyMessage(a, id, *by[id])
		if err != nil {
			return nil, err
		}
		if call.Key != "" {
			m.Key = joinKey("money", call.Key, id)
		}
		ms = append(ms, m)
	}
	return ms, nil
}

func (x *outbox) moneyMessage(a *account, id string, m changedMoney) (Message, error) {
	data, err := json.Marshal(m)
	return Message{Account: a.name, Order: id, Kind: messageMoney, Data: data, At: x.now()}, err
}

// paymentAt returns the reference of a payment at a gateway; zero if the payment is elsewhere.
func paymentAt(a *account, r order.Ref) order.Ref {
	if r.ID == "" || r.System != "" && r.System != a.vendor() || r.Account != "" && r.Account != a.name {
		return order.Ref{}
	}
	return a.ref(order.Ref{Kind: "payment", ID: r.ID})
}

// hastenMoney makes the refunds and receipts that a call is about be polled at once.
func (x *outbox) hastenMoney(j *job, a *account, m changedMoney) {
	x.hasten(j, func(w PendingEffect) bool { return slices.Contains(m.Others, a.ref(w.Outcome.Ref)) })
}
