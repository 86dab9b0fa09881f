package clienttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// tree is a JSON value: nil, bool, json.Number, string, []any or map[string]any.
type tree = any

// place is the way to a value within a tree: names and indexes.
type place []any

// String writes a place as in "order.items[0].id".
func (p place) String() string {
	var b strings.Builder
	for _, step := range p {
		if i, ok := step.(int); ok {
			b.WriteString("[" + strconv.Itoa(i) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		fmt.Fprint(&b, step)
	}
	return b.String()
}

// name is the last name on the way, or that of the value which the place is a part of.
func (p place) name(values []string) (last string) {
	for _, step := range p {
		if s, ok := step.(string); ok {
			if last = s; slices.Contains(values, s) {
				return s
			}
		}
	}
	return last
}

// grow reads JSON. A recorded answer that is none is a mistake of the fixture.
func grow(b string) tree {
	d := json.NewDecoder(strings.NewReader(b))
	d.UseNumber()
	var t tree
	if err := d.Decode(&t); err != nil {
		panic("the recorded answer is no JSON: " + err.Error())
	}
	return t
}

// write is the JSON of a tree.
func write(t tree) string {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // trees are made by grow
	}
	return string(b)
}

// at reads a place such as "data.items"; indexes are names of digits.
func at(s string) place {
	var p place
	for step := range strings.SplitSeq(s, ".") {
		if i, err := strconv.Atoi(step); err == nil {
			p = append(p, i)
		} else if step != "" {
			p = append(p, step)
		}
	}
	return p
}

// get is the value at a place; ok is false if there is none.
func get(t tree, p place) (v tree, ok bool) {
	for _, step := range p {
		switch s := step.(type) {
		case string:
			m, is := t.(map[string]any)
			if t, ok = m[s]; !is || !ok {
				return nil, false
			}
		case int:
			l, is := t.([]any)
			if !is || s >= len(l) {
				return nil, false
			}
			t = l[s]
		}
	}
	return t, true
}

// gone stands for a value that is to be taken out.
type gone struct{}

// with is a copy of the tree with another value at a place.
func with(t tree, p place, v tree) tree {
	if len(p) == 0 {
		return v
	}
	switch old := t.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, e := range old {
			m[k] = e
		}
		name, _ := p[0].(string)
		if _, out := v.(gone); out && len(p) == 1 {
			delete(m, name)
		} else {
			m[name] = with(m[name], p[1:], v)
		}
		return m
	case []any:
		l := append([]any(nil), old...)
		i, _ := p[0].(int)
		l[i] = with(l[i], p[1:], v)
		return l
	}
	panic("the fixture names a place that its answer has not: " + p.String())
}

// each calls f for every value at p and below it.
func each(t tree, p place, f func(place, tree)) {
	f(p, t)
	below := func(step any, v tree) { each(v, append(p[:len(p):len(p)], step), f) }
	switch t := t.(type) {
	case map[string]any:
		for _, name := range sorted(t) {
			below(name, t[name])
		}
	case []any:
		for i, v := range t {
			below(i, v)
		}
	}
}

// records are the places of the records of an answer.
func (op Op[C]) records() []place {
	var all []place
	if op.Record == "-" {
		return nil
	}
	for s := range strings.SplitSeq(op.Record, ",") {
		all = append(all, at(s))
	}
	return all
}

// rows are the rows of a list's answer.
func (op Op[C]) rows(t tree) []any {
	v, _ := get(t, op.records()[0])
	switch v := v.(type) {
	case []any:
		return v
	default:
		panic("the recorded answer of " + op.Name + " has no list at " + strconv.Quote(op.Record))
	}
}

// What shows in whatever the suite puts in place of a value.
const (
	oddDigits = "9090"
	odd       = "odd" + oddDigits
)

// oddities are values of other JSON types than v.
func oddities(v tree) []tree {
	object, list := map[string]any{odd: json.Number(oddDigits)}, []any{odd}
	switch v.(type) {
	case string:
		return []tree{object, json.Number(oddDigits)}
	case json.Number:
		return []tree{odd, list}
	case map[string]any:
		return []tree{odd, list}
	case bool, []any:
		return []tree{odd, object}
	}
	return []tree{object}
}

// sorted are the names of an object.
func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
