package onec

import "github.com/ordo-sdk/ordo/wire"

// Sales are the sale documents, "Реализация товаров и услуг".
func (c *Client) Sales() Documents[Sale] { return NewDocuments[Sale](c, EntitySale) }

// Sale is a sale document. One by an order names it in the header and in each row, and each row has the code of the
// order's row.
type Sale struct {
	Document
	Terms
	Delivery

	Warehouse          Guid   `json:"Склад_Key"`
	ByOrders           bool   `json:"РеализацияПоЗаказам"`
	Order              Value  `json:"ЗаказКлиента"`
	OrderType          Type   `json:"ЗаказКлиента_Type"`
	Kind               string `json:"ВариантОформленияПродажи"` // such as РеализацияТоваровУслуг
	SettlementCurrency Guid   `json:"ВалютаВзаиморасчетов_Key"`
	OwnershipDate      Time   `json:"ДатаПереходаПраваСобственности"`
	Basis              string `json:"Основание"`
	BasisNumber        string `json:"ОснованиеНомер"`
	BasisDate          Time   `json:"ОснованиеДата"`
	LoyaltyCard        Guid   `json:"КартаЛояльности_Key"`
	ReleasedBy         Guid   `json:"Отпустил_Key"`
	MarkWithdrawal     string `json:"ВариантВыбытияМаркируемойПродукции"`

	Goods      []SaleRow      `json:"Товары"`
	Marks      []MarkRow      `json:"ШтрихкодыУпаковок"`
	Schedule   []PaymentStage `json:"ЭтапыГрафикаОплаты"`
	Properties []Property     `json:"ДополнительныеРеквизиты"`
}

// SaleRow is a row of goods of a sale; its Code is that of the order's row.
type SaleRow struct {
	Row
	Price
	Warehouse Guid  `json:"Склад_Key"`
	Order     Value `json:"ЗаказКлиента"`
	OrderType Type  `json:"ЗаказКлиента_Type"`
}

// MarkRow is a marking code of a sale or a return.
type MarkRow struct {
	Line  Int64      `json:"LineNumber"`
	Code  Guid       `json:"ШтрихкодУпаковки_Key"` // see [Client.Marks]
	Value string     `json:"ЗначениеШтрихкода"`    // of returns
	Extra wire.Extra `json:"-"`                    // what this type does not know
}

// Statuses of sales.
const (
	SaleToBePrepaid = "КПредоплате"
	SaleOnTheWay    = "ВПути"
	SaleShipped     = "Отгружено" // shown as «Реализовано»
)

// Marks are the codes of marked goods.
func (c *Client) Marks() Catalog[Mark] {
	return NewCatalog[Mark](c, "Catalog_ШтрихкодыУпаковокТоваров")
}

// Mark is a marking code: what identifies the unit, without the crypto tail, as the property holds 200 characters.
// Whether a code that is created here gets the hashes by which 1C's own screens find it is not known: look for one with
// the Value first.
type Mark struct {
	Object
	Value          string   `json:"ЗначениеШтрихкода"`
	Kind           string   `json:"ТипШтрихкода"` // such as GS1_DataMatrix
	Packaging      string   `json:"ТипУпаковки"`  // МаркированныйТовар, МонотоварнаяУпаковка, МультитоварнаяУпаковка
	Good           Guid     `json:"Номенклатура_Key"`
	Characteristic Guid     `json:"Характеристика_Key"`
	Quantity       Quantity `json:"Количество"`
	Hash           string   `json:"ХешСумма"`
	NormalHash     string   `json:"ХешСуммаНормализации"`
}
