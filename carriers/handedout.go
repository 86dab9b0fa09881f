package carriers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// HandedOut reports which units of the order the buyer took of a parcel, and which not, out of the values that it was asked for
// with: for order.Deliver or a return block. Of several units in one row the first are taken to be with the buyer. The
// error names goods of the parcel that the values do not have, or not so many, and goods of the values of which the parcel
// does not tell.
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
			return nil, nil, fmt.Errorf("carriers: parcel %s: the request has no article %q in box %q that is of the order", p.Ref, g.Article, g.Box)
		}
		delete(rows, place)
		if n := pieces(u); g.HandedOut < 0 || g.HandedOut > n || g.Pieces > n {
			return nil, nil, fmt.Errorf("carriers: parcel %s: %d of %d pieces of article %q in box %q were taken, asked for were %d", p.Ref, g.HandedOut, g.Pieces, g.Article, g.Box, n)
		}
		a, b := split(u, g.HandedOut)
		taken, left = append(taken, a...), append(left, b...)
	}
	for place := range rows {
		return nil, nil, fmt.Errorf("carriers: parcel %s does not tell of article %q in box %q", p.Ref, place[1], place[0])
	}
	slices.SortFunc(taken, byLine)
	slices.SortFunc(left, byLine)
	return taken, left, nil
}

// box is the number of the box that a row lies in.
func (v Values) box(row string) string {
	parts := strings.Split(row, ".") // packages 1 items 2
	if len(parts) < 4 {
		return ""
	}
	return v[strings.Join(parts[:len(parts)-2], ".")+"."+FieldNumber]
}

// split takes the first n pieces of a range off.
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
