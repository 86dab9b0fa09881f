package bitrix_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// own are the statuses of a shop that has made some.
func own(t *testing.T) *status.Table {
	t.Helper()
	table, err := status.BitrixShop().Override([]byte(`{"rows": [
		{"axis": "order", "code": "A", "names": {"ru": "Собирается"}, "means": {"order": "assembling"}, "preferred": true, "alsoStates": ["packed"]},
		{"axis": "order", "code": "P", "means": {"order": "paid"}, "preferred": true, "alsoStates": []},
		{"axis": "shipment", "code": "SH", "names": {"ru": "Отправлено"}, "means": {"shipment": "sent"}, "preferred": true},
		{"axis": "shipment", "code": "DV", "names": {"ru": "Доставлено"}, "means": {"shipment": "arrived"}, "preferred": true},
		{"axis": "shipment", "code": "DF", "means": {"shipment": "handed-out"}, "preferred": true, "alsoStates": ["partly-handed-out"]}
	]}`))
	require.NoError(t, err)
	return table
}

// leaves sends goods as a shipment of their own.
func (d *desk) leaves(n int, waybill string, ps order.Picks) {
	d.t.Helper()
	d.does(order.Assemble{Picks: ps, Warehouse: "ЦС"})
	d.does(order.CreateShipment{Picks: ps, Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	d.does(order.RequestParcel{Shipment: n, Key: "parcel-" + waybill})
	_, err := d.o.Do(order.SettleParcel{Shipment: n, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", Account: "cdek-1", Kind: "order", ID: waybill}}, Waybill: waybill}, d.by(order.RoleSystem))
	require.NoError(d.t, err)
	d.does(order.HandOver{Shipment: n})
}

func TestEachShipmentStandsInTheShopWithItsGoodsAndNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := settings()
		set.Statuses = own(t)
		d := opens(t, bitrixtest.Settings{}, set, cups)
		mug, bowl := d.line("MUG"), d.line("BOWL")
		d.paid("p1", d.o.View().Total)
		d.leaves(1, "1000000001", order.Pick(mug.ID, amount.Pcs(1)))
		d.shop.Faults().Next("sale.shipment.add", fake.ResetAfter())
		d.shop.Faults().Next("sale.shipmentitem.add", fake.ResetAfter())
		d.told(order.Effect{Kind: order.EffectShip})
		there := d.there()
		require.Len(t, there.Shipments, 2)
		shipped := func(number string) bitrixtest.Shipment {
			for _, s := range d.there().Shipments {
				if s.Tracking == number {
					return s
				}
			}
			return bitrixtest.Shipment{}
		}
		require.Equal(t, []any{"SH", "0.00", false, 1}, []any{shipped("1000000001").Status, shipped("1000000001").Price, shipped("1000000001").Shipped, len(shipped("1000000001").Items)})
		require.Equal(t, d.o.View().Total.Text(), there.Price, "what the delivery costs stays")

		d.leaves(2, "1000000002", order.Pick(mug.ID, amount.Pcs(1)).And(order.PickAll(bowl.ID)))
		d.told(order.Effect{Kind: order.EffectShip})
		require.Len(t, d.there().Shipments, 2)
		require.Equal(t, []any{"SH", "350.00", 2}, []any{shipped("1000000002").Status, shipped("1000000002").Price, len(shipped("1000000002").Items)})
		require.Equal(t, "S", d.there().Status)
		d.agrees()

		for n := 1; n <= 2; n++ {
			_, err := d.o.Observe(order.ShipmentReport{Shipment: n, State: status.ShipmentArrived}, order.By{Actor: order.Actor{Role: order.RoleCarrier, System: "cdek-1"}, At: d.by(order.RoleSystem).At})
			require.NoError(t, err)
		}
		d.told(order.Effect{Kind: order.EffectArrive})
		require.Equal(t, "DV", shipped("1000000001").Status)
	})
}

func TestOneShipmentOfAllGoodsIsThatOfTheShop(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.paid("p1", d.o.View().Total)
	require.NoError(t, client(d.shop).Call(t.Context(), "sale.shipment.update", map[string]any{
		"id": d.there().Shipments[0].ID, "fields": map[string]any{
			"deliveryId": 14, "allowDelivery": "Y", "deducted": "N", "statusId": "DN", "basePriceDelivery": 350, "priceDelivery": 350,
			"comments": "хрупкое", "deliveryDocNum": "7",
		},
	}, nil))
	d.leaves(1, "1000000001", order.PickAll(d.line("MUG").ID, d.line("BOWL").ID))
	d.told(order.Effect{Kind: order.EffectShip})
	there := d.there()
	require.Len(t, there.Shipments, 1)
	require.Equal(t, []any{"1000000001", "DF", "350.00"}, []any{there.Shipments[0].Tracking, there.Shipments[0].Status, there.Shipments[0].Price})
	o, err := client(d.shop).GetOrder(t.Context(), int64(d.id))
	require.NoError(t, err)
	require.Equal(t, []string{"хрупкое", "7", "ordo-1"}, []string{o.Shipments[0].Comments, o.Shipments[0].DocNum, o.Shipments[0].XMLID})
}

func TestAWarningOfTheShopIsNoRefusal(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.does(order.Edit{Remove: order.PickAll(d.line("BOWL").ID), Reason: status.ReasonBuyerCancelled})
	require.NoError(t, d.shop.Warns(d.id, "Недостаточно прав на резерв"))
	out, err := d.tells(order.Effect{Kind: order.EffectLines})
	require.NoError(t, err)
	require.Equal(t, order.Applied, out.Kind, out.Text)
	require.ErrorContains(t, d.agrees().Warning, "marks the order")
}
