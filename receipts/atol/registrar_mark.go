package atol

import (
	"regexp"
	"strings"
)

// markForms map the form of a marking code to its kind. Any other code is sent as MarkUnknown.
var markForms = []struct {
	kind MarkKind
	form *regexp.Regexp
}{
	{GS1M, regexp.MustCompile(`^01\d{14}21`)},
	{ShortMark, packOfTobacco},
	{Fur, regexp.MustCompile(`^[A-Z]{2}-\d{6}-[A-Z0-9]{10}$`)},
	{EAN8, regexp.MustCompile(`^\d{8}$`)},
	{EAN13, regexp.MustCompile(`^\d{13}$`)},
	{ITF14, regexp.MustCompile(`^\d{14}$`)},
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

// mark sets a code on a line. v4 makes tag 1162 from a GS1 code, and accepts a pack of tobacco and 13 digits as they
// are; it has no place for codes of other kinds.
func (v Version) mark(it *Item, code string) {
	code = strings.TrimPrefix(code, gs) // scanners may send FNC1 first
	it.Mark = &Mark{Kind: markKind(code), Code: code}
	if v == V4 && (it.Mark.Kind == ShortMark || it.Mark.Kind == EAN13) {
		it.Nomenclature = code
	}
}
