package stock_test

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// life is an order of ROZETKA: three mugs, two bowls, delivery for a fixed price.
type life struct {
	o  *order.Order
	at time.Time
}

func begin(t require.TestingT) *life {
	l := &life{at: monday}
	o, _, err := order.New(order.Draft{
		ID: "rz-1/871", Ref: order.Ref{System: "rozetka", Account: "rz-1", Kind: "order", ID: "871"}, Scheme: order.SchemeRozetka, Authority: order.Rozetka,
		Lines: []order.Line{
			{ID: "1", SKU: "MUG", Name: "Кухоль", Quantity: amount.Pcs(3), Price: amount.UAH(100_00)},
			{ID: "2", SKU: "BOWL", Name: "Миска", Quantity: amount.Pcs(2), Price: amount.UAH(150_00)},
			{ID: "3", Kind: order.LineAdditional, SKU: "WRAP", Name: "Пакування", Quantity: amount.Pcs(1), Price: amount.UAH(20_00)},
			{ID: "4", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.UAH(50_00)},
		},
	}, l.by())
	require.NoError(t, err)
	l.o = o
	return l
}

func (l *life) by() order.By {
	l.at = l.at.Add(time.Minute)
	return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: l.at}
}

func (l *life) events() (es []order.Event) {
	for e := range l.o.Events(order.Filter{}) {
		es = append(es, e)
	}
	return es
}

// ledger returns the entries as "centre article: reserved, written off".
func (l *life) ledger(t require.TestingT) (lines []string) {
	es, err := stock.Ledger(l.events())
	require.NoError(t, err)
	for _, e := range es {
		lines = append(lines, fmt.Sprintf("%s %s: %s, %s", e.Centre, e.Article, e.Reserved, e.WrittenOff))
	}
	return lines
}

func (l *life) do(t require.TestingT, cs ...order.Command) {
	for _, c := range cs {
		_, err := l.o.Do(c, l.by())
		require.NoError(t, err)
	}
}

func document(kind, state, from string) order.IssueDocument {
	return order.IssueDocument{Document: order.Document{Kind: kind, Number: kind + "-1", State: state, From: from}}
}

// The invoice reserves in the one centre, the waybill writes off from the other and frees the reserve; what is
// cancelled or taken back frees it, too. Service lines touch neither.
//
// part of: RZ-16
func TestWhatDocumentsDoToTheStock(t *testing.T) {
	invoice := document("invoice", "issued", "main")
	held := []string{"main BOWL: 2, 0", "main MUG: 3, 0"}
	gone := []string{"shop BOWL: 0, 2", "shop MUG: 0, 3"}

	l := begin(t)
	require.Empty(t, l.ledger(t), "a remote order reserves nothing")
	l.do(t, invoice)
	require.Equal(t, held, l.ledger(t))
	for _, state := range []string{"sent", "delivered", "received"} {
		l.do(t, document("waybill", state, "shop"))
		require.Equal(t, gone, l.ledger(t), state)
	}
	l.do(t, order.Return{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonDefect})
	require.Equal(t, gone, l.ledger(t), "it is on its way back")
	l.do(t, order.Receive{Block: 1, Custody: status.CustodyReceived})
	require.Equal(t, []string{"shop BOWL: 0, 2", "shop MUG: 0, 2"}, l.ledger(t))

	for _, state := range []string{"delivered", "received"} {
		for _, before := range [][]order.Command{nil, {invoice}} {
			l = begin(t)
			l.do(t, before...)
			l.do(t, document("waybill", state, "shop"))
			require.Equal(t, gone, l.ledger(t), "straight to %s, after %v", state, before)
		}
	}
	for name, c := range map[string][]order.Command{
		"cancelled":      {order.Cancel{Reason: status.ReasonBuyerRefused, Told: "by phone"}},
		"invoice voided": {order.VoidDocument{DocumentKind: "invoice", Number: "invoice-1", Why: "deleted"}},
		"forgotten": {
			order.VoidDocument{DocumentKind: "invoice", Number: "invoice-1", Why: "deleted"}, order.Forget{Why: "loaded by mistake"},
		},
		"released": {order.Release{}},
	} {
		l = begin(t)
		l.do(t, invoice)
		l.do(t, c...)
		require.Empty(t, l.ledger(t), name)
	}
	_, err := stock.Ledger(nil)
	require.Error(t, err)
}

// Goods that the marketplace reports as sent leave the centre where they were reserved, until the waybill says from
// where.
//
// part of: RZ-16, RZ-19
func TestAWaybillThatComesAfterTheGoodsHaveLeft(t *testing.T) {
	for name, before := range map[string][]order.Command{"reserved": {document("invoice", "issued", "main")}, "not reserved": {order.Confirm{}}} {
		l := begin(t)
		l.do(t, before...)
		by := l.by()
		by.Actor = order.Actor{Role: order.RoleChannel, System: "rz-1"}
		_, err := l.o.Observe(order.StatusReport{Code: "3", Says: status.Meaning{Item: status.ItemSent}}, by)
		require.NoError(t, err)
		if name == "reserved" {
			require.Equal(t, []string{"main BOWL: 0, 2", "main MUG: 0, 3"}, l.ledger(t))
		} else {
			require.Empty(t, l.ledger(t))
			l.do(t, document("invoice", "issued", "main"))
		}
		l.do(t, document("waybill", "draft", ""))
		l.do(t, document("waybill", "sent", "shop"))
		require.Equal(t, []string{"shop BOWL: 0, 2", "shop MUG: 0, 3"}, l.ledger(t), name)
		l.do(t, document("waybill", "received", ""))
		require.Equal(t, []string{"shop BOWL: 0, 2", "shop MUG: 0, 3"}, l.ledger(t), name)
	}
}

func TestWhatADocumentDoesToTheStock(t *testing.T) {
	rozetka, _ := order.SchemeRozetka.Rules()
	carrier, _ := order.ByCarrier.Rules()
	for want, ds := range map[stock.Effect][]order.Document{
		stock.Reserves:  {{Kind: "invoice", State: "issued"}},
		stock.WritesOff: {{Kind: "waybill", State: "sent"}, {Kind: "waybill", State: "delivered"}, {Kind: "waybill", State: "received"}},
		stock.None:      {{Kind: "waybill", State: order.DocumentDraft}, {Kind: "invoice", Posted: true}, {Kind: "offer", State: "issued"}},
	} {
		for _, d := range ds {
			require.Equal(t, want, stock.EffectOf(d, rozetka), "%+v", d)
			require.Equal(t, stock.None, stock.EffectOf(d, carrier), "its documents name no place")
		}
	}
}

func drawCommand(t *rapid.T) order.Command {
	centre := rapid.SampledFrom([]string{"main", "shop", ""})
	some := rapid.SampledFrom([]order.Picks{nil, order.Pick("1", amount.Pcs(1)), order.Pick("1", amount.Pcs(2)), order.PickAll("2"), order.PickAll("3")}).Draw(t, "picks")
	switch rapid.IntRange(0, 9).Draw(t, "command") {
	case 0, 1:
		return document("invoice", "issued", centre.Draw(t, "invoice from"))
	case 2, 3:
		return document("waybill", rapid.SampledFrom([]string{"draft", "sent", "delivered", "received"}).Draw(t, "state"), centre.Draw(t, "waybill from"))
	case 4:
		kind := rapid.SampledFrom([]string{"invoice", "waybill"}).Draw(t, "void")
		return order.VoidDocument{DocumentKind: kind, Number: kind + "-1", Why: "deleted"}
	case 5:
		return order.Cancel{Reason: status.ReasonBuyerRefused, Told: "by phone"}
	case 6:
		return order.Return{Picks: some, Reason: status.ReasonDefect}
	case 7:
		return order.Assemble{Picks: some, Warehouse: centre.Draw(t, "at"), From: centre.Draw(t, "moved from")}
	case 8:
		return order.Release{Picks: some}
	}
	return order.Forget{Why: "loaded by mistake"}
}

// Each unit is in at most one entry: in the centre where the last event about it put it or, when it has left, in that
// of the waybill. There are whole units only, and never more than were ordered.
//
// part of: RZ-16
func TestTheLedgerIsTheSumOfTheUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begin(t)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			_, _ = l.o.Do(drawCommand(t), l.by()) // most are refused some time
		}
		type unit struct {
			line string
			n    int64
		}
		units := map[unit]order.Portion{}
		for _, e := range l.events() {
			for _, m := range e.Moves() {
				for n := m.From.Milli() / 1000; n < m.To.Milli()/1000; n++ {
					units[unit{m.Line, n}] = m.Portion
				}
			}
		}
		from := "" // what the waybill says
		for _, d := range l.o.View().Documents {
			if d.Kind == "waybill" && (d.State == "sent" || d.State == "delivered" || d.State == "received") {
				from = d.From
			}
		}
		want := map[string]int{}
		for u, p := range units {
			article := map[string]string{"1": "MUG", "2": "BOWL"}[u.line]
			left := p.State >= status.ItemSent && p.State <= status.ItemHandedOut || p.State == status.ItemReturning || p.State == status.ItemLost
			switch centre := cmp.Or(from, p.Warehouse); {
			case article == "":
			case left && centre != "":
				want[centre+" "+article+" left"]++
			case left || p.Warehouse == "":
			case p.State >= status.ItemRequested && p.State <= status.ItemPacked:
				want[p.Warehouse+" "+article+" kept"]++
			}
		}
		es, err := stock.Ledger(l.events())
		require.NoError(t, err)
		got, all := map[string]int{}, map[string]int64{}
		for _, e := range es {
			for name, q := range map[string]amount.Quantity{" kept": e.Reserved, " left": e.WrittenOff} {
				require.GreaterOrEqual(t, q.Sign(), 0)
				if !q.IsZero() {
					got[e.Centre+" "+e.Article+name] = int(q.Milli() / 1000)
				}
				all[e.Article] += q.Milli() / 1000
			}
		}
		require.Equal(t, want, got)
		require.LessOrEqual(t, all["MUG"], int64(3))
		require.LessOrEqual(t, all["BOWL"], int64(2))
	})
}
