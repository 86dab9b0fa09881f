package status

import "sync"

// NovaPoshta returns the table of Nova Poshta (Нова Пошта), API 2.0: the codes of tracking.
//
// The meanings are those of a parcel to a buyer. Returned goods travel with a waybill of their own through the same
// statuses, so that its 9 means that the shop has them.
//
// 1 means requested, not sent: the waybill exists, and the shop still has the goods. After 2 the shop has the goods too
// and may request another parcel.
//
// Two codes have no meaning, and hold. 3 comes for a number that does not exist, and for the first minutes also for one
// that was made just now: only one that stays for a day is missing. 106 reads as received, with a waybill for what goes
// back: that may be documents or money, and the parcel is received, or the goods, and it comes back. Those who use the
// API read it in both ways, so a person decides; "RedeliveryNum" and "LastCreatedOnTheBasisDocumentType" of the answer
// show what goes back.
//
// The Ukrainian names are the vendor's, without the names of cities and dates that stand in them; those of 15, 107 and
// 124 and all Russian ones are translations. 14 and 108 are in no document of today. Older clients know 107 as charged
// storage; in both readings the parcel waits at a branch. Assumed, not documented: that 12 comes after the goods were
// handed over, and that goods whose storage has ended come back.
func NovaPoshta() *Table { return novaPoshta() }

var novaPoshta = sync.OnceValue(func() *Table {
	var (
		withTheShop = Meaning{Shipment: ShipmentAssembling}
		requested   = Meaning{Shipment: ShipmentRequested}
		sent        = Meaning{Shipment: ShipmentSent}
		arrived     = Meaning{Shipment: ShipmentArrived}
		handedOut   = Meaning{Shipment: ShipmentHandedOut}
		refused     = Meaning{Shipment: ShipmentComingBack, Reason: ReasonBuyerRefused, Party: PartyBuyer}
		lost        = Meaning{Shipment: ShipmentLost, Reason: "destroyed", Party: PartyCarrier}
		uncollected = Meaning{Shipment: ShipmentComingBack, Reason: "not-collected", Party: PartyBuyer}
	)
	is := func(code, phase, uk, ru, en string, m Meaning) Row {
		return row(AxisShipment, code, phase, Names{UK: uk, RU: ru, EN: en}, m).reads()
	}
	open := func(code, phase, uk, ru, en, why string) Row {
		r := is(code, phase, uk, ru, en, Meaning{})
		r.Silent = why
		return r
	}

	return mustTable("novaposhta", "2026-10-04",
		sourced("TrackingDocument.getStatusDocuments, list of statuses",
			is("1", "new", "Відправник самостійно створив цю накладну, але ще не надав до відправки", "Отправитель сам создал накладную, но ещё не передал отправление", "waybill made, not handed over", requested),
			is("2", "cancelled", "Видалено", "Удалено", "waybill deleted before the hand-over", withTheShop).ends(),
			open("3", "unknown", "Номер не знайдено", "Номер не найден", "number not found", "also comes for a waybill that was made just now; missing only if it stays for a day"),
			is("4", "transit", "Відправлення у місті відправника (міжобласні)", "Отправление в городе отправителя (межобластное)", "in the city of the sender, to another region", sent),
			is("41", "transit", "Відправлення у місті (локал стандарт / локал експрес)", "Отправление в городе (локал стандарт / локал экспресс)", "in the city, which is the recipient's too", sent),
			is("5", "transit", "Відправлення прямує до міста одержувача", "Отправление следует в город получателя", "on the way to the city of the recipient", sent),
			is("6", "transit", "Відправлення у місті одержувача, очікуйте повідомлення про прибуття", "Отправление в городе получателя, ожидайте сообщения о прибытии", "in the city of the recipient, not at the branch yet", sent),
			is("7", "arrived", "Прибув на відділення", "Прибыло в отделение", "at the branch, waits for the recipient", arrived),
			is("8", "arrived", "Прибув на відділення (завантажено в Поштомат)", "Прибыло (загружено в почтомат)", "in the locker, waits for the recipient", arrived),
			is("9", "delivered", "Відправлення отримано", "Отправление получено", "received", handedOut).ends(),
			is("10", "delivered", "Відправлення отримано. Протягом доби ви одержите SMS-повідомлення про надходження грошового переказу", "Отправление получено. В течение суток придёт SMS о денежном переводе", "received, money on the way to the sender (11 follows)", handedOut),
			is("11", "delivered", "Відправлення отримано. Грошовий переказ видано одержувачу", "Отправление получено. Денежный перевод выдан", "received, money paid out to the sender", handedOut).ends(),
			is("12", "transit", "Нова Пошта комплектує ваше відправлення", "Новая Почта комплектует отправление", "being put together at Nova Poshta", sent),
			is("15", "transit", "Відправлення прямує до України", "Отправление следует в Украину", "on the way to Ukraine", sent),
			is("101", "courier", "На шляху до одержувача", "На пути к получателю", "with the courier", sent),
			is("102", "failed", "Відмова від отримання (Відправником створено замовлення на повернення)", "Отказ от получения (отправитель создал заявку на возврат)", "refused, and a return is ordered", refused),
			is("103", "failed", "Відмова одержувача (отримувач відмовився від відправлення)", "Получатель отказался от отправления", "refused by the recipient", refused),
			is("104", "transit", "Змінено адресу", "Изменён адрес", "redirected to another address", sent),
			is("105", "failed", "Припинено зберігання", "Прекращено хранение", "storage ended, not collected", uncollected),
			open("106", "ambiguous", "Одержано і створено ЄН зворотньої доставки", "Получено, создана накладная обратной доставки", "received, and a waybill was made for what goes back", "two readings: received, and documents or money go back; or the goods come back"),
			is("107", "arrived", "Переміщено до основного відділення", "Перемещено в основное отделение", "moved from a pick-up point to the main branch; in older clients: waits, storage is charged", arrived),
			is("111", "courier", "Невдала спроба доставки через відсутність Одержувача на адресі або зв'язку з ним", "Неудачная попытка доставки: получателя нет на месте или с ним нет связи", "the courier did not meet the recipient; another attempt follows", sent),
			is("112", "courier", "Дата доставки перенесена Одержувачем", "Получатель перенёс дату доставки", "the recipient chose another day", sent),
			is("124", "lost", "Знищено внаслідок ворожої атаки", "Уничтожено в результате вражеской атаки", "destroyed by an enemy attack", lost).ends(),
		),
		sourced("third-party clients",
			is("14", "arrived", "Передано до огляду отримувачу", "Передано получателю для осмотра", "the recipient looks at the goods", arrived),
			is("108", "failed", "Відмова одержувача", "Отказ получателя", "refused by the recipient", refused),
		),
	)
})
