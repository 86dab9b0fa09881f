package stock_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// ownShop is an order of the merchant's own shop: three pairs of shoes, two mugs, a service.
func ownShop(t require.TestingT) *life {
	l := &life{at: monday}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "1", SKU: "SHOES-42", Name: "Туфли", Quantity: amount.Pcs(3), Price: amount.RUB(5000_00)},
			{ID: "2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(2), Price: amount.RUB(100_00)},
			{ID: "3", Kind: order.LineService, Name: "Упаковка", Quantity: amount.Pcs(1), Price: amount.RUB(50_00)},
		},
	}, l.by())
	require.NoError(t, err)
	l.o = o
	return l
}

// all returns the entries as "centre article: reserved, written off, asked, coming".
func (l *life) all(t require.TestingT) (lines []string) {
	es, err := stock.Ledger(l.events())
	require.NoError(t, err)
	for _, e := range es {
		lines = append(lines, fmt.Sprintf("%s %s: %s, %s, %s, %s", e.Centre, e.Article, e.Reserved, e.WrittenOff, e.Asked, e.Coming))
	}
	return lines
}

// A pair is reserved in the shop, one is asked for from another shop, one from the central warehouse: until they have
// come they are reserved nowhere, and no plan moves them.
//
// part of: B24-4, B24-6
func TestWhatIsAskedForAndOnItsWayIsReservedNowhere(t *testing.T) {
	l := ownShop(t)
	l.do(t, order.Confirm{}, order.Assemble{Picks: order.Pick("1", amount.Pcs(1)), Warehouse: "МАГ-1"},
		order.RequestTransfer{Picks: order.Pick("1", amount.Pcs(1)), From: "МАГ-2", To: "МАГ-1"},
		order.RequestTransfer{Picks: order.Pick("1", amount.Pcs(1)), From: "МАГ-1", To: "ЦС", Central: true})
	require.Equal(t, []string{"МАГ-1 SHOES-42: 1, 0, 1, 0", "МАГ-2 SHOES-42: 0, 0, 1, 0"}, l.all(t))
	now, ds := stock.Of(l.o.View())
	require.Equal(t, []stock.Demand{need("1", "SHOES-42", 1), need("2", "MUG", 2)}, ds)
	require.Equal(t, []string{"1 SHOES-42 1 МАГ-1", "2 MUG 2 short"}, told(now))

	l.do(t, order.SendTransfer{Transfer: 1}, order.SendTransfer{Transfer: 2}, order.PostTransfer{Transfer: 2})
	require.Equal(t, []string{"МАГ-1 SHOES-42: 1, 0, 0, 1", "ЦС SHOES-42: 0, 0, 0, 1"}, l.all(t))
	l.do(t, order.PostTransfer{Transfer: 1}, order.ReceiveTransfer{Transfer: 2})
	require.Equal(t, []string{"МАГ-1 SHOES-42: 2, 0, 0, 0", "ЦС SHOES-42: 1, 0, 0, 0"}, l.all(t))
	l.do(t, order.HandOver{Picks: order.Pick("1", amount.Pcs(1)).At("ЦС"), Courier: true})
	require.Equal(t, []string{"МАГ-1 SHOES-42: 2, 0, 0, 0", "ЦС SHOES-42: 0, 1, 0, 0"}, l.all(t))
}

func drawOwnCommand(t *rapid.T, l *life) order.Command {
	place := rapid.SampledFrom([]string{"A", "B", "C", ""})
	picks := rapid.SampledFrom([]order.Picks{nil, order.Pick("1", amount.Pcs(1)), order.Pick("1", amount.Pcs(2)), order.PickAll("2"), order.PickAll("3")}).Draw(t, "picks")
	n := rapid.IntRange(1, max(1, len(l.o.View().Transfers))).Draw(t, "transfer")
	switch rapid.IntRange(0, 12).Draw(t, "command") {
	case 0, 1:
		return order.Assemble{Picks: picks, Warehouse: place.Draw(t, "at"), From: place.Draw(t, "moved from")}
	case 2, 3, 4:
		return order.RequestTransfer{Picks: picks, From: place.Draw(t, "from"), To: place.Draw(t, "to"), Central: rapid.Bool().Draw(t, "central")}
	case 5:
		return order.SendTransfer{Transfer: n, Picks: picks}
	case 6:
		return order.PostTransfer{Transfer: n}
	case 7:
		return order.ReceiveTransfer{Transfer: n, Picks: picks, Damaged: rapid.SampledFrom([]order.Picks{nil, order.Pick("1", amount.Pcs(1))}).Draw(t, "damaged")}
	case 8:
		return order.DropTransfer{Transfer: n, Why: "not there"}
	case 9:
		return order.Release{Picks: picks}
	case 10:
		return order.Cancel{Picks: picks, Reason: status.ReasonBuyerRefused}
	case 11:
		return order.HandOver{Picks: picks, Courier: true}
	}
	return order.Pack{Picks: picks}
}

// Each unit is in one column of one place, by the last row about it in the log of movements; what a plan may move is
// reserved or short, and never asked for or on its way.
//
// part of: B24-6
func TestEachUnitIsCountedOnceWhereverItMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ownShop(t)
		l.do(t, order.Confirm{})
		for range rapid.IntRange(0, 15).Draw(t, "steps") {
			_, _ = l.o.Do(drawOwnCommand(t, l), l.by())
		}
		type unit struct {
			article string
			n       int64
		}
		units := map[unit]order.Portion{}
		for m := range order.Movements(l.events(), order.Filter{}) {
			for n := m.Now.From.Milli(); n < m.Now.To.Milli(); n += 1000 {
				units[unit{m.Article, n}] = m.Now
			}
		}
		v := l.o.View()
		want := map[string]int64{}
		for u, p := range units {
			article := u.article
			switch {
			case article == "": // the service
			case p.Transfer != 0 && v.Transfers[p.Transfer-1].State == status.TransferRequested:
				want[p.Warehouse+" "+article+" asked"] += 1000
			case p.Transfer != 0:
				want[v.Transfers[p.Transfer-1].To+" "+article+" coming"] += 1000
			case p.Warehouse == "":
			case p.State >= status.ItemRequested && p.State <= status.ItemPacked:
				want[p.Warehouse+" "+article+" kept"] += 1000
			case p.State >= status.ItemSent && p.State <= status.ItemHandedOut || p.State == status.ItemReturning || p.State == status.ItemLost:
				want[p.Warehouse+" "+article+" left"] += 1000
			}
		}
		es, err := stock.Ledger(l.events())
		require.NoError(t, err)
		got := map[string]int64{}
		for _, e := range es {
			for name, q := range map[string]amount.Quantity{" kept": e.Reserved, " left": e.WrittenOff, " asked": e.Asked, " coming": e.Coming} {
				if !q.IsZero() {
					got[e.Centre+" "+e.Article+name] = q.Milli()
				}
			}
		}
		require.Equal(t, want, got)

		now, ds := stock.Of(v)
		for _, d := range ds {
			var may int64
			for u, p := range units {
				if u.article == d.Article && p.Transfer == 0 && p.Shipment == 0 && p.Block == 0 &&
					slices.Contains([]status.ItemState{status.ItemConfirmed, status.ItemAssembling}, p.State) {
					may += 1000
				}
			}
			require.Equal(t, may, d.Quantity.Milli())
		}
		same, err := now.Replan(ds, stock.Freed(nil, now.Reserve), []stock.Place{{Code: "A"}, {Code: "B"}, {Code: "C"}}, stock.Policy{Split: true})
		require.NoError(t, err)
		require.Empty(t, now.Changes(same), "with no other stock the plan is what is reserved")
	})
}

// Goods that come back to another shop than they left are on its stock; those that go on from there are on none yet.
//
// part of: B24-11e
func TestGoodsThatComeBackToAnotherPlace(t *testing.T) {
	scheme, _ := order.OwnPickup.Rules()
	scheme.Code, scheme.MarkedBack, scheme.MarksBefore = "chain", "ЦС", ""
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	o, _, err := order.New(order.Draft{ID: "s-1", Scheme: scheme.Code, Lines: []order.Line{
		{ID: "1", SKU: "MUG", Quantity: amount.Pcs(3), Price: amount.RUB(350_00)},
		{ID: "2", SKU: "SHOES-42", Quantity: amount.Pcs(2), Price: amount.RUB(4990_00), MarkRequired: true},
	}}, by, order.WithScheme(scheme))
	require.NoError(t, err)
	ledger := func(cmds ...order.Command) []stock.Entry {
		for _, c := range cmds {
			_, err := o.Do(c, by)
			require.NoError(t, err)
		}
		var log []order.Event
		for e := range o.Events(order.Filter{}) {
			log = append(log, e)
		}
		entries, err := stock.Ledger(log, order.WithScheme(scheme))
		require.NoError(t, err)
		return entries
	}
	sold := []stock.Entry{
		{Centre: "МАГ-1", Article: "MUG", WrittenOff: amount.Pcs(3)}, {Centre: "МАГ-1", Article: "SHOES-42", WrittenOff: amount.Pcs(2)},
	}
	require.Equal(t, sold, ledger(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p", Amount: o.Total()}}, order.Assemble{Warehouse: "МАГ-1"}, order.Deliver{}))
	back := order.Return{Picks: order.Pick("1", amount.Pcs(2)).And(order.Pick("2", amount.Pcs(1))), Reason: status.ReasonDefect}
	require.Equal(t, sold, ledger(back), "it is with the buyer still")
	atShop := []stock.Entry{sold[0], sold[1], {Centre: "МАГ-2", Article: "MUG", TakenBack: amount.Pcs(2)}}
	require.Equal(t, atShop, ledger(order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "МАГ-2"}), "the marked ones go on")
	require.Equal(t, append(atShop, stock.Entry{Centre: "ЦС", Article: "SHOES-42", TakenBack: amount.Pcs(1)}),
		ledger(order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "ЦС"}))
}
