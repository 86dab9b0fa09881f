package rozetkatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// category is one of the five kinds of orders, as the parameter types names them.
type category int

const (
	processing   category = 2
	successful   category = 3
	fresh        category = 4
	delivering   category = 5
	unsuccessful category = 6
)

// group is the status_group of a category.
func (c category) group() int {
	switch c {
	case successful:
		return 2
	case unsuccessful:
		return 3
	}
	return 1
}

// statusInfo is a status of orders.
type statusInfo struct {
	id         int
	category   category
	uk, ru, en string
}

// The groups of 46, 83 to 86 and 89 to 91 are not known, and guessed.
var statuses = []statusInfo{
	{1, fresh, "Нове замовлення", "Новый заказ", "new order"},
	{2, processing, "Комплектується. Дані підтверджені", "Данные подтверждены. Ожидает отправки", "confirmed, being packed"},
	{3, delivering, "Передано до служби доставки", "Передан в службу доставки", "handed to the carrier"},
	{4, delivering, "Доставляється", "Доставляется", "on its way, with the shop's courier or tracked"},
	{5, delivering, "Очікує в пункті самовивозу", "Ожидает в пункте самовывоза", "at the pick-up point"},
	{6, successful, "Замовлення виконано", "Посылка получена", "received; the commission is charged"},
	{7, processing, "Не оброблено продавцем протягом дня", "Не обработан продавцом", "not processed within a day; done after 7 more"},
	{10, unsuccessful, "Відправлення протерміновано", "Отправка просрочена", "dispatch overdue"},
	{11, unsuccessful, "Не прийшов за замовленням", "Не забрал посылку", "did not collect the parcel"},
	{12, unsuccessful, "Відмова при отриманні", "Отказался от товара", "refused on receipt"},
	{13, unsuccessful, "Скасовано адміністратором", "Отменен Администратором", "cancelled by an administrator"},
	{15, processing, "Некоректна ТТН", "Некорректный ТТН", "wrong or deleted waybill"},
	{16, unsuccessful, "Немає в наявності / брак", "Нет в наличии/брак", "out of stock or defect"},
	{17, unsuccessful, "Не влаштовують умови оплати", "Отмена. Не устраивает оплата", "payment does not suit"},
	{18, unsuccessful, "Не вдалося зв'язатися", "Не удалось связаться с покупателем", "the buyer was not reached; an hour after 47"},
	{19, unsuccessful, "Замовлення повернено", "Возврат", "returned"},
	{20, unsuccessful, "Товар не підходить за характеристиками", "Отмена. Не устраивает товар", "the goods do not suit"},
	{24, unsuccessful, "Скасування. Не влаштовує доставка", "Отмена. Не устраивает доставка", "delivery does not suit"},
	{25, unsuccessful, "Тестове замовлення", "Тестовый заказ", "test order"},
	{26, processing, "Обробляється менеджером", "Обрабатывается менеджером", "in work; only now the order can be edited"},
	{27, processing, "Вимагає доукомплектації", "Требует доукомплектации", "needs completion"},
	{28, unsuccessful, "Неправильні контактні дані", "Некорректные контактные данные", "wrong contact data"},
	{29, unsuccessful, "Ціна змінилася", "Отмена. Некорректная цена на сайте", "the price has changed"},
	{30, unsuccessful, "Закінчився термін резерву", "Истек срок резерва", "the reserve has expired"},
	{31, unsuccessful, "Скасування. Створено дублююче замовлення", "Отмена. Заказ восстановлен", "restored as another order"},
	{32, unsuccessful, "Скасування. Не влаштовує розгрупування замовлення", "Отмена. Не устраивает разгруппировка заказа", "the split does not suit"},
	{33, unsuccessful, "Умови доставки не влаштовують", "Отмена. Не устраивает стоимость доставки", "terms or cost of delivery do not suit"},
	{34, unsuccessful, "Скасування. Не влаштовує перевізник, спосіб доставки", "Отмена. Не устраивает перевозчик, способ доставки", "the carrier does not suit"},
	{35, unsuccessful, "Скасування. Не влаштовує термін доставки", "Отмена. Не устраивают сроки доставки", "delivery takes too long"},
	{36, unsuccessful, "Скасування. Клієнт хоче безготівкову оплату. У продавця немає такої можливості", "Отмена. Клиент хочет оплату по безналу. У продавца нет такой возможности", "wants a bank transfer, which the seller has not"},
	{37, unsuccessful, "Передоплата не влаштовує", "Отмена. Не устраивает предоплата", "prepayment does not suit"},
	{38, unsuccessful, "Не влаштовує товар (якість товару)", "Отмена. Не устраивает качество товара", "quality does not suit"},
	{39, unsuccessful, "Скасування. Не підійшли характеристики товару (колір, розмір)", "Отмена. Не подошли характеристики товара (цвет,размер)", "colour or size"},
	{40, unsuccessful, "Клієнт передумав", "Отмена. Клиент передумал", "the buyer has changed their mind"},
	{41, unsuccessful, "Скасування. Придбав на іншому сайті", "Отмена. Купил на другом сайте", "bought elsewhere"},
	{42, unsuccessful, "Немає в наявності", "Нет в наличии", "out of stock"},
	{43, unsuccessful, "Брак", "Брак", "defect"},
	{44, unsuccessful, "Скасування. Фейкове замовлення", "Отмена. Фейковый заказ", "fake order; cannot be restored"},
	{45, unsuccessful, "Скасовано покупцем", "Отменен покупателем", "cancelled by the buyer"},
	{46, processing, "Відновлено при продзвоні", "Восстановлен при прозвоне", "restored after a check by phone"},
	{47, processing, "Планується повторний дзвінок", "Обрабатывается менеджером (не удалось связаться 1-ый раз)", "not reached once; to be called again"},
	{48, processing, "", "Обрабатывается менеджером (не удалось связаться 2-ой раз)", "not reached twice; no longer set"},
	{49, unsuccessful, "Повторне замовлення", "", "duplicate; names the other order"},
	{50, unsuccessful, "Клієнт не оплатив", "", "not paid"},
	{51, unsuccessful, "У кредиті відмовлено", "", "credit refused"},
	{52, fresh, "Нове замовлення за 1 клік", "", "new order by one click"},
	{53, processing, "Очікує підтвердження клієнтом", "", "waits for the buyer's confirmation"},
	{54, processing, "Опрацьовано автоматично", "", "processed automatically"},
	{55, processing, "Очікує отримання оплати", "", "waits for payment"},
	{56, delivering, "Комплектується перевізником", "", "being packed by the carrier"},
	{57, delivering, "Заплановано доставку", "", "delivery is planned"},
	{58, delivering, "Передано до служби доставки в Польщі", "", "handed to the carrier in Poland"},
	{59, delivering, "На митному контролі", "", "at the customs"},
	{60, delivering, "Передано до служби доставки в Україні", "", "handed to the carrier in Ukraine"},
	{61, processing, "Заплановано передачу перевізникові", "", "has a waybill, not handed over yet"},
	{62, delivering, "Змінено дату видачі", "", "the day of issue has changed"},
	{63, delivering, "Обробляється службою доставки", "", "processed by the carrier"},
	{64, delivering, "Доставляється в місто отримувача", "", "on its way to the recipient's city"},
	{65, delivering, "Перебуває в місті отримувача", "", "in the recipient's city"},
	{66, delivering, "Перебуває в місті отримувача", "", "in the recipient's city, a second id"},
	{67, delivering, "Видано кур'єру в місті отримувача", "", "with the carrier's courier"},
	{68, successful, "Отримано частково", "", "received in part"},
	{69, delivering, "Змінено дату чи адресу доставки", "", "the day or address of delivery has changed"},
	{70, processing, "Планується повторний дзвінок", "", "to be called again; an older id"},
	{71, unsuccessful, "Скасування. Товар повернувся", "", "the goods came back"},
	{72, unsuccessful, "Скасування. Здійснено повернення коштів", "", "the money was paid back"},
	{73, delivering, "У черзі на отримання", "", "queued for receipt"},
	{74, delivering, "Сьогодні закінчується термін резерву", "", "the reserve ends today"},
	{75, unsuccessful, "Скасування. Скасовано КЦ", "", "cancelled by the call centre"},
	{76, delivering, "Очікує клієнта у почтоматі", "", "waits in the parcel locker"},
	{77, unsuccessful, "Скасування. Відмовлено банком", "", "refused by the bank"},
	{78, delivering, "Змінено час видачі", "", "the hour of issue has changed"},
	{79, fresh, "Очікує модерації КЦ", "", "waits for the call centre"},
	{80, processing, "Чекає на отримання від Продавця", "", "has a waybill of ROZETKA Delivery, not handed over yet"},
	{81, delivering, "Прийнятий від Продавця", "", "accepted from the seller"},
	{82, delivering, "Знаходиться у РЦ", "", "in the distribution centre"},
	{83, unsuccessful, "Буде повернено відправнику", "", "will go back to the sender"},
	{84, unsuccessful, "Знаходиться у точці для повернення", "", "at the return point"},
	{85, unsuccessful, "Повернено продавцю", "", "back at the seller"},
	{86, successful, "Очікується повернення товару", "", "the buyer asks to return a done order"},
	{87, successful, "Виконано. Минув термін обробки", "", "closed by ROZETKA after 30 days"},
	{88, unsuccessful, "Втрачена перевізником", "", "lost by the carrier"},
	{89, unsuccessful, "Повернення доставляється до розподільчого центру", "", "on its way back to the distribution centre"},
	{90, unsuccessful, "Повернення знаходиться у розподільчому центрі", "", "going back, in the distribution centre"},
	{91, unsuccessful, "Доставляється у точку повернення", "", "on its way to the return point"},
}

// statusOf returns a status, also one that nobody knows: SetStatus can set it.
func statusOf(id int) statusInfo {
	i, ok := slices.BinarySearchFunc(statuses, id, func(s statusInfo, id int) int { return s.id - id })
	if !ok {
		name := "Статус " + strconv.Itoa(id)
		return statusInfo{id: id, category: processing, uk: name, ru: name, en: "status " + strconv.Itoa(id)}
	}
	return statuses[i]
}

// read is a status as it is answered.
func (s statusInfo) read(c *call) object {
	uk, ru := cmp.Or(s.uk, s.ru), cmp.Or(s.ru, s.uk)
	title := map[string]string{"ru": ru, "en": s.en}[c.r.Header.Get("Content-Language")]
	out := object{"id": s.id, "name": ru, "name_en": s.en, "status": 1, "color": "#FFAB00", "title": cmp.Or(title, uk)}
	if c.settings.DocumentedNames {
		out["name_ua"], out["type"] = uk, s.category.group()
	} else {
		out["name_uk"], out["status_group"] = uk, s.category.group()
	}
	return out
}

// searchStatuses serves GET /order-statuses/search.
func searchStatuses(c *call) (any, error) {
	id, err := c.number("id", 0)
	if err != nil {
		return nil, err
	}
	group, err := c.number("status_group", 0)
	if err != nil {
		return nil, err
	}
	steps := c.query.Get("expand") == "status_available"
	if c.query.Has("expand") && !steps {
		return nil, invalid("expand", "Невідоме поле %q", c.query.Get("expand"))
	}
	var found []statusInfo
	for _, st := range statuses {
		if st.id == 48 && c.settings.Profile == Today ||
			id != 0 && int64(st.id) != id || group != 0 && int64(st.category.group()) != group ||
			!strings.Contains(st.uk+"\n"+st.ru, c.query.Get("name")) {
			continue
		}
		found = append(found, st)
	}
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	if err := sorted(c, found, "id", map[string]func(a, b statusInfo) int{
		"id": func(a, b statusInfo) int { return a.id - b.id },
	}); err != nil {
		return nil, err
	}
	part, meta := page(found, number)
	out := []object{}
	for _, st := range part {
		one := st.read(c)
		if steps {
			one["status_available"] = c.steps(st.id, external)
		}
		out = append(out, one)
	}
	key := "orderStatuses"
	if c.settings.DocumentedNames {
		key = "orderStatus"
	}
	return object{key: out, "_meta": meta}, nil
}

// searchData serves GET /orders/search-data and /v1/orders/search-data: the statuses of a category, and what its orders
// have. Only v1 has the names of the statuses.
func searchData(c *call) (any, error) {
	types, err := c.number("types", 0)
	if err != nil {
		return nil, err
	}
	if types < int64(processing) || types > int64(unsuccessful) {
		return nil, invalid("types", "Значення «types» має бути від 2 до 6")
	}
	out := []any{}
	for _, st := range statuses {
		switch {
		case int64(st.category) != types:
		case strings.HasPrefix(c.r.URL.Path, "/v1/"):
			out = append(out, object{"id": st.id, "name": st.read(c)["title"]})
		default:
			out = append(out, st.id)
		}
	}
	var delivers, payments []int
	var cities []string
	for _, o := range c.orders {
		if int64(statusOf(o.Status).category) == types {
			delivers, payments = append(delivers, o.Delivery.ServiceID), append(payments, o.Payment.MethodID)
			cities = append(cities, o.Delivery.City)
		}
	}
	slices.Sort(cities)
	return object{
		"search_status": out, "search_localities": append([]string{}, slices.Compact(cities)...),
		"search_delivers":        named(delivers, func(id int) string { return serviceOf(id).name }),
		"search_payment_methods": named(payments, func(id int) string { return methodOf(id).name }),
	}, nil
}

// named lists ids with their names, each once.
func named(ids []int, name func(int) string) []object {
	out := []object{}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		out = append(out, object{"id": id, "name": name(id)})
	}
	return out
}
