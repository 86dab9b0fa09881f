package bxrest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// How much of a form is read.
const (
	mostFields = 10_000
	mostDepth  = 16
)

// branch is a value of a form with PHP's brackets: a text, or more branches by name, in the order as written.
type branch struct {
	text  string
	names []string
	below map[string]*branch
	free  int // the name that [] gets
}

// parseForm reads a form as PHP does: a[b][c]=v is an object within an object, a[]=v a list.
func parseForm(form string) (*branch, error) {
	top := &branch{below: map[string]*branch{}}
	n := 0
	for pair := range strings.SplitSeq(form, "&") {
		if pair == "" {
			continue
		}
		if n++; n > mostFields {
			return nil, errors.New("the form has too many fields")
		}
		key, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if err != nil {
			return nil, err
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return nil, err
		}
		if err := top.put(path(name), value); err != nil {
			return nil, err
		}
	}
	return top, nil
}

// path splits a name: a[b][c] is a, b, c. What is not well formed is one name.
func path(name string) []string {
	i := strings.IndexByte(name, '[')
	if i <= 0 || !strings.HasSuffix(name, "]") {
		return []string{name}
	}
	return append([]string{name[:i]}, strings.Split(name[i+1:len(name)-1], "][")...)
}

// put sets a value; a later one wins, as in PHP.
func (b *branch) put(path []string, value string) error {
	if len(path) > mostDepth {
		return fmt.Errorf("the form is nested more than %d deep", mostDepth)
	}
	for _, name := range path {
		if b.below == nil {
			b.below = map[string]*branch{}
		}
		if name == "" {
			name = strconv.Itoa(b.free)
		}
		if n, err := strconv.Atoi(name); err == nil && n >= b.free && n < mostFields {
			b.free = n + 1
		}
		next := b.below[name]
		if next == nil {
			next = &branch{}
			b.below[name] = next
			b.names = append(b.names, name)
		}
		b = next
	}
	b.text, b.below, b.names = value, nil, nil
	return nil
}

// MarshalJSON implements json.Marshaler: a branch whose names are 0, 1, 2… is a list.
func (b *branch) MarshalJSON() ([]byte, error) {
	if b.below == nil {
		return json.Marshal(b.text)
	}
	list := len(b.names) > 0
	for i, name := range b.names {
		list = list && name == strconv.Itoa(i)
	}
	out := []byte{'{'}
	if list {
		out[0] = '['
	}
	for i, name := range b.names {
		if i > 0 {
			out = append(out, ',')
		}
		if !list {
			key, _ := json.Marshal(name) // a text can be written
			out = append(append(out, key...), ':')
		}
		value, err := b.below[name].MarshalJSON()
		if err != nil {
			return nil, err
		}
		out = append(out, value...)
	}
	if list {
		return append(out, ']'), nil
	}
	return append(out, '}'), nil
}

// mostVariables is how many variables PHP reads of one command (max_input_vars), with room for our own.
const mostVariables = 900

// query writes parameters as PHP's query. ok is false for what it cannot express: null, a boolean, an empty list or
// object, a text that a batch would take for a reference, or more than PHP reads. Names of the commands that it refers
// to are looked up by wire.
func query(params json.RawMessage, wire func(Ref) (string, error)) (q string, ok bool, err error) {
	var v any
	d := json.NewDecoder(strings.NewReader(string(params)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return "", false, err
	}
	var pairs []string
	ok = true
	var walk func(name string, v any)
	put := func(name, value string) { pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(value)) }
	walk = func(name string, v any) {
		switch v := v.(type) {
		case nil, bool: // there is no form of a boolean that all methods read
			ok = false
		case json.Number:
			put(name, v.String())
		case string:
			ok = ok && !looksLikeReference(v)
			put(name, v)
		case []any:
			ok = ok && len(v) > 0
			for i, one := range v {
				walk(name+"["+strconv.Itoa(i)+"]", one)
			}
		case map[string]any:
			if ref, is := asRef(v); is {
				text, e := wire(ref)
				if e != nil {
					err = e
				}
				put(name, text)
				return
			}
			ok = ok && (len(v) > 0 || name == "")
			for _, key := range sortedKeys(v) {
				if strings.ContainsAny(key, "[]") || key == "" {
					ok = false
					continue
				}
				if name == "" {
					walk(key, v[key])
				} else {
					walk(name+"["+key+"]", v[key])
				}
			}
		}
	}
	walk("", v)
	return strings.Join(pairs, "&"), ok && len(pairs) <= mostVariables, err
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// looksLikeReference reports whether a batch would put something else in the place of a part of a text.
func looksLikeReference(text string) bool {
	for _, word := range []string{"result", "error", "time", "total", "next"} {
		if strings.Contains(text, "$"+word) {
			return true
		}
	}
	return false
}
