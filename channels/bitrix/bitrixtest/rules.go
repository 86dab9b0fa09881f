package bitrixtest

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// What a Discount takes from.
const (
	OnBasket   = "basket"   // the price of lines
	OnDelivery = "delivery" // the price of the delivery
	OnCatalog  = "catalog"  // the price that the catalogue shows, before all rules of the cart
)

// Discount is a rule of the shop. All its conditions must be met.
type Discount struct {
	Name    string
	On      string    // empty means OnBasket
	Percent int       // of the price
	Sum     string    // in place of percent: off each unit, or off the delivery
	MinSum  string    // of the basket, by the prices of the catalogue
	Needs   []string  // articles that are all in the basket
	Only    []string  // articles whose price it lowers; none means all
	Until   time.Time // the zero time means that it does not end
	Stopped bool
}

// discount is a rule with its id. One that has coupons counts only with one of them.
type discount struct {
	Discount
	id      int
	coupons bool
}

// coupon opens a discount.
type coupon struct {
	code     string
	discount int
	until    time.Time
	once     bool
	stopped  bool
	used     int // the order that it was used for, of one for a single use
}

// What a quote says of a coupon.
const (
	couponApplied    = "applied"
	couponUnknown    = "not_found"
	couponExpired    = "expired"
	couponStopped    = "inactive"
	couponNotApplied = "not_applied"
)

// AddDiscount adds a rule that counts from now, after those that there are, and returns its id.
func (s *Server) AddDiscount(d Discount) (id int) {
	s.Do(func() { id = s.addDiscount(d, false) })
	return id
}

// AddCoupon adds a code for a percentage off all lines of a basket of at least minSum, and returns the id of its rule.
// An empty minSum is no condition; the zero time is no end.
func (s *Server) AddCoupon(code string, percent int, minSum string, until time.Time) (id int) {
	s.Do(func() {
		id = s.addDiscount(Discount{Name: "Промокод " + code, Percent: percent, MinSum: minSum}, true)
		s.coupons = append(s.coupons, &coupon{code: code, discount: id, until: until})
	})
	return id
}

// AddCouponOf adds a code for a rule of its own, which counts only with the code. Once means for one order.
func (s *Server) AddCouponOf(code string, d Discount, until time.Time, once bool) (id int) {
	s.Do(func() {
		id = s.addDiscount(d, true)
		s.coupons = append(s.coupons, &coupon{code: code, discount: id, until: until, once: once})
	})
	return id
}

// StopsCoupon makes a code count no more.
func (s *Server) StopsCoupon(code string) {
	s.Do(func() {
		if c := s.coupon(code); c != nil {
			c.stopped = true
		}
	})
}

// StopsDiscount makes a rule count no more.
func (s *Server) StopsDiscount(id int) {
	s.Do(func() {
		for _, d := range s.discounts {
			d.Stopped = d.Stopped || d.id == id
		}
	})
}

func (s *Server) addDiscount(d Discount, coupons bool) int {
	if d.On == "" {
		d.On = OnBasket
	}
	n := &discount{Discount: d, id: s.next("discount", 2), coupons: coupons}
	s.discounts = append(s.discounts, n)
	return n.id
}

func (s *Server) coupon(code string) *coupon {
	i := slices.IndexFunc(s.coupons, func(c *coupon) bool { return strings.EqualFold(c.code, code) })
	if i < 0 {
		return nil
	}
	return s.coupons[i]
}

// check says what a code is good for. Codes that an order has keep counting for it.
func (s *Server) check(code string, kept bool, order int) (*coupon, string) {
	c := s.coupon(code)
	switch {
	case c == nil:
		return nil, couponUnknown
	case kept:
		return c, ""
	case c.stopped || c.once && c.used != 0 && c.used != order:
		return c, couponStopped
	case !c.until.IsZero() && s.Now().After(c.until):
		return c, couponExpired
	}
	return c, ""
}

// item is a line of a cart. One with a price of its own keeps it, and no rule lowers it.
type item struct {
	key      string
	good     *good // nil for a line that is not of the catalogue
	quantity *big.Rat
	custom   bool
	out      bool     // it cannot be bought: the catalogue prices it, and rules of the cart do not see it
	base     *big.Rat // of one unit, as all below
	catalog  *big.Rat // after the discounts of the catalogue
	price    *big.Rat // in the end
}

// cart is what the rules look at.
type cart struct {
	order    int // whose coupons keep counting
	items    []*item
	coupons  []string
	kept     []string // coupons that the order has
	delivery *big.Rat // the price of the delivery: in before the rules, out after them
}

// applied is a rule that took something off.
type applied struct {
	*discount
	coupon string
	sum    *big.Rat
	items  map[string]*big.Rat
}

// apply prices the items from their base, and the delivery, and says of each coupon what became of it.
func (s *Server) apply(c *cart) (rules []applied, answers map[string]string) {
	answers = map[string]string{}
	open := map[int]string{} // discounts that a coupon opens
	for _, code := range c.coupons {
		cp, why := s.check(code, slices.Contains(c.kept, code), c.order)
		if why == "" {
			open[cp.discount], why = code, couponNotApplied
		}
		answers[code] = why
	}
	for _, it := range c.items {
		if !it.custom {
			it.price = new(big.Rat).Set(it.base)
		}
	}
	run := func(catalog bool) {
		for _, d := range s.discounts {
			code, opened := open[d.id]
			if (d.On == OnCatalog) != catalog || d.Stopped || d.coupons != opened || !d.Until.IsZero() && s.Now().After(d.Until) || !c.meets(d) {
				continue
			}
			a := c.take(d)
			if a.sum.Sign() == 0 {
				continue
			}
			if a.coupon = code; code != "" {
				answers[code] = couponApplied
			}
			rules = append(rules, a)
		}
	}
	run(true)
	for _, it := range c.items {
		if !it.custom {
			it.price = s.round(it.price)
		}
		it.catalog = new(big.Rat).Set(it.price)
	}
	run(false)
	return rules, answers
}

// meets reports whether the basket has what a rule asks for.
func (c *cart) meets(d *discount) bool {
	all := new(big.Rat)
	for _, it := range c.items {
		p := it.catalog
		if p == nil {
			p = it.price
		}
		if !it.out {
			all.Add(all, mul(p, it.quantity))
		}
	}
	if d.MinSum != "" && all.Cmp(rat(d.MinSum)) < 0 {
		return false
	}
	for _, article := range d.Needs {
		if !slices.ContainsFunc(c.items, func(it *item) bool { return it.good != nil && it.good.article == article && !it.out }) {
			return false
		}
	}
	return true
}

// take lowers prices.
func (c *cart) take(d *discount) applied {
	a := applied{discount: d, sum: new(big.Rat), items: map[string]*big.Rat{}}
	if d.On == OnDelivery {
		if c.delivery != nil {
			after := d.off(c.delivery)
			a.sum = sub(c.delivery, after)
			c.delivery = after
		}
		return a
	}
	for _, it := range c.items {
		if it.custom || it.out && d.On != OnCatalog || len(d.Only) > 0 && (it.good == nil || !slices.Contains(d.Only, it.good.article)) {
			continue
		}
		after := d.off(it.price)
		if off := mul(sub(it.price, after), it.quantity); off.Sign() != 0 {
			a.items[it.key] = off
			a.sum.Add(a.sum, off)
		}
		it.price = after
	}
	return a
}

// off is what is left of a price, never less than nothing.
func (d *Discount) off(price *big.Rat) *big.Rat {
	less := rat(d.Sum)
	if d.Percent != 0 {
		less = new(big.Rat).Quo(mul(price, big.NewRat(int64(d.Percent), 1)), rat("100"))
	}
	if less.Cmp(price) >= 0 {
		return new(big.Rat)
	}
	return kopecks(sub(price, less))
}

// round applies the shop's rules of rounding to a price of the catalogue; the rule with the highest threshold that the
// price reaches counts.
func (s *Server) round(price *big.Rat) *big.Rat {
	var rule row
	for _, r := range s.tables["roundingRule"] {
		if id(r["catalogGroupId"]) == 1 && price.Cmp(rat(r["price"])) >= 0 && (rule == nil || rat(r["price"]).Cmp(rat(rule["price"])) > 0) {
			rule = r
		}
	}
	if rule == nil || rat(rule["roundPrecision"]).Sign() == 0 {
		return kopecks(price)
	}
	step := rat(rule["roundPrecision"])
	steps := new(big.Rat).Quo(price, step)
	whole := new(big.Rat).SetInt(new(big.Int).Quo(steps.Num(), steps.Denom()))
	rest := sub(steps, whole)
	if kind := id(rule["roundType"]); kind == 2 && rest.Sign() > 0 || kind == 1 && rest.Cmp(big.NewRat(1, 2)) >= 0 {
		whole.Add(whole, big.NewRat(1, 1))
	}
	return mul(whole, step)
}
