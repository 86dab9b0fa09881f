package onectest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

const (
	sales          = "Document_РеализацияТоваровУслуг"
	transferOrders = "Document_ЗаказНаПеремещение"
	transfers      = "Document_ПеремещениеТоваров"
	returns        = "Document_ВозвратТоваровОтКлиента"
	cards          = "Document_ОперацияПоПлатежнойКарте"
)

// of is a reference of a mixed type.
func of(name, entity string, o object) object {
	return object{name: o["Ref_Key"], name + "_Type": "StandardODATA." + entity}
}

// sale makes a sale on the basis of an order: its rows have the codes of the order's.
func (c *caller) sale(order object, rows ...object) object {
	c.t.Helper()
	for _, r := range rows {
		for k, v := range of("ЗаказКлиента", orders, order) {
			r[k] = v
		}
	}
	return c.create(sales, with(c.head(), of("ЗаказКлиента", orders, order), object{
		"РеализацияПоЗаказам": true, "Статус": "Отгружено", "ВариантОформленияПродажи": "РеализацияТоваровУслуг",
		"ВалютаВзаиморасчетов_Key": c.key("Catalog_Валюты", onectest.Currency), "Товары": rows,
	}))
}

// move is what transfer orders and transfers have in common.
func (c *caller) move(from, to string, rows ...object) object {
	org := c.key("Catalog_Организации", onectest.Organization)
	return object{
		"Date": "2026-03-02T12:30:00", "Организация_Key": org, "ОрганизацияПолучатель_Key": org, "СкладОтправитель_Key": c.key(warehouses, from),
		"СкладПолучатель_Key": c.key(warehouses, to), "ХозяйственнаяОперация": "ПеремещениеТоваров", "СпособДоставки": "Самовывоз",
		"ВариантПриемкиТоваров": "НеРазделенаПоЗаказамИНакладным", "Товары": rows,
	}
}

func (c *caller) transferOrder(basis object, from, to string, rows ...object) object {
	c.t.Helper()
	return c.create(transferOrders, with(c.move(from, to, rows...), of("ДокументОснование", orders, basis), object{
		"Статус": "КВыполнению", "Приоритет_Key": c.key("Catalog_Приоритеты", onectest.Priority),
	}))
}

// asked is a row of a transfer order.
func (c *caller) asked(n int, article string, quantity float64) object {
	return object{
		"LineNumber": n, "Номенклатура_Key": c.key("Catalog_Номенклатура", article), "Количество": quantity, "КоличествоУпаковок": quantity,
		"НачалоОтгрузки": "2026-03-02T00:00:00", "ОкончаниеПоступления": "2026-03-05T00:00:00", "ВариантОбеспечения": "Отгрузить",
	}
}

// state is the computed state of an order or transfer order.
func (c *caller) state(register, entity string, o object) any {
	c.t.Helper()
	return c.list(register, "$filter", "Заказ eq cast(guid'"+o["Ref_Key"].(string)+"','"+entity+"')")[0]["Состояние"]
}

func (c *caller) orderState(o object) any {
	return c.state("InformationRegister_СостоянияЗаказовКлиентов", orders, o)
}

func TestASaleTakesTheReservedGoods(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2))
	c.post(orders, o)
	require.Equal(t, "ГотовКОтгрузке", c.orderState(o))
	code := object{"КодСтроки": "1"}
	s := c.sale(o, c.row(1, "MUG", "МАГ-1", "", 2, code))
	require.Equal(t, `По заказу "Заказ клиента ИМ00-000001 от 02.03.2026 12:00:00" оформлено больше товара "Кружка", чем осталось к оформлению, на 2 шт`,
		c.notPosted(sales, s), "rows that are only reserved are not shipped")

	c.patch(orders, o, object{"Товары": []object{c.row(1, "MUG", "МАГ-1", "Отгрузить", 2, code)}})
	c.post(orders, o)
	require.Equal(t, "ВПроцессеОтгрузки", c.orderState(o))
	const left = "AccumulationRegister_РаспоряженияНаОтгрузку/Turnovers(Dimensions='Распоряжение,КодСтроки')"
	require.Equal(t, 2.0, c.list(left)[0]["КОформлениюTurnover"])
	c.post(sales, s)
	require.Equal(t, onectest.Level{OnHand: 1, Free: 1}, c.base.Stock("MUG", "МАГ-1"))
	require.Empty(t, c.list(left, "$filter", "КОформлениюTurnover gt 0"))
	require.Equal(t, "ОжидаетсяОплатаПослеОтгрузки", c.orderState(o))
	require.NoError(t, c.base.Pay("ИМ00-000001", 200))
	require.Equal(t, "ГотовКЗакрытию", c.orderState(o))

	again := c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, code))
	require.Contains(t, c.notPosted(sales, again), "оформлено больше товара", "no goods are sold twice")
	status, _, why := c.refused("POST", at(orders, o)+"/Unpost", "")
	require.Equal(t, 500, status)
	require.Contains(t, why, "не проведен или не содержит строки с кодом 1", "first the sale, then the order")
	status, _, body := c.raw("POST", at(sales, s)+"/Unpost", "")
	require.Equal(t, 200, status, body)
	require.Equal(t, onectest.Level{OnHand: 3, Reserved: 2, Free: 1}, c.base.Stock("MUG", "МАГ-1"))
}

func TestABaseMayOnlySayThatItCouldNotPost(t *testing.T) {
	c := start(t, onectest.Settings{BareRefusals: true})
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 5))
	require.Equal(t, `Не удалось провести: "Заказ клиента ИМ00-000001 от 02.03.2026 12:00:00"!`, c.notPosted(orders, o))
}

func TestWhereABaseShipsFromTheReserve(t *testing.T) {
	c := start(t, onectest.Settings{ShipFromReserve: true})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2))
	c.post(orders, o)
	c.post(sales, c.sale(o, c.row(1, "MUG", "МАГ-1", "", 2, object{"КодСтроки": "1"})))
	require.Equal(t, onectest.Level{OnHand: 1, Free: 1}, c.base.Stock("MUG", "МАГ-1"))
}

func TestASaleOnAWrongBasisIsRefused(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 5))
	require.NoError(t, c.base.SetStock("MUG", "МАГ-2", 5))
	require.NoError(t, c.base.SetStock("BOWL", "МАГ-1", 5))
	o := c.order(c.row(1, "MUG", "МАГ-1", "Отгрузить", 2))
	code := object{"КодСтроки": "1"}
	require.Equal(t, "Заказ клиента ИМ00-000001 от 02.03.2026 12:00:00 не проведен", c.notPosted(sales, c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, code))))
	c.post(orders, o)
	require.Contains(t, c.notPosted(sales, c.sale(o, c.row(1, "BOWL", "МАГ-1", "", 1, code))), `Товар "Миска детская" с кодом строки 1 не найден`)
	require.Contains(t, c.notPosted(sales, c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, object{"КодСтроки": "9"}))), "с кодом строки 9 не найден")
	require.Contains(t, c.notPosted(sales, c.sale(o, c.row(1, "MUG", "МАГ-2", "", 1, code))), "Склад в строке 1")
	s := c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, code))
	c.patch(sales, s, object{"Товары": []object{c.row(1, "MUG", "МАГ-1", "", 1, code)}})
	require.Contains(t, c.notPosted(sales, s), `Не заполнена колонка "Заказ клиента" в строке 1`)
	p := c.create("Catalog_Партнеры", object{"Description": "Петров", "НаименованиеПолное": "Петров", "ЮрФизЛицо": "ЧастноеЛицо"})
	s = c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, code))
	c.patch(sales, s, object{"Партнер_Key": p["Ref_Key"]})
	require.Contains(t, c.notPosted(sales, s), "Партнер или организация")
	require.Equal(t, 5.0, c.base.Stock("MUG", "МАГ-1").OnHand)
}

func TestAnOrderIsNotPostedWith(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 5))
	row := c.row(1, "MUG", "МАГ-1", "СоСклада", 1)
	for why, change := range map[string]object{
		"В документе Заказ клиента":                                            {"СкидкиРассчитаны": false},
		`Поле "Партнер" не заполнено` + "\n" + `Поле "Приоритет" не заполнено`: {"Партнер_Key": none, "Приоритет_Key": none},
		`В поле "Контрагент" указан несуществующий объект`:                     {"Контрагент_Key": "11111111-0000-4000-8000-000000000001"},
		`Поле "Статус" не заполнено`:                                           {"Статус": ""},
		`Поле "Соглашение" не заполнено`:                                       {"Соглашение_Key": none},
		`Поле "Дата" не заполнено`:                                             {"Date": "0001-01-01T00:00:00"},
		`Поле "Адрес доставки" не заполнено`:                                   {"СпособДоставки": "ДоКлиентаКурьером"},
		`Поле "Перевозчик" не заполнено`:                                       {"СпособДоставки": "СиламиПеревозчикаПоАдресу"},
		`Не заполнена колонка "Количество" в строке 1 списка "Товары"`:         {"Товары": []object{with(row, object{"Количество": 0})}},
		`Не заполнена колонка "Дата отгрузки" в строке 1 списка "Товары"`:      {"Товары": []object{with(row, object{"ДатаОтгрузки": "0001-01-01T00:00:00"})}},
		`меньше даты документа`:                                                {"Товары": []object{with(row, object{"ДатаОтгрузки": "2026-03-01T00:00:00"})}},
		`Не заполнена колонка "Причина отмены" в строке 1 списка "Товары"`:     {"Товары": []object{with(row, object{"Отменено": true})}},
		`Не заполнена колонка "Склад" в строке 1 списка "Товары"`:              {"Товары": []object{with(row, object{"Склад_Key": none})}},
		`Дублируется значение реквизита "Код строки" в строке 2`:               {"Товары": []object{with(row, object{"КодСтроки": 1}), with(row, object{"LineNumber": 2, "КодСтроки": 1})}},
		"Помеченный на удаление документ не может быть проведен!":              {"DeletionMark": true},
	} {
		o := c.order(row)
		c.patch(orders, o, change)
		require.Contains(t, c.notPosted(orders, o), why)
	}
	loose := start(t, onectest.Settings{SkipFillChecks: true})
	loose.post(orders, loose.create(orders, object{"Date": "2026-03-02T12:00:00", "Статус": "КОбеспечению", "СкидкиРассчитаны": true}))
}

func TestACancelledRowReservesNothing(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 5))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 3))
	c.post(orders, o)
	why := object{"Отменено": true, "ПричинаОтмены_Key": c.key("Catalog_ПричиныОтменыЗаказовКлиентов", onectest.CancelReason)}
	o = c.patch(orders, o, object{"Товары": []object{c.row(1, "MUG", "МАГ-1", "СоСклада", 1, object{"КодСтроки": 1}), c.row(2, "MUG", "МАГ-1", "СоСклада", 2, why)}})
	require.Equal(t, 100.0, o["СуммаДокумента"])
	c.post(orders, o)
	require.Equal(t, 1.0, c.base.Stock("MUG", "МАГ-1").Reserved)
}

func TestAClosedOrderDoesNotChange(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 5))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 3))
	c.post(orders, o)
	c.patch(orders, o, object{"Статус": "Закрыт"})
	require.Contains(t, c.notPosted(orders, o), "невозможно закрыть: строка 1 не отгружена и не отменена")
	c.patch(orders, o, object{"Статус": "КОбеспечению"})
	require.NoError(t, c.base.CloseOrder("ИМ00-000001"))
	require.Equal(t, "Закрыт", c.orderState(o))
	require.Equal(t, 0.0, c.base.Stock("MUG", "МАГ-1").Reserved)
	status, code, why := c.refused("PATCH", at(orders, o), `{"Комментарий":"поздно"}`)
	require.Equal(t, []any{500, "-1"}, []any{status, code})
	require.Contains(t, why, "закрыт")
	require.Contains(t, c.notPosted(sales, c.sale(o, c.row(1, "MUG", "МАГ-1", "", 1, object{"КодСтроки": 1}))), `имеет статус "Закрыт"`)
}

func TestWhatSomebodyHasOpenAndWhatIsClosed(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	c.base.Lock("ЗаказКлиента", "ИМ00-000001")
	status, code, why := c.refused("PATCH", at(orders, o), `{"Комментарий":"почта"}`)
	require.Equal(t, []any{500, "-1"}, []any{status, code})
	require.Contains(t, why, "Объект уже заблокирован")
	require.Contains(t, c.notPosted(orders, o), "Ошибка блокировки")
	c.base.Unlock("ЗаказКлиента", "ИМ00-000001")
	c.post(orders, o)
	c.base.ClosePeriod("2026-03-02")
	_, _, why = c.refused("PATCH", at(orders, o), `{"Комментарий":"почта"}`)
	require.Contains(t, why, "Запрещено изменять данные с датой ранее 02.03.2026 (включительно)")
	_, _, why = c.refused("POST", at(orders, o)+"/Unpost", "")
	require.Contains(t, why, "запрещенном периоде")
	_, _, why = c.refused("DELETE", at(orders, o), "")
	require.Contains(t, why, "запрещенном периоде")
	c.base.ClosePeriod("")
	c.patch(orders, o, object{"Комментарий": "почта"})
}

func TestAPostedDocumentIsUnpostedBeforeItIsMarked(t *testing.T) {
	c := start(t, onectest.Settings{})
	o := c.order(c.row(1, "MUG", "", "КОбеспечению", 1))
	c.post(orders, o)
	_, _, why := c.refused("PATCH", at(orders, o), `{"DeletionMark":true}`)
	require.Equal(t, "Помеченный на удаление документ не может быть проведен!", why)
	status, _, body := c.raw("POST", at(orders, o)+"/Unpost", "")
	require.Equal(t, 200, status, body)
	c.patch(orders, o, object{"DeletionMark": true})
	require.True(t, c.base.Orders()[0].Deleted)
}

func TestAShopSendsWhatATransferOrderAsksFor(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-2", "КОбеспечению", 2))
	c.post(orders, o)
	ask := c.transferOrder(o, "МАГ-1", "МАГ-2", c.asked(1, "MUG", 2))
	_, err := c.base.ShopSends("ИМ00-000001", nil)
	require.NoError(t, err)
	require.ErrorContains(t, c.base.Post("ПеремещениеТоваров", "ИМ00-000001"), "Заказ на перемещение ИМ00-000001 от 02.03.2026 12:30:00 не проведен",
		"first the order, then the transfer")
	c.post(transferOrders, ask)
	const states = "InformationRegister_СостоянияВнутреннихЗаказов"
	require.Equal(t, "ВПроцессеОтгрузки", c.state(states, transferOrders, ask))
	require.Equal(t, onectest.Level{OnHand: 3, Reserved: 2, Free: 1}, c.base.Stock("MUG", "МАГ-1"))

	require.NoError(t, c.base.Post("ПеремещениеТоваров", "ИМ00-000001"))
	require.Equal(t, onectest.Level{OnHand: 1, Free: 1}, c.base.Stock("MUG", "МАГ-1"))
	require.Equal(t, onectest.Level{}, c.base.Stock("MUG", "МАГ-2"), "sent, and not yet there")
	require.Equal(t, "ВПроцессеПоступления", c.state(states, transferOrders, ask))
	require.NoError(t, c.base.Receive("ИМ00-000001"))
	require.Equal(t, onectest.Level{OnHand: 2, Free: 2}, c.base.Stock("MUG", "МАГ-2"))
	require.Equal(t, "ГотовКЗакрытию", c.state(states, transferOrders, ask))

	number, err := c.base.ShopSends("ИМ00-000001", map[string]float64{"MUG": 1})
	require.NoError(t, err)
	require.ErrorContains(t, c.base.Post("ПеремещениеТоваров", number), "оформлено больше товара", "nothing is sent twice")
	require.NoError(t, c.base.SellAtTill("MUG", "МАГ-2", 2))
	require.ErrorContains(t, c.base.Unpost("ПеремещениеТоваров", "ИМ00-000001"), "недостаточно остатка в наличии", "the goods are sold")
}

func TestTransfersThatAreRefused(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-2", "КОбеспечению", 2))
	require.Contains(t, c.notPosted(transferOrders, c.transferOrder(o, "МАГ-1", "МАГ-2", c.asked(1, "MUG", 2))), "документ-основание")
	c.post(orders, o)
	require.Contains(t, c.notPosted(transferOrders, c.transferOrder(o, "МАГ-1", "МАГ-1", c.asked(1, "MUG", 2))), "должны отличаться")
	require.Contains(t, c.notPosted(transferOrders, c.transferOrder(o, "МАГ-1", "МАГ-2", c.asked(1, "MUG", 4))), "недостаточно свободного остатка в количестве 1 шт")
	ask := c.transferOrder(o, "МАГ-1", "МАГ-2", c.asked(1, "MUG", 2))
	c.post(transferOrders, ask)
	sent := func(from, to string, more object) object {
		row := with(c.asked(1, "MUG", 2), object{"КодСтроки": 1, "ЗаказНаПеремещение_Key": ask["Ref_Key"]}, more)
		delete(row, "НачалоОтгрузки")
		delete(row, "ОкончаниеПоступления")
		delete(row, "ВариантОбеспечения")
		return c.create(transfers, with(c.move(from, to, row), object{"Статус": "Отгружено", "ПеремещениеПоЗаказам": true, "ЗаказНаПеремещение_Key": ask["Ref_Key"]}))
	}
	require.Contains(t, c.notPosted(transfers, sent("ЦС", "МАГ-2", nil)), "Склады документа не соответствуют")
	require.Contains(t, c.notPosted(transfers, sent("МАГ-1", "МАГ-2", object{"КодСтроки": 5})), "с кодом строки 5 не найден")
	require.Contains(t, c.notPosted(transfers, sent("МАГ-1", "МАГ-2", object{"Количество": 3})), "оформлено больше товара")
	require.Contains(t, c.notPosted(transfers, sent("МАГ-1", "МАГ-2", object{"ЗаказНаПеремещение_Key": none})), `Не заполнена колонка "Заказ на перемещение"`)
	c.patch(transferOrders, ask, object{"Статус": "Закрыт"})
	c.post(transferOrders, ask)
	require.Contains(t, c.notPosted(transfers, sent("МАГ-1", "МАГ-2", nil)), `имеет статус "Закрыт"`)
	require.Equal(t, 0.0, c.base.Stock("MUG", "МАГ-1").Reserved)
	_, _, why := c.refused("PATCH", at(transferOrders, ask), `{"Комментарий":"поздно"}`)
	require.Contains(t, why, "закрыт")
}

func TestGoodsComeBackOnceAndOnTheirSale(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "Отгрузить", 2))
	c.post(orders, o)
	s := c.sale(o, c.row(1, "MUG", "МАГ-1", "", 2, object{"КодСтроки": 1}))
	back := func(article string, n float64, more object) object {
		row := with(c.row(1, article, "", "", n), of("ДокументРеализации", sales, s))
		delete(row, "ДатаОтгрузки")
		delete(row, "ВариантОбеспечения")
		return c.create(returns, with(c.head(), of("ДокументРеализации", sales, s), object{
			"ХозяйственнаяОперация": "ВозвратТоваровОтКлиента", "Склад_Key": c.key(warehouses, "ЦС"), "ПричинаВозврата": "Не подошел размер",
			"ВариантПриемкиТоваров": "НеРазделенаПоЗаказамИНакладным", "СпособКомпенсации": "ВернутьДенежныеСредства", "Товары": []object{row},
		}, more))
	}
	require.Contains(t, c.notPosted(returns, back("MUG", 1, nil)), "Реализация товаров и услуг ИМ00-000001 от 02.03.2026 12:00:00 не проведен")
	c.post(sales, s)
	require.Contains(t, c.notPosted(returns, back("BOWL", 1, nil)), `Товар "Миска детская" не найден`)
	require.Contains(t, c.notPosted(returns, back("MUG", 3, nil)), "Возврат по номенклатуре Кружка превышает количество реализованных товаров по документу продажи")
	r := back("MUG", 1, nil)
	c.post(returns, r)
	require.Equal(t, onectest.Level{OnHand: 1, Free: 1}, c.base.Stock("MUG", "ЦС"))
	require.Equal(t, 100.0, r["СуммаДокумента"])
	require.Contains(t, c.notPosted(returns, back("MUG", 2, nil)), "на 1 шт")
	_, _, why := c.refused("POST", at(sales, s)+"/Unpost", "")
	require.Contains(t, why, "превышает количество реализованных товаров", "first the return, then the sale")
	p := c.create("Catalog_Партнеры", object{"Description": "Петров", "НаименованиеПолное": "Петров", "ЮрФизЛицо": "ЧастноеЛицо"})
	require.Contains(t, c.notPosted(returns, back("MUG", 1, object{"Партнер_Key": p["Ref_Key"]})), "Партнер документа не соответствует")

	ask := c.create("Document_ЗаявкаНаВозвратТоваровОтКлиента", with(c.head(), of("ДокументРеализации", sales, s), object{
		"ХозяйственнаяОперация": "ВозвратТоваровОтКлиента", "Статус": "КВозврату", "СпособКомпенсации": "ВернутьДенежныеСредства", "ДатаПоступления": "2026-03-10T00:00:00",
		"ВозвращаемыеТовары": []object{with(c.asked(1, "MUG", 1), object{"СтавкаНДС_Key": c.key("Catalog_СтавкиНДС", "22%")})},
	}))
	require.Equal(t, "1", ask["ВозвращаемыеТовары"].([]any)[0].(object)["КодСтроки"])
	c.post("Document_ЗаявкаНаВозвратТоваровОтКлиента", ask)
	require.Equal(t, "ГотоваКВозврату", c.state("InformationRegister_СостоянияЗаказовКлиентов", "Document_ЗаявкаНаВозвратТоваровОтКлиента", ask))
}

func TestMoneyAndTheStateOfItsOrder(t *testing.T) {
	c := start(t, onectest.Settings{})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	o := c.order(c.row(1, "MUG", "МАГ-1", "СоСклада", 2))
	stages := []object{
		{"LineNumber": 1, "ВариантОплаты": "АвансДоОбеспечения", "СуммаПлатежа": 50, "ПроцентПлатежа": 25},
		{"LineNumber": 2, "ВариантОплаты": "ПредоплатаДоОтгрузки", "СуммаПлатежа": 150, "ПроцентПлатежа": 75},
	}
	o = c.patch(orders, o, object{"ЭтапыГрафикаОплаты": stages})
	require.Equal(t, []any{50.0, 150.0}, []any{o["СуммаАвансаДоОбеспечения"], o["СуммаПредоплатыДоОтгрузки"]})
	c.post(orders, o)
	require.Equal(t, "ОжидаетсяАвансДоОбеспечения", c.orderState(o))
	card := func(operation string, sum, row float64) object {
		return c.create(cards, object{
			"Date": "2026-03-02T12:10:00", "ХозяйственнаяОперация": operation, "Организация_Key": c.key("Catalog_Организации", onectest.Organization),
			"Контрагент_Key": c.key("Catalog_Контрагенты", "Иванов Иван"), "ДоговорЭквайринга_Key": c.key("Catalog_ДоговорыЭквайринга", onectest.Acquiring),
			"СуммаДокумента": sum, "РасшифровкаПлатежа": []object{with(of("ОснованиеПлатежа", orders, o), object{"LineNumber": 1, "Сумма": row})},
		})
	}
	require.Contains(t, c.notPosted(cards, card("ПоступлениеОплатыОтКлиентаПоПлатежнойКарте", 60, 50)), "должна быть равна сумме документа")
	c.post(cards, card("ПоступлениеОплатыОтКлиентаПоПлатежнойКарте", 60, 60))
	require.Equal(t, "ОжидаетсяПредоплатаДоОтгрузки", c.orderState(o))
	require.NoError(t, c.base.Pay("ИМ00-000001", 140))
	require.Equal(t, "ГотовКОтгрузке", c.orderState(o))
	row := c.list("InformationRegister_СостоянияЗаказовКлиентов")[0]
	require.Equal(t, []any{200.0, 100.0, 0.0}, []any{row["СуммаОплаты"], row["ПроцентОплаты"], row["СуммаДолга"]})
	require.Equal(t, "StandardODATA.СостоянияЗаказовКлиентов", row["Состояние_Type"])
	c.post(cards, card("ВозвратОплатыКлиентуНаПлатежнуюКарту", 100, 100))
	require.Equal(t, "ОжидаетсяПредоплатаДоОтгрузки", c.orderState(o))

	transfer := c.create("Document_ПоступлениеБезналичныхДенежныхСредств", object{
		"Date": "2026-03-02T12:20:00", "ХозяйственнаяОперация": "ПоступлениеОплатыОтКлиента", "Организация_Key": c.key("Catalog_Организации", onectest.Organization),
		"БанковскийСчет_Key": c.key("Catalog_БанковскиеСчетаОрганизаций", onectest.BankAccount), "Контрагент_Key": c.key("Catalog_Контрагенты", "Иванов Иван"),
		"Валюта_Key": c.key("Catalog_Валюты", onectest.Currency), "СуммаДокумента": 100, "ДокументОснование": o["Ref_Key"],
		"ДокументОснование_Type": "StandardODATA.Document_ЗаказКлиента",
	})
	c.post("Document_ПоступлениеБезналичныхДенежныхСредств", transfer)
	require.Equal(t, "ОжидаетсяПредоплатаДоОтгрузки", c.orderState(o), "the bank has not booked it")
	c.patch("Document_ПоступлениеБезналичныхДенежныхСредств", transfer, object{"ПроведеноБанком": true})
	c.post("Document_ПоступлениеБезналичныхДенежныхСредств", transfer)
	require.Equal(t, "ГотовКОтгрузке", c.orderState(o))
}

func TestAWarehouseThatShipsByItsOwnOrders(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.UseShippingOrders("ЦС")
	require.NoError(t, c.base.SetStock("MUG", "ЦС", 3))
	o := c.order(c.row(1, "MUG", "ЦС", "Отгрузить", 2))
	c.post(orders, o)
	s := c.sale(o, c.row(1, "MUG", "ЦС", "", 2, object{"КодСтроки": 1}))
	require.ErrorContains(t, c.base.WarehouseShips("РеализацияТоваровУслуг", "ИМ00-000001"), "не проведен")
	c.post(sales, s)
	require.Equal(t, onectest.Level{OnHand: 3, Free: 1}, c.base.Stock("MUG", "ЦС"), "the goods are still there, but not free")
	balance := c.list("AccumulationRegister_ТоварыНаСкладах/Balance")[0]
	require.Equal(t, []any{3.0, 2.0}, []any{balance["ВНаличииBalance"], balance["КОтгрузкеBalance"]})
	require.Equal(t, "ВПроцессеОтгрузки", c.orderState(o))
	require.NoError(t, c.base.WarehouseShips("РеализацияТоваровУслуг", "ИМ00-000001"))
	require.Equal(t, onectest.Level{OnHand: 1, Free: 1}, c.base.Stock("MUG", "ЦС"))
	require.Equal(t, "ОжидаетсяОплатаПослеОтгрузки", c.orderState(o))
}

func TestTheOldReleaseKeepsItsOwnRegisters(t *testing.T) {
	c := start(t, onectest.Settings{Release: "11.4"})
	require.NoError(t, c.base.SetStock("MUG", "МАГ-1", 3))
	row := object{
		"LineNumber": 1, "Номенклатура_Key": c.key("Catalog_Номенклатура", "MUG"), "Количество": 2, "КоличествоУпаковок": 2, "СуммаСНДС": 200, "СтавкаНДС": "НДС22",
		"ДатаОтгрузки": "2026-03-05T00:00:00", "ВариантОбеспечения": "СоСклада", "Склад_Key": c.key(warehouses, "МАГ-1"),
	}
	o := c.order(row)
	c.post(orders, o)
	free := c.list("AccumulationRegister_СвободныеОстатки/Balance(Dimensions='Номенклатура,Характеристика,Склад',Condition='Номенклатура_Key eq guid''" +
		c.key("Catalog_Номенклатура", "MUG") + "''')")
	require.Equal(t, []any{3.0, 2.0, 0.0}, []any{free[0]["ВНаличииBalance"], free[0]["ВРезервеСоСкладаBalance"], free[0]["ВРезервеПодЗаказBalance"]})
	ordered := c.list("AccumulationRegister_ЗаказыКлиентов/Balance")
	require.Equal(t, []any{2.0, 0.0}, []any{ordered[0]["ЗаказаноBalance"], ordered[0]["КОформлениюBalance"]})
}

func TestGoodsWithACharacteristic(t *testing.T) {
	c := start(t, onectest.Settings{})
	white := c.base.AddCharacteristic("SHOES-42", "белые")
	require.NoError(t, c.base.SetStock("SHOES-42/белые", "ЦС", 2))
	o := c.order(c.row(1, "SHOES-42", "ЦС", "СоСклада", 3))
	require.Contains(t, c.notPosted(orders, o), `Не заполнена колонка "Характеристика" в строке 1`)
	c.patch(orders, o, object{"Товары": []object{c.row(1, "SHOES-42", "ЦС", "СоСклада", 3, object{"Характеристика_Key": white})}})
	require.Contains(t, c.notPosted(orders, o), `"Кроссовки, размер 42","белые" на складе "ЦС" недостаточно свободного остатка в количестве 1 шт`)
	c.patch(orders, o, object{"Товары": []object{c.row(1, "SHOES-42", "ЦС", "СоСклада", 2, object{"Характеристика_Key": white})}})
	c.post(orders, o)
	require.Equal(t, onectest.Level{OnHand: 2, Reserved: 2}, c.base.Stock("SHOES-42/белые", "ЦС"))
	require.Equal(t, onectest.Level{}, c.base.Stock("SHOES-42", "ЦС"))
	require.NotEmpty(t, c.list("Catalog_ХарактеристикиНоменклатуры", "$filter", "Owner eq cast(guid'"+c.key("Catalog_Номенклатура", "SHOES-42")+"','Catalog_Номенклатура')"))
}

func TestPeopleWorkInTheBaseToo(t *testing.T) {
	c := start(t, onectest.Settings{})
	c.base.AddWarehouse("МАГ-3", "Самара", true)
	c.base.AddGood("PLATE", "Тарелка", "4601234567923", 250)
	require.NoError(t, c.base.SetStock("PLATE", "МАГ-3", 2))
	o := c.order(c.row(1, "PLATE", "МАГ-3", "СоСклада", 2))
	c.post(orders, o)
	require.ErrorContains(t, c.base.SellAtTill("PLATE", "МАГ-3", 1), "недостаточно свободного остатка")
	require.ErrorContains(t, c.base.SetStock("PLATE", "МАГ-3", 1), "недостаточно свободного остатка")
	require.Error(t, c.base.Edit("ЗаказКлиента", "ИМ00-000001", map[string]any{"СкидкиРассчитаны": false}))
	require.NoError(t, c.base.Edit("ЗаказКлиента", "ИМ00-000001", map[string]any{"Комментарий": "позвонить"}))
	d, ok := c.base.Document("ЗаказКлиента", "ИМ00-000001")
	require.True(t, ok)
	require.Equal(t, "позвонить", d.Fields["Комментарий"])
	require.Equal(t, true, d.Fields["СкидкиРассчитаны"])
	require.NoError(t, c.base.MarkDeleted("ЗаказКлиента", "ИМ00-000001"))
	require.Equal(t, 2.0, c.base.Stock("PLATE", "МАГ-3").Free)
	c.base.SetBonus(o["Партнер_Key"].(string), 120)
	points := c.list("AccumulationRegister_БонусныеБаллы/Balance(Condition='Партнер_Key eq guid''" + o["Партнер_Key"].(string) + "''')")
	require.Equal(t, 120.0, points[0]["НачисленоBalance"])
	require.NotNil(t, c.base.Object(orders, o["Ref_Key"].(string)))
	require.Nil(t, c.base.Object(orders, none))
	require.Empty(t, c.base.Key(orders, "ИМ00-000009"))
}
