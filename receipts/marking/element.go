package marking

import (
	"slices"
	"strconv"
	"strings"
)

// element is an identifier whose values have a known length, in characters.
type element struct {
	identifier string // the y of 310y is the place of the decimal point: any digit
	lengths    []int
	digits     bool
}

// elements are the identifiers of marking codes. Other elements are kept as they are: new ones come with new groups of
// goods.
var elements = []element{
	{"91", []int{4}, false},         // key of the signature
	{"92", []int{8, 44, 88}, false}, // signature; 8 in the sample of a block of tobacco
	{"93", []int{4}, false},         // check code
	{"8005", []int{6}, true},        // price of a block of tobacco, in kopecks
	{"310y", []int{6}, true},        // weight, kg
	{"335y", []int{6}, true},        // volume, litres
	{"240", upTo(30), false},        // number of the customs nomenclature, 4 digits in all codes known
}

// usualLength is that of elements of variable length, for where their separators were lost.
var usualLength = map[string]int{"240": 4}

// totals are the lengths of element strings that need no separator after them, by the first two digits of their
// identifier: GS1 General Specifications, "Element strings with predefined length".
var totals = map[string]int{
	"00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8, "14": 8, "15": 8, "16": 8, "17": 8,
	"18": 8, "19": 8, "20": 4, "31": 10, "32": 10, "33": 10, "34": 10, "35": 10, "36": 10, "41": 16,
}

func upTo(n int) (all []int) {
	for i := range n {
		all = append(all, i+1)
	}
	return all
}

// cut cuts the identifier off an element string.
func (x element) cut(s string) (value string, is bool) {
	if point, has := strings.CutSuffix(x.identifier, "y"); has {
		value, is = strings.CutPrefix(s, point)
		if !is || value == "" || !isNumber(value[:1]) {
			return "", false
		}
		return value[1:], true
	}
	return strings.CutPrefix(s, x.identifier)
}

// fits reports whether an element string has a value that is possible.
func (x element) fits(s string) bool {
	value, is := x.cut(s)
	return is && slices.Contains(x.lengths, len(value)) && (!x.digits || isNumber(value))
}

func (x element) lengthText() string {
	if n := len(x.lengths); usualLength[x.identifier] != 0 {
		return "1–" + strconv.Itoa(n)
	}
	return numbers(x.lengths)
}

// joined splits what stands between two separators into its elements: after some none is needed.
func joined(s string) (all []string) {
	for len(s) > 2 {
		n, predefined := totals[s[:2]]
		if !predefined || len(s) <= n || !isNumber(s[:n]) {
			break
		}
		all, s = append(all, s[:n]), s[n:]
	}
	return append(all, s)
}

// separated returns the ways in which what follows 21 is a serial number and elements that lost their separators. There
// is none if it is a serial number of a length that is known.
func (g Group) separated(rest string) (all [][]string) {
	lengths := g.Serials
	if len(lengths) == 0 {
		lengths = serials
	}
	if slices.Contains(lengths, len(rest)) {
		return nil
	}
	for _, n := range lengths {
		if n >= len(rest) {
			continue
		}
		for _, tail := range tails(rest[n:], nil, "", "") {
			all = append(all, append([]string{rest[:n]}, tail...))
		}
	}
	return all
}

// tails returns the ways in which s is a list of known elements, each once, with a check code or signature among them.
// Identifiers stand between open and end.
func tails(s string, before []string, open, end string) (all [][]string) {
	if s == "" {
		if slices.ContainsFunc(before, isSignature) {
			return [][]string{before}
		}
		return nil
	}
	s, is := strings.CutPrefix(s, open)
	if !is {
		return nil
	}
	for _, x := range elements {
		if slices.ContainsFunc(before, func(e string) bool { _, had := x.cut(e); return had }) {
			continue
		}
		id := len(x.identifier)
		if len(s) < id || !strings.HasPrefix(s[id:], end) {
			continue
		}
		plain := s[:id] + s[id+len(end):]
		for _, n := range x.lengths {
			if usual := usualLength[x.identifier]; usual != 0 && n != usual {
				continue
			}
			if id+n <= len(plain) && x.fits(plain[:id+n]) {
				all = append(all, tails(plain[id+n:], append(slices.Clone(before), plain[:id+n]), open, end)...)
			}
		}
	}
	return all
}

func isSignature(e string) bool { return strings.HasPrefix(e, "92") || strings.HasPrefix(e, "93") }

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// numbers writes a list for people: "6 or 8", in every language.
func numbers(all []int) string {
	text := make([]string, len(all))
	for i, n := range all {
		text[i] = strconv.Itoa(n)
	}
	return strings.Join(text, "/")
}
