package bitrixtest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/fake"
)

type object = map[string]any

// desk is a shop and who calls it.
type desk struct {
	*testing.T
	*bitrixtest.Server
	clock *fake.Clock
}

func open(t *testing.T, st bitrixtest.Settings) *desk {
	clock := fake.NewClock(time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC))
	st.Now = clock.Now
	s := bitrixtest.New(st)
	t.Cleanup(s.Close)
	return &desk{t, s, clock}
}

// send makes a call and returns the whole answer.
func (d *desk) send(method string, params object) (int, object) {
	d.Helper()
	body, err := json.Marshal(params)
	require.NoError(d, err)
	req, err := http.NewRequestWithContext(d.Context(), http.MethodPost, bitrixtest.Webhook()+method, bytes.NewReader(body))
	require.NoError(d, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := (&http.Client{Transport: d.Transport()}).Do(req)
	require.NoError(d, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(d, err)
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		return resp.StatusCode, object{"page": string(b)}
	}
	var out object
	require.NoError(d, json.Unmarshal(b, &out), string(b))
	return resp.StatusCode, out
}

// call makes a call that must succeed, and returns its result.
func (d *desk) call(method string, params object) any {
	d.Helper()
	status, out := d.send(method, params)
	require.Equal(d, 200, status, out)
	return out["result"]
}

// one makes a call and returns the record in its result.
func (d *desk) one(method, key string, params object) object {
	d.Helper()
	r, ok := d.call(method, params).(object)[key].(object)
	require.True(d, ok, "no %s in the answer", key)
	return r
}

// many makes a call and returns the records in its result.
func (d *desk) many(method, key string, params object) []object {
	d.Helper()
	return objects(d.call(method, params).(object)[key])
}

func objects(v any) (out []object) {
	list, _ := v.([]any)
	for _, e := range list {
		out = append(out, e.(object))
	}
	return out
}

// refused makes a call that must be refused, and returns the code.
func (d *desk) refused(method string, params object) any {
	d.Helper()
	status, out := d.send(method, params)
	require.Equal(d, 400, status, out)
	return out["error"]
}

// order places an order and returns its id.
func (d *desk) order(code string, items ...bitrixtest.Item) int {
	return d.PlacesOrder(bitrixtest.Buyer{
		Name: "Орлова Вера", Phone: "+7 900 123-45-67", Email: "vera@example.com", Login: "vera", City: "Тверь", Point: "TVR3", Term: "2-3 дня", Source: "mail",
	}, items, code, bitrixtest.PickupByCDEK)
}

func (d *desk) get(id int) object { return d.one("sale.order.get", "order", object{"id": id}) }

func TestAnOrderIsReadWithAllThatBelongsToIt(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG", Quantity: "2"}, bitrixtest.Item{Article: "BOWL"}, bitrixtest.Item{Article: "MUG", Gift: true})
	o := d.get(id)
	require.InDelta(t, 2*890.0+350+350, o["price"], 1e-9)
	require.Equal(t, "N", o["payed"])
	require.Equal(t, "2026-05-14T10:00:00+03:00", o["dateInsert"], "the server's zone")
	lines := objects(o["basketItems"])
	require.Len(t, lines, 3, "a gift is a line of its own")
	require.IsType(t, "", lines[0]["id"], "ids within an order are texts")
	require.InDelta(t, float64(id), o["id"], 0, "and that of the order is a number")
	require.InDelta(t, 0.22, lines[0]["vatRate"], 1e-9)
	require.InDelta(t, 0.0, lines[2]["price"], 0)
	require.InDelta(t, 890.0, lines[2]["basePrice"], 0)
	require.Equal(t, "Y", lines[2]["customPrice"])
	require.Equal(t, "MUG", objects(lines[0]["properties"])[2]["value"])
	require.InDelta(t, 2130.0+350, objects(o["payments"])[0]["sum"], 1e-9)
	require.Len(t, objects(objects(o["shipments"])[0]["shipmentItems"]), 3)
	require.Equal(t, "vera@example.com", objects(o["propertyValues"])[1]["value"])
	require.NotContains(t, o, "clients", "there is no CRM")

	line := d.one("sale.basketitem.get", "basketItem", object{"id": lines[0]["id"]})
	require.IsType(t, 0.0, line["id"], "alone it has numbers")
	require.Empty(t, o["id1c"], "texts of an order are empty where they are not set")
	require.NotNil(t, o["id1c"])
	require.Nil(t, d.one("sale.status.get", "status", object{"id": "N"})["xmlId"], "and those of lists are null")
	require.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, line["productXmlId"], "1C's Ид, not the article")
}

func TestAnOrderIsMadeByCalls(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	mug, _ := d.Good("MUG")
	o := d.one("sale.order.add", "order", object{"fields": object{"lid": "s1", "personTypeId": 1, "currency": "RUB", "xmlId": "shop-1", "price": nil}})
	require.NotContains(t, o, "basketItems", "what it has none of is not there")
	l := d.one("sale.basketitem.addCatalogProduct", "basketItem", object{"fields": object{"orderId": o["id"], "productId": mug.ID, "currency": "RUB", "quantity": 3}})
	require.InDelta(t, 890.0, l["price"], 0)
	require.Equal(t, "N", l["customPrice"])
	free := d.one("sale.basketitem.add", "basketItem", object{"fields": object{
		"orderId": o["id"], "productId": 0, "currency": "RUB", "quantity": 1, "name": "Упаковка", "price": 50, "basePrice": 60, "discountPrice": 10,
	}})
	require.Equal(t, "Y", free["customPrice"], "a price that is sent is by hand")
	h := d.one("sale.shipment.add", "shipment", object{"fields": object{"orderId": o["id"], "allowDelivery": "Y", "deducted": "N", "deliveryId": 14, "basePriceDelivery": 350}})
	require.Empty(t, h["shipmentItems"], "a shipment is empty first")
	require.Equal(t, "DN", h["statusId"])
	d.one("sale.shipmentitem.add", "shipmentItem", object{"fields": object{"orderDeliveryId": h["id"], "basketId": l["id"], "quantity": 2}})
	p := d.one("sale.payment.add", "payment", object{"fields": object{"orderId": o["id"], "paySystemId": 6, "sum": 3070}})
	require.InDelta(t, 3*890.0+50+350, d.get(int(o["id"].(float64)))["price"], 1e-9)
	d.one("sale.payment.update", "payment", object{"id": p["id"], "fields": object{"paySystemId": 6, "paid": "Y", "payVoucherNum": "RRN1"}})
	require.Equal(t, "Y", d.get(int(o["id"].(float64)))["payed"], "payments cover the price")
	require.InDelta(t, 1.0, func() any {
		_, out := d.send("sale.basketitem.update", object{"id": l["id"], "fields": object{"quantity": 3}})
		return out["total"]
	}(), 0, "basket items answer with a total")
}

func TestFieldsThatTheServerDropsAreTold(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	d.call("sale.order.update", object{"id": id, "fields": object{"statusId": "A", "payed": "Y", "currency": "USD", "colour": "red", "STATUS_ID": "F"}})
	o, _ := d.Order(id)
	require.Equal(t, "A", o.Status)
	require.False(t, o.Paid)
	d.call("sale.order.list", object{"filter": object{"colour": 1}, "select": []string{"id", "shade"}})
	require.Equal(t, []string{
		"sale.order.list: filter.colour", "sale.order.list: select.shade", "sale.order.update: fields.STATUS_ID",
		"sale.order.update: fields.colour", "sale.order.update: fields.currency", "sale.order.update: fields.payed",
	}, d.IgnoredFields())
}

func TestWhatIsRequiredMustBeSent(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	h := objects(d.get(id)["shipments"])[0]["id"]
	l := objects(d.get(id)["basketItems"])[0]["id"]
	for _, c := range []struct {
		method string
		params object
		code   any
	}{
		{"sale.order.add", object{"fields": object{"lid": "s1", "currency": "RUB"}}, "0"},
		{"sale.order.get", object{}, "100"},
		{"sale.order.update", object{"id": id}, "100"},
		{"sale.order.get", object{"id": 1}, "200540400001"},
		{"sale.basketitem.update", object{"id": l, "fields": object{"sort": 5}}, "0"},
		{"sale.shipment.update", object{"id": h, "fields": object{"trackingNumber": "1"}}, "0"},
		{"sale.payment.update", object{"id": 55, "fields": object{"paid": "Y"}}, "0"},
		{"sale.basketitem.add", object{"fields": object{"orderId": 1, "productId": 0, "currency": "RUB", "quantity": 1}}, "200140400009"},
		{"sale.basketitem.add", object{"fields": object{"orderId": id, "productId": 0, "currency": "USD", "quantity": 1}}, "200140400011"},
		{"sale.basketitem.addCatalogProduct", object{"fields": object{"orderId": id, "productId": 12, "currency": "RUB", "quantity": 1}}, "200140400007"},
		{"sale.propertyvalue.modify", object{"fields": object{"order": object{"id": id}}}, "0"},
		{"sale.status.add", object{"fields": object{"id": "ABC", "type": "O"}}, "201350000005"},
		{"sale.status.add", object{"fields": object{"id": "N", "type": "O"}}, "201350000001"},
		{"sale.status.add", object{"fields": object{"id": "Q", "type": "X"}}, "201350000003"},
		{"sale.status.delete", object{"id": "N"}, "201350000002"},
		{"sale.statusLang.add", object{"fields": object{"statusId": "A", "lid": "ru", "name": "x"}}, "201750000003"},
		{"sale.order.update", object{"id": id, "fields": object{"statusId": "ZZ"}}, "0"},
		{"catalog.product.list", object{"select": []string{"name"}, "filter": object{"iblockId": 23}}, "0"},
		{"catalog.product.list", object{}, "0"},
		{"catalog.storeproduct.bulkSave", object{"items": []object{{"productId": 1}}}, "200040400010"},
	} {
		require.Equal(t, c.code, d.refused(c.method, c.params), "%s %v", c.method, c.params)
	}
	old := open(t, bitrixtest.Settings{NumberCodes: true})
	require.InDelta(t, 200540400001, old.refused("sale.order.get", object{"id": 1}), 0, "older ones write numbers")
}

// pain: BUS-P1
func TestAShipmentIsReplacedWhole(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	h := objects(d.get(id)["shipments"])[0]["id"]
	d.call("sale.shipment.update", object{"id": h, "fields": object{
		"allowDelivery": "Y", "deducted": "Y", "deliveryId": 14, "statusId": "SH", "trackingNumber": "1234567890", "comments": "хрупкое", "priceDelivery": 350,
		"basePriceDelivery": 350, "xmlId": "ship-1",
	}})
	mug, _ := d.Good("MUG")
	require.Equal(t, "9", mug.Quantity, "shipped goods leave the stock")
	r := d.one("sale.shipment.update", "shipment", object{"id": h, "fields": object{"allowDelivery": "Y", "deducted": "N", "deliveryId": 14}})
	require.Empty(t, r["trackingNumber"])
	require.Empty(t, r["comments"])
	require.InDelta(t, 0.0, r["priceDelivery"], 0)
	require.Equal(t, "SH", r["statusId"], "the status stays")
	require.Equal(t, "ship-1", r["xmlId"], "and so does the key")
	mug, _ = d.Good("MUG")
	require.Equal(t, "10", mug.Quantity, "a careless N brings the goods back")
	o, _ := d.Order(id)
	require.Equal(t, "890.00", o.Price)
}

func TestValuesThatAreNotListedAreDeleted(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	keep := []object{}
	for _, v := range objects(d.get(id)["propertyValues"]) {
		if v["code"] == "FIO" || v["code"] == "PHONE" || v["code"] == "EMAIL" {
			keep = append(keep, object{"orderPropsId": v["orderPropsId"], "value": v["value"]})
		}
	}
	require.Equal(t, "0", d.refused("sale.propertyvalue.modify", object{"fields": object{"order": object{"id": id, "propertyValues": keep[1:]}}}), "a required one")
	all := d.many("sale.propertyvalue.modify", "propertyValues", object{"fields": object{"order": object{"id": id, "propertyValues": append(keep, object{"orderPropsId": 24, "value": "Клин"})}}})
	require.Len(t, all, 4)
	o, _ := d.Order(id)
	require.Equal(t, map[string]string{"FIO": "Орлова Вера", "PHONE": "+7 900 123-45-67", "EMAIL": "vera@example.com", "CITY": "Клин"}, o.Properties)
}

func TestShipmentsShareTheLines(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG", Quantity: "3"})
	o := d.get(id)
	first, item := objects(o["shipments"])[0]["id"], objects(objects(o["shipments"])[0]["shipmentItems"])[0]["id"]
	line := objects(o["basketItems"])[0]["id"]
	second := d.one("sale.shipment.add", "shipment", object{"fields": object{"orderId": id, "allowDelivery": "N", "deducted": "N", "deliveryId": 16}})["id"]
	add := func(shipment any, quantity float64) object {
		return object{"fields": object{"orderDeliveryId": shipment, "basketId": line, "quantity": quantity}}
	}
	require.Equal(t, "SALE_SHIPMENT_ITEM_LESS_AVAILABLE_QUANTITY", d.refused("sale.shipmentitem.add", add(second, 1)), "all are in the first")
	d.call("sale.shipmentitem.update", object{"id": item, "fields": object{"quantity": 2}})
	d.call("sale.shipmentitem.add", add(second, 1))
	require.Equal(t, "201250000001", d.refused("sale.shipmentitem.add", add(second, 1)))
	require.Equal(t, "201240400002", d.refused("sale.shipmentitem.add", add(9999, 1)))
	require.Equal(t, "SALE_SHIPMENT_SYSTEM_QUANTITY_ERROR", d.refused("sale.basketitem.update", object{"id": line, "fields": object{"quantity": 2}}))
	d.call("sale.shipment.update", object{"id": first, "fields": object{"allowDelivery": "Y", "deducted": "Y", "deliveryId": 14, "priceDelivery": 350}})
	require.Equal(t, "SALE_SHIPMENT_EXIST_SHIPPED", d.refused("sale.shipment.delete", object{"id": first}))
	require.Equal(t, "SALE_SHIPMENT_ITEM_SHIPMENT_ALREADY_SHIPPED_CANNOT_EDIT", d.refused("sale.shipmentitem.delete", object{"id": item}))
	require.Equal(t, "SALE_BASKET_ITEM_REMOVE_IMPOSSIBLE_BECAUSE_SHIPPED", d.refused("sale.basketitem.delete", object{"id": line}))
	require.Equal(t, true, d.call("sale.shipment.delete", object{"id": second}))
}

// pain: BUS-P3
func TestMoneyAndCancellationHaveRules(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	o := d.get(id)
	p, h := objects(o["payments"])[0]["id"], objects(o["shipments"])[0]["id"]
	pay := func(more object) object {
		f := object{"paySystemId": 6}
		for k, v := range more {
			f[k] = v
		}
		return object{"id": p, "fields": f}
	}
	cancel := object{"id": id, "fields": object{"canceled": "Y", "reasonCanceled": "передумал"}}
	ship := func(deducted, allowed string, price float64) object {
		return object{"id": h, "fields": object{"allowDelivery": allowed, "deducted": deducted, "deliveryId": 14, "priceDelivery": price, "basePriceDelivery": 350, "trackingNumber": "1"}}
	}
	d.call("sale.payment.update", pay(object{"paid": "Y"}))
	require.Equal(t, "SALE_PAYMENT_NOT_ALLOWED_CHANGE_SUM", d.refused("sale.payment.update", pay(object{"sum": 10})))
	require.Equal(t, "SALE_PAYMENT_DELETE_EXIST_PAID", d.refused("sale.payment.delete", object{"id": p}))
	require.Equal(t, "SALE_ORDER_PAYMENT_RETURN_NO_SUPPORTED", d.refused("sale.payment.update", pay(object{"isReturn": "P"})))
	require.Equal(t, "SALE_ORDER_CANCEL_PAYMENT_EXIST_ACTIVE", d.refused("sale.order.update", cancel))
	d.call("sale.payment.update", pay(object{"paid": "N"}))
	d.call("sale.shipment.update", ship("Y", "Y", 350))
	require.Equal(t, "SALE_ORDER_CANCEL_SHIPMENT_EXIST_SHIPPED", d.refused("sale.order.update", cancel))
	d.call("sale.shipment.update", ship("N", "Y", 350))
	d.call("sale.order.update", cancel)
	require.Equal(t, "SALE_ORDER_PAID_ORDER_CANCELED", d.refused("sale.payment.update", pay(object{"paid": "Y"})))
	require.Equal(t, "SALE_ORDER_SHIPMENT_ORDER_CANCELED", d.refused("sale.shipment.update", ship("Y", "Y", 350)))
	require.Equal(t, "SALE_ORDER_ALLOW_DELIVERY_ORDER_CANCELED", d.refused("sale.shipment.update", ship("N", "N", 350)))
	require.Equal(t, "SALE_ORDER_PRICE_DELIVERY_ORDER_CANCELED", d.refused("sale.shipment.update", ship("N", "Y", 0)))
	d.call("sale.shipment.update", ship("N", "Y", 350)) // what changes none of it is taken
	d.call("sale.payment.update", pay(object{"paid": "N", "comments": "x"}))
}

func TestMarkedGoodsAreNotShippedByCalls(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "SHOES-42"})
	h := objects(d.get(id)["shipments"])[0]["id"]
	require.Equal(t, "0", d.refused("sale.shipment.update", object{"id": h, "fields": object{"allowDelivery": "Y", "deducted": "Y", "deliveryId": 14, "priceDelivery": 350}}))
	shoes, _ := d.Good("SHOES-42")
	require.Equal(t, "10", shoes.Quantity)
}

// pain: BUS-P1
func TestAPriceThatIsSentIsByHand(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.AddDiscount(bitrixtest.Discount{Name: "Кружки", On: bitrixtest.OnCatalog, Percent: 10, Only: []string{"MUG"}})
	id := d.order("", bitrixtest.Item{Article: "MUG"}, bitrixtest.Item{Article: "BOWL"})
	mug := objects(d.get(id)["basketItems"])[0]
	require.InDelta(t, 801.0, mug["price"], 1e-9)
	require.InDelta(t, 89.0, mug["discountPrice"], 1e-9)

	d.SetPrice("MUG", "900.00")
	d.call("sale.order.update", object{"id": id, "fields": object{"comments": "x"}})
	o, _ := d.Order(id)
	require.Equal(t, "801.00", o.Lines[0].Price, "an order keeps its prices")
	l := d.one("sale.basketitem.update", "basketItem", object{"id": mug["id"], "fields": object{"quantity": 2}})
	require.InDelta(t, 810.0, l["price"], 1e-9, "a new quantity asks the catalogue")
	l = d.one("sale.basketitem.update", "basketItem", object{"id": mug["id"], "fields": object{"quantity": 2, "price": 700}})
	require.Equal(t, "Y", l["customPrice"])
	require.InDelta(t, 900.0, l["basePrice"], 1e-9, "nobody checks that base, discount and price add up")
	require.InDelta(t, 90.0, l["discountPrice"], 1e-9)
	l = d.one("sale.basketitem.update", "basketItem", object{"id": mug["id"], "fields": object{"quantity": 3}})
	require.InDelta(t, 700.0, l["price"], 1e-9, "by hand it stays")

	kept := open(t, bitrixtest.Settings{KeepPrices: true})
	id = kept.order("", bitrixtest.Item{Article: "MUG"})
	kept.SetPrice("MUG", "900.00")
	l = kept.one("sale.basketitem.update", "basketItem", object{"id": objects(kept.get(id)["basketItems"])[0]["id"], "fields": object{"quantity": 2}})
	require.InDelta(t, 890.0, l["price"], 1e-9)
}

func TestStockLimitsTheBasket(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.SetStock("MUG", bitrixtest.CentralStore, "2")
	d.SetStock("BOWL", bitrixtest.CentralStore, "0")
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	line := objects(d.get(id)["basketItems"])[0]["id"]
	require.Equal(t, "SALE_BASKET_AVAILABLE_QUANTITY", d.refused("sale.basketitem.update", object{"id": line, "fields": object{"quantity": 3}}))
	bowl, _ := d.Good("BOWL")
	require.Equal(t, "SALE_BASKET_ITEM_WRONG_AVAILABLE_QUANTITY", d.refused("sale.basketitem.addCatalogProduct", object{"fields": object{
		"orderId": id, "productId": bowl.ID, "currency": "RUB", "quantity": 1,
	}}))
	require.Error(t, d.Adds(id, bitrixtest.Item{Article: "BOWL"}))
}

// pain: BUS-P2
func TestTheSameGoodTwiceIsTwoLines(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG", Quantity: "2"}, bitrixtest.Item{Article: "MUG", Gift: true})
	mug, _ := d.Good("MUG")
	d.call("sale.basketitem.addCatalogProduct", object{"fields": object{"orderId": id, "productId": mug.ID, "currency": "RUB", "quantity": 1, "price": 500}})
	o, _ := d.Order(id)
	require.Len(t, o.Lines, 3)
	require.Equal(t, "2630.00", o.Price)
}

func TestAWarningSavesAndAnswersAnError(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	require.NoError(t, d.Warns(id, "Не удалось зарезервировать"))
	require.Equal(t, "SALE_PROVIDER_WARNING", d.refused("sale.order.update", object{"id": id, "fields": object{"comments": "saved"}}))
	o, _ := d.Order(id)
	require.Equal(t, "saved", o.Comment)
	require.True(t, o.Marked)
}

func TestThePaymentFollowsThePrice(t *testing.T) {
	d := open(t, bitrixtest.Settings{StatusWhenPaid: "P"})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	require.NoError(t, d.Adds(id, bitrixtest.Item{Article: "BOWL"}))
	o, _ := d.Order(id)
	require.Equal(t, "1590.00", o.Price)
	require.Equal(t, "1590.00", o.Payments[0].Sum)
	require.NoError(t, d.Pays(id))
	require.NoError(t, d.SetsQuantity(id, o.Lines[1].ID, "2"))
	o, _ = d.Order(id)
	require.Equal(t, "1590.00", o.Payments[0].Sum, "money that was taken stays")
	require.False(t, o.Paid)
	require.Equal(t, "P", o.Status, "as the shop's settings have it")
}

func TestListsAreFilteredSortedAndPaged(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	var ids []int
	for range 60 {
		ids = append(ids, d.order("", bitrixtest.Item{Article: "BOWL", Quantity: "0.1"}))
		d.clock.Advance(time.Minute)
	}
	_, out := d.send("sale.order.list", object{"select": []string{"id", "dateUpdate"}, "order": object{"dateUpdate": "desc"}})
	rows := objects(out["result"].(object)["orders"])
	require.Len(t, rows, 50)
	require.InDelta(t, 60.0, out["total"], 0)
	require.InDelta(t, 50.0, out["next"], 0)
	require.Equal(t, object{"id": float64(ids[59]), "dateUpdate": "2026-05-14T10:59:00+03:00"}, rows[0])
	_, out = d.send("sale.order.list", object{"filter": object{">=dateUpdate": "2026-05-14T07:58:00+00:00"}, "start": -1})
	require.Len(t, objects(out["result"].(object)["orders"]), 2)
	require.NotContains(t, out, "total")
	require.Len(t, d.many("sale.order.list", "orders", object{"filter": object{"@id": ids[:3], "!id": ids[0]}}), 2)
	require.Len(t, d.many("sale.basketitem.list", "basketItems", object{"filter": object{"orderId": ids[0]}}), 1)
	require.Len(t, d.many("sale.shipment.list", "shipments", object{"filter": object{"orderId": ids[0]}}), 1)
	require.Len(t, d.many("sale.payment.list", "payments", object{"filter": object{"orderId": ids[0]}}), 1)
	require.Len(t, d.many("sale.propertyvalue.list", "propertyValues", object{"filter": object{"orderId": ids[0], "code": "FIO"}}), 1)
	require.Len(t, d.many("catalog.product.list", "products", object{"select": []string{"id", "iblockId", "property45"}, "filter": object{"iblockId": 23, "=property45": "MUG"}}), 1)
	require.Len(t, d.many("catalog.price.list", "prices", object{"filter": object{"catalogGroupId": 1}}), 3)
	require.Len(t, d.many("catalog.storeproduct.list", "storeProducts", object{"filter": object{"storeId": 1}}), 3)
	require.Len(t, d.many("sale.status.list", "statuses", object{"filter": object{"type": "O"}}), 6)
	require.Len(t, d.many("sale.statusLang.list", "statusLangs", object{"filter": object{"lid": "ru"}}), 11)
	services, _ := d.call("sale.delivery.getlist", nil).([]any)
	require.Len(t, services, 4)
	systems, _ := d.call("sale.paysystem.list", object{"filter": object{"ENTITY_REGISTRY_TYPE": "ORDER"}}).([]any)
	require.Len(t, systems, 3)
}

func TestOwnChangesMoveTheDateOfAnOrder(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	o := d.get(id)
	for _, change := range []func(){
		func() { d.call("sale.order.update", object{"id": id, "fields": object{"comments": "x"}}) },
		func() {
			d.call("sale.basketproperties.add", object{"fields": object{"basketId": objects(o["basketItems"])[0]["id"], "name": "n", "value": "v", "code": "C"}})
		},
		func() {
			d.call("sale.payment.update", object{"id": objects(o["payments"])[0]["id"], "fields": object{"paySystemId": 7, "xmlId": "pay-1"}})
		},
	} {
		before := d.get(id)
		d.clock.Advance(time.Second)
		change()
		after := d.get(id)
		require.NotEqual(t, before["dateUpdate"], after["dateUpdate"])
		require.InDelta(t, before["version"].(float64)+1, after["version"], 0)
		require.Equal(t, "N", after["updated1c"])
	}
}

func TestOthersAreDenied(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.AddUser(2, false)
	d.AddWebhook(2, "s3ller", "sale")
	resp, err := (&http.Client{Transport: d.Transport()}).Get(bitrixtest.Address + "/rest/2/s3ller/sale.order.list")
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.JSONEq(t, `{"error":"200040300010","error_description":"Access Denied"}`, string(b))
}

func TestEventsComeOnlyIfTheyAreBound(t *testing.T) {
	var got []string
	st := bitrixtest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = append(got, r.Form.Get("event")+" "+r.Form.Get("data[FIELDS][ID]")+" "+r.Form.Get("auth[application_token]"))
	}))}}
	d := open(t, st)
	d.order("", bitrixtest.Item{Article: "MUG"})
	d.SendHooks(t.Context())
	require.Empty(t, got)
	d.AddOutgoingWebhook("https://ordo.example/shop", "t0ken", "ONSALEORDERSAVED", "ONSHIPMENTENTITYSAVED")
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	d.SendHooks(t.Context())
	require.Equal(t, []string{"ONSHIPMENTENTITYSAVED 42 t0ken", "ONSALEORDERSAVED 301 t0ken"}, got)
	got = nil
	d.call("sale.basketitem.update", object{"id": objects(d.get(id)["basketItems"])[0]["id"], "fields": object{"quantity": 2}})
	d.SendHooks(t.Context())
	require.Equal(t, []string{"ONSALEORDERSAVED 301 t0ken"}, got, "each change of the order or of what belongs to it")
}
