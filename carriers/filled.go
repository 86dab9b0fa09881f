package carriers

import (
	"iter"
	"strings"
)

// Filled is a field of a form as people fill it in: one of a row stands for itself.
type Filled struct {
	Field
	Key      string // the field's name in Values, such as "packages.1.weight"
	Path     string // for people: the labels of the list and the number of its row, then the field's own
	Value    string
	Required bool // with these values, see Field.RequiredWhen
}

// Filled yields the fields that apply with these values, in display order, those of lists row by row. Fields that
// people do not see are left out.
func (f Form) Filled(v Values) iter.Seq[Filled] {
	return func(yield func(Filled) bool) { f.filled(v, f.Fields, scope{}, "", yield) }
}

func (f Form) filled(v Values, fields []Field, s scope, path string, yield func(Filled) bool) bool {
	for _, x := range fields {
		name, label := s.prefix+x.Name, path+x.Label
		switch {
		case !x.applies(v, s.with(fields)), x.Type == TypeUnits:
		case x.Type == TypeList:
			for _, n := range v.rows(name) {
				prefix := RowPrefix(name, n)
				row := label + " " + strings.Trim(strings.TrimPrefix(prefix, name), ".") + ": "
				if !f.filled(v, x.Fields, scope{prefix: prefix, outer: s.with(fields)}, row, yield) {
					return false
				}
			}
		default:
			if !yield(Filled{Field: x, Key: name, Path: label, Value: strings.TrimSpace(v[name]), Required: x.needed(v, s.with(fields))}) {
				return false
			}
		}
	}
	return true
}
