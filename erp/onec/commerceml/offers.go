package commerceml

import "github.com/ordo-sdk/ordo/wire"

// Package is the beginning of a list of offers: of prices, of stock, or of both. Its id is usually that of the catalog
// with a "#".
type Package struct {
	Delta        bool // ИзмененияПакетаПредложений: the quick exchange of changed prices and stock
	Changes      Flag // offers that are not in it stay as they are
	ID           string
	Name         string
	CatalogID    string
	ClassifierID string
	ValidFrom    Date
	ValidTo      Date
	Description  string
	Owner        *Party
	Tail         bool // these elements came after records of the package that is open, not before a new one
	Extra        []Element
	Problem      error
}

// Partial reports whether offers that are not in the package stay as they are.
func (h *Package) Partial() bool { return h.Delta || h.Changes == Yes }

func (h *Package) code(c *codec) {
	c.extra(&h.Extra)
	attr(c, attrChanges, &h.Changes)
	text(c, "Ид", &h.ID)
	text(c, "Наименование", &h.Name)
	text(c, "ИдКаталога", &h.CatalogID)
	text(c, "ИдКлассификатора", &h.ClassifierID)
	date(c, "ДействительноС", &h.ValidFrom)
	date(c, "ДействительноДо", &h.ValidTo)
	text(c, "Описание", &h.Description)
	one(c, "Владелец", &h.Owner)
}

// PriceType is a type of prices, such as retail.
type PriceType struct {
	ID          string
	Version     string
	Deleted     Flag
	Name        string
	Currency    string // ISO 4217, if it is known: see Currency
	Description string
	Taxes       []Tax
	Extra       []Element
	Problem     error
}

func (p *PriceType) code(c *codec) {
	c.extra(&p.Extra)
	text(c, "Ид", &p.ID)
	text(c, "НомерВерсии", &p.Version)
	flag(c, "ПометкаУдаления", &p.Deleted)
	text(c, "Наименование", &p.Name)
	currency(c, &p.Currency)
	text(c, "Описание", &p.Description)
	slice(c, "", "Налог", &p.Taxes)
}

// Offer is a good, or one variant of it, with prices and stock. It has what a good has as far as the file says it:
// often no more than the id.
type Offer struct {
	Good
	FeatureID string // ИдХарактеристики, in a quick exchange: Key joins it to the id
	UnitCode  string
	Prices    []Price
	Quantity  wire.Decimal // over all warehouses; empty if the file does not say it: see Totals.ZeroLeftOut
	Stocks    []Stock
	Breaks    []Break
}

// Key returns the id of the offer: the good's, with a "#" and the characteristic's if it has one.
func (o *Offer) Key() string {
	if o.FeatureID == "" {
		return o.ID
	}
	return o.ID + "#" + o.FeatureID
}

func (o *Offer) code(c *codec) {
	o.Good.code(c)
	text(c, "ИдХарактеристики", &o.FeatureID)
	text(c, "КодЕдиницыИзмерения", &o.UnitCode)
	if c.delta {
		o.codeStocks(c)
	}
	slice(c, "Цены", "Цена", &o.Prices)
	slice(c, "СкидкиНаценки", "СкидкаНаценка", &o.Breaks)
	decimal(c, "Количество", &o.Quantity)
	if !c.delta {
		o.codeStocks(c)
	}
}

// Stock is how much there is at one warehouse.
type Stock struct {
	Warehouse string // its id; empty for all together
	Quantity  wire.Decimal
	Extra     []Element
}

// codeStocks reads stock in all forms that it comes in, and writes it in that of the file's version.
func (o *Offer) codeStocks(c *codec) {
	attributes := func(s *Stock) {
		c.extra(&s.Extra)
		attr(c, "ИдСклада", &s.Warehouse)
		attr(c, "КоличествоНаСкладе", (*string)(&s.Quantity))
		if c.reading() {
			if s.Warehouse == "" {
				text(c, "Ид", &s.Warehouse)
			}
			if s.Quantity == "" {
				decimal(c, "Количество", &s.Quantity)
			}
			c.normal("КоличествоНаСкладе", &s.Quantity)
		}
	}
	elements := func(s *Stock) {
		c.extra(&s.Extra)
		text(c, "Ид", &s.Warehouse)
		decimal(c, "Количество", &s.Quantity)
	}
	switch {
	case c.reading():
		items(c, "", "Склад", &o.Stocks, attributes) // 2.05 to 2.08
		c.each("", "Склады", func() {                // quick exchange; some write a list
			items(c, "", "Склад", &o.Stocks, attributes)
			var s Stock
			if attributes(&s); s.Warehouse != "" || s.Quantity != "" {
				o.Stocks = append(o.Stocks, s)
				c.extra(&o.Stocks[len(o.Stocks)-1].Extra)
			} else {
				c.keep = nil
			}
		})
		c.each("Остатки", "Остаток", func() { // 2.09 and newer
			items(c, "", "Склад", &o.Stocks, elements)
			var all Stock
			if decimal(c, "Количество", &all.Quantity); all.Quantity == "" {
				number(c, &all.Quantity) // <Остаток>5</Остаток>
			}
			if all.Quantity != "" {
				o.Stocks = append(o.Stocks, all)
			}
		})
		items(c, "КоличествоНаСкладах", "КоличествоНаСкладе", &o.Stocks, func(s *Stock) { // old 1C-Bitrix
			c.extra(&s.Extra)
			if text(c, "ИдСклада", &s.Warehouse); s.Warehouse == "" {
				text(c, "Ид", &s.Warehouse)
			}
			decimal(c, "Количество", &s.Quantity)
		})
	case c.delta:
		items(c, "", "Склады", &o.Stocks, attributes)
	case !c.file.AtLeast(2, 9):
		items(c, "", "Склад", &o.Stocks, attributes)
	default:
		c.writeAll("Остатки", "Остаток", len(o.Stocks), func(i int) {
			if s := &o.Stocks[i]; s.Warehouse == "" && s.Extra == nil {
				decimal(c, "Количество", &s.Quantity)
				return
			}
			items(c, "", "Склад", new(o.Stocks[i:i+1]), elements)
		})
	}
}

// Price is one price of an offer.
type Price struct {
	Text        string   // for people
	Type        string   // the id of its PriceType
	Sum         wire.Sum // of one unit; the currency is that of the price type where the price has none
	Unit        string
	Factor      string
	MinQuantity wire.Decimal
	CatalogID   string
	Taxes       []Tax
	Extra       []Element
}

func (p *Price) code(c *codec) {
	c.extra(&p.Extra)
	text(c, "Представление", &p.Text)
	text(c, "ИдТипаЦены", &p.Type)
	if c.reading() {
		if currency(c, &p.Sum.Currency); p.Sum.Currency == "" {
			p.Sum.Currency = c.currencies[p.Type]
		}
		decimal(c, "ЦенаЗаЕдиницу", &p.Sum.Decimal)
	} else {
		decimal(c, "ЦенаЗаЕдиницу", &p.Sum.Decimal)
		currency(c, &p.Sum.Currency)
	}
	text(c, "Единица", &p.Unit)
	text(c, "Коэффициент", &p.Factor)
	decimal(c, "МинКоличество", &p.MinQuantity)
	text(c, "ИдКаталога", &p.CatalogID)
	slice(c, "", "Налог", &p.Taxes)
}

// Break is a price break: a discount in percent under a condition.
type Break struct {
	Condition string
	Value     string
	Percent   wire.Decimal
	Extra     []Element
}

func (b *Break) code(c *codec) {
	c.extra(&b.Extra)
	text(c, "Условие", &b.Condition)
	text(c, "ЗначениеУсловия", &b.Value)
	decimal(c, "Процент", &b.Percent)
}

// Warehouse is a place with stock; in a document, where the order is picked up or a line comes from.
type Warehouse struct {
	ID       string
	Version  string
	Deleted  Flag
	Name     string
	Comment  string
	Address  *Address
	Contacts []Contact
	Quantity wire.Decimal // of a line
	Extra    []Element
	Problem  error
}

func (w *Warehouse) code(c *codec) {
	c.extra(&w.Extra)
	text(c, "Ид", &w.ID)
	text(c, "НомерВерсии", &w.Version)
	flag(c, "ПометкаУдаления", &w.Deleted)
	text(c, "Наименование", &w.Name)
	text(c, "Комментарий", &w.Comment)
	one(c, "Адрес", &w.Address)
	slice(c, "Контакты", "Контакт", &w.Contacts)
	decimal(c, "Количество", &w.Quantity)
}

// Choice is an entry of a list of a shop: what its statuses, payment systems and delivery services are.
type Choice struct {
	List        string // such as ListStatuses
	ID          string
	Name        string
	PaymentKind string // ТипОплаты
	Extra       []Element
	Problem     error
}

// The lists of 1C-Bitrix. It begins the first one with a Latin C.
const (
	ListStatuses       = "Cтатусы"
	ListPaymentSystems = "ПлатежныеСистемы"
	ListDeliveries     = "СлужбыДоставки"
)

func (e *Choice) code(c *codec) {
	c.extra(&e.Extra)
	text(c, "Ид", &e.ID)
	text(c, "Название", &e.Name)
	if c.reading() && e.Name == "" {
		text(c, "Наименование", &e.Name)
	}
	text(c, "ТипОплаты", &e.PaymentKind)
}

func (h *Package) trouble() *error   { return &h.Problem }
func (p *PriceType) trouble() *error { return &p.Problem }
func (w *Warehouse) trouble() *error { return &w.Problem }
func (e *Choice) trouble() *error    { return &e.Problem }
