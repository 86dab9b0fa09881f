package storetest

import (
	"math"

	"github.com/ordo-sdk/ordo/bridge"
)

// seeings are about when an order is due after a save: at its wake, or for messages that the batch has not seen.
func seeings() []check {
	return []check{
		{"a message that came after the load is not slept through", func(t *trial) {
			t.receive(at(1), message("A", "k1"))
			d := t.load("A")
			t.receive(at(2), message("A", "k2"))
			t.save("A", 0, bridge.Batch{Done: []int64{d.Messages[0].N}, Seen: last(d.Messages), Wake: at(500)})
			t.same("wake", t.load("A").Wake, at(2))
			t.same("next", t.next(), at(2))
			t.same("claimed", t.claim(at(2), at(60), 1), []string{"A"})
		}},
		{"a message that came after the load wakes an order that would sleep for ever", func(t *trial) {
			t.keep("A", 0)
			t.receive(at(2), message("A", "k"))
			t.save("A", 1, bridge.Batch{})
			t.same("wake", t.load("A").Wake, at(2))
			t.same("next", t.next(), at(2))
		}},
		{"of several messages that came after the load, the earliest wakes the order", func(t *trial) {
			t.receive(at(1), message("A", "k1"))
			seen := last(t.load("A").Messages)
			t.receive(at(7), message("A", "k2"))
			t.receive(at(4), message("A", "k3"))
			t.receive(at(9), message("A", "k4"))
			t.save("A", 0, bridge.Batch{Seen: seen, Wake: at(8)})
			t.same("wake", t.load("A").Wake, at(4))
		}},
		{"messages that came after the load wake nobody later than the wake", func(t *trial) {
			t.receive(at(5), message("A", "k"))
			t.save("A", 0, bridge.Batch{Wake: at(3)})
			t.same("wake", t.load("A").Wake, at(3))
		}},
		{"when a message makes its order due is what its mail says, not what it says itself", func(t *trial) {
			m := message("A", "k")
			m.Due = at(1)
			t.receive(at(5), m)
			t.same("wake before the save", t.load("A").Wake, at(5))
			t.save("A", 0, bridge.Batch{})
			t.same("wake", t.load("A").Wake, at(5))
		}},
		{"messages that were seen and not worked on wake nobody", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("A", "k2"))
			d := t.load("A")
			t.save("A", 0, bridge.Batch{Seen: last(d.Messages), Wake: at(90)})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 1, Messages: d.Messages, Wake: at(90)}))
			t.same("claimed before", t.claim(at(89), at(99), 1), nil)
			t.save("A", 1, bridge.Batch{Seen: last(d.Messages)})
			t.same("stored order", t.load("A"), saved(bridge.StoredOrder{ID: "A", Rev: 2, Messages: d.Messages}))
			t.same("next", t.next(), never)
			t.same("claimed", t.claim(at(1000), at(2000), 1), nil)
		}},
		{"only messages after those that were seen wake an order, whatever stays before them", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("A", "k2"), message("A", "k3"))
			ms := t.load("A").Messages
			t.receive(at(6), message("A", "k4"))
			ms[1].Attempts, ms[1].Due, ms[1].Problem = 1, at(3), "no such line"
			t.save("A", 0, bridge.Batch{Done: []int64{ms[2].N}, Failed: ms[1:2], Seen: last(ms), Wake: at(90)})
			t.same("wake", t.load("A").Wake, at(6))
			t.save("A", 1, bridge.Batch{Done: []int64{last(t.load("A").Messages)}, Seen: last(ms), Wake: at(90)})
			t.same("wake when the new one is done", t.load("A").Wake, at(90))
		}},
		{"what counts as seen is what this batch says, not what one before it said", func(t *trial) {
			t.receive(at(1), message("A", "k1"))
			t.receive(at(2), message("A", "k2"))
			ms := t.load("A").Messages
			t.save("A", 0, bridge.Batch{Seen: ms[1].N, Wake: at(90)})
			t.save("A", 1, bridge.Batch{Seen: ms[0].N, Wake: at(90)})
			t.same("wake", t.load("A").Wake, at(2))
			t.save("A", 2, bridge.Batch{Wake: at(90)})
			t.same("wake of one who saw none", t.load("A").Wake, at(1))
			t.save("A", 3, bridge.Batch{Seen: math.MaxInt64, Wake: at(90)})
			t.same("wake of one who saw all", t.load("A").Wake, at(90))
		}},
		{"a message that is tried again, or was given up, wakes nobody by itself", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("A", "k2"))
			ms := t.load("A").Messages
			ms[0].Due, ms[1].Due = at(30), never
			t.save("A", 0, bridge.Batch{Failed: ms, Seen: last(ms), Wake: at(60)})
			t.same("wake", t.load("A").Wake, at(60))
			t.save("A", 1, bridge.Batch{Failed: ms, Seen: last(ms)})
			t.same("wake", t.load("A").Wake, never)
			t.same("next", t.next(), never)
		}},
		{"a message that comes after a save wakes the order, whatever the save has seen", func(t *trial) {
			t.receive(at(1), message("A", "k1"))
			t.save("A", 0, bridge.Batch{Seen: math.MaxInt64})
			t.receive(at(4), message("A", "k2"))
			t.same("wake", t.load("A").Wake, at(4))
			t.same("claimed", t.claim(at(4), at(60), 1), []string{"A"})
		}},
		{"messages of other orders wake none but their own", func(t *trial) {
			t.receive(at(1), message("A", "k1"), message("B", "k2"))
			t.save("A", 0, bridge.Batch{Seen: last(t.load("A").Messages), Wake: at(90)})
			t.same("wake of A", t.load("A").Wake, at(90))
			t.same("wake of B", t.load("B").Wake, at(1))
		}},
	}
}
