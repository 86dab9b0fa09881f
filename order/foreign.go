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
	"unicode"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Whatever comes in must be storable and come out of the log as it went in: text in UTF-8, times that JSON can hold. One
// walk over each command, report and draft checks that, so that no rule has to think of it.

var (
	timeType     = reflect.TypeFor[time.Time]()
	moneyType    = reflect.TypeFor[amount.Money]()
	quantityType = reflect.TypeFor[amount.Quantity]()
)

// storable refuses text in another encoding, ids that may be another's or that hold control characters, and times
// before the year 1 or after 9999.
func storable(v any) error {
	if f := walk(reflect.ValueOf(v)); f != nil {
		return refuse(f.problem, reflect.TypeOf(v).Name()+f.at, "%s", f.why)
	}
	return nil
}

// fault is what is wrong and where. The path is put together on the way out, so that it costs nothing when all is well.
type fault struct {
	problem error
	at, why string
}

func (f *fault) in(outer string) *fault {
	if f != nil {
		f.at = outer + f.at
	}
	return f
}

func walk(v reflect.Value) *fault {
	switch v.Kind() {
	case reflect.String:
		return walkText(v.String())
	case reflect.Struct:
		return walkStruct(v)
	case reflect.Slice:
		for i := range v.Len() {
			if f := walk(v.Index(i)); f != nil {
				return f.in(fmt.Sprintf("[%d]", i))
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if f := cmp.Or(walk(k), walk(v.MapIndex(k))); f != nil {
				return f.in(fmt.Sprintf("[%.40q]", k.String()))
			}
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return walk(v.Elem())
		}
	}
	return nil
}

func walkText(s string) *fault {
	if !utf8.ValidString(s) {
		return &fault{ErrInvalid, "", fmt.Sprintf("%.40q is not UTF-8; decode it before", s)}
	}
	return nil
}

// walkID refuses what two different ids may have in common, or what is not seen in one: characters that were lost when it
// was decoded, each of which became U+FFFD, and control characters, one of which separates ids here.
func walkID(s string) *fault {
	if f := walkText(s); f != nil {
		return f
	}
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return &fault{ErrInvalid, "", fmt.Sprintf("%.40q has lost characters; decode it from its own encoding before", s)}
		case unicode.IsControl(r):
			return &fault{ErrInvalid, "", fmt.Sprintf("%.40q holds the control character %U; an id is text on one line", s, r)}
		}
	}
	return nil
}

// ids are the fields that hold ids: of an order, line or payment, or of anything outside. An actor's are checked by admit.
var ids = map[reflect.Type][]int{
	reflect.TypeFor[Draft]():   fieldsOf[Draft]("ID"),
	reflect.TypeFor[Line]():    fieldsOf[Line]("ID"),
	reflect.TypeFor[Payment](): fieldsOf[Payment]("ID"),
	reflect.TypeFor[Ref]():     fieldsOf[Ref]("System", "Account", "ID"),
}

func fieldsOf[T any](names ...string) (at []int) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if slices.Contains(names, f.Name) {
			at = append(at, f.Index[0])
		}
	}
	return at
}

func walkStruct(v reflect.Value) *fault {
	t := v.Type()
	switch t {
	case moneyType, quantityType:
		return nil
	case timeType:
		if when, ok := v.Interface().(time.Time); ok && !holds(when) {
			return &fault{ErrTime, "", fmt.Sprintf("year %d; it must be between 1 and 9999", when.UTC().Year())}
		}
		return nil
	}
	known := ids[t]
	for i := range v.NumField() {
		f := walk(v.Field(i))
		if f == nil && slices.Contains(known, i) {
			f = walkID(v.Field(i).String())
		}
		if f != nil {
			return f.in("." + t.Field(i).Name)
		}
	}
	return nil
}

// commandOf lets a command be given by value or by pointer.
func commandOf(c Command) (Command, error) {
	if v := reflect.ValueOf(c); c == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, refuse(ErrInvalid, "command", "it is nil")
	} else if v.Kind() == reflect.Pointer {
		return v.Elem().Interface().(Command), nil
	}
	return c, nil
}

// observationOf does the same for a report.
func observationOf(obs Observation) (Observation, error) {
	if v := reflect.ValueOf(obs); obs == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, refuse(ErrInvalid, "observation", "it is nil")
	} else if v.Kind() == reflect.Pointer {
		return v.Elem().Interface().(Observation), nil
	}
	return obs, nil
}

// digest identifies the content of a command or report for as long as its key must be remembered. Times count as
// instants, and fields without a value do not count, so that a field that is added later changes no digest.
func digest(by By, kind string, content any) string {
	if by.Key == "" {
		return ""
	}
	h := sha256.New()
	h.Write([]byte(kind))
	fold(h, reflect.ValueOf(content))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func fold(h hash.Hash, v reflect.Value) {
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
			fold(h, v.Index(i))
		}
	case reflect.Map: // of texts, such as a carrier's form
		number(int64(v.Len()))
		for _, k := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }) {
			word(k.String())
			fold(h, v.MapIndex(k))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			word(v.Elem().Type().Name())
			fold(h, v.Elem())
		}
	case reflect.Struct:
		if v.Type() == timeType && v.CanInterface() {
			word(v.Interface().(time.Time).UTC().Format(time.RFC3339Nano))
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() && !((f.Kind() == reflect.Slice || f.Kind() == reflect.Map) && f.Len() == 0) {
				word(v.Type().Field(i).Name)
				fold(h, f)
			}
		}
	}
}

// holds tells whether JSON can hold a time, in UTC.
func holds(t time.Time) bool {
	y := t.UTC().Year()
	return t.IsZero() || y >= 1 && y <= 9999
}

// soundTimes checks the times of a stored event.
func soundTimes(ts ...time.Time) error {
	for _, t := range ts {
		if !holds(t) || !t.Equal(instant(t)) {
			return fmt.Errorf("time %s", t.Format(time.RFC3339Nano))
		}
	}
	return nil
}
