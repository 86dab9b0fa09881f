package marking

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode/utf8"
)

// repairs undo what scanners, programs and formats do to a code, the first of them nothing. Each returns "" if it has
// nothing to undo.
var repairs = []func(string) string{
	func(s string) string { return s }, withoutPrefix, writtenOut, withoutBrackets, replaced, decoded,
	func(s string) string { return writtenOut(decoded(s)) },
}

// withoutPrefix takes away what readers put in front for FNC1: symbology identifiers (ISO/IEC 15424) and separators.
func withoutPrefix(s string) string {
	for _, p := range []string{"]d2", "]d1", "]C1", "]Q3", "]J1", "]e0"} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.TrimLeft(s, gs)
}

// separators are the ways in which programs write the group separator as text.
var separators = regexp.MustCompile(`(?i)<gs>|\{gs\}|\[gs\]|<fnc1>|\{fnc1\}|\\x1d|\\u001d|\\u1d|\^\]|&#29;|&#x1d;|%1d|_x001d_|<0x1d>|~1|\x{241d}`)

func writtenOut(s string) string {
	return withoutPrefix(separators.ReplaceAllString(withoutPrefix(s), gs))
}

var bracketForm = regexp.MustCompile(`^\(01\)(\d{14})\(21\)(.*)$`)

// withoutBrackets reads the form for people, with brackets around the identifiers. A serial number may have brackets
// itself: only a text that is a code in one way is taken.
func withoutBrackets(s string) string {
	m := bracketForm.FindStringSubmatch(withoutPrefix(s))
	if m == nil {
		return ""
	}
	gtin, rest := m[1], m[2]
	found := []string{}
	for n := 1; n <= min(20, len(rest)); n++ {
		for _, tail := range tails(rest[n:], nil, "(", ")") {
			found = append(found, strings.Join(append([]string{rest[:n]}, tail...), gs))
		}
	}
	switch {
	case len(found) == 1:
		rest = found[0]
	case len(found) > 1 || anyBracket.MatchString(rest):
		return ""
	}
	return "01" + gtin + "21" + rest
}

// anyBracket is an identifier in brackets, of an element that was cut off or is none.
var anyBracket = regexp.MustCompile(`\(\d{2,4}\)`)

// inPlaceOf is a character that no code has where a separator must be: some programs write a blank for it, and a reader
// gives the code word of FNC1, 232, as the character è.
var inPlaceOf = regexp.MustCompile(`[^\x1d!"%&'()*+,\-./0-9:;<=>?A-Z_a-z](01|21|91|92|93|240|8005|310\d|335\d)`)

func replaced(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ReplaceAll(s, "\xe8", "\u00e8")
	}
	if !utf8.ValidString(s) || cyrillic(s) {
		return ""
	}
	return withoutPrefix(inPlaceOf.ReplaceAllString(withoutPrefix(s), gs+"$1"))
}

// decoded reads Base64, with or without its padding.
func decoded(s string) string {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil || !utf8.Valid(b) {
		return ""
	}
	return withoutPrefix(string(b))
}

// The keys of a keyboard, with Russian and with English letters.
var fromRussian = func() *strings.Replacer {
	const (
		russian = `ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?іІїЇєЄ`
		english = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&sS]}'\""
	)
	pairs, to := []string{}, []rune(english)
	for i, r := range []rune(russian) {
		pairs = append(pairs, string(r), string(to[i]))
	}
	return strings.NewReplacer(pairs...)
}()

// fromRussianKeys returns what a scanner that types would have typed with the English keyboard.
func fromRussianKeys(s string) string { return fromRussian.Replace(s) }
