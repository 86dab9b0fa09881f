package russianposttest_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/fake"
)

type object = map[string]any

// caller sends plain requests with the logins of the account. The clock of the server stands still until it is set.
type caller struct {
	t     *testing.T
	srv   *russianposttest.Server
	now   time.Time
	token string
	user  string
}

// start begins on Tuesday, 3 February 2026, at noon in Moscow.
func start(t *testing.T, st russianposttest.Settings) *caller {
	t.Helper()
	c := &caller{
		t: t, now: time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC), token: russianposttest.DefaultToken,
		user: russianposttest.DefaultLogin + ":" + russianposttest.DefaultPassword,
	}
	st.Now = func() time.Time { return c.now }
	c.srv = russianposttest.New(st)
	t.Cleanup(c.srv.Close)
	return c
}

func (c *caller) send(method, address, body string, header http.Header) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, address, bytes.NewReader([]byte(body)))
	require.NoError(c.t, err)
	maps.Copy(r.Header, header)
	resp, err := c.srv.Transport().RoundTrip(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, b
}

// call calls a method of Otpravka, such as "PUT /2.0/user/backlog".
func (c *caller) call(method, body string) (int, []byte) {
	c.t.Helper()
	verb, path, _ := strings.Cut(method, " ")
	h := http.Header{
		"Authorization":        {"AccessToken " + c.token},
		"X-User-Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(c.user))},
	}
	if body != "" {
		h.Set("Content-Type", "application/json;charset=UTF-8")
	}
	return c.send(verb, "https://otpravka-api.pochta.ru"+path, body, h)
}

// ask calls a method that must succeed, and decodes its JSON.
func ask[T any](c *caller, method, body string) (v T) {
	c.t.Helper()
	status, b := c.call(method, body)
	require.Equal(c.t, http.StatusOK, status, "%s", b)
	require.NoError(c.t, json.Unmarshal(b, &v), "%s", b)
	return v
}

// fields are those of a good order, with others in place of them. A nil one is left out.
func fields(more object) string {
	all := object{
		"order-num": "SHP-20417", "mail-type": "POSTAL_PARCEL", "mail-category": "WITH_DECLARED_VALUE", "mail-direct": 643, "mass": 1200,
		"fragile": false, "postoffice-code": "101000", "address-type-to": "DEFAULT", "index-to": 190000, "region-to": "г Санкт-Петербург",
		"place-to": "г Санкт-Петербург", "street-to": "ул Примерная", "house-to": "1", "room-to": "5", "recipient-name": "Петров Иван Сергеевич",
		"surname": "Петров", "given-name": "Иван", "middle-name": "Сергеевич", "tel-address": 79010000002, "insr-value": 499000,
		"goods": object{"items": []object{{"description": "Кроссовки", "quantity": 1, "value": 499000, "vat-rate": 20, "item-number": "ALT-42W"}}},
	}
	maps.Copy(all, more)
	for k, v := range all {
		if v == nil {
			delete(all, k)
		}
	}
	b, _ := json.Marshal(all)
	return string(b)
}

type created struct {
	Orders []struct {
		Barcode   string
		Number    string `json:"order-num"`
		ID        int    `json:"result-id"`
		GroupName string `json:"group-name"`
	}
	IDs     []int `json:"result-ids"`
	Batches []object
	Errors  []struct {
		Position int
		Code     string                                        `json:"error-code"`
		Text     string                                        `json:"error-description"`
		Codes    []struct{ Code, Description, Details string } `json:"error-codes"`
	}
}

// codes are the codes of one order.
func (a created) codes(i int) (all []string) {
	for _, c := range a.Errors[i].Codes {
		all = append(all, c.Code)
	}
	return all
}

// One request with several orders makes the good ones; the others are told with all that is wrong, at their positions.
func TestCreate(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	got := ask[created](c, "PUT /2.0/user/backlog", "["+fields(nil)+","+fields(object{
		"order-num": "SHP-2", "index-to": nil, "postoffice-code": nil, "mass": 0, "region-to": " ",
	})+"]")
	require.Len(t, got.Orders, 1)
	require.Equal(t, "SHP-20417", got.Orders[0].Number)
	require.Regexp(t, `^10100002\d{6}$`, got.Orders[0].Barcode)
	require.Equal(t, 1, got.Errors[0].Position)
	require.Equal(t, []string{"EMPTY_POSTOFFICE_CODE", "ILLEGAL_MASS", "EMPTY_INDEX_TO", "EMPTY_REGION_TO"}, got.codes(0))
	require.Equal(t, "101000 115162", got.Errors[0].Codes[0].Details)
	require.Equal(t, "Почтовый индекс не указан", got.Errors[0].Codes[2].Description)

	again := ask[created](c, "PUT /2.0/user/backlog", "["+fields(nil)+"]")
	require.NotEqual(t, got.Orders[0].Barcode, again.Orders[0].Barcode, "the shop's number is no key")
	require.Len(t, ask[[]object](c, "GET /1.0/backlog/search?query=SHP-20417", ""), 2)
	require.Empty(t, ask[[]object](c, "GET /1.0/backlog/search?query=SHP-2", ""))
	require.Empty(t, ask[[]object](c, "GET /1.0/shipment/search?query=SHP-20417", ""), "they are in no batch")

	_, body := c.call("PUT /1.0/user/backlog", "["+fields(object{"order-num": "old"})+"]")
	require.JSONEq(t, `{"result-ids":[510000005]}`, string(body), "the older version tells ids only")
	require.Empty(t, ask[created](c, "PUT /2.0/user/backlog", "[]").Errors)
}

// The check digit is that of three real numbers, which stand here with only their rule: weights 3 and 1.
func TestBarcode(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	n := c.srv.MakeOrder(nil)
	sum := 0
	for i, d := range n {
		sum += int(d-'0') * (3 - i%2*2)
	}
	require.Zero(t, sum%10)
}

// Each mistake has its own code, and what is right with one type of mail is wrong with another.
func TestOrderRules(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	ecom := object{
		"mail-type": "ECOM", "mail-category": "ORDINARY", "insr-value": nil, "index-to": nil, "region-to": nil, "place-to": nil, "street-to": nil,
		"dimension-type": "S", "ecom-data": object{"delivery-point-index": russianposttest.LockerPetersburg, "services": []string{"PARTIAL_REDEMPTION"}},
	}
	with := func(more object) object {
		all := maps.Clone(ecom)
		maps.Copy(all, more)
		return all
	}
	for _, one := range []struct {
		more object
		code string // empty: it is good
	}{
		{object{"index-to": "190000", "sms-notice-recipient": 1}, ""}, // a text of digits is as good
		{object{"street-to": nil, "address-type-to": "DEMAND"}, ""},
		{object{"recipient-name": nil}, ""},
		{object{"dimension": object{"length": 30, "width": 20, "height": 10}}, ""},
		{object{"mass": 50000}, ""},
		{object{"mass": 50001}, "ILLEGAL_MASS_EXCESS"},
		{object{"mass": nil}, "EMPTY_MASS"},
		{object{"index-to": 999999}, "ILLEGAL_INDEX_TO"},
		{object{"index-to": 19000}, "ILLEGAL_INDEX_TO"},
		{object{"place-to": ""}, "EMPTY_PLACE_TO"},
		{object{"street-to": nil}, "EMPTY_STREET_TO"},
		{object{"address-type-to": "PO_BOX"}, "EMPTY_NUM_ADDRESS_TYPE"},
		{object{"address-type-to": "HOME"}, "ILLEGAL_ADDRESS_TYPE_TO"},
		{object{"mail-type": "PARCEL"}, "ILLEGAL_MAIL_TYPE"},
		{object{"mail-category": "ORDERED"}, "ILLEGAL_MAIL_CATEGORY"},
		{object{"mail-direct": nil}, "EMPTY_MAIL_DIRECT"},
		{object{"postoffice-code": "190000"}, "ILLEGAL_POSTOFFICE_CODE"},
		{object{"recipient-name": "", "surname": ""}, "ILLEGAL_RECIPIENT_NAME"},
		{object{"insr-value": nil}, "EMPTY_INSR_VALUE"},
		{object{"insr-value": 50000001}, "INSR_VALUE_EXCEEDS_MAX"},
		{object{"mail-category": "ORDINARY"}, "ILLEGAL_INSR_VALUE"},
		{object{"payment": 499000}, "ILLEGAL_PAYMENT"},
		{object{"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY", "payment": 499000}, ""},
		{object{"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY", "payment": 499001}, "NOT_INSURED_PAYMENT"},
		{object{"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY"}, "EMPTY_PAYMENT"},
		{object{"mail-type": "ONLINE_PARCEL", "dimension": object{"length": 30, "width": 20, "height": 10}}, "DIMENSION_NOT_SUPPORTED"},
		{object{"mail-type": "ONLINE_COURIER", "tel-address": nil}, "EMPTY_TELADDRESS"},
		{object{"transport-type": "BY_SEA"}, "ILLEGAL_TRANSPORT_TYPE"},
		{object{"sms-notice-recipient": 2}, "ILLEGAL_SMS_NOTICE_RECIPIENT_VALUE"},
		{object{"goods": object{"items": []object{}}}, "EMPTY_GOODS_ITEMS_LIST"},
		{object{"mail-direct": 398, "str-index-to": "050000", "recipient-name": "Иванов"}, "ILLEGAL_RECIPIENT_NAME_INTL"},
		{ecom, ""},
		{with(object{"postoffice-code": russianposttest.OfficeMoscow2}), "UNAVAILABLE_MAIL_TYPE"},
		{with(object{"ecom-data": object{"delivery-point-index": russianposttest.OfficePetersburg}}), "ILLEGAL_INDEX_TO"},
		{with(object{"dimension-type": nil}), "EMPTY_DIMENSION_TYPE"},
	} {
		got := ask[created](c, "PUT /2.0/user/backlog", "["+fields(one.more)+"]")
		if one.code == "" {
			require.Empty(t, got.Errors, "%v", one.more)
			continue
		}
		require.NotEmpty(t, got.Errors, "%v", one.more)
		require.Contains(t, got.codes(0), one.code, "%v", one.more)
	}
	poor := start(t, russianposttest.Settings{NoCOD: true})
	got := ask[created](poor, "PUT /2.0/user/backlog", "["+fields(object{
		"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY", "payment": 100,
	})+"]")
	require.Equal(t, []string{"RESTRICTED_MAIL_CATEGORY"}, got.codes(0))
}

// An order to a pick-up point without the point is refused, whatever else it has.
//
// pain: RP-P6
func TestPointIsRequired(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	for _, data := range []any{nil, object{}, object{"services": []string{"WITH_FITTING"}}} {
		got := ask[created](c, "PUT /2.0/user/backlog", "["+fields(object{
			"mail-type": "ECOM", "mail-category": "ORDINARY", "insr-value": nil, "dimension-type": "S", "ecom-data": data,
		})+"]")
		require.Equal(t, []string{"EMPTY_DELIVERY_POINT_INDEX"}, got.codes(0))
	}
	require.Zero(t, c.srv.Commits("*"))
}

// What a method does not have is refused, as is what cannot be read.
func TestNothingIsIgnored(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	for method, body := range map[string]string{
		"PUT /2.0/user/backlog":                                      "[" + fields(object{"colour": "red"}) + "]",
		"PUT /2.0/user/backlog?x=1":                                  "[" + fields(nil) + "]",
		"PUT /1.0/user/backlog":                                      "[" + fields(object{"goods": object{"items": []object{{"barcode": "1"}}}}) + "]",
		"POST /1.0/user/shipment?sending=2026-02-05":                 `[1]`,
		"POST /1.0/user/shipment?sending-date=05.02.2026":            `[1]`,
		"POST /1.0/tariff":                                           `{"index-from":"101000","weight":1}`,
		"GET /1.0/backlog/search?query=A&page=2":                     "",
		"GET /1.0/shipment/search":                                   "",
		"DELETE /1.0/backlog":                                        `["A-1"]`,
		"POST /1.0/clean/phone":                                      `[{"id":"1","phone":"1"}]`,
		"GET /1.0/batch?mailtype=ECOM":                               "",
		"GET /postoffice/1.0/by-address":                             "",
		"GET /postoffice/1.0/nearby?latitude=a&longitude=1":          "",
		"GET /1.0/unloading-passport/zip?type=SHOP":                  "",
		"PUT /1.0/returns":                                           `{"direct-barcode":"1","mail-type":"EASY_RETURN","note":"x"}`,
		"POST /1.0/user/backlog":                                     `{"ids":[1]}`,
		"PUT /1.0/archive":                                           `[{"batch-name":"1"}]`,
		"GET /1.0/forms/1/f7pdf?print-type=paper":                    "",
		"POST /1.0/clean/address":                                    `[{"id":"1","original-address":"a"`,
		"PUT /1.0/backlog/1":                                         `[]`,
		"GET /postoffice/1.0/nearby?latitude=1&longitude=1&filter=X": "",
	} {
		status, answer := c.call(method, body)
		require.Equal(t, http.StatusBadRequest, status, "%s: %s", method, answer)
		require.Contains(t, string(answer), `"error":"Bad Request"`, method)
	}
	status, answer := c.call("PUT /2.0/user/backlog", "[[]]")
	require.Equal(t, 500, status)
	require.Contains(t, string(answer), `"1002"`, "a list in place of an order")
	status, answer = c.call("GET /1.0/backlog", "")
	require.Equal(t, 407, status)
	require.Equal(t, "Error namespace or mask or method not found", string(answer))
	require.Zero(t, c.srv.Commits("*"))
}

// The token and the login of a person are two things, and each is looked at; the calls of a day end.
func TestAccount(t *testing.T) {
	c := start(t, russianposttest.Settings{Limit: 3})
	c.token = "another"
	status, body := c.call("GET /1.0/settings/limit", "")
	require.Equal(t, http.StatusUnauthorized, status)
	require.NotContains(t, string(body), "ILLEGAL_CREDENTIALS")
	c.token, c.user = russianposttest.DefaultToken, russianposttest.DefaultTrackingLogin+":"+russianposttest.DefaultTrackingPassword
	status, body = c.call("GET /1.0/settings/limit", "")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Contains(t, string(body), "ILLEGAL_CREDENTIALS", "the login of tracking is another one")
	c.user = russianposttest.DefaultLogin + ":" + russianposttest.DefaultPassword
	require.Equal(t, object{"allowed-count": 3.0, "current-count": 1.0}, ask[object](c, "GET /1.0/settings/limit", ""))
	ask[object](c, "GET /1.0/settings", "")
	require.Equal(t, 3.0, ask[object](c, "GET /1.0/settings/limit", "")["current-count"])
	status, body = c.call("GET /1.0/settings/limit", "")
	require.Equal(t, 509, status)
	require.False(t, json.Valid(body), "it is no JSON")
	c.now = time.Date(2026, 2, 3, 21, 0, 0, 0, time.UTC) // midnight in Moscow
	require.Equal(t, 1.0, ask[object](c, "GET /1.0/settings/limit", "")["current-count"])
}

// An order can be edited and deleted while it is in no batch, and is read with what the vendor computes.
func TestEditAndDelete(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	id := strconv.Itoa(ask[created](c, "PUT /2.0/user/backlog", "["+fields(nil)+"]").Orders[0].ID)
	read := ask[object](c, "GET /1.0/backlog/"+id, "")
	require.Equal(t, 7700.0+taxOf(2994), read["total-vat"])
	require.Equal(t, 35000.0, read["ground-rate-wo-vat"])
	require.Equal(t, 42700.0, read["ground-rate-with-vat"])
	require.Equal(t, "190000", read["str-index-to"])
	require.NotContains(t, read, "last-oper-type")

	read["surname"] = "Сидоров"
	b, _ := json.Marshal(read)
	status, answer := c.call("PUT /1.0/backlog/"+id, string(b))
	require.Equal(t, http.StatusOK, status, "%s", answer)
	require.JSONEq(t, `[]`, string(answer), "an order that was read can be sent back")
	require.Equal(t, "Сидоров", ask[object](c, "GET /1.0/backlog/"+id, "")["surname"])
	status, answer = c.call("PUT /1.0/backlog/"+id, fields(object{"mass": nil}))
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"errors":[{"position":0,"error-codes":[{"code":"EMPTY_MASS","description":"Масса не указана"}]}]}`, string(answer))

	_, answer = c.call("DELETE /1.0/backlog", "["+id+",77]")
	require.JSONEq(t, `{"result-ids":[`+id+`],"errors":[{"error-code":"NOT_FOUND","position":1}]}`, string(answer))
	status, answer = c.call("GET /1.0/backlog/"+id, "")
	require.Equal(t, http.StatusNotFound, status)
	require.JSONEq(t, `{"code":"1001","desc":"Instance ComplexOrderV2 not found for params: `+id+`","sub-code":"RESOURCE_NOT_FOUND"}`, string(answer))
}

func taxOf(n float64) float64 { return float64(int(n*22+50) / 100) }

// A lost answer leaves the parcel made, and it is found by the shop's number.
func TestLostAnswer(t *testing.T) {
	c := start(t, russianposttest.Settings{HideFor: time.Minute})
	c.srv.Faults().Next("PUT /2.0/user/backlog", fake.ResetAfter())
	r, _ := http.NewRequestWithContext(t.Context(), "PUT", "https://otpravka-api.pochta.ru/2.0/user/backlog", strings.NewReader("["+fields(nil)+"]"))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "AccessToken "+c.token)
	r.Header.Set("X-User-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(c.user)))
	_, err := c.srv.Transport().RoundTrip(r) //nolint:bodyclose // there is none
	require.Error(t, err)
	require.Empty(t, ask[[]object](c, "GET /1.0/backlog/search?query=SHP-20417", ""), "not yet")
	c.now = c.now.Add(time.Minute)
	require.Len(t, ask[[]object](c, "GET /1.0/backlog/search?query=SHP-20417", ""), 1)
	c.srv.Fail("SHP-9", "BARCODE_ERROR", "")
	require.Equal(t, []string{"BARCODE_ERROR"}, ask[created](c, "PUT /2.0/user/backlog", "["+fields(object{"order-num": "SHP-9"})+"]").codes(0))
	require.Empty(t, ask[created](c, "PUT /2.0/user/backlog", "["+fields(object{"order-num": "SHP-9"})+"]").Errors, "once")
}
