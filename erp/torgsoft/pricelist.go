package torgsoft

import (
	"cmp"
	"encoding/xml"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// The limits of ROZETKA's price list (sellerhelp.rozetka.com.ua, p185).
const (
	maxName        = 255   // letters
	maxDescription = 50000 // letters
	maxPictures    = 15
	maxURL         = 1999 // bytes
)

// PriceList makes a price list for ROZETKA, in its XML (YML), of Torgsoft's goods. The id of an offer is the ID of the
// good: order lines name it as price_offer_id, and so as order.Line.SKU. ROZETKA forbids to change the ids of offers
// and categories.
type PriceList struct {
	Name    string // of the shop
	Company string // that has it
	URL     string // of the shop's site
	// At is when the list is made; it is written in Zone, Kyiv's if that is nil.
	At   time.Time
	Zone *time.Location
	// Centre is the accounting centre whose stock is offered; all centres of the goods file if empty.
	Centre string
	// Russian is set if Torgsoft has the names and descriptions in Russian. If not, they also stand in the Ukrainian
	// fields, which ROZETKA asks for.
	Russian bool
	// Brand is the producer of goods that have none in Torgsoft.
	Brand string
	// Pictures returns the addresses of a good's pictures. If it is nil, they are Good.Photos, names of files below
	// PictureURL.
	Pictures   func(Good) []string
	PictureURL string
	// Params returns the characteristics of a good, name and value in turn, in Ukrainian. If it is nil, they are size,
	// colour, material, season and country.
	Params func(Good) []string
}

// LeftOut is a good that is not in a price list, and why. One that is not to be shown is left out without a word.
type LeftOut struct {
	ID   string // empty if it could not be read
	Name string
	Why  order.Text
}

// Write writes the price list and returns the goods that had to be left out: ROZETKA would refuse them. Goods that are
// not in stock are in the list, as not available. A list without any offer is not written, as it would close the shop:
// the error is an *ordo.Error of class Invalid.
func (p PriceList) Write(w io.Writer, goods []Good) ([]LeftOut, error) {
	f, err := OrderFormat{Zone: p.Zone}.complete()
	if err != nil {
		return nil, err
	}
	out := catalogXML{Date: p.At.In(f.Zone).Format("2006-01-02 15:04"), Name: clip(p.Name, maxName), Company: clip(p.Company, maxName), URL: p.URL}
	out.Currencies.Currency = currencyXML{"UAH", "1"}
	var left []LeftOut
	sections := map[string]string{} // the name of each category
	ids := map[string]bool{}
	for _, g := range goods {
		if g.Hidden && g.Problem == nil {
			continue
		}
		o, why := p.offer(g)
		id, section := categoryOf(g)
		switch was, known := sections[id]; {
		case !why.IsZero():
		case ids[g.ID]:
			why = order.Textf("another good has this ID")
		case known && was != section && g.Section == "":
			why = order.Textf("its category %q would have the number of %q: set up sections in Torgsoft", section, was)
		}
		if !why.IsZero() {
			left = append(left, LeftOut{g.ID, g.Name, why})
			continue
		}
		if _, known := sections[id]; !known {
			sections[id] = section
			out.Categories.Category = append(out.Categories.Category, categoryXML{id, section})
		}
		ids[g.ID] = true
		out.Offers.Offer = append(out.Offers.Offer, o)
	}
	if len(out.Offers.Offer) == 0 {
		return left, noOffers(left)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return left, err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return left, err
	}
	_, err = io.WriteString(w, "\n")
	return left, err
}

func noOffers(left []LeftOut) error {
	if len(left) == 0 {
		return refuse("the price list would be empty: no good is to be shown")
	}
	return refuse("the price list would be empty: %d {1:good is|goods are} left out; the first, %s: %s", len(left), left[0].ID, left[0].Why)
}

// offer makes the offer of a good, or says why ROZETKA would refuse it.
func (p PriceList) offer(g Good) (o offerXML, why order.Text) {
	if g.Problem != nil {
		return o, order.Textf("%v", g.Problem)
	}
	sum, before := g.Price()
	price, err := sum.Money()
	old, _ := before.Money()
	stock, known := g.Available(p.Centre)
	name := clean(g.Name)
	brand := clean(cmp.Or(g.brand(), p.Brand))
	switch {
	case err != nil:
		return o, order.Textf("its price %s: %v", sum.Decimal, err)
	case price.Sign() <= 0:
		return o, order.Textf("it has no price")
	case price.Currency() != "UAH":
		return o, order.Textf("its price is in %s: ROZETKA takes UAH only", price.Currency())
	case !known:
		return o, p.noStock()
	case name == "":
		return o, order.Textf("it has no name")
	case utf8.RuneCountInString(name) > maxName:
		return o, order.Textf("its name has more than %d letters", maxName)
	case brand == "":
		return o, order.Textf("it has no producer: set PriceList.Brand")
	case g.Section == "" && len(g.Type) == 0:
		return o, order.Textf("it has neither a section nor a kind of goods")
	}
	pictures, why := p.pictures(g)
	if !why.IsZero() {
		return o, why
	}
	category, _ := categoryOf(g)
	pieces := max(0, stock.Milli()/1000)
	description := clip(clean(cmp.Or(g.Description, g.Name)), maxDescription)
	o = offerXML{
		ID: g.ID, Available: strconv.FormatBool(pieces > 0), Price: shortPrice(price), Old: shortPrice(old), Currency: "UAH", Category: category,
		Pictures: pictures, Vendor: brand, Article: clip(clean(g.Article), maxName), Stock: pieces,
		Name: name, Description: description, Params: p.params(g),
	}
	if !p.Russian {
		o.NameUA, o.DescriptionUA = name, description
	}
	return o, why
}

// noStock says that a goods file has no stock of a good.
func (p PriceList) noStock() order.Text {
	if p.Centre == "" {
		return order.Textf("the goods file does not say what there is of it")
	}
	return order.Textf("the goods file does not say what there is of it at the centre %s", p.Centre)
}

// shortPrice writes a price without kopecks if there are none; an unset one is "".
func shortPrice(m amount.Money) string { return strings.TrimSuffix(m.Text(), ".00") }

// params are the characteristics of a good. ROZETKA refuses empty ones.
func (p PriceList) params(g Good) (out []paramXML) {
	pairs := []string{
		"Розмір", g.Size, "Колір", g.Color, "Матеріал", g.Material, "Сезон", g.Season, "Країна-виробник товару", g.Country,
	}
	if p.Params != nil {
		pairs = p.Params(g)
	}
	for pair := range slices.Chunk(pairs, 2) {
		if name := clean(pair[0]); len(pair) == 2 && name != "" && clean(pair[1]) != "" {
			out = append(out, paramXML{name, clean(pair[1])})
		}
	}
	return out
}

// categoryOf is the number and the name of a good's category: those of the section in Torgsoft, or, where sections were
// not set up, the path of its kind and a number that is made of it, always the same. The latter have ten digits, so
// that they are nobody's section.
func categoryOf(g Good) (id, name string) {
	if g.Section != "" {
		return g.Section, cmp.Or(clean(strings.Join(g.SectionName, ", ")), clean(strings.Join(g.Type, ", ")), g.Section)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.Join(g.Type, ",")))
	return strconv.FormatUint(1_000_000_000+uint64(h.Sum32())%1_000_000_000, 10), clean(strings.Join(g.Type, ", "))
}

// clip cuts a text to a number of letters.
func clip(s string, letters int) string {
	if rs := []rune(s); len(rs) > letters {
		return string(rs[:letters])
	}
	return s
}
