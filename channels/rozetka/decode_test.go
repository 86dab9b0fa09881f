package rozetka

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

func TestAnOrderIsReadAsItComes(t *testing.T) {
	o := read[Order]([]byte(`{
		"id": "910000123", "market_id": 7001, "created": "2026-03-01 10:15:00", "changed": "2026-03-01 10:15:02", "amount": 1500, "amount_with_discount": "1400.00",
		"cost": null, "status": "61", "status_group": "1", "ttn": null, "callback_off": 1, "can_prolong": 0, "is_viewed": true, "duplicate_order_id": "112",
		"seller_comment": [{"comment": "a", "created": 1490203200}, {"comment": "b", "created": "2026-03-01 10:15:00"}], "seller_comment_created": "",
		"user_title": [], "delivery": {"cost": null, "city": [], "delivery_method_id": null, "place_number": 76},
		"purchases": [], "payment": null, "novelty": {"a": 1}}`))
	require.NoError(t, o.Problem)
	require.Equal(t, []any{int64(910000123), 61, 1, "", true, false, int64(112)}, []any{o.ID, o.Status, o.StatusGroup, o.TTN, o.NoCallback, o.CanProlong, o.DuplicateOf})
	require.Equal(t, []amount.Money{amount.UAH(150000), amount.UAH(140000), {}}, []amount.Money{o.Amount, o.AmountWithDiscount, o.Cost})
	require.True(t, time.Date(2017, 3, 22, 17, 20, 0, 0, time.UTC).Equal(o.SellerComments[0].Created))
	require.True(t, time.Date(2026, 3, 1, 8, 15, 0, 0, time.UTC).Equal(o.SellerComments[1].Created), "winter time")
	require.Equal(t, "76", o.Delivery.Number)
	require.JSONEq(t, `{"a": 1}`, string(o.Extra["novelty"]))
	require.Regexp(t, `^2026-03-01 10:15:02 [0-9a-f]{16}$`, o.Mark)
	require.True(t, o.Has(ExpandPurchases, ExpandDelivery, ExpandPayment), "they came, be they empty or null")
	require.False(t, o.Has(ExpandUser))
}

// fault: the time of change is known to the second, so that an order which changed twice within one was read once
func TestAMarkTellsTwoChangesOfOneSecondApart(t *testing.T) {
	const row = `{"id":1,"changed":"2026-03-01 10:15:02","status":26,"ttn":"","cost_with_discount":"10.00","total_quantity":1,"current_seller_comment":""}`
	first := read[Order]([]byte(row)).Mark
	require.Equal(t, first, read[Order]([]byte(row)).Mark)
	for was, is := range map[string]string{
		`26`: `42`, `"ttn":""`: `"ttn":"20450000000001"`, `10.00`: `9.00`, `quantity":1`: `quantity":2`, `comment":""`: `comment":"a"`,
	} {
		require.NotEqual(t, first, read[Order]([]byte(strings.Replace(row, was, is, 1))).Mark, is)
	}
	require.Empty(t, read[Order]([]byte(`{"id":1,"status":26}`)).Mark, "nothing to tell it by")
}

func TestAnOddValueIsKeptBesideTheOthers(t *testing.T) {
	o := read[Order]([]byte(`{"id": 5, "status": {"id": 1}, "amount": "12.345", "purchases": [{"id": 1, "quantity": "two"}, {"id": 2, "quantity": 2}]}`))
	require.ErrorContains(t, o.Problem, "status")
	require.ErrorContains(t, o.Problem, "purchases[0].quantity")
	require.JSONEq(t, `{"id": 1}`, string(o.Extra["status"]))
	require.Equal(t, `"two"`, string(o.Purchases[0].Extra["quantity"]))
	require.Equal(t, 2, o.Purchases[1].Quantity)
}

func TestWindowsOfTimeHoldTheirHourWhenTheClocksChange(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		return when
	}
	for _, tt := range []struct{ at, from, until string }{
		{"2026-01-15T10:00:00Z", "2026-01-15 12:00:00", "2026-01-15 12:00:00"},
		{"2026-07-15T10:00:00Z", "2026-07-15 13:00:00", "2026-07-15 13:00:00"},
		{"2026-03-29T00:59:59Z", "2026-03-29 02:59:59", "2026-03-29 02:59:59"}, // the last second of winter
		{"2026-03-29T01:00:00Z", "2026-03-29 04:00:00", "2026-03-29 04:00:00"},
		{"2026-10-24T23:59:59Z", "2026-10-25 02:59:59", "2026-10-25 02:59:59"},
		{"2026-10-25T00:30:00Z", "2026-10-25 02:30:00", "2026-10-25 04:30:00"}, // shown twice
		{"2026-10-25T01:30:00Z", "2026-10-25 02:30:00", "2026-10-25 04:30:00"},
		{"2026-10-25T02:00:00Z", "2026-10-25 04:00:00", "2026-10-25 04:00:00"},
		{"2026-05-01T10:00:00.5Z", "2026-05-01 13:00:00", "2026-05-01 13:00:01"},
	} {
		require.Equal(t, []string{tt.from, tt.until}, []string{from(at(tt.at)), until(at(tt.at))}, tt.at)
	}
	sure := &Order{Changed: at("2026-10-25T02:00:00Z")}
	require.True(t, sure.Changed.Equal(occurred(sure)))
	require.Zero(t, occurred(&Order{Changed: at("2026-10-25T00:30:00Z")}), "which of the two it was is not known")
	require.Zero(t, occurred(&Order{Changed: at("2026-10-25T01:30:00Z")}))
	require.Zero(t, occurred(&Order{}))
}

func TestFiltersAreSentInROZETKAsWords(t *testing.T) {
	yes, no, two := true, false, 2
	winter := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	for want, f := range map[string]OrderFilter{
		"types=1": {},
		"types=6&changed_from=2026-01-15 12:00:00&changed_to=2026-01-15 13:00:00":                     {Category: CategoryUnsuccessful, ChangedFrom: winter, ChangedTo: winter.Add(time.Hour)},
		"type=3&created_from=2026-01-15 12:00:00&status_updated_to=2026-01-15 12:00:00":               {Group: 3, CreatedFrom: winter, StatusTo: winter},
		"types=1&id=5&status=26&group_id=7&status_payment_id=2&carrier_inner_id=4&refund_status=1":    {ID: 5, Status: 26, GroupID: 7, PaymentStatus: 2, CarrierInner: 4, RefundStatus: 1},
		"types=1&item_id=чай&userName=Зразок&user_phone=38067&seller_comment=так&ttn=0&sort=-changed": {Item: "чай", UserName: "Зразок", Phone: "38067", Comment: "так", TTN: WithoutTTN, Sort: "-changed"},
		"types=1&deliveries=5,2024&localities=1&payment_methods=1,2&amountFrom=10.00&amountTo=20.50": {
			Deliveries: []int64{5, 2024}, Localities: []int64{1}, PaymentMethods: []int64{1, 2}, AmountFrom: amount.UAH(1000), AmountTo: amount.UAH(2050),
		},
		"types=1&is_viewed=1&is_fulfillment=0&is_promo=1&prro_receipt_status=0&has_market_review=1&is_reserve_ending=0&has_kit=1&has_refund=0": {
			Viewed: &yes, Fulfillment: &no, Promo: &yes, Fiscalized: &no, Reviewed: &yes, ReserveEnds: &no, WithKit: &yes, Refunded: &no,
		},
		"types=1&user_feedback=0&is_smart=2&is_review_request_send=2&expand=purchases,delivery": {
			Complaints: &yes, Premium: &no, ReviewAsked: &two, Expand: []Expand{ExpandPurchases, ExpandDelivery},
		},
	} {
		q, err := url.ParseQuery(want)
		require.NoError(t, err)
		require.NoError(t, f.check())
		require.Equal(t, q, f.query(), want)
	}
	require.Error(t, OrderFilter{Category: CategoryNew, Group: 1}.check())
	require.Error(t, OrderFilter{TTN: "123"}.check())
}

func TestErrorsOfAnyShapeAreRead(t *testing.T) {
	for body, want := range map[string]string{
		`{"success":false,"errors":{"message":"incorrect_username_password","code":1004,"description":"Неправильний логін","details":null}}`: "auth 1004",
		`{"success":false,"errors":[{"message":"incorrect_access_token","code":1020}]}`:                                                      "auth 1020",
		`{"success":false,"errors":{"code":1019,"message":"entity_not_found"}}`:                                                              "not-found 1019",
		`{"success":false,"errors":{"code":5503,"message":"technical_maintenance"}}`:                                                         "retry 5503",
		`{"success":false,"errors":{"code":0,"message":"server_error"}}`:                                                                     "in-doubt 0",
		`{"success":false,"errors":{"code":777,"message":"new_one"}}`:                                                                        "invalid 777",
		`{"success":false,"errors":{"55100":{"reason":[{"id":7}]}}}`:                                                                         "invalid ",
		`{"success":false,"errors":"maintenance"}`:                                                                                           "invalid ",
		`{"success":false,"errors":null}`:                                                                                                    "",
		`{"success":true,"content":{}}`:                                                                                                      "",
		`{"success":false}`:                                                                                                                  "",
		`[]`:                                                                                                                                 "",
		`{"errors":{"code":1005}}`:                                                                                                           "",
	} {
		e := judge(&rest.Reply{Status: 200, Body: []byte(body)})
		got := ""
		if e != nil {
			got = e.Class.String() + " " + e.Code
			require.NotEmpty(t, e.Text)
		}
		require.Equal(t, want, got, body)
	}
	for body, want := range map[string]Details{
		`"text"`: {{"", "text"}}, `null`: nil, `[]`: nil, `["a",7]`: {{"", "a"}, {"", "7"}},
		`{"status":["a","b"],"ttn":"c"}`: {{"status", "a"}, {"status", "b"}, {"ttn", "c"}},
		`{"purchases":{"0":["odd"]}}`:    {{"purchases", `{"0":["odd"]}`}},
	} {
		var ds Details
		require.NoError(t, json.Unmarshal([]byte(body), &ds))
		require.Equal(t, want, ds, body)
	}
}

func TestWaybillNumbersOfTheCarrier(t *testing.T) {
	for _, tt := range []struct {
		service      int64
		number, want string
	}{
		{ServiceNovaPoshta, "20450000000001", "20450000000001"},
		{ServiceNovaPoshta, " 20 4500 0000 0001 ", "20450000000001"},
		{ServiceNovaPoshta, "20-4500-0000-0001", "20450000000001"},
		{ServiceNovaPoshta, "2045000000000", ""},
		{ServiceNovaPoshta, "204500000000012", ""},
		{ServiceNovaPoshta, "2045000000000A", ""},
		{ServiceUkrposhta, "0500012345678", "0500012345678"},
		{ServiceUkrposhta, "RB123456789UA", "RB123456789UA"},
		{ServiceUkrposhta, "050001234567", ""},
		{ServiceMeest, "722-1000001", "722-1000001"},
		{ServiceROZETKA, "RMP-835110782", "RMP-835110782"},
		{36, "our own 7", "ourown7"},
		{36, "none", ""},
	} {
		got, err := waybill(tt.service, tt.number)
		require.Equal(t, tt.want, got, tt.number)
		require.Equal(t, tt.want == "", err != nil, tt.number)
	}
	require.True(t, sameTTN("rmp-835110782", "RMP835110782"))
	require.False(t, sameTTN("20450000000001", "20450000000002"))
}

// An order that is understood can be imported, and its reports make sense for the order that it makes.
func FuzzReading(f *testing.F) {
	clienttest.Seeds(f, "*.json",
		`{"id":1,"status":61,"ttn":"20450000000001","amount_with_discount":"10.00","cost_with_discount":"15.00","delivery":{"cost":5,"delivery_date":"2026-03-05"},"purchases":[{"id":1,"quantity":2,"cost_with_discount":10,"status":2}]}`,
		`{"id":2,"status":95,"amount_with_discount":0,"delivery":[],"purchases":[{"id":1,"quantity":1,"cost_with_discount":0,"status":7},{"id":3,"quantity":1,"status":0,"kit_id":5}]}`)
	ch := New(Token("t0ken")).Channel()
	f.Fuzz(func(t *testing.T, body []byte) {
		var e struct{ Content json.RawMessage }
		if json.Unmarshal(body, &e) == nil && len(e.Content) > 0 {
			body = e.Content
		}
		if !json.Valid(body) {
			return
		}
		o := read[Order](body)
		r := ch.reading(&o)
		if r.Problem != nil {
			return
		}
		s := r.Snapshot
		s.ID, s.Authority = "rz-1/1", order.Rozetka
		by := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
		placed, _, err := order.Import(s, by)
		if err != nil {
			t.Fatalf("it is understood and cannot be imported: %v", err)
		}
		for _, report := range r.Reports {
			var no *order.Refused
			if _, err := placed.Observe(report, by); err != nil && !errors.As(err, &no) {
				t.Fatalf("%T: %v", report, err)
			}
		}
	})
}

// Whatever comes, an answer is read without a panic, and a refusal has a reason.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"success":false,"errors":{"code":1005,"details":{"status":["x"]}}}`, `{"success":true,"content":{"orders":{"0":{"id":1}},"_meta":{"pageCount":"2"}}}`,
		`{"success":true,"content":[]}`, `{"success":"1","content":{"orders":null}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := &rest.Reply{Status: 200, Body: body}
		if e := judge(r); e != nil && e.Text == "" {
			t.Fatal("a refusal without a reason")
		}
		_ = decodeAnswer(r, &listing{names: []string{"orders"}})
		_ = decodeAnswer(r, &orderAnswer{})
		_ = decodeAnswer(r, nil)
	})
}
