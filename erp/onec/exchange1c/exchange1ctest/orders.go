package exchange1ctest

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// ShopOrder is an order of the shop.
type ShopOrder struct {
	Number   string // its id, too
	Date     string // 2026-11-30
	Currency string // empty means RUB
	Sum      string
	Buyer    string // the name
	Status   string // such as "N"; "F" is final
	Lines    []Line

	Paid, Allowed, Cancelled bool   // Allowed: delivery is allowed
	Tracking                 string // of a shipment document
	NumberIn1C               string
	Phone, Email, Comment    string
	Traits                   [][2]string // further ones: names and values

	changes   int    // of the order
	confirmed int    // the changes that 1C confirmed
	version   string // НомерВерсии of the last document of 1C
}

// PutOrder adds an order, or takes the place of the one with its number: 1C is offered it.
func (s *Shop) PutOrder(o ShopOrder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o.Lines = slices.Clone(o.Lines)
	for i, old := range s.orders {
		if old.Number == o.Number {
			o.changes, o.confirmed, o.version = old.changes+1, old.confirmed, old.version
			s.orders[i] = &o
			return
		}
	}
	o.changes = 1
	s.orders = append(s.orders, &o)
}

// Order returns an order as it is now.
func (s *Shop) Order(number string) (ShopOrder, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.find(number); o != nil {
		return *o, true
	}
	return ShopOrder{}, false
}

// Waiting returns the numbers of the orders that 1C has not confirmed.
func (s *Shop) Waiting() (numbers []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orders {
		if o.changes != o.confirmed {
			numbers = append(numbers, o.Number)
		}
	}
	return numbers
}

// find returns an order. The caller holds mu.
func (s *Shop) find(number string) *ShopOrder {
	for _, o := range s.orders {
		if o.Number == number {
			return o
		}
	}
	return nil
}

// escape writes a text into XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // to a builder
	return b.String()
}

// query writes the orders that 1C has not confirmed. Since version 3 each is in a container.
func (s *Shop) query(v *visit) string {
	v.offered = map[string]int{}
	version, encoding := v.version, "windows-1251"
	if version == "" {
		version = "2.05"
	}
	if s.settings.UTF8 {
		encoding = "UTF-8"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="%s"?>`+"\n"+`<КоммерческаяИнформация ВерсияСхемы="%s" ДатаФормирования="2026-11-30T10:00:00">`+"\n", encoding, escape(version))
	for _, o := range s.orders {
		if o.changes == o.confirmed {
			continue
		}
		v.offered[o.Number] = o.changes
		if strings.HasPrefix(version, "3") {
			b.WriteString("<Контейнер>" + o.document() + "</Контейнер>\n")
		} else {
			b.WriteString(o.document() + "\n")
		}
	}
	b.WriteString("</КоммерческаяИнформация>\n")
	return b.String()
}

// document writes an order as the shop does.
func (o *ShopOrder) document() string {
	var b strings.Builder
	currency := o.Currency
	if currency == "" {
		currency = "RUB"
	}
	element := func(name, value string) { b.WriteString("<" + name + ">" + escape(value) + "</" + name + ">") }
	b.WriteString("<Документ>")
	element("Ид", o.Number)
	element("Номер", o.Number)
	element("Дата", o.Date)
	element("ХозОперация", "Заказ товара")
	element("Роль", "Продавец")
	element("Валюта", currency)
	element("Курс", "1")
	element("Сумма", o.Sum)
	b.WriteString("<Контрагенты><Контрагент>")
	element("Ид", o.Number+"#buyer#"+o.Buyer)
	element("Наименование", o.Buyer)
	element("ПолноеНаименование", o.Buyer)
	element("Роль", "Покупатель")
	if o.Phone != "" || o.Email != "" {
		b.WriteString("<Контакты>")
		for _, c := range [][2]string{{"Телефон рабочий", o.Phone}, {"Электронная почта", o.Email}} {
			if c[1] != "" {
				b.WriteString("<Контакт>")
				element("Тип", c[0])
				element("Значение", c[1])
				b.WriteString("</Контакт>")
			}
		}
		b.WriteString("</Контакты>")
	}
	b.WriteString("</Контрагент></Контрагенты>")
	element("Время", "10:00:00")
	if o.Comment != "" {
		element("Комментарий", o.Comment)
	}
	b.WriteString("<Товары>")
	for _, l := range o.Lines {
		b.WriteString("<Товар>")
		element("Ид", l.ID)
		if l.Article != "" {
			element("Артикул", l.Article)
		}
		element("Наименование", l.Name)
		b.WriteString(`<БазоваяЕдиница Код="796" НаименованиеПолное="Штука" МеждународноеСокращение="PCE">шт</БазоваяЕдиница>`)
		if l.VAT != "" {
			b.WriteString("<СтавкиНалогов><СтавкаНалога>")
			element("Наименование", "НДС")
			element("Ставка", l.VAT)
			b.WriteString("</СтавкаНалога></СтавкиНалогов>")
		}
		if l.Price != "" {
			element("ЦенаЗаЕдиницу", l.Price)
		}
		element("Количество", l.Quantity)
		element("Сумма", l.Sum)
		if l.Discount != "" {
			b.WriteString("<Скидки><Скидка>")
			element("Наименование", "Скидка на товар")
			element("Сумма", l.Discount)
			element("УчтеноВСумме", "true")
			b.WriteString("</Скидка></Скидки>")
		}
		b.WriteString("</Товар>")
	}
	b.WriteString("</Товары><ЗначенияРеквизитов>")
	trait := func(name, value string) {
		b.WriteString("<ЗначениеРеквизита>")
		element("Наименование", name)
		element("Значение", value)
		b.WriteString("</ЗначениеРеквизита>")
	}
	trait("Заказ оплачен", fmt.Sprint(o.Paid))
	trait("Отменен", fmt.Sprint(o.Cancelled))
	trait("Финальный статус", fmt.Sprint(o.Status == "F"))
	trait("Статус заказа", "["+o.Status+"]")
	trait("Статуса заказа ИД", o.Status)
	for _, t := range o.Traits {
		trait(t[0], t[1])
	}
	b.WriteString("</ЗначенияРеквизитов></Документ>")
	return b.String()
}

// success commits what the session's query gave out: an order that has changed since stays.
func (s *Shop) success(r *http.Request, v *visit) string {
	for number, changes := range v.offered {
		if o := s.find(number); o != nil {
			o.confirmed = changes
		}
	}
	fake.Commit(r)
	return "success"
}

// info writes the lists of the shop. The first letter of the first list is Latin, as in 1C-Bitrix.
func (s *Shop) info() string {
	encoding := "windows-1251"
	if s.settings.UTF8 {
		encoding = "UTF-8"
	}
	return `<?xml version="1.0" encoding="` + encoding + `"?>` + "\n" + `<Справочник><` +
		"\u0043татусы>" + `<Элемент><Ид>N</Ид><Название>Принят</Название></Элемент><Элемент><Ид>F</Ид><Название>Выполнен</Название></Элемент></` + "\u0043татусы>" +
		`<ПлатежныеСистемы><Элемент><Ид>1</Ид><Название>Наличные</Название><ТипОплаты>Наличная</ТипОплаты></Элемент></ПлатежныеСистемы>` +
		`<СлужбыДоставки><Элемент><Ид>2</Ид><Название>Курьер</Название></Элемент></СлужбыДоставки></Справочник>`
}

// commerce is what the shop reads of a file.
type commerce struct {
	XMLName    xml.Name
	Documents  []document `xml:"Документ"`
	Containers []struct {
		Documents []document `xml:"Документ"`
	} `xml:"Контейнер"`
	Goods []string `xml:"Каталог>Товары>Товар>Ид"`
}

// document is what the shop reads of a document.
type document struct {
	ID        string  `xml:"Ид"`
	Number    string  `xml:"Номер"`
	Date      string  `xml:"Дата"`
	Version   string  `xml:"НомерВерсии"`
	Operation string  `xml:"ХозОперация"`
	Basis     string  `xml:"Основание"`
	Currency  string  `xml:"Валюта"`
	Sum       string  `xml:"Сумма"`
	In1C      string  `xml:"Номер1С"`
	Lines     []Line  `xml:"Товары>Товар"`
	Buyer     string  `xml:"Контрагенты>Контрагент>Наименование"`
	Traits    []trait `xml:"ЗначенияРеквизитов>ЗначениеРеквизита"`
}

type trait struct {
	Name  string `xml:"Наименование"`
	Value string `xml:"Значение"`
}

func (d *document) trait(name string) string {
	for _, t := range d.Traits {
		if t.Name == name {
			return t.Value
		}
	}
	return ""
}

// take applies documents of 1C, and returns what the shop says beside "success": on the same line, as it does.
func (s *Shop) take(v *visit, all []document) string {
	var said []string
	for _, d := range all {
		if d.ID == "" {
			said = append(said, "Для документа со стороны 1С не передан уникальный идентификатор - 'Ид'.")
			continue
		}
		var why string
		switch d.Operation {
		case "Заказ товара":
			why = s.takeOrder(&d)
		case "Отпуск товара", "Выплата безналичных денег", "Выплата наличных денег", "Эквайринговая операция":
			why = s.takeSubordinate(v, &d)
		default:
			why = "Документ с Ид - " + d.ID + ". Операция " + d.Operation + " не поддерживается."
		}
		if why != "" {
			said = append(said, why)
		}
	}
	return strings.Join(said, "\n")
}

// takeOrder applies an order of 1C whole: lines that it does not have are deleted.
func (s *Shop) takeOrder(d *document) string {
	o := s.find(d.Number)
	switch {
	case o == nil && !s.settings.ImportNew:
		return "Заказ №" + d.Number + " на сайте не найден."
	case o == nil:
		o = &ShopOrder{Number: d.Number, Date: d.Date, Currency: d.Currency, Buyer: d.Buyer, Status: "N"}
		s.orders = append(s.orders, o)
	case d.Version != "" && d.Version == o.version:
		return ""
	case o.Paid || o.Allowed || o.Status == "F":
		return "Заказ №" + d.Number + " не может быть изменен (находится в финальном статусе, оплачен или разрешена доставка)."
	case d.Currency != "" && o.Currency != "" && d.Currency != o.Currency:
		return "Документ с Ид - " + d.ID + ". Валюта заказа " + d.Currency + " отличается от валюты сайта " + o.Currency + "."
	}
	for _, l := range d.Lines {
		if s.goods != nil && !s.goods[l.ID] && l.ID != "ORDER_DELIVERY" {
			return "Товар в каталоге сайта не найден для заказа № " + d.Number + "."
		}
	}
	o.Lines, o.Sum, o.version = d.Lines, d.Sum, d.Version
	o.Cancelled = d.trait("Отменен") == "true" // one that does not say so is taken back
	o.Paid = o.Paid || d.trait("Дата оплаты по 1С") != ""
	o.Allowed = o.Allowed || d.trait("Дата отгрузки по 1С") != ""
	if in := d.In1C; in != "" {
		o.NumberIn1C = in
	}
	if id := d.trait("Статуса заказа ИД"); id != "" {
		o.Status = id
	}
	o.changes++ // and does not go back to 1C, as it came from there
	o.confirmed = o.changes
	s.changed = append(s.changed, o)
	return ""
}

// takeSubordinate applies a document of a payment or shipment.
func (s *Shop) takeSubordinate(v *visit, d *document) string {
	head := "Документ с Ид - " + d.ID + ". "
	o := s.find(d.Basis)
	switch {
	case v.version == "" || v.version < "2.1":
		return head + "Операция " + d.Operation + " не поддерживается."
	case o == nil:
		return head + "Заказ основание " + d.Basis + " на сайте не найден."
	case o.Status == "F" || o.Cancelled:
		return head + "Документ не может быть изменен т.к. документ основание имеет финальный статус или отменен."
	}
	if d.Operation == "Отпуск товара" {
		o.Allowed = o.Allowed || d.trait("Отгружено") == "true"
		if t := d.trait("Идентификатор отправления"); t != "" {
			o.Tracking = t
		}
	} else {
		o.Paid = o.Paid || d.trait("Оплачено") == "true"
	}
	s.changed = append(s.changed, o)
	return ""
}
