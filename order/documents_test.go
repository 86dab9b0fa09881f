package order_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// rozetka is an order of ROZETKA, of three and two pieces.
func rozetka() order.Draft {
	d := marketplace()
	d.ID, d.Ref, d.Currency = "rz-1", order.Ref{System: "rozetka", Account: "rz-1", Kind: "order", ID: "871"}, "UAH"
	d.Scheme, d.Authority = order.SchemeRozetka, order.Rozetka
	for i := range d.Lines {
		d.Lines[i].Price = amount.UAH(100_00)
	}
	return d
}

// eSklep is an order of an e-Sklep shop with one of Comarch's ERPs, which owns the documents.
func eSklep(scheme order.SchemeCode) order.Draft {
	d := ownShop()
	d.Scheme, d.Authority = scheme, order.OwnShop|order.BooksOwnDocuments
	return d
}

// issue is a document in a state.
func issue(kind, number, state string) order.IssueDocument {
	return order.IssueDocument{Document: order.Document{Kind: kind, Number: number, State: state}}
}

func reported(kind, number, state string) order.DocumentReport {
	return order.DocumentReport{Document: order.Document{Kind: kind, Number: number, State: state}}
}

func kinds(evs []order.Event) (ks []string) {
	for _, e := range evs {
		ks = append(ks, e.Body.Kind())
	}
	return ks
}

// refuses gives a command that must be refused and leave the order as it was.
func (s *story) refuses(cmd order.Command, problem error, says string) {
	before := stands(s.t, s.o)
	_, err := s.o.Do(cmd, s.by(order.RoleOperator))
	require.ErrorIs(s.t, err, problem)
	require.ErrorContains(s.t, err, says)
	require.Equal(s.t, before, stands(s.t, s.o))
}

// The invoice confirms and reserves in the place to reserve in; the waybill hands over from the place to write off.
//
// part of: RZ-1b, RZ-1c, RZ-1e, RZ-1f, RZ-16
func TestTheDocumentsOfTheERPDriveAnOrderOfROZETKA(t *testing.T) {
	s := tell(t, rozetka())
	invoice := issue("invoice", "РН-15", "issued")
	invoice.Place = "main"
	require.Equal(t, []string{"document-issued", "confirmed", "assembled"}, kinds(s.do(invoice)))
	require.Equal(t, "main", s.o.View().Lines[0].Portions[0].Warehouse)

	waybill := issue("waybill", "В-7", "sent")
	waybill.Document.Waybill, waybill.Place = "20450000000001", "shop"
	require.Equal(t, []string{"document-issued", "shipment-created", "handed-over"}, kinds(s.do(waybill)))
	v := s.o.View()
	require.Equal(t, status.OrderHandedToCarrier, v.State)
	require.Equal(t, "20450000000001", v.Shipments[0].Waybill)
	require.Equal(t, "shop", v.Lines[0].Portions[0].Warehouse)
	require.Equal(t, 1, v.Documents[1].Shipment, "the document is about the shipment that it handed over")

	s.do(issue("waybill", "В-7", "delivered"))
	require.Equal(t, status.OrderArrived, s.o.State())
	require.Equal(t, []string{"document-issued", "delivered", "completed"}, kinds(s.do(issue("waybill", "В-7", "received"))))
	require.Equal(t, status.OrderCompleted, s.o.State())
	require.Equal(t, v.Documents[1].Waybill, s.o.View().Documents[1].Waybill, "what is not said again is kept")
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}

// part of: RZ-1d
func TestAWaybillWithoutANumberGoesWithAnOwnCourier(t *testing.T) {
	s := tell(t, rozetka())
	s.do(issue("invoice", "1", "issued"), issue("waybill", "2", "sent"))
	require.Equal(t, status.OrderOutWithCourier, s.o.State())
}

// part of: RZ-1g
func TestStatesMayBeLeftOutButNotGoBack(t *testing.T) {
	s := tell(t, rozetka())
	s.do(issue("waybill", "2", "received"))
	require.Equal(t, status.OrderCompleted, s.o.State())
	s.refuses(issue("waybill", "2", "delivered"), order.ErrNotNow, "document waybill 2: not allowed in this state (order is completed): it is received and does not go back to delivered")
	s.refuses(issue("waybill", "2", "received"), order.ErrAlready, "it is issued in this state")
}

func TestARefusedStepLeavesNoDocument(t *testing.T) {
	d := rozetka()
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer}
	s := tell(t, d)
	s.refuses(issue("invoice", "1", "issued"), order.ErrNotNow, "document invoice 1: not allowed in this state (order is awaiting-confirmation): it stands for confirm, which is refused: order: it waits for confirmations: buyer")
	s.do(issue("offer", "9", "sent")) // of a kind without rules: it drives nothing

	s = tell(t, rozetka())
	_, err := s.o.Do(issue("invoice", "1", "issued"), s.by(order.RoleWarehouse))
	require.ErrorIs(t, err, order.ErrRole, "a document gives nobody rights that his role has not")
	require.Empty(t, s.o.View().Documents)
}

// What a document stands for may have been done before: then it is only kept.
func TestAStepThatIsDoneIsNoRefusal(t *testing.T) {
	s := tell(t, rozetka())
	s.do(order.Confirm{})
	require.Equal(t, []string{"document-issued"}, kinds(s.do(issue("invoice", "1", "issued"))))
}

// A waybill may come before its invoice; it hands over when both are there.
func TestARuleTakesEffectWithTheLastOfItsDocuments(t *testing.T) {
	s := tell(t, rozetka())
	require.Equal(t, []string{"document-issued"}, kinds(s.do(issue("waybill", "2", "sent"))))
	require.Equal(t, []string{"document-issued", "confirmed", "shipment-created", "handed-over"}, kinds(s.do(issue("invoice", "1", "issued"))))
}

func TestADocumentIsAboutTheUnitsThatItMoved(t *testing.T) {
	s := tell(t, eSklep(order.SchemeESklepXT))
	s.do(issue("customer-order", "ZO-1", "there"))
	first, second := issue("invoice", "FS-1", "there"), issue("invoice", "FS-2", "there")
	first.Picks, second.Picks = order.Pick("L1", amount.Pcs(2)), order.Pick("L1", amount.Pcs(1)).And(order.PickAll("L2"))
	require.Equal(t, []string{"document-issued", "delivered"}, kinds(s.do(first)), "the order is completed by the last of its invoices")
	require.Equal(t, []order.Units{{Line: "L1", To: amount.Pcs(2)}}, s.o.View().Documents[1].Units)
	s.do(second)
	require.Equal(t, status.OrderCompleted, s.o.State())
	require.Equal(t, []order.Units{{Line: "L1", From: amount.Pcs(2), To: amount.Pcs(3)}, {Line: "L2", To: amount.Pcs(2)}}, s.o.View().Documents[2].Units)
}

func TestAVoidInvoiceReleasesTheReserve(t *testing.T) {
	s := tell(t, rozetka())
	invoice := issue("invoice", "1", "issued")
	invoice.Place = "main"
	s.do(invoice, issue("invoice", "2", "issued"))
	void := func(number string) order.VoidDocument {
		return order.VoidDocument{DocumentKind: "invoice", Number: number, Why: "deleted"}
	}
	require.Equal(t, []string{"document-voided"}, kinds(s.do(void("2"))), "the other invoice needs the reserve")
	require.Equal(t, []string{"document-voided", "released"}, kinds(s.do(void("1"))))
	require.Equal(t, status.ItemConfirmed, s.o.View().Lines[0].Portions[0].State)
	require.Equal(t, "deleted", s.o.View().Documents[0].Voided)
	s.refuses(void("1"), order.ErrAlready, "it is void")
	s.refuses(invoice, order.ErrNotNow, "it is void; issue another under a number of its own")
	s.refuses(void("3"), order.ErrUnknown, "no such document")

	s.do(issue("invoice", "4", "issued"), issue("waybill", "5", "sent"))
	s.refuses(void("4"), order.ErrNotNow, "its goods have left; take them back with Return first")
}

// The invoice is kept and marked; voided in the ERP afterwards, it is void.
//
// part of: RZ-5
func TestAnInvoiceOfUnitsCancelledUpstreamIsKeptAndMarked(t *testing.T) {
	s := tell(t, rozetka())
	invoice := issue("invoice", "1", "issued")
	invoice.Place = "main"
	s.do(invoice)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.Pick("L2", amount.Pcs(1)), Done: true})
	require.Equal(t, "issued", s.o.View().Documents[0].State, "it is good for the units that are left")
	s.says(order.RoleChannel, order.CancelReport{Done: true})
	v := s.o.View()
	require.Equal(t, status.OrderCancelled, v.State)
	require.Equal(t, order.DocumentVoidUpstream, v.Documents[0].State)
	require.Equal(t, "mm-1 cancelled its units", v.Documents[0].Voided)
	require.Empty(t, v.Lines[0].Portions[0].Warehouse, "the reserve is freed")
	s.do(order.VoidDocument{DocumentKind: "invoice", Number: "1", Why: "cancelled"})
	require.Equal(t, order.DocumentVoid, s.o.View().Documents[0].State)
	s.refuses(issue("invoice", "2", "issued"), order.ErrNotNow, "it stands for confirm, which is refused")
}

// part of: ES-4, ES-5
func TestTheDocumentsOfOptimaComeInAnyOrder(t *testing.T) {
	for _, last := range []string{"invoice", "goods-issue"} {
		s := tell(t, eSklep(order.SchemeESklep))
		s.says(order.RoleBooks, reported("customer-order", "RO/1", order.DocumentDraft))
		require.Equal(t, status.OrderNew, s.o.State(), "the order is in the buffer")
		s.says(order.RoleBooks, reported("customer-order", "RO/1", "out-of-buffer"))
		require.Equal(t, status.OrderConfirmed, s.o.State())

		first := map[string]string{"invoice": "goods-issue", "goods-issue": "invoice"}[last]
		s.says(order.RoleBooks, reported(first, "1", ""))
		require.Equal(t, status.OrderConfirmed, s.o.State(), "%s alone changes nothing", first)
		s.says(order.RoleBooks, reported(last, "1", ""))
		require.Equal(t, status.OrderCompleted, s.o.State())
		require.Empty(t, s.o.View().Holds)
	}
}

// part of: ES-8
func TestAnOrderDocumentThatIsGoneFromXTCancels(t *testing.T) {
	s := tell(t, eSklep(order.SchemeESklepXT))
	s.says(order.RoleBooks, reported("customer-order", "1", "there"))
	require.Equal(t, status.OrderConfirmed, s.o.State())
	gone := order.DocumentReport{Document: order.Document{Kind: "customer-order", Number: "1", Voided: "deleted"}}
	require.Equal(t, []string{"document-voided", "cancelled"}, kinds(s.says(order.RoleBooks, gone)))
	require.Equal(t, status.OrderCancelled, s.o.State())
	require.Empty(t, s.says(order.RoleBooks, gone), "repeated passes change nothing")
}

// The owner's word is kept, whatever follows of it; the order is held for a person.
func TestAReportOfTheOwnerThatCannotBeFollowedHolds(t *testing.T) {
	d := eSklep(order.SchemeESklep)
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer}
	s := tell(t, d)
	require.Equal(t, []string{"document-issued", "held"}, kinds(s.says(order.RoleBooks, reported("customer-order", "1", "out-of-buffer"))))
	require.Contains(t, s.o.View().Holds[0].Text, "reports document customer-order 1 as out-of-buffer: it stands for confirm, which is refused: order: it waits for confirmations")
	require.Empty(t, s.says(order.RoleBooks, reported("customer-order", "1", "out-of-buffer")))
}

func TestAReportOfAnybodyElseIsAnIntent(t *testing.T) {
	d := eSklep(order.SchemeESklep)
	d.Authority = order.OwnShop
	s := tell(t, d)
	evs := s.says(order.RoleBooks, reported("customer-order", "1", "out-of-buffer"))
	require.Equal(t, []string{"wish-declined"}, kinds(evs), "the role of the books may not confirm")
	require.Empty(t, s.o.View().Documents)
	require.Equal(t, []string{"document-issued", "confirmed"}, kinds(s.says(order.RoleERP, reported("customer-order", "1", "out-of-buffer"))))
}

func TestADocumentOfANumberGetsItsReferenceLater(t *testing.T) {
	s := tell(t, rozetka())
	ref := order.Ref{System: "torgsoft", Account: "ts-1", Kind: "invoice", ID: "77"}
	s.do(issue("invoice", "1", "issued"))
	with := issue("invoice", "1", "")
	with.Document.Ref = ref
	require.Equal(t, []string{"document-issued"}, kinds(s.do(with)))
	s.refuses(with, order.ErrAlready, "")
	require.Len(t, s.o.View().Documents, 1)
	require.Equal(t, ref, s.o.View().Documents[0].Ref)
	require.Equal(t, "issued", s.o.View().Documents[0].State)
	with.Document.Ref.Account = "ts-2"
	s.do(with)
	require.Len(t, s.o.View().Documents, 2, "another account counts for itself")
}

func TestIssuingTwiceUnderOneKeyIsOnce(t *testing.T) {
	s := tell(t, rozetka())
	by := s.by(order.RoleOperator)
	by.Key = "k-1"
	evs, err := s.o.Do(issue("invoice", "1", "issued"), by)
	require.NoError(t, err)
	require.Len(t, evs, 2)
	evs, err = s.o.Do(issue("invoice", "1", "issued"), by)
	require.NoError(t, err)
	require.Empty(t, evs)
}

func TestTheSaleThatIsPostedHandsOver(t *testing.T) {
	d := ownShop()
	d.Scheme = order.ByCarrier
	s := tell(t, d)
	s.do(receipt("p1", 500), order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	sale := order.IssueDocument{Document: order.Document{Kind: "sale", Number: "УТ-1", Shipment: 1}}
	s.do(sale) // a draft
	sale.Document.Posted = true
	s.refuses(sale, order.ErrInvalid, "there is no waybill number")
	sale.Document.Waybill = "1012345"
	s.do(sale)
	require.Equal(t, status.OrderHandedToCarrier, s.o.State())
}

func TestWhatIsWrongWithRulesOfDocuments(t *testing.T) {
	for _, bad := range [][]order.DocumentRule{
		{{State: "issued"}},
		{{Kind: "invoice", State: order.DocumentVoid}},
		{{Kind: "invoice", Place: "here"}},
		{{Kind: "invoice", State: "issued"}, {Kind: "invoice", State: "issued"}},
		{{Kind: "invoice", With: []string{"invoice"}}},
		{{Kind: "invoice", Does: []order.Kind{order.KindPay}}},
		{{Kind: "invoice", Undo: []order.Kind{"nothing"}}},
		{{Kind: "invoice", Undo: []order.Kind{order.KindCancel}}}, // where the buyer must be told
	} {
		s, _ := order.SchemeRozetka.Rules()
		s.Documents = bad
		require.ErrorIs(t, s.Check(), order.ErrInvalid, "%+v", bad)
	}
	s, _ := order.SchemeRozetka.Rules()
	s.Steps = s.Steps[:1]
	require.ErrorContains(t, s.Check(), "the scheme has no step confirm")
	for _, s := range order.Schemes() {
		require.NoError(t, s.Check())
	}
}

// Whatever the states, in whatever order: an order that documents drive ends as one that is given the commands, and a
// document by itself changes neither units nor money.
func TestDocumentsDoWhatTheirCommandsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, twin := tell(t, rozetka()), tell(t, rozetka())
		waybill := rapid.SampledFrom([]string{"", "2045"}).Draw(t, "waybill")
		invoiced := false
		for range rapid.IntRange(1, 6).Draw(t, "documents") {
			before := s.o.View()
			kind, state := "waybill", rapid.SampledFrom([]string{"issued", "sent", "delivered", "received", "noted"}).Draw(t, "state")
			if state == "issued" {
				kind = "invoice"
			}
			cmd := issue(kind, fmt.Sprint(kind, "-1"), state)
			if kind == "waybill" {
				cmd.Document.Waybill = waybill
			}
			evs, err := s.o.Do(cmd, s.by(order.RoleOperator))
			if err != nil || len(evs) == 1 {
				require.Equal(t, before.Lines, s.o.View().Lines)
				require.Equal(t, before.Total, s.o.View().Total)
				if err != nil {
					require.Equal(t, before.Documents, s.o.View().Documents)
				}
				continue
			}
			invoiced = invoiced || kind == "invoice"
			var direct []order.Command
			for _, e := range evs[1:] {
				switch e.Body.(type) {
				case order.Confirmed:
					direct = append(direct, order.Confirm{})
				case order.HandedOver:
					direct = append(direct, order.HandOver{Waybill: waybill, Courier: waybill == ""})
				case order.Arrived:
					direct = append(direct, order.Arrive{})
				case order.Delivered:
					direct = append(direct, order.Deliver{})
				case order.Completed:
					direct = append(direct, order.Complete{})
				}
			}
			twin.do(direct...)
		}
		require.Equal(t, twin.o.State(), s.o.State())
		require.Equal(t, twin.o.View().Lines, s.o.View().Lines)
		require.Equal(t, twin.o.View().Shipments, s.o.View().Shipments)
		require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
	})
}
