package bitrix24test

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// productRow is a line of goods of an object. Its values are by name in upper case.
type productRow = bxserver.Row

func (s *Server) rowMethods() map[string]method {
	const fields = "fields"
	return map[string]method{
		"crm.item.productrow.set":    {scope: "crm", params: "ownerType ownerId productRows", run: s.rowsSet},
		"crm.item.productrow.add":    {scope: "crm", params: fields, run: s.rowAdd},
		"crm.item.productrow.update": {scope: "crm", params: "id fields", run: s.rowUpdate},
		"crm.item.productrow.get":    {scope: "crm", params: "id", run: s.rowGet},
		"crm.item.productrow.delete": {scope: "crm", params: "id", run: s.rowDelete},
		"crm.item.productrow.list":   {scope: "crm", params: "filter order", run: s.rowList},
		"crm.deal.productrows.set":   {scope: "crm", params: "id rows", run: s.oldRowsSet},
		"crm.deal.productrows.get":   {scope: "crm", params: "id", run: s.oldRowsGet},
	}
}

// rowNames are the fields of a row; those of the second list are written by the portal.
var (
	rowNames = split(`PRODUCT_ID PRODUCT_NAME PRICE QUANTITY DISCOUNT_TYPE_ID DISCOUNT_RATE DISCOUNT_SUM TAX_RATE TAX_INCLUDED
		CUSTOMIZED MEASURE_CODE MEASURE_NAME SORT`)
	rowOwn = split("ID OWNER_ID OWNER_TYPE PRICE_EXCLUSIVE PRICE_NETTO PRICE_BRUTTO PRICE_ACCOUNT XML_ID TYPE STORE_ID")
)

var measures = map[int]string{796: "шт", 6: "м", 112: "л", 163: "г", 166: "кг"}

// readRow writes the fields that were sent into a row, and computes the rest.
func (s *Server) readRow(c *bxserver.Call, r productRow, sent *bxserver.Map, old bool) error {
	known := func(name string) bool { return slices.Contains(rowNames, name) || slices.Contains(rowOwn, name) }
	wrote := false
	for name, v := range sent.All() {
		key := strings.ToUpper(name)
		if !old {
			key = upper(name, known)
		}
		if !slices.Contains(rowNames, key) {
			if key != "OWNER_ID" && key != "OWNER_TYPE" {
				c.Ignore("productRow." + name)
			}
			continue
		}
		wrote = true
		switch key {
		case "PRODUCT_ID", "DISCOUNT_TYPE_ID", "MEASURE_CODE", "SORT":
			r[key] = bxserver.Int(v)
		case "PRODUCT_NAME", "MEASURE_NAME":
			r[key] = bxserver.Text(v)
		case "TAX_INCLUDED", "CUSTOMIZED":
			r[key] = "N"
			if bxserver.Text(v) == "Y" {
				r[key] = "Y"
			}
		case "TAX_RATE": // nothing is no VAT, 0 is VAT of 0 %
			n, ok := bxserver.Number(v)
			r[key] = nil
			if ok {
				r[key] = n
			}
		default:
			n, _ := bxserver.Number(v)
			r[key] = n
		}
	}
	if !wrote && r["ID"] != nil {
		return bxserver.Refuse("INVALID_ARG_VALUE", "Field not available for update")
	}
	return s.normalize(r)
}

func number(r productRow, name string) float64 { n, _ := r[name].(float64); return n }

func round2(f float64) float64 { return math.Round(f*100) / 100 }

// normalize computes what the portal computes of a row, as its source does: discounts are of the price without VAT.
func (s *Server) normalize(r productRow) error {
	id, _ := r["PRODUCT_ID"].(int)
	if p := s.products[id]; p != nil && r["PRODUCT_NAME"] == nil {
		r["PRODUCT_NAME"] = p.Name
	}
	defaults := productRow{
		"PRODUCT_ID": 0, "PRODUCT_NAME": "", "PRICE": 0.0, "QUANTITY": 1.0, "TAX_RATE": nil, "TAX_INCLUDED": "N",
		"CUSTOMIZED": "Y", "SORT": 0, "XML_ID": "", "STORE_ID": nil, "TYPE": 1,
	}
	for k, v := range defaults {
		if _, ok := r[k]; !ok {
			r[k] = v
		}
	}
	if code, _ := r["MEASURE_CODE"].(int); measures[code] == "" {
		r["MEASURE_CODE"] = 796
	}
	r["MEASURE_NAME"] = measures[r["MEASURE_CODE"].(int)]
	rate, sum := number(r, "DISCOUNT_RATE"), number(r, "DISCOUNT_SUM")
	exclusive := number(r, "PRICE") / (1 + number(r, "TAX_RATE")/100)
	switch kind, _ := r["DISCOUNT_TYPE_ID"].(int); {
	case kind == 1 && r["DISCOUNT_SUM"] == nil:
		return bxserver.Refuse("CRM_PRODUCTROW_NORMALIZATION_DISCOUNT_SUM_REQUIRED",
			"Discount Sum (DISCOUNT_SUM) is required if Monetary Discount Type (DISCOUNT_TYPE_ID) is defined.")
	case kind == 2 && r["DISCOUNT_RATE"] == nil:
		return bxserver.Refuse("CRM_PRODUCTROW_NORMALIZATION_DISCOUNT_RATE_REQUIRED",
			"Discount Rate (DISCOUNT_RATE) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined.")
	case kind == 1:
		if r["DISCOUNT_RATE"] == nil && exclusive+sum != 0 {
			rate = sum / (exclusive + sum) * 100
		}
	case kind == 2 && rate == 100:
		if sum == 0 {
			return bxserver.Refuse("CRM_PRODUCTROW_NORMALIZATION_DISCOUNT_SUM_REQUIRED",
				"Discount Sum (DISCOUNT_SUM) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined and Discount Rate (DISCOUNT_RATE) is 100%")
		}
	case kind == 2:
		sum = exclusive/(1-rate/100) - exclusive
	default:
		r["DISCOUNT_TYPE_ID"], rate, sum = 2, 0, 0
	}
	netto := exclusive + sum
	r["PRICE"] = round2(number(r, "PRICE"))
	r["PRICE_ACCOUNT"], r["PRICE_EXCLUSIVE"] = r["PRICE"], round2(exclusive)
	r["PRICE_NETTO"], r["PRICE_BRUTTO"] = round2(netto), round2(netto*(1+number(r, "TAX_RATE")/100))
	r["DISCOUNT_RATE"], r["DISCOUNT_SUM"] = round2(rate), round2(sum)
	return nil
}

// rowSums is what an object with these rows costs, and the VAT in it.
func rowSums(rows []*productRow) (sum, tax float64) {
	for _, r := range rows {
		q := number(*r, "QUANTITY")
		sum += number(*r, "PRICE") * q
		tax += (number(*r, "PRICE") - number(*r, "PRICE_EXCLUSIVE")) * q
	}
	return round2(sum), round2(tax)
}

// same tells whether two rows say the same, as the portal compares them: not by their ids.
func same(a, b productRow) bool {
	return !slices.ContainsFunc(slices.Concat(rowNames, split("PRICE_EXCLUSIVE PRICE_NETTO PRICE_BRUTTO")), func(name string) bool {
		return a[name] != b[name]
	})
}

// owner finds the object that has rows.
func (s *Server) owner(code string, id int) (*item, error) {
	typeID := s.ownerType(code)
	t := s.smart(typeID)
	if typeID == 0 || typeID == contact || typeID == company || t != nil && !t.flags["isLinkWithProductsEnabled"] {
		return nil, errType(typeID)
	}
	it := s.find(typeID, id)
	if it == nil {
		return nil, errOwner
	}
	return it, nil
}

// replaceRows makes these the rows of an object. Those that say the same as a row that there is leave it with its id,
// and of two that say the same only one is kept; the rest get new ids, behind those that stay.
func (s *Server) replaceRows(c *bxserver.Call, it *item, wanted []productRow) {
	kept := slices.DeleteFunc(slices.Clone(it.rows), func(r *productRow) bool {
		return !slices.ContainsFunc(wanted, func(w productRow) bool { return same(*r, w) })
	})
	for _, w := range wanted {
		if !slices.ContainsFunc(kept, func(r *productRow) bool { return same(*r, w) }) {
			kept = append(kept, s.newRow(it, w))
		}
	}
	s.setRows(c, it, kept)
}

func (s *Server) newRow(it *item, r productRow) *productRow {
	r["ID"], r["OWNER_ID"], r["OWNER_TYPE"] = s.next("row"), it.id(), ownerCode(it.typeID)
	return &r
}

// setRows keeps rows, and counts as a change of their owner.
func (s *Server) setRows(c *bxserver.Call, it *item, rows []*productRow) {
	_ = s.change(c, it, func(w *item) error { // refuses nothing
		w.rows = rows
		if len(rows) == 0 && w.str("IS_MANUAL_OPPORTUNITY") != "Y" {
			w.v["OPPORTUNITY"], w.v["TAX_VALUE"] = 0.0, 0.0
		}
		return nil
	})
}

// readRows reads a list of rows; what is no row is passed over.
func (s *Server) readRows(c *bxserver.Call, list *bxserver.Map, old bool) ([]productRow, error) {
	var out []productRow
	for key, v := range list.All() {
		m, ok := bxserver.AsMap(v)
		if !ok || m.Len() == 0 {
			c.Ignore("productRows." + key)
			continue
		}
		r := productRow{}
		if err := s.readRow(c, r, m, old); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (s *Server) rowsSet(c *bxserver.Call) (any, error) {
	for _, name := range split("ownerType ownerId productRows") {
		if _, ok := c.Param(name); !ok {
			return nil, bxserver.Missing(name)
		}
	}
	it, err := s.owner(c.Text("ownerType"), c.Int("ownerId"))
	if err != nil {
		return nil, err
	}
	wanted, err := s.readRows(c, c.Array("productRows"), false)
	if err != nil {
		return nil, err
	}
	s.replaceRows(c, it, wanted)
	list := []any{}
	for _, r := range it.rows {
		list = append(list, viewRow(*r, false))
	}
	return bxserver.Row{"productRows": list}, nil
}

// viewRow is a row as the universal methods show it; the store is told by get and list only.
func viewRow(r productRow, store bool) bxserver.Row {
	out := bxserver.Row{}
	for k, v := range r {
		if k != "STORE_ID" || store {
			out[camel(k)] = v
		}
	}
	return out
}

// rowByID finds a row and its owner.
func (s *Server) rowByID(id int) (*item, *productRow, error) {
	for _, list := range s.items {
		for _, it := range list {
			for _, r := range it.rows {
				if (*r)["ID"] == id {
					return it, r, nil
				}
			}
		}
	}
	return nil, nil, errNotFound
}

func (s *Server) rowAdd(c *bxserver.Call) (any, error) {
	m := c.Array("fields")
	if m == nil {
		return nil, bxserver.Missing("fields")
	}
	code, _ := m.Fold("ownerType")
	id, _ := m.Fold("ownerId")
	it, err := s.owner(bxserver.Text(code), bxserver.Int(id))
	if err != nil {
		return nil, err
	}
	r := productRow{}
	if err := s.readRow(c, r, m, false); err != nil {
		return nil, err
	}
	added := s.newRow(it, r)
	s.setRows(c, it, append(slices.Clone(it.rows), added))
	return bxserver.Row{"productRow": viewRow(*added, false)}, nil
}

// rowUpdate changes a row: what is not sent stays as it is, also the discount of a row whose price is changed.
func (s *Server) rowUpdate(c *bxserver.Call) (any, error) {
	it, r, err := s.rowByID(c.Int("id"))
	if err != nil {
		return nil, err
	}
	changed := productRow{}
	for k, v := range *r {
		changed[k] = v
	}
	if err := s.readRow(c, changed, c.Array("fields"), false); err != nil {
		return nil, err
	}
	rows := slices.Clone(it.rows)
	rows[slices.Index(rows, r)] = &changed
	s.setRows(c, it, rows)
	return bxserver.Row{"productRow": viewRow(changed, false)}, nil
}

func (s *Server) rowGet(c *bxserver.Call) (any, error) {
	_, r, err := s.rowByID(c.Int("id"))
	if err != nil {
		return nil, err
	}
	return bxserver.Row{"productRow": viewRow(*r, true)}, nil
}

func (s *Server) rowDelete(c *bxserver.Call) (any, error) {
	it, r, err := s.rowByID(c.Int("id"))
	if err != nil {
		return nil, err
	}
	s.setRows(c, it, slices.DeleteFunc(slices.Clone(it.rows), func(o *productRow) bool { return o == r }))
	return nil, nil
}

// rowList lists rows of one owner, which the filter must name with "=".
func (s *Server) rowList(c *bxserver.Call) (any, error) {
	known := func(name string) bool { return slices.Contains(rowNames, name) || slices.Contains(rowOwn, name) }
	filter := &bxserver.Map{}
	for name, v := range c.Array("filter").All() {
		filter.Set(upper(name, known), v)
	}
	for _, must := range split("OWNER_TYPE OWNER_ID") {
		if v := filter.Get("=" + must); v == nil || bxserver.Text(v) == "" {
			return nil, bxserver.Refuse("REQUIRED_ARG_MISSING", fmt.Sprintf("Argument '=%s' is required", camel(must)))
		}
	}
	c.Params.Set("filter", filter)
	order := &bxserver.Map{}
	for name, v := range c.Array("order").All() {
		order.Set(upper(name, known), v)
	}
	c.Params.Set("order", order)
	var all []bxserver.Row
	if it := s.find(s.ownerType(bxserver.Text(filter.Get("=OWNER_TYPE"))), bxserver.Int(filter.Get("=OWNER_ID"))); it != nil {
		for _, r := range it.rows {
			all = append(all, *r)
		}
	}
	page, err := c.List(all, bxserver.List{
		Whole: true, Nested: true, Name: func(name string) (string, bool) { return name, known(name) },
		Unknown: func(name string) error { return bxserver.Refuse("0", "Unknown field definition `"+name+"`") },
	})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		list = append(list, viewRow(r, true))
	}
	return page.Answer(bxserver.Row{"productRows": list}), nil
}

// oldRowsSet replaces the rows of a deal. Without usable rows it deletes all, and that is a success.
func (s *Server) oldRowsSet(c *bxserver.Call) (any, error) {
	it, err := s.oldFind(c, deal)
	if err != nil {
		return nil, err
	}
	wanted, err := s.readRows(c, c.Array("rows"), true)
	if err != nil {
		return nil, err
	}
	rows := []*productRow{}
	for _, w := range wanted {
		rows = append(rows, s.newRow(it, w))
	}
	s.setRows(c, it, rows)
	return true, nil
}

// oldRowsGet shows the rows of a deal; it alone tells of reserves, which nobody makes here.
func (s *Server) oldRowsGet(c *bxserver.Call) (any, error) {
	it, err := s.oldFind(c, deal)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range it.rows {
		out := bxserver.Row{
			"ORIGINAL_PRODUCT_NAME": (*r)["PRODUCT_NAME"], "PRODUCT_DESCRIPTION": nil, "RESERVE_ID": nil, "RESERVE_QUANTITY": nil, "DATE_RESERVE_END": nil,
		}
		for k, v := range *r {
			out[k] = v
			if n, ok := v.(int); ok && k != "SORT" && k != "MEASURE_CODE" && k != "DISCOUNT_TYPE_ID" && k != "PRODUCT_ID" && k != "TYPE" {
				out[k] = bxserver.Text(n)
			}
		}
		out["PRICE_ACCOUNT"] = fmt.Sprintf("%.2f", number(*r, "PRICE_ACCOUNT"))
		list = append(list, out)
	}
	return list, nil
}
