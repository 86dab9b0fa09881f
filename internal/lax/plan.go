package lax

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo/wire"
)

// field is where a field of JSON belongs.
type field struct {
	name           string
	index          []int
	required, trim bool
}

// plan is how a struct is filled. An outer field goes before an embedded one of the same name.
type plan struct {
	fields         map[string]field
	required       []field
	currency       *field // of the sums in the record
	extra, problem []int  // nil: the struct has none
}

// plans keeps what was made by type: a type does not change, nor does its plan.
var plans sync.Map

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := makePlan(t)
	plans.Store(t, p)
	return p
}

func makePlan(t reflect.Type) *plan {
	p := &plan{fields: map[string]field{}}
	type level struct {
		t     reflect.Type
		index []int
	}
	seen := map[reflect.Type]bool{}
	for now := []level{{t, nil}}; len(now) > 0; {
		var next []level
		for _, l := range now {
			seen[l.t] = true
			for i := range l.t.NumField() {
				f := l.t.Field(i)
				index := append(slices.Clone(l.index), i)
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				inner := f.Type
				if inner.Kind() == reflect.Pointer && f.IsExported() {
					inner = inner.Elem()
				}
				switch {
				case f.Type == reflect.TypeFor[wire.Extra]() && f.Name == "Extra":
					p.extra = first(p.extra, index)
				case f.Name == "Problem" && f.Type == reflect.TypeFor[error]():
					p.problem = first(p.problem, index)
				case f.Anonymous && name == "" && inner.Kind() == reflect.Struct && !reflect.PointerTo(inner).Implements(unmarshaler):
					if !seen[inner] {
						next = append(next, level{inner, index})
					}
				case f.IsExported() && name != "-":
					p.add(f, or(name, f.Name), index)
				}
			}
		}
		now = next
	}
	return p
}

// find returns the field for a name: as it is written, else without regard to case, as encoding/json does it.
// names are those in the object, once they were needed.
func (p *plan) find(name string, all object, names *map[string]bool) (field, bool) {
	if f, is := p.fields[name]; is {
		return f, true
	}
	for _, f := range p.fields {
		if strings.EqualFold(f.name, name) {
			if *names == nil {
				*names = all.names()
			}
			return f, !(*names)[f.name]
		}
	}
	return field{}, false
}

func (p *plan) add(f reflect.StructField, name string, index []int) {
	if _, there := p.fields[name]; there {
		return
	}
	own := field{name: name, index: index}
	for option := range strings.SplitSeq(f.Tag.Get("lax"), ",") {
		own.required = own.required || option == "required"
		own.trim = own.trim || (option == "trim" && f.Type.Kind() == reflect.String)
	}
	p.fields[name] = own
	if own.required {
		p.required = append(p.required, own)
	}
	if f.Name == "Currency" && f.Type.Kind() == reflect.String && p.currency == nil {
		p.currency = &own
	}
}

func first(have, index []int) []int {
	if have != nil {
		return have
	}
	return index
}

// reach returns a field, and makes the embedded pointers on the way to it.
func reach(v reflect.Value, index []int) reflect.Value {
	for n, i := range index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// WithoutExtra returns the struct types that JSON is read into by way of t, and that have no field for what they do not
// know: it would be lost. Types that read themselves are not looked into.
func WithoutExtra(t reflect.Type) []string {
	var out []string
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type, string)
	walk = func(t reflect.Type, where string) {
		switch t.Kind() { //nolint:exhaustive // the other kinds hold no structs
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			if t.Name() == "" || !reflect.PointerTo(t).Implements(unmarshaler) || t.PkgPath() == own {
				walk(t.Elem(), where)
			}
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[t] || isScalar(t) || t == moneyType || reflect.PointerTo(t).Implements(unmarshaler) {
			return
		}
		seen[t] = true
		if isRow(t) {
			walk(t.Field(0).Type, where)
			return
		}
		if t.Name() != "" {
			where = t.String()
		}
		p := planOf(t)
		if p.extra == nil {
			out = append(out, where)
		}
		for _, f := range p.fields {
			walk(typeAt(t, f.index), where+"."+f.name)
		}
	}
	walk(t, t.String())
	slices.Sort(out)
	return out
}

func typeAt(t reflect.Type, index []int) reflect.Type {
	for n, i := range index {
		if n > 0 && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		t = t.Field(i).Type
	}
	return t
}
