package status

import "sync"

// The schemes of MegaMarket, as tables and hints name them.
const (
	SchemeStandard         = "standard"          // the marketplace delivers
	SchemeMerchantDelivery = "merchant-delivery" // the merchant delivers
)

// MegaMarket returns the table of MegaMarket (СберМегаМаркет), merchant API.
//
// MegaMarket has no order status: a status belongs to a lot, which is one unit, and the order's is rolled up from its
// lots. Lots are not written but moved by calls (order/confirm, order/packing ...): the code that Write returns is the
// one that a lot shows after the call. Every call leaves its lots in a transient status for a while.
//
// What follows a lot status is what a seller's calls and the marketplace do in the ordinary way. Packing without
// confirming and closing belong to merchant delivery: see Table.Under.
func MegaMarket() *Table { return megaMarket() }

var megaMarket = sync.OnceValue(func() *Table {
	const (
		std = SchemeStandard
		md  = SchemeMerchantDelivery

		buyer, seller, timeout = PartyBuyer, PartyMerchant, PartySystem
	)
	lot := func(code, group, ru, en string, m Meaning) Row { return row(AxisItem, code, group, ruEN(ru, en), m) }
	sub := func(code, ru, en string, m Meaning) Row {
		return row(AxisSubStatus, code, "cancelled", ruEN(ru, en), m).reads().ends()
	}
	refuse := func(code, ru, en string, r Reason) Row {
		return row(AxisRefuseReason, code, "", ruEN(ru, en), itemCancelled(r, seller)).ends()
	}
	closing := func(code, ru, en string, m Meaning) Row {
		return row(AxisCloseReason, code, "", ruEN(ru, en), m).ends()
	}

	return mustTable("megamarket", "2026-08-01",
		sourced("order/get, items[].status",
			lot("NEW", "new", "Ожидает подтверждения", "waits for confirmation", itemIs(ItemNew)).reads().then("PENDING_CONFIRMATION", "CUSTOMER_CANCELED").thenIn(md, "PENDING_PACKING").cancels("MERCHANT_CANCELED"),
			lot("PENDING_CONFIRMATION", "in flight", "", "order/confirm is being processed", itemIs(ItemNew)).passing().then("CONFIRMED", "CUSTOMER_CANCELED"),
			lot("CONFIRMED", "confirmed", "Ожидает комплектации", "confirmed, waits for packing", itemIs(ItemConfirmed)).writes().then("PENDING_PACKING", "PACKING_EXPIRED", "CUSTOMER_CANCELED").cancels("MERCHANT_CANCELED"),
			lot("PENDING_PACKING", "in flight", "", "order/packing is being processed", itemIs(ItemConfirmed)).passing().then("PACKED", "CUSTOMER_CANCELED"),
			lot("PACKED", "packed", "Ожидает отгрузки", "packed, waits for hand-over", itemIs(ItemPacked)).writes().then("PENDING_SHIPPING", "SHIPPING_EXPIRED", "CUSTOMER_CANCELED").thenIn(md, "DELIVERED").cancels("MERCHANT_CANCELED"),
			lot("PACKING_EXPIRED", "overdue", "Просрочена комплектация", "packing limit passed, not yet cancelled", itemIs(ItemConfirmed)).reads().then("MERCHANT_CANCELED", "CUSTOMER_CANCELED"),
			lot("PENDING_SHIPPING", "in flight", "", "order/shipping is being processed", itemIs(ItemPacked)).passing().then("SHIPPED", "CUSTOMER_CANCELED"),
			lot("SHIPPING_EXPIRED", "overdue", "Просрочена отгрузка", "hand-over limit passed; cancelled 7 days later", itemIs(ItemPacked)).reads().then("MERCHANT_CANCELED", "CUSTOMER_CANCELED"),
			lot("SHIPPED", "shipped", "Отгружен продавцом", "handed over", itemIs(ItemSent)).writes().under(std).then("DELIVERED", "CUSTOMER_CANCELED"),
			lot("DELIVERED", "done", "Доставлен покупателю", "delivered to the buyer", itemIs(ItemHandedOut)).writes().under(md).ends(),
			lot("MERCHANT_CANCELED", "cancelled", "Отменен Продавцом", "cancelled by the merchant or by a missed limit", itemCancelled("", seller)).writes().ends(),
			lot("CUSTOMER_CANCELED", "cancelled", "Отменен покупателем", "cancelled by the buyer", itemCancelled(ReasonBuyerCancelled, buyer)).writes(ReasonBuyerRefused).under(md).ends(),
		),
		// Only beside MERCHANT_CANCELED.
		sourced("order/get, items[].subStatus",
			sub("CONFIRMATION_REJECT", "Продавец отклонил заказ", "merchant rejected before confirming", itemCancelled(ReasonMerchantRefused, seller)),
			sub("CONFIRMATION_EXPIRED", "Не подтвердил вовремя", "confirm limit missed", itemCancelled(ReasonConfirmTimeout, timeout)),
			sub("LATE_REJECT", "Отменил после подтверждения", "merchant rejected after confirming", itemCancelled(ReasonMerchantLate, seller)),
			sub("PACKING_EXPIRED", "Не подтвердил комплектацию вовремя", "packing limit missed", itemCancelled(ReasonPackTimeout, timeout)),
			sub("SHIPPING_EXPIRED", "Не подтвердил отгрузку вовремя, и еще 7 дней после лимита", "hand-over limit missed plus 7 more days", itemCancelled(ReasonShipTimeout, timeout)),
		),
		// Merchant delivery knows two reasons; NOT_ACCEPTABLE is written there for every reason but the other.
		sourced("order/reject, data.reason.type",
			refuse("OUT_OF_STOCK", "Нет товара в наличии", "out of stock", ReasonOutOfStock).writes(),
			refuse("INCORRECT_PRICE", "Некорректная цена товара", "wrong price", ReasonWrongPrice).writes().under(std),
			refuse("INCORRECT_PRODUCT", "Некорректная привязка товара к офферу", "card linked to a wrong offer", ReasonWrongProduct).writes().under(std),
			refuse("INCORRECT_SPEC", "Некорректные характеристики товара", "wrong specification", ReasonWrongDescription).writes().under(std),
			refuse("TWICE_ORDER", "Два заказа на один товар, дубль", "duplicate order", ReasonDuplicate).writes().under(std),
			refuse("NOT_TIME_FOR_SHIPPING", "Недостаточно времени на отгрузку", "not enough time to ship", ReasonNoTime).writes().under(std),
			refuse("FRAUD_ORDER", "Фродовый заказ", "fraud", ReasonFraud).writes().under(std),
			refuse("NOT_ACCEPTABLE", "", "the order cannot be accepted", ReasonNotAcceptable).writes("").under(md).from("order/reject, data.reason.type; seen in one client"),
		),
		// Merchant delivery only; HANDOVER_IMPOSSIBLE is written for every reason but the buyer's will.
		sourced("order/close, items[].reason.type",
			closing("CANCEL_BY_CUSTOMER", "", "the buyer refused at the door", itemRefused(ReasonBuyerRefused, buyer)).writes(ReasonBuyerCancelled, ReasonUnwanted).under(md),
			closing("HANDOVER_IMPOSSIBLE", "", "could not be handed over", itemRefused(ReasonHandoverImpossible, 0)).writes("").under(md).from("order/close, items[].reason.type; seen in one client"),
		),
	)
})
