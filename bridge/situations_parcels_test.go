package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// What cannot be carried is refused before anything is sent, with field and rule; the shipment keeps its state.
func TestARequestThatCannotBeCarried(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		for name, tt := range map[string]struct {
			change carriers.Values
			field  string
		}{
			"an impossible weight":             {carriers.Values{"packages.1.weight": "0"}, "packages.1.weight"},
			"an impossible size":               {carriers.Values{"packages.1.length": "0"}, "packages.1.length"},
			"a tariff that does not go there":  {carriers.Values{"tariff_code": "62"}, "tariff_code"},
			"a phone that the carrier refuses": {carriers.Values{"recipient.phones.1.number": "call me"}, "recipient.phones.1.number"},
			"a point that is not there":        {carriers.Values{"delivery_point": ""}, "delivery_point"},
		} {
			err := x.asks(1, tt.change)
			var form *carriers.FormError
			require.ErrorAs(t, err, &form, name)
			require.Equal(t, tt.field, form.Problems[0].Field, name)
			require.NotEmpty(t, form.Problems[0].Rule)
		}
		require.Equal(t, status.ShipmentAssembling, x.parcel(1).State)
		require.Zero(t, s.cdek.Calls("POST /v2/orders"))

		_, err := s.b.ParcelForm(s.Context(), "shop-1/"+x.id, 1, "atol-1")
		var wrong *bridge.ConfigError
		require.ErrorAs(t, err, &wrong)
		require.ErrorContains(t, err, "those that do: cdek-1")
		_, err = s.b.ParcelForm(s.Context(), "shop-1/"+x.id, 7, "cdek-1")
		require.ErrorContains(t, err, "no shipment S7")
		_, err = s.b.ParcelForm(s.Context(), "shop-1/nobody", 1, "cdek-1")
		require.ErrorIs(t, err, bridge.ErrUnknown)
	}, withCDEK)
}

// A city that the carrier does not know is seen in the form, and refused when it is sent all the same.
func TestACityThatTheCarrierDoesNotKnow(t *testing.T) {
	sells(t, func(s *shop) {
		d := toAPoint()
		d.Delivery = order.Delivery{City: "Китеж", Address: "на дне, 1", Recipient: "Иванова Анна", Phone: "+79010000002"}
		x := s.sells(d)
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		f, err := s.b.ParcelForm(s.Context(), "shop-1/"+x.id, 1, "cdek-1")
		require.NoError(t, err)
		require.NotEmpty(t, f.Notes)
		require.Contains(t, f.Notes[0].Rule, "Китеж")
		var form *carriers.FormError
		require.ErrorAs(t, x.asks(1, nil), &form)
	}, withCDEK)
}

func TestALostAnswerMakesNoSecondParcel(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		s.cdek.Faults().Next("POST /v2/orders", fake.ResetAfter())
		x.ships()
		x.settle()
		require.Len(t, x.parcels(), 1)
		require.Equal(t, 1, s.cdek.Commits("POST /v2/orders"))
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
	}, withCDEK)
}

// Accepted, and then removed in the carrier's cabinet: the number is taken back before the goods have left.
func TestACarrierThatThinksBetterOfIt(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		s.crm.Faults().Always("*", fake.Unreachable()) // so that it does not leave at once
		x.ships()
		for range 5 {
			s.sync()
			at(time.Minute)
		}
		require.NotEmpty(t, x.parcel(1).Waybill)
		s.cdek.Advance(x.id+"-S1", cdektest.Step{Code: "REMOVED"}) // in the cabinet
		for range 30 {
			s.sync()
			at(time.Minute)
		}
		sh := x.parcel(1)
		require.Equal(t, status.ShipmentAssembling, sh.State, "journal: %v", x.tail())
		require.Empty(t, sh.Waybill)
		require.NotEmpty(t, sh.CarrierText)
		s.crm.Faults().Clear()
		x.settle()
		require.Empty(t, x.order().View().Documents, "what was refused is not sold")
		require.Empty(t, x.owes())
	}, withCDEK, inCRM)
}

// The buyer cancels when the carrier has accepted and not come yet: the request is called off.
func TestWhatIsCancelledIsNotCarried(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		s.crm.Faults().Always("*", fake.Unreachable())
		x.ships()
		for range 5 {
			s.sync()
			at(time.Minute)
		}
		require.NotEmpty(t, x.parcel(1).Waybill)
		s.crm.Faults().Clear()
		x.does(order.Return{Reason: status.ReasonBuyerCancelled})
		x.settle()
		require.Equal(t, status.ShipmentCancelled, x.parcel(1).State)
		require.Empty(t, x.parcels(), "it is deleted at CDEK")
		x.refunds(1)
		x.registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 5800.00 done")
		require.Empty(t, x.owes())
	}, withCDEK, inCRM)
}

// The buyer takes the shoes and leaves a pair of socks: the carrier tells piece by piece, and the rest comes back by
// another parcel, whose DELIVERED is not the buyer's.
func TestABuyerTakesAPart(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		s.cdek.Ship(key)
		s.cdek.Arrive(key)
		s.cdek.DeliverPart(key, 2)
		x.settle()
		require.False(t, x.order().Held(), "journal: %v", x.tail())
		l, _ := x.order().Line("socks")
		require.Equal(t, amount.Pcs(1), l.Living)
		require.Equal(t, status.OrderPartlyDelivered, x.order().State())
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5450.00 done")
		require.Equal(t, amount.RUB(35000), x.block(1).Owed)
	}, withCDEK)
}

func TestAParcelThatComesBack(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		s.cdek.Ship(key)
		s.cdek.Arrive(key)
		x.settle()
		s.cdek.Return(key, "11")
		x.settle()
		require.Equal(t, status.ShipmentComingBack, x.parcel(1).State)
		require.True(t, x.order().Held(), "a person decides: send it again, or take the units back")
		x.registered("payment/p1: sell 5800.00 done")
	}, withCDEK)
}

func TestACallAboutAnUnknownParcelIsJournalled(t *testing.T) {
	sells(t, func(s *shop) {
		s.sells(toAPoint())
		s.cdek.Emit("ORDER_STATUS", "72753031-0000-4000-8000-000000000001", map[string]any{"code": "DELIVERED", "status_code": "4", "number": "somebody", "cdek_number": "1"})
		s.settle()
		require.Len(t, s.journal(bridge.JournalFilter{What: "unknown-parcel"}), 1)
		s.quiet()
	}, withCDEK)
}

// A carrier that drops who once did not answer is asked again to call.
func TestASubscriptionIsRenewed(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		require.NotEmpty(t, s.cdek.Subscriptions())
		s.deaf = true
		s.cdek.Ship(x.id + "-S1")
		s.rings()
		s.deaf = false
		at(25 * time.Hour)
		require.Empty(t, s.cdek.Subscriptions(), "it is dropped for the answer 502")
		s.sync()
		require.NotEmpty(t, s.cdek.Subscriptions())
	}, withCDEK)
}
