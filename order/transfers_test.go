package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// paidShop is a paid order of a shop: three of L1 and two of L2, and the delivery.
func paidShop(t require.TestingT, opts ...order.Option) *story {
	d := ownShop()
	d.Scheme, d.Lines = order.ByCarrier, append(d.Lines, service("D1"))
	s := tell(t, d, opts...)
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: s.o.Total()}})
	return s
}

// refusedTo gives a command that must be refused, with words of the reason.
func (s *story) refusedTo(role order.Role, place string, c order.Command, problem error, words string) {
	by := s.by(role)
	by.Actor.Place = place
	before := stands(s.t, s.o)
	_, err := s.o.Do(c, by)
	require.ErrorIs(s.t, err, problem)
	require.ErrorContains(s.t, err, words)
	require.Equal(s.t, before, stands(s.t, s.o), "a refused command changes nothing")
}

// stands is the places of the units of a line: state and warehouse of each portion.
func (s *story) stands(line string) (out []string) {
	l, ok := s.o.Line(line)
	require.True(s.t, ok)
	for _, p := range l.Portions {
		out = append(out, amount.Milli(p.To.Milli()-p.From.Milli()).String()+" "+p.State.String()+" "+p.Warehouse)
	}
	return out
}

// transferred is a transfer of an order.
func (s *story) transferred(n int) order.Transfer { return s.o.View().Transfers[n-1] }

// noticed is the texts of the notices.
func (s *story) noticed() (out []string) {
	for _, n := range s.o.View().Notices {
		out = append(out, n.To.Text().String()+": "+n.Text)
	}
	return out
}

func TestWhatCannotBeRequested(t *testing.T) {
	s := tell(t, ownShop())
	l1 := order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"}
	s.refuses(l1, order.ErrNotNow, "may be requested") // not confirmed
	s.do(order.Confirm{})
	s.refuses(order.RequestTransfer{From: "MAG-1", To: "MAG-1"}, order.ErrInvalid, "from MAG-1 to the same place")
	s.refusedTo(order.RoleShop, "MAG-1", l1, order.ErrRole, "it may give only")
	s.do(order.Assemble{Picks: order.PickAll("L2"), Warehouse: "CS"})
	s.refuses(order.RequestTransfer{Picks: order.PickAll("L2"), From: "MAG-1", To: "MAG-2"}, order.ErrNotNow, "0 of 2 may be requested") // it is at CS
	s.do(l1)
	s.refuses(l1, order.ErrNotNow, "transfer T1: not allowed in this state (order is assembling): 3 of line L1 are in it, from MAG-1 to MAG-2, and it is requested: receive or drop it first")
	s.do(order.RequestTransfer{Picks: order.PickAll("L2"), From: "CS", To: "MAG-2"}) // a reserve moves
	s.refuses(order.RequestTransfer{From: "MAG-1", To: "MAG-2"}, order.ErrNotNow, "receive or drop it first")

	unpaid := ownShop()
	unpaid.Scheme = order.ByCarrier
	s = tell(t, unpaid)
	s.refuses(l1, order.ErrNotNow, "nothing is requested before it is paid")
	sent := paidShop(t)
	sent.do(order.HandOver{Courier: true})
	sent.refusedTo(order.RoleOperator, "", l1, order.ErrNotNow, "may be requested")
	sent.refusedTo(order.RoleOperator, "", order.RequestTransfer{Picks: order.PickAll("D1"), From: "MAG-1", To: "MAG-2"}, order.ErrNotNow, "may be requested") // a service
}

// Each step of a transfer out of its order is refused, with the step that is missing.
func TestEachStepOfATransferHasItsTurn(t *testing.T) {
	s := paidShop(t)
	s.do(order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "CS", Central: true})
	operator := s.refuses
	operator(order.PostTransfer{Transfer: 1}, order.ErrNotNow, "it is requested; it would have to be sent")
	operator(order.ReceiveTransfer{Transfer: 1}, order.ErrNotNow, "it would have to be sent, posted")
	operator(order.DropTransfer{Transfer: 1}, order.ErrInvalid, "say why")
	s.refusedTo(order.RoleShop, "MAG-2", order.SendTransfer{Transfer: 1}, order.ErrRole, "that is for MAG-1 to say; shop may give send-transfer only at its own place, MAG-2")
	s.as(order.RoleWarehouse, order.SendTransfer{Transfer: 1})
	operator(order.SendTransfer{Transfer: 1}, order.ErrAlready, "it is sent")
	operator(order.Assemble{Picks: order.PickAll("L1"), Warehouse: "CS"}, order.ErrNotNow, "and it is sent: receive or drop it first")
	operator(order.HandOver{Picks: order.PickAll("L1"), Courier: true}, order.ErrNotNow, "receive or drop it first")
	s.refusedTo(order.RoleShop, "MAG-1", order.ReceiveTransfer{Transfer: 1}, order.ErrRole, "that is for CS to say")
	s.refusedTo(order.RoleWarehouse, "", order.PostTransfer{Transfer: 1}, order.ErrRole, "it may give only")
	s.do(order.PostTransfer{Transfer: 1})
	require.Equal(t, []string{"3 sent-to-central MAG-1"}, s.stands("L1"))
	operator(order.PostTransfer{Transfer: 1}, order.ErrAlready, "it is posted")
	operator(order.DropTransfer{Transfer: 1, Why: "?"}, order.ErrNotNow, "it is posted; it would have to be requested, sent")
	operator(order.ReceiveTransfer{Transfer: 1, Picks: order.Pick("L1", amount.Pcs(4))}, order.ErrQuantity, "4 asked, 3 of 3 may be received")
	operator(order.ReceiveTransfer{Transfer: 1, Picks: order.Pick("L1", amount.Pcs(2)), Damaged: order.Pick("L1", amount.Pcs(2))}, order.ErrQuantity, "may be received")
	s.do(order.ReceiveTransfer{Transfer: 1})
	require.Equal(t, []string{"3 assembling CS"}, s.stands("L1"))
	operator(order.ReceiveTransfer{Transfer: 1}, order.ErrAlready, "it is received")
	operator(order.DropTransfer{Transfer: 1, Why: "?"}, order.ErrNotNow, "it is received")
	operator(order.DropTransfer{Transfer: 2, Why: "?"}, order.ErrUnknown, "the order has 1 transfer")
	s.do(order.Pack{Picks: order.PickAll("L1")}, order.HandOver{Courier: true})
}

// What is damaged or lost on the way is short again, and the operator is told.
func TestDamagedAndLostOnTheWay(t *testing.T) {
	s := paidShop(t)
	s.do(
		order.CreateShipment{Picks: order.PickAll("L1")},
		order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"}, order.SendTransfer{Transfer: 1},
		order.ReceiveTransfer{Transfer: 1, Picks: order.Pick("L1", amount.Pcs(1)), Damaged: order.Pick("L1", amount.Pcs(1)), Lost: order.PickUnits("L1", amount.Pcs(2), amount.Pcs(3))},
	)
	require.Equal(t, status.TransferReceived, s.transferred(1).State)
	require.Equal(t, []string{"1 confirmed ", "1 assembling MAG-2", "1 confirmed "}, s.stands("L1"))
	require.Equal(t, []string{
		"role operator: line L1 of transfer T1 from MAG-1 to MAG-2 came damaged: write them off and ask for others",
		"role operator: line L1 (units 2 to 3) of transfer T1 from MAG-1 to MAG-2 did not come: write them off and ask for others",
	}, s.noticed())
	l, _ := s.o.Line("L1")
	require.Zero(t, l.Portions[0].Shipment, "the shipment does not wait for it")
	require.Equal(t, 1, l.Portions[1].Shipment)
	s.do(order.RequestTransfer{Picks: order.Pick("L1", amount.Pcs(2)), From: "CS", To: "MAG-2"})
}

// Requested goods that are cancelled or released leave their transfer; for those on the way people are asked, and may
// still receive them.
func TestWhatIsCancelledWhileItMoves(t *testing.T) {
	for name, end := range map[string]func(order.Picks) order.Command{
		"released":  func(ps order.Picks) order.Command { return order.Release{Picks: ps} },
		"cancelled": func(ps order.Picks) order.Command { return order.Cancel{Picks: ps, Reason: status.ReasonUnwanted} },
		"returned":  func(ps order.Picks) order.Command { return order.Return{Picks: ps, Reason: status.ReasonUnwanted} },
	} {
		t.Run(name, func(t *testing.T) {
			s := paidShop(t)
			s.do(order.RequestTransfer{Picks: order.PickAll("L1", "L2"), From: "MAG-1", To: "MAG-2"}, end(order.Pick("L1", amount.Pcs(1))))
			require.Equal(t, []order.Units{{Line: "L1", From: amount.Pcs(1), To: amount.Pcs(3)}, {Line: "L2", To: amount.Pcs(2)}}, s.transferred(1).Units)
			s.do(end(order.PickUnits("L1", amount.Pcs(1), amount.Pcs(3)).And(order.PickAll("L2"))))
			require.Equal(t, status.TransferDropped, s.transferred(1).State, "nothing is left of it")
			require.Empty(t, s.noticed())

			s = paidShop(t)
			s.do(order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"}, order.SendTransfer{Transfer: 1}, end(order.Pick("L1", amount.Pcs(1))))
			require.Len(t, s.noticed(), 1)
			require.Contains(t, s.noticed()[0], "role operator: line L1 of transfer T1 from MAG-1 to MAG-2 are ")
			require.Contains(t, s.noticed()[0], "on the way: have them received or sent back")
			require.Equal(t, []order.Units{{Line: "L1", To: amount.Pcs(3)}}, s.transferred(1).Units, "it is still on the way")
			s.do(order.PostTransfer{Transfer: 1})
			require.Equal(t, []order.Units{{Line: "L1", To: amount.Pcs(3)}}, s.transferred(1).Received, "all of it came, wanted or not")
			require.Equal(t, "2 assembling MAG-2", s.stands("L1")[1])
		})
	}
	t.Run("by the owner of the fulfilment", func(t *testing.T) {
		d := ownShop()
		d.Authority |= order.ERPOwnsFulfilment
		s := tell(t, d)
		s.do(order.Confirm{}, order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"})
		s.says(order.RoleERP, order.StatusReport{Code: "sent", Says: status.Meaning{Item: status.ItemSent}, Picks: order.PickAll("L1")})
		require.Equal(t, status.TransferDropped, s.transferred(1).State)
	})
	t.Run("a status of the whole order says nothing of its transfers", func(t *testing.T) {
		d := ownShop()
		d.Authority |= order.ChannelOwnsFulfilment
		s := tell(t, d)
		s.do(order.Confirm{}, order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"})
		s.says(order.RoleChannel, order.StatusReport{Code: "assembling", Says: status.Meaning{Order: status.OrderAssembling}})
		require.Equal(t, []string{"3 requested MAG-1"}, s.stands("L1"))
		require.Equal(t, []string{"2 assembling "}, s.stands("L2"))
		require.False(t, s.o.Held())
	})
}

// A document of the books stands for the steps of its transfer, and may leave states out.
func TestDocumentsOfATransfer(t *testing.T) {
	books := func(d ...order.Draft) *story {
		o := ownShop()
		o.Scheme, o.Authority = order.ByCarrier, order.OwnShop|order.BooksOwnDocuments
		s := tell(t, o)
		s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: s.o.Total()}})
		return s
	}
	document := func(number, state string) order.DocumentReport {
		return order.DocumentReport{Document: order.Document{Kind: "transfer", Number: number, State: state, From: "MAG-1", To: "MAG-2"}}
	}
	request := order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2"}

	s := books()
	s.do(request)
	s.says(order.RoleBooks, document("П-1", order.DocumentDraft))
	require.Equal(t, status.TransferRequested, s.transferred(1).State, "a draft stands for nothing")
	s.says(order.RoleBooks, document("П-1", "sent"))
	require.Equal(t, status.TransferSent, s.transferred(1).State)
	require.Equal(t, 1, s.o.View().Documents[0].Transfer, "the document is of this transfer")
	s.says(order.RoleBooks, document("П-1", order.DocumentPosted), document("П-1", order.DocumentPosted), document("П-1", "received"))
	require.Equal(t, []string{"3 assembling MAG-2"}, s.stands("L1"))
	require.False(t, s.o.Held())

	s = books()
	s.do(request)
	s.says(order.RoleBooks, document("П-2", order.DocumentPosted)) // sent and posted between two readings
	require.Equal(t, status.TransferReceived, s.transferred(1).State)

	s = books()
	s.do(request)
	s.says(order.RoleBooks, document("П-3", "sent"))
	s.says(order.RoleBooks, order.DocumentReport{Document: order.Document{Kind: "transfer", Number: "П-3", Voided: "deleted"}})
	require.Equal(t, status.TransferDropped, s.transferred(1).State)
	require.Equal(t, []string{"3 confirmed "}, s.stands("L1"))

	s = books()
	s.do(request, order.RequestTransfer{Picks: order.PickAll("L2"), From: "MAG-1", To: "MAG-2"})
	s.says(order.RoleBooks, document("П-4", "sent"))
	require.True(t, s.o.Held(), "of which of the two is not said")
	require.Contains(t, s.o.View().Holds[0].Text, "the order has 2 such transfers; name the one that it is of")

	s = books()
	s.says(order.RoleBooks, document("П-5", "sent"))
	require.Contains(t, s.o.View().Holds[0].Text, "no transfer of the order was asked for that it could be of")

	// It lists fewer goods than were asked for, or those of another order as well: a shop sends what it has.
	listing := func(number string, lines ...order.DocumentLine) order.DocumentReport {
		r := document(number, "sent")
		r.Document.Lines = lines
		return r
	}
	s = books()
	s.do(order.RequestTransfer{From: "MAG-1", To: "MAG-2"})
	s.says(order.RoleBooks, listing("П-8", order.DocumentLine{SKU: "SKU-L1", Quantity: amount.Pcs(2)}, order.DocumentLine{SKU: "SKU-L2", Quantity: amount.Pcs(9)}, order.DocumentLine{SKU: "HAT", Quantity: amount.Pcs(1)}))
	require.Equal(t, []string{"2 requested MAG-1", "1 confirmed "}, s.stands("L1"))
	require.Equal(t, []string{"2 requested MAG-1"}, s.stands("L2"))
	s = books()
	s.do(request)
	s.says(order.RoleBooks, listing("П-9", order.DocumentLine{SKU: "HAT", Quantity: amount.Pcs(1)}))
	require.Contains(t, s.o.View().Holds[0].Text, "none of the goods that it lists is in transfer T1")

	// By somebody who does not own the documents it is a command, with the rights of his own.
	s = paidShop(t)
	s.do(request)
	s.refusedTo(order.RoleWarehouse, "", order.IssueDocument{Document: document("П-6", order.DocumentPosted).Document}, order.ErrRole, "it stands for post-transfer, which is refused")
	s.do(order.IssueDocument{Document: order.Document{Kind: "transfer", Number: "П-6", State: "sent", Transfer: 1}})
	require.Equal(t, status.TransferSent, s.transferred(1).State)
	s.refuses(order.IssueDocument{Document: order.Document{Kind: "transfer", Number: "П-7", State: "sent", Transfer: 9}}, order.ErrUnknown, "transfer T9")
	s.do(order.IssueDocument{Document: order.Document{Kind: "transfer", Number: "П-6", State: order.DocumentPosted}})
	s.refuses(order.VoidDocument{DocumentKind: "transfer", Number: "П-6", Why: "unposted"}, order.ErrNotNow, "it is received")
}

// A sale is asked for when all goods of its shipment are reserved, once in each state.
func TestTheSaleComesAfterTheReserve(t *testing.T) {
	s := paidShop(t)
	draft := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}
	posted := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}
	operator := s.refuses
	operator(draft, order.ErrUnknown, "shipment S1")
	s.do(order.CreateShipment{Picks: order.PickAll("L1", "L2")})
	operator(draft, order.ErrNotNow, "3 of line L1 are reserved at no warehouse")
	s.do(order.Assemble{Picks: order.PickAll("L1"), Warehouse: "CS"}, order.RequestTransfer{Picks: order.PickAll("L2"), From: "MAG-1", To: "CS"})
	operator(draft, order.ErrNotNow, "2 of line L2 are requested; a sale is made when all of it is reserved")
	s.refusedTo(order.RoleShop, "MAG-1", draft, order.ErrRole, "it may give only")
	s.do(order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}, draft, order.ChangeLine{Line: "L1", MarkRequired: new(true)})
	operator(posted, order.ErrMarking, "it needs a marking code before hand-over") // by which the posted sale leaves
	s.do(order.ChangeLine{Line: "L1", MarkRequired: new(false)})
	operator(draft, order.ErrAlready, "its sale is asked for as draft")
	s.as(order.RoleWarehouse, posted)
	operator(draft, order.ErrAlready, "its sale is asked for as posted")
	// Another content of the shipment is another sale.
	s.do(order.Release{Picks: order.PickAll("L2")}, posted)
	s.do(order.IssueDocument{Document: order.Document{Kind: "sale", Number: "РТУ-1", Shipment: 1, State: order.DocumentPosted, Posted: true}})
	operator(posted, order.ErrNotNow, "it is sent; a sale is asked for before the goods leave")

	var tasks int
	for _, e := range s.log() {
		if e.Body.Kind() != "document-requested" {
			continue
		}
		task, wanted := s.o.Task(order.Effect{Kind: order.EffectDocument, N: e.N, Shipment: 1})
		require.True(t, wanted)
		require.Equal(t, e, task.Cause)
		tasks++
	}
	require.Equal(t, 3, tasks)
}

// A bad code is reported before there is a good one: while the goods are asked for, on the way, or at hand.
func TestABadCodeIsReported(t *testing.T) {
	d := ownShop()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	bad := func(unit int) order.ReportBadMark {
		return order.ReportBadMark{Line: "L1", Unit: unit, Code: "0104600000000000215x", Why: "of another article"}
	}
	good := func(unit int) order.SetMark {
		return order.SetMark{Line: "L1", Unit: unit, Code: "0104601234567893215abc" + string(rune('0'+unit))}
	}
	s.do(order.Confirm{})
	s.refuses(bad(0), order.ErrNotNow, "it is confirmed; a code is rejected while")
	s.do(order.RequestTransfer{Picks: order.PickAll("L1"), From: "UD-1", To: "CS", Central: true})
	s.refusedTo(order.RoleRemote, "MAG-1", bad(0), order.ErrRole, "its units are at UD-1")
	s.do(bad(0), bad(1))
	s.refuses(bad(0), order.ErrAlready, "it waits for a new code")
	s.refuses(order.ReportBadMark{Line: "L2", Why: "?"}, order.ErrMarking, "its goods need no marking code")
	require.Equal(t, []string{"2 re-marking UD-1", "1 requested UD-1"}, s.stands("L1"))
	s.refuses(order.SendTransfer{Transfer: 1}, order.ErrMarking, "2 of it need a new marking code before they are sent")
	s.refusedTo(order.RoleRemote, "MAG-1", good(0), order.ErrRole, "its units are at UD-1")
	s.do(good(0), good(1))
	require.Equal(t, []string{"3 requested UD-1"}, s.stands("L1"), "they go on where they were")
	s.refuses(bad(0), order.ErrNotNow, "it has a code that was accepted")
	s.do(order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}, order.RejectMark{Line: "L1", Unit: 0, Why: "torn"}, bad(2))
	require.Equal(t, []string{"1 re-marking UD-1", "1 sent-to-central UD-1", "1 re-marking UD-1"}, s.stands("L1"))
	s.do(good(2))
	require.Equal(t, []string{"1 re-marking UD-1", "2 sent-to-central UD-1"}, s.stands("L1"))
	s.do(order.ReceiveTransfer{Transfer: 1})
	require.Equal(t, []string{"1 re-marking CS", "2 assembling CS"}, s.stands("L1"))
	s.refuses(order.Deliver{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))}, order.ErrNotNow, "may be delivered")
	l, _ := s.o.Line("L1")
	require.Equal(t, []order.Mark{
		{Unit: 1, Code: good(1).Code}, {Unit: 0, Code: good(0).Code, Rejected: "torn"}, {Unit: 2, Code: good(2).Code},
	}, l.Marks)
	s.do(order.SetMark{Line: "L1", Unit: 0, Code: "0104600000000000215x"}) // what was read on a unit blocks no other
}
