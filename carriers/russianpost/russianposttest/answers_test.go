package russianposttest_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
)

// makes makes good orders and returns their ids.
func (c *caller) makes(all ...object) (ids []string) {
	c.t.Helper()
	for i, more := range all {
		n := "SHP-" + strconv.Itoa(i)
		if more == nil {
			more = object{}
		}
		more["order-num"] = n
		got := ask[created](c, "PUT /2.0/user/backlog", "["+fields(more)+"]")
		require.Empty(c.t, got.Errors)
		ids = append(ids, strconv.Itoa(got.Orders[0].ID))
	}
	return ids
}

// The life of a batch: made, changed, checked in, accepted, sent, archived; what is allowed follows from it.
func TestBatch(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	ids := c.makes(nil, object{"mail-category": "ORDINARY", "insr-value": nil}, nil)
	got := ask[created](c, "POST /1.0/user/shipment?sending-date=2026-02-05", "["+ids[0]+","+ids[1]+",77]")
	require.Len(t, got.IDs, 2)
	require.Equal(t, "NOT_FOUND", got.Errors[0].Code)
	require.Equal(t, "Отправление не найдено", got.Errors[0].Text)
	require.Len(t, got.Batches, 1, "types and categories are together")
	b := got.Batches[0]
	name := b["batch-name"].(string)
	for k, v := range map[string]any{
		"batch-status": "CREATED", "mail-type": "COMBINED", "mail-category": "COMBINED", "shipment-count": 2.0, "shipment-mass": 2400.0,
		"list-number-date": "2026-02-05", "shipment-ground-rate-sum": 70000.0, "shipment-ground-rate-vat-sum": 15400.0, "electronic-f103": false,
	} {
		require.Equal(t, v, b[k], k)
	}
	require.Equal(t, []any{"POSTAL_PARCEL"}, b["combined-batch-mail-types"])

	status, answer := c.call("GET /1.0/backlog/"+ids[0], "")
	require.Equal(t, http.StatusNotFound, status, "%s", answer)
	row := ask[object](c, "GET /1.0/shipment/"+ids[0], "")
	require.Equal(t, []any{name, "CREATED", "101000"}, []any{row["batch-name"], row["batch-status"], row["index-from"]})
	require.Len(t, ask[created](c, "POST /1.0/batch/"+name+"/shipment", "["+ids[2]+"]").IDs, 1)
	require.Len(t, ask[created](c, "POST /1.0/batch/"+name+"/shipment", "["+ids[2]+"]").Errors, 1, "it is there already")
	require.Len(t, ask[created](c, "PUT /1.0/batch/"+name+"/shipment", "["+fields(object{"order-num": "new"})+"]").IDs, 1)
	require.Len(t, ask[[]object](c, "GET /1.0/batch/"+name+"/shipment?size=3&page=1&sort=ask", ""), 1)
	require.Len(t, ask[[]object](c, "GET /1.0/batch/"+name+"/shipment", ""), 4)
	require.Equal(t, ids[2], strconv.Itoa(int(ask[[]object](c, "GET /1.0/batch/"+name+"/shipment?sort=desc", "")[1]["id"].(float64))))

	require.Len(t, ask[created](c, "POST /1.0/user/backlog", "["+ids[2]+"]").IDs, 1, "back to the new ones")
	require.Equal(t, ids[2], strconv.Itoa(int(ask[object](c, "GET /1.0/backlog/"+ids[2], "")["id"].(float64))))
	status, _ = c.call("GET /1.0/forms/"+name+"/f103pdf", "")
	require.Equal(t, http.StatusBadRequest, status, "it is not checked in")
	require.Empty(t, ask[object](c, "POST /1.0/batch/"+name+"/sending/2026/2/6", "[]"))
	require.Equal(t, "PAST_DUE_DATE", ask[object](c, "POST /1.0/batch/"+name+"/sending/2026/02/02", "")["error-code"])
	require.Equal(t, object{"f103-sent": true}, ask[object](c, "POST /1.0/batch/"+name+"/checkin?useOnlineBalance=false", "[]"))
	require.Equal(t, "READONLY_STATE", ask[object](c, "POST /1.0/batch/"+name+"/checkin", "")["error-code"])
	require.Equal(t, "FROZEN", ask[object](c, "GET /1.0/batch/"+name, "")["batch-status"])
	require.Equal(t, "2026-02-06", ask[object](c, "GET /1.0/batch/"+name, "")["list-number-date"])
	require.Equal(t, "READONLY_STATE", ask[created](c, "DELETE /1.0/shipment", "["+ids[0]+"]").Errors[0].Code)
	require.Equal(t, "READONLY_STATE", ask[created](c, "POST /1.0/batch/"+name+"/shipment", "["+ids[2]+"]").Errors[0].Code)

	c.srv.Accept(ids[0])
	require.Equal(t, "ACCEPTED", ask[object](c, "GET /1.0/batch/"+name, "")["batch-status"])
	require.Equal(t, "DELIVERY_IN_PROGRESS", ask[created](c, "POST /1.0/user/backlog", "["+ids[0]+"]").Errors[0].Code)
	c.srv.Ship(ids[0])
	require.Equal(t, "SENT", c.srv.Batches()[0].Status)
	require.Equal(t, []object{{"batch-name": name}, {"batch-name": "x", "error-code": "NOT_FOUND"}},
		ask[[]object](c, "PUT /1.0/archive", `["`+name+`","x"]`))
	require.Empty(t, ask[[]object](c, "GET /1.0/batch", ""))
	require.Len(t, ask[[]object](c, "GET /1.0/archive", ""), 1)
	require.Len(t, ask[[]object](c, "GET /1.0/long-term-archive/shipment/search?query=SHP-0", ""), 1)
	require.Equal(t, []object{{"batch-name": name}}, ask[[]object](c, "POST /1.0/archive/revert", `["`+name+`"]`))
	require.Len(t, ask[[]object](c, "GET /1.0/batch?mailType=COMBINED&mailCategory=COMBINED", ""), 1)
	require.Empty(t, ask[[]object](c, "GET /1.0/batch?mailType=EMS", ""))

	status, answer = c.call("GET /1.0/batch/x", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, string(answer), "Instance ShipmentBatchTuple not found for params: x")
}

// Days before today are no days to hand in; a batch whose orders leave it ceases.
func TestBatchLimits(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	ids := c.makes(nil, nil)
	require.Equal(t, "PAST_DUE_DATE", ask[created](c, "POST /1.0/user/shipment?sending-date=2026-02-02", "["+ids[0]+"]").Errors[0].Code)
	require.Empty(t, c.srv.Batches())
	ask[created](c, "POST /1.0/user/shipment", "["+ids[0]+"]")
	require.Equal(t, "2026-02-03", c.srv.Batches()[0].Date)
	require.Len(t, ask[created](c, "DELETE /1.0/shipment", "["+ids[0]+"]").IDs, 1)
	require.Empty(t, c.srv.Batches())
	o, _ := c.srv.Order(ids[0])
	require.True(t, o.Cancelled)

	c = start(t, russianposttest.Settings{SeparateBatches: true})
	ids = c.makes(nil, object{"mail-category": "ORDINARY", "insr-value": nil}, nil)
	got := ask[created](c, "POST /1.0/user/shipment", "["+ids[0]+","+ids[1]+"]")
	require.Len(t, got.Batches, 2)
	require.Equal(t, []any{"POSTAL_PARCEL", "WITH_DECLARED_VALUE"}, []any{got.Batches[0]["mail-type"], got.Batches[0]["mail-category"]})
	second := got.Batches[1]["batch-name"].(string)
	require.Equal(t, "DIFFERENT_MAIL_CATEGORY", ask[created](c, "POST /1.0/batch/"+second+"/shipment", "["+ids[2]+"]").Errors[0].Code)
}

// An account that pays from its balance needs it, and enough of it.
func TestBalance(t *testing.T) {
	c := start(t, russianposttest.Settings{OnlineBalance: true, Balance: 50000})
	ids := c.makes(nil, nil)
	name := ask[created](c, "POST /1.0/user/shipment", "["+ids[0]+"]").Batches[0]["batch-name"].(string)
	require.Equal(t, object{"error-code": "OFFLINE_BALANCE_FORBIDDEN", "f103-sent": false}, ask[object](c, "POST /1.0/batch/"+name+"/checkin", ""))
	require.Equal(t, object{"f103-sent": true}, ask[object](c, "POST /1.0/batch/"+name+"/checkin?useOnlineBalance=true", ""))
	require.Equal(t, 50000.0-37994-7700-taxOf(2994), ask[object](c, "GET /1.0/counterpart/balance", "")["balance"])
	name = ask[created](c, "POST /1.0/user/shipment", "["+ids[1]+"]").Batches[0]["batch-name"].(string)
	status, answer := c.call("POST /1.0/batch/"+name+"/checkin?useOnlineBalance=true", "")
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, string(answer), "Requested 46353 but available 3647")
}

// Documents are whole ones, where there are any.
func TestForms(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	cod := object{"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY", "payment": 499000}
	ids := c.makes(cod, nil, object{"mail-type": "ONLINE_COURIER"}, nil)
	isPDF := func(path string) {
		status, b := c.call("GET "+path, "")
		require.Equal(t, http.StatusOK, status, "%s: %s", path, b)
		require.True(t, bytes.HasPrefix(b, []byte("%PDF-1.4\n")))
		at, err := strconv.Atoi(string(bytes.Split(b[bytes.LastIndex(b, []byte("startxref\n"))+10:], []byte("\n"))[0]))
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(b[at:], []byte("xref\n")), "the table is where the end says")
	}
	isPDF("/1.0/forms/backlog/" + ids[2] + "/forms?sending-date=2026-02-05")
	status, answer := c.call("GET /1.0/forms/backlog/"+ids[1]+"/forms", "")
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, string(answer), "Forbidden mail type")
	status, _ = c.call("GET /1.0/forms/backlog/SHP-2/forms", "")
	require.Equal(t, http.StatusNotFound, status, "the shop's number is no id")
	status, _ = c.call("GET /1.0/forms/"+ids[0]+"/f7pdf", "")
	require.Equal(t, http.StatusNotFound, status, "it is in no batch")

	name := ask[created](c, "POST /1.0/user/shipment", "["+ids[0]+","+ids[1]+"]").Batches[0]["batch-name"].(string)
	isPDF("/1.0/forms/" + ids[0] + "/f7pdf?print-type=THERMO")
	isPDF("/1.0/forms/" + ids[0] + "/f112pdf")
	isPDF("/1.0/forms/" + ids[1] + "/forms?print-type=PAPER")
	status, _ = c.call("GET /1.0/forms/"+ids[1]+"/f112pdf", "")
	require.Equal(t, http.StatusInternalServerError, status, "it has no cash on delivery")
	ask[object](c, "POST /1.0/batch/"+name+"/checkin", "")
	isPDF("/1.0/forms/" + name + "/f103pdf")
	isPDF("/1.0/forms/" + name + "/completeness-checking-form")
	status, b := c.call("GET /1.0/forms/"+name+"/zip-all?print-type=PAPER&print-type-form=ONE_SIDED", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"Export.csv", "Export.xls", "F103.pdf", "F7.pdf"}, filesOf(t, b))
	status, answer = c.call("GET /1.0/forms/999/zip-all", "")
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, string(answer), `"1002"`)
}

func filesOf(t *testing.T, b []byte) (names []string) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		_, err = io.ReadAll(r)
		require.NoError(t, err)
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// A buyer sends a parcel back under a number of its own, which tracking knows.
func TestReturns(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	status, answer := c.call("PUT /1.0/returns", `{"direct-barcode":"00000000000000","mail-type":"UNDEFINED"}`)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"errors":[{"code":"DIRECT_SHIPMENT_NOT_FOUND","description":"Прямое отправление не найдено"}]}`, string(answer))
	n := c.srv.MakeOrder(nil)
	c.srv.HandOut(n)
	back := ask[object](c, "PUT /1.0/returns", `{"direct-barcode":"`+n+`","mail-type":"EASY_RETURN"}`)["return-barcode"].(string)
	require.Len(t, back, 14)
	require.Equal(t, n, c.srv.Returns()[0].Direct)
	require.Equal(t, back, ask[[]object](c, "GET /1.0/shipment/search?query="+n, "")[0]["linked-barcode"])
	require.Equal(t, n, ask[[]object](c, "GET /1.0/shipment/search?query="+back, "")[0]["linked-barcode"])
	require.Empty(t, c.history12(back))
	c.srv.Accept(back)
	require.Equal(t, []string{"1/2"}, pairs(c.history12(back)))
	status, _ = c.call("GET /1.0/forms/"+back+"/easy-return-pdf?print-type=PAPER", "")
	require.Equal(t, http.StatusOK, status)

	separate := `[{"mail-type":"EASY_RETURN","sender-name":"Петров Иван","recipient-name":"ООО Пример","postoffice-code":"%s",
		"address-from":{"address-type":"DEFAULT","index":"190000","place":"Санкт-Петербург","region":"Санкт-Петербург"}}]`
	_, answer = c.call("PUT /1.0/returns/return-without-direct", `[[]]`)
	require.JSONEq(t, `[{"errors":[{"code":"FREE_ER_ADDRESS_NOT_ENABLED","description":"Свободный ввод адреса не доступен"}],"position":0}]`, string(answer))
	_, answer = c.call("PUT /1.0/returns/return-without-direct", fmt.Sprintf(separate, "190000"))
	require.Contains(t, string(answer), "FREE_ER_ADDRESS_NOT_ENABLED", "only to an office of the account")
	row := ask[[]object](c, "PUT /1.0/returns/return-without-direct", fmt.Sprintf(separate, "101000"))[0]
	require.Equal(t, 0.0, row["position"])
	other := row["return-barcode"].(string)
	one := fmt.Sprintf(separate, "115162")
	for _, method := range []string{"POST /1.0/returns/" + other, "PUT /1.0/returns/" + other, "POST /1.0/returns/?barcode=" + other} {
		require.Empty(t, ask[object](c, method, one[1:len(one)-1]), method)
	}
	require.Equal(t, "115162", c.srv.Returns()[1].Fields["postoffice-code"])
	_, answer = c.call("DELETE /1.0/returns/delete-separate-return?barcode="+other, "")
	require.Empty(t, answer)
	_, answer = c.call("DELETE /1.0/returns/delete-separate-return?barcode="+other, "")
	require.JSONEq(t, `{"code":"RETURN_SHIPMENT_NOT_FOUND","description":"Возвратное отправление не найдено"}`, string(answer))

	c = start(t, russianposttest.Settings{NoEasyReturn: true})
	_, answer = c.call("PUT /1.0/returns", `{"direct-barcode":"1","mail-type":"EASY_RETURN"}`)
	require.Contains(t, string(answer), "UNAVAILABLE_MAIL_TYPE")
}

// Texts are cleaned; what the vendor is not sure of it says by a code.
func TestClean(t *testing.T) {
	c := start(t, russianposttest.Settings{Shuffle: true})
	c.srv.Clean("где-то", object{"quality-code": "UNDEF_06", "validation-code": "NOT_VALIDATED_HAS_AMBI"})
	got := ask[[]object](c, "POST /1.0/clean/address", `[{"id":"1","original-address":"спб, ул Примерная, 1-5"},{"id":"2","original-address":"Москва"},
		{"id":"3","original-address":"115162, г. Москва, улица Образцовая, д. 14"},{"id":"4","original-address":"где-то"},{"id":"5","original-address":"село"}]`)
	require.Len(t, got, 5)
	slices.Reverse(got)
	require.Equal(t, object{
		"id": "1", "original-address": "спб, ул Примерная, 1-5", "address-type": "DEFAULT", "index": "190000", "region": "г Санкт-Петербург",
		"place": "г Санкт-Петербург", "street": "ул Примерная", "house": "1", "room": "5", "quality-code": "GOOD", "validation-code": "VALIDATED",
		"region-guid": got[0]["region-guid"], "place-guid": got[0]["region-guid"], "street-guid": got[0]["street-guid"],
		"address-guid": got[0]["address-guid"],
	}, got[0])
	require.Equal(t, "UNDEF_03", got[1]["quality-code"])
	require.Equal(t, []any{"115162", "ул Образцовая", "14", "GOOD"}, []any{got[2]["index"], got[2]["street"], got[2]["house"], got[2]["quality-code"]})
	require.Equal(t, "NOT_VALIDATED_HAS_AMBI", got[3]["validation-code"])
	require.Equal(t, "UNDEF_02", got[4]["quality-code"])

	c = start(t, russianposttest.Settings{})
	for text, want := range map[string][4]any{
		"Толстая Софья Андреевна": {"Толстая", "Софья", "Андреевна", "EDITED"}, "Софья Андреевна Толстая": {"Толстая", "Софья", "Андреевна", "NOT_SURE"},
		"Софья Толстая": {"Толстая", "Софья", nil, "NOT_SURE"}, "Софья Андреевна": {nil, "Софья", "Андреевна", "NOT_SURE"},
		"Толстая": {"Толстая", nil, nil, "NOT_SURE"},
	} {
		row := ask[[]object](c, "POST /1.0/clean/physical", `[{"id":"a","original-fio":"`+text+`"}]`)[0]
		require.Equal(t, want, [4]any{row["surname"], row["name"], row["middle-name"], row["quality-code"]}, text)
	}
	for text, want := range map[string][4]any{
		"8 (901) 000-00-02": {"7", "901", "0000002", "GOOD"}, "901 0000002": {"7", "901", "0000002", "GOOD"},
		"+7901 000-00-0": {"", "", "", "INCORRECT_DATA"}, "+7901 0000002 12": {"", "", "", "INCORRECT_DATA"},
	} {
		row := ask[[]object](c, "POST /1.0/clean/phone", `[{"id":"a","original-phone":"`+text+`"}]`)[0]
		require.Equal(t, want, [4]any{row["phone-country-code"], row["phone-city-code"], row["phone-number"], row["quality-code"]}, text)
		require.Equal(t, "", row["phone-extension"])
	}
	require.Equal(t, "RELIABLE", ask[[]object](c, "POST /1.0/unreliable-recipient", `[{"raw-telephone":"79010000002"}]`)[0]["unreliability"])
}

// The price for the account is that of the order; an office that is not the account's is answered as what is not found.
//
// pain: RP-P1
func TestTariff(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	body := `{"index-from":"%s","index-to":"%s","mail-type":"POSTAL_PARCEL","mail-category":"ORDINARY","mass":%d,"fragile":false}`
	got := ask[object](c, "POST /1.0/tariff", fmt.Sprintf(body, "101000", "190000", 1200))
	require.Equal(t, []any{35000.0, 7700.0}, []any{got["total-rate"], got["total-vat"]})
	require.Equal(t, object{"min-days": 3.0, "max-days": 4.0}, got["delivery-time"])
	status, answer := c.call("POST /1.0/tariff", fmt.Sprintf(body, "190000", "101000", 1200))
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, string(answer), `"code":"1001"`)
	status, answer = c.call("POST /1.0/tariff", fmt.Sprintf(body, "101000", "999999", 1200))
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, string(answer), "CODE_1372")
	status, _ = c.call("POST /1.0/tariff", fmt.Sprintf(body, "101000", "190000", 60000))
	require.Equal(t, http.StatusBadRequest, status)
}

// Everybody can ask the public calculator; it says what is wrong by numbers.
func TestPublicTariff(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	send := func(path string) (int, string) {
		status, b := c.send("GET", "https://tariff.pochta.ru/v2/calculate/"+path, "", nil)
		return status, string(b)
	}
	status, body := send("tariff/delivery?json&object=4030&from=101000&to=190000&weight=1200&date=20260205")
	require.Equal(t, http.StatusOK, status)
	for _, part := range []string{
		`"pay":35000`, `"paynds":42700`, `"ground":{"val":35000,"valnds":42700}`, `"delivery":{"deadline":"20260209T235959","max":4,"min":3}`,
		`"name":"Посылка обыкновенное"`, `"mailtype":4`, `"mailctg":3`,
	} {
		require.Contains(t, body, part)
	}
	_, body = send("tariff?json&object=27020&from=101000&to=190000&weight=1200&sumoc=499000")
	require.Contains(t, body, `"nds":8359`)
	require.NotContains(t, body, "delivery")
	for path, code := range map[string]string{
		"tariff?json&object=4030&from=101000&to=999999&weight=1200":              "1207",
		"tariff?json&object=4030&from=101000&to=190000":                          "1201",
		"tariff?json&object=4030&from=101000&weight=1200":                        "1342",
		"tariff?json&object=4010&from=101000&to=190000&weight=":                  "1201",
		"tariff?json&object=99990&from=101000&to=190000&weight=1":                "1205",
		"tariff?json&object=4030&from=101000&to=190000&weight=60000":             "1301",
		"tariff?json&object=4030&from=101000&to=190000&weight=1&sumoc=x":         "1366",
		"tariff?json&object=4030&from=101000&to=190000&weight=1&date=2026-02-05": "1203",
		"tariff?json&object=4030&from-index=101000&to-index=190000&mass=1000":    "1200",
		"tariff?object=4030&from=101000&to=190000&weight=1":                      "1201",
	} {
		status, body = send(path)
		require.Equal(t, http.StatusBadRequest, status, path)
		require.Contains(t, body, `"code":`+code, path)
	}
}

// The directory has offices, a point and a locker, and tells what is closed.
func TestOffices(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	o := ask[object](c, "GET /postoffice/1.0/190000", "")
	require.Equal(t, []any{"190000", "ГОПС", false}, []any{o["postal-code"], o["type-code"], o["is-closed"]})
	require.Equal(t, true, ask[object](c, "GET /postoffice/1.0/"+russianposttest.OfficeClosed, "")["is-temporary-closed"])
	c.srv.CloseOffice("190000", true)
	require.Equal(t, true, ask[object](c, "GET /postoffice/1.0/190000?ufps-postal-code=true", "")["is-closed"])
	status, _ := c.call("GET /postoffice/1.0/999999", "")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = c.call("GET /postoffice/1.0/"+russianposttest.PointPetersburg, "")
	require.Equal(t, http.StatusNotFound, status, "points are told only when they are asked for")
	require.Equal(t, "ПВЗ", ask[object](c, "GET /postoffice/1.0/"+russianposttest.PointPetersburg+"?filter-by-office-type=false", "")["type-code"])

	got := ask[object](c, "GET /postoffice/1.0/by-address?address=Москва,+Образцовая,+14&top=1", "")
	require.Equal(t, object{"is-matched": true, "postoffices": []any{"115162"}}, got)
	require.Equal(t, object{"is-matched": false, "postoffices": []any{}}, ask[object](c, "GET /postoffice/1.0/by-address?address=Нигде", ""))
	near := ask[[]object](c, "GET /postoffice/1.0/nearby?latitude=59.935&longitude=30.31&top=2&filter-by-office-type=false", "")
	require.Equal(t, []any{russianposttest.PointPetersburg, 0.0}, []any{near[0]["postal-code"], near[0]["distance"]})
	require.Len(t, near, 2)
	c.now = time.Date(2026, 2, 8, 9, 0, 0, 0, time.UTC) // Sunday
	open := ask[[]object](c, "GET /postoffice/1.0/nearby?latitude=59.935&longitude=30.31&filter=CURRENTLY_WORKING", "")
	require.Len(t, open, 1)
	require.Equal(t, russianposttest.LockerPetersburg, open[0]["postal-code"])
	require.Len(t, ask[[]string](c, "GET /postoffice/1.0/settlement.offices.codes?settlement=Москва&region=Москва", ""), 2)
	require.Len(t, ask[[]object](c, "GET /postoffice/1.0/101000/services", ""), 1)

	points := ask[[]object](c, "GET /1.0/user-shipping-points", "")
	require.Equal(t, []any{"101000", "115162"}, []any{points[0]["operator-postcode"], points[1]["operator-postcode"]})
	require.Contains(t, points[0]["available-mail-types"], "ECOM")
	require.NotContains(t, points[1]["available-mail-types"], "ECOM")
	require.Equal(t, true, ask[object](c, "GET /1.0/settings", "")["api_enabled"])
	status, b := c.call("GET /1.0/unloading-passport/zip?type=APS", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"APS08_February_2026.txt"}, filesOf(t, b))
}

// People work in the cabinet too.
func TestCabinet(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	n := c.srv.MakeOrder(nil)
	c.srv.EditOrder(n, object{"recipient-name": "Сидоров Пётр"})
	require.Equal(t, "Сидоров Пётр", ask[[]object](c, "GET /1.0/backlog/search?query=A-1042", "")[0]["recipient-name"])
	c.srv.DeleteOrder("A-1042")
	require.Empty(t, ask[[]object](c, "GET /1.0/backlog/search?query=A-1042", ""))
	require.Panics(t, func() { c.srv.Accept("nothing") })
	require.Panics(t, func() { c.srv.MakeOrder(object{"mass": -1}) })
	require.Panics(t, func() { c.srv.PayCOD(n) })
	require.Len(t, c.srv.Orders(), 1)
}
