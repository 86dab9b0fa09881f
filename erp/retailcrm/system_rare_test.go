package retailcrm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestAGrantedRequestShowsThatTheBuyerCancelled(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Shown[retailcrm.CancelledByBuyer] = "already-buyed"
	d := sell(t, deliveryDraft(), m)
	_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("1", "2", "3", "4")}, d.by(mm))
	require.NoError(t, err)
	d.does(order.AnswerCancelRequest{Request: 1})
	require.Equal(t, "already-buyed", d.s.StatusFor(d.o.View()), "the view itself tells who asked")
	task := d.task(order.EffectCancel, pcs("1"), pcs("2"), pcs("3"))
	for e := range d.o.Events(order.Filter{Kind: "request-answered"}) {
		task.Cause = e
	}
	require.NotNil(t, task.Cause.Body)
	_, err = d.s.Apply(t.Context(), task)
	require.NoError(t, err)
	require.Equal(t, "already-buyed", d.there().Status)
	require.Equal(t, []string{"failure", "failure", "failure"}, d.lots())
}

func TestLotsRefusedAtTheDoorShowIt(t *testing.T) {
	d := ready(t)
	d.does(order.HandOver{Courier: true}, order.Cancel{Picks: order.PickAll("2"), Reason: status.ReasonBuyerRefused}, order.Deliver{})
	d.is(status.OrderPartlyDelivered)
	d.applies(order.EffectCancel, order.Applied, pcs("2"))
	require.Equal(t, []string{"new", "failure", "new"}, d.lots())
}

func TestABlockTellsWhoCancelled(t *testing.T) {
	draft := standardDraft()
	draft.Scheme, draft.Authority = order.OwnPickup, order.OwnShop
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.does(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(438000)}}, order.Cancel{Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer})
	require.NotEmpty(t, d.o.View().Blocks)
	d.applies(order.EffectCancel, order.Applied)
	require.Equal(t, []string{"failure", "failure", "failure"}, d.lots())
}

func TestAnEntryThatCannotBeReadIsNotLost(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.Faults().Next("GET /api/v5/orders/history", fake.Refuse(200, "application/json",
		`{"success":true,"history":[{"id":999999,"createdAt":"yesterday","order":{"id":7}}],"pagination":{"currentPage":1,"totalPageCount":1}}`))
	n := 0
	for c, err := range d.s.Changes(t.Context(), d.cursor) {
		require.NoError(t, err)
		require.Equal(t, "999999", c.Cursor)
		require.Contains(t, c.Problem, "yesterday")
		require.True(t, c.Ref.IsZero())
		n++
	}
	require.Equal(t, 1, n)
	d.crm.Faults().Next("GET /api/v5/orders/history", retailcrmtest.Refuse(403, "Access denied."))
	for _, err := range d.s.Changes(t.Context(), d.cursor) {
		require.ErrorIs(t, err, ordo.ErrAuth)
	}
}

func TestLinesThatAreNotOursAreLeftAlone(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	items := ""
	for _, l := range []string{"1", "2", "3"} {
		items += fmt.Sprintf(`{"id":%d},`, d.lot(l))
	}
	d.crm.Edit(d.id, `{"items":[`+items+`{"productName":"Открытка","markingCodes":["X"]}]}`)
	gift := d.there().Items[3].ID
	d.crm.SetItemStatus(d.id, gift, "out-of-stock")
	require.Empty(t, d.pulls())
	require.Empty(t, d.reads([]erp.Change{{Field: "order_product.status", Value: "out-of-stock", Item: "1"}}))

	d.does(order.Confirm{})
	d.crm.SetPackages(d.id, retailcrmtest.Package{ID: "1", Items: map[int64]int{d.lot("1"): 1, d.lot("2"): 1, d.lot("3"): 1, gift: 1}})
	d.crm.SetLocked(d.id, false)
	require.NotEmpty(t, d.reads(d.parcel()))
	d.is(status.OrderPacked)
}

func TestADateForAnOrderThatHadNone(t *testing.T) {
	draft := deliveryDraft()
	draft.Delivery.Window = order.Window{}
	d := sell(t, draft, retailcrm.DefaultMapping())
	require.Empty(t, d.there().Field("delivery.date"))
	d.does(order.Confirm{})
	d.applies(order.EffectMoveDate, order.AlreadySo)
	d.crm.SetDeliveryDate(d.id, monday.AddDate(0, 0, 1))
	d.pulls()
	day := time.Date(2026, 3, 3, 0, 0, 0, 0, moscow).UTC()
	require.Equal(t, order.Window{From: day, To: day.AddDate(0, 0, 1)}, d.o.View().Delivery.Window)
	d.crm.SetDeliveryTime(d.id, "12:00", "15:00")
	d.pulls()
	require.Equal(t, order.Window{From: day.Add(12 * time.Hour), To: day.Add(15 * time.Hour)}, d.o.View().Delivery.Window)
}

func TestAWindowOverSeveralDaysMovesAsAWhole(t *testing.T) {
	draft := deliveryDraft()
	draft.Delivery.Window = order.Window{From: monday, To: monday.AddDate(0, 0, 2)}
	d := sell(t, draft, retailcrm.DefaultMapping())
	require.Empty(t, d.there().Field("delivery.time.to"))
	d.does(order.Confirm{})
	d.crm.SetDeliveryDate(d.id, monday.AddDate(0, 0, 3))
	d.pulls()
	require.Equal(t, order.Window{From: monday.AddDate(0, 0, 3), To: monday.AddDate(0, 0, 5)}, d.o.View().Delivery.Window)
}

func TestALineKeepsTheChannelsOwnID(t *testing.T) {
	draft := standardDraft()
	draft.Lines[0].Ref = order.Ref{System: "megamarket", Kind: "item", ID: "955100777_1"}
	draft.Lines[0].VAT = amount.VAT20c
	d := sell(t, draft, retailcrm.DefaultMapping())
	l := crmLines(t, d.crm, "955100777")[0]
	require.Equal(t, "955100777_1", l.ExternalIDs[0].Value)
	require.Equal(t, "20", l.VATRate, "the tax is the same, whatever a receipt calls it")
	d.crm.SetItemStatus(d.id, l.ID, "out-of-stock")
	d.pulls()
	require.True(t, d.o.View().Lines[0].Living.IsZero())
}

func TestVATOfOtherCountriesIsPassedOnOrRefused(t *testing.T) {
	for vat, want := range map[amount.VAT]string{amount.VAT8: "8", amount.VAT23: "23", amount.VAT14: "14", amount.VATNone: "none"} {
		draft := standardDraft()
		draft.Lines[0].VAT = vat
		d := sell(t, draft, retailcrm.DefaultMapping())
		require.Equal(t, want, crmLines(t, d.crm, "955100777")[0].VATRate)
	}
	for _, vat := range []amount.VAT{amount.VATExempt, amount.VATOutside} { // the CRM has no word for either
		draft := standardDraft()
		draft.Lines[0].VAT = vat
		d := open(t, draft, retailcrm.DefaultMapping())
		_, err := d.s.Apply(t.Context(), d.task(order.EffectUpsert))
		require.ErrorContains(t, err, "its VAT is "+vat.String()+", which the CRM does not know; use amount.VATNone")
		require.ErrorIs(t, err, ordo.ErrInvalid)
	}
}

func TestAnOrderWithoutANumberDoesNotComeTwice(t *testing.T) {
	draft := standardDraft()
	draft.Ref = order.Ref{}
	d := open(t, draft, retailcrm.DefaultMapping())
	require.True(t, d.s.Ref(d.o.View()).IsZero())
	_, err := d.s.Apply(t.Context(), d.task(order.EffectUpsert))
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.Empty(t, d.crm.Orders())
}

func TestAnAccountThatDoesNotAnswerIsNoFaultOfTheOrder(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping(), ordo.WithMaxAttempts(1))
	d.crm.CloseAccount()
	_, err := d.s.Apply(t.Context(), d.task(order.EffectStatus))
	require.ErrorIs(t, err, ordo.ErrRetry, "the orders wait for the account")
	_, err = d.s.Read(t.Context(), nil, d.o.View())
	require.ErrorIs(t, err, ordo.ErrRetry)
}
