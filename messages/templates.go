package messages

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// Template is what a message says, in one language: templates of package text/template over [Values].
type Template struct {
	Subject string
	Text    string
	Short   string // of an SMS; empty: the Subject
}

// Templates are what messages say. The zero value has a template for every occasion of an order, in every language of
// package texts; With adds others or replaces them.
type Templates struct{ own map[key]Template }

type key struct {
	name     string
	language texts.Language
}

// With returns templates with one more, or another one. A language that has no template of a name uses the English one.
func (t Templates) With(name string, l texts.Language, x Template) Templates {
	own := maps.Clone(t.own)
	if own == nil {
		own = map[key]Template{}
	}
	own[key{name, l}] = x
	return Templates{own}
}

// find returns a template.
func (t Templates) find(name string, l texts.Language) (Template, bool) {
	for _, k := range []key{{name, l}, {name, texts.English}} {
		if x, has := t.own[k]; has {
			return x, true
		}
		if x, has := builtIn[k]; has {
			return x, true
		}
	}
	return Template{}, false
}

// Data is what a message is about.
type Data struct {
	Order    order.View
	Shipment int            // 0: no single one
	Block    int            // return block; 0: none
	Receipt  order.Document // zero: none
	Notice   string         // the words of a notice to people
	Link     string         // the page where the buyer sees the state of the order
}

// Rendered is what a template made.
type Rendered struct {
	Subject string // one line
	Text    string
}

// Check returns an error of class ordo.Invalid if there is no template of a name in a language, nor in English, or if
// it cannot be filled in.
func (t Templates) Check(name string, l texts.Language) error {
	for _, kind := range []Kind{KindEmail, KindSMS} {
		if _, err := t.Render(name, l, kind, Data{}); err != nil {
			return err
		}
	}
	return nil
}

// Render fills in a template: the Short one for KindSMS. What came from outside, such as names of goods, is put on one
// line each, so that nobody can add lines to a subject.
func (t Templates) Render(name string, l texts.Language, kind Kind, d Data) (Rendered, error) {
	x, has := t.find(name, l)
	if !has {
		return Rendered{}, &ordo.Error{Op: "message", Class: ordo.Invalid, Text: fmt.Sprintf("the template %q is not known; known are %v", name, t.names())}
	}
	v := valuesOf(d, l)
	subject, err := fill(name+".Subject", x.Subject, v)
	if err != nil {
		return Rendered{}, err
	}
	r := Rendered{Subject: oneLine(subject)}
	switch {
	case kind != KindSMS:
		r.Text, err = fill(name+".Text", x.Text, v)
	case x.Short == "":
		r.Text = r.Subject
	default:
		r.Text, err = fill(name+".Short", x.Short, v)
	}
	r.Text = strings.TrimSpace(r.Text)
	if kind == KindSMS {
		r.Text = oneLine(r.Text)
	}
	return r, err
}

// names lists the templates that there are.
func (t Templates) names() []string {
	var out []string
	for _, ks := range []map[key]Template{t.own, builtIn} {
		for k := range ks {
			out = append(out, k.name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxText bounds what a template makes, in bytes.
const maxText = 1 << 20

// fill fills in one part of a template.
func fill(name, text string, v Values) (string, error) {
	wrong := func(err error) error {
		return &ordo.Error{Op: "message", Class: ordo.Invalid, Text: fmt.Sprintf("the template %s: %v", name, err), Err: err}
	}
	t, err := template.New(name).Option("missingkey=error").Parse(text)
	if err != nil {
		return "", wrong(err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return "", wrong(err)
	}
	if b.Len() > maxText {
		return "", wrong(fmt.Errorf("it makes %d bytes, at most %d are sent", b.Len(), maxText))
	}
	return b.String(), nil
}

// oneLine puts a text on one line, without characters that are none.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }), " ")
}
