package carriertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
)

var types = []carriers.Type{
	carriers.TypeText, carriers.TypeInteger, carriers.TypeDecimal, carriers.TypeMoney, carriers.TypePhone, carriers.TypeEmail, carriers.TypeDate,
	carriers.TypeFlag, carriers.TypeChoice, carriers.TypeChoices, carriers.TypePoint, carriers.TypeCity, carriers.TypeUnits, carriers.TypeList,
}

// formCanBeDrawn checks the fields of a form.
func formCanBeDrawn(b bench) error {
	f, v, err := b.form()
	if err != nil {
		return err
	}
	if f.System != b.Port.System() {
		return fmt.Errorf("the system of the form is %q, want %q", f.System, b.Port.System())
	}
	if err := drawable(f.Fields, nil, ""); err != nil {
		return err
	}
	for _, values := range []carriers.Values{f.Values, v} {
		for name := range values {
			if x, ok := f.Field(name); !ok || x.Type == carriers.TypeList {
				return fmt.Errorf("%q is filled in, but the form has no such field", name)
			}
		}
	}
	text, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("the form cannot be stored: %w", err)
	}
	var stored carriers.Form
	if err := json.Unmarshal(text, &stored); err != nil {
		return fmt.Errorf("the form cannot be read again: %w", err)
	}
	f.ExtraCheck = nil
	if !reflect.DeepEqual(stored.Fields, f.Fields) || !reflect.DeepEqual(stored.Values, f.Values) {
		return errors.New("the form changes when it is stored")
	}
	return nil
}

// drawable checks the fields of a row.
func drawable(fields []carriers.Field, around []string, prefix string) error {
	if len(fields) == 0 {
		return fmt.Errorf("%q has no fields", prefix)
	}
	var names []string
	for _, x := range fields {
		if slices.Contains(names, x.Name) {
			return fmt.Errorf("there are two fields %q", prefix+x.Name)
		}
		names = append(names, x.Name)
	}
	seen := slices.Concat(around, names)
	for _, x := range fields {
		name := prefix + x.Name
		switch {
		case x.Name == "" || x.Label == "":
			return fmt.Errorf("field %q has no name or no label (%q)", name, x.Label)
		case !slices.Contains(types, x.Type):
			return fmt.Errorf("field %q has the unknown type %q", name, x.Type)
		case (x.Type == carriers.TypeChoice || x.Type == carriers.TypeChoices) && len(x.Choices) == 0:
			return fmt.Errorf("field %q has no choices", name)
		case x.Type == carriers.TypeMoney && x.Unit == "":
			return fmt.Errorf("field %q is money without a currency", name)
		}
		if _, err := regexp.Compile(x.Pattern); err != nil {
			return fmt.Errorf("field %q: %w", name, err)
		}
		for _, c := range slices.Concat(x.OnlyWhen, x.RequiredWhen) {
			if !slices.Contains(seen, c.Field) {
				return fmt.Errorf("field %q depends on %q, which does not exist", name, c.Field)
			}
		}
		if x.Type == carriers.TypeList {
			if err := drawable(x.Fields, seen, name+"."); err != nil {
				return err
			}
		}
	}
	return nil
}

// formIsFilledIn completes a form.
func formIsFilledIn(b bench) error {
	f, v, err := b.form()
	if err != nil {
		return err
	}
	if err := f.Check(v); err != nil {
		return fmt.Errorf("the completed form does not pass: %w", err)
	}
	for _, want := range []string{"Иванова Анна", "+79010000002"} {
		found := false
		for _, value := range f.Values {
			found = found || strings.Contains(value, want)
		}
		if !found {
			return fmt.Errorf("the order has %q, but the form is not filled in with it", want)
		}
	}
	return nil
}

func formNeedsAShipment(b bench) error {
	if _, _, err := b.form(); err != nil {
		return err
	}
	c, err := b.consignment()
	if err != nil {
		return err
	}
	c.Shipment = 7
	_, err = b.Port.Form(b.ctx, c)
	var no *carriers.FormError
	if !errors.As(err, &no) {
		return fmt.Errorf("the form of an unknown shipment: the error is not a *carriers.FormError: %w", suite.OrNone(err))
	}
	return nil
}

// badValue is a value that breaks a rule of a field.
type badValue struct{ name, value, why string }

// rulesAreKept tries bad values for each field that is filled in.
func rulesAreKept(b bench) error {
	f, v, err := b.form()
	if err != nil {
		return err
	}
	cases := append(badValues(f, v), badValue{"there.is.no.such.field", "x", "that does not exist"})
	for _, s := range cases {
		bad := v.Clone()
		bad[s.name] = s.value
		if !names(f.Check(bad), s.name) {
			return fmt.Errorf("%s is %q (%s): Check does not name it: %w", s.name, s.value, s.why, suite.OrNone(f.Check(bad)))
		}
		_, err := b.Port.Create(b.ctx, carriers.Request{Key: "A-1042-S1", Values: bad})
		if !names(err, s.name) {
			return fmt.Errorf("%s is %q (%s): Create does not name it in a *carriers.FormError: %w", s.name, s.value, s.why, suite.OrNone(err))
		}
		if ordo.ClassOf(err) != ordo.Invalid {
			return fmt.Errorf("the class of the error is %q, want %q", ordo.ClassOf(err), ordo.Invalid)
		}
	}
	if len(cases) < 5 {
		return fmt.Errorf("the filled-in fields have only %d rules", len(cases))
	}
	return b.count(0)
}

// badValues returns values that break the rules of the fields that are filled in.
func badValues(f carriers.Form, v carriers.Values) []badValue {
	var out []badValue
	for name := range f.Applicable(v) {
		x, _ := f.Field(name)
		if x.Required && !onlyInRow(v, name) {
			out = append(out, badValue{name, " ", "required"})
		}
		if x.MaxLen > 0 {
			out = append(out, badValue{name, strings.Repeat("9", x.MaxLen+1), "too long"})
		}
		switch x.Type {
		case carriers.TypeInteger, carriers.TypeDecimal, carriers.TypeMoney, carriers.TypeDate, carriers.TypePhone, carriers.TypeEmail,
			carriers.TypeFlag, carriers.TypeChoice, carriers.TypeChoices, carriers.TypeUnits:
			out = append(out, badValue{name, "?", "no " + string(x.Type)})
		}
		if x.Type != carriers.TypeInteger {
			continue
		}
		if n, err := strconv.Atoi(x.Min); err == nil {
			out = append(out, badValue{name, strconv.Itoa(n - 1), "below the minimum"})
		}
		if n, err := strconv.Atoi(x.Max); err == nil {
			out = append(out, badValue{name, strconv.Itoa(n + 1), "above the maximum"})
		}
	}
	slices.SortFunc(out, func(a, b badValue) int { return strings.Compare(a.name+a.why, b.name+b.why) })
	return out
}

// names reports whether an error is a *carriers.FormError that names a field.
func names(err error, field string) bool {
	var no *carriers.FormError
	return errors.As(err, &no) && slices.ContainsFunc(no.Problems, func(p carriers.Problem) bool {
		return p.Field == field && p.Code != "" && p.Rule != ""
	})
}

// inRow matches a name up to the number of its row.
var inRow = regexp.MustCompile(`^.*\.[0-9]+\.`)

// onlyInRow reports whether a field is the only one of its row that is filled in. Without it there is no row.
func onlyInRow(v carriers.Values, name string) bool {
	row := inRow.FindString(name)
	if row == "" {
		return false
	}
	for other := range v {
		if other != name && strings.HasPrefix(other, row) {
			return false
		}
	}
	return true
}

func keysAreChecked(b bench) error {
	r, err := b.request("")
	if err != nil {
		return err
	}
	for _, key := range []string{"", "ЗАКАЗ-1", "A 1", strings.Repeat("9", carriers.MaxKey+1)} {
		r.Key = key
		if _, err := b.Port.Create(b.ctx, r); !names(err, "key") {
			return fmt.Errorf("the key %q: the error is not a *carriers.FormError that names it: %w", key, suite.OrNone(err))
		}
	}
	return b.count(0)
}
