package onectest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

type object = map[string]any

const none = "00000000-0000-0000-0000-000000000000"

// caller sends plain JSON. The clock of the base stands at noon of 2 March 2026 in Moscow.
type caller struct {
	t    *testing.T
	base *onectest.Server
}

func start(t *testing.T, st onectest.Settings) *caller {
	t.Helper()
	st.Now = func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	c := &caller{t, onectest.New(st)}
	t.Cleanup(c.base.Close)
	return c
}

// raw sends a request with an address as it is written, below the service.
func (c *caller) raw(method, address, body string, header ...string) (int, http.Header, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, "http://1c.example/ut/odata/standard.odata/"+address, strings.NewReader(body))
	require.NoError(c.t, err)
	r.SetBasicAuth(onectest.User, onectest.Password)
	r.Header.Set("Accept", "application/json;odata=nometadata")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := c.base.Transport().RoundTrip(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, resp.Header, string(b)
}

// query encodes options in pairs as a careful client does.
func query(options ...string) string {
	var out []string
	for i := 0; i+1 < len(options); i += 2 {
		out = append(out, options[i]+"="+strings.ReplaceAll(url.QueryEscape(options[i+1]), "+", "%20"))
	}
	return "?" + strings.Join(out, "&")
}

func (c *caller) get(address string, options ...string) object {
	c.t.Helper()
	status, _, body := c.raw("GET", url.PathEscape(address)+query(options...), "")
	require.Equal(c.t, 200, status, body)
	var o object
	require.NoError(c.t, json.Unmarshal([]byte(body), &o), body)
	return o
}

// list returns the objects of a set.
func (c *caller) list(address string, options ...string) []object {
	c.t.Helper()
	var out []object
	for _, v := range c.get(address, options...)["value"].([]any) {
		out = append(out, v.(object))
	}
	return out
}

// refused returns the status, the code and the text of a refusal.
func (c *caller) refused(method, address, body string, header ...string) (int, string, string) {
	c.t.Helper()
	status, _, answer := c.raw(method, address, body, header...)
	require.GreaterOrEqual(c.t, status, 400, answer)
	var e struct {
		Error struct {
			Code    string
			Message struct{ Lang, Value string }
		} `json:"odata.error"`
	}
	require.NoError(c.t, json.Unmarshal([]byte(answer), &e), answer)
	require.Equal(c.t, "ru", e.Error.Message.Lang)
	return status, e.Error.Code, e.Error.Message.Value
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// create adds an object and returns it.
func (c *caller) create(entity string, o object) object {
	c.t.Helper()
	status, head, body := c.raw("POST", url.PathEscape(entity), text(o))
	require.Equal(c.t, 201, status, body)
	var out object
	require.NoError(c.t, json.Unmarshal([]byte(body), &out))
	require.Contains(c.t, head.Get("Location"), out["Ref_Key"])
	return out
}

// at is the address of an object.
func at(entity string, o object) string {
	return url.PathEscape(entity) + "(guid'" + o["Ref_Key"].(string) + "')"
}

func (c *caller) patch(entity string, o, change object) object {
	c.t.Helper()
	status, _, body := c.raw("PATCH", at(entity, o), text(change))
	require.Equal(c.t, 200, status, body)
	var out object
	require.NoError(c.t, json.Unmarshal([]byte(body), &out))
	return out
}

func (c *caller) post(entity string, o object) {
	c.t.Helper()
	status, _, body := c.raw("POST", at(entity, o)+"/Post?PostingModeOperational=false", "")
	require.Equal(c.t, 200, status, body)
	require.Empty(c.t, body)
}

// notPosted returns why a document is refused to be posted.
func (c *caller) notPosted(entity string, o object) string {
	c.t.Helper()
	status, code, why := c.refused("POST", at(entity, o)+"/Post", "")
	require.Equal(c.t, 500, status)
	require.Equal(c.t, "-1", code)
	return why
}

func (c *caller) key(entity, name string) string {
	c.t.Helper()
	k := c.base.Key(entity, name)
	require.NotEmpty(c.t, k, name)
	return k
}

// row is a row of goods, with more properties.
func (c *caller) row(n int, article, warehouse, mode string, quantity float64, more ...object) object {
	c.t.Helper()
	o := object{
		"LineNumber": n, "Номенклатура_Key": c.key("Catalog_Номенклатура", article), "Количество": quantity, "КоличествоУпаковок": quantity,
		"Цена": 100, "Сумма": 100 * quantity, "СуммаСНДС": 100 * quantity, "СтавкаНДС_Key": c.key("Catalog_СтавкиНДС", "22%"),
		"ДатаОтгрузки": "2026-03-05T00:00:00", "ВариантОбеспечения": mode,
	}
	if warehouse != "" {
		o["Склад_Key"] = c.key("Catalog_Склады", warehouse)
	}
	for _, m := range more {
		for k, v := range m {
			o[k] = v
		}
	}
	return o
}

// head is what documents of sale have in common; the partner is made once.
func (c *caller) head() object {
	c.t.Helper()
	partner := c.base.Key("Catalog_Партнеры", "Иванов Иван")
	if partner == "" {
		p := c.create("Catalog_Партнеры", object{"Description": "Иванов Иван", "НаименованиеПолное": "Иванов Иван", "ЮрФизЛицо": "ЧастноеЛицо", "Клиент": true})
		partner = p["Ref_Key"].(string)
		c.create("Catalog_Контрагенты", object{"Description": "Иванов Иван", "НаименованиеПолное": "Иванов Иван", "ЮрФизЛицо": "ФизЛицо", "Партнер_Key": partner})
	}
	return object{
		"Date": "2026-03-02T12:00:00", "Партнер_Key": partner, "Контрагент_Key": c.key("Catalog_Контрагенты", "Иванов Иван"),
		"Организация_Key": c.key("Catalog_Организации", onectest.Organization), "Соглашение_Key": c.key("Catalog_СоглашенияСКлиентами", onectest.Agreement),
		"Валюта_Key": c.key("Catalog_Валюты", onectest.Currency), "ХозяйственнаяОперация": "РеализацияКлиенту",
		"НалогообложениеНДС": "ПродажаОблагаетсяНДС", "ЦенаВключаетНДС": true, "СкидкиРассчитаны": true, "СпособДоставки": "Самовывоз",
	}
}

func with(o object, more ...object) object {
	out := object{}
	for _, m := range append([]object{o}, more...) {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

// order makes an order of rows, not posted.
func (c *caller) order(rows ...object) object {
	c.t.Helper()
	return c.create("Document_ЗаказКлиента", with(c.head(), object{
		"Статус": "КОбеспечению", "Приоритет_Key": c.key("Catalog_Приоритеты", onectest.Priority), "ПорядокРасчетов": "ПоЗаказам",
		"НомерПоДаннымКлиента": "50417", "Товары": rows,
	}))
}

const orders = "Document_ЗаказКлиента"

func TestAnOrderReservesOnItsWarehouses(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	require.NoError(t, c.base.SetStock("MUG", "МАГ-2", 1))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2), c.row(2, "MUG", "МАГ-2", "СоСклада", 1), c.row(3, "MUG", "", "КОбеспечению", 4))
	require.Equal(t, "ИМ00-000001", o["Number"])
	require.Equal(t, false, o["Posted"])
	require.Equal(t, 700.0, o["СуммаДокумента"])
	require.Equal(t, true, o["Согласован"])
	require.Equal(t, "2026-03-05T00:00:00", o["ДатаОтгрузки"])
	require.Equal(t, "3", o["МаксимальныйКодСтроки"])
	require.Equal(t, "2", o["Товары"].([]any)[1].(object)["КодСтроки"])
	require.Equal(t, onectest.Level{OnHand: 3, Free: 3}, c.base.Stock("MUG", "МАГ-1"))

	c.post(orders, o)
	require.Equal(t, onectest.Level{OnHand: 3, Reserved: 2, Free: 1}, c.base.Stock("MUG", "МАГ-1"))
	require.Equal(t, onectest.Level{OnHand: 1, Reserved: 1}, c.base.Stock("MUG", "МАГ-2"))

	const stock = "InformationRegister_РаспределениеЗапасов"
	free := c.list(stock, "$filter", "Состояние eq 'ОстатокНаСкладе' and Назначение_Key eq guid'"+none+"' and Номенклатура_Key eq guid'"+
		c.key("Catalog_Номенклатура", "MUG")+"' and Склад eq cast(guid'"+c.key("Catalog_Склады", "МАГ-1")+"','Catalog_Склады')",
		"$select", "Склад,Склад_Type,ВНаличии,Резерв,Свободно")
	require.Equal(t, []object{{"Склад": c.key("Catalog_Склады", "МАГ-1"), "Склад_Type": "StandardODATA.Catalog_Склады", "ВНаличии": 3.0, "Резерв": 2.0, "Свободно": 1.0}}, free)
	of := "ЗаказНаОтгрузку eq cast(guid'" + o["Ref_Key"].(string) + "','Document_ЗаказКлиента')"
	require.Len(t, c.list(stock, "$filter", "Состояние eq 'ВРезерве' and "+of), 2)
	short := c.list(stock, "$filter", "Состояние eq 'Обеспечить' and "+of)
	require.Len(t, short, 1)
	require.Equal(t, 4.0, short[0]["НеОбеспечено"])

	state := c.list("InformationRegister_СостоянияЗаказовКлиентов", "$filter", "Заказ eq cast(guid'"+o["Ref_Key"].(string)+"','Document_ЗаказКлиента')")
	require.Equal(t, "ГотовКОбеспечению", state[0]["Состояние"])
}

func TestMoreThanThereIsIsRefused(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 5))
	require.Equal(t, `Для отгрузки/резервирования необособленного товара "Кружка" на складе "МАГ-1" недостаточно свободного остатка в количестве 2 шт`,
		c.notPosted(orders, o))
	require.Equal(t, false, c.base.Orders()[0].Posted)
	require.Equal(t, onectest.Level{OnHand: 3, Free: 3}, c.base.Stock("MUG", "МАГ-1"))
}

func TestWhatIsWrittenMovesNothingUntilItIsPosted(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	require.NoError(t, c.base.SetStock("MUG", "МАГ-2", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2))
	c.post(orders, o)
	changed := c.patch(orders, o, object{"Товары": []object{c.row(1, "MUG", "МАГ-2", "СоСклада", 2, object{"КодСтроки": "1"})}})
	require.Equal(t, true, changed["Posted"])
	require.Equal(t, 2.0, c.base.Stock("MUG", "МАГ-1").Reserved)
	c.post(orders, o)
	require.Equal(t, 0.0, c.base.Stock("MUG", "МАГ-1").Reserved)
	require.Equal(t, 2.0, c.base.Stock("MUG", "МАГ-2").Reserved)
}
