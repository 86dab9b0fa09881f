package rozetkatest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Good is an item of the shop on sale.
type Good struct {
	ItemID  int64  // at ROZETKA; 0 draws one
	OfferID string // the seller's id in the price list
	Article string
	Name    string
	Price   int64 // kopecks
	Stock   int
}

// List puts goods on sale. One with the ItemID or OfferID of another replaces it.
func (s *Server) List(goods ...Good) {
	s.do(func() {
		for _, g := range goods {
			*s.list(g) = s.complete(g)
		}
	})
}

// list returns the good that is listed under the ids of g, or lists g.
func (s *Server) list(g Good) *Good {
	for _, have := range s.goods {
		if g.ItemID != 0 && have.ItemID == g.ItemID || g.ItemID == 0 && g.OfferID != "" && have.OfferID == g.OfferID {
			return have
		}
	}
	g = s.complete(g)
	s.goods = append(s.goods, &g)
	return &g
}

// complete gives a good what it lacks.
func (s *Server) complete(g Good) Good {
	for _, have := range s.goods {
		if g.ItemID == 0 && g.OfferID != "" && have.OfferID == g.OfferID {
			g.ItemID = have.ItemID
		}
	}
	if g.ItemID == 0 {
		g.ItemID = s.id(55_000)
	}
	g.Name = cmp.Or(g.Name, "Товар "+g.OfferID)
	return g
}

// goodFilters are the parameters that choose goods.
const goodFilters = "price_offer_id rz_item_id article name priceFrom priceTo"

// searchGoods serves GET /goods/on-sale and /goods/all, as every good is on sale. Prices are numbers here, whole
// hryvnias as a rule.
func searchGoods(c *call) (any, error) {
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	size, err := c.number("pageSize", 20)
	if err != nil {
		return nil, err
	}
	if size < 1 || size > 100 {
		return nil, invalid("pageSize", "Значення «pageSize» має бути від 1 до 100")
	}
	found, err := c.goodsFound()
	if err != nil {
		return nil, err
	}
	if err := sorted(c, found, "id", map[string]func(a, b *Good) int{
		"id":    func(a, b *Good) int { return cmp.Compare(a.ItemID, b.ItemID) },
		"price": func(a, b *Good) int { return cmp.Compare(a.Price, b.Price) },
	}); err != nil {
		return nil, err
	}
	part, meta := pageOf(found, number, int(size))
	out := []object{}
	for _, g := range part {
		out = append(out, g.read())
	}
	return object{"count": len(found), "items": out, "_meta": meta}, nil
}

// read is a good as it is answered.
func (g *Good) read() object {
	category := object{"id": 4656338, "title": "Разное", "title_ua": "Різне"}
	return object{
		"rz_item_id": g.ItemID, "price_offer_id": g.OfferID, "item_id": g.ItemID + 9_000_000, "sync_source_id": 1,
		"sync_source": object{"id": 1, "availability": 3, "is_virtual_source": 0, "new_flow_old_price": 1},
		"sla_id":      40, "group_id": nil, "rz_group_id": nil, "name": g.Name, "name_ua": g.Name, "name_ru": g.Name,
		"url": itemURL(g.ItemID), "article": g.Article, "description": nil, "price": hryvnias(g.Price), "price_old": nil,
		"price_promo": nil, "updated_price": nil, "commission_percent": nil, "commission_sum": "0.00",
		"price_category_id": "4656338", "rz_category": category,
		"price_category": object{"id": "4656338", "title": "Разное", "title_ua": "Різне"}, "rz_producer": nil,
		"price_producer_name": "", "photo_preview": []any{}, "photo": []any{}, "photo_upload_status": 1,
		"rz_status": 1, "rz_sell_status": 1, "available": 1, "available_title": "Є в наявності", "upload_status": 2,
		"upload_status_title": "Активний", "blocked_reason": []any{}, "stock_quantity": g.Stock, "sold": nil,
		"error_type": nil, "error_reason": nil, "is_ff": false, "max_cart_quantity": 0, "min_cart_quantity": 0, "state": nil,
	}
}

// hryvnias is a price as lists of goods have it.
func hryvnias(kopecks int64) json.Number {
	return json.Number(strings.TrimSuffix(money(kopecks), ".00"))
}

// goodsFound returns the goods that all filters of the call mean.
func (c *call) goodsFound() ([]*Good, error) {
	id, err := c.number("rz_item_id", -1)
	if err != nil {
		return nil, err
	}
	low, err := c.number("priceFrom", 0)
	if err != nil {
		return nil, err
	}
	high, err := c.number("priceTo", 1<<40)
	if err != nil {
		return nil, err
	}
	is := func(name, value string) bool { return !c.query.Has(name) || c.query.Get(name) == value }
	return slices.DeleteFunc(slices.Clone(c.goods), func(g *Good) bool {
		return id != -1 && g.ItemID != id || !is("price_offer_id", g.OfferID) || !is("article", g.Article) ||
			g.Price/100 < low || g.Price/100 > high || !strings.Contains(g.Name, c.query.Get("name"))
	}), nil
}

// fill draws the ids of lines, and lists goods that are not listed yet.
func (s *Server) fill(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i := range lines {
		l := &lines[i]
		if l.ID == 0 {
			l.ID, l.Status = s.id(770_000_000), 1
		}
		l.Quantity = max(l.Quantity, 1)
		if l.Additional {
			l.ItemID, l.Name = additionalItem, cmp.Or(l.Name, "Додатковий товар")
			continue
		}
		g := s.list(Good{ItemID: l.ItemID, OfferID: l.OfferID, Article: l.Article, Name: l.Name, Price: l.Price})
		l.ItemID, l.OfferID, l.Article = g.ItemID, g.OfferID, cmp.Or(l.Article, g.Article)
		l.Name = cmp.Or(l.Name, g.Name)
	}
	return lines
}
