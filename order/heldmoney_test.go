package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// shoesByCarrier is a prepaid order of 5800.00 in the seller's own shop: shoes 4800, socks 2 × 350, delivery 300.
func shoesByCarrier() order.Draft {
	return order.Draft{
		ID: "A-1042", Scheme: order.ByCarrier, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)},
			{ID: "socks", Quantity: amount.Pcs(2), Price: amount.RUB(35000)},
			{ID: "delivery", Kind: order.LineDelivery, Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
		},
	}
}

// inState is a report of a payment of 5800.00.
func inState(st status.PaymentState) order.PaymentReport {
	return order.PaymentReport{Payment: order.Payment{ID: "p1", State: st, Amount: amount.RUB(580000)}}
}

// heldOrder is an order of which the whole sum is held for a week.
func heldOrder(t *testing.T) *story {
	s := tell(t, shoesByCarrier())
	r := inState(status.PaymentAuthorized)
	r.Payment.Expires = opened.AddDate(0, 0, 7)
	s.says(order.RoleGateway, r)
	return s
}

func capturing(t *testing.T) *story {
	s := heldOrder(t)
	s.do(order.Capture{Payment: "p1"})
	return s
}

func captureInDoubt(t *testing.T) *story {
	s := capturing(t)
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.InDoubt}})
	return s
}

func captured(t *testing.T) *story {
	s := capturing(t)
	s.says(order.RoleGateway, inState(status.PaymentPaid))
	return s
}

func heldOf(s *story) order.HeldMoney { return s.o.View().Payments[0].Held }

// fault: M20
func TestTheHoldOfACancelledOrderIsReleased(t *testing.T) {
	s := heldOrder(t)
	s.do(order.Cancel{Reason: status.ReasonBuyerCancelled})
	require.Equal(t, amount.RUB(580000), s.o.View().Held)
	evs := s.as(order.RoleSystem, order.ReleaseHold{Payment: "p1", Reason: "the order is cancelled"})
	require.Equal(t, order.ReleaseOrdered{Payment: "p1", Reason: "the order is cancelled", Attempt: 1}, evs[0].Body)
	_, open := s.o.Task(order.Effect{Kind: order.EffectRelease, N: evs[0].N})
	require.True(t, open)
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.Applied}})
	v := s.o.View()
	require.Equal(t, status.PaymentCancelled, v.Payments[0].State)
	require.True(t, v.Held.IsZero())
	require.True(t, v.Paid.IsZero())
	require.Empty(t, v.Blocks, "nothing was paid, so nothing is owed")
	_, open = s.o.Task(order.Effect{Kind: order.EffectRelease, N: evs[0].N})
	require.False(t, open)
}

// fault: M21
func TestGoodsAreMadeReadyWhileTheMoneyIsHeldAndLeaveWhenItIsTaken(t *testing.T) {
	s := heldOrder(t)
	require.Equal(t, status.OrderAssembling, s.o.State(), "not awaiting payment")
	s.do(order.Assemble{}, order.Pack{}, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}}, order.RequestParcel{Shipment: 1, Key: "k"})
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Outcome: order.Outcome{Kind: order.Applied}, Waybill: "W1"})
	_, err := s.o.Do(order.HandOver{Shipment: 1}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrNotNow, "5800.00 RUB is held, capture it first")
	s.do(order.Capture{Payment: "p1"})
	s.says(order.RoleGateway, inState(status.PaymentPaid))
	require.True(t, s.o.View().Due.IsZero())
	s.do(order.HandOver{Shipment: 1})
}

// fault: M21
func TestHeldMoneySufficesOnlyWhereTheSchemeSaysSoAndTheSumIsWhole(t *testing.T) {
	rules, _ := order.ByCarrier.Rules()
	rules.Code, rules.HeldSuffices = "money-first", false
	strict := shoesByCarrier()
	strict.Scheme = rules.Code
	for name, given := range map[string]func() *story{
		"nothing is held": func() *story { return tell(t, shoesByCarrier()) },
		"less is held": func() *story {
			s := tell(t, shoesByCarrier())
			r := inState(status.PaymentAuthorized)
			r.Payment.Amount = amount.RUB(579999)
			s.says(order.RoleGateway, r)
			return s
		},
		"it is being given back": func() *story {
			s := heldOrder(t)
			s.do(order.ReleaseHold{Payment: "p1"})
			return s
		},
		"less is being captured": func() *story {
			s := heldOrder(t)
			s.do(order.Capture{Payment: "p1", Amount: amount.RUB(100)})
			return s
		},
		"the scheme wants the money": func() *story {
			s := tell(t, strict, order.WithScheme(rules))
			s.says(order.RoleGateway, inState(status.PaymentAuthorized))
			return s
		},
	} {
		s := given()
		require.Equal(t, status.OrderAwaitingPayment, s.o.State(), name)
		for _, c := range []order.Command{order.Assemble{}, order.Pack{}, order.CreateShipment{}, order.HandOver{Waybill: "W1"}} {
			_, err := s.o.Do(c, s.by(order.RoleOperator))
			require.ErrorIs(t, err, order.ErrNotNow, "%s: %T", name, c)
		}
	}
	d := shoesByCarrier()
	d.Scheme = order.OwnPickup
	s := tell(t, d)
	s.do(order.Confirm{}, order.Assemble{}, order.HandOver{Waybill: "W1"}) // without Prepaid neither money nor a hold is asked for
}

func TestHeldMoneyIsTakenOnce(t *testing.T) {
	settle := func(k order.OutcomeKind) order.Command {
		return order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: k}}
	}
	part := func(m amount.Money) order.Command { return order.Capture{Payment: "p1", Amount: m} }
	for _, r := range []refusal{
		{"more than is held", heldOrder, "", part(amount.RUB(580001)), order.ErrMoney, "5800.01 RUB cannot be captured of 5800.00 RUB"},
		{"nothing of it", heldOrder, "", part(amount.RUB(0)), order.ErrMoney, "release it"},
		{"less than nothing", heldOrder, "", part(amount.RUB(-1)), order.ErrMoney, "negative"},
		{"another currency", heldOrder, "", part(amount.PLN(1)), order.ErrMoney, "not in the order's currency"},
		{"more than the order costs by now", func(t *testing.T) *story {
			s := heldOrder(t)
			s.do(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
			return s
		}, "", part(amount.RUB(580000)), order.ErrMoney, "5100.00 RUB is left to be paid"},
		{"when all is paid", func(t *testing.T) *story {
			s := heldOrder(t)
			s.do(order.Pay{Payment: order.Payment{ID: "cash", Amount: amount.RUB(580000)}})
			return s
		}, "", order.Capture{Payment: "p1"}, order.ErrMoney, "release it"},
		{"while it is captured", capturing, "", order.Capture{Payment: "p1"}, order.ErrNotNow, "capture is under way"},
		{"released while it is captured", capturing, "", order.ReleaseHold{Payment: "p1"}, order.ErrNotNow, "capture is under way"},
		{"while that is in doubt", captureInDoubt, "", order.Capture{Payment: "p1"}, order.ErrNotNow, "find out at the gateway"},
		{"released while that is in doubt", captureInDoubt, "", order.ReleaseHold{Payment: "p1"}, order.ErrNotNow, "find out at the gateway"},
		{"in doubt once more", captureInDoubt, "", settle(order.InDoubt), order.ErrAlready, "known"},
		{"when it is captured", captured, "", order.Capture{Payment: "p1"}, order.ErrAlready, "it is paid"},
		{"released when it is captured", captured, "", order.ReleaseHold{Payment: "p1"}, order.ErrNotNow, "no money is held"},
		{"settled when that is known", captured, "", settle(order.Applied), order.ErrAlready, "no money is held"},
		{"settled before it was ordered", heldOrder, "", settle(order.Applied), order.ErrNotNow, "nothing is ordered"},
		{"settled by no outcome", capturing, "", settle(0), order.ErrInvalid, "must be one of"},
		{"by the gateway", heldOrder, order.RoleGateway, order.Capture{Payment: "p1"}, order.ErrRole, "role gateway"},
		{"by a person in the ERP, who orders no refund either", heldOrder, order.RoleERP, order.Capture{Payment: "p1"}, order.ErrRole, "role erp"},
		{"by the channel", heldOrder, order.RoleChannel, order.ReleaseHold{Payment: "p1"}, order.ErrRole, "role channel"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestARefusedCaptureIsOrderedAgainAndALateAnswerSettlesNothing(t *testing.T) {
	s := capturing(t)
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Attempt: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "try later"}})
	require.Equal(t, order.HeldRefused, heldOf(s).State)
	require.Equal(t, "try later", heldOf(s).Answer)
	evs := s.do(order.Capture{Payment: "p1", Amount: amount.RUB(500000)})
	require.Equal(t, order.CaptureOrdered{Payment: "p1", Amount: amount.RUB(500000), Attempt: 2}, evs[0].Body)
	_, err := s.o.Do(order.SettleHold{Payment: "p1", Attempt: 1, Outcome: order.Outcome{Kind: order.Applied}}, s.by(order.RoleGateway))
	refusedWith(t, err, order.ErrAlready, "number 2")
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Attempt: 2, Outcome: order.Outcome{Kind: order.Applied}})
	v := s.o.View()
	require.Equal(t, []any{amount.RUB(500000), amount.RUB(80000), order.HeldMoney{}}, []any{v.Paid, v.Due, v.Payments[0].Held})
	require.True(t, v.Held.IsZero(), "the rest is given back")
}

func TestAnOrderThatGotCheaperIsCapturedForLess(t *testing.T) {
	s := heldOrder(t)
	s.do(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
	evs := s.as(order.RoleSystem, order.Capture{Payment: "p1"})
	require.Equal(t, amount.RUB(510000), evs[0].Body.(order.CaptureOrdered).Amount)
	paid := inState(status.PaymentPaid)
	paid.Payment.Amount = amount.RUB(510000)
	s.says(order.RoleGateway, paid)
	require.Equal(t, status.PaymentPaid, s.o.View().Payment)
	require.Empty(t, s.o.View().Holds)
	require.Empty(t, s.o.View().Blocks)
}

func TestTwoHoldsAreTakenForWhatIsLeft(t *testing.T) {
	s := tell(t, shoesByCarrier())
	for _, id := range []string{"p1", "p2"} {
		s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: id, State: status.PaymentAuthorized, Amount: amount.RUB(400000)}})
	}
	require.Equal(t, amount.RUB(800000), s.o.View().Held)
	a, b := s.do(order.Capture{Payment: "p1"}), s.do(order.Capture{Payment: "p2"})
	require.Equal(t, amount.RUB(400000), a[0].Body.(order.CaptureOrdered).Amount)
	require.Equal(t, amount.RUB(180000), b[0].Body.(order.CaptureOrdered).Amount)
}

// A capture whose order was cancelled meanwhile is money that is owed back.
func TestMoneyTakenForAnOrderCancelledMeanwhileIsOwed(t *testing.T) {
	s := capturing(t)
	s.do(order.Cancel{Reason: status.ReasonBuyerCancelled})
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.Applied}})
	require.Equal(t, amount.RUB(580000), refundAll(t, s))
}

func TestTheEndOfAHoldIsADeadline(t *testing.T) {
	s := heldOrder(t)
	end := opened.AddDate(0, 0, 7)
	require.Equal(t, []order.Deadline{{Kind: order.KindCapture, At: end}}, s.o.Due())
	sooner := order.PaymentReport{Payment: order.Payment{ID: "p2", State: status.PaymentAuthorized, Amount: amount.RUB(100), Expires: end.Add(-time.Hour)}}
	s.says(order.RoleGateway, sooner)
	require.Equal(t, []order.Deadline{{Kind: order.KindCapture, At: end.Add(-time.Hour)}}, s.o.Due(), "one: the first")
	s.do(order.ReleaseHold{Payment: "p2"})
	require.Equal(t, []order.Deadline{{Kind: order.KindCapture, At: end}}, s.o.Due(), "nobody has to take what is being given back")
	longer := inState(status.PaymentAuthorized)
	longer.Payment.Expires = end.AddDate(0, 0, 1)
	s.says(order.RoleGateway, longer)
	require.Equal(t, []order.Deadline{{Kind: order.KindCapture, At: end.AddDate(0, 0, 1)}}, s.o.Due())
	require.Empty(t, s.says(order.RoleGateway, inState(status.PaymentAuthorized)), "a report without the end does not take it away")
	s.do(order.Capture{Payment: "p1"})
	require.NotEmpty(t, s.o.Due(), "until the gateway has taken it")
	s.says(order.RoleGateway, inState(status.PaymentPaid))
	require.Empty(t, s.o.Due())
	require.Zero(t, s.o.View().Payments[0].Expires)
}

func TestAHoldThatTheGatewayEndsLeavesTheOrderUnpaid(t *testing.T) {
	s := heldOrder(t)
	s.do(order.Capture{Payment: "p1"})
	s.says(order.RoleGateway, inState(status.PaymentCancelled))
	v := s.o.View()
	require.Equal(t, status.OrderAwaitingPayment, v.State)
	require.Equal(t, amount.RUB(580000), v.Due)
	require.Empty(t, v.Holds)
	require.Zero(t, heldOf(s))
}

// fault: M23
func TestALateReportOfAPaymentIsOldNewsUnlessItContradicts(t *testing.T) {
	const (
		news     = "news"
		old      = "old news"
		conflict = "conflict"
	)
	pending, held, paid := status.PaymentPending, status.PaymentAuthorized, status.PaymentPaid
	part, back := status.PaymentPartlyRefunded, status.PaymentRefunded
	failed, cancelled := status.PaymentFailed, status.PaymentCancelled
	all := []status.PaymentState{pending, held, paid, part, back, failed, cancelled}
	table := map[status.PaymentState][]string{ // after the state of the row, in the order of all
		pending:   {old, news, news, news, news, news, news},
		held:      {old, old, news, news, news, news, news},
		paid:      {old, old, old, news, news, old, old},
		part:      {old, old, old, old, news, old, old},
		back:      {old, old, old, old, old, old, old},
		failed:    {news, news, news, news, news, old, news},          // a buyer may try again
		cancelled: {old, old, conflict, conflict, conflict, old, old}, // there is money where none should be
	}
	report := func(st status.PaymentState, m amount.Money) order.PaymentReport {
		r := inState(st)
		r.Payment.Amount = m
		if st == part {
			r.Payment.Refunded = amount.RUB(100)
		}
		return r
	}
	require.Len(t, table, int(status.PaymentCancelled)-1, "each state of a payment")
	for was, row := range table {
		for i, next := range all {
			for _, role := range []order.Role{order.RoleGateway, order.RoleERP} { // the owner, and who only tells
				s := tell(t, shoesByCarrier())
				s.says(order.RoleGateway, report(was, amount.RUB(580000)))
				before := len(s.log())
				s.says(role, report(next, amount.RUB(580000)))
				v, n := s.o.View(), len(s.log())-before
				conflicts := len(v.Notes)
				for _, h := range v.Holds {
					if h.Text != "" && n > 0 && v.Payments[0].State == was {
						conflicts++
					}
				}
				switch row[i] {
				case old:
					require.Zero(t, n, "%s after %s, from %s", next, was, role)
				case news:
					require.Equal(t, next, v.Payments[0].State, "%s after %s, from %s", next, was, role)
				case conflict:
					require.Equal(t, was, v.Payments[0].State, "%s after %s, from %s", next, was, role)
					require.NotZero(t, conflicts, "%s after %s, from %s", next, was, role)
				}
			}
			if row[i] != old {
				continue
			}
			s := tell(t, shoesByCarrier()) // another sum is never old news, except that more was held than taken
			s.says(order.RoleGateway, report(was, amount.RUB(580000)))
			s.says(order.RoleGateway, report(next, amount.RUB(570000)))
			require.NotEmpty(t, s.o.View().Holds, "%s of less after %s", next, was)
		}
	}
	s := captured(t)
	s.says(order.RoleGateway, report(held, amount.RUB(600000)))
	require.Empty(t, s.o.View().Holds, "more was held than was taken")
	s.sawAt(order.RoleGateway, 60, report(cancelled, amount.RUB(580000)))
	require.NotEmpty(t, s.o.View().Holds, "its own time says that this is news")
}
