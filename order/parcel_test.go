package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var cdekAccount = order.Ref{System: "cdek", Account: "cdek-1"}

// accepted is the carrier's yes.
func accepted(shipment int, waybill string) order.SettleParcel {
	return order.SettleParcel{Shipment: shipment, Waybill: waybill, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", Kind: "parcel", ID: "u-" + waybill}}}
}

// toBeSent is a paid order with one shipment.
func toBeSent(t *testing.T) *story {
	d := ownShop()
	d.Scheme = order.ByCarrier
	s := tell(t, d)
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00)}}, order.CreateShipment{Carrier: cdekAccount})
	return s
}

func (s *story) shipment(n int) order.Shipment { return s.o.View().Shipments[n-1] }

// covers: B24-5 (the domain half)
func TestACarrierIsAskedForAShipment(t *testing.T) {
	s := toBeSent(t)
	s.do(order.RequestParcel{Shipment: 1, Key: "1001-S1"})
	require.Equal(t, status.ShipmentRequested, s.shipment(1).State)
	_, err := s.o.Do(order.RequestParcel{Shipment: 1, Key: "1001-S1"}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrAlready, "no second request")
	_, err = s.o.Do(order.HandOver{Shipment: 1}, s.by(order.RoleOperator))
	require.ErrorContains(t, err, "there is no waybill number", "it is not accepted yet")

	// The carrier refuses: the reason stands on the shipment, which is as it was.
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "no such city"}})
	require.Equal(t, status.ShipmentAssembling, s.shipment(1).State)
	require.Equal(t, "no such city", s.shipment(1).CarrierText)

	s.do(order.RequestParcel{Shipment: 1, Key: "1001-S1"})
	s.as(order.RoleCarrier, accepted(1, "1105"))
	require.Equal(t, "1105", s.shipment(1).Waybill)
	require.Equal(t, "u-1105", s.shipment(1).Parcel.ID)
	require.Empty(t, s.shipment(1).CarrierText)
	require.Equal(t, status.OrderAssembling, s.o.State(), "it has not left")
	_, err = s.o.Do(accepted(1, "1105"), s.by(order.RoleCarrier))
	require.ErrorIs(t, err, order.ErrAlready)

	// A carrier may think better of what it accepted, as long as it has not left.
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "INVALID"}})
	require.Empty(t, s.shipment(1).Waybill)
	s.do(order.RequestParcel{Shipment: 1, Key: "1001-S1"})
	s.as(order.RoleCarrier, accepted(1, "1106"))
	s.do(order.HandOver{Shipment: 1})
	require.Equal(t, status.ShipmentSent, s.shipment(1).State)
	_, err = s.o.Do(order.DropParcel{Shipment: 1}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow, "it has left")
}

func TestARequestIsCalledOff(t *testing.T) {
	s := toBeSent(t)
	_, err := s.o.Do(order.DropParcel{Shipment: 1}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow)
	s.do(order.RequestParcel{Shipment: 1, Key: "1001-S1"})
	s.as(order.RoleCarrier, accepted(1, "1105"))
	s.do(order.DropParcel{Shipment: 1})
	require.Equal(t, status.ShipmentAssembling, s.shipment(1).State)
	require.Empty(t, s.shipment(1).Waybill)

	s.do(order.RequestParcel{Shipment: 1, Key: "1001-S1"})
	s.as(order.RoleCarrier, accepted(1, "1106"))
	s.do(order.Return{Reason: status.ReasonBuyerCancelled}, order.DropParcel{Shipment: 1})
	require.Equal(t, status.ShipmentCancelled, s.shipment(1).State, "nothing is left in it")
}

func TestARequestThatCannotBe(t *testing.T) {
	for name, tt := range map[string]struct {
		set  func(s *story)
		cmd  order.Command
		want error
		says string
	}{
		"an unknown shipment":    {nil, order.RequestParcel{Shipment: 2, Key: "k"}, order.ErrUnknown, "S2"},
		"no key":                 {nil, order.RequestParcel{Shipment: 1}, order.ErrInvalid, "no key"},
		"an own courier":         {func(s *story) { s.do(order.CreateShipment{Courier: true}) }, order.RequestParcel{Shipment: 2, Carrier: cdekAccount, Key: "k"}, order.ErrInvalid, "carrier that is to take it"},
		"nothing in it":          {func(s *story) { s.do(order.Return{Reason: status.ReasonUnwanted}) }, order.RequestParcel{Shipment: 1, Key: "k"}, order.ErrNotNow, "nothing in it"},
		"one that has left":      {func(s *story) { s.do(order.HandOver{Shipment: 1, Waybill: "1"}) }, order.RequestParcel{Shipment: 1, Key: "k"}, order.ErrNotNow, "has not left"},
		"an answer to nothing":   {nil, accepted(1, "1105"), order.ErrNotNow, "no carrier is asked"},
		"accepted, no number":    {func(s *story) { s.do(order.RequestParcel{Shipment: 1, Key: "k"}) }, accepted(1, ""), order.ErrInvalid, "without a tracking number"},
		"an answer that is none": {func(s *story) { s.do(order.RequestParcel{Shipment: 1, Key: "k"}) }, order.SettleParcel{Shipment: 1, Outcome: order.Outcome{Kind: order.InDoubt}}, order.ErrInvalid, "must be one of"},
	} {
		t.Run(name, func(t *testing.T) {
			s := toBeSent(t)
			if name == "an own courier" {
				d := ownShop()
				s = tell(t, d)
				s.do(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("L1")})
				tt.set = func(s *story) { s.do(order.CreateShipment{Picks: order.PickAll("L2"), Courier: true}) }
			}
			if tt.set != nil {
				tt.set(s)
			}
			version := s.o.Version()
			_, err := s.o.Do(tt.cmd, s.by(order.RoleOperator))
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, tt.says)
			require.Equal(t, version, s.o.Version())
		})
	}
	t.Run("unpaid", func(t *testing.T) {
		d := ownShop()
		s := take(t, order.Snapshot{
			Draft: order.Draft{ID: d.ID, Scheme: order.ByCarrier, Authority: d.Authority, Lines: d.Lines}, State: status.ItemConfirmed,
			Standing:  []order.Move{{Line: "L2", Portion: order.Portion{State: status.ItemPacked, Shipment: 1}}},
			Shipments: []order.Shipment{{N: 1, State: status.ShipmentAssembling}},
		})
		_, err := s.o.Do(order.RequestParcel{Shipment: 1, Carrier: cdekAccount, Key: "k"}, s.by(order.RoleOperator))
		require.ErrorContains(t, err, "before it is paid")
	})
	t.Run("a code is missing", func(t *testing.T) {
		d := ownShop()
		d.Scheme, d.Lines[0].MarkRequired = order.ByCarrier, true
		s := tell(t, d)
		s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00)}}, order.CreateShipment{Carrier: cdekAccount})
		_, err := s.o.Do(order.RequestParcel{Shipment: 1, Key: "k"}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrMarking)
	})
}
