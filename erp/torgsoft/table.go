package torgsoft

import (
	"strings"
)

// maxRecord is the most bytes of a row. A quote that is not closed does not read on to the end of the file.
const maxRecord = 64 << 10

// separators are tried in this order. People save the file anew with a spreadsheet, which has its own.
const separators = ";,\t"

// row is one row of a table. fields is nil if it could not be split.
type row struct {
	line   int // where it begins, from 1
	fields []string
	err    error
}

// scanner reads rows. A line break within quotes belongs to the row.
type scanner struct {
	text  string
	sep   byte
	line  int  // of the beginning of text, from 1
	ended bool // the last line of the file has an end
	odd   bool // the row that was read last does not fit
}

func newScanner(text string) *scanner {
	s := &scanner{text: text, line: 1, ended: strings.HasSuffix(text, "\n")}
	s.skipBlank()
	s.sep = sniff(s.text)
	return s
}

// sniff returns the separator that the first line has most of, outside quotes.
func sniff(text string) byte {
	line, _, _ := strings.Cut(text, "\n")
	var count [256]int
	quoted := false
	for i := range len(line) {
		if line[i] == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[line[i]]++
		}
	}
	best := separators[0]
	for i := range len(separators) {
		if count[separators[i]] > count[best] {
			best = separators[i]
		}
	}
	return best
}

// next returns the next row, which should have width fields; any number if width is 0. What does not fit is a row with
// an error, and only its first line is passed over, so that an odd row takes none of the others with it.
//
// A quote within quotes is written twice, or once by programs that do not care: a row is read the one way and, if that
// does not fit, the other.
func (s *scanner) next(width int) (r row, more bool) {
	s.skipBlank()
	if s.text == "" {
		return row{}, false
	}
	r = row{line: s.line}
	defer func() { s.odd = r.err != nil }()
	fits := func(fields []string) bool { return fields != nil && (width == 0 || len(fields) == width) }
	strict, size := splitStrict(s.text[:min(len(s.text), maxRecord)], s.sep)
	if size == maxRecord && size < len(s.text) { // cut off
		strict = nil
	}
	if fits(strict) {
		r.fields = strict
		s.pass(size)
		return r, true
	}
	line, _, _ := strings.Cut(s.text, "\n")
	loose := splitLoose(strings.TrimSuffix(line, "\r"), s.sep)
	s.pass(min(len(line)+1, len(s.text)))
	switch {
	case fits(loose):
		r.fields = loose
	case strict != nil || loose != nil:
		n := len(loose)
		if loose == nil {
			n = len(strict)
		}
		r.err = rowError(r.line, "", "", "the row has %d columns, want %d", n, width)
	default:
		r.err = rowError(r.line, "", "", "a quote is not closed; write a quote within a text twice")
	}
	return r, true
}

// whole refuses a file that was not written to its end, once all rows were read. Torgsoft ends every line. Of the
// programs that save the file anew, with another separator, some leave the last line without an end.
func (s *scanner) whole() error {
	if !s.ended && (s.sep == separators[0] || s.odd) {
		return refuse("the file is half-written: its last line has no end")
	}
	return nil
}

// pass goes on behind n bytes.
func (s *scanner) pass(n int) {
	s.line += strings.Count(s.text[:n], "\n")
	s.text = s.text[n:]
}

// skipBlank passes over lines without anything.
func (s *scanner) skipBlank() {
	for s.text != "" {
		line, rest, _ := strings.Cut(s.text, "\n")
		if strings.TrimSpace(line) != "" {
			return
		}
		s.pass(len(s.text) - len(rest))
	}
}

// splitStrict splits the first record of a text by RFC 4180, and returns its size in bytes. It returns nil if the
// record does not keep to it.
func splitStrict(text string, sep byte) (fields []string, size int) {
	i := 0
	for {
		var field string
		if i < len(text) && text[i] == '"' {
			var b strings.Builder
			for i++; ; {
				end := strings.IndexByte(text[i:], '"')
				if end < 0 {
					return nil, 0
				}
				b.WriteString(text[i : i+end])
				if i += end + 1; i >= len(text) || text[i] != '"' {
					break
				}
				b.WriteByte('"')
				i++
			}
			field = b.String()
		} else {
			end := strings.IndexAny(text[i:], string([]byte{sep, '\n'}))
			if end < 0 {
				end = len(text) - i
			}
			if field = text[i : i+end]; strings.Contains(field, `"`) {
				return nil, 0
			}
			field = strings.TrimSuffix(field, "\r")
			if i += end; i < len(text) && text[i] == sep && strings.HasSuffix(text[:i], "\r") {
				return nil, 0
			}
		}
		fields = append(fields, field)
		switch {
		case i >= len(text):
			return fields, i
		case text[i] == sep:
			i++
		case text[i] == '\n':
			return fields, i + 1
		case strings.HasPrefix(text[i:], "\r\n"):
			return fields, i + 2
		default:
			return nil, 0
		}
	}
}

// splitLoose splits one line. A quoted field ends at the first quote before a separator or the end of the line; all
// others belong to the text. It returns nil if a field does not end.
func splitLoose(line string, sep byte) (fields []string) {
	for {
		if !strings.HasPrefix(line, `"`) {
			field, rest, more := strings.Cut(line, string(sep))
			fields = append(fields, field)
			if !more {
				return fields
			}
			line = rest
			continue
		}
		end := strings.Index(line[1:], `"`+string(sep))
		if end < 0 {
			if len(line) < 2 || !strings.HasSuffix(line, `"`) {
				return nil
			}
			return append(fields, line[1:len(line)-1])
		}
		fields = append(fields, line[1:end+1])
		line = line[end+3:]
	}
}
