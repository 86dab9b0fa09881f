package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// What cannot be carried is refused before anything is sent, with field and rule; the shipment keeps its state.
func TestARequestThatCannotBeCarried(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
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
			err := x.Asks(1, tt.change)
			var form *carriers.FormError
			require.ErrorAs(t, err, &form, name)
			require.Equal(t, tt.field, form.Problems[0].Field, name)
			require.NotEmpty(t, form.Problems[0].Rule)
		}
		require.Equal(t, status.ShipmentAssembling, x.Parcel(1).State)
		require.Zero(t, s.CDEK.Calls("POST /v2/orders"))

		_, err := s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, 1, "atol-1")
		var wrong *bridge.ConfigError
		require.ErrorAs(t, err, &wrong)
		require.ErrorContains(t, err, "those that do: cdek-1")
		_, err = s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, 7, "cdek-1")
		require.ErrorContains(t, err, "no shipment S7")
		_, err = s.Bridge.ParcelForm(s.Context(), "shop-1/nobody", 1, "cdek-1")
		require.ErrorIs(t, err, bridge.ErrUnknown)
	}, chaos.WithCDEK)
}

// A city that the carrier does not know is seen in the form, and refused when it is sent all the same.
func TestACityThatTheCarrierDoesNotKnow(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ToAPoint()
		d.Delivery = order.Delivery{City: "Китеж", Address: "на дне, 1", Recipient: "Иванова Анна", Phone: "+79010000002"}
		x := s.Sells(d)
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		f, err := s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, 1, "cdek-1")
		require.NoError(t, err)
		require.NotEmpty(t, f.Notes)
		require.Contains(t, f.Notes[0].Rule, "Китеж")
		var form *carriers.FormError
		require.ErrorAs(t, x.Asks(1, nil), &form)
	}, chaos.WithCDEK)
}

func TestALostAnswerMakesNoSecondParcel(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		s.CDEK.Faults().Next("POST /v2/orders", fake.ResetAfter())
		x.Ships()
		x.Settle()
		require.Len(t, x.Parcels(), 1)
		require.Equal(t, 1, s.CDEK.Commits("POST /v2/orders"))
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
	}, chaos.WithCDEK)
}

// Accepted, and then removed in the carrier's cabinet: the number is taken back before the goods have left.
func TestACarrierThatThinksBetterOfIt(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		s.CRM.Faults().Always("*", fake.Unreachable()) // so that it does not leave at once
		x.Ships()
		for range 5 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		require.NotEmpty(t, x.Parcel(1).Waybill)
		s.CDEK.Advance(x.ID+"-S1", cdektest.Step{Code: "REMOVED"}) // in the cabinet
		for range 30 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentAssembling, sh.State, "journal: %v", x.Tail())
		require.Empty(t, sh.Waybill)
		require.NotEmpty(t, sh.CarrierText)
		s.CRM.Faults().Clear()
		x.Settle()
		require.Empty(t, x.Order().View().Documents, "what was refused is not sold")
		require.Empty(t, x.Owes())
	}, chaos.WithCDEK, chaos.InCRM)
}

// The buyer cancels when the carrier has accepted and not come yet: the request is called off.
func TestWhatIsCancelledIsNotCarried(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		s.CRM.Faults().Always("*", fake.Unreachable())
		x.Ships()
		for range 5 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		require.NotEmpty(t, x.Parcel(1).Waybill)
		s.CRM.Faults().Clear()
		x.Does(order.Return{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		require.Equal(t, status.ShipmentCancelled, x.Parcel(1).State)
		require.Empty(t, x.Parcels(), "it is deleted at CDEK")
		x.Refunds(1)
		x.Registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 5800.00 done")
		require.Empty(t, x.Owes())
	}, chaos.WithCDEK, chaos.InCRM)
}

// The buyer takes the shoes and leaves a pair of socks: the carrier tells piece by piece, and the rest comes back by
// another parcel, whose DELIVERED is not the buyer's.
func TestABuyerTakesAPart(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		s.CDEK.Ship(key)
		s.CDEK.Arrive(key)
		s.CDEK.DeliverPart(key, 2)
		x.Settle()
		require.False(t, x.Order().Held(), "journal: %v", x.Tail())
		l, _ := x.Order().Line("socks")
		require.Equal(t, amount.Pcs(1), l.Living)
		require.Equal(t, status.OrderPartlyDelivered, x.Order().State())
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5450.00 done")
		require.Equal(t, amount.RUB(35000), x.Block(1).Owed)
	}, chaos.WithCDEK)
}

func TestAParcelThatComesBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		s.CDEK.Ship(key)
		s.CDEK.Arrive(key)
		x.Settle()
		s.CDEK.Return(key, "11")
		x.Settle()
		require.Equal(t, status.ShipmentComingBack, x.Parcel(1).State)
		require.True(t, x.Order().Held(), "a person decides: send it again, or take the units back")
		x.Registered("payment/p1: sell 5800.00 done")
	}, chaos.WithCDEK)
}

func TestACallAboutAnUnknownParcelIsJournalled(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Sells(chaos.ToAPoint())
		s.CDEK.Emit("ORDER_STATUS", "72753031-0000-4000-8000-000000000001", map[string]any{"code": "DELIVERED", "status_code": "4", "number": "somebody", "cdek_number": "1"})
		s.Settle()
		require.Len(t, s.Journal(bridge.JournalFilter{What: "unknown-parcel"}), 1)
		s.Quiet()
	}, chaos.WithCDEK)
}

// A carrier that drops who once did not answer is asked again to call.
func TestASubscriptionIsRenewed(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		require.NotEmpty(t, s.CDEK.Subscriptions())
		s.Deaf = true
		s.CDEK.Ship(x.ID + "-S1")
		s.Rings()
		s.Deaf = false
		time.Sleep(25 * time.Hour)
		require.Empty(t, s.CDEK.Subscriptions(), "it is dropped for the answer 502")
		s.Sync()
		require.NotEmpty(t, s.CDEK.Subscriptions())
	}, chaos.WithCDEK)
}
