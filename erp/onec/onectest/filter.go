package onectest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// value is what an expression comes to.
type value struct {
	kind kind
	s    string
	n    float64
	b    bool
	ref  string // what a reference refers to; empty for a bare guid
	none bool   // null
}

// node is a part of an expression: what it comes to for an object, and the type that is known beforehand.
type node struct {
	kind kind
	to   []string // of a reference
	enum string   // of a choice
	lit  bool     // a literal
	eval func(*scope) value
}

// scope is what names of an expression mean: the object, and the row of each lambda.
type scope struct {
	object object
	rows   map[string]object
}

// parser reads a filter over a table.
type parser struct {
	*Server
	option string
	tokens []token
	table  *table
	vars   map[string]*table
}

// parseFilter returns the condition of a filter. option names it in refusals.
func (s *Server) parseFilter(option, filter string, t *table) (func(object) bool, *refusal) {
	tokens, ok := lex(filter)
	if !ok {
		return nil, badOption(option, "%s", filter)
	}
	p := &parser{Server: s, option: option, tokens: tokens, table: t, vars: map[string]*table{}}
	n, r := p.or()
	if r != nil {
		return nil, r
	}
	if p.peek().kind != 0 || n.kind != flag {
		return nil, badOption(option, "%s", filter)
	}
	return func(o object) bool { return n.eval(&scope{object: o, rows: map[string]object{}}).b }, nil
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != 0 {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *parser) word(w string) bool {
	if t := p.peek(); t.kind == 'i' && t.text == w {
		p.next()
		return true
	}
	return false
}

func (p *parser) sign(c byte) bool {
	if p.peek().kind == c {
		p.next()
		return true
	}
	return false
}

func (p *parser) wrong(format string, args ...any) *refusal {
	return badOption(p.option, format, args...)
}

func (p *parser) or() (*node, *refusal)  { return p.logic("or", p.and) }
func (p *parser) and() (*node, *refusal) { return p.logic("and", p.not) }

// logic reads operands between the same operator.
func (p *parser) logic(op string, operand func() (*node, *refusal)) (*node, *refusal) {
	left, r := operand()
	for r == nil && p.word(op) {
		var right *node
		if right, r = operand(); r != nil {
			break
		}
		if left.kind != flag || right.kind != flag {
			return nil, p.wrong("%s соединяет условия", op)
		}
		l := left
		left = &node{kind: flag, eval: func(s *scope) value {
			a, b := l.eval(s).b, right.eval(s).b
			return value{kind: flag, b: a && b || op == "or" && (a || b)}
		}}
	}
	return left, r
}

func (p *parser) not() (*node, *refusal) {
	if !p.word("not") {
		return p.compare()
	}
	n, r := p.not()
	if r == nil && n.kind != flag {
		r = p.wrong("not перед тем, что не условие")
	}
	if r != nil {
		return nil, r
	}
	return &node{kind: flag, eval: func(s *scope) value { return value{kind: flag, b: !n.eval(s).b} }}, nil
}

func (p *parser) compare() (*node, *refusal) {
	left, r := p.sum()
	if r != nil {
		return nil, r
	}
	op := p.peek()
	if op.kind != 'i' || !slices.Contains([]string{"eq", "ne", "gt", "ge", "lt", "le"}, op.text) {
		return left, nil
	}
	p.next()
	right, r := p.sum()
	if r != nil {
		return nil, r
	}
	if r := p.comparable(left, right, op.text); r != nil {
		return nil, r
	}
	return &node{kind: flag, eval: func(s *scope) value {
		return value{kind: flag, b: compared(op.text, left.eval(s), right.eval(s))}
	}}, nil
}

// comparable refuses to compare what has different types, and names of an enumeration that it does not have.
func (p *parser) comparable(a, b *node, op string) *refusal {
	ka, kb := family(a.kind), family(b.kind)
	if ka == nothing || kb == nothing {
		return nil
	}
	if ka == mixed || kb == mixed {
		if (ka == mixed || ka == guid) && (kb == mixed || kb == guid) {
			return nil
		}
		return p.wrong("значение составного типа сравнивается через cast")
	}
	if ka != kb {
		return p.wrong("сравниваются значения разных типов")
	}
	if (ka == flag || ka == guid) && op != "eq" && op != "ne" {
		return p.wrong("%s не определено для этих типов", op)
	}
	for _, pair := range [][2]*node{{a, b}, {b, a}} {
		if e := pair[0].enum; e != "" && pair[1].lit {
			if v := pair[1].eval(nil).s; v != "" && !slices.Contains(p.schema.enums[e], v) {
				return p.wrong("в перечислении %s нет значения %s", e, v)
			}
		}
	}
	return nil
}

// family is the kind that stands for those that compare with each other.
func family(k kind) kind {
	switch k {
	case integer:
		return number
	case choice:
		return text
	case reference:
		return guid
	}
	return k
}

func compared(op string, a, b value) bool {
	var c int
	switch {
	case a.none || b.none:
		return (op == "eq") == (a.none && b.none) && (op == "eq" || op == "ne")
	case a.kind == mixed || b.kind == mixed:
		// A bare guid is equal to no value of a mixed type, whatever it holds.
		same := a.s == b.s && a.ref == b.ref && a.ref != ""
		return same == (op == "eq")
	case family(a.kind) == number:
		c = cmp.Compare(a.n, b.n)
	case a.kind == flag:
		if a.b != b.b {
			c = 1
		}
	case family(a.kind) == guid:
		if a.s != b.s || a.ref != "" && b.ref != "" && a.ref != b.ref {
			c = 1
		}
	default:
		c = cmp.Compare(folded(a.s), folded(b.s))
	}
	return map[string]bool{"eq": c == 0, "ne": c != 0, "gt": c > 0, "ge": c >= 0, "lt": c < 0, "le": c <= 0}[op]
}

// folded is a text as the database compares it: without regard to case, and to blanks behind it.
func folded(s string) string { return strings.ToLower(strings.TrimRight(s, " ")) }

func (p *parser) sum() (*node, *refusal) { return p.arithmetic([]string{"add", "sub"}, p.product) }

func (p *parser) product() (*node, *refusal) {
	return p.arithmetic([]string{"mul", "div", "mod"}, p.primary)
}

func (p *parser) arithmetic(ops []string, operand func() (*node, *refusal)) (*node, *refusal) {
	left, r := operand()
	for r == nil && p.peek().kind == 'i' && slices.Contains(ops, p.peek().text) {
		op := p.next().text
		if op == "mod" {
			return nil, p.wrong("mod не поддерживается")
		}
		var right *node
		if right, r = operand(); r != nil {
			break
		}
		if family(left.kind) != number || family(right.kind) != number {
			return nil, p.wrong("%s не для чисел", op)
		}
		l := left
		left = &node{kind: number, eval: func(s *scope) value {
			a, b := l.eval(s), right.eval(s)
			return value{kind: number, none: a.none || b.none || op == "div" && b.n == 0, n: calculated(op, a.n, b.n)}
		}}
	}
	return left, r
}

func calculated(op string, a, b float64) float64 {
	switch op {
	case "add":
		return a + b
	case "sub":
		return a - b
	case "mul":
		return a * b
	}
	return a / b
}

func (p *parser) primary() (*node, *refusal) {
	t := p.next()
	constant := func(v value) (*node, *refusal) {
		return &node{kind: v.kind, lit: true, eval: func(*scope) value { return v }}, nil
	}
	switch t.kind {
	case '(':
		n, r := p.or()
		if r == nil && !p.sign(')') {
			r = p.wrong("скобка не закрыта")
		}
		return n, r
	case 's':
		return constant(value{kind: text, s: t.text})
	case 'g':
		return constant(value{kind: guid, s: t.text})
	case 'd':
		return constant(value{kind: moment, s: t.text})
	case 'n':
		f, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return nil, p.wrong("%s", t.text)
		}
		return constant(value{kind: number, n: f})
	case 'i':
		switch {
		case t.text == "null":
			return &node{kind: nothing, lit: true, eval: func(*scope) value { return value{none: true} }}, nil
		case t.text == "true" || t.text == "false":
			return constant(value{kind: flag, b: t.text == "true"})
		case p.peek().kind == '(':
			return p.function(t.text)
		}
		return p.path(t.text)
	}
	return nil, p.wrong("ожидается значение перед %q", t.text)
}

// path reads a property, perhaps of what others refer to, or a lambda over the rows of a section.
func (p *parser) path(name string) (*node, *refusal) {
	v := p.vars[name]
	if v == nil {
		return p.property(p.table, func(s *scope) object { return s.object }, name)
	}
	if !p.sign('/') {
		return nil, p.wrong("переменная %s без свойства", name)
	}
	return p.property(v, func(s *scope) object { return s.rows[name] }, p.next().text)
}

func (p *parser) property(at *table, from func(*scope) object, name string) (*node, *refusal) {
	if p.peek().kind == '/' {
		if sec := at.section(name); sec != nil {
			p.next()
			return p.lambda(sec, from)
		}
		nav := at.nav[name]
		if nav == nil {
			return nil, noProperty(name)
		}
		if nav.kind == mixed {
			return nil, p.wrong("свойство составного значения %s берется через cast", name)
		}
		p.next()
		return p.through(nav.to[0], func(s *scope) string { return str(from(s)[nav.field()]) })
	}
	prop := at.by[name]
	if prop == nil {
		return nil, noProperty(name)
	}
	n := &node{kind: prop.kind, to: prop.to, eval: func(s *scope) value { return valueOf(prop, name, from(s)) }}
	if name != prop.field() { // the _Type of a mixed one
		n.kind = text
	} else if prop.kind == choice {
		n.enum = prop.to[0]
	}
	return n, nil
}

// through reads a property of the object that a reference means.
func (p *parser) through(entity string, key func(*scope) string) (*node, *refusal) {
	e := p.schema.entities[entity]
	if e == nil {
		return nil, noProperty(entity)
	}
	return p.property(&e.table, func(s *scope) object { return p.data[entity][key(s)] }, p.next().text)
}

// valueOf returns a field of an object; an object that does not exist has none.
func valueOf(p *property, field string, o object) value {
	if o == nil {
		return value{kind: p.kind, none: true}
	}
	if field != p.field() {
		return value{kind: text, s: str(o[field])}
	}
	v := value{kind: p.kind, s: str(o[field]), n: num(o[field]), b: yes(o[field])}
	switch p.kind {
	case reference:
		v.ref = p.to[0]
	case mixed:
		v.ref = strings.TrimPrefix(str(o[p.name+"_Type"]), namespace)
	}
	return v
}

// lambda reads any(d: condition) or all(d: condition) over the rows of a section.
func (p *parser) lambda(sec *table, from func(*scope) object) (*node, *refusal) {
	kind := p.next().text
	if kind != "any" && kind != "all" {
		return nil, refuse(501, "21", "Лямбда-функция %s не реализована", kind)
	}
	if !p.sign('(') {
		return nil, p.wrong("ожидается скобка после %s", kind)
	}
	if kind == "any" && p.sign(')') {
		return &node{kind: flag, eval: func(s *scope) value {
			return value{kind: flag, b: len(rows(from(s)[sec.name])) > 0}
		}}, nil
	}
	name := p.next()
	if name.kind != 'i' || !p.sign(':') || p.vars[name.text] != nil {
		return nil, p.wrong("ожидается переменная лямбда-функции")
	}
	p.vars[name.text] = sec
	defer delete(p.vars, name.text)
	cond, r := p.or()
	if r == nil && (cond.kind != flag || !p.sign(')')) {
		r = p.wrong("условие лямбда-функции")
	}
	if r != nil {
		return nil, r
	}
	return &node{kind: flag, eval: func(s *scope) value {
		for _, row := range rows(from(s)[sec.name]) {
			s.rows[name.text] = row
			if cond.eval(s).b != (kind == "all") {
				return value{kind: flag, b: kind == "any"}
			}
		}
		return value{kind: flag, b: kind == "all"}
	}}, nil
}
