package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The advance receipt is made after payment, attached, and sent to the buyer.
//
// covers: B24-3 (the money half)
func TestThePaidOrderHasItsAdvanceReceipt(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		require.Equal(t, status.PaymentPending, x.order().View().Payment)
		x.registered()
		x.pays()
		v := x.order().View()
		require.Equal(t, status.PaymentPaid, v.Payment)
		x.registered("payment/p1: sell 5800.00 done")
		r, _ := s.kassa.Receipt("shop-1%2FA-1042/payment/p1")
		require.Contains(t, string(r.Body), `"email":"ivanova@example.ru"`)
		require.Contains(t, string(r.Body), `"payment_method":"advance"`)
		require.NotNil(t, v.Payments[0].Receipt)
		require.True(t, v.Payments[0].Receipt.Posted)
		require.Equal(t, "9960440300112233/10817", v.Payments[0].Receipt.Number)
		require.Empty(t, x.owes())
	})
}

// One full settlement, on the whole, offset by the advance, when everything that is not returned is handed out.
//
// covers: B24-8 (the money half)
func TestTheHandedOutOrderHasOneSettlement(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Picks: order.PickAll("shoes"), Waybill: "1"}, order.HandOver{Picks: order.PickAll("socks"), Waybill: "2"})
		x.does(order.Deliver{Shipment: 1})
		x.settle()
		x.registered("payment/p1: sell 5800.00 done") // all shipments but one are issued: not enough
		x.does(order.Deliver{Shipment: 2})
		x.settle()
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		r, _ := s.kassa.Receipt("shop-1%2FA-1042/goods")
		require.Contains(t, string(r.Body), `"payments":[{"type":2,"sum":5800.00}]`)
		require.Contains(t, string(r.Body), `"mark_code"`)
		docs := x.order().View().Documents
		require.Len(t, docs, 1)
		require.Equal(t, "receipt", docs[0].Kind)
		require.Equal(t, status.OrderDelivered, x.order().State())
	})
}

// The money goes back by the manager's command, exactly the block's sum; the receipt is attached; the block is
// «возвращен». A further return makes another block.
//
// covers: B24-7 (the money half)
func TestReturnsAreRefundedBlockByBlock(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		first := x.returns(order.Pick("socks", amount.Pcs(1))) // before anything is sent
		x.paidBack()
		x.refunds(first)
		x.paidBack("350.00 RUB succeeded")
		x.sends()
		x.hands()
		x.does(order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect})
		require.ErrorIs(t, x.tries(order.Refund{Block: 2}), order.ErrNotNow, "the shoes are not back")
		x.does(order.Receive{Block: 2, Custody: status.CustodyAccepted})
		x.refunds(2)
		x.refunds(x.returns(order.Pick("socks", amount.Pcs(1))))
		x.paidBack("350.00 RUB succeeded", "4800.00 RUB succeeded", "350.00 RUB succeeded")
		x.registered(
			"payment/p1: sell 5800.00 done",
			"refund/R1/advance: sell_refund 350.00 done", // it undoes the advance
			"goods: sell 5450.00 done",
			"refund/R2: sell_refund 4800.00 done", // it undoes the settlement
			"refund/R3: sell_refund 350.00 done",
		)
		for n := 1; n <= 3; n++ {
			b := x.block(n)
			require.True(t, b.Returned, "R%d: %s", n, b.Money)
			require.NotNil(t, b.Receipt)
		}
		require.Equal(t, amount.RUB(30000), x.order().Total())
		require.ErrorIs(t, x.tries(order.Refund{Block: 2}), order.ErrAlready)
		require.Empty(t, x.owes())
		x.quiet()
	})
}

func (s *shop) quiet() { (&purchase{market: s.market}).quiet() }

// Refused by the gateway: the block stays as it was, with the reason; the next command pays once.
//
// covers: B24-7 (the money half)
func TestARefusedRefundMayBeRepeated(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.RefuseRefunds("insufficient_funds")
		x.refunds(1)
		b := x.block(1)
		require.Equal(t, status.MoneyRefused, b.Money)
		require.Contains(t, b.Answer, "less than the refund")
		require.False(t, b.Returned)
		require.Equal(t, amount.RUB(70000), b.Owed)
		x.registered("payment/p1: sell 5800.00 done")
		require.Empty(t, x.owes(), "it waits for the manager, and holds up nothing")

		s.yk.RefuseRefunds("")
		x.refunds(1)
		x.paidBack("700.00 RUB canceled", "700.00 RUB succeeded")
		require.True(t, x.block(1).Returned)
		x.registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
	})
}

// An order that was never paid: the split is a cancellation, without refund or receipt.
//
// covers: B24-7 (the money half)
func TestAnUnpaidReturnMovesNoMoney(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.does(order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonUnwanted})
		x.settle()
		require.Empty(t, x.order().View().Blocks)
		x.registered()
		x.paidBack()
	})
}
