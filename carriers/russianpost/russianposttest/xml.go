package russianposttest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The namespaces of both services.
const (
	soap11  = "http://schemas.xmlsoap.org/soap/envelope/"
	soap12  = "http://www.w3.org/2003/05/soap-envelope"
	history = "http://russianpost.org/operationhistory"
	data    = "http://russianpost.org/operationhistory/data"
	espp    = "http://www.russianpost.org/RTM/DataExchangeESPP/Data"
	server  = "http://fclient.russianpost.org/postserver"
	fclient = "http://fclient.russianpost.org"
)

// prefixes are those of the vendor's answers.
var prefixes = map[string]string{soap11: "S", soap12: "S", history: "ns7", data: "ns3", espp: "ns6", server: "ns2", fclient: "ns3"}

// node is an element.
type node struct {
	space, name string
	attrs       []xml.Attr
	text        string
	kids        []*node
}

// el is an element with others in it.
func el(space, name string, kids ...*node) *node {
	n := &node{space: space, name: name}
	for _, k := range kids {
		if k != nil {
			n.kids = append(n.kids, k)
		}
	}
	return n
}

// leaf is an element with a text.
func leaf(space, name string, text any) *node {
	return &node{space: space, name: name, text: fmt.Sprint(text)}
}

// with adds attributes, as pairs of a name and a value.
func (n *node) with(pairs ...string) *node {
	for i := 1; i < len(pairs); i += 2 {
		n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: pairs[i-1]}, Value: pairs[i]})
	}
	return n
}

// kid is the only element of that name; nil if there is none or another one too.
func (n *node) kid(space, name string) (one *node) {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.space == space && k.name == name {
			if one != nil {
				return nil
			}
			one = k
		}
	}
	return one
}

// value is the text of the only element of that name.
func (n *node) value(space, name string) string {
	if k := n.kid(space, name); k != nil {
		return strings.TrimSpace(k.text)
	}
	return ""
}

// attr is an attribute without a namespace.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// only reports whether nothing but these elements and attributes is there, each given as namespace and name. Elements
// of the vendor's schemas stand in an order; the fake takes any, as the vendor's server does.
func (n *node) only(attrs string, elements ...[2]string) bool {
	for _, a := range n.attrs {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || strings.HasPrefix(a.Name.Space, "http://") {
			continue // a declaration, or one of SOAP
		}
		if !strings.Contains(" "+attrs+" ", " "+a.Name.Local+" ") {
			return false
		}
	}
	for _, k := range n.kids {
		known := false
		for _, e := range elements {
			known = known || k.space == e[0] && k.name == e[1]
		}
		if !known {
			return false
		}
	}
	return true
}

// parse reads a document.
func parse(body []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var root *node
	var open []*node
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && root != nil && len(open) == 0 {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: t.Attr}
			switch {
			case len(open) > 64:
				return nil, errors.New("the document is too deep")
			case len(open) > 0:
				up := open[len(open)-1]
				up.kids = append(up.kids, n)
			case root != nil:
				return nil, errors.New("the document has two roots")
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
}

// print writes a document as the vendor does: all namespaces at the top, or where they are first needed. In the other
// way, which means the same, each element says its namespace without a prefix.
func (n *node) print(other bool) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0' encoding='UTF-8'?>")
	if other {
		n.plain(&b, "")
	} else {
		n.prefixed(&b, map[string]bool{})
	}
	return b.Bytes()
}

func (n *node) prefixed(b *bytes.Buffer, known map[string]bool) {
	name := n.name
	if n.space != "" {
		name = prefixes[n.space] + ":" + n.name
	}
	b.WriteString("<" + name)
	inner := map[string]bool{}
	for k := range known {
		inner[k] = true
	}
	declare := func(space string) {
		if space != "" && !inner[space] {
			inner[space] = true
			fmt.Fprintf(b, ` xmlns:%s="%s"`, prefixes[space], space)
		}
	}
	if declare(n.space); n.space == server || n.space == history {
		declare(map[string]string{server: fclient, history: data}[n.space])
	}
	n.rest(b, name, func(k *node) { k.prefixed(b, inner) })
}

func (n *node) plain(b *bytes.Buffer, around string) {
	b.WriteString("<" + n.name)
	if n.space != around {
		fmt.Fprintf(b, ` xmlns="%s"`, n.space)
	}
	n.rest(b, n.name, func(k *node) { k.plain(b, n.space) })
}

func (n *node) rest(b *bytes.Buffer, name string, kid func(*node)) {
	for _, a := range n.attrs {
		fmt.Fprintf(b, ` %s="`, a.Name.Local)
		_ = xml.EscapeText(b, []byte(a.Value)) // a buffer takes everything
		b.WriteString(`"`)
	}
	if n.text == "" && len(n.kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">")
	_ = xml.EscapeText(b, []byte(n.text))
	for _, k := range n.kids {
		kid(k)
	}
	b.WriteString("</" + name + ">")
}
