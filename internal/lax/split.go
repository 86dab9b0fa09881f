package lax

import (
	"bytes"
	"encoding/json"
	"strings"
)

// member is a field of an object as it came.
type member struct {
	name string
	raw  []byte
}

type object []member

// like returns the value of a field: the last of its exact name counts, or else the last without regard to case.
func (o object) like(name string) (raw []byte, has bool) {
	exact := false
	for _, m := range o {
		if is := m.name == name; is || !exact && strings.EqualFold(m.name, name) {
			raw, has, exact = m.raw, true, exact || is
		}
	}
	return raw, has
}

func (o object) names() map[string]bool {
	names := make(map[string]bool, len(o))
	for _, m := range o {
		names[m.name] = true
	}
	return names
}

// members splits an object, in the order as written. b is valid JSON without spaces around it.
func members(b []byte) (out object) {
	for i := skip(b, 1); b[i] != '}'; {
		stop := end(b, i)
		m := member{name: str(b[i:stop])}
		i = skip(b, skip(b, stop)+1) // the colon
		stop = end(b, i)
		m.raw = b[i:stop:stop]
		out = append(out, m)
		if i = skip(b, stop); b[i] == ',' {
			i = skip(b, i+1)
		}
	}
	return out
}

// elements splits an array. b is valid JSON without spaces around it.
func elements(b []byte) (out [][]byte) {
	for i := skip(b, 1); b[i] != ']'; {
		stop := end(b, i)
		out = append(out, b[i:stop:stop])
		if i = skip(b, stop); b[i] == ',' {
			i = skip(b, i+1)
		}
	}
	return out
}

// skip returns where the next byte that is no space stands.
func skip(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' {
		i++
	}
	return i
}

// end returns where the value that begins at i ends.
func end(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 { // of what is around a number
				return i
			}
			if depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

// str returns the text of a JSON string.
func str(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 && isASCII(b) {
		return string(b[1 : len(b)-1])
	}
	var s string
	_ = json.Unmarshal(b, &s) // it is valid
	return s
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
