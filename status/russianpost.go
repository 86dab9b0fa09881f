package status

import (
	"strings"
	"sync"
)

// RussianPost returns the table of Russian Post (Почта России): the operations of tracking. A code is the pair of type
// and attribute: "8/2", processing, is arrived. A code without a slash is the type alone, for attributes that
// are not listed: the vendor adds some every year.
//
// The meanings are those of a parcel on its way to the buyer. After an operation of type 3 it travels back under the
// same number, so that a later "8/2" is its arrival at the seller's office; carriers/russianpost translates that. The
// last operation that has a meaning says where the parcel is, after those were dropped that a 26 follows.
//
// 28 means requested, not sent: the shop still has the goods. After 44 and 46 it has them, too. A failed attempt to
// hand out (12, 42) is no return: the parcel waits, and another attempt or a return follows; only a refusal comes back.
//
// Codes without a meaning are of two kinds. Those of the group "info" say nothing about the parcel's place: the
// operation before them counts. The others need a person: "2/0" does not say who received, and what is in the storage
// of the Post for good was neither handed out nor given back.
//
// The names are the vendor's dictionary, types 1 to 46 as documented, the others as two clients of third parties have
// them; the English ones are translations. Assumed, not documented: the meanings of 56 to 63 and 1027, and that an
// unknown attribute means what its type means.
func RussianPost() *Table { return russianPost() }

var russianPost = sync.OnceValue(func() *Table {
	const carrier, buyer = PartyCarrier, PartyBuyer
	back := func(r Reason, p Party) Meaning { return Meaning{Shipment: ShipmentComingBack, Reason: r, Party: p} }
	var (
		withTheShop = Meaning{Shipment: ShipmentAssembling}
		notTaken    = withTheShop.With(Meaning{Reason: ReasonNotAcceptable, Party: carrier})
		requested   = Meaning{Shipment: ShipmentRequested}
		sent        = Meaning{Shipment: ShipmentSent}
		arrived     = Meaning{Shipment: ShipmentArrived}
		handedOut   = Meaning{Shipment: ShipmentHandedOut}
		partly      = Meaning{Shipment: ShipmentPartlyHandedOut}
		cameBack    = Meaning{Shipment: ShipmentCameBack}
		refused     = back(ReasonBuyerRefused, buyer)
		uncollected = back("not-collected", buyer)
		impossible  = back(ReasonHandoverImpossible, buyer)
		customs     = back("customs", carrier)
		comingBack  = back(ReasonReturned, 0)
		lost        = Meaning{Shipment: ShipmentLost, Reason: ReasonLost, Party: carrier}
		seized      = Meaning{Shipment: ShipmentLost, Reason: "seized", Party: carrier}
		destroyed   = Meaning{Shipment: ShipmentLost, Reason: "destroyed", Party: carrier}
		none        = Meaning{}
	)
	const (
		info     = "says nothing about where the parcel is: the operation before it counts"
		stored   = "neither handed out nor given back: a person has to ask the Post"
		whoTook  = "does not say who received it: the history, or a person, has to tell"
		dropsOne = "cancels the operation before it: the history has to tell which counts"
		reserved = "reserved by the vendor; in an older list: no delivery to the address"
		missing  = "missed by the Post, and may be found: a person has to ask"
	)
	return mustTable("russianpost", "2026-02-10", sourced("tracking, dictionaries of types and attributes of operations", joined(
		post("1", "accepted", "Приём", "acceptance", sent,
			"1 Единичный = single", "2 Партионный = a batch", "3 Партионный электронно = a batch, electronically",
			"4 Упрощенный единичный = single, simplified", "5 По ведомости в РЦ = by a list at the distribution centre",
			"6 По ведомости в СЦ = by a list at the sorting centre", "7 Упрощенный предзаполненный = simplified, filled in before",
			"8 Упрощенный предоплаченный = simplified, prepaid", "9 В соответствии с Поручением экспедитору = by an order to the forwarder",
			"10 По поручению адресата = by order of the addressee", "11 Партионный почтальоном = a batch, by the postman",
		),
		post("2", "delivered", "Вручение", "handed over", none).because(whoTook),
		pairs("2", "delivered", "Вручение", "handed over", none, "0 без атрибута = to whom is not told").because(whoTook),
		pairs("2", "delivered", "Вручение", "handed over", handedOut,
			"1 Вручение адресату = to the addressee", "3 Выдано адресату через почтомат = to the addressee by a locker",
			"5 Адресату электронно = to the addressee electronically", "6 Адресату почтальоном = to the addressee by the postman",
			"8 Адресату курьером = to the addressee by the courier", "10 Адресату с контролем ответа = to the addressee, the answer is checked",
			"11 Адресату с контролем ответа почтальоном = to the addressee by the postman, the answer is checked",
			"12 Адресату с контролем ответа курьером = to the addressee by the courier, the answer is checked",
			"13 Вручение адресату по ПЭП = to the addressee by an electronic signature", "14 Для передачи на оцифровку = to be scanned",
			"15 Адресату Экспедитором = to the addressee by the forwarder", "17 Адресату почтальоном по ПЭП = to the addressee by the postman and an electronic signature",
			"18 Адресату курьером по ПЭП = to the addressee by the courier and an electronic signature",
			"19 Вручение адресату роботом-курьером = to the addressee by a robot", "21 Вручение адресату через ААПС = to the addressee by an automatic station",
			"23 Вручение адресату через АПШ = to the addressee by a locker cabinet", "25 Адресату по QR коду = to the addressee by a QR code",
			"26 Адресату почтальоном по QR коду = to the addressee by the postman and a QR code",
			"27 Адресату курьером по QR коду = to the addressee by the courier and a QR code",
		).end(),
		pairs("2", "returned", "Вручение", "handed over", cameBack,
			"2 Вручение отправителю = to the sender", "4 Выдано отправителю через почтомат = to the sender by a locker",
			"7 Отправителю почтальоном = to the sender by the postman", "9 Отправителю курьером = to the sender by the courier",
			"16 Отправителю Экспедитором = to the sender by the forwarder", "20 Вручение отправителю роботом-курьером = to the sender by a robot",
			"22 Вручение отправителю через ААПС = to the sender by an automatic station", "24 Вручение отправителю через АПШ = to the sender by a locker cabinet",
			"28 Отправителю по QR коду = to the sender by a QR code", "29 Отправителю почтальоном по QR коду = to the sender by the postman and a QR code",
			"30 Отправителю курьером по QR коду = to the sender by the courier and a QR code",
			"31 Отправителю курьером по ПЭП = to the sender by the courier and an electronic signature",
		).end(),
		post("3", "returning", "Возврат", "return", comingBack,
			"8 Адресат, абонирующий абонементный почтовый шкаф, не указан или указан неправильно = the owner of the box is wrong or not named",
			"9 Иные обстоятельства = other circumstances", "11 Несоответствие комплектности = not complete", "12 Запрещено САБ = banned by security",
			"14 Распоряжение ЭТП = order of the marketplace", "16 По согласованию с адресатом = agreed with the addressee",
			"18 ПВЗ закрыт = the point is closed", "19 Отказ ПВЗ в приеме = refused by the point", "23 По причине дефектности = defective",
		),
		pairs("3", "returning", "Возврат", "return", uncollected, "1 Истёк срок хранения = storage ended"),
		pairs("3", "returning", "Возврат", "return", back(ReasonMerchantLate, PartyMerchant), "2 Заявление отправителя = the sender asked for it"),
		pairs("3", "returning", "Возврат", "return", refused, "4 Отказ адресата = refused by the addressee"),
		pairs("3", "returning", "Возврат", "return", impossible,
			"3 Отсутствие адресата по указанному адресу = the addressee is not there", "5 Смерть адресата = the addressee has died",
			"6 Невозможно прочесть адрес адресата = the address cannot be read", "10 Неверный адрес = wrong address",
			"17 Несоответствие возраста получателя 18+ = the recipient is under age", "20 Отсутствие беспрепятственного доступа к адресату = no access to the addressee",
			"21 Нет доступа к абонентским п/я или они неисправны = no access to the mailboxes", "22 Адрес отсутствует = no such address",
		),
		pairs("3", "returning", "Возврат", "return", customs,
			"7 Отказ в выпуске таможней = not released by the customs", "13 Для проведения таможенных операций = for the customs",
		),
		pairs("3", "returning", "Возврат", "return", refused, "15 Частичный выкуп = the rest of a partial purchase"),
		post("4", "transit", "Досылка почты", "forwarding", sent,
			"1 По заявлению пользователя = asked for", "2 Выбытие адресата по новому адресу = the addressee has moved", "3 Засылка = missent",
			"4 Запрещено САБ = banned by security", "5 Передача на временное хранение = to temporary storage", "6 Передача в невостребованные = to the unclaimed",
			"7 По техническим причинам = for technical reasons", "8 По согласованию с адресатом = agreed with the addressee",
			"9 Отсутствует ПЭП = no electronic signature", "10 Требуется оплата ТПО = the customs order is to be paid", "11 Дефектность отправления = defective",
			"12 Превышение габаритных размеров = too large", "13 Истечение срока хранения в АПС = storage in the locker ended",
			"14 Нет свободных ячеек = no free cell", "15 ПЭП подключен = electronic signature connected", "16 ТПО оплачен = the customs order is paid",
			"17 ПЭП подключен и ТПО оплачен = electronic signature connected, the customs order is paid",
			"18 По заявлению пользователя на конкретное РПО = asked for this item", "19 По заявлению адресата на все поступающие РПО = asked for all items",
		),
		post("5", "lost", "Невручение", "not handed out", none).because(stored),
		pairs("5", "lost", "Невручение", "not handed out", lost, "1 Утрачено = lost").end(),
		pairs("5", "seized", "Невручение", "not handed out", seized, "2 Изъято = seized").end(),
		pairs("5", "transit", "Невручение", "not handed out", sent, "3 Засылка = missent"),
		pairs("5", "customs", "Невручение", "not handed out", sent, "8 Решение таможни = decision of the customs"),
		pairs("5", "reserved", "Невручение", "not handed out", none, "9 (зарезервировано) = reserved").because(reserved),
		post("6", "arrived", "Хранение", "kept", arrived,
			"1 До востребования = poste restante", "2 На абонементный ящик = in a PO box", "3 Установленный срок хранения = the usual time",
			"4 Продление срока хранения по заявлению адресата = longer, as the addressee asked",
			"5 Продление срока хранения по заявлению отправителя = longer, as the sender asked",
		),
		post("7", "undeliverable", "Временное хранение", "temporary storage", none,
			"1 Нероздано = undistributed", "2 Невостребовано = unclaimed", "3 Содержимое запрещено к пересылке = forbidden contents",
			"4 Ожидает результаты экспертизы = awaits an expertise",
		).because(stored),
		post("8", "transit", "Обработка", "processing", sent,
			"0 Сортировка = sorting", "1 Покинуло место приёма = left the place of acceptance", "3 Прибыло в сортировочный центр = at the sorting centre",
			"4 Покинуло сортировочный центр = left the sorting centre", "5 Прибыло в место международного обмена = at the exchange office",
			"6 Покинуло место международного обмена = left the exchange office", "7 Прибыло в место транзита = at a place of transit",
			"8 Покинуло место транзита = left the place of transit", "11 Переадресовано в почтомат = redirected to a locker",
			"13 Прибыло на территорию РФ = in Russia", "17 Прибыло в ЦГП = at the centre of hybrid mail", "20 Покинуло место возврата/досылки = left the place of return or forwarding",
			"21 Уточнение адреса = the address is checked", "26 Зарегистрировано с новым номером = registered with a new number",
			"29 Находится на техническом исследовании = in a technical check", "30 Поступило в ЦГП = came to the centre of hybrid mail",
			"31 Покинуло ЦГП = left the centre of hybrid mail", "32 Направлено в УКД = sent to the couriers' unit", "34 До ввод данных = data are entered",
			"44 Сдано в СЦ = handed in at the sorting centre", "47 Приостановлена обработка по 115-ФЗ = stopped by law 115", "49 Направлено в пункт выдачи = sent to the pick-up point",
			"51 Фиксация веса после таможенного осмотра = weighed after the customs", "55 Ожидает закладку = waits to be put in a locker",
			"65 Отправление отсутствует = the item is missing", "70 Принято курьером для доставки в УКД = with a courier, to the couriers' unit",
			"71 Направлено в ОПС вручения = sent to the office of delivery", "72 Направлено в УОПК = sent to the unit of customers' parcels",
			"73 Прибыло в УОПК = at the unit of customers' parcels", "76 Вынужденная переадресация отправлений в ОПС = redirected to an office by force",
			"77 Принято курьером для доставки в СЦ = with a courier, to the sorting centre", "12 Изъято из почтомата = taken out of the locker",
			"64 Изъятие из АПШ/ААПС = taken out of the cabinet", "75 Забор из АПС = taken out of the locker",
		),
		pairs("8", "arrived", "Обработка", "processing", arrived,
			"2 Прибыло в место вручения = at the place of delivery", "9 Прибыло в почтомат = in the locker", "14 Прибыло в Центр выдачи посылок = at the parcel centre",
			"16 Доставлено для вручения электронно = to be handed out electronically", "19 Передача в кладовую хранения = in the store room",
			"39 Сдано в ПВЗ = at the pick-up point", "48 Присвоено место адресного хранения = on its shelf", "60 Заложено в ячейку АПШ/ААПС = in a cell of the cabinet",
			"62 Передано в клиентский зал = in the customers' hall", "74 Заложено в ячейку АПС = in a cell of the locker",
			"10 Истекает срок хранения в почтомате = storage in the locker ends soon", "23 Продление срока хранения = storage prolonged",
			"24 Направлено извещение = a notice was sent", "25 Доставлено извещение = a notice was delivered",
			"27 Истекает срок хранения (осталось 25 дней) = storage ends in 25 days", "28 Истекает срок хранения (осталось 5 дней) = storage ends in 5 days",
			"33 Истекает срок хранения (осталось 23 дня) = storage ends in 23 days", "35 Истекает срок хранения (осталось 10 дней) = storage ends in 10 days",
			"40 Истек срок хранения = storage ended", "42 Истекает срок хранения (остался 1 день) = storage ends in a day",
			"43 Истек срок хранения (осталось 2 дня) = storage ends in 2 days",
			"56 Хранение отправления в адресном ОПС 2 дня до окончания срока хранения = kept at the office, 2 days left",
			"57 Хранение отправления в адресном ОПС 5 дней после доставки в ОПС = kept at the office for 5 days",
			"58 Хранение отправления в адресном ПВЗ 5 дней = kept at the point for 5 days",
			"59 Хранение отправления в адресном ОПС 5 дней после доставки в ОПС = kept at the office for 5 days, once more",
		),
		pairs("8", "courier", "Обработка", "processing", sent,
			"15 Передано курьеру = with the courier", "18 Передано почтальону = with the postman", "22 Ожидает курьерской доставки = waits for the courier",
			"68 Передано курьеру для доставки в АПС = with a courier, to the locker", "69 Передано курьеру для доставки в ПВЗ = with a courier, to the pick-up point",
		),
		pairs("8", "info", "Обработка", "processing", none,
			"36 Зарегистрировано заявление на возврат = a return was asked for", "37 Зарегистрировано заявление отправителя на продление срока хранения = the sender asked for longer storage",
			"38 Зарегистрировано заявление адресата на продление срока хранения = the addressee asked for longer storage", "41 Возврат скомплектован = the return is put together",
			"45 Резерв = reserved", "46 Резерв = reserved", "50 Отправка запроса в Колл-центр = the call centre was asked", "52 Вручение разрешено = may be handed out",
			"53 Вручение не разрешено = may not be handed out", "54 Бронирование ячейки почтомата, отправление в очереди = waits for a cell of the locker",
			"61 Зарегистрировано заявление получателя на досыл = the recipient asked for forwarding", "63 Отправка заявки в КЦ = the call centre was asked",
			"66 Запрос согласия на вручение через а/я = asked whether the PO box may be used", "67 Согласие на вручение через а/я = the PO box may be used",
			"78 Запрос отмены = a cancellation was asked for",
		).because(info),
		post("9", "transit", "Импорт международной почты", "import", sent, "1 Поступило приписано = listed", "2 Поступило не приписано = not listed"),
		post("10", "transit", "Экспорт международной почты", "export", sent, "0"),
		post("11", "customs", "Приём на таможню", "at the customs", sent, "0"),
		attempts("12", "Неудачная попытка вручения", "failed attempt to hand out", sent, refused,
			"1 Временное отсутствие адресата = the addressee is absent", "2 Доставка отложена по просьбе адресата = postponed at the addressee's request",
			"3 Неполный адрес = incomplete address", "4 Неправильный адрес = wrong address", "5 Адресат выбыл = the addressee has left",
			"6 Отказ от получения = refused", "7 Обстоятельства непреодолимой силы = force majeure", "8 Иная = other",
			"9 Адресат заберет отправление сам = the addressee will collect it", "10 Нет адресата = no such addressee", "11 По техническим причинам = for technical reasons",
		),
		post("13", "transit", "Регистрация отправки", "dispatch registered", sent, "0"),
		post("14", "customs", "Таможенное оформление", "customs clearance", sent,
			"1 Выпущено таможней = released", "2 Возвращено таможней = returned by the customs", "3 Осмотрено таможней = inspected", "4 Отказ в выпуске = not released",
			"5 Направлено с таможенным уведомлением = sent with a notice", "6 Направлено с обязательной уплатой таможенных платежей = a duty is to be paid",
			"7 Требуется досмотр = an inspection is needed", "8 Выпуск приостановлен = release suspended", "9 Отказ в приеме на таможню = not taken in",
			"10 Проведен осмотр с использованием ТСТК = inspected with devices", "11 ТК в рамках СУР = control by risk", "12 Досмотр завершен = inspection done",
			"13 Выпуск разрешен. Таможенные платежи уплачены = released, duties paid", "14 Отказ в выпуске. Таможенные платежи не уплачены = not released, duties unpaid",
			"15 Таможенная декларация не прошла ФЛК = the declaration is not of the right form", "16 Выпущено таможней. Средства зарезервированы = released, money reserved",
			"17 Отказ в выпуске по решению должностного лица = not released, by an officer", "18 Требуется предъявление в ТО = to be shown to the customs",
			"19 Отказ в автоматическом выпуске = not released automatically", "20 Отказ в выпуске. Товары не предъявлены = not released, goods not shown",
			"21 Требуются результаты осмотра = results of an inspection are needed", "22 Возврат разрешен = may go back",
			"23 Отказ в выпуске возвращаемых товаров = may not go back", "24 Требуется рентген-контроль = to be X-rayed", "25 В убытии отказано = may not leave",
			"26 Убытие разрешено = may leave",
		),
		post("15", "undeliverable", "Передача на временное хранение", "given to temporary storage", none, "0").because(stored).end(),
		post("16", "lost", "Уничтожение", "destroyed", destroyed, "0").end(),
		post("17", "seized", "Оформление в собственность", "taken into ownership", seized, "0").end(),
		post("18", "lost", "Регистрация утраты", "loss registered", lost, "0").end(),
		post("19", "customs", "Таможенные платежи поступили", "duties paid", sent, "0"),
		post("20", "accepted", "Регистрация", "direct mail registered", sent, "0"),
		post("21", "delivered", "Доставка", "direct mail delivered", handedOut,
			"1 Доставлено в почтовый ящик = in the mailbox", "2 Доставлено в руки адресату под роспись = to the addressee, signed for",
			"3 Доставлено на ресепшн или секретариат под роспись = at the reception, signed for",
		).end(),
		post("22", "attempt", "Недоставка", "direct mail not delivered", sent,
			"1 Отсутствие п/я = no mailbox", "2 Отсутствие улицы, дома, квартиры = no such street, house or flat", "3 Несоответствие индекса ОПС выдачи = the index is not of this office",
			"4 Неверный адрес/адрес не существует = wrong address", "6 Нет доступа по адресу = no access", "7 Организация сменила адрес = the organisation has moved",
			"8 Адресат выбыл = the addressee has left", "9 Отправление не поместилось в п/я = too large for the mailbox",
		),
		pairs("22", "refused", "Недоставка", "direct mail not delivered", refused, "5 Отказ в получении = refused"),
		post("23", "undeliverable", "Поступление на временное хранение", "came to temporary storage", none, "0").because(stored),
		post("24", "customs", "Продление срока выпуска таможней", "held by the customs", sent,
			"1 Предъявить на ветеринарный контроль = for the veterinary", "2 Предъявить на фитосанитарный контроль = for the plant control",
			"3 Отбор проб и образцов = samples are taken", "4 Прочее = other", "5 Контакт с клиентом для запроса информации невозможен = the client cannot be reached",
			"1019 Запрещенные объекты = forbidden objects", "1020 Имеются ограничения на импортируемые вложения = import restrictions", "1050 Счет отсутствует = no invoice",
			"1051 Счет некорректен = wrong invoice", "1052 Сертификат отсутствует или некорректен = no certificate, or a wrong one", "1053 Сертификат некорректен = wrong certificate",
			"1054 Таможенная декларация отсутствует или некорректна = no declaration, or a wrong one", "1055 CN 22/23 некорректна = wrong CN 22/23",
			"1056 Вложения с высокой стоимостью - требуется ТД = of high value, a declaration is needed", "1057 Контакт с клиентом невозможен = the client cannot be reached",
			"1058 Ожидается передача в таможенный орган = to be given to the customs", "1059 Требуются данные НДС/Номер ввоза = VAT data are needed",
			"1060 Требуется сертификат для возвращенных вложений = a certificate of return is needed", "1061 Требуется форма перевода для банка = a form for the bank is needed",
			"1062 Некомплектная поставка = incomplete", "1063 Передано в таможенный орган = given to the customs",
			"1064 Задержано в таможенном органе без указания причины = held without a reason", "1065 Ожидается подтверждение стоимости от получателя = the recipient has to confirm the value",
			"1070 Имеются ограничения на экспортируемые вложения = export restrictions", "1073 Неполная или некорректная документация = papers are incomplete or wrong", "1099 Прочее = other",
		),
		post("25", "info", "Вскрытие", "opened", none, "0").because(info),
		post("26", "cancelled", "Отмена", "cancelled", none, "0", "1 Требование отправителя = the sender asked for it", "2 Ошибка оператора = a mistake of the operator").because(dropsOne),
		post("27", "registered", "Получена электронная регистрация", "electronic registration received", requested, "0"),
		post("28", "registered", "Присвоение идентификатора", "number assigned", requested, "0"),
		post("29", "transit", "Регистрация прохождения в ММПО", "passed the exchange office", sent, "0"),
		post("30", "transit", "Отправка SRM", "SRM sent", sent, "0"),
		post("31", "transit", "Обработка перевозчиком", "at the air carrier", sent,
			"1 Транспорт прибыл = arrived", "5 Бронирование подтверждено = booked", "6 Включено в план погрузки = planned", "7 Исключено из плана погрузки = no longer planned",
			"14 Транспортный участок завершен = leg completed", "21 Доставлено = at the next carrier, not at the client", "23 Почта в месте назначения = at the destination",
			"24 Погружено на борт = on board", "31 В пути = on the way", "40 Прибыло на склад перевозчика = at the carrier's store", "41 Перегрузка = transfer",
			"42 Передано другому перевозчику = given to another carrier", "43 Получено от другого перевозчика = taken from another carrier", "48 Погружено = loaded",
			"57 Не погружено = not loaded", "59 Выгружено = unloaded", "74 Принято к перевозке = taken", "82 Возвращено = given back",
		),
		post("32", "transit", "Поступление АПО", "at the air post office", sent, "0"),
		post("33", "transit", "Международная обработка", "international processing", sent,
			"1 Передано перевозчику = with the carrier", "2 Получено назначенным оператором = received by the operator", "3 Обработка назначенным оператором = processed by the operator",
		),
		post("34", "info", "Электронное уведомление загружено", "electronic notice of delivery loaded", none, "0").because(info),
		post("35", "attempt", "Отказ в курьерской доставке", "no delivery by courier", sent,
			"1 Не подлежащий доставке вид почтового отправления = not of this kind", "2 Превышение предельного веса, подлежащее доставке = too heavy",
			"3 Превышение габаритных размеров, подлежащее доставке = too large", "4 Дефектное почтовое отправление = defective", "5 Наличие Таможенного уведомления = has a customs notice",
			"6 Отсутствие Соглашения об обмене почтовыми отправлениями с наложенным платежом = no agreement on cash on delivery", "7 Возвращенное почтовое отправление = it goes back",
			"8 Превышение суммы наложенного платежа, подлежащей взиманию на дому = too much cash on delivery", "9 Неверно оформленные бланки или их отсутствие = forms are wrong or missing",
		),
		post("36", "info", "Уточнение вида оплаты доставки", "how the delivery is paid", none, "0 Включена в тариф = in the tariff", "1 Платная = to be paid", "2 Предоплаченная = prepaid").because(info),
		post("37", "registered", "Предварительное оформление", "registered beforehand", requested, "0"),
		post("38", "transit", "Задержка для уточнений у отправителя", "held, the sender is asked", sent,
			"4 Неправильный/нечитаемый/неполный адрес = the address is wrong, unreadable or incomplete", "13 По требованию отправителя = the sender asked for it", "25 Засыл отправления = missent",
		),
		post("39", "customs", "Предварительное таможенное декларирование", "preliminary declaration", sent,
			"1 Регистрация = registered", `2 Предварительное решение "выпуск разрешен" = preliminary release`, "3 Отказ в выпуске товаров. Требуется предъявление таможенному органу без осмотра = to be shown, without an inspection",
			"4 Отказ в выпуске товаров. Требуется предъявление таможенному органу с осмотром = to be shown and inspected", "5 Отказ в регистрации = not registered",
			"6 Отказ в выпуске. Товары не предъявлены = not released, goods not shown", "7 Данные от торговой площадки получены = data of the marketplace came", "8 Выпуск разрешен = released", "9 Отказ в выпуске = not released",
		),
		post("40", "customs", "Таможенный контроль", "customs control", sent, "1 Платежи уплачены = paid", "2 Уведомление о проведении контроля = a control is announced", "3 Отказ в выпуске по решению должностного лица = not released, by an officer"),
		post("41", "customs", "Обработка таможенных платежей", "duties are processed", sent,
			"1 Сумма платежа удержана УО = withheld by the operator", "2 Сумма платежа списана ФТС = taken by the customs", "3 Сумма платежа для удержания УО = to be withheld by the operator",
			"4 Сумма платежа удержана УО полностью = withheld by the operator in full", "5 Сумма платежа рассчитана УО = computed by the operator", "6 Сумма платежа удержана ФТС полностью = withheld by the customs in full",
		),
		attempts("42", "Вторая неудачная попытка вручения", "second failed attempt to hand out", sent, refused,
			"1 Временное отсутствие адресата = the addressee is absent", "2 Доставка отложена по просьбе адресата = postponed at the addressee's request",
			"3 Неполный адрес = incomplete address", "4 Неправильный/нечитаемый/неполный адрес = the address is wrong, unreadable or incomplete", "5 Адресат выбыл = the addressee has left",
			"6 Адресат отказался от отправления = refused", "7 Форс-мажор/непредвиденные обстоятельства = force majeure", "8 Иная = other",
			"9 Адресат заберет отправление сам = the addressee will collect it", "10 Адресат не доступен = the addressee cannot be reached", "11 Неудачная доставка = delivery failed",
		),
		post("43", "info", "Вручение разрешено", "may be handed out", none, "0").because(info),
		post("44", "refused by the Post", "Отказ в приёме", "not accepted", notTaken,
			"1 Нарушение применения тарифов = wrong tariff", "2 Несоответствие фактической массы = another weight", "3 Несоответствие оформления = wrong form",
			"4 Нечитаемый ШИ = the barcode cannot be read", "5 Повреждение упаковки = the package is damaged", "6 Нарушение подлинности ГЗПО = wrong postage",
			"7 Штрих-код РПО был отсканирован ранее = the barcode was scanned before", "8 Ошибка в адресе = wrong address", "9 Превышение габаритов = too large",
			"10 Некорректный индекс отправителя = wrong index of the sender", "11 Некорректный ЗОО = wrong order of the services", "12 Отсутствует отправление = the item is missing",
			"13 Несоответствие вложения = other contents", "14 Возврат по условиям договора = given back by the contract", "15 Распоряжение ЭТП = order of the marketplace",
		),
		post("45", "info", "Отказ от отправки электронного уведомления получателем", "the recipient wants no electronic notice", none, "0").because(info),
		post("46", "cancelled", "Отмена присвоения идентификатора", "number cancelled", withTheShop, "0").end(),
	)...), sourced("third-party clients", joined(
		post("47", "info", "Подтверждение возможности приёма", "can be accepted", none, "0").because(info),
		post("48", "partial", "Частичное вручение", "handed out in part", partly, "0"),
		post("49", "info", "Отказ в продлении срока хранения", "storage is not prolonged", none,
			"1 Отправление уже вручено = already handed out", "2 Заявка на продление срока хранения получена повторно = asked for before",
			"3 Заявка на продление срока хранения подана позже, чем за 24 часа окончания нормативного срока хранения = asked for too late",
			"4 Наличие дебиторской задолженности по корпоративному клиенту = the client owes money", "5 Наличие запрета со стороны Компании дистанционной торговли (интернет-магазина) на продление срока хранения = the shop forbids it",
			"6 ПВЗ закрыт = the point is closed",
		).because(info),
		post("50", "transit", "Неудачная доставка в АПС", "not put in the locker", sent,
			"1 АПС отсутствует = no locker", "2 АПС не работает = it does not work", "3 К АПС нет доступа = no access", "4 Курьер не успел = the courier was late",
			"5 Нет свободных ячеек в АПС = no free cell", "6 Курьер не смог совершить закладку = the courier could not", "7 Размер открывшейся ячейки меньше размера отправления = the cell is too small",
			"8 Ячейка не открывается, сломана = the cell is broken",
		),
		post("51", "transit", "Неудачная доставка в ПВЗ", "not brought to the point", sent,
			"1 ПВЗ закрыт временно = closed for some time", "2 ПВЗ закрыт постоянно = closed for good", "3 Отказ ПВЗ в приеме = refused by the point", "4 Курьер не успел = the courier was late",
			"5 Отправление отсутствует = the item is missing", "6 Засыл = missent",
		),
		post("52", "info", "Отказ в резервировании ячейки АПС", "no cell reserved", none, "0").because(info),
		post("53", "info", "Бронирование интервала доставки", "time of delivery booked", none,
			"1 Назначен интервал доставки при поступлении в место вручения = on arrival", "2 Назначен интервал доставки при оформлении отправления интернет-магазином = by the shop", "3 Назначен интервал доставки адресатом = by the addressee",
		).because(info),
		post("54", "info", "Изменение (перебронирование) интервала доставки", "time of delivery changed", none, "1 Перенос по согласованию с клиентом = agreed with the client", "2 Перенос по инициативе Почты России = by the Post").because(info),
		post("55", "info", "Отказ от бронирования интервала доставки", "time of delivery given up", none,
			"1 Возврат отправителю = it goes back", "2 Самостоятельный забор = the addressee collects it", "3 Техническая причина = for technical reasons", "4 Нарушен срок сдачи отправителем = the sender was late",
			"5 Отмена заявки на доставку клиентом = the client cancelled", "6 Отправление не прибыло в место вручения = it did not arrive",
		).because(info),
		post("56", "arrived", "Возврат в адресное ОПС", "back at the office of delivery", arrived, "1 Адресат оставил РПО в ячейке ААПС = the addressee left it in the cell"),
		post("57", "transit", "Отказ закладки в АПС", "not put in the locker", sent, "0"),
		post("58", "info", "Изменение способа вручения ММО", "a consignment is handed out in another way", none, "0").because(info),
		post("59", "info", "Регистрация внешнего идентификатора", "number of another system", none, "0").because(info),
		post("60", "transit", "Неудачное изъятие из АПС", "not taken out of the locker", sent,
			"1 Ячейка АПС пуста = the cell is empty", "2 Ячейка АПС не открылась = the cell did not open", "3 АПС не работает = it does not work", "4 К АПС нет доступа = no access", "5 Дефектное отправление = defective",
		),
		post("61", "transit", "Передано ведомственному перевозчику", "with the line carrier", sent, "0"),
		post("62", "returned", "Возвращено клиенту", "given back to the sender", cameBack, "0").end(),
		post("63", "info", "НП оплачен", "cash on delivery paid", none, "0").because(info),
		post("1027", "missing", "Недостача", "shortage", none,
			"1 Отсутствие в ёмкости = not in the container", "2 Отсутствие при инвентаризации = not there at the stocktaking", "3 При приеме с транспортного средства = not on the vehicle", "4 Отсутствие в наличии в ОСП = not at the unit",
		).because(missing),
	)...))
})

// operations are rows of Russian Post.
type operations []Row

// post returns the row of a type, for attributes that are not listed, and those of its pairs.
func post(code, phase, ru, en string, means Meaning, attributes ...string) operations {
	alone := row(AxisShipment, code, phase, ruEN(ru, en), means).reads()
	return append(operations{alone}, pairs(code, phase, ru, en, means, attributes...)...)
}

// pairs returns the rows of the pairs of a type, each attribute as "2 русский = English"; "0" alone has no name.
func pairs(code, phase, ru, en string, means Meaning, attributes ...string) (out operations) {
	for _, a := range attributes {
		n, names, named := strings.Cut(a, " ")
		both := ruEN(ru, en)
		if named {
			own, gloss, _ := strings.Cut(names, " = ")
			both = ruEN(ru+": "+own, en+": "+gloss)
		}
		out = append(out, row(AxisShipment, code+"/"+n, phase, both, means).reads())
	}
	return out
}

// attempts returns the rows of failed attempts to hand out. The attributes from 12 are the same for both types. The
// parcel waits for another attempt, or for its return, unless it was refused.
func attempts(code, ru, en string, waits, refused Meaning, attributes ...string) operations {
	all := post(code, "attempt", ru, en, waits, append(attributes,
		"12 Истек срок хранения в почтомате = storage in the locker ended", "13 По требованию отправителя = the sender asked for it",
		"14 Отправление повреждено и/или без вложения = damaged or empty", "15 В ожидании оплаты сбора = a fee is to be paid", "16 Адресат переехал = the addressee has moved",
		"17 У адресата есть абонентский ящик = the addressee has a PO box", "18 Нет доставки на дом = no delivery to the door", "19 Не отвечает таможенным требованиям = not as the customs demand",
		"20 Неполные/недостаточные/неверные документы = papers are incomplete or wrong", "21 Невозможно связаться с клиентом = the client cannot be reached",
		"22 Адресат бастует = the addressee is on strike", "23 Запрещенные вложения – отправление не доставлено = forbidden contents", "24 Отказ в импорте – запрещенные вложения = not imported, forbidden contents",
		"25 Засыл отправления = missent", "26 За смертью получателя = the recipient has died", "27 Национальный праздник = a holiday", "28 Утрата = lost",
		"29 По распоряжению адресата = as the addressee ordered", "30 Несоответствие возраста получателя 18+ = the recipient is under age",
	)...)
	for i := range all {
		if all[i].Code == code+"/6" {
			all[i].Means, all[i].Category = refused, "refused"
		}
	}
	return all
}

// because says why the rows have no meaning.
func (o operations) because(why string) operations {
	for i := range o {
		o[i].Silent = why
	}
	return o
}

// end marks that nothing follows.
func (o operations) end() operations {
	for i := range o {
		o[i].Final = true
	}
	return o
}

func joined(all ...operations) (out []Row) {
	for _, o := range all {
		out = append(out, o...)
	}
	return out
}
