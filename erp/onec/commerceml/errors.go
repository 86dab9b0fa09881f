package commerceml

import (
	"unicode/utf8"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// FormatError is why a file is refused whole, or, as a Problem, why one value of a record could not be read. It is
// ordo.ErrInvalid.
type FormatError struct {
	Offset int64      // bytes of the file before it; of a value: before its record; -1 if no file is at fault
	Path   string     // of elements: "/КоммерческаяИнформация/Каталог/Товары/Товар[17]/Вес"
	Value  string     // as written, cut if it is long; empty if it is the element as a whole
	Why    order.Text // and what would be right
	// More are further values of the same record that could not be read, the first hundred of them.
	More []*FormatError
}

// Error implements error.
func (e *FormatError) Error() string { return "commerceml: " + e.Text().String() }

// Text returns what is wrong, for a person who reads another language (package texts).
func (e *FormatError) Text() order.Text {
	text := order.Textf("%s is %q: %s", e.Path, e.Value, e.Why)
	if e.Value == "" {
		text = order.Textf("%s: %s", e.Path, e.Why)
	}
	if e.Offset >= 0 {
		text = order.Textf("byte %d, %s", e.Offset, text)
	}
	if len(e.More) > 0 {
		return order.Textf("%s (and %d more {2:value|values} of this record)", text, len(e.More))
	}
	return text
}

// Is reports whether target is the class of the error.
func (e *FormatError) Is(target error) bool { return target == ordo.ErrInvalid }

// short cuts a value that is long.
func short(value string) string {
	const longest = 80
	if utf8.RuneCountInString(value) <= longest {
		return value
	}
	return string([]rune(value)[:longest]) + "…"
}
