package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// underWay is an order with a parcel that has left, under an authority.
func underWay(t *testing.T, a order.Authority) *scenario {
	scheme, _ := order.ByCarrier.Rules()
	scheme.Code, scheme.Prepaid, scheme.ChannelRefunds = "tracked", false, true
	d := place(t, order.Draft{
		ID: "rz-1", Scheme: "tracked", Authority: a, Currency: "UAH",
		Lines: []order.Line{{ID: "1", Name: "Чайник", Quantity: amount.Pcs(2), Total: amount.UAH(159900)}},
	}, order.Actor{Role: order.RoleChannel, System: "rozetka-1"}, order.WithScheme(scheme))
	d.does(merchant, order.HandOver{Waybill: "20450000000001"})
	return d
}

// A tracked parcel that the buyer got is a notice, and does not close an order of ROZETKA by itself.
//
// part of: RZ-13
func TestAReceiptIsANoticeWhereTheCarrierOwnsOnlyTheArrival(t *testing.T) {
	np := order.Actor{Role: order.RoleCarrier, System: "np-1"}
	d := underWay(t, order.Rozetka)
	arrived := order.ShipmentReport{Shipment: 1, State: status.ShipmentArrived, Code: "7", Text: "Прибув у відділення"}
	d.reports(np, arrived)
	d.is(status.OrderArrived)
	d.echoes(np, arrived)

	received := order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "9", Text: "Відправлення отримано"}
	evs := d.reports(np, received)
	require.Len(t, evs, 1)
	require.Equal(t, status.ShipmentHandedOut, evs[0].Body.(order.Tracked).Shipment.Reported)
	d.is(status.OrderArrived)
	s := d.o.View().Shipments[0]
	require.Equal(t, status.ShipmentArrived, s.State)
	require.Equal(t, status.ShipmentHandedOut, s.Reported)
	require.Equal(t, "Відправлення отримано", s.CarrierText)
	require.False(t, d.o.Held())
	d.echoes(np, received) // once

	d.does(merchant, order.Deliver{})
	d.is(status.OrderDelivered)
	d.echoes(np, received)
}

// The same report delivers the order where the carrier owns the fulfilment.
func TestAReceiptDeliversWhereTheCarrierOwnsTheFulfilment(t *testing.T) {
	np := order.Actor{Role: order.RoleCarrier, System: "np-1"}
	d := underWay(t, order.OwnShop)
	d.reports(np, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "9"})
	d.is(status.OrderDelivered)
	require.Zero(t, d.o.View().Shipments[0].Reported)
}

// A parcel that was reported as received and comes back after all holds the order: the notice is withdrawn.
func TestAParcelThatComesBackAfterAReceipt(t *testing.T) {
	np := order.Actor{Role: order.RoleCarrier, System: "np-1"}
	d := underWay(t, order.Rozetka)
	d.reports(np, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "9"})
	require.Equal(t, status.ShipmentSent, d.o.View().Shipments[0].State)
	d.reports(np, order.ShipmentReport{Shipment: 1, State: status.ShipmentComingBack, Code: "102"})
	s := d.o.View().Shipments[0]
	require.Equal(t, status.ShipmentComingBack, s.State)
	require.Zero(t, s.Reported)
	require.True(t, d.o.Held())
}

// ROZETKA's mark of a payment is no payment here.
//
// part of: RZ-8
func TestAPaymentMarkOfROZETKA(t *testing.T) {
	d := underWay(t, order.Rozetka)
	rozetka := order.Actor{Role: order.RoleChannel, System: "rozetka-1"}
	d.reports(rozetka, order.PaymentReport{Payment: order.Payment{ID: "rz", Amount: amount.UAH(159900)}}) // a note
	require.True(t, d.o.View().Paid.IsZero())
	d.does(merchant, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.UAH(159900), Till: "готівка"}})
	require.Equal(t, amount.UAH(159900), d.o.View().Paid)
}
