package exchange1ctest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
)

// peers returns a shop, and a 1C that calls it.
func peers(t *testing.T, st exchange1ctest.Settings) (*exchange1ctest.Shop, *exchange1ctest.OneC) {
	s := exchange1ctest.NewShop(st)
	t.Cleanup(s.Close)
	return s, &exchange1ctest.OneC{
		URL: "https://shop.example/bitrix/admin/1c_exchange.php", Transport: s.Transport(), SessID: true, Lenient: true,
		User: exchange1ctest.DefaultUser, Password: exchange1ctest.DefaultPassword,
	}
}

// document is an order as 1C sends it.
func document(number, more string) string {
	return "<Документ><Ид>in-1c-" + number + "</Ид><Номер>" + number + "</Номер><ХозОперация>Заказ товара</ХозОперация>" + more + "</Документ>"
}

func file(documents ...string) exchange1ctest.Files {
	return exchange1ctest.Files{"orders-1_1.xml": []byte("<КоммерческаяИнформация>" + strings.Join(documents, "") + "</КоммерческаяИнформация>")}
}

const mug = "<Товары><Товар><Ид>mug</Ид><Количество>1</Количество><Сумма>10</Сумма></Товар></Товары>"

func trait(name, value string) string {
	return "<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>" + name + "</Наименование><Значение>" + value + "</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>"
}

// The shop takes documents by the rules of 1C-Bitrix, some of which surprise.
func TestTheShopTakesDocumentsAs1CBitrixDoes(t *testing.T) {
	s, onec := peers(t, exchange1ctest.Settings{})
	two := []exchange1ctest.Line{{ID: "mug", Quantity: "1", Sum: "10"}, {ID: "bowl", Quantity: "1", Sum: "20"}}
	for _, n := range []string{"1", "2", "3"} {
		s.PutOrder(exchange1ctest.ShopOrder{Number: n, Date: "2026-11-30", Sum: "30", Status: "N", Lines: two})
	}
	s.PutOrder(exchange1ctest.ShopOrder{Number: "4", Date: "2026-11-30", Status: "N", Paid: true})
	said := func(documents ...string) string {
		if err := onec.Send(t.Context(), "sale", file(documents...)); err != nil { // 1C takes words behind success for an unknown status
			require.ErrorContains(t, err, "Получен неизвестный статус импорта: \"success")
		}
		return onec.Steps[len(onec.Steps)-1].Answer
	}
	order := func(number string) exchange1ctest.ShopOrder { o, _ := s.Order(number); return o }

	assert.Equal(t, "success", said(document("1", mug)))
	assert.Len(t, order("1").Lines, 1, "a line that the document lacks is deleted")
	assert.NotContains(t, s.Waiting(), "1", "what came from 1C does not go back")

	assert.Equal(t, "success", said(document("2", mug+trait("Отменен", "true"))))
	assert.True(t, order("2").Cancelled)
	assert.Equal(t, "success", said(document("2", mug)))
	assert.False(t, order("2").Cancelled, "an order that is not said to be cancelled is not any more")

	assert.Equal(t, "success", said(document("3", mug+"<НомерВерсии>v1</НомерВерсии>")))
	assert.Equal(t, "success", said(document("3", "<НомерВерсии>v1</НомерВерсии>")))
	assert.Len(t, order("3").Lines, 1, "the same version is passed over")

	assert.Contains(t, said(document("4", mug)), "successЗаказ №4 не может быть изменен")
	assert.Contains(t, said(document("9", mug)), "successЗаказ №9 на сайте не найден.")
	assert.Contains(t, said(strings.Replace(document("1", mug), "<Ид>in-1c-1</Ид>", "", 1)), "не передан уникальный идентификатор")
	assert.Contains(t, said(document("1", mug+trait("Дата оплаты по 1С", "2026-11-30"))), "success")
	assert.True(t, order("1").Paid)

	payment := strings.Replace(document("p1", "<Основание>2</Основание>"+trait("Оплачено", "true")), "Заказ товара", "Выплата безналичных денег", 1)
	shipment := strings.Replace(document("s1", "<Основание>2</Основание>"+trait("Идентификатор отправления", "RR1")), "Заказ товара", "Отпуск товара", 1)
	assert.Contains(t, said(payment), "не поддерживается", "before 2.10")
	onec.Version = "2.10"
	assert.Equal(t, "success", said(payment, shipment))
	assert.True(t, order("2").Paid)
	assert.Equal(t, "RR1", order("2").Tracking)

	require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": []byte(
		"<КоммерческаяИнформация><Каталог><Товары><Товар><Ид>bowl</Ид></Товар></Товары></Каталог></КоммерческаяИнформация>")}))
	assert.Contains(t, said(document("3", mug)), "Товар в каталоге сайта не найден для заказа № 3")
}

func TestTheShopIsStrict(t *testing.T) {
	s, onec := peers(t, exchange1ctest.Settings{UTF8: true})
	client := &http.Client{Transport: s.Transport()}
	ask := func(query string) string {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, onec.URL+"?"+query, nil)
		require.NoError(t, err)
		r.SetBasicAuth(onec.User, onec.Password)
		resp, err := client.Do(r)
		require.NoError(t, err)
		defer resp.Body.Close()
		b := make([]byte, 200)
		n, _ := resp.Body.Read(b)
		return string(b[:n])
	}
	assert.Equal(t, "failure\nUnknown command type.", ask("type=listen&mode=checkauth"))
	assert.Equal(t, "failure\nНеизвестный параметр colour", ask("type=sale&mode=checkauth&colour=red"))
	assert.Equal(t, "failure\nНеизвестная команда.", ask("type=sale&mode=file&filename=x"), "a file is posted")
	assert.Equal(t, "error", ask("type=sale&mode=success"), "without a session")
	onec.SessID = false
	assert.ErrorContains(t, onec.Send(t.Context(), "catalog", nil), "Ошибка проверки источника запроса. Обновите модуль обмена.")
	assert.Equal(t, "init: failure | Ошибка проверки источника запроса. Обновите модуль обмена.", onec.Steps[len(onec.Steps)-1].String())
}

// A 1C is particular about what it is answered.
func TestOneCRefusesWhatItCannotRead(t *testing.T) {
	for mode, answers := range map[string]map[string]string{
		"Параметры обмена не получены": {"init": "zip=no\nfile_limit=1\n"},
		"Получен пустой ответ":         {"query": ""},
		"Не удалось прочитать данные":  {"query": "\n<?xml version=\"1.0\"?><a/>"},
		"root element":      {"query": "<?xml version=\"1.0\"?><a/>"},
		"is not supported":  {"query": "<?xml version=\"1.0\"?><КоммерческаяИнформация><Документ><ХозОперация>Отпуск товара</ХозОперация></Документ></КоммерческаяИнформация>"},
		"has no Валюта":     {"query": "<?xml version=\"1.0\"?><КоммерческаяИнформация><Документ><ХозОперация>Заказ товара</ХозОперация></Документ></КоммерческаяИнформация>"},
		"checkauth: failed": {"checkauth": "failed"},
		"неизвестный статус импорта": {"import": "Notice: x\nsuccess"},
		"file x.xml: ok":                {"file": "ok"},
		"still in progress after 5 que": {"import": "progress\n1"},
	} {
		onec := &exchange1ctest.OneC{URL: "https://shop.example/", MaxPolls: 5, Transport: shop(answers)}
		_, err := onec.TakeOrders(t.Context())
		if err == nil {
			err = onec.Send(t.Context(), "catalog", exchange1ctest.Files{"x.xml": []byte("x")})
		}
		assert.ErrorContains(t, err, mode)
	}
}

// shop answers by mode.
type shop map[string]string

func (s shop) RoundTrip(r *http.Request) (*http.Response, error) {
	mode := r.URL.Query().Get("mode")
	text, has := s[mode]
	if !has {
		text = map[string]string{
			"checkauth": "success\nS\n1", "init": "zip=no\nfile_limit=0", "file": "success", "import": "success", "success": "success",
			"query": `<?xml version="1.0"?><КоммерческаяИнформация/>`,
		}[mode]
	}
	body := io.NopCloser(strings.NewReader(text)) // the status is nothing to 1C
	return &http.Response{StatusCode: http.StatusInternalServerError, ContentLength: -1, Body: body, Request: r}, nil
}
