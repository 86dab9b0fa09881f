package commerceml

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// escaped writes a text as XML. Letters that the encoding lacks become references; what XML cannot hold is left out.
func (w *Writer) escaped(s string, attribute bool) {
	if w.file.Encoding == UTF8 && utf8.ValidString(s) && !strings.ContainsFunc(s, special) {
		w.raw(s)
		return
	}
	for _, r := range s {
		switch {
		case r == '&':
			w.raw("&amp;")
		case r == '<':
			w.raw("&lt;")
		case r == '>':
			w.raw("&gt;")
		case r == '"':
			w.raw("&quot;")
		case r == '\r', (r == '\n' || r == '\t') && attribute:
			w.reference(r)
		case !inXML(r):
		case w.file.Encoding != Windows1251:
			_, err := w.w.WriteRune(r)
			if err != nil {
				w.fail(err)
			}
		default:
			if b, ok := charmap.Windows1251.EncodeRune(r); ok {
				w.byte(b)
			} else {
				w.reference(r)
			}
		}
	}
}

func (w *Writer) reference(r rune) { w.raw("&#" + strconv.Itoa(int(r)) + ";") }

// special reports whether a letter is not written as it is.
func special(r rune) bool {
	return r < ' ' || strings.ContainsRune(`&<>"`, r) || !inXML(r)
}

// inXML reports whether XML 1.0 can hold a letter.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= unicode.MaxRune
}

// isName reports whether s can be the name of an element or attribute here: of letters, digits, ".", "-" and "_".
func isName(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '_':
		case i > 0 && (unicode.IsDigit(r) || r == '-' || r == '.'):
		default:
			return false
		}
	}
	return s != ""
}
