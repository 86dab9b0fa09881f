package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// toAPoint is an order that CDEK brings to a pick-up point.
// The form is filled in from the order; the carrier accepts: its number and its own status are on the shipment; then
// the sale is in the ERP; both together are «Отправлено».
//
// covers: B24-5
func TestACarrierTakesAShipment(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		f, err := s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, 1, "cdek-1")
		require.NoError(t, err)
		require.Equal(t, "Иванова Анна", f.Values["recipient.name"])
		require.Equal(t, "SPB14", f.Values["delivery_point"])
		require.Equal(t, "900", f.Values["packages.1.weight"], "shoes and two pairs of socks")
		require.NoError(t, x.Asks(1, nil))
		require.Equal(t, status.ShipmentRequested, x.Parcel(1).State)
		x.Settle()
		require.Len(t, x.Parcels(), 1)
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentSent, sh.State)
		require.NotEmpty(t, sh.Waybill)
		require.NotEmpty(t, sh.CarrierText, "the carrier's own status stands beside")
		require.Equal(t, status.OrderHandedToCarrier, x.Order().State())
		card, ok := s.CRM.Order(x.ID)
		require.True(t, ok)
		require.Equal(t, sh.Waybill, card.Field("delivery.data.trackNumber"))
		docs := x.Order().View().Documents
		require.Equal(t, "sale", docs[0].Kind)
		require.Equal(t, 1, docs[0].Shipment)
		s.Quiet()
	}, chaos.WithCDEK, chaos.InCRM)
}

// The carrier refuses: nothing is in the ERP, the shipment keeps its state with the reason, and the same may be asked
// again.
//
// covers: B24-5
func TestACarrierRefusesAShipment(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		s.CDEK.Fail(x.ID+"-S1", "ve_package_weight_too_large", "Вес места слишком велик")
		x.Ships()
		x.Settle()
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentAssembling, sh.State)
		require.Empty(t, sh.Waybill)
		require.Contains(t, sh.CarrierText, "Вес места слишком велик")
		require.Empty(t, x.Order().View().Documents)
		card, _ := s.CRM.Order(x.ID)
		require.Empty(t, card.Field("delivery.data.trackNumber"))
		require.Empty(t, x.Owes(), "it holds up nothing")

		require.NoError(t, x.Asks(1, carriers.Values{"packages.1.weight": "700"}))
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Len(t, x.Parcels(), 1)
	}, chaos.WithCDEK, chaos.InCRM)
}

// The carrier accepts and the ERP refuses: the number stays, still «Собирается»; one retry makes one document and no
// second request.
//
// covers: B24-5
func TestTheERPRefusesTheSale(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		s.CRM.Faults().Always("POST /api/v5/orders/{id}/edit", retailcrmtest.Refuse(400, "Order is not loaded"))
		x.Ships()
		for range 20 {
			s.Rings()
			s.Sync()
			time.Sleep(time.Minute)
		}
		sh := x.Parcel(1)
		require.NotEmpty(t, sh.Waybill)
		require.NotEqual(t, status.ShipmentSent, sh.State)
		require.Equal(t, status.OrderAssembling, x.Order().State())
		var parked []bridge.PendingEffect
		for _, w := range x.Owes() {
			if w.Kind == order.EffectDocument {
				parked = append(parked, w)
			}
		}
		require.Len(t, parked, 1)
		require.Equal(t, bridge.PhaseParked, parked[0].Phase)

		s.CRM.Faults().Clear()
		require.NoError(t, s.Bridge.Retry(s.Context(), parked[0].Key, chaos.Clerk))
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Equal(t, sh.Waybill, x.Parcel(1).Waybill)
		require.Equal(t, 1, s.CDEK.Commits("POST /v2/orders"), "no second request")
		require.Len(t, x.Order().View().Documents, 1)
	}, chaos.WithCDEK, chaos.InCRM)
}

// By webhook: on the way, at the point, handed out; the order follows, and the settlement with it.
//
// covers: B24-8 (the carrier half), B24-9
func TestAParcelOnItsWay(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		s.CDEK.Ship(key)
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		first := x.Parcel(1).CarrierText
		s.CDEK.Arrive(key)
		x.Settle()
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State, "«Доставлено»: it waits at the point")
		require.NotEqual(t, first, x.Parcel(1).CarrierText)
		require.Equal(t, status.OrderArrived, x.Order().State())
		x.Registered("payment/p1: sell 5800.00 done")
		s.CDEK.Deliver(key)
		x.Settle()
		require.Equal(t, status.ShipmentHandedOut, x.Parcel(1).State, "«Выдан»")
		require.Equal(t, status.OrderDelivered, x.Order().State())
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		require.Empty(t, x.Owes(), "it is followed no more")
		s.Quiet()
	}, chaos.WithCDEK)
}

// The order is on its way as soon as its first shipment is, and a later new shipment never moves it back.
//
// covers: B24-9
func TestALaterShipmentMovesNothingBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")})
		require.NoError(t, x.Asks(1, carriers.Values{"services": ""})) // nothing to be taken in part
		x.Settle()
		require.Equal(t, status.OrderHandedToCarrier, x.Order().State())
		x.Does(order.CreateShipment{Picks: order.PickAll("socks")})
		require.Equal(t, status.ShipmentAssembling, x.Parcel(2).State, "«Собирается»")
		require.Equal(t, status.OrderHandedToCarrier, x.Order().State())
		require.NoError(t, x.Asks(2, nil))
		x.Settle()
		require.Len(t, x.Parcels(), 2)
		require.Equal(t, status.ShipmentSent, x.Parcel(2).State, "«Отправлено»")
		s.CDEK.Deliver(x.ID + "-S1")
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done") // one shipment is not all
		s.CDEK.Deliver(x.ID + "-S2")
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
	}, chaos.WithCDEK)
}

// Webhooks are lost, come twice, late and out of order.
//
// covers: B24-8 (the carrier half)
func TestTrackingThatComesAsItLikes(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		s.CDEK.Hooks().Always("*", fake.Lose())
		s.CDEK.Ship(key)
		s.CDEK.Arrive(key)
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State, "nobody told")
		calls := s.CDEK.Calls("*")
		time.Sleep(13 * time.Hour)
		x.Settle()
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State, "what is overdue is asked for")
		require.Less(t, s.CDEK.Calls("*")-calls, 8)
		s.CDEK.Hooks().Clear()
		s.CDEK.Hooks().Next("*", fake.Late(), fake.Twice())
		s.CDEK.Deliver(key)
		x.Settle()
		require.Equal(t, status.ShipmentHandedOut, x.Parcel(1).State)
		s.CDEK.Emit("ORDER_STATUS", x.Parcel(1).Parcel.ID, map[string]any{"code": "ACCEPTED_AT_PICK_UP_POINT", "status_code": "12", "number": key, "cdek_number": x.Parcel(1).Waybill})
		x.Settle()
		require.Equal(t, status.ShipmentHandedOut, x.Parcel(1).State, "what moves backwards changes nothing")
		require.False(t, x.Order().Held())
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
	}, chaos.WithCDEK)
}
