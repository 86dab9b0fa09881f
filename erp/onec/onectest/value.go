package onectest

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

const momentLayout = "2006-01-02T15:04:05"

func parseMoment(s string) (time.Time, error) { return time.Parse(momentLayout, s) }

func str(v any) string {
	s, _ := v.(string)
	return s
}

func num(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	}
	return 0
}

func whole(v any) int64 {
	n, _ := v.(int64)
	return n
}

func yes(v any) bool {
	b, _ := v.(bool)
	return b
}

func rows(v any) []object {
	r, _ := v.([]object)
	return r
}

// copyOf returns a copy that shares nothing with o.
func copyOf(o object) object {
	out := make(object, len(o))
	for k, v := range o {
		if r, ok := v.([]object); ok {
			n := make([]object, len(r))
			for i, row := range r {
				n[i] = copyOf(row)
			}
			v = n
		}
		out[k] = v
	}
	return out
}

// blank returns a new object of the table with nothing in it.
func (t *table) blank() object {
	o := object{}
	for _, p := range t.props {
		o[p.field()] = p.empty()
		if p.kind == mixed {
			o[p.name+"_Type"] = undefined
		}
	}
	for _, s := range t.sections {
		o[s.name] = []object{}
	}
	return o
}

// round rounds to decimals, halves away from zero.
func round(v float64, decimals int) float64 {
	f := math.Pow10(decimals)
	return math.Round(v*f) / f
}

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSpace(b.String())
}

// shown is a number as 1C writes one. With noise it has the digits that a binary fraction really has.
func shown(v float64, noise bool) string {
	if noise && v != math.Trunc(v) {
		return strconv.FormatFloat(v, 'g', 17, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// read takes a value of a body into the type of the property. What does not fit is refused; a text that is too long is
// cut, a number rounded, and of a day the time is dropped, as the platform does. A moment with a zone is turned into
// the time of the server.
func (s *Server) read(p *property, v any) (any, *refusal) {
	bad := func() (any, *refusal) { return nil, badValue(p.field(), v) }
	if v == nil {
		return p.empty(), nil
	}
	switch p.kind {
	case text:
		t, ok := v.(string)
		if !ok {
			return bad()
		}
		if r := []rune(t); p.size > 0 && len(r) > p.size {
			t = string(r[:p.size])
		}
		return t, nil
	case number, integer:
		n, err := strconv.ParseFloat(numberText(v), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return bad()
		}
		if p.kind == number {
			return round(n, p.size), nil
		}
		if n != math.Trunc(n) || math.Abs(n) >= math.Pow10(p.size) {
			return bad()
		}
		return int64(n), nil
	case flag:
		b, ok := v.(bool)
		if !ok {
			return bad()
		}
		return b, nil
	case moment:
		t, ok := v.(string)
		if at, err := time.Parse(time.RFC3339, t); err == nil { // parts of a second are taken, and dropped
			t = at.In(s.settings.Zone).Format(momentLayout)
		} else if at, err := parseMoment(t); err == nil {
			t = at.Format(momentLayout)
		}
		if !ok || !isDate(t) {
			return bad()
		}
		t = wholeDate(t)
		switch p.part {
		case 'd':
			t = t[:10] + noDate[10:]
		case 'h':
			t = noDate[:10] + t[10:]
		}
		return t, nil
	case guid, reference:
		t, ok := v.(string)
		if !ok || !isGUID(t) {
			return bad()
		}
		return strings.ToLower(t), nil
	case choice:
		t, ok := v.(string)
		if !ok || t != "" && !slices.Contains(s.schema.enums[p.to[0]], t) {
			return bad()
		}
		return t, nil
	}
	return bad()
}

func numberText(v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return "no number"
}

// readMixed takes a value with its type.
func (s *Server) readMixed(p *property, v, typ any) (val, valType string, r *refusal) {
	t, ok := typ.(string)
	if !ok {
		if v == nil || v == "" {
			return "", undefined, nil
		}
		return "", "", refuse(400, "5", "Отсутствует обязательное значение свойства %s_Type", p.name)
	}
	if t == undefined || t == "" {
		return "", undefined, nil
	}
	name := strings.TrimPrefix(t, namespace)
	if !slices.Contains(p.to, name) {
		return "", "", badValue(p.name+"_Type", t)
	}
	text, ok := v.(string)
	switch {
	case strings.HasPrefix(name, "Edm."):
		if !ok {
			text = numberText(v)
		}
		return text, t, nil
	case s.schema.enums[name] != nil:
		if !slices.Contains(s.schema.enums[name], text) {
			return "", "", badValue(p.name, v)
		}
		return text, t, nil
	case !ok || !isGUID(text):
		return "", "", badValue(p.name, v)
	}
	return strings.ToLower(text), t, nil
}
