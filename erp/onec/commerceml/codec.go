package commerceml

import (
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire"
)

// codec reads or writes one element. Each type says once, in its method code, which elements and attributes it has, in
// the order of the schema: they are written in that order, and read in any. What the type does not ask for goes to its
// Extra, and so does a value that cannot be read, which is also the Problem of the record.
type codec struct {
	file       *File
	currency   string            // of the document
	currencies map[string]string // of price types, by id
	delta      bool              // the package is one of changes
	path       []step            // the elements from the record down, for problems
	keep       *[]Element        // the Extra of the element at hand

	// reading
	t       *tree
	n       int32 // the element at hand
	near    int32 // the child that was asked for last
	at      func() (offset int64, path string)
	problem *FormatError

	// writing
	w *Writer
}

type step struct {
	name string
	n    int // from 1; 0 if it is the only one
}

type coded interface{ code(c *codec) }

func (c *codec) reading() bool { return c.w == nil }

// name returns the name of the element at hand.
func (c *codec) name() string { return c.path[len(c.path)-1].name }

// extra says where the type keeps what it does not know. It comes first in a method code.
func (c *codec) extra(keep *[]Element) {
	c.keep = keep
	if c.reading() {
		return
	}
	for _, e := range *keep {
		if e.Name == "" {
			for _, a := range e.Attrs {
				c.w.attr(a.Name, a.Value)
			}
		}
	}
}

// within runs code for an element: the node i when reading.
func (c *codec) within(i int32, s step, code func()) {
	n, near, keep := c.n, c.near, c.keep
	c.path = append(c.path, s)
	c.n, c.near, c.keep = i, 0, nil
	if c.reading() {
		c.t.nodes[i].claimed = true
		code()
		c.keepRest()
	} else {
		c.w.begin(s.name)
		code()
		if c.keep != nil {
			c.w.elements(*c.keep)
		}
		c.w.end()
	}
	c.path = c.path[:len(c.path)-1]
	c.n, c.near, c.keep = n, near, keep
}

// keepRest puts what was not read of the element at hand into the Extra of its type. Its own attributes and text are an
// Element without a name.
func (c *codec) keepRest() {
	if c.keep == nil {
		return
	}
	rest, more := c.t.left(c.n)
	c.t.nodes[c.n].whole = true
	if !more {
		return
	}
	if rest.Text != "" || rest.Attrs != nil {
		*c.keep = append(*c.keep, Element{Attrs: rest.Attrs, Text: rest.Text})
	}
	*c.keep = append(*c.keep, rest.Children...)
}

// find returns the next child of a name that is not read yet; 0 if there is none.
func (c *codec) find(name string) int32 {
	nodes := c.t.nodes
	for i := c.near; i != 0; i = nodes[i].next {
		if nodes[i].name == name && !nodes[i].claimed {
			c.near = i
			return i
		}
	}
	for i := nodes[c.n].first; i != 0 && i != c.near; i = nodes[i].next {
		if nodes[i].name == name && !nodes[i].claimed {
			c.near = i
			return i
		}
	}
	return 0
}

// value returns the text of the child of a name, and whether there is one that is not empty.
func (c *codec) value(name string) (*node, string) {
	i := c.find(name)
	if i == 0 {
		return nil, ""
	}
	n := &c.t.nodes[i]
	n.claimed = true
	return n, string(c.t.textOf(n))
}

// read marks the text of a node as read. That of a node with attributes stays, so that they are kept with it.
func (n *node) read() { n.told = n.attrsLeft() == nil }

// wrong makes a value that cannot be read a problem of the record.
func (c *codec) wrong(name, value string, why order.Text) {
	const most = 100
	if c.problem != nil && len(c.problem.More) == most {
		return
	}
	offset, path := c.at()
	var b strings.Builder
	b.WriteString(path)
	for _, s := range c.path[1:] {
		b.WriteString("/" + s.name)
		if s.n > 0 {
			b.WriteString("[" + strconv.Itoa(s.n) + "]")
		}
	}
	if name != "" {
		b.WriteString("/" + name)
	}
	e := &FormatError{Offset: offset, Path: b.String(), Value: short(value), Why: why}
	if c.problem == nil {
		c.problem = e
	} else {
		c.problem.More = append(c.problem.More, e)
	}
}

// scalar reads or writes an element with a text. parse turns the text into the value, or returns what would be right.
func scalar[T ~string](c *codec, name string, v *T, parse func(string) (T, order.Text)) {
	if !c.reading() {
		c.w.value(name, string(*v), c.keep)
		return
	}
	n, s := c.value(name)
	if n == nil {
		return
	}
	if s == "" {
		n.read()
		return
	}
	got, want := parse(s)
	if !want.IsZero() {
		c.wrong(name, s, want)
		return
	}
	*v = got
	n.read()
}

func text[T ~string](c *codec, name string, v *T) {
	if !c.reading() {
		c.w.value(name, string(*v), c.keep)
		return
	}
	if n, s := c.value(name); n != nil {
		*v = T(s)
		n.read()
	}
}

func flag(c *codec, name string, v *Flag) {
	scalar(c, name, v, func(s string) (Flag, order.Text) { return flagOf(s), order.Text{} })
}

func decimal(c *codec, name string, v *wire.Decimal) { scalar(c, name, v, toDecimal) }

func toDecimal(s string) (wire.Decimal, order.Text) {
	if d, ok := parseDecimal(s); ok {
		return d, order.Text{}
	}
	return "", order.Textf("want a number such as 2490 or 1618,5")
}

func sum(c *codec, name string, v *wire.Sum) {
	decimal(c, name, &v.Decimal)
	if c.reading() && v.Decimal != "" {
		v.Currency = c.currency
	}
}

func date(c *codec, name string, v *Date) {
	scalar(c, name, v, func(s string) (Date, order.Text) {
		if d, ok := parseDate(s); ok {
			return d, order.Text{}
		}
		return "", order.Textf("want a date such as 2026-11-03")
	})
}

func clock(c *codec, name string, v *string) {
	scalar(c, name, v, func(s string) (string, order.Text) {
		if t, ok := parseClock(s); ok {
			return t, order.Text{}
		}
		return "", order.Textf("want a time such as 10:02:41")
	})
}

func currency(c *codec, v *string) {
	scalar(c, "Валюта", v, func(s string) (string, order.Text) { return Currency(s), order.Text{} })
}

// content reads or writes the text of the element itself.
func content(c *codec, v *string) {
	if !c.reading() {
		c.w.text(*v)
		return
	}
	n := &c.t.nodes[c.n]
	*v, n.told = string(c.t.textOf(n)), true
}

// number reads the text of the element itself as a number.
func number(c *codec, v *wire.Decimal) {
	n := &c.t.nodes[c.n]
	s := string(c.t.textOf(n))
	if s == "" {
		return
	}
	d, want := toDecimal(s)
	if !want.IsZero() {
		c.wrong("", s, want)
		return
	}
	*v, n.told = d, true
}

// attr reads or writes an attribute of the element at hand. Attributes come first in a method code.
func attr[T ~string](c *codec, name string, v *T) {
	if !c.reading() {
		c.w.attr(name, string(*v))
		return
	}
	n := &c.t.nodes[c.n]
	for i, a := range n.attrs {
		if a.Name.Local == name && i < 63 {
			*v = T(strings.TrimSpace(a.Value))
			n.attrsTo |= 1 << i
			return
		}
	}
}

// normal turns a number that was read from an attribute into a decimal one.
func (c *codec) normal(name string, v *wire.Decimal) {
	if *v == "" {
		return
	}
	d, want := toDecimal(string(*v))
	if !want.IsZero() {
		c.wrong("@"+name, string(*v), want)
	}
	*v = d
}

// one reads or writes an element that may be missing.
func one[T any, P interface {
	*T
	coded
}](c *codec, name string, v **T) {
	if !c.reading() {
		if *v != nil {
			c.within(0, step{name: name}, func() { P(*v).code(c) })
		}
		return
	}
	if i := c.find(name); i != 0 {
		*v = new(T)
		c.within(i, step{name: name}, func() { P(*v).code(c) })
	}
}

// slice reads or writes a list of elements, within a wrapper or, if that is "", beside the others.
func slice[T any, P interface {
	*T
	coded
}](c *codec, wrapper, item string, v *[]T) {
	items(c, wrapper, item, v, func(x *T) { P(x).code(c) })
}

// items is slice for elements that say themselves what they have.
func items[T any](c *codec, wrapper, item string, v *[]T, code func(*T)) {
	if !c.reading() {
		c.writeAll(wrapper, item, len(*v), func(i int) { code(&(*v)[i]) })
		return
	}
	c.each(wrapper, item, func() {
		*v = append(*v, *new(T))
		code(&(*v)[len(*v)-1]) // in its place, as its Extra is filled when code has returned
	})
}

// texts reads or writes a list of texts.
func texts(c *codec, wrapper, item string, v *[]string) {
	if !c.reading() {
		c.writeAll(wrapper, item, len(*v), func(i int) { c.w.text((*v)[i]) })
		return
	}
	c.each(wrapper, item, func() {
		var s string
		content(c, &s)
		*v = append(*v, s)
	})
}

// each runs code for each element of a list that is read, in all wrappers of that name.
func (c *codec) each(wrapper, item string, code func()) {
	if wrapper == "" {
		for i, n := c.find(item), 1; i != 0; i, n = c.find(item), n+1 {
			c.within(i, step{item, n}, code)
		}
		return
	}
	for i := c.t.nodes[c.n].first; i != 0; i = c.t.nodes[i].next {
		if c.t.nodes[i].name == wrapper {
			c.within(i, step{name: wrapper}, func() { c.each("", item, code) })
		}
	}
}

// writeAll writes a list of n elements; nothing if there are none.
func (c *codec) writeAll(wrapper, item string, n int, code func(i int)) {
	if n == 0 {
		return
	}
	write := func() {
		for i := range n {
			c.within(0, step{name: item}, func() { code(i) })
		}
	}
	if wrapper == "" {
		write()
		return
	}
	c.within(0, step{name: wrapper}, write)
}
