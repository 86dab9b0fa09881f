package status

import "sync"

// CDEK returns the table of CDEK (СДЭК), API v2, with the spellings of orders, of webhooks and of older documents.
//
// The meanings are those of an order to a buyer. Returned goods travel with a separate CDEK order through the same
// statuses, so that its DELIVERED means that the shop has them; carriers/cdek translates those.
//
// CREATED means requested, not sent: CDEK has accepted the order, and the shop still has the goods. After INVALID and
// REMOVED the shop has the goods too and may request another parcel. A reason comes with NOT_DELIVERED, and reason 20
// with DELIVERED. Assumed, not documented: that goods wait for the buyer at ENTERED_TO_WAREHOUSE_ON_DEMAND, and the
// meanings of the two POSTOMAT codes.
func CDEK() *Table { return cdek() }

var cdek = sync.OnceValue(func() *Table {
	const buyer, seller, carrier = PartyBuyer, PartyMerchant, PartyCarrier
	var (
		withTheShop     = Meaning{Shipment: ShipmentAssembling}
		requested       = Meaning{Shipment: ShipmentRequested}
		sent            = Meaning{Shipment: ShipmentSent}
		arrived         = Meaning{Shipment: ShipmentArrived}
		handedOut       = Meaning{Shipment: ShipmentHandedOut}
		partlyHandedOut = Meaning{Shipment: ShipmentPartlyHandedOut}
		comingBack      = Meaning{Shipment: ShipmentComingBack}
	)
	is := func(code, phase, ru, en string, m Meaning) Row {
		return row(AxisShipment, code, phase, ruEN(ru, en), m).reads()
	}
	because := func(code, ru, en string, m Meaning) Row {
		return row(AxisSubStatus, code, "", ruEN(ru, en), m).reads()
	}

	return mustTable("cdek", "2026-01-17",
		sourced("appendices 1 and 15, statuses of orders",
			is("ACCEPTED", "new", "Принят", "request accepted, deep validation runs", requested).passing(),
			is("CREATED", "new", "Создан", "created in CDEK, validated", requested),
			is("INVALID", "invalid", "Некорректный заказ", "wrong data, order will never exist", withTheShop.With(Meaning{Reason: ReasonNotAcceptable, Party: carrier})).ends(),
			is("REMOVED", "cancelled", "Удален", "cancelled by the shop before arriving at the sender warehouse", withTheShop).ends(),
			is("RECEIVED_AT_SHIPMENT_WAREHOUSE", "accepted", "Принят на склад отправителя", "taken in at the sender-city warehouse", sent),
			is("READY_TO_SHIP_AT_SENDING_OFFICE", "transit", "Выдан на отправку в г. отправителе", "issued for dispatch in sender city", sent),
			is("READY_FOR_SHIPMENT_IN_TRANSIT_CITY", "transit", "Выдан на отправку в г. транзите", "issued for dispatch (sender or transit city)", sent),
			is("READY_FOR_SHIPMENT_IN_SENDER_CITY", "transit", "Готов к отправке в г. отправителе", "ready for dispatch in sender city", sent),
			is("RETURNED_TO_SENDER_CITY_WAREHOUSE", "transit", "Возвращен на склад отправителя", "back in sender-city warehouse (the carrier did not take it): not a return to the shop", sent),
			is("PASSED_TO_CARRIER_AT_SENDING_OFFICE", "transit", "Сдан перевозчику в г. отправителе", "handed to line-haul in sender city", sent),
			is("TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", "transit", "Сдан перевозчику в г. отправителе", "handed to line-haul in sender city", sent),
			is("SEND_TO_TRANSIT_OFFICE", "transit", "Отправлен в г. транзит", "sent to transit city", sent),
			is("SENT_TO_TRANSIT_CITY", "transit", "Отправлен в г. транзит", "sent to transit city", sent),
			is("MET_AT_TRANSIT_OFFICE", "transit", "Встречен в г. транзите", "met in transit city", sent),
			is("ACCEPTED_IN_TRANSIT_CITY", "transit", "Встречен в г. транзите", "met in transit city", sent),
			is("ACCEPTED_AT_TRANSIT_WAREHOUSE", "transit", "Принят на склад транзита", "taken in at transit warehouse", sent),
			is("RETURNED_TO_TRANSIT_WAREHOUSE", "transit", "Возвращен на склад транзита", "back in transit warehouse: not a return", sent),
			is("READY_TO_SHIP_IN_TRANSIT_OFFICE", "transit", "Выдан на отправку в г. транзите", "issued for dispatch in transit city", sent),
			is("PASSED_TO_CARRIER_AT_TRANSIT_OFFICE", "transit", "Сдан перевозчику в г. транзите", "handed to line-haul in transit city", sent),
			is("TAKEN_BY_TRANSPORTER_FROM_TRANSIT_CITY", "transit", "Сдан перевозчику в г. транзите", "handed to line-haul in transit city", sent),
			is("SENT_TO_SENDER_CITY", "transit", "Отправлен в г. отправитель", "sent to sender city", sent),
			is("MET_AT_SENDING_OFFICE", "transit", "Встречен в г. отправителе", "met in sender city", sent),
			is("ACCEPTED_IN_SENDER_CITY", "transit", "Встречен в г. отправителе", "met in sender city", sent),
			is("SENT_TO_RECIPIENT_CITY", "transit", "Отправлен в г. получатель", "sent to recipient city", sent),
			is("MET_AT_RECIPIENT_OFFICE", "transit", "Встречен в г. получателе", "met in recipient city", sent),
			is("ACCEPTED_IN_RECIPIENT_CITY", "transit", "Встречен в г. получателе", "met in recipient city", sent),
			is("ACCEPTED_AT_RECIPIENT_CITY_WAREHOUSE", "transit", "Принят на склад доставки", "at delivery warehouse, waits for the courier", sent),
			is("ACCEPTED_AT_PICK_UP_POINT", "arrived", "Принят на склад до востребования", "at the pick-up point, waits for the client", arrived),
			is("TAKEN_BY_COURIER", "courier", "Выдан на доставку", "with the courier", sent),
			is("RETURNED_TO_RECIPIENT_CITY_WAREHOUSE", "transit", "Возвращен на склад доставки", "delivery attempt failed, a new one follows: not a return", sent),
			is("DELIVERED", "delivered", "Вручен", "handed to the recipient (reason 20 = partly)", handedOut).ends(),
			is("NOT_DELIVERED", "failed", "Не вручен", "refused, not collected or lost; the goods go back, the reason says why", comingBack).ends(),
			is("ENTERED_TO_OFFICE_TRANSIT_WAREHOUSE", "transit", "Поступил в г. транзита", "arrived in transit city", sent),
			is("ENTERED_TO_DELIVERY_WAREHOUSE", "transit", "Поступил на склад доставки", "arrived at delivery warehouse (door order)", sent),
			is("ENTERED_TO_WAREHOUSE_ON_DEMAND", "arrived", "Поступил на склад до востребования", "arrived at recipient-city warehouse (office order)", arrived),
			is("IN_CUSTOMS_INTERNATIONAL", "transit", "Таможенное оформление в стране отправления", "customs, origin", sent),
			is("SHIPPED_TO_DESTINATION", "transit", "Отправлено в страну назначения", "sent to destination country", sent),
			is("PASSED_TO_TRANSIT_CARRIER", "transit", "Передано транзитному перевозчику", "given to transit carrier", sent),
			is("IN_CUSTOMS_LOCAL", "transit", "Таможенное оформление в стране назначения", "customs, destination", sent),
			is("CUSTOMS_COMPLETE", "transit", "Таможенное оформление завершено", "customs done", sent),
			is("POSTOMAT_POSTED", "arrived", "Заложен в постамат", "put in the locker, waits for the client", arrived),
			is("POSTOMAT_SEIZED", "failed", "Изъят из постамата курьером", "storage expired, taken from the locker, goes back; NOT_DELIVERED follows, as far as is known", comingBack),
			is("POSTOMAT_RECEIVED", "delivered", "Изъят из постамата клиентом", "taken from the locker by the client; DELIVERED follows, as far as is known", handedOut),
		),
		sourced("older documents and clients",
			is("RECEIVED_AT_SENDER_WAREHOUSE", "accepted", "Принят на склад отправителя", "taken in at the sender-city warehouse", sent),
			is("RETURNED_TO_SENDER_WAREHOUSE", "transit", "Возвращен на склад отправителя", "back in sender-city warehouse (the carrier did not take it): not a return to the shop", sent),
			is("ACCEPTED_TO_OFFICE_TRANSIT_WAREHOUSE", "transit", "Принят на склад транзита", "taken in at transit warehouse", sent),
			is("SEND_TO_SENDING_OFFICE", "transit", "Отправлен в г. отправитель", "sent to sender city", sent),
			is("SEND_TO_RECIPIENT_OFFICE", "transit", "Отправлен в г. получатель", "sent to recipient city", sent),
			is("ARRIVED_AT_RECIPIENT_CITY", "transit", "Встречен в г. получателе", "met in recipient city", sent),
			is("ACCEPTED_AT_DELIVERY_WAREHOUSE", "transit", "Принят на склад доставки", "at delivery warehouse, waits for the courier", sent),
			is("ACCEPTED_AT_WAREHOUSE_ON_DEMAND", "arrived", "Принят на склад до востребования", "at the pick-up point, waits for the client", arrived),
			is("ISSUED_FOR_DELIVERY", "courier", "Выдан на доставку", "with the courier", sent),
			is("RETURNED_TO_DELIVERY_WAREHOUSE", "transit", "Возвращен на склад доставки", "delivery attempt failed, a new one follows: not a return", sent),
		),
		// Beside NOT_DELIVERED and DELIVERED. 28 to 30 are not documented.
		sourced("appendix of reasons, status_reason_code",
			because("1", "Возврат, неверный адрес", "wrong address", Meaning{Reason: ReasonHandoverImpossible, Party: buyer}),
			because("2", "Возврат, не дозвонились", "recipient not reached by phone", Meaning{Reason: ReasonNoContact, Party: buyer}),
			because("3", "Возврат, адресат не проживает", "addressee does not live there", Meaning{Reason: ReasonHandoverImpossible, Party: buyer}),
			because("4", "Возврат, вес отличается от заявленного более, чем на X г.", "weight differs", Meaning{Reason: ReasonNotAcceptable, Party: seller}),
			because("5", "Возврат, фактически нет отправления (на бумаге есть)", "parcel exists only on paper", Meaning{Reason: ReasonNotAcceptable, Party: seller}),
			because("6", "Возврат, дубль номера заказа в одном акте приема-передачи", "duplicate order number in an act", Meaning{Reason: ReasonDuplicate, Party: seller}),
			because("7", "Возврат, не доставляем в данный город/регион", "no delivery there", Meaning{Reason: ReasonHandoverImpossible, Party: carrier}),
			because("8", "Возврат, повреждение упаковки, при приемке от отправителя", "damaged at acceptance", Meaning{Reason: ReasonDamaged, Party: seller}),
			because("9", "Возврат, повреждение упаковки, у перевозчика", "damaged at line-haul", Meaning{Reason: ReasonDamaged, Party: carrier}),
			because("10", "Возврат, повреждение упаковки, на нашем складе/доставке у курьера", "damaged at CDEK", Meaning{Reason: ReasonDamaged, Party: carrier}),
			because("11", "Возврат, отказ от получения: Без объяснения", "refused, no explanation (also set by a refusal)", Meaning{Reason: ReasonBuyerRefused, Party: buyer}),
			because("12", "Возврат, отказ от получения: Претензия к качеству товара", "refused: quality", Meaning{Reason: ReasonDefect, Party: seller}),
			because("13", "Возврат, отказ от получения: Недовложение", "refused: items missing", Meaning{Reason: "items-missing", Party: seller}),
			because("14", "Возврат, отказ от получения: Пересорт", "refused: wrong items", Meaning{Reason: ReasonWrongItem, Party: seller}),
			because("15", "Возврат, отказ от получения: Не устроили сроки", "refused: too late", Meaning{Reason: ReasonDeliveryUnsuitable, Party: carrier}),
			because("16", "Возврат, отказ от получения: Уже купил", "refused: already bought", Meaning{Reason: ReasonBoughtElsewhere, Party: buyer}),
			because("17", "Возврат, отказ от получения: Передумал", "refused: changed mind", Meaning{Reason: ReasonUnwanted, Party: buyer}),
			because("18", "Возврат, отказ от получения: Ошибка оформления", "refused: order made by mistake", Meaning{Reason: ReasonBuyerRefused, Party: buyer}),
			because("19", "Возврат, отказ от получения: Повреждение упаковки, у получателя", "refused: damaged package", Meaning{Reason: ReasonDamaged}),
			because("20", "Частичная доставка", "partial delivery", partlyHandedOut),
			because("21", "Возврат, отказ от получения: Нет денег", "refused: no money", Meaning{Reason: ReasonBuyerRefused, Party: buyer}),
			because("22", "Возврат, отказ от получения: Товар не подошел/не понравился", "refused: did not fit/like", Meaning{Reason: ReasonUnwanted, Party: buyer}),
			because("23", "Возврат, истек срок хранения", "storage expired", Meaning{Reason: "not-collected", Party: buyer}),
			because("24", "Возврат, не прошел таможню", "customs failed", Meaning{Reason: "customs", Party: carrier}),
			because("25", "Возврат, является коммерческим грузом", "commercial cargo", Meaning{Reason: ReasonNotAcceptable, Party: seller}),
			because("26", "Утерян", "lost", Meaning{Shipment: ShipmentLost, Reason: ReasonLost, Party: carrier}),
			because("27", "Не востребован, утилизация", "unclaimed, destroyed", Meaning{Shipment: ShipmentLost, Reason: "destroyed", Party: buyer}),
			because("31", "Возврат, по запросу отправителя", "on sender's request", Meaning{Reason: ReasonMerchantLate, Party: seller}),
			because("32", "Возврат, по запросу плательщика", "on payer's request", Meaning{Reason: ReasonReturned}),
			because("33", "СНТ не получено, возврат отправителю", "the accompanying СНТ was not received", Meaning{Reason: ReasonNotAcceptable, Party: seller}),
			because("34", "Передать информацию в КЛС CDEK Shopping. Истек срок хранения", "CDEK Shopping, storage expired", Meaning{Reason: "not-collected", Party: buyer}),
		),
	)
})
