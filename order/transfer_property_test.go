package order

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// carriedWell checks the transfers of any order: a unit is in one that is open, asked for or on the way, at its source
// and with the seller; what came is of what was asked for, once.
func carriedWell(t interface{ Fatalf(string, ...any) }, o *Order) {
	live := make([][]Move, len(o.transfers))
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Transfer == 0 {
				continue
			}
			x := o.transfers[p.Transfer-1]
			switch {
			case !x.open() || !carried.Has(p.State) || p.Warehouse != x.From || p.Block != 0 || !l.goods():
				t.Fatalf("units %+v of %s in transfer %+v", p, l.id, x)
			case (p.State == status.ItemSentToCentral) != (x.State == status.TransferPosted) && p.State != status.ItemRemarking:
				t.Fatalf("units %s in a transfer that is %s", p.State, x.State)
			}
			live[p.Transfer-1] = append(live[p.Transfer-1], Move{l.id, p})
		}
	}
	for i, x := range o.transfers {
		came := slices.Concat(x.Received, x.Damaged, x.Lost)
		switch {
		case x.N != i+1 || x.From == x.To || len(x.Units) == 0 || !status.Transfers().Known(x.State):
			t.Fatalf("transfer %+v", x)
		case x.State == status.TransferPosted && !x.Central:
			t.Fatalf("transfer %+v is posted, and not received", x)
		case sumOf(movesOf(came)) != sumOf(movesOf(o.addUnits(nil, came))) || len(unitsWithout(came, x.Units)) > 0:
			t.Fatalf("of transfer %+v more came than was sent", x)
		case len(without(live[i], movesOf(x.underWay()))) > 0:
			t.Fatalf("units %+v of transfer %+v are not under way", live[i], x)
		case x.State == status.TransferRequested && sumOf(live[i]) != sumOf(movesOf(x.Units)):
			t.Fatalf("transfer %+v asks for units that are gone: %+v", x, live[i])
		}
	}
}

// movable is a paid order of a shop whose goods are with the seller.
func movable(t *rapid.T) (*Order, time.Time) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	d := Draft{ID: "o", Scheme: rapid.SampledFrom([]SchemeCode{OwnPickup, ByCarrier}).Draw(t, "scheme"), Authority: OwnShop | ERPOwnsFulfilment}
	for i := range 2 {
		d.Lines = append(d.Lines, Line{ID: fmt.Sprintf("L%d", i+1), Quantity: amount.Pcs(rapid.IntRange(1, 5).Draw(t, "quantity")), Total: amount.RUB(1000), MarkRequired: i == 0})
	}
	d.Lines = append(d.Lines, Line{ID: "L3", Kind: LineDelivery, Quantity: amount.Pcs(1), Total: amount.RUB(300)})
	o, _, err := New(d, By{Actor: Actor{Role: RoleChannel, System: "shop-1"}, At: at})
	if err != nil {
		t.Fatal(err)
	}
	by := By{Actor: Actor{Role: RoleOperator}, At: at}
	for _, c := range []Command{Confirm{}, Pay{Payment: Payment{ID: "p", Amount: o.total}}} {
		if _, err := o.Do(c, by); err != nil && o.scheme == OwnPickup {
			t.Fatal(err)
		}
	}
	return o, at
}

// places are the portions of all lines.
func places(o *Order) string {
	var all [][]Portion
	for _, l := range o.lines {
		all = append(all, l.portions)
	}
	b, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// drawFew draws some goods, or none for all.
func drawFew(t *rapid.T) (ps Picks) {
	for _, l := range []string{"L1", "L2"} {
		if rapid.IntRange(0, 3).Draw(t, "picked") == 0 {
			ps = ps.And(Pick(l, amount.Pcs(rapid.IntRange(0, 2).Draw(t, "units"))))
		}
	}
	return ps
}

// drawTransferStep draws what happens to goods that move, and to those that do not.
func drawTransferStep(t *rapid.T, o *Order) Command {
	n := rapid.IntRange(1, max(1, len(o.transfers))).Draw(t, "transfer")
	for _, x := range o.transfers { // mostly one that is still open
		if x.open() && rapid.IntRange(0, 2).Draw(t, "this one") > 0 {
			n = x.N
			break
		}
	}
	place := rapid.SampledFrom([]string{"A", "B", "C"})
	switch rapid.IntRange(0, 19).Draw(t, "step") % 16 {
	case 0, 1, 2:
		return RequestTransfer{Picks: drawFew(t), From: place.Draw(t, "source"), To: place.Draw(t, "target"), Central: rapid.Bool().Draw(t, "central")}
	case 3, 4:
		return SendTransfer{n, drawFew(t)}
	case 5, 6:
		return PostTransfer{n}
	case 7, 8:
		return ReceiveTransfer{n, drawFew(t), nil, nil}
	case 9:
		if rapid.Bool().Draw(t, "badly") {
			return ReceiveTransfer{n, nil, drawFew(t), drawFew(t)}
		}
		return DropTransfer{n, "why"}
	case 10:
		return Assemble{Picks: drawFew(t), Warehouse: place.Draw(t, "warehouse")}
	case 11:
		return Release{Picks: drawFew(t)}
	case 12:
		return Cancel{Picks: drawFew(t), Reason: status.ReasonOutOfStock}
	case 13:
		return CreateShipment{Picks: drawFew(t)}
	case 14:
		return ReportBadMark{"L1", rapid.IntRange(0, 4).Draw(t, "unit"), "", "unreadable"}
	}
	return SetMark{Line: "L1", Unit: rapid.IntRange(0, 4).Draw(t, "unit"), Code: fmt.Sprint("code", rapid.IntRange(0, 9).Draw(t, "code"))}
}

// Whatever people and the owner of the fulfilment do while goods move, no unit is lost or doubled, and what was only
// asked for is dropped with its units, while people are asked for what is on the way.
func TestTransfersKeepTheUnits(t *testing.T) {
	received, told := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		o, at := movable(t)
		for range rapid.IntRange(5, 30).Draw(t, "steps") {
			at = at.Add(time.Minute)
			was := o.Clone()
			var evs []Event
			var err error
			if rapid.IntRange(0, 29).Draw(t, "reported") == 0 {
				says := rapid.SampledFrom([]status.ItemState{status.ItemAssembling, status.ItemPacked, status.ItemSent, status.ItemHandedOut, status.ItemCancelled}).Draw(t, "said")
				evs, err = o.Observe(StatusReport{Code: "x", Says: status.Meaning{Item: says}, Picks: drawPicks(t)}, By{Actor: Actor{Role: RoleERP, System: "erp-1"}, At: at})
			} else {
				evs, err = o.Do(drawTransferStep(t, o), By{Actor: Actor{Role: RoleOperator}, At: at})
			}
			if err != nil {
				if picture(was) != picture(o) {
					t.Fatalf("refused with %v, and changed", err)
				}
				continue
			}
			sound(t, o)
			for _, e := range evs {
				legal(t, was, e)
				switch b := e.Body.(type) {
				case TransferRequested:
					for _, m := range b.Moves {
						if was.hasLeft(m.Shipment) || !withSeller.Has(m.State) {
							t.Fatalf("%+v cannot be asked for: it has left", m)
						}
					}
				case TransferReceived:
					received++
				case Notified:
					told++
				}
			}
			cancelledOnTheWay(t, was, o)
		}
		again, err := Replay(o.log)
		if err != nil {
			t.Fatal(err)
		}
		if picture(o) != picture(again) {
			t.Fatalf("replayed:\n%s\nhappened:\n%s", picture(again), picture(o))
		}
	})
	if received == 0 || told == 0 {
		t.Errorf("%d receipts and %d notices", received, told)
	}
}

// cancelledOnTheWay checks that somebody is told when units that travel are moved on by anything but their transfer.
func cancelledOnTheWay(t *rapid.T, was, o *Order) {
	for _, l := range was.lines {
		for _, p := range l.portions {
			if p.Transfer == 0 || !was.transfers[p.Transfer-1].travels() {
				continue
			}
			now := o.transfers[p.Transfer-1]
			o.lines[o.index[l.id]].each(p.From, p.To, func(q Portion) {
				u := []Units{{l.id, q.From, q.To}}
				if q.Transfer != 0 || len(unitsWithout(u, slices.Concat(now.Received, now.Damaged, now.Lost))) == 0 || now.State == status.TransferDropped || len(unitsWithout(u, now.Units)) > 0 {
					return
				}
				if !slices.ContainsFunc(o.notices, func(n Notice) bool { return n.About.Transfer == now.N && len(unitsWithout(u, n.About.Units)) == 0 }) {
					t.Fatalf("units %+v left transfer T%d, which is %s, and nobody was told", u, now.N, now.State)
				}
			})
		}
	}
}

// Dropping all transfers, asked for or sent, gives the places and states from before they were asked for.
func TestDroppingAllTransfersGivesTheStateBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, at := movable(t)
		do := func(c Command) bool {
			at = at.Add(time.Minute)
			_, err := o.Do(c, By{Actor: Actor{Role: RoleOperator}, At: at})
			return err == nil
		}
		do(Assemble{Picks: drawPicks(t), Warehouse: "A"})
		do(CreateShipment{Picks: drawPicks(t)})
		before := places(o)
		for range rapid.IntRange(1, 4).Draw(t, "transfers") {
			do(RequestTransfer{Picks: drawPicks(t), From: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "source"), To: "C", Central: rapid.Bool().Draw(t, "central")})
		}
		for _, n := range rapid.Permutation(seq(len(o.transfers))).Draw(t, "order") {
			if rapid.Bool().Draw(t, "sent") {
				do(SendTransfer{n + 1, drawPicks(t)})
			}
			if o.transfers[n].open() && !do(DropTransfer{n + 1, "why"}) {
				t.Fatalf("transfer %+v cannot be dropped", o.transfers[n])
			}
		}
		if after := places(o); after != before {
			t.Fatalf("dropped:\n%s\nbefore:\n%s", after, before)
		}
	})
}

// What comes in parts gives the same order, in whatever order the parts come.
func TestTheOrderOfReceiptsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, at := movable(t)
		by := By{Actor: Actor{Role: RoleOperator}, At: at}
		do := func(o *Order, c Command) {
			if _, err := o.Do(c, by); err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
		}
		do(o, RequestTransfer{From: "A", To: "C", Central: rapid.Bool().Draw(t, "central")})
		do(o, SendTransfer{Transfer: 1})
		if o.transfers[0].Central {
			do(o, PostTransfer{1})
		}
		var parts []ReceiveTransfer
		for _, m := range o.inTransfer(1) {
			for q := m.From; q.Cmp(m.To) < 0; q = plus(q, amount.Pcs(1)) {
				c, u := ReceiveTransfer{Transfer: 1}, PickUnits(m.Line, q, plus(q, amount.Pcs(1)))
				switch rapid.IntRange(0, 4).Draw(t, "fate") {
				case 0:
					c.Damaged = u
				case 1:
					c.Lost = u
				default:
					c.Picks = u
				}
				parts = append(parts, c)
			}
		}
		ends := func(order []int) string {
			c := o.Clone()
			for _, i := range order {
				do(c, parts[i])
			}
			b, err := json.Marshal(cloneTransfers(c.transfers))
			if err != nil {
				t.Fatal(err)
			}
			return places(c) + string(b)
		}
		one, other := seq(len(parts)), rapid.Permutation(seq(len(parts))).Draw(t, "order")
		if a, b := ends(one), ends(other); a != b {
			t.Fatalf("%v:\n%s\n%v:\n%s", one, a, other, b)
		}
	})
}
