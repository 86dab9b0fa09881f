package onectest_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// ask sends a request of any shape: the base must answer it.
func ask(t *testing.T, base *onectest.Server, method, path, rawQuery, body, contentType string) int {
	t.Helper()
	base.Forget()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://1c.example/", strings.NewReader(body))
	if err != nil {
		t.Skip()
	}
	r.URL = &url.URL{Scheme: "http", Host: "1c.example", Path: "/ut/odata/standard.odata/" + path, RawQuery: rawQuery}
	r.SetBasicAuth(onectest.User, onectest.Password)
	r.Header.Set("Content-Type", contentType)
	resp, err := base.Transport().RoundTrip(r)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		"Description eq 'МАГ-1' and not (IsFolder eq true)", "КонтактнаяИнформация/any(d: d/Город eq 'Казань' or d/LineNumber ge 2)",
		"like(Description, '[^М]%_')", "Ref_Key eq guid'00000000-0000-0000-0000-000000000000'", "concat(Description, '''') ne null", "1 add 2 mul 3 div 0 gt -4.5e1",
		"cast(РозничныйВидЦены_Key,'Catalog_ВидыЦен')/ВалютаЦены/Code eq '643'", "isof(РозничныйВидЦены_Key, 'Catalog_ВидыЦен')", "substring(Description, -1, 99) eq ''",
		"dateadd(datetime'2026-01-31', 'month', 1) gt datetime'0001-01-01T00:00:00'", "((((", "a/b/c/d", "КонтактнаяИнформация/any(d: any(", "like('a','[')",
	} {
		f.Add(s)
	}
	base := onectest.New(onectest.Settings{})
	f.Cleanup(base.Close)
	f.Fuzz(func(t *testing.T, filter string) {
		status := ask(t, base, "GET", "Catalog_Склады", "$filter="+url.PathEscape(strings.ReplaceAll(filter, "&", "")), "", "")
		if status != 200 && status != 400 && status != 404 && status != 501 {
			t.Fatalf("%d for %q", status, filter)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range [][2]string{
		{"Catalog_Склады(guid'00000000-0000-0000-0000-000000000000')/РозничныйВидЦены/Description", ""},
		{"Catalog_Склады/$count", "$top=1&$skip=2"},
		{"AccumulationRegister_ТоварыНаСкладах/Balance(Condition='Склад_Key eq guid''00000000-0000-0000-0000-000000000000''',Dimensions='Склад')", ""},
		{"AccumulationRegister_ТоварыНаСкладах(Recorder='1',Recorder_Type='2')", "$format=json"},
		{"Document_ЗаказКлиента_Товары(Ref_Key=guid'1',LineNumber=1)", ""},
		{"Catalog_Номенклатура", "$expand=*,ВидНоменклатуры/*&$select=*,*____Presentation,Presentation&$orderby=Description desc"},
		{"((", "%"},
		{"a)(b", "a=b=c&&="},
		{"InformationRegister_ЦеныНоменклатуры_RecordType/SliceLast", "Period=datetime'2026-01-01'&Condition=Цена gt 1"},
		{"$metadata", ""},
		{"", "$format=json"},
		{"Document_ЗаказКлиента", "$expand=Автор/Catalog_Пользователи/ФизическоеЛицо,ДокументОснование&$select=Автор/Catalog_Пользователи/Description"},
	} {
		f.Add(s[0], s[1])
	}
	base := onectest.New(onectest.Settings{})
	f.Cleanup(base.Close)
	f.Fuzz(func(t *testing.T, path, query string) { ask(t, base, "GET", path, query, "", "") })
}

func FuzzBody(f *testing.F) {
	for _, s := range [][2]string{
		{`{"Description":"A","НаименованиеПолное":null,"Клиент":true,"Parent@odata.bind":"Catalog_Партнеры(guid'00000000-0000-0000-0000-000000000000')"}`, "application/json"},
		{`{"КонтактнаяИнформация":[{"LineNumber":"1","Тип":"Телефон"},{"LineNumber":-5}],"Owner_Type":"StandardODATA.Undefined"}`, "application/json"},
		{`{"ДополнительныеРеквизиты":[{"LineNumber":1,"Значение":5,"Значение_Type":"Edm.Double"}]}`, "application/json"},
		{`[{`, "application/json"},
		{`<entry><content><properties><Description>A</Description></properties></content></entry>`, "application/atom+xml"},
		{`<e><properties><К type="Collection(x)"><element><LineNumber>1</LineNumber></element></К></properties></e>`, "application/xml"},
		{`<properties><a>`, "text/xml"},
	} {
		f.Add(s[0], s[1])
	}
	base := onectest.New(onectest.Settings{})
	f.Cleanup(base.Close)
	f.Fuzz(func(t *testing.T, body, contentType string) {
		status := ask(t, base, "POST", "Catalog_Партнеры", "", body, contentType)
		if status != 201 && status != 400 && status != 500 {
			t.Fatalf("%d for %q", status, body)
		}
	})
}
