package status

import "sync"

// RetailCRM returns the table of RetailCRM (Simla.com), API v5, with the statuses that a fresh account has.
//
// Statuses there are the merchant's own lists: read the references and let the merchant's Override say what the account
// means by its own. Any status may follow any other, so Walk jumps; an account that has set up a transition matrix is
// walked by WithEdges.
func RetailCRM() *Table { return retailCRM() }

var retailCRM = sync.OnceValue(func() *Table {
	group := func(code, ru, en string, s OrderState) Row {
		return row(AxisGroup, code, "", ruEN(ru, en), orderIs(s)).reads()
	}
	order := func(group, code, ru, en string, m Meaning) Row { return row(AxisOrder, code, group, ruEN(ru, en), m) }
	line := func(group, code, ru, en string, m Meaning) Row { return row(AxisItem, code, group, ruEN(ru, en), m) }
	payment := func(code, ru, en string, s PaymentState) Row {
		return row(AxisPayment, code, "", ruEN(ru, en), paymentIs(s))
	}

	return mustTable("retailcrm", "2026-04-01",
		// A merchant's own status that no override speaks of still has its group.
		sourced("/reference/status-groups",
			group("new", "Новый", "new", OrderNew),
			group("approval", "Согласование", "being agreed", OrderInWork),
			group("assembling", "Комплектация", "assembly", OrderAssembling),
			group("delivery", "Доставка", "delivery", OrderHandedToCarrier),
			group("complete", "Выполнен", "done", OrderCompleted).ends(),
			group("cancel", "Отменен", "cancelled", OrderCancelled).ends(),
		),
		sourced("/reference/statuses",
			order("new", "new", "Новый", "new", orderIs(OrderNew)).writes().or(OrderAwaitingConfirmation),
			order("approval", "availability-confirmed", "Наличие подтверждено", "stock confirmed", orderIs(OrderConfirmed)).writes().or(OrderPartlyConfirmed),
			order("approval", "offer-analog", "Предложить замену", "offer a substitute", orderIs(OrderAwaitingConsent)).writes(),
			order("approval", "client-confirmed", "Согласовано с клиентом", "agreed with the client", orderIs(OrderConfirmed)),
			order("approval", "prepayed", "Предоплата поступила", "prepaid", orderIs(OrderPaid)).writes(),
			order("assembling", "send-to-assembling", "Передано в комплектацию", "sent to assembly", orderIs(OrderAssembling)),
			order("assembling", "assembling", "Комплектуется", "in assembly", orderIs(OrderAssembling)).writes(),
			order("assembling", "assembling-complete", "Укомплектован", "assembled", orderIs(OrderPacked)).writes(),
			order("delivery", "send-to-delivery", "Передан в доставку", "given to delivery", orderIs(OrderHandedToCarrier)),
			order("delivery", "delivering", "Доставляется", "on the way", orderIs(OrderHandedToCarrier)).writes().or(OrderOutWithCourier, OrderArrived),
			order("delivery", "redirect", "Доставка перенесена", "delivery moved", orderIs(OrderHandedToCarrier)),
			order("complete", "complete", "Выполнен", "done", orderIs(OrderCompleted)).writes().or(OrderDelivered, OrderPartlyDelivered).ends(),
			order("cancel", "no-call", "Недозвон", "could not be reached by phone", orderCancelled(ReasonNoContact)).writes().ends(),
			order("cancel", "no-product", "Нет в наличии", "out of stock", orderCancelled(ReasonOutOfStock)).writes(ReasonMerchantRefused, ReasonMerchantLate, ReasonConfirmTimeout, ReasonPackTimeout, ReasonShipTimeout).ends(),
			order("cancel", "already-buyed", "Купил в другом месте", "bought elsewhere", orderCancelled(ReasonBoughtElsewhere)).writes().ends(),
			order("cancel", "delyvery-did-not-suit", "Не устроила доставка", "delivery did not suit", orderCancelled(ReasonDeliveryUnsuitable)).writes().ends(),
			order("cancel", "prices-did-not-suit", "Не устроила цена", "price did not suit", orderCancelled(ReasonPriceUnsuitable)).writes().ends(),
			order("cancel", "cancel-other", "Отменен", "cancelled, other", orderIs(OrderCancelled)).writes().or(OrderRefused).ends(),
		),
		// Group "cancel" here means cancelStatus: true. A cancelled line whose reason has no status of its own is
		// written as out of stock, unless the buyer cancelled it.
		sourced("/reference/product-statuses",
			line("", "new", "Добавлен", "added", itemIs(ItemNew)).writes(),
			line("", "confirming", "Подтверждение наличия", "checking stock", itemIs(ItemNew)),
			line("", "in-reserve", "В резерве", "reserved", itemIs(ItemAssembling)).writes().or(ItemRemarking),
			line("", "assembly-delivery", "Доставляется на точку сборки", "on the way to assembly", itemIs(ItemSentToCentral)).writes(),
			line("", "ready-for-assembly", "Готов к комплектации", "ready to assemble", itemIs(ItemAssembling)),
			line("", "completed", "Укомплектован", "assembled", itemIs(ItemPacked)).writes().or(ItemSent, ItemArrived),
			line("", "saled", "Продан", "sold", itemIs(ItemHandedOut)).writes().ends(),
			line("cancel", "out-of-stock", "Нет в наличии", "out of stock", itemCancelled(ReasonOutOfStock, 0)).writes("").ends(),
			line("cancel", "failure", "Отказ клиента", "client refused", itemCancelled(ReasonBuyerCancelled, PartyBuyer)).writes(ReasonBuyerRefused, ReasonUnwanted, "").or(ItemRefused).ends(),
			line("cancel", "product-is-damaged", "Товар поврежден", "damaged", itemCancelled(ReasonDamaged, 0)).writes(ReasonDefect).ends(),
			line("cancel", "assembly-not-delivery", "Не доставлен на точку сборки", "did not reach assembly", itemCancelled("assembly-not-delivery", 0)).writes().ends(),
			line("cancel", "lost", "Потерян", "lost", itemIs(ItemLost)).writes().ends(),
			line("cancel", "returned", "Возврат", "returned", itemIs(ItemReturned)).writes().ends(),
		),
		sourced("/reference/payment-statuses",
			payment("not-paid", "Не оплачен", "not paid", PaymentPending).writes(),
			payment("invoice", "Выставлен счет", "invoiced", PaymentPending),
			payment("payment-start", "Платеж проведен", "payment started; not the status that counts as paid", PaymentPending),
			payment("credit-check", "Проверка документов на кредит", "credit documents are checked", PaymentPending),
			payment("credit-approved", "Кредит одобрен", "credit approved", PaymentAuthorized),
			payment("fail", "Ошибка", "failed", PaymentFailed).writes(),
			payment("paid", "Оплачен", "paid; the status with paymentComplete", PaymentPaid).writes(),
		),
	)
})
