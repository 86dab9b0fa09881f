package storetest

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// lists are the lists of a store, as counts: what each yields is checked elsewhere.
func lists(ctx context.Context, s bridge.Store) map[string]iter.Seq2[int, error] {
	return map[string]iter.Seq2[int, error]{
		"Journal": counted(s.Journal(ctx, bridge.JournalFilter{})),
		"Orders":  counted(s.Orders(ctx, bridge.OrderFilter{})),
		"Effects": counted(s.Effects(ctx, bridge.EffectFilter{})),
		"Log":     counted(s.Log(ctx, bridge.LogFilter{})),
		"Runs":    counted(s.Runs(ctx, bridge.RunFilter{})),
	}
}

func counted[T any](seq iter.Seq2[T, error]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		n := 0
		for _, err := range seq {
			n++
			if !yield(n, err) {
				return
			}
		}
	}
}

// fill keeps five orders with an event, an effect and an entry each.
func (t *trial) fill() {
	for i := range 5 {
		id := strconv.Itoa(i)
		o, es := t.place(id, i)
		t.save(id, 0, bridge.Batch{
			Events: es, Refs: []order.Ref{name(id)}, Effects: []bridge.PendingEffect{effect(id, "e", i)}, Journal: []bridge.Entry{entry("saved", "", i)},
			Wake: at(i), Summary: summary(o, i),
		})
		t.ran(pass(id, i))
	}
}

func loopings() []check {
	return []check{
		{"lists end where the caller stops, and begin anew when they are read again", func(t *trial) {
			t.fill()
			for what, seq := range lists(t.ctx, t) {
				for n, err := range seq {
					t.must(what, err)
					if n == 2 {
						break
					}
				}
				for range 2 {
					t.same(what+" to its end", len(all(t, what, seq)), 5)
				}
			}
		}},
		{"the store may be used while a list is read", func(t *trial) {
			t.fill()
			for what, seq := range lists(t.ctx, t) {
				for n, err := range seq {
					t.must(what, err)
					if n > 100 {
						t.failf("%s does not end while the store is written to", what)
					}
					id := what + strconv.Itoa(n)
					_, es := t.place(id, 9)
					t.save(id, 0, bridge.Batch{Events: es, Effects: []bridge.PendingEffect{effect(id, "e", 9)}, Wake: at(9)})
					t.receive(at(9), message(id, id))
					t.must("Write", t.Write(t.ctx, entry("written", "", 9)))
					t.ran(pass(id, 9))
					t.claim(at(9), at(10), 1)
					t.load(id)
					t.next()
					for other, inner := range lists(t.ctx, t) {
						if got := len(all(t, other, inner)); got < 5 {
							t.failf("%s has %d rows while %s is read", other, got, what)
						}
					}
				}
			}
		}},
		{"a call with a context that has ended does nothing and says so", func(t *trial) {
			t.fill()
			t.receive(at(1), message("0", "k"))
			held := t.hold("0", at(0), at(90))
			before := t.load("0")
			over, cancel := context.WithCancel(t.ctx)
			cancel()
			_, err := t.Load(over, "0")
			t.canceled("Load", err)
			_, err = t.Find(over, name("0"))
			t.canceled("Find", err)
			_, err = t.Head(over, "0")
			t.canceled("Head", err)
			_, err = t.Values(over, "party", "k")
			t.canceled("Values", err)
			t.canceled("Swap", t.Swap(over, "party", "k", nil, []byte("v")))
			t.same("values", len(t.values("party", "k")), 0)
			t.canceled("Ran", t.Ran(over, pass("lost", 0)))
			t.same("records", t.runs(bridge.RunFilter{Key: "lost"}), nil)
			t.canceled("Erase", t.Erase(over, "0", before.Rev, bridge.Erasure{Summary: plainly("0")}))
			t.canceled("Save", t.Save(over, "0", before.Rev, bridge.Batch{Summary: bridge.Summary{ID: "0", Total: amount.RUB(0)}}))
			t.canceled("Receive", t.Receive(over, bridge.Incoming{
				Messages: []bridge.Message{message("0", "k2")}, Due: at(0), Account: "shop-1", Stream: "orders", To: "p1",
			}))
			cursor, err := t.Cursor(t.ctx, "shop-1", "orders")
			t.must("Cursor", err)
			t.same("cursor", cursor, "")
			_, err = t.Cursor(over, "shop-1", "orders")
			t.canceled("Cursor", err)
			_, err = t.Claim(over, at(60), at(90), 9)
			t.canceled("Claim", err)
			t.canceled("Release", t.Release(over, held))
			_, err = t.Next(over)
			t.canceled("Next", err)
			t.canceled("Write", t.Write(over, entry("lost", "", 0)))
			t.same("stored order", t.load("0"), before)
			t.same("claimed", t.claim(at(60), at(90), 9), []string{"1", "2", "3", "4"})
			t.same("journal", len(t.journal(bridge.JournalFilter{What: "lost"})), 0)
		}},
		{"a list with a context that has ended yields the error once and nothing else", func(t *trial) {
			t.fill()
			over, cancel := context.WithCancel(t.ctx)
			cancel()
			for what, seq := range lists(over, t) {
				yields := 0
				for _, err := range seq {
					yields++
					t.canceled(what, err)
				}
				t.same(what, yields, 1)
			}
		}},
		{"a list whose context ends on the way yields no more than the error", func(t *trial) {
			t.fill()
			for _, what := range []string{"Journal", "Orders", "Effects", "Log", "Runs"} {
				ctx, cancel := context.WithCancel(t.ctx)
				var failed error
				for n, err := range lists(ctx, t)[what] {
					if failed != nil {
						t.failf("%s goes on after its error", what)
					}
					if failed = err; err != nil {
						t.canceled(what, err)
					}
					if n == 2 {
						cancel()
					}
				}
				cancel()
			}
		}},
	}
}

// canceled ends the check if an error is not that of a context that was canceled.
func (t *trial) canceled(call string, err error) {
	if !errors.Is(err, context.Canceled) {
		t.failf("%s with a context that has ended: the error is %v", call, err)
	}
}
