package marking

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the most bytes that are read of a code: no form comes near.
const longest = 512

var (
	gs1Form     = regexp.MustCompile(`(?s)^01(\d{14})\x1d?21(.*)$`) // some printers put a separator after the GTIN
	tobaccoForm = regexp.MustCompile(`^(\d{14})([^\x1d]{7})[^\x1d]{8}$`)
	furForm     = regexp.MustCompile(`^[A-Z]{2}-\d{6}-[A-Z0-9]{10}$`)
	numberOnly  = regexp.MustCompile(`^(\d{8}|\d{12,14})$`)
	packForm    = regexp.MustCompile(`^(?:00|\(00\))\d{18}$`)
	linkForm    = regexp.MustCompile(`(?i)^(https?://|www\.)`)
)

// Parse reads a marking code as it was scanned, typed or stored. What scanners change is put right: blanks around the
// code, a symbology identifier or FNC1 in front, group separators that are written as text or lost where there is only
// one place for them, brackets around identifiers, a code in Base64. Everything else that is not as it should be is an
// *[Error]: a wrong check digit, letters that no code has, the number of the goods in place of the code of the unit.
//
// A code of 13 characters after 21 is the identity of a unit, although a serial number of 7 and a check code that lost
// their separator look so once in thousands: who knows the group reads by [Group.Parse].
func Parse(text string) (Code, error) { return Group{}.Parse(text) }

// Check reads a marking code of goods that have a GTIN, and returns the code as registers take it. If gtin is empty,
// any goods will do.
func Check(gtin, text string) (string, error) { return Group{}.Check(gtin, text) }

// Parse reads a marking code of the group's goods, see [Parse]. It has one of the group's forms and lengths, or the
// error says which they are.
func (g Group) Parse(text string) (Code, error) {
	if len(text) > longest {
		return Code{}, invalid(text[:longest], "the marking code has %d bytes: scan one code", len(text))
	}
	plain := strings.TrimSpace(text)
	var best Code
	var bad *Error
	for i, repair := range repairs {
		if i > 0 && bad == nil && best.IsSigned() {
			break // the text is a whole code as it is: whatever looks like a separator in it belongs to it
		}
		s := repair(plain)
		if i > 0 && s == "" {
			continue // there was nothing to repair
		}
		switch c, no := g.parse(s); {
		case no == nil && (i == 0 || bad != nil || c.IsSigned()):
			best, bad = c, nil
		case no != nil && (i == 0 || bad != nil && bad.vague && !no.vague):
			bad = no
		}
	}
	if bad != nil {
		bad.Code = text
		if cyrillic(plain) {
			if c, err := g.Parse(fromRussianKeys(plain)); err == nil {
				bad = invalid(text, "the marking code has Cyrillic letters, typed with the Russian keyboard; it is probably %q: switch the keyboard to English and scan again", c.CIS())
				bad.Likely = c.text
			}
		}
		return Code{}, bad
	}
	if !best.IsSigned() && best.text != plain { // what was in Base64 may have its separators written out
		if c, err := g.Parse(best.text); err == nil {
			best = c
		}
	}
	best.Repaired = best.Repaired || best.text != text
	return best, nil
}

// Check reads a marking code of the group's goods that have a GTIN, and returns it as registers take it, see [Check].
// It is for order.WithMarks of a merchant whose goods are of one group.
func (g Group) Check(gtin, text string) (string, error) {
	c, err := g.Parse(text)
	if err != nil {
		return "", err
	}
	if want := strings.TrimSpace(gtin); want != "" && c.GTIN != "" && strings.Repeat("0", max(14-len(want), 0))+want != c.GTIN {
		return "", invalid(text, "the marking code is of other goods: its GTIN is %s, the line's is %s; put the right goods in, or correct the line's GTIN", c.GTIN, want)
	}
	return c.text, nil
}

// parse reads a code without blanks around it.
func (g Group) parse(s string) (Code, *Error) {
	switch {
	case s == "":
		return Code{}, invalid(s, "the marking code is empty")
	case !utf8.ValidString(s):
		return Code{}, invalid(s, "the marking code is not UTF-8: scan it again")
	case cyrillic(s):
		return Code{}, invalid(s, "the marking code has Cyrillic letters: the scanner types with the Russian keyboard; switch the keyboard to English and scan again")
	case linkForm.MatchString(s):
		return Code{}, invalid(s, "%q is a link to a page, not a marking code: scan the square DataMatrix, not the QR code", s)
	case furForm.MatchString(s):
		return g.fits(Code{Form: Fur, Serial: s, text: s})
	case numberOnly.MatchString(s):
		return Code{}, invalid(s, "%q is the number of the goods, not the marking code of one unit: scan the square DataMatrix", s)
	case packForm.MatchString(s):
		return Code{}, invalid(s, "%q is the number of a transport pack: scan the DataMatrix of the unit itself", s)
	}
	if m := gs1Form.FindStringSubmatch(s); m != nil {
		return g.gs1(s, m[1], m[2])
	}
	if m := tobaccoForm.FindStringSubmatch(s); m != nil && hasCheckDigit(m[1]) {
		if r, strange := stranger(s); strange {
			return Code{}, invalid(s, "the marking code has the character %q, which no code has: scan it again", string(r))
		}
		return g.fits(Code{Form: Tobacco, GTIN: m[1], Serial: m[2], text: s})
	}
	bad := invalid(s, "the marking code does not begin with 01, the GTIN of 14 digits and 21: scan the whole DataMatrix")
	bad.vague = true
	return Code{}, bad
}

// gs1 reads the serial number and the elements after the GTIN.
func (g Group) gs1(s, gtin, rest string) (Code, *Error) {
	if !hasCheckDigit(gtin) {
		return Code{}, invalid(s, "the check digit of GTIN %s is wrong: the code was misread, scan it again", gtin)
	}
	parts := strings.Split(rest, gs)
	for len(parts) > 1 && parts[len(parts)-1] == "" { // some scanners send one more at the end
		parts = parts[:len(parts)-1]
	}
	if len(parts) == 1 {
		readings := g.separated(rest)
		switch {
		case len(readings) > 1:
			return Code{}, invalid(s, "the marking code lost its separators and can be read in %d ways: set the scanner to send GS (byte 29) and scan again", len(readings))
		case len(readings) == 1:
			parts = readings[0]
		}
	}
	c := Code{Form: GS1, GTIN: gtin, Serial: parts[0]}
	if c.Serial == "" || len(c.Serial) > 20 {
		return Code{}, invalid(s, "the serial number of the marking code has %d characters, 1 to 20 are possible: the scanner lost the separators, set it to send GS (byte 29)", len(c.Serial))
	}
	for _, p := range parts {
		if r, strange := stranger(p); strange {
			return Code{}, invalid(s, "the marking code has the character %q, which no code has: scan it again", string(r))
		}
	}
	for _, p := range parts[1:] {
		if p == "" {
			return Code{}, invalid(s, "the marking code has two separators one after the other: scan it again")
		}
		for _, e := range joined(p) {
			if no := checkElement(s, e); no != nil {
				return Code{}, no
			}
			c.Elements = append(c.Elements, e)
		}
	}
	c.text = "01" + gtin + "21" + strings.Join(parts, gs)
	return g.fits(c)
}

func checkElement(s, e string) *Error {
	for _, x := range elements {
		switch value, is := x.cut(e); {
		case !is:
		case !slices.Contains(x.lengths, len(value)):
			return invalid(s, "element %s of the marking code has another length than %s characters: scan it again", e, x.lengthText())
		case x.digits && !isNumber(value):
			return invalid(s, "element %s of the marking code is no number: scan it again", e)
		}
	}
	return nil
}

// fits checks that a code has the form of the group.
func (g Group) fits(c Code) (Code, *Error) {
	switch {
	case g.Name == "" && len(g.Serials) == 0:
	case c.Form == Tobacco && !g.Packs, c.Form == Fur && g.Name != Furs:
		return Code{}, invalid(c.text, "the marking code is of another group of goods than %s: scan the code of the right goods", g.Name)
	case c.Form == GS1 && len(g.Serials) > 0 && !slices.Contains(g.Serials, len(c.Serial)):
		return Code{}, invalid(c.text, "the serial number of the marking code has %d characters, goods of the group %s have %s: scan the code of the right goods", len(c.Serial), g.Name, numbers(g.Serials))
	}
	return c, nil
}

func cyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
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
