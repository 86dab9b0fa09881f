package torgsoft

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// OrderFormat is how order files are written. The zero OrderFormat is what shops are seen to write. What Torgsoft does
// not document, and these shops may have wrong, is a field here.
type OrderFormat struct {
	// Zone is that of the clock in Torgsoft's office; Kyiv if nil.
	Zone *time.Location
	// SaleType is the kind of sale; "1" if empty. No other was ever seen. A guess: 1 is retail.
	SaleType string
	// CityKey is the name of the field for the city; "Місто" if empty. A guess: every shop writes it so, perhaps from a
	// translation of the documentation; "City" would be like its neighbours.
	CityKey string
	// Country of the buyers; "Україна" if empty.
	Country string
	// Region is the ISO 3166 code of the country of phone numbers without one; "UA" if empty.
	Region string
	// Encoding of the file; UTF8, without a byte order mark, if empty.
	Encoding Encoding
	// Prefix begins the name of a file; "PurchaseClient_" if empty. It may begin with a folder, such as "orders/".
	Prefix string
	// Services are the IDs of the service goods in Torgsoft that stand for lines without goods of their own, by the kind
	// of line: «Доставка» for order.LineDelivery, «Дополнительный товар» for order.LineAdditional.
	Services map[order.LineKind]string
	// Comment makes the comment of the order. If nil, it is what the buyer and the channel say, and how the buyer pays.
	Comment func(order.View) string
}

// OrderFile is an order as Torgsoft takes it.
type OrderFile struct {
	Number  string // of the order, "OrderNumber"
	Name    string // of the file
	Content []byte
}

// complete returns the format with its defaults.
func (f OrderFormat) complete() (OrderFormat, error) {
	if f.Zone == nil {
		kyiv, err := time.LoadLocation("Europe/Kyiv")
		if err != nil {
			kyiv, err = time.LoadLocation("Europe/Kiev") // its name before 2022
		}
		if err != nil {
			return f, refuse("the time zone of Kyiv is not known here: set Zone, or import time/tzdata")
		}
		f.Zone = kyiv
	}
	f.SaleType, f.CityKey, f.Country = cmp.Or(f.SaleType, "1"), cmp.Or(f.CityKey, "Місто"), cmp.Or(f.Country, "Україна")
	f.Region, f.Encoding, f.Prefix = cmp.Or(f.Region, "UA"), cmp.Or(f.Encoding, UTF8), cmp.Or(f.Prefix, "PurchaseClient_")
	if f.Comment == nil {
		f.Comment = comment
	}
	if f.Encoding != UTF8 && f.Encoding != Windows1251 {
		return f, refuse("the encoding %q is not known: %s or %s", f.Encoding, UTF8, Windows1251)
	}
	for kind, id := range f.Services {
		if !allDigits(id) {
			return f, refuse("Services: %q for lines of the kind %s is no ID: want a whole number", id, kind)
		}
	}
	return f, nil
}

// comment is the comment of an order, unless the host makes one.
func comment(v order.View) string {
	var parts []string
	for _, c := range v.Comments {
		if r := c.By.Role; r == order.RoleChannel || r == order.RoleBuyer {
			parts = append(parts, c.Text)
		}
	}
	if v.Delivery.Comment != "" {
		parts = append(parts, v.Delivery.Comment)
	}
	if v.Method != "" {
		parts = append(parts, "Оплата: "+v.Method)
	}
	return strings.Join(parts, "; ")
}

// NewOrderFile writes an order as a file for Torgsoft: the buyer, and what is left of its lines, at their prices. The
// error is an *ordo.Error: of class Conflict if the order has no number yet, as the number is what Torgsoft knows the
// order by; of class Invalid if something is missing that Torgsoft needs, or if the prices of pieces do not add up to
// the sum of the order.
func NewOrderFile(v order.View, f OrderFormat) (OrderFile, error) {
	f, err := f.complete()
	if err != nil {
		return OrderFile{}, err
	}
	goods, err := f.goods(v)
	switch {
	case v.Number == "":
		return OrderFile{}, conflict("order %s has no number yet: it is written once it has one", v.ID)
	case err != nil:
	case v.Buyer.Name == "":
		err = refuse("order %s: the buyer has no name", v.Number)
	case v.Buyer.Phone == "":
		err = refuse("order %s: the buyer has no phone number", v.Number)
	case v.Placed.IsZero():
		err = refuse("order %s: it is not known when it was placed", v.Number)
	}
	if err != nil {
		return OrderFile{}, err
	}
	file := object{
		{"Client", object{
			{"Name", v.Buyer.Name},
			{"MPhone", f.phone(v.Buyer.Phone)},
			{"CPhone", ""},
			{"ZIP", v.Delivery.PostalCode},
			{"Country", f.Country},
			{"Region", v.Delivery.Region},
			{f.CityKey, v.Delivery.City},
			{"Address", v.Delivery.Address},
			{"EMail", v.Buyer.Email},
		}},
		{"Options", object{
			{"SaleType", f.SaleType},
			{"Comment", f.Comment(v)},
			{"OrderNumber", v.Number},
			{"DeliveryCondition", v.Delivery.Service},
			{"DeliveryAddress", f.address(v)},
			{"ReserveDate", ""},
			{"BonusPay", "0"},
			{"GiftCertificate", ""},
			{"OrderDate", v.Placed.In(f.Zone).Format(time.DateTime)},
			{"CurrencyInternationalCode", v.Total.Currency()},
		}},
		{"Goods", goods},
	}
	text, err := file.MarshalJSON()
	if err != nil {
		return OrderFile{}, refuse("order %s: %v", v.Number, err)
	}
	var lines bytes.Buffer
	if err := json.Indent(&lines, text, "", "  "); err != nil {
		return OrderFile{}, refuse("order %s: %v", v.Number, err)
	}
	return OrderFile{v.Number, f.Prefix + fileName(v.Number) + ".json", encode(lines.String()+"\n", f.Encoding)}, nil
}

// goods are the lines of the file.
func (f OrderFormat) goods(v order.View) ([]object, error) {
	var out []object
	var sum amount.Money
	for _, l := range v.Lines {
		if l.Living.IsZero() {
			continue
		}
		id := l.SKU
		if l.Kind != order.LineGoods {
			id = cmp.Or(f.Services[l.Kind], l.SKU)
		}
		if !allDigits(id) {
			what := order.Textf("want the \"GoodID\" that Torgsoft has for it")
			if l.Kind != order.LineGoods {
				what = order.Textf("name its service good in OrderFormat.Services")
			}
			return nil, refuse("order %s, line %s (%s): the article %q is not one of Torgsoft's: %s", v.Number, l.ID, l.Name, id, what)
		}
		prices, err := piecePrices(l.Total, l.Living)
		if err != nil {
			return nil, refuse("order %s, line %s (%s): %v", v.Number, l.ID, l.Name, err)
		}
		for _, p := range prices {
			out = append(out, object{{"GoodID", id}, {"Price", p.price.Text()}, {"Count", p.count.String()}})
		}
		if sum, err = sum.Add(l.Total); err != nil {
			return nil, refuse("order %s: %v", v.Number, err)
		}
	}
	if len(out) == 0 {
		return nil, refuse("order %s: it has no goods", v.Number)
	}
	if sum != v.Total {
		return nil, refuse("order %s: its lines come to %s, the order to %s", v.Number, sum, v.Total)
	}
	return out, nil
}

// phone is a number in digits, with its country.
func (f OrderFormat) phone(text string) string {
	return strings.TrimPrefix(contact.Dialled(text, f.Region), "+")
}

// address is where the parcel goes, and to whom, if that is not the buyer: the file has no place for a recipient.
func (f OrderFormat) address(v order.View) string {
	d := v.Delivery
	var parts []string
	for _, part := range []string{d.City, d.Point, d.Address} {
		if part != "" && !strings.Contains(strings.Join(parts, ", "), part) {
			parts = append(parts, part)
		}
	}
	if d.Recipient != "" && d.Recipient != v.Buyer.Name || d.Phone != "" && f.phone(d.Phone) != f.phone(v.Buyer.Phone) {
		parts = append(parts, strings.TrimSpace(d.Recipient+" "+d.Phone))
	}
	return strings.Join(parts, ", ")
}
