package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestWhatTheStateForbidsIsRefused(t *testing.T) {
	window := order.Window{From: opened.AddDate(0, 0, 2)}
	window.To = window.From.AddDate(0, 0, 1)
	for _, r := range []refusal{
		{"to take an order twice", func(t *testing.T) *story { s := newOrder(t); s.do(order.Take{}); return s }, "", order.Take{}, order.ErrAlready, "order"},
		{"to take a confirmed order", confirmedOrder, "", order.Take{}, order.ErrNotNow, "order"},
		{"to confirm twice", confirmedOrder, "", order.Confirm{}, order.ErrAlready, "confirmed"},
		{"to confirm a cancelled order", cancelledOrder, "", order.Confirm{}, order.ErrNotNow, "order"},
		{"to cancel a cancelled order", cancelledOrder, "", order.Cancel{Reason: status.ReasonOther}, order.ErrAlready, "order"},
		{"to cancel a part after confirmation", confirmedOrder, "", order.Cancel{Picks: order.PickAll("L1"), Reason: status.ReasonOutOfStock}, order.ErrNotNow, "new"},
		{"to cancel a packed order", packedOrder, "", order.Cancel{Reason: status.ReasonOutOfStock}, order.ErrNotNow, "packed"},
		{"to cancel a delivered order", deliveredOrder, "", order.Cancel{Reason: status.ReasonUnwanted}, order.ErrNotNow, "order"},
		{"to pack before it is confirmed", newOrder, "", order.Pack{Boxes: inPieces(marketplace())}, order.ErrNotNow, "line L1"},
		{"to hand over before it is packed", confirmedOrder, "", order.HandOver{}, order.ErrNotNow, "packed"},
		{"to arrive before it is sent", packedOrder, "", order.Arrive{}, order.ErrNotNow, "sent"},
		{"to deliver before it is sent", packedOrder, "", order.Deliver{}, order.ErrNotNow, "sent"},
		{"to deliver twice", deliveredOrder, "", order.Deliver{}, order.ErrAlready, "delivered"},
		{"to complete before it is delivered", sentOrder, "", order.Complete{}, order.ErrNotNow, "delivered"},
		{"to complete twice", func(t *testing.T) *story { s := deliveredOrder(t); s.do(order.Complete{}); return s }, "", order.Complete{}, order.ErrAlready, "completed"},
		{"to release what is not assembled", confirmedOrder, "", order.Release{}, order.ErrNotNow, "order"},
		{"to drop a result that nobody gave", withCourier, "", order.DropDoorResult{}, order.ErrNotNow, "door"},
		{"to return what was not handed out", sentOrder, "", order.Return{Reason: status.ReasonDefect}, order.ErrNotNow, "handed-out"},
		{"to return a unit twice", func(t *testing.T) *story {
			s := paidInShop(t)
			s.do(order.Deliver{}, order.Return{Picks: order.PickAll("L2"), Reason: status.ReasonDefect})
			return s
		}, "", order.Return{Picks: order.PickAll("L2"), Reason: status.ReasonDefect}, order.ErrAlready, "order"},
		{"to reach the buyer of a cancelled order", cancelledOrder, "", order.ContactBuyer{Channel: "phone"}, order.ErrNotNow, "order"},
		{"to answer twice", func(t *testing.T) *story { s := asked(t); s.do(order.AnswerCancelRequest{Request: 1}); return s }, "", order.AnswerCancelRequest{Request: 1}, order.ErrAlready, "request 1"},
		{"to clear a hold twice", func(t *testing.T) *story { s := stopped(t); s.do(order.ClearHold{Hold: 1}); return s }, "", order.ClearHold{Hold: 1}, order.ErrAlready, "hold 1"},
		{"to move the date to where it is", func(t *testing.T) *story {
			s := newForUs(t)
			s.do(order.Confirm{}, order.MoveDate{Window: window})
			return s
		}, "", order.MoveDate{Window: window}, order.ErrAlready, "window"},
		{"to move the date before it is confirmed", newForUs, "", order.MoveDate{Window: window}, order.ErrNotNow, "new"},
		{"to move the date of an order on the road", withCourier, "", order.MoveDate{Window: window}, order.ErrNotNow, "sent"},
		{"anything while a confirmation is open", awaiting, "", order.Confirm{}, order.ErrNotNow, "buyer"},
		{"to accept a cost of shipping that was not set", awaiting, "", order.GiveConfirmation{Of: status.ConfirmShippingCostAccepted}, order.ErrNotNow, "must be set first"},
		{"to give a confirmation that is not open", awaiting, "", order.GiveConfirmation{Of: status.ConfirmShop}, order.ErrAlready, "shop"},
		{"to assemble before it is paid", prepaid, "", order.Assemble{Warehouse: "north"}, order.ErrNotNow, "paid"},
		{"to hand over before it is paid", prepaid, "", order.HandOver{Courier: true}, order.ErrNotNow, "paid"},
		{"to edit the prices of a paid order", paidInShop, "", order.Edit{Add: []order.Line{goods("L9", 1)}, Reprice: &order.Reprice{}}, order.ErrNotNow, "only reduced"},
		{"to price a paid order anew", paidInShop, "", order.Reprice{}, order.ErrNotNow, "500.00 RUB is paid"},
		{"to edit an order on the road", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Confirm{}, order.HandOver{Courier: true})
			return s
		}, "", order.Edit{Add: []order.Line{goods("L9", 1)}}, order.ErrNotNow, "sent"},
		{"to edit lines that belong to the marketplace", newOrder, "", order.Edit{Add: []order.Line{goods("L9", 1)}}, order.ErrNotNow, "megamarket/mm-1/shipment/946004"},
		{"to price a line that is gone", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Cancel{Picks: order.PickAll("L1"), Reason: status.ReasonOutOfStock})
			return s
		}, "", order.Reprice{Prices: []order.NewPrice{{Line: "L1", Total: amount.RUB(1)}}}, order.ErrNotNow, "line L1"},
		{"a receipt of a payment that is only held", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized}})
			return s
		}, "", order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "1"}}, order.ErrNotNow, "authorized"},
		{"a payment that was received and then fails", paidInShop, "", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentFailed}}, order.ErrNotNow, "payment p1"},
		{"to say that goods are back twice", returned, "", order.Receive{Block: 1, Custody: status.CustodyReceived}, order.ErrNotNow, "accepted"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestWhatTheSchemeForbidsIsRefused(t *testing.T) {
	procurement := func(t *testing.T) *story {
		d := ownShop()
		d.Scheme = order.EProcurement
		return tell(t, d)
	}
	for _, r := range []refusal{
		{"to move the date of a marketplace's delivery", confirmedOrder, "", order.MoveDate{Window: order.Window{From: opened, To: opened.AddDate(0, 0, 1)}}, order.ErrScheme, "standard"},
		{"to edit a tender's order", procurement, "", order.Edit{Add: []order.Line{goods("L9", 1)}}, order.ErrScheme, "e-procurement"},
		{"to price a tender's order anew", procurement, "", order.Reprice{}, order.ErrScheme, "prices"},
		{"to pack without boxes", confirmedOrder, "", order.Pack{}, order.ErrInvalid, "line L1 × 3, line L2 × 2"},
		{"to pack by picks where boxes are needed", confirmedOrder, "", order.Pack{Picks: order.PickAll("L1", "L2")}, order.ErrInvalid, "boxes"},
		{"boxes that leave a line out", confirmedOrder, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1")}}}, order.ErrNotNow, "L2 × 2: confirmed"},
		{"boxes that leave a unit out", confirmedOrder, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1")}, {Picks: order.Pick("L2", amount.Pcs(1))}}}, order.ErrNotNow, "L2 × 1: confirmed"},
		{"to deliver half of what is at the door", withCourier, "", order.Deliver{Picks: order.PickAll("L1")}, order.ErrNotNow, "L2 × 2: sent"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestWhatTheRoleForbidsIsRefused(t *testing.T) {
	for _, r := range []refusal{
		{"a buyer confirms", newOrder, order.RoleBuyer, order.Confirm{}, order.ErrRole, "role buyer"},
		{"a warehouse cancels", newOrder, order.RoleWarehouse, order.Cancel{Reason: status.ReasonOutOfStock}, order.ErrRole, "role warehouse"},
		{"another warehouse hands over", packedOrder, order.RoleRemote, order.HandOver{}, order.ErrRole, "role remote-warehouse"},
		{"an issuing point edits", newInShop, order.RoleShop, order.Edit{Add: []order.Line{goods("L9", 1)}}, order.ErrRole, "role shop"},
		{"a carrier takes money", newInShop, order.RoleCarrier, receipt("p1", 1), order.ErrRole, "role carrier"},
		{"a shop system orders a refund", returned, order.RoleChannel, order.Refund{Block: 1}, order.ErrRole, "role channel"},
		{"a CRM orders a refund", returned, order.RoleERP, order.Refund{Block: 1}, order.ErrRole, "role erp"},
		{"nobody in particular", newOrder, "stranger", order.Confirm{}, order.ErrRole, "role stranger"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestCommandsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, r := range []refusal{
		{"a cancellation without a reason", newOrder, "", order.Cancel{}, order.ErrInvalid, "reason"},
		{"a return without a reason", deliveredOrder, "", order.Return{}, order.ErrInvalid, "reason"},
		{"a refusal without a reason", sentOrder, "", order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("L1")}}}, order.ErrInvalid, "reason"},
		{"a refusal without units", sentOrder, "", order.Deliver{Refused: []order.Refusal{{Reason: status.ReasonDefect}}}, order.ErrInvalid, "refused"},
		{"a verdict that is none", asked, "", order.AnswerCancelRequest{Request: 1, Verdict: "maybe"}, order.ErrInvalid, "maybe"},
		{"a contact without a channel", newOrder, "", order.ContactBuyer{Reached: true}, order.ErrInvalid, "contact"},
		{"an agreement with somebody who was not reached", newOrder, "", order.ContactBuyer{Channel: "phone", Agreed: true}, order.ErrInvalid, "contact"},
		{"an empty comment", newOrder, "", order.WriteComment{}, order.ErrInvalid, "comment"},
		{"a label without a key", newOrder, "", order.Label{Text: "hot"}, order.ErrInvalid, "label"},
		{"an edit of nothing", newInShop, "", order.Edit{}, order.ErrInvalid, "edit"},
		{"an edit that only prices", newInShop, "", order.Edit{Reprice: &order.Reprice{}}, order.ErrInvalid, "edit"},
		{"an unknown kind of line", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Kind: "gift", Quantity: amount.Pcs(1)}}}, order.ErrInvalid, "gift"},
		{"a line without an id", newInShop, "", order.Edit{Add: []order.Line{{Quantity: amount.Pcs(1), Total: amount.RUB(1)}}}, order.ErrInvalid, "line"},
		{"an unknown kind of adjustment", newInShop, "", order.Reprice{Adjustments: []order.Adjustment{{Kind: "gift", Amount: amount.RUB(1)}}}, order.ErrInvalid, "gift"},
		{"a payment without an id", newInShop, "", order.Pay{Payment: order.Payment{Amount: amount.RUB(1)}}, order.ErrInvalid, "payment"},
		{"a payment that is partly paid", newInShop, "", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(1), State: status.PaymentPartlyPaid}}, order.ErrInvalid, "payment p1"},
		{"a document without a number", newOrder, "", order.Attach{Document: order.Document{Kind: "invoice"}}, order.ErrInvalid, "document"},
		{"a receipt of nothing", paidInShop, "", order.AttachReceipt{Receipt: order.Document{Number: "1"}}, order.ErrInvalid, "receipt"},
		{"a receipt of two things", refunded, "", order.AttachReceipt{Payment: "p1", Block: 1, Receipt: order.Document{Number: "1"}}, order.ErrInvalid, "receipt"},
		{"a box that holds nothing", confirmedOrder, "", order.Pack{Boxes: append(inPieces(marketplace()), order.Box{})}, order.ErrInvalid, "box 2"},
		{"a box that weighs less than nothing", confirmedOrder, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1", "L2"), Weight: -1}}}, order.ErrInvalid, "box 1"},
		{"boxes and picks", confirmedOrder, "", order.Pack{Boxes: inPieces(marketplace()), Picks: order.PickAll("L1")}, order.ErrInvalid, "boxes"},
		{"a shipment by a carrier and an own courier", packedOrder, "", order.CreateShipment{Carrier: order.Ref{System: "cdek"}, Courier: true}, order.ErrInvalid, "shipment"},
		{"a carrier without a waybill", withCarrier, "", order.HandOver{Shipment: 1}, order.ErrInvalid, "waybill"},
		{"an own courier with a waybill", withCarrier, "", order.HandOver{Shipment: 1, Courier: true, Waybill: "1012"}, order.ErrInvalid, "waybill"},
		{"goods whose place nobody says", returning, "", order.Receive{Block: 1}, order.ErrInvalid, "R1"},
		{"goods that are asked back again", returning, "", order.Receive{Block: 1, Custody: status.CustodyRequested}, order.ErrInvalid, "R1"},
		{"a window that ends before it begins", newForUs, "", order.MoveDate{Window: order.Window{From: opened, To: opened.AddDate(0, 0, -1)}}, order.ErrTime, "window"},
		{"a window without a beginning", newForUs, "", order.MoveDate{Window: order.Window{To: opened}}, order.ErrTime, "window"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestWhatIsThereAlreadyIsNotTakenTwice(t *testing.T) {
	for _, r := range []refusal{
		{"a line", newInShop, "", order.Edit{Add: []order.Line{goods("L1", 1)}}, order.ErrDuplicate, "line L1"},
		{"two new lines with one id", newInShop, "", order.Edit{Add: []order.Line{goods("L9", 1), goods("L9", 1)}}, order.ErrDuplicate, "line L9"},
		{"two prices of one line", newInShop, "", order.Reprice{Prices: []order.NewPrice{{Line: "L1", Total: amount.RUB(1)}, {Line: "L1", Total: amount.RUB(2)}}}, order.ErrDuplicate, "line L1"},
		{"a payment", paidInShop, "", receipt("p1", 500), order.ErrAlready, "payment p1"},
		{"a payment with another sum", paidInShop, "", receipt("p1", 400), order.ErrDuplicate, "500.00 RUB"},
		{"a marking code of the same unit", marked, "", order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567893215abc"}, order.ErrAlready, "unit 0"},
		{"a marking code of another unit", marked, "", order.SetMark{Line: "L1", Unit: 1, Code: "0104601234567893215abc"}, order.ErrDuplicate, "unit 0"},
		{"a receipt", func(t *testing.T) *story {
			s := paidInShop(t)
			s.do(order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
			return s
		}, "", order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}}, order.ErrAlready, "payment p1"},
		{"another receipt of the same payment", func(t *testing.T) *story {
			s := paidInShop(t)
			s.do(order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
			return s
		}, "", order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-2"}}, order.ErrDuplicate, "FD-1"},
		{"a document", func(t *testing.T) *story {
			s := newOrder(t)
			s.do(order.Attach{Document: order.Document{Kind: "invoice", Number: "7"}})
			return s
		}, "", order.Attach{Document: order.Document{Kind: "invoice", Number: "7"}}, order.ErrAlready, "invoice 7"},
		{"a label", func(t *testing.T) *story {
			s := newOrder(t)
			s.do(order.Label{Key: "deal", Text: "hot"})
			return s
		}, "", order.Label{Key: "deal", Text: "hot"}, order.ErrAlready, "label deal"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestGoodsWithoutTheirMarkingCodesStay(t *testing.T) {
	rejected := func(t *testing.T) *story {
		s := marked(t)
		s.do(order.Assemble{}, order.RejectMark{Line: "L1", Unit: 0, Why: "already sold"})
		return s
	}
	for _, r := range []refusal{
		{"packed without a code", marked, "", order.Pack{Boxes: inPieces(marketplace())}, order.ErrMarking, "line L1 unit 1"},
		{"packed with a rejected code", rejected, "", order.Pack{Boxes: inPieces(marketplace())}, order.ErrNotNow, "L1 × 1: re-marking"},
		{"an empty code", marked, "", order.SetMark{Line: "L1", Unit: 1}, order.ErrMarking, "unit 1"},
		{"a code that was rejected", rejected, "", order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567893215abc"}, order.ErrMarking, "already sold"},
		{"a code for goods that need none", marked, "", order.SetMark{Line: "L2", Unit: 0, Code: "x"}, order.ErrMarking, "line L2"},
		{"a rejection of no code", marked, "", order.RejectMark{Line: "L1", Unit: 1, Why: "bad"}, order.ErrNotNow, "unit 1"},
		{"a rejection without a reason", marked, "", order.RejectMark{Line: "L1", Unit: 0}, order.ErrInvalid, "unit 0"},
		{"a rejection before the unit is assembled", marked, "", order.RejectMark{Line: "L1", Unit: 0, Why: "bad"}, order.ErrNotNow, "confirmed"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestARefusalSaysWhatMayBeDoneInstead(t *testing.T) {
	s := newOrder(t)
	_, err := s.o.Do(order.HandOver{}, s.by(order.RoleOperator))
	var r *order.Refused
	require.ErrorAs(t, err, &r)
	require.Contains(t, r.Allowed(), order.KindConfirm)
	require.Contains(t, r.Allowed(), order.KindCancel)
	require.NotContains(t, r.Allowed(), order.KindHandOver)
	require.Equal(t, "order is new", r.State.String())

	_, err = s.o.Do(order.HandOver{}, s.by(order.RoleBuyer))
	require.ErrorAs(t, err, &r)
	require.NotContains(t, r.Allowed(), order.KindConfirm, "it is for the actor who asked")
	require.Contains(t, r.Allowed(), order.KindCancel)
}
