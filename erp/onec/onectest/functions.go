package onectest

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
)

// functions are those of the filter grammar but cast and isof: what they take and give.
var functions = map[string]struct {
	takes []kind
	gives kind
	call  func(a []value) value
}{
	"concat": {[]kind{text, text}, text, func(a []value) value { return value{s: a[0].s + a[1].s} }},
	"endswith": {[]kind{text, text}, flag, func(a []value) value {
		return value{b: strings.HasSuffix(strings.ToLower(a[0].s), strings.ToLower(a[1].s))}
	}},
	"startswith": {[]kind{text, text}, flag, func(a []value) value {
		return value{b: strings.HasPrefix(strings.ToLower(a[0].s), strings.ToLower(a[1].s))}
	}},
	"substringof": {[]kind{text, text}, flag, func(a []value) value {
		return value{b: strings.Contains(strings.ToLower(a[1].s), strings.ToLower(a[0].s))}
	}},
	"like":        {[]kind{text, text}, flag, func(a []value) value { return value{b: like(a[0].s, a[1].s)} }},
	"substring":   {[]kind{text, number}, text, func(a []value) value { return value{s: part(a[0].s, a[1].n, math.Inf(1))} }},
	"substring/3": {[]kind{text, number, number}, text, func(a []value) value { return value{s: part(a[0].s, a[1].n, a[2].n)} }},
	"round":       {[]kind{number}, number, func(a []value) value { return value{n: math.Round(a[0].n)} }},
	"second":      of(func(t time.Time) int { return t.Second() }),
	"minute":      of(func(t time.Time) int { return t.Minute() }),
	"hour":        of(func(t time.Time) int { return t.Hour() }),
	"day":         of(func(t time.Time) int { return t.Day() }),
	"dayofweek":   of(func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }), // Monday is 1
	"dayofyear":   of(func(t time.Time) int { return t.YearDay() }),
	"month":       of(func(t time.Time) int { return int(t.Month()) }),
	"quarter":     of(quarter),
	"year":        of(func(t time.Time) int { return t.Year() }),
	"dateadd":     {[]kind{moment, text, number}, moment, func(a []value) value { return value{s: dateAdd(a[0].s, a[1].s, int(a[2].n))} }},
	"datedifference": {[]kind{moment, moment, text}, number, func(a []value) value {
		return value{n: dateDifference(a[0].s, a[1].s, a[2].s)}
	}},
}

func quarter(t time.Time) int { return (int(t.Month()) + 2) / 3 }

// of makes a function of a date out of one of its parts.
func of(part func(time.Time) int) struct {
	takes []kind
	gives kind
	call  func(a []value) value
} {
	return struct {
		takes []kind
		gives kind
		call  func(a []value) value
	}{[]kind{moment}, number, func(a []value) value {
		t, _ := parseMoment(a[0].s)
		return value{n: float64(part(t))}
	}}
}

// function reads a call. A name that the interface does not know cannot be parsed; a wrong number of arguments is
// another error.
func (p *parser) function(name string) (*node, *refusal) {
	p.next()
	if name == "cast" || name == "isof" {
		return p.typed(name)
	}
	f, ok := functions[name]
	if !ok {
		return nil, p.wrong("функция %s", name)
	}
	args, r := p.args()
	if r != nil {
		return nil, r
	}
	if name == "substring" && len(args) == 3 {
		f = functions["substring/3"]
	}
	if len(args) != len(f.takes) {
		return nil, refuse(501, "21", "Неверное количество аргументов функции %s", name)
	}
	for i, a := range args {
		if family(a.kind) != f.takes[i] {
			return nil, refuse(501, "21", "Аргумент %d функции %s неверного типа", i+1, name)
		}
	}
	if strings.HasPrefix(name, "date") {
		unit := args[len(args)-1]
		if name == "dateadd" {
			unit = args[1]
		}
		if !unit.lit || !slices.Contains(units, unit.eval(nil).s) {
			return nil, refuse(501, "21", "Единица функции %s: одна из %s", name, strings.Join(units, ", "))
		}
	}
	return &node{kind: f.gives, eval: func(s *scope) value {
		in := make([]value, len(args))
		for i, a := range args {
			if in[i] = a.eval(s); in[i].none {
				return value{kind: f.gives, none: true}
			}
		}
		v := f.call(in)
		v.kind = f.gives
		return v
	}}, nil
}

func (p *parser) args() ([]*node, *refusal) {
	var out []*node
	if p.sign(')') {
		return nil, nil
	}
	for {
		n, r := p.or()
		if r != nil {
			return nil, r
		}
		out = append(out, n)
		if p.sign(')') {
			return out, nil
		}
		if !p.sign(',') {
			return nil, p.wrong("ожидается запятая или скобка")
		}
	}
}

// typed reads cast(expr, 'Type') and isof(expr, 'Type').
func (p *parser) typed(name string) (*node, *refusal) {
	args, r := p.args()
	if r != nil {
		return nil, r
	}
	if len(args) != 2 || !args[1].lit || args[1].kind != text {
		return nil, refuse(501, "21", "Неверное количество аргументов функции %s", name)
	}
	arg, typ := args[0], strings.TrimPrefix(args[1].eval(nil).s, namespace)
	basic := map[string]kind{"String": text, "Number": number, "Boolean": flag, "Date": moment}
	k, isBasic := basic[typ]
	if !isBasic && p.schema.entities[typ] == nil && !p.known(typ) {
		return nil, noEntity(typ)
	}
	if name == "isof" {
		return &node{kind: flag, eval: func(s *scope) value {
			v := arg.eval(s)
			return value{kind: flag, b: !v.none && (isBasic && family(v.kind) == k || !isBasic && v.ref == typ)}
		}}, nil
	}
	if isBasic {
		if family(arg.kind) != k {
			return nil, p.wrong("cast к %s", typ)
		}
		return arg, nil
	}
	if family(arg.kind) != guid && arg.kind != mixed {
		return nil, p.wrong("cast к %s", typ)
	}
	cast := func(s *scope) value {
		v := arg.eval(s)
		if v.ref != "" && v.ref != typ {
			return value{kind: mixed, none: true}
		}
		return value{kind: mixed, s: v.s, ref: typ, none: v.none}
	}
	if p.sign('/') {
		return p.through(typ, func(s *scope) string { return cast(s).s })
	}
	return &node{kind: mixed, to: []string{typ}, eval: cast}, nil
}

// known reports whether some property may refer to what is not in the interface.
func (p *parser) known(typ string) bool {
	for _, e := range p.schema.entities {
		tables := append([]*table{&e.table}, e.sections...)
		for _, t := range tables {
			for _, prop := range t.nav {
				if slices.Contains(prop.to, typ) {
					return true
				}
			}
		}
	}
	return false
}

// part returns n characters from the first one that is counted from 1.
func part(s string, from, n float64) string {
	r := []rune(s)
	start := min(max(int(from)-1, 0), len(r))
	return string(r[start : start+int(min(max(n, 0), float64(len(r)-start)))])
}

// like matches by the patterns of the query language: % is anything, _ one character, [..] one of these, [^..] none.
func like(s, pattern string) bool {
	var b strings.Builder
	b.WriteString("^(?s)")
	for pattern != "" {
		switch end := strings.IndexByte(pattern, ']'); {
		case pattern[0] == '%':
			b.WriteString(".*")
			pattern = pattern[1:]
		case pattern[0] == '_':
			b.WriteString(".")
			pattern = pattern[1:]
		case pattern[0] == '[' && end > 0:
			set, not := strings.CutPrefix(pattern[1:end], "^")
			b.WriteString("[" + map[bool]string{true: "^"}[not] + strings.NewReplacer(`\`, `\\`, `[`, `\[`, `^`, `\^`).Replace(set) + "]")
			pattern = pattern[end+1:]
		default:
			n := strings.IndexAny(pattern[1:], "%_[") + 1
			if n == 0 {
				n = len(pattern)
			}
			b.WriteString(regexp.QuoteMeta(pattern[:n]))
			pattern = pattern[n:]
		}
	}
	re, err := regexp.Compile(b.String() + "$")
	return err == nil && re.MatchString(s)
}

var units = []string{"second", "minute", "hour", "day", "month", "quarter", "year"}

func dateAdd(s, unit string, n int) string {
	t, _ := parseMoment(s)
	switch unit {
	case "second":
		t = t.Add(time.Duration(n) * time.Second)
	case "minute":
		t = t.Add(time.Duration(n) * time.Minute)
	case "hour":
		t = t.Add(time.Duration(n) * time.Hour)
	case "day":
		t = t.AddDate(0, 0, n)
	case "month":
		t = t.AddDate(0, n, 0)
	case "quarter":
		t = t.AddDate(0, 3*n, 0)
	case "year":
		t = t.AddDate(n, 0, 0)
	}
	return t.Format(momentLayout)
}

// dateDifference counts the borders of the unit between the dates, as the query language does.
func dateDifference(a, b, unit string) float64 {
	from, _ := parseMoment(a)
	to, _ := parseMoment(b)
	between := func(d time.Duration) float64 {
		return float64(to.Truncate(d).Sub(from.Truncate(d)) / d)
	}
	months := float64((to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month()))
	switch unit {
	case "second":
		return between(time.Second)
	case "minute":
		return between(time.Minute)
	case "hour":
		return between(time.Hour)
	case "day":
		return between(24 * time.Hour)
	case "month":
		return months
	case "quarter":
		return float64((to.Year()-from.Year())*4 + quarter(to) - quarter(from))
	}
	return float64(to.Year() - from.Year())
}
