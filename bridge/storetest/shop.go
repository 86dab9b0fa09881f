package storetest

import (
	"fmt"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// at is so many minutes after the shop opened.
func at(minute int) time.Time {
	return time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC).Add(time.Duration(minute) * time.Minute)
}

// never is no time at all.
var never time.Time

// by is what somebody does at a minute.
func by(actor string, minute int) order.By {
	return order.By{Actor: order.Actor{ID: actor, Role: order.RoleOperator, System: "desk"}, At: at(minute)}
}

// name is an order's name in the shop.
func name(id string) order.Ref {
	return order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: id}
}

// tea is an order of two lines: three tins of tea, article T-1, and a teapot, article P-1.
func tea(id string) order.Draft {
	return order.Draft{
		ID: id, Ref: name(id), Number: "№ " + id, Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "tea", SKU: "T-1", Name: "Чай", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT10},
			{ID: "pot", SKU: "P-1", Name: "Teapot", Quantity: amount.Pcs(1), Price: amount.RUB(2450_00), VAT: amount.VAT22},
		},
	}
}

// place makes an order and returns its first events.
func (t *trial) place(id string, minute int) (*order.Order, []order.Event) {
	o, events, err := order.New(tea(id), by("anna", minute))
	t.must("order.New", err)
	return o, events
}

// does carries out a command and returns its events.
func (t *trial) does(o *order.Order, c order.Command, by order.By) []order.Event {
	events, err := o.Do(c, by)
	t.must("order.Do", err)
	return events
}

// keep saves an order just placed, due at a minute, and returns it.
func (t *trial) keep(id string, minute int) *order.Order {
	o, events := t.place(id, minute)
	t.save(id, 0, bridge.Batch{Events: events, Refs: []order.Ref{name(id)}, Wake: at(minute), Summary: summary(o, minute)})
	return o
}

// summary is what lists show.
func summary(o *order.Order, minute int) bridge.Summary {
	return bridge.Summary{
		ID: o.ID(), Ref: name(o.ID()), Number: "№ " + o.ID(), Scheme: order.OwnPickup, State: o.State(), Total: o.Total(),
		Placed: at(minute - 1), Updated: at(minute),
	}
}

// effect is something that an order owes the warehouse.
func effect(id, key string, minute int) bridge.PendingEffect {
	return bridge.PendingEffect{
		Effect: order.Effect{
			Kind: order.EffectUpsert, Target: order.Ref{System: "erp", Account: "erp-1", Kind: "order", ID: id}, Order: id, N: 1, Key: key,
			Units: []order.Units{{Line: "tea", To: amount.Pcs(2)}, {Line: "pot", To: amount.Pcs(1)}}, Text: "please",
			Data: []byte(`{"receipt":"да"}`),
		},
		Phase: bridge.PhasePending, Polls: 2, Since: at(minute), Due: at(minute),
	}
}

// message is news for an order.
func message(id, key string) bridge.Message {
	return bridge.Message{
		Account: "shop-1", Order: id, Key: key, Kind: "report", Data: []byte(`{"state":"paid","текст":"да"}`), At: at(0),
	}
}

// entry is a line of the journal.
func entry(what, key string, minute int) bridge.Entry {
	return bridge.Entry{
		At: at(minute), Level: bridge.LevelNotice, Account: "shop-1", Order: "A", What: what, Text: "it was " + what, Effect: "e", Key: key,
	}
}

func (t *trial) load(id string) bridge.StoredOrder {
	d, err := t.Load(t.ctx, id)
	t.must("Load", err)
	return d
}

func (t *trial) head(id string) bridge.Head {
	h, err := t.Head(t.ctx, id)
	t.must("Head", err)
	return h
}

// plainly is the summary of an order whose lists do not matter.
func plainly(id string) bridge.Summary {
	return bridge.Summary{ID: id, State: status.OrderNew, Total: amount.RUB(0), Updated: at(0)}
}

// saved is a stored order with the summary that save gives it.
func saved(d bridge.StoredOrder) bridge.StoredOrder {
	d.Summary = plainly(d.ID)
	return d
}

func (t *trial) save(id string, rev int, b bridge.Batch) {
	if b.Summary.ID == "" {
		b.Summary = plainly(id)
	}
	t.must(fmt.Sprintf("Save of %s at %d", id, rev), t.Save(t.ctx, id, rev, b))
}

func (t *trial) receive(due time.Time, ms ...bridge.Message) {
	t.must("Receive", t.Receive(t.ctx, bridge.Incoming{Messages: ms, Due: due}))
}

func (t *trial) claims(now, until time.Time, n int, ids ...string) []bridge.Claim {
	cs, err := t.Claim(t.ctx, now, until, n, ids...)
	t.must("Claim", err)
	return cs
}

// claim claims orders and returns their ids.
func (t *trial) claim(now, until time.Time, n int, ids ...string) []string {
	var got []string
	for _, c := range t.claims(now, until, n, ids...) {
		got = append(got, c.ID)
	}
	return got
}

// hold claims the order that is due and returns the claim.
func (t *trial) hold(id string, now, until time.Time) bridge.Claim {
	cs := t.claims(now, until, 1)
	if len(cs) != 1 || cs[0].ID != id || cs[0].Token == "" {
		t.failf("claimed were %+v, not %s with a token", cs, id)
	}
	return cs[0]
}

func (t *trial) release(c bridge.Claim) { t.must("Release", t.Release(t.ctx, c)) }

// last is the greatest number of messages, which a batch made from them has seen.
func last(ms []bridge.Message) int64 {
	var n int64
	for _, m := range ms {
		n = max(n, m.N)
	}
	return n
}

func (t *trial) next() time.Time {
	at, err := t.Next(t.ctx)
	t.must("Next", err)
	return at
}

// all reads a list to its end.
func all[T any](t *trial, what string, seq iter.Seq2[T, error]) []T {
	var out []T
	for v, err := range seq {
		t.must(what, err)
		out = append(out, v)
	}
	return out
}

// keys are the keys of effects.
func keys(os []bridge.PendingEffect) []string {
	var out []string
	for _, o := range os {
		out = append(out, o.Key)
	}
	return out
}

// kinds are the kinds of messages, which tests use to tell them apart.
func kinds(ms []bridge.Message) []string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Kind)
	}
	return out
}
