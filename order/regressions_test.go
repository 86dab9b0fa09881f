package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ---- money
// -----------------------------------------------------------------------------------------------------------

// living is what the lines cost that are neither cancelled nor returned.
func living(t *testing.T, v order.View) amount.Money {
	sum := amount.RUB(0)
	for _, l := range v.Lines {
		var err error
		sum, err = sum.Add(l.Total)
		require.NoError(t, err)
	}
	return sum
}

func TestUnitsOfOneLineAreRefusedForTwoReasons(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	s.do(order.Deliver{Refused: []order.Refusal{
		{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect},
		{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonWrongSize},
	}})
	v := s.o.View()
	require.Equal(t, amount.Pcs(1), v.Lines[0].Living, "two of three were refused")
	require.Equal(t, amount.RUB(300_00), v.Total)
	require.Equal(t, living(t, v), v.Total, "the total is the sum of the lines")
}

func TestOnlyUnitsThatAreDeliveredNowCanBeRefused(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	before := s.o.Clone()
	_, err := s.o.Do(order.Deliver{
		Picks:   order.PickUnits("L1", amount.Pcs(1), amount.Pcs(3)),
		Refused: []order.Refusal{{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect}},
	}, s.by(order.RoleOperator))
	if err != nil {
		require.Equal(t, stands(t, before), stands(t, s.o))
		return
	}
	l, _ := s.o.Line("L1")
	require.Equal(t, status.ItemSent, l.Portions[0].State, "unit 0 is not part of this delivery")
	require.Len(t, l.Portions, 3, "unit 1 is refused, unit 2 is handed out")
}

func TestRefusedUnitsThatComeBackLowerTheTotalOnce(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1"), Reason: status.ReasonUnwanted}}})
	require.Equal(t, amount.RUB(200_00), s.o.Total())
	s.do(order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonUnwanted})
	require.Equal(t, amount.RUB(200_00), s.o.Total(), "the refusal took them off the total already")
}

func TestAnAcceptedCommandCanBeReplayed(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1", "L2"), Reason: status.ReasonUnwanted}}})
	if _, err := s.o.Do(order.Return{Reason: status.ReasonUnwanted}, s.by(order.RoleOperator)); err != nil {
		return
	}
	_, err := order.Replay(s.log())
	require.NoError(t, err, "the total has become negative")
}

func TestTheTotalIsTheSumOfTheLinesWhileARejectedReturnWaits(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyRejected})
	v := s.o.View()
	require.Equal(t, living(t, v), v.Total)
}

func TestARejectedReturnIsGivenBackAsAWhole(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyRejected})
	_, err := s.o.Do(order.Receive{Block: 1, Custody: status.CustodyGivenBack}, s.by(order.RoleOperator))
	require.NoError(t, err, "without picks all of the block's units are meant")
	require.Equal(t, amount.RUB(500_00), s.o.Total())
}

func TestADeliveryThatNobodyTookNeedsNoReceivingBack(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(receipt("p1", 800), order.Confirm{}, order.HandOver{Courier: true})
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1", "L2"), Reason: status.ReasonUnwanted}}})
	s.do(order.Receive{Block: 1, Picks: order.PickAll("L1", "L2"), Custody: status.CustodyAccepted})
	_, err := s.o.Do(order.Refund{Block: 1}, s.by(order.RoleOperator))
	require.NoError(t, err, "all goods are back; a delivery is no goods")
}

func TestUnitsThatTheOwnerOfTheLinesTakesAwayAreOwedBack(t *testing.T) {
	d := ownShop()
	d.Authority |= order.ERPOwnsLines
	s := tell(t, d)
	s.do(receipt("p1", 500), order.Confirm{})
	s.says(order.RoleERP, order.LinesReport{Lines: []order.Line{goods("L1", 2), goods("L2", 2)}})
	v := s.o.View()
	require.Equal(t, amount.RUB(400_00), v.Total)
	require.Equal(t, amount.RUB(100_00), v.ToRefund, "as after a Cancel of the same unit")
}

func TestAPaymentThatTheGatewayPaidBackIsNotIgnored(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00)}})
	evs := s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentRefunded, Refunded: amount.RUB(500_00),
	}})
	require.NotEmpty(t, evs, "the owner's word is applied, or recorded as a conflict")
}

func TestAPaymentThatIsFirstHeardOfWhenItWasPaidBackPaysNothing(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentRefunded, Refunded: amount.RUB(500_00),
	}})
	require.NotEqual(t, status.PaymentPaid, s.o.View().Payment)
}

func TestAnImportedOrderThatWasPaidBackIsNotPaid(t *testing.T) {
	s := take(t, order.Snapshot{
		Draft: ownShop(), State: status.ItemReturned,
		Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentRefunded, Refunded: amount.RUB(500_00)}},
	})
	require.Equal(t, status.PaymentRefunded, s.o.View().Payment)
}

// ---- lines reported by their owner
// ------------------------------------------------------------------------------------

func delivered(t *testing.T) *story {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	return s
}

func TestTheMarketplaceStillListsUnitsRefusedAtTheDoor(t *testing.T) {
	s := delivered(t)
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted}}})
	evs := s.says(order.RoleChannel, order.LinesReport{Lines: marketplace().Lines})
	require.Empty(t, evs, "it lists what was ordered; that is no new unit")
	l, _ := s.o.Line("L1")
	require.Equal(t, amount.Pcs(3), l.Quantity)
}

func TestTheMarketplaceStillListsUnitsThatWereReturned(t *testing.T) {
	s := delivered(t)
	s.do(order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	require.Empty(t, s.says(order.RoleChannel, order.LinesReport{Lines: marketplace().Lines}))
}

func TestAUnitAddedAfterTheOwnerHeardOfACancellationIsNew(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(2)), Reason: status.ReasonOutOfStock})
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{goods("L1", 1), goods("L2", 2)}}) // it has heard
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{goods("L1", 2), goods("L2", 2)}}) // one more is wanted
	l, _ := s.o.Line("L1")
	require.Equal(t, amount.Pcs(2), l.Living)
}

func TestAReportWithoutAnyLinesCancelsTheOrderWithItsDelivery(t *testing.T) {
	d := marketplace()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.says(order.RoleChannel, order.LinesReport{})
	require.Empty(t, s.o.View().Holds)
	require.Equal(t, status.OrderCancelled, s.o.State())
}

func TestADeliveredOrderIsNotHeldForUnitsThatWereRefusedBefore(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock}, order.Confirm{},
		order.Pack{Boxes: []order.Box{{Picks: order.Pick("L1", amount.Pcs(2)).And(order.PickAll("L2"))}}}, order.HandOver{})
	s.says(order.RoleChannel, order.StatusReport{Code: "DELIVERED", Says: status.Meaning{Order: status.OrderDelivered}})
	require.Equal(t, status.OrderDelivered, s.o.State())
	require.Empty(t, s.o.View().Holds, "a status of the order is about the units that live")
}

// ---- what follows the goods
// -------------------------------------------------------------------------------------------

func TestACancellationThatComesTooLateLeavesTheDeliveryCharge(t *testing.T) {
	d := marketplace()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	s.says(order.RoleChannel, order.CancelReport{Done: true})
	require.Len(t, s.o.View().Holds, 1)
	require.Equal(t, amount.RUB(800_00), s.o.Total(), "the goods are on the road, and so is their delivery")
}

func TestADeclinedCancellationLeavesTheDeliveryCharge(t *testing.T) {
	d := byMerchant()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true})
	s.says(order.RoleChannel, order.CancelReport{})
	s.do(order.AnswerCancelRequest{Request: 1})
	require.Equal(t, amount.RUB(800_00), s.o.Total())
}

// ---- reports, intents and permits
// --------------------------------------------------------------------------------------

func TestDeadlinesThatTheChannelSetsAreTakenOver(t *testing.T) {
	s := tell(t, marketplace())
	s.says(order.RoleChannel, order.DateReport{Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: opened.Add(24 * time.Hour)}}})
	require.Len(t, s.o.View().Deadlines, 1)
}

func TestAReportOfMoreUnitsThanThereAreSaysSo(t *testing.T) {
	s := tell(t, marketplace())
	_, err := s.o.Observe(order.StatusReport{Code: "PACKED", Says: status.Meaning{Item: status.ItemPacked}, Picks: order.Pick("L1", amount.Pcs(4))}, s.by(order.RoleChannel))
	require.ErrorIs(t, err, order.ErrQuantity)
	require.ErrorContains(t, err, "4 asked")
}

func TestAKeyDoesNotCoverAnotherWish(t *testing.T) {
	s := tell(t, marketplace())
	by := s.by(order.RoleERP)
	by.Key = "save-17"
	_, err := s.o.Observe(order.Intent{Commands: []order.Command{order.Take{}}}, by)
	require.NoError(t, err)
	_, err = s.o.Observe(order.Intent{Commands: []order.Command{order.Complete{}}}, by)
	require.ErrorIs(t, err, order.ErrKeyReused, "it was dropped as a repetition of Take")
}

func TestOneSaveHandsOverAndKeepsARefusalAtTheDoor(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(order.Confirm{}, order.Pack{})
	s.says(order.RoleERP, order.Intent{Commands: []order.Command{
		order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonBuyerRefused}, order.HandOver{Courier: true},
	}})
	require.Empty(t, s.o.View().Notes, "the result at the door comes after the hand-over")
}

func TestAnUnknownShipmentIsNamed(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	_, err := s.o.Do(order.HandOver{Shipment: 99}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrUnknown)
	require.ErrorContains(t, err, "S99")
}

func TestWhatAPermitOffersWorks(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	for kind, give := range map[order.Kind]func(order.Picks) order.Command{
		order.KindConfirm: func(ps order.Picks) order.Command { return order.Confirm{Picks: ps} },
		order.KindCancel:  func(ps order.Picks) order.Command { return order.Cancel{Picks: ps, Reason: status.ReasonOther} },
		order.KindEdit: func(ps order.Picks) order.Command {
			return order.Edit{Remove: ps, Add: []order.Line{goods("L9", 1)}}
		},
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := tell(t, d)
			by := s.by(order.RoleOperator)
			for _, p := range s.o.Allowed(by) {
				if p.Kind == kind {
					require.NoError(t, p.Why)
					_, err := s.o.Do(give(p.Picks), by)
					require.NoError(t, err)
				}
			}
		})
	}
}

func TestAllUnitsThatAPermitToDeliverNamesAreDelivered(t *testing.T) {
	d := ownShop()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	by := s.by(order.RoleOperator)
	for _, p := range s.o.Allowed(by) {
		if p.Kind == order.KindDeliver {
			_, err := s.o.Do(order.Deliver{Picks: p.Picks}, by)
			require.NoError(t, err)
		}
	}
}

// ---- schemes and texts
// ------------------------------------------------------------------------------------------------

func TestASchemeMayNotNameStatesThatDoNotExist(t *testing.T) {
	s, _ := order.OwnPickup.Rules()
	s.PartialCancel = 1 << 31
	require.Error(t, s.Check())
}

func TestASetOfStatesIsNotReadFromACommaAlone(t *testing.T) {
	var set status.ItemSet
	require.Error(t, set.UnmarshalText([]byte("new,,packed")))
	require.Error(t, set.UnmarshalText([]byte("new,")))
}

func TestAnOrderInTwoShipmentsCanBeHandedOver(t *testing.T) {
	for _, scheme := range []order.SchemeCode{order.Standard, order.MerchantDelivery} {
		t.Run(string(scheme), func(t *testing.T) {
			d := marketplace()
			d.Scheme = scheme
			s := tell(t, d)
			s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}})
			_, err := s.o.Do(order.CreateShipment{Picks: order.PickAll("L1")}, s.by(order.RoleOperator))
			if err != nil {
				return // refused in time
			}
			s.do(order.CreateShipment{Picks: order.PickAll("L2")})
			s.do(order.HandOver{Shipment: 1})
			s.do(order.HandOver{Shipment: 2})
		})
	}
}

// ---- sharing
// ----------------------------------------------------------------------------------------------------------

func TestAViewSharesNoReceiptsAndNoUnits(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(receipt("p1", 500), order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
	s.says(order.RoleChannel, order.CancelReport{Picks: order.Pick("L1", amount.Pcs(1))})
	before := stands(t, s.o)
	v := s.o.View()
	v.Payments[0].Receipt.Number = "changed"
	v.Requests[0].Units[0].Line = "changed"
	require.Equal(t, before, stands(t, s.o))
}

// ---- found last
// -------------------------------------------------------------------------------------------------------

func TestARefusalAtTheDoorThatIsWithdrawnLeavesNothingOnTheRoad(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.HandOver{Courier: true},
		order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted}}},
		order.Receive{Block: 1, Custody: status.CustodyWithdrawn})
	v := s.o.View()
	require.Equal(t, status.ShipmentPartlyHandedOut, v.Shipments[0].State)
	require.NotEqual(t, status.ItemSent, v.Lines[0].Portions[0].State, "its shipment has ended")
}

func TestARepetitionFromAnotherTimeZoneIsNoNews(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(order.Confirm{})
	by := s.by(order.RoleOperator)
	by.Key = "k"
	from := opened.AddDate(0, 0, 2)
	_, err := s.o.Do(order.MoveDate{Window: order.Window{From: from, To: from.Add(time.Hour)}}, by)
	require.NoError(t, err)
	moscow := time.FixedZone("MSK", 3*60*60)
	evs, err := s.o.Do(order.MoveDate{Window: order.Window{From: from.In(moscow), To: from.Add(time.Hour).In(moscow)}}, by)
	require.NoError(t, err, "it is the same window")
	require.Empty(t, evs)
}

func TestAPriceThatFallsAfterPaymentIsNotForgotten(t *testing.T) {
	d := ownShop()
	d.Authority |= order.ERPOwnsLines | order.ERPOwnsPrices
	s := tell(t, d)
	s.do(receipt("p1", 500), order.Confirm{})
	cheaper := goods("L1", 3)
	cheaper.Total = amount.RUB(200_00)
	s.says(order.RoleERP, order.LinesReport{Lines: []order.Line{cheaper, goods("L2", 2)}})
	v := s.o.View()
	require.True(t, v.ToRefund.Sign() > 0 || len(v.Holds) > 0, "100 roubles too much are paid, as in an overpayment that a gateway reports: %s due", v.Due)
}

func TestOneReceiptIsNotOfTwoPayments(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 250), receipt("p2", 250), order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
	_, err := s.o.Do(order.AttachReceipt{Payment: "p2", Receipt: order.Document{Number: "FD-1"}}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrDuplicate)
}

// Handed out without its code, where the scheme does not insist: the receipt waits for the code, so it must be possible
// to give it. One that is there stays.
func TestACodeMayComeAfterTheGoods(t *testing.T) {
	rules, _ := order.OwnPickup.Rules()
	rules.Code, rules.MarksBefore = "careless", ""
	d := ownShop()
	d.Scheme, d.Lines[0].MarkRequired = rules.Code, true
	s := tell(t, d, order.WithScheme(rules))
	s.do(order.Confirm{}, order.SetMark{Line: "L1", Unit: 0, Code: "A"}, order.Deliver{}, order.SetMark{Line: "L1", Unit: 1, Code: "B"})
	for code, unit := range map[string]int{"C": 0, "D": 1} {
		_, err := s.o.Do(order.SetMark{Line: "L1", Unit: unit, Code: code}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrNotNow)
		require.ErrorContains(t, err, "or later where there was none")
	}
	var may bool
	for _, p := range s.o.Allowed(s.by(order.RoleOperator)) {
		may = may || p.Kind == order.KindSetMark && p.Why == nil
	}
	require.True(t, may, "the third unit has no code yet")
}

// A service that is refused when the goods were cancelled before makes no refusal of the order.
func TestACancelledOrderIsNotRefusedByItsService(t *testing.T) {
	d := marketplace()
	d.Lines = append(d.Lines[:1:1], service("D1"))
	s := tell(t, d)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.PickAll("L1"), Done: true})
	s.says(order.RoleChannel, order.StatusReport{Code: "REFUSED", Says: status.Meaning{Item: status.ItemRefused}, Picks: order.PickAll("D1")})
	require.Equal(t, status.OrderCancelled, s.o.State())
}
