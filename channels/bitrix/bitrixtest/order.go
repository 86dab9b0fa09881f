package bitrixtest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// order is an order with what belongs to it.
type order struct {
	row       row // of sale.order
	lines     []*line
	payments  []*payment
	shipments []*shipment // but for the one of the system, which holds what no other has
	values    []row       // of its properties
	coupons   []string
	rules     []applied
	bindings  []row
	warning   string // of the next save
}

// line is a line of the basket.
type line struct {
	row        row
	properties []row
}

// payment is a payment with what it pays.
type payment struct {
	row       row
	items     []row
	shipments []row
}

// shipment is a shipment with its part of the lines.
type shipment struct {
	row    row
	items  []row
	values []row // of its properties
}

func (o *order) id() int    { return id(o.row["id"]) }
func (l *line) id() int     { return id(l.row["id"]) }
func (p *payment) id() int  { return id(p.row["id"]) }
func (h *shipment) id() int { return id(h.row["id"]) }

func (p *payment) paid() bool      { return p.row["paid"] == "Y" }
func (h *shipment) deducted() bool { return h.row["deducted"] == "Y" }
func (o *order) cancelled() bool   { return o.row["canceled"] == "Y" }
func (l *line) custom() bool       { return l.row["customPrice"] == "Y" }
func (l *line) ofCatalog() bool    { return text(l.row["productProviderClass"]) != "" }

func (o *order) line(id int) *line {
	return first(o.lines, func(l *line) bool { return l.id() == id })
}

func (o *order) shipment(id int) *shipment {
	return first(o.shipments, func(h *shipment) bool { return h.id() == id })
}

func (o *order) payment(id int) *payment {
	return first(o.payments, func(p *payment) bool { return p.id() == id })
}

func first[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}

func (s *Server) order(id int) *order {
	return first(s.orders, func(o *order) bool { return o.id() == id })
}

// shipped is how much of a line the shipments have that are not h.
func (o *order) shipped(basket int, but *shipment) *big.Rat {
	all := new(big.Rat)
	for _, h := range o.shipments {
		for _, it := range h.items {
			if h != but && id(it["basketId"]) == basket {
				all.Add(all, rat(it["quantity"]))
			}
		}
	}
	return all
}

// newOrder begins an order as its defaults are.
func (s *Server) newOrder(given row) *order {
	n := s.next("order", 299)
	o := &order{row: row{
		"id": n, "accountNumber": fmt.Sprint(n), "statusId": "N", "canceled": "N", "marked": "N", "payed": "N", "deducted": "N",
		"price": new(big.Rat), "discountValue": new(big.Rat), "taxValue": new(big.Rat), "externalOrder": "N", "recountFlag": "Y", "updated1c": "N",
		"dateInsert": s.Now(), "dateStatus": s.Now(), "dateUpdate": s.Now(), "version": 0, "xmlId": s.xmlID(), "userId": 0,
		"empStatusId": 1, "responsibleId": nil,
	}}
	for name, v := range given {
		o.row[name] = v
	}
	s.orders = append(s.orders, o)
	return o
}

// xmlID is the key that the shop makes where none was given.
func (s *Server) xmlID() string { return fmt.Sprintf("bx_%013x", 0x65df52a000000+s.next("xmlId", 0)) }

// reprice runs the rules over the order: lines with a price of their own keep it.
func (s *Server) reprice(o *order) {
	c := &cart{order: o.id(), coupons: o.coupons, kept: o.coupons}
	for _, l := range o.lines {
		it := &item{key: fmt.Sprint(l.id()), good: s.byID(id(l.row["productId"])), quantity: rat(l.row["quantity"]), custom: l.custom() || !l.ofCatalog()}
		it.base, it.price = rat(l.row["basePrice"]), rat(l.row["price"])
		c.items = append(c.items, it)
	}
	for _, h := range o.shipments {
		if h.row["customPriceDelivery"] != "Y" && h.row["basePriceDelivery"] != nil {
			c.delivery = rat(h.row["basePriceDelivery"])
			break
		}
	}
	o.rules, _ = s.apply(c)
	for i, l := range o.lines {
		if it := c.items[i]; !it.custom {
			l.row["price"], l.row["discountPrice"] = it.price, sub(it.base, it.price)
		}
	}
	if slices.ContainsFunc(o.rules, func(a applied) bool { return a.On == OnDelivery }) {
		for _, h := range o.shipments {
			if h.row["customPriceDelivery"] != "Y" && h.row["basePriceDelivery"] != nil {
				h.row["priceDelivery"], h.row["discountPrice"] = c.delivery, sub(rat(h.row["basePriceDelivery"]), c.delivery)
				break
			}
		}
	}
}

// total adds up the order: the price of its lines and of its deliveries, and the VAT in them.
func (o *order) total() (price, vat *big.Rat) {
	price, vat = new(big.Rat), new(big.Rat)
	for _, l := range o.lines {
		all := mul(rat(l.row["price"]), rat(l.row["quantity"]))
		price.Add(price, all)
		if rate := rat(l.row["vatRate"]); rate.Sign() > 0 && l.row["vatIncluded"] == "Y" {
			vat.Add(vat, kopecks(mul(all, new(big.Rat).Quo(rate, sum(rate, big.NewRat(1, 1))))))
		}
	}
	for _, h := range o.shipments {
		price.Add(price, rat(h.row["priceDelivery"]))
	}
	return kopecks(price), vat
}

// change is what a call touched, for save.
type change struct {
	goods bool // lines, deliveries or their prices: the price of the order is added up anew
	sync  bool // updated1c was written by the caller
}

// save does what the shop does at the end of each change, and returns its warnings as the error that REST makes of
// them: what was changed stays so.
func (s *Server) save(c *bxserver.Call, o *order, ch change) error {
	if ch.goods && !o.cancelled() {
		old := rat(o.row["price"])
		if s.people || !s.settings.KeepPrices {
			s.reprice(o)
		}
		o.row["price"], o.row["taxValue"] = o.total()
		s.follow(o, old)
	}
	s.paid(o)
	all := len(o.shipments) > 0
	for _, h := range o.shipments {
		all = all && h.deducted()
	}
	for _, l := range o.lines {
		all = all && o.shipped(l.id(), nil).Cmp(rat(l.row["quantity"])) >= 0
	}
	o.row["deducted"] = flag(all)
	o.row["dateUpdate"], o.row["version"] = s.Now(), id(o.row["version"])+1
	if !ch.sync {
		o.row["updated1c"] = "N"
	}
	s.offer(o)
	c.Commit()
	c.Raise("OnSaleOrderSaved", row{"ID": o.id(), "XML_ID": o.row["xmlId"], "ACTION": "save"})
	if w := o.warning; w != "" {
		o.warning = ""
		o.row["marked"], o.row["reasonMarked"], o.row["dateMarked"] = "Y", w, s.Now()
		return refuse("SALE_PROVIDER_WARNING", w)
	}
	return nil
}

// follow gives the one unpaid payment the new price of the order, if it had the old one.
func (s *Server) follow(o *order, old *big.Rat) {
	if len(o.payments) != 1 {
		return
	}
	if p := o.payments[0]; !p.paid() && p.row["isReturn"] == "N" && rat(p.row["sum"]).Cmp(old) == 0 {
		p.row["sum"] = rat(o.row["price"])
	}
}

// paid tells whether the payments cover the price.
func (s *Server) paid(o *order) {
	got, some := new(big.Rat), false
	for _, p := range o.payments {
		if p.paid() {
			some = true
			got.Add(got, rat(p.row["sum"]))
		}
	}
	was := o.row["payed"]
	o.row["payed"] = flag(some && got.Cmp(rat(o.row["price"])) >= 0)
	if was == "N" && o.row["payed"] == "Y" && s.settings.StatusWhenPaid != "" {
		s.setStatus(o, s.settings.StatusWhenPaid)
	}
}

func (s *Server) setStatus(o *order, status string) {
	if o.row["statusId"] != status {
		o.row["statusId"], o.row["dateStatus"] = status, s.Now()
	}
}

// cancel sets or takes back the flag, as far as the shop lets.
func (s *Server) cancel(o *order, is bool) error {
	if is == o.cancelled() {
		return nil
	}
	for _, p := range o.payments {
		if is && p.paid() {
			return refuse("SALE_ORDER_CANCEL_PAYMENT_EXIST_ACTIVE", "Не удалось отменить заказ, так как заказ имеет действующую оплату")
		}
	}
	for _, h := range o.shipments {
		if is && h.deducted() {
			return refuse("SALE_ORDER_CANCEL_SHIPMENT_EXIST_SHIPPED", "Не удалось отменить заказ, так как заказ имеет отгрузку в статусе \"Отгружено\"")
		}
	}
	o.row["canceled"] = flag(is)
	o.row["dateCanceled"], o.row["empCanceledId"] = s.Now(), 1
	return nil
}

// refuse is a refusal with status 400; the code is a text or a number, as the vendor has it.
func refuse(code any, text string) error { return &bxserver.Error{Code: code, Text: text} }

// lacking is the refusal of an add or update without what it needs.
func lacking(names []string) error {
	return refuse(0, "Required fields: "+strings.Join(names, ", "))
}
