package commerceml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// Limits bound what a file may make the reader keep. The zero value of a field is its default. They are there against
// files that are made to do harm: what 1C writes is far below them.
type Limits struct {
	Text   int // bytes of one text, tag or comment; 4 MiB
	Record int // bytes of the texts of one record; 32 MiB
	Nodes  int // elements of one record; 500,000
	Depth  int // elements within each other; 256
}

func (l Limits) orDefault() Limits {
	for _, d := range []struct {
		limit *int
		value int
	}{{&l.Text, 4 << 20}, {&l.Record, 32 << 20}, {&l.Nodes, 500_000}, {&l.Depth, 256}} {
		if *d.limit <= 0 {
			*d.limit = d.value
		}
	}
	return l
}

// scanner reads tokens, and keeps the path of the elements that are open.
type scanner struct {
	in     *input
	d      *xml.Decoder
	limits Limits
	open   []xml.Name
	number int // of the record that is read, among those of its name
	level  int // of its element in the path, from 1; 0 if no record is read
}

func newScanner(r io.Reader, limits Limits) *scanner {
	limits = limits.orDefault()
	in := newInput(r, int64(limits.Text))
	return &scanner{in: in, d: in.decoder(), limits: limits}
}

// next returns the next start, end or text. At the end of the file it is io.EOF.
func (s *scanner) next() (xml.Token, error) {
	for {
		s.in.token = s.d.InputOffset()
		token, err := s.d.RawToken()
		if err != nil {
			return nil, s.failed(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if name, twice := repeated(t.Attr); twice {
				return nil, s.refuse(order.Textf("the attribute %q comes twice", name))
			}
			if len(s.open) == s.limits.Depth {
				return nil, s.refuse(order.Textf("elements are nested deeper than %d", s.limits.Depth))
			}
			s.open = append(s.open, t.Name)
			return token, nil
		case xml.EndElement:
			if len(s.open) == 0 || s.open[len(s.open)-1] != t.Name {
				return nil, s.refuse(order.Textf("%q ends here and was not the last to begin", t.Name.Local))
			}
			s.open = s.open[:len(s.open)-1]
			return token, nil
		case xml.CharData:
			return token, nil // not t, which would be allocated again
		case xml.Directive:
			return nil, s.refuse(order.Textf("the file has a DOCTYPE or another declaration; CommerceML has none, and entities are not read"))
		}
	}
}

// repeated returns the name of an attribute that comes twice, which XML does not allow.
func repeated(attrs []xml.Attr) (name string, twice bool) {
	const few = 20
	if len(attrs) <= few {
		for i, a := range attrs {
			for _, b := range attrs[:i] {
				if a.Name == b.Name {
					return a.Name.Local, true
				}
			}
		}
		return "", false
	}
	seen := map[xml.Name]bool{}
	for _, a := range attrs {
		if seen[a.Name] {
			return a.Name.Local, true
		}
		seen[a.Name] = true
	}
	return "", false
}

// skip reads to the end of the element that began last.
func (s *scanner) skip() error { return s.skipTo(len(s.open)) }

// skipTo reads to the end of the element at a level.
func (s *scanner) skipTo(level int) error {
	for len(s.open) >= level {
		if _, err := s.next(); err != nil {
			return half(err, s)
		}
	}
	return nil
}

// half makes the error of a file that ends within an element.
func half(err error, s *scanner) error {
	if errors.Is(err, io.EOF) {
		return s.refuse(order.Textf("the file ends here: it is half-written"))
	}
	return err
}

// failed makes the error of an error of the tokenizer.
func (s *scanner) failed(err error) error {
	var encoding encodingError
	switch syntax := (*xml.SyntaxError)(nil); {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(s.in.err, errLong):
		return s.refuse(order.Textf("a text, tag or comment is longer than %d bytes", s.limits.Text))
	case errors.As(s.in.err, &encoding):
		return s.refuse(order.Textf("the encoding %q is not read; want UTF-8 or windows-1251", encoding.name))
	case s.in.err != nil && !errors.Is(s.in.err, io.EOF):
		return fmt.Errorf("commerceml: read at byte %d: %w", s.offset(), s.in.err)
	case errors.As(err, &syntax) && strings.HasPrefix(syntax.Msg, "unexpected EOF"):
		return s.refuse(order.Textf("the file ends here: it is half-written"))
	case errors.As(err, &syntax) && len(s.open) == 0 && strings.HasPrefix(syntax.Msg, "invalid XML name"):
		return s.refuse(order.Textf("the root element cannot be read: the file may be in another encoding than it declares"))
	case errors.As(err, &syntax):
		return s.refuse(order.Textf("not well-formed XML: %s", syntax.Msg))
	}
	return s.refuse(order.Textf("not well-formed XML: %s", err.Error()))
}

// refuse makes the error of a file that is not read on.
func (s *scanner) refuse(why order.Text) error {
	return &FormatError{Offset: s.offset(), Path: s.path(), Why: why}
}

// offset returns the bytes of the file before the last token.
func (s *scanner) offset() int64 { return s.in.offset(s.in.token) }

// path returns the elements that are open.
func (s *scanner) path() string {
	var b strings.Builder
	for i, name := range s.open {
		b.WriteByte('/')
		if i+1 == s.level {
			b.WriteString(s.numbered(name.Local))
		} else {
			b.WriteString(name.Local)
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

func (s *scanner) numbered(name string) string { return name + "[" + strconv.Itoa(s.number) + "]" }

// blank reports whether a text is white space only.
func blank(text []byte) bool { return len(bytes.TrimSpace(text)) == 0 }
