package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// atGateway is how a payment stands at YooKassa.
func atGateway(x *chaos.Sale, id string) (string, amount.Money) {
	x.Helper()
	p, err := x.YKClient().GetPayment(x.Context(), id)
	require.NoError(x, err)
	return string(p.Status), p.Amount
}

// fault: M20
func TestTheMoneyHeldForACancelledOrderIsGivenBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Holds()
		require.Equal(t, amount.RUB(580000), x.Order().View().Held)
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		is, _ := atGateway(x, id)
		require.Equal(t, "canceled", is)
		require.Equal(t, status.PaymentCancelled, x.Order().View().Payments[0].State)
		require.Empty(t, x.Owes())
		require.Empty(t, x.Kassa.Receipts(), "no money was taken, so there is no receipt")
		require.Equal(t, 1, x.YK.Commits("POST /payments/{id}/cancel"))
	})
}

// fault: M20
func TestPeopleAreToldToReleaseWhatNoGatewayHereHolds(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Does(order.Pay{Payment: order.Payment{ID: "elsewhere", State: status.PaymentAuthorized, Amount: amount.RUB(580000), Ref: order.Ref{System: "stripe", ID: "pi_1"}}})
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		x.Settle()
		told := s.Journal(bridge.JournalFilter{What: "remark"})
		require.Len(t, told, 1, "once")
		require.Contains(t, told[0].Text, "5800.00 RUB of payment elsewhere is held, and the order is cancelled: release it where it is held")
	})
}

// fault: M21
func TestHeldMoneyIsTakenWhenTheGoodsAreReady(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Holds()
		x.Does(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
		x.Settle()
		require.Zero(t, x.YK.Calls("POST /payments/{id}/capture"), "nothing is ready yet")
		require.Error(t, x.Tries(order.HandOver{Waybill: "1"}))
		require.Empty(t, x.Kassa.Receipts(), "nothing is receipted while it is held")
		x.Packs()
		is, sum := atGateway(x, id)
		require.Equal(t, "succeeded", is)
		require.Equal(t, amount.RUB(510000), sum, "the socks are not there, so the order costs less than is held")
		v := x.Order().View()
		require.Equal(t, []amount.Money{amount.RUB(510000), amount.RUB(0), amount.RUB(0)}, []amount.Money{v.Paid, v.Due, v.Held})
		require.Empty(t, v.Holds)
		require.Len(t, x.Kassa.Receipts(), 1, "the advance of what was taken")
		require.NotNil(t, v.Payments[0].Receipt)
		x.Does(order.HandOver{Waybill: "1"})
		require.Equal(t, 1, x.YK.Commits("POST /payments/{id}/capture"))
	})
}

func TestARouteSaysWhenHeldMoneyIsTaken(t *testing.T) {
	for when, steps := range map[bridge.CaptureWhen][3]bool{ // held, packed, handed over
		bridge.CaptureOnConfirmation: {true, true, true},
		bridge.CaptureWhenReady:      {false, true, true},
		bridge.CaptureOnHandOver:     {false, false, true},
		bridge.CaptureByHand:         {false, false, false},
	} {
		sells(t, func(s *chaos.Shop) {
			d := chaos.ShoesAndSocks()
			d.Scheme = order.OwnPickup // it is not prepaid
			x := s.Sells(d)
			id := x.Holds()
			is, _ := atGateway(x, id)
			require.Equal(t, "waiting_for_capture", is, "%d: nothing is confirmed", when)
			x.Does(order.Confirm{})
			x.Settle()
			for i, step := range []func(){func() {}, x.Packs, func() { x.Does(order.HandOver{Waybill: "1"}); x.Settle() }} {
				step()
				is, _ := atGateway(x, id)
				require.Equal(t, steps[i], is == "succeeded", "%d, step %d: %s", when, i, is)
			}
		}, func(s *chaos.Shop) { s.Way.Capture = when })
	}
}

func TestACaptureThatIsRefusedWaitsForAPerson(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Holds()
		s.YK.Faults().Next("POST /payments/{id}/capture", refused)
		x.Packs()
		x.Settle()
		p := x.Order().View().Payments[0]
		require.Equal(t, order.HeldRefused, p.Held.State)
		require.Equal(t, 1, s.YK.Calls("POST /payments/{id}/capture"), "not again without a person")
		x.Does(order.Capture{Payment: "p1"})
		x.Settle()
		is, _ := atGateway(x, id)
		require.Equal(t, "succeeded", is)
	})
}

// A capture that was refused before is no reason to keep the money of an order that is cancelled then; a release that
// is refused is not tried again without a person.
func TestAfterARefusedCaptureACancelledOrderStillGivesItsMoneyBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Holds()
		s.YK.Faults().Next("POST /payments/{id}/capture", refused)
		x.Packs()
		s.YK.Faults().Next("POST /payments/{id}/cancel", refused)
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		x.Settle()
		require.Equal(t, 1, s.YK.Calls("POST /payments/{id}/cancel"))
		require.Len(t, s.Journal(bridge.JournalFilter{What: "rejected"}), 2, "people know of both")
		x.Does(order.ReleaseHold{Payment: "p1"})
		x.Settle()
		is, _ := atGateway(x, id)
		require.Equal(t, "canceled", is)
		require.Equal(t, status.PaymentCancelled, x.Order().View().Payments[0].State)
	})
}

func TestAHoldThatTheGatewayEndsIsNoticed(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Holds()
		end := x.Order().View().Payments[0].Expires
		require.Equal(t, 7*24*time.Hour, end.Sub(x.Order().View().Updated).Round(time.Hour))
		time.Sleep(time.Until(end.Add(-23 * time.Hour)))
		x.Settle()
		require.Len(t, s.Journal(bridge.JournalFilter{What: "deadline"}), 1, "a day before")
		time.Sleep(time.Until(end.Add(time.Hour)))
		atGateway(x, s.YK.Payments()[0].ID) // the service notices
		x.Settle()
		v := x.Order().View()
		require.Equal(t, status.OrderAwaitingPayment, v.State)
		require.Equal(t, status.PaymentCancelled, v.Payments[0].State)
		told := s.Journal(bridge.JournalFilter{What: "payment", Levels: []bridge.Level{bridge.LevelWarning}})
		require.Len(t, told, 1)
		require.Contains(t, told[0].Text, "the order is unpaid again")
		require.Empty(t, v.Holds)
	})
}

// fault: M20
func TestPeopleReleaseAHoldInTheCabinetWhereItsClientCannot(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Holds()
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		is, _ := atGateway(x, id)
		require.Equal(t, "waiting_for_capture", is)
		require.Contains(t, s.Journal(bridge.JournalFilter{What: "remark"})[0].Text, "release it where it is held")
		x.Does(order.ReleaseHold{Payment: "p1"})
		x.Settle()
		require.Equal(t, order.HeldRefused, x.Order().View().Payments[0].Held.State, "the client cannot do it")
		_, err := x.YKClient().CancelPayment(x.Context(), "cabinet", id)
		require.NoError(t, err)
		x.Settle()
		require.Equal(t, status.PaymentCancelled, x.Order().View().Payments[0].State)
	}, func(s *chaos.Shop) { s.Plain = true })
}

// refused is a refusal of YooKassa.
var refused = yookassatest.Refuse(400, "invalid_request", "not today")
