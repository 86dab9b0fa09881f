package retailcrm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
)

// An order has one field for the numbers of all its parcels. What people wrote besides stays.
//
// covers: B24-5 (the ERP half)
func TestTheNumbersOfParcelsAreShown(t *testing.T) {
	draft := standardDraft()
	draft.Scheme, draft.Authority = order.OwnPickup, order.OwnShop
	d := sell(t, draft, retailcrm.DefaultMapping())
	cdek := order.Ref{System: "cdek", Account: "cdek-1"}
	accepted := func(n int, number string) {
		d.does(
			order.RequestParcel{Shipment: n, Carrier: cdek, Key: "k" + number},
			order.SettleParcel{Shipment: n, Waybill: number, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", ID: number}}},
		)
	}
	d.does(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("1", "2")}, order.CreateShipment{Picks: order.PickAll("3")})
	accepted(1, "1105478203")
	d.crm.SetLocked(d.id, false)
	d.applies(order.EffectDocument, order.Applied)
	require.Equal(t, "1105478203", d.there().Field("delivery.data.trackNumber"))
	require.Equal(t, "false", d.there().Field("delivery.data.locked"))
	accepted(2, "1105478204")
	d.applies(order.EffectDocument, order.Applied)
	require.Equal(t, "1105478203, 1105478204", d.there().Field("delivery.data.trackNumber"))

	d.crm.Faults().Next("POST /api/v5/orders/{id}/edit", retailcrmtest.Refuse(400, "Order is not loaded"))
	d.does(order.DropParcel{Shipment: 2})
	accepted(2, "1105478205")
	d.applies(order.EffectDocument, order.Rejected)
}
