package storetest

import (
	"strconv"

	"github.com/ordo-sdk/ordo/bridge"
)

func receivings() []check {
	return []check{
		{"messages are kept as they came, in the order in which they came, with growing numbers", func(t *trial) {
			var want []bridge.Message
			for i := range 5 {
				m := message("A", "k"+strconv.Itoa(i))
				m.Kind = strconv.Itoa(i)
				want = append(want, m)
			}
			t.receive(at(1), want[:3]...)
			t.receive(at(2), want[3:]...)
			got := t.load("A").Messages
			for i, last := 0, int64(0); i < len(got) && i < len(want); i++ {
				if got[i].N <= last {
					t.failf("message %d has number %d after %d", i, got[i].N, last)
				}
				last, want[i].N = got[i].N, got[i].N
			}
			t.same("messages", got, want)
		}},
		{"a message for an order that nothing is kept of makes a stored order without events that is due", func(t *trial) {
			t.receive(at(3), message("A", "k"))
			d := t.load("A")
			t.same("revision", d.Rev, 0)
			t.same("events", len(d.Events), 0)
			t.same("wake", d.Wake, at(3))
			t.same("claimed before", t.claim(at(2), at(60), 9), nil)
			t.same("claimed", t.claim(at(3), at(60), 9), []string{"A"})
		}},
		{"an order that only messages have come for is listed once it is saved", func(t *trial) {
			t.receive(at(3), message("A", "k"))
			t.same("orders", all(t, "Orders", t.Orders(t.ctx, bridge.OrderFilter{})), nil)
			t.save("A", 0, bridge.Batch{})
			t.same("orders", len(all(t, "Orders", t.Orders(t.ctx, bridge.OrderFilter{}))), 1)
			t.same("messages", len(t.load("A").Messages), 1)
		}},
		{"messages that come together for several orders reach each", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("B", "k2"), message("A", "k3"))
			t.same("A", len(t.load("A").Messages), 2)
			t.same("B", len(t.load("B").Messages), 1)
			t.same("due", t.load("B").Wake, at(1))
		}},
		{"a message whose key its account has stored before is left out, even in the same mail", func(t *trial) {
			t.receive(at(1), message("A", "k"), message("A", "k"))
			t.receive(at(1), message("A", "k"))
			t.receive(at(1), message("B", "k"))
			t.same("A", len(t.load("A").Messages), 1)
			t.same("B", t.load("B"), bridge.StoredOrder{ID: "B"})
		}},
		{"a message that was worked on does not come back", func(t *trial) {
			t.receive(at(1), message("A", "k"))
			t.save("A", 0, bridge.Batch{Done: []int64{t.load("A").Messages[0].N}})
			t.receive(at(2), message("A", "k"))
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1}))
		}},
		{"the key of a message is its account's own", func(t *trial) {
			m := message("A", "k")
			m.Account = "shop-2"
			t.receive(at(1), message("A", "k"), m)
			t.same("messages", len(t.load("A").Messages), 2)
		}},
		{"messages without a key are all kept", func(t *trial) {
			t.receive(at(1), message("A", ""), message("A", ""))
			t.receive(at(1), message("A", ""))
			t.same("messages", len(t.load("A").Messages), 3)
		}},
		{"a message makes an order due that sleeps or is due later, and leaves one that is due earlier", func(t *trial) {
			for _, c := range []struct {
				wake, due int
				want      int
			}{{0, 5, 5}, {9, 5, 5}, {3, 5, 3}} {
				id := strconv.Itoa(c.wake)
				b := bridge.Batch{Wake: at(c.wake)}
				if c.wake == 0 {
					b.Wake = never
				}
				t.save(id, 0, b)
				t.receive(at(c.due), message(id, id))
				t.same("wake of the order due at "+id, t.load(id).Wake, at(c.want))
			}
		}},
		{"a message does not change the revision of its order", func(t *trial) {
			t.keep("A", 0)
			t.receive(at(1), message("A", "k"))
			t.same("revision", t.load("A").Rev, 1)
			t.save("A", 1, bridge.Batch{})
		}},
		{"messages that were worked on leave, of their own order only", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("A", "k2"), message("B", "k3"))
			a, b := t.load("A").Messages, t.load("B").Messages
			t.save("A", 0, bridge.Batch{Done: []int64{a[0].N, b[0].N, 999_999}})
			t.same("A", t.load("A").Messages, a[1:])
			t.same("B", t.load("B").Messages, b)
		}},
		{"messages that failed stay in their place, with how often, until when and why", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("A", "k2"), message("A", "k3"))
			ms := t.load("A").Messages
			seen := last(ms)
			ms[1].Attempts, ms[1].Due, ms[1].Problem = 2, at(8), "no such line"
			t.save("A", 0, bridge.Batch{Done: []int64{ms[0].N}, Failed: ms[1:2], Seen: seen, Wake: at(8)})
			t.same("messages", t.load("A").Messages, ms[1:])
			ms[1].Attempts, ms[1].Due, ms[1].Problem = 3, never, "given up"
			t.save("A", 1, bridge.Batch{Failed: ms[1:2], Done: []int64{ms[2].N}, Seen: seen})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 2, Messages: ms[1:2]}))
		}},
		{"a message that failed is changed in how often, until when and why, and in nothing else", func(t *trial) {
			t.receive(at(1), message("A", "k"))
			want := t.load("A").Messages
			want[0].Attempts, want[0].Due, want[0].Problem = 1, at(8), "no such line"
			t.save("A", 0, bridge.Batch{
				Failed: []bridge.Message{{N: want[0].N, Attempts: 1, Due: at(8), Problem: "no such line"}, {N: 999_999, Attempts: 7}}, Seen: last(want),
			})
			t.same("messages", t.load("A").Messages, want)
		}},
	}
}

func cursorings() []check {
	move := func(from, to string, ms ...bridge.Message) bridge.Incoming {
		return bridge.Incoming{Messages: ms, Due: at(1), Account: "shop-1", Stream: "orders", From: from, To: to}
	}
	where := func(t *trial, account, stream string) string {
		c, err := t.Cursor(t.ctx, account, stream)
		t.must("Cursor", err)
		return c
	}
	return []check{
		{"a stream begins at nothing and moves with its messages", func(t *trial) {
			t.same("cursor", where(t, "shop-1", "orders"), "")
			t.must("Receive", t.Receive(t.ctx, move("", "p1", message("A", "k1"))))
			t.must("Receive", t.Receive(t.ctx, move("p1", "p2")))
			t.must("Receive", t.Receive(t.ctx, move("p2", "p3", message("A", "k1")))) // known already
			t.same("cursor", where(t, "shop-1", "orders"), "p3")
			t.same("messages", len(t.load("A").Messages), 1)
		}},
		{"a cursor that is elsewhere is a conflict and nothing is written", func(t *trial) {
			t.must("Receive", t.Receive(t.ctx, move("", "p1")))
			for _, from := range []string{"", "p0", "p2"} {
				t.conflict(t.Receive(t.ctx, move(from, "p2", message("A", "k"))))
			}
			t.same("cursor", where(t, "shop-1", "orders"), "p1")
			t.same("stored order", t.load("A"), bridge.StoredOrder{ID: "A"})
			t.must("Receive", t.Receive(t.ctx, move("p1", "p2", message("A", "k")))) // its key was not used up
			t.same("messages", len(t.load("A").Messages), 1)
		}},
		{"every stream of every account has a cursor of its own", func(t *trial) {
			t.must("Receive", t.Receive(t.ctx, move("", "p1")))
			t.same("other stream", where(t, "shop-1", "returns"), "")
			t.same("other account", where(t, "shop-2", "orders"), "")
		}},
		{"messages without a cursor move none", func(t *trial) {
			t.must("Receive", t.Receive(t.ctx, move("", "p1")))
			t.receive(at(1), message("A", "k"))
			t.same("cursor", where(t, "shop-1", "orders"), "p1")
		}},
	}
}
