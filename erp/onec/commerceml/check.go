package commerceml

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
)

// CheckForUT returns what of an order a stock УТ 11 refuses or takes amiss; nil if nothing. УТ 11 refuses all orders of
// a file for one of them, so that a shop checks each before it writes it. The error is a *FormatError.
//
// That an order and nothing else is taken, and that it needs a currency, are rules of УТ 11; that it finds orders by
// the first 11 letters of their number, and takes a rate of VAT that it does not know for none, as well. Lengths are
// those of the schema: whether УТ 11 refuses a longer text, or cuts it, is not known.
func (d *Document) CheckForUT() error {
	var c check
	if !strings.EqualFold(string(d.Operation), string(Order)) {
		c.wrong("ХозОперация", string(d.Operation), order.Textf("УТ 11 takes orders only: want %q", string(Order)))
	}
	c.length("Ид", d.ID, 40)
	c.required("Ид", d.ID)
	c.length("Номер", d.Number, 11)
	c.required("Номер", d.Number)
	c.required("Дата", string(d.Date))
	c.required("Роль", string(d.Role))
	c.required("Валюта", d.Currency)
	c.length("Валюта", d.Currency, 3)
	c.required("Сумма", string(d.Total.Decimal))
	c.length("Комментарий", d.Comment, 3000)
	if len(d.Parties) == 0 {
		c.required("Контрагенты", "")
	}
	for i := range d.Parties {
		p := &d.Parties[i]
		at := "Контрагенты/Контрагент" + nth(i)
		c.length(at+"/Ид", p.ID, 40)
		c.length(at+"/Наименование", p.Name, 255)
		c.required(at+"/ПолноеНаименование", p.FullName+p.OfficialName)
	}
	for i := range d.Lines {
		l := &d.Lines[i]
		at := "Товары/Товар" + nth(i)
		c.length(at+"/Ид", l.ID, 80)
		c.required(at+"/Наименование", l.Name)
		c.length(at+"/Наименование", l.Name, 255)
		c.rates(at+"/СтавкиНалогов/СтавкаНалога", l.VATRates)
		c.traits(at, l.Traits)
	}
	c.rates("Налоги/Налог", d.Taxes)
	c.traits("", d.Traits)
	if c.first == nil {
		return nil
	}
	return c.first
}

// check gathers what is wrong with a document.
type check struct{ first *FormatError }

func nth(i int) string { return "[" + strconv.Itoa(i+1) + "]" }

func (c *check) wrong(path, value string, why order.Text) {
	e := &FormatError{Offset: -1, Path: path, Value: short(value), Why: why}
	if c.first == nil {
		c.first = e
	} else {
		c.first.More = append(c.first.More, e)
	}
}

func (c *check) required(path, value string) {
	if value == "" {
		c.wrong(path, "", order.Textf("it is missing"))
	}
}

func (c *check) length(path, value string, most int) {
	if n := utf8.RuneCountInString(value); n > most {
		c.wrong(path, value, order.Textf("it has %d letters, more than %d", n, most))
	}
}

func (c *check) rates(path string, taxes []Tax) {
	for i, t := range taxes {
		if rate := plain(t.Rate); rate != "" && rate != "безндс" && strings.Trim(rate, "0123456789") != "" {
			c.wrong(path+nth(i)+"/Ставка", t.Rate, order.Textf("УТ 11 would take it for no VAT: want a number such as 22, or %q", "Без НДС"))
		}
	}
}

func (c *check) traits(path string, traits Traits) {
	for _, t := range traits {
		for _, v := range t.Values {
			c.length(strings.TrimPrefix(path+"/ЗначенияРеквизитов/", "/")+t.Name, v, 1000)
		}
	}
}
