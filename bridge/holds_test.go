package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// holds is the buyer whose bank holds the price of the whole order, in two stages.
func (x *sale) holds() string {
	x.Helper()
	sum := x.order().Total()
	p, err := x.ykClient().CreatePayment(x.Context(), yookassa.Key("test", x.id, "held"), yookassa.NewPayment{
		Amount: sum, Description: x.id, Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru"},
	})
	require.NoError(x, err)
	x.does(order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPending, Amount: sum, Ref: order.Ref{System: "yookassa", ID: p.ID}}})
	require.NoError(x, x.yk.Pay(p.ID))
	x.settle()
	return p.ID
}

// packs makes the goods ready.
func (x *sale) packs() {
	x.Helper()
	if l, ok := x.order().Line("shoes"); ok && l.Living.Sign() > 0 {
		x.does(order.SetMark{Line: "shoes", Code: shoeCode})
	}
	x.does(order.Assemble{}, order.Pack{})
	x.settle()
}

// atGateway is how a payment stands at YooKassa.
func (x *sale) atGateway(id string) (string, amount.Money) {
	x.Helper()
	p, err := x.ykClient().GetPayment(x.Context(), id)
	require.NoError(x, err)
	return string(p.Status), p.Amount
}

// fault: M20
func TestTheMoneyHeldForACancelledOrderIsGivenBack(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.holds()
		require.Equal(t, amount.RUB(580000), x.order().View().Held)
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		is, _ := x.atGateway(id)
		require.Equal(t, "canceled", is)
		require.Equal(t, status.PaymentCancelled, x.order().View().Payments[0].State)
		require.Empty(t, x.owes())
		require.Empty(t, x.kassa.Receipts(), "no money was taken, so there is no receipt")
		require.Equal(t, 1, x.yk.Commits("POST /payments/{id}/cancel"))
	})
}

// fault: M20
func TestPeopleAreToldToReleaseWhatNoGatewayHereHolds(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.does(order.Pay{Payment: order.Payment{ID: "elsewhere", State: status.PaymentAuthorized, Amount: amount.RUB(580000), Ref: order.Ref{System: "stripe", ID: "pi_1"}}})
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		x.settle()
		told := s.journal(bridge.JournalFilter{What: "remark"})
		require.Len(t, told, 1, "once")
		require.Contains(t, told[0].Text, "5800.00 RUB of payment elsewhere is held, and the order is cancelled: release it where it is held")
	})
}

// fault: M21
func TestHeldMoneyIsTakenWhenTheGoodsAreReady(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.holds()
		x.does(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
		x.settle()
		require.Zero(t, x.yk.Calls("POST /payments/{id}/capture"), "nothing is ready yet")
		require.Error(t, x.tries(order.HandOver{Waybill: "1"}))
		require.Empty(t, x.kassa.Receipts(), "nothing is receipted while it is held")
		x.packs()
		is, sum := x.atGateway(id)
		require.Equal(t, "succeeded", is)
		require.Equal(t, amount.RUB(510000), sum, "the socks are not there, so the order costs less than is held")
		v := x.order().View()
		require.Equal(t, []amount.Money{amount.RUB(510000), amount.RUB(0), amount.RUB(0)}, []amount.Money{v.Paid, v.Due, v.Held})
		require.Empty(t, v.Holds)
		require.Len(t, x.kassa.Receipts(), 1, "the advance of what was taken")
		require.NotNil(t, v.Payments[0].Receipt)
		x.does(order.HandOver{Waybill: "1"})
		require.Equal(t, 1, x.yk.Commits("POST /payments/{id}/capture"))
	})
}

func TestARouteSaysWhenHeldMoneyIsTaken(t *testing.T) {
	for when, steps := range map[bridge.CaptureWhen][3]bool{ // held, packed, handed over
		bridge.CaptureOnConfirmation: {true, true, true},
		bridge.CaptureWhenReady:      {false, true, true},
		bridge.CaptureOnHandOver:     {false, false, true},
		bridge.CaptureByHand:         {false, false, false},
	} {
		sells(t, func(s *shop) {
			d := shoesAndSocks()
			d.Scheme = order.OwnPickup // it is not prepaid
			x := s.sells(d)
			id := x.holds()
			is, _ := x.atGateway(id)
			require.Equal(t, "waiting_for_capture", is, "%d: nothing is confirmed", when)
			x.does(order.Confirm{})
			x.settle()
			for i, step := range []func(){func() {}, x.packs, func() { x.does(order.HandOver{Waybill: "1"}); x.settle() }} {
				step()
				is, _ := x.atGateway(id)
				require.Equal(t, steps[i], is == "succeeded", "%d, step %d: %s", when, i, is)
			}
		}, func(s *shop) { s.way.Capture = when })
	}
}

func TestACaptureThatIsRefusedWaitsForAPerson(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.holds()
		s.yk.Faults().Next("POST /payments/{id}/capture", refused)
		x.packs()
		x.settle()
		p := x.order().View().Payments[0]
		require.Equal(t, order.HeldRefused, p.Held.State)
		require.Equal(t, 1, s.yk.Calls("POST /payments/{id}/capture"), "not again without a person")
		x.does(order.Capture{Payment: "p1"})
		x.settle()
		is, _ := x.atGateway(id)
		require.Equal(t, "succeeded", is)
	})
}

// A capture that was refused before is no reason to keep the money of an order that is cancelled then; a release that
// is refused is not tried again without a person.
func TestAfterARefusedCaptureACancelledOrderStillGivesItsMoneyBack(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.holds()
		s.yk.Faults().Next("POST /payments/{id}/capture", refused)
		x.packs()
		s.yk.Faults().Next("POST /payments/{id}/cancel", refused)
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		x.settle()
		require.Equal(t, 1, s.yk.Calls("POST /payments/{id}/cancel"))
		require.Len(t, s.journal(bridge.JournalFilter{What: "rejected"}), 2, "people know of both")
		x.does(order.ReleaseHold{Payment: "p1"})
		x.settle()
		is, _ := x.atGateway(id)
		require.Equal(t, "canceled", is)
		require.Equal(t, status.PaymentCancelled, x.order().View().Payments[0].State)
	})
}

func TestAHoldThatTheGatewayEndsIsNoticed(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.holds()
		end := x.order().View().Payments[0].Expires
		require.Equal(t, 7*24*time.Hour, end.Sub(x.order().View().Updated).Round(time.Hour))
		time.Sleep(time.Until(end.Add(-23 * time.Hour)))
		x.settle()
		require.Len(t, s.journal(bridge.JournalFilter{What: "deadline"}), 1, "a day before")
		time.Sleep(time.Until(end.Add(time.Hour)))
		x.atGateway(s.yk.Payments()[0].ID) // the service notices
		x.settle()
		v := x.order().View()
		require.Equal(t, status.OrderAwaitingPayment, v.State)
		require.Equal(t, status.PaymentCancelled, v.Payments[0].State)
		told := s.journal(bridge.JournalFilter{What: "payment", Levels: []bridge.Level{bridge.LevelWarning}})
		require.Len(t, told, 1)
		require.Contains(t, told[0].Text, "the order is unpaid again")
		require.Empty(t, v.Holds)
	})
}

// plainGateway is a gateway that cannot capture.
type plainGateway struct {
	receipts.Gateway
	receipts.Webhooker
}

// fault: M20
func TestPeopleReleaseAHoldInTheCabinetWhereItsClientCannot(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.holds()
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		is, _ := x.atGateway(id)
		require.Equal(t, "waiting_for_capture", is)
		require.Contains(t, s.journal(bridge.JournalFilter{What: "remark"})[0].Text, "release it where it is held")
		x.does(order.ReleaseHold{Payment: "p1"})
		x.settle()
		require.Equal(t, order.HeldRefused, x.order().View().Payments[0].Held.State, "the client cannot do it")
		_, err := x.ykClient().CancelPayment(x.Context(), "cabinet", id)
		require.NoError(t, err)
		x.settle()
		require.Equal(t, status.PaymentCancelled, x.order().View().Payments[0].State)
	}, func(s *shop) { s.plain = true })
}

// refused is a refusal of YooKassa.
var refused = yookassatest.Refuse(400, "invalid_request", "not today")
