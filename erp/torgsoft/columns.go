package torgsoft

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire"
)

// column is a column of the goods file that is typed: its default name, and how it is read. read returns what would be
// right if the value does not fit.
type column struct {
	name    string
	numeric bool // a heading never looks like its values
	read    func(g *Good, value, currency string) (want order.Text)
}

var (
	wantNumber   = order.Textf("want a number such as 2490 or 1618,5")
	wantQuantity = order.Textf("want a number of at most three decimals, such as 3 or 0,350")
	wantID       = order.Textf("want a whole number")
	wantCentres  = order.Textf("want centres and what is there, such as 2=36,000|8=28,000")
	wantSection  = order.Textf("want the number of a section, or -1")
	wantFlag     = order.Textf("want 0 or 1")
	fits         order.Text // nothing is wanted
)

var columns = []column{
	{"GoodID", true, func(g *Good, v, _ string) order.Text {
		if !allDigits(v) {
			return wantID
		}
		g.ID = v
		return fits
	}},
	text("GoodName", func(g *Good) *string { return &g.Name }),
	text("ShortName", func(g *Good) *string { return &g.ShortName }),
	text("Description", func(g *Good) *string { return &g.Description }),
	text("Country", func(g *Good) *string { return &g.Country }),
	text("Articul", func(g *Good) *string { return &g.Article }),
	text("Barcode", func(g *Good) *string { return &g.Barcode }),
	price("RetailPrice", func(g *Good) *wire.Sum { return &g.Retail }),
	price("RetailPriceWithDiscount", func(g *Good) *wire.Sum { return &g.Discounted }),
	price("WholesalePrice", func(g *Good) *wire.Sum { return &g.Wholesale }),
	price("PrimeCost", func(g *Good) *wire.Sum { return &g.PrimeCost }),
	{"WarehouseQuantity", true, func(g *Good, v, _ string) order.Text {
		q, ok := quantity(v)
		if !ok {
			return wantQuantity
		}
		g.Stock = slices.Insert(g.Stock, 0, CentreStock{Quantity: q})
		return fits
	}},
	{"WarehouseQuantityForPartner", false, readCentres},
	{"MinQuantityForOrder", true, func(g *Good, v, _ string) order.Text {
		q, ok := quantity(v)
		if !ok {
			return wantQuantity
		}
		g.MinQuantity = q
		return fits
	}},
	text("MesUnit", func(g *Good) *string { return &g.Unit }),
	{"Display", true, func(g *Good, v, _ string) order.Text {
		if v != "0" && v != "1" {
			return wantFlag
		}
		g.Hidden = v == "0"
		return fits
	}},
	{"Category", true, func(g *Good, v, _ string) order.Text {
		if v == "-1" || v == "0" {
			return fits
		}
		if !allDigits(v) {
			return wantSection
		}
		g.Section = v
		return fits
	}},
	names("SynchronizationSection", func(g *Good) *[]string { return &g.SectionName }, false),
	names("SynchronizationSectionFull", func(g *Good) *[]string { return &g.SectionName }, true),
	names("GoodTypeName", func(g *Good) *[]string { return &g.Type }, false),
	names("GoodTypeFull", func(g *Good) *[]string { return &g.Type }, true),
	names("ProducerCollectionFull", func(g *Good) *[]string { return &g.Producer }, true),
	text("PCName", func(g *Good) *string { return &g.Brand }),
	text("FashionName", func(g *Good) *string { return &g.Model }),
	text("ModelGoodID", func(g *Good) *string { return &g.ModelID }),
	text("TheSize", func(g *Good) *string { return &g.Size }),
	text("Color", func(g *Good) *string { return &g.Color }),
	text("Material", func(g *Good) *string { return &g.Material }),
	text("Season", func(g *Good) *string { return &g.Season }),
	names("Analogs", func(g *Good) *[]string { return &g.Analogues }, true),
	photos("GoodPhotoList"),
	photos("GoodPhotoListWithLinks"),
}

// text is a column of text.
func text(name string, field func(*Good) *string) column {
	return column{name, false, func(g *Good, v, _ string) order.Text {
		*field(g) = v
		return fits
	}}
}

// price is a column of a sum. Sums may have more decimals than the currency: nothing is rounded here.
func price(name string, field func(*Good) *wire.Sum) column {
	return column{name, true, func(g *Good, v, currency string) order.Text {
		d, ok := decimal(v)
		if !ok {
			return wantNumber
		}
		*field(g) = wire.Sum{Decimal: d, Currency: currency}
		return fits
	}}
}

// names is a column of names with commas between them. One that is not full has the last name only, and gives way to
// the full one.
func names(name string, field func(*Good) *[]string, full bool) column {
	return column{name, false, func(g *Good, v, _ string) order.Text {
		if full {
			*field(g) = list(v, ",")
		} else if len(*field(g)) == 0 {
			*field(g) = []string{v}
		}
		return fits
	}}
}

// photos is a column of pictures. How Torgsoft separates them is not documented: all usual signs are taken for that.
// Addresses go before names of files.
func photos(name string) column {
	return column{name, false, func(g *Good, v, _ string) order.Text {
		if found := list(v, ",;|\n\r"); len(g.Photos) == 0 || strings.Contains(v, "://") {
			g.Photos = found
		}
		return fits
	}}
}

// readCentres reads the stock by centre.
func readCentres(g *Good, v, _ string) order.Text {
	var found []CentreStock
	for _, part := range list(v, "|") {
		centre, count, ok := strings.Cut(part, "=")
		q, number := quantity(count)
		centre = strings.TrimSpace(centre)
		if !ok || !number || centre == "" || slices.ContainsFunc(found, func(s CentreStock) bool { return s.Centre == centre }) {
			return wantCentres
		}
		found = append(found, CentreStock{centre, q})
	}
	g.Stock = append(g.Stock, found...)
	return fits
}

// columnNamed returns the typed column with a name, or nil.
func columnNamed(name string) *column {
	i := slices.IndexFunc(columns, func(c column) bool { return plain(c.name) == plain(name) })
	if i < 0 {
		return nil
	}
	return &columns[i]
}
