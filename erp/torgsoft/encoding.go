package torgsoft

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encoding is how a file writes its letters.
type Encoding string

// The encodings of Torgsoft's files.
const (
	UTF8        Encoding = "utf-8"        // with a byte order mark at the beginning, or without
	Windows1251 Encoding = "windows-1251" // never with one
)

var bom = []byte("\ufeff")

// decode returns the text of a file and its encoding. A file that is neither is refused whole.
func decode(data []byte) (string, Encoding, error) {
	body, marked := bytes.CutPrefix(data, bom)
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return "", "", refuse("the file is empty")
	case bytes.IndexByte(body, 0) >= 0:
		return "", "", refuse("the file is no text: it has zero bytes; save it as UTF-8 or windows-1251, not as UTF-16")
	case utf8.Valid(body):
		return string(body), UTF8, nil
	case marked || mostlyUTF8(body):
		return "", "", refuse("the file is damaged: it is UTF-8, but not all of it")
	}
	text, err := charmap.Windows1251.NewDecoder().Bytes(body)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", "", refuse("the file is damaged: it is neither UTF-8 nor windows-1251")
	}
	return string(text), Windows1251, nil
}

// mostlyUTF8 reports whether the letters beyond ASCII are rather those of a damaged UTF-8 file than of windows-1251,
// where two of them in a row make a letter of UTF-8 by chance only.
func mostlyUTF8(b []byte) bool {
	letters, odd := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			odd++
		case n > 1:
			letters++
		}
		b = b[n:]
	}
	return letters > odd
}

// encode writes a JSON text in an encoding. What windows-1251 does not have is escaped, as JSON can.
func encode(text string, as Encoding) []byte {
	if as != Windows1251 {
		return []byte(text)
	}
	var out bytes.Buffer
	for _, r := range text {
		if b, ok := charmap.Windows1251.EncodeRune(r); ok {
			out.WriteByte(b)
			continue
		}
		out.WriteString(escapeJSON(r))
	}
	return out.Bytes()
}

// clean removes what a text for people cannot hold: control characters but for line breaks and tabs.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s))
}
