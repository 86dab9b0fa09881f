package torgsoft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Format is what a goods file does not say of itself. The zero Format reads a file with a header.
type Format struct {
	// Columns are the names of the columns in their order, as Torgsoft's synchronisation object has them, for files
	// without a header. A file with a header is read by its header. What is not to be read may have any name.
	Columns []string
	// Currency of the prices; UAH if empty.
	Currency string
}

// Catalog is a goods file: all goods that the synchronisation object offers.
type Catalog struct {
	Goods     []Good // one for each row, also those with a Problem, in the order of the file
	Encoding  Encoding
	Separator rune
	Header    bool     // the file has one
	Columns   []string // their names, in the order of the file
}

// Good returns the good with an ID, and whether there is one that can be used.
func (c Catalog) Good(id string) (Good, bool) {
	i := slices.IndexFunc(c.Goods, func(g Good) bool { return g.ID == id && g.Problem == nil })
	if i < 0 {
		return Good{}, false
	}
	return c.Goods[i], true
}

// ReadGoods reads a goods file, TSGoods.trs, in all forms that Torgsoft gives it: UTF-8 or windows-1251, with a header
// or without, any columns in any order.
//
// A row that cannot be read is a Good with a Problem, and the others are read: every row that is not blank is in the
// Catalog. The file is refused whole, with an *ordo.Error of class Invalid, if it is half-written or damaged, if its
// columns are not known or have no "GoodID", and if no row can be used.
func ReadGoods(data []byte, f Format) (Catalog, error) {
	text, encoding, err := decode(data)
	if err != nil {
		return Catalog{}, err
	}
	s := newScanner(text)
	c := Catalog{Encoding: encoding, Separator: rune(s.sep)}
	first, _ := s.next(0)
	if c.Columns, c.Header, err = f.columns(first); err != nil {
		return Catalog{}, err
	}
	if !c.Header {
		s = newScanner(text)
	}
	read := readers(c.Columns)
	lines := map[string]int{}
	usable := false
	for {
		r, more := s.next(len(c.Columns))
		if !more {
			break
		}
		g := readGood(r, c.Columns, read, cmp.Or(f.Currency, "UAH"))
		if at := lines[g.ID]; at != 0 && g.ID != "" && g.Problem == nil {
			g.Problem = rowError(r.line, "GoodID", g.ID, "line %d has this good already", at)
		} else if g.ID != "" && at == 0 {
			lines[g.ID] = r.line
		}
		usable = usable || g.Problem == nil
		c.Goods = append(c.Goods, g)
	}
	if err := s.whole(); err != nil {
		return Catalog{}, err
	}
	if !usable {
		return Catalog{}, noneUsable(c)
	}
	return c, nil
}

// noneUsable is the refusal of a file without a usable row.
func noneUsable(c Catalog) error {
	if len(c.Goods) == 0 {
		return refuse("the file has a header and no goods")
	}
	return refuse("none of the %d rows can be read; the first: %v", len(c.Goods), c.Goods[0].Problem)
}

// columns returns the columns of a file by its first row, and whether that is a header.
func (f Format) columns(first row) ([]string, bool, error) {
	known, key := 0, false
	for _, name := range first.fields {
		if columnNamed(name) != nil {
			known++
		}
		key = key || plain(name) == plain("GoodID")
	}
	switch {
	case first.fields == nil && len(f.Columns) == 0:
		return nil, false, refuse("the first row cannot be read: %v", first.err)
	case known >= 2 || key:
		names, err := headings(first.fields)
		if err != nil && len(f.Columns) == len(first.fields) { // the user has other names
			names, err = headings(f.Columns)
		}
		return names, true, err
	case len(f.Columns) == 0:
		return nil, false, refuse("the file has no header and %d columns: set Format.Columns to their names", len(first.fields))
	}
	names, err := headings(f.Columns)
	return names, f.isHeader(first), err
}

// isHeader reports whether a row has names of the user's own where the configured columns have numbers.
func (f Format) isHeader(r row) bool {
	numbers := 0
	for i, name := range f.Columns {
		c := columnNamed(name)
		if c == nil || !c.numeric || i >= len(r.fields) {
			continue
		}
		if _, is := decimal(r.fields[i]); is || strings.TrimSpace(r.fields[i]) == "" {
			return false
		}
		numbers++
	}
	return numbers > 0 && len(r.fields) == len(f.Columns)
}

// headings returns names of columns without blanks around them. A file without a key, or with two columns of one name
// that is typed, cannot be read; other names that come twice are counted.
func headings(names []string) ([]string, error) {
	var out []string
	seen := map[string]int{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		key := plain(name)
		seen[key]++
		if seen[key] > 1 && columnNamed(name) != nil {
			return nil, refuse("the column %q comes twice", name)
		}
		if seen[key] > 1 {
			name = fmt.Sprintf("%s (%d)", name, seen[key])
		}
		out = append(out, name)
	}
	if seen[plain("GoodID")] == 0 {
		return nil, refuse(`the file has no column "GoodID", by which goods are told apart: switch it on in the synchronisation object`)
	}
	return out, nil
}

// readers returns how each column is read; nil for those that are kept as they are.
func readers(names []string) []*column {
	out := make([]*column, len(names))
	for i, name := range names {
		out[i] = columnNamed(name)
	}
	return out
}

// readGood reads a row.
func readGood(r row, names []string, read []*column, currency string) Good {
	g := Good{Line: r.line, Problem: r.err}
	for i, value := range r.fields {
		value = clean(value)
		if value == "" {
			continue
		}
		want, typed := fits, read[i] != nil
		if typed {
			want = read[i].read(&g, value, currency)
		}
		if typed && want.IsZero() {
			continue
		}
		if g.Extra == nil {
			g.Extra = map[string]string{}
		}
		g.Extra[names[i]] = value
		if !want.IsZero() && g.Problem == nil {
			g.Problem = valueError(r.line, names[i], value, want)
		}
	}
	if g.ID == "" && g.Problem == nil {
		g.Problem = valueError(r.line, "GoodID", "", wantID)
	}
	return g
}
