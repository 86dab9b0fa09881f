package report_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/report"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

func TestATableIsACSVFileThatASpreadsheetOnlyReads(t *testing.T) {
	s := sold(t, "1", "shop-1", 2, amount.RUB(89000)).does(t, "=cmd|anna", paid(amount.RUB(178000)))
	table := of(t, report.Query{Subject: report.Orders, By: []report.By{report.Person, report.Month}}, s)
	var out strings.Builder
	require.NoError(t, table.CSV(&out))
	require.Equal(t, "person,month,count,units,sum RUB\n'=cmd|anna,2026-03,1,2,1780.00\nsite,2026-03,1,2,1780.00\n,,1,2,1780.00\n", out.String())

	out.Reset()
	require.NoError(t, of(t, report.Query{Subject: report.Stages, By: []report.By{report.Stage}}, s).CSV(&out))
	require.Equal(t, "stage,count,open,median s,p90 s\nassembling,1,1,0,0\nawaiting-payment,1,0,3584,3584\n,2,1,3584,3584\n", out.String())
}

func TestATableIsAPageInTheLanguageOfThePeople(t *testing.T) {
	s := sold(t, "1", "<b>shop</b>", 2, amount.RUB(89000)).does(t, "anna", paid(amount.RUB(178000)),
		order.Return{Picks: order.Pick("mug", amount.Pcs(1)), Reason: status.ReasonWrongSize})
	r, err := report.New(report.Query{Subject: report.Returns, By: []report.By{report.Channel, report.Reason}})
	require.NoError(t, err)
	require.NoError(t, r.Add(s.o))
	r.Skip("shop-1/7", errors.New("the log is damaged"))
	var out strings.Builder
	require.NoError(t, r.Table().Page(&out, texts.Russian.Text))
	for _, has := range []string{"<h1>Возвраты</h1>", "причина", "не подошёл размер", "&lt;b&gt;shop&lt;/b&gt;", "890.00", "всего", "shop-1/7"} {
		require.Contains(t, out.String(), has)
	}
	require.NotContains(t, out.String(), "<b>")
}

func TestWhatCannotBeAskedIsSaid(t *testing.T) {
	for _, c := range []struct {
		q    report.Query
		says string
	}{
		{report.Query{Subject: "profit"}, `the subject "profit" is unknown; there are actions, goods, orders, returns, stages`},
		{report.Query{Subject: report.Stages, By: []report.By{report.Warehouse}}, `stages have no "warehouse"; they have stage, channel,`},
		{report.Query{Subject: report.Orders, Only: map[report.By]string{report.Reason: "defect"}}, `orders have no "reason"`},
		{report.Query{Subject: report.Orders, By: []report.By{report.Day, report.Day}}, `"day" stands twice`},
		{report.Query{Subject: report.Orders, By: []report.By{report.Label("")}}, `orders have no "label:"`},
		{report.Query{Subject: report.Orders, From: monday, To: monday}, "ends at 2026-03-02T09:00:00Z, not after it"},
	} {
		_, err := report.New(c.q)
		require.ErrorContains(t, err, c.says)
	}
}

func TestDaysBeginInTheMerchantsZone(t *testing.T) {
	s := sold(t, "1", "shop-1", 1, amount.RUB(100))
	late := report.Query{Subject: report.Orders, By: []report.By{report.Day, report.Week}, Zone: time.FixedZone("Kamchatka", 16*3600)}
	require.Equal(t, []string{"2026-03-03", "2026-W10"}, of(t, late, s).Rows[0].Key)
	require.Empty(t, of(t, report.Query{Subject: report.Orders, By: []report.By{report.Day}, To: monday}, s).Rows)
}
