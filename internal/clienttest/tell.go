package clienttest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// tell writes all that a value holds, its unexported fields included, so that it can be searched and compared.
func tell(v any) string {
	var b strings.Builder
	tellValue(&b, reflect.ValueOf(v), 0)
	return b.String()
}

// deepest is how far tell goes, should a value go round in a circle.
const deepest = 40

var location = reflect.TypeFor[time.Location]()

func tellValue(b *strings.Builder, v reflect.Value, depth int) {
	if !v.IsValid() || depth > deepest || v.Type() == location {
		b.WriteString("nothing")
		return
	}
	if v.CanInterface() {
		switch known := v.Interface().(type) {
		case time.Time:
			b.WriteString(known.Format(time.RFC3339Nano))
			return
		case error:
			if v.Kind() != reflect.Pointer || !v.IsNil() {
				b.WriteString(known.Error())
			}
		}
	}
	switch v.Kind() { //nolint:exhaustive // functions and channels hold nothing that was read
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		tellValue(b, v.Elem(), depth+1)
	case reflect.Struct:
		b.WriteByte('{')
		for i := range v.NumField() {
			b.WriteString(v.Type().Field(i).Name + ":")
			tellValue(b, v.Field(i), depth+1)
			b.WriteByte(' ')
		}
		b.WriteByte('}')
	case reflect.Map:
		var all []string
		for k, e := range v.Seq2() {
			var one strings.Builder
			tellValue(&one, k, depth+1)
			one.WriteByte(':')
			tellValue(&one, e, depth+1)
			all = append(all, one.String())
		}
		slices.Sort(all)
		b.WriteString("map[" + strings.Join(all, " ") + "]")
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			b.Write(v.Bytes())
			return
		}
		b.WriteByte('[')
		for i := range v.Len() {
			tellValue(b, v.Index(i), depth+1)
			b.WriteByte(' ')
		}
		b.WriteByte(']')
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
	default:
		fmt.Fprint(b, v)
	}
}

// problem returns the Problem of a row, if it has one.
func problem(row any) error {
	v := reflect.ValueOf(row)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	f := v.FieldByName("Problem")
	if !f.IsValid() || !f.CanInterface() {
		return nil
	}
	err, _ := f.Interface().(error)
	return err
}
