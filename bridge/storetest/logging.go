package storetest

import (
	"strconv"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// events tells events apart: A1 is the first of order A.
func events(ls []bridge.LoggedEvent) []string {
	var out []string
	for _, l := range ls {
		out = append(out, l.Order+strconv.Itoa(l.N))
	}
	return out
}

func (t *trial) log(f bridge.LogFilter) []bridge.LoggedEvent { return all(t, "Log", t.Log(t.ctx, f)) }

// act saves what a command leads to.
func (t *trial) act(o *order.Order, c order.Command, by order.By) {
	es := t.does(o, c, by)
	t.save(o.ID(), t.load(o.ID()).Rev, bridge.Batch{Events: es, Summary: summary(o, 0)})
}

func loggings() []check {
	return []check{
		{"events of all orders are logged as they are, oldest first", func(t *trial) {
			a, b := t.keep("A", 0), t.keep("B", 1)
			t.act(b, order.Confirm{}, by("anna", 2))
			t.act(a, order.Confirm{}, by("anna", 3))
			t.act(b, order.WriteComment{Text: "call"}, by("anna", 4))
			got := t.log(bridge.LogFilter{})
			t.same("events", events(got), []string{"A1", "B1", "B2", "A2", "B3"})
			da, db := t.load("A").Events, t.load("B").Events
			t.same("log", got, []bridge.LoggedEvent{
				{Order: "A", Event: da[0]},
				{Order: "B", Event: db[0]},
				{Order: "B", Event: db[1]},
				{Order: "A", Event: da[1]},
				{Order: "B", Event: db[2]},
			})
		}},
		{"events that were saved late come where their time is", func(t *trial) {
			t.keep("A", 5)
			t.keep("B", 2)
			t.same("events", events(t.log(bridge.LogFilter{})), []string{"B1", "A1"})
		}},
		{"events of one order stay in their order, also those of the same time", func(t *trial) {
			a := t.keep("A", 0)
			for i := range 12 {
				t.act(a, order.WriteComment{Text: strconv.Itoa(i)}, by("anna", 0))
			}
			want := []string{"A1"}
			for i := range 12 {
				want = append(want, "A"+strconv.Itoa(i+2))
			}
			t.same("events", events(t.log(bridge.LogFilter{Order: "A"})), want)
		}},
		{"events are chosen by order, who, what and when", func(t *trial) {
			a := t.keep("A", 0)
			t.keep("B", 1)
			t.act(a, order.Confirm{}, by("boris", 5))
			gateway := order.By{Actor: order.Actor{Role: order.RoleOperator, System: "crm", ID: "anna"}, At: at(9)}
			t.act(a, order.WriteComment{Text: "call"}, gateway)
			for _, c := range []struct {
				f    bridge.LogFilter
				want []string
			}{
				{bridge.LogFilter{Order: "B"}, []string{"B1"}},
				{bridge.LogFilter{Order: "none"}, nil},
				{bridge.LogFilter{Filter: order.Filter{Actor: "anna"}}, []string{"A1", "B1", "A3"}},
				{bridge.LogFilter{Filter: order.Filter{System: "desk"}}, []string{"A1", "B1", "A2"}},
				{bridge.LogFilter{Filter: order.Filter{Kind: "placed"}}, []string{"A1", "B1"}},
				{bridge.LogFilter{Filter: order.Filter{Kind: "commented"}}, []string{"A3"}},
				{bridge.LogFilter{Filter: order.Filter{Since: at(5)}}, []string{"A2", "A3"}},
				{bridge.LogFilter{Filter: order.Filter{Until: at(5)}}, []string{"A1", "B1"}},
				{bridge.LogFilter{Filter: order.Filter{Since: at(1), Until: at(9)}}, []string{"B1", "A2"}},
				{bridge.LogFilter{Filter: order.Filter{Actor: "anna", System: "crm"}, Order: "A"}, []string{"A3"}},
			} {
				t.same("chosen by "+text(c.f), events(t.log(c.f)), c.want)
			}
		}},
		{"events are chosen by the units that they move: line, state, warehouse and article together", func(t *trial) {
			a := t.keep("A", 0)
			t.act(a, order.Edit{Add: []order.Line{{ID: "cup", SKU: "T-1", Quantity: amount.Pcs(1), Price: amount.RUB(50_00)}}}, by("anna", 1))
			t.act(a, order.Confirm{}, by("anna", 2))
			t.act(a, order.Assemble{Picks: order.Pick("tea", amount.Pcs(2)), Warehouse: "north"}, by("anna", 3))
			t.act(a, order.Assemble{Picks: order.Pick("pot", amount.Pcs(1)), Warehouse: "south"}, by("anna", 4))
			t.act(a, order.Assemble{Picks: order.Pick("cup", amount.Pcs(1)), Warehouse: "south"}, by("anna", 5))
			t.act(a, order.WriteComment{Text: "tea T-1 north"}, by("anna", 6))
			all := map[string]bool{}
			for _, c := range []bridge.LogFilter{
				{SKU: "T-1"},
				{SKU: "P-1"},
				{SKU: "none"},
				{SKU: "T-1", Filter: order.Filter{Warehouse: "south"}},
				{SKU: "T-1", Filter: order.Filter{Warehouse: "north"}},
				{SKU: "P-1", Filter: order.Filter{Warehouse: "north"}},
				{SKU: "T-1", Filter: order.Filter{Line: "pot"}},
				{SKU: "T-1", Filter: order.Filter{Line: "cup"}},
				{Filter: order.Filter{Line: "pot"}},
				{Filter: order.Filter{State: status.ItemConfirmed}},
				{Filter: order.Filter{State: status.ItemAssembling}},
				{Filter: order.Filter{Warehouse: "south"}},
				{Filter: order.Filter{Line: "pot", State: status.ItemAssembling, Warehouse: "south"}},
				{Filter: order.Filter{Line: "tea", Warehouse: "south"}},
			} {
				var want []string
				for e := range a.Events(c.Filter) {
					if c.SKU == "" || moves(e, c) {
						want = append(want, "A"+strconv.Itoa(e.N))
					}
				}
				t.same("chosen by "+text(c), events(t.log(c)), want)
				all[text(want)] = true
			}
			if len(all) < 6 {
				t.failf("the filters of this check tell nothing apart: %v", all)
			}
		}},
		{"an article is that of the line in its own order", func(t *trial) {
			t.keep("A", 0)
			d := tea("B")
			d.Lines[0].SKU, d.Lines[1].SKU = "P-1", "other"
			_, es, err := order.New(d, by("anna", 1))
			t.must("order.New", err)
			t.save("B", 0, bridge.Batch{Events: es})
			t.same("T-1", events(t.log(bridge.LogFilter{SKU: "T-1"})), []string{"A1"})
			t.same("P-1", events(t.log(bridge.LogFilter{SKU: "P-1"})), []string{"A1", "B1"})
			t.same("P-1 of the first line", events(t.log(bridge.LogFilter{SKU: "P-1", Filter: order.Filter{Line: "tea"}})), []string{"B1"})
		}},
		{"an order that was imported has articles as well", func(t *trial) {
			_, es, err := order.Import(order.Snapshot{Draft: tea("A"), State: status.ItemPacked}, by("anna", 0))
			t.must("order.Import", err)
			t.save("A", 0, bridge.Batch{Events: es})
			t.same("T-1", events(t.log(bridge.LogFilter{SKU: "T-1"})), []string{"A1"})
			t.same("none", events(t.log(bridge.LogFilter{SKU: "none"})), nil)
		}},
	}
}

// moves reports whether an event of the order above moves units with the article as the rest of the filter asks.
func moves(e order.Event, f bridge.LogFilter) bool {
	skus := map[string]string{"tea": "T-1", "pot": "P-1", "cup": "T-1"}
	for _, m := range e.Moves() {
		if skus[m.Line] == f.SKU && (f.Line == "" || m.Line == f.Line) && (f.State == 0 || m.State == f.State) &&
			(f.Warehouse == "" || m.Warehouse == f.Warehouse) {
			return true
		}
	}
	return false
}
