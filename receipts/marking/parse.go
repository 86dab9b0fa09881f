package marking

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the most bytes that are read of a code: no form comes near.
const longest = 512

var (
	gs1Form     = regexp.MustCompile(`^01(\d{14})21(.*)$`)
	tobaccoForm = regexp.MustCompile(`^(\d{14})([^\x1d]{7})[^\x1d]{8}$`)
	furForm     = regexp.MustCompile(`^[A-Z]{2}-\d{6}-[A-Z0-9]{10}$`)
	numberOnly  = regexp.MustCompile(`^(\d{8}|\d{12,14})$`)
	packForm    = regexp.MustCompile(`^00\d{18}$`)

	// Where the group separators were before a scanner lost them. Only places that no other code has: a serial number
	// of 6 to 8 characters and a check code are as long as a serial number of 12 to 14.
	lostSignature = regexp.MustCompile(`^(.{13}|.{20})(91.{4})(92(?:.{44}|.{88}))$`)
	lostCheck     = regexp.MustCompile(`^(.{13})(93.{4})$`)
)

// Parse reads a marking code as it was scanned, typed or stored. What scanners change is put right: blanks around the
// code, a symbology identifier or FNC1 in front, group separators that are written as text or lost where there is only
// one place for them, a code in Base64. Everything else that is not as it should be is an *[Error]: a wrong check
// digit, letters that no code has, the number of the goods in place of the code of the unit.
func Parse(text string) (Code, error) {
	if len(text) > longest {
		return Code{}, invalid(text[:longest], "the marking code has %d bytes: scan one code", len(text))
	}
	if !utf8.ValidString(text) {
		return Code{}, invalid(text, "the marking code is not UTF-8: scan it again")
	}
	plain := strings.TrimSpace(text)
	c, err := parse(plain)
	for _, repair := range []func(string) string{withoutPrefix, writtenOut, decoded} {
		if err == nil && c.IsSigned() {
			break // the text is a whole code as it is: whatever looks like a separator in it belongs to it
		}
		if again, no := parse(repair(plain)); no == nil && (err != nil || again.IsSigned()) {
			c, err = again, nil
		}
	}
	if err != nil {
		return Code{}, err
	}
	c.Repaired = c.Repaired || c.text != text
	return c, nil
}

// Check reads a marking code of goods that have a GTIN, and returns the code as registers take it. If gtin is empty,
// any goods will do.
func Check(gtin, text string) (string, error) {
	c, err := Parse(text)
	if err != nil {
		return "", err
	}
	if want := strings.TrimSpace(gtin); want != "" && c.GTIN != "" && strings.Repeat("0", max(14-len(want), 0))+want != c.GTIN {
		return "", invalid(text, "the marking code is of other goods: its GTIN is %s, the line's is %s; put the right goods in, or correct the line's GTIN", c.GTIN, want)
	}
	return c.text, nil
}

// parse reads a code without blanks around it.
func parse(s string) (Code, error) {
	switch {
	case s == "":
		return Code{}, invalid(s, "the marking code is empty")
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
		return Code{}, invalid(s, "the marking code has Cyrillic letters: the scanner types with the Russian keyboard; switch the keyboard to English and scan again")
	case furForm.MatchString(s):
		return Code{Form: Fur, Serial: s, text: s}, nil
	case numberOnly.MatchString(s):
		return Code{}, invalid(s, "%q is the number of the goods, not the marking code of one unit: scan the square DataMatrix", s)
	case packForm.MatchString(s):
		return Code{}, invalid(s, "%q is the number of a transport pack: scan the DataMatrix of the unit itself", s)
	}
	if m := gs1Form.FindStringSubmatch(s); m != nil {
		return gs1(s, m[1], m[2])
	}
	if m := tobaccoForm.FindStringSubmatch(s); m != nil && hasCheckDigit(m[1]) {
		if r, strange := stranger(s); strange {
			return Code{}, invalid(s, "the marking code has the character %q, which no code has: scan it again", string(r))
		}
		return Code{Form: Tobacco, GTIN: m[1], Serial: m[2], text: s}, nil
	}
	return Code{}, invalid(s, "the marking code does not begin with 01, the GTIN of 14 digits and 21: scan the whole DataMatrix")
}

// gs1 reads the serial number and the elements after the GTIN.
func gs1(s, gtin, rest string) (Code, error) {
	if !hasCheckDigit(gtin) {
		return Code{}, invalid(s, "the check digit of GTIN %s is wrong: the code was misread, scan it again", gtin)
	}
	c := Code{Form: GS1, GTIN: gtin}
	parts := strings.Split(rest, gs)
	for len(parts) > 1 && parts[len(parts)-1] == "" { // some scanners send one more at the end
		parts = parts[:len(parts)-1]
	}
	if len(parts) == 1 {
		for _, lost := range []*regexp.Regexp{lostSignature, lostCheck} {
			if m := lost.FindStringSubmatch(rest); m != nil {
				parts = m[1:]
				break
			}
		}
	}
	if c.Serial = parts[0]; c.Serial == "" || len(c.Serial) > 20 {
		return Code{}, invalid(s, "the serial number of the marking code has %d characters, 1 to 20 are possible: the scanner lost the separators, set it to send GS (byte 29)", len(c.Serial))
	}
	for _, p := range parts {
		if r, strange := stranger(p); strange {
			return Code{}, invalid(s, "the marking code has the character %q, which no code has: scan it again", string(r))
		}
	}
	c.Elements = parts[1:]
	for _, e := range c.Elements {
		if e == "" {
			return Code{}, invalid(s, "the marking code has two separators one after the other: scan it again")
		}
		for _, x := range elements {
			if value, is := strings.CutPrefix(e, x.identifier); is && !slices.Contains(x.lengths, len(value)) {
				return Code{}, invalid(s, "element %s of the marking code has another length than %s characters: scan it again", e, fmt.Sprint(x.lengths))
			}
		}
	}
	c.text = "01" + gtin + "21" + strings.Join(parts, gs)
	return c, nil
}

// elements are the identifiers whose values have a known length, in characters. Other elements are kept as they are:
// new ones come with new groups of goods.
var elements = []struct {
	identifier string
	lengths    []int
}{
	{"91", []int{4}},
	{"92", []int{44, 88}},
	{"93", []int{4}},
	{"8005", []int{6}},
}

// hasCheckDigit reports whether the last of 14 digits is the check digit of the others.
func hasCheckDigit(gtin string) bool {
	sum := 0
	for i, d := range gtin {
		n := int(d - '0')
		if i%2 == 0 {
			n *= 3
		}
		sum += n
	}
	return sum%10 == 0
}

// stranger returns the first character that the GS1 character set 82 does not have.
func stranger(s string) (rune, bool) {
	for _, r := range s {
		if !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("!\"%&'()*+,-./:;<=>?_", r)) {
			return r, true
		}
	}
	return 0, false
}

// withoutPrefix takes away what readers put in front for FNC1.
func withoutPrefix(s string) string {
	for _, p := range []string{"]d2", "]d1", "]C1", "]Q3"} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.TrimLeft(s, gs)
}

// separators are the ways in which programs write the group separator as text.
var separators = strings.NewReplacer("<GS>", gs, "{GS}", gs, `\x1d`, gs, `\x1D`, gs, `\u001d`, gs, `\u001D`, gs, "^]", gs, "&#29;", gs, "%1D", gs, "\u241d", gs)

func writtenOut(s string) string { return withoutPrefix(separators.Replace(withoutPrefix(s))) }

// decoded reads Base64.
func decoded(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || !utf8.Valid(b) {
		return ""
	}
	return withoutPrefix(string(b))
}
