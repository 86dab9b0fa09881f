package order

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

// unitsOf splits moves into steps of one line, so that they can be compared however they are cut.
func unitsOf(o *Order, all bool, seen map[Units]bool, ms []Move) (out []Units) {
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		if !all && o.tally.of(l) != o.tally.counted() {
			continue
		}
		for q := m.From; q.Cmp(m.To) < 0; q = plus(q, l.step) {
			if u := (Units{m.Line, q, plus(q, l.step)}); !seen[u] {
				seen[u] = true
				out = append(out, u)
			}
		}
	}
	return out
}

// What is allowed is what works when it is done: each kind of command is given to a copy of the order.
//
// fault: R14
func TestWhatIsAllowedIsWhatWorks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		by := drawBy(t, o.log[len(o.log)-1].At.Add(time.Minute), RoleOperator, RoleOperator, RoleWarehouse, RoleShop, RoleRemote, RoleBuyer, RoleSystem)
		by.Key = ""
		var works []Kind
		for _, p := range o.Allowed(by) {
			var want []Units
			ok := false
			for _, probe := range o.asFor(by.Actor, p.Kind).probes(p.Kind) {
				c := o.Clone()
				evs, err := c.Do(probe.cmd, by)
				if err != nil {
					continue
				}
				ok = true
				seen := map[Units]bool{}
				if all := movesAll(p.Kind); probe.picks != nil {
					want = unitsOf(o, true, seen, choices(probe.picks))
				} else if all || moves(p.Kind) {
					for _, e := range evs {
						want = append(want, unitsOf(o, all, seen, e.Moves())...)
					}
				}
				break
			}
			if ok != (p.Why == nil) {
				t.Fatalf("%s works: %v, Allowed says %v", p.Kind, ok, p.Why)
			}
			if ok {
				works = append(works, p.Kind)
			}
			if got := unitsOf(o, true, map[Units]bool{}, choices(p.Picks)); !slices.Equal(got, want) {
				t.Fatalf("%s takes %v, Allowed says %v", p.Kind, want, got)
			}
		}
		if r := (&Refused{order: o, by: by}); !reflect.DeepEqual(r.Allowed(), works) {
			t.Fatalf("a refusal says %v, what works is %v", r.Allowed(), works)
		}
	})
}

func movesAll(k Kind) bool {
	return k == KindCancel || k == KindReturn || k == KindDropDoorResult || k == KindReceive
}

func moves(k Kind) bool {
	return slices.Contains([]Kind{KindConfirm, KindAssemble, KindRelease, KindRequestTransfer, KindSendTransfer, KindReceiveTransfer, KindPack, KindCreateShipment, KindHandOver, KindArrive, KindDeliver}, k)
}

func choices(ps Picks) (ms []Move) {
	for _, c := range ps {
		ms = append(ms, Move{c.Line, Portion{From: c.From, To: c.To}})
	}
	return ms
}

// TestWithoutLeavesWhatIsNotTaken that are taken are looked up by line; going through all of them gives the same.
//
// fault: R14
func TestWithoutLeavesWhatIsNotTaken(t *testing.T) {
	draw := func(t *rapid.T, label string) (ms []Move) {
		for range rapid.IntRange(0, 8).Draw(t, label) {
			from := rapid.IntRange(0, 9).Draw(t, "from")
			p := Portion{From: amount.Pcs(from), To: amount.Pcs(from + rapid.IntRange(1, 4).Draw(t, "units"))}
			ms = append(ms, Move{rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "line"), p})
		}
		return ms
	}
	rapid.Check(t, func(t *rapid.T) {
		ms, others := draw(t, "moves"), draw(t, "others")
		var want []Move
		for _, m := range ms {
			left := []Portion{m.Portion}
			for _, x := range others { // one by one
				if x.Line != m.Line {
					continue
				}
				var next []Portion
				for _, p := range left {
					next = append(next, untaken(p, []Move{x})...)
				}
				left = next
			}
			for _, p := range left {
				want = append(want, Move{m.Line, p})
			}
		}
		if got := without(ms, others); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v without %v: %v, not %v", ms, others, got, want)
		}
	})
}

// The lines that have a code are known without looking at all lines, however codes are set, moved and rejected.
//
// fault: R14
func TestCodesAreKnownByLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		want := map[string][]int{}
		for i, l := range o.lines {
			for _, m := range l.marks {
				want[m.Code] = append(want[m.Code], i)
			}
		}
		if !reflect.DeepEqual(o.codes, want) {
			t.Fatalf("%v, not %v", o.codes, want)
		}
	})
}
