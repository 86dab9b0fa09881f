package onectest

import (
	"bytes"
	"strconv"
)

// detail is how much an answer in JSON says of its metadata.
type detail uint8

const (
	minimal detail = iota
	none
	full
)

// jsonWriter writes members in their order.
type jsonWriter struct {
	bytes.Buffer
	noise bool
}

func (w *jsonWriter) object(ms []member) {
	w.WriteByte('{')
	for i, m := range ms {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(quote(m.name))
		w.WriteByte(':')
		w.value(m.val)
	}
	w.WriteByte('}')
}

// value writes a value. What is Int64 comes as a text.
func (w *jsonWriter) value(v any) {
	switch v := v.(type) {
	case nil:
		w.WriteString("null")
	case string:
		w.WriteString(quote(v))
	case bool:
		w.WriteString(strconv.FormatBool(v))
	case float64:
		w.WriteString(shown(v, w.noise))
	case int64:
		w.WriteString(quote(strconv.FormatInt(v, 10)))
	case small:
		w.WriteString(strconv.FormatInt(int64(v), 10))
	case []member:
		w.object(v)
	case [][]member:
		w.WriteByte('[')
		for i, row := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			w.object(row)
		}
		w.WriteByte(']')
	}
}

// small is an integer of at most nine digits, Int16 or Int32, that comes as a number.
type small int64

// asShown replaces the integers that are no Int64.
func asShown(ms []member) []member {
	for i, m := range ms {
		switch v := m.val.(type) {
		case int64:
			if m.typ != nil && m.typ.kind == integer && m.typ.size <= 9 {
				ms[i].val = small(v)
			}
		case []member:
			asShown(v)
		case [][]member:
			for _, row := range v {
				asShown(row)
			}
		}
	}
	return ms
}

// one is the answer with a single entity.
func (c *call) oneJSON(t *table, ms []member) []byte {
	w := &jsonWriter{noise: c.settings.Noise}
	w.object(asShown(append(c.head(t, "/@Element"), ms...)))
	return w.Bytes()
}

// listJSON is the answer with a list. count is below 0 if it was not asked for.
func (c *call) listJSON(t *table, all [][]member, count int) []byte {
	head := c.head(t, "")
	if count >= 0 {
		head = append(head, member{name: "odata.count", val: strconv.Itoa(count)})
	}
	for _, ms := range all {
		asShown(ms)
	}
	w := &jsonWriter{noise: c.settings.Noise}
	w.object(append(head, member{name: "value", val: all}))
	return w.Bytes()
}

func (c *call) head(t *table, suffix string) []member {
	if c.detail == none {
		return nil
	}
	return []member{{name: "odata.metadata", val: c.root + "$metadata#" + t.name + suffix}}
}
