package bitrixtest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// QuoteMethod is the shop's own method for live prices.
const QuoteMethod = "ordo.quote"

// WithoutQuote takes the shop's own method away, as on a shop where nobody installed it.
func (s *Server) WithoutQuote() { s.WithoutMethod(QuoteMethod) }

// QuoteAnswers lets change spoil the result of each quote from now, as a broken file on the shop does; nil ends that.
func (s *Server) QuoteAnswers(change func(result map[string]any)) {
	s.Do(func() { s.spoil = change })
}

// registerQuote adds the own method. Its caller must be an administrator, as with the methods of sale.
func (s *Server) registerQuote() {
	s.method(QuoteMethod, "sale", false, []string{
		"orderId", "siteId", "userId", "personTypeId", "currency", "coupons", "deliveryId", "items",
	}, func(c *bxserver.Call) (any, error) {
		out, err := s.quote(c)
		if err != nil || s.spoil == nil {
			return out, err
		}
		b, err := json.Marshal(out)
		if err != nil {
			return nil, err
		}
		var plain map[string]any
		if err := json.Unmarshal(b, &plain); err != nil {
			return nil, err
		}
		s.spoil(plain)
		return plain, nil
	})
}

// wrongQuote refuses a call of the own method; the file on the shop uses the same codes.
func wrongQuote(format string, a ...any) error {
	return refuse("ORDO_WRONG_ARGUMENT", fmt.Sprintf(format, a...))
}

// quote prices a cart as the shop would sell it now. Nothing is kept, and no coupon is spent.
func (s *Server) quote(c *bxserver.Call) (any, error) {
	asked, ok := bxserver.AsList(c.Params.Get("items"))
	if !ok || len(asked) == 0 {
		return nil, wrongQuote("items: a list of lines is needed")
	}
	if cur := c.Text("currency"); cur != "" && cur != Currency {
		return nil, wrongQuote("currency: the shop sells in %s", Currency)
	}
	k := &cart{order: c.Int("orderId")}
	if k.order != 0 {
		o := s.order(k.order)
		if o == nil {
			return nil, refuse(200540400001, "order is not exists")
		}
		k.kept = o.coupons
	}
	codes, _ := bxserver.AsList(c.Params.Get("coupons"))
	for _, code := range codes {
		k.coupons = append(k.coupons, text(code))
	}
	for i, a := range asked {
		it, err := s.asked(i, a)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(k.items, func(other *item) bool { return other.key == it.key }) {
			return nil, wrongQuote("items: key %q comes twice", it.key)
		}
		k.items = append(k.items, it)
	}
	var d *service
	if n := c.Int("deliveryId"); n != 0 {
		if d = s.service(n); d == nil {
			return nil, refuse("ORDO_DELIVERY_NOT_FOUND", fmt.Sprintf("deliveryId: there is no service %d", n))
		}
		k.delivery = rat(d.price)
	}
	rules, answers := s.apply(k)
	return s.quoted(k, d, rules, answers), nil
}

// asked reads a line of a quote.
func (s *Server) asked(i int, a any) (*item, error) {
	m, _ := bxserver.AsMap(a)
	it := &item{key: text(m.Get("key")), quantity: rat(m.Get("quantity"))}
	if it.key == "" || it.quantity.Sign() <= 0 {
		return nil, wrongQuote("items[%d]: a key and a quantity above 0 are needed", i)
	}
	if n := id(m.Get("productId")); n != 0 {
		it.good = s.byID(n)
	} else if article := text(m.Get("article")); article != "" {
		it.good = s.byArticle(article)
	}
	if it.good == nil || it.good.base() == nil {
		return nil, refuse("ORDO_PRODUCT_NOT_FOUND", fmt.Sprintf("items[%d] %s: there is no product %v with article %q", i, it.key, m.Get("productId"), text(m.Get("article"))))
	}
	it.base = rat(it.good.base()["price"])
	free, counted := it.good.sellable()
	it.out = it.good.row["active"] != "Y" || counted && free.Cmp(it.quantity) < 0
	return it, nil
}

// quoted is the answer to a quote.
func (s *Server) quoted(k *cart, d *service, rules []applied, answers map[string]string) row {
	lines := rowsOf(k.items, func(it *item) row {
		var vat, available any
		if free, counted := it.good.sellable(); counted {
			available = float(free)
		}
		if rate := s.rate(it.good); rate != nil && !it.out {
			vat = float(rat(rate))
		}
		return row{
			"key": it.key, "productId": it.good.id(), "article": it.good.article, "name": it.good.row["name"], "basePrice": float(it.base),
			"catalogPrice": float(it.catalog), "price": float(it.price), "quantity": float(it.quantity), "available": available,
			"vatRate": vat, "canBuy": flag(!it.out),
		}
	})
	discounts := []row{}
	for _, a := range rules {
		if a.On == OnCatalog {
			continue // in catalogPrice
		}
		off := row{}
		for key, sum := range a.items {
			off[key] = float(sum)
		}
		discounts = append(discounts, row{"id": a.id, "name": a.Name, "coupon": a.coupon, "on": a.On, "sum": float(a.sum), "items": off})
	}
	coupons := []row{}
	for _, code := range k.coupons {
		coupons = append(coupons, row{"coupon": code, "status": answers[code]})
	}
	out := row{"currency": Currency, "items": lines, "discounts": discounts, "coupons": coupons, "delivery": nil}
	if d != nil {
		out["delivery"] = row{"id": d.id, "name": d.name, "price": float(k.delivery), "period": d.period}
	}
	return out
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
