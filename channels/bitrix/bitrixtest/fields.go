package bitrixtest

import (
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// field is a field of an entity, as the server's own descriptions have it.
type field struct {
	name string
	kind byte // i integer, s string, f double, t datetime, x anything
	mode string
}

func (f field) is(mode byte) bool { return strings.IndexByte(f.mode, mode) >= 0 }

// The modes: r is read only, i may be given to add only, q is required by add and update, a by add only.
const (
	readOnly  = 'r'
	immutable = 'i'
	required  = 'q'
	onAdd     = 'a'
)

// entity is a kind of records: the keys of answers with one and with several, and the fields.
type entity struct {
	one, many string
	fields    []field
	nulls     bool // texts that are not set are null, not empty: so it is with all but orders and their parts
}

// kind describes an entity; each field is name:kind or name:kind:modes.
func kind(one, many, spec string) entity {
	e := entity{one: one, many: many}
	for _, f := range strings.Fields(spec) {
		p := strings.SplitN(f, ":", 3)
		fd := field{name: p[0], kind: p[1][0]}
		if len(p) == 3 {
			fd.mode = p[2]
		}
		e.fields = append(e.fields, fd)
	}
	return e
}

// view describes an entity of the newer kind, whose texts are null where they are not set.
func view(one, many, spec string) entity {
	e := kind(one, many, spec)
	e.nulls = true
	return e
}

func (e entity) find(name string) (field, bool) {
	i := slices.IndexFunc(e.fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return e.fields[i], true
}

// lacks names the fields that must be given and are not.
func (e entity) lacks(given *bxserver.Map, add bool) (names []string) {
	for _, f := range e.fields {
		if f.is(readOnly) || !add && f.is(immutable) || !f.is(required) && (!add || !f.is(onAdd)) {
			continue
		}
		if _, ok := given.Find(f.name); !ok {
			names = append(names, f.name)
		}
	}
	return names
}

// take keeps what may be written of what was given. The server drops the rest and says nothing; the names are kept for
// IgnoredFields.
func (s *Server) take(c *bxserver.Call, e entity, given *bxserver.Map, add bool) row {
	out := row{}
	for name, v := range given.All() {
		f, ok := e.find(name)
		if !ok || f.is(readOnly) || !add && f.is(immutable) {
			c.Ignore("fields." + name)
			continue
		}
		switch {
		case v == nil:
		case f.kind == 'i':
			v = id(v)
		case f.kind == 'f' && text(v) == "":
			v = nil
		case f.kind == 'f':
			v = rat(v)
		case f.kind == 't':
			at, ok := bxserver.ParseTime(text(v), s.Zone())
			if !ok { // garbage is dropped, as the server does
				c.Ignore("fields." + name)
				continue
			}
			v = at
		case f.kind == 's':
			v = text(v)
		}
		out[name] = v
	}
	return out
}

// show is a record as an answer has it: numbers as numbers, what is not set null or empty.
func (e entity) show(r row) row {
	out := make(row, len(e.fields))
	for _, f := range e.fields {
		v := r[f.name]
		if out[f.name] = f.show(v); e.nulls && v == nil {
			out[f.name] = nil
		}
	}
	return out
}

func (f field) show(v any) any {
	switch f.kind {
	case 's':
		return text(v)
	case 'i':
		if text(v) == "" {
			return nil
		}
		return id(v)
	case 'f':
		if text(v) == "" {
			return nil
		}
		n, _ := rat(v).Float64() // as PHP has it; JSON writes the shortest text that is this number
		return n
	case 't':
		if at, ok := v.(time.Time); ok && !at.IsZero() {
			return at
		}
		return nil
	}
	return v
}

// describe is the answer to getFields.
func (e entity) describe() row {
	types := map[byte]string{'i': "integer", 's': "string", 'f': "double", 't': "datetime", 'x': "any"}
	out := row{}
	for _, f := range e.fields {
		out[f.name] = row{
			"type": types[f.kind], "isRequired": f.is(required) || f.is(onAdd), "isReadOnly": f.is(readOnly), "isImmutable": f.is(immutable),
		}
	}
	return out
}
