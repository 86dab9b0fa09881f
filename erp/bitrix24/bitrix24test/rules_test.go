package bitrix24test_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/fake"
)

// rest calls a portal as programs do.
type rest struct {
	*testing.T
	*bitrix24test.Server
}

func portal(t *testing.T, st bitrix24test.Settings) rest {
	t.Helper()
	st.Box = true
	if st.Now == nil {
		st.Now = fake.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)).Now
	}
	s := bitrix24test.New(st)
	t.Cleanup(s.Close)
	return rest{t, s}
}

// sent is an answer as it came.
type sent struct {
	t    *testing.T
	body map[string]any
	raw  []byte
}

// call calls by the webhook.
func (r rest) call(method, params string) sent {
	r.Helper()
	return r.post(fmt.Sprintf("%s/rest/%d/%s/%s", bitrix24test.Portal, bitrix24test.WebhookUser, bitrix24test.WebhookCode, method), params)
}

// app calls as the application, with the token of the administrator.
func (r rest) app(method, params string) sent {
	r.Helper()
	token := r.Grant(bitrix24test.AppID, bitrix24test.WebhookUser).Get("access_token").(string)
	return r.post(bitrix24test.Portal+"/rest/"+method+"?auth="+token, params)
}

func (r rest) post(address, params string) sent {
	r.Helper()
	raw := r.fetch(http.MethodPost, address, params)
	a := sent{t: r.T, raw: raw}
	require.NoError(r, json.Unmarshal(raw, &a.body), "%s", raw)
	return a
}

func (r rest) fetch(verb, address, params string) []byte {
	req, err := http.NewRequestWithContext(r.Context(), verb, address, strings.NewReader(params))
	require.NoError(r, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := r.Transport().RoundTrip(req)
	require.NoError(r, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(r, err)
	return raw
}

// get walks into an answer: names of maps, and numbers of lists as "0".
func (a sent) get(path string) any {
	var v any = a.body
	for _, p := range strings.Fields(path) {
		switch at := v.(type) {
		case map[string]any:
			v = at[p]
		case []any:
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

func (a sent) ok() sent {
	a.t.Helper()
	require.NotContains(a.t, a.body, "error", "%s", a.raw)
	return a
}

func (a sent) id(path string) int {
	a.t.Helper()
	n, ok := a.get(path).(float64)
	require.True(a.t, ok, "%s: %s", path, a.raw)
	return int(n)
}

func (r rest) deal(title string) int {
	r.Helper()
	return r.call("crm.item.add", fmt.Sprintf(`{"entityTypeId":2,"fields":{"title":%q,"originatorId":"shop","originId":%q}}`, title, title)).ok().id("result item id")
}

func TestADealInBothDialects(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"PROMO","USER_TYPE_ID":"string","EDIT_FORM_LABEL":{"ru":"Промокод"}}}`).ok()
	a := r.call("crm.item.add", `{"entityTypeId":2,"useOriginalUfNames":"Y","fields":{"title":"Заказ 100500","opportunity":10.5,
		"originId":"100500","UF_CRM_PROMO":"MAY10","nothing":1,"createdTime":"2020-01-01"}}`).ok()
	assert.EqualValues(t, 77, a.get("result item id"))
	assert.Equal(t, "NEW", a.get("result item stageId"))
	assert.Equal(t, "P", a.get("result item stageSemanticId"))
	assert.Equal(t, "MAY10", a.get("result item UF_CRM_PROMO"))
	assert.Equal(t, "2026-03-02T12:00:00+03:00", a.get("result item createdTime"))
	assert.EqualValues(t, 10.5, a.get("result item opportunity"))
	assert.Equal(t, []any{}, a.get("result item contactIds"))
	assert.Equal(t, []string{"crm.item.add: fields.CREATED_TIME", "crm.item.add: fields.NOTHING"}, r.IgnoredFields())

	a = r.call("crm.item.get", `{"entityTypeId":2,"id":77}`).ok()
	assert.Equal(t, "MAY10", a.get("result item ufCrmPromo"))
	a = r.call("crm.deal.get", `{"id":77}`).ok()
	assert.Equal(t, "77", a.get("result ID"))
	assert.Equal(t, "10.50", a.get("result OPPORTUNITY"))
	assert.Equal(t, "0", a.get("result CATEGORY_ID"))
	assert.Equal(t, "N", a.get("result CLOSED"))
	assert.Equal(t, "MAY10", a.get("result UF_CRM_PROMO"))
	assert.NotContains(t, a.get("result"), "CONTACT_IDS")

	assert.Equal(t, true, r.call("crm.deal.update", `{"id":77,"fields":{"title":"x"}}`).ok().get("result"))
	a = r.call("crm.deal.list", `{"filter":{"ORIGIN_ID":"100500"},"select":["ID","TITLE"]}`).ok()
	assert.Equal(t, map[string]any{"ID": "77", "TITLE": "x"}, a.get("result 0"))
	a = r.call("crm.deal.list", `{"select":["*"]}`).ok()
	assert.NotContains(t, a.get("result 0"), "UF_CRM_PROMO")
	assert.Contains(t, r.call("crm.deal.list", `{"select":["*","UF_*"]}`).ok().get("result 0"), "UF_CRM_PROMO")
	assert.Equal(t, "Not found", r.call("crm.deal.get", `{"id":78}`).get("error_description"))
	assert.Equal(t, "", r.call("crm.deal.get", `{"id":78}`).get("error"))
	assert.Equal(t, "NOT_FOUND", r.call("crm.item.get", `{"entityTypeId":2,"id":78}`).get("error"))
	assert.Equal(t, "100", r.call("crm.item.get", `{"entityTypeId":2}`).get("error"))
	assert.Equal(t, "ENTITY_TYPE_NOT_SUPPORTED", r.call("crm.item.get", `{"entityTypeId":1999,"id":1}`).get("error"))
	a = r.call("crm.item.update", `{"entityTypeId":2,"id":77,"fields":{"closedate":"2026-03-05"}}`).ok()
	assert.Equal(t, "2026-03-05T03:00:00+03:00", a.get("result item closedate"), "a day has the hours of the offset")
	assert.Equal(t, "2026-03-05T03:00:00+03:00", r.call("crm.deal.get", `{"id":77}`).ok().get("result CLOSEDATE"))
	r.call("crm.item.delete", `{"entityTypeId":2,"id":77}`).ok()
	assert.Empty(t, r.Deals())
}

func TestStages(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	c := r.call("crm.category.add", `{"entityTypeId":2,"fields":{"name":"Заказы"}}`).ok().id("result category id")
	entity := fmt.Sprintf("DEAL_STAGE_%d", c)
	r.call("crm.status.add", fmt.Sprintf(`{"fields":{"ENTITY_ID":%q,"STATUS_ID":"PAID","NAME":"Заказ оплачен","SORT":15}}`, entity)).ok()
	assert.NotEmpty(t, r.call("crm.status.add", fmt.Sprintf(`{"fields":{"ENTITY_ID":%q,"STATUS_ID":"PAID","NAME":"x"}}`, entity)).get("error_description"))
	a := r.call("crm.status.list", fmt.Sprintf(`{"filter":{"ENTITY_ID":%q},"order":{"SORT":"ASC"}}`, entity)).ok()
	assert.Equal(t, fmt.Sprintf("C%d:PAID", c), a.get("result 1 STATUS_ID"))
	assert.Equal(t, fmt.Sprint(c), a.get("result 1 CATEGORY_ID"))
	assert.Nil(t, a.get("result 1 SEMANTICS"))
	assert.Equal(t, "success", a.get("result 6 EXTRA SEMANTICS"))
	assert.EqualValues(t, 9, a.get("total"))

	id := r.deal("1")
	a = r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":{"stageId":"C%d:PAID"}}`, id, c)).ok()
	assert.Equal(t, "NEW", a.get("result item stageId"), "a stage of another funnel moves nothing, and is no error")
	a = r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":{"categoryId":%d}}`, id, c)).ok()
	assert.Equal(t, fmt.Sprintf("C%d:NEW", c), a.get("result item stageId"), "the first stage of the funnel")
	require.NoError(t, r.MovesDeal(bitrix24test.Operator, id, "Заказ оплачен"))
	d, _ := r.Deal("1")
	assert.Equal(t, "Заказ оплачен", d.Stage)
	assert.Equal(t, bitrix24test.Operator, d.MovedBy)
	require.NoError(t, r.MovesDeal(bitrix24test.Seller1, id, "WON"))
	a = r.call("crm.deal.get", fmt.Sprintf(`{"id":%d}`, id)).ok()
	assert.Equal(t, "Y", a.get("result CLOSED"))
	assert.Equal(t, "S", a.get("result STAGE_SEMANTIC_ID"))
	assert.Equal(t, "21", a.get("result MOVED_BY_ID"))
	a = r.call("crm.stagehistory.list", fmt.Sprintf(`{"entityTypeId":2,"filter":{"OWNER_ID":%d},"order":{"ID":"ASC"}}`, id)).ok()
	var kinds []any
	for _, m := range a.get("result items").([]any) {
		kinds = append(kinds, m.(map[string]any)["TYPE_ID"])
	}
	assert.Equal(t, []any{1.0, 5.0, 2.0, 3.0}, kinds)
	require.Error(t, r.MovesDeal(bitrix24test.Operator, id, "нет такой"))
}

func TestFiltersOfTheUniversalList(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"PROMO","USER_TYPE_ID":"string"}}`).ok()
	for _, title := range []string{"a", "b", "c"} {
		r.deal(title)
	}
	r.call("crm.item.update", `{"entityTypeId":2,"id":78,"fields":{"ufCrmPromo":"X"}}`).ok()
	for params, want := range map[string]any{
		`"filter":{"=originId":"b"}`:                                    "78",
		`"filter":{"originId":"b"}`:                                     "78",
		`"filter":{"ORIGIN_ID":"b"}`:                                    "78",
		`"filter":{"=ORIGIN_ID":"b"}`:                                   "INVALID_ARG_VALUE", // spoiled on the way to upper case
		`"filter":{">ID":77}`:                                           "INVALID_ARG_VALUE",
		`"filter":{">id":77}`:                                           "78 79",
		`"filter":{"=ufCrmPromo":"X"}`:                                  "78",
		`"filter":{"=UF_CRM_PROMO":"X"}`:                                "INVALID_ARG_VALUE",
		`"filter":{"=UF_CRM_PROMO":"X"},"useOriginalUfNames":"Y"`:       "78",
		`"filter":{"foo":1}`:                                            "INVALID_ARG_VALUE",
		`"filter":{">id":[77]}`:                                         "INVALID_ARG_VALUE",
		`"filter":{"@id":[77,79]}`:                                      "77 79",
		`"order":{"foo":"ASC"}`:                                         "INVALID_ARG_VALUE",
		`"order":{"id":"DESC"}`:                                         "79 78 77",
		`"filter":{"logic":"OR","0":{"=title":"a"},"1":{"=title":"c"}}`: "77 79",
		`"filter":{"0":{"logic":"OR","0":{"=title":"a"},"1":{"=title":"c"}},">id":77}`: "79",
	} {
		a := r.call("crm.item.list", `{"entityTypeId":2,`+params+`}`)
		if e, ok := a.body["error"]; ok {
			assert.Equal(t, want, e, params)
			continue
		}
		var ids []string
		for _, it := range a.get("result items").([]any) {
			ids = append(ids, fmt.Sprint(it.(map[string]any)["id"]))
		}
		assert.Equal(t, want, strings.Join(ids, " "), params)
	}
}

// pain: B24-P2
func TestADateWithAnOffsetMayNotFilter(t *testing.T) {
	for _, ignored := range []bool{false, true} {
		r := portal(t, bitrix24test.Settings{OffsetsIgnored: ignored})
		r.deal("a")
		count := func(from string) int {
			return len(r.call("crm.item.list", `{"entityTypeId":2,"filter":{">=createdTime":"`+from+`"}}`).ok().get("result items").([]any))
		}
		assert.Equal(t, 0, count("2026-03-02 12:00:01"), "as local time it always filters")
		assert.Equal(t, 1, count("2026-03-02 12:00:00"))
		want := 0
		if ignored {
			want = 1
		}
		assert.Equal(t, want, count("2026-03-02T12:00:01+03:00"))
	}
}

// pain: B24-P3
func TestOriginalNamesWithASelectOfSystemFieldsGiveEmptyRows(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"PROMO","USER_TYPE_ID":"string"}}`).ok()
	r.deal("a")
	r.deal("b")
	a := r.call("crm.item.list", `{"entityTypeId":2,"select":["id","title"],"useOriginalUfNames":"Y"}`).ok()
	assert.Equal(t, []any{[]any{}, []any{}}, a.get("result items"))
	assert.EqualValues(t, 2, a.get("total"))
	a = r.call("crm.item.list", `{"entityTypeId":2,"select":["id","title"]}`).ok()
	assert.Equal(t, map[string]any{"id": 77.0, "title": "a"}, a.get("result items 0"))
	a = r.call("crm.item.list", `{"entityTypeId":2,"select":["*","UF_*"],"useOriginalUfNames":"Y"}`).ok()
	assert.Contains(t, a.get("result items 0"), "UF_CRM_PROMO")
	assert.Contains(t, a.get("result items 0"), "id")
}

// pain: B24-P4
func TestAnEmptyValueMayNotClear(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		r := portal(t, bitrix24test.Settings{EmptyKeeps: keeps})
		id := r.call("crm.item.add", `{"entityTypeId":4,"fields":{"title":"ООО","comments":"x"}}`).ok().id("result item id")
		a := r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":4,"id":%d,"fields":{"comments":""}}`, id)).ok()
		if keeps {
			assert.Equal(t, "x", a.get("result item comments"))
		} else {
			assert.Nil(t, a.get("result item comments"))
		}
		r.call("crm.company.update", fmt.Sprintf(`{"id":%d,"fields":{"COMMENTS":""}}`, id)).ok()
		assert.Nil(t, r.call("crm.company.get", fmt.Sprintf(`{"id":%d}`, id)).ok().get("result COMMENTS"), "the older method clears")
	}
}

// pain: B24-P5
func TestRowsShowTheirIdAsTheDialectSpellsIt(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	for range 51 {
		r.deal("a")
	}
	a := r.call("crm.item.list", `{"entityTypeId":2,"order":{"ID":"ASC"},"start":-1}`).ok()
	assert.Contains(t, a.get("result items 49"), "id")
	assert.NotContains(t, a.get("result items 49"), "ID")
	assert.Len(t, a.get("result items"), 50)
	assert.Equal(t, "126", r.call("crm.deal.list", `{"order":{"ID":"ASC"}}`).ok().get("result 49 ID"))
}

// pain: B24-P6
func TestAnOlderListPassesOverNestedFilters(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	for _, name := range []string{"A", "B", "C"} {
		r.AddsContact(1, name, "", "", "")
	}
	a := r.call("crm.contact.list", `{"filter":{"0":{"logic":"OR","0":{"=NAME":"A"},"1":{"=NAME":"B"}}}}`).ok()
	assert.Len(t, a.get("result"), 3, "the filter widens what is found")
	assert.Equal(t, []string{"crm.contact.list: filter.0"}, r.IgnoredFields())
}

// pain: B24-P7
func TestTheKeyOfAMultifieldSaysWhatIsDone(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	id := r.AddsContact(1, "Иван", "Петров", "+79990000001", "ivan@example.com")
	phones := func() []string { return r.Contacts()[0].Phones }
	fm := func(v string) {
		r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":3,"id":%d,"fields":{"fm":%s}}`, id, v)).ok()
	}
	first := r.call("crm.item.get", fmt.Sprintf(`{"entityTypeId":3,"id":%d}`, id)).ok()
	key := fmt.Sprint(first.get("result item fm 0 id"))
	fm(`{"n0":{"typeId":"PHONE","valueType":"MOBILE","value":"+79990000002"}}`)
	assert.Equal(t, []string{"+79990000001", "+79990000002"}, phones())
	fm(`{"` + key + `":{"typeId":"PHONE","value":"+79990000003"}}`)
	assert.Equal(t, []string{"+79990000003", "+79990000002"}, phones())
	fm(`[{"typeId":"PHONE","value":"+79990000004"}]`)
	assert.Len(t, phones(), 3, "a list adds")
	fm(`{"` + key + `":{"typeId":"PHONE","value":""}}`)
	assert.Equal(t, []string{"+79990000002", "+79990000004"}, phones())
	r.call("crm.contact.update", fmt.Sprintf(`{"id":%d,"fields":{"PHONE":[{"VALUE":"+79990000002","VALUE_TYPE":"WORK"}]}}`, id)).ok()
	assert.Len(t, phones(), 3, "the older method adds too what has no ID")
	a := r.call("crm.duplicate.findbycomm", `{"type":"PHONE","values":["8 (999) 000-00-04"],"entity_type":"CONTACT"}`).ok()
	assert.Equal(t, map[string]any{"CONTACT": []any{float64(id)}}, a.get("result"))
	assert.Equal(t, []any{}, r.call("crm.duplicate.findbycomm", `{"type":"PHONE","values":["1"]}`).ok().get("result"))
	assert.NotContains(t, r.call("crm.item.list", `{"entityTypeId":3,"select":["id","fm"]}`).ok().get("result items 0"), "fm")
}

// pain: B24-P1
func TestASetWithoutUsableRowsDeletesThemAll(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	id := r.deal("a")
	r.call("crm.deal.productrows.set", fmt.Sprintf(`{"id":%d,"rows":[{"PRODUCT_NAME":"Кружка","PRICE":890,"QUANTITY":1},{"PRODUCT_NAME":"Миска","PRICE":350}]}`, id)).ok()
	assert.Len(t, r.Rows(id), 2)
	a := r.call("crm.deal.productrows.set", fmt.Sprintf(`{"id":%d,"rows":"Array"}`, id)).ok()
	assert.Equal(t, true, a.get("result"))
	assert.Empty(t, r.Rows(id))
}

func TestProductRows(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.AddProduct(bitrix24test.Product{ID: 9621, Name: "Ботинки, 42"})
	id := r.deal("a")
	set := func(rows string) sent {
		return r.call("crm.item.productrow.set", fmt.Sprintf(`{"ownerType":"D","ownerId":%d,"productRows":%s}`, id, rows))
	}
	a := set(`[{"productId":9621,"price":1800,"quantity":2,"discountTypeId":1,"discountSum":200,"taxRate":20,"taxIncluded":"Y","sort":10,"storeId":5,"xmlId":"x"},
		{"productName":"Кружка","price":890,"sort":20}]`).ok()
	row := a.get("result productRows 0").(map[string]any)
	for name, want := range map[string]any{
		"productName": "Ботинки, 42", "price": 1800.0, "priceExclusive": 1500.0, "priceNetto": 1700.0, "priceBrutto": 2040.0,
		"discountRate": 11.76, "discountSum": 200.0, "measureCode": 796.0, "measureName": "шт", "xmlId": "", "taxRate": 20.0,
		"ownerType": "D", "customized": "Y",
	} {
		assert.Equal(t, want, row[name], name)
	}
	assert.Nil(t, a.get("result productRows 1 taxRate"))
	assert.EqualValues(t, 1, a.get("result productRows 1 quantity"))
	d, _ := r.Deal("a")
	assert.InDelta(t, 4490, d.Opportunity, 0.001)

	// What says the same stays with its id, and is told first; of two that say the same one is kept.
	first := a.get("result productRows 1 id")
	a = set(`[{"productName":"Миска","price":350,"sort":10},{"productName":"Кружка","price":890,"sort":20},{"productName":"Миска","price":350,"sort":10}]`).ok()
	require.Len(t, a.get("result productRows"), 2)
	assert.Equal(t, first, a.get("result productRows 0 id"))
	assert.Equal(t, "Миска", a.get("result productRows 1 productName"))

	b := fmt.Sprint(a.get("result productRows 1 id"))
	a = r.call("crm.item.productrow.update", `{"id":`+b+`,"fields":{"quantity":3}}`).ok()
	assert.EqualValues(t, 350, a.get("result productRow price"))
	assert.EqualValues(t, 3, a.get("result productRow quantity"))
	assert.Equal(t, "INVALID_ARG_VALUE", r.call("crm.item.productrow.update", `{"id":`+b+`,"fields":{"storeId":3}}`).get("error"))
	a = r.call("crm.item.productrow.list", fmt.Sprintf(`{"filter":{"=ownerType":"D","=ownerId":%d}}`, id)).ok()
	assert.Len(t, a.get("result productRows"), 2)
	assert.Contains(t, a.get("result productRows 0"), "storeId")
	assert.Equal(t, "REQUIRED_ARG_MISSING", r.call("crm.item.productrow.list", `{"filter":{"ownerType":"D","ownerId":1}}`).get("error"))
	assert.Nil(t, r.call("crm.item.productrow.delete", `{"id":`+b+`}`).ok().get("result"))
	assert.Equal(t, "OWNER_NOT_FOUND", r.call("crm.item.productrow.set", `{"ownerType":"D","ownerId":1,"productRows":[]}`).get("error"))
	a = set(`[{"price":10,"discountTypeId":2}]`)
	assert.Equal(t, "CRM_PRODUCTROW_NORMALIZATION_DISCOUNT_RATE_REQUIRED", a.get("error"))

	// A sum that people set stays.
	r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":{"opportunity":5,"isManualOpportunity":"Y"}}`, id)).ok()
	set(`[{"productName":"Кружка","price":890}]`).ok()
	d, _ = r.Deal("a")
	assert.InDelta(t, 5, d.Opportunity, 0.001)
	lines := r.Rows(id)
	lines[0].Quantity = 2
	require.NoError(t, r.SetsRows(bitrix24test.Operator, id, append(lines, bitrix24test.Line{Name: "Миска", Price: 350, Quantity: 1})...))
	assert.Len(t, r.Rows(id), 2)
	assert.Equal(t, lines[0].ID, r.Rows(id)[0].ID)
}

func TestASmartProcess(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	a := r.call("crm.type.add", `{"fields":{"title":"Возврат","isStagesEnabled":"Y","isLinkWithProductsEnabled":"Y",
		"relations":{"parent":[{"entityTypeId":2,"isChildrenListEnabled":"true"}]}}}`).ok()
	typeID, spa := a.id("result type entityTypeId"), a.id("result type id")
	assert.Equal(t, 1030, typeID)
	a = r.call("userfieldconfig.add", fmt.Sprintf(`{"moduleId":"crm","field":{"entityId":"CRM_%d","fieldName":"UF_CRM_%[1]d_REASON","userTypeId":"enumeration",
		"editFormLabel":{"ru":"Причина"},"enum":[{"value":"Брак"},{"value":"Не подошло"}]}}`, spa)).ok()
	broken := a.get("result field enum 0 id").(string)
	assert.NotEmpty(t, r.call("userfieldconfig.add", `{"moduleId":"crm","field":{"entityId":"CRM_DEAL","fieldName":"UF_CRM_X","userTypeId":"string"}}`).get("error_description"),
		"names of deals begin with UF_CRM_DEAL_ here")
	id := r.deal("100")
	a = r.call("crm.item.add", fmt.Sprintf(`{"entityTypeId":%d,"fields":{"title":"Возврат 1","parentId2":%d,"xmlId":"k1","ufCrm%dReason":%s}}`, typeID, id, spa, broken)).ok()
	item := a.id("result item id")
	assert.Equal(t, fmt.Sprintf("DT%d_%d:NEW", typeID, a.id("result item categoryId")), a.get("result item stageId"))
	assert.Equal(t, broken, fmt.Sprint(a.get(fmt.Sprintf("result item ufCrm%dReason", spa))))
	a = r.call("crm.item.add", fmt.Sprintf(`{"entityTypeId":%d,"fields":{"ufCrm%dReason":999}}`, typeID, spa))
	assert.Equal(t, "CRM_FIELD_ERROR_VALUE_NOT_VALID", a.get("error"))
	r.call("crm.item.productrow.set", fmt.Sprintf(`{"ownerType":"T406","ownerId":%d,"productRows":[{"productName":"Кружка","price":890}]}`, item)).ok()

	require.NoError(t, r.MovesItem(bitrix24test.Operator, "Возврат", item, "Успех"))
	a = r.call("crm.item.list", fmt.Sprintf(`{"entityTypeId":%d,"filter":{"=parentId2":%d,"=xmlId":"k1"}}`, typeID, id)).ok()
	assert.EqualValues(t, bitrix24test.Operator, a.get("result items 0 movedBy"))
	assert.Contains(t, a.get("result items 0 previousStageId"), ":NEW")
	assert.EqualValues(t, 890, a.get("result items 0 opportunity"))
	made, err := r.AddsItem(bitrix24test.Seller1, "Возврат", id, map[string]any{fmt.Sprintf("UF_CRM_%d_REASON", spa): "Не подошло"}, bitrix24test.Line{Name: "Миска", Price: 350, Quantity: 1})
	require.NoError(t, err)
	items := r.Items("Возврат", id)
	require.Len(t, items, 2)
	assert.Equal(t, made, items[1].ID)
	assert.Equal(t, bitrix24test.Seller1, items[1].CreatedBy)
	assert.Len(t, r.ItemRows(typeID, made), 1)
}

func TestFiles(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"FILES","USER_TYPE_ID":"file","MULTIPLE":"Y"}}`).ok()
	r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"ONE","USER_TYPE_ID":"file"}}`).ok()
	id := r.deal("a")
	pdf := base64.StdEncoding.EncodeToString([]byte("%PDF"))
	update := func(fields string) sent {
		return r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":%s}`, id, fields)).ok()
	}
	a := update(`{"ufCrmFiles":[["a.pdf","` + pdf + `"],["b.pdf","` + pdf + `"]],"ufCrmOne":["c.pdf","` + pdf + `"]}`)
	link := a.get("result item ufCrmFiles 1 urlMachine").(string)
	assert.Equal(t, []byte("%PDF"), r.fetch(http.MethodGet, link, ""))
	assert.NotNil(t, a.get("result item ufCrmOne urlMachine"))
	a = update(fmt.Sprintf(`{"ufCrmFiles":[{"id":%v},["d.pdf","%s"]],"ufCrmOne":""}`, a.get("result item ufCrmFiles 0 id"), pdf))
	assert.Len(t, a.get("result item ufCrmFiles"), 2, "the first is kept, the second is gone")
	assert.Nil(t, a.get("result item ufCrmOne"))
	old := r.call("crm.deal.get", fmt.Sprintf(`{"id":%d}`, id)).ok()
	assert.NotContains(t, old.get("result UF_CRM_FILES 0"), "urlMachine")
	assert.Contains(t, old.get("result UF_CRM_FILES 0"), "downloadUrl")
	token := r.Grant(bitrix24test.AppID, 1).Get("access_token").(string)
	a = r.post(bitrix24test.Portal+"/rest/crm.item.get?auth="+token, fmt.Sprintf(`{"entityTypeId":2,"id":%d}`, id)).ok()
	assert.Equal(t, []byte("%PDF"), r.fetch(http.MethodGet, a.get("result item ufCrmFiles 0 urlMachine").(string), ""))
	require.NoError(t, r.Attaches(bitrix24test.Seller1, "", id, "UF_CRM_FILES", "photo.jpg", []byte("jpg")))
	content, ok := r.File(2, id, "UF_CRM_FILES", "photo.jpg")
	assert.True(t, ok)
	assert.Equal(t, []byte("jpg"), content)
}

func TestTimeline(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	id := r.deal("a")
	a := r.call("crm.timeline.comment.add", fmt.Sprintf(`{"fields":{"ENTITY_ID":%d,"ENTITY_TYPE":"deal","COMMENT":"текст","FILES":[["a.pdf","JQ=="]]}}`, id)).ok()
	assert.IsType(t, 0.0, a.get("result"))
	assert.Equal(t, "100", r.call("crm.timeline.comment.add", fmt.Sprintf(`{"FIELDS":{"ENTITY_ID":%d,"ENTITY_TYPE":"deal","COMMENT":"текст"}}`, id)).get("error"), "fields is in lower case")
	for i := range 12 {
		r.call("crm.timeline.logmessage.add", fmt.Sprintf(`{"fields":{"entityTypeId":2,"entityId":%d,"title":"t","text":"%d","iconCode":"info"}}`, id, i)).ok()
	}
	a = r.call("crm.timeline.logmessage.list", fmt.Sprintf(`{"entityTypeId":2,"entityId":%d}`, id)).ok()
	assert.Len(t, a.get("result"), 10)
	assert.Equal(t, "11", a.get("result 0 text"))
	assert.EqualValues(t, 10, a.get("next"))
	assert.EqualValues(t, 12, a.get("total"))
	a = r.call("crm.timeline.comment.list", fmt.Sprintf(`{"filter":{"ENTITY_ID":%d,"ENTITY_TYPE":"deal"}}`, id)).ok()
	assert.Len(t, a.get("result"), 1)
	assert.Len(t, a.get("result 0 FILES"), 1)
	assert.Len(t, r.Timeline(id), 13)
	assert.Equal(t, []string{"a.pdf"}, r.Timeline(id)[0].Files)
}

// inbox is a program that the portal calls.
type inbox []*http.Request

func (in *inbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	_ = r.ParseForm()
	*in = append(*in, r)
}

func TestTasksNoticesAndCalls(t *testing.T) {
	var in inbox
	r := portal(t, bitrix24test.Settings{Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	r.FinishInstall(bitrix24test.AppID)
	for _, name := range []string{"OnTaskUpdate", "OnVoximplantCallEnd"} {
		r.app("event.bind", `{"event":"`+name+`","handler":"https://app.example/events"}`).ok()
	}
	id := r.deal("a")
	a := r.call("tasks.task.add", fmt.Sprintf(`{"fields":{"TITLE":"Отдать","RESPONSIBLE_ID":21,"UF_CRM_TASK":["D_%d"],"XML_ID":"n1"}}`, id)).ok()
	assert.Equal(t, "2", a.get("result task status"))
	assert.NotContains(t, a.get("result task"), "ufCrmTask")
	assert.Equal(t, "ERROR_CORE", r.call("tasks.task.add", `{"fields":{"RESPONSIBLE_ID":21}}`).get("error"))
	task := a.get("result task id").(string)
	require.NoError(t, r.ClosesTask(bitrix24test.Seller1, 1, "отдал"))
	a = r.call("tasks.task.get", `{"taskId":`+task+`,"select":["ID","STATUS","UF_CRM_TASK"]}`).ok()
	assert.Equal(t, "5", a.get("result task status"))
	assert.Equal(t, "21", a.get("result task closedBy"))
	assert.Equal(t, []any{fmt.Sprintf("D_%d", id)}, a.get("result task ufCrmTask"))
	assert.Equal(t, "отдал", r.call("task.commentitem.getlist", `{"TASKID":`+task+`}`).ok().get("result 0 POST_MESSAGE"))
	assert.Equal(t, task, r.call("tasks.task.list", `{"filter":{"XML_ID":"n1"}}`).ok().get("result tasks 0 id"))

	r.call("im.notify.system.add", `{"USER_ID":21,"MESSAGE":"w","TAG":"t"}`).ok()
	r.app("im.notify.system.add", `{"USER_ID":21,"MESSAGE":"x","TAG":"t"}`).ok()
	r.app("im.notify.system.add", `{"USER_ID":21,"MESSAGE":"y","TAG":"t"}`).ok()
	require.Len(t, r.Notices(), 2, "the same tag of an application takes the place of the earlier one; a webhook has no tags")
	assert.Equal(t, "y", r.Notices()[1].Message)

	buyer := r.AddsContact(1, "Иван", "", "+7 999 000-00-01", "")
	r.Calls(bitrix24test.Operator, "89990000001", 0)
	a = r.call("voximplant.statistic.get", `{"FILTER":{">=CALL_START_DATE":"2026-03-02 00:00:00"},"SORT":"ID","ORDER":"DESC"}`).ok()
	assert.Equal(t, fmt.Sprint(buyer), a.get("result 0 CRM_ENTITY_ID"))
	assert.EqualValues(t, 1, a.get("total"))
	const call = `{"USER_ID":11,"PHONE_NUMBER":"+79990000001","TYPE":2,"EXTERNAL_CALL_ID":"e1"}`
	first := r.app("telephony.externalCall.register", call).ok().get("result CALL_ID")
	assert.Equal(t, first, r.app("telephony.externalCall.register", call).ok().get("result CALL_ID"), "the same within half an hour")
	a = r.app("telephony.externalCall.finish", fmt.Sprintf(`{"CALL_ID":%q,"USER_ID":11,"DURATION":95}`, first)).ok()
	assert.Equal(t, "200", a.get("result CALL_FAILED_CODE"))
	assert.Equal(t, "WRONG_AUTH_TYPE", r.call("telephony.externalCall.register", call).get("error"))

	r.SendHooks(t.Context())
	require.Len(t, in, 3)
	assert.Equal(t, task, in[0].PostForm.Get("data[FIELDS_AFTER][ID]"))
	assert.Equal(t, "79990000001", in[1].PostForm.Get("data[PHONE_NUMBER]"))
	assert.Equal(t, "11", in[1].PostForm.Get("data[PORTAL_USER_ID]"))
}

func TestTheTabOpensAsTheVendorOpensIt(t *testing.T) {
	var in inbox
	r := portal(t, bitrix24test.Settings{Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	id := r.deal("a")
	assert.Equal(t, "WRONG_AUTH_TYPE", r.call("placement.bind", `{"PLACEMENT":"CRM_DEAL_DETAIL_TAB","HANDLER":"https://app.example/tab"}`).get("error"))
	assert.Equal(t, "ERROR_PLACEMENT_NOT_FOUND", r.app("placement.bind", `{"PLACEMENT":"CRM_DEAL_TAB","HANDLER":"https://app.example/tab"}`).get("error"))
	r.app("placement.bind", `{"PLACEMENT":"CRM_DEAL_DETAIL_TAB","HANDLER":"https://app.example/tab?a=1","TITLE":"Заказ"}`).ok()
	assert.Equal(t, 0, r.OpensTab(bitrix24test.Operator, id), "nobody sees it before the installation has ended")
	r.Installs(bitrix24test.AppID, bitrix24test.WebhookUser)
	assert.Equal(t, 1, r.OpensTab(bitrix24test.Operator, id))
	r.SendHooks(t.Context())
	require.Len(t, in, 2)
	assert.Equal(t, "ONAPPINSTALL", in[0].PostForm.Get("event"))
	tab := in[1]
	assert.Equal(t, http.MethodPost, tab.Method)
	assert.Equal(t, url.Values{"a": {"1"}, "DOMAIN": {"portal.example"}, "PROTOCOL": {"1"}, "LANG": {"ru"}, "APP_SID": tab.URL.Query()["APP_SID"]}, tab.URL.Query())
	assert.Equal(t, bitrix24test.ApplicationToken, tab.PostForm.Get("APPLICATION_TOKEN"))
	assert.Equal(t, bitrix24test.MemberID, tab.PostForm.Get("member_id"))
	assert.Equal(t, "CRM_DEAL_DETAIL_TAB", tab.PostForm.Get("PLACEMENT"))
	var options map[string]string
	require.NoError(t, json.Unmarshal([]byte(tab.PostForm.Get("PLACEMENT_OPTIONS")), &options))
	assert.Equal(t, fmt.Sprint(id), options["ID"])
	a := r.post(bitrix24test.Portal+"/rest/user.current?auth="+tab.PostForm.Get("AUTH_ID"), `{}`).ok()
	assert.Equal(t, "11", a.get("result ID"), "the tokens are those of who looks")
}

func TestEventsOfPeopleAndOwnEchoes(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.FinishInstall(bitrix24test.AppID)
	r.app("event.bind", `{"event":"onCrmDealUpdate","event_type":"offline","auth_connector":"ordo"}`).ok()
	r.app("event.bind", `{"event":"onCrmDynamicItemUpdate_1030","event_type":"offline","auth_connector":"ordo"}`).ok()
	assert.Equal(t, "ERROR_EVENT_NOT_FOUND", r.app("event.bind", `{"event":"onCrmNothing_1030","handler":"https://app.example/"}`).get("error"))
	id := r.deal("a")
	r.app("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":{"title":"b"},"auth_connector":"ordo"}`, id)).ok()
	assert.Empty(t, r.app("event.offline.get", `{"auth_connector":"ordo","clear":0}`).ok().get("result events"), "an own change")
	require.NoError(t, r.SetsField(bitrix24test.Operator, id, "TITLE", "c"))
	r.call("crm.item.update", fmt.Sprintf(`{"entityTypeId":2,"id":%d,"fields":{"title":"d"}}`, id)).ok()
	a := r.app("event.offline.get", `{"auth_connector":"ordo","clear":0}`).ok()
	require.Len(t, a.get("result events"), 1)
	assert.Equal(t, fmt.Sprint(id), a.get("result events 0 EVENT_DATA FIELDS ID"))
	assert.Equal(t, "1", a.get("result events 0 EVENT_ADDITIONAL user_id"))
}

func TestTheCatalogue(t *testing.T) {
	r := portal(t, bitrix24test.Settings{})
	r.AddProduct(bitrix24test.Product{ID: 7, Name: "Кружка", XMLID: "MUG"})
	r.AddProduct(bitrix24test.Product{ID: 5, Name: "Миска", XMLID: "BOWL", Inactive: true})
	block := r.call("catalog.catalog.list", `{"select":["id","iblockId"]}`).ok().id("result catalogs 0 iblockId")
	a := r.call("catalog.product.list", fmt.Sprintf(`{"select":["id","iblockId","xmlId","foo"],"filter":{"iblockId":%d,"@xmlId":["MUG","x"]}}`, block)).ok()
	assert.Equal(t, []any{map[string]any{"id": 7.0, "iblockId": float64(block), "xmlId": "MUG"}}, a.get("result products"))
	assert.Equal(t, "0", r.call("catalog.product.list", `{"select":["id"],"filter":{"iblockId":23}}`).get("error"))
	assert.Equal(t, "0", r.call("catalog.product.list", `{"select":["id","iblockId"]}`).get("error"))
	assert.Equal(t, "N", r.call("catalog.product.get", `{"id":5}`).ok().get("result product active"))
}
