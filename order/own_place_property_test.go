package order

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Whatever somebody with rights at their own place does, no goods at another place move, and what is refused to them
// for the place alone works for somebody who may act anywhere.
func TestNobodyMovesGoodsAtAnotherPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		at := o.log[len(o.log)-1].At
		for range rapid.IntRange(1, 10).Draw(t, "commands") {
			at = at.Add(time.Minute)
			by := drawBy(t, at, RoleShop, RoleRemote)
			cmd := drawCommand(t, o)
			before := o.Clone()
			evs, err := o.Do(cmd, by)
			if err != nil {
				continue
			}
			if own, _ := before.right(by.Actor, cmd.Kind()); own != OwnPlace {
				continue
			}
			for _, e := range evs {
				for _, m := range e.Moves() {
					checkAtPlace(t, before, cmd.Kind(), m, by.Actor.Place)
				}
			}
		}
	})
}

// checkAtPlace checks each unit of a move by itself, in the state before the command.
func checkAtPlace(t *rapid.T, o *Order, k Kind, m Move, place string) {
	l := o.lines[o.index[m.Line]]
	if !l.goods() {
		return
	}
	for q := m.From; q.Cmp(m.To) < 0; q = plus(q, amount.Milli(250)) {
		p := l.portions[l.at(q)]
		at := p.Warehouse
		if k == KindDeliver || k == KindDropDoorResult || k == KindReceive || k == KindReturn {
			if at = o.delivery.Point; at == "" {
				at = p.Warehouse
			}
			if p.Shipment != 0 && o.shipments[p.Shipment-1].To != "" {
				at = o.shipments[p.Shipment-1].To
			}
		}
		if p.Transfer != 0 && (k == KindSendTransfer || k == KindDropTransfer) {
			at = o.transfers[p.Transfer-1].From
		}
		if p.Transfer != 0 && k == KindReceiveTransfer {
			at = o.transfers[p.Transfer-1].To
		}
		if place == "" || at != place && !(k == KindAssemble && at == "") {
			t.Fatalf("%s at %q moved %s of %s, which is at %q", k, place, q, m.Line, at)
		}
		if k == KindAssemble && m.Warehouse != place {
			t.Fatalf("%s at %q moved %s of %s to %q", k, place, q, m.Line, m.Warehouse)
		}
	}
}
