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

// Whatever comes in must be storable and come out of the log as it went in: text in UTF-8, times that JSON can hold.
// One walk over each command, report and draft checks that, so that no rule has to think of it.

var (
	timeType     = reflect.TypeFor[time.Time]()
	moneyType    = reflect.TypeFor[amount.Money]()
	quantityType = reflect.TypeFor[amount.Quantity]()
)

// storable refuses text in another encoding, ids that may be another's or that hold control characters, and times
// before the year 1 or after 9999.
func storable(v any) error {
	if f := checkValue(reflect.ValueOf(v)); f != nil {
		return refuse(f.problem, reflect.TypeOf(v).Name()+f.at, "%s", f.why)
	}
	return nil
}

// flaw is what is wrong and where. The path is built on the way out, so that it costs nothing when all is well.
type flaw struct {
	problem error
	at, why string
}

func (f *flaw) in(outer string) *flaw {
	if f != nil {
		f.at = outer + f.at
	}
	return f
}

func checkValue(v reflect.Value) *flaw {
	switch v.Kind() {
	case reflect.String:
		return checkText(v.String())
	case reflect.Struct:
		return checkStruct(v)
	case reflect.Slice:
		for i := range v.Len() {
			if f := checkValue(v.Index(i)); f != nil {
				return f.in(fmt.Sprintf("[%d]", i))
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if f := cmp.Or(checkValue(k), checkValue(v.MapIndex(k))); f != nil {
				return f.in(fmt.Sprintf("[%.40q]", k.String()))
			}
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return checkValue(v.Elem())
		}
	}
	return nil
}

func checkText(s string) *flaw {
	if !utf8.ValidString(s) {
		return &flaw{ErrInvalid, "", fmt.Sprintf("%.40q is not UTF-8; decode it before", s)}
	}
	return nil
}

// checkID refuses ids that may be ambiguous: with characters that were lost in decoding (each became U+FFFD), or with
// control characters, which are invisible and used as separators here.
func checkID(s string) *flaw {
	if f := checkText(s); f != nil {
		return f
	}
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return &flaw{ErrInvalid, "", fmt.Sprintf("%.40q has lost characters; decode it from its own encoding before", s)}
		case unicode.IsControl(r):
			return &flaw{ErrInvalid, "", fmt.Sprintf("%.40q holds the control character %U; an id is text on one line", s, r)}
		}
	}
	return nil
}

// idFields are the fields that hold ids, by type. The ids of an actor are checked by checkBy.
var idFields = map[reflect.Type][]int{
	reflect.TypeFor[Draft]():        fieldIndexes[Draft]("ID"),
	reflect.TypeFor[Line]():         fieldIndexes[Line]("ID"),
	reflect.TypeFor[Payment]():      fieldIndexes[Payment]("ID"),
	reflect.TypeFor[Ref]():          fieldIndexes[Ref]("System", "Account", "ID"),
	reflect.TypeFor[VoidDocument](): fieldIndexes[VoidDocument]("Account"),
	reflect.TypeFor[Expense]():      fieldIndexes[Expense]("ID"),
	reflect.TypeFor[DropExpense]():  fieldIndexes[DropExpense]("ID"),
}

func fieldIndexes[T any](names ...string) (at []int) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if slices.Contains(names, f.Name) {
			at = append(at, f.Index[0])
		}
	}
	return at
}

func checkStruct(v reflect.Value) *flaw {
	t := v.Type()
	switch t {
	case moneyType, quantityType:
		return nil
	case timeType:
		if when, ok := v.Interface().(time.Time); ok && !storableTime(when) {
			return &flaw{ErrTime, "", fmt.Sprintf("year %d; it must be between 1 and 9999", when.UTC().Year())}
		}
		return nil
	}
	known := idFields[t]
	for i := range v.NumField() {
		f := checkValue(v.Field(i))
		if f == nil && slices.Contains(known, i) {
			f = checkID(v.Field(i).String())
		}
		if f != nil {
			return f.in("." + t.Field(i).Name)
		}
	}
	return nil
}
