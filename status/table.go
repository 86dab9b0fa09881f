package status

import (
	"iter"
	"slices"
)

// Table translates between the codes of one outside system and the canonical states. It is never changed after
// NewTable; Override, WithEdges and Under return another one.
//
// A code that the table does not list is unknown. It is never guessed: the caller keeps and reports it.
type Table struct {
	system  string
	version string
	scheme  string // see Under
	rows    []Row
	layer   []int // [row]: by which override it was brought; 0 for none
	index   map[axisCode]int
	claims  map[target][]claim
	edges   map[Axis]map[string][]string // see WithEdges
}

// axisCode finds a row.
type axisCode struct {
	axis Axis
	code string
}

// NewTable builds the table of a system from its rows; version says which state of the vendor's documents they follow,
// e.g. "2026-08-01". What is wrong with the rows is listed in a *TableError: two rows for one code, a preferred row
// that cannot be written or has no state or reason, two preferred rows for the same state and reason, a follower that
// is not a code of the axis, a row with neither a meaning nor Silent.
func NewTable(system, version string, rows []Row) (*Table, error) {
	t := &Table{system: system, version: version, rows: slices.Clone(rows), layer: make([]int, len(rows))}
	place := func(row int) int { return row }
	if problems := t.build(place); len(problems) > 0 {
		return nil, tableError(system, problems)
	}
	return t, nil
}

// mustTable is for the tables of this package, which its tests build.
func mustTable(system, version string, rows ...[]Row) *Table {
	t, err := NewTable(system, version, slices.Concat(rows...))
	if err != nil {
		panic(err)
	}
	return t
}

// System returns the name of the outside system, e.g. "megamarket".
func (t *Table) System() string { return t.system }

// Version returns the state of the vendor's documents that the table follows.
func (t *Table) Version() string { return t.version }

// Read returns the meaning of a code; false means that the code is unknown. A known code without a canonical meaning
// has a zero Meaning, and Row.Silent is the reason.
func (t *Table) Read(axis Axis, code string) (Meaning, bool) {
	i, ok := t.index[axisCode{axis, code}]
	if !ok {
		return Meaning{}, false
	}
	return t.rows[i].Means, true
}

// Row returns the row of a code; false means that the code is not known. Its lists belong to the table.
func (t *Table) Row(axis Axis, code string) (Row, bool) {
	i, ok := t.index[axisCode{axis, code}]
	if !ok {
		return Row{}, false
	}
	return t.rows[i], true
}

// Rows returns all rows in the order of the table. Their lists belong to the table.
func (t *Table) Rows() iter.Seq[Row] { return slices.Values(t.rows) }

// Axes returns the axes on which the system has codes.
func (t *Table) Axes() (axes []Axis) {
	for _, r := range t.rows {
		if !slices.Contains(axes, r.Axis) {
			axes = append(axes, r.Axis)
		}
	}
	return axes
}

// Codes returns the codes of an axis in the order of the table.
func (t *Table) Codes(axis Axis) (codes []string) {
	for _, r := range t.rows {
		if r.Axis == axis {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

// Under returns the table for a scheme: Write assumes the scheme, and Walk uses the codes that follow under it.
func (t *Table) Under(scheme string) *Table {
	u := *t
	u.scheme = scheme
	return &u
}
