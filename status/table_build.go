package status

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// target is what can be written: a state of an axis, or, where a vendor's list has no states, nil for its reasons.
type target struct {
	axis  Axis
	state State
}

// claim says under which circumstances a row is the one to write.
type claim struct {
	reason  Reason
	party   Party
	scheme  string
	waybill YesNo
	row     int
}

// build fills the lookup tables and returns everything wrong with the rows, each a *RowError or an *AmbiguousError.
// place is where the caller knows a row to be.
func (t *Table) build(place func(row int) int) (problems []error) {
	wrong := func(i int, field, problem, right string) {
		problems = append(problems, &RowError{
			Row: place(i), Axis: t.rows[i].Axis, Code: t.rows[i].Code, Field: field, Problem: problem, Right: right,
		})
	}
	if t.system == "" || t.version == "" {
		problems = append(problems, &RowError{Row: -1, Problem: "a table needs the name of its system and a version"})
	}
	t.index = make(map[axisCode]int, len(t.rows))
	t.claims = make(map[target][]claim)
	for i, r := range t.rows {
		key := axisCode{r.Axis, r.Code}
		if first, ok := t.index[key]; ok {
			wrong(i, "code", fmt.Sprintf("mapped twice, first in rows[%d]", place(first)), "one row for each axis and code")
			continue
		}
		t.index[key] = i
	}
	taken, codes := make(map[target]map[claim]int), make(map[Axis]string)
	for _, axis := range t.Axes() {
		codes[axis] = quoted(t.Codes(axis))
	}
	for i, r := range t.rows {
		t.inspect(r, codes[r.Axis], func(field, problem, right string) { wrong(i, field, problem, right) })
		if r.Preferred {
			problems = append(problems, t.claim(i, r, taken)...)
		}
	}
	return problems
}

// inspect reports what is wrong with a single row.
func (t *Table) inspect(r Row, codes string, wrong func(field, problem, right string)) {
	if r.Axis == 0 || int(r.Axis) >= len(axisCodes) {
		wrong("axis", fmt.Sprintf("unknown axis %q", r.Axis), strings.Join(axisCodes[1:], ", "))
		return
	}
	if r.Direction == 0 || int(r.Direction) >= len(directionCodes) {
		wrong("direction", "unspecified", strings.Join(directionCodes[1:], ", "))
	}
	switch {
	case r.Means.IsZero() && r.Silent == "":
		wrong("means", "has no meaning", "what the code means, or in silent why it has no meaning")
	case !r.Means.IsZero() && r.Silent != "":
		wrong("silent", "set although the row has a meaning", "one of means and silent")
	}
	if r.Transient && r.Final {
		wrong("transient", "set on a final row", "one of transient and final")
	}
	inspectPreferred(r, wrong)
	t.inspectFollowers(r, codes, wrong)
}

// inspectPreferred reports what is wrong with the conditions for writing a row.
func inspectPreferred(r Row, wrong func(field, problem, right string)) {
	if !r.Preferred {
		if len(r.AlsoStates) > 0 {
			wrong("alsoStates", "set on a row that is not preferred", "preferred: true")
		}
		if len(r.AlsoReasons) > 0 {
			wrong("alsoReasons", "set on a row that is not preferred", "preferred: true")
		}
		return
	}
	if !r.Direction.writes() {
		wrong("preferred", "set on a row that is not written", "direction both or write")
	}
	if r.Transient {
		wrong("preferred", "set on a transient row, which only the vendor sets", "preferred on the row it leads to")
	}
	all := StatesOf(r.Axis)
	for _, s := range r.AlsoStates {
		if !slices.Contains(all, s) {
			wrong("alsoStates", fmt.Sprintf("%q is not a state of axis %s", s, r.Axis), stateNames(all))
		}
	}
	switch {
	case len(all) > 0 && len(r.states()) == 0:
		wrong("means", fmt.Sprintf("preferred, but has no state of axis %s", r.Axis), stateNames(all))
	case len(all) == 0 && r.Means.Reason == "" && len(r.AlsoReasons) == 0:
		wrong("means", "preferred, but has no reason", "a reason")
	}
}

// inspectFollowers reports followers that are no codes of the row's axis.
func (t *Table) inspectFollowers(r Row, right string, wrong func(field, problem, right string)) {
	check := func(field string, codes []string) {
		for _, c := range codes {
			if _, ok := t.index[axisCode{r.Axis, c}]; !ok {
				wrong(field, fmt.Sprintf("%q is no %s code of %s", c, r.Axis, t.system), right)
			}
		}
	}
	check("to", r.To)
	check("cancels", r.Cancels)
	for _, scheme := range slices.Sorted(maps.Keys(r.ToIn)) {
		check("toIn."+scheme, r.ToIn[scheme])
	}
}

// claim enters what a preferred row is to be written for. What an override brings goes before what was there.
func (t *Table) claim(i int, r Row, taken map[target]map[claim]int) (problems []error) {
	all := r.states()
	if len(StatesOf(r.Axis)) == 0 {
		all = []State{nil}
	}
	for _, s := range all {
		to := target{r.Axis, s}
		if taken[to] == nil {
			taken[to] = make(map[claim]int)
		}
		for _, reason := range r.reasons() {
			c := claim{reason: reason, party: r.Means.Party, scheme: r.When.Scheme, waybill: r.When.HasWaybill}
			at, ok := taken[to][c]
			if !ok {
				at = len(t.claims[to])
				taken[to][c] = at
				c.row = i
				t.claims[to] = append(t.claims[to], c)
				continue
			}
			other := &t.claims[to][at]
			switch {
			case other.row == i || t.layer[i] < t.layer[other.row]:
			case t.layer[i] > t.layer[other.row]:
				other.row = i
			default:
				problems = append(problems, &AmbiguousError{
					System: t.system, Axis: r.Axis, State: stateName(s),
					Hints: Hints{Reason: c.reason, Party: c.party, Scheme: c.scheme, HasWaybill: c.waybill},
					Codes: []string{t.rows[other.row].Code, r.Code},
				})
			}
		}
	}
	return problems
}

// stateName returns the code of s, empty for none.
func stateName(s State) string {
	if s == nil {
		return ""
	}
	return s.String()
}

// stateNames lists the codes of states.
func stateNames(all []State) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.String()
	}
	return strings.Join(names, ", ")
}
