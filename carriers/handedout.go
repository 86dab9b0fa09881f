package carriers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// HandedOut returns the units of the order that the buyer took from a parcel, and those left, for order.Deliver or a
// return block. v are the values of the request for the parcel. Of several units in one row the first count as taken.
// The error names goods of the parcel that are not in the values, or in a smaller quantity, and goods of the values
// that are not in the parcel.
func (v Values) HandedOut(p Parcel) (taken, left []order.Units, err error) {
	rows := map[[2]string]order.Units{}
	for name, text := range v {
		prefix, ok := strings.CutSuffix(name, "."+FieldUnits)
		if !ok || blank(text) {
			continue
		}
		u, err := ParseUnits(text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		rows[[2]string{v.box(prefix), v[prefix+"."+FieldArticle]}] = u
	}
	for _, g := range p.Goods {
		place := [2]string{g.Box, g.Article}
		u, ok := rows[place]
		if !ok {
			return nil, nil, fmt.Errorf("carriers: %s: the request has no units of the order for article %q in box %q", p.name(), g.Article, g.Box)
		}
		delete(rows, place)
		if n := pieces(u); g.HandedOut < 0 || g.HandedOut > n || g.Pieces > n {
			return nil, nil, fmt.Errorf("carriers: %s: the buyer took %d of %d pieces of article %q in box %q, but the request has %d", p.name(), g.HandedOut, g.Pieces, g.Article, g.Box, n)
		}
		a, b := split(u, g.HandedOut)
		taken, left = append(taken, a...), append(left, b...)
	}
	for place := range rows {
		return nil, nil, fmt.Errorf("carriers: %s has no article %q in box %q, but the request has", p.name(), place[1], place[0])
	}
	slices.SortFunc(taken, byLine)
	slices.SortFunc(left, byLine)
	return taken, left, nil
}

// name names a parcel in error texts.
func (p Parcel) name() string {
	if p.Ref.IsZero() {
		return strings.TrimSpace("parcel " + p.Number)
	}
	return "parcel " + p.Ref.String()
}

// box returns the number of the box of a row.
func (v Values) box(row string) string {
	parts := strings.Split(row, ".") // packages 1 items 2
	if len(parts) < 4 {
		return ""
	}
	return v[strings.Join(parts[:len(parts)-2], ".")+"."+FieldNumber]
}

// split splits off the first n pieces of a range.
func split(u order.Units, n int) (first, rest []order.Units) {
	all := singly(u)
	if n > 0 {
		first = []order.Units{{Line: u.Line, From: u.From, To: all[n-1].To}}
	}
	if n < len(all) {
		rest = []order.Units{{Line: u.Line, From: all[n].From, To: u.To}}
	}
	return first, rest
}

func byLine(a, b order.Units) int {
	if c := strings.Compare(a.Line, b.Line); c != 0 {
		return c
	}
	return a.From.Cmp(b.From)
}
