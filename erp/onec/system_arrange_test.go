package onec

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

// genRows draws the rows of a line as they are in the base, and what they are to be.
func genRows(t *rapid.T) (rows []row, ps []part) {
	places := []string{"ЦС", "МАГ-1", "МАГ-2"}
	for i := range rapid.IntRange(0, 4).Draw(t, "rows") {
		rows = append(rows, row{
			was: i, warehouse: rapid.SampledFrom(places).Draw(t, "at"), mode: mode(rapid.IntRange(0, 3).Draw(t, "mode")),
			quantity: amount.Pcs(rapid.IntRange(1, 4).Draw(t, "n")), sum: amount.RUB(int64(rapid.IntRange(1, 9999).Draw(t, "sum"))),
		})
	}
	seen := map[string]bool{}
	for range rapid.IntRange(1, 4).Draw(t, "parts") {
		p := part{mode: mode(rapid.IntRange(0, 3).Draw(t, "wanted")), quantity: amount.Pcs(rapid.IntRange(1, 4).Draw(t, "n")), sum: amount.RUB(int64(rapid.IntRange(1, 9999).Draw(t, "sum")))}
		if p.mode == toShip || p.mode == reserved {
			p.warehouse = rapid.SampledFrom(places).Draw(t, "place")
		}
		if key := p.warehouse + string(rune('0'+p.mode)); !seen[key] {
			seen[key] = true
			ps = append(ps, p)
		}
	}
	return rows, ps
}

// total adds up rows by what holds for them.
func total(rows []row, is func(row) bool) (q amount.Quantity, m amount.Money) {
	for _, r := range rows {
		if is(r) {
			q, m = plus(q, r.quantity), plusMoney(m, r.sum)
		}
	}
	return q, m
}

// Whatever the rows are: the arranged ones have exactly the units and the sum of the line, each row is used once,
// nothing is reserved elsewhere or more than is wanted, and arranging again changes nothing.
func TestRowsAreArrangedExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, ps := genRows(t)
		out, _ := arrange(rows, ps, "ЦС")
		var want part
		for _, p := range ps {
			want.quantity, want.sum = plus(want.quantity, p.quantity), plusMoney(want.sum, p.sum)
		}
		q, m := total(out, func(row) bool { return true })
		require.Equal(t, want.quantity, q)
		require.Equal(t, want.sum, m)
		var used []int
		for _, r := range out {
			require.Positive(t, r.quantity.Sign())
			require.NotEmpty(t, r.warehouse)
			if r.was >= 0 {
				require.NotContains(t, used, r.was)
				used = append(used, r.was)
			}
		}
		for _, p := range ps {
			if p.mode != toShip && p.mode != reserved {
				continue
			}
			held, _ := total(out, func(r row) bool { return r.warehouse == p.warehouse && (r.mode == toShip || r.mode == reserved) })
			var both amount.Quantity
			for _, x := range ps {
				if x.warehouse == p.warehouse && (x.mode == toShip || x.mode == reserved) {
					both = plus(both, x.quantity)
				}
			}
			require.Equal(t, both, held, "held at %s", p.warehouse)
		}
		for i := range out {
			out[i].was = i
		}
		again, freed := arrange(out, ps, "ЦС")
		require.Empty(t, freed)
		sorted := func(rs []row) []row {
			rs = slices.Clone(rs)
			slices.SortFunc(rs, func(a, b row) int { return a.was - b.was })
			return rs
		}
		require.Len(t, again, len(out))
		for i, r := range sorted(again) {
			require.Equal(t, out[i].was, r.was)
			require.Equal(t, out[i].mode, r.mode)
			require.Equal(t, out[i].quantity, r.quantity)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", cursorV1, cursorV1 + "AAAAAAAA", cursorV1 + "AAAAAAAABBBBBBBB", "2:AAAAAAAA", cursorV1 + "AAA", "0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		seen, err := parseCursor(s)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		if s != "" {
			require.Len(t, strings.TrimPrefix(s, cursorV1), len(strings.TrimPrefix(s, cursorV1))/markText*markText)
		}
		marks := make([]string, 0, len(seen))
		for m := range seen {
			marks = append(marks, m)
		}
		again, err := parseCursor(formatCursor(marks))
		require.NoError(t, err)
		require.Equal(t, seen, again)
	})
}
