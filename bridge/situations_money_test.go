package bridge_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

func TestALostAnswerPaysNothingTwice(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		s.Kassa.Faults().Next("sell", fake.ResetAfter())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Next("POST /refunds", fake.ResetAfter())
		s.Kassa.Faults().Next("sell_refund", fake.ResetAfter())
		x.Refunds(1)
		x.PaidBack("700.00 RUB succeeded")
		x.Registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
		require.Equal(t, 1, s.YK.Commits("POST /refunds"))
		x.Quiet()
	})
}

// The buyer's bank takes its time: other refunds of the order do not wait for it, and what it refuses is asked for, as
// nobody tells of it.
func TestARefundThatWaits(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.Pick("socks", amount.Pcs(1)))
		x.Returns(order.Pick("socks", amount.Pcs(1)))
		x.Returns(order.PickAll("shoes"))
		x.Does(order.Refund{Block: 1}, order.Refund{Block: 2}, order.Refund{Block: 3})
		s.Sync()
		x.PaidBack("350.00 RUB pending", "350.00 RUB pending", "5100.00 RUB pending") // the delivery goes with the last of the goods
		for _, w := range x.Owes() {
			require.Equal(t, bridge.PhaseWaiting, w.Phase)
			require.Empty(t, w.Problem)
		}
		require.Equal(t, status.MoneySent, x.Block(3).Money)
		time.Sleep(3 * 24 * time.Hour)
		s.Sync()
		require.Len(t, x.Owes(), 3)

		require.NoError(t, s.YK.SettleRefund(s.YK.Refunds()[2].ID))
		s.YK.SendHooks(s.Context()) // told of at once
		s.Sync()
		require.Equal(t, status.MoneyRefunded, x.Block(3).Money)
		require.NoError(t, s.YK.RefuseRefund(s.YK.Refunds()[0].ID, "rejected_by_payee"))
		require.NoError(t, s.YK.SettleRefund(s.YK.Refunds()[1].ID))
		x.Settle()
		require.Equal(t, status.MoneyRefused, x.Block(1).Money)
		require.NotEmpty(t, x.Block(1).Answer)
		require.True(t, x.Block(2).Returned)
		require.True(t, x.Block(3).Returned)
		x.Registered("payment/p1: sell 5800.00 done", "refund/R3/advance: sell_refund 5100.00 done", "refund/R2/advance: sell_refund 350.00 done")
		x.Quiet()
	}, func(s *chaos.Shop) { s.YKSettings.SlowRefunds = true })
}

// The register's call is believed as a hint to look, and is faster than asking.
func TestTheRegisterCallsWhenTheReceiptIsMade(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		require.NoError(t, s.YK.Pay(x.Bill("p1", x.Order().Total())))
		s.Shop.Rings()
		s.Sync()
		require.Equal(t, bridge.PhaseWaiting, x.Owes()[0].Phase)
		time.Sleep(24 * time.Hour)
		s.Sync()
		asked := x.Owes()[0].Polls
		require.Less(t, asked, 3, "the longer it takes, the rarer it is asked for")
		s.Kassa.Settle()
		s.Kassa.SendHooks(s.Context())
		s.Sync()
		require.Empty(t, x.Owes())
		require.NotNil(t, x.Order().View().Payments[0].Receipt)
	}, func(s *chaos.Shop) { s.ATOLSettings.WaitReads = 1000 })
}

func TestAPaymentThatNobodyToldOfIsFound(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		s.Deaf = true
		x.Pays()
		require.Equal(t, status.PaymentPending, x.Order().View().Payment)
		time.Sleep(time.Hour)
		x.Settle()
		require.Equal(t, status.PaymentPaid, x.Order().View().Payment)
		x.Registered("payment/p1: sell 5800.00 done")
	})
}

// The shop's program was stopped between making the payment and recording it, and the buyer was faster.
func TestAPaymentThatNoOrderHasIsKept(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		y := s.Sells(chaos.ShoesAndSocks())
		id := y.Bill("p1", y.Order().Total())
		pays := func(id string) { require.NoError(t, s.YK.Pay(id)); s.Shop.Rings(); s.Sync() }
		pays(id)
		other := y.Bill("elsewhere", amount.RUB(100)) // recorded nowhere near x
		_ = other
		stray := s.StrayPayment(x.Order().Total())
		pays(stray)
		var kept []bridge.Message
		for o, err := range s.Store.Orders(s.Context(), bridge.OrderFilter{}) {
			require.NoError(t, err)
			if d, err := s.Store.Load(s.Context(), o.ID); err == nil {
				kept = append(kept, d.Messages...)
			}
		}
		require.Len(t, kept, 1)
		require.Contains(t, kept[0].Problem, "no order has the payment "+stray)
		x.Does(order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPending, Amount: x.Order().Total(), Ref: order.Ref{System: "yookassa", ID: stray}}})
		x.Settle()
		require.Equal(t, status.PaymentPaid, x.Order().View().Payment)
		x.Registered("payment/p1: sell 5800.00 done")
	})
}

func TestAForgedNotificationIsTurnedAway(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		id := x.Bill("p1", x.Order().Total())
		s.YK.Outbox.Put(s.YK.Call("payment.succeeded", `{"id":"`+id+`","status":"succeeded","paid":true,"amount":{"value":"5800.00","currency":"RUB"}}`))
		x.Settle()
		require.Equal(t, status.PaymentPending, x.Order().View().Payment)
		x.Registered()
		require.Len(t, s.Journal(bridge.JournalFilter{What: "refused-call"}), 1)
	})
}

// A register that fails for a while makes the receipt under another key; one that refuses the content leaves it to
// people.
func TestAReceiptThatFails(t *testing.T) {
	const key = "shop-1%2FA-1042/payment/p1"
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		s.Kassa.FailReceipt(key, atoltest.QueueTimeout)
		s.Kassa.FailReceipt(key+"~2", atoltest.ForeignCompany)
		x.Pays()
		x.Registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail")
		require.Len(t, x.Owes(), 1)
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "ИНН")
		require.Nil(t, x.Order().View().Payments[0].Receipt)

		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Waybill: "1105478203"}, order.Deliver{})
		s.Sync()
		x.Registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail") // what comes later waits
		require.NoError(t, s.Bridge.Retry(s.Context(), w.Key, chaos.Clerk))
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 fail", "payment/p1~2: sell 5800.00 fail", "payment/p1~3: sell 5800.00 done", "goods: sell 5800.00 done")
		require.NotNil(t, x.Order().View().Payments[0].Receipt)
		require.Empty(t, x.Owes())
	})
}

// What the law wants is checked before anything is sent; the order keeps its state.
func TestAReceiptThatBreaksARuleIsNotSent(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Buyer.Email, d.Buyer.Phone = "", ""
		x := s.Sells(d)
		x.Pays()
		x.Registered()
		require.Equal(t, 0, s.Kassa.Calls("sell"))
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "Buyer (1008): the e-mail address and the phone number are missing")
		require.Equal(t, status.PaymentPaid, x.Order().View().Payment)

		s.Way.Fiscal.Buyer.Email = "receipts@shop.example.ru"
		s.Open()
		require.NoError(t, s.Bridge.Retry(s.Context(), w.Key, chaos.Clerk))
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done")
	})
}

// Where nobody knows, a person finds out and says so.
func TestARefundInDoubtIsSettledByAPerson(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Always("POST /refunds", fake.ResetBefore())
		x.Does(order.Refund{Block: 1})
		s.Sync()
		require.Equal(t, status.MoneyInDoubt, x.Block(1).Money, "it is seen at once")
		require.ErrorIs(t, x.Tries(order.Refund{Block: 1}), order.ErrNotNow)
		x.Settle()
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseInDoubt, w.Phase)
		for o, err := range s.Store.Orders(s.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
			require.NoError(t, err)
			require.Equal(t, "shop-1/A-1042", o.ID)
		}
		s.YK.Faults().Clear()
		time.Sleep(24 * time.Hour)
		x.Settle()
		x.PaidBack()
		require.NoError(t, s.Bridge.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Rejected, Text: "not in the cabinet"}, chaos.Clerk))
		require.Equal(t, status.MoneyRefused, x.Block(1).Money)
		x.Refunds(1)
		x.PaidBack("700.00 RUB succeeded")
		require.True(t, x.Block(1).Returned)
	})
	sells(t, func(s *chaos.Shop) { // or lets it be looked for again
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Always("POST /refunds", fake.ResetBefore())
		x.Refunds(1)
		s.YK.Faults().Clear()
		require.NoError(t, s.Bridge.Retry(s.Context(), x.Owes()[0].Key, chaos.Clerk))
		x.Settle()
		x.PaidBack("700.00 RUB succeeded")
		require.True(t, x.Block(1).Returned)
	})
}

// Paid by card and in cash: the card goes back through the gateway, the cash by hand.
func TestCashGoesBackByHand(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.Sells(d)
		require.NoError(t, s.YK.Pay(x.Bill("p1", amount.RUB(500000))))
		x.Settle()
		x.Does(order.Confirm{}, order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.Pay{Payment: order.Payment{ID: "till", Amount: amount.RUB(80000), Method: "cash"}})
		x.Hands()
		x.Registered("payment/p1: sell 5000.00 done", "goods: sell 5800.00 done")
		x.Refunds(x.Returns(order.PickAll("shoes")))
		x.PaidBack("4000.00 RUB succeeded")
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "pay 800.00 RUB of payment till back by hand")
		require.Equal(t, status.MoneySent, x.Block(1).Money)
		require.NoError(t, s.Bridge.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Applied}, chaos.Clerk))
		x.Settle()
		require.True(t, x.Block(1).Returned)
		x.Registered("payment/p1: sell 5000.00 done", "goods: sell 5800.00 done", "refund/R1: sell_refund 4800.00 done")
		r, _ := s.Kassa.Receipt("shop-1%2FA-1042/refund/R1")
		require.Contains(t, string(r.Body), `"payments":[{"type":1,"sum":4000.00},{"type":0,"sum":800.00}]`)
	})
}

// Two cards, and the bank of one of them refuses: what went back does not go back again.
func TestARefundThroughTwoCards(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.Sells(d)
		require.NoError(t, s.YK.Pay(x.Bill("p1", amount.RUB(500000))))
		x.Settle()
		require.NoError(t, s.YK.Pay(x.Bill("p2", amount.RUB(80000))))
		x.Settle()
		x.Returns(order.PickAll("shoes"))
		x.Does(order.Refund{Block: 1})
		s.Sync()
		require.NoError(t, s.YK.SettleRefund(s.YK.Refunds()[0].ID))
		for len(s.YK.Refunds()) < 2 {
			time.Sleep(time.Minute)
			s.Sync()
		}
		require.NoError(t, s.YK.RefuseRefund(s.YK.Refunds()[1].ID, "rejected_by_payee"))
		x.Settle()
		x.PaidBack("800.00 RUB succeeded", "4000.00 RUB canceled")
		require.Equal(t, status.MoneyRefused, x.Block(1).Money)
		x.Does(order.Refund{Block: 1})
		s.Sync()
		x.PaidBack("800.00 RUB succeeded", "4000.00 RUB canceled", "4000.00 RUB pending")
		require.NoError(t, s.YK.SettleRefund(s.YK.Refunds()[2].ID))
		x.Settle()
		require.True(t, x.Block(1).Returned)
		x.Registered("payment/p1: sell 5000.00 done", "payment/p2: sell 800.00 done", "refund/R1/advance: sell_refund 4800.00 done")
		require.Empty(t, x.Owes())
	}, func(s *chaos.Shop) { s.YKSettings.SlowRefunds = true })
}

// Somebody pays back in the gateway's cabinet: it is receipted, and the order waits for a person who says what for.
func TestMoneyPaidBackInTheCabinet(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		s.CabinetRefund(s.YK.Payments()[0].ID, amount.RUB(35000))
		x.Settle()
		require.True(t, x.Order().Held())
		x.Registered("payment/p1: sell 5800.00 done", "return/p1/350.00: sell_refund 350.00 done")
		require.Len(t, s.Journal(bridge.JournalFilter{What: "held"}), 1)
		x.Does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
		require.Equal(t, status.MoneyNothingOwed, x.Block(1).Money)
	})
}

// The host settles the refund itself: the bridge does not go on with it.
func TestARefundThatTheHostSettles(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Always("*", fake.Unreachable())
		x.Does(order.Refund{Block: 1})
		s.Sync()
		x.Does(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Text: "paid by bank transfer"}})
		s.YK.Faults().Clear()
		x.Settle()
		x.PaidBack()
		require.Empty(t, x.Owes())
		x.Registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
	})
}

// TestReceiptsThatAreConnectedLater came into the route when the order was under way: what was before stays with
// whoever registered it.
func TestReceiptsThatAreConnectedLater(t *testing.T) {
	var fiscal receipts.Settings
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Registered()
		s.Way.Receipts, s.Way.Fiscal = "atol-1", fiscal
		s.Open()
		x.Sends()
		x.Hands()
		x.Registered("goods: sell 5800.00 done")
	}, func(s *chaos.Shop) { fiscal, s.Way.Fiscal, s.Way.Receipts = s.Way.Fiscal, receipts.Settings{}, "" })
}

func TestACodeThatFailsItsCheckIsTold(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		s.Kassa.MarkResults(5)
		x.Sends()
		x.Hands()
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		es := s.Journal(bridge.JournalFilter{What: "mark"})
		require.Len(t, es, 1)
		require.Contains(t, es[0].Text, "position 1 did not pass the check, result 5")
	})
}

func TestRoutesOfMoneyAreChecked(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		_, err := bridge.New(memory.New(), bridge.Account("shop-1", s.Site), bridge.Account("pay-1", s.Gateway()),
			bridge.Route{Channel: "shop-1", Gateway: "shop-1", Receipts: "pay-2", Fiscal: receipts.Settings{MaxPositions: -1}})
		require.ErrorContains(t, err, `route from "shop-1": Gateway "shop-1" is a site account, not a gateway`)
		require.ErrorContains(t, err, `route from "shop-1": Receipts "pay-2" is not among the accounts`)
		require.ErrorContains(t, err, `MaxPositions`)
	})
}

// A shop whose receipts are made through YooKassa: the gateway is the registrar, the receipt of a refund goes along
// with it, and is registered once.
func TestReceiptsThroughTheGateway(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Sends()
		x.Hands()
		x.Refunds(x.Returns(order.PickAll("shoes")))
		var made []string
		for _, r := range s.YK.Receipts() {
			made = append(made, r.Type+" "+r.Total+" "+r.Status)
		}
		require.Equal(t, []string{"payment 5800.00 RUB succeeded", "payment 5800.00 RUB succeeded", "refund 4800.00 RUB succeeded"}, made, "journal: %v", x.Tail())
		require.True(t, s.YK.Receipts()[2].Automatic, "it went along with the refund")
		require.Empty(t, s.Kassa.Receipts())
		require.True(t, x.Block(1).Returned)
		require.NotNil(t, x.Block(1).Receipt)
		require.NotNil(t, x.Order().View().Payments[0].Receipt)
		require.Len(t, x.Order().View().Documents, 1)
		require.Empty(t, x.Owes())
		s.Quiet()
	}, func(s *chaos.Shop) {
		s.Way.Receipts = "pay-1"
		s.YKSettings.Fiscalization, s.YKSettings.ReceiptsLater = "atol", true
		s.PayOptions = []yookassa.GatewayOption{yookassa.WithReceipts(yookassa.MarkAsScanned)}
	})
}

// The shoes were handed out without their code: the settlement waits for it, and goes out when somebody has scanned the
// box.
func TestACodeThatComesLaterCompletesTheReceipt(t *testing.T) {
	rules, _ := order.ByCarrier.Rules()
	rules.Code, rules.MarksBefore = "careless", ""
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme = rules.Code
		x := s.Sells(d)
		x.Pays()
		x.Does(order.HandOver{Waybill: "1"}, order.Deliver{})
		s.Sync()
		x.Registered("payment/p1: sell 5800.00 done")
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseParked, w.Phase)
		require.Contains(t, w.Problem, "Positions[0].Mark (1163): the marking code is missing")
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
		x.Settle()
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		require.Empty(t, x.Owes())
	}, func(s *chaos.Shop) { s.Options = append(s.Options, bridge.WithOrders(order.WithScheme(rules))) })
}

// The gateway's credentials are wrong: what is owed waits until they are right, and is told once an hour.
func TestAnAccountOfMoneyThatIsNotInOrder(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Always("*", yookassatest.Refuse(401, "invalid_credentials", "Authentication by given credentials failed"))
		x.Does(order.Refund{Block: 1})
		for range 30 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		require.Equal(t, status.MoneySent, x.Block(1).Money)
		require.Len(t, s.Journal(bridge.JournalFilter{What: "auth"}), 1)
		require.ErrorContains(t, s.Bridge.Check(s.Context()), "pay-1")
		s.YK.Faults().Clear()
		time.Sleep(time.Hour)
		x.Settle()
		x.PaidBack("700.00 RUB succeeded")
	})
}

// The manager pays a block back in the gateway's cabinet instead of here: that is what the block waited for.
func TestABlockPaidBackInTheCabinetIsDone(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.CabinetRefund(s.YK.Payments()[0].ID, amount.RUB(70000))
		x.Settle()
		require.False(t, x.Order().Held())
		require.True(t, x.Block(1).Returned)
		x.Registered("payment/p1: sell 5800.00 done", "refund/R1/advance: sell_refund 700.00 done")
		require.ErrorIs(t, x.Tries(order.Refund{Block: 1}), order.ErrAlready)
		require.Len(t, s.YK.Refunds(), 1, "it is not paid back again")
		require.Empty(t, x.Owes())
	})
}

// What is in doubt is said to be paid by a person: the other half of the refund still goes its way.
func TestAPartInDoubtThatAPersonSettles(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.Sells(d)
		require.NoError(t, s.YK.Pay(x.Bill("p1", amount.RUB(500000))))
		x.Settle()
		require.NoError(t, s.YK.Pay(x.Bill("p2", amount.RUB(80000))))
		x.Settle()
		x.Returns(order.PickAll("shoes"))
		s.YK.Faults().Always("POST /refunds", fake.ResetBefore())
		x.Refunds(1)
		w := x.Owes()[0]
		require.Equal(t, bridge.PhaseInDoubt, w.Phase)
		s.YK.Faults().Clear()
		require.NoError(t, s.Bridge.Resolve(s.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "it is in the cabinet"}, chaos.Clerk))
		require.NotEqual(t, status.MoneyRefunded, x.Block(1).Money, "800 of 4800")
		x.Settle()
		x.PaidBack("4000.00 RUB succeeded")
		require.Equal(t, status.MoneyRefunded, x.Block(1).Money)
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
		_, err := b.Do(t.Context(), id, c, order.By{Actor: chaos.Clerk})
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
