package commerceml_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// An order with its payment and its shipment, in the three ways in which shops send them.
func TestOrdersPaymentsAndShipmentsAreRead(t *testing.T) {
	order := `<Ид>17</Ид><Номер>17</Номер><Дата>2026-11-03</Дата><ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>руб</Валюта><Сумма>5 390,00</Сумма>` +
		`<Товары><Товар><Ид>g#37</Ид><Наименование>Ботинки</Наименование><ЦенаЗаЕдиницу>2500.00</ЦенаЗаЕдиницу><Количество>2</Количество><Сумма>5000.00</Сумма>` +
		`<Единица><Код>796 </Код><НаименованиеПолное>Штука</НаименованиеПолное></Единица>` +
		`<Маркировки><Маркировка><Штрихкод>0104601234567893215&lt;Xk'-</Штрихкод></Маркировка></Маркировки></Товар></Товары>`
	payment := `<Ид>p1</Ид><Номер>71</Номер><Дата>2026-11-03</Дата><ХозОперация>Эквайринговая операция</ХозОперация><Валюта>RUB</Валюта><Сумма>5390.00</Сумма><Основание>17</Основание>` +
		`<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Оплачено</Наименование><Значение>true</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>` +
		`<ИнформацияОЧеках><ИнформацияОЧеке><Ид>c1</Ид><ЗначенияСвойств><ЗначенияСвойства><Ид>FISCAL_SIGN</Ид><Значение>3417250019</Значение></ЗначенияСвойства></ЗначенияСвойств></ИнформацияОЧеке></ИнформацияОЧеках>`
	shipment := `<Ид>s1</Ид><Номер>72</Номер><Дата>2026-11-04</Дата><ХозОперация>Отпуск товара</ХозОперация><Основание>17</Основание><ПометкаУдаления>false</ПометкаУдаления>` +
		`<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Идентификатор отправления</Наименование><Значение>1234567890</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>`
	check := func(order, payment, shipment *commerceml.Document) {
		for _, d := range []*commerceml.Document{order, payment, shipment} {
			require.NoError(t, d.Problem)
			require.Empty(t, d.Extra)
		}
		require.Equal(t, commerceml.Order, order.Operation)
		total, err := order.Total.Money()
		require.NoError(t, err)
		require.Equal(t, amount.RUB(539000), total)
		line := order.Lines[0]
		require.Equal(t, wire.Sum{Decimal: "5000.00", Currency: "RUB"}, line.Total)
		require.Equal(t, "796", line.SoldUnit.Code)
		require.Equal(t, "0104601234567893215<Xk'-", line.Marks[0].Code)
		require.True(t, payment.Operation.IsPayment())
		require.False(t, order.Operation.IsPayment())
		require.Equal(t, "17", payment.Basis)
		require.Equal(t, commerceml.Yes, payment.Traits.Flag("оплачено"))
		require.Equal(t, "3417250019", payment.Receipts[0].Values[0].Values[0])
		require.Equal(t, commerceml.Shipment, shipment.Operation)
		require.Equal(t, "1234567890", shipment.Traits.Get(commerceml.TraitTracking))
		require.Equal(t, commerceml.No, shipment.Deleted)
	}

	siblings := of[*commerceml.Document](read(t, inRoot(`<Документ>`+order+`</Документ><Документ>`+payment+`</Документ><Документ>`+shipment+`</Документ>`)))
	require.Len(t, siblings, 3)
	check(siblings[0], siblings[1], siblings[2])
	require.Zero(t, siblings[0].Container)

	within := of[*commerceml.Document](read(t, inRoot(`<Документ>`+order+`<ПодчиненныеДокументы><ПодчиненныйДокумент>`+payment+`</ПодчиненныйДокумент>`+
		`<ПодчиненныйДокумент>`+shipment+`</ПодчиненныйДокумент></ПодчиненныеДокументы></Документ>`)))
	require.Len(t, within, 1)
	check(within[0], &within[0].Documents[0], &within[0].Documents[1])

	contained := of[*commerceml.Document](read(t, inRoot(`<Контейнер><Документ>`+order+`</Документ><Документ>`+payment+`</Документ><Документ>`+shipment+`</Документ></Контейнер>`+
		`<Контейнер><Документ><Ид>18</Ид></Документ></Контейнер><Документ><Ид>19</Ид></Документ>`)))
	require.Len(t, contained, 5)
	check(contained[0], contained[1], contained[2])
	for i, container := range []int{1, 1, 1, 2, 0} {
		require.Equal(t, container, contained[i].Container)
	}
}

func TestACatalogueIsReadInItsOrder(t *testing.T) {
	records := read(t, `<`+root+` xmlns="urn:1C.ru:commerceml_3" ВерсияСхемы="3.1">`+
		`<Классификатор СодержитТолькоИзменения="true"><Ид>k</Ид><Наименование>Классификатор</Наименование>`+
		`<Группы><Группа><Ид>g1</Ид><Наименование>Обувь</Наименование><Группы><Группа><Ид>g2</Ид><Наименование>Детская</Наименование></Группа></Группы></Группа></Группы>`+
		`<Свойства><Свойство><Ид>p1</Ид><Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник><ИдЗначения>v1</ИдЗначения><Значение>белый</Значение></Справочник></ВариантыЗначений></Свойство></Свойства>`+
		`<ТипыЦен><ТипЦены><Ид>t1</Ид><Наименование>Розничная</Наименование><Валюта>RUB</Валюта></ТипЦены></ТипыЦен>`+
		`<Склады><Склад><Ид>w1</Ид><Наименование>Основной</Наименование></Склад></Склады>`+
		`<ЕдиницыИзмерения><ЕдиницаИзмерения><Ид>u1</Ид><НаименованиеКраткое>шт</НаименованиеКраткое><Код>796 </Код></ЕдиницаИзмерения></ЕдиницыИзмерения></Классификатор>`+
		`<Каталог><Товары><Товар Статус="Удален"><Ид>a</Ид><Группы><Ид>g2</Ид></Группы><БазоваяЕдиница>796 </БазоваяЕдиница><Вес>0,350</Вес><Картинка>1.jpg</Картинка><Картинка>2.jpg</Картинка></Товар></Товары>`+
		`<Ид>c</Ид><Описание>после товаров</Описание></Каталог></`+root+`>`)
	var kinds []string
	for _, r := range records {
		require.NoError(t, commerceml.ProblemOf(r))
		switch r := r.(type) {
		case *commerceml.Classifier:
			kinds = append(kinds, "classifier "+r.ID+" "+string(r.Changes))
		case *commerceml.Group:
			kinds = append(kinds, "group "+r.Name+"/"+r.Groups[0].Name)
		case *commerceml.Property:
			kinds = append(kinds, "property "+r.Name+" "+r.Options[0].ID+"="+r.Options[0].Value)
		case *commerceml.PriceType:
			kinds = append(kinds, "price type "+r.Name+" "+r.Currency)
		case *commerceml.Warehouse:
			kinds = append(kinds, "warehouse "+r.Name)
		case *commerceml.Unit:
			kinds = append(kinds, "unit "+r.Code)
		case *commerceml.Catalog:
			kinds = append(kinds, "catalog "+r.ID+" "+r.Description)
		case *commerceml.Good:
			kinds = append(kinds, "good "+r.ID+" "+string(r.Weight)+" "+strings.Join(r.Pictures, "+")+" "+r.Unit.Text)
			require.True(t, r.Gone())
		}
	}
	require.Equal(t, []string{
		"classifier k true", "group Обувь/Детская", "property Цвет v1=белый", "price type Розничная RUB", "warehouse Основной", "unit 796",
		"catalog  ", "good a 0.350 1.jpg+2.jpg 796", "catalog c после товаров",
	}, kinds)
	require.True(t, of[*commerceml.Catalog](records)[1].Tail)
}

func TestStockIsReadInAllItsForms(t *testing.T) {
	want := []commerceml.Stock{{Warehouse: "w1", Quantity: "5"}, {Warehouse: "w2", Quantity: "0"}}
	for name, xml := range map[string]string{
		"attributes":         `<Склад ИдСклада="w1" КоличествоНаСкладе="5"/><Склад ИдСклада="w2" КоличествоНаСкладе="0"/>`,
		"changes":            `<Склады ИдСклада="w1" КоличествоНаСкладе="5"/><Склады ИдСклада="w2" КоличествоНаСкладе="0"/>`,
		"a list":             `<Склады><Склад ИдСклада="w1" КоличествоНаСкладе="5"/><Склад ИдСклада="w2" КоличествоНаСкладе="0"/></Склады>`,
		"elements":           `<Остатки><Остаток><Склад><Ид>w1</Ид><Количество>5</Количество></Склад></Остаток><Остаток><Склад><Ид>w2</Ид><Количество>0</Количество></Склад></Остаток></Остатки>`,
		"elements, together": `<Остатки><Остаток><Склад><Ид>w1</Ид><Количество>5</Количество></Склад><Склад><Ид>w2</Ид><Количество>0</Количество></Склад></Остаток></Остатки>`,
		"old":                `<КоличествоНаСкладах><КоличествоНаСкладе><ИдСклада>w1</ИдСклада><Количество>5</Количество></КоличествоНаСкладе><КоличествоНаСкладе><Ид>w2</Ид><Количество>0</Количество></КоличествоНаСкладе></КоличествоНаСкладах>`,
	} {
		o := of[*commerceml.Offer](read(t, inOffers(`<Предложение><Ид>a</Ид>`+xml+`</Предложение>`)))[0]
		require.NoError(t, o.Problem, name)
		require.Equal(t, want, o.Stocks, name)
		require.Empty(t, o.Extra, name)
		total, known, err := o.Total()
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, amount.Pcs(5), total)
	}
	o := of[*commerceml.Offer](read(t, inOffers(`<Предложение><Ид>a</Ид><Остатки><Остаток><Количество>7</Количество></Остаток></Остатки></Предложение>`)))[0]
	require.Equal(t, []commerceml.Stock{{Quantity: "7"}}, o.Stocks)
	o = of[*commerceml.Offer](read(t, inOffers(`<Предложение><Ид>a</Ид><Остатки><Остаток>7,5</Остаток></Остатки></Предложение>`)))[0]
	require.Equal(t, []commerceml.Stock{{Quantity: "7.5"}}, o.Stocks)
	require.Empty(t, o.Extra)
	o = of[*commerceml.Offer](read(t, inOffers(`<Предложение><Ид>a</Ид><Остатки><Остаток>мало</Остаток></Остатки></Предложение>`)))[0]
	require.ErrorContains(t, o.Problem, `/Предложение[1]/Остатки/Остаток[1] is "мало"`)
	require.Equal(t, []commerceml.Element{{Name: "Остатки", Children: []commerceml.Element{{Name: "Остаток", Text: "мало"}}}}, o.Extra)
}

func TestAPriceWithoutACurrencyHasThatOfItsType(t *testing.T) {
	records := read(t, inRoot(`<ПакетПредложений><Ид>c#</Ид><ТипыЦен><ТипЦены><Ид>t</Ид><Валюта>тг</Валюта></ТипЦены></ТипыЦен>`+
		`<Предложения><Предложение><Ид>a</Ид><Цены><Цена><ИдТипаЦены>t</ИдТипаЦены><ЦенаЗаЕдиницу>10</ЦенаЗаЕдиницу></Цена>`+
		`<Цена><ИдТипаЦены>other</ИдТипаЦены><ЦенаЗаЕдиницу>11</ЦенаЗаЕдиницу></Цена></Цены></Предложение></Предложения></ПакетПредложений>`))
	prices := of[*commerceml.Offer](records)[0].Prices
	require.Equal(t, wire.Sum{Decimal: "10", Currency: "KZT"}, prices[0].Sum)
	_, err := prices[1].Sum.Money()
	require.Error(t, err, "the currency is not known, and not guessed")
}

func TestWindows1251IsReadWithItsOwnOffsets(t *testing.T) {
	file := inOffers(`<Предложение><Ид>первый</Ид></Предложение><Предложение><Ид>второй</Ид><Количество>много</Количество></Предложение>`)
	utf8, err := readAll(file)
	require.NoError(t, err)
	single, err := readAll(ansi(t, file))
	require.NoError(t, err)
	require.Equal(t, commerceml.Windows1251, single[0].(*commerceml.File).Encoding)
	require.Equal(t, "второй", of[*commerceml.Offer](single)[1].ID)

	var problem *commerceml.FormatError
	require.ErrorAs(t, of[*commerceml.Offer](utf8)[1].Problem, &problem)
	require.True(t, strings.HasPrefix(file[problem.Offset:], "<Предложение><Ид>второй"))
	require.Equal(t, "/КоммерческаяИнформация/ПакетПредложений/Предложения/Предложение[2]/Количество", problem.Path)
	require.Equal(t, "много", problem.Value)
	require.ErrorIs(t, problem, ordo.ErrInvalid)
	require.ErrorAs(t, of[*commerceml.Offer](single)[1].Problem, &problem)
	require.True(t, strings.HasPrefix(ansi(t, file)[problem.Offset:], ansi(t, "<Предложение><Ид>второй")))
}

func TestAByteOrderMarkSaysMoreThanTheDeclaration(t *testing.T) {
	for _, file := range []string{inRoot(""), strings.Replace(inRoot(""), "UTF-8", "windows-1251", 1), strings.Replace(inRoot(""), "UTF-8", "utf8", 1), `<` + root + `/>`} {
		records, err := readAll("\ufeff" + file)
		require.NoError(t, err)
		f := records[0].(*commerceml.File)
		require.True(t, f.BOM)
		require.Equal(t, commerceml.UTF8, f.Encoding)
	}
}

func TestARecordThatCannotBeReadIsAProblemAndTheOthersAreRead(t *testing.T) {
	docs := of[*commerceml.Document](read(t, inRoot(
		`<Документ><Ид>1</Ид><Дата>вчера</Дата><Время>25:00</Время><Сумма>10.00.00</Сумма><Товары><Товар><Ид>a</Ид></Товар><Товар><Ид>b</Ид><Количество>два</Количество></Товар></Товары></Документ>`+
			`<Документ><Ид>2</Ид><Сумма>1`+"\u00a0"+`618,5</Сумма></Документ>`)))
	require.Len(t, docs, 2)
	require.ErrorContains(t, docs[0].Problem, `Документ[1]/Дата is "вчера": want a date such as 2026-11-03`)
	require.Equal(t, []commerceml.Element{{Name: "Дата", Text: "вчера"}, {Name: "Время", Text: "25:00"}, {Name: "Сумма", Text: "10.00.00"}}, docs[0].Extra, "what was not read is kept")
	require.Equal(t, []commerceml.Element{{Name: "Количество", Text: "два"}}, docs[0].Lines[1].Extra)
	require.Equal(t, "b", docs[0].Lines[1].ID)
	require.NoError(t, docs[1].Problem)
	require.Equal(t, wire.Decimal("1618.5"), docs[1].Total.Decimal)

	docs = of[*commerceml.Document](read(t, inRoot(`<Документ><Ид>1</Ид><Товары><Товар/><Товар><Количество>два</Количество></Товар></Товары></Документ>`)))
	require.ErrorContains(t, docs[0].Problem, `/КоммерческаяИнформация/Документ[1]/Товары/Товар[2]/Количество is "два"`)
}

func TestWhatNoTypeKnowsIsKeptOrCounted(t *testing.T) {
	r := commerceml.NewReader(strings.NewReader(inRoot(
		`<Документ><Ид>1</Ид><Организация Код="7">ООО Ромашка</Организация><Соглашение><Наименование>Типовое</Наименование></Соглашение>` +
			`<Комментарий Язык="ru">Позвонить</Комментарий><Товары><Бонус>5</Бонус><Товар Скидка="да"><Ид>a</Ид>текст</Товар></Товары></Документ>` +
			`<Новости><Новость/><Новость/></Новости>случайно<Каталог><Ид>c</Ид><Марка>А</Марка><Товары Всего="2"><Товар><Ид>a</Ид></Товар><Услуга/><Услуга/></Товары></Каталог>`)))
	var records []commerceml.Record
	for rec, err := range r.Records() {
		require.NoError(t, err)
		records = append(records, rec)
	}
	d := of[*commerceml.Document](records)[0]
	require.NoError(t, d.Problem)
	require.Equal(t, "Позвонить", d.Comment)
	require.Equal(t, []commerceml.Element{
		{Name: "Организация", Attrs: []commerceml.Attr{{Name: "Код", Value: "7"}}, Text: "ООО Ромашка"},
		{Name: "Соглашение", Children: []commerceml.Element{{Name: "Наименование", Text: "Типовое"}}},
		{Name: "Комментарий", Attrs: []commerceml.Attr{{Name: "Язык", Value: "ru"}}, Text: "Позвонить"},
		{Name: "Товары", Children: []commerceml.Element{{Name: "Бонус", Text: "5"}}},
	}, d.Extra)
	require.Equal(t, []commerceml.Element{{Attrs: []commerceml.Attr{{Name: "Скидка", Value: "да"}}, Text: "текст"}}, d.Lines[0].Extra)
	require.Equal(t, []commerceml.Element{{Name: "Марка", Text: "А"}}, of[*commerceml.Catalog](records)[0].Extra)
	require.Equal(t, []commerceml.Unread{
		{Path: "/КоммерческаяИнформация/Новости", Count: 1},
		{Path: "/КоммерческаяИнформация/text()", Count: 1},
		{Path: "/КоммерческаяИнформация/Каталог/Товары/@Всего", Count: 1},
		{Path: "/КоммерческаяИнформация/Каталог/Товары/Услуга", Count: 2},
	}, r.Unread())

	written := written(t, commerceml.File{}, d)
	require.Contains(t, written, `<Комментарий Язык="ru">Позвонить</Комментарий>`)
	require.Equal(t, 1, strings.Count(written, "Позвонить"))
	require.Equal(t, d, of[*commerceml.Document](read(t, written))[0])
}

// A list that no type knows, such as a newer 1C may write into a classifier, is passed over and counted.
func TestAnUnknownListOfAHeaderIsPassedOver(t *testing.T) {
	r := commerceml.NewReader(strings.NewReader(inRoot(`<Классификатор><Ид>k</Ид><Категории>` + strings.Repeat(`<Категория><Ид>c</Ид></Категория>`, 20_000) + `</Категории><Наименование>Основной</Наименование>` +
		`<Группы><Группа><Ид>g</Ид></Группа></Группы></Классификатор>`)))
	var records []commerceml.Record
	for rec, err := range r.Records() {
		require.NoError(t, err)
		records = append(records, rec)
	}
	require.Equal(t, []commerceml.Record{&commerceml.Classifier{ID: "k", Name: "Основной"}, &commerceml.Group{ID: "g"}}, records[1:])
	require.Equal(t, []commerceml.Unread{{Path: "/КоммерческаяИнформация/Классификатор/Категории", Count: 1}}, r.Unread())
}

func TestNamesAreMatchedWithoutTheirNamespace(t *testing.T) {
	records, err := readAll(`<c:` + root + ` xmlns:c="urn:1C.ru:commerceml_2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ВерсияСхемы="2.07">` +
		`<c:Документ xsi:type="c:Документ"><c:Ид>1</c:Ид><c:Номер xsi:nil="true"/></c:Документ></c:` + root + `>`)
	require.NoError(t, err)
	require.Equal(t, commerceml.Namespace2, records[0].(*commerceml.File).Namespace)
	require.Equal(t, &commerceml.Document{ID: "1"}, records[1])
}

func TestAnswersToInfoAreRead(t *testing.T) {
	lists := `<Cтатусы><Элемент><Ид>N</Ид><Название>Принят</Название></Элемент></Cтатусы>` +
		`<ПлатежныеСистемы><Элемент><Ид>3</Ид><Название>Карта</Название><ТипОплаты>Эквайринг</ТипОплаты></Элемент></ПлатежныеСистемы>` +
		`<СлужбыДоставки><Элемент><Ид>1</Ид><Наименование>Курьер</Наименование></Элемент></СлужбыДоставки>`
	want := []*commerceml.Choice{
		{List: commerceml.ListStatuses, ID: "N", Name: "Принят"},
		{List: commerceml.ListPaymentSystems, ID: "3", Name: "Карта", PaymentKind: "Эквайринг"},
		{List: commerceml.ListDeliveries, ID: "1", Name: "Курьер"},
	}
	for _, file := range []string{`<Справочник>` + lists + `</Справочник>`, inRoot(`<Справочник>` + lists + `</Справочник>`), inRoot(lists), inRoot(strings.ReplaceAll(lists, "Cтатусы", "Статусы"))} {
		require.Equal(t, want, of[*commerceml.Choice](read(t, file)))
	}
}

func TestVersionsAreComparedByTheirNumbers(t *testing.T) {
	f := commerceml.File{Version: "2.10"}
	require.True(t, f.AtLeast(2, 9))
	require.True(t, f.AtLeast(2, 10))
	require.False(t, f.AtLeast(2, 11))
	require.False(t, f.AtLeast(3, 0))
	require.True(t, (&commerceml.File{Version: "3.1"}).AtLeast(2, 10))
	require.False(t, (&commerceml.File{}).AtLeast(2, 5))
}

func TestTimesOfTraitsAreReadInAllForms(t *testing.T) {
	zone := time.FixedZone("", 3*60*60)
	for _, s := range []string{"2026-11-03T10:15:00", "2026-11-03 10:15:00", "03.11.2026 10:15:00", "2026-11-03T07:15:00Z", "2026-11-03T10:15:00+03:00"} {
		at, ok := commerceml.ParseTime(s, zone)
		require.True(t, ok, s)
		require.True(t, at.Equal(time.Date(2026, 11, 3, 10, 15, 0, 0, zone)), s)
	}
	for _, s := range []string{"", "вчера", "0001-01-01T00:00:00"} {
		_, ok := commerceml.ParseTime(s, zone)
		require.False(t, ok, s)
	}
}

// numbered returns n attributes.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `n%d="" `, i)
	}
	return b.String()
}

func TestALetterThatWasCutInHalfCostsNoFile(t *testing.T) {
	file := inRoot(`<Документ><Ид>1</Ид><Комментарий>Позвон` + "\xd0" + `</Комментарий></Документ><Документ><Ид>2</Ид><Комментарий>два` + "\x0b" + `слова</Комментарий><Дата>x</Дата></Документ>`)
	r := commerceml.NewReader(iotest.DataErrReader(strings.NewReader(file)))
	var docs []*commerceml.Document
	for d, err := range commerceml.Only[*commerceml.Document](r.Records()) {
		require.NoError(t, err)
		docs = append(docs, d)
	}
	require.Equal(t, "Позвон\ufffd", docs[0].Comment)
	require.Equal(t, "два слова", docs[1].Comment)
	require.Equal(t, []commerceml.Unread{{Path: "damaged letters", Count: 2}}, r.Unread())

	whole := inRoot(strings.Repeat(`<Документ><Комментарий>Ёж📦</Комментарий></Документ>`, 3000)) // letters lie across blocks
	for _, file := range []string{whole, "\ufeff" + whole} {
		for _, reader := range []io.Reader{strings.NewReader(file), iotest.OneByteReader(strings.NewReader(file)), iotest.HalfReader(strings.NewReader(file))} {
			r := commerceml.NewReader(reader)
			for d, err := range commerceml.Only[*commerceml.Document](r.Records()) {
				require.NoError(t, err)
				require.Equal(t, "Ёж📦", d.Comment)
			}
			for _, u := range r.Unread() {
				require.NotEqual(t, "damaged letters", u.Path)
			}
		}
	}
}

// errLine is what happens to a file on its way.
var errLine = errors.New("the line is down")

func TestFilesThatAreNoCommerceMLAreRefusedWithThePlace(t *testing.T) {
	limits := commerceml.Limits{Text: 100_000, Record: 200_000, Nodes: 1000, Depth: 20}
	good := inRoot(`<Каталог><Товары><Товар><Ид>a</Ид></Товар></Товары></Каталог>`)
	for name, c := range map[string]struct{ file, want string }{
		"nothing":       {"", "/: the file is empty"},
		"blanks":        {" \n", "/: the file is empty"},
		"another root":  {`<html/>`, `the root element is "html", want "КоммерческаяИнформация"`},
		"undeclared":    {strings.Replace(ansi(t, good), "windows-1251", "UTF-8", 1), "may be in another encoding than it declares"},
		"undeclared 2":  {`<?xml version="1.0" encoding="windows-1251"?>` + inRoot("")[38:], "may be in another encoding than it declares"},
		"two encodings": {good[:38] + strings.Replace(good, "UTF-8", "windows-1251", 1), `the encoding "windows-1251" is not read`},
		"an attribute":  {inRoot(`<Документ А="1" Б="2" А="3"/>`), `the attribute "А" comes twice`},
		"attributes":    {inRoot(`<Документ ` + numbered(30) + ` n3=""/>`), `the attribute "n3" comes twice`},
		"another one":   {strings.Replace(good, "UTF-8", "koi8-r", 1), `the encoding "koi8-r" is not read; want UTF-8 or windows-1251`},
		"UTF-16":        {"\xff\xfe<\x00", `the encoding "UTF-16" is not read`},
		"UTF-16, bare":  {"<\x00?\x00", `the encoding "UTF-16" is not read`},
		"a DOCTYPE":     {`<!DOCTYPE x><x/>`, "byte 0, /: the file has a DOCTYPE"},
		"a bomb":        {`<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><` + root + `>&b;</` + root + `>`, "the file has a DOCTYPE"},
		"an entity":     {inRoot(`<Документ><Ид>&evil;</Ид></Документ>`), "not well-formed XML: invalid character entity &evil;"},
		"half":          {good[:len(good)-60], "the file ends here: it is half-written"},
		"half, a tag":   {inRoot("")[:70], "the file ends here: it is half-written"},
		"half a part":   {`<` + root + `><Каталог>`, "/КоммерческаяИнформация/Каталог: the file ends here"},
		"half passed":   {`<` + root + `><Новости><Новость>`, "/КоммерческаяИнформация/Новости/Новость: the file ends here"},
		"wrong end":     {`<` + root + `><Каталог></Товары></` + root + `>`, `/КоммерческаяИнформация/Каталог: "Товары" ends here and was not the last to begin`},
		"two roots":     {good + `<x/>`, "there is more behind the end of the root element"},
		"text before":   {"x" + good, "there is text before the root element"},
		"deep":          {inRoot(strings.Repeat("<a>", 30)), "/a/a/a/a: elements are nested deeper than 20"},
		"deep record":   {inRoot(`<Документ>` + strings.Repeat("<a>", 30)), "/КоммерческаяИнформация/Документ[1]/a/a/"},
		"a huge text":   {inRoot(`<Документ><Комментарий>` + strings.Repeat("a", 300_000)), "/Документ[1]/Комментарий: a text, tag or comment is longer than 100000 bytes"},
		"a huge tag":    {inRoot(`<Документ А="` + strings.Repeat("a", 300_000)), "a text, tag or comment is longer than 100000 bytes"},
		"a huge remark": {inRoot(`<!--` + strings.Repeat("a", 300_000)), "a text, tag or comment is longer than 100000 bytes"},
		"a huge record": {inRoot(`<Документ>` + strings.Repeat(`<Комментарий>`+strings.Repeat("a", 50_000)+`</Комментарий>`, 5)), "a record has more than 200000 bytes"},
		"many elements": {inRoot(`<Документ>` + strings.Repeat(`<a/>`, 2000)), "/КоммерческаяИнформация/Документ[1]/a: a record has more than 1000 elements"},
		"split text":    {inRoot(`<Документ><Комментарий>` + strings.Repeat("a", 90_000) + strings.Repeat(`<a>x</a>b`, 900)), "a record has more than 200000 bytes"},
	} {
		r := commerceml.NewReader(strings.NewReader(c.file))
		r.Limits = limits
		var err error
		for _, err = range r.Records() {
			_ = err // the last one
		}
		var refused *commerceml.FormatError
		require.ErrorAs(t, err, &refused, name)
		require.ErrorContains(t, err, c.want, name)
		require.LessOrEqual(t, refused.Offset, int64(len(c.file)), name)
	}
}

func TestAnErrorOfTheFileIsNoRefusal(t *testing.T) {
	r := commerceml.NewReader(io.MultiReader(strings.NewReader(inRoot("")[:100]), iotest.ErrReader(errLine)))
	var err error
	for _, err = range r.Records() {
		_ = err
	}
	require.ErrorIs(t, err, errLine)
	require.NotErrorIs(t, err, ordo.ErrInvalid)

	for _, err = range r.Records() {
		_ = err
	}
	require.ErrorContains(t, err, "once")
}

func TestReadingMayStopAnywhere(t *testing.T) {
	r := commerceml.NewReader(iotest.OneByteReader(strings.NewReader(inRoot(`<Документ><Ид>1</Ид></Документ><Документ><Ид>2</Ид></Документ>`))))
	require.Zero(t, r.Offset())
	for d, err := range commerceml.Only[*commerceml.Document](r.Records()) {
		require.NoError(t, err)
		require.Equal(t, "1", d.ID)
		break
	}
	require.Positive(t, r.Offset())
}
