package russianpost_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
)

func TestAnOrderIsReadWithItsLastOperation(t *testing.T) {
	_, post := client(map[string][]answer{shipmentSearch: one(testdata(t, "shipment-search.json")), "GET /1.0/backlog/510000001": one(testdata(t, "order-backlog.json"))})
	all, err := post.SearchShipments(t.Context(), barcode)
	require.NoError(t, err)
	o := all[0]
	code, known := o.Last()
	require.Equal(t, "8/2", code)
	require.True(t, known)
	require.Equal(t, time.Date(2026, 2, 8, 9, 12, 0, 0, time.UTC), o.LastAt.UTC())
	require.Equal(t, "80000202600011", o.Linked)
	require.Equal(t, russianpost.BatchSent, o.BatchStatus)
	code, known = all[1].Last()
	require.Empty(t, code)
	require.True(t, known)

	back, err := post.GetOrder(t.Context(), 510000001)
	require.NoError(t, err)
	require.Equal(t, russianpost.Digits("190000"), back.Index)
	require.Equal(t, "350.00 RUB", back.TotalRate.Money().String())
	require.Equal(t, "Кроссовки Алтай", back.Goods.Items[0].Description)
	require.Equal(t, "SHP-1", back.Draft.Number, "what was read can be sent again")
	require.Equal(t, 1, back.Tariffs, "what an edit would empty is in the draft")
}

func TestWordsOfTheLastOperation(t *testing.T) {
	for words, want := range map[string]string{
		"GIVING/GIVING_RECIPIENT": "2/1", "GIVING/GIVING_SENDER": "2/2", "GIVING/GIVING_COMMON": "2/0", "GIVING/GIVING_RECIPIENT_CONTROL_COURIER": "2/12",
		"RETURNING/RETURNING_BY_RECEPIENT_REJECT": "3/4", "RETURNING/RETURNING_BY_WRONG_ADRESS": "3/10", "PROCESSING/SORTING": "8/0", "PROCESSING/DELIVERED_TO_PO": "8/9",
		"PROCESSING/ARRIVED_IN_PARCELS_CENTER": "8/14", "PROCESSING/NOTIFICATION_RECEIVED": "8/25", "PROCESSING/GIVEN_TO_COURIER": "8/15",
		"TRYING/FAILED_BY_RECEPINT_REJECT": "12/6", "SECOND_UNSUCCESSFUL_DELIVERY_ATTEMPT/ITEM_REFUSED_BY_ADDRESSEE": "42/6", "SKIPPING/LOST": "5/1",
		"SKIPPING/SKIPPING_BY_CUSTOM": "5/8", "CARRIER_PROCESSING/RETURNED": "31/82", "CANCELLATION/CANCELED_BY_OPERATOR": "26/2", "PARTIAL_DELIVERY/": "48/0",
		"SECOND_UNSUCCESSFUL_DELIVERY_ATTEMPT/ITEM_LOST": "42/28", "RETAINED_FOR_CLARIFICATION_FROM_SENDER/RETAINED_INCORRECT_DISPATCH": "38/25",
		"PRELIMINARY_CUSTOMS_DECLARATION/REJECTED_BY_CUSTOMS": "39/9", "CUSTOM_LEGALIZING/PASSED_WITH_CUSTOM_TAX": "14/6", "ID_ASSIGNMENT/ID_ASSIGNED": "28/0",
	} {
		o := russianpost.Order{}
		o.LastType, o.LastAttr, _ = strings.Cut(words, "/")
		code, known := o.Last()
		require.True(t, known, words)
		require.Equal(t, want, code, words)
	}
	for words, want := range map[string]string{"PROCESSING/BY_DRONE": "8/BY_DRONE", "FLYING/HIGH": "FLYING/HIGH", "UNKNOWN/UNKNOWN": "UNKNOWN/UNKNOWN", "GIVING/": "2/", "ACCEPTANCE_REJECTED/X": "44/X"} {
		o := russianpost.Order{}
		o.LastType, o.LastAttr, _ = strings.Cut(words, "/")
		code, known := o.Last()
		require.False(t, known, words)
		require.Equal(t, want, code)
	}
}

// pain: RP-P1
func TestAPriceFromAForeignOfficeNamesTheOwnOnes(t *testing.T) {
	no := answer{status: 404, body: `{"code":"1001","desc":"Instance PostOffice not found for params: 620000","sub-code":"RESOURCE_NOT_FOUND"}`}
	quote := russianpost.Quote{From: "620000", To: "190000", MailType: russianpost.Parcel, MailCategory: russianpost.Ordinary, Mass: 1200}
	v, post := client(map[string][]answer{
		"POST /1.0/tariff": {no}, "GET /1.0/user-shipping-points": one(`[{"operator-postcode":"101000"},{"operator-postcode":"115162"}]`),
	})
	_, err := post.GetTariff(t.Context(), quote)
	e := failure(t, err)
	require.Equal(t, ordo.Invalid, e.Class, "not that a thing does not exist")
	require.Equal(t, "1001", e.Code)
	require.ErrorContains(t, err, "620000")
	require.ErrorContains(t, err, "101000, 115162")
	require.Equal(t, 1, v.count("POST /1.0/tariff"))

	// Elsewhere the same code means what it says.
	_, post = client(map[string][]answer{"GET /1.0/backlog/7": {no}, "GET /1.0/forms/SHP-1/forms": {{status: 500, body: no.body}}})
	_, err = post.GetOrder(t.Context(), 7)
	require.Equal(t, ordo.NotFound, failure(t, err).Class)
	_, err = post.GetForm(t.Context(), russianpost.FormOrder, "SHP-1", russianpost.FormOptions{})
	require.Equal(t, ordo.NotFound, failure(t, err).Class)
}

func TestErrorsInTheirForms(t *testing.T) {
	for name, c := range map[string]struct {
		answer answer
		class  ordo.Class
		code   string
	}{
		"within an order":    {answer{body: `{"errors":[{"error-codes":[{"code":"ILLEGAL_MASS_EXCESS","description":"x"}],"position":0}]}`}, ordo.Invalid, "ILLEGAL_MASS_EXCESS"},
		"of an order":        {answer{body: `{"errors":[{"error-code":"READONLY_STATE","position":0}]}`}, ordo.Conflict, "READONLY_STATE"},
		"not there":          {answer{body: `{"errors":[{"error-code":"NOT_FOUND","position":0}],"result-ids":[]}`}, ordo.NotFound, "NOT_FOUND"},
		"one object":         {answer{body: `{"errors":{"error-code":"ACCESS_VIOLATION","position":0}}`}, ordo.Auth, "ACCESS_VIOLATION"},
		"no description":     {answer{body: `{"errors":[{"error-code":"GROUP_NOT_FOUND","error-description":null,"position":0}]}`}, ordo.NotFound, "GROUP_NOT_FOUND"},
		"no number now":      {answer{body: `{"errors":[{"error-code":"BARCODE_ERROR","position":0}]}`}, ordo.Retry, "BARCODE_ERROR"},
		"a price later":      {answer{body: `{"errors":[{"error-code":"TARIFF_ERROR","position":0}]}`}, ordo.Retry, "TARIFF_ERROR"},
		"no price":           {answer{body: `{"errors":[{"error-code":"TARIFF_ERROR","error-details":"1372","position":0}]}`}, ordo.Invalid, "TARIFF_ERROR"},
		"a balance":          {answer{status: 500, body: `{"code":"1024","desc":"Requested 100 but available 0","sub-code":"EXTERNAL_SYSTEMS"}`}, ordo.Conflict, "1024"},
		"another system":     {answer{status: 500, body: `{"code":"1024","desc":"","sub-code":"EXTERNAL_SYSTEMS"}`}, ordo.Retry, "1024"},
		"no papers yet":      {answer{status: 500, body: `{"code":"1002","desc":"Forbidden mail type","sub-code":"INTERNAL_ERROR"}`}, ordo.Unsupported, "1002"},
		"an internal error":  {answer{status: 500, body: `{"code":"1002","desc":"","sub-code":"INTERNAL_ERROR"}`}, ordo.Retry, "1002"},
		"Spring":             {answer{status: 400, body: `{"timestamp":"2026-02-03T10:00:00Z","status":400,"error":"Bad Request","message":"JSON parse error","path":"/x"}`}, ordo.Invalid, ""},
		"no such method":     {answer{status: 407, body: "Error namespace or mask or method not found", media: "text/plain"}, ordo.Unsupported, ""},
		"a firewall":         {answer{status: 403, body: "<html>blocked</html>", media: "text/html"}, ordo.Auth, ""},
		"the day is used up": {answer{status: 509, body: `{"status":509,"message":"limit"}`}, ordo.RateLimited, ""},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, post := client(map[string][]answer{"DELETE /1.0/backlog": {c.answer}})
				_, err := post.DeleteOrders(t.Context(), 7)
				e := failure(t, err)
				require.Equal(t, c.class, e.Class, "%v", err)
				require.Equal(t, c.code, e.Code)
				require.NotContains(t, err.Error(), `""`)
			})
		})
	}
}

func TestWhatWasDoneInPartIsToldInFull(t *testing.T) {
	v, post := client(map[string][]answer{"DELETE /1.0/backlog": one(`{"result-ids":[1],"errors":[{"error-code":"NOT_FOUND","position":1}]}`)})
	done, err := post.DeleteOrders(t.Context(), 1, 2)
	require.Equal(t, []int64{1}, done)
	require.Equal(t, ordo.NotFound, failure(t, err).Class)
	require.JSONEq(t, `[1,2]`, v.last("DELETE /1.0/backlog").body)

	_, post = client(map[string][]answer{"POST /1.0/user/backlog": one(`{"result-ids":[1]}`)})
	done, err = post.ReturnToBacklog(t.Context(), 1, 2)
	require.Equal(t, []int64{1}, done)
	require.ErrorContains(t, err, "says nothing of the order 2")
}

func TestAnUpdateSaysNothingWhenItIsDone(t *testing.T) {
	const update = "PUT /1.0/backlog/7"
	for body, done := range map[string]bool{"": true, "[]": true, `{"result-ids":[7]}`: true, "{}": false, `{"success":false}`: false, "OK": false, "null": false} {
		_, post := client(map[string][]answer{update: one(body)}, ordo.WithMaxAttempts(1))
		err := post.UpdateOrder(t.Context(), 7, draft("SHP-1"))
		require.Equal(t, done, err == nil, "%q: %v", body, err)
	}
	_, post := client(map[string][]answer{update: {{status: 404, body: `{"code":"1001","desc":"Instance not found","sub-code":"RESOURCE_NOT_FOUND"}`}}})
	require.Equal(t, ordo.NotFound, failure(t, post.UpdateOrder(t.Context(), 7, draft("SHP-1"))).Class)
}

func TestABatchIsCheckedInOnce(t *testing.T) {
	const checkin, get = "POST /1.0/batch/27/checkin", "GET /1.0/batch/27"
	state := func(s string) []answer {
		return one(`{"batch-name":"27","batch-status":"` + s + `","electronic-f103":true}`)
	}
	for name, c := range map[string]struct {
		checkin, get []answer
		calls        int
		class        ordo.Class
	}{
		"it is done":                   {one(`{"f103-sent":true}`), nil, 1, 0},
		"the answer is lost, it was":   {[]answer{{lost: true}}, state("FROZEN"), 1, 0},
		"the answer is lost, it isn't": {[]answer{{lost: true}, {body: `{"f103-sent":true}`}}, state("CREATED"), 2, 0},
		"it was done before":           {one(`{"error-code":"READONLY_STATE","f103-sent":false}`), state("ACCEPTED"), 1, 0},
		"no money":                     {one(`{"error-code":"OFFLINE_BALANCE_FORBIDDEN","f103-sent":false}`), nil, 1, ordo.Unsupported},
		"too little money":             {[]answer{{status: 500, body: `{"code":"1024","desc":"Requested 100 but available 0","sub-code":"EXTERNAL_SYSTEMS"}`}}, state("CREATED"), 1, ordo.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v, post := client(map[string][]answer{checkin: c.checkin, get: c.get})
				sent, err := post.Checkin(t.Context(), "27", false)
				require.Equal(t, c.calls, v.count(checkin))
				if c.class != 0 {
					require.Equal(t, c.class, failure(t, err).Class, "%v", err)
					return
				}
				require.NoError(t, err)
				require.True(t, sent)
				require.Equal(t, "false", v.last(checkin).query.Get("useOnlineBalance"))
			})
		})
	}
}

func TestBatches(t *testing.T) {
	v, post := client(map[string][]answer{
		"POST /1.0/user/shipment":                    one(`{"batches":[{"batch-name":"27","batch-status":"CREATED"}],"result-ids":[1],"errors":[{"error-code":"PAST_DUE_DATE","position":1}]}`),
		"POST /1.0/batch/27/shipment":                one(`{"result-ids":[2]}`),
		"DELETE /1.0/shipment":                       one(`{"result-ids":[2]}`),
		"POST /1.0/batch/27/sending/2026/2/5":        one(`{"f103-sent":false}`),
		"GET /1.0/batch/27/shipment":                 one(testdata(t, "shipment-search.json")),
		"GET /1.0/archive":                           one(`[{"batch-name":"26","batch-status":"ARCHIVED"}]`),
		"POST /1.0/archive/revert":                   one(`[{"batch-name":"26"},{"batch-name":"25","error-code":"NOT_FOUND"}]`),
		"GET /1.0/long-term-archive/shipment/search": one(`[]`),
	})
	b, err := post.CreateBatches(t.Context(), russianpost.BatchOptions{SendingDate: "2026-02-05", OnlineBalance: true}, 1, 2)
	require.Equal(t, "27", b.Batches[0].Name)
	require.Equal(t, []int64{1}, b.IDs)
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
	require.Equal(t, "2026-02-05", v.last("POST /1.0/user/shipment").query.Get("sending-date"))
	for _, move := range []func() ([]int64, error){
		func() ([]int64, error) { return post.AddToBatch(t.Context(), "27", 2) },
		func() ([]int64, error) { return post.RemoveFromBatch(t.Context(), 2) },
	} {
		done, err := move()
		require.NoError(t, err)
		require.Equal(t, []int64{2}, done)
	}
	require.JSONEq(t, `[2]`, v.last("POST /1.0/batch/27/shipment").body, "ids, not orders: those are another method")
	require.NoError(t, post.SetSendingDate(t.Context(), "27", "2026-02-05"))
	n := 0
	for o, err := range post.ListBatchOrders(t.Context(), "27") {
		require.NoError(t, err)
		require.NoError(t, o.Problem)
		n++
	}
	require.Equal(t, 2, n)
	all, err := post.ListArchived(t.Context())
	require.NoError(t, err)
	require.Equal(t, russianpost.BatchArchived, all[0].Status)
	done, err := post.Unarchive(t.Context(), "26", "25")
	require.Equal(t, []string{"26"}, done)
	require.Equal(t, ordo.NotFound, failure(t, err).Class)
	found, err := post.SearchLongArchive(t.Context(), "SHP-1")
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestPapers(t *testing.T) {
	v, post := client(map[string][]answer{
		"GET /1.0/forms/backlog/7/forms": one("%PDF-1.4\n%%EOF"), "GET /1.0/forms/27/zip-all": one("PK\x05\x06"), "GET /1.0/forms/8/forms": one(`{"x":1}`),
		"GET /1.0/forms/28/f103pdf": {{status: 400, body: `{"status":400,"error":"Bad Request","message":"batch is not checked in"}`}},
	}, ordo.WithMaxAttempts(1))
	b, err := post.GetForm(t.Context(), russianpost.FormBacklog, "7", russianpost.FormOptions{SendingDate: "2026-02-05", Print: "PAPER"})
	require.NoError(t, err)
	require.Equal(t, "%PDF-1.4\n%%EOF", string(b))
	require.Equal(t, "2026-02-05", v.last("GET /1.0/forms/backlog/7/forms").query.Get("sending-date"))
	_, err = post.GetForm(t.Context(), russianpost.FormBatch, "27", russianpost.FormOptions{})
	require.NoError(t, err)
	_, err = post.GetForm(t.Context(), russianpost.FormOrder, "8", russianpost.FormOptions{})
	require.Equal(t, ordo.Retry, failure(t, err).Class)
	_, err = post.GetForm(t.Context(), russianpost.FormF103, "28", russianpost.FormOptions{})
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
	_, err = post.GetForm(t.Context(), "f999", "28", russianpost.FormOptions{})
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
}

func TestAReturnIsMadeOnce(t *testing.T) {
	const put = "PUT /1.0/returns"
	none, linked := answer{body: `[]`}, answer{body: testdata(t, "shipment-search.json")}
	for name, c := range map[string]struct {
		search, put []answer
		calls       int
	}{
		"new":                  {[]answer{none}, one(`{"return-barcode":"80000202600011"}`), 1},
		"there":                {[]answer{linked}, nil, 0},
		"lost, it was made":    {[]answer{none, linked}, []answer{{lost: true}}, 1},
		"lost, it was not yet": {[]answer{none}, []answer{{lost: true}, {body: `{"return-barcode":"80000202600011"}`}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v, post := client(map[string][]answer{shipmentSearch: c.search, put: c.put})
				got, err := post.CreateReturn(t.Context(), barcode, "")
				require.NoError(t, err)
				require.Equal(t, "80000202600011", got)
				require.Equal(t, c.calls, v.count(put))
			})
		})
	}
	_, post := client(map[string][]answer{
		shipmentSearch: {none}, put: one(`{"errors":[{"code":"DIRECT_SHIPMENT_NOT_FOUND","description":"Прямое отправление не найдено"}]}`),
		"PUT /1.0/returns/return-without-direct":     one(`[{"errors":[{"code":"FREE_ER_ADDRESS_NOT_ENABLED","description":"Свободный ввод адреса не доступен"}],"position":0}]`),
		"DELETE /1.0/returns/delete-separate-return": {{body: ""}, {body: `{"code":"RETURN_SHIPMENT_NOT_FOUND","description":"Возвратное отправление не найдено"}`}},
		"POST /1.0/returns/":                         one(`[]`),
	})
	_, err := post.CreateReturn(t.Context(), barcode, "")
	require.Equal(t, ordo.NotFound, failure(t, err).Class)
	_, err = post.CreateSeparateReturn(t.Context(), russianpost.ReturnDraft{MailType: russianpost.EasyReturn})
	require.Equal(t, ordo.Unsupported, failure(t, err).Class)
	require.NoError(t, post.DeleteReturn(t.Context(), "80000202600011"))
	require.Equal(t, ordo.NotFound, failure(t, post.DeleteReturn(t.Context(), "80000202600011")).Class)
	require.NoError(t, post.UpdateReturn(t.Context(), "80000202600011", russianpost.ReturnDraft{MailType: russianpost.EasyReturn}))
}

func TestCleanedTextsComeInTheOrderThatWasAsked(t *testing.T) {
	_, post := client(map[string][]answer{
		"POST /1.0/clean/address":  one(`[{"id":"1","quality-code":"UNDEF_06","validation-code":"NOT_VALIDATED_HAS_AMBI"},{"id":"0","index":"190000","quality-code":"UNDEF_05","validation-code":"VALIDATED"}]`),
		"POST /1.0/clean/physical": one(`[{"id":"0","surname":"Петров","name":"Иван","middle-name":"Сергеевич","quality-code":"EDITED","valid":true}]`),
		"POST /1.0/clean/phone":    one(`[{"id":"0","phone-country-code":"7","phone-city-code":"901","phone-number":"0000002","quality-code":"GOOD"}]`),
	}, ordo.WithMaxAttempts(1))
	all, err := post.CleanAddresses(t.Context(), "спб примерная 1", "нигде")
	require.NoError(t, err)
	require.True(t, all[0].Usable())
	require.Equal(t, "190000", all[0].Index)
	require.False(t, all[1].Usable())
	_, err = post.CleanAddresses(t.Context(), "a", "b", "c")
	require.ErrorContains(t, err, "lacks text 2")
	_, err = post.CleanAddresses(t.Context(), "a")
	require.ErrorContains(t, err, "was not asked for")
	names, err := post.CleanNames(t.Context(), "петров иван сергеевич")
	require.NoError(t, err)
	require.True(t, names[0].Usable())
	phones, err := post.CleanPhones(t.Context(), "8 901 000-00-02")
	require.NoError(t, err)
	require.Equal(t, russianpost.Digits("79010000002"), phones[0].Digits())
	require.True(t, phones[0].Usable())
}

func TestThePublicCalculator(t *testing.T) {
	const calculate = "GET /v2/calculate/tariff/delivery"
	v, via := with(map[string][]answer{calculate: {
		{body: `{"version_api":2,"id":4020,"name":"Посылка с объявленной ценностью","mailtype":4,"mailctg":2,"from":101000,"to":190000,"weight":1200,"date":20260203,
			"items":[{"id":"5203","name":"срок","delivery":{"min":3,"max":4}}],"ground":{"val":35000,"valnds":42700,"valmark":35000},"pay":35000,"paynds":42700,"ndsrate":22,"nds":7700,
			"delivery":{"min":3,"max":4,"deadline":"20260207T235900"},"place":"C5-d01-8"}`},
		{status: 400, body: `{"errors":[{"msg":"Нет такого индекса","code":1207,"type":1}]}`},
	}})
	tariff := russianpost.NewTariff(via)
	object := russianpost.Object(russianpost.Parcel, russianpost.DeclaredValue)
	require.Equal(t, 4020, object)
	require.Zero(t, russianpost.Object("NEW", russianpost.Ordinary))
	p, err := tariff.GetPrice(t.Context(), russianpost.TariffQuery{
		Object: object, From: "101000", To: "190000", Weight: 1200, DeclaredValue: 499000, Date: "2026-02-03", Services: []int{41, 42}, Sizes: &russianpost.Dimension{Length: 30, Width: 20, Height: 15},
	})
	require.NoError(t, err)
	require.NoError(t, p.Problem)
	require.Equal(t, russianpost.Kopecks(42700), p.PayVAT)
	require.Equal(t, 4, p.Delivery.Max)
	require.Equal(t, time.Date(2026, 2, 7, 20, 59, 0, 0, time.UTC), p.Delivery.Deadline.UTC())
	q := v.last(calculate).query
	require.Equal(t, "20260203", q.Get("date"))
	require.Equal(t, "41,42", q.Get("service"))
	require.Equal(t, "30x20x15", q.Get("size"))
	require.True(t, q.Has("json"))
	require.Empty(t, v.last(calculate).header.Get("Authorization"))
	_, err = tariff.GetPrice(t.Context(), russianpost.TariffQuery{Object: object, Weight: 1})
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
	require.ErrorContains(t, err, "Нет такого индекса")
	require.Equal(t, "1207", failure(t, err).Code)
}

func TestOffices(t *testing.T) {
	v, post := client(map[string][]answer{
		"GET /postoffice/1.0/190000": one(testdata(t, "office.json")), "GET /postoffice/1.0/by-address": {{body: `{"is-matched":false,"postoffices":[]}`}, {body: `{"postoffices":[]}`}},
		"GET /postoffice/1.0/nearby": one("[" + testdata(t, "office.json") + "]"), "GET /postoffice/1.0/190000/services": one(`[{"code":"1090300","group-id":1,"name":"x"}]`),
		"GET /postoffice/1.0/settlement.offices.codes": one(`["190000","190005"]`),
	}, ordo.WithMaxAttempts(1))
	o, err := post.GetOffice(t.Context(), "190000")
	require.NoError(t, err)
	require.Equal(t, "10:00:00.000", o.Hours[0].Begin)
	found, err := post.FindOffices(t.Context(), "спб", 0)
	require.NoError(t, err, "an address without an office is no error")
	require.Empty(t, found.Indexes)
	_, err = post.FindOffices(t.Context(), "спб", 0)
	require.Equal(t, ordo.Retry, failure(t, err).Class)
	near, err := post.ListNearby(t.Context(), russianpost.Nearby{Latitude: "59.93", Longitude: "30.31", Top: 5, At: time.Date(2026, 2, 3, 7, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	require.Len(t, near, 1)
	require.Equal(t, "2026-02-03T10:00:00", v.last("GET /postoffice/1.0/nearby").query.Get("current-date-time"))
	services, err := post.ListOfficeServices(t.Context(), "190000")
	require.NoError(t, err)
	require.Equal(t, "1090300", services[0].Code)
	indexes, err := post.ListIndexes(t.Context(), "Санкт-Петербург", "", "")
	require.NoError(t, err)
	require.Len(t, indexes, 2)
}

func zipped(t *testing.T, name, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	require.NoError(t, err)
	_, err = w.Write([]byte(body))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestAllPointsComeInAZip(t *testing.T) {
	const list = "GET /1.0/unloading-passport/zip"
	good := `{"vsnapshot":"1","unloadingDate":"2026-02-03T00:00:00","passportElements":[
		{"type":"ПВЗ","address":{"address-type":"DEFAULT","index":"904190","place":"Санкт-Петербург","manualInput":false},"latitude":"59.93","longitude":30.31,"ecom":"1","onlineParcel":"0",
		 "ecomOptions":{"brandName":"Почта","partialRedemption":true,"weightLimit":15.0},"workTime":["пн, открыто: 10:00 - 20:00"]},
		7,{"type":"АПС","address":{"index":"916190"},"ecom":"1"}]}`
	for name, c := range map[string]struct {
		body string
		rows int
		fail bool
	}{
		"a list": {zipped(t, "PVZ03_February_2026.txt", good), 3, false}, "no list in it": {zipped(t, "a.bin", good), 0, true}, "no ZIP": {"[]", 0, true},
		"cut": {zipped(t, "PVZ.txt", good[:len(good)-20]), 2, true}, "another form": {zipped(t, "PVZ.txt", `{"x":[]}`), 0, true}, "broken": {zipped(t, "PVZ.txt", good)[:60], 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, post := client(map[string][]answer{list: one(c.body)}, ordo.WithMaxAttempts(1))
			var rows []russianpost.Point
			var failed error
			for p, err := range post.ListPoints(t.Context(), russianpost.PickUpPoints) {
				if err != nil {
					failed = err
					continue
				}
				rows = append(rows, p)
			}
			require.Len(t, rows, c.rows)
			require.Equal(t, c.fail, failed != nil, "%v", failed)
			if name == "a list" {
				require.Equal(t, "904190", rows[0].Address.Index)
				require.True(t, rows[0].ECOM)
				require.False(t, rows[0].OnlineParcel)
				require.True(t, rows[0].Options.PartialRedemption)
				require.Equal(t, "15.0", string(rows[0].Options.WeightLimit))
				require.Error(t, rows[1].Problem)
				require.NoError(t, rows[2].Problem)
			}
		})
	}
}

func TestTheAccount(t *testing.T) {
	_, post := client(map[string][]answer{
		"GET /1.0/settings": one(`{"api_enabled":false,"apig_access_token":"secret","agreement-date":"2019-05-27"}`), "GET /1.0/counterpart/balance": one(`{"balance":0,"balance-date":"2026-02-03","work-with-balance":false}`),
		"POST /1.0/unreliable-recipient": one(`[{"raw-address":"a","raw-full-name":"b","raw-telephone":"c","unreliability":"RELIABLE"}]`), "GET /1.0/made/up": one(`{"a":1}`),
	})
	s, err := post.GetSettings(t.Context())
	require.NoError(t, err)
	require.False(t, *s.APIEnabled)
	require.NotContains(t, s.Extra, "apig_access_token")
	b, err := post.GetBalance(t.Context())
	require.NoError(t, err)
	require.Zero(t, *b.Sum)
	r, err := post.CheckRecipient(t.Context(), russianpost.Recipient{Address: "a", Name: "b", Phone: "c"})
	require.NoError(t, err)
	require.Equal(t, "RELIABLE", r.Reliability)
	var raw map[string]any
	require.NoError(t, post.Call(t.Context(), "GET", "/1.0/made/up?x=1", nil, &raw))
	require.Equal(t, map[string]any{"a": float64(1)}, raw)
}

func TestTheTableOfErrorsHasEachCodeOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range russianpost.Errors() {
		require.False(t, seen[i.Code], i.Code)
		seen[i.Code] = true
		require.NotZero(t, i.Class, i.Code)
		require.NotEmpty(t, i.Meaning, i.Code)
		require.Equal(t, i, russianpost.ErrorOf(i.Code))
	}
}
