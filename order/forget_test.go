package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// An order is deleted here and not cancelled in the channel: what was reserved for it is free, nothing happens to it
// any more, and what it was stays readable. The channel still has it, so it comes back as a second order.
//
// covers: RZ-9
func TestAnOrderIsForgottenHereAndLivesASecondTime(t *testing.T) {
	d := ownShop()
	d.ID, d.Ref = "rz-1/812", order.Ref{System: "rozetka", Account: "rz-1", Kind: "order", ID: "812"}
	d.Deadlines = []order.Deadline{{Kind: order.KindConfirm, At: opened}}
	s := tell(t, d)
	s.do(order.Take{}, order.Confirm{}, order.Assemble{Picks: order.PickAll("L1"), Warehouse: "north"})

	evs := s.do(order.Forget{Why: "the buyer wants other goods"})

	require.Len(t, evs, 1)
	require.Equal(t, "L1", evs[0].Moves()[0].Line, "the reserve is free")
	v := s.o.View()
	require.Equal(t, "the buyer wants other goods", v.Forgotten.Text)
	require.Equal(t, "anna", v.Forgotten.By.ID)
	require.Equal(t, evs[0].At, v.Forgotten.At)
	require.NotEqual(t, status.OrderCancelled, v.State, "nobody cancelled it")
	for _, l := range v.Lines {
		require.Equal(t, l.Quantity, l.Living)
		for _, p := range l.Portions {
			require.Equal(t, status.ItemConfirmed, p.State)
			require.Empty(t, p.Warehouse)
		}
	}
	require.Empty(t, s.o.Due())
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)), "the first life stays readable")

	d.ID, d.Links = "rz-1/812~2", []order.Link{{Kind: order.LinkPrevious, Order: "rz-1/812"}}
	second := tell(t, d)
	require.Equal(t, status.OrderNew, second.o.State())
	require.Equal(t, d.Links, second.o.View().Links)
	require.Equal(t, v.Ref, second.o.View().Ref)
	second.do(order.Confirm{})
}

// Nothing changes an order that was forgotten, whoever says what; a screen shows why.
func TestAForgottenOrderDoesNotChange(t *testing.T) {
	s := newInShop(t)
	key := s.by(order.RoleOperator)
	key.Key = "click-1"
	_, err := s.o.Do(order.Forget{Why: "loaded by mistake"}, key)
	require.NoError(t, err)
	before := stands(t, s.o)

	again, err := s.o.Do(order.Forget{Why: "loaded by mistake"}, key)
	require.NoError(t, err, "the same click")
	require.Empty(t, again)
	_, err = s.o.Do(order.Forget{Why: "once more"}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrAlready)
	for _, c := range []order.Command{order.Confirm{}, order.WriteComment{Text: "x"}, order.Label{Key: "a", Text: "b"}, receipt("p", 500), order.Cancel{Reason: status.ReasonOther}} {
		for _, role := range []order.Role{order.RoleOperator, order.RoleSystem} {
			_, err := s.o.Do(c, s.by(role))
			require.Error(t, err)
			if role == order.RoleOperator {
				require.ErrorIs(t, err, order.ErrNotNow)
				require.ErrorContains(t, err, "forgotten here")
			}
		}
	}
	for _, p := range s.o.Allowed(s.by(order.RoleOperator)) {
		require.ErrorContains(t, p.Why, "forgotten here", "%s", p.Kind)
	}
	for role, r := range map[order.Role]order.Observation{
		order.RoleChannel: order.CancelReport{Done: true}, order.RoleERP: order.Intent{Commands: []order.Command{order.Confirm{}}},
		order.RoleGateway: order.PaymentReport{Payment: order.Payment{ID: "p", Amount: amount.RUB(500_00)}},
		order.RoleCarrier: order.ShipmentReport{Waybill: "1", State: status.ShipmentSent},
	} {
		_, err := s.o.Observe(r, s.by(role))
		require.ErrorIs(t, err, order.ErrNotNow)
		require.ErrorContains(t, err, "forgotten here")
	}
	require.Equal(t, before, stands(t, s.o))
}

// To take an order back, both the invoice and the order are deleted here; one of them alone keeps the order known.
//
// part of: RZ-18b
func TestAnOrderIsTakenBackWithItsInvoice(t *testing.T) {
	d := ownShop()
	d.ID, d.Scheme = "rz-1/812", order.SchemeRozetka
	s := tell(t, d)
	s.do(order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "15", State: "issued"}, Place: "north"})
	require.Equal(t, "north", s.o.View().Lines[0].Portions[0].Warehouse)
	_, err := s.o.Do(order.Forget{Why: "to be changed in the cabinet"}, s.by(order.RoleOperator))
	require.ErrorContains(t, err, "document invoice 15")
	s.do(order.VoidDocument{DocumentKind: "invoice", Number: "15", Why: "to be changed in the cabinet"})
	require.Nil(t, s.o.View().Forgotten)
	s.do(order.Forget{Why: "to be changed in the cabinet"})
	require.NotNil(t, s.o.View().Forgotten)
	require.Empty(t, s.o.View().Lines[0].Portions[0].Warehouse)
}

// What something outside rests on cannot be forgotten.
//
// covers: RZ-9
func TestWhatHasToStayKnownIsNotForgotten(t *testing.T) {
	forget := order.Forget{Why: "by mistake"}
	cdek := order.Ref{System: "cdek", Account: "cdek-1"}
	parcel := func(t *testing.T) *story {
		d := ownShop()
		d.Scheme = order.ByCarrier
		scheme, _ := order.ByCarrier.Rules()
		scheme.Prepaid = false
		s := tell(t, d, order.WithScheme(scheme))
		s.do(order.CreateShipment{Carrier: cdek}, order.RequestParcel{Shipment: 1, Key: "1-S1"})
		return s
	}
	for _, r := range []refusal{
		{"without a reason", newInShop, "", order.Forget{}, order.ErrInvalid, "say why"},
		{"by the bridge", newInShop, order.RoleSystem, forget, order.ErrRole, "system"},
		{"by the channel", newInShop, order.RoleChannel, forget, order.ErrRole, "channel"},
		{"with a parcel that was asked for", parcel, "", forget, order.ErrNotNow, "cancel that request first"},
		{"with a waybill", func(t *testing.T) *story {
			s := parcel(t)
			s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Waybill: "W", Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", ID: "7"}}})
			return s
		}, "", forget, order.ErrNotNow, "shipment S1"},
		{"on the road", sentOrder, "", forget, order.ErrNotNow, "have left"},
		{"delivered", deliveredOrder, "", forget, order.ErrNotNow, "have left"},
		{"of services that were rendered", func(t *testing.T) *story {
			d := ownShop()
			d.Lines = []order.Line{service("S1")}
			s := tell(t, d)
			s.do(order.Confirm{}, order.Deliver{})
			return s
		}, "", forget, order.ErrNotNow, "line S1"},
		{"paid", paidInShop, "", forget, order.ErrNotNow, "payment p1"},
		{"with money that is held", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized}})
			return s
		}, "", forget, order.ErrNotNow, "authorized"},
		{"with a refund", returned, "", forget, order.ErrNotNow, "cannot be forgotten"},
		{"with a document", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Attach{Document: order.Document{Kind: "invoice", Number: "15"}})
			return s
		}, "", forget, order.ErrNotNow, "document invoice 15"},
	} {
		t.Run(r.name, r.check)
	}
	s := parcel(t)
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Waybill: "W", Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", ID: "7"}}})
	s.do(order.DropParcel{Shipment: 1}, forget)
	cancelled := cancelledOrder(t)
	cancelled.do(forget)
	waiting := awaiting(t)
	waiting.do(forget)
}

func TestALinkNamesAnotherOrder(t *testing.T) {
	for _, l := range []order.Link{{}, {Kind: order.LinkPrevious}, {Order: "o-0"}} {
		d := ownShop()
		d.Links = []order.Link{l}
		require.ErrorIs(t, d.Check(), order.ErrInvalid)
	}
}
