package storetest

import "github.com/ordo-sdk/ordo/bridge"

// holdings are about who may end a claim, or go on with it: who has its token.
func holdings() []check {
	return []check{
		{"every claim has a token that no other claim has", func(t *trial) {
			seen := map[string]bool{}
			for _, id := range []string{"A", "B", "C"} {
				t.save(id, 0, bridge.Batch{Wake: at(1)})
			}
			for round := range 5 {
				cs := t.claims(at(10*round+1), at(10*round+11), 9)
				t.same("claimed", len(cs), 3)
				for i, c := range cs {
					if c.Token == "" || seen[c.Token] {
						t.failf("the token %q of %s is empty or that of an earlier claim", c.Token, c.ID)
					}
					seen[c.Token] = true
					if i == round%3 { // claims that were released have had their tokens as well
						t.release(c)
						again := t.hold(c.ID, at(10*round+1), at(10*round+11))
						if seen[again.Token] {
							t.failf("the token %q of %s is that of an earlier claim", again.Token, c.ID)
						}
						seen[again.Token] = true
					}
				}
			}
		}},
		{"a save with the token ends the claim", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(60))
			t.save("A", 1, bridge.Batch{Wake: at(2), Token: c.Token})
			t.same("next", t.next(), at(2))
			t.same("again", t.claim(at(2), at(60), 1), []string{"A"})
		}},
		{"a save with the token may go on with the claim until another time, again and again", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(10))
			t.save("A", 1, bridge.Batch{Wake: at(2), Token: c.Token, Claim: at(30)})
			t.same("during", t.claim(at(29), at(99), 1), nil)
			t.save("A", 2, bridge.Batch{Wake: at(3), Token: c.Token, Claim: at(20)})
			t.same("during the shorter claim", t.claim(at(19), at(99), 1), nil)
			t.same("after", t.claim(at(20), at(99), 1), []string{"A"})
		}},
		{"a save without a token neither ends nor renews a claim, and its wake counts", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(20))
			t.save("A", 1, bridge.Batch{Wake: at(3), Claim: at(50)})
			t.same("wake", t.load("A").Wake, at(3))
			t.same("next", t.next(), at(20))
			t.same("during", t.claim(at(19), at(99), 1), nil)
			t.save("A", 2, bridge.Batch{Wake: at(4), Token: c.Token, Claim: at(30)})
			t.save("A", 3, bridge.Batch{Wake: at(5)})
			t.same("during the longer claim", t.claim(at(29), at(99), 1), nil)
			t.same("after", t.claim(at(30), at(99), 1), []string{"A"})
		}},
		{"a save without a token may put an order to sleep that is claimed, and wake it", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(20))
			t.save("A", 1, bridge.Batch{})
			t.same("next of the sleeper", t.next(), never)
			t.save("A", 2, bridge.Batch{Wake: at(2)})
			t.same("during", t.claim(at(19), at(99), 1), nil)
			t.release(c)
			t.same("released", t.claim(at(2), at(99), 1), []string{"A"})
		}},
		{"a save without a token claims nothing", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1), Claim: at(50)})
			t.same("next", t.next(), at(1))
			t.same("claimed", t.claim(at(1), at(60), 1), []string{"A"})
		}},
		{"a save with a token that is not that of the order's claim is a conflict and writes nothing", func(t *trial) {
			o := t.keep("A", 1)
			t.save("B", 0, bridge.Batch{Wake: at(2)})
			ended := t.hold("A", at(1), at(60))
			t.release(ended)
			t.conflict(t.refused("A", o, ended.Token)) // nobody has it
			overtaken := t.hold("A", at(1), at(5))
			t.hold("B", at(2), at(60))
			now := t.hold("A", at(5), at(60))
			t.save("A", 1, bridge.Batch{Wake: at(1), Token: now.Token, Claim: at(60)})
			for _, token := range []string{ended.Token, overtaken.Token, now.Token + "x", "none"} {
				t.conflict(t.refused("A", o, token))
			}
			t.conflict(t.refused("B", o, now.Token))    // the claim of another order
			t.conflict(t.refused("none", o, now.Token)) // nothing is kept of it
			t.nothingOf("lost", name("X"))
			t.same("during", t.claim(at(59), at(99), 9), nil)
			t.save("A", 2, bridge.Batch{Wake: at(1), Token: now.Token}) // whose claim it is may save
			t.conflict(t.refused("A", o, now.Token))                    // once
			t.same("again", t.claim(at(1), at(60), 1), []string{"A"})
		}},
		{"a save at another revision is a conflict that leaves the claim of its token as it is", func(t *trial) {
			t.keep("A", 1)
			t.keep("B", 99)
			c := t.hold("A", at(1), at(20))
			t.conflict(t.Save(t.ctx, "A", 0, bridge.Batch{Wake: at(1), Token: c.Token}))
			t.conflict(t.Save(t.ctx, "A", 0, bridge.Batch{Wake: at(1), Token: c.Token, Claim: at(50)}))
			t.conflict(t.Save(t.ctx, "A", 1, bridge.Batch{Wake: at(1), Token: c.Token, Refs: t.load("B").Refs}))
			t.same("next", t.next(), at(20))
			t.same("during", t.claim(at(19), at(60), 1), nil)
			t.save("A", 1, bridge.Batch{Wake: at(1), Token: c.Token})
		}},
		{"a claim that is over is the order's still, until somebody takes the order", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			c := t.hold("A", at(1), at(5))
			t.same("none asked for", t.claim(at(9), at(99), 0), nil)
			t.save("A", 1, bridge.Batch{Wake: at(1), Token: c.Token, Claim: at(30)})
			t.same("during", t.claim(at(29), at(99), 1), nil)
			t.save("B", 0, bridge.Batch{Wake: at(0)})
			t.hold("B", at(30), at(99)) // A is the next, and nobody's
			t.save("A", 2, bridge.Batch{Wake: at(2), Token: c.Token, Claim: at(40)})
			t.same("during", t.claim(at(39), at(99), 9), nil)
			taken := t.hold("A", at(40), at(99))
			t.conflict(t.Save(t.ctx, "A", 3, bridge.Batch{Wake: at(1), Token: c.Token}))
			t.save("A", 3, bridge.Batch{Wake: at(1), Token: taken.Token})
		}},
		{"a release ends the claim and changes nothing else", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			t.release(t.hold("A", at(1), at(60)))
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1, Wake: at(1)}))
			t.same("next", t.next(), at(1))
			t.same("again", t.claim(at(1), at(60), 1), []string{"A"})
		}},
		{"a release of a claim that has ended, or that somebody else has by now, changes nothing", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			released := t.hold("A", at(1), at(60))
			t.release(released)
			t.release(released)
			ended := t.hold("A", at(1), at(60))
			t.save("A", 1, bridge.Batch{Wake: at(1), Token: ended.Token})
			t.release(ended)
			overtaken := t.hold("A", at(1), at(5))
			now := t.hold("A", at(5), at(60))
			for _, c := range []bridge.Claim{released, ended, overtaken, {ID: "A"}, {ID: "A", Token: "none"}, {ID: "none", Token: now.Token}, {}} {
				t.release(c)
				t.same("next", t.next(), at(60))
				t.same("during", t.claim(at(59), at(99), 1), nil)
			}
			t.save("A", 2, bridge.Batch{Wake: at(1), Token: now.Token})
		}},
		{"a release of what is not claimed changes nothing", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			t.release(bridge.Claim{ID: "A"})
			t.release(bridge.Claim{ID: "A", Token: "none"})
			t.release(bridge.Claim{ID: "none", Token: "none"})
			t.release(bridge.Claim{})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1, Wake: at(1)}))
			t.same("stored order of nothing", t.load("none"), bridge.StoredOrder{ID: "none"})
			t.same("claimed", t.claim(at(1), at(60), 9), []string{"A"})
		}},
		{"a release ends the claim of its own order only", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(1)})
			t.save("B", 0, bridge.Batch{Wake: at(2)})
			cs := t.claims(at(2), at(60), 9)
			t.same("claimed", len(cs), 2)
			t.release(bridge.Claim{ID: "A", Token: cs[1].Token})
			t.same("during", t.claim(at(59), at(99), 9), nil)
			t.release(cs[1])
			t.same("released", t.claim(at(2), at(60), 9), []string{"B"})
		}},
	}
}
