package status

import "sync"

// The ways in which a seller reports a hand-over with a waybill to ROZETKA, as tables and hints name them; see
// Table.Under.
const (
	RozetkaThen  = "then"  // 2 when the order is confirmed, 3 when the parcel is handed over
	RozetkaToday = "today" // 61 with the waybill; tracking brings 3 and what follows
)

// Rozetka returns the table of ROZETKA, the marketplace's seller API. Codes are the vendor's numeric ids; the names are
// today's Ukrainian ones and the Russian ones of the dictionary before 2022.
//
// What follows a code is what a seller may set. Tracking, the buyer and ROZETKA move an order along other ways; their
// codes are only read. The vendor's list for an order (status_available) goes before these steps: see Table.WithEdges.
// A walk may lead back through 26, which erases the waybill: so does every walk onward from 61, where tracking goes on.
//
// A code without a party was set by a seller, in the cabinet or by a program. 4 is a courier of the shop, or a carrier
// if the order has a waybill. Parcels on their way back (83 to 91) have no state of an order, as their groups are not
// documented. Attempts to reach the buyer are no state of their own: 47 is written by name, 48 no longer.
//
// Assumed, not documented: the meanings and categories of ids above 50 but 55, 61, 80 to 82 and 87; that 7 can be taken
// in hand; that from 2 and 55 the seller cancels as from 26; that 55 is followed by 2.
func Rozetka() *Table { return rozetka() }

var rozetka = sync.OnceValue(func() *Table {
	const (
		then, today = RozetkaThen, RozetkaToday

		buyer, market, carrier, timeout = PartyBuyer, PartyChannel, PartyCarrier, PartySystem
	)
	is := func(category, code, uk, ru, en string, m Meaning) Row {
		return row(AxisOrder, code, category, Names{UK: uk, RU: ru, EN: en}, m)
	}
	ended := func(code, uk, ru, en string, m Meaning) Row {
		return is("unsuccessful", code, uk, ru, en, m).ends()
	}
	payment := func(code, ru, en string, m Meaning) Row {
		return row(AxisPayment, code, "", ruEN(ru, en), m).reads()
	}
	group := func(code, uk, en string, m Meaning) Row {
		return row(AxisGroup, code, "", Names{UK: uk, EN: en}, m).reads()
	}
	by := func(p Party, m Meaning) Meaning { return m.With(Meaning{Party: p}) }
	refused := func(r Reason) Meaning { return Meaning{Order: OrderRefused, Reason: r, Party: buyer} }
	// The order is confirmed and has a waybill, and the goods are still with the seller.
	booked := Meaning{Order: OrderConfirmed, Shipment: ShipmentRequested}
	back := Meaning{Shipment: ShipmentComingBack}
	// How a seller cancels an order in work; the second list is open no more.
	cancels := []string{"42", "43", "28", "33", "40", "49", "20", "29", "17", "37", "38"}
	earlier := []string{"16", "24", "25", "32", "34", "35", "36", "39", "41"}

	return mustTable("rozetka", "2026-09-19",
		sourced("order statuses, ids 1 to 50; help centre, page 236",
			is("new", "1", "Нове замовлення", "Новый заказ", "new order", orderIs(OrderNew)).reads().then("26").cancels("40", "49"),
			is("processing", "2", "Комплектується. Дані підтверджені", "Данные подтверждены. Ожидает отправки", "confirmed, being packed", orderIs(OrderConfirmed)).writes().or(OrderPartlyConfirmed, OrderAssembling, OrderPacked).then("26", "61", "4", "3", "6").thenIn(then, earlier...).cancels(cancels...),
			is("delivering", "3", "Передано до служби доставки", "Передан в службу доставки", "handed to the carrier", orderIs(OrderHandedToCarrier)).writes().under(then).withWaybill().then("5", "6"),
			is("delivering", "4", "Доставляється", "Доставляется", "on its way, with the shop's courier or tracked", orderIs(OrderOutWithCourier)).writes().then("5", "6").cancels("12"),
			is("delivering", "5", "Очікує в пункті самовивозу", "Ожидает в пункте самовывоза", "at the pick-up point", orderIs(OrderArrived)).writes().then("6", "3").cancels("11", "12"),
			is("successful", "6", "Замовлення виконано", "Посылка получена", "received; the commission is charged", orderIs(OrderCompleted)).writes().or(OrderDelivered).ends(),
			is("processing", "7", "Не оброблено продавцем протягом дня", "Не обработан продавцом", "not processed within a day; done after 7 more", orderIs(OrderNew)).reads().then("26"),
			ended("10", "Відправлення протерміновано", "Отправка просрочена", "dispatch overdue", by(timeout, orderCancelled(ReasonShipTimeout))).reads(),
			ended("11", "Не прийшов за замовленням", "Не забрал посылку", "did not collect the parcel", refused("not-collected")).writes().or(OrderCancelled),
			ended("12", "Відмова при отриманні", "Отказался от товара", "refused on receipt", refused(ReasonBuyerRefused)).writes().or(OrderCancelled),
			ended("13", "Скасовано адміністратором", "Отменен Администратором", "cancelled by an administrator", by(market, orderCancelled(""))).reads(),
			is("processing", "15", "Некоректна ТТН", "Некорректный ТТН", "wrong or deleted waybill", orderIs(OrderConfirmed)).reads().then("26"),
			ended("16", "Немає в наявності / брак", "Нет в наличии/брак", "out of stock or defect", orderCancelled(ReasonOutOfStock)),
			ended("17", "Не влаштовують умови оплати", "Отмена. Не устраивает оплата", "payment does not suit", orderCancelled("payment-unsuitable")).writes(),
			ended("18", "Не вдалося зв'язатися", "Не удалось связаться с покупателем", "the buyer was not reached; an hour after 47", orderCancelled(ReasonNoContact)).writes(),
			ended("19", "Замовлення повернено", "Возврат", "returned", orderIs(OrderReturned)).writes(),
			ended("20", "Товар не підходить за характеристиками", "Отмена. Не устраивает товар", "the goods do not suit", orderCancelled("goods-unsuitable")).writes(ReasonWrongSize),
			ended("24", "Скасування. Не влаштовує доставка", "Отмена. Не устраивает доставка", "delivery does not suit", orderCancelled(ReasonDeliveryUnsuitable)),
			ended("25", "Тестове замовлення", "Тестовый заказ", "test order", orderCancelled("test-order")).writes(),
			is("processing", "26", "Обробляється менеджером", "Обрабатывается менеджером", "in work; only now the order can be edited", orderIs(OrderInWork)).writes().or(OrderAwaitingConsent).then("47", "55", "2", "61").thenIn(then, earlier...).cancels(cancels...),
			is("processing", "27", "Вимагає доукомплектації", "Требует доукомплектации", "needs completion", orderIs(OrderInWork)),
			ended("28", "Неправильні контактні дані", "Некорректные контактные данные", "wrong contact data", orderCancelled("wrong-contact")).writes(),
			ended("29", "Ціна змінилася", "Отмена. Некорректная цена на сайте", "the price has changed", orderCancelled(ReasonWrongPrice)).writes(),
			ended("30", "Закінчився термін резерву", "Истек срок резерва", "the reserve has expired", by(timeout, orderCancelled("reserve-expired"))).reads(),
			ended("31", "Скасування. Створено дублююче замовлення", "Отмена. Заказ восстановлен", "restored as another order", orderCancelled("restored")).reads(),
			ended("32", "Скасування. Не влаштовує розгрупування замовлення", "Отмена. Не устраивает разгруппировка заказа", "the split does not suit", orderCancelled("split-unsuitable")).writes().under(then),
			ended("33", "Умови доставки не влаштовують", "Отмена. Не устраивает стоимость доставки", "terms or cost of delivery do not suit", orderCancelled(ReasonDeliveryUnsuitable)).writes(),
			ended("34", "Скасування. Не влаштовує перевізник, спосіб доставки", "Отмена. Не устраивает перевозчик, способ доставки", "the carrier does not suit", orderCancelled("carrier-unsuitable")).writes().under(then),
			ended("35", "Скасування. Не влаштовує термін доставки", "Отмена. Не устраивают сроки доставки", "delivery takes too long", orderCancelled("delivery-time-unsuitable")).writes().under(then),
			ended("36", "Скасування. Клієнт хоче безготівкову оплату. У продавця немає такої можливості", "Отмена. Клиент хочет оплату по безналу. У продавца нет такой возможности", "wants a bank transfer, which the seller has not", orderCancelled("no-bank-transfer")).writes().under(then),
			ended("37", "Передоплата не влаштовує", "Отмена. Не устраивает предоплата", "prepayment does not suit", orderCancelled("prepayment-unsuitable")).writes(),
			ended("38", "Не влаштовує товар (якість товару)", "Отмена. Не устраивает качество товара", "quality does not suit", orderCancelled("quality-unsuitable")).writes(),
			ended("39", "Скасування. Не підійшли характеристики товару (колір, розмір)", "Отмена. Не подошли характеристики товара (цвет,размер)", "colour or size", orderCancelled(ReasonWrongSize)).writes().under(then),
			ended("40", "Клієнт передумав", "Отмена. Клиент передумал", "the buyer has changed their mind", orderCancelled(ReasonUnwanted)).writes(ReasonBuyerCancelled, ReasonBoughtElsewhere),
			ended("41", "Скасування. Придбав на іншому сайті", "Отмена. Купил на другом сайте", "bought elsewhere", orderCancelled(ReasonBoughtElsewhere)).writes().under(then),
			ended("42", "Немає в наявності", "Нет в наличии", "out of stock", orderCancelled(ReasonOutOfStock)).writes(),
			ended("43", "Брак", "Брак", "defect", orderCancelled(ReasonDefect)).writes(),
			ended("44", "Скасування. Фейкове замовлення", "Отмена. Фейковый заказ", "fake order; cannot be restored", orderCancelled(ReasonFraud)).writes(),
			ended("45", "Скасовано покупцем", "Отменен покупателем", "cancelled by the buyer", by(buyer, orderCancelled(ReasonBuyerCancelled))).reads(),
			is("unknown", "46", "Відновлено при продзвоні", "Восстановлен при прозвоне", "restored after a check by phone", Meaning{}).silent("one of the vendor's pages has it in process, another has it done").reads(),
			is("processing", "47", "Планується повторний дзвінок", "Обрабатывается менеджером (не удалось связаться 1-ый раз)", "not reached once; to be called again", Meaning{Order: OrderInWork, Attempts: 1}).then("26").cancels("18"),
			is("processing", "48", "", "Обрабатывается менеджером (не удалось связаться 2-ой раз)", "not reached twice; no longer set", Meaning{Order: OrderInWork, Attempts: 2}).reads().then("26"),
			ended("49", "Повторне замовлення", "", "duplicate; names the other order", orderCancelled(ReasonDuplicate)).writes(),
			ended("50", "Клієнт не оплатив", "", "not paid", orderCancelled("not-paid")).writes(),
		),
		sourced("order statuses, ids from 51",
			ended("51", "У кредиті відмовлено", "", "credit refused", orderCancelled("credit-refused")).writes(),
			is("new", "52", "Нове замовлення за 1 клік", "", "new order by one click", orderIs(OrderNew)).reads(),
			is("processing", "53", "Очікує підтвердження клієнтом", "", "waits for the buyer's confirmation", orderIs(OrderAwaitingConfirmation)).reads(),
			is("processing", "54", "Опрацьовано автоматично", "", "processed automatically", orderIs(OrderInWork)).reads(),
			is("processing", "55", "Очікує отримання оплати", "", "waits for payment", orderIs(OrderAwaitingPayment)).writes().then("26", "2").thenIn(then, earlier...).cancels(append([]string{"50"}, cancels...)...),
			is("delivering", "56", "Комплектується перевізником", "", "being packed by the carrier", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "57", "Заплановано доставку", "", "delivery is planned", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "58", "Передано до служби доставки в Польщі", "", "handed to the carrier in Poland", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "59", "На митному контролі", "", "at the customs", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "60", "Передано до служби доставки в Україні", "", "handed to the carrier in Ukraine", orderIs(OrderHandedToCarrier)).reads(),
			is("processing", "61", "Заплановано передачу перевізникові", "", "has a waybill, not handed over yet", booked).writes().or(OrderHandedToCarrier).under(today).withWaybill().then("26"),
			is("delivering", "62", "Змінено дату видачі", "", "the day of issue has changed", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "63", "Обробляється службою доставки", "", "processed by the carrier", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "64", "Доставляється в місто отримувача", "", "on its way to the recipient's city", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "65", "Перебуває в місті отримувача", "", "in the recipient's city", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "66", "Перебуває в місті отримувача", "", "in the recipient's city, a second id", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "67", "Видано кур'єру в місті отримувача", "", "with the carrier's courier", orderIs(OrderHandedToCarrier)).reads(),
			is("successful", "68", "Отримано частково", "", "received in part", orderIs(OrderPartlyDelivered)).reads().ends(),
			is("delivering", "69", "Змінено дату чи адресу доставки", "", "the day or address of delivery has changed", orderIs(OrderHandedToCarrier)).reads(),
			is("processing", "70", "Планується повторний дзвінок", "", "to be called again; an older id", Meaning{Order: OrderInWork, Attempts: 1}).reads(),
			ended("71", "Скасування. Товар повернувся", "", "the goods came back", orderIs(OrderReturned)).reads(),
			ended("72", "Скасування. Здійснено повернення коштів", "", "the money was paid back", Meaning{Order: OrderCancelled, Payment: PaymentRefunded}).reads(),
			is("delivering", "73", "У черзі на отримання", "", "queued for receipt", orderIs(OrderArrived)).reads(),
			is("delivering", "74", "Сьогодні закінчується термін резерву", "", "the reserve ends today", orderIs(OrderArrived)).reads(),
			ended("75", "Скасування. Скасовано КЦ", "", "cancelled by the call centre", by(market, orderCancelled(""))).reads(),
			is("delivering", "76", "Очікує клієнта у почтоматі", "", "waits in the parcel locker", orderIs(OrderArrived)).reads(),
			ended("77", "Скасування. Відмовлено банком", "", "refused by the bank", orderCancelled("credit-refused")).reads(),
			is("delivering", "78", "Змінено час видачі", "", "the hour of issue has changed", orderIs(OrderHandedToCarrier)).reads(),
			is("new", "79", "Очікує модерації КЦ", "", "waits for the call centre", orderIs(OrderAwaitingConfirmation)).reads(),
			is("processing", "80", "Чекає на отримання від Продавця", "", "has a waybill of ROZETKA Delivery, not handed over yet", booked).reads(),
			is("delivering", "81", "Прийнятий від Продавця", "", "accepted from the seller", orderIs(OrderHandedToCarrier)).reads(),
			is("delivering", "82", "Знаходиться у РЦ", "", "in the distribution centre", orderIs(OrderHandedToCarrier)).reads(),
			is("unknown", "83", "Буде повернено відправнику", "", "will go back to the sender", back).reads(),
			is("unknown", "84", "Знаходиться у точці для повернення", "", "at the return point", back).reads(),
			is("unknown", "85", "Повернено продавцю", "", "back at the seller", Meaning{Shipment: ShipmentCameBack}).reads(),
			is("unknown", "86", "Очікується повернення товару", "", "the buyer asks to return a done order", Meaning{Custody: CustodyRequested}).reads(),
			is("successful", "87", "Виконано. Минув термін обробки", "", "closed by ROZETKA after 30 days", by(timeout, orderIs(OrderCompleted))).reads().ends(),
			ended("88", "Втрачена перевізником", "", "lost by the carrier", Meaning{Order: OrderCancelled, Shipment: ShipmentLost, Reason: ReasonLost, Party: carrier}).writes(),
			is("unknown", "89", "Повернення доставляється до розподільчого центру", "", "on its way back to the distribution centre", back).reads(),
			is("unknown", "90", "Повернення знаходиться у розподільчому центрі", "", "going back, in the distribution centre", back).reads(),
			is("unknown", "91", "Доставляється у точку повернення", "", "on its way to the return point", back).reads(),
		),
		// Of payments made through ROZETKA only: one in cash has none.
		sourced("/payments/payment-statuses",
			payment("cancelled", "Отменен", "cancelled", paymentIs(PaymentCancelled)),
			payment("paid", "Оплачен", "paid", paymentIs(PaymentPaid)),
			payment("unpaid", "Ожидает оплаты", "waits for payment", paymentIs(PaymentPending)),
			payment("unapproved", "Проверяется", "being checked", paymentIs(PaymentPending)),
			payment("part-paid", "Частично оплачен", "paid in part", paymentIs(PaymentPartlyPaid)),
			payment("expired", "Срок действия истек", "expired after 12 hours", paymentIs(PaymentFailed)),
			payment("hold", "Сумма удержана", "held", paymentIs(PaymentAuthorized)),
			payment("returned", "Возвращен", "paid back", paymentIs(PaymentRefunded)),
			payment("part-returned", "Оплачен(с частичным возвратом)", "paid back in part", paymentIs(PaymentPartlyRefunded)),
			payment("ready_for_return", "Ожидает возврата", "to be paid back", paymentIs(PaymentPaid)),
		),
		// An id that the table lacks still has its group.
		sourced("status_group",
			group("1", "В обробці", "in process", Meaning{}).silent("covers new orders, orders in work and orders on their way"),
			group("2", "Успішні", "successful", orderIs(OrderCompleted)).ends(),
			group("3", "Неуспішні", "unsuccessful", orderIs(OrderCancelled)).ends(),
		),
	)
})
