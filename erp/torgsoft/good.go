package torgsoft

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Good is a row of the goods file. What the file does not have is empty. The comments name the columns.
type Good struct {
	ID          string // "GoodID": the key of the good, digits; order files name it
	Name        string // "GoodName", at most 500 letters
	ShortName   string // "ShortName"
	Description string // "Description"
	Country     string // "Country", of origin; some shops keep the brand here
	Article     string // "Articul", the maker's; the sizes of a model share it
	Barcode     string // "Barcode": EAN, or an own code that begins with 29

	// Prices of one unit, in the currency of the Format.
	Retail     wire.Sum // "RetailPrice"
	Discounted wire.Sum // "RetailPriceWithDiscount": Retail, with the discount of the good itself
	Wholesale  wire.Sum // "WholesalePrice"
	PrimeCost  wire.Sum // "PrimeCost": what the merchant paid; it goes into no record and no price list

	// Stock is what there is: "WarehouseQuantity", under no centre, and by centre "WarehouseQuantityForPartner". It has
	// only what the file says.
	Stock []CentreStock
	// MinQuantity is the least that is sold in an order, "MinQuantityForOrder"; none for no limit.
	MinQuantity amount.Quantity
	Unit        string // "MesUnit"
	Hidden      bool   // "Display" 0: not to be shown on a site

	Section     string   // "Category": the number of the shop's section; empty for -1, no section
	SectionName []string // "SynchronizationSectionFull", or "SynchronizationSection": its path from the top
	Type        []string // "GoodTypeFull", or "GoodTypeName": the path of the kind of goods
	Producer    []string // "ProducerCollectionFull": the path of producer and collection
	Brand       string   // "PCName": the last of Producer

	Model    string // "FashionName": the name that all sizes share
	ModelID  string // "ModelGoodID": the ID of the good that stands for the model
	Size     string // "TheSize"
	Color    string // "Color"
	Material string // "Material"
	Season   string // "Season"

	Analogues []string // "Analogs": IDs of goods that may take its place
	Photos    []string // "GoodPhotoListWithLinks" or "GoodPhotoList": addresses, or names of files

	// Extra are the columns that are not typed here, by their name in the file, also those that the user made; and what
	// stands in a column and does not fit.
	Extra map[string]string
	Line  int // of the file, from 1
	// Problem is why the row cannot be used: the ID is known where it could be read. It is a *RowError.
	Problem error
}

// CentreStock is what there is of a good at an accounting centre («центр учёта»).
type CentreStock struct {
	Centre   string // its number; empty for all centres of the file together
	Quantity amount.Quantity
}

// Available returns what there is at a centre, or at all centres together for "", and whether the file says it. If it
// has only single centres, all together are their sum.
func (g Good) Available(centre string) (amount.Quantity, bool) {
	var sum amount.Quantity
	for _, s := range g.Stock {
		if s.Centre == centre {
			return s.Quantity, true
		}
		if total, err := sum.Add(s.Quantity); err == nil {
			sum = total
		}
	}
	return sum, centre == "" && len(g.Stock) > 0
}

// Price returns the price that a buyer pays, and the one that it is reduced from; that is unset if there is no
// discount.
func (g Good) Price() (now, before wire.Sum) {
	if g.Discounted.IsZero() {
		return g.Retail, wire.Sum{}
	}
	was, err := g.Retail.Money()
	is, other := g.Discounted.Money()
	if c, differ := was.Cmp(is); err == nil && other == nil && differ == nil && c > 0 {
		return g.Discounted, g.Retail
	}
	return g.Discounted, wire.Sum{}
}
