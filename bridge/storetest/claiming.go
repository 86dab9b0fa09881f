package storetest

import (
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
)

func claimings() []check {
	return []check{
		{"orders that are due are claimed, the longest due first, and not more than asked for", func(t *trial) {
			for id, wake := range map[string]int{"A": 5, "B": 3, "C": 4, "D": 1, "E": 6} {
				t.save(id, 0, bridge.Batch{Wake: at(wake)})
			}
			t.save("F", 0, bridge.Batch{})
			t.same("none", t.claim(at(5), at(60), 0), nil)
			t.same("two", t.claim(at(5), at(60), 2), []string{"D", "B"})
			t.same("the rest", t.claim(at(5), at(60), 9), []string{"C", "A"})
			t.same("what became due", t.claim(at(6), at(60), 9), []string{"E"})
			t.same("nothing left", t.claim(at(59), at(99), 9), nil)
		}},
		{"some orders are claimed by their ids, if they are due and nobody has them", func(t *trial) {
			for id, wake := range map[string]int{"A": 3, "B": 2, "C": 9, "D": 1} {
				t.save(id, 0, bridge.Batch{Wake: at(wake)})
			}
			t.save("E", 0, bridge.Batch{})
			t.same("of two that are due", t.claim(at(5), at(60), 1, "A", "B"), []string{"B"})
			t.same("one is not due, one sleeps, one is not known, one is named twice",
				t.claim(at(5), at(60), 9, "C", "A", "E", "nobody", "A"), []string{"A"})
			t.same("they are claimed", t.claim(at(5), at(60), 9, "A", "B"), nil)
			t.same("the others are not", t.claim(at(9), at(60), 9), []string{"D", "C"})
			t.same("a claim that is over", t.claim(at(60), at(90), 9, "B"), []string{"B"})
		}},
		{"a claim is over at its time, and the longest due is first again", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(2)})
			t.save("B", 0, bridge.Batch{Wake: at(1)})
			t.same("first", t.claim(at(2), at(10), 9), []string{"B", "A"})
			t.same("during", t.claim(at(9), at(99), 9), nil)
			t.same("after", t.claim(at(10), at(99), 9), []string{"B", "A"})
		}},
		{"a claim that a wrong clock made for too long is over", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(2).Add(bridge.MaxClaim))
			t.same("while it may be", t.claim(at(2), at(9), 1), nil)
			t.release(c)
			c = t.hold("A", at(2), at(5).Add(bridge.MaxClaim))
			t.same("too long", t.claim(at(4), at(9), 1), []string{"A"})
			t.release(c)
			t.same("its holder has no say any more", t.claim(at(8), at(20), 1), nil)
		}},
		{"a message does not end the claim", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			t.claim(at(1), at(60), 1)
			t.receive(at(2), message("A", "k"))
			t.same("during", t.claim(at(59), at(99), 1), nil)
		}},
		{"a claim changes neither the wake nor the revision", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			t.claim(at(1), at(60), 1)
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1, Wake: at(1)}))
		}},
		{"next is when the first order is due, or no time", func(t *trial) {
			t.same("of none", t.next(), never)
			t.save("A", 0, bridge.Batch{})
			t.same("of a sleeper", t.next(), never)
			t.save("B", 0, bridge.Batch{Wake: at(7)})
			t.save("C", 0, bridge.Batch{Wake: at(5)})
			t.same("of three", t.next(), at(5))
			t.receive(at(3), message("A", "k"))
			t.same("after a message", t.next(), at(3))
			t.save("A", 1, bridge.Batch{Done: []int64{last(t.load("A").Messages)}})
			t.save("C", 1, bridge.Batch{})
			t.same("after others fell asleep", t.next(), at(7))
		}},
		{"an order that is claimed counts from when it is due and its claim is over", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(10))
			t.same("claimed", t.next(), at(10))
			t.save("B", 0, bridge.Batch{Wake: at(8)})
			t.same("another is first", t.next(), at(8))
			t.save("B", 1, bridge.Batch{})
			t.save("A", 1, bridge.Batch{Wake: at(20), Token: c.Token, Claim: at(15)})
			t.same("due after its claim", t.next(), at(20))
			t.save("A", 2, bridge.Batch{Wake: at(12), Token: c.Token, Claim: at(15)})
			t.same("due during its claim", t.next(), at(15))
			t.release(c)
			t.same("released", t.next(), at(12))
		}},
		{"what is claimed and asleep stays claimed when a message wakes it", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(10))
			t.save("A", 1, bridge.Batch{Token: c.Token, Claim: at(30)})
			t.same("next of the sleeper", t.next(), never)
			t.receive(at(2), message("A", "k"))
			t.same("next", t.next(), at(30))
			t.same("during", t.claim(at(29), at(60), 1), nil)
			t.same("after", t.claim(at(30), at(60), 1), []string{"A"})
		}},
		{"many orders are all claimed once, in turns", func(t *trial) {
			var want []string
			for i := range 60 {
				id := string(rune('A'+i%26)) + string(rune('a'+i/26))
				want = append(want, id)
				t.save(id, 0, bridge.Batch{Wake: at((i * 37) % 60)})
			}
			var got []string
			last := never
			for len(got) < len(want) {
				ids := t.claim(at(60), at(90), 7)
				if len(ids) == 0 || len(ids) > 7 {
					t.failf("%d orders were claimed after %d of %d", len(ids), len(got), len(want))
				}
				for _, id := range ids {
					if wake := t.load(id).Wake; wake.Before(last) {
						t.failf("%s, due at %v, was claimed after one due at %v", id, wake, last)
					} else {
						last = wake
					}
				}
				got = append(got, ids...)
			}
			slices.Sort(got)
			slices.Sort(want)
			t.same("claimed", got, want)
		}},
	}
}
