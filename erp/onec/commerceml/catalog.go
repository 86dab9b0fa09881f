package commerceml

import "github.com/ordo-sdk/ordo/wire"

// Classifier is the beginning of groups, properties, price types, warehouses and units.
type Classifier struct {
	Changes     Flag // what is not in it stays as it is
	ID          string
	Name        string
	Owner       *Party
	Description string
	Tail        bool // these elements came after records of the classifier that is open, not before a new one
	Extra       []Element
	Problem     error
}

func (h *Classifier) code(c *codec) {
	c.extra(&h.Extra)
	attr(c, attrChanges, &h.Changes)
	text(c, "Ид", &h.ID)
	text(c, "Наименование", &h.Name)
	one(c, "Владелец", &h.Owner)
	text(c, "Описание", &h.Description)
}

// Catalog is the beginning of a list of goods.
type Catalog struct {
	Changes      Flag // goods that are not in it stay as they are
	ID           string
	ClassifierID string
	Name         string
	Owner        *Party
	Description  string
	Tail         bool // these elements came after goods of the catalog that is open, not before a new one
	Extra        []Element
	Problem      error
}

func (h *Catalog) code(c *codec) {
	c.extra(&h.Extra)
	attr(c, attrChanges, &h.Changes)
	text(c, "Ид", &h.ID)
	text(c, "ИдКлассификатора", &h.ClassifierID)
	text(c, "Наименование", &h.Name)
	one(c, "Владелец", &h.Owner)
	text(c, "Описание", &h.Description)
}

// Group is a group of goods, with the groups in it.
type Group struct {
	ID          string
	Version     string // НомерВерсии, a change counter
	Deleted     Flag
	Name        string
	Description string
	Groups      []Group
	Extra       []Element
	Problem     error // of the outermost group
}

func (g *Group) code(c *codec) {
	c.extra(&g.Extra)
	text(c, "Ид", &g.ID)
	text(c, "НомерВерсии", &g.Version)
	flag(c, "ПометкаУдаления", &g.Deleted)
	text(c, "Наименование", &g.Name)
	text(c, "Описание", &g.Description)
	slice(c, "Группы", "Группа", &g.Groups)
}

// Property is a property that goods may have.
type Property struct {
	ID            string
	Version       string
	Deleted       Flag
	Name          string
	Description   string
	Required      string // Обязательное: for what
	Multiple      Flag
	Type          string   // ТипЗначений: Строка, Число, Время, Справочник
	Options       []Option // its possible values
	Forms         []string // possible values without an id
	ForGoods      Flag
	ForOffers     Flag
	ForDocuments  Flag
	External      Flag // Внешний
	Informational Flag // Информационное
	Extra         []Element
	Problem       error
}

// Option is a possible value of a Property. Goods name it by its ID.
type Option struct {
	ID    string
	Value string
	Extra []Element
}

func (o *Option) code(c *codec) {
	c.extra(&o.Extra)
	text(c, "ИдЗначения", &o.ID)
	text(c, "Значение", &o.Value)
}

func (p *Property) code(c *codec) {
	c.extra(&p.Extra)
	text(c, "Ид", &p.ID)
	text(c, "НомерВерсии", &p.Version)
	flag(c, "ПометкаУдаления", &p.Deleted)
	text(c, "Наименование", &p.Name)
	text(c, "Описание", &p.Description)
	text(c, "Обязательное", &p.Required)
	flag(c, "Множественное", &p.Multiple)
	text(c, "ТипЗначений", &p.Type)
	texts(c, "ВариантыЗначений", "Значение", &p.Forms)
	slice(c, "ВариантыЗначений", "Справочник", &p.Options)
	flag(c, "ДляТоваров", &p.ForGoods)
	flag(c, "ДляПредложений", &p.ForOffers)
	flag(c, "ДляДокументов", &p.ForDocuments)
	flag(c, "Внешний", &p.External)
	flag(c, "Информационное", &p.Informational)
}

// Good is a good of a catalog.
type Good struct {
	Status      GoodStatus
	ID          string // of the good, and behind "#" of its characteristic, if it has one: see SplitID
	Version     string
	Deleted     Flag
	Barcode     string
	Article     string
	Name        string
	FullName    string
	Unit        *Unit
	PartyGoodID string   // ИдТовараУКонтрагента
	Groups      []string // ids
	Description string
	Pictures    []string // names of files, the main one first
	Country     string
	Brand       string
	Maker       *Maker
	Properties  []PropertyValue
	VATRates    []Tax // СтавкиНалогов: name and rate
	Features    []Feature
	Traits      Traits
	Weight      wire.Decimal // all four without a unit of measure
	Length      wire.Decimal
	Width       wire.Decimal
	Height      wire.Decimal
	Extra       []Element
	Problem     error
}

// GoodStatus is what an exchange of changes says of a good.
type GoodStatus string

// The statuses of goods.
const (
	GoodNew     GoodStatus = "Новый"
	GoodChanged GoodStatus = "Изменен"
	GoodDeleted GoodStatus = "Удален"
)

// Gone reports whether the good is deleted, by its status or by its mark.
func (g *Good) Gone() bool { return g.Status == GoodDeleted || g.Deleted == Yes }

func (g *Good) code(c *codec) {
	c.extra(&g.Extra)
	attr(c, "Статус", &g.Status)
	text(c, "Ид", &g.ID)
	text(c, "НомерВерсии", &g.Version)
	flag(c, "ПометкаУдаления", &g.Deleted)
	text(c, "Штрихкод", &g.Barcode)
	text(c, "Артикул", &g.Article)
	text(c, "Наименование", &g.Name)
	text(c, "ПолноеНаименование", &g.FullName)
	one(c, "БазоваяЕдиница", &g.Unit)
	text(c, "ИдТовараУКонтрагента", &g.PartyGoodID)
	texts(c, "Группы", "Ид", &g.Groups)
	text(c, "Описание", &g.Description)
	texts(c, "", "Картинка", &g.Pictures)
	text(c, "Страна", &g.Country)
	text(c, "ТорговаяМарка", &g.Brand)
	one(c, "Изготовитель", &g.Maker)
	slice(c, "ЗначенияСвойств", "ЗначенияСвойства", &g.Properties)
	slice(c, "СтавкиНалогов", "СтавкаНалога", &g.VATRates)
	slice(c, "ХарактеристикиТовара", "ХарактеристикаТовара", &g.Features)
	slice(c, "ЗначенияРеквизитов", "ЗначениеРеквизита", (*[]Trait)(&g.Traits))
	decimal(c, "Вес", &g.Weight)
	decimal(c, "Длина", &g.Length)
	decimal(c, "Ширина", &g.Width)
	decimal(c, "Высота", &g.Height)
}

// Maker is who makes a good.
type Maker struct {
	ID           string
	Name         string
	OfficialName string
	Extra        []Element
}

func (m *Maker) code(c *codec) {
	c.extra(&m.Extra)
	text(c, "Ид", &m.ID)
	text(c, "Наименование", &m.Name)
	text(c, "ОфициальноеНаименование", &m.OfficialName)
}

// PropertyValue is what a good has of a Property. Values of a property of type Справочник are ids of its Options.
type PropertyValue struct {
	ID     string
	Name   string
	Values []string
	Extra  []Element
}

func (v *PropertyValue) code(c *codec) {
	c.extra(&v.Extra)
	text(c, "Ид", &v.ID)
	text(c, "Наименование", &v.Name)
	texts(c, "", "Значение", &v.Values)
}

// Feature is what tells the variants of a good apart, such as its size.
type Feature struct {
	ID    string
	Name  string
	Value string
	Extra []Element
}

func (f *Feature) code(c *codec) {
	c.extra(&f.Extra)
	text(c, "Ид", &f.ID)
	text(c, "Наименование", &f.Name)
	text(c, "Значение", &f.Value)
}

// Unit is a unit of measure: of a good, or of a classifier.
type Unit struct {
	ID            string // of a classifier
	Version       string
	Deleted       Flag
	Text          string // such as "шт"; in files of version 3.1 the code
	Code          string // of the classifier of units OKEI, such as "796"
	ShortName     string
	FullName      string
	International string // such as "PCE"
	Recounts      []Recount
	Extra         []Element
	Problem       error
}

func (u *Unit) code(c *codec) {
	c.extra(&u.Extra)
	for _, field := range []struct {
		name  string
		value *string
	}{{"Код", &u.Code}, {"НаименованиеПолное", &u.FullName}, {"МеждународноеСокращение", &u.International}, {"НаименованиеКраткое", &u.ShortName}} {
		if u.asElements(c) {
			text(c, field.name, field.value)
		} else {
			attr(c, field.name, field.value)
		}
		if c.reading() && *field.value == "" {
			text(c, field.name, field.value)
		}
	}
	content(c, &u.Text)
	text(c, "Ид", &u.ID)
	text(c, "НомерВерсии", &u.Version)
	flag(c, "ПометкаУдаления", &u.Deleted)
	slice(c, "", "Пересчет", &u.Recounts)
}

// asElements reports whether the unit is to be written with elements, as those of a classifier are, and that in which a
// line is sold. That of a good has attributes.
func (u *Unit) asElements(c *codec) bool {
	return !c.reading() && c.name() != "БазоваяЕдиница"
}

// Recount is how many of a unit another one is.
type Recount struct {
	Unit   string
	Factor string
	Extra  []Element
}

func (r *Recount) code(c *codec) {
	c.extra(&r.Extra)
	text(c, "Единица", &r.Unit)
	text(c, "Коэффициент", &r.Factor)
}

func (h *Classifier) trouble() *error { return &h.Problem }
func (h *Catalog) trouble() *error    { return &h.Problem }
func (g *Group) trouble() *error      { return &g.Problem }
func (p *Property) trouble() *error   { return &p.Problem }
func (g *Good) trouble() *error       { return &g.Problem }
func (u *Unit) trouble() *error       { return &u.Problem }
