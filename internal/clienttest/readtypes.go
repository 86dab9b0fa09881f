package clienttest

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// ReadTypes fails if a type that is read from a vendor's answer, or one within it, has no field Extra.
func ReadTypes(t *testing.T, values ...any) {
	t.Helper()
	if lost := WithoutExtra(values...); len(lost) > 0 {
		t.Errorf("without a field Extra, in which unknown fields are kept: %s", strings.Join(lost, ", "))
	}
}

// WithoutExtra names the structs, among the types of the values and all that can be reached from them within the same
// package, that have no field Extra. Single values, such as a sum or a date that reads itself, and the rows of lists,
// which hold a record beside its Problem, need none.
func WithoutExtra(values ...any) []string {
	w := typeWalk{seen: map[reflect.Type]bool{}}
	for _, v := range values {
		if t := reflect.TypeOf(v); t != nil {
			w.look(t, bare(t).PkgPath())
		}
	}
	slices.Sort(w.lost)
	return w.lost
}

type typeWalk struct {
	seen map[reflect.Type]bool
	lost []string
}

// bare is the type behind pointers, lists and maps.
func bare(t reflect.Type) reflect.Type {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map}, t.Kind()) {
		t = t.Elem()
	}
	return t
}

func (w *typeWalk) look(t reflect.Type, home string) {
	if t.PkgPath() == home && t.Kind() != reflect.Struct && reflect.PointerTo(t).Implements(ownJSON) {
		return // a list or map that reads itself
	}
	if t = bare(t); t.Kind() != reflect.Struct || w.seen[t] || t.PkgPath() != home {
		return
	}
	w.seen[t] = true
	_, row := t.FieldByName("Problem")
	if _, has := t.FieldByName("Extra"); !has && !row && !single(t) {
		w.lost = append(w.lost, t.Name())
	}
	for _, f := range reflect.VisibleFields(t) { // what is embedded is a part of t
		if by, _ := t.FieldByName(f.Name); f.IsExported() && !f.Anonymous && slices.Equal(by.Index, f.Index) {
			w.look(f.Type, home)
		}
	}
}

var (
	ownJSON = reflect.TypeFor[json.Unmarshaler]()
	ownText = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// single reports whether a struct is one value that reads itself: it has no fields with JSON names.
func single(t reflect.Type) bool {
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			return false
		}
	}
	p := reflect.PointerTo(t)
	return p.Implements(ownJSON) || p.Implements(ownText)
}
