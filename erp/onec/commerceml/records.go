package commerceml

import (
	"cmp"
	"errors"
	"strings"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// of returns the records of a kind of a record of a file. at is where it stands, for one without an id.
func (s *Source) of(rec Record, kind exchange.Kind, at string) []exchange.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch rec := rec.(type) {
	case *Good:
		if kind == exchange.Goods {
			return s.identified("good", rec.ID, at, rec.Problem, func() []exchange.Record { return s.good(rec, rec.ID) })
		}
	case *Offer:
		return s.offer(rec, kind, at)
	case *Warehouse:
		if kind == exchange.Warehouses {
			return s.identified("warehouse", rec.ID, at, rec.Problem, func() []exchange.Record { return s.warehouse(rec) })
		}
	}
	return nil
}

// identified returns the records of a thing with an id; its problem, if it has one.
func (s *Source) identified(thing, id, at string, problem error, records func() []exchange.Record) []exchange.Record {
	if id == "" && problem == nil {
		problem = &FormatError{Offset: -1, Path: at, Why: order.Textf("it has no id (Ид), by which it is told apart")}
	}
	if problem == nil {
		return records()
	}
	return []exchange.Record{{Key: cmp.Or(id, at), Ref: s.ref(thing, cmp.Or(id, at)), Problem: problem}}
}

// offer returns the records of an offer. A value that cannot be read spoils the records of its kind, not the others.
func (s *Source) offer(o *Offer, kind exchange.Kind, at string) []exchange.Record {
	if kind == exchange.Warehouses || kind == exchange.Goods && o.FeatureID == "" && !strings.Contains(o.ID, "#") && !o.Gone() {
		return nil // the catalogue has the good
	}
	if kind == exchange.Goods && o.Name == "" && !o.Gone() {
		return nil // prices or stock alone
	}
	id := o.ID
	if id != "" {
		id = o.Key()
	}
	return s.identified("good", id, at, problemOf(o, kind), func() []exchange.Record {
		switch {
		case kind == exchange.Goods:
			return s.good(&o.Good, o.Key())
		case o.Gone():
			return nil // as the good is
		case kind == exchange.Prices:
			return s.prices(o)
		}
		return s.stocks(o)
	})
}

// problemOf returns the problem of an offer that is one for a kind.
func problemOf(o *Offer, kind exchange.Kind) error {
	var first *FormatError
	if !errors.As(o.Problem, &first) {
		return o.Problem
	}
	for _, e := range append([]*FormatError{first}, first.More...) {
		of := exchange.Goods
		switch {
		case strings.Contains(e.Path, "/Цены"):
			of = exchange.Prices
		case strings.Contains(e.Path, "/Количество"), strings.Contains(e.Path, "/Склад"), strings.Contains(e.Path, "/Остат"):
			of = exchange.Stocks
		}
		if of == kind {
			return e
		}
	}
	return nil
}

// good is a good, or a variant of one, as other systems know goods.
func (s *Source) good(g *Good, sku string) []exchange.Record {
	ref := s.ref("good", sku)
	if g.Gone() {
		return []exchange.Record{{Key: sku, Ref: ref, Gone: true}}
	}
	out := exchange.Good{
		SKU: sku, Name: cmp.Or(g.Traits.Get("Полное наименование"), g.FullName, g.Name), Article: g.Article, Description: g.Description, GTIN: g.Barcode, Brand: g.Brand,
		Country: g.Country, Pictures: g.Pictures, Attributes: s.attributes(g),
	}
	if model, feature := SplitID(sku); feature != "" {
		out.Model = model
	}
	if out.Brand == "" && g.Maker != nil {
		out.Brand = g.Maker.Name
	}
	if len(g.Groups) > 0 {
		out.Category = s.names.groups[g.Groups[0]]
	}
	if g.Unit != nil {
		out.Unit = cmp.Or(g.Unit.Text, g.Unit.ShortName, g.Unit.Code)
	}
	for _, t := range g.VATRates {
		if v, ok := t.VAT(); ok {
			out.VAT = v
		}
	}
	r := exchange.NewRecord(exchange.Goods, sku, out)
	r.Ref = ref
	return []exchange.Record{r}
}

// attributes are the properties, characteristics and traits of a good, and what its type does not know. Weight and size
// are among them, as files do not say in which units they are.
func (s *Source) attributes(g *Good) map[string]string {
	out := map[string]string{}
	add := func(name, value string) {
		if name != "" && value != "" {
			out[name] = value
		}
	}
	for _, e := range g.Extra {
		add(e.Name, e.Text)
	}
	add("Вес", string(g.Weight))
	add("Длина", string(g.Length))
	add("Ширина", string(g.Width))
	add("Высота", string(g.Height))
	for _, t := range g.VATRates {
		if _, ok := t.VAT(); !ok {
			add(t.Name, t.Rate)
		}
	}
	for _, t := range g.Traits {
		add(t.Name, strings.Join(t.Values, ", "))
	}
	for _, p := range g.Properties {
		var values []string
		for _, v := range p.Values {
			values = append(values, cmp.Or(s.names.options[p.ID+"#"+v], v))
		}
		add(cmp.Or(s.names.properties[p.ID], p.Name, p.ID), strings.Join(values, ", "))
	}
	for _, f := range g.Features {
		add(f.Name, f.Value)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// prices are the records of the prices of an offer. One that is for a quantity only is a problem, as a price of one
// unit must not be taken for it.
func (s *Source) prices(o *Offer) (out []exchange.Record) {
	sku := o.Key()
	for _, p := range o.Prices {
		kind := cmp.Or(s.set.PriceTypes[p.Type], s.names.priceTypes[p.Type], p.Type)
		key := sku + "/" + p.Type
		record := func(why order.Text) exchange.Record {
			return exchange.Record{Key: key, Problem: &FormatError{Offset: -1, Path: sku + "/Цены/" + kind, Value: string(p.Sum.Decimal), Why: why}}
		}
		var r exchange.Record
		sum := wire.Sum{Decimal: p.Sum.Decimal, Currency: cmp.Or(p.Sum.Currency, s.names.currencies[p.Type])}
		price, err := sum.Money()
		switch {
		case p.MinQuantity != "" && p.MinQuantity != "0" && p.MinQuantity != "1":
			key += "/" + string(p.MinQuantity)
			r = record(order.Textf("the price is for %s and more only, and is not carried over", string(p.MinQuantity)))
		case kind == "":
			r = record(order.Textf("the price has no type"))
		case p.Sum.IsZero():
			continue // nothing is said
		case err != nil:
			r = record(order.Textf("it is no sum of money in %q: %v", sum.Currency, err))
		default:
			r = exchange.NewRecord(exchange.Prices, key, exchange.Price{SKU: sku, Type: kind, Price: price})
		}
		r.Ref = s.ref("good", sku)
		out = append(out, r)
	}
	return out
}

// stocks are the records of the stock of an offer: for each warehouse, or for all together if the file tells none.
func (s *Source) stocks(o *Offer) (out []exchange.Record) {
	sku := o.Key()
	told := o.Stocks
	if len(told) == 0 && o.Quantity != "" {
		told = []Stock{{Quantity: o.Quantity}}
	}
	if len(told) == 0 && s.set.ZeroLeftOut {
		told = s.none()
	}
	for _, w := range told {
		if w.Quantity == "" {
			continue
		}
		key, place := sku, cmp.Or(s.set.Warehouses[w.Warehouse], w.Warehouse)
		if place != "" {
			key += "/" + place
		}
		var r exchange.Record
		if q, err := Quantity(w.Quantity); err != nil {
			r = exchange.Record{Key: key, Problem: &FormatError{Offset: -1, Path: key, Value: string(w.Quantity), Why: order.Textf("want a number of at most three decimals, such as 3 or 0,350")}}
		} else {
			r = exchange.NewRecord(exchange.Stocks, key, exchange.Stock{SKU: sku, Warehouse: place, Quantity: q})
		}
		r.Ref = s.ref("good", sku)
		out = append(out, r)
	}
	return out
}

// none is no stock, at each warehouse that is known.
func (s *Source) none() (out []Stock) {
	for _, id := range s.names.warehouses {
		out = append(out, Stock{Warehouse: id, Quantity: "0"})
	}
	if out == nil {
		out = []Stock{{Quantity: "0"}}
	}
	return out
}

func (s *Source) warehouse(w *Warehouse) []exchange.Record {
	code := cmp.Or(s.set.Warehouses[w.ID], w.ID)
	ref := s.ref("warehouse", w.ID)
	if w.Deleted == Yes {
		return []exchange.Record{{Key: code, Ref: ref, Gone: true}}
	}
	p := exchange.Warehouse{Code: code, Name: w.Name}
	if w.Address != nil {
		p.Address = w.Address.Text
	}
	r := exchange.NewRecord(exchange.Warehouses, code, p)
	r.Ref = ref
	return []exchange.Record{r}
}

// VAT returns the rate of a tax that is VAT, and whether it is one that is known: "22", "22%", "Без НДС".
func (t *Tax) VAT() (amount.VAT, bool) {
	rate := plain(t.Rate)
	switch {
	case !strings.Contains(plain(t.Name), "ндс"):
		return amount.VATUnset, false
	case rate == "безндс":
		return amount.VATNone, true
	}
	v, err := amount.ParseVAT(strings.TrimSuffix(strings.TrimPrefix(rate, "ндс"), "%"))
	return v, err == nil && v != amount.VATUnset
}
