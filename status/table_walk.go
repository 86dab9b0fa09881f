package status

import (
	"maps"
	"slices"
)

// Walk returns the codes to pass through from one code to another, including the last: outside systems refuse jumps. It
// takes the fewest steps along Row.To, or along the edges of WithEdges. From a code to itself the walk is empty. If no
// row of the axis names a follower, any code may follow any other.
//
// The error is an *UnknownCodeError when a code is not known on the axis and a *NoWalkError when there is no way.
func (t *Table) Walk(axis Axis, from, to string) ([]string, error) {
	edges := t.follows(axis)
	for _, code := range []string{from, to} {
		if _, ok := edges[code]; !ok {
			return nil, &UnknownCodeError{Kind: t.system + " " + axis.String() + " code", Code: code, Known: t.Codes(axis)}
		}
	}
	if from == to {
		return nil, nil
	}
	if _, given := t.edges[axis]; !given && free(edges) {
		return []string{to}, nil
	}
	came := map[string]string{from: from}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, code := range edges[queue[0]] {
			if _, seen := came[code]; seen {
				continue
			}
			came[code] = queue[0]
			queue = append(queue, code)
		}
	}
	if _, reached := came[to]; !reached {
		return nil, &NoWalkError{System: t.system, Axis: axis, From: from, To: to, Open: edges[from]}
	}
	var walk []string
	for code := to; code != from; code = came[code] {
		walk = append(walk, code)
	}
	slices.Reverse(walk)
	return walk, nil
}

// WithEdges returns a table that walks an axis over the given edges, from a code to those that may follow it, instead
// of those of its rows: some vendors return the allowed steps at run time. The walk may pass through codes that the
// table does not list; Read still reports them as unknown.
func (t *Table) WithEdges(axis Axis, edges map[string][]string) *Table {
	u := *t
	u.edges = maps.Clone(t.edges)
	if u.edges == nil {
		u.edges = make(map[Axis]map[string][]string)
	}
	own := make(map[string][]string, len(edges))
	for from, codes := range edges {
		own[from] = slices.Clone(codes)
	}
	u.edges[axis] = own
	return &u
}

// follows returns every code of the axis with those that may follow it.
func (t *Table) follows(axis Axis) map[string][]string {
	edges := make(map[string][]string)
	for _, r := range t.rows {
		if r.Axis == axis {
			edges[r.Code] = r.follows(t.scheme)
		}
	}
	given, ok := t.edges[axis]
	if !ok {
		return edges
	}
	for code := range edges {
		edges[code] = given[code]
	}
	for from, codes := range given {
		edges[from] = codes
		for _, code := range codes {
			if _, ok := edges[code]; !ok {
				edges[code] = given[code]
			}
		}
	}
	return edges
}

// free reports whether no code of the axis names a follower.
func free(edges map[string][]string) bool {
	for _, codes := range edges {
		if len(codes) > 0 {
			return false
		}
	}
	return true
}
