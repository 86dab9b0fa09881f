package storetest

import (
	"github.com/ordo-sdk/ordo/bridge"
)

// pass is the record of a pass that took an order and changed another.
func pass(key string, minute int) bridge.Run {
	return bridge.Run{
		Key: key, Account: "shop-1", Began: at(minute), Ended: at(minute + 1), Manual: true, Result: bridge.ResultWarnings, Problem: "да", Found: 3,
		Loaded:  []bridge.Landed{{Order: "A", Number: "№ A", Where: "invoice"}},
		Changes: []bridge.Entry{entry("repriced", "", minute)}, Unknown: []string{"T-1 Чай", "P-1"},
	}
}

func passings() []check {
	return []check{
		{"records of passes are kept as they were, in the order in which they were added", func(t *trial) {
			b, a := pass("b", 1), pass("a", 0)
			t.ran(b, a)
			t.same("records", t.runs(bridge.RunFilter{}), []bridge.Run{b, a})
		}},
		{"a record with the key of another takes its place", func(t *trial) {
			began := bridge.Run{Key: "a", Account: "shop-1", Began: at(0)}
			t.ran(began, pass("b", 1))
			t.same("while it is under way", t.runs(bridge.RunFilter{Key: "a"}), []bridge.Run{began})
			t.ran(pass("a", 0))
			t.same("records", t.runs(bridge.RunFilter{}), []bridge.Run{pass("a", 0), pass("b", 1)})
		}},
		{"records are chosen by account, order, result and when they began", func(t *trial) {
			a, b, c := pass("a", 0), pass("b", 5), pass("c", 9)
			b.Account, b.Result, b.Loaded, b.Changes = "shop-2", bridge.ResultFailed, nil, nil
			c.Loaded[0].Order, c.Changes[0].Order = "B", "C"
			t.ran(a, b, c)
			for _, x := range []struct {
				f    bridge.RunFilter
				want []bridge.Run
			}{
				{bridge.RunFilter{Account: "shop-1"}, []bridge.Run{a, c}},
				{bridge.RunFilter{Order: "A"}, []bridge.Run{a}},
				{bridge.RunFilter{Order: "B"}, []bridge.Run{c}},
				{bridge.RunFilter{Order: "C"}, []bridge.Run{c}},
				{bridge.RunFilter{Results: []bridge.Result{bridge.ResultFailed, bridge.ResultOK}}, []bridge.Run{b}},
				{bridge.RunFilter{Since: at(5)}, []bridge.Run{b, c}},
				{bridge.RunFilter{Until: at(5)}, []bridge.Run{a}},
				{bridge.RunFilter{Account: "shop-1", Since: at(1), Until: at(9)}, nil},
				{bridge.RunFilter{Key: "d"}, nil},
			} {
				t.same("chosen by "+text(x.f), t.runs(x.f), x.want)
			}
		}},
		{"records of passes are the caller's own", func(t *trial) {
			r := pass("a", 0)
			t.ran(r)
			r.Loaded[0].Where, r.Changes[0].Text, r.Unknown[0] = "other", "other", "other"
			got := t.runs(bridge.RunFilter{})[0]
			got.Loaded[0].Where, got.Changes[0].Text, got.Unknown[0] = "other", "other", "other"
			t.same("record", t.runs(bridge.RunFilter{}), []bridge.Run{pass("a", 0)})
		}},
		{"entries are chosen by the pass that wrote them", func(t *trial) {
			a, b := entry("repriced", "", 0), entry("cut", "", 1)
			a.Run, b.Run = "a", "b"
			t.must("Write", t.Write(t.ctx, a, entry("alone", "", 1)))
			t.save("A", 0, bridge.Batch{Journal: []bridge.Entry{b}})
			got := t.journal(bridge.JournalFilter{Run: "b"})
			if len(got) != 1 || got[0].What != "cut" || got[0].Run != "b" {
				t.failf("entries of pass b: %+v", got)
			}
		}},
	}
}

func (t *trial) ran(rs ...bridge.Run) {
	for _, r := range rs {
		t.must("Ran", t.Ran(t.ctx, r))
	}
}

func (t *trial) runs(f bridge.RunFilter) []bridge.Run { return all(t, "Runs", t.Runs(t.ctx, f)) }
