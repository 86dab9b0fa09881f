package bitrix_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// paid pays the order here, through a gateway.
func (d *desk) paid(id string, sum amount.Money) {
	d.t.Helper()
	d.does(order.Pay{Payment: order.Payment{ID: id, Amount: sum, Method: "Банковские карты", Ref: order.Ref{System: "yookassa", Account: "yk-1", Kind: "payment", ID: "2d-" + id}}})
}

// pain: BUS-P4
func TestAPaymentIsLinkedBeforeAnythingElseIsWritten(t *testing.T) {
	for name, fault := range map[string][]fake.Fault{"first try": nil, "lost answer": {fake.ResetAfter()}, "lost question": {fake.ResetBefore()}} {
		synctest.Test(t, func(t *testing.T) {
			t.Log(name)
			d := opens(t, bitrixtest.Settings{}, settings(), cups)
			d.paid("p1", d.o.View().Total)
			d.shop.Faults().Next("sale.payment.update", fault...)
			d.told(order.Effect{Kind: order.EffectPayment, Payment: "p1"})
			there := d.there()
			require.True(t, there.Paid)
			require.Len(t, there.Payments, 1)
			require.Equal(t, "ordo-p1", there.Payments[0].XMLID)
			writes := d.shop.Calls("sale.payment.update")
			for range 2 { // two further passes
				r := d.read()
				require.Equal(t, []order.Payment{{
					ID: "p1", Amount: d.o.View().Total, Method: "Банковские карты", Ref: order.Ref{System: "bitrix", Kind: "payment", ID: r.Snapshot.Payments[0].Ref.ID},
				}}, r.Snapshot.Payments)
				out, err := d.tells(order.Effect{Kind: order.EffectPayment, Payment: "p1"})
				require.NoError(t, err)
				require.Equal(t, order.AlreadySo, out.Kind)
			}
			require.Equal(t, writes, d.shop.Calls("sale.payment.update"))
		})
	}
}

func TestAPaymentOfTheShopItselfIsKnownByTheGatewaysId(t *testing.T) {
	set := settings()
	set.PaySystems = map[int64]bitrix.PayMethod{bitrixtest.Cards: {Method: "card", Gateway: "yookassa"}}
	d := opens(t, bitrixtest.Settings{}, set, cups)
	require.Equal(t, "card", d.o.View().Method)
	require.NoError(t, client(d.shop).Call(t.Context(), "sale.payment.update", map[string]any{
		"id": d.there().Payments[0].ID, "fields": map[string]any{"paySystemId": bitrixtest.Cards, "psInvoiceId": "2d-77", "paid": "Y"},
	}, nil))
	p := d.read().Snapshot.Payments[0]
	require.Equal(t, order.Ref{System: "yookassa", Kind: "payment", ID: "2d-77"}, p.Ref)
	require.Equal(t, d.o.View().Total, p.Amount)
}

func TestAPaymentOfAnotherSumGetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := opens(t, bitrixtest.Settings{}, settings(), cups)
		d.paid("p1", rub(1000_00))
		d.told(order.Effect{Kind: order.EffectPayment, Payment: "p1"})
		require.Equal(t, []any{"1000.00", true, false}, []any{d.there().Payments[0].Sum, d.there().Payments[0].Paid, d.there().Paid})
		d.paid("p2", rub(1480_00))
		d.shop.Faults().Next("sale.payment.add", fake.ResetAfter())
		d.told(order.Effect{Kind: order.EffectPayment, Payment: "p2"})
		require.Len(t, d.there().Payments, 2)
		require.True(t, d.there().Paid)
	})
}

// pain: BUS-P3
func TestNoPaymentOfACancelledOrderIsSwitched(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	require.NoError(t, d.shop.Cancels(d.id, "передумал"))
	d.paid("p1", d.o.View().Total)
	writes := d.shop.Calls("sale.payment.*")
	out, err := d.tells(order.Effect{Kind: order.EffectPayment, Payment: "p1"})
	require.NoError(t, err)
	require.Equal(t, order.Rejected, out.Kind)
	require.Contains(t, out.Text, "is cancelled in the shop")
	require.Equal(t, []any{false, writes}, []any{d.there().Paid, d.shop.Calls("sale.payment.*")})
}

func TestAnOrderWhosePaymentIsPaidIsCancelledByItsStatus(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.paid("p1", d.o.View().Total)
	d.told(order.Effect{Kind: order.EffectPayment, Payment: "p1"})
	evs := d.does(order.Return{Picks: order.PickAll(d.line("MUG").ID, d.line("BOWL").ID, "delivery"), Reason: status.ReasonBuyerCancelled})
	d.told(order.Effect{Kind: order.EffectCancel}, evs...)
	require.Equal(t, []any{"D", false, true}, []any{d.there().Status, d.there().Cancelled, d.there().Paid})
	r := d.read()
	require.Equal(t, "D", r.Status)
	require.IsType(t, order.CancelReport{}, r.Reports[0])
}

func TestAnUnpaidOrderIsCancelledWithItsReason(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	evs := d.does(order.Cancel{Picks: order.PickAll(d.line("MUG").ID, d.line("BOWL").ID), Reason: status.ReasonBuyerCancelled, Text: "передумал"})
	d.told(order.Effect{Kind: order.EffectCancel}, evs...)
	require.Equal(t, []any{"D", true, "передумал"}, []any{d.there().Status, d.there().Cancelled, d.there().Reason})
}
