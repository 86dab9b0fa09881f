package bitrix24

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// object is a CRM object as it was read: its values by the name of the field, system fields in camelCase and user
// fields as they are named.
type object map[string]json.RawMessage

// text returns a value that is a text or a number; "" for none.
func (o object) text(name string) string {
	var t lax.Text
	if raw := o[name]; len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "false" || json.Unmarshal(raw, &t) != nil {
		return ""
	}
	return string(t)
}

// id returns a value that is an id; 0 for none.
func (o object) id(name string) int64 {
	var n lax.Int
	if json.Unmarshal(o[name], &n) != nil {
		return 0
	}
	return int64(n)
}

// texts returns the values of a multiple field.
func (o object) texts(name string) []string {
	var all []string
	if lax.Decode(o[name], &all, lax.Options{}) != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" || s == "false" })
}

// put sets a value as it is written, as if it had been read.
func (o object) put(name string, v value) {
	if b, err := json.Marshal(v.write()); err == nil {
		o[name] = b
	}
}

// fields are values as they are to be, by the name of the field.
type fields map[string]value

// value is what a field is to hold.
type value interface {
	// write is the value as the portal takes it.
	write() any
	// isIn reports whether an object has it.
	isIn(o object, name string) bool
}

type (
	textValue   string    // a text, or an id as a text
	numberValue string    // a decimal
	idValue     int64     // 0 for none
	idsValue    []int64   // of contacts
	textsValue  []string  // of a multiple field
	flagValue   bool      // Y or N
	timeValue   time.Time // to the minute
	moneyValue  amount.Money
	stockValue  string // the text of stock, which has times in it
	shownValue  string // a text of an item that people do not write; see emptySign
)

func (v textValue) write() any { return string(v) }

// isIn: the portal cuts white space at the ends, and writes line ends its own way.
func (v textValue) isIn(o object, name string) bool {
	return trimmed(o.text(name)) == trimmed(string(v))
}

func trimmed(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// emptySign stands where a text of an item was emptied: an item's field that is written as empty may stay as it was,
// without an error, and there is no other way to clear it.
const emptySign = "—"

func (v shownValue) write() any {
	if v == "" {
		return emptySign
	}
	return string(v)
}

func (v shownValue) isIn(o object, name string) bool {
	there := trimmed(o.text(name))
	return there == trimmed(string(v)) || there == emptySign && v == ""
}

func (v numberValue) write() any {
	if v == "" {
		return ""
	}
	return json.Number(v)
}

func (v numberValue) isIn(o object, name string) bool { return sameNumber(o.text(name), string(v)) }

func (v idValue) write() any { return int64(v) }

func (v idValue) isIn(o object, name string) bool { return o.id(name) == int64(v) }

func (v idsValue) write() any { return []int64(v) }

func (v idsValue) isIn(o object, name string) bool {
	var there []int64
	return lax.Decode(o[name], &there, lax.Options{}) == nil && slices.Equal(there, v)
}

func (v textsValue) write() any {
	if len(v) == 0 {
		return ""
	}
	return []string(v)
}

func (v textsValue) isIn(o object, name string) bool {
	return slices.EqualFunc(o.texts(name), v, func(a, b string) bool { return trimmed(a) == trimmed(b) })
}

func (v flagValue) write() any { return bxrest.Flag(v) }

func (v flagValue) isIn(o object, name string) bool { return (o.text(name) == "Y") == bool(v) }

func (v timeValue) write() any { return bxrest.Time{Time: time.Time(v)} }

func (v timeValue) isIn(o object, name string) bool {
	text := o.text(name)
	if text == "" {
		return time.Time(v).IsZero()
	}
	there, err := time.Parse(time.RFC3339, text)
	return err == nil && there.Truncate(time.Minute).Equal(time.Time(v).Truncate(time.Minute))
}

func (v moneyValue) write() any { return bxrest.FormatMoney(amount.Money(v)) }

func (v moneyValue) isIn(o object, name string) bool {
	there, err := bxrest.ParseMoney(o.text(name))
	if err != nil {
		return false
	}
	if there.IsUnset() || amount.Money(v).IsUnset() {
		return there.IsZero() && amount.Money(v).IsZero()
	}
	c, err := there.Cmp(amount.Money(v))
	return err == nil && c == 0
}

func (v stockValue) write() any { return shownValue(v).write() }

// isIn: the same stock is not written again for the sake of a few minutes.
func (v stockValue) isIn(o object, name string) bool {
	there, want := trimmed(o.text(name)), trimmed(string(v))
	if there == emptySign {
		there = ""
	}
	if stockTimes.ReplaceAllString(there, "") != stockTimes.ReplaceAllString(want, "") {
		return false
	}
	was, err := time.Parse(stockTime, strings.Trim(stockTimes.FindString(there), "()"))
	is, nerr := time.Parse(stockTime, strings.Trim(stockTimes.FindString(want), "()"))
	return err != nil || nerr != nil || is.Sub(was) < freshFor
}

// freshFor is how old the times of a stock that did not change may get.
const freshFor = 15 * time.Minute

var stockTimes = regexp.MustCompile(`\(\d\d\.\d\d\.\d{4} \d\d:\d\d\)`)

// objectOf returns an item as it was read.
func objectOf(i *Item) object {
	o := object{}
	b, err := lax.Join(i, i.Extra)
	if err != nil || json.Unmarshal(b, &o) != nil {
		return object{}
	}
	return o
}

// changed returns the fields that an object does not have as they are to be, as they are written; nil if there are
// none.
func (f fields) changed(o object) map[string]any {
	var out map[string]any
	for name, v := range f {
		if v.isIn(o, name) {
			continue
		}
		if out == nil {
			out = map[string]any{}
		}
		out[name] = v.write()
	}
	return out
}

// written returns all fields as they are written. What is empty is left out: there is nothing to clear yet.
func (f fields) written() map[string]any {
	out := map[string]any{}
	for name, v := range f {
		if !v.isIn(object{}, name) {
			out[name] = v.write()
		}
	}
	return out
}

// with returns the fields with others, which replace them.
func (f fields) with(others fields) fields {
	out := maps.Clone(f)
	if out == nil {
		out = fields{}
	}
	maps.Copy(out, others)
	return out
}

// without returns the fields without some.
func (f fields) without(names ...string) fields {
	out := fields{}
	for name, v := range f {
		if !slices.Contains(names, name) {
			out[name] = v
		}
	}
	return out
}
