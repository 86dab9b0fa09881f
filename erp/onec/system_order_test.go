package onec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The order comes with the shop's number, who is responsible for shipping, how it is delivered, and the buyer as a
// customer; its sums are those of the shop, to the kopeck.
func TestAPaidOrderComesIntoTheBooks(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	o := d.there()
	require.True(t, o.Posted)
	require.Equal(t, "КОбеспечению", o.Status)
	require.Equal(t, "50417", o.Fields["НомерПоДаннымКлиента"])
	require.Equal(t, "курьер", o.Fields["Комментарий"])
	require.Equal(t, d.base.Key("Catalog_Пользователи", onectest.Operator), o.Fields["Менеджер_Key"])
	require.Equal(t, "СиламиПеревозчикаПоАдресу", o.Fields["СпособДоставки"])
	require.Equal(t, d.base.Key("Catalog_Партнеры", onectest.Carrier), o.Fields["ПеревозчикПартнер_Key"])
	require.Equal(t, "домофон не работает", o.Fields["ДополнительнаяИнформацияПоДоставке"])
	require.InDelta(t, 6990.0, o.Fields["СуммаДокумента"], 0)
	buyer, to := detailsThere(d.base, o)
	require.Equal(t, order.Buyer{Name: "Петрова Анна", Phone: "79000000001"}, buyer)
	require.Equal(t, "Екатеринбург, ул. Примерная, 1", to.Address)
	mugs := rowsThere(o)[1]
	require.InDelta(t, 333.34, mugs["Цена"], 0, "no price of a piece makes 1000.00 out of three")
	require.InDelta(t, 0.02, mugs["СуммаРучнойСкидки"], 1e-9)
	require.InDelta(t, 1000.0, mugs["СуммаСНДС"], 0)
	require.InDelta(t, 180.33, mugs["СуммаНДС"], 1e-9)
	require.Equal(t, []string{"1 1 ЦС КОбеспечению", "2 3 ЦС КОбеспечению"}, d.rows())
}

// An order that is issued in a shop of the merchant says which, and who is responsible there.
func TestAnOrderForAShopNamesIt(t *testing.T) {
	to := draft()
	to.Delivery = order.Delivery{Service: "Самовывоз", City: "Екатеринбург", Point: "МАГ-1"}
	d := sell(t, to, settings(), onectest.Settings{})
	o := d.there()
	require.Equal(t, "Магазин 1", o.Fields["Комментарий"])
	require.Equal(t, "Самовывоз", o.Fields["СпособДоставки"])
	require.Equal(t, d.base.Key("Catalog_Пользователи", onectest.Operator), o.Fields["Менеджер_Key"])
}

// The same buyer is the same partner: by the phone, whatever form it has, then by e-mail, then by login.
func TestABuyerIsOnePartner(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	partner := func(n string, b order.Buyer) any {
		d := draft()
		d.ID, d.Number, d.Ref.ID, d.Buyer = "shop-1/"+n, n, n, b
		o, _, err := order.New(d, order.By{Actor: shop, At: d.Placed})
		require.NoError(t, err)
		task, _ := o.Task(order.Effect{Kind: order.EffectUpsert, Target: order.Ref{System: onec.Name}, Order: o.ID(), N: 1, Key: n})
		out, err := s.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, order.Applied, out.Kind, out.Text)
		return orderThere(t, base, out.Ref).Fields["Партнер_Key"]
	}
	anna := partner("1", order.Buyer{Name: "Анна", Phone: "8 (900) 000-00-01", Email: "anna@example.com", Login: "anna"})
	require.Equal(t, anna, partner("2", order.Buyer{Name: "Анна П.", Phone: "+79000000001"}))
	require.Equal(t, anna, partner("3", order.Buyer{Email: "anna@example.com"}))
	require.Equal(t, anna, partner("4", order.Buyer{Login: "anna"}))
	require.NotEqual(t, anna, partner("5", order.Buyer{Name: "Анна", Phone: "+79000000002"}))
}

// One line is reserved at two warehouses, and moved; a row keeps its code, by which sales find it.
func TestALineIsReservedAtTwoWarehouses(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Picks: order.Pick("2", amount.Pcs(2)), Warehouse: "МАГ-1"})
	d.do(order.Assemble{Picks: order.Pick("2", amount.Pcs(1)), Warehouse: "ЦС"})
	code := rowsThere(d.there())[1]["КодСтроки"]
	d.applies(order.EffectReserve, order.Effect{})
	require.Equal(t, []string{"1 1 ЦС КОбеспечению", "2 1 ЦС СоСклада", "2 2 МАГ-1 СоСклада"}, d.rows())
	require.InDelta(t, 1.0, d.base.Stock("MUG", "МАГ-1").Free, 0)
	require.Equal(t, code, rowsThere(d.there())[1]["КодСтроки"])
	require.InDelta(t, 6990.0, d.there().Fields["СуммаДокумента"], 0, "the sums of the parts are that of the line")

	d.do(order.Release{Picks: order.Pick("2", amount.Pcs(1)).At("МАГ-1")})
	d.applies(order.EffectReserve, order.Effect{})
	require.ElementsMatch(t, []string{"1 1 ЦС КОбеспечению", "2 1 ЦС СоСклада", "2 1 МАГ-1 СоСклада", "2 1 ЦС КОбеспечению"}, d.rows())
}

// What is cancelled before it left is a row of its own with the reason, and is reserved no more.
func TestACancelledPartIsARowOfItsOwn(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Picks: order.Pick("2", amount.Pcs(2)), Warehouse: "МАГ-1"})
	d.applies(order.EffectReserve, order.Effect{})
	d.do(order.Return{Picks: order.Pick("2", amount.Pcs(1)).At("МАГ-1"), Reason: status.ReasonOutOfStock})
	out := d.applies(order.EffectCancel, order.Effect{Units: []order.Units{{Line: "2", To: amount.Pcs(1)}}})
	require.Contains(t, d.rows(), "2 1 ЦС Отменено")
	require.Contains(t, d.rows(), "2 1 МАГ-1 СоСклада")
	require.InDelta(t, 1.0, d.base.Stock("MUG", "МАГ-1").Reserved, 0)
	require.Equal(t, erp.SumsOf(d.o.View()).Total, out.Sums.Total)
	for _, r := range rowsThere(d.there()) {
		if r["Отменено"] == true {
			require.Equal(t, d.base.Key("Catalog_ПричиныОтменыЗаказовКлиентов", "Нет в наличии"), r["ПричинаОтмены_Key"])
		}
	}
}
