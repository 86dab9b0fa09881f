package cdek

import (
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/wire"
)

// field is a field of the form with its target. set is only called with values that passed the form's check.
type field[T any] struct {
	carriers.Field
	set func(into *T, v carriers.Values, name string)
}

// Constructors of fields.

func textField[T any](name, label string, most int, at func(*T) *string) field[T] {
	return field[T]{
		carriers.Field{Name: name, Label: label, Type: carriers.TypeText, MaxLen: most},
		func(into *T, v carriers.Values, name string) { *at(into) = v[name] },
	}
}

func intField[T any, N int | int64](name, label, unit string, least, most int, at func(*T) *N) field[T] {
	return field[T]{
		carriers.Field{
			Name: name, Label: label, Type: carriers.TypeInteger, Unit: unit, Min: strconv.Itoa(least), Max: strconv.Itoa(most),
		},
		func(into *T, v carriers.Values, name string) { *at(into) = N(integer(v[name])) },
	}
}

func decimalField[T any](name, label string, at func(*T) *wire.Decimal) field[T] {
	return textField(name, label, 0, func(t *T) *string { return (*string)(at(t)) }).of(carriers.TypeDecimal)
}

func moneyField[T any](name, label, currency string, at func(*T) *wire.Sum) field[T] {
	return field[T]{
		carriers.Field{Name: name, Label: label, Type: carriers.TypeMoney, Unit: currency, Min: "0", Max: "50000000"},
		func(into *T, v carriers.Values, name string) {
			*at(into) = wire.Sum{Decimal: wire.Decimal(v[name]), Currency: currency}
		},
	}
}

func dateField[T any](name, label string, at func(*T) *Date) field[T] {
	return textField(name, label, 0, func(t *T) *string { return (*string)(at(t)) }).of(carriers.TypeDate)
}

func flagField[T any](name, label string, at func(*T) *bool) field[T] {
	return field[T]{
		carriers.Field{Name: name, Label: label, Type: carriers.TypeFlag},
		func(into *T, v carriers.Values, name string) { *at(into) = v[name] == "true" },
	}
}

// codeField is a choice of numbers, each written "number=label".
func codeField[T any](name, label string, at func(*T) *int, choices ...string) field[T] {
	return intField(name, label, "", 0, 0, at).chosen(choices...)
}

// listField is a list; add appends a row.
func listField[T, R any](name, label string, least, most int, rows []field[R], add func(*T) *R) field[T] {
	return field[T]{
		carriers.Field{Name: name, Label: label, Type: carriers.TypeList, Min: strconv.Itoa(least), Max: strconv.Itoa(most), Fields: formFields(rows)},
		func(into *T, v carriers.Values, name string) {
			for n := range v.Rows(name) {
				setFields(rows, v, carriers.RowPrefix(name, n+1), add(into))
			}
		},
	}
}

// chosen makes the field a choice, each value written "value=label".
func (f field[T]) chosen(choices ...string) field[T] {
	f.Type, f.Min, f.Max = carriers.TypeChoice, "", ""
	for _, c := range choices {
		value, label, ok := strings.Cut(c, "=")
		if !ok {
			label = value
		}
		f.Choices = append(f.Choices, carriers.Choice{Value: value, Label: label})
	}
	return f
}

func (f field[T]) in(group string) field[T]             { f.Group = group; return f }
func (f field[T]) must() field[T]                       { f.Required = true; return f }
func (f field[T]) of(t carriers.Type) field[T]          { f.Type = t; return f }
func (f field[T]) like(pattern string) field[T]         { f.Pattern = pattern; return f }
func (f field[T]) hint(text string) field[T]            { f.Help = text; return f }
func (f field[T]) when(c []carriers.Condition) field[T] { f.OnlyWhen = c; return f }

// mustWhen makes the field required if any of the conditions holds.
func (f field[T]) mustWhen(c ...carriers.Condition) field[T] { f.RequiredWhen = c; return f }

// formFields returns the fields without their targets.
func formFields[T any](fields []field[T]) []carriers.Field {
	out := make([]carriers.Field, len(fields))
	for i, f := range fields {
		out[i] = f.Field
	}
	return out
}

// setFields sets the targets of all values.
func setFields[T any](fields []field[T], v carriers.Values, prefix string, into *T) {
	for _, f := range fields {
		if name := prefix + f.Name; f.set != nil && (f.Type == carriers.TypeList || v[name] != "") {
			f.set(into, v, name)
		}
	}
}

// part returns the fields of a part as fields of the whole.
func part[T, P any](fields []field[P], prefix, group string, part func(*T) *P) []field[T] {
	out := make([]field[T], len(fields))
	for i, f := range fields {
		out[i] = field[T]{Field: f.Field}
		out[i].Name, out[i].Group = prefix+f.Name, group
		if f.set != nil {
			out[i].set = func(into *T, v carriers.Values, name string) { f.set(part(into), v, name) }
		}
	}
	return out
}
