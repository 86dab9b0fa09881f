package rozetkatest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
)

const login = `{"username":"shop-demo","password":"cGFzcy1kZW1vLTE="}`

// shop is a seller with a token, and the clock of the marketplace.
type shop struct {
	*rozetkatest.Server
	t     *testing.T
	clock *fake.Clock
	token string
	head  map[string]string
}

// answer is an answer of ROZETKA with one error at most.
type answer struct {
	Success bool
	Content json.RawMessage
	Errors  struct {
		Code    int
		Message string
		Details any
	}
	status int
}

func open(t *testing.T, st rozetkatest.Settings) *shop {
	t.Helper()
	clock := fake.NewClock(time.Date(2026, 3, 2, 8, 15, 0, 0, time.UTC)) // 10:15 in Kyiv
	st.Now = clock.Now
	s := &shop{Server: rozetkatest.New(st), t: t, clock: clock, head: map[string]string{"Accept-Validate-Exception": "1"}}
	t.Cleanup(s.Close)
	s.login()
	return s
}

func (s *shop) login() {
	s.t.Helper()
	a := s.call("POST", "/sites", login)
	require.True(s.t, a.Success)
	var content struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(s.t, json.Unmarshal(a.Content, &content))
	s.token = content.AccessToken
}

func (s *shop) raw(method, path, body string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, "https://api-seller.rozetka.com.ua"+path, strings.NewReader(body))
	require.NoError(s.t, err)
	for name, value := range s.head {
		req.Header.Set(name, value)
	}
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	resp, err := s.Transport().RoundTrip(req)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return resp.StatusCode, b
}

func (s *shop) call(method, path, body string) (a answer) {
	s.t.Helper()
	status, b := s.raw(method, path, body)
	require.NoError(s.t, json.Unmarshal(b, &a), string(b))
	a.status = status
	return a
}

// get returns the content of an answer that is a success.
func (s *shop) get(path string) map[string]any {
	s.t.Helper()
	a := s.call("GET", path, "")
	require.True(s.t, a.Success, "%s: %+v", path, a.Errors)
	var content map[string]any
	require.NoError(s.t, json.Unmarshal(a.Content, &content))
	return content
}

// found returns the numbers of the orders that a search finds.
func (s *shop) found(query string) (ids []int64) {
	s.t.Helper()
	for _, o := range s.get("/orders/search?" + query)["orders"].([]any) {
		ids = append(ids, int64(o.(map[string]any)["id"].(float64)))
	}
	return ids
}

func (s *shop) put(id int64, body string) answer {
	s.t.Helper()
	return s.call("PUT", fmt.Sprintf("/orders/%d", id), body)
}

// set walks an order through statuses, each of which must be taken.
func (s *shop) set(id int64, statuses ...int) {
	s.t.Helper()
	for _, status := range statuses {
		a := s.put(id, fmt.Sprintf(`{"status":%d}`, status))
		require.True(s.t, a.Success, "to %d: %+v", status, a.Errors)
	}
}

func (s *shop) status(id int64) int {
	s.t.Helper()
	o, ok := s.Order(id)
	require.True(s.t, ok)
	return o.Status
}

var kettle = rozetkatest.Order{Lines: []rozetkatest.Line{
	{OfferID: "CH-1", Article: "CH-1", Name: "Чайник", Price: 750_00, Discount: 50_00, Quantity: 2},
}}

func TestThePasswordComesInBase64(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	s.token = ""
	for _, body := range []string{
		`{"username":"shop-demo","password":"pass-demo-1"}`, `{"username":"other","password":"cGFzcy1kZW1vLTE="}`,
	} {
		a := s.call("POST", "/sites", body)
		require.False(t, a.Success)
		require.Equal(t, 200, a.status)
		require.Equal(t, 1004, a.Errors.Code)
	}
	require.Equal(t, 1002, s.call("POST", "/sites", `{"login":"shop-demo"}`).Errors.Code)
	s.head["Content-Type"] = "application/x-www-form-urlencoded"
	require.True(t, s.call("POST", "/sites", "username=shop-demo&password=cGFzcy1kZW1vLTE%3D").Success)
}

func TestATokenLivesForADay(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	s.clock.Advance(24*time.Hour - time.Second)
	require.True(t, s.call("GET", "/orders/search", "").Success)
	s.clock.Advance(time.Second)
	a := s.call("GET", "/orders/search", "")
	require.Equal(t, []any{200, 1020, "incorrect_access_token"}, []any{a.status, a.Errors.Code, a.Errors.Message})
	s.login()
	require.True(t, s.call("GET", "/orders/search", "").Success)
	require.True(t, s.call("POST", "/sites/logout", "").Success)
	require.Equal(t, 1020, s.call("GET", "/orders/search", "").Errors.Code)
	s.token = ""
	require.Equal(t, 5401, s.call("GET", "/orders/search", "").Errors.Code)
}

func TestATokenOfTheCabinetLivesWhileItIsUsed(t *testing.T) {
	s := open(t, rozetkatest.Settings{Token: "cabinet-token", ExpiredAs401: true})
	s.token = "cabinet-token"
	for range 5 {
		s.clock.Advance(23 * time.Hour)
		require.True(t, s.call("GET", "/orders/search", "").Success)
	}
	s.clock.Advance(24 * time.Hour)
	a := s.call("GET", "/orders/search", "")
	require.Equal(t, []any{401, 6001}, []any{a.status, a.Errors.Code})
}

func TestALoginWithoutTheRoleSeesNoOrders(t *testing.T) {
	s := open(t, rozetkatest.Settings{NoOrderRights: true})
	require.Equal(t, 1010, s.call("GET", "/orders/search", "").Errors.Code)
	require.True(t, s.call("GET", "/goods/on-sale", "").Success)
}

func TestErrorsComeAsAnArrayToo(t *testing.T) {
	s := open(t, rozetkatest.Settings{Errors: rozetkatest.ErrorArray})
	_, b := s.raw("GET", "/orders/5", "")
	require.JSONEq(t, `{"success":false,"errors":[{"code":1404,"message":"model_not_found","description":"Модель не знайдена","details":null}]}`, string(b))
}

// Orders that ended are hidden until they are asked for.
func TestASearchWithoutATypeFindsOrdersInProcess(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	fresh, work, road, done, cancelled := s.Place(kettle), s.Place(kettle), s.Place(kettle), s.Place(kettle), s.Place(kettle)
	for id, status := range map[int64]int{work: 26, road: 4, done: 6, cancelled: 42} {
		require.NoError(t, s.SetStatus(id, status))
	}
	for query, want := range map[string][]int64{
		"":                            {road, work, fresh},
		"type=1":                      {road, work, fresh},
		"type=2":                      {done},
		"type=3":                      {cancelled},
		"types=1":                     {cancelled, done, road, work, fresh},
		"types=2":                     {work},
		"types=3":                     {done},
		"types=4":                     {fresh},
		"types=5":                     {road},
		"types=6":                     {cancelled},
		"sort=id":                     {fresh, work, road},
		"sort=%2Bid":                  {fresh, work, road},
		fmt.Sprintf("id=%d", done):    nil,
		"status=42":                   nil,
		"status=42&types=6":           {cancelled},
		"types=4&status=26":           nil,
		"deliveries=5,1&localities=1": {road, work, fresh},
	} {
		require.Equal(t, want, s.found(query), query)
	}
}

func TestEveryFilterIsAppliedOrRefused(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	plain := s.Place(kettle)
	other := s.Place(rozetkatest.Order{
		Buyer:     rozetkatest.Person{LastName: "Коваль", FirstName: "Іван", Phone: "380501112233"},
		Recipient: rozetkatest.Person{LastName: "Мельник", FirstName: "Ганна", Phone: "380670000009"},
		Lines:     []rozetkatest.Line{{OfferID: "LAMP", Name: "Лампа", Price: 120_50, KitID: 7}},
		Delivery:  rozetkatest.Delivery{ServiceID: 2024, CityID: 31, City: "Львів"},
		Payment:   rozetkatest.Payment{MethodID: 4524, Status: "paid"}, Smart: true, Promo: true, Fulfilment: true, GroupID: 55,
	})
	s.set(other, 26)
	require.True(t, s.put(other, `{"status":61,"ttn":"AB12345","seller_comment":"лампу загорнути"}`).Success)
	o, _ := s.Order(other)
	for query, want := range map[string]int64{
		fmt.Sprintf("id=%d", other): other, fmt.Sprintf("item_id=%d", o.Lines[0].ItemID): other, "item_id=лам": other,
		"status=61": other, "delivery_id=2024": other, "localities=31": other, "payment_methods=4524": other,
		"status_payment_id=2": other, "userName=мельник": other, "user_phone=380501112233": other, "seller_comment=загорнути": other,
		"amountFrom=100&amountTo=121": other, "amountFrom=1000.5": plain, "ttn=1": other, "ttn=0": plain, "ttn=1234": other,
		"is_viewed=1": other, "is_viewed=0": plain, "is_fulfillment=1": other, "is_promo=1": other, "has_kit=1": other,
		"is_smart=1": other, "is_smart=2": plain, "group_id=55": other, "type=1&item_id=чай": plain,
		"user_feedback=0": 0, "user_feedback=1&is_smart=1": other, "has_market_review=1": 0, "has_refund=1": 0, "refund_status=1": 0,
		"prro_receipt_status=1": 0, "is_reserve_ending=1": 0, "is_review_request_send=2": 0, "carrier_inner_id=1": 0, "ttn=123": 0,
	} {
		var ids []int64
		if want != 0 {
			ids = []int64{want}
		}
		require.Equal(t, ids, s.found(query), query)
	}
	for _, query := range []string{
		"id=x", "id=1,2", "status=", "type=4", "types=7", "type=1&types=1", "created_from=1.3.2026", "changed_to=2026-13-01",
		"amountFrom=many", "ttn=a-1", "is_viewed=yes", "is_smart=0", "user_feedback=2", "colour=red", "pageSize=50", "page=x",
		"sort=colour", "expand=colour", "expand=item_details", "status=1&status=2", "%zz",
	} {
		a := s.call("GET", "/orders/search?"+query, "")
		require.False(t, a.Success, query)
		require.Contains(t, []int{1002, 1005}, a.Errors.Code, query)
	}
	s.head = map[string]string{}
	require.Empty(t, s.found("types=7"), "silently nothing, until Accept-Validate-Exception")
	require.False(t, s.call("GET", "/orders/search?colour=red", "").Success)
	s.head["Content-Language"] = "pl"
	require.False(t, s.call("GET", "/orders/search", "").Success)
}

func TestDatesAreOfKyivAndIncludeTheirBounds(t *testing.T) {
	s := open(t, rozetkatest.Settings{TakeWithin: -1})
	first := s.Place(kettle) // 10:15:00
	s.clock.Advance(14 * time.Hour)
	second := s.Place(kettle) // the next day, 00:15:00
	for query, want := range map[string][]int64{
		"created_from=2026-03-02&created_to=2026-03-02":                        {first},
		"created_from=2026-03-03&created_to=2026-03-03":                        {second},
		"created_from=2026-03-02+10:15:00":                                     {second, first},
		"created_from=2026-03-02+10:15:01":                                     {second},
		"created_to=2026-03-02+10:15":                                          {first},
		"changed_from=2026-03-03":                                              {second},
		"status_updated_from=2026-03-02&status_updated_to=2026-03-02+23:59:59": {first},
	} {
		require.Equal(t, want, s.found(query), query)
	}
	s.clock.Advance(time.Hour)
	s.set(first, 26)
	require.Equal(t, []int64{second, first}, s.found("changed_from=2026-03-03"))
	require.Equal(t, []int64{first}, s.found("changed_from=2026-03-03+00:15:01"))
	require.Equal(t, "2026-03-03 01:15:00", s.get(fmt.Sprintf("/orders/%d", first))["changed"])
}

func TestAPageHasTwentyOrders(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for range 41 {
		s.Place(kettle)
	}
	var all []int64
	for page := 1; page <= 3; page++ {
		all = append(all, s.found(fmt.Sprintf("sort=id&page=%d", page))...)
	}
	require.Len(t, all, 41)
	require.True(t, slices.IsSorted(all))
	require.Equal(t, all[40:], s.found("sort=id&page=4"), "the last page again")
	meta := s.get("/orders/search?page=3")["_meta"]
	require.Equal(t, map[string]any{"totalCount": 41., "pageCount": 3., "currentPage": 3., "perPage": 20.}, meta)
	require.Equal(t, "61500.00", s.get("/orders/search?page=3")["totalFields"].(map[string]any)["amount"], "of all pages")

	ignoring := open(t, rozetkatest.Settings{IgnorePage: true})
	for range 21 {
		ignoring.Place(kettle)
	}
	require.Equal(t, ignoring.found("page=1"), ignoring.found("page=2"))
}

func TestFieldsComeOnlyWhenTheyAreAskedFor(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	o := kettle
	o.Delivery.Cost, o.Sure, o.BuyerComment = 80_00, true, "після 18"
	id := s.Place(o)
	bare := s.get(fmt.Sprintf("/orders/%d", id))
	for _, name := range []string{"purchases", "delivery", "payment", "payment_type_name", "status_data", "status_available", "user"} {
		require.NotContains(t, bare, name)
	}
	require.Equal(t, []any{"1500.00", "1400.00", "1580.00", "1480.00"},
		[]any{bare["amount"], bare["amount_with_discount"], bare["cost"], bare["cost_with_discount"]})
	require.Equal(t, []any{"", "", 1., 4., nil, nil, "після 18"}, []any{
		bare["ttn"], bare["current_seller_comment"], bare["callback_off"], bare["created_type"],
		bare["duplicate_order_id"], bare["group_id"], bare["comment"],
	})

	all := s.get(fmt.Sprintf("/orders/%d?expand=user,delivery,purchases,item_details,payment,payment_type_name,status_data,status_available,order_status_history,last_update_status,can_edit", id))
	require.Equal(t, "true", all["user"].(map[string]any)["email"], "never an address")
	require.Equal(t, "80.00", all["delivery"].(map[string]any)["cost"])
	row := all["purchases"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"750.00", "700.00", "1500.00", "1400.00", 2., 1., "CH-1"}, []any{
		row["price"], row["price_with_discount"], row["cost"], row["cost_with_discount"], row["quantity"], row["status"],
		row["item"].(map[string]any)["price_offer_id"],
	})
	payment := all["payment"].(map[string]any)
	require.Equal(t, []any{"cash", nil}, []any{payment["payment_type"], payment["payment_status"]})
	require.Equal(t, "Нове замовлення", all["status_data"].(map[string]any)["title"])
	require.Equal(t, []int{26, 40, 49}, children(all["status_available"]))
	require.Equal(t, "2026-03-02 10:15:00", all["last_update_status"])

	s.head["Content-Language"] = "ru"
	in := s.get(fmt.Sprintf("/orders/%d?expand=status_data", id))
	require.Equal(t, "Новый заказ", in["status_data"].(map[string]any)["title"])
}

func children(available any) (ids []int) {
	for _, row := range available.([]any) {
		ids = append(ids, int(row.(map[string]any)["child_id"].(float64)))
	}
	slices.Sort(ids)
	return ids
}

// Numbers, yes and no come in other shapes in a list than in one order.
func TestShapesAreMixed(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	basket := kettle
	basket.GroupID = 77
	first := s.Place(basket)
	require.Nil(t, s.get(fmt.Sprintf("/orders/%d", first))["group_id"], "alone")
	s.Place(basket)
	one := s.get(fmt.Sprintf("/orders/%d?expand=chatUser", first))
	listed := s.get("/orders/search?sort=id")["orders"].([]any)[0].(map[string]any)
	require.Equal(t, []any{0., false}, []any{one["can_prolong"], listed["can_prolong"]})
	require.Equal(t, []any{77., 2., 0.}, []any{one["group_id"], one["group_orders_count"], one["callback_off"]})
	require.Equal(t, one["id"], one["chatUser"].(map[string]any)["order_id"])
}

func TestDeliveryHasThreePrices(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for want, d := range map[any]rozetkatest.Delivery{"80.00": {Cost: 80_00}, "0.00": {Free: true}, nil: {}} {
		o := kettle
		o.Delivery = d
		got := s.get(fmt.Sprintf("/orders/%d?expand=delivery", s.Place(o)))
		require.Equal(t, want, got["delivery"].(map[string]any)["cost"])
	}
}

// The ways that were seen or are documented, and what is refused with which word. Of one real order each were seen: 61
// from 1; 3 without a waybill, 5 and 6 from 26.
func TestStatusesAreNotJumped(t *testing.T) {
	const no, never = "Наступний статус недоступний.", "Перехід в цей статус неможливий"
	for _, c := range []struct {
		from   int
		body   string
		want   int
		refuse string
	}{
		{1, `{"status":26}`, 26, ""},
		{1, `{"status":"26","ttn":null,"seller_comment":"прийнято"}`, 26, ""},
		{1, `{"status":61,"ttn":"20450000000001"}`, 0, "З 1 на 61. " + no},
		{1, `{"status":2}`, 0, "З 1 на 2. " + no},
		{1, `{"status":40}`, 40, ""},
		{1, `{"status":42}`, 0, never},
		{26, `{"status":2}`, 2, ""},
		{26, `{"status":61,"ttn":"20450000000001"}`, 61, ""},
		{26, `{"status":2,"ttn":"20450000000001"}`, 61, ""},
		{26, `{"status":61}`, 0, "ТТН"},
		{26, `{"status":47}`, 47, ""},
		{26, `{"status":55}`, 55, ""},
		{26, `{"status":13}`, 0, never},
		{26, `{"status":18}`, 0, never},
		{26, `{"status":42,"seller_comment":"немає"}`, 42, ""},
		{26, `{"status":41}`, 0, never},
		{26, `{"status":49}`, 0, "ID дубля"},
		{26, `{"status":49,"duplicate_order_id":7}`, 0, "7 не знайдено"},
		{26, `{"status":200}`, 0, never},
		{26, `{"status":3}`, 0, "Необхідно заповнити Номер ТТН"},
		{26, `{"status":5}`, 0, never},
		{26, `{"status":6}`, 0, never},
		{2, `{"status":3,"ttn":"20450000000001"}`, 3, ""},
		{2, `{"status":3}`, 0, "ТТН"},
		{2, `{"status":4}`, 4, ""},
		{2, `{"status":4,"ttn":"20450000000001"}`, 0, "ТТН"},
		{2, `{"status":6}`, 6, ""},
		{2, `{"status":26}`, 26, ""},
		{15, `{"status":61,"ttn":"20450000000001"}`, 0, no},
		{15, `{"status":26}`, 26, ""},
		{3, `{"status":5}`, 5, ""},
		{4, `{"status":5}`, 5, ""},
		{5, `{"status":6}`, 6, ""},
		{5, `{"status":11}`, 11, ""},
		{5, `{"status":12}`, 12, ""},
		{5, `{"status":42}`, 0, never},
		{6, `{"status":26}`, 0, no},
		{42, `{"status":26}`, 0, no},
		{26, `{"status":"x"}`, 0, "x"},
		{26, `{"status":2,"colour":"red"}`, 0, "colour"},
	} {
		s := open(t, rozetkatest.Settings{})
		id := s.Place(kettle)
		require.NoError(t, s.SetStatus(id, c.from))
		before, _ := s.Order(id)
		s.Forget()
		a := s.put(id, c.body)
		if c.refuse == "" {
			require.True(t, a.Success, "%d %s: %+v", c.from, c.body, a.Errors)
			require.Equal(t, c.want, s.status(id), "%d %s", c.from, c.body)
			require.Equal(t, 1, s.Commits("orders/update"))
			continue
		}
		require.False(t, a.Success, "%d %s", c.from, c.body)
		require.Equal(t, 200, a.status)
		require.Contains(t, fmt.Sprint(a.Errors.Details), c.refuse, "%d %s", c.from, c.body)
		after, _ := s.Order(id)
		require.Equal(t, before, after)
		require.Zero(t, s.Commits("*"))
	}
}

func TestFromWorkAboutTwentyCancellationsAreOpenAndFromThePickUpPointTwo(t *testing.T) {
	open1 := func(st rozetkatest.Settings, status int) (cancels []int) {
		s := open(t, st)
		id := s.Place(kettle)
		require.NoError(t, s.SetStatus(id, status))
		for _, row := range s.get(fmt.Sprintf("/orders/%d?expand=status_available_detailed", id))["status_available_detailed"].([]any) {
			if one := row.(map[string]any); one["front_group"] == 3. {
				cancels = append(cancels, int(one["child_id"].(float64)))
			}
		}
		return cancels
	}
	require.Len(t, open1(rozetkatest.Settings{}, 26), 11)
	require.Len(t, open1(rozetkatest.Settings{Profile: rozetkatest.Then}, 26), 20)
	require.Equal(t, []int{11, 12}, open1(rozetkatest.Settings{}, 5))
	require.Empty(t, open1(rozetkatest.Settings{}, 6))
}

func TestTheBuyerCanBeGivenUpAnHourAfterAnAttempt(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.set(id, 26, 47)
	require.False(t, s.put(id, `{"status":18}`).Success)
	s.clock.Advance(time.Hour)
	s.set(id, 18)

	again := s.Place(kettle)
	s.set(again, 26, 47, 26)
	s.clock.Advance(time.Hour)
	require.Contains(t, children(s.get(fmt.Sprintf("/orders/%d?expand=status_available", again))["status_available"]), 18)
	s.set(again, 18)

	require.False(t, s.put(s.Place(kettle), `{"status":48}`).Success)
	then := open(t, rozetkatest.Settings{Profile: rozetkatest.Then})
	id = then.Place(kettle)
	then.set(id, 26, 47, 48, 26)
}

func TestAWaybillIsChangedByGoingBack(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.set(id, 26)
	ttn := func() any { return s.get(fmt.Sprintf("/orders/%d", id))["ttn"] }
	require.Equal(t, "", ttn())
	require.True(t, s.put(id, `{"status":61,"ttn":"20450000000001"}`).Success)
	require.True(t, s.put(id, `{"status":61,"ttn":"20450000000002"}`).Success, "it says so")
	require.Equal(t, "20450000000001", ttn(), "and does not do it")
	s.set(id, 26)
	require.Nil(t, ttn())
	require.True(t, s.put(id, `{"status":61,"ttn":"20450000000002"}`).Success)
	require.Equal(t, "20450000000002", ttn())

	two := s.Place(kettle)
	s.set(two, 26, 2)
	require.True(t, s.put(two, `{"status":2,"ttn":"20450000000003"}`).Success)
	require.Equal(t, 61, s.status(two))
}

func TestAWaybillOfROZETKADeliveryClosesTheWayBack(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	o := kettle
	o.Delivery.ServiceID = 1
	id := s.Place(o)
	s.set(id, 26)
	require.True(t, s.put(id, `{"status":61,"ttn":"RMP-835110782"}`).Success)
	require.Equal(t, 80, s.status(id))
	require.False(t, s.put(id, `{"status":26}`).Success)
	require.Equal(t, []int64{id}, s.found("carrier_inner_id=1"))
	require.NoError(t, s.Track(id, 81, 3, 82, 4, 5, 6))
}

func TestAPutWithoutAStatusSucceedsAndChangesNothing(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	before, _ := s.Order(id)
	require.True(t, s.put(id, `{"ttn":"20450000000001","seller_comment":"x"}`).Success)
	after, _ := s.Order(id)
	require.Equal(t, before, after)
	require.Zero(t, s.Commits("orders/update"))
}

func TestALoneCommentIsKeptOrLost(t *testing.T) {
	for lose, want := range map[bool]any{false: "передзвонити", true: ""} {
		s := open(t, rozetkatest.Settings{LoseLoneComments: lose})
		id := s.Place(kettle)
		require.True(t, s.put(id, `{"status":1,"seller_comment":"передзвонити"}`).Success)
		require.Equal(t, want, s.get(fmt.Sprintf("/orders/%d", id))["current_seller_comment"])
	}
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	require.True(t, s.put(id, `{"status":26,"seller_comment":"перший"}`).Success)
	s.clock.Advance(time.Minute)
	require.True(t, s.put(id, `{"status":2,"seller_comment":"другий"}`).Success)
	got := s.get(fmt.Sprintf("/orders/%d", id))
	require.Equal(t, "2026-03-02 10:16:00", got["seller_comment_created"])
	require.Equal(t, "другий", got["seller_comment"].([]any)[0].(map[string]any)["comment"], "the newest first")
}

func TestLinesAreEditedOnlyInWork(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.List(rozetkatest.Good{ItemID: 55_900, OfferID: "LAMP", Name: "Лампа", Price: 120_00})
	o, _ := s.Order(id)
	row := o.Lines[0].ID
	edit := func(rows string) answer { return s.put(id, `{"purchases":[`+rows+`]}`) }
	old := fmt.Sprintf(`{"id":%d,"quantity":3}`, row)
	require.Equal(t, 1005, edit(old).Errors.Code, "in status 1")
	s.set(id, 26)
	for _, bad := range []string{
		``,
		`{"id":null,"item_id":45116,"quantity":1,"price":120,"is_additional_item":true}`,
		`{"id":1,"quantity":1}`,
		`{"item_id":99,"quantity":1}`,
		fmt.Sprintf(`{"id":%d,"quantity":0}`, row),
		fmt.Sprintf(`{"id":%d,"quantity":2,"price":"10.00"}`, row),
		fmt.Sprintf(`{"id":%d,"quantity":2,"kit_id":3}`, row),
		fmt.Sprintf(`{"id":%d,"quantity":2,"colour":"red"}`, row),
		old + "," + old,
		old + `,{"item_id":45116,"is_additional_item":true}`,
	} {
		require.False(t, edit(bad).Success, bad)
	}
	require.True(t, edit(old+`,{"id":null,"item_id":45116,"quantity":1,"price":120.5,"is_additional_item":true},{"item_id":55900}`).Success)
	got := s.get(fmt.Sprintf("/orders/%d?expand=purchases", id))
	require.Equal(t, "2490.50", got["amount"], "3 at 750.00, one at 120.50 and one at 120.00")
	require.Len(t, got["purchases"], 3)
	require.Nil(t, got["purchases"].([]any)[1].(map[string]any)["item"], "an additional sale has no good")

	o, _ = s.Order(id)
	require.True(t, edit(fmt.Sprintf(`{"id":%d}`, o.Lines[2].ID)).Success)
	got = s.get(fmt.Sprintf("/orders/%d?expand=purchases", id))
	require.Equal(t, "120.00", got["amount"])
	var statuses []any
	for _, r := range got["purchases"].([]any) {
		statuses = append(statuses, r.(map[string]any)["status"])
	}
	require.Equal(t, []any{1., 0., 0.}, statuses, "removed rows stay with status 0")
	require.False(t, s.put(id, `{"status":2,"purchases":[]}`).Success)

	dropping := open(t, rozetkatest.Settings{DropRemovedRows: true})
	id = dropping.Place(rozetkatest.Order{Status: 26, Lines: []rozetkatest.Line{{OfferID: "A", Price: 100}, {OfferID: "B", Price: 200}}})
	require.NoError(t, dropping.EditLines(id, func(l []rozetkatest.Line) []rozetkatest.Line { return l[1:] }))
	require.Len(t, dropping.get(fmt.Sprintf("/orders/%d?expand=purchases", id))["purchases"], 1)
}

func TestARestoredOrderIsFoundByTheOldOne(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	o, _ := s.Order(id)
	restore := func(id int64) answer {
		return s.call("POST", "/orders/restore", fmt.Sprintf(`{"id":%d,"purchases":[{"id":%d,"item_id":%d,"item_name":"Чайник","price":"750.00","cost":"750.00","cost_with_discount":"700.00","quantity":1,"status":1}]}`,
			id, o.Lines[0].ID, o.Lines[0].ItemID))
	}
	require.False(t, restore(id).Success, "it is not cancelled")
	s.set(id, 26, 42)
	require.Equal(t, true, s.get(fmt.Sprintf("/orders/%d", id))["can_copy"])
	a := restore(id)
	require.True(t, a.Success, "%+v", a.Errors)
	require.JSONEq(t, `{"status":"ok"}`, string(a.Content))
	old := s.get(fmt.Sprintf("/orders/%d", id))
	again := int64(old["duplicate_order_id"].(float64))
	require.Equal(t, []any{31., false}, []any{old["status"], old["can_copy"]})
	require.Contains(t, old["current_seller_comment"], fmt.Sprint(again))
	require.Equal(t, 26, s.status(again))
	require.Equal(t, "750.00", s.get(fmt.Sprintf("/orders/%d", again))["amount"])
	require.False(t, restore(id).Success, "only once")

	fakeOrder := s.Place(kettle)
	require.NoError(t, s.SetStatus(fakeOrder, 44))
	_, err := s.Restore(fakeOrder)
	require.Error(t, err)
	require.NoError(t, s.SetStatus(fakeOrder, 40))
	cabinet, err := s.Restore(fakeOrder)
	require.NoError(t, err)
	require.Equal(t, 3., s.get(fmt.Sprintf("/orders/%d", cabinet))["created_type"])
}

func TestADuplicateNamesTheOtherOrder(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	first, second := s.Place(kettle), s.Place(kettle)
	s.set(second, 26)
	require.True(t, s.put(second, fmt.Sprintf(`{"status":49,"duplicate_order_id":%d}`, first)).Success)
	require.Equal(t, float64(first), s.get(fmt.Sprintf("/orders/%d", second))["duplicate_order_id"])
}

func TestWhatIsLeftLyingIsClosed(t *testing.T) {
	for _, c := range []struct {
		profile rozetkatest.Profile
		days    int
		status  int
	}{{rozetkatest.Today, 30, 87}, {rozetkatest.Then, 45, 6}} {
		s := open(t, rozetkatest.Settings{Profile: c.profile, TokenLife: 1000 * time.Hour * 24})
		id := s.Place(kettle)
		s.set(id, 26)
		s.clock.Advance(time.Duration(c.days)*24*time.Hour - time.Second)
		require.Equal(t, 26, s.status(id))
		s.clock.Advance(time.Second)
		require.Equal(t, c.status, s.status(id))
		require.False(t, s.put(id, `{"status":26}`).Success)
	}
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.clock.Advance(24 * time.Hour)
	require.Equal(t, 7, s.status(id))
	s.clock.Advance(8 * 24 * time.Hour)
	o, _ := s.Order(id)
	require.Equal(t, 6, o.Status)
	require.Equal(t, "2026-03-10 08:15:00", o.Changed.UTC().Format(time.DateTime), "when it was due, not when somebody looked")
}

func TestTrackingMovesAnOrderWithAWaybillOnly(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.set(id, 26)
	require.ErrorContains(t, s.Track(id, 3), "no waybill")
	require.True(t, s.put(id, `{"status":61,"ttn":"20450000000001"}`).Success)
	require.ErrorContains(t, s.Track(id, 2), "does not set")
	require.NoError(t, s.Track(id, 3, 4, 5))
	require.NoError(t, s.Track(id, 6))
	require.Error(t, s.Track(id, 5))
	require.NoError(t, s.ClaimReturn(id))
	require.Equal(t, 86, s.status(id))
	var statuses []float64
	for _, h := range s.get(fmt.Sprintf("/orders/%d?expand=order_status_history", id))["order_status_history"].([]any) {
		statuses = append(statuses, h.(map[string]any)["status_id"].(float64))
	}
	require.Equal(t, []float64{86, 6, 5, 4, 3, 61, 26, 1}, statuses)
}

func TestOthersCancelWhatHasNotEnded(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for want, cancel := range map[int]func(int64) error{45: s.CancelByBuyer, 13: s.CancelByAdmin, 75: s.CancelByCallCentre} {
		id := s.Place(kettle)
		before, _ := s.Order(id)
		s.clock.Advance(time.Minute)
		require.NoError(t, cancel(id))
		after, _ := s.Order(id)
		require.Equal(t, want, after.Status)
		require.True(t, after.Changed.After(before.Changed))
		require.Error(t, cancel(id))
	}
}

func TestTheCabinetEditsWhatTheSellerMay(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	require.Error(t, s.EditRecipient(id, rozetkatest.Person{LastName: "Мельник"}))
	require.NoError(t, s.SetInCabinet(id, rozetkatest.Change{Status: 26}))
	require.NoError(t, s.EditRecipient(id, rozetkatest.Person{LastName: "Мельник", FirstName: "Ганна", Phone: "380670000009"}))
	require.NoError(t, s.EditDelivery(id, func(d *rozetkatest.Delivery) { d.Branch, d.Cost = "12", 60_00 }))
	require.NoError(t, s.EditPayment(id, 4524))
	require.NoError(t, s.Pay(id, "paid"))
	got := s.get(fmt.Sprintf("/orders/%d?expand=delivery,payment,is_payed", id))
	d := got["delivery"].(map[string]any)
	require.Equal(t, []any{"Мельник Ганна", "12", "60.00", true}, []any{d["recipient_title"], d["place_number"], d["cost"], d["another_recipient"]})
	require.Equal(t, []any{"1460.00", true}, []any{got["cost_with_discount"], got["is_payed"]})
	require.Equal(t, "paid", s.get(fmt.Sprintf("/orders/status-payment/%d", id))["name"])

	require.False(t, s.call("PUT", "/orders/update-payment", fmt.Sprintf(`{"order_id":%d,"payment_method_id":1}`, id)).Success, "it is paid")
	require.NoError(t, s.Pay(id, "returned"))
	require.True(t, s.call("PUT", "/orders/update-payment", fmt.Sprintf(`{"order_id":%d,"payment_method_id":1}`, id)).Success)
	require.True(t, s.call("POST", "/orders/update-receiver", fmt.Sprintf(`{"order_id":%d,"recipient_title":"Коваль Іван"}`, id)).Success)
	o, _ := s.Order(id)
	require.Equal(t, rozetkatest.Person{LastName: "Коваль", FirstName: "Іван", Phone: "380670000009"}, o.Recipient)

	own := kettle
	own.Fulfilment = true
	id = s.Place(own)
	s.set(id, 26)
	require.Error(t, s.EditPayment(id, 4524), "ROZETKA's warehouse packs it")
}

func TestDeliveryIsChangedOverTheAPI(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	pickup := fmt.Sprintf(`{"order_id":%d,"delivery":{"delivery_method_id":1,"delivery_service_id":5,"city":{"id":1},"place_id":321}}`, id)
	require.False(t, s.call("POST", "/orders/update-delivery", pickup).Success, "in status 1")
	s.set(id, 26)
	require.True(t, s.call("POST", "/orders/update-delivery", pickup).Success)
	o, _ := s.Order(id)
	require.Equal(t, []any{"Київ", int64(321), "321"}, []any{o.Delivery.City, o.Delivery.PlaceID, o.Delivery.Branch})
	street := `"delivery":{"delivery_method_id":2,"delivery_service_id":2024,"city":{"id":30},"street_id":23,"place_street":"вул. Нова","place_house":"7"}`
	require.True(t, s.call("POST", "/orders/update-delivery", fmt.Sprintf(`{"order":{"order_id":%d,%s}}`, id, street)).Success)
	o, _ = s.Order(id)
	require.Equal(t, []any{2024, 30, "вул. Нова", ""}, []any{o.Delivery.ServiceID, o.Delivery.CityID, o.Delivery.Street, o.Delivery.Ref})
	for _, bad := range []string{
		`"delivery":{}`, strings.Replace(street, "2024", "777", 1), strings.Replace(street, `"place_house":"7"`, `"place_house":""`, 1),
		strings.Replace(street, `"delivery_method_id":2`, `"delivery_method_id":1`, 1), strings.Replace(street, `"street_id"`, `"street"`, 1),
	} {
		require.False(t, s.call("POST", "/orders/update-delivery", fmt.Sprintf(`{"order_id":%d,%s}`, id, bad)).Success, bad)
	}
	require.NoError(t, s.EditPayment(id, 4524))
	require.False(t, s.call("POST", "/orders/update-delivery", pickup).Success, "not on receipt")
	require.Len(t, s.get("/orders/available-deliveries?sla_rz_id=40&payment_method_id=1")["delivery_service_pickups"], 4)
	require.False(t, s.call("GET", "/orders/available-deliveries?sla_rz_id=40", "").Success)
}

func TestAReceiptIsMadeOnce(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	status := fmt.Sprintf("/prro/receipt-status/%d", id)
	require.Equal(t, 0., s.get(status)["status"])
	require.True(t, s.call("POST", "/prro/create-receipt", fmt.Sprintf(`{"order_id":%d}`, id)).Success)
	require.Equal(t, 1., s.get(status)["status"])
	require.Equal(t, []int64{id}, s.found("prro_receipt_status=1"))
	require.False(t, s.call("POST", "/prro/create-receipt", fmt.Sprintf(`{"order_id":%d}`, id)).Success)
	require.Equal(t, 1404, s.call("POST", "/prro/create-receipt", `{"order_id":5}`).Errors.Code)
}

func TestDictionaries(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	var ids []int
	for page := 1; page <= 5; page++ {
		for _, st := range s.get(fmt.Sprintf("/order-statuses/search?page=%d", page))["orderStatuses"].([]any) {
			ids = append(ids, int(st.(map[string]any)["id"].(float64)))
		}
	}
	require.Len(t, ids, 84, "all but 48")
	require.True(t, slices.IsSorted(ids))
	one := s.get("/order-statuses/search?id=5&expand=status_available")["orderStatuses"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"Очікує в пункті самовивозу", "Ожидает в пункте самовывоза", 1.}, []any{one["name_uk"], one["name"], one["status_group"]})
	require.Equal(t, []int{3, 6, 11, 12}, children(one["status_available"]))
	require.Equal(t, []int{26, 26}, children(s.get("/status-availables/search?parent_id=61")["statusAvailables"]), "both kinds of delivery")
	require.Equal(t, []int{5, 6}, children(s.get("/status-availables/search?parent_id=3&delivery_type=0")["statusAvailables"]))
	require.Len(t, s.get("/v1/orders/search-data?types=3")["search_status"], 4)
	require.Equal(t, []any{6., 68., 86., 87.}, s.get("/orders/search-data?types=3")["search_status"])
	require.False(t, s.call("GET", "/v1/orders/search-data?types=1", "").Success)
	require.Len(t, s.get("/market-payment-methods/list")["payment_methods"], 6)
	require.Len(t, s.get("/delivery-services/search")["deliveryServices"], 5)
	paid := s.get("/payments/payment-statuses")["payment_statuses"].([]any)
	require.Len(t, paid, 10)
	require.Equal(t, []any{2., "paid", 1.}, []any{paid[1].(map[string]any)["id"], paid[1].(map[string]any)["name"], paid[1].(map[string]any)["value"]})
	s.Place(rozetkatest.Order{Status: 26, Viewed: true})
	s.Place(rozetkatest.Order{Status: 45})
	counts := s.get("/orders/counts-new")
	require.Equal(t, []any{2., 1., 0., 1., 1.}, []any{counts["all"], counts["inProgress"], counts["new"], counts["inNotDone"], counts["unwatched"]})

	documented := open(t, rozetkatest.Settings{DocumentedNames: true, Profile: rozetkatest.Then})
	one = documented.get("/order-statuses/search?id=48")["orderStatus"].([]any)[0].(map[string]any)
	require.Contains(t, one, "name_ua")
	require.Equal(t, 1., one["type"])
}

func TestGoodsOnSaleHaveTheSellersIDs(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for n := range 25 {
		s.List(rozetkatest.Good{OfferID: fmt.Sprintf("sku-%02d", n), Price: 100_00})
	}
	s.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "sku-03", Price: 90_50}, {OfferID: "foreign", Price: 10_50}}})
	first, second := s.get("/goods/on-sale"), s.get("/goods/on-sale?page=2")
	require.Equal(t, []any{26., 20, 6}, []any{first["count"], len(first["items"].([]any)), len(second["items"].([]any))})
	foreign := s.get("/goods/on-sale?price_offer_id=foreign")["items"].([]any)
	require.Len(t, foreign, 1)
	require.Equal(t, 10.5, foreign[0].(map[string]any)["price"])
	require.Len(t, s.get("/goods/on-sale?pageSize=100")["items"], 26)
	require.False(t, s.call("GET", "/goods/on-sale?colour=red", "").Success)
}

func TestABuyerAsksAndIsAnswered(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	order := s.Place(kettle)
	id, err := s.Ask(order, 1, "Зателефонуйте")
	require.NoError(t, err)
	_, err = s.Ask(order, 9, "")
	require.Error(t, err)
	found := s.get(fmt.Sprintf("/calls/search?order_id=%d&status_id=1&created_from=2026-03-02", order))["calls"].([]any)
	require.Len(t, found, 1)
	require.Equal(t, "380670000002", found[0].(map[string]any)["user_phone"])
	require.Empty(t, s.get("/calls/search?request_type=4")["calls"])
	require.False(t, s.call("PUT", "/calls/change-status", fmt.Sprintf(`{"request_id":%d,"status":"closed"}`, id)).Success)
	require.False(t, s.call("PUT", "/calls/change-status", fmt.Sprintf(`{"request_id":%d,"status":"decided","status_comment":%q}`, id, strings.Repeat("й", 301))).Success)
	require.True(t, s.call("PUT", "/calls/change-status", fmt.Sprintf(`{"request_id":%d,"status":"decided","status_comment":"ok"}`, id)).Success)
	require.Equal(t, 4., s.get(fmt.Sprintf("/calls/%d", id))["status_id"])
	call, ok := s.Call(id)
	require.True(t, ok)
	require.Equal(t, "ok", call.Answer)
}

func TestWhatIsNotServedIsNotFound(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for _, path := range []string{"/messages/search", "/orders/x", "/orders/counts"} {
		a := s.call("GET", path, "")
		require.False(t, a.Success, path)
		require.Equal(t, 5404, a.Errors.Code, path)
	}
	require.Equal(t, 404, s.call("POST", "/messages/create", `{}`).status)
}

func TestFaultsNameOneOrderApartFromTheSearch(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	s.Faults().Next("orders/get", rozetkatest.Refuse(1015, "unexpected_error"))
	s.Faults().Next("orders/update", rozetkatest.RefuseWith(503, 5503, "technical_maintenance"))
	require.True(t, s.call("GET", "/orders/search", "").Success)
	require.Equal(t, 1015, s.call("GET", fmt.Sprintf("/orders/%d", id), "").Errors.Code)
	require.Equal(t, 503, s.put(id, `{"status":26}`).status)
	require.Equal(t, 1, s.status(id))
	require.Empty(t, s.Faults().Unused())
}

// An unknown status can be set, as ROZETKA adds new ones.
func TestAStatusThatNobodyKnows(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	id := s.Place(kettle)
	require.NoError(t, s.SetStatus(id, 120))
	got := s.get(fmt.Sprintf("/orders/%d?expand=status_data,status_available", id))
	require.Equal(t, []any{120., 1., "Статус 120"}, []any{got["status"], got["status_group"], got["status_data"].(map[string]any)["title"]})
	require.Empty(t, got["status_available"])
}

func TestThousandsOfOrdersAreListed(t *testing.T) {
	s := open(t, rozetkatest.Settings{})
	for range 1000 {
		s.Place(kettle)
	}
	seen := map[int64]bool{}
	for page := 1; page <= 50; page++ {
		for _, id := range s.found(fmt.Sprintf("types=4&sort=id&page=%d", page)) {
			seen[id] = true
		}
	}
	require.Len(t, seen, 1000)
}

// Whatever is sent, the answer is JSON with a word, and what is refused changes nothing.
func FuzzAnyCall(f *testing.F) {
	f.Add("PUT", "/orders/910000001", `{"status":26,"seller_comment":"x"}`)
	f.Add("PUT", "/orders/910000001?expand=purchases", `{"purchases":[{"id":770000002,"quantity":2,"price":"1e3"}]}`)
	f.Add("PUT", "/orders/910000001", `{"purchases":[{"item_id":45116,"price":0.5,"is_additional_item":true}]}`)
	f.Add("POST", "/orders/restore", `{"id":"910000001","purchases":[]}`)
	f.Add("GET", "/orders/search?types=6&changed_from=2026-03-01+00:00:00&expand=purchases,%20delivery&sort=-changed", "")
	f.Add("GET", "/orders/search?ttn=%00&amountFrom=-1", "")
	f.Add("PUT", "/orders/update-payment", `{"order_id":910000001,"payment_method_id":null}`)
	f.Add("GET", "/goods/on-sale?pageSize=0&page=99999999999999999999", "")
	f.Add("PUT", "/calls/change-status", `{"request_id":1e9,"status":"decided"}`)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		s := open(t, rozetkatest.Settings{})
		id := s.Place(rozetkatest.Order{Status: 26, Lines: kettle.Lines})
		req, err := http.NewRequestWithContext(t.Context(), method, "https://api-seller.rozetka.com.ua/"+strings.TrimPrefix(path, "/"), strings.NewReader(body))
		if err != nil || strings.Contains(req.URL.Path, "//") || strings.Contains(req.URL.Path, "/.") {
			t.Skip("no request, or one that is redirected")
		}
		req.Header.Set("Authorization", "Bearer "+s.token)
		before, _ := s.Order(id)
		s.Forget()
		resp, err := s.Transport().RoundTrip(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		var a struct{ Success *bool }
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&a))
		require.NotNil(t, a.Success)
		if !*a.Success {
			after, _ := s.Order(id)
			require.Equal(t, before, after)
			require.Zero(t, s.Commits("*"))
		}
	})
}
