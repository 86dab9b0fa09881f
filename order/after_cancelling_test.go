package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Most channels go on listing the lines of an order that they cancelled: that is no wish for them. More than was ever
// ordered is.
func TestACancelledOrderKeepsItsLinesInTheChannel(t *testing.T) {
	lines := []order.Line{{ID: "1", Quantity: amount.Pcs(2), Total: amount.UAH(200_00)}}
	channel := func(minute int) order.By {
		return order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC)}
	}
	o, _, err := order.New(order.Draft{ID: "rz-1/1", Scheme: order.Standard, Authority: order.Rozetka, Lines: lines}, channel(0))
	require.NoError(t, err)
	_, err = o.Observe(order.CancelReport{Reason: status.ReasonBuyerRefused, Done: true}, channel(1))
	require.NoError(t, err)
	for range 2 {
		evs, err := o.Observe(order.LinesReport{Lines: lines}, channel(2))
		require.NoError(t, err)
		require.Empty(t, evs)
	}
	lines[0].Quantity = amount.Pcs(3)
	_, err = o.Observe(order.LinesReport{Lines: lines}, channel(3))
	require.NoError(t, err)
	require.True(t, o.Held())
	require.Equal(t, status.OrderCancelled, o.State())
}

// What was erased does not come back with the next reading of the channel.
func TestAnErasedPersonDoesNotComeBack(t *testing.T) {
	channel := func(minute int) order.By {
		return order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC)}
	}
	o, log, err := order.New(order.Draft{
		ID: "rz-1/1", Scheme: order.Standard, Authority: order.Rozetka, Buyer: order.Buyer{Name: "Olga"},
		Lines: []order.Line{{ID: "1", Quantity: amount.Pcs(2), Total: amount.UAH(200_00)}},
	}, channel(0))
	require.NoError(t, err)
	evs, err := o.Observe(order.CancelReport{Reason: status.ReasonBuyerRefused, Done: true}, channel(1))
	require.NoError(t, err)
	e, err := order.Erase(append(log, evs...), order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: channel(2).At})
	require.NoError(t, err)
	o, err = order.Replay(e.Events)
	require.NoError(t, err)
	evs, err = o.Observe(order.DetailsReport{Buyer: order.Buyer{Name: "Olga", Phone: "+380500000000"}}, channel(3))
	require.NoError(t, err)
	require.Empty(t, evs)
	require.Zero(t, o.View().Buyer)
}
