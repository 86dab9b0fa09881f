package commerceml

import (
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/wire"
)

// Operation is what a document is.
type Operation string

// The operations of the schema. A stock УТ 11 takes orders only: one other document makes it refuse the whole file.
const (
	Order            Operation = "Заказ товара"
	Invoice          Operation = "Счет на оплату"
	Shipment         Operation = "Отпуск товара"
	VATInvoice       Operation = "Счет-фактура"
	GoodsReturn      Operation = "Возврат товара"
	CashPayment      Operation = "Выплата наличных денег"
	CashRefund       Operation = "Возврат наличных денег"
	CashlessPayment  Operation = "Выплата безналичных денег"
	CashlessRefund   Operation = "Возврат безналичных денег"
	AcquiringPayment Operation = "Эквайринговая операция" // of 1C-Bitrix, not of the schema
)

// IsPayment reports whether the document is a payment, of any kind.
func (o Operation) IsPayment() bool {
	return o == CashPayment || o == CashlessPayment || o == AcquiringPayment
}

// Role is what a party is in a document; that of the document is the own company's.
type Role string

// The usual roles.
const (
	Seller    Role = "Продавец"
	Buyer     Role = "Покупатель"
	Payer     Role = "Плательщик"
	Recipient Role = "Получатель"
)

// Document is an order, a payment, a shipment or another document. Its states are in its Traits.
type Document struct {
	ID         string // in the system that sends it
	Number     string // the shop's, in both directions; payments and shipments of 1C-Bitrix have numbers of their own
	Date       Date
	Operation  Operation
	Role       Role
	Currency   string // ISO 4217, if it is known: see Currency
	Rate       string
	Total      wire.Sum
	Version    string // НомерВерсии, a change counter
	BooksID    string // Номер1С
	BooksDate  string // Дата1С, as written
	Basis      string // Основание: the order of a payment or shipment
	Deleted    Flag   // ПометкаУдаления
	Parties    []Party
	Payments   []Payment // of version 2.09 only
	Time       string    // "10:02:41", on the clock of Date; may be empty
	PayBy      Date
	Comment    string
	Taxes      []Tax
	Discounts  []Discount
	Expenses   []Discount // ДопРасходы
	Warehouses []Warehouse
	Lines      []Line
	Traits     Traits
	Documents  []Document // ПодчиненныеДокументы, of version 2.10: payments and shipments of the order
	Receipts   []Receipt
	Container  int // the number of the Контейнер in which it came, from 1: documents of one order stand in one; 0 for none
	Extra      []Element
	Problem    error
}

// Placed returns the document's date and time in the zone of the shop. A time that is not known is midnight. The zero
// time is returned if there is no date.
func (d *Document) Placed(zone *time.Location) time.Time {
	day := d.Date.In(zone)
	at, err := time.Parse(time.TimeOnly, d.Time)
	if err != nil || day.IsZero() {
		return day
	}
	return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone)
}

func (d *Document) code(c *codec) {
	c.extra(&d.Extra)
	text(c, "Ид", &d.ID)
	text(c, "Номер", &d.Number)
	date(c, "Дата", &d.Date)
	text(c, "ХозОперация", &d.Operation)
	text(c, "Роль", &d.Role)
	currency(c, &d.Currency)
	outer := c.currency
	if d.Currency != "" {
		c.currency = d.Currency
	}
	text(c, "Курс", &d.Rate)
	sum(c, "Сумма", &d.Total)
	text(c, "НомерВерсии", &d.Version)
	text(c, "Номер1С", &d.BooksID)
	text(c, "Дата1С", &d.BooksDate)
	text(c, "Основание", &d.Basis)
	flag(c, "ПометкаУдаления", &d.Deleted)
	slice(c, "Контрагенты", "Контрагент", &d.Parties)
	slice(c, "Оплаты", "Оплата", &d.Payments)
	clock(c, "Время", &d.Time)
	date(c, "СрокПлатежа", &d.PayBy)
	text(c, "Комментарий", &d.Comment)
	slice(c, "Налоги", "Налог", &d.Taxes)
	slice(c, "Скидки", "Скидка", &d.Discounts)
	slice(c, "ДопРасходы", "ДопРасход", &d.Expenses)
	slice(c, "Склады", "Склад", &d.Warehouses)
	slice(c, "Товары", "Товар", &d.Lines)
	slice(c, "ЗначенияРеквизитов", "ЗначениеРеквизита", (*[]Trait)(&d.Traits))
	slice(c, "ПодчиненныеДокументы", "ПодчиненныйДокумент", &d.Documents)
	slice(c, "ИнформацияОЧеках", "ИнформацияОЧеке", &d.Receipts)
	c.currency = outer
}

func (d *Document) trouble() *error { return &d.Problem }

// Line is a line of a document.
type Line struct {
	ID           string // as Good.ID; IDDelivery for the delivery
	Barcode      string
	Article      string
	Name         string
	Unit         *Unit
	VATRates     []Tax
	Features     []Feature
	Traits       Traits
	CatalogID    string
	ClassifierID string
	Price        wire.Sum // of one unit
	Quantity     wire.Decimal
	Total        wire.Sum
	SoldUnit     *Unit  // Единица
	Factor       string // Коэффициент
	Taxes        []Tax
	Discounts    []Discount // 1C-Bitrix writes the sum of one unit
	Warehouses   []Warehouse
	MarkGroup    *MarkGroup
	Marks        []Mark // of a shipment: one for each unit that has a marking code
	Action       string // Действие, such as "Резервировать"
	PriceType    *PriceType
	Reserve      wire.Decimal
	Extra        []Element
}

// IDDelivery is the id of the line that is the delivery of the order.
const IDDelivery = "ORDER_DELIVERY"

func (l *Line) code(c *codec) {
	c.extra(&l.Extra)
	text(c, "Ид", &l.ID)
	text(c, "Штрихкод", &l.Barcode)
	text(c, "Артикул", &l.Article)
	text(c, "Наименование", &l.Name)
	one(c, "БазоваяЕдиница", &l.Unit)
	slice(c, "СтавкиНалогов", "СтавкаНалога", &l.VATRates)
	slice(c, "ХарактеристикиТовара", "ХарактеристикаТовара", &l.Features)
	slice(c, "ЗначенияРеквизитов", "ЗначениеРеквизита", (*[]Trait)(&l.Traits))
	text(c, "ИдКаталога", &l.CatalogID)
	text(c, "ИдКлассификатора", &l.ClassifierID)
	sum(c, "ЦенаЗаЕдиницу", &l.Price)
	decimal(c, "Количество", &l.Quantity)
	sum(c, "Сумма", &l.Total)
	one(c, "Единица", &l.SoldUnit)
	text(c, "Коэффициент", &l.Factor)
	slice(c, "Налоги", "Налог", &l.Taxes)
	slice(c, "Скидки", "Скидка", &l.Discounts)
	slice(c, "Склады", "Склад", &l.Warehouses)
	one(c, "ГруппаМаркировки", &l.MarkGroup)
	slice(c, "Маркировки", "Маркировка", &l.Marks)
	text(c, "Действие", &l.Action)
	one(c, "ВидЦены", &l.PriceType)
	decimal(c, "Резерв", &l.Reserve)
}

// MarkGroup is the group of goods under mandatory marking.
type MarkGroup struct {
	Code  string
	Extra []Element
}

func (m *MarkGroup) code(c *codec) {
	c.extra(&m.Extra)
	text(c, "Код", &m.Code)
}

// Mark is the marking code of one unit, whole.
type Mark struct {
	Code  string // Штрихкод
	Extra []Element
}

func (m *Mark) code(c *codec) {
	c.extra(&m.Extra)
	text(c, "Штрихкод", &m.Code)
}

// Tax is a tax of a document, line or price; a rate of a good has only Name and Rate.
type Tax struct {
	Name     string // such as "НДС"
	Included Flag   // УчтеноВСумме: the sums include it
	Excise   Flag
	Sum      wire.Sum
	Rate     string // such as "20", "Без НДС"
	Extra    []Element
}

func (t *Tax) code(c *codec) {
	c.extra(&t.Extra)
	text(c, "Наименование", &t.Name)
	flag(c, "УчтеноВСумме", &t.Included)
	flag(c, "Акциз", &t.Excise)
	sum(c, "Сумма", &t.Sum)
	text(c, "Ставка", &t.Rate)
}

// Discount is a discount, or an expense that is added.
type Discount struct {
	Name     string
	Sum      wire.Sum
	Percent  wire.Decimal
	Included Flag // УчтеноВСумме: the sums include it
	Comment  string
	Extra    []Element
}

func (d *Discount) code(c *codec) {
	c.extra(&d.Extra)
	text(c, "Наименование", &d.Name)
	sum(c, "Сумма", &d.Sum)
	decimal(c, "Процент", &d.Percent)
	flag(c, "УчтеноВСумме", &d.Included)
	text(c, "Комментарий", &d.Comment)
}

// Payment is a payment within an order of version 2.09. Other versions have documents for it.
type Payment struct {
	Number      string
	Transaction string
	Paid        string // a date and time, as written
	Sum         wire.Sum
	Method      string
	MethodID    string
	Extra       []Element
}

func (p *Payment) code(c *codec) {
	c.extra(&p.Extra)
	text(c, "НомерДокумента", &p.Number)
	text(c, "НомерТранзакции", &p.Transaction)
	text(c, "ДатаОплаты", &p.Paid)
	sum(c, "СуммаОплаты", &p.Sum)
	text(c, "СпособОплаты", &p.Method)
	text(c, "ИдСпособаОплаты", &p.MethodID)
}

// Receipt is what 1C-Bitrix says of a fiscal receipt: values by PRINT_CHECK, URL, FISCAL_SIGN, REG_NUMBER_KKT.
type Receipt struct {
	ID     string
	Values []PropertyValue
	Extra  []Element
}

func (r *Receipt) code(c *codec) {
	c.extra(&r.Extra)
	text(c, "Ид", &r.ID)
	slice(c, "ЗначенияСвойств", "ЗначенияСвойства", &r.Values)
}

// Trait is a named value of a document, line or good: ЗначениеРеквизита.
type Trait struct {
	Name   string
	Values []string
	Extra  []Element
}

func (t *Trait) code(c *codec) {
	c.extra(&t.Extra)
	text(c, "Наименование", &t.Name)
	texts(c, "", "Значение", &t.Values)
}

// Traits are named values. Names are compared without spaces and case, as systems write them in several ways:
// "Статус заказа" is "СтатусЗаказа".
type Traits []Trait

// Get returns the first value of a trait; "" if there is none.
func (ts Traits) Get(name string) string {
	for _, t := range ts {
		if len(t.Values) > 0 && plain(t.Name) == plain(name) {
			return t.Values[0]
		}
	}
	return ""
}

// Flag returns the value of a trait that is yes or no. УТ 11 leaves out what is no.
func (ts Traits) Flag(name string) Flag { return flagOf(ts.Get(name)) }

// Set sets a trait to one value.
func (ts *Traits) Set(name, value string) {
	for i, t := range *ts {
		if plain(t.Name) == plain(name) {
			(*ts)[i].Values = []string{value}
			return
		}
	}
	*ts = append(*ts, Trait{Name: name, Values: []string{value}})
}

// plain returns a name as names are compared.
func plain(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), ""))
}

// Names of traits that both sides know: see the vendor's tables for the rest. УТ 11 reads the first group, and writes
// the second. 1C-Bitrix reads the payment and the shipment of the second.
const (
	TraitStatus      = "Статус заказа"
	TraitStatusID    = "Статуса заказа ИД"
	TraitPayment     = "Метод оплаты"
	TraitPaymentID   = "Метод оплаты ИД"
	TraitPaid        = "Заказ оплачен"
	TraitCancelled   = "Отменен"
	TraitShipBy      = "Дата отгрузки"
	TraitDelivery    = "Способ доставки"
	TraitDeliveryID  = "Метод доставки ИД"
	TraitAddress     = "Адрес доставки"
	TraitBooksID     = "Номер по 1С"
	TraitBooksDate   = "Дата по 1С"
	TraitPosted      = "Проведен"
	TraitPaymentDoc  = "Номер оплаты по 1С"
	TraitPaymentDate = "Дата оплаты по 1С"
	TraitShipDoc     = "Номер отгрузки по 1С"
	TraitShipDate    = "Дата отгрузки по 1С"
	TraitTracking    = "Идентификатор отправления"
	TraitShipped     = "Отгружено"
)
