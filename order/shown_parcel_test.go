package order_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var rozetkaAccount = order.Actor{Role: order.RoleChannel, System: "rz-1"}

// rozetkaOrder is an order of ROZETKA with a delivery at a fixed price.
func rozetkaOrder(t *testing.T) *scenario {
	return place(t, order.Draft{
		ID: "rz-1/1", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Currency: "UAH",
		Lines: []order.Line{
			{ID: "1", Name: "Чайник", Quantity: amount.Pcs(2), Total: amount.UAH(159900)},
			{ID: "delivery", Kind: order.LineDelivery, Quantity: amount.Pcs(1), Total: amount.UAH(8000)},
		},
	}, rozetkaAccount)
}

// shows is a status of ROZETKA's with the waybill number that the cabinet has.
func shows(code string, s status.OrderState, waybill string) order.StatusReport {
	return order.StatusReport{Code: code, Says: status.Meaning{Order: s}, Waybill: waybill}
}

func TestAWaybillThatWasTypedInTheCabinetIsTakenOver(t *testing.T) {
	for name, tt := range map[string]struct {
		reports []order.Observation
		kinds   []string
		state   status.OrderState
		parcel  status.ShipmentState
	}{
		"before the goods leave, and then they do": {
			[]order.Observation{shows("61", status.OrderConfirmed, "20450000000001"), shows("3", status.OrderHandedToCarrier, "20450000000001")},
			[]string{"progressed", "shipment-created", "handed-over"},
			status.OrderHandedToCarrier, status.ShipmentSent,
		},
		"with the goods that left": {
			[]order.Observation{shows("3", status.OrderHandedToCarrier, "20450000000001")},
			[]string{"shipment-created", "handed-over"},
			status.OrderHandedToCarrier, status.ShipmentSent,
		},
		"with goods that have arrived": {
			[]order.Observation{shows("5", status.OrderArrived, "20450000000001")},
			[]string{"shipment-created", "handed-over", "progressed"},
			status.OrderArrived, status.ShipmentSent,
		},
		"with goods that the buyer has": {
			[]order.Observation{shows("6", status.OrderCompleted, "20450000000001")},
			[]string{"shipment-created", "handed-over", "delivered", "completed"},
			status.OrderCompleted, status.ShipmentHandedOut,
		},
		"none": {
			[]order.Observation{shows("4", status.OrderOutWithCourier, "")},
			[]string{"progressed"},
			status.OrderHandedToCarrier, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := rozetkaOrder(t)
			var kinds []string
			for _, r := range tt.reports {
				for _, e := range filtered(d.reports(rozetkaAccount, r)) {
					kinds = append(kinds, e.Body.Kind())
				}
			}
			require.Equal(t, tt.kinds, kinds)
			v := d.o.View()
			require.Equal(t, tt.state, v.State)
			if tt.parcel == 0 {
				require.Empty(t, v.Shipments)
				return
			}
			require.Equal(t, []any{"20450000000001", tt.parcel}, []any{v.Shipments[0].Waybill, v.Shipments[0].State})
			d.echoes(rozetkaAccount, tt.reports[len(tt.reports)-1])
		})
	}
}

func TestAWaybillThereOfAnotherParcelHoldsTheOrder(t *testing.T) {
	d := rozetkaOrder(t)
	d.does(merchant, order.Confirm{})
	d.does(merchant, order.HandOver{Waybill: "20450000000001"})
	require.Empty(t, filtered(d.reports(rozetkaAccount, shows("3", status.OrderHandedToCarrier, "20450000000001"))))
	d.reports(rozetkaAccount, shows("3", status.OrderHandedToCarrier, "20450000000999"))
	require.True(t, d.o.Held())
	require.Contains(t, d.o.View().Holds[0].Text, "20450000000999")
	require.Equal(t, "20450000000001", d.o.View().Shipments[0].Waybill)

	d = rozetkaOrder(t)
	d.does(merchant, order.HandOver{Courier: true})
	d.reports(rozetkaAccount, shows("4", status.OrderOutWithCourier, "20450000000999"))
	require.True(t, d.o.Held(), "a courier of ours has no number")
}

// Goods that were put together here, without a number yet, get the one of the cabinet.
func TestAParcelWithoutANumberGetsTheOneOfTheCabinet(t *testing.T) {
	d := rozetkaOrder(t)
	d.does(merchant, order.Confirm{})
	d.does(merchant, order.CreateShipment{})
	d.reports(rozetkaAccount, shows("61", status.OrderConfirmed, "20450000000001"))
	require.Len(t, d.o.View().Shipments, 1)
	require.Equal(t, "20450000000001", d.o.View().Shipments[0].Waybill)
	d.does(merchant, order.HandOver{Shipment: 1})
	require.Equal(t, status.OrderHandedToCarrier, d.o.State())
}

// filtered are the events but for what the owner shows.
func filtered(evs []order.Event) []order.Event {
	return slices.DeleteFunc(evs, func(e order.Event) bool { return e.Body.Kind() == (order.Shown{}).Kind() })
}
