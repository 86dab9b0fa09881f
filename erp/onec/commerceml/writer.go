package commerceml

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo"
)

// Writer writes a CommerceML file record by record. It takes what a Reader yields, so that a file can be copied:
//
//	w := commerceml.NewWriter(out, commerceml.File{Version: "2.05", Made: "2026-11-03T10:15:00"})
//	err := w.Write(&commerceml.Document{...})
//	err = w.Close()
//
// Goods follow their Catalog, offers their Package, groups and the like their Classifier, and parties their Parties.
// Elements are written in the order of the schema, and those that 1C-Bitrix has besides where it writes them; but
// Catalog.Description stands before the goods. Letters that the encoding lacks are written as references, and control
// characters that XML cannot hold are left out.
type Writer struct {
	file   File
	w      *bufio.Writer
	codec  codec
	open   []string
	tag    bool     // the start tag of the last element is not closed yet
	attrs  []string // in that tag
	leaf   bool     // the last element has no elements so far
	part   string
	list   string
	number int // of the container that is open
	err    error
	closed bool
}

// NewWriter returns a writer of a file that begins as f says.
func NewWriter(w io.Writer, f File) *Writer {
	out := &Writer{file: f, w: bufio.NewWriter(w)}
	out.codec = codec{file: &out.file, w: out}
	return out
}

// unwritable makes the error of what cannot be written.
func unwritable(rec Record, format string, args ...any) error {
	return &ordo.Error{System: "commerceml", Class: ordo.Invalid, Op: strings.TrimPrefix(fmt.Sprintf("%T", rec), "*commerceml."), Text: fmt.Sprintf(format, args...)}
}

// Write writes a record. The first error is returned by every call that follows.
func (w *Writer) Write(rec Record) error {
	if w.closed && w.err == nil {
		w.err = errors.New("commerceml: the Writer is closed")
	}
	if w.err == nil {
		w.start()
		w.write(rec)
	}
	return w.err
}

// Close ends the file. One without records has a root element all the same, as 1C refuses an empty answer.
func (w *Writer) Close() error {
	if w.closed || w.err != nil {
		return w.err
	}
	w.start()
	for len(w.open) > 0 {
		w.end()
	}
	w.raw("\n")
	w.closed = true
	if err := w.w.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}

// start writes the beginning of the file, once.
func (w *Writer) start() {
	if len(w.open) > 0 {
		return
	}
	switch w.file.Encoding {
	case "":
		w.file.Encoding = UTF8
	case UTF8, Windows1251:
	default:
		w.fail(unwritable(&w.file, "the encoding %q is not written; want UTF-8 or windows-1251", string(w.file.Encoding)))
		return
	}
	if w.file.BOM && w.file.Encoding == UTF8 {
		w.raw(string(mark))
	}
	w.raw(`<?xml version="1.0" encoding="` + string(w.file.Encoding) + `"?>`)
	w.begin(rootName)
	w.attr("xmlns", w.file.Namespace)
	w.codec.path = append(w.codec.path[:0], step{name: rootName})
	w.file.code(&w.codec)
}

func (w *Writer) write(rec Record) {
	switch r := rec.(type) {
	case *File:
		if *r.trouble() == nil && len(w.open) == 1 && w.part == "" {
			return // a copy begins with what NewWriter was given
		}
		w.fail(unwritable(rec, "a file begins once"))
	case *Classifier:
		w.header("Классификатор", r.Tail, rec)
	case *Catalog:
		w.header("Каталог", r.Tail, rec)
	case *Package:
		name := "ПакетПредложений"
		if r.Delta {
			name = deltaName
		}
		w.codec.delta = r.Delta
		w.header(name, r.Tail, rec)
	case *Parties:
		w.header("Контрагенты", false, rec)
	case *Document:
		w.document(r)
	case *Choice:
		if !isName(r.List) {
			w.fail(unwritable(rec, "the list %q has no name that an element can have", short(r.List)))
			return
		}
		w.into("Справочник")
		w.item(r.List, "Элемент", rec)
	case *Party:
		if w.part != "Контрагенты" {
			w.misplaced(rec)
			return
		}
		w.element("Контрагент", rec)
	default:
		w.listed(rec)
	}
}

// listed writes a record into a list of the part that is open.
func (w *Writer) listed(rec Record) {
	for name, l := range parts[w.part].lists {
		if fmt.Sprintf("%T", l.record()) == fmt.Sprintf("%T", rec) {
			w.item(name, l.item, rec)
			return
		}
	}
	w.misplaced(rec)
}

func (w *Writer) misplaced(rec Record) {
	w.fail(unwritable(rec, "a record follows the header of its part: Classifier, Catalog, Package or Parties"))
}

// header begins a part of the file, or goes on with it.
func (w *Writer) header(name string, tail bool, rec Record) {
	if tail && w.part != name {
		w.misplaced(rec)
		return
	}
	if tail {
		w.leave(2)
	} else {
		w.leave(1)
		w.begin(name)
		w.part = name
	}
	w.codec.path = append(w.codec.path[:0], step{name: name})
	rec.code(&w.codec)
	w.elements(*w.codec.keep)
}

// into begins a part without a header, unless it is open.
func (w *Writer) into(name string) {
	if w.part != name {
		w.leave(1)
		w.begin(name)
		w.part = name
	}
}

// item writes a record into a list of the part that is open.
func (w *Writer) item(list, item string, rec Record) {
	if w.list != list {
		w.leave(2)
		w.begin(list)
		w.list = list
	}
	w.element(item, rec)
}

// document writes a document, within a container if it has one.
func (w *Writer) document(d *Document) {
	if d.Container == 0 || d.Container != w.number || w.part != containerName {
		w.leave(1)
		if d.Container != 0 {
			w.begin(containerName)
			w.part, w.number = containerName, d.Container
		}
	}
	w.element("Документ", d)
}

func (w *Writer) element(name string, rec Record) {
	w.codec.path, w.codec.currency = w.codec.path[:0], ""
	w.codec.within(0, step{name: name}, func() { rec.code(&w.codec) })
}

// leave ends elements until n are open.
func (w *Writer) leave(n int) {
	for len(w.open) > n {
		w.end()
	}
	w.list = ""
	if n == 1 {
		w.part = ""
	}
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// begin begins an element.
func (w *Writer) begin(name string) {
	w.closeTag()
	w.line()
	w.raw("<")
	w.name(name)
	w.open = append(w.open, name)
	w.tag, w.leaf, w.attrs = true, true, w.attrs[:0]
}

// end ends the element that began last. One that has nothing is written short.
func (w *Writer) end() {
	name := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	if w.tag {
		w.raw("/>")
		w.tag, w.leaf = false, false
		return
	}
	if !w.leaf {
		w.line()
	}
	w.raw("</")
	w.name(name)
	w.raw(">")
	w.leaf = false
}

func (w *Writer) closeTag() {
	if w.tag {
		w.raw(">")
		w.tag = false
	}
}

// line begins a line, as deep as elements are open.
func (w *Writer) line() {
	w.raw("\n")
	for range len(w.open) {
		w.raw("\t")
	}
}

// attr writes an attribute of the element that began last, if it has a value.
func (w *Writer) attr(name, value string) {
	if value == "" {
		return
	}
	if !w.tag {
		w.fail(unwritable(&w.file, "the attribute %q comes too late", name))
		return
	}
	if slices.Contains(w.attrs, name) {
		w.fail(unwritable(&w.file, "two attributes have the name %q", name))
		return
	}
	w.attrs = append(w.attrs, name)
	w.raw(" ")
	w.name(name)
	w.raw(`="`)
	w.escaped(value, true)
	w.raw(`"`)
}

// text writes the text of the element that began last.
func (w *Writer) text(s string) {
	if s != "" {
		w.closeTag()
		w.escaped(s, false)
	}
}

// value writes an element with a text, if it has one. One that stands in keep with this text and attributes is written
// from there.
func (w *Writer) value(name, s string, keep *[]Element) {
	if s == "" {
		return
	}
	if keep != nil {
		for _, e := range *keep {
			if e.Name == name && e.Text == s && len(e.Attrs) > 0 {
				return
			}
		}
	}
	w.begin(name)
	w.text(s)
	w.end()
}

// elements writes what a type does not know.
func (w *Writer) elements(es []Element) {
	for _, e := range es {
		if e.Name == "" {
			w.text(e.Text) // its attributes are written
			continue
		}
		w.begin(e.Name)
		for _, a := range e.Attrs {
			w.attr(a.Name, a.Value)
		}
		w.text(e.Text)
		w.elements(e.Children)
		w.end()
	}
}

// name writes the name of an element or attribute.
func (w *Writer) name(s string) {
	if !isName(s) {
		w.fail(unwritable(&w.file, "%q is not the name of an element or attribute", short(s)))
		return
	}
	if w.file.Encoding != Windows1251 {
		w.raw(s)
		return
	}
	for _, r := range s {
		b, ok := charmap.Windows1251.EncodeRune(r)
		if !ok {
			w.fail(unwritable(&w.file, "the name %q cannot be written in windows-1251", s))
			return
		}
		w.byte(b)
	}
}

func (w *Writer) raw(s string) {
	if _, err := w.w.WriteString(s); err != nil {
		w.fail(err)
	}
}

func (w *Writer) byte(b byte) {
	if err := w.w.WriteByte(b); err != nil {
		w.fail(err)
	}
}
