package commerceml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"math"

	"github.com/ordo-sdk/ordo/order"
)

// tree is the element of one record. Its memory is used again for the next.
type tree struct {
	nodes []node
	text  []byte
}

// node is an element of a tree. Nodes are named by their place in tree.nodes; 0, the root, is nobody's child.
type node struct {
	name     string
	attrs    []xml.Attr
	from, to int // its text, in tree.text
	first    int32
	last     int32
	next     int32
	claimed  bool   // it is read, as far as the marks below say
	told     bool   // its text is read
	whole    bool   // all of it is read, or kept
	attrsTo  uint64 // a bit for each attribute that is read
}

// reset empties the tree, but for a root.
func (t *tree) reset(root xml.StartElement) {
	t.nodes = append(t.nodes[:0], node{name: root.Name.Local, attrs: root.Attr})
	t.text = t.text[:0]
}

// unlimited is for trees that have the Limits only.
const unlimited = math.MaxInt32

// errBig is that a tree has come to its own limit.
var errBig = errors.New("too big")

// child reads an element that has begun, as a child of the root, to its end. One with which the tree comes to have more
// than most elements is passed over: it reports false.
func (t *tree) child(s *scanner, start xml.StartElement, most int) (bool, error) {
	level, size, before := len(s.open), len(t.nodes), t.nodes[0]
	err := t.content(s, t.add(start, 0), most)
	if !errors.Is(err, errBig) {
		return err == nil, err
	}
	t.nodes = t.nodes[:size]
	t.nodes[0] = before
	t.nodes[before.last].next = 0
	return false, s.skipTo(level)
}

// content reads what is in an element that has begun, to its end. It stops with errBig at most elements.
func (t *tree) content(s *scanner, at int32, most int) error {
	level := len(s.open)
	var stack [64]int32 // of the elements that are open; most records need no more
	open := append(stack[:0], at)
	for {
		token, err := s.next()
		if err != nil {
			return half(err, s)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(t.nodes) >= most {
				return errBig
			}
			if len(t.nodes) >= s.limits.Nodes {
				return s.refuse(order.Textf("a record has more than %d elements", s.limits.Nodes))
			}
			open = append(open, t.add(token, open[len(open)-1]))
		case xml.EndElement:
			open = open[:len(open)-1]
			if len(s.open) < level {
				return nil
			}
		case xml.CharData:
			if n := &t.nodes[open[len(open)-1]]; n.first == 0 || !blank(token) {
				t.addText(n, token)
			}
			if len(t.text) > s.limits.Record {
				return s.refuse(order.Textf("a record has more than %d bytes", s.limits.Record))
			}
		}
	}
}

func (t *tree) add(start xml.StartElement, parent int32) int32 {
	i := int32(len(t.nodes)) // far below the limit of nodes
	t.nodes = append(t.nodes, node{name: start.Name.Local, attrs: start.Attr, from: len(t.text), to: len(t.text)})
	p := &t.nodes[parent]
	if p.last == 0 {
		p.first = i
	} else {
		t.nodes[p.last].next = i
	}
	p.last = i
	return i
}

func (t *tree) addText(n *node, text []byte) {
	if n.to != len(t.text) { // another text came between
		from := len(t.text)
		t.text = append(t.text, t.text[n.from:n.to]...)
		n.from = from
	}
	t.text = append(t.text, text...)
	n.to = len(t.text)
}

// textOf returns the text of a node without the blanks around it.
func (t *tree) textOf(n *node) []byte { return bytes.TrimSpace(t.text[n.from:n.to]) }

// left returns what was not read of a node, and whether there is anything.
func (t *tree) left(i int32) (Element, bool) {
	n := &t.nodes[i]
	if n.whole {
		return Element{}, false
	}
	e := Element{Name: n.name, Attrs: n.attrsLeft()}
	if !n.told {
		e.Text = string(t.textOf(n))
	}
	for c := n.first; c != 0; c = t.nodes[c].next {
		if child, more := t.left(c); more {
			e.Children = append(e.Children, child)
		}
	}
	return e, !n.claimed || e.Text != "" || e.Attrs != nil || e.Children != nil
}

// attrsLeft returns the attributes that were not read. Declarations of XML are none.
func (n *node) attrsLeft() (out []Attr) {
	for i, a := range n.attrs {
		if n.attrsTo&(1<<min(i, 63)) != 0 || a.Name.Space == "xmlns" || a.Name.Space == "xsi" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		out = append(out, Attr{Name: a.Name.Local, Value: a.Value})
	}
	return out
}
