package atol

import (
	"regexp"
)

// markForms map the form of a marking code to its kind: receipts have no others.
var markForms = []struct {
	kind MarkKind
	form *regexp.Regexp
}{
	{GS1M, regexp.MustCompile(`^01\d{14}21`)},
	{ShortMark, packOfTobacco},
	{Fur, regexp.MustCompile(`^[A-Z]{2}-\d{6}-[A-Z0-9]{10}$`)},
}

// packOfTobacco is GTIN, serial number, price and check code, without identifiers between them.
var packOfTobacco = regexp.MustCompile(`^\d{14}\S{15}$`)

// markKind returns the kind of a code as scanned.
func markKind(code string) MarkKind {
	for _, m := range markForms {
		if m.form.MatchString(code) {
			return m.kind
		}
	}
	return MarkUnknown
}

// mark sets a code on a line. v4 makes tag 1162 from a GS1 code, and accepts a pack of tobacco as it is; it has no
// place for codes of other kinds.
func (v Version) mark(it *Item, code string) {
	it.Mark = &Mark{Kind: markKind(code), Code: code}
	if v == V4 && it.Mark.Kind == ShortMark {
		it.Nomenclature = code
	}
}
