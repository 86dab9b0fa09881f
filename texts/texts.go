package texts

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Sprintf formats as fmt.Sprintf does, in the language: format is the English text.
func (l Language) Sprintf(format string, args ...any) string {
	if false { // makes vet check the arguments of every call
		_ = fmt.Sprintf(format, args...)
	}
	own := make([]any, len(args))
	for i, a := range args {
		own[i] = l.argument(a)
	}
	return fmt.Sprintf(l.plurals(l.format(format), args), own...)
}

// Text returns a text in the language.
func (l Language) Text(t order.Text) string {
	return l.Sprintf(t.Format, t.Args...)
}

// Error returns the text of an error in the language: of a *order.Refused, or of another error that carries a text
// for people with a method Text() order.Text, also of one that wraps it. The text of a *ordo.Error, which is in part
// the vendor's, stands in brackets after what its class means. Errors that errors.Join joined are given one a line.
// Any other error is given as its Error method says.
func (l Language) Error(err error) string {
	if err == nil {
		return ""
	}
	if several, is := err.(interface{ Unwrap() []error }); is { // only what errors.Join made itself
		var lines []string
		for _, e := range several.Unwrap() {
			lines = append(lines, l.Error(e))
		}
		return strings.Join(lines, "\n")
	}
	var told interface{ Text() order.Text }
	if errors.As(err, &told) {
		return l.Text(told.Text())
	}
	var failed *ordo.Error
	if errors.As(err, &failed) {
		if class := words()[failed.Class].in(l); class != "" {
			return class + " (" + err.Error() + ")"
		}
	}
	return l.Fixed(err.Error())
}

// Fixed returns a text without arguments in the language. A text that the catalog does not have, such as a vendor's, is
// returned as it is.
func (l Language) Fixed(text string) string { return l.format(text) }

// format finds the translation of a format; English where there is none.
func (l Language) format(format string) string {
	if e, ok := catalog()[format]; ok {
		return e.in(l)
	}
	return format
}

// argument puts an argument into the language. A list is joined with commas.
func (l Language) argument(arg any) any {
	switch a := arg.(type) {
	case nil:
		return arg
	case order.Text:
		return l.Text(a)
	case error:
		return l.Error(a)
	case time.Duration:
		return l.duration(a)
	}
	v := reflect.ValueOf(arg)
	if v.Kind() == reflect.Slice {
		return l.list(v)
	}
	if v.Comparable() {
		if name := words()[arg].in(l); name != "" {
			return name
		}
	}
	return arg
}

// duration names hours and minutes in a language; English has Go's own form. Seconds are left out.
func (l Language) duration(d time.Duration) any {
	if l.unknown() || l == English || d < time.Minute {
		return d
	}
	d = d.Round(time.Minute)
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case hours == 0:
		return l.Sprintf("%d min", minutes)
	case minutes == 0:
		return l.Sprintf("%d h", hours)
	}
	return l.Sprintf("%d h %d min", hours, minutes)
}

func (l Language) list(v reflect.Value) string {
	if v.Len() == 0 {
		return l.format("none")
	}
	members := make([]string, v.Len())
	for i := range members {
		members[i] = fmt.Sprint(l.argument(v.Index(i).Interface()))
	}
	return strings.Join(members, ", ")
}
