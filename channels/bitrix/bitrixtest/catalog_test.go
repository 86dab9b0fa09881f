package bitrixtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
)

func TestGoodsAndPricesAreWritten(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	p := d.one("catalog.product.add", "element", object{"fields": object{
		"iblockId": bitrixtest.CatalogID, "name": "Блюдо", "quantity": 4, "vatId": 2, "property45": object{"value": "DISH"},
	}})
	require.Equal(t, "DISH", p["property45"].(object)["value"])
	price := object{"productId": p["id"], "catalogGroupId": 1, "price": 1200, "currency": "RUB"}
	made := d.one("catalog.price.add", "price", object{"fields": price})
	require.Equal(t, "0", d.refused("catalog.price.add", object{"fields": price}), "one price of a type")
	require.Equal(t, "0", d.refused("catalog.price.add", object{"fields": object{"productId": p["id"], "catalogGroupId": 7, "price": 1, "currency": "RUB"}}))
	d.call("catalog.price.update", object{"id": made["id"], "fields": object{"price": 1300}})
	q := d.quote("", object{"key": "a", "article": "DISH", "quantity": 4})
	require.InDelta(t, 1300.0, objects(q["items"])[0]["price"], 0)
	require.Equal(t, "Y", objects(q["items"])[0]["canBuy"])

	d.call("catalog.product.update", object{"id": p["id"], "fields": object{"iblockId": bitrixtest.CatalogID, "canBuyZero": "Y"}})
	q = d.quote("", object{"key": "a", "article": "DISH", "quantity": 400})
	require.Nil(t, objects(q["items"])[0]["available"], "it is sold whatever the stock is")
	require.Equal(t, "Y", objects(q["items"])[0]["canBuy"])

	second := d.one("catalog.priceType.add", "priceType", object{"fields": object{"name": "OPT"}})["id"]
	all := d.many("catalog.price.modify", "prices", object{"fields": object{"product": object{"id": p["id"], "prices": []object{
		{"catalogGroupId": second, "price": 900, "currency": "RUB"},
	}}}})
	require.Len(t, all, 1, "what is not listed is deleted")
	require.Equal(t, "ORDO_PRODUCT_NOT_FOUND", d.refused("ordo.quote", object{"items": []object{{"key": "a", "article": "DISH", "quantity": 1}}}), "it has no price for everybody")
	require.Equal(t, "0", d.refused("catalog.price.modify", object{"fields": object{"product": object{"id": p["id"], "prices": []object{{"catalogGroupId": 1, "price": 1}}}}}))

	d.call("catalog.product.update", object{"id": p["id"], "fields": object{"iblockId": bitrixtest.CatalogID, "active": "N", "quantity": 0}})
	dish, _ := d.Good("DISH")
	require.False(t, dish.Active)
	d.call("catalog.price.delete", object{"id": all[0]["id"]})
	d.call("catalog.product.delete", object{"id": p["id"]})
	_, ok := d.Good("DISH")
	require.False(t, ok)
	require.Equal(t, object{"type": "integer", "isRequired": false, "isReadOnly": true, "isImmutable": false}, d.one("catalog.product.getFields", "product", nil)["id"])
}

func TestStockIsWrittenWhere1CKeepsIt(t *testing.T) {
	d := open(t, bitrixtest.Settings{StockOf1C: true})
	mug, _ := d.Good("MUG")
	d.call("catalog.storeproduct.bulkSave", object{"items": []object{
		{"productId": mug.ID, "storeId": bitrixtest.Shop1, "value": object{"amount": 3}}, {"productId": 1, "storeId": bitrixtest.Shop1},
	}})
	mug, _ = d.Good("MUG")
	require.Equal(t, "13", mug.Quantity)
	require.Equal(t, []string{"catalog.storeproduct.bulkSave: items.1"}, d.IgnoredFields(), "what is not there is passed over")
	require.Equal(t, "Y", d.call("catalog.document.mode.status", nil))
}

func TestPeopleWorkOnThePagesOfTheShop(t *testing.T) {
	d := open(t, bitrixtest.Settings{ShowCoupons: true})
	d.Sells("BOWL", false)
	rule := d.AddDiscount(bitrixtest.Discount{Percent: 50})
	d.StopsDiscount(rule)
	id := d.order("SPRING", bitrixtest.Item{Article: "MUG"})
	require.NoError(t, d.SetsStatus(id, "A"))
	require.Error(t, d.SetsStatus(id, "SH"), "that is a status of shipments")
	require.NoError(t, d.Comments(id, "позвонить"))
	require.NoError(t, d.SetsProperty(id, "CITY", "Клин"))
	require.NoError(t, d.SetsProperty(id, "ADDRESS", "Мира, 1"))
	require.Error(t, d.SetsProperty(id, "COLOUR", "x"))
	require.Error(t, d.Adds(id, bitrixtest.Item{Article: "BOWL"}))
	o, _ := d.Order(id)
	require.Equal(t, "A", o.Status)
	require.Equal(t, "позвонить", o.Comment)
	require.Equal(t, "Клин", o.Properties["CITY"])
	require.Equal(t, "SPRING", o.Properties["ORDO_COUPON"], "what the buyer typed, also if it did not count")
	require.Equal(t, "1240.00", o.Price)
	require.NoError(t, d.Cancels(id, "нет денег"))
	require.Error(t, d.Pays(id))
	require.NoError(t, d.SetsQuantity(id, o.Lines[0].ID, "0"))
	o, _ = d.Order(id)
	require.True(t, o.Cancelled)
	require.Equal(t, "нет денег", o.Reason)
	require.Empty(t, o.Lines)
	require.Error(t, d.Pays(1))
}

func TestPartsOfAnOrderAreLinkedAndDeleted(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	id := d.order("", bitrixtest.Item{Article: "MUG"})
	o := d.get(id)
	line, pay, ship := objects(o["basketItems"])[0]["id"], objects(o["payments"])[0]["id"], objects(o["shipments"])[0]["id"]

	link := object{"fields": object{"paymentId": pay, "basketId": line, "quantity": 1}}
	item := d.one("sale.paymentitembasket.add", "paymentItemBasket", link)["id"]
	require.Equal(t, "201250000001", d.refused("sale.paymentitembasket.add", link))
	require.Equal(t, "201240400002", d.refused("sale.paymentitembasket.add", object{"fields": object{"paymentId": 1, "basketId": line, "quantity": 1}}))
	d.call("sale.paymentitembasket.update", object{"id": item, "fields": object{"quantity": 0.5}})
	d.call("sale.paymentitembasket.delete", object{"id": item})
	both := object{"fields": object{"paymentId": pay, "shipmentId": ship}}
	item = d.one("sale.paymentItemShipment.add", "paymentItemShipment", both)["id"]
	require.Equal(t, "201250000001", d.refused("sale.paymentItemShipment.add", both))
	d.call("sale.paymentItemShipment.update", object{"id": item, "fields": object{"xmlId": "k"}})
	d.call("sale.paymentItemShipment.delete", object{"id": item})

	require.Equal(t, "201040400007", d.refused("sale.shipmentpropertyvalue.modify", object{"fields": object{"shipment": object{"id": 1, "propertyValues": []object{}}}}))
	d.call("sale.shipmentpropertyvalue.modify", object{"fields": object{"shipment": object{"id": ship, "propertyValues": []object{{"shipmentPropsId": 61, "value": "Мира, 1"}}}}})
	values := d.many("sale.shipmentpropertyvalue.list", "propertyValues", object{"filter": object{"shipmentId": ship}})
	require.Equal(t, "ADDRESS_TO", values[0]["code"])
	d.call("sale.shipmentpropertyvalue.delete", object{"id": values[0]["id"]})

	props := d.many("sale.basketproperties.list", "basketProperties", object{"filter": object{"basketId": line}})
	d.call("sale.basketproperties.update", object{"id": props[0]["id"], "fields": object{"name": "n", "value": "v", "code": "C"}})
	d.call("sale.basketproperties.delete", object{"id": props[0]["id"]})
	value := d.many("sale.propertyvalue.list", "propertyValues", object{"filter": object{"orderId": id, "code": "CITY"}})[0]["id"]
	d.call("sale.propertyvalue.delete", object{"id": value})

	d.call("sale.status.add", object{"fields": object{"id": "T", "type": "O", "sort": 70}})
	d.call("sale.statusLang.add", object{"fields": object{"statusId": "T", "lid": "ru", "name": "Проверяется"}})
	d.call("sale.statusLang.deleteByFilter", object{"fields": object{"statusId": "T", "lid": "ru"}})
	require.Equal(t, "201740400001", d.refused("sale.statusLang.deleteByFilter", object{"fields": object{"statusId": "T", "lid": "ru"}}))
	d.call("sale.status.delete", object{"id": "T"})

	d.call("sale.payment.update", object{"id": pay, "fields": object{"paySystemId": 6, "paid": "Y"}})
	require.Equal(t, "SALE_PAYMENT_DELETE_EXIST_PAID", d.refused("sale.order.delete", object{"id": id}))
	r := d.one("sale.payment.update", "payment", object{"id": pay, "fields": object{"paySystemId": 6, "isReturn": "Y", "payReturnNum": "7"}})
	require.Equal(t, "N", r["paid"], "the money is on the buyer's account")
	require.Equal(t, "Y", r["isReturn"])
	d.call("sale.payment.delete", object{"id": pay})
	d.call("sale.basketitem.delete", object{"id": line})
	require.Equal(t, true, d.call("sale.order.delete", object{"id": id}))
	require.Equal(t, "200540400001", d.refused("sale.order.get", object{"id": id}))
}
