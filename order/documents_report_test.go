package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// inTwoShipments is a paid order whose first line waits for a carrier, and whose second line is in no shipment.
func inTwoShipments(t *testing.T, picks ...order.Picks) *story {
	d := ownShop()
	d.Scheme = order.ByCarrier
	s := tell(t, d)
	s.do(receipt("p1", 500))
	for _, ps := range picks {
		s.do(order.CreateShipment{Picks: ps, Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	}
	return s
}

// The books go on listing the invoice of an order that its channel cancelled: that is so already. A new state is news.
func TestTheBooksMayGoOnListingADocumentOfCancelledUnits(t *testing.T) {
	d := rozetka()
	d.Authority |= order.BooksOwnDocuments
	s := tell(t, d)
	s.says(order.RoleBooks, reported("invoice", "1", "issued"), reported("waybill", "2", ""))
	s.says(order.RoleChannel, order.CancelReport{Done: true})
	require.Empty(t, s.says(order.RoleBooks, reported("invoice", "1", "issued"), reported("waybill", "2", "")))
	require.Equal(t, []string{"held"}, kinds(s.says(order.RoleBooks, reported("waybill", "2", "sent"))))
}

// Reports may come out of turn: that a document is void is kept, so that an older report of it confirms nothing.
func TestAVoidDocumentThatWasNotKnownDoesNothingAfterwards(t *testing.T) {
	s := tell(t, eSklep(order.SchemeESklepXT))
	gone := order.DocumentReport{Document: order.Document{Kind: "customer-order", Number: "1", Voided: "deleted"}}
	late := s.by(order.RoleBooks)
	earlier := late
	late.Occurred, earlier.Occurred = late.At, late.At.Add(-time.Hour)
	_, err := s.o.Observe(gone, late)
	require.NoError(t, err)
	evs, err := s.o.Observe(reported("customer-order", "1", "there"), earlier)
	require.NoError(t, err)
	require.Empty(t, evs)
	require.Empty(t, s.says(order.RoleBooks, gone))
	require.Equal(t, []string{"held"}, kinds(s.says(order.RoleBooks, reported("customer-order", "1", "there"))))
	require.Equal(t, status.OrderNew, s.o.State())
	require.Equal(t, "deleted", s.o.View().Documents[0].Voided)
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}

// A document that did something is no draft any more; one that did not is as if it had never been more than one.
func TestADocumentThatIsADraftAgain(t *testing.T) {
	s := tell(t, eSklep(order.SchemeESklep))
	s.says(order.RoleBooks, reported("customer-order", "RO/1", "out-of-buffer"))
	require.Equal(t, []string{"document-issued", "held"}, kinds(s.says(order.RoleBooks, reported("customer-order", "RO/1", order.DocumentDraft))))
	require.Contains(t, s.o.View().Holds[0].Text, "it is out-of-buffer and does not go back to draft")
	require.Equal(t, []string{"document-issued"}, kinds(s.says(order.RoleBooks, reported("customer-order", "RO/1", "out-of-buffer"))), "it confirms once")
	s.do(order.ClearHold{Hold: 1})

	s.says(order.RoleBooks, reported("invoice", "F1", "posted"), reported("invoice", "F1", order.DocumentDraft))
	s.says(order.RoleBooks, reported("goods-issue", "W1", "posted"))
	require.Equal(t, status.OrderConfirmed, s.o.State(), "the invoice is a draft")
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
	s.o = stored(t, s.o)
	s.says(order.RoleBooks, reported("invoice", "F1", "posted"))
	require.Equal(t, status.OrderCompleted, s.o.State())
	s.says(order.RoleBooks, reported("goods-issue", "W1", order.DocumentDraft))
	require.True(t, s.o.Held(), "the goods have left by it")

	s = tell(t, rozetka())
	s.do(issue("invoice", "1", "issued"))
	s.refuses(issue("invoice", "1", order.DocumentDraft), order.ErrNotNow, "it is issued and does not go back to draft")
}

// The sale of one shipment is not void because the channel cancels another.
func TestADocumentOfUnitsThatCameBackIsNotVoidUpstream(t *testing.T) {
	d := ownShop()
	d.Scheme, d.Authority = order.ByCarrier, order.OwnShop|order.ChannelOwnsCancellation
	s := tell(t, d)
	sale := func(number string, shipment int) order.IssueDocument {
		return order.IssueDocument{Document: order.Document{Kind: "sale", Number: number, Posted: true, Shipment: shipment}}
	}
	s.do(receipt("p1", 500), order.CreateShipment{Picks: order.PickAll("L1"), Courier: true}, sale("1", 1), order.Deliver{Shipment: 1},
		order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonReturned}, order.CreateShipment{Picks: order.PickAll("L2"), Courier: true})
	draft := sale("2", 2)
	draft.Document.Posted = false
	s.do(draft)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.PickAll("L2"), Done: true})
	require.Equal(t, order.DocumentPosted, s.o.View().Documents[0].State)
	require.Equal(t, order.DocumentVoidUpstream, s.o.View().Documents[1].State)
}

// A sale hands over the shipment that its units are in. One that could mean several hands nothing over.
//
// part of: B24-5
func TestASaleHandsOverTheShipmentOfItsUnits(t *testing.T) {
	sale := func(us ...order.Units) order.IssueDocument {
		return order.IssueDocument{Document: order.Document{Kind: "sale", Number: "1", Posted: true, Waybill: "W1", Units: us}}
	}
	s := inTwoShipments(t, order.PickAll("L1"), order.PickAll("L2"))
	s.refuses(sale(), order.ErrNotNow, "say which units or which shipment it is about")
	s.refuses(sale(order.Units{Line: "L1", To: amount.Pcs(1)}), order.ErrNotNow, "shipment S1 holds other goods as well")
	s.do(sale(order.Units{Line: "L1", To: amount.Pcs(3)}))
	require.Equal(t, "W1", s.o.View().Shipments[0].Waybill)
	require.Equal(t, status.ShipmentAssembling, s.o.View().Shipments[1].State)

	s = inTwoShipments(t, order.PickAll("L1"))
	s.refuses(sale(), order.ErrNotNow, "say which units or which shipment it is about")
	s.do(sale(order.Units{Line: "L2", To: amount.Pcs(2)}))
	require.Equal(t, status.ShipmentAssembling, s.o.View().Shipments[0].State)
	require.Equal(t, "W1", s.o.View().Shipments[1].Waybill)
}

// A number that was mistyped does not replace the one that the carrier gave.
func TestTheCarriersNumberIsNotReplaced(t *testing.T) {
	s := inTwoShipments(t, order.PickAll("L1", "L2"))
	s.do(order.RequestParcel{Shipment: 1, Key: "k"})
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Waybill: "W1", Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", ID: "7"}}})
	s.refuses(order.HandOver{Shipment: 1, Waybill: "W2"}, order.ErrInvalid, "its waybill is W1, not W2")
	s.refuses(order.IssueDocument{Document: order.Document{Kind: "sale", Number: "1", Posted: true, Waybill: "W2"}}, order.ErrInvalid, "its waybill is W1, not W2")
	s.do(order.HandOver{Shipment: 1, Waybill: "W1"})
}
