package order

import (
	"cmp"
	"fmt"
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
