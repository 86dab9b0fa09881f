package texts

import "github.com/ordo-sdk/ordo/exchange"

// exchangeWords are the kinds of records that systems exchange.
func exchangeWords() map[any]word {
	return map[any]word{
		exchange.Goods:      {"товары", "товари", "towary"},
		exchange.Prices:     {"цены", "ціни", "ceny"},
		exchange.Stocks:     {"остатки", "залишки", "stany magazynowe"},
		exchange.Warehouses: {"склады", "склади", "magazyny"},
		exchange.Parties:    {"контрагенты", "контрагенти", "kontrahenci"},
		exchange.Cards:      {"карты лояльности", "картки лояльності", "karty lojalnościowe"},
		exchange.Discounts:  {"скидки", "знижки", "rabaty"},
		exchange.Promos:     {"промокоды", "промокоди", "kody promocyjne"},
	}
}
