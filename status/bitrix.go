package status

import "sync"

// BitrixShop returns the table of a shop on 1C-Bitrix, with the statuses that a fresh shop has.
//
// Statuses there are the merchant's own lists, of at most two letters each: read them, and let the merchant's Override
// say what the shop means by its own. Any status may follow any other; rights and handlers of the shop may refuse one.
// A shop may be set to change a status itself when an order is paid or shipped.
//
// That an order is cancelled is a flag of its own there, beside status D. A shipment may be DF and not deducted from
// the stock, and the other way round.
func BitrixShop() *Table { return bitrixShop() }

var bitrixShop = sync.OnceValue(func() *Table {
	order := func(code, ru, en string, s OrderState) Row {
		return row(AxisOrder, code, "", ruEN(ru, en), orderIs(s)).writes()
	}
	shipment := func(code, ru, en string, s ShipmentState) Row {
		return row(AxisShipment, code, "", ruEN(ru, en), Meaning{Shipment: s}).writes()
	}

	return mustTable("bitrix", "2026-05-20",
		sourced("sale.status.list, type O",
			order("N", "Принят, ожидается оплата", "accepted, payment is awaited", OrderAwaitingPayment).or(OrderAwaitingConfirmation, OrderNew, OrderInWork, OrderAwaitingConsent, OrderConfirmed, OrderPartlyConfirmed),
			order("P", "Оплачен, формируется к отправке", "paid, being made ready", OrderPaid).or(OrderAssembling, OrderPacked),
			order("S", "Отправлен", "sent; one of the older default statuses", OrderHandedToCarrier).or(OrderOutWithCourier, OrderArrived),
			order("F", "Выполнен", "done", OrderCompleted).or(OrderDelivered, OrderPartlyDelivered).ends(),
			order("D", "Отменен", "cancelled", OrderCancelled).or(OrderRefused, OrderReturned).ends(),
		),
		sourced("sale.status.list, type D",
			shipment("DN", "Ожидает обработки", "awaits processing", ShipmentAssembling).or(ShipmentRequested),
			shipment("DF", "Отгружен", "shipped", ShipmentSent).or(ShipmentArrived, ShipmentHandedOut, ShipmentPartlyHandedOut).ends(),
			shipment("DD", "Отменен", "cancelled", ShipmentCancelled).ends(),
		),
	)
})
