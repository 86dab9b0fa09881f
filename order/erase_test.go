package order_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// A buyer wants to be forgotten: nothing of the person is left in the log, and everything that the books need is.
func TestThePersonIsErasedAndTheSumsStay(t *testing.T) {
	s := ofAPerson(t)
	before, count := s.o.View(), len(s.log())
	require.Greater(t, strings.Count(written(t, s.log()), "erson"), 15)

	e := s.erase()

	require.NotContains(t, strings.ReplaceAll(written(t, e.Events), "person-erased", ""), "erson")
	require.NotContains(t, strings.ReplaceAll(written(t, s.o.View()), "personErased", ""), "erson")
	require.Len(t, e.Events, count+1)
	v := s.o.View()
	require.Equal(t, e.Events[count].At, v.PersonErased)
	require.Equal(t, "Москва", v.Delivery.City)
	require.Equal(t, "gold", v.Buyer.Loyalty)
	require.Equal(t, "72", v.Shipments[0].Parcel.ID)
	require.Equal(t, []any{before.State, before.Total, before.Paid, before.ToRefund, before.Lines, before.Payments},
		[]any{v.State, v.Total, v.Paid, v.ToRefund, v.Lines, v.Payments})

	require.Equal(t, []order.Ref{
		{System: "bitrix", Account: "shop-1", Kind: "order", ID: "1009"},
		{System: "bitrix", Account: "shop-1", Kind: "user", ID: "Person-77"},
		{System: "yookassa", Account: "y-1", Kind: "payment", ID: "2d"},
		{System: "cdek", Account: "cdek-1", Kind: "parcel", ID: "72"},
		{System: "yookassa", Account: "y-1", Kind: "refund", ID: "r9"},
	}, e.Refs, "what others still have")
	require.Equal(t, []order.File{{Name: "scans/Person.pdf"}, {Name: "Person.jpg", URL: "https://files.example/Person.jpg"}}, e.Files)

	again := s.erase()
	require.Equal(t, e.Events, again.Events, "erasing twice is erasing once")
}

// The digest of a command goes with the words that it covered. Its key was used, whatever comes with it now.
func TestAKeyCountsAsUsedAfterErasing(t *testing.T) {
	s := ofAPerson(t)
	by := s.by(order.RoleBuyer)
	by.Key = "form-5"
	other := order.Return{Picks: order.Pick("L2", amount.Pcs(1)), Reason: status.ReasonUnwanted}
	_, err := s.o.Do(other, by)
	require.ErrorIs(t, err, order.ErrKeyReused)
	s.erase()
	evs, err := s.o.Do(other, by)
	require.NoError(t, err)
	require.Empty(t, evs)
	by.Key = "form-6"
	evs, err = s.o.Do(other, by)
	require.NoError(t, err, "the order goes on")
	s.keep(evs)
	require.NotEmpty(t, evs)
}

func TestThePersonStaysWhileTheOrderNeedsIt(t *testing.T) {
	open := map[string]func(*testing.T) *story{
		"order is confirmed": confirmedOrder,
		"order is delivered": func(t *testing.T) *story { s := paidInShop(t); s.do(order.Deliver{}); return s },
		"finish it first": func(t *testing.T) *story {
			s := paidInShop(t)
			s.do(order.Deliver{}, order.Complete{}, order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonDefect})
			return s
		},
		"settle the refund first": func(t *testing.T) *story {
			s := paidInShop(t)
			s.do(order.Deliver{}, order.Complete{}, order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonDefect},
				order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1},
				order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.InDoubt}})
			return s
		},
	}
	for why, story := range open {
		t.Run(why, func(t *testing.T) {
			s := story(t)
			log := written(t, s.log())
			_, err := order.Erase(s.log(), s.by(order.RoleOperator))
			var refused *order.Refused
			require.ErrorAs(t, err, &refused)
			require.ErrorIs(t, err, order.ErrNotNow)
			require.Equal(t, log, written(t, s.log()))
		})
	}
	s := newInShop(t)
	_, err := order.Erase(s.log(), order.By{})
	require.ErrorIs(t, err, order.ErrTime)
	_, err = order.Erase(nil, s.by(order.RoleOperator))
	require.ErrorAs(t, err, new(*order.LogError))
	s.do(order.Forget{Why: "Person asked"})
	require.Empty(t, func() string { s.erase(); return s.o.View().Forgotten.Text }(), "one that was forgotten here can be erased")
}

// A carrier that goes on telling of the parcel does not bring the person back.
func TestACarriersWordsDoNotBringThePersonBack(t *testing.T) {
	s := ofAPerson(t)
	s.erase()
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "W9", State: status.ShipmentHandedOut, Code: "4a", Text: "handed to Person"})
	require.Equal(t, "4a", s.o.View().Shipments[0].CarrierCode)
	require.Empty(t, s.o.View().Shipments[0].CarrierText)
}
