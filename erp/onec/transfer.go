package onec

// TransferOrders are the requests to move goods, "Заказ на перемещение".
func (c *Client) TransferOrders() Documents[TransferOrder] {
	return NewDocuments[TransferOrder](c, EntityTransferOrder)
}

// TransferOrder asks one warehouse to send goods to another one.
type TransferOrder struct {
	Document
	Delivery

	Status       string `json:"Статус"`
	Operation    string `json:"ХозяйственнаяОперация"` // ПеремещениеТоваров
	Organization Guid   `json:"Организация_Key"`
	Recipient    Guid   `json:"ОрганизацияПолучатель_Key"`
	From         Guid   `json:"СкладОтправитель_Key"`
	To           Guid   `json:"СкладПолучатель_Key"` // another one than From
	Priority     Guid   `json:"Приоритет_Key"`
	Acceptance   string `json:"ВариантПриемкиТоваров"`
	Basis        Value  `json:"ДокументОснование"` // such as a customer's order
	BasisType    Type   `json:"ДокументОснование_Type"`
	Wanted       Time   `json:"ЖелаемаяДатаПоступления"`
	Responsible  Guid   `json:"Ответственный_Key"`
	Assignment   Guid   `json:"Назначение_Key"`
	Deal         Guid   `json:"Сделка_Key"`
	Comment      string `json:"Комментарий"`

	Goods      []TransferOrderRow `json:"Товары"`
	Properties []Property         `json:"ДополнительныеРеквизиты"`
}

// TransferOrderRow is a row of goods of a transfer order.
type TransferOrderRow struct {
	Row
	Shipping  Time   `json:"НачалоОтгрузки"`
	Arrival   Time   `json:"ОкончаниеПоступления"`
	Supply    string `json:"ВариантОбеспечения"` // see [Words]
	Cancelled bool   `json:"Отменено"`
}

// Statuses of transfer orders.
const (
	TransferOrderNotAgreed = "НаСогласовании"
	TransferOrderToDo      = "КВыполнению"
	TransferOrderClosed    = "Закрыт"
)

// Transfers are the transfer documents, "Перемещение товаров".
func (c *Client) Transfers() Documents[Transfer] { return NewDocuments[Transfer](c, EntityTransfer) }

// Transfer moves goods from one warehouse to another. One by a transfer order names it in the header and in each row.
type Transfer struct {
	Document
	Delivery

	Status       string `json:"Статус"`
	Operation    string `json:"ХозяйственнаяОперация"`
	Organization Guid   `json:"Организация_Key"`
	Recipient    Guid   `json:"ОрганизацияПолучатель_Key"`
	From         Guid   `json:"СкладОтправитель_Key"`
	To           Guid   `json:"СкладПолучатель_Key"`
	Acceptance   string `json:"ВариантПриемкиТоваров"`
	ByOrders     bool   `json:"ПеремещениеПоЗаказам"`
	Order        Guid   `json:"ЗаказНаПеремещение_Key"`
	Basis        Value  `json:"ДокументОснование"`
	BasisType    Type   `json:"ДокументОснование_Type"`
	Arrived      Time   `json:"ДатаПоступления"`
	Responsible  Guid   `json:"Ответственный_Key"`
	Comment      string `json:"Комментарий"`

	Goods      []TransferRow `json:"Товары"`
	Properties []Property    `json:"ДополнительныеРеквизиты"`
}

// TransferRow is a row of goods of a transfer; its Code is that of the transfer order's row.
type TransferRow struct {
	Row
	Order            Guid   `json:"ЗаказНаПеремещение_Key"`
	SenderAssignment Guid   `json:"НазначениеОтправителя_Key"`
	RowID            string `json:"ИдентификаторСтроки"`
}

// Statuses of transfers.
const (
	TransferSent     = "Отгружено"
	TransferReceived = "Принято"
)
