package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// toAPoint is an order that CDEK brings to a pick-up point.
func toAPoint() order.Draft {
	d := shoesAndSocks()
	d.Delivery = order.Delivery{City: "Санкт-Петербург", Point: "SPB14", Recipient: "Иванова Анна", Phone: "+79010000002"}
	return d
}

func inCRM(s *shop) { s.way.ERP = "crm-1" }

// The form is filled in from the order; the carrier accepts: its number and its own status are on the shipment; then
// the sale is in the ERP; both together are «Отправлено».
//
// covers: B24-5
func TestACarrierTakesAShipment(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		f, err := s.b.ParcelForm(s.Context(), "shop-1/"+x.id, 1, "cdek-1")
		require.NoError(t, err)
		require.Equal(t, "Иванова Анна", f.Values["recipient.name"])
		require.Equal(t, "SPB14", f.Values["delivery_point"])
		require.Equal(t, "900", f.Values["packages.1.weight"], "shoes and two pairs of socks")
		require.NoError(t, x.asks(1, nil))
		require.Equal(t, status.ShipmentRequested, x.parcel(1).State)
		x.settle()
		require.Len(t, x.parcels(), 1)
		sh := x.parcel(1)
		require.Equal(t, status.ShipmentSent, sh.State)
		require.NotEmpty(t, sh.Waybill)
		require.NotEmpty(t, sh.CarrierText, "the carrier's own status stands beside")
		require.Equal(t, status.OrderHandedToCarrier, x.order().State())
		card, ok := s.crm.Order(x.id)
		require.True(t, ok)
		require.Equal(t, sh.Waybill, card.Field("delivery.data.trackNumber"))
		docs := x.order().View().Documents
		require.Equal(t, "sale", docs[0].Kind)
		require.Equal(t, 1, docs[0].Shipment)
		s.quiet()
	}, withCDEK, inCRM)
}

// The carrier refuses: nothing is in the ERP, the shipment keeps its state with the reason, and the same may be asked
// again.
//
// covers: B24-5
func TestACarrierRefusesAShipment(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		s.cdek.Fail(x.id+"-S1", "ve_package_weight_too_large", "Вес места слишком велик")
		x.ships()
		x.settle()
		sh := x.parcel(1)
		require.Equal(t, status.ShipmentAssembling, sh.State)
		require.Empty(t, sh.Waybill)
		require.Contains(t, sh.CarrierText, "Вес места слишком велик")
		require.Empty(t, x.order().View().Documents)
		card, _ := s.crm.Order(x.id)
		require.Empty(t, card.Field("delivery.data.trackNumber"))
		require.Empty(t, x.owes(), "it holds up nothing")

		require.NoError(t, x.asks(1, carriers.Values{"packages.1.weight": "700"}))
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		require.Len(t, x.parcels(), 1)
	}, withCDEK, inCRM)
}

// The carrier accepts and the ERP refuses: the number stays, still «Собирается»; one retry makes one document and no
// second request.
//
// covers: B24-5
func TestTheERPRefusesTheSale(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		s.crm.Faults().Always("POST /api/v5/orders/{id}/edit", retailcrmtest.Refuse(400, "Order is not loaded"))
		x.ships()
		for range 20 {
			s.rings()
			s.sync()
			at(time.Minute)
		}
		sh := x.parcel(1)
		require.NotEmpty(t, sh.Waybill)
		require.NotEqual(t, status.ShipmentSent, sh.State)
		require.Equal(t, status.OrderAssembling, x.order().State())
		var parked []bridge.PendingEffect
		for _, w := range x.owes() {
			if w.Kind == order.EffectDocument {
				parked = append(parked, w)
			}
		}
		require.Len(t, parked, 1)
		require.Equal(t, bridge.PhaseParked, parked[0].Phase)

		s.crm.Faults().Clear()
		require.NoError(t, s.b.Retry(s.Context(), parked[0].Key, clerk))
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		require.Equal(t, sh.Waybill, x.parcel(1).Waybill)
		require.Equal(t, 1, s.cdek.Commits("POST /v2/orders"), "no second request")
		require.Len(t, x.order().View().Documents, 1)
	}, withCDEK, inCRM)
}

// By webhook: on the way, at the point, handed out; the order follows, and the settlement with it.
//
// covers: B24-8 (the carrier half), B24-9
func TestAParcelOnItsWay(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		s.cdek.Ship(key)
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		first := x.parcel(1).CarrierText
		s.cdek.Arrive(key)
		x.settle()
		require.Equal(t, status.ShipmentArrived, x.parcel(1).State, "«Доставлено»: it waits at the point")
		require.NotEqual(t, first, x.parcel(1).CarrierText)
		require.Equal(t, status.OrderArrived, x.order().State())
		x.registered("payment/p1: sell 5800.00 done")
		s.cdek.Deliver(key)
		x.settle()
		require.Equal(t, status.ShipmentHandedOut, x.parcel(1).State, "«Выдан»")
		require.Equal(t, status.OrderDelivered, x.order().State())
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		require.Empty(t, x.owes(), "it is followed no more")
		s.quiet()
	}, withCDEK)
}

// The order is on its way as soon as its first shipment is, and a later new shipment never moves it back.
//
// covers: B24-9
func TestALaterShipmentMovesNothingBack(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")})
		require.NoError(t, x.asks(1, carriers.Values{"services": ""})) // nothing to be taken in part
		x.settle()
		require.Equal(t, status.OrderHandedToCarrier, x.order().State())
		x.does(order.CreateShipment{Picks: order.PickAll("socks")})
		require.Equal(t, status.ShipmentAssembling, x.parcel(2).State, "«Собирается»")
		require.Equal(t, status.OrderHandedToCarrier, x.order().State())
		require.NoError(t, x.asks(2, nil))
		x.settle()
		require.Len(t, x.parcels(), 2)
		require.Equal(t, status.ShipmentSent, x.parcel(2).State, "«Отправлено»")
		s.cdek.Deliver(x.id + "-S1")
		x.settle()
		x.registered("payment/p1: sell 5800.00 done") // one shipment is not all
		s.cdek.Deliver(x.id + "-S2")
		x.settle()
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
	}, withCDEK)
}

// Webhooks are lost, come twice, late and out of order.
//
// covers: B24-8 (the carrier half)
func TestTrackingThatComesAsItLikes(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		s.cdek.Hooks().Always("*", fake.Lose())
		s.cdek.Ship(key)
		s.cdek.Arrive(key)
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State, "nobody told")
		calls := s.cdek.Calls("*")
		at(13 * time.Hour)
		x.settle()
		require.Equal(t, status.ShipmentArrived, x.parcel(1).State, "what is overdue is asked for")
		require.Less(t, s.cdek.Calls("*")-calls, 8)
		s.cdek.Hooks().Clear()
		s.cdek.Hooks().Next("*", fake.Late(), fake.Twice())
		s.cdek.Deliver(key)
		x.settle()
		require.Equal(t, status.ShipmentHandedOut, x.parcel(1).State)
		s.cdek.Emit("ORDER_STATUS", x.parcel(1).Parcel.ID, map[string]any{"code": "ACCEPTED_AT_PICK_UP_POINT", "status_code": "12", "number": key, "cdek_number": x.parcel(1).Waybill})
		x.settle()
		require.Equal(t, status.ShipmentHandedOut, x.parcel(1).State, "what moves backwards changes nothing")
		require.False(t, x.order().Held())
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
	}, withCDEK)
}
