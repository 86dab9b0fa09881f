package bitrixtest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// basketTable is sale.basketitem; with catalog it is addCatalogProduct and updateCatalogProduct.
func (s *Server) basketTable(catalog bool) table {
	e := basketItems
	if catalog {
		e = catalogItems
	}
	return table{
		entity: e, name: "sale.basketitem", scope: "sale", missing: refuse(200140400001, "basket item is not exists"), counted: true,
		rows: s.flat(func(o *order) []row { return rowsOf(o.lines, func(l *line) row { return l.row }) }),
		show: func(r row) row {
			_, l := s.lineOf(id(r["id"]))
			return showLine(l)
		},
		add: func(c *bxserver.Call, given row) (row, error) {
			o := s.order(id(given["orderId"]))
			switch {
			case id(given["orderId"]) <= 0:
				return nil, refuse(200140400008, "Required fields: fields[ORDER_ID]")
			case o == nil:
				return nil, refuse(200140400009, "Order not found")
			case given["currency"] != o.row["currency"]:
				return nil, refuse(200140400011, "Currency must be the currency of the order")
			}
			if catalog {
				given["module"], given["productProviderClass"] = "catalog", provider
			}
			l, err := s.addLine(o, given)
			if err != nil {
				return nil, err
			}
			return l.row, s.save(c, o, change{goods: true})
		},
		update: func(c *bxserver.Call, r, given row) error {
			o, l := s.lineOf(id(r["id"]))
			return s.writeLine(c, o, l, given)
		},
		remove: func(c *bxserver.Call, r row) error {
			o, l := s.lineOf(id(r["id"]))
			if err := s.dropLine(o, l); err != nil {
				return err
			}
			return s.save(c, o, change{goods: true})
		},
	}
}

// provider is who says what a good of the catalogue costs.
const provider = `\Bitrix\Catalog\Product\CatalogProvider`

func (s *Server) lineOf(id int) (*order, *line) {
	for _, o := range s.orders {
		if l := o.line(id); l != nil {
			return o, l
		}
	}
	return nil, nil
}

// showLine is a line as get, add and update answer.
func showLine(l *line) row {
	out := basketItems.show(l.row)
	out["properties"] = rowsOf(l.properties, basketProperties.show)
	out["reservations"] = []any{}
	return out
}

// addLine puts a line into an order. One of the catalogue has the catalogue's price, unless it comes with one.
func (s *Server) addLine(o *order, given row) (*line, error) {
	l := &line{row: row{
		"orderId": o.id(), "fuserId": 4, "lid": o.row["lid"], "sort": 100, "customPrice": "N", "price": new(big.Rat), "basePrice": new(big.Rat),
		"discountPrice": new(big.Rat), "weight": new(big.Rat), "dimensions": `a:3:{s:5:"WIDTH";N;s:6:"HEIGHT";N;s:6:"LENGTH";N;}`, "measureCode": "796",
		"measureName": "шт", "canBuy": "Y", "vatIncluded": "Y", "dateInsert": s.Now(), "dateUpdate": s.Now(), "xmlId": s.xmlID(), "type": "",
	}}
	maps.Copy(l.row, given)
	quantity := rat(given["quantity"])
	if quantity.Sign() <= 0 {
		return nil, refuse(0, "Количество товара \""+text(l.row["name"])+"\" должно быть больше нуля")
	}
	if l.ofCatalog() {
		g := s.byID(id(given["productId"]))
		if g == nil || g.row["active"] != "Y" || g.base() == nil {
			return nil, refuse(200140400007, "basket item is not saved - bad data")
		}
		if err := g.enough(quantity, new(big.Rat)); err != nil {
			return nil, err
		}
		l.row["name"], l.row["productXmlId"], l.row["catalogXmlId"] = g.row["name"], g.row["xmlId"], guid("catalog")
		l.row["vatRate"], l.row["priceTypeId"], l.row["productPriceId"] = s.rate(g), 1, g.base()["id"]
		l.row["basePrice"] = rat(g.base()["price"])
		l.row["price"] = rat(l.row["basePrice"])
		l.property(s, "Catalog XML_ID", "CATALOG.XML_ID", guid("catalog"))
		l.property(s, "Product XML_ID", "PRODUCT.XML_ID", text(g.row["xmlId"]))
		l.property(s, "Артикул", ArticleProperty, g.article)
	}
	l.row["id"] = s.next("basket", 811)
	for _, p := range l.properties {
		p["basketId"] = l.id()
	}
	price(l, given)
	o.lines = append(o.lines, l)
	if s.settings.KeepPrices && l.ofCatalog() && !l.custom() {
		s.repriceOne(o, l)
	}
	return l, nil
}

// repriceOne runs the rules for one line only.
func (s *Server) repriceOne(o *order, l *line) {
	kept := map[*line]row{}
	for _, other := range o.lines {
		if other != l {
			kept[other] = maps.Clone(other.row)
		}
	}
	s.reprice(o)
	for other, r := range kept {
		other.row["price"], other.row["discountPrice"] = r["price"], r["discountPrice"]
	}
}

// price writes the prices that came: a final one freezes the line, and nobody checks that they add up.
func price(l *line, given row) {
	if v, ok := given["price"]; ok && v != nil {
		l.row["price"], l.row["customPrice"] = rat(v), "Y"
		return
	}
	_, base := given["basePrice"]
	_, discount := given["discountPrice"]
	if base || discount {
		l.row["price"] = sub(rat(l.row["basePrice"]), rat(l.row["discountPrice"]))
	}
}

// property adds a property of a line.
func (l *line) property(s *Server, name, code, value string) {
	l.properties = append(l.properties, row{
		"id": s.next("basketProperty", 138), "basketId": l.row["id"], "name": name, "code": code, "value": value, "sort": 100, "xmlId": s.xmlID(),
	})
}

// enough refuses a quantity of which there is less than that.
func (g *good) enough(want, have *big.Rat) error {
	free, counted := g.sellable()
	more := sub(want, have)
	switch {
	case !counted || more.Sign() <= 0:
		return nil
	case free.Sign() <= 0:
		return refuse("SALE_BASKET_ITEM_WRONG_AVAILABLE_QUANTITY", fmt.Sprintf("Товара \"%v\" нет в наличии", g.row["name"]))
	case free.Cmp(want) < 0:
		return refuse("SALE_BASKET_AVAILABLE_QUANTITY", fmt.Sprintf("Для товара \"%v\" доступно только %s", g.row["name"], decimal(free)))
	}
	return nil
}

// writeLine changes a line. A new quantity asks the catalogue for its price, unless the line has a price of its own.
func (s *Server) writeLine(c *bxserver.Call, o *order, l *line, given row) error {
	had, want := rat(l.row["quantity"]), rat(given["quantity"])
	if want.Sign() <= 0 {
		return refuse(0, "Количество товара \""+text(l.row["name"])+"\" должно быть больше нуля")
	}
	if want.Cmp(o.shipped(l.id(), nil)) < 0 && len(o.shipments) != 1 {
		return refuse("SALE_SHIPMENT_SYSTEM_QUANTITY_ERROR", "Количество товара \""+text(l.row["name"])+"\" меньше, чем распределено по отгрузкам")
	}
	if len(o.shipments) == 1 && o.shipments[0].deducted() && want.Cmp(o.shipped(l.id(), nil)) < 0 {
		return refuse("SALE_SHIPMENT_ITEM_SHIPMENT_ALREADY_SHIPPED_CANNOT_EDIT", "Отгрузка уже отгружена")
	}
	g := s.byID(id(l.row["productId"]))
	if want.Cmp(had) != 0 && l.ofCatalog() {
		if g == nil || g.row["active"] != "Y" {
			return refuse("SALE_BASKET_ITEM_WRONG_AVAILABLE_QUANTITY", "Товар \""+text(l.row["name"])+"\" недоступен")
		}
		if err := g.enough(want, had); err != nil {
			return err
		}
		if !l.custom() && g.base() != nil && !s.settings.KeepPrices {
			l.row["basePrice"] = rat(g.base()["price"])
			l.row["price"] = rat(l.row["basePrice"])
		}
	}
	maps.Copy(l.row, given)
	l.row["dateUpdate"] = s.Now()
	price(l, given)
	s.shareOut(o, l, had, want)
	return s.save(c, o, change{goods: true})
}

// shareOut lets the only shipment of an order follow the quantity of a line that it had whole.
func (s *Server) shareOut(o *order, l *line, had, want *big.Rat) {
	if len(o.shipments) != 1 || o.shipments[0].deducted() {
		return
	}
	for _, it := range o.shipments[0].items {
		if id(it["basketId"]) == l.id() && (rat(it["quantity"]).Cmp(had) == 0 || rat(it["quantity"]).Cmp(want) > 0) {
			it["quantity"] = want
		}
	}
}

// dropLine takes a line out of an order and of what is not shipped yet.
func (s *Server) dropLine(o *order, l *line) error {
	has := func(it row) bool { return id(it["basketId"]) == l.id() }
	for _, h := range o.shipments {
		if h.deducted() && slices.ContainsFunc(h.items, has) {
			return refuse("SALE_BASKET_ITEM_REMOVE_IMPOSSIBLE_BECAUSE_SHIPPED", "Невозможно удалить товар \""+text(l.row["name"])+"\", так как он отгружен")
		}
	}
	for _, h := range o.shipments {
		h.items = slices.DeleteFunc(h.items, has)
	}
	for _, p := range o.payments {
		p.items = slices.DeleteFunc(p.items, has)
	}
	o.lines = slices.DeleteFunc(o.lines, func(one *line) bool { return one == l })
	return nil
}

// basketPropertyTable is sale.basketproperties.
func (s *Server) basketPropertyTable() table {
	touch := func(c *bxserver.Call, basket int) error {
		o, _ := s.lineOf(basket)
		return s.save(c, o, change{})
	}
	return table{
		entity: basketProperties, name: "sale.basketproperties", scope: "sale", missing: refuse(200240400003, "basket property is not exists"),
		rows: s.flat(func(o *order) (all []row) {
			for _, l := range o.lines {
				all = append(all, l.properties...)
			}
			return all
		}),
		add: func(c *bxserver.Call, given row) (row, error) {
			_, l := s.lineOf(id(given["basketId"]))
			if l == nil {
				return nil, refuse(200240400002, "Basket item not exists")
			}
			p := row{"id": s.next("basketProperty", 138), "sort": 100, "xmlId": s.xmlID()}
			maps.Copy(p, given)
			l.properties = append(l.properties, p)
			return p, touch(c, l.id())
		},
		update: func(c *bxserver.Call, r, given row) error {
			maps.Copy(r, given)
			return touch(c, id(r["basketId"]))
		},
		remove: func(c *bxserver.Call, r row) error {
			_, l := s.lineOf(id(r["basketId"]))
			l.properties = slices.DeleteFunc(l.properties, func(p row) bool { return p["id"] == r["id"] })
			return touch(c, l.id())
		},
	}
}
