package retailcrmtest_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

type object = map[string]any

// account is an account that a test talks to without the client.
type account struct {
	*testing.T
	crm *retailcrmtest.Server
}

func open(t *testing.T) *account { return &account{t, retailcrmtest.New(retailcrmtest.Settings{})} }

// get reads a path below /api/v5.
func (a *account) get(path string) object {
	a.Helper()
	status, body := send(a.T, a.crm, "GET", "/api/v5/"+path, "", "", retailcrmtest.Key)
	require.Equal(a, 200, status, "%s: %s", path, body)
	return a.read(body)
}

// post sends pairs of a form, and wants a status.
func (a *account) post(want int, path string, pairs ...string) object {
	a.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	status, body := send(a.T, a.crm, "POST", "/api/v5/"+path, form, values.Encode(), retailcrmtest.Key)
	require.Equal(a, want, status, "%s: %s", path, body)
	return a.read(body)
}

func (a *account) read(body string) (o object) {
	a.Helper()
	require.NoError(a, json.Unmarshal([]byte(body), &o), body)
	return o
}

// place creates an order and returns it as it is read.
func (a *account) place(order string) object {
	a.Helper()
	made := a.post(201, "orders/create", "order", order)
	return a.get(fmt.Sprintf("orders/%v?by=id", made["id"]))["order"].(object)
}

// edit changes an order and returns it, and what the history tells of it, by field.
func (a *account) edit(of object, patch string) (object, map[string]object) {
	a.Helper()
	before := a.crm.HistoryLength()
	a.post(200, fmt.Sprintf("orders/%v/edit", of["id"]), "by", "id", "order", patch)
	return a.get(fmt.Sprintf("orders/%v?by=id", of["id"]))["order"].(object), a.told(before)
}

// told is the history behind so many entries, by field.
func (a *account) told(before int) map[string]object {
	a.Helper()
	all := map[string]object{}
	for i, e := range a.get("orders/history?limit=100")["history"].([]any) {
		if i >= before {
			all[e.(object)["field"].(string)] = e.(object)
		}
	}
	return all
}

func line(o object, i int) object { return o["items"].([]any)[i].(object) }

// fault: F1
func TestPercentsOfAnOrderAreTakenOff(t *testing.T) {
	a := open(t)
	o := a.place(`{"items":[{"productName":"x","initialPrice":9522,"quantity":1}]}`)
	o, told := a.edit(o, fmt.Sprintf(`{"discountManualPercent":20,"delivery":{"cost":300,"code":"courier"},"items":[{"id":%v,"quantity":4}]}`, line(o, 0)["id"]))
	require.EqualValues(t, 1904.4, line(o, 0)["discountTotal"])
	require.EqualValues(t, 30470.4, o["summ"])
	require.EqualValues(t, 30770.4, o["totalSumm"])
	for field, values := range map[string][2]any{
		"discount_manual_percent": {nil, 20.0}, "order_product.discount_total": {0.0, 1904.4}, "order_product.quantity": {1.0, 4.0},
		"order_product.summ": {9522.0, 30470.4}, "delivery_cost": {0.0, 300.0}, "delivery_type": {nil, object{"code": "courier"}},
	} {
		require.Contains(t, told, field)
		require.Equal(t, values[0], told[field]["oldValue"], field)
		require.Equal(t, values[1], told[field]["newValue"], field)
	}
	o = a.place(`{"items":[{"initialPrice":100,"quantity":3,"discountManualPercent":10,"discountManualAmount":5}]}`)
	require.EqualValues(t, 15, line(o, 0)["discountTotal"], "a line's own percent and amount")
	require.EqualValues(t, 255, o["summ"])
}

// fault: F2
func TestTheDiscountOfAnOrderIsSpreadOverItsLines(t *testing.T) {
	a := open(t)
	o := a.place(`{"discountManualAmount":100,"items":[{"initialPrice":100,"quantity":3},{"initialPrice":700,"quantity":1,"discountManualAmount":50},
		{"initialPrice":1,"quantity":1,"status":"failure"}]}`)
	require.EqualValues(t, 850, o["summ"])
	require.Equal(t, []any{object{"type": "manual_order", "amount": 10.52}}, line(o, 0)["discounts"])
	require.EqualValues(t, 10.52, line(o, 0)["discountTotal"])
	require.Equal(t, []any{object{"price": 89.48, "quantity": 2.0}, object{"price": 89.47, "quantity": 1.0}}, line(o, 0)["prices"], "31.57 in all")
	require.Equal(t, []any{object{"type": "manual_product", "amount": 50.0}, object{"type": "manual_order", "amount": 68.43}}, line(o, 1)["discounts"])
	require.EqualValues(t, 118.43, line(o, 1)["discountTotal"])
	require.Equal(t, []any{object{"price": 581.57, "quantity": 1.0}}, line(o, 1)["prices"])
	require.Empty(t, line(o, 2)["discounts"], "a cancelled line bears nothing")
}

// fault: F3
func TestAnOrderThatIsPaidTellsSo(t *testing.T) {
	a := open(t)
	a.post(200, "reference/payment-statuses/bonus/edit", "paymentStatus", `{"name":"Бонусы","paymentComplete":true}`)
	for _, status := range []string{"paid", "bonus"} {
		o := a.place(`{"items":[{"initialPrice":900,"quantity":1}],"payments":[{"type":"cash","amount":400,"status":"` + status + `"}]}`)
		require.EqualValues(t, 400, o["prepaySum"])
		require.NotContains(t, o, "fullPaidAt")
		before := a.crm.HistoryLength()
		id := a.post(201, "orders/payments/create", "payment", fmt.Sprintf(`{"order":{"id":%v},"type":"cash","amount":500}`, o["id"]))["id"]
		a.post(200, fmt.Sprintf("orders/payments/%v/edit", id), "by", "id", "payment", `{"status":"`+status+`"}`)
		told := a.told(before)
		require.Contains(t, told, "full_paid_at")
		o = a.get(fmt.Sprintf("orders/%v?by=id", o["id"]))["order"].(object)
		require.EqualValues(t, 900, o["prepaySum"])
		require.Equal(t, told["full_paid_at"]["newValue"], o["fullPaidAt"])
		a.post(200, fmt.Sprintf("orders/payments/%v/delete", id))
		require.NotContains(t, a.get(fmt.Sprintf("orders/%v?by=id", o["id"]))["order"], "fullPaidAt")
	}
}

// fault: F4
func TestEveryFilterIsAppliedOrRefused(t *testing.T) {
	a := open(t)
	wanted := a.place(`{"email":"a@shop.example","firstName":"Анна","orderMethod":"megamarket","customer":{"externalId":"C-1"},"shipped":true,"managerId":19,
		"items":[{"productName":"Кружка","initialPrice":900,"quantity":1,"purchasePrice":500}],"delivery":{"code":"courier","cost":100,"netCost":50,
		"date":"2025-03-08","time":{"from":"10:00","to":"14:00"},"address":{"city":"Тверь","region":"Тверская","index":"170000","metro":"Лубянка"},
		"data":{"trackNumber":"T-1","externalId":"P-1","state":"success"}},"payments":[{"type":"cash","status":"paid","amount":1000,"paidAt":"2025-03-01 10:00:00"}],
		"createdAt":"2025-03-01 10:00:00","customFields":{"gift":true,"note":"x"},"contragent":{"contragentType":"legal-entity","INN":"77"},
		"source":{"source":"ya"},"managerComment":"важно","shipmentDate":"2025-03-07","shipmentStore":"main"}`)
	a.place(`{"email":"b@shop.example","createdAt":"2024-03-01 10:00:00","countryIso":"BY","number":"Z","status":"complete","delivery":{"code":"self-delivery"}}`)
	customer := fmt.Sprint(wanted["customer"].(object)["id"])
	// Each filter finds the one by its first value, and nothing by its second.
	finds := func(path, key string, id any, filters map[string][2]string) {
		for filter, values := range filters {
			for i, want := range [][]any{{id}, nil} {
				if values[i] == "" {
					continue
				}
				var got []any
				for _, o := range a.get(path + "?filter[" + url.QueryEscape(filter) + "]=" + url.QueryEscape(values[i]))[key].([]any) {
					got = append(got, cmp.Or(o.(object)["id"], o.(object)["code"]))
				}
				require.Equal(t, want, got, "%s=%s", filter, values[i])
			}
		}
	}
	finds("orders", "orders", wanted["id"], map[string][2]string{
		"email": {"a@shop.example", "c@x"}, "customer": {"анна", "Борис"}, "customerId": {customer, "1"}, "customerExternalId": {"C-1", "C-2"},
		"orderMethods][": {"megamarket", "phone"}, "minPrice": {"1000", "1001"}, "shipped": {"1", ""}, "deliveryTypes][": {"courier", "mm-dsm"},
		"deliveryDateFrom": {"2025-03-08", "2025-03-09"}, "deliveryDateTo": {"2025-03-08", "2025-03-07"}, "statusUpdatedAtTo": {"", "2020-01-01"},
		"paymentStatuses][": {"paid", "fail"}, "paymentTypes][": {"cash", "credit"}, "customFields][gift": {"1", ""}, "customFields][note": {"x", "y"},
		"trackNumber": {"T-1", "T-2"}, "managers][": {"19", "20"}, "deliveryStates][": {"success", "error"}, "city": {"тверь", "Москва"},
		"region": {"Тверская", "Московская"}, "index": {"170000", "1"}, "metro": {"Лубянка", "Сокол"}, "product": {"кружка", "шина"},
		"minPrepaySumm": {"1000", "1001"}, "minPurchaseSumm": {"500", "501"}, "minDeliveryCost": {"100", "101"}, "minDeliveryNetCost": {"50", "51"},
		"createdAtFrom": {"2025-01-01", "2026-01-01 00:00:00"}, "paidAtFrom": {"2025-03-01", "2025-03-02"}, "fullPaidAtFrom": {"2020-01-01", ""},
		"shipmentDateFrom": {"2025-03-07", "2025-03-08"}, "shipmentStores][": {"main", "other"}, "deliveryTimeFrom": {"10:00", "11:00"},
		"contragentTypes][": {"legal-entity", "enterpreneur"}, "contragentInn": {"77", "78"}, "sourceName": {"ya", "go"}, "managerComment": {"важно", "нет"},
		"deliveryExternalId": {"P-1", "P-2"}, "externalIds][": {"", "none"}, "extendedStatus][": {"new", "delivery"}, "countries][": {"RU", "KZ"},
	})
	for _, q := range []string{
		"orders?filter[online]=1", "orders?filter[novelty]=1", "orders?novelty=1", "orders?filter[minPrice]=a", "orders?filter[shipped]=maybe",
		"orders?filter[deliveryDateFrom]=soon", "orders?filter[ids][]=x", "orders?page=0", "orders/packs?filter[novelty]=1", "orders/history?filter[novelty]=1",
		"orders/packs/history?filter[ids][]=1", "custom-fields?filter[novelty]=1", "custom-fields/dictionaries?filter[type]=1", "orders/history?filter[sinceId]=x",
	} {
		status, body := send(t, a.crm, "GET", "/api/v5/"+q, "", "", retailcrmtest.Key)
		require.Equal(t, 400, status, q)
		require.Contains(t, body, "Errors in the input parameters", q)
	}

	item := line(wanted, 0)["id"]
	a.post(201, "orders/packs/create", "pack", fmt.Sprintf(`{"itemId":%v,"store":"main","quantity":1,"shipmentDate":"2025-03-07","invoiceNumber":"I"}`, item))
	finds("orders/packs", "packs", 143.0, map[string][2]string{
		"ids][": {"143", "144"}, "stores][": {"main", "x"}, "itemId": {fmt.Sprint(item), "1"}, "orderId": {fmt.Sprint(wanted["id"]), "1"},
		"invoiceNumber": {"I", "J"}, "deliveryNoteNumber": {"", "D"}, "shipmentDateFrom": {"2025-03-07", "2025-03-08"}, "shipmentDateTo": {"2025-03-07", "2025-03-06"},
		"offerXmlId": {"", "x"}, "offerExternalId": {"", "x"}, "orderExternalId": {"", "x"},
	})
	a.post(201, "custom-fields/order/create", "customField", `{"code":"gift","name":"Подарок","type":"boolean","inFilter":true}`)
	finds("custom-fields", "customFields", "gift", map[string][2]string{
		"name": {"Подарок", "Цвет"}, "code": {"gift", "x"}, "type][": {"boolean", "date"}, "entity": {"order", "customer"}, "inFilter": {"1", "0"}, "viewMode][": {"", "hidden"},
	})
}

// fault: F5
func TestEachFieldThatAManagerEditsIsTold(t *testing.T) {
	a := open(t)
	o := a.place(`{"items":[{"initialPrice":1,"quantity":1}]}`)
	before := a.crm.HistoryLength()
	a.crm.Edit(7001, fmt.Sprintf(`{"delivery":{"vatRate":"20","address":{"countryIso":"RU","house":"1","housing":"2","block":"3","flat":"4","floor":"5",
		"intercomCode":"6","metro":"7","notes":"8","index":"9","region":"r","city":"c","street":"s","building":"b","text":"t"}},
		"weight":100,"length":1,"width":2,"height":3,"number":"N","call":true,"expired":true,"contragent":{"contragentType":"legal-entity","INN":"77"},
		"source":{"source":"ya"},"items":[{"id":%v,"discountManualPercent":5,"comment":"k","purchasePrice":2,"markingCodes":["A"]}]}`, line(o, 0)["id"]))
	told := a.told(before)
	for _, field := range strings.Fields(`delivery_address.country delivery_address.house delivery_address.housing delivery_address.block delivery_address.flat
		delivery_address.floor delivery_address.intercom_code delivery_address.metro delivery_address.notes delivery_address.index delivery_address.region
		delivery_address.city delivery_address.street delivery_address.building delivery_address.text delivery_vat_rate weight length width height number call
		expired contragent.contragent_type contragent.i_n_n source order_product.discount_manual_percent order_product.comment order_product.purchase_price
		order_product.marking_codes`) {
		require.Contains(t, told, field)
		require.Equal(t, "user", told[field]["source"])
	}
}

// fault: F6
func TestPaymentsMayComeAsAnObject(t *testing.T) {
	a := open(t)
	o := a.place(`{"items":{"0":{"initialPrice":1,"quantity":1}},"payments":{"0":{"type":"cash","amount":1,"status":"paid"}}}`)
	require.Len(t, o["payments"], 1)
	require.Len(t, o["items"], 1)
	for _, wrong := range []string{`{"payments":5}`, `{"payments":[5]}`, `{"items":{"id":1}}`, `{"delivery":{"data":{"packages":"x"}}}`} {
		a.post(400, "orders/create", "order", wrong)
	}
}

// fault: F7
//
// The vendor's own client names the order of a payment by its number, edits one field of a payment alone, and repeats
// the payment's id in the body.
func TestAPaymentIsMadeAndEditedAsByTheVendorsClient(t *testing.T) {
	a := open(t)
	o := a.place(`{"externalId":"9","number":"8123522898559160","items":[{"initialPrice":10000,"quantity":1}]}`)
	made := a.post(201, "orders/payments/create", "site", retailcrmtest.Site,
		"payment", `{"amount":10000,"comment":"Comment","type":"bank-card","order":{"number":"8123522898559160"}}`)
	a.post(200, fmt.Sprintf("orders/payments/%v/edit", made["id"]), "by", "id", "site", retailcrmtest.Site,
		"payment", fmt.Sprintf(`{"id":%v,"comment":"Other"}`, made["id"]))
	payments := a.get(fmt.Sprintf("orders/%v?by=id", o["id"]))["order"].(object)["payments"].(object)
	p := payments[fmt.Sprint(made["id"])].(object)
	require.Equal(t, "Other", p["comment"])
	require.EqualValues(t, 10000, p["amount"])
	a.post(400, "orders/payments/create", "payment", `{"type":"bank-card","amount":1,"order":{"number":"1"}}`)
	a.post(200, fmt.Sprintf("orders/payments/%v/delete", made["id"]), "id", fmt.Sprint(made["id"]))
}

// By the vendor's client the entrance and the floor are whole numbers.
func TestTheEntranceAndTheFloorAreNumbers(t *testing.T) {
	a := open(t)
	a.place(`{"externalId":"9","delivery":{"address":{"block":3,"floor":"4","flat":"15а","intercomCode":"15К8090"}}}`)
	a.post(400, "orders/create", "order", `{"externalId":"10","delivery":{"address":{"floor":"цоколь"}}}`)
}

func TestTheHistoryHasTheRecordedShapes(t *testing.T) {
	a := open(t)
	a.crm.AddOffer(20277, "sEa3", "Кружка")
	o := a.place(`{"items":[{"offer":{"externalId":"sEa3"},"initialPrice":5,"quantity":1}],"payments":[{"type":"cash","amount":1}]}`)
	created := a.told(0)["status"]["order"].(object)
	require.Len(t, created["payments"].([]any), 1, "as a list")
	require.IsType(t, object{}, o["payments"])
	_, told := a.edit(o, `{"managerId":23,"customer":{"id":978}}`)
	require.Equal(t, object{"id": 23.0}, told["manager"]["newValue"])
	require.Equal(t, object{"id": 978.0, "site": "mm-shop"}, told["customer"]["newValue"])
	before := a.crm.HistoryLength()
	id := a.post(201, "orders/payments/create", "payment", fmt.Sprintf(`{"order":{"id":%v},"type":"bank-card","amount":4,"externalId":"11"}`, o["id"]))["id"]
	a.post(200, fmt.Sprintf("orders/payments/%v/edit", id), "by", "id", "payment", `{"status":"paid"}`)
	told = a.told(before)
	require.Equal(t, object{"id": id, "type": "bank-card"}, told["payments"]["newValue"])
	require.Equal(t, object{"id": id, "type": "bank-card", "status": "not-paid", "amount": 4.0, "externalId": "11"}, told["payments"]["payment"])
	require.Equal(t, object{"id": id, "type": "bank-card", "externalId": "11"}, told["payments.status"]["payment"])
	require.Equal(t, object{"code": "paid"}, told["payments.status"]["newValue"])
	_, told = a.edit(o, fmt.Sprintf(`{"items":[{"id":%v,"quantity":2}]}`, line(o, 0)["id"]))
	require.Equal(t, object{"id": line(o, 0)["id"], "offer": object{"id": 20277.0, "externalId": "sEa3"}}, told["order_product.quantity"]["item"])

	pack := a.post(201, "orders/packs/create", "pack", fmt.Sprintf(`{"itemId":%v,"store":"main","quantity":1}`, line(o, 0)["id"]))["id"]
	a.post(200, fmt.Sprintf("orders/packs/%v/edit", pack), "pack", `{"shipmentDate":"2020-12-29"}`)
	a.post(200, fmt.Sprintf("orders/packs/%v/delete", pack))
	all := a.get("orders/packs/history")["history"].([]any)
	item := object{"id": line(o, 0)["id"], "order": object{"id": o["id"]}, "offer": object{"externalId": "sEa3"}}
	for i, want := range []object{
		{"created": true, "field": "store", "newValue": object{"code": "main"}, "pack": object{"id": pack, "quantity": 1.0, "store": object{"code": "main"}, "item": item}},
		{"field": "shipmentDate", "newValue": "2020-12-29 00:00:00", "pack": object{"id": pack, "item": item}},
		{"deleted": true, "field": "store", "oldValue": object{"code": "main"}, "pack": object{"id": pack, "item": item}},
	} {
		got := all[i].(object)
		delete(got, "id")
		delete(got, "createdAt")
		want["source"] = "api"
		require.Equal(t, want, got)
	}
}

// fault: F8
func TestAnOrderTellsWhatItAlwaysTells(t *testing.T) {
	a := open(t)
	o := a.place(`{"firstName":"Анна","phone":"79","items":[{"initialPrice":5,"quantity":2,"purchasePrice":3}]}`)
	require.Subset(t, o["customer"], object{"type": "customer", "site": "mm-shop", "firstName": "Анна", "phones": []any{object{"number": "79"}}})
	require.Equal(t, object{"contragentType": "individual"}, o["contragent"])
	require.Equal(t, o["createdAt"], o["markDatetime"])
	require.Equal(t, []any{}, o["customFields"], "as PHP sends nothing")
	require.Equal(t, []any{}, line(o, 0)["properties"])
	require.EqualValues(t, 6, o["purchaseSumm"])
	types := a.get("reference/delivery-types")["deliveryTypes"].(object)
	for _, field := range []string{"deliveryServices", "deliveryPaymentTypes", "paymentTypes", "sites", "defaultCost", "defaultForCrm", "active"} {
		require.Contains(t, types["courier"], field)
	}
	for _, field := range []string{"bonusesCreditTotal", "bonusesChargeTotal"} {
		require.EqualValues(t, 0, o[field])
		require.Contains(t, o, field)
	}
}

// fault: F9
func TestAPackTellsItsUnit(t *testing.T) {
	a := open(t)
	o := a.place(`{"items":[{"initialPrice":5,"quantity":2}]}`)
	pack := a.post(201, "orders/packs/create", "pack", fmt.Sprintf(`{"itemId":%v,"store":"main","quantity":1}`, line(o, 0)["id"]))["id"]
	read := a.get(fmt.Sprintf("orders/packs/%v", pack))["pack"].(object)
	require.Equal(t, object{"code": "pc", "name": "Штука", "sym": "шт."}, read["unit"])
	require.EqualValues(t, 0, read["purchasePrice"])
}

// fault: F10
func TestWhatIsNotThereIsAnswered404(t *testing.T) {
	a := open(t)
	require.Equal(t, "Payment not found", a.post(404, "orders/payments/5/edit", "by", "id", "payment", `{}`)["errorMsg"])
	require.Equal(t, "Payment not found", a.post(404, "orders/payments/5/delete")["errorMsg"])
	require.Equal(t, "Pack with id 5 not found", a.post(404, "orders/packs/5/edit", "pack", `{}`)["errorMsg"])
	require.Equal(t, "Pack not found", a.post(400, "orders/packs/5/delete")["errorMsg"])
}

// fault: F11
func TestParametersOfAPostMayStandInTheAddress(t *testing.T) {
	a := open(t)
	o := a.place(`{"externalId":"A","delivery":{"code":"courier","data":{"externalId":"P"}}}`)
	a.post(200, fmt.Sprintf("orders/%v/delivery/cancel?by=id&force=true", o["id"]))
	require.Equal(t, "cancel_force", a.crm.Orders()[0].Field("delivery.data.state"))
	a.post(400, fmt.Sprintf("orders/%v/delivery/cancel?by=id&force=perhaps", o["id"]))
	a.post(200, fmt.Sprintf("orders/%v/edit?by=id&site=mm-shop", o["id"]), "order", `{"call":true}`)
}

// fault: F12
func TestAStatusIsInItsGroupAndALinkInBothOrders(t *testing.T) {
	a := open(t)
	a.post(200, "reference/statuses/mm-lost/edit", "status", `{"name":"Потерян","group":"cancel"}`)
	groups := func(code string) []any {
		return a.get("reference/status-groups")["statusGroups"].(object)[code].(object)["statuses"].([]any)
	}
	require.Contains(t, groups("cancel"), "mm-lost")
	a.post(200, "reference/statuses/mm-lost/edit", "status", `{"group":"delivery"}`)
	require.Contains(t, groups("delivery"), "mm-lost")
	require.NotContains(t, groups("cancel"), "mm-lost")
	a.post(400, "reference/statuses/x/edit", "status", `{"group":"none"}`)

	one, two := a.place(`{"externalId":"A"}`), a.place(`{"number":"B"}`)
	a.post(201, "orders/links/create", "link", fmt.Sprintf(`{"comment":"одна доставка","orders":[{"externalId":"A"},{"id":%v}]}`, two["id"]))
	for of, other := range map[any]object{one["id"]: two, two["id"]: one} {
		link := a.get(fmt.Sprintf("orders/%v?by=id", of))["order"].(object)["links"].([]any)[0].(object)
		require.Equal(t, "одна доставка", link["comment"])
		require.Equal(t, other["id"], link["order"].(object)["id"])
		require.Equal(t, other["number"], link["order"].(object)["number"])
	}
}

// fault: F13
func TestTheRarerBooksAreServed(t *testing.T) {
	a := open(t)
	status, body := send(t, a.crm, "GET", "/api/system-info", "", "", retailcrmtest.Key)
	require.Equal(t, 200, status)
	require.Contains(t, body, "systemVersion")
	for name, key := range map[string]string{"currencies": "currencies", "legal-entities": "legalEntities", "cost-items": "costItems"} {
		require.Len(t, a.get("reference/" + name)[key].([]any), 1, "%s is an array", name)
	}
	id := a.post(201, "reference/couriers/create", "courier", `{"firstName":"Олег"}`)["id"]
	a.post(200, fmt.Sprintf("reference/couriers/%v/edit", id), "courier", `{"lastName":"Котов"}`)
	require.Equal(t, object{"id": id, "firstName": "Олег", "lastName": "Котов", "active": true}, a.get("reference/couriers")["couriers"].([]any)[0])
	a.post(404, "reference/couriers/77/edit", "courier", `{}`)
	a.post(200, "reference/sites/mm-shop/edit", "site", `{"name":"Лавка"}`)
	require.Equal(t, "Лавка", a.get("reference/sites")["sites"].(object)["mm-shop"].(object)["name"])
	a.post(404, "reference/sites/none/edit", "site", `{}`)
	a.post(201, "custom-fields/dictionaries/create", "customDictionary", `{"code":"why","name":"Причины","elements":[{"code":"a","name":"А"}]}`)
	require.Equal(t, "Причины", a.get("custom-fields/dictionaries/why")["customDictionary"].(object)["name"])
	require.Len(t, a.get("custom-fields/dictionaries")["customDictionaries"], 1)
	for _, left := range []string{"customers", "users", "store/inventories", "delivery/shipments"} { // named in doc.go
		status, _ := send(t, a.crm, "GET", "/api/v5/"+left, "", "", retailcrmtest.Key)
		require.Equal(t, 404, status, left)
	}
}

// fault: F4
// fault: F6
// fault: F11
func TestWhatACallDoesNotHaveIsRefused(t *testing.T) {
	a := open(t)
	const extra = "This form should not contain extra fields."
	o := a.place(`{"number":"1","items":[{"productName":"x"}]}`)
	for _, path := range []string{
		"orders/1", "orders/statuses", "orders/packs/1", "reference/statuses", "custom-fields/order/x", "integration-modules/x", "settings",
		"orders", "orders/history", "orders/packs", "custom-fields", "orders/packs/history",
	} {
		status, body := send(t, a.crm, "GET", "/api/v5/"+path+"?novelty=1", "", "", retailcrmtest.Key)
		require.Equal(t, 400, status, path)
		require.Contains(t, body, extra, path)
	}
	for path, field := range map[string]string{
		"orders/create": "order", "orders/1/edit": "order", "orders/upload": "orders", "orders/fix-external-ids": "orders", "orders/combine": "order",
		"orders/payments/create": "payment", "orders/payments/1/edit": "payment", "orders/packs/create": "pack", "reference/statuses/new/edit": "status",
		"reference/couriers/create": "courier", "custom-fields/order/create": "customField", "custom-fields/order/x/edit": "customField",
		"custom-fields/dictionaries/create": "customDictionary", "integration-modules/x/edit": "integrationModule", "orders/links/create": "link",
		"integration-modules/x/update-scopes": "requires",
	} {
		entity := `{"novelty":1}`
		if field == "orders" {
			entity = "[" + entity + "]"
		}
		require.Contains(t, fmt.Sprint(a.post(400, path, field, entity)["errors"]), extra, path)
		require.Contains(t, fmt.Sprint(a.post(400, path, field, entity, "novelty", "1")["errors"]), "children[novelty]", path)
	}
	for path, field := range map[string]string{"orders/payments/1/delete": "by", "orders/packs/1/delete": "pack", "orders/1/delivery/cancel": "order"} {
		require.Contains(t, fmt.Sprint(a.post(400, path, field, "{}")["errors"]), "children["+field+"]", path)
	}
	for _, deep := range []string{
		`{"items":[{"novelty":1}]}`, `{"items":[{"offer":{"novelty":1}}]}`, `{"items":{"0":{"novelty":1}}}`, `{"payments":[{"novelty":1}]}`,
		`{"delivery":{"novelty":1}}`, `{"delivery":{"address":{"novelty":1}}}`, `{"delivery":{"time":{"novelty":1}}}`, `{"source":{"novelty":1}}`,
	} {
		require.Contains(t, fmt.Sprint(a.post(400, fmt.Sprintf("orders/%v/edit?by=id", o["id"]), "order", deep)["errors"]), extra, deep)
	}
	require.Equal(t, 1, a.crm.Commits("*"))
}
