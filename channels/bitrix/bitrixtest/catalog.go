package bitrixtest

import (
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// OffersID is the catalogue of offers, goods with a size or a colour of their own.
const OffersID = 24

// registerCatalog adds the methods of catalog.
func (s *Server) registerCatalog() {
	gone := func(code int, what string) error { return refuse(code, what+" is not exists") }
	for _, t := range []table{
		s.productTable("catalog.product", "product", "products", func(row) bool { return true }),
		s.productTable("catalog.product.offer", "offer", "offers", func(r row) bool { return r["type"] == 4 }),
		s.productTable("catalog.product.sku", "sku", "units", func(r row) bool { return r["type"] == 3 }),
		s.priceTable(),
		{
			entity: storeProducts, name: "catalog.storeproduct", scope: "catalog", missing: gone(0, "Entity"),
			rows: s.ofGoods(func(g *good) []row { return g.levels }),
		},
		s.fixed("catalog.catalog", "catalog", catalogs, "catalog", gone(0, "Catalog")),
		s.fixed("catalog.priceType", "catalog", priceTypes, "priceType", gone(201000000000, "Price type")),
		s.fixed("catalog.store", "catalog", stores, "store", gone(201100000000, "Store")),
		s.fixed("catalog.vat", "catalog", vats, "vat", gone(200800000000, "Vat")),
		s.fixed("catalog.measure", "catalog", measures, "measure", gone(200600000020, "Measure")),
		s.fixed("catalog.roundingRule", "catalog", roundingRules, "roundingRule", gone(200900000000, "Rounding rule")),
		s.fixed("catalog.section", "catalog", sections, "section", gone(200700300030, "Section")),
	} {
		s.register(t)
	}
	s.method("catalog.price.modify", "catalog", true, []string{"fields"}, s.modifyPrices)
	s.method("catalog.storeproduct.bulkSave", "catalog", true, []string{"items"}, s.bulkSave)
	s.method("catalog.document.mode.status", "catalog", false, nil, func(*bxserver.Call) (any, error) { return flag(s.settings.StockOf1C), nil })
}

func (s *Server) ofGoods(of func(*good) []row) func() []row {
	return func() (all []row) {
		for _, g := range s.goods {
			all = append(all, of(g)...)
		}
		return all
	}
}

// productTable is catalog.product or one of its kinds. The list wants a catalogue, and its number among the fields.
func (s *Server) productTable(name, one, many string, is func(row) bool) table {
	e := products
	e.one, e.many = one, many
	shown := func(r row) row {
		out := e.show(r)
		s.showArticle(out)
		return out
	}
	return table{
		entity: e, name: name, scope: "catalog", missing: refuse(0, "Product is not exists"), show: shown, done: s.showArticle, addKey: "element",
		rows: s.ofGoods(func(g *good) []row {
			if !is(g.row) {
				return nil
			}
			g.row["property45"] = g.article
			return []row{g.row}
		}),
		needs: func(c *bxserver.Call) error {
			wanted, _ := bxserver.AsList(c.Params.Get("select"))
			var lacks []string
			for _, f := range []string{"iblockId", "id"} {
				if !slices.ContainsFunc(wanted, func(v any) bool { return text(v) == f || text(v) == "*" }) && len(wanted) > 0 {
					lacks = append(lacks, f)
				}
			}
			filter := c.Array("filter")
			switch {
			case len(lacks) > 0:
				return refuse(0, "Required select fields: "+strings.Join(lacks, ", "))
			case filter.Get("iblockId") == nil && filter.Get("=iblockId") == nil:
				return refuse(0, "Required filter fields: iblockId")
			}
			return nil
		},
		add: func(_ *bxserver.Call, given row) (row, error) {
			g := s.addGood("", text(given["name"]))
			s.writeGood(g, given)
			return g.row, nil
		},
		update: func(_ *bxserver.Call, r, given row) error {
			s.writeGood(s.byID(id(r["id"])), given)
			return nil
		},
		remove: func(_ *bxserver.Call, r row) error {
			s.goods = slices.DeleteFunc(s.goods, func(g *good) bool { return g.id() == r["id"] })
			return nil
		},
	}
}

// showArticle writes the property with the article as properties are written.
func (s *Server) showArticle(r row) {
	if v, ok := r["property45"]; ok {
		r["property45"] = row{"value": v, "valueId": text(9000 + id(r["id"]))}
		if text(v) == "" {
			r["property45"] = nil
		}
	}
}

func (s *Server) writeGood(g *good, given row) {
	if v, ok := given["property45"]; ok {
		if m, isMap := bxserver.AsMap(v); isMap {
			v = m.Get("value")
		}
		g.article = text(v)
		given["property45"] = g.article
	}
	quantity, ok := given["quantity"]
	maps.Copy(g.row, given)
	g.row["timestampX"] = s.Now()
	if len(g.levels) > 0 || !ok {
		g.count()
	} else {
		g.row["quantity"] = quantity
		g.row["available"] = flag(rat(quantity).Sign() > 0)
	}
}

// priceTable is catalog.price.
func (s *Server) priceTable() table {
	return table{
		entity: prices, name: "catalog.price", scope: "catalog", missing: refuse(0, "Price is not exists"),
		rows: s.ofGoods(func(g *good) []row { return g.prices }),
		add: func(_ *bxserver.Call, given row) (row, error) {
			g := s.byID(id(given["productId"]))
			switch {
			case g == nil:
				return nil, refuse(0, "Product is not exists")
			case !s.hasPriceType(given["catalogGroupId"]):
				return nil, refuse(0, "Validate price error. Catalog price group is wrong")
			case slices.ContainsFunc(g.prices, func(p row) bool { return p["catalogGroupId"] == given["catalogGroupId"] }):
				return nil, refuse(0, "Validate price error. Catalog product is allowed has only single price without ranges in price group.")
			}
			p := row{"id": s.next("price", 700), "timestampX": s.Now(), "priceScale": given["price"]}
			maps.Copy(p, given)
			g.prices = append(g.prices, p)
			return p, nil
		},
		update: func(_ *bxserver.Call, r, given row) error {
			maps.Copy(r, given)
			r["priceScale"], r["timestampX"] = r["price"], s.Now()
			return nil
		},
		remove: func(_ *bxserver.Call, r row) error {
			g := s.byID(id(r["productId"]))
			g.prices = slices.DeleteFunc(g.prices, func(p row) bool { return p["id"] == r["id"] })
			return nil
		},
	}
}

func (s *Server) hasPriceType(id any) bool {
	return slices.ContainsFunc(s.tables["priceType"], func(r row) bool { return r["id"] == id })
}

// modifyPrices replaces the prices of a product: those that are not listed are deleted.
func (s *Server) modifyPrices(c *bxserver.Call) (any, error) {
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	of, _ := bxserver.AsMap(f.Get("product"))
	all, ok := bxserver.AsList(of.Get("prices"))
	if of.Get("id") == nil || !ok {
		return nil, lacking([]string{"product[id]", "product[prices][]"})
	}
	g := s.byID(id(of.Get("id")))
	if g == nil {
		return nil, refuse(0, "Product is not exists")
	}
	var after []row
	for _, v := range all {
		m, _ := bxserver.AsMap(v)
		p := row{"productId": g.id(), "timestampX": s.Now()}
		if n := id(m.Get("id")); n != 0 {
			i := slices.IndexFunc(g.prices, func(old row) bool { return old["id"] == n })
			if i < 0 {
				return nil, refuse(0, "Price is not exists")
			}
			maps.Copy(p, g.prices[i])
		} else {
			p["id"] = s.next("price", 700)
		}
		maps.Copy(p, s.take(c, prices, m, true))
		switch {
		case p["price"] == nil || p["currency"] == nil:
			return nil, lacking([]string{"price", "currency"})
		case !s.hasPriceType(p["catalogGroupId"]):
			return nil, refuse(0, "Validate price error. Catalog price group is wrong")
		case slices.ContainsFunc(after, func(o row) bool { return o["catalogGroupId"] == p["catalogGroupId"] }):
			return nil, refuse(0, "Validate price error. Catalog product is allowed has only single price without ranges in price group.")
		}
		p["priceScale"] = p["price"]
		after = append(after, p)
	}
	if len(after) == 0 {
		return nil, refuse(0, "Product prices are empty")
	}
	g.prices = after
	c.Commit()
	return row{prices.many: rowsOf(after, prices.show)}, nil
}

// bulkSave writes stock, where 1C keeps it. Rows of goods and stores that are not there are passed over.
func (s *Server) bulkSave(c *bxserver.Call) (any, error) {
	if !s.settings.StockOf1C {
		return nil, refuse(200040400010, "Inventory management is not enabled")
	}
	all, _ := bxserver.AsList(c.Params.Get("items"))
	for i, v := range all {
		m, _ := bxserver.AsMap(v)
		g, store := s.byID(id(m.Get("productId"))), id(m.Get("storeId"))
		if g == nil || !slices.ContainsFunc(s.tables["store"], func(r row) bool { return r["id"] == store }) {
			c.Ignore("items." + text(i))
			continue
		}
		value, _ := bxserver.AsMap(m.Get("value"))
		s.setStock(g, store, rat(value.Get("amount")))
	}
	c.Commit()
	return true, nil
}
