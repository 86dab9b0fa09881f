package onec

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
)

var _ erp.Marker = (*System)(nil)

// Marked implements erp.Marker: goods whose ОсобенностьУчета is one of those that are marked, with the GTIN of their
// bar codes.
func (s *System) Marked(ctx context.Context, articles ...string) iter.Seq2[erp.Marked, error] {
	return func(yield func(erp.Marked, error) bool) {
		if err := s.fit(); err != nil {
			yield(erp.Marked{}, err)
			return
		}
		items, wrong, err := s.items(ctx, articles...)
		if err != nil {
			yield(erp.Marked{}, err)
			return
		}
		for _, a := range slices.Sorted(maps.Keys(wrong)) {
			why := &ordo.Error{System: Name, Account: s.client.rest.Account(), Op: "goods", Class: ordo.NotFound, Text: wrong[a].String()}
			if !yield(erp.Marked{Article: a, Problem: why}, nil) {
				return
			}
		}
		for _, a := range slices.Sorted(maps.Keys(items)) {
			m := erp.Marked{Article: a, Marked: items[a].good.marked()}
			if m.Marked {
				if m.GTIN, err = s.gtin(ctx, items[a]); err != nil {
					yield(erp.Marked{}, err)
					return
				}
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// marked reports whether each unit of the goods has a marking code.
func (g *Good) marked() bool {
	return slices.Contains(specials, extraText(g.Extra["ОсобенностьУчета"]))
}

// gtin is the first of the bar codes of goods that is one of theirs everywhere, in 14 digits.
func (s *System) gtin(ctx context.Context, x item) (gtin string, _ error) {
	for b, err := range s.client.Barcodes().List(ctx, Eq("Номенклатура_Key", x.good.Ref)) {
		if err != nil {
			return "", err
		}
		if b.Characteristic == x.characteristic && b.Packaging == "" && isGTIN(b.Barcode) && (gtin == "" || b.Barcode < gtin) {
			gtin = b.Barcode
		}
	}
	if gtin == "" {
		return "", nil
	}
	return strings.Repeat("0", 14-len(gtin)) + gtin, nil
}
