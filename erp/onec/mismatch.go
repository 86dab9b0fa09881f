package onec

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/internal/scalar"
)

// Mismatch is the cause of an error when what 1C has after a write is not what was sent: 1C ignores a property that the
// base does not have, and its configuration changes others. The object was written all the same.
type Mismatch struct {
	Ref    Guid
	Fields []Difference
}

// Difference is a property that was not kept.
type Difference struct {
	Property  string // such as "Товары[2].ВариантОбеспечения"; rows count from 1
	Sent, Got string // as JSON; Got is empty if the base has no such property
}

// Error lists the properties.
func (m *Mismatch) Error() string {
	all := make([]string, len(m.Fields))
	for i, f := range m.Fields {
		all[i] = f.Property + ": sent " + f.Sent + ", "
		if all[i] += "kept " + f.Got; f.Got == "" {
			all[i] = f.Property + ": sent " + f.Sent + ", and the base has no such property"
		}
	}
	return strings.Join(all, "; ")
}

// Has reports whether a property was not kept, such as "Товары" or "Товары[2].Цена".
func (m *Mismatch) Has(property string) bool {
	return slices.ContainsFunc(m.Fields, func(d Difference) bool {
		return d.Property == property || strings.HasPrefix(d.Property, property+"[")
	})
}

// compare returns the error of an object that is not what was sent.
func (s Catalog[T]) compare(op string, sent fields, got *object) error {
	if diff := mismatches(sent, got.raw); len(diff) > 0 {
		return s.c.rest.Fail(op, ordo.Conflict, "written, but 1C did not keep all that was sent", &Mismatch{got.Ref, diff})
	}
	return nil
}

// mismatches compares what was sent with an object as it came.
func mismatches(sent fields, raw json.RawMessage) []Difference {
	var got fields
	_ = json.Unmarshal(raw, &got) // it was read as an object
	return differences("", sent, got)
}

func differences(in string, sent, got fields) (out []Difference) {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		want, have := sent[name], got[name]
		rows, is := section(want)
		kept, isToo := section(have)
		switch {
		case is && (isToo || have == nil) && len(rows) != len(kept):
			out = append(out, Difference{in + name, fmt.Sprintf("%d rows", len(rows)), fmt.Sprintf("%d rows", len(kept))})
		case is && isToo:
			for i, row := range rows {
				out = append(out, differences(fmt.Sprintf("%s%s[%d].", in, name, i+1), row, kept[i])...)
			}
		case !same(want, have):
			out = append(out, Difference{in + name, rest.Clip(string(want)), rest.Clip(string(have))})
		}
	}
	return out
}

// same reports whether two values mean the same: 1C writes numbers as texts and with the noise of binary numbers, and
// cuts the blanks behind a text.
func same(a, b json.RawMessage) bool {
	if empty(a) && (b == nil || empty(b)) || string(a) == string(b) {
		return true
	}
	x, err := scalar.Text(a)
	y, err2 := scalar.Text(b)
	if b == nil || err != nil || err2 != nil {
		return false
	}
	if a[0] != '"' || b[0] != '"' { // two texts are compared as texts: 007 is another number of an order than 7
		if n, err := number(a, precise); err == nil {
			m, err := number(b, precise)
			return err == nil && n == m
		}
	}
	if day, is := strings.CutSuffix(y, "T00:00:00"); is && strings.HasPrefix(x, day+"T") && len(x) == len(timeLayout) {
		return true // of a property that holds days
	}
	tidy := func(s string) string { return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), " \n\t") }
	return tidy(x) == tidy(y) || guidForm.MatchString(strings.ToLower(x)) && strings.EqualFold(x, y)
}

const precise = 6 // decimals that count when numbers are compared
