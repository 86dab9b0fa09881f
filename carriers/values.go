package carriers

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Values are the values of a form by the full name of the field. The rows of a list are numbered from 1 without gaps:
// "packages.1.items.2.name". An empty value is the same as no value.
type Values map[string]string

// Clone returns a copy.
func (v Values) Clone() Values { return maps.Clone(v) }

// Rows returns the number of rows of a list, by the list's full name.
func (v Values) Rows(list string) int {
	if rows := v.rows(list); len(rows) > 0 {
		return rows[len(rows)-1]
	}
	return 0
}

// RowPrefix returns the prefix of the field names in row n of a list: "packages.1.".
func RowPrefix(list string, n int) string { return list + "." + strconv.Itoa(n) + "." }

// rows returns the numbers of a list's non-empty rows, sorted.
func (v Values) rows(list string) []int {
	seen := map[int]bool{}
	for name, value := range v {
		if n, _, ok := row(name, list); ok && !blank(value) {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// row splits a name into row number and rest: "packages.2.weight" into 2 and "weight".
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
