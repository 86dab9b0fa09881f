package status

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The limits of an override, far beyond what an account needs.
const (
	maxOverrideBytes = 1 << 20
	maxOverrideRows  = 5000
)

// Override returns the table with a merchant's own rows applied. The meaning of statuses is a merchant's setting:
//
//	{
//	  "system": "retailcrm",
//	  "rows": [
//	    {"axis": "order", "code": "agreed", "names": {"ru": "Согласован"},
//	     "means": {"order": "confirmed"}, "preferred": true},
//	    {"axis": "order", "code": "redirect", "means": {"order": "awaiting-consent"}}
//	  ]
//	}
//
// For a code that the table has, the fields given replace those of the row, each as a whole, and the others stay; any
// other code becomes a row of its own, read and written unless direction says otherwise. A row that becomes preferred
// goes before the table's own row for the same thing. The fields are named like those of Row, beginning with a small
// letter; system may be left out.
//
// The text is read strictly and everything wrong with it is listed in a *TableError, each problem with the row and
// field it stands in: an unknown field or one that is a duplicate field, a code mapped twice, an unknown state, an axis
// that the system has not, two rows preferred for the same thing. At most 1 MiB and 5000 rows are read.
func (t *Table) Override(data []byte) (*Table, error) {
	o := override{table: t, place: make(map[axisCode]int)}
	o.read(data)
	if len(o.problems) > 0 {
		return nil, tableError(t.system, o.problems)
	}
	return o.apply()
}

// override is what is being read.
type override struct {
	table    *Table
	rows     []rowText
	place    map[axisCode]int // where the rows stand
	problems []error
}

// wrong notes a problem of the document as a whole.
func (o *override) wrong(field, problem, right string) {
	o.problems = append(o.problems, &RowError{Row: -1, Field: field, Problem: problem, Right: right})
}

// read reads the document.
func (o *override) read(data []byte) {
	if len(data) > maxOverrideBytes {
		o.wrong("", fmt.Sprintf("%d bytes are too many", len(data)), fmt.Sprintf("at most %d", maxOverrideBytes))
		return
	}
	if err := wellFormed(data); err != nil {
		o.wrong("", err.Error(), "a JSON document")
		return
	}
	fields, err := members(data)
	if err != nil {
		o.wrong("", err.Error(), `{"rows": [...]}`)
		return
	}
	seen := false
	for _, f := range fields {
		switch f.key {
		case "system":
			if name, err := textOf(f.raw); err != nil || name != o.table.system {
				o.wrong("system", fmt.Sprintf("%s is another system", f.raw), o.table.system)
			}
		case "rows":
			seen = true
			o.readRows(f.raw)
		default:
			o.wrong(f.key, "unknown field", "system, rows")
		}
	}
	if !seen {
		o.wrong("rows", "missing", `{"rows": [...]}`)
	}
}

// readRows reads the list of rows.
func (o *override) readRows(raw []byte) {
	list, err := elements(raw)
	if err != nil {
		o.wrong("rows", err.Error(), "a list of rows")
		return
	}
	if len(list) > maxOverrideRows {
		o.wrong("rows", fmt.Sprintf("%d rows are too many", len(list)), fmt.Sprintf("at most %d", maxOverrideRows))
		return
	}
	for i, raw := range list {
		r, problems := readRow(i, raw)
		if len(problems) == 0 {
			problems = o.admit(i, r)
		}
		o.problems = append(o.problems, problems...)
		o.rows = append(o.rows, r)
	}
}

// admit checks a row against the table and the rows before it.
func (o *override) admit(i int, r rowText) (problems []error) {
	key := axisCode{r.row.Axis, r.row.Code}
	wrong := func(field, problem, right string) {
		problems = append(problems, &RowError{Row: i, Axis: key.axis, Code: key.code, Field: field, Problem: problem, Right: right})
	}
	if first, ok := o.place[key]; ok {
		wrong("code", fmt.Sprintf("mapped twice, first in rows[%d]", first), "one row for each axis and code")
		return problems
	}
	o.place[key] = i
	if axes := o.table.Axes(); !slices.Contains(axes, key.axis) {
		names := make([]string, len(axes))
		for i, a := range axes {
			names[i] = a.String()
		}
		wrong("axis", fmt.Sprintf("%s does not have the axis %q", o.table.system, key.axis), strings.Join(names, ", "))
	}
	all := StatesOf(key.axis)
	says := func(s State) bool { return s.isIn(r.row.Means) }
	if r.given["means"] && len(all) > 0 && !slices.ContainsFunc(all, says) {
		wrong("means", fmt.Sprintf("has no state of axis %s", key.axis), stateNames(all))
	}
	return problems
}

// apply puts the rows over the table.
func (o *override) apply() (*Table, error) {
	t := *o.table
	t.rows, t.layer = slices.Clone(t.rows), slices.Clone(t.layer)
	layer := slices.Max(append(t.layer, 0)) + 1
	t.edges = maps.Clone(t.edges)
	for _, r := range o.rows {
		i, known := t.index[axisCode{r.row.Axis, r.row.Code}]
		if !known {
			t.rows, t.layer = append(t.rows, Row{Direction: DirectionBoth, Source: "merchant"}), append(t.layer, layer)
			i = len(t.rows) - 1
		}
		t.rows[i], t.layer[i] = r.over(t.rows[i]), layer
	}
	place := func(row int) int {
		i, ok := o.place[axisCode{t.rows[row].Axis, t.rows[row].Code}]
		if !ok {
			return -1
		}
		return i
	}
	if problems := t.build(place); len(problems) > 0 {
		return nil, tableError(t.system, problems)
	}
	return &t, nil
}
