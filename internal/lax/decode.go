package lax

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/scalar"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Options say what the text itself does not. The zero Options are for systems whose times and sums are complete.
type Options struct {
	Zone     *time.Location // of times that come without one; all times are returned in it. nil: UTC, and as they came
	Currency string         // of sums that come without one and stand in no record that names one; ISO 4217
	Layouts  []string       // of times, tried before the usual ones
	Unix     bool           // times may also come as seconds since 1970, from 1973 on
}

const maxDepth = 100 // of values in each other

// Decode reads JSON into what v points to, as the package comment says. What is no JSON at all is the error of
// encoding/json. Values that do not fit are a [*FieldErrors], and all others have been read.
func Decode(b []byte, v any, o Options) error {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	if len(b) == 0 {
		return errors.New("it is empty")
	}
	if !json.Valid(b) {
		var none json.RawMessage
		return json.Unmarshal(b, &none) // returns what is wrong with it
	}
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return &json.InvalidUnmarshalError{Type: reflect.TypeOf(v)}
	}
	d := decoder{Options: o}
	return d.value(b, p.Elem(), place{currency: o.Currency}).err()
}

type decoder struct {
	Options
}

// place is where a value stands.
type place struct {
	up       *place
	name     string // of the field, or
	index    int    // in the list
	depth    int
	currency string // of sums, by the nearest record
}

func (p *place) field(name string) place {
	return place{up: p, name: name, depth: p.depth + 1, currency: p.currency}
}

func (p *place) element(i int) place {
	return place{up: p, index: i, depth: p.depth + 1, currency: p.currency}
}

var (
	timeType     = reflect.TypeFor[time.Time]()
	moneyType    = reflect.TypeFor[amount.Money]()
	quantityType = reflect.TypeFor[amount.Quantity]()
	sumType      = reflect.TypeFor[wire.Sum]()
	rawType      = reflect.TypeFor[json.RawMessage]()
	secretType   = reflect.TypeFor[ordo.Secret]()
	own          = reflect.TypeFor[Text]().PkgPath()
	unmarshaler  = reflect.TypeFor[json.Unmarshaler]()
	texter       = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// value decodes one value, which is valid JSON without spaces around it.
func (d *decoder) value(b []byte, v reflect.Value, at place) found {
	if at.depth > maxDepth {
		return wrong(&at, errors.New("it is nested too deeply"))
	}
	t := v.Type()
	if wraps(t) {
		return d.value(b, v.Field(0), at)
	}
	switch t {
	case timeType:
		return at.set(v, func() (any, error) { return d.time(b) })
	case moneyType:
		return at.set(v, func() (any, error) { return money(b, at.currency) })
	case quantityType:
		return at.set(v, func() (any, error) { return quantity(b) })
	case sumType:
		return at.set(v, func() (any, error) { return sum(b, at.currency) })
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return d.pointer(b, v, at)
	case t.PkgPath() == own && t.Kind() == reflect.Slice: // a List reads itself only for encoding/json
	case isRow(t):
		return d.row(b, v, at)
	case reflect.PointerTo(t).Implements(unmarshaler):
		return at.fail(v, v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(b))
	case reflect.PointerTo(t).Implements(texter):
		err := text(b, v.Addr().Interface().(encoding.TextUnmarshaler))
		if t == secretType && err != nil { // neither shown nor kept
			f := at.fail(v, errors.New("it is no text"))
			f.loose = false
			return f
		}
		return at.fail(v, err)
	}
	switch t.Kind() { //nolint:exhaustive // the other kinds are left to encoding/json
	case reflect.Struct:
		return d.object(b, v, at)
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return d.mapping(b, v, at)
		}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 || t.Elem().PkgPath() != "" {
			return d.list(b, v, at)
		}
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return at.fail(v, single(b, v))
	}
	v.SetZero()
	return at.fail(v, json.Unmarshal(b, v.Addr().Interface()))
}

func (d *decoder) pointer(b []byte, v reflect.Value, at place) found {
	v.SetZero()
	e := v.Type().Elem()
	if string(b) == "null" || (e.Kind() != reflect.String && e != rawType && e.Kind() != reflect.Interface && nothing(b)) {
		return found{}
	}
	one := reflect.New(e)
	f := d.value(b, one.Elem(), at)
	if f.loose && one.Elem().IsZero() {
		return f
	}
	v.Set(one)
	return f
}

// object decodes a struct.
func (d *decoder) object(b []byte, v reflect.Value, at place) found {
	v.SetZero()
	var f found
	p := planOf(v.Type())
	switch {
	case nothing(b):
		return f
	case b[0] != '{':
		f.add(wrong(&at, fmt.Errorf("%s where an object is expected", scalar.Quoted(b))), len(p.required) > 0)
		if p.problem != nil && p.extra != nil && f.fatal.none() {
			reach(v, p.extra).Set(reflect.ValueOf(wire.Extra{"": bytes.Clone(b)}))
		}
	default:
		all := members(b)
		if i := p.currency; i != nil {
			if raw, has := all.like(i.name); has {
				odd := d.value(raw, reach(v, i.index), place{depth: at.depth + 1}).loose // reported below
				if at.currency = or(reach(v, i.index).String(), at.currency); odd {
					at.currency = "" // it is another one than the usual, whichever it is
				}
			}
		}
		extra := wire.Extra{}
		var names map[string]bool
		for _, m := range all {
			field, known := p.find(m.name, all, &names)
			if !known {
				extra[m.name] = bytes.Clone(m.raw)
				continue
			}
			delete(extra, m.name) // of an earlier one of the same name: the last counts
			into := reach(v, field.index)
			in := d.value(m.raw, into, at.field(m.name))
			if field.trim {
				into.SetString(strings.TrimSpace(into.String()))
			}
			if in.loose && p.extra != nil {
				extra[m.name], in.loose = bytes.Clone(m.raw), false
			}
			f.add(in, field.required)
		}
		if p.extra != nil && len(extra) > 0 {
			reach(v, p.extra).Set(reflect.ValueOf(extra))
		}
	}
	for _, field := range p.required {
		if into := reach(v, field.index); into.IsZero() && f.fatal.none() {
			place := at.field(field.name)
			f.add(wrong(&place, errors.New("it is missing")), true)
		}
	}
	if p.problem != nil && !f.soft.none() {
		soft := f.soft
		reach(v, p.problem).Set(reflect.ValueOf(&soft))
		f.soft, f.loose = FieldErrors{}, f.loose && !f.fatal.none()
	}
	return f
}

// row decodes a Row, which takes whatever is wrong with it.
func (d *decoder) row(b []byte, v reflect.Value, at place) found {
	v.SetZero()
	f := wrong(&at, errors.New("it is empty"))
	if !nothing(b) {
		f = d.value(b, v.FieldByName("Value"), at)
	}
	v.FieldByName("Raw").SetBytes(bytes.Clone(b))
	if err := f.err(); err != nil {
		v.FieldByName("Problem").Set(reflect.ValueOf(err))
	}
	return found{}
}

// mapping decodes a map. What does not fit is left out.
func (d *decoder) mapping(b []byte, v reflect.Value, at place) (f found) {
	v.SetZero()
	switch {
	case nothing(b):
		return found{}
	case b[0] != '{':
		return wrong(&at, fmt.Errorf("%s where an object is expected", scalar.Quoted(b)))
	}
	t := v.Type()
	v.Set(reflect.MakeMap(t))
	for _, m := range members(b) {
		one := reflect.New(t.Elem()).Elem()
		in := d.value(m.raw, one, at.field(m.name))
		f.add(in, false)
		if !in.loose || !one.IsZero() {
			v.SetMapIndex(reflect.ValueOf(m.name).Convert(t.Key()), one)
		}
	}
	return f
}

// list decodes a slice. What does not fit is left out.
func (d *decoder) list(b []byte, v reflect.Value, at place) (f found) {
	v.SetZero()
	raws := [][]byte{b}
	switch {
	case nothing(b):
		return found{}
	case b[0] == '[':
		raws = elements(b)
	case b[0] == '{':
		if all := members(b); d.keyed(all, v.Type().Elem()) {
			raws = raws[:0]
			for _, m := range all {
				raws = append(raws, m.raw)
			}
		}
	}
	out := reflect.MakeSlice(v.Type(), 0, len(raws))
	t := v.Type().Elem()
	for i, raw := range raws {
		if string(raw) == "null" && t != rawType && !isRow(t) { // a raw value is kept as it came, and a Row has its Problem
			continue
		}
		one := reflect.New(t).Elem()
		place := at.element(i)
		if b[0] != '[' && len(raws) == 1 {
			place = at // there is no list to speak of
			place.depth++
		}
		in := d.value(raw, one, place)
		f.add(in, false)
		if !in.loose || !one.IsZero() {
			out = reflect.Append(out, one)
		}
	}
	if out.Len() > 0 {
		v.Set(out)
	}
	return f
}

// keyed reports whether an object is a list of T keyed by id or number, and not the only element.
func (d *decoder) keyed(all object, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || isRow(t) {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		} else {
			t = t.Field(0).Type
		}
	}
	objects := t == rawType || t == moneyType || t.Kind() == reflect.Interface || t.Kind() == reflect.Map
	var known map[string]field
	if t.Kind() == reflect.Struct && !isScalar(t) && t != moneyType {
		known, objects = planOf(t).fields, true
	}
	for _, m := range all {
		_, is := known[m.name]
		if is || (objects && m.raw[0] != '{') {
			return false
		}
	}
	return len(all) > 0
}

// isRow reports whether t is a Row.
func isRow(t reflect.Type) bool {
	return t.PkgPath() == own && t.Kind() == reflect.Struct && strings.HasPrefix(t.Name(), "Row[")
}

// isScalar reports whether a struct is one text or number on the wire.
func isScalar(t reflect.Type) bool {
	return t == timeType || t == quantityType || t == sumType || wraps(t) || reflect.PointerTo(t).Implements(texter)
}

// wraps reports whether t is a struct of nothing but an embedded time or quantity: it is read as that.
func wraps(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 1 && t.Field(0).Anonymous &&
		(t.Field(0).Type == timeType || t.Field(0).Type == quantityType)
}

// single decodes a text, number or flag.
func single(b []byte, v reflect.Value) error {
	s, err := scalar.Text(b)
	if err != nil {
		return err
	}
	if v.Kind() == reflect.String {
		v.SetString(s)
		return nil
	}
	if s = strings.TrimSpace(s); s == "" {
		v.SetZero()
		return nil
	}
	switch kind := v.Kind(); {
	case kind == reflect.Bool:
		var f Bool
		err = f.UnmarshalJSON(b)
		v.SetBool(bool(f))
	case v.CanFloat():
		var n float64
		if n, err = strconv.ParseFloat(s, v.Type().Bits()); err != nil || s[len(s)-1] > '9' || strings.ContainsAny(s, "xX_") {
			return fmt.Errorf("%s is not a number", scalar.Quoted(b))
		}
		v.SetFloat(n)
	case v.CanInt():
		var n int64
		if n, err = strconv.ParseInt(scalar.Whole(s), 10, v.Type().Bits()); err != nil {
			return fmt.Errorf("%s is not a whole number", scalar.Quoted(b))
		}
		v.SetInt(n)
	case v.CanUint():
		var n uint64
		if n, err = strconv.ParseUint(scalar.Whole(s), 10, v.Type().Bits()); err != nil {
			return fmt.Errorf("%s is not a whole number of 0 or more", scalar.Quoted(b))
		}
		v.SetUint(n)
	}
	return err
}

// text decodes a value that reads itself from a text.
func text(b []byte, v encoding.TextUnmarshaler) error {
	s, err := scalar.Text(b)
	reflect.ValueOf(v).Elem().SetZero()
	if err != nil || s == "" {
		return err
	}
	return v.UnmarshalText([]byte(s))
}

// nothing reports whether b stands for no value: null, "", or PHP's empty array.
func nothing(b []byte) bool {
	return string(b) == "null" || string(b) == `""` || (b[0] == '[' && len(bytes.TrimSpace(b[1:len(b)-1])) == 0)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
