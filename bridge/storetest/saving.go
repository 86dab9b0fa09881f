package storetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func savings() []check {
	return []check{
		{"of an order that nothing is kept of, the stored order is empty", func(t *trial) {
			t.same("stored order", t.load("A"), bridge.StoredOrder{ID: "A"})
			t.same("head", t.head("A"), bridge.Head{})
			t.same("orders", all(t, "Orders", t.Orders(t.ctx, bridge.OrderFilter{})), nil)
		}},
		{"what was saved is loaded", func(t *trial) {
			_, events := t.place("A", 0)
			o := effect("A", "e1", 0)
			t.save("A", 0, bridge.Batch{
				Events: events, Refs: []order.Ref{name("A"), name("B")}, Effects: []bridge.PendingEffect{o}, Refreshed: at(1), Wake: at(2),
			})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{
				ID: "A", Rev: 1, Events: events, Refs: []order.Ref{name("A"), name("B")}, Effects: []bridge.PendingEffect{o}, Refreshed: at(1), Wake: at(2),
			}))
		}},
		{"a save adds to the log and to the names, and raises the revision by one", func(t *trial) {
			o := t.keep("A", 0)
			more := t.does(o, order.Confirm{}, by("anna", 1))
			t.save("A", 1, bridge.Batch{Events: more, Refs: []order.Ref{name("B")}, Wake: at(3)})
			d := t.load("A")
			t.same("revision", d.Rev, 2)
			t.same("head", t.head("A"), bridge.Head{Rev: 2})
			t.same("names", d.Refs, []order.Ref{name("A"), name("B")})
			t.same("wake", d.Wake, at(3))
			again, err := order.Replay(d.Events)
			t.must("replay of the loaded log", err)
			t.same("order", again.View(), o.View())
		}},
		{"the outcome of an effect, and that the next is being sent, are written at once", func(t *trial) {
			first, second := effect("A", "e1", 0), effect("A", "e2", 0)
			first.Phase = bridge.PhaseSending
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{first, second}})
			first.Phase, first.Outcome, first.Ended = bridge.PhaseDone, order.Outcome{Kind: order.Applied}, at(2)
			second.Phase, second.Attempts = bridge.PhaseSending, 1
			t.save("A", 1, bridge.Batch{Effects: []bridge.PendingEffect{first, second}})
			t.same("open", t.load("A").Effects, []bridge.PendingEffect{second})
			t.same("all", all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{})), []bridge.PendingEffect{first, second})
		}},
		{"an empty save raises the revision", func(t *trial) {
			t.save("A", 0, bridge.Batch{})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1}))
		}},
		{"the stored order has the summary as it was saved last, and none before", func(t *trial) {
			t.receive(at(0), message("A", "k"))
			t.same("summary before the first save", t.load("A").Summary, bridge.Summary{})
			o, es := t.place("A", 0)
			first := summary(o, 5)
			t.save("A", 0, bridge.Batch{Events: es, Summary: first})
			t.same("summary", t.load("A").Summary, first)
			later := first
			later.Number, later.State, later.Total, later.Placed = "№ 2", status.OrderPacked, amount.RUB(7_00), at(2)
			later.Flags, later.Updated = []bridge.Flag{bridge.FlagHeld, bridge.FlagStuck, "a flag of tomorrow"}, at(9)
			t.save("A", 1, bridge.Batch{Summary: later})
			t.same("summary", t.load("A").Summary, later)
			t.conflict(t.Save(t.ctx, "A", 1, bridge.Batch{Summary: first}))
			t.same("summary after a conflict", t.load("A").Summary, later)
			t.save("A", 2, bridge.Batch{Summary: first})
			t.same("summary without flags", t.load("A").Summary, first)
		}},
		{"a summary without an id has that of its order, in the stored order and in the list", func(t *trial) {
			s := plainly("")
			t.must("Save", t.Save(t.ctx, "A", 0, bridge.Batch{Summary: s}))
			t.same("summary", t.load("A").Summary, plainly("A"))
			t.same("orders", t.orders(bridge.OrderFilter{}), []bridge.Summary{plainly("A")})
		}},
		{"a save at another revision is a conflict and writes nothing", func(t *trial) {
			t.keep("A", 0)
			o := t.keep("B", 0)
			for _, c := range []struct {
				id  string
				rev int
			}{{"A", 0}, {"A", 2}, {"C", 1}} {
				before := t.load(c.id)
				err := t.Save(t.ctx, c.id, c.rev, bridge.Batch{
					Events: t.does(o.Clone(), order.Confirm{}, by("anna", 1)), Refs: []order.Ref{name("X")}, Effects: []bridge.PendingEffect{effect(c.id, "e1", 1)},
					Journal: []bridge.Entry{entry("lost", "", 1)}, Refreshed: at(1), Wake: at(9), Summary: bridge.Summary{ID: c.id, Number: "other"},
				})
				t.conflict(err)
				t.same("stored order", t.load(c.id), before)
			}
			t.nothingOf("lost", name("X"))
		}},
		{"the head tells the revision, and the last message that is not worked on", func(t *trial) {
			t.receive(at(0), message("A", "k1"), message("A", "k2"))
			ms := t.load("A").Messages
			t.same("before the first save", t.head("A"), bridge.Head{LastMessage: ms[1].N})
			t.save("A", 0, bridge.Batch{Done: []int64{ms[1].N}})
			t.same("after one was worked on", t.head("A"), bridge.Head{Rev: 1, LastMessage: ms[0].N})
			t.receive(at(1), message("B", "k3"))
			t.same("after one for another order", t.head("A"), bridge.Head{Rev: 1, LastMessage: ms[0].N})
			t.save("A", 1, bridge.Batch{Done: []int64{ms[0].N}})
			t.same("after all", t.head("A"), bridge.Head{Rev: 2})
		}},
		{"when the channel was asked stays until it is asked again", func(t *trial) {
			t.save("A", 0, bridge.Batch{Refreshed: at(1)})
			t.save("A", 1, bridge.Batch{})
			t.same("looked", t.load("A").Refreshed, at(1))
			t.save("A", 2, bridge.Batch{Refreshed: at(2)})
			t.same("looked", t.load("A").Refreshed, at(2))
		}},
		{"a save without a wake leaves the order asleep", func(t *trial) {
			t.keep("A", 0)
			t.save("A", 1, bridge.Batch{})
			t.same("wake", t.load("A").Wake, never)
			t.same("claimed", t.claim(at(1000), at(2000), 5), nil)
		}},
		{"times of any zone come back as the same instants", func(t *trial) {
			there := time.FixedZone("there", 3*60*60+1800)
			o := effect("A", "e1", 0)
			o.Since, o.Due, o.Ended = o.Since.In(there), o.Due.In(there), at(5).In(there)
			m := message("A", "k")
			m.At, m.Due = at(3).In(there), at(4).In(there)
			t.receive(at(7).In(there), m)
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{o}, Refreshed: at(1).In(there), Wake: at(2).In(there)})
			d := t.load("A")
			m.N = d.Messages[0].N
			t.same("stored order", d, saved(bridge.StoredOrder{
				ID: "A", Rev: 1, Effects: []bridge.PendingEffect{o}, Messages: []bridge.Message{m}, Refreshed: at(1), Wake: at(2),
			}))
			s := plainly("A")
			s.Placed, s.Updated = at(1).In(there), at(6).In(there)
			t.save("A", 1, bridge.Batch{Summary: s})
			t.same("summary", t.load("A").Summary, s)
		}},
		{"big and strange values come back as they were", func(t *trial) {
			o := effect("A", strings.Repeat("k", 500), 0)
			o.Units, o.Text = []order.Units{}, "'; DROP TABLE orders; -- \x01 \u2028 \"%\\ 😀"
			o.Outcome = order.Outcome{Kind: order.Rejected, Code: "E1", Text: strings.Repeat("ж", 5000), May: []string{"a", "", "b"}}
			m := message("A", "'k'")
			data, err := json.Marshal(strings.Repeat("0123456789", 100_000))
			t.must("marshal", err)
			m.Data = data
			bare := bridge.Message{Account: "shop-1", Order: "A", Kind: "bare", At: at(0)}
			t.receive(at(0), m, bare)
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{o}, Events: []order.Event{}, Refs: []order.Ref{}, Wake: at(0)})
			d := t.load("A")
			if len(d.Messages) != 2 {
				t.failf("%d messages, not 2", len(d.Messages))
			}
			if !bytes.Equal(d.Messages[0].Data, data) {
				t.failf("%d bytes of data came back as %d others", len(data), len(d.Messages[0].Data))
			}
			m.N, bare.N = d.Messages[0].N, d.Messages[1].N
			t.same("stored order", d, saved(bridge.StoredOrder{ID: "A", Rev: 1, Effects: []bridge.PendingEffect{o}, Messages: []bridge.Message{m, bare}, Wake: at(0)}))
		}},
		{"what is loaded is the caller's own", func(t *trial) {
			o := t.keep("A", 0)
			t.receive(at(0), message("A", "k"))
			t.save("A", 1, bridge.Batch{Effects: []bridge.PendingEffect{rejected("A")}, Wake: at(0)})
			want, err := plain(t.load("A"))
			t.must("plain", err)
			d := t.load("A")
			other, _ := t.place("A", 0)
			_ = append(d.Events, t.does(other, order.WriteComment{Text: "mine"}, by("eve", 5))...)
			d.Refs[0].ID = "other"
			_ = append(d.Refs, name("Z"))
			d.Effects[0].Units[0].Line, d.Effects[0].Outcome.May[0], d.Effects[0].Text, d.Effects[0].Data[2] = "other", "other", "other", 'X'
			d.Messages[0].Data[0], d.Messages[0].Kind = 'X', "other"
			got, err := plain(t.load("A"))
			t.must("plain", err)
			t.same("stored order", got, want)
			t.save("A", 2, bridge.Batch{Events: t.does(o, order.WriteComment{Text: "ours"}, by("anna", 5))})
			t.same("last event", t.load("A").Events[1].By.ID, "anna")
			for o, err := range t.Effects(t.ctx, bridge.EffectFilter{}) {
				t.must("Effects", err)
				o.Units[0].Line, o.Outcome.May[0], o.Data[2] = "other", "other", 'X'
			}
			t.same("effects", t.load("A").Effects, []bridge.PendingEffect{rejected("A")})
		}},
		{"what was given is the caller's own still", func(t *trial) {
			o, events := t.place("A", 0)
			owed, m := []bridge.PendingEffect{rejected("A")}, message("A", "k")
			refs := []order.Ref{name("A")}
			t.receive(at(0), m)
			t.save("A", 0, bridge.Batch{Events: events, Refs: refs, Effects: owed, Wake: at(0)})
			want, err := plain(t.load("A"))
			t.must("plain", err)
			events[0] = t.does(o, order.WriteComment{Text: "other"}, by("eve", 5))[0]
			refs[0].ID = "other"
			owed[0].Units[0].Line, owed[0].Outcome.May[0], owed[0].Text, owed[0].Data[2] = "other", "other", "other", 'X'
			m.Data[0] = 'X'
			got, err := plain(t.load("A"))
			t.must("plain", err)
			t.same("stored order", got, want)
		}},
	}
}

// rejected is an effect that the warehouse refused.
func rejected(id string) bridge.PendingEffect {
	o := effect(id, "e1", 0)
	o.Phase, o.Outcome = bridge.PhaseParked, order.Outcome{Kind: order.Rejected, May: []string{"wait", "split"}}
	return o
}

// conflict ends the check if an error is not a conflict.
func (t *trial) conflict(err error) {
	if !errors.Is(err, bridge.ErrConflict) {
		t.failf("the error is %v, not ErrConflict", err)
	}
}

// refused saves something of everything with a token that must not count, and returns the error. It ends the check if
// the stored order is another one then.
func (t *trial) refused(id string, o *order.Order, token string) error {
	before := t.load(id)
	err := t.Save(t.ctx, id, before.Rev, bridge.Batch{
		Events: t.does(o.Clone(), order.Confirm{}, by("anna", 1)), Refs: []order.Ref{name("X")}, Effects: []bridge.PendingEffect{effect(id, "e1", 1)},
		Journal: []bridge.Entry{entry("lost", "", 1)}, Refreshed: at(1), Wake: at(9), Token: token, Claim: at(70),
		Summary: bridge.Summary{ID: id, Number: "other"},
	})
	t.same("stored order of "+id, t.load(id), before)
	return err
}

// nothingOf ends the check if a batch that was refused left anything behind.
func (t *trial) nothingOf(what string, r order.Ref) {
	t.same("journal", all(t, "Journal", t.Journal(t.ctx, bridge.JournalFilter{What: what})), nil)
	t.same("effects", all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{})), nil)
	found, err := t.Find(t.ctx, r)
	t.must("Find", err)
	t.same("found", found[r], "")
	for s, err := range t.Orders(t.ctx, bridge.OrderFilter{}) {
		t.must("Orders", err)
		if s.Number == "other" || s.ID == "C" || s.ID == "none" {
			t.failf("orders list %+v, which was not saved", s)
		}
	}
	for l, err := range t.Log(t.ctx, bridge.LogFilter{}) {
		t.must("Log", err)
		if l.Body.Kind() != "placed" {
			t.failf("the log has event %d (%s) of %s, which was not saved", l.N, l.Body.Kind(), l.Order)
		}
	}
}
