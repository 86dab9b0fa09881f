package onec

import "github.com/ordo-sdk/ordo/wire"

// CardOperations are the payments and refunds through an acquirer, "Операция по платежной карте".
func (c *Client) CardOperations() Documents[CardOperation] {
	return NewDocuments[CardOperation](c, "Document_ОперацияПоПлатежнойКарте")
}

// CardOperation is a payment or a refund by card.
type CardOperation struct {
	Document
	Operation    string `json:"ХозяйственнаяОперация"` // such as ПоступлениеОплатыОтКлиентаПоПлатежнойКарте
	Organization Guid   `json:"Организация_Key"`
	Partner      Guid   `json:"Партнер_Key"`
	Counterparty Guid   `json:"Контрагент_Key"`
	Acquiring    Guid   `json:"ДоговорЭквайринга_Key"`
	Terminal     Guid   `json:"ЭквайринговыйТерминал_Key"`
	Currency     Guid   `json:"Валюта_Key"`
	Total        Sum    `json:"СуммаДокумента"`
	Card         string `json:"НомерПлатежнойКарты"`
	AuthCode     string `json:"КодАвторизации"`
	Paid         bool   `json:"ОплатаВыполнена"`
	SBP          string `json:"ИдентификаторОплатыСБП"`
	Basis        Value  `json:"ДокументОснование"` // an order, a sale, a return, an invoice, a receipt of a till
	BasisType    Type   `json:"ДокументОснование_Type"`
	Comment      string `json:"Комментарий"`

	Parts []PaymentPart `json:"РасшифровкаПлатежа"`
}

// PaymentPart says what a part of a payment is for.
type PaymentPart struct {
	Line               Int64      `json:"LineNumber"`
	Partner            Guid       `json:"Партнер_Key"`
	CashFlow           Guid       `json:"СтатьяДвиженияДенежныхСредств_Key"`
	Basis              Value      `json:"ОснованиеПлатежа"`
	BasisType          Type       `json:"ОснованиеПлатежа_Type"`
	Sum                Sum        `json:"Сумма"`
	SettlementSum      Sum        `json:"СуммаВзаиморасчетов"`
	SettlementCurrency Guid       `json:"ВалютаВзаиморасчетов_Key"`
	Settlement         Guid       `json:"ОбъектРасчетов_Key"`
	VATRate            Guid       `json:"СтавкаНДС_Key"` // 11.5
	VATName            string     `json:"СтавкаНДС"`     // 11.4
	VAT                Sum        `json:"СуммаНДС"`
	Extra              wire.Extra `json:"-"` // what this type does not know
}

// Operations of payments and refunds.
const (
	OperationPaid         = "ПоступлениеОплатыОтКлиента"
	OperationPaidByCard   = "ПоступлениеОплатыОтКлиентаПоПлатежнойКарте"
	OperationRefund       = "ВозвратОплатыКлиенту"
	OperationRefundToCard = "ВозвратОплатыКлиентуНаПлатежнуюКарту"
)

// BankReceipts are the payments that came to the bank account.
func (c *Client) BankReceipts() Documents[BankReceipt] {
	return NewDocuments[BankReceipt](c, "Document_ПоступлениеБезналичныхДенежныхСредств")
}

// BankReceipt is money that came to the bank account.
type BankReceipt struct {
	Document
	Operation      string `json:"ХозяйственнаяОперация"`
	Organization   Guid   `json:"Организация_Key"`
	Account        Guid   `json:"БанковскийСчет_Key"`
	PaymentKind    string `json:"ТипПлатежногоДокумента"`
	Counterparty   Guid   `json:"Контрагент_Key"`
	Currency       Guid   `json:"Валюта_Key"`
	Total          Sum    `json:"СуммаДокумента"`
	IncomingNumber string `json:"НомерВходящегоДокумента"`
	IncomingDate   Time   `json:"ДатаВходящегоДокумента"`
	CashFlow       Guid   `json:"СтатьяДвиженияДенежныхСредств_Key"`
	ByBank         bool   `json:"ПроведеноБанком"`
	Basis          Value  `json:"ДокументОснование"`
	BasisType      Type   `json:"ДокументОснование_Type"`
	Purpose        string `json:"НазначениеПлатежа"`

	Parts []PaymentPart `json:"РасшифровкаПлатежа"`
}

// Receipts are the receipts of tills, "Чек ККМ". They are read; a till makes them.
func (c *Client) Receipts() Documents[Receipt] { return NewDocuments[Receipt](c, EntityReceipt) }

// RefundReceipts are the refunds of tills, "Чек ККМ на возврат".
func (c *Client) RefundReceipts() Documents[Receipt] {
	return NewDocuments[Receipt](c, "Document_ЧекККМВозврат")
}

// Receipt is a receipt of a till, or its refund.
type Receipt struct {
	Document
	Organization Guid   `json:"Организация_Key"`
	Till         Guid   `json:"КассаККМ_Key"`
	Shift        Guid   `json:"КассоваяСмена_Key"`
	Warehouse    Guid   `json:"Склад_Key"`
	Partner      Guid   `json:"Партнер_Key"`
	Status       string `json:"Статус"` // ТоварЗарезервирован, Пробит, Отложен
	TillNumber   Int64  `json:"НомерЧекаККМ"`
	Total        Sum    `json:"СуммаДокумента"`
	LoyaltyCard  Guid   `json:"КартаЛояльности_Key"`
	Refunds      Guid   `json:"ЧекККМ_Key"` // of a refund: the receipt that it takes back

	Goods []ReceiptRow  `json:"Товары"`
	Cards []CardPayment `json:"ОплатаПлатежнымиКартами"`
}

// ReceiptRow is a row of goods of a receipt.
type ReceiptRow struct {
	Row
	Price
	Seller Guid `json:"Продавец_Key"`
}

// CardPayment is what of a receipt was paid by card.
type CardPayment struct {
	Line     Int64      `json:"LineNumber"`
	Terminal Guid       `json:"ЭквайринговыйТерминал_Key"`
	Sum      Sum        `json:"Сумма"`
	Card     string     `json:"НомерПлатежнойКарты"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}
