package russianpost

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The namespaces of tracking. Prefixes vary from answer to answer.
const (
	spaceSOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
	spaceSOAP12 = "http://www.w3.org/2003/05/soap-envelope"
	spaceOper   = "http://russianpost.org/operationhistory"
	spaceData   = "http://russianpost.org/operationhistory/data"
	spaceCOD    = "http://www.russianpost.org/RTM/DataExchangeESPP/Data"
	spacePos    = "http://fclient.russianpost.org/postserver"
	spaceFcl    = "http://fclient.russianpost.org"
	spaceXSI    = "http://www.w3.org/2001/XMLSchema-instance"
)

// known reports whether an element of a namespace is named without it. Some elements are in none.
func known(space string) bool {
	switch space {
	case "", spaceSOAP11, spaceSOAP12, spaceOper, spaceData, spaceCOD, spacePos, spaceFcl:
		return true
	}
	return false
}

const (
	deepest      = 30      // elements in each other
	mostElements = 2 << 20 // of an answer
)

// envelope is an answer of SOAP 1.1 or 1.2, as JSON: an element is an object of its attributes and elements, or its
// text where it has neither; elements of one name are a list. So unknown ones are kept as they are in answers of
// Otpravka, and one element for a list is read like a list.
type envelope struct {
	name string          // of the element in the body, without namespace
	body json.RawMessage // what is in it
	soap bool            // it is an envelope at all
}

// element is one element while it is read.
type element struct {
	name   string
	fields []member
	text   strings.Builder
	null   bool
}

type member struct {
	name string
	raw  json.RawMessage
}

// json returns what an element holds.
func (e *element) json() json.RawMessage {
	text := strings.TrimSpace(e.text.String())
	if e.null {
		return json.RawMessage("null")
	}
	quoted, _ := json.Marshal(text) // a text can be written
	if len(e.fields) == 0 {
		return quoted
	}
	if text != "" {
		e.fields = append(e.fields, member{"#text", quoted})
	}
	var order []string
	all := map[string][]json.RawMessage{}
	for _, m := range e.fields {
		if all[m.name] == nil {
			order = append(order, m.name)
		}
		all[m.name] = append(all[m.name], m.raw)
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range order {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(name)
		b.Write(key)
		b.WriteByte(':')
		if list := all[name]; len(list) == 1 {
			b.Write(list[0])
		} else {
			b.WriteByte('[')
			b.Write(bytes.Join(rawBytes(list), []byte(",")))
			b.WriteByte(']')
		}
	}
	b.WriteByte('}')
	return b.Bytes()
}

func rawBytes(list []json.RawMessage) [][]byte {
	out := make([][]byte, len(list))
	for i, raw := range list {
		out[i] = raw
	}
	return out
}

// local returns the name of an element or an attribute: with its namespace only where that is a foreign one.
func local(n xml.Name) string {
	if known(n.Space) {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

// parseEnvelope reads an answer. It is bounded in depth and number of elements, and knows no entities but those of XML.
func parseEnvelope(b []byte) (envelope, error) {
	var out envelope
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the answer is in %.20q, not in UTF-8", charset)
	}
	var path []*element
	for n := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if n++; n > mostElements || len(path) >= deepest {
				return out, errors.New("the answer has too many elements")
			}
			if len(path) == 0 {
				if t.Name.Local != "Envelope" || t.Name.Space != spaceSOAP11 && t.Name.Space != spaceSOAP12 {
					return out, fmt.Errorf("the answer is <%.40s>, no SOAP envelope", t.Name.Local)
				}
				out.soap = true
			}
			path = append(path, begin(t))
		case xml.CharData:
			if len(path) > 0 {
				path[len(path)-1].text.Write(t)
			}
		case xml.EndElement:
			last := path[len(path)-1]
			path = path[:len(path)-1]
			switch {
			case len(path) == 2 && path[1].name == "Body":
				if out.name != "" {
					return out, errors.New("the body of the answer has more than one element")
				}
				out.name, out.body = last.name, last.json()
			case len(path) > 2:
				up := path[len(path)-1]
				up.fields = append(up.fields, member{last.name, last.json()})
			}
		}
	}
	if out.name == "" {
		return out, errors.New("the answer has no body")
	}
	return out, nil
}

// begin makes an element with its attributes.
func begin(t xml.StartElement) *element {
	e := &element{name: local(t.Name)}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns", a.Name.Space == "" && a.Name.Local == "xmlns":
		case a.Name.Space == spaceXSI && a.Name.Local == "nil":
			e.null = a.Value == "true" || a.Value == "1"
		default:
			quoted, _ := json.Marshal(a.Value)
			e.fields = append(e.fields, member{local(a.Name), quoted})
		}
	}
	return e
}

// escape writes a text into XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return b.String()
}
