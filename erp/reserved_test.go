package erp_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Three shoes at two warehouses, of which one leaves by a sale; the delivery is at none.
func TestWhatASystemIsToReserve(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}, At: at}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop, Placed: at,
		Lines: []order.Line{
			{ID: "shoes", Name: "Shoes", Quantity: amount.Pcs(3), Price: amount.RUB(480000)},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
		},
	}, by)
	require.NoError(t, err)
	does := func(want string, cs ...order.Command) {
		t.Helper()
		for _, c := range cs {
			_, err := o.Do(c, by)
			require.NoError(t, err)
		}
		require.Equal(t, want, fmt.Sprint(erp.ReservedOf(o.View())))
	}
	does("[]", order.Confirm{})
	does("[{shoes north 2} {shoes south 1}]", order.Assemble{Picks: order.Pick("shoes", amount.Pcs(1)), Warehouse: "south"},
		order.Assemble{Picks: order.Pick("shoes", amount.Pcs(2)), Warehouse: "north"})
	does("[{shoes north 2}]", order.CreateShipment{Picks: order.PickUnits("shoes", amount.Pcs(0), amount.Pcs(1))},
		order.Attach{Document: order.Document{Kind: "sale", Number: "7", Shipment: 1, Posted: true}})
	does("[{shoes north 1}]", order.Release{Picks: order.PickUnits("shoes", amount.Pcs(1), amount.Pcs(2))})
	does("[]", order.HandOver{})
}
