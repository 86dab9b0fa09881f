package storetest

import (
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func (t *trial) orders(f bridge.OrderFilter) []bridge.Summary {
	return all(t, "Orders", t.Orders(t.ctx, f))
}

// ids are the ids of orders.
func ids(ss []bridge.Summary) []string {
	var out []string
	for _, s := range ss {
		out = append(out, s.ID)
	}
	return out
}

func listings() []check {
	return []check{
		{"orders are listed as they were saved last, in the order in which they came", func(t *trial) {
			b, a := t.keep("B", 3), t.keep("A", 1)
			t.keep("C", 2)
			t.does(b, order.Confirm{}, by("anna", 9))
			now := summary(b, 9)
			now.Flags = []bridge.Flag{bridge.FlagHeld, "a flag of tomorrow"}
			t.save("B", 1, bridge.Batch{Summary: now})
			got := t.orders(bridge.OrderFilter{})
			t.same("ids", ids(got), []string{"B", "A", "C"})
			t.same("B", got[0], now)
			t.same("A", got[1], summary(a, 1))
		}},
		{"orders are chosen by account, state, marks and when they changed", func(t *trial) {
			add := func(id string, change func(*bridge.Summary)) {
				s := bridge.Summary{ID: id, Ref: name(id), State: status.OrderNew, Total: amount.RUB(1), Updated: at(0)}
				change(&s)
				t.save(id, 0, bridge.Batch{Summary: s})
			}
			add("A", func(s *bridge.Summary) { s.Ref.Account, s.Flags = "shop-2", []bridge.Flag{bridge.FlagHeld} })
			add("B", func(s *bridge.Summary) {
				s.State, s.Flags, s.Updated = status.OrderConfirmed, []bridge.Flag{bridge.FlagRequest}, at(5)
			})
			add("C", func(s *bridge.Summary) {
				s.State, s.Flags, s.Updated = status.OrderPacked, []bridge.Flag{"a flag of tomorrow", bridge.FlagHeld}, at(9)
			})
			for _, c := range []struct {
				f    bridge.OrderFilter
				want []string
			}{
				{bridge.OrderFilter{}, []string{"A", "B", "C"}},
				{bridge.OrderFilter{Account: "shop-1"}, []string{"B", "C"}},
				{bridge.OrderFilter{States: []status.OrderState{status.OrderPacked}}, []string{"C"}},
				{bridge.OrderFilter{States: []status.OrderState{status.OrderNew, status.OrderConfirmed}}, []string{"A", "B"}},
				{bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagHeld}}, []string{"A", "C"}},
				{bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagRequest}}, []string{"B"}},
				{bridge.OrderFilter{Flags: []bridge.Flag{"a flag of tomorrow"}}, []string{"C"}},
				{bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagRequest, "a flag of tomorrow"}}, []string{"B", "C"}},
				{bridge.OrderFilter{Flags: []bridge.Flag{"a flag"}}, nil},
				{bridge.OrderFilter{Since: at(5)}, []string{"B", "C"}},
				{bridge.OrderFilter{Account: "shop-1", Flags: []bridge.Flag{bridge.FlagHeld}, Since: at(6)}, []string{"C"}},
				{bridge.OrderFilter{Account: "shop-2", Flags: []bridge.Flag{bridge.FlagRequest}}, nil},
			} {
				t.same("chosen by "+text(c.f), ids(t.orders(c.f)), c.want)
			}
		}},
		{"orders are chosen by when they are due, also those of which only messages have come", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(5)})
			t.save("B", 0, bridge.Batch{Wake: at(6)})
			t.save("C", 0, bridge.Batch{})
			t.receive(at(9), message("D", "k"))
			t.same("later than 5", ids(t.orders(bridge.OrderFilter{DueAfter: at(5)})), []string{"B", "D"})
			t.same("later than 9", ids(t.orders(bridge.OrderFilter{DueAfter: at(9)})), nil)
		}},
		{"an order is chosen by what it is now, not by what it was", func(t *trial) {
			s := bridge.Summary{ID: "A", State: status.OrderNew, Total: amount.RUB(1), Updated: at(0)}
			t.save("A", 0, bridge.Batch{Summary: s})
			s.State = status.OrderPacked
			t.save("A", 1, bridge.Batch{Summary: s})
			s.Flags = []bridge.Flag{bridge.FlagStuck}
			t.save("A", 2, bridge.Batch{Summary: s})
			s.Flags = nil
			t.save("A", 3, bridge.Batch{Summary: s})
			t.same("stuck", ids(t.orders(bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}})), nil)
			t.same("new", ids(t.orders(bridge.OrderFilter{States: []status.OrderState{status.OrderNew}})), nil)
			t.same("packed", ids(t.orders(bridge.OrderFilter{States: []status.OrderState{status.OrderPacked}})), []string{"A"})
		}},
	}
}
