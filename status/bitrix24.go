package status

import "sync"

// Bitrix24 returns the table of a Bitrix24 portal that was set up for orders: the stages of deals (without the prefix
// of their funnel), of the goods, of shipments and of return blocks.
//
// The stages are our own, so that the codes are those of the set-up and not of the vendor; the vendor gives NEW, WON,
// LOSE, and NEW, SUCCESS, FAIL of a smart process, which cannot be deleted. A stage that a merchant adds is unknown,
// and a deal that is moved there holds. Rows without a meaning are buttons: people move an item there to ask for
// something.
func Bitrix24() *Table { return bitrix24() }

var bitrix24 = sync.OnceValue(func() *Table {
	deal := func(code string, n Names, s OrderState) Row { return row(AxisOrder, code, "", n, orderIs(s)).writes() }
	goods := func(code string, n Names, s ItemState) Row { return row(AxisItem, code, "", n, itemIs(s)).writes() }
	parcel := func(code string, n Names, s ShipmentState) Row {
		return row(AxisShipment, code, "", n, Meaning{Shipment: s}).writes()
	}
	block := func(code string, n Names, m Meaning) Row { return row(AxisReturn, code, "", n, m) }
	button := func(axis Axis, code string, n Names, asks string) Row {
		return row(axis, code, "", n, Meaning{}).reads().silent(asks)
	}

	return mustTable("bitrix24", "2026-11-30",
		sourced("System.Setup, the funnel",
			deal("NEW", Names{"Ожидает оплаты", "Очікує оплати", "Oczekuje na płatność", "awaiting payment"}, OrderAwaitingPayment).
				or(OrderAwaitingConfirmation, OrderNew, OrderInWork, OrderAwaitingConsent, OrderConfirmed, OrderPartlyConfirmed),
			deal("PAID", Names{"Заказ оплачен", "Замовлення оплачено", "Zamówienie opłacone", "order paid"}, OrderPaid),
			deal("ASSEMBLING", Names{"Собирается", "Комплектується", "Kompletowane", "being assembled"}, OrderAssembling).or(OrderPacked),
			deal("DELIVERING", Names{"Доставляется", "Доставляється", "W doręczeniu", "on the way"}, OrderHandedToCarrier).or(OrderOutWithCourier, OrderArrived),
			deal("WON", Names{"Выдан", "Видано", "Wydane", "handed out"}, OrderCompleted).or(OrderDelivered, OrderPartlyDelivered).ends(),
			row(AxisOrder, "LOSE", "", Names{"Отменён", "Скасовано", "Anulowane", "cancelled"}, orderIs(OrderCancelled)).writes("").or(OrderRefused, OrderReturned).ends(),
		),
		sourced("System.Setup, «Позиция заказа»",
			goods("NEW", Names{"Новый", "Новий", "Nowy", "new"}, ItemNew).or(ItemConfirmed),
			goods("REQUESTED", Names{"Товар запрошен", "Товар запитано", "Towar zamówiony", "requested"}, ItemRequested),
			goods("ASSEMBLING", Names{"Собирается", "Комплектується", "Kompletowany", "being assembled"}, ItemAssembling).or(ItemPacked),
			goods("CENTRAL", Names{"Отправлен на центральный склад", "Відправлено на центральний склад", "Wysłany do magazynu centralnego", "sent to the central warehouse"}, ItemSentToCentral),
			goods("REMARKING", Names{"Перемаркировка", "Перемаркування", "Ponowne znakowanie", "being marked anew"}, ItemRemarking),
			goods("SENT", Names{"Отправлен на пункт выдачи / передан курьеру", "Відправлено на пункт видачі / передано кур’єру", "Wysłany do punktu odbioru / przekazany kurierowi", "sent to the pick-up point or handed to the courier"}, ItemSent).or(ItemArrived),
			goods("RETURNING", Names{"К возврату", "До повернення", "Do zwrotu", "to be returned"}, ItemReturning).or(ItemRefused),
			goods("SUCCESS", Names{"Выдан", "Видано", "Wydany", "handed out"}, ItemHandedOut).ends(),
			goods("RETURNED", Names{"Возвращен", "Повернено", "Zwrócony", "returned"}, ItemReturned).ends(),
			goods("LOST", Names{"Утрачен", "Втрачено", "Zaginął", "lost"}, ItemLost).ends(),
			row(AxisItem, "FAIL", "", Names{"Отменён", "Скасовано", "Anulowany", "cancelled"}, itemIs(ItemCancelled)).writes("").ends(),
		),
		sourced("System.Setup, «Отгрузка»",
			parcel("NEW", Names{"Собирается", "Комплектується", "Kompletowana", "being assembled"}, ShipmentAssembling).or(ShipmentRequested),
			button(AxisShipment, "REQUEST", Names{"Создать заявку", "Створити заявку", "Utwórz zlecenie", "ask the carrier"}, "people ask for the carrier's request"),
			parcel("SENT", Names{"Отправлено", "Відправлено", "Wysłana", "sent"}, ShipmentSent),
			parcel("ARRIVED", Names{"Доставлено", "Доставлено", "Dostarczona", "at the pick-up point"}, ShipmentArrived),
			parcel("BACK", Names{"Возвращается", "Повертається", "Wraca", "on the way back"}, ShipmentComingBack),
			parcel("SUCCESS", Names{"Выдана", "Видано", "Wydana", "handed out"}, ShipmentHandedOut).or(ShipmentPartlyHandedOut).ends(),
			parcel("CAMEBACK", Names{"Вернулась", "Повернулася", "Wróciła", "came back"}, ShipmentCameBack).ends(),
			parcel("LOST", Names{"Утрачена", "Втрачено", "Zaginęła", "lost"}, ShipmentLost).ends(),
			parcel("FAIL", Names{"Отменена", "Скасовано", "Anulowana", "cancelled"}, ShipmentCancelled).ends(),
		),
		sourced("System.Setup, «Возврат»",
			block("NEW", Names{"К возврату", "До повернення", "Do zwrotu", "to be returned"}, Meaning{Money: MoneyOwed}).writes().or(MoneySent, MoneyInDoubt, MoneyRefused),
			button(AxisReturn, "REFUND", Names{"Вернуть деньги", "Повернути гроші", "Zwróć pieniądze", "pay back"}, "people ask for the refund"),
			block("SUCCESS", Names{"Возвращен", "Повернено", "Zwrócone", "returned"}, Meaning{Money: MoneyRefunded}).writes().ends(),
			block("FAIL", Names{"Отменён", "Скасовано", "Anulowane", "cancelled"}, Meaning{Custody: CustodyWithdrawn}).writes().or(CustodyGivenBack, CustodyRejected).ends(),
		),
	)
})
