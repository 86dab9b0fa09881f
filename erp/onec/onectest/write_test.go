package onectest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

func TestUnknownPropertiesAreIgnoredAndListed(t *testing.T) {
	c := start(t, onectest.Settings{})
	row := c.row(1, "MUG", "", "КОбеспечению", 1, object{"Цвет": "красный"})
	o := c.create(orders, object{"Цвет": 1, "Товары@odata.type": "Collection(StandardODATA.Document_ЗаказКлиента_Товары_RowType)", "Товары": []object{row}})
	require.NotContains(t, o, "Цвет")
	require.ElementsMatch(t, []string{"Document_ЗаказКлиента.Цвет", "Document_ЗаказКлиента.Товары.Цвет"}, c.base.IgnoredFields())
}

func TestASectionIsReplacedWhole(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1), c.row(2, "BOWL", "", "КОбеспечению", 2))
	o = c.patch(orders, o, object{"Товары": []object{c.row(1, "BOWL", "", "КОбеспечению", 2, object{"КодСтроки": "2"}), c.row(2, "MUG", "", "КОбеспечению", 3)}})
	rows := o["Товары"].([]any)
	require.Len(t, rows, 2)
	require.Equal(t, "2", rows[0].(object)["КодСтроки"], "the code of a row stays")
	require.Equal(t, "3", rows[1].(object)["КодСтроки"], "a new row gets the next one")
	o = c.patch(orders, o, object{"Комментарий": "почта"})
	require.Len(t, o["Товары"], 2, "what is not sent stays")
}

func TestARowWithoutItsNumberBreaksTheService(t *testing.T) {
	c := start(t, onectest.Settings{})
	status, code, _ := c.refused("POST", url.PathEscape(orders), `{"Товары":[{"Количество":1}]}`)
	require.Equal(t, []any{500, "-1"}, []any{status, code})
	status, code, _ = c.refused("POST", url.PathEscape("Document_ЗаказКлиента_Товары"), `{"LineNumber":"1"}`)
	require.Equal(t, []any{400, "13"}, []any{status, code})
}

func TestValuesThatDoNotFitAreRefused(t *testing.T) {
	c := start(t, onectest.Settings{})
	for body, code := range map[string]string{
		`{"Партнер_Key":"1"}`: "4", `{"Date":"02.03.2026"}`: "4", `{"Date":"2026-03-02T25:00:00"}`: "4", `{"Date":"2026-02-30T12:00:00"}`: "4",
		`{"ЦенаВключаетНДС":"да"}`: "4", `{"Статус":"Оплачен"}`: "4", `{"СуммаДокумента":"много"}`: "4", `{"Комментарий":5}`: "4",
		`{"Товары":{}}`: "4", `{"Товары":[{"LineNumber":1,"КодСтроки":1.5}]}`: "4", `{"Posted":true}`: "16",
		`{"ДокументОснование":"11111111-0000-4000-8000-000000000001"}`:                                                          "5",
		`{"ДокументОснование":"11111111-0000-4000-8000-000000000001","ДокументОснование_Type":"StandardODATA.Document_ЧекККМ"}`: "4",
		`{"Партнер@odata.bind":"Catalog_Склады(guid'11111111-0000-4000-8000-000000000001')"}`:                                   "4",
		`[]`: "2", `{`: "2", `{}{}`: "2", ``: "2",
	} {
		status, got, why := c.refused("POST", url.PathEscape(orders), body)
		require.Equal(t, []any{400, code}, []any{status, got}, "%s: %s", body, why)
	}
	require.Empty(t, c.base.Orders())
}

func TestValuesAreTakenAsThePlatformTakesThem(t *testing.T) {
	c := start(t, onectest.Settings{})
	partner := c.head()["Партнер_Key"].(string)
	o := c.create(orders, object{
		"НомерПоДаннымКлиента": strings.Repeat("Ж", 40), "ДатаПоДаннымКлиента": "2026-03-05T13:14:15", "ВремяДоставкиС": "2026-03-05T13:14:15", "Date": "2026-03-02",
		"Партнер@odata.bind": "http://1c.example/ut/odata/standard.odata/Catalog_Партнеры(guid'" + strings.ToUpper(partner) + "')",
		"Автор@odata.bind":   "Catalog_Пользователи(guid'" + c.key("Catalog_Пользователи", onectest.Operator) + "')", "Комментарий": nil,
		"Товары": []object{{"LineNumber": "1", "Количество": "1.5004", "Цена": 10.005, "КодСтроки": 7}},
	})
	abroad := c.create(orders, object{"Date": "2026-03-02T23:30:00.999+01:00", "ДатаПоДаннымКлиента": "2026-03-02T21:30:00Z"})
	require.Equal(t, "2026-03-03T01:30:00", abroad["Date"], "a zone is turned into the time of the server")
	require.Equal(t, "2026-03-03T00:00:00", abroad["ДатаПоДаннымКлиента"], "which may be another day")
	require.Equal(t, strings.Repeat("Ж", 30), o["НомерПоДаннымКлиента"], "too long a text is cut")
	require.Equal(t, "2026-03-05T00:00:00", o["ДатаПоДаннымКлиента"], "a day has no time")
	require.Equal(t, "0001-01-01T13:14:15", o["ВремяДоставкиС"], "a time has no day")
	require.Equal(t, "2026-03-02T00:00:00", o["Date"])
	require.Equal(t, partner, o["Партнер_Key"])
	require.Equal(t, "StandardODATA.Catalog_Пользователи", o["Автор_Type"])
	require.Equal(t, "", o["ДокументОснование"])
	require.Equal(t, "StandardODATA.Undefined", o["ДокументОснование_Type"])
	require.Equal(t, none, o["Склад_Key"])
	require.Equal(t, "0001-01-01T00:00:00", o["ДатаОтгрузки"])
	row := o["Товары"].([]any)[0].(object)
	require.Equal(t, 1.5, row["Количество"])
	require.Equal(t, 10.01, row["Цена"])
	require.Equal(t, "7", row["КодСтроки"])
	require.Equal(t, "", row["ВариантОбеспечения"])
}

func TestEachWriteHasItsVersion(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	first := o["DataVersion"].(string)
	o = c.patch(orders, o, object{"Комментарий": "почта"})
	require.NotEqual(t, first, o["DataVersion"])
	status, _, _ := c.refused("PATCH", at(orders, o), `{"Комментарий":"курьер"}`, "If-Match", first)
	require.Equal(t, 412, status)
	status, _, _ = c.refused("POST", at(orders, o)+"/Post", "", "If-Match", first)
	require.Equal(t, 412, status)
	status, _, body := c.raw("PATCH", at(orders, o), `{"Комментарий":"курьер"}`, "If-Match", o["DataVersion"].(string))
	require.Equal(t, 200, status, body)
	before := c.list(orders)[0]["DataVersion"]
	c.post(orders, o)
	require.NotEqual(t, before, c.list(orders)[0]["DataVersion"], "posting is a write too")

	deaf := start(t, onectest.Settings{IgnoreIfMatch: true})
	o = deaf.order(deaf.row(1, "MUG", "", "КОбеспечению", 1))
	status, _, body = deaf.raw("PATCH", at(orders, o), `{"Комментарий":"курьер"}`, "If-Match", "AAAAAAAAAAA=")
	require.Equal(t, 200, status, body)
}

func TestTheKeyOfANewObject(t *testing.T) {
	const key = "55555555-0000-4000-8000-000000000001"
	c := start(t, onectest.Settings{})
	o := c.create(orders, object{"Ref_Key": key})
	require.NotEqual(t, key, o["Ref_Key"], "the base chooses")
	require.Equal(t, []string{"Document_ЗаказКлиента.Ref_Key"}, c.base.IgnoredFields())

	honest := start(t, onectest.Settings{ClientKeys: true})
	o = honest.create(orders, object{"Ref_Key": key})
	require.Equal(t, key, o["Ref_Key"])
	status, code, _ := honest.refused("POST", url.PathEscape(orders), `{"Ref_Key":"`+key+`"}`)
	require.Equal(t, []any{400, "15"}, []any{status, code})
	status, code, _ = honest.refused("PATCH", at(orders, o), `{"Ref_Key":"`+none+`"}`)
	require.Equal(t, []any{400, "16"}, []any{status, code})
}

func TestAnObjectIsReplacedByAllItsProperties(t *testing.T) {
	c := start(t, onectest.Settings{})
	p := c.create("Catalog_Приоритеты", object{"Description": "Срочный"})
	status, code, why := c.refused("PUT", at("Catalog_Приоритеты", p), `{"Description":"Очень срочный"}`)
	require.Equal(t, []any{400, "5"}, []any{status, code})
	require.Contains(t, why, "DeletionMark")
	p["Description"] = "Очень срочный"
	status, _, body := c.raw("PUT", at("Catalog_Приоритеты", p), text(p))
	require.Equal(t, 200, status, body)
	require.NotEmpty(t, c.base.Key("Catalog_Приоритеты", "Очень срочный"))
}

func TestDeletingRemovesAtOnce(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2))
	c.post(orders, o)
	status, _, body := c.raw("DELETE", at(orders, o), "")
	require.Equal(t, 204, status)
	require.Empty(t, body)
	require.Empty(t, c.base.Orders())
	require.Equal(t, 3.0, c.base.Stock("MUG", "МАГ-1").Free)
}

func TestCodesAndNumbersAreGiven(t *testing.T) {
	c := start(t, onectest.Settings{})
	p := c.create("Catalog_Партнеры", object{"Description": "Петров", "НаименованиеПолное": "Петров", "ЮрФизЛицо": "ЧастноеЛицо"})
	require.Regexp(t, `^\d{11}$`, p["Code"])
	require.NotContains(t, c.list("Catalog_Контрагенты"), "Code")
	a, b := c.create(orders, object{"Date": "2026-03-02T12:00:00"}), c.create(orders, object{"Date": "2026-03-02T12:00:00"})
	require.Equal(t, []any{"ИМ00-000001", "ИМ00-000002"}, []any{a["Number"], b["Number"]})
	status, _, why := c.refused("POST", url.PathEscape(orders), `{"Date":"2026-05-01T00:00:00","Number":"ИМ00-000002"}`)
	require.Equal(t, 500, status)
	require.Contains(t, why, "не уникален")
	c.create(orders, object{"Date": "2027-01-01T00:00:00", "Number": "ИМ00-000002"})
}

func TestAFileKeepsItsContentOnlyWhereTheBaseLetsIt(t *testing.T) {
	const files = "Catalog_РеализацияТоваровУслугПрисоединенныеФайлы"
	photo := object{"Description": "Код", "Расширение": "jpg", "ФайлХранилище_Type": "image/jpeg", "ФайлХранилище_Base64Data": "AAEC"}
	require.Equal(t, "", start(t, onectest.Settings{}).create(files, photo)["ФайлХранилище_Base64Data"])
	require.Equal(t, "AAEC", start(t, onectest.Settings{KeepFiles: true}).create(files, photo)["ФайлХранилище_Base64Data"])
}

func TestWhatTheUserMayNotSee(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.Deny(cards)
	for _, method := range []string{"GET", "POST"} {
		status, code, _ := c.refused(method, url.PathEscape(cards), "{}")
		require.Equal(t, []any{401, "20"}, []any{status, code})
	}
}

func TestWhatIsNotPublishedIsNotThere(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.Publish(false, "Catalog_КартыЛояльности")
	_, code, _ := c.refused("GET", url.PathEscape("Catalog_КартыЛояльности"), "")
	require.Equal(t, "8", code)
	require.NotContains(t, names(c.list(""), "name"), "Catalog_КартыЛояльности")
	c.base.Publish(true, "Catalog_КартыЛояльности")
	require.Contains(t, names(c.list(""), "name"), "Catalog_КартыЛояльности")
}
