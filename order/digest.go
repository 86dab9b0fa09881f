package order

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"time"
)

// digest identifies the content of a command or report for as long as its key must be remembered. Times count as
// instants, and fields without a value do not count, so that a field that is added later changes no digest.
func digest(by By, kind string, content any) string {
	if by.Key == "" {
		return ""
	}
	h := sha256.New()
	h.Write([]byte(kind))
	hashValue(h, reflect.ValueOf(content))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func hashValue(h hash.Hash, v reflect.Value) {
	number := func(n int64) { h.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) }
	word := func(s string) {
		number(int64(len(s)))
		h.Write([]byte(s))
	}
	switch v.Kind() {
	case reflect.String:
		word(v.String())
	case reflect.Bool, reflect.Int, reflect.Int64:
		word(fmt.Sprint(v))
	case reflect.Uint8, reflect.Uint32:
		number(int64(v.Uint()))
	case reflect.Slice, reflect.Array:
		number(int64(v.Len()))
		for i := range v.Len() {
			hashValue(h, v.Index(i))
		}
	case reflect.Map: // of texts, such as a carrier's form
		number(int64(v.Len()))
		for _, k := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }) {
			word(k.String())
			hashValue(h, v.MapIndex(k))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			word(v.Elem().Type().Name())
			hashValue(h, v.Elem())
		}
	case reflect.Struct:
		if v.Type() == timeType && v.CanInterface() {
			word(v.Interface().(time.Time).UTC().Format(time.RFC3339Nano))
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() && !((f.Kind() == reflect.Slice || f.Kind() == reflect.Map) && f.Len() == 0) {
				word(v.Type().Field(i).Name)
				hashValue(h, f)
			}
		}
	}
}
