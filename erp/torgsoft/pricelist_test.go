package torgsoft_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var shop = torgsoft.PriceList{Name: "Кеди & Ко", URL: "https://shop.example", At: time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC)}

// priced is a price list as ROZETKA reads it.
type priced struct {
	Date string `xml:"date,attr"`
	Shop struct {
		Name       string `xml:"name"`
		Currencies []struct {
			ID string `xml:"id,attr"`
		} `xml:"currencies>currency"`
		Categories []struct {
			ID   string `xml:"id,attr"`
			Name string `xml:",chardata"`
		} `xml:"categories>category"`
		Offers []struct {
			ID          string   `xml:"id,attr"`
			Available   bool     `xml:"available,attr"`
			Price       string   `xml:"price"`
			Old         string   `xml:"price_old"`
			Currency    string   `xml:"currencyId"`
			Category    string   `xml:"categoryId"`
			Pictures    []string `xml:"picture"`
			Vendor      string   `xml:"vendor"`
			Article     string   `xml:"article"`
			Stock       string   `xml:"stock_quantity"`
			Name        string   `xml:"name"`
			NameUA      string   `xml:"name_ua"`
			Description string   `xml:"description"`
			Params      []struct {
				Name  string `xml:"name,attr"`
				Value string `xml:",chardata"`
			} `xml:"param"`
		} `xml:"offers>offer"`
	} `xml:"shop"`
}

// publishes writes a price list and reads it.
func publishes(t testing.TB, p torgsoft.PriceList, goods ...torgsoft.Good) (priced, []torgsoft.LeftOut) {
	t.Helper()
	var b bytes.Buffer
	left, err := p.Write(&b, goods)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(b.String(), `<?xml version="1.0" encoding="UTF-8"?>`))
	var out priced
	require.NoError(t, xml.Unmarshal(b.Bytes(), &out), b.String())
	return out, left
}

func good(edit func(*torgsoft.Good)) torgsoft.Good {
	g := torgsoft.Good{
		ID: "41207", Name: "Кеди жіночі LUNARO LN-204 37", Article: "LN-204", Retail: uah("2490"), Discounted: uah("2241"), Brand: "LUNARO", Country: "Італія",
		Stock: []torgsoft.CentreStock{{Quantity: amount.Pcs(3)}, {Centre: "2", Quantity: amount.Pcs(1)}}, Section: "12", SectionName: []string{"Взуття", "Кеди"},
		Type: []string{"Взуття", "Кеди"}, Size: "37", Photos: []string{"https://photo.example/41207.jpg"},
	}
	if edit != nil {
		edit(&g)
	}
	return g
}

func TestAPriceListIsMadeOfTheGoodsFile(t *testing.T) {
	c, err := torgsoft.ReadGoods(file(t, "header.trs"), torgsoft.Format{})
	require.NoError(t, err)
	var b bytes.Buffer
	left, err := torgsoft.PriceList{Name: "Кеди & Ко", Company: "ФОП Гнатюк", URL: "https://shop.example", At: shop.At, Russian: true}.Write(&b, c.Goods)
	require.NoError(t, err)
	require.Empty(t, left, "the second is hidden, which is no news")
	want, err := os.ReadFile("testdata/pricelist.xml")
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// The id of an offer is the ID of the good: order lines come back with it.
func TestAnOfferHasWhatRozetkaRequires(t *testing.T) {
	p, left := publishes(t, shop, good(nil))
	require.Empty(t, left)
	require.Equal(t, "2026-03-29 04:00", p.Date, "by the clock in Kyiv")
	require.Equal(t, "Кеди & Ко", p.Shop.Name)
	require.Equal(t, "UAH", p.Shop.Currencies[0].ID)
	require.Equal(t, "12", p.Shop.Categories[0].ID)
	o := p.Shop.Offers[0]
	require.Equal(t, "41207", o.ID)
	require.True(t, o.Available)
	require.Equal(t, [4]string{"2241", "2490", "UAH", "3"}, [4]string{o.Price, o.Old, o.Currency, o.Stock})
	require.Equal(t, [4]string{"12", "LUNARO", "LN-204", "https://photo.example/41207.jpg"}, [4]string{o.Category, o.Vendor, o.Article, o.Pictures[0]})
	require.Equal(t, o.Name, o.NameUA)
	require.NotEmpty(t, o.Description)
	require.Len(t, o.Params, 2, "no empty ones")
	require.Equal(t, "Розмір", o.Params[0].Name)
}

func TestStockOfAPriceList(t *testing.T) {
	for want, edit := range map[string]func(*torgsoft.Good, *torgsoft.PriceList){
		"3 true":  func(*torgsoft.Good, *torgsoft.PriceList) {},
		"1 true":  func(_ *torgsoft.Good, p *torgsoft.PriceList) { p.Centre = "2" },
		"0 false": func(g *torgsoft.Good, _ *torgsoft.PriceList) { g.Stock[0].Quantity = amount.Pcs(-4) },
		"2 true":  func(g *torgsoft.Good, _ *torgsoft.PriceList) { g.Stock[0].Quantity = amount.Milli(2999) },
	} {
		p, g := shop, good(nil)
		edit(&g, &p)
		list, left := publishes(t, p, g)
		require.Empty(t, left)
		o := list.Shop.Offers[0]
		require.Equal(t, want, fmt.Sprint(o.Stock, " ", o.Available))
	}
}

// What ROZETKA would refuse is left out and named, and takes no other good with it.
func TestAGoodThatRozetkaWouldRefuseIsLeftOut(t *testing.T) {
	for want, edit := range map[string]func(*torgsoft.Good){
		"has no price":               func(g *torgsoft.Good) { g.Retail, g.Discounted = uah("0"), uah("0") },
		"too many decimals":          func(g *torgsoft.Good) { g.Discounted = uah("99.999") },
		"in USD":                     func(g *torgsoft.Good) { g.Retail.Currency, g.Discounted.Currency = "USD", "USD" },
		"does not say what there is": func(g *torgsoft.Good) { g.Stock = nil },
		"has no name":                func(g *torgsoft.Good) { g.Name = " \x01" },
		"more than 255 letters":      func(g *torgsoft.Good) { g.Name = strings.Repeat("ї", 256) },
		"has no producer":            func(g *torgsoft.Good) { g.Brand = "" },
		"neither a section nor":      func(g *torgsoft.Good) { g.Section, g.Type = "", nil },
		"has no picture":             func(g *torgsoft.Good) { g.Photos = nil },
		"must begin with https":      func(g *torgsoft.Good) { g.Photos = []string{"http://photo.example/1.jpg"} },
		"set PriceList.PictureURL":   func(g *torgsoft.Good) { g.Photos = []string{"1.jpg"} },
		"cannot be read":             func(g *torgsoft.Good) { g.Photos = []string{"https://"} },
		"another good has this ID":   func(g *torgsoft.Good) { g.ID = "41207" },
		"line 9":                     func(g *torgsoft.Good) { g.Problem = &torgsoft.RowError{Line: 9, Why: order.Textf("odd")} },
	} {
		g := good(func(g *torgsoft.Good) { g.ID = "41208" })
		edit(&g)
		p, left := publishes(t, shop, good(nil), g)
		require.Len(t, p.Shop.Offers, 1, want)
		require.Len(t, left, 1, want)
		require.Equal(t, g.ID, left[0].ID)
		require.Contains(t, left[0].Why.String(), want)
	}
}

func TestPicturesAreAddressesThatRozetkaTakes(t *testing.T) {
	p := shop
	p.PictureURL = "https://photo.example/f/"
	list, _ := publishes(t, p, good(func(g *torgsoft.Good) {
		g.Photos = []string{"Кеди 1+2.JPG", "https://photo.example/a b+c.jpg", "https://photo.example/кеди.jpg", "Кеди 1+2.JPG", "http://photo.example/x.jpg"}
		for i := range 20 {
			g.Photos = append(g.Photos, fmt.Sprintf("%d.jpg", i))
		}
	}))
	pictures := list.Shop.Offers[0].Pictures
	require.Len(t, pictures, 15)
	require.Equal(t, []string{
		"https://photo.example/f/%D0%9A%D0%B5%D0%B4%D0%B8%201%2B2.JPG", "https://photo.example/a%20b%2Bc.jpg",
		"https://photo.example/%D0%BA%D0%B5%D0%B4%D0%B8.jpg", "https://photo.example/f/0.jpg",
	}, pictures[:4])
	p.Pictures = func(g torgsoft.Good) []string { return []string{g.ID + ".jpg"} }
	list, _ = publishes(t, p, good(nil))
	require.Equal(t, []string{"https://photo.example/f/41207.jpg"}, list.Shop.Offers[0].Pictures)
}

// ROZETKA forbids to change the ids of categories: they are Torgsoft's, or made of the name, whatever else is listed.
func TestIDsOfCategoriesStay(t *testing.T) {
	without := func(id string, path ...string) torgsoft.Good {
		return good(func(g *torgsoft.Good) { g.ID, g.Section, g.Type = id, "", path })
	}
	ids := func(goods ...torgsoft.Good) map[string]string {
		p, left := publishes(t, shop, goods...)
		require.Empty(t, left)
		out := map[string]string{}
		for _, c := range p.Shop.Categories {
			require.Empty(t, out[c.Name])
			out[c.Name] = c.ID
		}
		return out
	}
	all := ids(good(nil), without("1", "Взуття", "Чоботи"), without("2", "Сумки"), without("3", "Сумки"))
	require.Len(t, all, 3)
	some := ids(without("3", "Сумки"))
	require.Equal(t, all["Сумки"], some["Сумки"])
	require.Len(t, some["Сумки"], 10)
}

func TestCharacteristicsAreTheMerchants(t *testing.T) {
	p := shop
	p.Params = func(g torgsoft.Good) []string {
		return []string{"Висота підбора", g.Extra["visota_kabluka"], "Порожнє", "", "Без пари"}
	}
	list, _ := publishes(t, p, good(func(g *torgsoft.Good) { g.Extra = map[string]string{"visota_kabluka": "2 см"} }))
	require.Len(t, list.Shop.Offers[0].Params, 1)
	require.Equal(t, "2 см", list.Shop.Offers[0].Params[0].Value)
}

// An empty list would close the shop.
func TestAnEmptyPriceListIsNotWritten(t *testing.T) {
	var b bytes.Buffer
	_, err := shop.Write(&b, []torgsoft.Good{good(func(g *torgsoft.Good) { g.Hidden = true })})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	left, err := shop.Write(&b, []torgsoft.Good{good(func(g *torgsoft.Good) { g.Photos = nil })})
	require.ErrorContains(t, err, "1 good is left out; the first, 41207: it has no picture")
	require.Len(t, left, 1)
	require.Empty(t, b.String())
}

func FuzzPriceList(f *testing.F) {
	f.Add("Кеди <b>&\x00\x0b", "https://photo.example/1.jpg", "Взуття")
	f.Add("\ufffe\xff", "a b+c.jpg", "]]>")
	f.Fuzz(func(t *testing.T, name, photo, section string) {
		p := shop
		p.PictureURL = "https://photo.example"
		p.Name = name
		var b bytes.Buffer
		_, err := p.Write(&b, []torgsoft.Good{good(nil), good(func(g *torgsoft.Good) {
			g.ID, g.Name, g.Photos, g.Section, g.Type, g.Color, g.Description = "2", name, []string{photo}, "", []string{section}, name, name
		})})
		require.NoError(t, err)
		var out priced
		require.NoError(t, xml.Unmarshal(b.Bytes(), &out))
		require.Equal(t, "41207", out.Shop.Offers[0].ID)
		for _, o := range out.Shop.Offers {
			require.NotEmpty(t, o.Name)
			require.False(t, slices.ContainsFunc(o.Pictures, func(p string) bool { return !strings.HasPrefix(p, "https://") || strings.ContainsAny(p, " +") }))
		}
	})
}
