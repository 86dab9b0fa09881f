package carriers

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Values are what a form is filled in with, by the full name of the field. The rows of a list are counted from 1 without
// gaps: "packages.1.items.2.name". An empty value is the same as none.
type Values map[string]string

// Clone returns a copy.
func (v Values) Clone() Values { return maps.Clone(v) }

// Rows returns how many rows of a list there are, by the list's full name.
func (v Values) Rows(list string) int {
	if rows := v.rows(list); len(rows) > 0 {
		return rows[len(rows)-1]
	}
	return 0
}

// RowPrefix is the beginning of the names of a list's n-th row: "packages.1.".
func RowPrefix(list string, n int) string { return list + "." + strconv.Itoa(n) + "." }

// rows returns the numbers of a list's rows that hold something, sorted.
func (v Values) rows(list string) []int {
	seen := map[int]bool{}
	for name, value := range v {
		if n, _, ok := row(name, list); ok && !blank(value) {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// row takes the number of the row off a name: 2 and "weight" of "packages.2.weight".
func row(name, list string) (n int, rest string, ok bool) {
	rest, ok = strings.CutPrefix(name, list+".")
	if !ok {
		return 0, "", false
	}
	number, rest, ok := strings.Cut(rest, ".")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || strconv.Itoa(n) != number {
		return 0, "", false
	}
	return n, rest, true
}

func blank(value string) bool { return strings.TrimSpace(value) == "" }
