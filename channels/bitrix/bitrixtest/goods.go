package bitrixtest

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// The catalogue of goods, and the property of a good that holds its article.
const (
	CatalogID       = 23
	ArticleProperty = "CML2_ARTICLE" // property45 of catalog.product, and a property of lines of the basket
)

// Good is a good of the shop as its pages sell it.
type Good struct {
	ID       int
	Article  string
	Name     string
	XMLID    string // 1C's Ид; a good of which 1C has not told has one of its own
	Price    string // of the price type BASE, such as "4800.00"; empty if there is none
	Currency string
	VAT      string // percent, such as "22"; empty for goods without VAT
	Marked   bool   // of a group with marking codes
	Active   bool
	Quantity string // to be sold, of all stores together
}

// good is a good with its prices and its stock.
type good struct {
	row     row // of catalog.product
	article string
	marked  bool
	prices  []row
	levels  []row // of catalog.storeproduct
}

// AddGood adds a good that is sold from now, and returns its id: the price is that of the price type BASE, vat is in
// percent, such as "22", and empty for none. Ten pieces are in the central warehouse.
func (s *Server) AddGood(article, price, vat string) (id int) {
	s.Do(func() {
		g := s.addGood(article, article)
		s.setPrice(g, price)
		g.row["vatId"] = s.vat(vat)
		s.setStock(g, 1, rat("10"))
		id = g.id()
	})
	return id
}

// Names sets the name of a good.
func (s *Server) Names(article, name string) { s.good(article, func(g *good) { g.row["name"] = name }) }

// Marks puts a good into a group of marked goods, or takes it out.
func (s *Server) Marks(article string, marked bool) {
	s.good(article, func(g *good) { g.marked = marked })
}

// Sells makes a good be sold, or not any more.
func (s *Server) Sells(article string, active bool) {
	s.good(article, func(g *good) { g.row["active"] = flag(active) })
}

// SetPrice sets the price of a good: orders that there are keep theirs.
func (s *Server) SetPrice(article, price string) {
	s.good(article, func(g *good) { s.setPrice(g, price) })
}

// SetStock sets how much of a good there is in a store, by the id of the store.
func (s *Server) SetStock(article string, store int, quantity string) {
	s.good(article, func(g *good) { s.setStock(g, store, rat(quantity)) })
}

// Good returns a good as it is sold now.
func (s *Server) Good(article string) (Good, bool) {
	var out Good
	found := false
	s.Do(func() {
		g := s.byArticle(article)
		if found = g != nil; !found {
			return
		}
		out = Good{
			ID: g.id(), Article: g.article, Name: text(g.row["name"]), XMLID: text(g.row["xmlId"]), VAT: s.percent(g.row["vatId"]),
			Marked: g.marked, Active: g.row["active"] == "Y", Quantity: decimal(rat(g.row["quantity"])),
		}
		if p := g.base(); p != nil {
			out.Price, out.Currency = rat(p["price"]).FloatString(2), text(p["currency"])
		}
	})
	return out, found
}

// good changes a good; the article must be there, else nothing happens.
func (s *Server) good(article string, change func(*good)) {
	s.Do(func() {
		if g := s.byArticle(article); g != nil {
			change(g)
			g.row["timestampX"] = s.Now()
			g.count()
		}
	})
}

func (g *good) id() int { return id(g.row["id"]) }

// base is the price that is asked of everybody.
func (g *good) base() row {
	for _, p := range g.prices {
		if id(p["catalogGroupId"]) == 1 {
			return p
		}
	}
	return nil
}

// count adds up the stock.
func (g *good) count() {
	all := new(big.Rat)
	for _, l := range g.levels {
		all.Add(all, rat(l["amount"]))
	}
	g.row["quantity"] = all
	g.row["available"] = flag(all.Sign() > 0 || g.row["canBuyZero"] == "Y" || g.row["quantityTrace"] == "N")
}

// sellable is how much of the good can be bought now, and whether that is counted at all.
func (g *good) sellable() (quantity *big.Rat, counted bool) {
	return rat(g.row["quantity"]), g.row["canBuyZero"] != "Y" && g.row["quantityTrace"] != "N"
}

func (s *Server) byArticle(article string) *good {
	return s.findGood(func(g *good) bool { return g.article == article })
}

func (s *Server) byID(id int) *good { return s.findGood(func(g *good) bool { return g.id() == id }) }

func (s *Server) findGood(is func(*good) bool) *good {
	if i := slices.IndexFunc(s.goods, is); i >= 0 {
		return s.goods[i]
	}
	return nil
}

// addGood adds a good without price and stock.
func (s *Server) addGood(article, name string) *good {
	g := &good{article: article, row: row{
		"id": s.next("product", 9600), "name": name, "active": "Y", "iblockId": CatalogID, "type": 1, "code": strings.ToLower(article),
		"xmlId": guid(article), "sort": 500, "measure": 5, "quantityTrace": "Y", "canBuyZero": "N", "subscribe": "N",
		"vatIncluded": "Y", "bundle": "N", "barcodeMulti": "N", "previewTextType": "text", "detailTextType": "text", "quantityReserved": new(big.Rat),
		"dateCreate": s.Now(), "timestampX": s.Now(), "createdBy": 1, "modifiedBy": 1,
	}}
	g.count()
	s.goods = append(s.goods, g)
	return g
}

// guid makes an id as 1C has them.
func guid(of string) string {
	h := fmt.Sprintf("%x", sha256.Sum256([]byte(of)))
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}

func (s *Server) setPrice(g *good, price string) {
	p := g.base()
	if p == nil {
		p = row{"id": s.next("price", 700), "productId": g.id(), "catalogGroupId": 1, "currency": Currency}
		g.prices = append(g.prices, p)
	}
	p["price"], p["priceScale"], p["timestampX"] = rat(price), rat(price), s.Now()
}

func (s *Server) setStock(g *good, store int, quantity *big.Rat) {
	i := slices.IndexFunc(g.levels, func(l row) bool { return l["storeId"] == store })
	if i < 0 {
		i = len(g.levels)
		g.levels = append(g.levels, row{
			"id": s.next("storeProduct", 10), "productId": g.id(), "storeId": store, "quantityReserved": new(big.Rat),
		})
	}
	g.levels[i]["amount"] = quantity
	g.count()
}

// takeStock takes a quantity out of the stores in their order, or brings it back into the first one.
func (s *Server) takeStock(g *good, quantity *big.Rat) {
	if quantity.Sign() < 0 || len(g.levels) == 0 {
		var have *big.Rat
		store := 1
		if len(g.levels) > 0 {
			have, store = rat(g.levels[0]["amount"]), id(g.levels[0]["storeId"])
		} else {
			have = new(big.Rat)
		}
		s.setStock(g, store, sub(have, quantity))
		return
	}
	left := quantity
	for _, l := range g.levels {
		part := rat(l["amount"])
		if part.Cmp(left) > 0 {
			part = left
		}
		l["amount"] = sub(rat(l["amount"]), part)
		left = sub(left, part)
	}
	if left.Sign() > 0 {
		g.levels[0]["amount"] = sub(rat(g.levels[0]["amount"]), left)
	}
	g.count()
}

// percent is a VAT rate as percent, empty if the good has none.
func (s *Server) percent(vat any) string {
	for _, v := range s.tables["vat"] {
		if v["id"] == vat && v["rate"] != nil {
			return decimal(rat(v["rate"]))
		}
	}
	return ""
}

// vat returns the id of a rate in percent, a new one if need be.
func (s *Server) vat(percent string) any {
	for _, v := range s.tables["vat"] {
		if percent == "" && v["rate"] == nil || percent != "" && v["rate"] != nil && rat(v["rate"]).Cmp(rat(percent)) == 0 {
			return v["id"]
		}
	}
	v := row{"id": s.next("vat", 10), "active": "Y", "sort": 100, "name": "НДС " + percent + "%", "rate": rat(percent), "timestampX": s.Now()}
	s.tables["vat"] = append(s.tables["vat"], v)
	return v["id"]
}

// rate is the VAT rate of a line of this good: 0.22, nil for none.
func (s *Server) rate(g *good) any {
	p := s.percent(g.row["vatId"])
	if p == "" {
		return nil
	}
	return new(big.Rat).Quo(rat(p), rat("100"))
}

func flag(is bool) string {
	if is {
		return "Y"
	}
	return "N"
}
