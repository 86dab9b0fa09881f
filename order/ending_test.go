package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestAViewTellsWhyUnitsCameToNothing(t *testing.T) {
	d := standardDraft()
	d.Lines = []order.Line{{ID: "1", SKU: "NAIL", Quantity: amount.Pcs(10), Total: amount.RUB(1001)}}
	o, _, err := order.New(d, order.By{Actor: mm, At: monday})
	require.NoError(t, err)
	cancel := func(who order.Actor, from, to int, r status.Reason) {
		_, err := o.Do(order.Cancel{Picks: order.PickUnits("1", amount.Pcs(from), amount.Pcs(to)), Reason: r}, order.By{Actor: who, At: monday})
		require.NoError(t, err)
	}
	cancel(merchant, 2, 4, status.ReasonOutOfStock)
	cancel(merchant, 4, 5, status.ReasonOutOfStock)
	cancel(mm, 5, 7, status.ReasonBuyerCancelled)

	l, _ := o.Line("1")
	type why struct {
		from, to int
		state    status.ItemState
		reason   status.Reason
		party    status.Party
	}
	var got []why
	sum := amount.RUB(0)
	for _, p := range l.Portions {
		got = append(got, why{int(p.From.Milli() / 1000), int(p.To.Milli() / 1000), p.State, p.Reason, p.Party})
		sum, err = sum.Add(p.Sum)
		require.NoError(t, err)
	}
	require.Equal(t, []why{
		{0, 2, status.ItemNew, "", 0},
		{2, 5, status.ItemCancelled, status.ReasonOutOfStock, status.PartyMerchant},
		{5, 7, status.ItemCancelled, status.ReasonBuyerCancelled, status.PartyChannel},
		{7, 10, status.ItemNew, "", 0},
	}, got)
	require.Equal(t, amount.RUB(1001), sum, "however it is told, it is the same money")
}
