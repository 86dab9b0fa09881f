package bitrixtest

import (
	"fmt"
	"math/big"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// Buyer is who orders, as the pages of the shop ask.
type Buyer struct {
	User                         int // the account; 0 means a guest
	Name, Phone, Email, Login    string
	City, Zip, Address, Point    string // Point: the pickup point
	Term                         string // of the delivery, as shown to the buyer
	Comment                      string
	Source, Medium, CampaignName string // of the visit, from its utm parameters
}

// Item is what goes into a basket.
type Item struct {
	Article  string
	Quantity string // empty means 1
	Gift     bool   // costs nothing, and is a line of its own
}

// Order is an order as the pages of the shop show it.
type Order struct {
	ID                               int
	Number, Status, XMLID, Comment   string
	In1C                             string // its number in 1C
	Price, Delivery                  string
	Paid, Cancelled, Shipped, Marked bool
	Reason                           string // of the cancellation
	Coupons                          []string
	Lines                            []Line
	Payments                         []Payment
	Shipments                        []Shipment
	Properties                       map[string]string // by code
	Updated                          time.Time
}

// Line is a line of an Order. Prices are of one unit.
type Line struct {
	ID                     int
	Article, Name, XMLID   string
	Quantity               string
	Base, Price, Discount  string
	Custom                 bool              // the price is by hand
	Properties             map[string]string // by code
	Shipped                string            // in shipments that are shipped
	ShipmentsHave, VATRate string
}

// Payment is a payment of an Order.
type Payment struct {
	ID, PaySystem int
	Sum, XMLID    string
	Paid, Return  bool
	Document      string // payVoucherNum
}

// Shipment is a shipment of an Order.
type Shipment struct {
	ID, Delivery            int
	Status, Tracking, XMLID string
	Price                   string
	Allowed, Shipped        bool
	Items                   map[int]string // quantities by the id of the line
}

// PlacesOrder orders, as a buyer does on the pages of the shop, and returns the order's id. Goods that the shop does
// not have are a mistake of the test: it panics.
func (s *Server) PlacesOrder(b Buyer, items []Item, code string, delivery int) (id int) {
	s.by(func(c *bxserver.Call) error {
		o := s.newOrder(row{
			"lid": Site, "personTypeId": PersonType, "currency": Currency, "userId": b.User, "userDescription": b.Comment,
		})
		id = o.id()
		if code != "" {
			if cp, why := s.check(code, false, o.id()); why == "" {
				o.coupons = []string{code}
				if cp.once {
					cp.used = o.id()
				}
			}
		}
		for _, it := range items {
			if err := s.put(o, it); err != nil {
				return err
			}
		}
		s.fill(o, b, code)
		if d := s.service(delivery); d != nil {
			h, err := s.addShipment(c, o, row{"deliveryId": d.id, "basePriceDelivery": rat(d.price), "allowDelivery": "N", "deducted": "N"})
			if err != nil {
				return err
			}
			for _, l := range o.lines {
				h.items = append(h.items, row{
					"id": s.next("shipmentItem", 89), "orderDeliveryId": h.id(), "basketId": l.id(), "quantity": rat(l.row["quantity"]),
					"reservedQuantity": new(big.Rat), "dateInsert": s.Now(), "xmlId": s.xmlID(),
				})
			}
		}
		p := s.newPayment(o)
		ps := s.pays(Cards)
		p.row["paySystemId"], p.row["paySystemName"], p.row["paySystemIsCash"] = Cards, ps["NAME"], ps["IS_CASH"]
		o.payments = append(o.payments, p)
		err := s.save(c, o, change{goods: true})
		p.row["sum"] = rat(o.row["price"])
		return err
	})
	return id
}

// put adds a good to an order.
func (s *Server) put(o *order, it Item) error {
	g := s.byArticle(it.Article)
	if g == nil {
		return fmt.Errorf("there is no good %q", it.Article)
	}
	if it.Quantity == "" {
		it.Quantity = "1"
	}
	given := row{"productId": g.id(), "quantity": rat(it.Quantity), "currency": Currency, "module": "catalog", "productProviderClass": provider}
	if it.Gift {
		given["price"] = new(big.Rat)
	}
	l, err := s.addLine(o, given)
	if err == nil && it.Gift {
		l.row["discountPrice"] = rat(l.row["basePrice"])
	}
	return err
}

// fill writes the properties of an order.
func (s *Server) fill(o *order, b Buyer, code string) {
	values := map[string]string{
		"FIO": b.Name, "EMAIL": b.Email, "PHONE": b.Phone, "LOGIN": b.Login, "CITY": b.City, "ZIP": b.Zip, "ADDRESS": b.Address, "PICKUP_POINT": b.Point,
		"DELIVERY_TERM": b.Term, "UTM_SOURCE": b.Source, "UTM_MEDIUM": b.Medium, "UTM_CAMPAIGN": b.CampaignName,
	}
	if s.settings.ShowCoupons {
		values["ORDO_COUPON"] = code
	}
	for _, p := range s.tables["property"] {
		if v := values[text(p["code"])]; v != "" {
			o.values = append(o.values, row{"id": s.next("value", 1513), "orderId": o.id(), "orderPropsId": p["id"], "code": p["code"], "name": p["name"], "value": v})
		}
	}
}

// by does what a person does on the pages of the shop; what the shop refuses a person is a mistake of the test.
func (s *Server) by(do func(c *bxserver.Call) error) {
	var err error
	s.Do(func() {
		c := s.As(WebhookUser)
		s.people = true
		err = do(c)
		s.people = false
		c.Finish()
	})
	if err != nil {
		panic("bitrixtest: " + err.Error())
	}
}

// on does something with an order, and returns what the shop refuses.
func (s *Server) on(id int, do func(c *bxserver.Call, o *order) error) (err error) {
	s.Do(func() {
		o := s.order(id)
		if o == nil {
			err = fmt.Errorf("bitrixtest: there is no order %d", id)
			return
		}
		c := s.As(WebhookUser)
		s.people = true
		err = do(c, o)
		s.people = false
		c.Finish()
	})
	return err
}

// Pays pays all that is not paid of an order, by its gateway.
func (s *Server) Pays(number int) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		for _, p := range o.payments {
			if p.paid() {
				continue
			}
			if err := s.writePayment(c, o, p, row{"paySystemId": id(p.row["paySystemId"]), "paid": "Y", "payVoucherNum": fmt.Sprintf("RRN%d", p.id())}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Cancels sets the flag of the cancellation, as the buyer in the personal account or a person of the shop does.
func (s *Server) Cancels(number int, reason string) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		return s.writeOrder(c, o, row{"canceled": "Y", "reasonCanceled": reason})
	})
}

// SetsStatus gives an order a status.
func (s *Server) SetsStatus(number int, status string) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		if err := s.checkStatus(status, "O"); err != nil {
			return err
		}
		return s.writeOrder(c, o, row{"statusId": status})
	})
}

// Comments writes the note of the shop's people.
func (s *Server) Comments(number int, note string) error {
	return s.on(number, func(c *bxserver.Call, o *order) error { return s.writeOrder(c, o, row{"comments": note}) })
}

// SetsProperty writes a property of an order, by its code.
func (s *Server) SetsProperty(number int, code, value string) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		for _, v := range o.values {
			if v["code"] == code {
				v["value"] = value
				return s.save(c, o, change{})
			}
		}
		for _, p := range s.tables["property"] {
			if p["code"] == code {
				o.values = append(o.values, row{"id": s.next("value", 1513), "orderId": o.id(), "orderPropsId": p["id"], "code": code, "name": p["name"], "value": value})
				return s.save(c, o, change{})
			}
		}
		return fmt.Errorf("bitrixtest: there is no property %q", code)
	})
}

// Adds puts a good into an order.
func (s *Server) Adds(number int, it Item) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		if err := s.put(o, it); err != nil {
			return err
		}
		return s.save(c, o, change{goods: true})
	})
}

// SetsQuantity changes the quantity of a line, by its id; 0 takes it out.
func (s *Server) SetsQuantity(number, line int, quantity string) error {
	return s.on(number, func(c *bxserver.Call, o *order) error {
		l := o.line(line)
		switch {
		case l == nil:
			return fmt.Errorf("bitrixtest: order %d has no line %d", number, line)
		case rat(quantity).Sign() == 0:
			if err := s.dropLine(o, l); err != nil {
				return err
			}
			return s.save(c, o, change{goods: true})
		}
		return s.writeLine(c, o, l, row{"quantity": rat(quantity)})
	})
}

// Warns makes the next change of an order end with a warning: what is changed stays so, the order is marked, and REST
// answers an error.
func (s *Server) Warns(number int, warning string) error {
	return s.on(number, func(_ *bxserver.Call, o *order) error {
		o.warning = warning
		return nil
	})
}

// Orders returns the ids of all orders.
func (s *Server) Orders() (ids []int) {
	s.Do(func() {
		for _, o := range s.orders {
			ids = append(ids, o.id())
		}
	})
	return ids
}

// Order returns an order as it is now.
func (s *Server) Order(id int) (out Order, ok bool) {
	s.Do(func() {
		if o := s.order(id); o != nil {
			out, ok = s.view(o), true
		}
	})
	return out, ok
}

func money(v any) string { return rat(v).FloatString(2) }

func (s *Server) view(o *order) Order {
	out := Order{
		ID: o.id(), Number: text(o.row["accountNumber"]), Status: text(o.row["statusId"]), XMLID: text(o.row["xmlId"]), Comment: text(o.row["comments"]),
		In1C: text(o.row["id1c"]), Price: money(o.row["price"]), Paid: o.row["payed"] == "Y", Cancelled: o.cancelled(), Shipped: o.row["deducted"] == "Y",
		Marked: o.row["marked"] == "Y", Reason: text(o.row["reasonCanceled"]), Coupons: append([]string(nil), o.coupons...), Properties: map[string]string{},
	}
	out.Updated, _ = o.row["dateUpdate"].(time.Time)
	delivery := new(big.Rat)
	for _, v := range o.values {
		out.Properties[text(v["code"])] = text(v["value"])
	}
	for _, l := range o.lines {
		v := Line{
			ID: l.id(), Name: text(l.row["name"]), XMLID: text(l.row["productXmlId"]), Quantity: decimal(rat(l.row["quantity"])), Base: money(l.row["basePrice"]),
			Price: money(l.row["price"]), Discount: money(l.row["discountPrice"]), Custom: l.custom(), Properties: map[string]string{},
			ShipmentsHave: decimal(o.shipped(l.id(), nil)), VATRate: text(l.row["vatRate"]),
		}
		shipped := new(big.Rat)
		for _, h := range o.shipments {
			for _, it := range h.items {
				if h.deducted() && id(it["basketId"]) == l.id() {
					shipped.Add(shipped, rat(it["quantity"]))
				}
			}
		}
		v.Shipped = decimal(shipped)
		if g := s.byID(id(l.row["productId"])); g != nil {
			v.Article = g.article
		}
		for _, p := range l.properties {
			v.Properties[text(p["code"])] = text(p["value"])
		}
		out.Lines = append(out.Lines, v)
	}
	for _, p := range o.payments {
		out.Payments = append(out.Payments, Payment{
			ID: p.id(), PaySystem: id(p.row["paySystemId"]), Sum: money(p.row["sum"]), XMLID: text(p.row["xmlId"]), Paid: p.paid(),
			Return: text(p.row["isReturn"]) != "N", Document: text(p.row["payVoucherNum"]),
		})
	}
	for _, h := range o.shipments {
		v := Shipment{
			ID: h.id(), Delivery: id(h.row["deliveryId"]), Status: text(h.row["statusId"]), Tracking: text(h.row["trackingNumber"]), XMLID: text(h.row["xmlId"]),
			Price: money(h.row["priceDelivery"]), Allowed: h.row["allowDelivery"] == "Y", Shipped: h.deducted(), Items: map[int]string{},
		}
		for _, it := range h.items {
			v.Items[id(it["basketId"])] = decimal(rat(it["quantity"]))
		}
		delivery.Add(delivery, rat(h.row["priceDelivery"]))
		out.Shipments = append(out.Shipments, v)
	}
	out.Delivery = money(delivery)
	return out
}
