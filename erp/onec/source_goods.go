package onec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/scalar"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// sourcePage is how many objects one answer holds when all of a catalogue are read.
const sourcePage = 500

// specials are the values of ОсобенностьУчета of goods whose units are marked. The list is a guess from the names of
// the enumeration: a kind that is missing here makes goods unmarked.
var specials = []string{
	"ОбувнаяПродукция", "ЛегкаяПромышленность", "Шины", "Духи", "Фотоаппараты", "ТабачнаяПродукция", "АльтернативныйТабак",
	"НикотиносодержащаяПродукция", "МолочнаяПродукцияБезВЕТИС", "МолочнаяПродукцияПодконтрольнаяВЕТИС", "УпакованнаяВода", "Велосипеды",
	"КреслаКоляски", "БАДы", "Антисептики", "МедицинскиеИзделия", "Пиво", "БезалкогольноеПиво", "МорепродуктыПодконтрольныеВЕТИС",
	"СоковаяПродукция", "БезалкогольныеНапитки", "Парфюмерия", "Игрушки", "Радиоэлектроника", "ПродукцияИзНатуральногоМеха",
}

// catalogue is what was read of goods.
type catalogue struct {
	*System
	goods    []Good
	byID     map[Guid]*Good
	variants []Characteristic
	codes    map[goodsKey]string
	units    map[Guid]Unit
	vat      map[Guid]string
}

// readGoods reads the goods and their characteristics; whole also reads what only the records of goods have.
func (s *System) readGoods(ctx context.Context, whole bool) (*catalogue, error) {
	c := &catalogue{System: s, byID: map[Guid]*Good{}, codes: map[goodsKey]string{}, units: map[Guid]Unit{}, vat: map[Guid]string{}}
	for g, err := range s.client.Goods().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		c.goods = append(c.goods, g)
	}
	for i := range c.goods {
		c.byID[c.goods[i].Ref] = &c.goods[i]
	}
	for v, err := range s.client.Characteristics().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		c.variants = append(c.variants, v)
	}
	if !whole {
		return c, nil
	}
	for b, err := range s.client.Barcodes().List(ctx, Filter{}) {
		if err != nil {
			return nil, err
		}
		k := goodsKey{b.Good, b.Characteristic}
		if b.Packaging == "" && isGTIN(b.Barcode) && (c.codes[k] == "" || b.Barcode < c.codes[k]) {
			c.codes[k] = b.Barcode
		}
	}
	for u, err := range s.client.Units().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		c.units[u.Ref] = u
	}
	m, err := s.client.Metadata(ctx)
	if err != nil || !m.Has("Catalog_СтавкиНДС") {
		return c, err
	}
	for r, err := range s.client.VATRates().List(ctx, Query{}) {
		if err != nil {
			return nil, err
		}
		c.vat[r.Ref] = r.Code
	}
	return c, nil
}

// isGTIN reports whether a barcode may be that of goods anywhere.
func isGTIN(code string) bool {
	return slices.Contains([]int{8, 12, 13, 14}, len(code)) && strings.Trim(code, "0123456789") == ""
}

// sold is goods that can be sold, with their variant.
type sold struct {
	sku     string
	good    *Good
	variant *Characteristic // nil for goods without characteristics
	gone    bool
	problem error
}

func (x sold) key() goodsKey {
	if x.variant == nil {
		return goodsKey{x.good.Ref, ""}
	}
	return goodsKey{x.good.Ref, x.variant.Ref}
}

func (x sold) ref() order.Ref { return order.Ref{System: Name, Kind: RefGood, ID: string(x.good.Ref)} }

// each returns everything that can be sold. Goods that have no article, or that of others, have a problem.
func (c *catalogue) each() (out []sold) {
	of := map[Guid][]*Characteristic{}
	for i := range c.variants {
		of[Guid(c.variants[i].Owner)] = append(of[Guid(c.variants[i].Owner)], &c.variants[i])
	}
	taken := map[string]int{}
	for i := range c.goods {
		g := &c.goods[i]
		if g.IsFolder || g.Type == "Услуга" || g.Type == "Работа" {
			continue
		}
		x := sold{sku: c.articleIn(g), good: g, gone: g.DeletionMark, problem: g.Problem}
		if x.sku == "" && x.problem == nil {
			x.problem = fmt.Errorf("goods %q have no %s", g.Name, c.field())
		}
		variants := slices.Concat(of[g.Ref], of[g.Kind])
		if g.Characteristics == "" || g.Characteristics == "НеИспользовать" || len(variants) == 0 {
			taken[x.sku]++
			out = append(out, x)
			continue
		}
		for _, v := range variants {
			y := x
			y.sku, y.variant, y.gone = x.sku+c.separator()+v.Name, v, x.gone || v.DeletionMark
			if v.Problem != nil {
				y.problem = v.Problem
			}
			taken[y.sku]++
			out = append(out, y)
		}
	}
	for i := range out {
		if x := &out[i]; taken[x.sku] > 1 && x.problem == nil && !x.gone {
			x.problem = fmt.Errorf("%d goods have the %s %q", taken[x.sku], c.field(), x.sku)
		}
		if out[i].problem != nil {
			out[i].sku = string(out[i].good.Ref)
			if out[i].variant != nil {
				out[i].sku += "/" + string(out[i].variant.Ref)
			}
		}
	}
	return out
}

// records are the records of goods.
func (c *catalogue) records() (out []exchange.Record) {
	for _, x := range c.each() {
		var r exchange.Record
		switch {
		case x.problem != nil:
			r = exchange.Record{Kind: exchange.Goods, Key: x.sku, Problem: x.problem}
		case x.gone:
			r = goneRecord(exchange.Goods, x.sku, x.ref())
		default:
			r = exchange.NewRecord(exchange.Goods, x.sku, c.record(x))
		}
		r.Ref = x.ref()
		out = append(out, r)
	}
	return out
}

// record is the good as other systems know goods.
func (c *catalogue) record(x sold) exchange.Good {
	g := x.good
	out := exchange.Good{
		SKU: x.sku, Name: g.FullName, Article: g.Article, Description: g.Description, GTIN: c.codes[x.key()], Unit: c.units[g.Unit].Name,
		Category: c.path(g.Parent), Marked: g.marked(), Weight: c.grams(g),
	}
	if out.Name == "" {
		out.Name = g.Name
	}
	if x.variant != nil {
		out.Name, out.Model = out.Name+", "+x.variant.Name, c.articleIn(g)
		out.Attributes = map[string]string{"Характеристика": x.variant.Name}
	}
	out.VAT, _ = vatOf(firstText(g.VATName, c.vat[g.VATRate]))
	return out
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// extraText is a text among what a type does not know.
func extraText(raw json.RawMessage) string {
	s, _ := scalar.Text(raw)
	return s
}

// vatOf is the rate of VAT by 1C's name of it.
func vatOf(code string) (amount.VAT, bool) {
	for _, v := range []amount.VAT{amount.VATNone, amount.VAT0, amount.VAT5, amount.VAT7, amount.VAT10, amount.VAT20, amount.VAT22} {
		if c, _ := vatCode(v); c == code {
			return v, true
		}
	}
	return amount.VATUnset, false
}

// path is the path of folders, from the top.
func (c *catalogue) path(folder Guid) (names []string) {
	for seen := map[Guid]bool{}; folder != "" && c.byID[folder] != nil && !seen[folder]; folder = c.byID[folder].Parent {
		seen[folder] = true
		names = append(names, c.byID[folder].Name)
	}
	slices.Reverse(names)
	return names
}

// grams is what one unit weighs; 0 if that is not known.
func (c *catalogue) grams(g *Good) int {
	per := map[string]int64{"166": 1000, "163": 1, "168": 1_000_000}[strings.TrimSpace(c.units[g.WeightUnit].Code)]
	over, err1 := fixed(string(g.WeightOver), 3)
	under, err2 := fixed(string(g.WeightUnder), 3)
	if !g.Weighed || per == 0 || errors.Join(err1, err2) != nil || under <= 0 {
		return 0
	}
	return int(over * per / under)
}
