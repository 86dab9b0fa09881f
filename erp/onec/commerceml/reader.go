package commerceml

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// Reader reads a CommerceML file of any kind record by record, and keeps no more of it than one of them.
type Reader struct {
	// Limits may be set before the file is read.
	Limits Limits

	r          io.Reader
	s          *scanner
	file       File
	record     tree
	header     tree
	codec      codec
	currencies map[string]string
	containers int
	container  int            // the number of that at hand; 0 for none
	ordinal    map[string]int // of the record of a name that was read last
	start      int64          // bytes of the file before what is decoded
	path       string         // of the header that is decoded; empty for a record
	unread     map[string]int
	paths      []string // of unread, in the order of the file
	yield      func(Record, error) bool
}

// Unread is a kind of element or text that the types do not know and that belongs to no record: it was passed over.
type Unread struct {
	Path  string
	Count int
}

// NewReader returns a reader of a file.
func NewReader(r io.Reader) *Reader { return &Reader{r: r} }

var (
	errStopped = errors.New("stopped")
	errAgain   = errors.New("commerceml: a Reader reads its file once")
)

// Records yields what is in the file, in its order, a *File first. A record of which a part cannot be read has a
// Problem and is yielded with all else of it. An error comes once, last: a *FormatError if the file is no CommerceML,
// damaged or half-written, or the reader's own error.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if r.s != nil {
			yield(nil, errAgain)
			return
		}
		r.s = newScanner(r.r, r.Limits)
		r.currencies, r.unread = map[string]string{}, map[string]int{}
		r.yield = yield
		r.codec = codec{file: &r.file, currencies: r.currencies, at: r.at}
		r.ordinal = map[string]int{}
		if err := r.root(); err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// Only yields the records of one type, such as *Document, and passes over the others.
func Only[T Record](records iter.Seq2[Record, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r, err := range records {
			if err != nil {
				yield(*new(T), err)
				return
			}
			if t, ok := r.(T); ok && !yield(t, nil) {
				return
			}
		}
	}
}

// Unread returns what was passed over so far, as the types do not know it and it belongs to no record. The path
// "damaged letters" stands for bytes that no text can have: each is a blank or U+FFFD in the records.
func (r *Reader) Unread() []Unread {
	var out []Unread
	if r.s != nil && r.s.in.damaged > 0 {
		out = append(out, Unread{"damaged letters", r.s.in.damaged})
	}
	for _, path := range r.paths {
		out = append(out, Unread{path, r.unread[path]})
	}
	return out
}

// Offset returns how many bytes of the file were read so far, for those who show progress.
func (r *Reader) Offset() int64 {
	if r.s == nil {
		return 0
	}
	return r.s.offset()
}

func (r *Reader) pass(path string) {
	const most = 1000 // different paths
	if r.unread[path] == 0 {
		if len(r.paths) == most {
			path = "…"
		}
		if r.unread[path] == 0 {
			r.paths = append(r.paths, path)
		}
	}
	r.unread[path]++
}

// root reads the file.
func (r *Reader) root() error {
	var start xml.StartElement
	for {
		token, err := r.s.next()
		if errors.Is(err, io.EOF) {
			return r.s.refuse(order.Textf("the file is empty"))
		}
		if err != nil {
			return err
		}
		if text, ok := token.(xml.CharData); ok && !blank(text) {
			return r.s.refuse(order.Textf("there is text before the root element"))
		}
		if e, ok := token.(xml.StartElement); ok {
			start = e
			break
		}
	}
	name := start.Name.Local
	if _, ok := parts[name]; name != rootName && !ok {
		return r.s.refuse(order.Textf("the root element is %q, want %q: this is no CommerceML, or another encoding than it declares", short(name), rootName))
	}
	if err := r.begin(start); err != nil {
		return err
	}
	read := r.part
	if name == rootName {
		read = func(xml.StartElement) error { return r.children(r.part) }
	}
	if err := read(start); err != nil {
		return err
	}
	for {
		token, err := r.s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if text, ok := token.(xml.CharData); !ok || !blank(text) {
			return r.s.refuse(order.Textf("there is more behind the end of the root element"))
		}
	}
}

// begin yields the File.
func (r *Reader) begin(start xml.StartElement) error {
	r.file = File{Encoding: UTF8, BOM: r.s.in.bom}
	if r.s.in.ansi {
		r.file.Encoding = Windows1251
	}
	for _, a := range start.Attr {
		if a.Name.Local == "xmlns" && a.Name.Space == "" || a.Name.Space == "xmlns" && a.Name.Local == start.Name.Space {
			r.file.Namespace = a.Value
		}
	}
	if start.Name.Local != rootName {
		return r.give(new(r.file))
	}
	r.start, r.path = r.s.offset(), "/"+rootName
	r.header.reset(start)
	r.decode(&r.header, &r.file)
	return r.give(new(r.file))
}

// at returns where the element is that is decoded.
func (r *Reader) at() (offset int64, path string) {
	if r.path != "" {
		return r.start, r.path
	}
	return r.start, strings.TrimSuffix(r.s.path(), "/") + "/" + r.s.numbered(r.record.nodes[0].name)
}

func (r *Reader) give(rec Record) error {
	if !r.yield(rec, nil) {
		return errStopped
	}
	return nil
}

// decode reads a record from a tree.
func (r *Reader) decode(t *tree, rec Record) {
	r.codec.t, r.codec.problem, r.codec.currency = t, nil, ""
	r.codec.path = r.codec.path[:0]
	r.codec.within(0, step{name: t.nodes[0].name}, func() { rec.code(&r.codec) })
	if r.codec.problem != nil {
		*rec.trouble() = r.codec.problem
	}
}

// children runs read for each child of the element that began last, to its end.
func (r *Reader) children(read func(xml.StartElement) error) error {
	level := len(r.s.open)
	for {
		token, err := r.s.next()
		if err != nil {
			return half(err, r.s)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := read(token); err != nil {
				return err
			}
		case xml.EndElement:
			if len(r.s.open) < level {
				return nil
			}
		case xml.CharData:
			if !blank(token) {
				r.pass(r.s.path() + "/text()")
			}
		}
	}
}

// passOver reads an element that no type knows.
func (r *Reader) passOver() error {
	r.pass(r.s.path())
	return r.s.skip()
}

// part reads a child of the root: records, or a list of them with a header.
func (r *Reader) part(start xml.StartElement) error {
	p, ok := parts[start.Name.Local]
	if !ok {
		return r.passOver()
	}
	switch {
	case p.record != nil:
		return r.read(start, p.record())
	case p.header == nil:
		r.wrapperAttrs(start)
		if start.Name.Local == containerName {
			r.containers++
			r.container = r.containers
			defer func() { r.container = 0 }()
		}
		return r.children(func(child xml.StartElement) error { return r.list(p, child) })
	}
	return r.headed(p, start)
}

// headed reads a part that begins with a header. What is in the header may also come after the records.
func (r *Reader) headed(p part, start xml.StartElement) error {
	path, offset := r.s.path(), r.s.offset()
	r.header.reset(start)
	told, added := false, true
	tell := func() error {
		if !added {
			return nil
		}
		r.start, r.path = offset, path
		h := p.header(told)
		r.decode(&r.header, h)
		r.header.reset(xml.StartElement{Name: start.Name})
		told, added = true, false
		return r.give(h)
	}
	r.codec.delta = start.Name.Local == deltaName
	err := r.children(func(child xml.StartElement) error {
		if _, ok := p.lists[child.Name.Local]; ok {
			if err := tell(); err != nil {
				return err
			}
			return r.list(p, child)
		}
		if i := p.item(child.Name.Local); i != nil {
			if err := tell(); err != nil {
				return err
			}
			return r.read(child, i())
		}
		const most = 20_000 // elements of a header; what is larger is a list that no type knows
		path := r.s.path()
		kept, err := r.header.child(r.s, child, most)
		if added = added || kept; !kept && err == nil {
			r.pass(path)
		}
		return err
	})
	if err != nil {
		return err
	}
	return tell()
}

// list reads a list of records, or a record that stands in no list.
func (r *Reader) list(p part, start xml.StartElement) error {
	if i := p.item(start.Name.Local); i != nil {
		return r.read(start, i())
	}
	l, ok := p.lists[start.Name.Local]
	if !ok && p.lists == nil && p.any != nil {
		l, ok = *p.any, true
	}
	if !ok {
		return r.passOver()
	}
	r.wrapperAttrs(start)
	return r.children(func(child xml.StartElement) error {
		if child.Name.Local != l.item && child.Name.Local != l.alias {
			return r.passOver()
		}
		return r.read(child, l.record())
	})
}

// wrapperAttrs counts the attributes of an element that has no type.
func (r *Reader) wrapperAttrs(start xml.StartElement) {
	for _, a := range start.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			r.pass(r.s.path() + "/@" + a.Name.Local)
		}
	}
}

// read reads a record that has begun, and yields it.
func (r *Reader) read(start xml.StartElement, rec Record) error {
	name := start.Name.Local
	r.ordinal[name]++
	r.s.number, r.s.level = r.ordinal[name], len(r.s.open)
	defer func() { r.s.level = 0 }()
	r.start, r.path = r.s.offset(), ""
	r.record.reset(start)
	if err := r.record.content(r.s, 0, unlimited); err != nil {
		return err
	}
	switch rec := rec.(type) {
	case *Document:
		rec.Container = r.container
	case *Choice:
		rec.List = listName(r.s.open[len(r.s.open)-1].Local)
	}
	r.decode(&r.record, rec)
	if t, ok := rec.(*PriceType); ok && t.Currency != "" {
		r.remember(t)
	}
	return r.give(rec)
}

// remember keeps the currency of a price type, for prices that have none.
func (r *Reader) remember(t *PriceType) {
	const most = 10_000
	if len(r.currencies) < most {
		r.currencies[t.ID] = t.Currency
	}
}
