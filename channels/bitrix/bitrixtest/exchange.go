package bitrixtest

import (
	"bytes"
	"encoding/xml"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// connect builds the protocol's server and the exchange with 1C: what 1C writes are the goods and the orders here.
func (s *Server) connect() {
	st := s.settings.Exchange
	st.Import = func(f exchange1ctest.Received) {
		if f.Type == "catalog" {
			s.Do(func() { s.take1C(f.Content) })
		}
	}
	st.Changed = func(o exchange1ctest.ShopOrder) { s.Do(func() { s.changed1C(o) }) }
	s.exchange = exchange1ctest.NewShop(st)
	s.Server = bxserver.New(bxserver.Settings{
		Now: s.settings.Now, Zone: s.settings.Zone, Box: true, Host: strings.TrimPrefix(Address, "https://"), Receiver: s.settings.Receiver, Page: s.page,
	})
	rest := s.Op
	s.Op = func(r *http.Request) string {
		if r.URL.Path == exchange1ctest.Path {
			return exchange1ctest.Operation(r)
		}
		return rest(r)
	}
}

// page serves what is no REST: the exchange, and the page of a shop that is down.
func (s *Server) page(w http.ResponseWriter, r *http.Request) bool {
	down := false
	s.Do(func() { down = s.down })
	switch {
	case down:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("<html><head><title>503 Service Temporarily Unavailable</title></head><body>nginx</body></html>"))
		return true
	case r.URL.Path == exchange1ctest.Path:
		s.exchange.ServeHTTP(w, r)
		return true
	}
	return false
}

// ExchangeURL returns the address of the exchange with 1C on the loopback interface; the user and the password are
// those of Settings.Exchange.
func (s *Server) ExchangeURL() string { return s.URL() + exchange1ctest.Path }

// Exchange is the exchange with 1C: what it has imported, and which orders 1C has not confirmed.
func (s *Server) Exchange() *exchange1ctest.Shop { return s.exchange }

// catalogue is what the shop reads of a file of goods, prices and stock.
type catalogue struct {
	Goods      []catalogueGood `xml:"Каталог>Товары>Товар"`
	PriceTypes []struct {
		ID   string `xml:"Ид"`
		Name string `xml:"Наименование"`
	} `xml:"ПакетПредложений>ТипыЦен>ТипЦены"`
	Stores []struct {
		ID   string `xml:"Ид"`
		Name string `xml:"Наименование"`
	} `xml:"ПакетПредложений>Склады>Склад"`
	Offers  []offer `xml:"ПакетПредложений>Предложения>Предложение"`
	Changes []offer `xml:"ИзмененияПакетаПредложений>Предложения>Предложение"`
}

type catalogueGood struct {
	ID      string `xml:"Ид"`
	Article string `xml:"Артикул"`
	Name    string `xml:"Наименование"`
	Status  string `xml:"Статус,attr"`
	Gone    string `xml:"ПометкаУдаления"`
	VAT     string `xml:"СтавкиНалогов>СтавкаНалога>Ставка"`
}

type offer struct {
	catalogueGood
	Prices []struct {
		Type     string `xml:"ИдТипаЦены"`
		Price    string `xml:"ЦенаЗаЕдиницу"`
		Currency string `xml:"Валюта"`
	} `xml:"Цены>Цена"`
	Quantity string    `xml:"Количество"`
	Stores   []atStore `xml:"Склад"`
	Plural   []atStore `xml:"Склады"`
	Rests    []struct {
		ID       string `xml:"Склад>Ид"`
		InStore  string `xml:"Склад>Количество"`
		Quantity string `xml:"Количество"`
	} `xml:"Остатки>Остаток"`
}

type atStore struct {
	ID       string `xml:"ИдСклада,attr"`
	Quantity string `xml:"КоличествоНаСкладе,attr"`
}

// take1C makes a file of 1C the goods that the shop sells.
func (s *Server) take1C(content []byte) {
	var in catalogue
	if xml.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &in) != nil {
		return // the exchange has refused it
	}
	for _, g := range in.Goods {
		s.good1C(g)
	}
	for _, st := range in.Stores {
		s.store1C(st.ID, st.Name)
	}
	base := s.settings.PriceOf1C
	for _, t := range in.PriceTypes {
		if base == "" || t.Name == base {
			base = t.ID
		}
	}
	for _, o := range append(in.Offers, in.Changes...) {
		s.offer1C(o, base)
	}
}

// good1C adds a good or changes it, by its Ид. One that the shop had before 1C told of any is taken for that of the
// same article, as after the first matching of a shop.
func (s *Server) good1C(in catalogueGood) *good {
	g := s.findGood(func(g *good) bool { return g.row["xmlId"] == in.ID })
	if g == nil && in.Article != "" {
		g = s.findGood(func(g *good) bool { return g.article == in.Article && g.row["xmlId"] == guid(g.article) })
	}
	if g == nil {
		g = s.addGood(in.Article, in.Name)
		if parent, _, isOffer := strings.Cut(in.ID, "#"); isOffer {
			g.row["type"], g.row["iblockId"] = 4, OffersID
			if p := s.findGood(func(p *good) bool { return p.row["xmlId"] == parent }); p != nil {
				p.row["type"] = 3
				if g.article == "" {
					g.article = p.article
				}
			}
		}
	}
	g.row["xmlId"], g.row["timestampX"] = in.ID, s.Now()
	if in.Name != "" {
		g.row["name"] = in.Name
	}
	if in.Article != "" {
		g.article = in.Article
	}
	g.row["active"] = flag(in.Status != "Удален" && in.Gone != "true")
	if in.VAT != "" {
		percent := strings.TrimSuffix(strings.TrimSpace(in.VAT), "%")
		if strings.Trim(percent, "0123456789.") != "" {
			percent = "" // «Без НДС»
		}
		g.row["vatId"] = s.vat(percent)
	}
	return g
}

func (s *Server) store1C(id, name string) int {
	for _, st := range s.tables["store"] {
		if st["xmlId"] == id {
			return st["id"].(int) // the shop made it
		}
	}
	st := row{
		"id": s.next("store", 0), "title": name, "address": name, "xmlId": id, "code": "", "active": "Y", "sort": 100, "issuingCenter": "N",
		"dateCreate": s.Now(), "dateModify": s.Now(), "userId": 1, "modifiedBy": 1,
	}
	s.tables["store"] = append(s.tables["store"], st)
	return st["id"].(int) // as above
}

// offer1C takes the prices and the stock of an offer.
func (s *Server) offer1C(o offer, base string) {
	g := s.findGood(func(g *good) bool { return g.row["xmlId"] == o.ID })
	if g == nil {
		g = s.good1C(o.catalogueGood)
	}
	for i, p := range o.Prices {
		if p.Type == base || base == "" && i == 0 {
			s.setPrice(g, p.Price)
		}
	}
	told := false
	for _, st := range append(o.Stores, o.Plural...) {
		told = true
		s.setStock(g, s.store1C(st.ID, st.ID), rat(st.Quantity))
	}
	for _, rest := range o.Rests {
		told = true
		if rest.ID != "" {
			s.setStock(g, s.store1C(rest.ID, rest.ID), rat(rest.InStore))
		} else {
			s.setStock(g, CentralStore, rat(rest.Quantity))
		}
	}
	if !told && o.Quantity != "" { // all stores together: the catalogue has no more of it
		g.levels = nil
		s.setStock(g, CentralStore, rat(o.Quantity))
	}
}

// offer gives an order to the exchange, as it is now.
func (s *Server) offer(o *order) {
	out := exchange1ctest.ShopOrder{
		Number: text(o.row["accountNumber"]), Currency: text(o.row["currency"]), Sum: money(o.row["price"]), Status: text(o.row["statusId"]),
		Paid: o.row["payed"] == "Y", Cancelled: o.cancelled(), NumberIn1C: text(o.row["id1c"]), Comment: text(o.row["userDescription"]),
	}
	if at, ok := o.row["dateInsert"].(time.Time); ok {
		out.Date = at.Format(time.DateOnly)
	}
	for _, v := range o.values {
		switch v["code"] {
		case "FIO":
			out.Buyer = text(v["value"])
		case "PHONE":
			out.Phone = text(v["value"])
		case "EMAIL":
			out.Email = text(v["value"])
		}
	}
	for _, l := range o.lines {
		article := ""
		if g := s.byID(id(l.row["productId"])); g != nil {
			article = g.article
		}
		n := exchange1ctest.Line{
			ID: text(l.row["productXmlId"]), Article: article, Name: text(l.row["name"]), Price: money(l.row["price"]),
			Quantity: decimal(rat(l.row["quantity"])), Sum: mul(rat(l.row["price"]), rat(l.row["quantity"])).FloatString(2), VAT: "Без НДС",
		}
		if off := sub(rat(l.row["basePrice"]), rat(l.row["price"])); off.Sign() > 0 {
			n.Discount = off.FloatString(2)
		}
		if l.row["vatRate"] != nil {
			n.VAT = decimal(mul(rat(l.row["vatRate"]), big.NewRat(100, 1)))
		}
		out.Lines = append(out.Lines, n)
	}
	price := new(big.Rat)
	for _, h := range o.shipments {
		price.Add(price, rat(h.row["priceDelivery"]))
		out.Allowed = out.Allowed || h.row["allowDelivery"] == "Y"
		out.Tracking = text(h.row["trackingNumber"])
		out.Traits = append(out.Traits, [2]string{"Метод доставки ИД", text(h.row["deliveryId"])}, [2]string{"Способ доставки", text(h.row["deliveryName"])})
	}
	if price.Sign() > 0 {
		out.Lines = append(out.Lines, exchange1ctest.Line{
			ID: "ORDER_DELIVERY", Name: "Доставка заказа", Price: price.FloatString(2), Quantity: "1", Sum: price.FloatString(2),
		})
	}
	for _, p := range o.payments {
		out.Traits = append(out.Traits, [2]string{"Метод оплаты ИД", text(p.row["paySystemId"])}, [2]string{"Метод оплаты", text(p.row["paySystemName"])})
	}
	s.exchange.PutOrder(out)
}

// changed1C takes an order as documents of 1C left it. It does not go back to 1C.
func (s *Server) changed1C(in exchange1ctest.ShopOrder) {
	o := first(s.orders, func(o *order) bool { return text(o.row["accountNumber"]) == in.Number })
	if o == nil {
		return
	}
	kept := o.lines[:0:0]
	for _, l := range in.Lines {
		if l.ID == "ORDER_DELIVERY" {
			if len(o.shipments) == 1 {
				o.shipments[0].row["priceDelivery"], o.shipments[0].row["customPriceDelivery"] = rat(l.Sum), "Y"
			}
			continue
		}
		have := first(o.lines, func(h *line) bool { return h.row["productXmlId"] == l.ID && !slices.Contains(kept, h) })
		if have == nil {
			g := s.findGood(func(g *good) bool { return g.row["xmlId"] == l.ID })
			if g == nil {
				continue // the exchange has said so
			}
			var err error
			if have, err = s.addLine(o, row{"productId": g.id(), "quantity": rat(l.Quantity), "currency": o.row["currency"], "module": "catalog", "productProviderClass": provider}); err != nil {
				continue
			}
			o.lines = o.lines[:len(o.lines)-1]
		}
		kept = append(kept, have)
		unit := rat(l.Price)
		if q := rat(l.Quantity); q.Sign() > 0 && (l.Price == "" || l.Discount != "") {
			unit = new(big.Rat).Quo(rat(l.Sum), q)
		}
		if rat(have.row["quantity"]).Cmp(rat(l.Quantity)) != 0 || rat(have.row["price"]).Cmp(unit) != 0 {
			have.row["quantity"], have.row["price"], have.row["customPrice"], have.row["dateUpdate"] = rat(l.Quantity), unit, "Y", s.Now()
		}
	}
	o.lines = kept
	o.row["canceled"] = flag(in.Cancelled)
	if in.Status != "" {
		s.setStatus(o, in.Status)
	}
	o.row["id1c"] = in.NumberIn1C
	for _, p := range o.payments {
		if in.Paid && !p.paid() {
			p.row["paid"], p.row["datePaid"] = "Y", s.Now()
		}
	}
	for _, h := range o.shipments {
		h.row["allowDelivery"] = flag(in.Allowed || h.row["allowDelivery"] == "Y")
		if in.Tracking != "" {
			h.row["trackingNumber"] = in.Tracking
		}
	}
	o.row["price"], o.row["taxValue"] = o.total()
	s.paid(o)
	o.row["updated1c"], o.row["dateUpdate"], o.row["version"] = "Y", s.Now(), id(o.row["version"])+1
}
