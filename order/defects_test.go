package order_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ---- money -----------------------------------------------------------------------------------------------------------

// living is what the lines cost that are neither cancelled nor returned.
func living(t *testing.T, v order.View) order.Money {
	sum := order.RUB(0)
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
		{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect},
		{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonWrongSize},
	}})
	v := s.o.View()
	require.Equal(t, order.Pcs(1), v.Lines[0].Living, "two of three were refused")
	require.Equal(t, order.RUB(300_00), v.Total)
	require.Equal(t, living(t, v), v.Total, "the total is the sum of the lines")
}

func TestOnlyUnitsThatAreDeliveredNowCanBeRefused(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	before := s.o.Clone()
	_, err := s.o.Do(order.Deliver{
		Picks:   order.PickUnits("L1", order.Pcs(1), order.Pcs(3)),
		Refused: []order.Refusal{{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect}},
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
	require.Equal(t, order.RUB(200_00), s.o.Total())
	s.do(order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonUnwanted})
	require.Equal(t, order.RUB(200_00), s.o.Total(), "the refusal took them off the total already")
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
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyRejected})
	v := s.o.View()
	require.Equal(t, living(t, v), v.Total)
}

func TestARejectedReturnIsGivenBackAsAWhole(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyRejected})
	_, err := s.o.Do(order.Receive{Block: 1, Custody: status.CustodyGivenBack}, s.by(order.RoleOperator))
	require.NoError(t, err, "without picks all of the block's units are meant")
	require.Equal(t, order.RUB(500_00), s.o.Total())
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
	require.Equal(t, order.RUB(400_00), v.Total)
	require.Equal(t, order.RUB(100_00), v.Owed, "as after a Cancel of the same unit")
}

func TestAPaymentThatTheGatewayPaidBackIsNotIgnored(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: order.RUB(500_00)}})
	evs := s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: order.RUB(500_00), State: status.PaymentRefunded, Refunded: order.RUB(500_00),
	}})
	require.NotEmpty(t, evs, "the owner's word is applied, or recorded as a conflict")
}

func TestAPaymentThatIsFirstHeardOfWhenItWasPaidBackPaysNothing(t *testing.T) {
	s := tell(t, ownShop())
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: order.RUB(500_00), State: status.PaymentRefunded, Refunded: order.RUB(500_00),
	}})
	require.NotEqual(t, status.PaymentPaid, s.o.View().Payment)
}

func TestAnImportedOrderThatWasPaidBackIsNotPaid(t *testing.T) {
	s := take(t, order.Snapshot{
		Draft: ownShop(), State: status.ItemReturned,
		Payments: []order.Payment{{ID: "p1", Amount: order.RUB(500_00), State: status.PaymentRefunded, Refunded: order.RUB(500_00)}},
	})
	require.Equal(t, status.PaymentRefunded, s.o.View().Payment)
}

// ---- lines reported by their owner ------------------------------------------------------------------------------------

func delivered(t *testing.T) *story {
	s := tell(t, marketplace())
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	return s
}

func TestTheMarketplaceStillListsUnitsRefusedAtTheDoor(t *testing.T) {
	s := delivered(t)
	s.do(order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonUnwanted}}})
	evs := s.says(order.RoleChannel, order.LinesReport{Lines: marketplace().Lines})
	require.Empty(t, evs, "it lists what was ordered; that is no new unit")
	l, _ := s.o.Line("L1")
	require.Equal(t, order.Pcs(3), l.Quantity)
}

func TestTheMarketplaceStillListsUnitsThatWereReturned(t *testing.T) {
	s := delivered(t)
	s.do(order.Deliver{}, order.Return{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect})
	require.Empty(t, s.says(order.RoleChannel, order.LinesReport{Lines: marketplace().Lines}))
}

func TestAUnitAddedAfterTheOwnerHeardOfACancellationIsNew(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.Cancel{Picks: order.Pick("L1", order.Pcs(2)), Reason: status.ReasonOutOfStock})
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{goods("L1", 1), goods("L2", 2)}}) // it has heard
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{goods("L1", 2), goods("L2", 2)}}) // one more is wanted
	l, _ := s.o.Line("L1")
	require.Equal(t, order.Pcs(2), l.Living)
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
	s.do(order.Cancel{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonOutOfStock}, order.Confirm{},
		order.Pack{Boxes: []order.Box{{Picks: order.Pick("L1", order.Pcs(2)).And(order.PickAll("L2"))}}}, order.HandOver{})
	s.says(order.RoleChannel, order.StatusReport{Code: "DELIVERED", Says: status.Meaning{Order: status.OrderDelivered}})
	require.Equal(t, status.OrderDelivered, s.o.State())
	require.Empty(t, s.o.View().Holds, "a status of the order is about the units that live")
}

// ---- what follows the goods -------------------------------------------------------------------------------------------

func TestACancellationThatComesTooLateLeavesTheDeliveryCharge(t *testing.T) {
	d := marketplace()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2")}}}, order.HandOver{})
	s.says(order.RoleChannel, order.CancelReport{Done: true})
	require.Len(t, s.o.View().Holds, 1)
	require.Equal(t, order.RUB(800_00), s.o.Total(), "the goods are on the road, and so is their delivery")
}

func TestADeclinedCancellationLeavesTheDeliveryCharge(t *testing.T) {
	d := byMerchant()
	d.Lines = append(d.Lines, service("D1"))
	s := tell(t, d)
	s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true})
	s.says(order.RoleChannel, order.CancelReport{})
	s.do(order.Answer{Request: 1})
	require.Equal(t, order.RUB(800_00), s.o.Total())
}

// ---- one log ----------------------------------------------------------------------------------------------------------

func TestTheEventOfAnImportNeverChanges(t *testing.T) {
	found := order.Snapshot{
		Draft: ownShop(), State: status.ItemPacked,
		Standing:  []order.Move{{Line: "L1", Portion: order.Portion{State: status.ItemPacked, Shipment: 1}}},
		Payments:  []order.Payment{{ID: "p1", Amount: order.RUB(500_00), State: status.PaymentAuthorized}},
		Shipments: []order.Shipment{{N: 1, State: status.ShipmentAssembling}},
		Packages:  []order.Package{{N: 1, Units: []order.Units{{Line: "L1", To: order.Pcs(3)}}}},
		Documents: []order.Document{{Kind: "invoice", Number: "7"}},
	}
	asFound := written(t, found)
	s := take(t, found)
	imported := written(t, s.log()[0])
	s.do(receipt("p1", 500), order.HandOver{Shipment: 1}, order.Attach{Document: order.Document{Kind: "invoice", Number: "7", Posted: true}},
		order.Return{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect})
	require.Equal(t, imported, written(t, s.log()[0]))
	require.Equal(t, asFound, written(t, found), "nor does what the caller brought")
}

func TestReplayLeavesTheEventsItIsGiven(t *testing.T) {
	s := take(t, order.Snapshot{Draft: ownShop(), Payments: []order.Payment{{ID: "p1", Amount: order.RUB(500_00), State: status.PaymentAuthorized}}})
	log := s.log()
	before := written(t, log)
	again, err := order.Replay(log)
	require.NoError(t, err)
	_, err = again.Do(receipt("p1", 500), s.by(order.RoleOperator))
	require.NoError(t, err)
	require.Equal(t, before, written(t, log))
}

func TestAnOrderDoesNotShareItsDraft(t *testing.T) {
	d := marketplace()
	d.Adjustments = []order.Adjustment{{Kind: order.AdjustDiscount, Amount: order.RUB(50_00)}}
	s := tell(t, d)
	before := stands(t, s.o)
	d.Adjustments[0].Amount = order.RUB(1)
	require.Equal(t, before, stands(t, s.o))
}

func TestTheEventsThatDoReturnsAreTheCallersOwn(t *testing.T) {
	s := tell(t, marketplace())
	evs, err := s.o.Do(order.Take{}, s.by(order.RoleOperator))
	require.NoError(t, err)
	before := stands(t, s.o)
	evs[0].Key, evs[0].N = "changed", 99
	require.Equal(t, before, stands(t, s.o))
}

func TestWhatIsAcceptedCanBeStored(t *testing.T) {
	for name, act := range map[string]func(s *story) ([]order.Event, error){
		"an authority that names nobody": func(s *story) ([]order.Event, error) {
			d := marketplace()
			d.Authority = 1 << 31
			_, evs, err := order.New(d, s.by(order.RoleOperator))
			return evs, err
		},
		"a party that does not exist": func(s *story) ([]order.Event, error) {
			return s.o.Do(order.Cancel{Reason: status.ReasonOther, Party: 99}, s.by(order.RoleOperator))
		},
		"a vendor's time before the year 0": func(s *story) ([]order.Event, error) {
			by := s.by(order.RoleOperator)
			by.Occurred = time.Date(-4, 1, 1, 0, 0, 0, 0, time.UTC)
			return s.o.Do(order.Take{}, by)
		},
		"a window beyond the year 9999": func(s *story) ([]order.Event, error) {
			return s.o.Observe(order.DateReport{Window: order.Window{From: opened, To: opened.AddDate(9000, 0, 0)}}, s.by(order.RoleChannel))
		},
		"an order placed after the year 9999": func(s *story) ([]order.Event, error) {
			d := marketplace()
			d.Placed = opened.AddDate(9000, 0, 0)
			_, evs, err := order.New(d, s.by(order.RoleOperator))
			return evs, err
		},
		"a shipment state that does not exist": func(s *story) ([]order.Event, error) {
			_, evs, err := order.Import(order.Snapshot{Draft: marketplace(), Shipments: []order.Shipment{{N: 1, State: 200}}}, s.by(order.RoleChannel))
			return evs, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, marketplace())
			evs, err := act(s)
			if err != nil {
				require.ErrorAs(t, err, new(*order.Refused))
				return
			}
			_, err = json.Marshal(evs)
			require.NoError(t, err, "it was accepted, so it must be storable")
		})
	}
}

func TestTextInAnotherEncodingIsRefusedOrSurvives(t *testing.T) {
	d := marketplace()
	d.Lines[0].ID, d.Lines[1].ID = "\xcb1", "\xcb2" // Л1 and Л2 in Windows-1251
	o, _, err := order.New(d, order.By{At: opened})
	if err != nil {
		require.ErrorIs(t, err, order.ErrInvalid)
		return
	}
	again := stored(t, o)
	require.Equal(t, o.View().Lines[0].ID, again.View().Lines[0].ID)
}

func TestAnImportedStateThatDoesNotExistIsRefused(t *testing.T) {
	require.NotPanics(t, func() {
		_, _, err := order.Import(order.Snapshot{Draft: marketplace(), State: 200}, order.By{At: opened})
		require.ErrorAs(t, err, new(*order.Refused))
	})
}

func TestAConfirmationThatDoesNotExistIsRefused(t *testing.T) {
	d := marketplace()
	d.Confirmations = []status.Confirmation{9}
	_, _, err := order.New(d, order.By{At: opened})
	require.ErrorAs(t, err, new(*order.Refused), "it must not be left out silently")
}

func TestALogWhoseBlockNamesAnUnknownPaymentIsDamaged(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	log := s.log()
	for i, e := range log {
		if b, ok := e.Body.(order.Returned); ok {
			b.Block.From = []order.PaymentShare{{Payment: "nobody", Amount: order.RUB(1)}}
			log[i].Body = b
		}
	}
	settled := log[len(log)-1]
	settled.N--
	log = append(log[:len(log)-2], settled) // without the order to refund
	require.NotPanics(t, func() {
		_, err := order.Replay(log)
		require.ErrorIs(t, err, order.ErrDamagedLog)
	})
}

func TestALogWithATimeThatCannotBeStoredIsDamaged(t *testing.T) {
	text := strings.Replace(written(t, tell(t, marketplace()).log()), `"2026-03-02T09:10:00Z"`, `"9999-12-31T23:59:59-23:00"`, 1)
	log, err := order.ReadLog(strings.NewReader(text))
	if err == nil {
		_, err = order.Replay(log)
	}
	require.ErrorIs(t, err, order.ErrDamagedLog, "in UTC it is the year 10000, which JSON cannot hold")
}

// ---- reports, wishes and permits --------------------------------------------------------------------------------------

func TestDeadlinesThatTheChannelSetsAreTakenOver(t *testing.T) {
	s := tell(t, marketplace())
	s.says(order.RoleChannel, order.DateReport{Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: opened.Add(24 * time.Hour)}}})
	require.Len(t, s.o.View().Deadlines, 1)
}

func TestAReportOfMoreUnitsThanThereAreSaysSo(t *testing.T) {
	s := tell(t, marketplace())
	_, err := s.o.Observe(order.StatusReport{Code: "PACKED", Says: status.Meaning{Item: status.ItemPacked}, Picks: order.Pick("L1", order.Pcs(4))}, s.by(order.RoleChannel))
	require.ErrorIs(t, err, order.ErrQuantity)
	require.ErrorContains(t, err, "4 asked")
}

func TestAKeyDoesNotCoverAnotherWish(t *testing.T) {
	s := tell(t, marketplace())
	by := s.by(order.RoleERP)
	by.Key = "save-17"
	_, err := s.o.Observe(order.Wish{Commands: []order.Command{order.Take{}}}, by)
	require.NoError(t, err)
	_, err = s.o.Observe(order.Wish{Commands: []order.Command{order.Complete{}}}, by)
	require.ErrorIs(t, err, order.ErrKeyReused, "it was dropped as a repetition of Take")
}

func TestOneSaveHandsOverAndKeepsARefusalAtTheDoor(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(order.Confirm{}, order.Pack{})
	s.says(order.RoleERP, order.Wish{Commands: []order.Command{
		order.Cancel{Picks: order.Pick("L1", order.Pcs(1)), Reason: status.ReasonBuyerRefused}, order.HandOver{Courier: true},
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

// ---- schemes and texts ------------------------------------------------------------------------------------------------

func TestASchemeMayNotNameStatesThatDoNotExist(t *testing.T) {
	s, _ := order.OwnPickup.Rules()
	s.PartialCancel = 1 << 31
	require.Error(t, s.Check())
}

func TestASetOfStatesIsNotReadFromACommaAlone(t *testing.T) {
	var set order.ItemSet
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

// ---- sharing ----------------------------------------------------------------------------------------------------------

func TestAViewSharesNoReceiptsAndNoUnits(t *testing.T) {
	s := tell(t, byMerchant())
	s.do(receipt("p1", 500), order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
	s.says(order.RoleChannel, order.CancelReport{Picks: order.Pick("L1", order.Pcs(1))})
	before := stands(t, s.o)
	v := s.o.View()
	v.Payments[0].Receipt.Number = "changed"
	v.Requests[0].Units[0].Line = "changed"
	require.Equal(t, before, stands(t, s.o))
}
