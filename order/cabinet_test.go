package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// backSaid is a report of the gateway that so much of the payment of 5000.00 was paid back.
func backSaid(m amount.Money) order.PaymentReport {
	return order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(5000_00), State: status.PaymentPartlyRefunded, Refunded: m}}
}

// The cabinet paid 500.00 back, so 500.00 were due, and the buyer paid them again. Then somebody books what the 500.00
// were for: the buyer has paid 500.00 too much, and they are owed.
func TestWhatTheBuyerPaidAnewIsOwedOnceTheRefundIsBooked(t *testing.T) {
	again := order.Pay{Payment: order.Payment{ID: "p2", Amount: amount.RUB(500_00)}}

	s := sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(5000_00)))
	s.says(order.RoleGateway, backSaid(amount.RUB(500_00)))
	s.do(again, order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect, Payment: "p1"})
	require.Equal(t, []string{"4500.00", "500.00", "500.00", "0.00", "0.00"}, sums(s), "a reduction")
	s.paidBack(order.Refund{Block: 2})
	require.Equal(t, []string{"4500.00", "1000.00", "0.00", "0.00", "0.00"}, sums(s))

	s = sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(4500_00)), one("lamp", amount.RUB(500_00)))
	s.says(order.RoleGateway, backSaid(amount.RUB(499_00)), backSaid(amount.RUB(500_00)))
	s.do(again)
	s.do(order.Return{Picks: order.PickAll("lamp"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyReceived})
	s.do(order.Refund{Block: 1, Payment: "p1"})
	require.Equal(t, []string{"4500.00", "500.00", "500.00", "0.00", "0.00"}, sums(s), "a return")
}

// While the refund of 1000.00 is on its way, somebody pays 300.00 back in the cabinet. When the gateway then refuses
// the refund, the 300.00 are known to be something else, and are shown to people before they order it again.
func TestMoneyPaidBackByHandWhileARefundIsRefused(t *testing.T) {
	s := sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(4000_00)), one("lamp", amount.RUB(1000_00)))
	s.do(order.Return{Picks: order.PickAll("lamp"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Refund{Block: 1})
	s.says(order.RoleGateway, backSaid(amount.RUB(300_00)))
	require.False(t, s.o.Held(), "it may be a part of the refund")
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "try later"}})
	require.True(t, s.o.Held())
	v := s.o.View()
	require.Equal(t, "300.00", v.Refunded.Text())
	require.Equal(t, "300.00", v.Payments[0].Refunded.Text(), "it is not paid back again")
	require.Contains(t, v.Holds[0].Text, "paid 300.00 RUB of payment p1 back")

	s.says(order.RoleGateway, backSaid(amount.RUB(1000_00))) // the rest by hand as well
	s.do(order.Refund{Block: 1, Payment: "p1"})
	require.Equal(t, []string{"4000.00", "1000.00", "0.00", "0.00", "0.00"}, sums(s))
}

// What was paid back in the cabinet settles the block that waits for it also where no system owns the payments, so that
// nobody pays it back again; another sum is shown to people.
func TestMoneyPaidBackInTheCabinetIsKnownWhoeverSaysIt(t *testing.T) {
	for _, who := range []order.Role{order.RoleGateway, order.RoleERP, order.RoleOperator} {
		sold := func() *story {
			s := tell(t, order.Draft{ID: "A-1", Scheme: order.OwnPickup, Lines: []order.Line{one("sofa", amount.RUB(4000_00)), one("lamp", amount.RUB(1000_00))}})
			s.do(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(5000_00)}}, order.Deliver{})
			return s
		}
		say := func(s *story, m amount.Money) {
			if who == order.RoleOperator {
				s.do(order.Pay{Payment: backSaid(m).Payment})
				return
			}
			s.says(who, backSaid(m))
		}
		s := sold()
		s.do(order.Return{Picks: order.PickAll("lamp"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyReceived})
		say(s, amount.RUB(1000_00))
		require.Equal(t, []string{"4000.00", "1000.00", "0.00", "0.00", "0.00"}, sums(s), "%s", who)
		_, err := s.o.Do(order.Refund{Block: 1}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrAlready, "%s", who)
		require.False(t, s.o.Held())

		s = sold()
		say(s, amount.RUB(300_00))
		require.True(t, s.o.Held(), "%s", who)
	}
}

// The cabinet pays in two parts what a block owes. The payments do not cover a refund any more, but it may be booked:
// the button stands.
func TestARefundThatWasDoneInTwoPartsHasItsButton(t *testing.T) {
	s := sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(5000_00)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyReceived})
	s.says(order.RoleGateway, backSaid(amount.RUB(2000_00)), backSaid(amount.RUB(5000_00)))
	for _, p := range s.o.Allowed(s.by(order.RoleOperator)) {
		if p.Kind == order.KindRefund {
			require.NoError(t, p.Why)
		}
	}
	s.do(order.Refund{Block: 1, Payment: "p1"})
	require.Equal(t, []string{"0.00", "5000.00", "0.00", "0.00", "0.00"}, sums(s))
}
