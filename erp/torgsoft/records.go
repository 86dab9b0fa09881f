package torgsoft

import (
	"fmt"
	"maps"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/wire"
)

// recordsOf returns the records of a kind of a goods file.
func (s *Sync) recordsOf(from snapshot, kind exchange.Kind) (out []exchange.Record) {
	for _, g := range from.Goods {
		var rs []exchange.Record
		switch {
		case g.Problem != nil:
			key := g.ID
			if key == "" || duplicate(from, g) {
				key = fmt.Sprintf("line %d", g.Line)
			}
			rs = []exchange.Record{{Kind: kind, Key: key, Problem: g.Problem}}
		case kind == exchange.Goods:
			rs = []exchange.Record{exchange.NewRecord(kind, g.ID, g.record())}
		case kind == exchange.Prices:
			rs = g.prices()
		default:
			rs = g.stocks()
		}
		for _, r := range rs {
			r.Ref, r.Changed = s.ref("good", g.ID), from.at
			out = append(out, r)
		}
	}
	return out
}

// duplicate reports whether a row is a second one for a good that can be used.
func duplicate(from snapshot, g Good) bool {
	first, ok := from.Good(g.ID)
	return ok && first.Line != g.Line
}

// record is the good as other systems know goods.
func (g Good) record() exchange.Good {
	out := exchange.Good{
		SKU: g.ID, Name: g.Name, Article: g.Article, Description: g.Description, GTIN: g.Barcode, Brand: g.brand(), Country: g.Country,
		Category: g.category(), Model: g.Model, Unit: g.Unit, Analogues: g.Analogues, Pictures: g.Photos, Hidden: g.Hidden,
		Attributes: maps.Clone(g.Extra),
	}
	for name, value := range map[string]string{
		"TheSize": g.Size, "Color": g.Color, "Material": g.Material, "Season": g.Season, "ShortName": g.ShortName, "ModelGoodID": g.ModelID, "Category": g.Section,
		"MinQuantityForOrder": positive(g.MinQuantity.String()),
	} {
		if value == "" {
			continue
		}
		if out.Attributes == nil {
			out.Attributes = map[string]string{}
		}
		out.Attributes[name] = value
	}
	return out
}

// positive returns a number unless it is none.
func positive(n string) string {
	if n == "0" {
		return ""
	}
	return n
}

// brand is the last of the producer's path.
func (g Good) brand() string {
	if g.Brand == "" && len(g.Producer) > 0 {
		return g.Producer[len(g.Producer)-1]
	}
	return g.Brand
}

// category is the path of the shop's section, or that of the kind of goods where sections were not set up.
func (g Good) category() []string {
	if g.Section != "" && len(g.SectionName) > 0 {
		return g.SectionName
	}
	return g.Type
}

// prices are the records of its prices. One with more decimals than the currency has is a problem: nothing is rounded.
func (g Good) prices() (out []exchange.Record) {
	for _, p := range []struct {
		kind, column string
		sum          wire.Sum
	}{
		{exchange.Retail, "RetailPrice", g.Retail},
		{exchange.Discounted, "RetailPriceWithDiscount", g.Discounted},
		{exchange.Wholesale, "WholesalePrice", g.Wholesale},
	} {
		if p.sum.IsZero() {
			continue
		}
		key := g.ID + "/" + p.kind
		m, err := p.sum.Money()
		if err != nil {
			out = append(out, exchange.Record{Kind: exchange.Prices, Key: key, Problem: rowError(g.Line, p.column, string(p.sum.Decimal), "%v", err)})
			continue
		}
		out = append(out, exchange.NewRecord(exchange.Prices, key, exchange.Price{SKU: g.ID, Type: p.kind, Price: m}))
	}
	return out
}

// stocks are the records of its stock, for all centres together and for each.
func (g Good) stocks() (out []exchange.Record) {
	for _, c := range g.Stock {
		key := g.ID
		if c.Centre != "" {
			key += "/" + c.Centre
		}
		out = append(out, exchange.NewRecord(exchange.Stocks, key, exchange.Stock{SKU: g.ID, Warehouse: c.Centre, Quantity: c.Quantity}))
	}
	return out
}
