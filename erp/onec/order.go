package onec

import "github.com/ordo-sdk/ordo/wire"

// Entities that references of several types name.
const (
	EntityOrder         = "Document_ЗаказКлиента"
	EntitySale          = "Document_РеализацияТоваровУслуг"
	EntityTransferOrder = "Document_ЗаказНаПеремещение"
	EntityTransfer      = "Document_ПеремещениеТоваров"
	EntityReturnRequest = "Document_ЗаявкаНаВозвратТоваровОтКлиента"
	EntityReturn        = "Document_ВозвратТоваровОтКлиента"
	EntityReceipt       = "Document_ЧекККМ"
	EntityWarehouse     = "Catalog_Склады"
	EntityGood          = "Catalog_Номенклатура"
)

// Orders are the customers' orders.
func (c *Client) Orders() Documents[Order] { return NewDocuments[Order](c, EntityOrder) }

// Order is a customer's order, "Заказ клиента".
type Order struct {
	Document
	Terms
	Delivery

	Warehouse    Guid   `json:"Склад_Key"` // of rows that name none; may be a group
	Priority     Guid   `json:"Приоритет_Key"`
	ShippingDate Time   `json:"ДатаОтгрузки"`
	ShipTogether bool   `json:"НеОтгружатьЧастями"` // the date of the header then counts for all rows
	LoyaltyCard  Guid   `json:"КартаЛояльности_Key"`
	Agreed       bool   `json:"Согласован"`            // by 1C, from Status
	MaxRowCode   int    `json:"МаксимальныйКодСтроки"` // by 1C
	Advance      Sum    `json:"СуммаАвансаДоОбеспечения"`
	Prepayment   Sum    `json:"СуммаПредоплатыДоОтгрузки"`
	PaymentID    string `json:"ИдентификаторПлатежа"`
	ClientNumber string `json:"НомерПоДаннымКлиента"` // the shop's number of the order; 30 characters
	ClientDate   Time   `json:"ДатаПоДаннымКлиента"`
	Assignment   Guid   `json:"Назначение_Key"`

	Goods      []OrderRow     `json:"Товары"`
	Schedule   []PaymentStage `json:"ЭтапыГрафикаОплаты"`
	Properties []Property     `json:"ДополнительныеРеквизиты"`
}

// Terms is what orders, sales and returns have in common.
type Terms struct {
	Status       string `json:"Статус"`
	Operation    string `json:"ХозяйственнаяОперация"` // such as РеализацияКлиенту
	Partner      Guid   `json:"Партнер_Key"`
	Counterparty Guid   `json:"Контрагент_Key"`
	Organization Guid   `json:"Организация_Key"`
	Agreement    Guid   `json:"Соглашение_Key"`
	Contract     Guid   `json:"Договор_Key"`
	Currency     Guid   `json:"Валюта_Key"`
	Contact      Guid   `json:"КонтактноеЛицо_Key"`
	Department   Guid   `json:"Подразделение_Key"`
	Manager      Guid   `json:"Менеджер_Key"`
	Deal         Guid   `json:"Сделка_Key"`
	Taxation     string `json:"НалогообложениеНДС"` // such as ПродажаОблагаетсяНДС
	PriceWithVAT bool   `json:"ЦенаВключаетНДС"`
	Discounted   bool   `json:"СкидкиРассчитаны"` // must be true where automatic discounts are in use: we send our own sums
	PaymentForm  string `json:"ФормаОплаты"`      // such as ПлатежнаяКарта
	Settlements  string `json:"ПорядокРасчетов"`  // such as ПоЗаказам
	Total        Sum    `json:"СуммаДокумента"`   // by 1C
	Comment      string `json:"Комментарий"`
	More         string `json:"ДополнительнаяИнформация"`
}

// Delivery is how and where goods go.
type Delivery struct {
	Way            string `json:"СпособДоставки"` // such as Самовывоз
	Carrier        Guid   `json:"ПеревозчикПартнер_Key"`
	Address        string `json:"АдресДоставки"`
	AddressValue   string `json:"АдресДоставкиЗначение"` // JSON
	CarrierAddress string `json:"АдресДоставкиПеревозчика"`
	NotBefore      Time   `json:"ВремяДоставкиС"`
	NotAfter       Time   `json:"ВремяДоставкиПо"`
	Zone           Guid   `json:"ЗонаДоставки_Key"`
	Note           string `json:"ДополнительнаяИнформацияПоДоставке"`
}

// Row is what the rows of goods have in common. A row that becomes one of another document, as those of an order do of
// its sale, takes its Extra along: clear it where the other document has not the same properties.
type Row struct {
	Line           Int64    `json:"LineNumber"` // from 1; written anew by the order of the rows
	Good           Guid     `json:"Номенклатура_Key"`
	Characteristic Guid     `json:"Характеристика_Key"`
	Packaging      Guid     `json:"Упаковка_Key"`
	Packs          Quantity `json:"КоличествоУпаковок"` // equals Quantity where there is no packaging
	Quantity       Quantity `json:"Количество"`
	Code           Int64    `json:"КодСтроки"` // stays with the row for good; given by 1C to rows that have none
	Series         Guid     `json:"Серия_Key"`
	Assignment     Guid     `json:"Назначение_Key"`

	Extra wire.Extra `json:"-"` // what this type does not know
}

// Price is what a row costs.
type Price struct {
	PriceType      Guid         `json:"ВидЦены_Key"`
	Price          Sum          `json:"Цена"`
	Sum            Sum          `json:"Сумма"`         // price by packs, without the discounts
	VATRate        Guid         `json:"СтавкаНДС_Key"` // 11.5
	VATName        string       `json:"СтавкаНДС"`     // 11.4, such as НДС20
	VAT            Sum          `json:"СуммаНДС"`      // not computed by 1C
	SumWithVAT     Sum          `json:"СуммаСНДС"`     // not computed by 1C
	ManualPercent  wire.Decimal `json:"ПроцентРучнойСкидки,omitzero"`
	ManualDiscount Sum          `json:"СуммаРучнойСкидки"`
	AutoPercent    wire.Decimal `json:"ПроцентАвтоматическойСкидки,omitzero"`
	AutoDiscount   Sum          `json:"СуммаАвтоматическойСкидки"`
	BonusesUsed    Sum          `json:"СуммаБонусныхБалловКСписаниюВВалюте"`
	BonusesAccrued Sum          `json:"СуммаНачисленныхБонусныхБалловВВалюте"`
	DiscountsLink  Int64        `json:"КлючСвязи"`
}

// OrderRow is a row of goods of an order. One line of the shop that is reserved at two warehouses is two rows.
type OrderRow struct {
	Row
	Price
	Warehouse    Guid   `json:"Склад_Key"`
	ShippingDate Time   `json:"ДатаОтгрузки"`       // not before the order's date
	Supply       string `json:"ВариантОбеспечения"` // whether it is reserved: see [Words]
	Cancelled    bool   `json:"Отменено"`
	CancelReason Guid   `json:"ПричинаОтмены_Key"`
	Content      string `json:"Содержание"`
	RowID        string `json:"ИдентификаторСтроки"`
}

// PaymentStage is a row of a schedule of payments.
type PaymentStage struct {
	Line    Int64        `json:"LineNumber"`
	Kind    string       `json:"ВариантОплаты"` // such as ПредоплатаДоОтгрузки
	Due     Time         `json:"ДатаПлатежа"`
	Percent wire.Decimal `json:"ПроцентПлатежа,omitzero"`
	Sum     Sum          `json:"СуммаПлатежа"`
	Shift   Int64        `json:"Сдвиг"` // days
	Counted string       `json:"ВариантОтсчета"`
	Extra   wire.Extra   `json:"-"` // what this type does not know
}

// Property is a value of a property that the merchant added in 1C.
type Property struct {
	Line     Int64      `json:"LineNumber"`
	Property Guid       `json:"Свойство_Key"`
	Value    Value      `json:"Значение"`
	Type     Type       `json:"Значение_Type"`
	Text     string     `json:"ТекстоваяСтрока"` // of long texts
	Extra    wire.Extra `json:"-"`               // what this type does not know
}

// Statuses of orders, "Статус".
const (
	OrderNotAgreed = "НеСогласован"
	OrderToSupply  = "КОбеспечению" // shown as «К выполнению» or «В резерве»
	OrderToShip    = "КОтгрузке"
	OrderClosed    = "Закрыт"
)

// OrderState is where 1C sees an order; it is computed when the order, or what hangs on it, is posted.
type OrderState struct {
	Order          Value        `json:"Заказ"`
	OrderType      Type         `json:"Заказ_Type"`
	State          string       `json:"Состояние"` // such as ГотовКОтгрузке; empty: the order is not posted
	At             Time         `json:"ДатаСобытия"`
	Paid           Sum          `json:"СуммаОплаты"`
	PaidPercent    wire.Decimal `json:"ПроцентОплаты,omitzero"`
	Shipped        Sum          `json:"СуммаОтгрузки"`
	ShippedPercent wire.Decimal `json:"ПроцентОтгрузки,omitzero"`
	Debt           Sum          `json:"СуммаДолга"`
	DebtPercent    wire.Decimal `json:"ПроцентДолга,omitzero"`
	Record
}

// OrderStates are the computed states of orders and return requests.
func (c *Client) OrderStates() Register[OrderState] {
	return NewRegister[OrderState](c, "InformationRegister_СостоянияЗаказовКлиентов")
}

// InternalOrderState is where 1C sees a transfer order.
type InternalOrderState struct {
	Order     Value  `json:"Заказ"`
	OrderType Type   `json:"Заказ_Type"`
	State     string `json:"Состояние"` // such as ГотовКОтгрузке
	Record
}

// InternalOrderStates are the computed states of transfer orders.
func (c *Client) InternalOrderStates() Register[InternalOrderState] {
	return NewRegister[InternalOrderState](c, "InformationRegister_СостоянияВнутреннихЗаказов")
}
