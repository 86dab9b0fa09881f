package lax

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order/amount"
)

const (
	mostFaults = 8   // that are listed
	mostText   = 200 // bytes of a fault, and of its path
)

// FieldError is a value that does not fit.
type FieldError struct {
	Path string // such as "orders[3].items[0].price"
	Err  error
}

// Error states where, and what.
func (e FieldError) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

// FieldErrors are the values that do not fit the fields that they came for. Each was left out, and is kept in the Extra
// of the record around it if there is one.
type FieldErrors struct {
	First []FieldError // not more than 8
	More  int          // how many more there are
}

// Error lists the values.
func (e *FieldErrors) Error() string {
	texts := make([]string, len(e.First), len(e.First)+1)
	for i, f := range e.First {
		texts[i] = f.Error()
	}
	if e.More > 0 {
		texts = append(texts, "and "+strconv.Itoa(e.More)+" more")
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the reasons, and an error of encoding/json that says the same: the text is complete, and a repeat
// would bring it again.
func (e *FieldErrors) Unwrap() []error {
	out := make([]error, 0, len(e.First)+1)
	for _, f := range e.First {
		out = append(out, f.Err)
	}
	return append(out, &json.UnmarshalTypeError{Value: "value", Type: reflect.TypeFor[amount.Money](), Field: e.First[0].Path})
}

func (e *FieldErrors) none() bool { return len(e.First) == 0 }

func (e *FieldErrors) add(more FieldErrors) {
	for _, f := range more.First {
		if len(e.First) < mostFaults {
			e.First = append(e.First, f)
		} else {
			e.More++
		}
	}
	e.More += more.More
}

// found is what was wrong in a value.
type found struct {
	soft, fatal FieldErrors // a record takes the soft ones
	loose       bool        // something was left out, and is kept nowhere yet
}

// add adds what was wrong in a part.
func (f *found) add(part found, fatal bool) {
	if fatal {
		f.fatal.add(part.soft)
	} else {
		f.soft.add(part.soft)
	}
	f.fatal.add(part.fatal)
	f.loose = f.loose || part.loose
}

func (f found) err() error {
	f.fatal.add(f.soft)
	if f.fatal.none() {
		return nil
	}
	return &f.fatal
}

// wrong is one value that does not fit.
func wrong(at *place, err error) found {
	if text := err.Error(); len(text) > mostText {
		err = fmt.Errorf("%s…", strings.ToValidUTF8(text[:mostText], ""))
	}
	return found{soft: FieldErrors{First: []FieldError{{at.path(), err}}}, loose: true}
}

// fail makes v zero if err is not nil, but for the caller's own.
func (p *place) fail(v reflect.Value, err error) found {
	if err == nil {
		return found{}
	}
	if p.up != nil {
		v.SetZero()
	}
	return wrong(p, err)
}

// set sets v to what read returns.
func (p *place) set(v reflect.Value, read func() (any, error)) found {
	x, err := read()
	if err != nil {
		return p.fail(v, err)
	}
	v.Set(reflect.ValueOf(x))
	return found{}
}

// path returns the place in words. A long one loses its beginning.
func (p *place) path() string {
	var parts []string
	length := 0
	for ; p.up != nil && length < mostText; p = p.up {
		part := "." + p.name
		if p.name == "" {
			part = "[" + strconv.Itoa(p.index) + "]"
		} else if len(part) > 60 {
			part = strings.ToValidUTF8(part[:60], "") + "…"
		}
		parts = append(parts, part)
		length += len(part)
	}
	if p.up != nil {
		parts = append(parts, "…")
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return strings.TrimPrefix(b.String(), ".")
}
