package bridge_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

func TestALostAnswerPaysNothingTwice(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		s.kassa.Faults().Next("sell", fake.ResetAfter())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Next("POST /refunds", fake.ResetAfter())
		s.kassa.Faults().Next("sell_refund", fake.ResetAfter())
		x.refunds(1)
		x.paidBack("700.00 RUB succeeded")
		x.registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
		require.Equal(t, 1, s.yk.Commits("POST /refunds"))
		x.quiet()
	})
}

// The buyer's bank takes its time: other refunds of the order do not wait for it, and what it refuses is asked for, as
// nobody tells of it.
func TestARefundThatWaits(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.Pick("socks", amount.Pcs(1)))
		x.returns(order.Pick("socks", amount.Pcs(1)))
		x.returns(order.PickAll("shoes"))
		x.does(order.Refund{Block: 1}, order.Refund{Block: 2}, order.Refund{Block: 3})
		s.sync()
		x.paidBack("350.00 RUB pending", "350.00 RUB pending", "5100.00 RUB pending") // the delivery goes with the last of the goods
		for _, w := range x.owes() {
			require.Equal(t, bridge.PhaseWaiting, w.Phase)
			require.Empty(t, w.Problem)
		}
		require.Equal(t, status.MoneySent, x.block(3).Money)
		at(3 * 24 * time.Hour)
		s.sync()
		require.Len(t, x.owes(), 3)

		require.NoError(t, s.yk.SettleRefund(s.yk.Refunds()[2].ID))
		s.yk.SendHooks(s.Context()) // told of at once
		s.sync()
		require.Equal(t, status.MoneyRefunded, x.block(3).Money)
		require.NoError(t, s.yk.RefuseRefund(s.yk.Refunds()[0].ID, "rejected_by_payee"))
		require.NoError(t, s.yk.SettleRefund(s.yk.Refunds()[1].ID))
		x.settle()
		require.Equal(t, status.MoneyRefused, x.block(1).Money)
		require.NotEmpty(t, x.block(1).Answer)
		require.True(t, x.block(2).Returned)
		require.True(t, x.block(3).Returned)
		x.registered("payment/p1: sell 5800.00 done", "refund/R3/advance: sell_refund 5100.00 done", "refund/R2/advance: sell_refund 350.00 done")
		x.quiet()
	}, func(s *shop) { s.ykSet.SlowRefunds = true })
}

// The register's call is believed as a hint to look, and is faster than asking.
func TestTheRegisterCallsWhenTheReceiptIsMade(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		require.NoError(t, s.yk.Pay(x.bill("p1", x.order().Total())))
		s.shop.rings()
		s.sync()
		require.Equal(t, bridge.PhaseWaiting, x.owes()[0].Phase)
		at(24 * time.Hour)
		s.sync()
		asked := x.owes()[0].Polls
		require.Less(t, asked, 3, "the longer it takes, the rarer it is asked for")
		s.kassa.Settle()
		s.kassa.SendHooks(s.Context())
		s.sync()
		require.Empty(t, x.owes())
		require.NotNil(t, x.order().View().Payments[0].Receipt)
	}, func(s *shop) { s.atSet.WaitReads = 1000 })
}

func TestAPaymentThatNobodyToldOfIsFound(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		s.deaf = true
		x.pays()
		require.Equal(t, status.PaymentPending, x.order().View().Payment)
		at(time.Hour)
		x.settle()
		require.Equal(t, status.PaymentPaid, x.order().View().Payment)
		x.registered("payment/p1: sell 5800.00 done")
	})
}

// The shop's program was stopped between making the payment and recording it, and the buyer was faster.
func TestAPaymentThatNoOrderHasIsKept(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		y := s.sells(shoesAndSocks())
		id := y.bill("p1", y.order().Total())
		pays := func(id string) { require.NoError(t, s.yk.Pay(id)); s.shop.rings(); s.sync() }
		pays(id)
		other := y.bill("elsewhere", amount.RUB(100)) // recorded nowhere near x
		_ = other
		stray := s.strayPayment(x.order().Total())
		pays(stray)
		var kept []bridge.Message
		for o, err := range s.store.Orders(s.Context(), bridge.OrderFilter{}) {
			require.NoError(t, err)
			if d, err := s.store.Load(s.Context(), o.ID); err == nil {
				kept = append(kept, d.Messages...)
			}
		}
		require.Len(t, kept, 1)
		require.Contains(t, kept[0].Problem, "no order has the payment "+stray)
		x.does(order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPending, Amount: x.order().Total(), Ref: order.Ref{System: "yookassa", ID: stray}}})
		x.settle()
		require.Equal(t, status.PaymentPaid, x.order().View().Payment)
		x.registered("payment/p1: sell 5800.00 done")
	})
}

func TestAForgedNotificationIsTurnedAway(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		id := x.bill("p1", x.order().Total())
		s.yk.Outbox.Put(s.yk.Call("payment.succeeded", `{"id":"`+id+`","status":"succeeded","paid":true,"amount":{"value":"5800.00","currency":"RUB"}}`))
		x.settle()
		require.Equal(t, status.PaymentPending, x.order().View().Payment)
		x.registered()
		require.Len(t, s.journal(bridge.JournalFilter{What: "refused-call"}), 1)
	})
}

// A register that fails for a while makes the receipt under another key; one that refuses the content leaves it to
// people.
func TestAReceiptThatFails(t *testing.T) {
	const key = "shop-1%2FA-1042/payment/p1"
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		s.kassa.FailReceipt(key, atoltest.QueueTimeout)
		s.kassa.FailReceipt(key+"~2", atoltest.ForeignCompany)
		x.pays()
		x.registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail")
		require.Len(t, x.owes(), 1)
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "ИНН")
		require.Nil(t, x.order().View().Payments[0].Receipt)

		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Waybill: "1105478203"}, order.Deliver{})
		s.sync()
		x.registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail") // what comes later waits
		require.NoError(t, s.b.Retry(s.Context(), w.Key, clerk))
		x.settle()
		x.registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail", "payment/p1~3: sell 5800.00 done", "goods: sell 5800.00 done")
		require.NotNil(t, x.order().View().Payments[0].Receipt)
		require.Empty(t, x.owes())
	})
}

// What the law wants is checked before anything is sent; the order keeps its state.
func TestAReceiptThatBreaksARuleIsNotSent(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Buyer.Email, d.Buyer.Phone = "", ""
		x := s.sells(d)
		x.pays()
		x.registered()
		require.Equal(t, 0, s.kassa.Calls("sell"))
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "Buyer (1008): the e-mail address and the phone number are missing")
		require.Equal(t, status.PaymentPaid, x.order().View().Payment)

		s.way.Fiscal.Buyer.Email = "receipts@shop.example.ru"
		s.open()
		require.NoError(t, s.b.Retry(s.Context(), w.Key, clerk))
		x.settle()
		x.registered("payment/p1: sell 5800.00 done")
	})
}

// Where nobody knows, a person finds out and says so.
func TestARefundInDoubtIsSettledByAPerson(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Always("POST /refunds", fake.ResetBefore())
		x.does(order.Refund{Block: 1})
		s.sync()
		require.Equal(t, status.MoneyInDoubt, x.block(1).Money, "it is seen at once")
		require.ErrorIs(t, x.tries(order.Refund{Block: 1}), order.ErrNotNow)
		x.settle()
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseInDoubt, w.Phase)
		for o, err := range s.store.Orders(s.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
			require.NoError(t, err)
			require.Equal(t, "shop-1/A-1042", o.ID)
		}
		s.yk.Faults().Clear()
		at(24 * time.Hour)
		x.settle()
		x.paidBack()
		require.NoError(t, s.b.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Rejected, Text: "not in the cabinet"}, clerk))
		require.Equal(t, status.MoneyRefused, x.block(1).Money)
		x.refunds(1)
		x.paidBack("700.00 RUB succeeded")
		require.True(t, x.block(1).Returned)
	})
	sells(t, func(s *shop) { // or lets it be looked for again
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Always("POST /refunds", fake.ResetBefore())
		x.refunds(1)
		s.yk.Faults().Clear()
		require.NoError(t, s.b.Retry(s.Context(), x.owes()[0].Key, clerk))
		x.settle()
		x.paidBack("700.00 RUB succeeded")
		require.True(t, x.block(1).Returned)
	})
}

// Paid by card and in cash: the card goes back through the gateway, the cash by hand.
func TestCashGoesBackByHand(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.sells(d)
		require.NoError(t, s.yk.Pay(x.bill("p1", amount.RUB(500000))))
		x.settle()
		x.does(order.Confirm{}, order.SetMark{Line: "shoes", Code: shoeCode}, order.Pay{Payment: order.Payment{ID: "till", Amount: amount.RUB(80000), Method: "cash"}})
		x.hands()
		x.registered("payment/p1: sell 5000.00 done", "goods: sell 5800.00 done")
		x.refunds(x.returns(order.PickAll("shoes")))
		x.paidBack("4000.00 RUB succeeded")
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "pay 800.00 RUB of payment till back by hand")
		require.Equal(t, status.MoneySent, x.block(1).Money)
		require.NoError(t, s.b.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Applied}, clerk))
		x.settle()
		require.True(t, x.block(1).Returned)
		x.registered("payment/p1: sell 5000.00 done", "goods: sell 5800.00 done", "refund/R1: sell_refund 4800.00 done")
		r, _ := s.kassa.Receipt("shop-1%2FA-1042/refund/R1")
		require.Contains(t, string(r.Body), `"payments":[{"type":1,"sum":4000.00},{"type":0,"sum":800.00}]`)
	})
}

// Two cards, and the bank of one of them refuses: what went back does not go back again.
func TestARefundThroughTwoCards(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.sells(d)
		require.NoError(t, s.yk.Pay(x.bill("p1", amount.RUB(500000))))
		x.settle()
		require.NoError(t, s.yk.Pay(x.bill("p2", amount.RUB(80000))))
		x.settle()
		x.returns(order.PickAll("shoes"))
		x.does(order.Refund{Block: 1})
		s.sync()
		require.NoError(t, s.yk.SettleRefund(s.yk.Refunds()[0].ID))
		for len(s.yk.Refunds()) < 2 {
			at(time.Minute)
			s.sync()
		}
		require.NoError(t, s.yk.RefuseRefund(s.yk.Refunds()[1].ID, "rejected_by_payee"))
		x.settle()
		x.paidBack("800.00 RUB succeeded", "4000.00 RUB canceled")
		require.Equal(t, status.MoneyRefused, x.block(1).Money)
		x.does(order.Refund{Block: 1})
		s.sync()
		x.paidBack("800.00 RUB succeeded", "4000.00 RUB canceled", "4000.00 RUB pending")
		require.NoError(t, s.yk.SettleRefund(s.yk.Refunds()[2].ID))
		x.settle()
		require.True(t, x.block(1).Returned)
		x.registered("payment/p1: sell 5000.00 done", "payment/p2: sell 800.00 done", "refund/R1/advance: sell_refund 4800.00 done")
		require.Empty(t, x.owes())
	}, func(s *shop) { s.ykSet.SlowRefunds = true })
}

// Somebody pays back in the gateway's cabinet: it is receipted, and the order waits for a person who says what for.
func TestMoneyPaidBackInTheCabinet(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		s.cabinetRefund(s.yk.Payments()[0].ID, amount.RUB(35000))
		x.settle()
		require.True(t, x.order().Held())
		x.registered("payment/p1: sell 5800.00 done", "return/p1/350.00: sell_refund 350.00 done")
		require.Len(t, s.journal(bridge.JournalFilter{What: "held"}), 1)
		x.does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
		require.Equal(t, status.MoneyNothingOwed, x.block(1).Money)
	})
}

// The host settles the refund itself: the bridge does not go on with it.
func TestARefundThatTheHostSettles(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Always("*", fake.Unreachable())
		x.does(order.Refund{Block: 1})
		s.sync()
		x.does(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Text: "paid by bank transfer"}})
		s.yk.Faults().Clear()
		x.settle()
		x.paidBack()
		require.Empty(t, x.owes())
		x.registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
	})
}

// TestReceiptsThatAreConnectedLater came into the route when the order was under way: what was before stays with
// whoever registered it.
func TestReceiptsThatAreConnectedLater(t *testing.T) {
	var fiscal receipts.Settings
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.registered()
		s.way.Receipts, s.way.Fiscal = "atol-1", fiscal
		s.open()
		x.sends()
		x.hands()
		x.registered("goods: sell 5800.00 done")
	}, func(s *shop) { fiscal, s.way.Fiscal, s.way.Receipts = s.way.Fiscal, receipts.Settings{}, "" })
}

func TestACodeThatFailsItsCheckIsTold(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		s.kassa.MarkResults(5)
		x.sends()
		x.hands()
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		es := s.journal(bridge.JournalFilter{What: "mark"})
		require.Len(t, es, 1)
		require.Contains(t, es[0].Text, "position 1 did not pass the check, result 5")
	})
}

func TestRoutesOfMoneyAreChecked(t *testing.T) {
	sells(t, func(s *shop) {
		_, err := bridge.New(memory.New(), bridge.Account("shop-1", s.site), bridge.Account("pay-1", s.gateway()),
			bridge.Route{Channel: "shop-1", Gateway: "shop-1", Receipts: "pay-2", Fiscal: receipts.Settings{MaxPositions: -1}})
		require.ErrorContains(t, err, `route from "shop-1": Gateway "shop-1" is a site account, not a gateway`)
		require.ErrorContains(t, err, `route from "shop-1": Receipts "pay-2" is not among the accounts`)
		require.ErrorContains(t, err, `MaxPositions`)
	})
}

// A shop whose receipts are made through YooKassa: the gateway is the registrar, the receipt of a refund goes along
// with it, and is registered once.
func TestReceiptsThroughTheGateway(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.sends()
		x.hands()
		x.refunds(x.returns(order.PickAll("shoes")))
		var made []string
		for _, r := range s.yk.Receipts() {
			made = append(made, r.Type+" "+r.Total+" "+r.Status)
		}
		require.Equal(t, []string{"payment 5800.00 RUB succeeded", "payment 5800.00 RUB succeeded", "refund 4800.00 RUB succeeded"}, made, "journal: %v", x.tail())
		require.True(t, s.yk.Receipts()[2].Automatic, "it went along with the refund")
		require.Empty(t, s.kassa.Receipts())
		require.True(t, x.block(1).Returned)
		require.NotNil(t, x.block(1).Receipt)
		require.NotNil(t, x.order().View().Payments[0].Receipt)
		require.Len(t, x.order().View().Documents, 1)
		require.Empty(t, x.owes())
		s.quiet()
	}, func(s *shop) {
		s.way.Receipts = "pay-1"
		s.ykSet.Fiscalization, s.ykSet.ReceiptsLater = "atol", true
		s.payOpts = []yookassa.GatewayOption{yookassa.WithReceipts(yookassa.MarkAsScanned)}
	})
}

// The shoes were handed out without their code: the settlement waits for it, and goes out when somebody has scanned the
// box.
func TestACodeThatComesLaterCompletesTheReceipt(t *testing.T) {
	rules, _ := order.ByCarrier.Rules()
	rules.Code, rules.MarksBefore = "careless", ""
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Scheme = rules.Code
		x := s.sells(d)
		x.pays()
		x.does(order.HandOver{Waybill: "1"}, order.Deliver{})
		s.sync()
		x.registered("payment/p1: sell 5800.00 done")
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "Positions[0].Mark (1163): the marking code is missing")
		x.does(order.SetMark{Line: "shoes", Code: shoeCode})
		x.settle()
		x.registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		require.Empty(t, x.owes())
	}, func(s *shop) { s.more = append(s.more, bridge.WithOrders(order.WithScheme(rules))) })
}

// The gateway's credentials are wrong: what is owed waits until they are right, and is told once an hour.
func TestAnAccountOfMoneyThatIsNotInOrder(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Always("*", yookassatest.Refuse(401, "invalid_credentials", "Authentication by given credentials failed"))
		x.does(order.Refund{Block: 1})
		for range 30 {
			s.sync()
			at(time.Minute)
		}
		require.Equal(t, status.MoneySent, x.block(1).Money)
		require.Len(t, s.journal(bridge.JournalFilter{What: "auth"}), 1)
		require.ErrorContains(t, s.b.Check(s.Context()), "pay-1")
		s.yk.Faults().Clear()
		at(time.Hour)
		x.settle()
		x.paidBack("700.00 RUB succeeded")
	})
}

// The manager pays a block back in the gateway's cabinet instead of here: that is what the block waited for.
func TestABlockPaidBackInTheCabinetIsDone(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.cabinetRefund(s.yk.Payments()[0].ID, amount.RUB(70000))
		x.settle()
		require.False(t, x.order().Held())
		require.True(t, x.block(1).Returned)
		x.registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
		require.ErrorIs(t, x.tries(order.Refund{Block: 1}), order.ErrAlready)
		require.Len(t, s.yk.Refunds(), 1, "it is not paid back again")
		require.Empty(t, x.owes())
	})
}

// What is in doubt is said to be paid by a person: the other half of the refund still goes its way.
func TestAPartInDoubtThatAPersonSettles(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.sells(d)
		require.NoError(t, s.yk.Pay(x.bill("p1", amount.RUB(500000))))
		x.settle()
		require.NoError(t, s.yk.Pay(x.bill("p2", amount.RUB(80000))))
		x.settle()
		x.returns(order.PickAll("shoes"))
		s.yk.Faults().Always("POST /refunds", fake.ResetBefore())
		x.refunds(1)
		w := x.owes()[0]
		require.Equal(t, bridge.PhaseInDoubt, w.Phase)
		s.yk.Faults().Clear()
		require.NoError(t, s.b.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "it is in the cabinet"}, clerk))
		require.NotEqual(t, status.MoneyRefunded, x.block(1).Money, "800 of 4800")
		x.settle()
		x.paidBack("4000.00 RUB succeeded")
		require.Equal(t, status.MoneyRefunded, x.block(1).Money)
	})
}

// Money in another currency, without receipts of this law.
func TestAGatewayInAnotherCurrency(t *testing.T) {
	w := newTown(t, order.OwnPickup, bridge.WithRefreshEvery(-1))
	p := &purse{}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("purse-1", p), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", Gateway: "purse-1"}, bridge.WithRefreshEvery(-1))
	require.NoError(t, err)
	w.b = b
	w.stall.currency = "PLN"
	id := "stall-1/" + w.buy()
	w.sync()
	do := func(c order.Command) {
		_, err := b.Do(t.Context(), id, c, order.By{Actor: clerk})
		require.NoError(t, err)
	}
	sum, err := amount.ParseMoney("300.00", "PLN")
	require.NoError(t, err)
	do(order.Pay{Payment: order.Payment{ID: "p1", Amount: sum, Ref: order.Ref{System: "purse", ID: "1"}}})
	do(order.Return{Picks: order.PickAll("1"), Reason: status.ReasonUnwanted})
	do(order.Refund{Block: 1})
	w.sync()
	require.Equal(t, []string{"100.00 PLN of 1"}, p.paid)
	o, err := b.Order(t.Context(), id)
	require.NoError(t, err)
	k, _ := o.Block(1)
	require.Equal(t, status.MoneyRefunded, k.Money)
}

// purse is a gateway of a few lines.
type purse struct{ paid []string }

func (*purse) System() string { return "purse" }

func (*purse) Payment(_ context.Context, ref order.Ref) (order.Payment, error) {
	return order.Payment{ID: ref.ID, Ref: ref}, nil
}

func (p *purse) Refund(_ context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	p.paid = append(p.paid, o.Amount.String()+" of "+o.Payment.ID)
	return receipts.Refund{Key: o.Key, Amount: o.Amount, State: receipts.RefundDone}, nil
}

func (*purse) ReadRefund(context.Context, order.Ref) (receipts.Refund, error) {
	return receipts.Refund{State: receipts.RefundDone}, nil
}
