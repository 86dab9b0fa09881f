package onec

// ReturnRequests are the requests of customers to send goods back, "Заявка на возврат товаров от клиента".
func (c *Client) ReturnRequests() Documents[ReturnRequest] {
	return NewDocuments[ReturnRequest](c, EntityReturnRequest)
}

// ReturnRequest is a request to send goods back.
type ReturnRequest struct {
	Document
	Terms

	Warehouse    Guid   `json:"Склад_Key"`
	Sale         Value  `json:"ДокументРеализации"`
	SaleType     Type   `json:"ДокументРеализации_Type"`
	Receipt      Guid   `json:"ЧекККМ_Key"`
	Reason       string `json:"ПричинаВозврата"` // 300 characters, in people's words
	Compensation string `json:"СпособКомпенсации"`
	Arrival      Time   `json:"ДатаПоступления"`
	Shipping     Time   `json:"ДатаОтгрузки"` // of what is sent instead
	RefundDate   Time   `json:"ДатаВозвратаДенежныхСредств"`
	Buyer        string `json:"Покупатель"`
	LoyaltyCard  Guid   `json:"КартаЛояльности_Key"`

	Goods      []ReturnRow `json:"ВозвращаемыеТовары"`
	Instead    []OrderRow  `json:"ЗаменяющиеТовары"`
	Properties []Property  `json:"ДополнительныеРеквизиты"`
}

// ReturnRow is a row of goods that come back. Each names the sale.
type ReturnRow struct {
	Row
	Price
	Sale      Value  `json:"ДокументРеализации"`
	SaleType  Type   `json:"ДокументРеализации_Type"`
	Damaged   bool   `json:"Порча"`
	Cancelled bool   `json:"Отменено"`                       // of requests
	Barcode   string `json:"Штрихкод"`                       // of returns
	CostBy    string `json:"СпособОпределенияСебестоимости"` // of returns
}

// Returns are the returns of goods, "Возврат товаров от клиента".
func (c *Client) Returns() Documents[Return] { return NewDocuments[Return](c, EntityReturn) }

// Return is a return of goods that came back.
type Return struct {
	Document
	Terms

	Warehouse      Guid   `json:"Склад_Key"`
	Acceptance     string `json:"ВариантПриемкиТоваров"`
	Sale           Value  `json:"ДокументРеализации"`
	SaleType       Type   `json:"ДокументРеализации_Type"`
	Request        Guid   `json:"ЗаявкаНаВозвратТоваровОтКлиента_Key"`
	Receipt        Guid   `json:"ЧекККМ_Key"`
	Reason         string `json:"ПричинаВозврата"` // 300 characters, in people's words
	Compensation   string `json:"СпособКомпенсации"`
	IncomingNumber string `json:"НомерВходящегоДокумента"`
	IncomingDate   Time   `json:"ДатаВходящегоДокумента"`

	Goods      []ReturnRow `json:"Товары"`
	Marks      []MarkRow   `json:"ШтрихкодыУпаковок"`
	Properties []Property  `json:"ДополнительныеРеквизиты"`
}

// What a customer gets for goods that come back.
const (
	CompensateByGoods   = "ЗаменитьТовары"
	CompensateByRefund  = "ВернутьДенежныеСредства"
	CompensateByAdvance = "ОставитьВКачествеАванса"
)
