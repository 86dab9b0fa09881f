package bitrix24test

import (
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// Product is an article of the portal's catalogue.
type Product struct {
	ID       int
	Name     string
	XMLID    string // as an exchange writes it
	Code     string // its symbolic code
	Inactive bool
}

// CatalogID is the infoblock of the catalogue.
const CatalogID = 23

// AddProduct adds an article to the catalogue: it is found there, and rows with its id get its name.
func (s *Server) AddProduct(p Product) { s.Do(func() { s.products[p.ID] = &p }) }

func (s *Server) catalogMethods() map[string]method {
	return map[string]method{
		"catalog.catalog.list": {scope: "catalog", params: "select filter order", run: s.catalogList},
		"catalog.product.list": {scope: "catalog", params: "select filter order", run: s.productList},
		"catalog.product.get":  {scope: "catalog", params: "id", run: s.productGet},
	}
}

// chosen are the fields of rows that a call selects; all without a select. Names that are none are dropped.
func chosen(c *bxserver.Call, r bxserver.Row) bxserver.Row {
	list, ok := bxserver.AsList(c.Array("select"))
	if !ok || len(list) == 0 || slices.ContainsFunc(list, func(v any) bool { return bxserver.Text(v) == "*" }) {
		return r
	}
	out := bxserver.Row{}
	for _, v := range list {
		name := bxserver.Text(v)
		if value, known := r[name]; known {
			out[name] = value
		} else {
			c.Ignore("select." + name)
		}
	}
	return out
}

// catalogRows lists rows under a key; names that are no field are dropped from filters.
func (s *Server) catalogRows(c *bxserver.Call, key string, all []bxserver.Row, fields bxserver.Row) (any, error) {
	page, err := c.List(all, bxserver.List{Whole: true, Nested: true, Name: func(name string) (string, bool) {
		_, ok := fields[name]
		return name, ok
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		list = append(list, chosen(c, r))
	}
	return page.Answer(bxserver.Row{key: list}), nil
}

func (s *Server) catalogList(c *bxserver.Call) (any, error) {
	r := bxserver.Row{
		"iblockId": CatalogID, "iblockTypeId": "CRM_PRODUCT_CATALOG", "id": CatalogID, "lid": "s1", "name": "Товарный каталог CRM",
		"productIblockId": nil, "skuPropertyId": nil, "subscription": "N", "vatId": 1,
	}
	return s.catalogRows(c, "catalogs", []bxserver.Row{r}, r)
}

func (s *Server) productRow(p *Product) bxserver.Row {
	return bxserver.Row{
		"id": p.ID, "iblockId": CatalogID, "iblockSectionId": nil, "name": p.Name, "code": orNil(p.Code), "xmlId": orNil(p.XMLID),
		"active": yesNo(!p.Inactive), "available": "Y", "bundle": "N", "canBuyZero": "Y", "type": 1, "measure": 5, "sort": 500,
		"vatId": 1, "vatIncluded": "Y", "quantity": nil, "quantityReserved": nil, "quantityTrace": "N", "weight": nil,
		"width": nil, "height": nil, "length": nil, "purchasingPrice": nil, "purchasingCurrency": nil,
	}
}

func (s *Server) productList(c *bxserver.Call) (any, error) {
	selected, _ := bxserver.AsList(c.Array("select"))
	has := func(name string) bool {
		return slices.ContainsFunc(selected, func(v any) bool { return bxserver.Text(v) == name || bxserver.Text(v) == "*" })
	}
	if !has("id") || !has("iblockId") {
		return nil, bxserver.Refuse("0", "Required select fields: id, iblockId")
	}
	if c.Array("filter").Get("iblockId") == nil && c.Array("filter").Get("=iblockId") == nil {
		return nil, bxserver.Refuse("0", "Required filter fields: iblockId")
	}
	var all []bxserver.Row
	for _, p := range s.products {
		all = append(all, s.productRow(p))
	}
	slices.SortFunc(all, func(a, b bxserver.Row) int { return a["id"].(int) - b["id"].(int) })
	return s.catalogRows(c, "products", all, s.productRow(&Product{}))
}

func (s *Server) productGet(c *bxserver.Call) (any, error) {
	p := s.products[c.Int("id")]
	if p == nil {
		return nil, bxserver.Refuse("0", "Product is not exists")
	}
	return bxserver.Row{"product": s.productRow(p)}, nil
}
