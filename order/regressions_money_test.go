package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sawAt is a report with the system's own time, in minutes from the beginning.
func (s *story) sawAt(role order.Role, minutes int, r order.Observation) []order.Event {
	by := s.by(role)
	by.Occurred = opened.Add(time.Duration(minutes) * time.Minute)
	evs, err := s.o.Observe(r, by)
	require.NoError(s.t, err)
	return evs
}

func paidReport(id string, roubles int64) order.PaymentReport {
	return order.PaymentReport{Payment: order.Payment{ID: id, Amount: amount.RUB(roubles * 100)}}
}

// mayRefund reports whether a manager may pay any money back.
func mayRefund(s *story) bool {
	for _, p := range s.o.Allowed(s.by(order.RoleOperator)) {
		if p.Kind == order.KindRefund {
			return p.Why == nil
		}
	}
	return false
}

// refundAll orders and settles every open refund, and returns what was paid back.
func refundAll(t *testing.T, s *story) amount.Money {
	for _, b := range s.o.View().Blocks {
		if b.Money == status.MoneyOwed || b.Money == status.MoneyRefused {
			s.do(order.Refund{Block: b.N}, order.SettleRefund{Block: b.N, Outcome: order.Outcome{Kind: order.Applied}})
		}
	}
	back := amount.RUB(0)
	for _, b := range s.o.View().Blocks {
		if b.Money == status.MoneyRefunded {
			var err error
			back, err = back.Add(b.Refunded)
			require.NoError(t, err)
		}
	}
	return back
}

func TestMoneyThatArrivesAfterTheOrderWasCancelledCanBePaidBack(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.Cancel{Reason: status.ReasonBuyerCancelled})
	s.says(order.RoleGateway, paidReport("p1", 500)) // the buyer paid in the last minute; the webhook is late
	require.True(t, mayRefund(s), "500 roubles are here for nothing, and nobody can order them back")
	require.Equal(t, amount.RUB(500_00), refundAll(t, s))
}

func TestCashOnDeliveryThatArrivesAfterAReturnCanBePaidBack(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Waybill: "W1"}, order.Deliver{})
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	s.says(order.RoleGateway, paidReport("cod", 500)) // the carrier transfers what it collected at the door, before the return
	require.Equal(t, amount.RUB(100_00), refundAll(t, s), "the returned unit was paid for")
}

func TestAnOrderPaidTwiceCanBePaidBackOnce(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, paidReport("p1", 500), paidReport("p2", 500))
	s.do(order.Confirm{}, order.Deliver{}, order.Return{Reason: status.ReasonDefect}, order.Receive{Block: 2, Custody: status.CustodyAccepted})
	b, _ := s.o.Block(1)
	require.Equal(t, status.ReasonOverpaid, b.Reason, "the second payment is owed back without any units")
	require.Equal(t, amount.RUB(1000_00), refundAll(t, s), "everything came back; 1000 were paid")
}

func TestAnImportedOrderThatWasPaidAndCameBackCanBePaidBack(t *testing.T) {
	for _, state := range []status.ItemState{status.ItemCancelled, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemRefused} {
		t.Run(state.String(), func(t *testing.T) {
			s := take(t, order.Snapshot{Draft: ownShop(), State: state, Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(500_00)}}})
			for _, c := range []order.Command{order.Return{Reason: status.ReasonOther}, order.Receive{Block: 1, Custody: status.CustodyReceived}} {
				_, _ = s.o.Do(c, s.by(order.RoleOperator))
			}
			require.True(t, mayRefund(s), "due %s", s.o.View().Due)
		})
	}
}

func TestARefundMadeInTheGatewaysCabinetIsNotMadeAgain(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, paidReport("p1", 500))
	s.do(order.Confirm{}, order.Deliver{})
	r := paidReport("p1", 500)
	r.Payment.State, r.Payment.Refunded = status.PaymentPartlyRefunded, amount.RUB(100_00)
	s.says(order.RoleGateway, r)
	// As the hold advises: split the units off with Return.
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	require.True(t, refundAll(t, s).IsZero(), "the buyer has these 100 roubles already")
}

func TestWhatOnePaymentPaidBackIsNotOrderedFromItAgain(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, paidReport("p1", 250), paidReport("p2", 250))
	s.do(order.Confirm{}, order.Deliver{}, order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1}) // 250 from p2, 50 from p1
	r := paidReport("p2", 250)
	r.Payment.State = status.PaymentRefunded
	s.says(order.RoleGateway, r) // p2 is back with the buyer ...
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "p1: card closed"}})
	evs := s.do(order.Refund{Block: 1})
	for _, f := range evs[0].Body.(order.RefundOrdered).From {
		require.NotEqual(t, "p2", f.Payment, "the gateway said that p2 was paid back in full")
	}
}

func TestALateAnswerToAnEarlierRefundDoesNotSettleTheNext(t *testing.T) {
	first := order.Ref{System: "pay", Kind: "refund", ID: "r-1"}
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Ref: first}})
	s.do(order.Refund{Block: 1}) // the second attempt is under way
	_, err := s.o.Do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Ref: first}}, s.by(order.RoleGateway))
	require.Error(t, err, "r-1 was the first attempt; now a third can be ordered while the second is under way")
}

func TestTheNewsOfOneParcelDoNotMakeTheOtherStale(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{},
		order.CreateShipment{Picks: order.PickAll("L1")}, order.HandOver{Shipment: 1, Waybill: "W1"},
		order.CreateShipment{Picks: order.PickAll("L2")}, order.HandOver{Shipment: 2, Waybill: "W2"})
	s.sawAt(order.RoleCarrier, 300, order.ShipmentReport{Waybill: "W1", State: status.ShipmentHandedOut, Code: "4"})
	s.sawAt(order.RoleCarrier, 200, order.ShipmentReport{Waybill: "W2", State: status.ShipmentHandedOut, Code: "4"}) // polled second, happened first
	require.Equal(t, status.OrderDelivered, s.o.State(), "the buyer has both parcels")
}

func TestAnOlderListOfLinesDoesNotBringAUnitBack(t *testing.T) {
	s := tell(t, marketplace())
	s.sawAt(order.RoleChannel, 20, order.LinesReport{Lines: []order.Line{goods("L1", 2), goods("L2", 2)}})
	s.sawAt(order.RoleChannel, 10, order.LinesReport{Lines: []order.Line{goods("L1", 3), goods("L2", 2)}})
	l, _ := s.o.Line("L1")
	require.Equal(t, amount.Pcs(2), l.Living)
}

func TestAListOfLinesFromBeforeACancellationDoesNotUndoIt(t *testing.T) {
	s := tell(t, marketplace())
	s.sawAt(order.RoleChannel, 20, order.CancelReport{Picks: order.Pick("L1", amount.Pcs(1)), Done: true})
	s.sawAt(order.RoleChannel, 10, order.LinesReport{Lines: []order.Line{goods("L1", 3), goods("L2", 2)}})
	l, _ := s.o.Line("L1")
	require.Equal(t, amount.Pcs(2), l.Living)
}

func TestAnOlderPriceDoesNotReplaceANewerOne(t *testing.T) {
	s := tell(t, marketplace())
	cheaper := goods("L1", 3)
	cheaper.Price = amount.RUB(90_00)
	s.sawAt(order.RoleChannel, 20, order.LinesReport{Lines: []order.Line{cheaper, goods("L2", 2)}})
	require.Equal(t, amount.RUB(470_00), s.o.Total())
	s.sawAt(order.RoleChannel, 10, order.LinesReport{Lines: []order.Line{goods("L1", 3), goods("L2", 2)}})
	require.Equal(t, amount.RUB(470_00), s.o.Total())
}

func TestAWishToShipOneLineShipsThatLine(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.Assemble{})
	s.says(order.RoleERP, order.StatusReport{Code: "item-shipped", Says: status.Meaning{Item: status.ItemSent}, Picks: order.PickAll("L1")})
	l, _ := s.o.Line("L2")
	require.Equal(t, status.ItemAssembling, l.Portions[0].State, "nobody said that L2 left")
}

func TestMarkedGoodsThatAreIssuedAtAPointCanBeScannedThere(t *testing.T) {
	d := ownShop()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(order.Confirm{}, order.HandOver{}) // to the shop that issues them; the scheme wants the codes before deliver
	for u := range 3 {
		_, err := s.o.Do(order.SetMark{Line: "L1", Unit: u, Code: "code-" + string(rune('a'+u))}, s.by(order.RoleOperator))
		require.NoError(t, err)
	}
	s.do(order.Deliver{})
}

func TestADepositIsNotPaidBackForUnitsThatTheBuyerKeeps(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 250), order.Confirm{}, order.Deliver{}) // 250 of 500
	s.do(order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonUnwanted})
	require.Equal(t, amount.RUB(50_00), s.o.View().ToRefund)
	s.do(order.Receive{Block: 1, Picks: order.Pick("L1", amount.Pcs(1)), Custody: status.CustodyWithdrawn}) // keeps one: the order costs 300
	v := s.o.View()
	require.Equal(t, amount.RUB(300_00), v.Total)
	require.True(t, v.ToRefund.IsZero(), "250 are paid for 300 of goods; %s would go back all the same", v.ToRefund)
}

func TestLessIsCapturedThanWasAuthorized(t *testing.T) {
	s := tell(t, ownShop())
	hold := paidReport("p1", 500)
	hold.Payment.State = status.PaymentAuthorized
	s.says(order.RoleGateway, hold)
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	s.says(order.RoleGateway, paidReport("p1", 400)) // captured in part, as two-step payments allow
	require.Equal(t, amount.RUB(400_00), s.o.View().Paid)
	require.Equal(t, status.PaymentPaid, s.o.View().Payment)
}

func TestARefundThatTheMarketplaceMadeItselfIsNoConflict(t *testing.T) {
	s := tell(t, marketplace())
	s.says(order.RoleChannel, paidReport("mm", 500))
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	r := paidReport("mm", 500)
	r.Payment.State, r.Payment.Refunded = status.PaymentPartlyRefunded, amount.RUB(100_00)
	s.says(order.RoleChannel, r)
	require.False(t, s.o.Held(), "in this scheme the channel pays back itself")
	require.True(t, s.o.View().Due.IsZero(), "due %s", s.o.View().Due)
}

func TestAUnitThatStayedBehindDoesNotTravelWithAParcelThatIsGone(t *testing.T) {
	d := ownShop()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(order.Confirm{}, order.Assemble{})
	for u := range 3 {
		s.do(order.SetMark{Line: "L1", Unit: u, Code: "code-" + string(rune('a'+u))})
	}
	s.do(order.CreateShipment{}, order.RejectMark{Line: "L1", Unit: 0, Why: "unreadable"}, order.HandOver{Shipment: 1, Waybill: "W1"})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "W1", State: status.ShipmentHandedOut, Code: "4"})
	s.do(order.SetMark{Line: "L1", Unit: 0, Code: "code-new"})
	_, err := s.o.Do(order.HandOver{Shipment: 1}, s.by(order.RoleOperator))
	require.Error(t, err, "S1 was handed out; it cannot leave again")
	require.Equal(t, status.ShipmentHandedOut, s.o.View().Shipments[0].State)
	s.do(order.CreateShipment{}) // it travels in a parcel of its own
}

func TestADeliveryThatTheChannelReportsIsNotDroppedForAUnitWithABadCode(t *testing.T) {
	d := marketplace()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(order.Confirm{}, order.Assemble{}, order.SetMark{Line: "L1", Unit: 0, Code: "a"}, order.RejectMark{Line: "L1", Unit: 0, Why: "unreadable"})
	s.says(order.RoleChannel, order.StatusReport{Code: "DELIVERED", Says: status.Meaning{Order: status.OrderDelivered}})
	l, _ := s.o.Line("L1")
	require.True(t, s.o.Held() || l.Portions[0].State == status.ItemHandedOut, "the owner's word is applied or a conflict, never dropped: unit 0 is %s", l.Portions[0].State)
}

func TestTheCodeOfACancelledUnitMayGoOntoAnother(t *testing.T) {
	d := ownShop()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(order.Confirm{}, order.Assemble{}, order.SetMark{Line: "L1", Unit: 0, Code: "piece-1"})
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonBuyerCancelled}) // takes unit 0, the lowest
	_, err := s.o.Do(order.SetMark{Line: "L1", Unit: 1, Code: "piece-1"}, s.by(order.RoleOperator))
	require.NoError(t, err, "the piece never left the table")
}

func TestTheDeliveryIsHandedOutWhenTheRestIsCancelled(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(receipt("p1", 800), order.Confirm{}, order.Deliver{Picks: order.PickAll("L1")}, order.Cancel{Picks: order.PickAll("L2"), Reason: status.ReasonOutOfStock})
	require.Equal(t, status.OrderDelivered, s.o.State())
	l, _ := s.o.Line("D1")
	require.Equal(t, status.ItemHandedOut, l.Portions[0].State, "nothing is to be delivered any more, and it is in the total")
}

func TestAPaymentIsNotRefundedWhileARefundIsOnlyOrdered(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect}, order.Return{Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Receive{Block: 2, Custody: status.CustodyAccepted},
		order.Refund{Block: 1}, order.Refund{Block: 2})
	s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}}, order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Rejected}})
	p := s.o.View().Payments[0]
	require.Equal(t, status.PaymentPartlyRefunded, p.State, "%s of %s went back", p.Refunded, p.Amount)
}

func TestAPartialHandOutByTheCarrierIsNotDropped(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Waybill: "W1"})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "W1", State: status.ShipmentPartlyHandedOut, Code: "PARTLY"})
	require.True(t, s.o.Held(), "which units were taken is not said: a person must look")
}

func TestAHoldThatAPersonClearedIsNotMadeAgainByTheNextPoll(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	late := order.CancelReport{Done: true, Code: "CANCELED"}
	s.sawAt(order.RoleChannel, 10, late)
	s.do(order.ClearHold{Hold: 1, Note: "the parcel was called back"})
	require.Empty(t, s.sawAt(order.RoleChannel, 10, late), "it is the same report of the same minute")
}

func TestAnOlderReportDoesNotTakeAPaymentBack(t *testing.T) {
	s := tell(t, ownShop())
	state := func(minutes int, st status.PaymentState) {
		r := paidReport("p1", 500)
		r.Payment.State = st
		s.sawAt(order.RoleGateway, minutes, r)
	}
	state(20, status.PaymentAuthorized)
	state(10, status.PaymentPending)
	require.Equal(t, status.PaymentAuthorized, s.o.View().Payments[0].State)
	state(15, status.PaymentFailed)
	require.Equal(t, status.PaymentAuthorized, s.o.View().Payments[0].State)
}

func TestAPrepaidOrderThatNobodyTookEndsRefused(t *testing.T) {
	for _, paid := range []bool{false, true} {
		s := tell(t, ownShop())
		if paid {
			s.do(receipt("p1", 500))
		}
		s.do(order.Confirm{}, order.HandOver{Courier: true})
		s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1", "L2"), Reason: status.ReasonUnwanted}}})
		require.Equal(t, status.OrderRefused, s.o.State(), "paid %v: when everything is refused the order ends refused", paid)
	}
}

func TestAKeyedCommandFromAQueueIsTheSame(t *testing.T) {
	s := tell(t, ownShop())
	by := s.by(order.RoleOperator)
	by.Key = "k"
	_, err := s.o.Do(order.Confirm{}, by)
	require.NoError(t, err)
	_, err = s.o.Do(order.Confirm{Picks: order.Picks{}}, by) // as JSON "[]" gives it
	require.NoError(t, err)
}

func TestACaptureKeepsTheTillAndTheReference(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized, Till: "kassa-1", Method: "card", Ref: order.Ref{System: "pay", ID: "2d1"}}})
	s.says(order.RoleGateway, paidReport("p1", 500))
	p := s.o.View().Payments[0]
	require.Equal(t, "kassa-1", p.Till)
	require.Equal(t, "2d1", p.Ref.ID)
}

func TestAPaymentDoesNotShareItsReceiptWithTheCaller(t *testing.T) {
	s := tell(t, ownShop())
	doc := order.Document{Kind: "receipt", Number: "FD-1"}
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), Receipt: &doc}})
	before := stands(t, s.o)
	doc.Number = "changed"
	require.Equal(t, before, stands(t, s.o))
}

func TestAHoldGivesAdviceThatCanBeFollowed(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	s.says(order.RoleChannel, order.CancelReport{Done: true})
	require.NotContains(t, s.o.View().Holds[0].Text, "Return", "the scheme has no returns from the road")
}

func TestADeliveryChargeNeverHasToComeBack(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1", "L2"), Reason: status.ReasonUnwanted}}})
	s.says(order.RoleGateway, paidReport("p1", 800))
	s.do(order.Return{Reason: status.ReasonUnwanted})
	s.do(order.Receive{Block: 2, Picks: order.PickAll("L1", "L2"), Custody: status.CustodyAccepted})
	b, _ := s.o.Block(2)
	require.NotContains(t, b.Custody, status.CustodyInTransit, "a delivery is no goods")
	require.Equal(t, amount.RUB(800_00), refundAll(t, s))
}

func TestTheReasonOfAPaidCancellationIsNotTheGatewaysAnswer(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock, Party: status.PartyMerchant, Text: "the last one is torn"})
	require.Empty(t, s.o.View().Blocks[0].Answer, "Block.Answer is what the gateway said last")
}

func TestACallbackAskedAgainAfterItsAnswerIsNotANewRequest(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true})
	ask := func(key string) []order.Event {
		by := s.by(order.RoleChannel)
		by.Key = key
		evs, err := s.o.Observe(order.CancelReport{}, by)
		require.NoError(t, err)
		return evs
	}
	require.NotEmpty(t, ask("callback-1"))
	require.Empty(t, ask("poll-1"), "the same request, found by polling")
	s.do(order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictDecline})
	require.Empty(t, ask("poll-1"), "the same poll delivered again")
}

func TestEachShipmentOfOneDeliverySaysWhatBecameOfIt(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("L1")}, order.CreateShipment{Picks: order.PickAll("L2")},
		order.HandOver{Shipment: 1, Courier: true}, order.HandOver{Shipment: 2, Courier: true},
		order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L2"), Reason: status.ReasonUnwanted}}})
	v := s.o.View()
	require.Equal(t, status.ShipmentHandedOut, v.Shipments[0].State)
	require.Equal(t, status.ShipmentComingBack, v.Shipments[1].State)
}

func TestAParcelThatWasRefusedAndCameBackNeedsNoPerson(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Waybill: "W1"}, order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1", "L2"), Reason: status.ReasonUnwanted}}})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "W1", State: status.ShipmentCameBack, Code: "BACK"})
	require.False(t, s.o.Held(), "%v", s.o.View().Holds)
}

func TestAReturnOfRefusedUnitsLeavesTheDeliveryOfTheOthers(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.HandOver{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1)), Courier: true})
	s.do(order.Deliver{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1)), Refused: []order.Refusal{{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1)), Reason: status.ReasonUnwanted}}})
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock}, order.Cancel{Picks: order.PickAll("L2"), Reason: status.ReasonOutOfStock})
	total := s.o.Total() // one piece and the delivery are left
	s.do(order.Return{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1)), Reason: status.ReasonUnwanted})
	require.Equal(t, total, s.o.Total())
}

// Two blocks go back through one payment side by side, and one of them is refused after its first share was paid: the
// gateway's sum of the payment does not show whose share that was, but its answer did.
func TestASharePaidBackBesideAnotherRefundIsNotPaidTwice(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{})
	total := s.o.View().Due.Minor()
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(total - 150_00)}}, order.Pay{Payment: order.Payment{ID: "p2", Amount: amount.RUB(150_00)}})
	lines := s.o.View().Lines
	s.do(order.Return{Picks: order.Pick(lines[0].ID, amount.Pcs(1)), Reason: status.ReasonUnwanted})
	s.do(order.Return{Picks: order.Pick(lines[0].ID, amount.Pcs(1)), Reason: status.ReasonUnwanted})
	s.do(order.Refund{Block: 1}, order.Refund{Block: 2})
	b, _ := s.o.Block(2)
	require.Len(t, b.From, 2, "%v", b.From)
	first := b.From[0]

	for _, wrong := range []order.SettleRefund{
		{Block: 2, Outcome: order.Outcome{Kind: order.Applied}, Done: b.From},
		{Block: 2, Outcome: order.Outcome{Kind: order.Rejected}, Done: []order.PaymentShare{{Payment: "p2", Amount: amount.RUB(1)}}},
	} {
		_, err := s.o.Do(wrong, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrInvalid)
	}
	s.do(order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Rejected}, Done: []order.PaymentShare{first}}, order.Refund{Block: 2})
	again, _ := s.o.Block(2)
	require.Equal(t, b.From[1:], again.From)
	require.Equal(t, []order.PaymentShare{first}, again.Done)
}

// Half of a refund went back and the other half was refused; then some of the goods are given back to the buyer. What
// is paid back stays paid back: the block cannot owe less.
func TestABlockCannotOweLessThanWentBack(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{})
	total := s.o.View().Due.Minor()
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(total - 150_00)}}, order.Pay{Payment: order.Payment{ID: "p2", Amount: amount.RUB(150_00)}})
	s.do(order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(2)), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Refund{Block: 1})
	b, _ := s.o.Block(1)
	require.Len(t, b.From, 2)
	s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}, Done: b.From[:1]}) // 150 of 200
	_, err := s.o.Do(order.Receive{Block: 1, Picks: order.Pick("L1", amount.Pcs(1)), Custody: status.CustodyRejected}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrMoney)
	require.ErrorContains(t, err, "150.00 RUB of it is paid back already")
	s.do(order.Refund{Block: 1}, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	_, err = order.Replay(s.log())
	require.NoError(t, err)
}

// A person pays a block back in the gateway's cabinet instead of here: it is that block's money, and is not paid again.
func TestABlockThatIsPaidBackInTheCabinetIsPaidBack(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{})
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: s.o.View().Due, Ref: order.Ref{System: "gateway", ID: "g-1"}}})
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	total := s.o.View().Payments[0].Amount
	report := order.PaymentReport{Payment: order.Payment{ID: "p1", State: status.PaymentPartlyRefunded, Amount: total, Refunded: amount.RUB(100_00)}}
	s.says(order.RoleGateway, report)
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyRefunded, b.Money)
	require.False(t, s.o.Held(), "everybody agrees")
	require.True(t, s.o.View().Due.IsZero())
	_, err := s.o.Do(order.Refund{Block: 1}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrAlready)
	require.Empty(t, s.says(order.RoleGateway, report), "the same again is no news")

	// Of two blocks that wait for the same sum only a person knows which it was.
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Return{Picks: order.Pick("L2", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	report.Payment.Refunded = amount.RUB(200_00)
	s.says(order.RoleGateway, report)
	require.True(t, s.o.Held())
	_, err = order.Replay(s.log())
	require.NoError(t, err)
}
