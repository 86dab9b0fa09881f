package storetest

import (
	"errors"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

func namings() []check {
	return []check{
		{"orders are found by their names in other systems", func(t *trial) {
			t.save("A", 0, bridge.Batch{Refs: []order.Ref{name("A"), name("A2")}})
			t.save("B", 0, bridge.Batch{Refs: []order.Ref{name("B")}})
			t.save("A", 1, bridge.Batch{Refs: []order.Ref{name("A3")}})
			found, err := t.Find(t.ctx, name("A"), name("A2"), name("A3"), name("B"), name("A"))
			t.must("Find", err)
			if len(found) != 4 || found[name("A")] != "A" || found[name("A2")] != "A" || found[name("A3")] != "A" || found[name("B")] != "B" {
				t.failf("found %v", found)
			}
		}},
		{"names that no order carries are left out", func(t *trial) {
			t.keep("A", 0)
			other := name("A")
			other.Account = "shop-2"
			found, err := t.Find(t.ctx, other, name("a"), order.Ref{})
			t.must("Find", err)
			t.same("found", len(found), 0)
			found, err = t.Find(t.ctx)
			t.must("Find of nothing", err)
			t.same("found", len(found), 0)
		}},
		{"names differ in system, account, kind and id", func(t *trial) {
			a := order.Ref{System: "s", Account: "a", Kind: "k", ID: "i"}
			for i, r := range []order.Ref{a, {System: "s2", Account: "a", Kind: "k", ID: "i"}, {System: "s", Kind: "k", ID: "i"}, {System: "s", Account: "a", ID: "i"}, {System: "s", Account: "a", Kind: "k", ID: "I"}} {
				t.save(string(rune('A'+i)), 0, bridge.Batch{Refs: []order.Ref{r}})
			}
			found, err := t.Find(t.ctx, a)
			t.must("Find", err)
			t.same("found", found[a], "A")
		}},
		{"a name that the order has already is no conflict and is kept once", func(t *trial) {
			t.save("A", 0, bridge.Batch{Refs: []order.Ref{name("A"), name("A")}})
			t.save("A", 1, bridge.Batch{Refs: []order.Ref{name("A"), name("B")}})
			t.same("names", t.load("A").Refs, []order.Ref{name("A"), name("B")})
		}},
		{"a name that another order has is a conflict that says whose it is, and nothing is written", func(t *trial) {
			t.keep("A", 0)
			o := t.keep("B", 0)
			t.receive(at(0), message("B", "k"))
			before := t.load("B")
			for _, id := range []string{"B", "C"} {
				rev := t.load(id).Rev
				err := t.Save(t.ctx, id, rev, bridge.Batch{
					Events: t.does(o.Clone(), order.Confirm{}, by("anna", 1)), Refs: []order.Ref{name("X"), name("A")},
					Effects: []bridge.PendingEffect{effect(id, "e1", 1)}, Done: []int64{before.Messages[0].N},
					Journal: []bridge.Entry{entry("lost", "once", 1)}, Refreshed: at(1), Wake: at(9), Summary: bridge.Summary{ID: id, Number: "other"},
				})
				t.conflict(err)
				var taken *bridge.RefTaken
				if !errors.As(err, &taken) {
					t.failf("the error is %v, not a *RefTaken", err)
				}
				t.same("taken", *taken, bridge.RefTaken{Ref: name("A"), By: "A"})
			}
			t.same("stored order of B", t.load("B"), before)
			t.same("stored order of C", t.load("C"), bridge.StoredOrder{ID: "C"})
			t.nothingOf("lost", name("X"))
			t.must("Write", t.Write(t.ctx, entry("written", "once", 1))) // the key was not used up
			t.same("journal", len(all(t, "Journal", t.Journal(t.ctx, bridge.JournalFilter{}))), 1)
		}},
		{"a name that an order gives up finds nobody, and another order may have it", func(t *trial) {
			t.save("A", 0, bridge.Batch{Refs: []order.Ref{name("A"), name("A2")}})
			t.save("B", 0, bridge.Batch{Refs: []order.Ref{name("B")}})
			t.save("A", 1, bridge.Batch{Free: []order.Ref{name("A"), name("B"), name("unknown")}})
			t.same("names", t.load("A").Refs, []order.Ref{name("A2")})
			found, err := t.Find(t.ctx, name("A"), name("A2"), name("B"))
			t.must("Find", err)
			if len(found) != 2 || found[name("A2")] != "A" || found[name("B")] != "B" {
				t.failf("found %v; what another order has is not A's to give up", found)
			}
			t.save("A~2", 0, bridge.Batch{Refs: []order.Ref{name("A")}})
			found, err = t.Find(t.ctx, name("A"))
			t.must("Find", err)
			t.same("found", found[name("A")], "A~2")
			t.save("A", 2, bridge.Batch{Free: []order.Ref{name("A"), name("A2")}, Refs: []order.Ref{name("A2")}})
			t.same("given up and taken again", t.load("A").Refs, []order.Ref{name("A2")})
			t.same("the name of the other", t.load("A~2").Refs, []order.Ref{name("A")})
		}},
		{"a batch that meets a conflict gives up no name", func(t *trial) {
			t.keep("A", 0)
			t.keep("B", 0)
			t.conflict(t.Save(t.ctx, "A", 0, bridge.Batch{Free: []order.Ref{name("A")}, Summary: plainly("A")}))
			t.conflict(t.Save(t.ctx, "A", 1, bridge.Batch{Free: []order.Ref{name("A")}, Refs: []order.Ref{name("B")}, Summary: plainly("A")}))
			found, err := t.Find(t.ctx, name("A"))
			t.must("Find", err)
			t.same("found", found[name("A")], "A")
		}},
		{"a conflict over a revision ends no claim", func(t *trial) {
			t.keep("A", 0)
			t.same("claimed", t.claim(at(1), at(60), 1), []string{"A"})
			t.conflict(t.Save(t.ctx, "A", 0, bridge.Batch{Wake: at(0)}))
			t.same("claimed again", t.claim(at(2), at(60), 1), nil)
		}},
	}
}
