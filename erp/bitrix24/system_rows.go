package bitrix24

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// rowWant is a row of a deal as it is to be.
type rowWant struct {
	line     string
	product  int64 // 0 for a row without a product
	name     string
	price    amount.Money // of one unit, with all discounts and VAT
	quantity amount.Quantity
	vat      string // percent; "" for none
	sort     int
	exact    bool // price times quantity is what the line costs
}

// keptRow is what is remembered of the row that a line has: its id, the quantity that it had when ordo wrote last, and
// a digest of all that it had.
type keptRow struct {
	Row      int64  `json:"row"`
	Quantity string `json:"q"`
	Digest   string `json:"v"`
}

// keptRows are the rows by line, as FieldRows has them.
type keptRows map[string]keptRow

func parseRows(text string) keptRows {
	kept := keptRows{}
	if json.Unmarshal([]byte(text), &kept) != nil {
		return keptRows{} // what people made of it is found again by the order of the rows
	}
	return kept
}

// String returns the form in which it is kept.
func (k keptRows) String() string {
	b, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	return string(b)
}

// lineOf returns the line of a row; false if it is none of ours.
func (k keptRows) lineOf(row int64) (string, bool) {
	for _, line := range slices.Sorted(maps.Keys(k)) {
		if k[line].Row == row {
			return line, true
		}
	}
	return "", false
}

// addedLine is the id of a line that people added as a row.
func addedLine(row int64) string { return "b24-" + strconv.FormatInt(row, 10) }

// found returns which row each line has. A line that people added has the row that they added. Where nothing is kept,
// as the process ended before it could be, ours are known by their place and name.
func (k keptRows) found(there []ProductRow, want []rowWant) map[string]ProductRow {
	at := map[string]ProductRow{}
	taken := map[int64]bool{}
	for line, kept := range k {
		for _, r := range there {
			if r.ID == kept.Row {
				at[line], taken[r.ID] = r, true
			}
		}
	}
	for _, w := range want {
		if _, has := at[w.line]; has {
			continue
		}
		for _, r := range there {
			if !taken[r.ID] && w.line == addedLine(r.ID) || !taken[r.ID] && r.Sort == w.sort && r.Product == w.product && (w.product != 0 || r.Name == w.name) {
				at[w.line], taken[r.ID] = r, true
				break
			}
		}
	}
	return at
}

// rowsWanted returns the rows of an order: a row for each line of which something is left, see erp.SumsOf.
func rowsWanted(o order.View, products map[string]int64) []rowWant {
	shown := map[string]order.LineSum{}
	for _, l := range erp.SumsOf(o).Lines {
		shown[l.Line] = l
	}
	var rows []rowWant
	for i, l := range o.Lines {
		sum, is := shown[l.ID]
		if !is {
			continue
		}
		r := rowWant{
			line: l.ID, product: products[l.SKU], name: rowName(l.Name, l.SKU), quantity: sum.Quantity, vat: percentOf(l.VATRate), sort: 10 * (i + 1),
		}
		if l.Kind != order.LineGoods && l.SKU == "" {
			r.name = l.Name
		}
		r.price, r.exact = unitPrice(sum.Total, sum.Quantity)
		rows = append(rows, r)
	}
	return rows
}

// rowName is the name of a row. People see the article in it, and one that they type a row by is read from it.
func rowName(name, article string) string {
	switch {
	case article == "":
		return name
	case name == "":
		return "[" + article + "]"
	}
	return name + " [" + article + "]"
}

// articleOf reads the article in the name of a row: what stands in the last brackets, or the whole name.
func articleOf(name string) string {
	name = strings.TrimSpace(name)
	if !strings.HasSuffix(name, "]") {
		return name
	}
	depth := 0
	for i := len(name) - 1; i >= 0; i-- {
		switch name[i] {
		case ']':
			depth++
		case '[':
			depth--
		}
		if depth == 0 {
			if article := strings.TrimSpace(name[i+1 : len(name)-1]); article != "" {
				return article
			}
			break
		}
	}
	return name
}

// unitPrice is the price of one unit, rounded half away from zero, and whether all units at it cost what they should.
func unitPrice(total amount.Money, q amount.Quantity) (amount.Money, bool) {
	n, d := total.Minor()*1000, q.Milli()
	if d <= 0 || total.Minor() > math.MaxInt64/2000 {
		return total, false
	}
	price, err := amount.NewMoney((2*n+d)/(2*d), total.Currency())
	if err != nil {
		return total, false
	}
	back, err := price.Times(q)
	c, cerr := back.Cmp(total)
	return price, err == nil && cerr == nil && c == 0
}

// percentOf is the rate of VAT as rows have it; "" is none.
func percentOf(v amount.VAT) string {
	switch v {
	case amount.VATUnset, amount.VATNone, amount.VATExempt, amount.VATOutside: //nolint:exhaustive // the others have a percentage
		return ""
	}
	return strconv.Itoa(v.Percent())
}

// fields are those of a row that is written.
func (w rowWant) fields() map[string]any {
	f := map[string]any{
		"price": json.Number(w.price.Text()), "quantity": json.Number(w.quantity.String()), "taxIncluded": "Y", "sort": w.sort,
	}
	if w.vat != "" {
		f["taxRate"] = json.Number(w.vat)
	}
	if w.product != 0 {
		f["productId"] = w.product
	} else {
		f["productName"] = w.name
	}
	return f
}

// changed returns the fields in which a row differs from what it is to be; nil if in none. The name that people gave to
// a row stays.
func (w rowWant) changed(r ProductRow) map[string]any {
	f := map[string]any{}
	if !sameNumber(string(r.Quantity), w.quantity.String()) {
		f["quantity"] = json.Number(w.quantity.String())
	}
	if !sameNumber(string(r.Price), w.price.Text()) {
		f["price"] = json.Number(w.price.Text())
	}
	if w.product != r.Product {
		f["productId"] = w.product
	}
	if w.product == 0 && articleOf(r.Name) != articleOf(w.name) {
		f["productName"] = w.name
	}
	if w.vat != "" && !sameNumber(string(r.VATRate), w.vat) {
		f["taxRate"] = json.Number(w.vat)
	}
	if len(f) == 0 {
		return nil
	}
	return f
}

// sameNumber reports whether two decimals are equal, whatever zeros they end in; an empty one is none.
func sameNumber(a, b string) bool { return plainNumber(a) == plainNumber(b) }

func plainNumber(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	if whole == "" {
		whole = "0"
	}
	rest = strings.TrimRight(rest, "0")
	if rest == "" {
		return whole
	}
	return whole + "." + rest
}

// rowsDigest stands for the rows that a deal has: a mark for each row, so that what a try has written before its answer
// was lost is told from what people changed.
func rowsDigest(rows []ProductRow) string {
	marks := make([]string, 0, len(rows))
	for _, r := range slices.SortedFunc(slices.Values(rows), func(a, b ProductRow) int { return int(a.ID - b.ID) }) {
		marks = append(marks, strconv.FormatInt(r.ID, 10)+"."+rowMark(r))
	}
	return strings.Join(marks, " ")
}

// rowMark stands for which product a row has, how many, at which price.
func rowMark(r ProductRow) string { return digest(rowText(r))[:6] }

// rowMarks are the marks of rows by their ids; nil if nothing is known.
func rowMarks(text string, known bool) map[string]string {
	if !known {
		return nil
	}
	marks := map[string]string{}
	for part := range strings.FieldsSeq(text) {
		id, mark, _ := strings.Cut(part, ".")
		marks[id] = mark
	}
	return marks
}

func rowText(r ProductRow) string {
	return strconv.FormatInt(r.Product, 10) + ":" + r.Name + ":" + plainNumber(string(r.Quantity)) + ":" + plainNumber(string(r.Price))
}

// isAsWritten reports whether a row is as ordo wrote it last.
func (k keptRow) isAsWritten(r ProductRow) bool { return k.Digest == rowMark(r) }

// rowsKept returns what is to be remembered of rows that are there.
func rowsKept(at map[string]ProductRow) keptRows {
	kept := keptRows{}
	for line, r := range at {
		kept[line] = keptRow{r.ID, plainNumber(string(r.Quantity)), rowMark(r)}
	}
	return kept
}

// rowSums are the lines and the total that a deal shows. A row whose price was rounded is shown without a sum: the
// total of the deal is exact then.
func rowSums(rows []ProductRow, kept keptRows, o order.View, total, paid amount.Money) order.Sums {
	sums := order.Sums{Total: total, Paid: paid}
	wants := map[string]rowWant{}
	for _, w := range rowsWanted(o, nil) {
		wants[w.line] = w
	}
	for _, r := range rows {
		l := order.LineSum{Name: r.Name}
		if q, err := amount.ParseQuantity(plainNumber(string(r.Quantity))); err == nil {
			l.Quantity = q
		}
		if cost, err := costOf(r, total.Currency()); err == nil {
			l.Total = cost
		}
		if line, ours := kept.lineOf(r.ID); ours {
			l.Line = line
			if w, is := wants[line]; is && !w.exact && sameNumber(string(r.Price), w.price.Text()) {
				l.Total = amount.Money{}
			}
		}
		sums.Lines = append(sums.Lines, l)
	}
	return sums
}
