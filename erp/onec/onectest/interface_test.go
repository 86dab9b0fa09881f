package onectest_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
)

// names returns a property of the objects, sorted as they came.
func names(all []object, field string) []any {
	out := []any{}
	for _, o := range all {
		out = append(out, o[field])
	}
	return out
}

const warehouses = "Catalog_Склады"

func TestAFilterFindsWhatItSays(t *testing.T) {
	c := start(t, onectest.Settings{})
	for filter, want := range map[string][]any{
		"Description eq 'МАГ-1'":                                              {"МАГ-1"},
		"Description ne 'МАГ-1'":                                              {"МАГ-2", "УД-1", "ЦС"},
		"not (Description eq 'МАГ-1' or Description eq 'ЦС')":                 {"МАГ-2", "УД-1"},
		"startswith(Description, 'МАГ') eq true":                              {"МАГ-1", "МАГ-2"},
		"startswith(Description,'МАГ')":                                       {"МАГ-1", "МАГ-2"},
		"endswith(Description,'-1')":                                          {"МАГ-1", "УД-1"},
		"substringof('АГ', Description)":                                      {"МАГ-1", "МАГ-2"},
		"substring(Description, 1, 3) eq 'МАГ'":                               {"МАГ-1", "МАГ-2"},
		"substring(Description, 5) eq '2'":                                    {"МАГ-2"},
		"concat(Description, '!') eq 'ЦС!'":                                   {"ЦС"},
		"like(Description, '[^М]%')":                                          {"УД-1", "ЦС"},
		"like(Description, '___-_')":                                          {"МАГ-1", "МАГ-2"},
		"ТипСклада eq 'РозничныйМагазин'":                                     {"МАГ-1", "МАГ-2"},
		"КонтролироватьСвободныеОстатки eq false":                             {},
		"КонтактнаяИнформация/any(d: d/Город eq 'Казань')":                    {"МАГ-2"},
		"КонтактнаяИнформация/any(d: startswith(d/Город, 'Е'))":               {"МАГ-1"},
		"КонтактнаяИнформация/all(d: d/Город ne 'Казань')":                    {"МАГ-1", "УД-1", "ЦС"},
		"КонтактнаяИнформация/any()":                                          {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"КонтактнаяИнформация/any(d: d/LineNumber ge 2)":                      {},
		"РозничныйВидЦены/Description eq 'Розничная'":                         {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"РозничныйВидЦены/ВалютаЦены/Code eq '643'":                           {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"УчетныйВидЦены_Key eq guid'" + none + "'":                            {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"УчетныйВидЦены/Description eq null":                                  {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"НормативныйСрокДоставкиЗаказов add 2 mul 3 sub 1 eq 5":               {"МАГ-1", "МАГ-2", "УД-1", "ЦС"},
		"(НормативныйСрокДоставкиЗаказов add 4) div 2 gt 2.5":                 {},
		"Description eq 'О''Нил' or Description eq 'ЦС' and IsFolder eq true": {},
	} {
		require.Equal(t, want, names(c.list(warehouses, "$filter", filter, "$orderby", "Description", "$select", "Description"), "Description"), filter)
	}
}

func TestDatesInAFilter(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1)) // of Monday, 2 March 2026, 12:00
	for _, filter := range []string{
		"Date ge datetime'2026-03-02T00:00:00' and Date lt datetime'2026-03-03T00:00:00'", "Date gt datetime'2026-03-02'",
		"year(Date) eq 2026 and month(Date) eq 3 and day(Date) eq 2", "hour(Date) eq 12 and minute(Date) eq 0 and second(Date) eq 0",
		"dayofweek(Date) eq 1 and dayofyear(Date) eq 61 and quarter(Date) eq 1", "dateadd(Date, 'day', 3) eq datetime'2026-03-05T12:00:00'",
		"dateadd(Date, 'month', 10) ge datetime'2027-01-02T12:00:00'", "datedifference(Date, ДатаОтгрузки, 'day') eq 3",
		"datedifference(Date, datetime'2027-01-01', 'year') eq 1", "ДатаПоДаннымКлиента eq datetime'0001-01-01T00:00:00'",
		"Ref_Key eq guid'" + strings.ToUpper(o["Ref_Key"].(string)) + "'", "round(СуммаДокумента) eq 100", "Posted eq false",
	} {
		require.Len(t, c.list(orders, "$filter", filter), 1, filter)
	}
}

// A composite value is compared through cast: a bare guid is equal to nothing, whatever is there.
func TestACompositeValueIsComparedThroughCast(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	c.post(orders, o)
	const states = "InformationRegister_СостоянияЗаказовКлиентов"
	key := o["Ref_Key"].(string)
	require.Len(t, c.list(states, "$filter", "Заказ eq cast(guid'"+key+"', 'Document_ЗаказКлиента')"), 1)
	require.Len(t, c.list(states, "$filter", "Заказ eq cast(guid'"+key+"', 'Document_ЗаявкаНаВозвратТоваровОтКлиента')"), 0)
	require.Len(t, c.list(states, "$filter", "Заказ eq guid'"+key+"'"), 0)
	require.Len(t, c.list(states, "$filter", "isof(Заказ, 'Document_ЗаказКлиента')"), 1)
	require.Len(t, c.list(states, "$filter", "isof(Заказ,'Document_ЗаявкаНаВозвратТоваровОтКлиента')"), 0)
	require.Len(t, c.list(states, "$filter", "cast(Заказ, 'Document_ЗаказКлиента')/НомерПоДаннымКлиента eq '50417'"), 1)
	require.Len(t, c.list(states, "$filter", "cast(cast(Заказ,'Document_ЗаказКлиента')/Партнер_Key,'Catalog_Партнеры')/Description eq 'Иванов Иван'"), 1)
	require.Len(t, c.list(states, "$filter", "Заказ_Type eq 'StandardODATA.Document_ЗаказКлиента'"), 1)
}

// pain: OD-P1
func TestAPlusIsNoBlank(t *testing.T) {
	c := start(t, onectest.Settings{})
	status, code, _ := c.refused("GET", url.PathEscape(orders)+"?$filter=Date+ge+datetime'2026-01-01T00:00:00'", "")
	require.Equal(t, []any{400, "14"}, []any{status, code})
	status, _, body := c.raw("GET", url.PathEscape(orders)+"?$filter=Date%20ge%20datetime'2026-01-01T00:00:00'", "")
	require.Equal(t, 200, status, body)
	// Within a text it is what it looks like.
	c.create("Catalog_Партнеры", object{"Description": "+7 900", "НаименованиеПолное": "+7 900", "ЮрФизЛицо": "ЧастноеЛицо"})
	status, _, body = c.raw("GET", url.PathEscape("Catalog_Партнеры")+"?$filter=Description%20eq%20'+7%20900'&$select=Description", "")
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"value":[{"Description":"+7 900"}]}`, body)
}

func TestWhatTheInterfaceDoesNotKnowIsRefused(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	e := url.PathEscape
	for _, x := range []struct {
		method, address string
		status          int
		code            string
	}{
		{"GET", e("Catalog_Складыы"), 404, "8"},
		{"GET", e("Document_ЗаказКлиента_Цвета"), 404, "8"},
		{"GET", e(orders) + "(guid'11111111-0000-4000-8000-000000000001')", 404, "9"},
		{"GET", e(orders) + "(guid'1')", 400, "1"},
		{"GET", e(orders) + "()", 400, "7"},
		{"GET", e(orders) + "?$filter=" + e("Цвет eq 'красный'"), 400, "10"},
		{"GET", e(orders) + "?$select=" + e("Number,Цвет"), 400, "10"},
		{"GET", e(orders) + "?$orderby=" + e("Цвет"), 400, "10"},
		{"GET", e(orders) + "?$expand=" + e("Цвет"), 400, "10"},
		{"GET", e(orders) + "?$select=" + e("Товары/Цвет"), 400, "10"},
		{"GET", e(orders) + "?$expan=" + e("Партнер"), 400, "0"},
		{"GET", e(orders) + "?$skiptoken=1", 400, "0"},
		{"GET", e(orders) + "?$filter=" + e("startwith(Number,'И') eq true"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("tolower(Number) eq 'и'"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("Number eq"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("Number eq 5"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("Статус eq 'Оплачен'"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("Number"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("Date ge datetime'2026-02-30T00:00:00'"), 400, "14"},
		{"GET", e(orders) + "?$filter=" + e("substring(Number) eq 'И'"), 501, "21"},
		{"GET", e(orders) + "?$filter=" + e("year(Number) eq 2026"), 501, "21"},
		{"GET", e(orders) + "?$filter=" + e("Товары/none(d: d/Цена gt 1)"), 501, "21"},
		{"GET", e(orders) + "?$top=" + e("много"), 400, "14"},
		{"GET", e(orders) + "?$inlinecount=some", 400, "14"},
		{"GET", e(orders) + "?$format=yaml", 415, "3"},
		{"GET", e(orders) + "?$top=1&$top=2", 400, "2"},
		{"GET", at(orders, o) + "?$expand=" + e("Партнер"), 501, "0"},
		{"GET", at(orders, o) + "/" + e("Цвет"), 400, "10"},
		{"GET", at(orders, o) + "/" + e("Менеджер"), 404, "9"},
		{"DELETE", e(orders), 405, "19"},
		{"POST", at(orders, o), 405, "19"},
		{"POST", at(orders, o) + "/Post?Mode=1", 400, "0"},
		{"POST", at(orders, o) + "/Repost", 405, "19"},
		{"GET", e("InformationRegister_ЦеныНоменклатуры") + "/SliceLast()", 404, "6"},
		{"GET", e("InformationRegister_ДействиеСкидокНаценок") + "/Slice_Last()", 404, "6"},
		{"GET", e("AccumulationRegister_ТоварыНаСкладах") + "/Balance(Dimensions='" + e("Цвет") + "')", 400, "10"},
		{"GET", e("AccumulationRegister_ТоварыНаСкладах") + "/Balance(" + e("Измерения='Склад'") + ")", 400, "12"},
		{"GET", e("AccumulationRegister_ТоварыНаСкладах") + "/Turnovers?StartDate=datetime'2026-01-01'", 400, "0"},
		{"POST", "$batch", 501, "0"},
		{"POST", "SelectChanges?DataExchangePoint=1", 501, "0"},
		{"POST", "$metadata", 405, "19"},
	} {
		status, code, why := c.refused(x.method, x.address, "")
		require.Equal(t, []any{x.status, x.code}, []any{status, code}, "%s %s: %s", x.method, x.address, why)
	}
}

func TestAnErrorInAtom(t *testing.T) {
	c := start(t, onectest.Settings{})
	status, head, body := c.raw("GET", url.PathEscape("Catalog_Складыы"), "", "Accept", "*/*")
	require.Equal(t, 404, status)
	require.Contains(t, head.Get("Content-Type"), "application/xml")
	var e struct {
		XMLName xml.Name `xml:"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata error"`
		Code    string   `xml:"code"`
		Message string   `xml:"message"`
	}
	require.NoError(t, xml.Unmarshal([]byte(body), &e))
	require.Equal(t, "8", e.Code)
	require.Contains(t, e.Message, "Catalog_Складыы")
}

func TestTheWebServerAnswersInHTML(t *testing.T) {
	c := start(t, onectest.Settings{})
	for address, want := range map[string]int{"/trade/odata/standard.odata/": 404, "/ut/ws": 404, "/ut/odata/standard.odata/": 401} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://1c.example"+address, nil)
		require.NoError(t, err)
		r.SetBasicAuth(onectest.User, "wrong")
		resp, err := c.base.Transport().RoundTrip(r)
		require.NoError(t, err)
		require.Equal(t, want, resp.StatusCode)
		require.Contains(t, resp.Header.Get("Content-Type"), "text/html")
		require.Equal(t, want == 401, resp.Header.Get("WWW-Authenticate") != "")
		require.NoError(t, resp.Body.Close())
	}
	c.base.AddUser("Иванов", "пароль")
	status, _, _ := c.raw("GET", "", "", "Authorization", "Basic 0JjQstCw0L3QvtCyOtC/0LDRgNC+0LvRjA==")
	require.Equal(t, 200, status)
}

// Names are percent-encoded: what is not is refused by the web server.
func TestANameIsEncoded(t *testing.T) {
	c := start(t, onectest.Settings{})
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(c.base.URL(), "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("GET /ut/odata/standard.odata/" + warehouses + " HTTP/1.1\r\nHost: 1c\r\nConnection: close\r\n\r\n"))
	require.NoError(t, err)
	b, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(b), "HTTP/1.1 400 "), "%s", b)
}

// pain: OD-P6
func TestABrokenInstallationSaysNothingOfOData(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.BreakInstallation(true)
	status, head, body := c.raw("GET", url.PathEscape(warehouses), "")
	require.Equal(t, 500, status)
	require.Contains(t, head.Get("Content-Type"), "text/html")
	require.NotContains(t, body, "odata.error")
	c.base.BreakInstallation(false)
	require.Len(t, c.list(warehouses), 4)
}

func TestPagesHaveNoLinksAndSkipComesFirst(t *testing.T) {
	c := start(t, onectest.Settings{})
	page := c.get(warehouses, "$orderby", "Description desc", "$skip", "1", "$top", "2", "$inlinecount", "allpages", "$select", "Description")
	require.Equal(t, object{"odata.count": "4", "value": []any{object{"Description": "УД-1"}, object{"Description": "МАГ-2"}}}, page)
	status, _, body := c.raw("GET", url.PathEscape(warehouses)+"/$count?$filter="+url.PathEscape("ТипСклада eq 'РозничныйМагазин'"), "")
	require.Equal(t, 200, status)
	require.Equal(t, "2", body)
	keys := []string{}
	for _, o := range c.list(warehouses) {
		keys = append(keys, o["Ref_Key"].(string))
	}
	require.IsIncreasing(t, keys, "no order that means anything")
}

// pain: OD-P3
func TestAnEmptyReferenceExpandsToNull(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	o := c.list(orders, "$expand", "Менеджер,Партнер", "$select", "Number,Партнер/Description,Менеджер/Description")[0]
	require.Contains(t, o, "Менеджер")
	require.Nil(t, o["Менеджер"])
	require.Contains(t, o["Менеджер@navigationLinkUrl"], "/Менеджер")
	require.Equal(t, object{"Description": "Иванов Иван"}, o["Партнер"])
	all := c.list(orders, "$expand", "*")[0]
	require.Equal(t, "Иванов Иван", all["Контрагент"].(object)["Description"])
	require.Nil(t, all["Склад"])
	deeper := c.list(orders, "$expand", "Соглашение/ВидЦен")[0]
	require.Equal(t, "Розничная", deeper["Соглашение"].(object)["ВидЦен"].(object)["Description"])
}

func TestWhatIsShownOfAnObject(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "МАГ-1", "КОбеспечению", 1.5))
	flat := c.list(orders, "$select", "**")[0]
	require.NotContains(t, flat, "Товары")
	require.Contains(t, flat, "Автор_Type")
	require.Equal(t, object{"Товары": []any{object{"LineNumber": "1", "Количество": 2.0}}}, c.list(orders, "$select", "Товары/LineNumber,Товары/Количество")[0],
		"goods that are counted by the piece have no halves")
	shown := c.list(orders, "$select", "Ref_Key, Presentation, Партнер____Presentation, Статус____Presentation")[0]
	require.Equal(t, "Заказ клиента ИМ00-000001 от 02.03.2026 12:00:00", shown["Presentation"])
	require.Equal(t, "Иванов Иван", shown["Партнер____Presentation"])
	every := c.list(orders, "$select", "*,*____Presentation")[0]
	require.Equal(t, "RUB", every["Валюта____Presentation"])
	require.Contains(t, every, "Товары")
	require.NotContains(t, c.list(orders)[0], "Партнер____Presentation")

	one := c.get("Document_ЗаказКлиента(guid'" + o["Ref_Key"].(string) + "')/Партнер/Description")
	require.Equal(t, object{"value": "Иванов Иван"}, one)
	rows := c.list("Document_ЗаказКлиента_Товары", "$filter", "Ref_Key eq guid'"+o["Ref_Key"].(string)+"'")
	require.Equal(t, "1", rows[0]["LineNumber"])
	require.Equal(t, rows, c.list("Document_ЗаказКлиента(guid'"+o["Ref_Key"].(string)+"')/Товары"))
	row := c.get("Document_ЗаказКлиента_Товары(Ref_Key=guid'" + o["Ref_Key"].(string) + "',LineNumber=1)")
	require.Equal(t, rows[0], row)
}

func TestTheDetailOfJSON(t *testing.T) {
	c := start(t, onectest.Settings{})
	address := url.PathEscape(warehouses) + "?$top=1&$orderby=Description&$format="
	_, _, body := c.raw("GET", address+"json", "", "Accept", "*/*")
	var o object
	require.NoError(t, json.Unmarshal([]byte(body), &o))
	require.Equal(t, "http://1c.example/ut/odata/standard.odata/$metadata#Catalog_Склады", o["odata.metadata"])
	row := o["value"].([]any)[0].(object)
	require.Regexp(t, `^Catalog_Склады\(guid'[-0-9a-f]{36}'\)/РозничныйВидЦены$`, row["РозничныйВидЦены@navigationLinkUrl"])
	require.NotContains(t, row, "УчетныйВидЦены@navigationLinkUrl", "an empty reference has no link")
	_, _, body = c.raw("GET", address+"application/json;odata=fullmetadata", "")
	require.Contains(t, body, `"odata.type":"StandardODATA.Catalog_Склады"`)
	_, _, body = c.raw("GET", address+"application/json;odata=nometadata", "")
	require.NotContains(t, body, "odata.")
	require.NotContains(t, body, "@")
}

// entry is an Atom entry as far as the test reads it.
type entry struct {
	ID         string `xml:"id"`
	Properties struct {
		Description string `xml:"Description"`
		Contacts    struct {
			Rows []struct {
				Город      string
				LineNumber string
			} `xml:"element"`
		} `xml:"КонтактнаяИнформация"`
	} `xml:"content>properties"`
}

func TestAtomIsTheDefault(t *testing.T) {
	c := start(t, onectest.Settings{})
	_, head, body := c.raw("GET", url.PathEscape(warehouses)+"?$inlinecount=allpages&$orderby=Description&$top=1", "", "Accept", "*/*")
	require.Contains(t, head.Get("Content-Type"), "application/atom+xml;type=feed")
	require.Equal(t, "3.0", head.Get("DataServiceVersion"))
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Count   int      `xml:"count"`
		Entries []entry  `xml:"entry"`
	}
	require.NoError(t, xml.Unmarshal([]byte(body), &feed))
	require.Equal(t, 4, feed.Count)
	require.Len(t, feed.Entries, 1)
	require.Equal(t, "МАГ-1", feed.Entries[0].Properties.Description)
	require.Equal(t, "Екатеринбург", feed.Entries[0].Properties.Contacts.Rows[0].Город)
	require.Equal(t, "1", feed.Entries[0].Properties.Contacts.Rows[0].LineNumber)

	status, head, body := c.raw("POST", url.PathEscape("Catalog_Партнеры"), `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="`+
		`http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">`+
		`<content type="application/xml"><m:properties><d:Description>Петров &amp; сын</d:Description><d:НаименованиеПолное>Петров</d:НаименованиеПолное>`+
		`<d:ЮрФизЛицо>Компания</d:ЮрФизЛицо><d:Клиент>true</d:Клиент><d:Комментарий/>`+
		`<d:КонтактнаяИнформация m:type="Collection(StandardODATA.Catalog_Партнеры_КонтактнаяИнформация_RowType)"><d:element>`+
		`<d:LineNumber>1</d:LineNumber><d:Тип>Телефон</d:Тип><d:Представление>+7 900</d:Представление></d:element></d:КонтактнаяИнформация>`+
		`</m:properties></content></entry>`, "Accept", "application/atom+xml", "Content-Type", "application/atom+xml")
	require.Equal(t, 201, status, body)
	require.Contains(t, head.Get("Content-Type"), "type=entry")
	p := c.list("Catalog_Партнеры", "$filter", "Description eq 'Петров & сын'")[0]
	require.Equal(t, true, p["Клиент"])
	require.Equal(t, "+7 900", p["КонтактнаяИнформация"].([]any)[0].(object)["Представление"])
}

// edmx is $metadata as far as tests read it.
type edmx struct {
	Types []struct {
		Name       string `xml:"Name,attr"`
		Open       string `xml:"OpenType,attr"`
		Keys       []name `xml:"Key>PropertyRef"`
		Properties []struct {
			Name string `xml:"Name,attr"`
			Type string `xml:"Type,attr"`
		} `xml:"Property"`
		Navigation []name `xml:"NavigationProperty"`
	} `xml:"DataServices>Schema>EntityType"`
	Enums []struct {
		Name    string `xml:"Name,attr"`
		Members []name `xml:"Member"`
	} `xml:"DataServices>Schema>EnumType"`
	Functions []struct {
		Name       string `xml:"Name,attr"`
		Method     string `xml:"HttpMethod,attr"`
		Effect     string `xml:"IsSideEffecting,attr"`
		Returns    string `xml:"ReturnType,attr"`
		Parameters []struct {
			Name string `xml:"Name,attr"`
			Type string `xml:"Type,attr"`
		} `xml:"Parameter"`
	} `xml:"DataServices>Schema>EntityContainer>FunctionImport"`
	Sets []name `xml:"DataServices>Schema>EntityContainer>EntitySet"`
}

type name struct {
	Name string `xml:"Name,attr"`
}

func (c *caller) metadata() edmx {
	c.t.Helper()
	status, head, body := c.raw("GET", "$metadata", "")
	require.Equal(c.t, 200, status)
	require.Contains(c.t, head.Get("Content-Type"), "xml")
	var m edmx
	require.NoError(c.t, xml.Unmarshal([]byte(body), &m))
	return m
}

// As in the metadata of real bases: the verbs are missing, values of enumerations are texts, types of mixed values
// stand last, and a register that is written by several kinds of documents has a composite key.
func TestTheMetadataIsShapedAsThatOfRealBases(t *testing.T) {
	c := start(t, onectest.Settings{})
	m := c.metadata()
	types := map[string]int{}
	for i, e := range m.Types {
		types[e.Name] = i
	}
	sale := m.Types[types["Document_РеализацияТоваровУслуг"]]
	require.Equal(t, "true", sale.Open)
	require.Equal(t, []string{"Ref_Key", "DataVersion", "Number", "Date", "DeletionMark", "Posted"},
		[]string{sale.Properties[0].Name, sale.Properties[1].Name, sale.Properties[2].Name, sale.Properties[3].Name, sale.Properties[4].Name, sale.Properties[5].Name})
	kinds := map[string]string{}
	for _, p := range sale.Properties {
		kinds[p.Name] = p.Type
	}
	require.Equal(t, "Edm.String", kinds["Статус"])
	require.Equal(t, "Edm.String", kinds["ЗаказКлиента"])
	require.Equal(t, "Edm.String", kinds["ЗаказКлиента_Type"])
	require.Equal(t, "Edm.Guid", kinds["Партнер_Key"])
	require.Equal(t, "Edm.Double", kinds["СуммаДокумента"])
	require.Equal(t, "Collection(StandardODATA.Document_РеализацияТоваровУслуг_Товары_RowType)", kinds["Товары"])
	require.Equal(t, "ДопоставкаПоРеализации_Type", sale.Properties[len(sale.Properties)-1].Name)
	require.Equal(t, []name{{"Recorder"}, {"LineNumber"}, {"Recorder_Type"}}, m.Types[types["AccumulationRegister_ТоварыНаСкладах_RecordType"]].Keys)
	require.Equal(t, []name{{"Recorder"}, {"Recorder_Type"}}, m.Types[types["AccumulationRegister_ТоварыНаСкладах"]].Keys)
	require.Equal(t, []name{{"Recorder_Key"}}, m.Types[types["InformationRegister_ЦеныНоменклатуры"]].Keys)
	require.Equal(t, []name{{"Period"}, {"Номенклатура_Key"}, {"Характеристика_Key"}, {"ВидЦены_Key"}},
		m.Types[types["InformationRegister_ЦеныНоменклатуры_RecordType"]].Keys)
	require.Equal(t, []name{{"Заказ"}, {"Заказ_Type"}}, m.Types[types["InformationRegister_СостоянияЗаказовКлиентов"]].Keys)
	require.Empty(t, m.Types[types["Catalog_Валюты"]].Open)
	for _, f := range m.Functions {
		require.Empty(t, f.Method)
		require.Equal(t, "bindingParameter", f.Parameters[0].Name)
		require.Equal(t, f.Name == "Post" || f.Name == "Unpost", f.Effect == "true")
	}
	for _, s := range m.Sets {
		require.Contains(t, types, s.Name)
		status, _, body := c.raw("GET", url.PathEscape(s.Name)+"?$top=1", "")
		require.Equal(t, 200, status, body)
	}
}

// pain: OD-P4
func TestPostingIsNeverAGet(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	for _, action := range []string{"/Post", "/Unpost", "/Post()"} {
		status, code, _ := c.refused("GET", at(orders, o)+action, "")
		require.Equal(t, []any{405, "19"}, []any{status, code})
	}
	require.False(t, c.base.Orders()[0].Posted)
	status, _, _ := c.raw("POST", at(orders, o)+"/Post()", "")
	require.Equal(t, 200, status)
}

// pain: OD-P5
func TestReleasesHaveOtherValuesAndRegisters(t *testing.T) {
	for release, has := range map[string]struct{ mode, other, register, missing, rate string }{
		"11.4": {"Требуется", "КОбеспечению", "AccumulationRegister_СвободныеОстатки", "InformationRegister_РаспределениеЗапасов", "СтавкаНДС"},
		"11.5": {"КОбеспечению", "Требуется", "InformationRegister_РаспределениеЗапасов", "AccumulationRegister_СвободныеОстатки", "СтавкаНДС_Key"},
	} {
		c := start(t, onectest.Settings{Release: release})
		modes := []name{}
		for _, e := range c.metadata().Enums {
			if e.Name == "ВариантыОбеспечения" {
				modes = e.Members
			}
		}
		require.Contains(t, modes, name{has.mode})
		require.NotContains(t, modes, name{has.other})
		c.list(has.register)
		_, code, _ := c.refused("GET", url.PathEscape(has.missing), "")
		require.Equal(t, "8", code)
		row := object{"LineNumber": 1, "ВариантОбеспечения": has.other}
		status, code, why := c.refused("POST", url.PathEscape(orders), text(object{"Товары": []object{row}}))
		require.Equal(t, []any{400, "4"}, []any{status, code})
		require.Contains(t, why, has.other)
		require.Contains(t, c.list("Catalog_Номенклатура")[0], has.rate)
	}
}

// What only one release has is no more than this.
func TestReleasesDifferInFewProperties(t *testing.T) {
	has := map[string]map[string]bool{}
	for _, release := range []string{"11.4", "11.5"} {
		has[release] = map[string]bool{}
		for _, e := range start(t, onectest.Settings{Release: release}).metadata().Types {
			for _, p := range e.Properties {
				has[release][e.Name+"."+p.Name] = true
			}
		}
	}
	only := func(release, other string) map[string]bool {
		out := map[string]bool{}
		for p := range has[release] {
			entity, name, _ := strings.Cut(p, ".")
			if !has[other][p] && (has[other][entity+".Ref_Key"] || has[other][entity+".LineNumber"]) {
				out[name] = true
			}
		}
		return out
	}
	require.Equal(t, map[string]bool{"СтавкаНДС": true}, only("11.4", "11.5"))
	require.Equal(t, map[string]bool{
		"СтавкаНДС_Key": true, "ЭтоЗаказКакСчет": true, "ИдентификаторОплатыСБП": true, "ВидЦен_Key": true, "ВМагазинеПоддерживаетсяСборкаЗаказов": true,
		"ВМагазинеПоддерживаетсяДоставкаСвоимиКурьерами": true, "НормативныйСрокДоставкиЗаказов": true, "Статус": true, "ДоступнаДляУказанияКлиентом": true,
	}, only("11.5", "11.4"))
}

// pain: OD-P2
func TestTheCounterpartyOfMoneyMayHaveTwoShapes(t *testing.T) {
	const money = "Document_ПоступлениеБезналичныхДенежныхСредств"
	plain := start(t, onectest.Settings{})
	plain.list(money, "$filter", "Контрагент_Key eq guid'"+none+"'")
	_, code, _ := plain.refused("GET", url.PathEscape(money)+"?$filter="+url.PathEscape("Контрагент eq cast(guid'"+none+"','Catalog_Контрагенты')"), "")
	require.Equal(t, "10", code)

	mixed := start(t, onectest.Settings{MixedCounterparty: true})
	mixed.list(money, "$filter", "Контрагент eq cast(guid'"+none+"','Catalog_Контрагенты')")
	status, code, _ := mixed.refused("GET", url.PathEscape(money)+"?$filter="+url.PathEscape("Контрагент_Key eq guid'"+none+"'"), "")
	require.Equal(t, []any{400, "10"}, []any{status, code})
}

func TestACallFailsAsATestSays(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.Faults().Next("POST Document_ЗаказКлиента", onectest.LockConflict())
	status, code, why := c.refused("POST", url.PathEscape(orders), "{}")
	require.Equal(t, []any{500, "-1"}, []any{status, code})
	require.Contains(t, why, "Конфликт блокировок")
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	c.base.Faults().Next("POST Document_ЗаказКлиента/Post", fake.ResetAfter())
	r, err := http.NewRequestWithContext(t.Context(), "POST", "http://1c.example/ut/odata/standard.odata/"+at(orders, o)+"/Post", nil)
	require.NoError(t, err)
	r.SetBasicAuth(onectest.User, onectest.Password)
	_, err = c.base.Transport().RoundTrip(r) //nolint:bodyclose // there is no answer
	require.Error(t, err)
	require.True(t, c.base.Orders()[0].Posted, "the write was done, the answer lost")
	require.Equal(t, 1, c.base.Commits("POST Document_ЗаказКлиента/Post"))
	require.Empty(t, c.base.Faults().Unused())
}

func TestVirtualTables(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	require.NoError(t, c.base.SetStock("MUG", "ЦС", 5))
	require.NoError(t, c.base.SetStock("MUG", "ЦС", 4))
	require.NoError(t, c.base.SetStock("BOWL", "ЦС", 0.1))
	mug, stock := c.key("Catalog_Номенклатура", "MUG"), "AccumulationRegister_ТоварыНаСкладах"
	for _, condition := range []string{
		"(Condition='Номенклатура_Key eq guid''" + mug + "''',Dimensions='Склад')", "(Condition='Номенклатура_Key eq guid'" + mug + "'',Dimensions='Склад')",
		"(Dimensions='Склад_Key',Condition='Номенклатура_Key eq guid'" + mug + "'')",
		"(Condition='Номенклатура eq cast(guid''" + mug + "'', ''Catalog_Номенклатура'')',Dimensions='Склад')",
	} {
		if strings.Contains(condition, "Номенклатура eq") {
			continue // a plain reference has no cast
		}
		all := c.list(stock+"/Balance"+condition, "$filter", "ВНаличииBalance gt 3")
		require.Equal(t, []object{{"Склад_Key": c.key(warehouses, "ЦС"), "ВНаличииBalance": 4.0, "КОтгрузкеBalance": 0.0}}, all, condition)
	}
	all := c.list(stock+"/Balance", "Condition", "Склад/Description eq 'ЦС'", "$orderby", "ВНаличииBalance", "$expand", "Номенклатура",
		"$select", "Номенклатура/Артикул,ВНаличииBalance")
	require.Equal(t, []object{{"ВНаличииBalance": 0.1, "Номенклатура": object{"Артикул": "BOWL"}}, {"ВНаличииBalance": 4.0, "Номенклатура": object{"Артикул": "MUG"}}}, all)
	turn := c.list(stock+"/Turnovers(StartPeriod=datetime'2026-03-01T00:00:00',EndPeriod=datetime'2026-03-31T23:59:59',Dimensions='Номенклатура')",
		"$filter", "Номенклатура_Key eq guid'"+mug+"'")
	require.Equal(t, []any{7.0, 8.0, 1.0}, []any{turn[0]["ВНаличииTurnover"], turn[0]["ВНаличииReceipt"], turn[0]["ВНаличииExpense"]})
	require.Empty(t, c.list(stock+"/Balance", "Period", "datetime'2026-03-01T00:00:00'"))
	both := c.list(stock+"/BalanceAndTurnovers(StartPeriod=datetime'2026-03-01',Dimensions='Склад')", "$filter", "Склад/Description eq 'ЦС'")
	require.Equal(t, []any{0.0, 4.1}, []any{both[0]["ВНаличииOpeningBalance"], both[0]["ВНаличииClosingBalance"]})

	c.base.SetPrice("MUG", 510)
	price := c.list("InformationRegister_ЦеныНоменклатуры_RecordType/SliceLast(Condition='Номенклатура_Key eq guid''" + mug + "''')")
	require.Equal(t, 510.0, price[0]["Цена"])
	price = c.list("InformationRegister_ЦеныНоменклатуры_RecordType/SliceLast(Period=datetime'2026-02-01T00:00:00',Condition='Номенклатура_Key eq guid''" + mug + "''')")
	require.Equal(t, 490.0, price[0]["Цена"])

	sets := c.list(stock)
	require.Len(t, sets, 4)
	require.Contains(t, sets[0]["Recorder_Type"], "StandardODATA.Document_")
	set := c.get(stock + "(Recorder='" + sets[0]["Recorder"].(string) + "',Recorder_Type='" + sets[0]["Recorder_Type"].(string) + "')")
	require.Equal(t, sets[0], set)
	require.Len(t, c.list(stock+"_RecordType", "$filter", "RecordType eq 'Expense'"), 1)
	code := c.get("InformationRegister_ШтрихкодыНоменклатуры(Штрихкод='" + onectest.MarkedGTIN + "')")
	require.Equal(t, c.key("Catalog_Номенклатура", "SHOES-42"), code["Номенклатура_Key"])
}

func TestQuotesWithinACondition(t *testing.T) {
	c := start(t, onectest.Settings{NestedQuotes: true})
	require.NoError(t, c.base.SetStock("MUG", "ЦС", 4))
	mug := c.key("Catalog_Номенклатура", "MUG")
	require.Len(t, c.list("AccumulationRegister_ТоварыНаСкладах/Balance(Condition='Номенклатура_Key eq guid'"+mug+"'')"), 1)
	_, code, _ := c.refused("GET", url.PathEscape("AccumulationRegister_ТоварыНаСкладах/Balance(Condition='Номенклатура_Key eq guid''"+mug+"''')"), "")
	require.Equal(t, "14", code)
}

func TestFractionsHaveTheDigitsOfTheirBinaryForm(t *testing.T) {
	c := start(t, onectest.Settings{Noise: true})
	_, _, body := c.raw("GET", url.PathEscape("InformationRegister_ЦеныНоменклатуры_RecordType"), "")
	require.Contains(t, body, `"Цена":350.5,`)
	require.NoError(t, c.base.SetStock("BOWL", "ЦС", 0.1))
	_, _, body = c.raw("GET", url.PathEscape("AccumulationRegister_ТоварыНаСкладах")+"/Balance", "")
	require.Contains(t, body, `"ВНаличииBalance":0.10000000000000001,`)
}
