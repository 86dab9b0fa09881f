package lax

import (
	"bytes"
	"encoding"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo/wire"
)

// Encode writes v as encoding/json does, and with each record the fields in its Extra; a known field wins. Values that
// write themselves are left as they are.
func Encode(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return extend(b, reflect.ValueOf(v)), nil
}

var (
	marshaler = reflect.TypeFor[json.Marshaler]()
	toText    = reflect.TypeFor[encoding.TextMarshaler]()
)

// extend adds to b, which is v as encoding/json writes it.
func extend(b []byte, v reflect.Value) []byte {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || reflect.PointerTo(v.Type()).Implements(marshaler) || reflect.PointerTo(v.Type()).Implements(toText) {
		return b
	}
	switch kind := v.Kind(); {
	case b[0] == '{' && kind == reflect.Struct:
		p, all := planOf(v.Type()), members(b)
		for i, m := range all {
			if in, err := v.FieldByIndexErr(p.fields[m.name].index); err == nil {
				all[i].raw = extend(m.raw, in)
			}
		}
		if in, err := v.FieldByIndexErr(p.extra); err == nil && p.extra != nil {
			extra, names := in.Interface().(wire.Extra), all.names()
			for _, name := range slices.Sorted(maps.Keys(extra)) {
				if !names[name] {
					all = append(all, member{name, extra[name]})
				}
			}
		}
		return all.write()
	case b[0] == '{' && kind == reflect.Map && v.Type().Key().Kind() == reflect.String:
		all := members(b)
		for i, m := range all {
			all[i].raw = extend(m.raw, v.MapIndex(reflect.ValueOf(m.name).Convert(v.Type().Key())))
		}
		return all.write()
	case b[0] == '[':
		all := elements(b)
		for i := range all {
			all[i] = extend(all[i], v.Index(i))
		}
		return slices.Concat([]byte("["), bytes.Join(all, []byte(",")), []byte("]"))
	}
	return b
}

func (o object) write() []byte {
	var all [][]byte
	for _, m := range o {
		name, _ := json.Marshal(m.name) // a text can be written
		all = append(all, slices.Concat(name, []byte(":"), m.raw))
	}
	return slices.Concat([]byte("{"), bytes.Join(all, []byte(",")), []byte("}"))
}
