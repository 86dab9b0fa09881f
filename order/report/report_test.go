package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/report"
	"github.com/ordo-sdk/ordo/status"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sale is an order that is being worked.
type sale struct {
	o  *order.Order
	at time.Time
	n  int
}

func sold(t require.TestingT, id, account string, pcs int, price amount.Money) *sale {
	s := &sale{at: monday}
	o, _, err := order.New(order.Draft{
		ID: id, Ref: order.Ref{System: "shop", Account: account, Kind: "order", ID: id}, Scheme: order.ByCarrier,
		Lines: []order.Line{{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(pcs), Price: price}},
	}, s.by("site"))
	require.NoError(t, err)
	s.o = o
	return s
}

func (s *sale) by(who string) order.By {
	s.n++
	return order.By{Actor: order.Actor{ID: who, Role: order.RoleOperator}, At: s.at, Key: fmt.Sprint(s.n)}
}

// does gives commands, an hour after the last.
func (s *sale) does(t require.TestingT, who string, cs ...order.Command) *sale {
	for _, c := range cs {
		s.at = s.at.Add(time.Hour)
		_, err := s.o.Do(c, s.by(who))
		require.NoError(t, err)
	}
	return s
}

func paid(m amount.Money) order.Command {
	return order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPaid, Amount: m, Method: "card"}}
}

func of(t require.TestingT, q report.Query, sales ...*sale) report.Table {
	r, err := report.New(q)
	require.NoError(t, err)
	for _, s := range sales {
		require.NoError(t, r.Add(s.o))
	}
	return r.Table()
}

func rows(t report.Table) (out []string) {
	for _, r := range t.Rows {
		out = append(out, fmt.Sprint(r.Key, " ", r.Count, " ", r.Units, " ", r.Sums, " ", r.Open, " ", r.Median))
	}
	return out
}

// Two shops, one order not paid, one assembled at two warehouses, one of which a mug comes back.
//
// covers: B24-13
func TestTheManagerSeesOrdersByStageChannelPeriodWarehouseAndPerson(t *testing.T) {
	waits := sold(t, "1", "shop-1", 1, amount.RUB(89000))
	split := sold(t, "2", "shop-1", 3, amount.RUB(89000)).does(t, "anna", paid(amount.RUB(267000)),
		order.Assemble{Picks: order.Pick("mug", amount.Pcs(1)), Warehouse: "north"},
		order.Assemble{Picks: order.Pick("mug", amount.Pcs(2)), Warehouse: "south"})
	back := sold(t, "3", "shop-2", 2, amount.EUR(1000)).does(t, "anna", paid(amount.EUR(2000))).
		does(t, "boris", order.Return{Picks: order.Pick("mug", amount.Pcs(1)), Reason: status.ReasonWrongSize},
			order.Label{Key: "utm_source", Text: "newsletter"})
	all := []*sale{waits, split, back}

	for _, want := range []struct {
		q    report.Query
		rows string
	}{
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Stage}},
			"[assembling] 2 4 [10.00 EUR 2670.00 RUB] 0 0s\n" +
				"[awaiting-payment] 1 1 [890.00 RUB] 0 0s",
		},
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Channel}},
			"[shop-1] 2 4 [3560.00 RUB] 0 0s\n" +
				"[shop-2] 1 1 [10.00 EUR] 0 0s",
		},
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Month, report.Warehouse}},
			"[2026-03 ] 2 2 [10.00 EUR 890.00 RUB] 0 0s\n" +
				"[2026-03 north] 1 1 [890.00 RUB] 0 0s\n" +
				"[2026-03 south] 1 2 [1780.00 RUB] 0 0s",
		},
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Person}},
			"[anna] 2 4 [10.00 EUR 2670.00 RUB] 0 0s\n" +
				"[boris] 1 1 [10.00 EUR] 0 0s\n" +
				"[site] 3 5 [10.00 EUR 3560.00 RUB] 0 0s",
		},
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Label("utm_source")}},
			"[] 2 4 [3560.00 RUB] 0 0s\n" +
				"[newsletter] 1 1 [10.00 EUR] 0 0s",
		},
		{
			report.Query{Subject: report.Orders, By: []report.By{report.Warehouse}, Only: map[report.By]string{report.Warehouse: "south"}},
			"[south] 1 2 [1780.00 RUB] 0 0s",
		},
		{
			report.Query{Subject: report.Stages, By: []report.By{report.Stage}},
			"[assembling] 2 0 [] 2 0s\n" +
				"[awaiting-payment] 3 0 [] 1 59m44s",
		},
		{
			report.Query{Subject: report.Returns, By: []report.By{report.Reason, report.Stage, report.Person}},
			"[wrong-size assembling boris] 1 1 [10.00 EUR] 0 0s",
		},
		{
			report.Query{Subject: report.Goods, By: []report.By{report.Stage, report.Warehouse}},
			"[assembling north] 1 1 [] 1 0s\n" +
				"[assembling south] 1 2 [] 1 0s\n" +
				"[cancelled ] 1 1 [] 1 0s\n" +
				"[confirmed ] 5 6 [] 2 1h59m28s",
		},
		{
			report.Query{Subject: report.Actions, By: []report.By{report.Person, report.Kind}},
			"[anna assembled] 2 0 [] 0 0s\n" +
				"[anna payment-changed] 2 0 [] 0 0s\n" +
				"[boris labelled] 1 0 [] 0 0s\n" +
				"[boris returned] 1 0 [] 0 0s\n" +
				"[site placed] 3 0 [] 0 0s",
		},
	} {
		require.Equal(t, want.rows, strings.Join(rows(of(t, want.q, all...)), "\n"), "%v", want.q.By)
	}
}
