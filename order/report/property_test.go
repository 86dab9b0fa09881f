package report_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/report"
	"github.com/ordo-sdk/ordo/status"
)

// drawSales draws some orders, each with a history that people might make; what is refused is left out.
func drawSales(t *rapid.T) []*sale {
	var all []*sale
	for i := range rapid.IntRange(1, 5).Draw(t, "orders") {
		pcs := rapid.IntRange(1, 4).Draw(t, "pieces")
		price := rapid.SampledFrom([]amount.Money{amount.RUB(333), amount.EUR(1001)}).Draw(t, "price")
		s := sold(t, fmt.Sprint(i), rapid.SampledFrom([]string{"shop-1", "shop-2"}).Draw(t, "shop"), pcs, price)
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			s.at = s.at.Add(time.Duration(rapid.IntRange(0, 5_000_000).Draw(t, "later")) * time.Second)
			n := order.Pick("mug", amount.Pcs(rapid.IntRange(1, pcs).Draw(t, "of them")))
			place := rapid.SampledFrom([]string{"north", "south"}).Draw(t, "place")
			whole, err := price.Mul(int64(pcs))
			require.NoError(t, err)
			c := rapid.SampledFrom([]order.Command{
				paid(whole),
				order.Assemble{Picks: n, Warehouse: place},
				order.Release{Picks: n},
				order.CreateShipment{Picks: n},
				order.Return{Picks: n, Reason: rapid.SampledFrom([]status.Reason{status.ReasonDefect, status.ReasonWrongSize}).Draw(t, "reason")},
				order.RequestTransfer{Picks: n, From: place, To: "hall"},
			}).Draw(t, "command")
			_, _ = s.o.Do(c, s.by(rapid.SampledFrom([]string{"anna", "boris"}).Draw(t, "who")))
		}
		all = append(all, s)
	}
	return all
}

// The naive computation holds everything at once.
func TestAReportIsWhatCountingByHandGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawSales(t)
		var blocks int
		orders, sums := map[string]int{}, map[string]int64{}
		stays := map[string][]time.Duration{}
		open := map[string]int{}
		for _, s := range all {
			v := s.o.View()
			orders[v.State.String()]++
			sums[v.Total.Currency()] += v.Total.Minor()
			blocks += len(v.Blocks)
			state, since := "", time.Time{}
			for e := range s.o.Events(order.Filter{}) {
				if e.State == 0 {
					continue
				}
				if state != "" {
					stays[state] = append(stays[state], e.At.Sub(since))
				}
				state, since = e.State.String(), e.At
			}
			open[state]++
		}

		table := of(t, report.Query{Subject: report.Orders, By: []report.By{report.Stage}}, all...)
		counted := map[string]int{}
		for _, r := range table.Rows {
			counted[r.Key[0]] = r.Count
		}
		require.Equal(t, orders, counted)
		for _, m := range table.Total.Sums {
			require.Equal(t, sums[m.Currency()], m.Minor())
		}
		require.Equal(t, blocks, of(t, report.Query{Subject: report.Returns}, all...).Total.Count)
		for _, by := range []report.By{report.Stage, report.Channel, report.Week, report.Month, report.Warehouse} {
			sumsUp(t, of(t, report.Query{Subject: report.Orders, By: []report.By{by}}, all...))
		}

		for _, r := range of(t, report.Query{Subject: report.Stages, By: []report.By{report.Stage}}, all...).Rows {
			took := slices.Sorted(slices.Values(stays[r.Key[0]]))
			require.Equal(t, len(took)+open[r.Key[0]], r.Count)
			require.Equal(t, open[r.Key[0]], r.Open)
			if len(took) > 0 {
				require.InEpsilon(t, took[(len(took)+1)/2-1].Seconds()+1, r.Median.Seconds()+1, 1./64)
				require.InEpsilon(t, took[(len(took)*9+9)/10-1].Seconds()+1, r.P90.Seconds()+1, 1./64)
			}
		}
	})
}

// sumsUp checks that the sums and units of the rows are those of the total.
func sumsUp(t require.TestingT, table report.Table) {
	sums, units := map[string]int64{}, int64(0)
	for _, r := range table.Rows {
		units += r.Units.Milli()
		for _, m := range r.Sums {
			sums[m.Currency()] += m.Minor()
		}
	}
	total := map[string]int64{}
	for _, m := range table.Total.Sums {
		total[m.Currency()] = m.Minor()
	}
	maps.DeleteFunc(sums, func(c string, n int64) bool { _, has := total[c]; return n == 0 && !has })
	require.Equal(t, total, sums)
	require.Equal(t, table.Total.Units.Milli(), units)
}

// What happened stays counted: later events add stays, returns and actions, and take none away.
func TestLaterEventsOnlyAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSales(t)[0]
		log := slices.Collect(s.o.Events(order.Filter{}))
		before, err := order.Replay(log[:rapid.IntRange(1, len(log)).Draw(t, "first events")])
		require.NoError(t, err)
		for _, q := range []report.Query{
			{Subject: report.Stages, By: []report.By{report.Stage, report.Day}},
			{Subject: report.Returns, By: []report.By{report.Reason, report.Person}},
			{Subject: report.Actions, By: []report.By{report.Kind, report.Person}},
			{Subject: report.Goods, By: []report.By{report.Stage, report.Warehouse}},
		} {
			now := map[string]int{}
			for _, r := range of(t, q, s).Rows {
				now[fmt.Sprint(r.Key)] = r.Count
			}
			for _, r := range of(t, q, &sale{o: before}).Rows {
				require.GreaterOrEqual(t, now[fmt.Sprint(r.Key)], r.Count, "%s %v", q.Subject, r.Key)
			}
		}
	})
}
