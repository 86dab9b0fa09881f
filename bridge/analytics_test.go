package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/report"
)

// Several reports are made in one pass over all orders; one whose log is damaged is named, and stops nothing.
func TestReportsAreOverAllOrders(t *testing.T) {
	store := memory.New()
	for _, id := range []string{"shop-1/1", "shop-1/2", "shop-2/3"} {
		by := order.By{Actor: order.Actor{ID: "site", Role: order.RoleChannel}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
		ref := order.Ref{System: "site", Account: id[:6], Kind: "order", ID: id[7:]}
		_, events, err := order.New(order.Draft{
			ID: id, Ref: ref, Scheme: order.ByCarrier,
			Lines: []order.Line{{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(89000)}},
		}, by)
		require.NoError(t, err)
		require.NoError(t, store.Save(t.Context(), id, 0, bridge.Batch{Events: events, Refs: []order.Ref{ref}}))
	}
	b, err := bridge.New(damaged{store, "shop-1/2", nil})
	require.NoError(t, err)
	tables, err := b.Report(t.Context(),
		report.Query{Subject: report.Orders, By: []report.By{report.Channel}},
		report.Query{Subject: report.Actions, By: []report.By{report.Kind}})
	require.NoError(t, err)
	require.Len(t, tables, 2)
	require.Equal(t, []report.Row{
		{Key: []string{"shop-1"}, Count: 1, Units: amount.Pcs(2), Sums: []amount.Money{amount.RUB(178000)}},
		{Key: []string{"shop-2"}, Count: 1, Units: amount.Pcs(2), Sums: []amount.Money{amount.RUB(178000)}},
	}, tables[0].Rows)
	require.Equal(t, 2, tables[1].Total.Count)
	require.Len(t, tables[0].Problems, 1)
	require.Equal(t, "shop-1/2", tables[0].Problems[0].Order)

	_, err = b.Report(t.Context(), report.Query{Subject: "profit"})
	require.ErrorContains(t, err, `"profit" is unknown`)
}
