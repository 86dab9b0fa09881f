package storetest

import (
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

func owings() []check {
	return []check{
		{"effects that are new are added, those that are known by their key are replaced in their place", func(t *trial) {
			e1, e2, e3 := effect("A", "e1", 0), effect("A", "e2", 0), effect("A", "e3", 1)
			t.save("A", 0, bridge.Batch{Owed: []bridge.Owed{e1, e2}})
			e1.Phase, e1.Tries, e1.Due, e1.Problem = bridge.PhaseInDoubt, 3, at(9), "no answer"
			t.save("A", 1, bridge.Batch{Owed: []bridge.Owed{e3, e1}})
			t.same("owed", t.load("A").Owed, []bridge.Owed{e1, e2, e3})
			t.save("A", 2, bridge.Batch{})
			t.same("owed", t.load("A").Owed, []bridge.Owed{e1, e2, e3})
		}},
		{"the key of an effect is its order's own", func(t *trial) {
			t.save("A", 0, bridge.Batch{Owed: []bridge.Owed{effect("A", "e", 0)}})
			t.save("B", 0, bridge.Batch{Owed: []bridge.Owed{effect("B", "e", 0)}})
			t.same("A", t.load("A").Owed, []bridge.Owed{effect("A", "e", 0)})
			t.same("B", t.load("B").Owed, []bridge.Owed{effect("B", "e", 0)})
		}},
		{"only effects that are settled leave the dossier", func(t *trial) {
			var want []bridge.Owed
			for _, p := range []bridge.Phase{bridge.PhaseOwed, bridge.PhaseSending, bridge.PhaseDone, bridge.PhaseInDoubt, bridge.PhaseParked} {
				o := effect("A", string(p), 0)
				o.Phase = p
				want = append(want, o)
			}
			t.save("A", 0, bridge.Batch{Owed: want})
			t.same("in the dossier", keys(t.load("A").Owed), []string{"owed", "sending", "in-doubt", "parked"})
			t.same("in the list", all(t, "Owed", t.Owed(t.ctx, bridge.OwedFilter{})), want)
		}},
		{"an effect that is settled later leaves the dossier and stays in the list as it is", func(t *trial) {
			e1, e2 := effect("A", "e1", 0), effect("A", "e2", 0)
			t.save("A", 0, bridge.Batch{Owed: []bridge.Owed{e1, e2}})
			e1.Phase, e1.Ended, e1.Outcome = bridge.PhaseDone, at(4), order.Outcome{Kind: order.AlreadySo, Ref: name("doc")}
			t.save("A", 1, bridge.Batch{Owed: []bridge.Owed{e1}})
			t.same("in the dossier", t.load("A").Owed, []bridge.Owed{e2})
			t.same("in the list", all(t, "Owed", t.Owed(t.ctx, bridge.OwedFilter{Order: "A"})), []bridge.Owed{e1, e2})
			e1.Phase = bridge.PhaseOwed // a person wants it again
			t.save("A", 2, bridge.Batch{Owed: []bridge.Owed{e1}})
			t.same("in the dossier again", t.load("A").Owed, []bridge.Owed{e1, e2})
		}},
		{"effects are listed in the order in which they came to be owed", func(t *trial) {
			t.save("B", 0, bridge.Batch{Owed: []bridge.Owed{effect("B", "1", 0), effect("B", "2", 0)}})
			t.save("A", 0, bridge.Batch{Owed: []bridge.Owed{effect("A", "3", 1)}})
			t.save("B", 1, bridge.Batch{Owed: []bridge.Owed{effect("B", "4", 2)}})
			later := effect("A", "3", 1)
			later.Tries = 1
			t.save("A", 1, bridge.Batch{Owed: []bridge.Owed{later, effect("A", "5", 3)}})
			t.same("keys", keys(all(t, "Owed", t.Owed(t.ctx, bridge.OwedFilter{}))), []string{"1", "2", "3", "4", "5"})
		}},
		{"effects are chosen by order, account, kind, phase and key", func(t *trial) {
			a, b, c := effect("A", "a", 0), effect("B", "b", 1), effect("B", "c", 2)
			b.Target.Account, b.Phase = "erp-2", bridge.PhaseDone
			c.Kind, c.Phase = order.EffectNote, bridge.PhaseParked
			t.save("A", 0, bridge.Batch{Owed: []bridge.Owed{a}})
			t.save("B", 0, bridge.Batch{Owed: []bridge.Owed{b, c}})
			for _, c := range []struct {
				f    bridge.OwedFilter
				want []string
			}{
				{bridge.OwedFilter{}, []string{"a", "b", "c"}},
				{bridge.OwedFilter{Order: "B"}, []string{"b", "c"}},
				{bridge.OwedFilter{Order: "none"}, nil},
				{bridge.OwedFilter{Account: "erp-1"}, []string{"a", "c"}},
				{bridge.OwedFilter{Kind: order.EffectReserve}, []string{"a", "b"}},
				{bridge.OwedFilter{Phases: []bridge.Phase{bridge.PhaseParked}}, []string{"c"}},
				{bridge.OwedFilter{Phases: []bridge.Phase{bridge.PhaseOwed, bridge.PhaseDone}}, []string{"a", "b"}},
				{bridge.OwedFilter{Key: "b"}, []string{"b"}},
				{bridge.OwedFilter{Order: "B", Account: "erp-1", Kind: order.EffectNote, Key: "c"}, []string{"c"}},
				{bridge.OwedFilter{Order: "A", Key: "c"}, nil},
			} {
				t.same("chosen by "+text(c.f), keys(all(t, "Owed", t.Owed(t.ctx, c.f))), c.want)
			}
		}},
	}
}
