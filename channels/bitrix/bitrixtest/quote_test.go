package bitrixtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
)

// quote asks for prices, with a code if there is one.
func (d *desk) quote(code string, items ...object) object {
	d.Helper()
	params := object{"siteId": "s1", "personTypeId": 1, "currency": "RUB", "deliveryId": 14, "items": items}
	if code != "" {
		params["coupons"] = []string{code}
	}
	return d.call("ordo.quote", params).(object)
}

func TestAQuoteHasThePricesOfTheShop(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.AddDiscount(bitrixtest.Discount{Name: "Витрина", On: bitrixtest.OnCatalog, Percent: 10, Only: []string{"SHOES-42"}})
	d.AddDiscount(bitrixtest.Discount{Name: "От трёх тысяч", Percent: 5, MinSum: "3000"})
	d.AddDiscount(bitrixtest.Discount{Name: "К обуви", Sum: "100", Needs: []string{"SHOES-42"}, Only: []string{"MUG"}})
	d.AddDiscount(bitrixtest.Discount{Name: "Доставка", On: bitrixtest.OnDelivery, Percent: 50, MinSum: "5000"})
	q := d.quote("", object{"key": "L1", "article": "SHOES-42", "quantity": 1}, object{"key": "L2", "article": "MUG", "quantity": 2})
	lines := objects(q["items"])
	require.Equal(t, "Кроссовки, размер 42", lines[0]["name"])
	require.InDelta(t, 4800.0, lines[0]["basePrice"], 0)
	require.InDelta(t, 4320.0, lines[0]["catalogPrice"], 0)
	require.InDelta(t, 4104.0, lines[0]["price"], 0)
	require.InDelta(t, 890*0.95-100, lines[1]["price"], 1e-9)
	require.InDelta(t, 0.22, lines[1]["vatRate"], 1e-9)
	require.InDelta(t, 10.0, lines[1]["available"], 0)
	rules := objects(q["discounts"])
	require.Len(t, rules, 3, "what the catalogue takes off is in its price")
	require.Equal(t, object{"L1": 216.0, "L2": 89.0}, rules[0]["items"])
	require.InDelta(t, 305.0, rules[0]["sum"], 1e-9)
	require.Equal(t, "delivery", rules[2]["on"])
	require.InDelta(t, 175.0, q["delivery"].(object)["price"], 0)
	require.Empty(t, d.Orders(), "nothing is kept")
	require.Zero(t, d.Commits("ordo.quote"))
}

func TestACodeCountsOrTheQuoteSaysWhyNot(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	now := d.clock.Now()
	d.AddCoupon("MAY10", 10, "1000", now.Add(time.Hour))
	d.AddCoupon("OLD", 10, "", now.Add(-time.Hour))
	d.AddCoupon("OFF", 10, "", time.Time{})
	d.StopsCoupon("OFF")
	d.AddCouponOf("FIRST", bitrixtest.Discount{Name: "На первый заказ", Percent: 20}, time.Time{}, true)
	mug := func(quantity int) object { return object{"key": "m", "article": "MUG", "quantity": quantity} }
	status := func(code string, quantity int) any {
		return objects(d.quote(code, mug(quantity))["coupons"])[0]["status"]
	}
	require.Equal(t, "applied", status("MAY10", 2))
	require.Equal(t, "not_applied", status("MAY10", 1), "the basket is too small now")
	require.Equal(t, "not_found", status("NOPE", 2))
	require.Equal(t, "expired", status("OLD", 2))
	require.Equal(t, "inactive", status("OFF", 2))
	require.Equal(t, "applied", status("FIRST", 1))
	id := d.order("FIRST", bitrixtest.Item{Article: "MUG"})
	require.Equal(t, "inactive", status("FIRST", 1), "it was for one order")
	again := d.call("ordo.quote", object{"orderId": id, "coupons": []string{"FIRST"}, "items": []object{mug(1)}}).(object)
	require.Equal(t, "applied", objects(again["coupons"])[0]["status"], "for that order it still counts")
	require.Nil(t, again["delivery"])
	require.InDelta(t, 712.0, objects(again["items"])[0]["price"], 0)
	o, _ := d.Order(id)
	require.Equal(t, []string{"FIRST"}, o.Coupons)
	require.Equal(t, "712.00", o.Lines[0].Price)
}

func TestAQuoteRefusesWhatItCannotMean(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	mug := object{"key": "m", "article": "MUG", "quantity": 1}
	for code, params := range map[string]object{
		"ORDO_PRODUCT_NOT_FOUND":  {"items": []object{{"key": "x", "article": "CUP", "quantity": 1}}},
		"ORDO_DELIVERY_NOT_FOUND": {"items": []object{mug}, "deliveryId": 99},
		"ORDO_WRONG_ARGUMENT":     {"items": []object{mug, mug}},
	} {
		require.Equal(t, code, d.refused("ordo.quote", params))
	}
	for _, params := range []object{
		{},
		{"items": []object{{"key": "m", "article": "MUG", "quantity": 0}}},
		{"items": []object{{"article": "MUG", "quantity": 1}}},
		{"items": []object{mug}, "currency": "USD"},
	} {
		require.Equal(t, "ORDO_WRONG_ARGUMENT", d.refused("ordo.quote", params))
	}
}

func TestTheShopCannotAlwaysBeAsked(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	mug := object{"key": "m", "article": "MUG", "quantity": 1}
	d.QuoteAnswers(func(q map[string]any) { q["items"] = []any{} })
	require.Empty(t, d.quote("", mug)["items"])
	d.QuoteAnswers(nil)
	d.Down(true)
	status, out := d.send("ordo.quote", object{"items": []object{mug}})
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Contains(t, out["page"], "<html>")
	d.Down(false)
	d.WithoutQuote()
	status, out = d.send("ordo.quote", object{"items": []object{mug}})
	require.Equal(t, http.StatusNotFound, status)
	require.Equal(t, "ERROR_METHOD_NOT_FOUND", out["error"])
}

func TestPricesAreRounded(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.AddDiscount(bitrixtest.Discount{Name: "Витрина", On: bitrixtest.OnCatalog, Percent: 7})
	rule := d.one("catalog.roundingRule.add", "roundingRule", object{"fields": object{"catalogGroupId": 1, "price": 500, "roundType": 2, "roundPrecision": 10}})
	price := func(article string) any {
		return objects(d.quote("", object{"key": "a", "article": article, "quantity": 1})["items"])[0]["price"]
	}
	require.InDelta(t, 830.0, price("MUG"), 0, "827.70 goes up")
	require.InDelta(t, 325.5, price("BOWL"), 0, "below the threshold it is 2 decimals")
	d.call("catalog.roundingRule.update", object{"id": rule["id"], "fields": object{"catalogGroupId": 1, "price": 500, "roundType": 4, "roundPrecision": 10}})
	require.InDelta(t, 820.0, price("MUG"), 0)
}
