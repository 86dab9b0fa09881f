package storetest

import (
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// erasure is an order with a comment, an effect, entries and a pass, and what is to be left of it.
func (t *trial) erasure() bridge.Erasure {
	o := t.keep("A", 0)
	named := t.does(o, order.WriteComment{Text: "for Anna Petrova"}, by("anna", 1))
	w := effect("A", "e1", 1)
	t.save("A", 1, bridge.Batch{
		Events: named, Effects: []bridge.PendingEffect{w}, Journal: []bridge.Entry{entry("commented", "", 1)}, Summary: summary(o, 1),
	})
	other := entry("other", "", 2)
	other.Order = "B"
	t.must("Write", t.Write(t.ctx, other))
	r := pass("a", 0)
	r.Changes = append(r.Changes, other)
	t.ran(r)
	w.Phase, w.Text, w.Data = bridge.PhaseDone, "", nil
	events := slices.Clone(t.load("A").Events)
	last := &events[len(events)-1]
	last.Body = order.Commented{Text: "-"}
	return bridge.Erasure{Events: events, Effects: []bridge.PendingEffect{w}, Text: "erased", Summary: summary(o, 1)}
}

func erasings() []check {
	return []check{
		{"what is erased is replaced everywhere, and nothing else", func(t *trial) {
			e := t.erasure()
			t.must("Erase", t.Erase(t.ctx, "A", 2, e))
			t.same("stored order", t.load("A"), bridge.StoredOrder{
				ID: "A", Rev: 3, Events: e.Events, Refs: []order.Ref{name("A")}, Summary: e.Summary,
			})
			t.same("effects", all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{})), e.Effects)
			var log []order.Event
			for _, l := range t.log(bridge.LogFilter{Order: "A"}) {
				log = append(log, l.Event)
			}
			t.same("log", log, e.Events)
			for _, en := range slices.Concat(t.journal(bridge.JournalFilter{}), t.runs(bridge.RunFilter{})[0].Changes) {
				if want := map[string]string{"A": "erased", "B": "it was other"}[en.Order]; en.Text != want {
					t.failf("the text of entry %s of order %s is %q, not %q", en.What, en.Order, en.Text, want)
				}
			}
		}},
		{"erasing at another revision is a conflict and replaces nothing", func(t *trial) {
			e := t.erasure()
			before, pass := t.load("A"), t.runs(bridge.RunFilter{})
			journal := t.journal(bridge.JournalFilter{})
			t.conflict(t.Erase(t.ctx, "A", 1, e))
			t.conflict(t.Erase(t.ctx, "A", 3, e))
			t.same("stored order", t.load("A"), before)
			t.same("pass", t.runs(bridge.RunFilter{}), pass)
			t.same("journal", t.journal(bridge.JournalFilter{}), journal)
		}},
		{"messages of an erased order lose their data, and are not taken again", func(t *trial) {
			e := t.erasure()
			t.receive(at(5), message("A", "k1"), message("B", "k2"))
			t.save("A", 2, bridge.Batch{Done: []int64{t.load("A").Messages[0].N}})
			t.receive(at(5), message("A", "k3"))
			t.must("Erase", t.Erase(t.ctx, "A", 3, e))
			ms := t.load("A").Messages
			if len(ms) != 1 || ms[0].Key != "k3" || len(ms[0].Data) != 0 {
				t.failf("the messages are %+v", ms)
			}
			t.receive(at(6), message("A", "k1"), message("A", "k3"))
			t.same("messages", len(t.load("A").Messages), 1)
			t.same("data of another order", len(t.load("B").Messages[0].Data), len(message("B", "k2").Data))
		}},
		{"an erasure neither wakes an order nor ends its claim", func(t *trial) {
			e := t.erasure()
			t.save("A", 2, bridge.Batch{Wake: at(3)})
			c := t.hold("A", at(3), at(60))
			t.must("Erase", t.Erase(t.ctx, "A", 3, e))
			t.same("wake", t.load("A").Wake, at(3))
			t.same("claimed", t.claim(at(59), at(99), 1), nil)
			t.save("A", 4, bridge.Batch{Token: c.Token})
		}},
	}
}
