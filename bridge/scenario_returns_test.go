package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The advance receipt is made after payment, attached, and sent to the buyer.
//
// covers: B24-3 (the money half)
func TestThePaidOrderHasItsAdvanceReceipt(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		require.Equal(t, status.PaymentPending, x.Order().View().Payment)
		x.Registered()
		x.Pays()
		v := x.Order().View()
		require.Equal(t, status.PaymentPaid, v.Payment)
		x.Registered("payment/p1: sell 5800.00 done")
		r, _ := s.Kassa.Receipt("shop-1%2FA-1042/payment/p1")
		require.Contains(t, string(r.Body), `"email":"ivanova@example.ru"`)
		require.Contains(t, string(r.Body), `"payment_method":"advance"`)
		require.NotNil(t, v.Payments[0].Receipt)
		require.True(t, v.Payments[0].Receipt.Posted)
		require.Equal(t, "9960440300112233/10817", v.Payments[0].Receipt.Number)
		require.Empty(t, x.Owes())
	})
}

// One full settlement, on the whole, offset by the advance, when everything that is not returned is handed out.
//
// covers: B24-8 (the money half)
func TestTheHandedOutOrderHasOneSettlement(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Picks: order.PickAll("shoes"), Waybill: "1"}, order.HandOver{Picks: order.PickAll("socks"), Waybill: "2"})
		x.Does(order.Deliver{Shipment: 1})
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done") // all shipments but one are issued: not enough
		x.Does(order.Deliver{Shipment: 2})
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		r, _ := s.Kassa.Receipt("shop-1%2FA-1042/goods")
		require.Contains(t, string(r.Body), `"payments":[{"type":2,"sum":5800.00}]`)
		require.Contains(t, string(r.Body), `"mark_code"`)
		docs := x.Order().View().Documents
		require.Len(t, docs, 1)
		require.Equal(t, "receipt", docs[0].Kind)
		require.Equal(t, status.OrderDelivered, x.Order().State())
	})
}

// The money goes back by the manager's command, exactly the block's sum; the receipt is attached; the block is
// «возвращен». A further return makes another block.
//
// covers: B24-7 (the money half)
func TestReturnsAreRefundedBlockByBlock(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		first := x.Returns(order.Pick("socks", amount.Pcs(1))) // before anything is sent
		x.PaidBack()
		x.Refunds(first)
		x.PaidBack("350.00 RUB succeeded")
		x.Sends()
		x.Hands()
		x.Does(order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect})
		require.ErrorIs(t, x.Tries(order.Refund{Block: 2}), order.ErrNotNow, "the shoes are not back")
		x.Does(order.Receive{Block: 2, Custody: status.CustodyAccepted})
		x.Refunds(2)
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		x.PaidBack("350.00 RUB succeeded", "4800.00 RUB succeeded", "350.00 RUB succeeded")
		x.Registered(
			"payment/p1: sell 5800.00 done",
			"refund/R1/advance: sell_refund 350.00 done", // it undoes the advance
			"goods: sell 5450.00 done",
			"refund/R2: sell_refund 4800.00 done", // it undoes the settlement
			"refund/R3: sell_refund 350.00 done",
		)
		for n := 1; n <= 3; n++ {
			b := x.Block(n)
			require.True(t, b.Returned, "R%d: %s", n, b.Money)
			require.NotNil(t, b.Receipt)
		}
		require.Equal(t, amount.RUB(30000), x.Order().Total())
		require.ErrorIs(t, x.Tries(order.Refund{Block: 2}), order.ErrAlready)
		require.Empty(t, x.Owes())
		x.Quiet()
	})
}

// Refused by the gateway: the block stays as it was, with the reason; the next command pays once.
//
// covers: B24-7 (the money half)
func TestARefusedRefundMayBeRepeated(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.RefuseRefunds("insufficient_funds")
		x.Refunds(1)
		b := x.Block(1)
		require.Equal(t, status.MoneyRefused, b.Money)
		require.Contains(t, b.Answer, "less than the refund")
		require.False(t, b.Returned)
		require.Equal(t, amount.RUB(70000), b.Owed)
		x.Registered("payment/p1: sell 5800.00 done")
		require.Empty(t, x.Owes(), "it waits for the manager, and holds up nothing")

		s.YK.RefuseRefunds("")
		x.Refunds(1)
		x.PaidBack("700.00 RUB canceled", "700.00 RUB succeeded")
		require.True(t, x.Block(1).Returned)
		x.Registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
	})
}

// An order that was never paid: the split is a cancellation, without refund or receipt.
//
// covers: B24-7 (the money half)
func TestAnUnpaidReturnMovesNoMoney(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Does(order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonUnwanted})
		x.Settle()
		require.Empty(t, x.Order().View().Blocks)
		x.Registered()
		x.PaidBack()
	})
}
