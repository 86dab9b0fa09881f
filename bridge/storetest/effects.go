package storetest

import (
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

func owings() []check {
	return []check{
		{"effects that are new are added, those that are known by their key are replaced in their place", func(t *trial) {
			e1, e2, e3 := effect("A", "e1", 0), effect("A", "e2", 0), effect("A", "e3", 1)
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{e1, e2}})
			e1.Phase, e1.Attempts, e1.Due, e1.Problem = bridge.PhaseInDoubt, 3, at(9), "no answer"
			t.save("A", 1, bridge.Batch{Effects: []bridge.PendingEffect{e3, e1}})
			t.same("effects", t.load("A").Effects, []bridge.PendingEffect{e1, e2, e3})
			t.save("A", 2, bridge.Batch{})
			t.same("effects", t.load("A").Effects, []bridge.PendingEffect{e1, e2, e3})
		}},
		{"the key of an effect is its order's own", func(t *trial) {
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{effect("A", "e", 0)}})
			t.save("B", 0, bridge.Batch{Effects: []bridge.PendingEffect{effect("B", "e", 0)}})
			t.same("A", t.load("A").Effects, []bridge.PendingEffect{effect("A", "e", 0)})
			t.same("B", t.load("B").Effects, []bridge.PendingEffect{effect("B", "e", 0)})
		}},
		{"only effects that are settled leave the stored order", func(t *trial) {
			var want []bridge.PendingEffect
			for _, p := range []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseDone, bridge.PhaseInDoubt, bridge.PhaseParked} {
				o := effect("A", string(p), 0)
				o.Phase = p
				want = append(want, o)
			}
			t.save("A", 0, bridge.Batch{Effects: want})
			t.same("in the stored order", keys(t.load("A").Effects), []string{"pending", "sending", "in-doubt", "parked"})
			t.same("in the list", all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{})), want)
		}},
		{"an effect that is settled later leaves the stored order and stays in the list as it is", func(t *trial) {
			e1, e2 := effect("A", "e1", 0), effect("A", "e2", 0)
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{e1, e2}})
			e1.Phase, e1.Ended, e1.Outcome = bridge.PhaseDone, at(4), order.Outcome{Kind: order.AlreadySo, Ref: name("doc")}
			t.save("A", 1, bridge.Batch{Effects: []bridge.PendingEffect{e1}})
			t.same("in the stored order", t.load("A").Effects, []bridge.PendingEffect{e2})
			t.same("in the list", all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{Order: "A"})), []bridge.PendingEffect{e1, e2})
			e1.Phase = bridge.PhasePending // a person wants it again
			t.save("A", 2, bridge.Batch{Effects: []bridge.PendingEffect{e1}})
			t.same("in the stored order again", t.load("A").Effects, []bridge.PendingEffect{e1, e2})
		}},
		{"effects are listed in the order in which they came to be owed", func(t *trial) {
			t.save("B", 0, bridge.Batch{Effects: []bridge.PendingEffect{effect("B", "1", 0), effect("B", "2", 0)}})
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{effect("A", "3", 1)}})
			t.save("B", 1, bridge.Batch{Effects: []bridge.PendingEffect{effect("B", "4", 2)}})
			later := effect("A", "3", 1)
			later.Attempts = 1
			t.save("A", 1, bridge.Batch{Effects: []bridge.PendingEffect{later, effect("A", "5", 3)}})
			t.same("keys", keys(all(t, "Effects", t.Effects(t.ctx, bridge.EffectFilter{}))), []string{"1", "2", "3", "4", "5"})
		}},
		{"effects are chosen by order, account, kind, phase and key", func(t *trial) {
			a, b, c := effect("A", "a", 0), effect("B", "b", 1), effect("B", "c", 2)
			b.Target.Account, b.Phase = "erp-2", bridge.PhaseDone
			c.Kind, c.Phase = order.EffectNote, bridge.PhaseParked
			t.save("A", 0, bridge.Batch{Effects: []bridge.PendingEffect{a}})
			t.save("B", 0, bridge.Batch{Effects: []bridge.PendingEffect{b, c}})
			for _, c := range []struct {
				f    bridge.EffectFilter
				want []string
			}{
				{bridge.EffectFilter{}, []string{"a", "b", "c"}},
				{bridge.EffectFilter{Order: "B"}, []string{"b", "c"}},
				{bridge.EffectFilter{Order: "none"}, nil},
				{bridge.EffectFilter{Account: "erp-1"}, []string{"a", "c"}},
				{bridge.EffectFilter{Kind: order.EffectUpsert}, []string{"a", "b"}},
				{bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}}, []string{"c"}},
				{bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseDone}}, []string{"a", "b"}},
				{bridge.EffectFilter{Key: "b"}, []string{"b"}},
				{bridge.EffectFilter{Order: "B", Account: "erp-1", Kind: order.EffectNote, Key: "c"}, []string{"c"}},
				{bridge.EffectFilter{Order: "A", Key: "c"}, nil},
			} {
				t.same("chosen by "+text(c.f), keys(all(t, "Effects", t.Effects(t.ctx, c.f))), c.want)
			}
		}},
	}
}
