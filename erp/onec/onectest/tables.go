package onectest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// virtualArgs are the arguments of the virtual tables.
var virtualArgs = map[string][]string{
	"Balance":             {"Condition", "Dimensions", "Period"},
	"Turnovers":           {"Condition", "Dimensions", "EndPeriod", "StartPeriod"},
	"BalanceAndTurnovers": {"Condition", "Dimensions", "EndPeriod", "StartPeriod"},
	"SliceLast":           {"Condition", "Period"},
	"SliceFirst":          {"Condition", "Period"},
}

// virtual returns the names of the virtual tables of a register.
func (e *entity) virtual() []string {
	switch {
	case e.class == "AccumulationRegister" && e.turnovers:
		return []string{"Turnovers"}
	case e.class == "AccumulationRegister":
		return []string{"Balance", "Turnovers", "BalanceAndTurnovers"}
	case e.periodic:
		return []string{"SliceLast", "SliceFirst"}
	}
	return nil
}

// suffixes are what the resources of a virtual table are called by.
func (e *entity) suffixes(f string) []string {
	switch {
	case f == "Balance":
		return []string{"Balance"}
	case f == "Turnovers" && e.turnovers:
		return []string{"Turnover"}
	case f == "Turnovers":
		return []string{"Turnover", "Receipt", "Expense"}
	}
	return []string{"OpeningBalance", "Turnover", "Receipt", "Expense", "ClosingBalance"}
}

// result is the table that a virtual table gives.
func (e *entity) result(f string) *table {
	if e.periodic {
		t := &table{name: e.name + "_" + f}
		return t.add(e.records.props...)
	}
	t := (&table{name: e.name + "_" + f}).add(e.dimensions('*')...)
	for _, p := range e.dimensions('+') {
		for _, suffix := range e.suffixes(f) {
			t.add(&property{name: p.name + suffix, kind: p.kind, size: p.size})
		}
	}
	return t
}

// virtualTable computes a virtual table.
func (s *Server) virtualTable(e *entity, f string, args map[string]string) (*table, []object, *refusal) {
	for name := range args {
		if !slices.Contains(virtualArgs[f], name) {
			return nil, nil, refuse(400, "12", `Аргумент "%s" метода %s не найден`, name, f)
		}
	}
	moments := map[string]string{}
	for _, name := range []string{"Period", "StartPeriod", "EndPeriod"} {
		if v := args[name]; v != "" {
			d, ok := strings.CutPrefix(v, "datetime")
			if d = unquoted(d); !ok || !isDate(d) {
				return nil, nil, refuse(400, "1", `Не удалось разобрать строку "%s"`, v)
			}
			moments[name] = wholeDate(d)
		}
	}
	records := s.records(e)
	if cond := s.condition(args["Condition"]); cond != "" {
		match, r := s.parseFilter("Condition", cond, e.records)
		if r != nil {
			return nil, nil, r
		}
		records = slices.DeleteFunc(records, func(o object) bool { return !match(o) })
	}
	if e.periodic {
		return e.result(f), e.slice(records, moments["Period"], f == "SliceLast"), nil
	}
	return e.totals(f, records, unquoted(args["Dimensions"]), moments)
}

// condition is the text of a condition, whose inner quotes are doubled or not, as the settings say.
func (s *Server) condition(arg string) string {
	if s.settings.NestedQuotes && strings.HasPrefix(arg, "'") {
		return strings.TrimSuffix(arg[1:], "'")
	}
	return unquoted(arg)
}

// slice returns the last record of each combination of dimensions up to a moment, or the first from it.
func (e *entity) slice(records []object, at string, last bool) []object {
	by := map[string]object{}
	for _, o := range records {
		p := str(o["Period"])
		if at != "" && (last && p > at || !last && p < at) {
			continue
		}
		k := e.group(o, e.dimensions('*'))
		if have, ok := by[k]; !ok || last && p >= str(have["Period"]) || !last && p < str(have["Period"]) {
			by[k] = o
		}
	}
	return sortedByKey(by)
}

// group is a key of the dimensions of a record.
func (e *entity) group(o object, dims []*property) string {
	var b strings.Builder
	for _, p := range dims {
		b.WriteString(str(o[p.field()]))
		if p.kind == mixed {
			b.WriteString(str(o[p.name+"_Type"]))
		}
		if p.kind == integer {
			b.WriteString(shown(num(o[p.field()]), false))
		}
		b.WriteByte(0)
	}
	return b.String()
}

func sortedByKey(by map[string]object) []object {
	out := []object{}
	for _, k := range slices.Sorted(maps.Keys(by)) {
		out = append(out, by[k])
	}
	return out
}

// totals adds records up by dimensions. Rows of nothing but zeros are left out. A balance is that before the period.
func (e *entity) totals(f string, records []object, dimensions string, at map[string]string) (*table, []object, *refusal) {
	dims := e.dimensions('*')
	t := e.result(f)
	if dimensions != "" {
		var picked []*property
		for _, name := range list(dimensions) {
			i := slices.IndexFunc(dims, func(p *property) bool { return p.name == name || p.field() == name })
			if i < 0 {
				return nil, nil, noProperty(name)
			}
			picked = append(picked, dims[i])
		}
		all := t
		t = (&table{name: all.name}).add(picked...)
		t.add(all.props[len(dims):]...)
		dims = picked
	}
	by := map[string]object{}
	for _, rec := range records {
		k := e.group(rec, dims)
		row := by[k]
		if row == nil {
			row = t.blank()
			for _, p := range dims {
				row[p.field()] = rec[p.field()]
				if p.kind == mixed {
					row[p.name+"_Type"] = rec[p.name+"_Type"]
				}
			}
			by[k] = row
		}
		for _, p := range e.dimensions('+') {
			e.count(row, p.name, rec, num(rec[p.name]), f, at)
		}
	}
	for k, row := range by {
		zero := true
		for _, p := range t.props[len(dims):] {
			row[p.name] = round(num(row[p.name]), 9)
			zero = zero && num(row[p.name]) == 0
		}
		if zero {
			delete(by, k)
		}
	}
	return t, sortedByKey(by), nil
}

// count adds one movement of one resource to a row of totals.
func (e *entity) count(row object, name string, rec object, v float64, f string, at map[string]string) {
	period := str(rec["Period"])
	out := str(rec["RecordType"]) == "Expense"
	signed := v
	if out {
		signed = -v
	}
	add := func(suffix string, v float64) { row[name+suffix] = num(row[name+suffix]) + v }
	if f == "Balance" {
		if at["Period"] == "" || period < at["Period"] {
			add("Balance", signed)
		}
		return
	}
	after := at["EndPeriod"] != "" && period > at["EndPeriod"]
	before := at["StartPeriod"] != "" && period < at["StartPeriod"]
	if !before && !after {
		add("Turnover", signed)
		if !e.turnovers {
			add(map[bool]string{true: "Expense", false: "Receipt"}[out], v)
		}
	}
	if f == "BalanceAndTurnovers" && !after {
		add("ClosingBalance", signed)
		if before {
			add("OpeningBalance", signed)
		}
	}
}

// sortObjects orders by $orderby.
func (s *Server) sortObjects(t *table, all []object, orderby string) *refusal {
	type term struct {
		n    *node
		desc bool
	}
	var terms []term
	for _, part := range list(orderby) {
		words := strings.Fields(part)
		desc := len(words) == 2 && words[1] == "desc"
		if len(words) > 2 || len(words) == 2 && !desc && words[1] != "asc" {
			return badOption("$orderby", "%s", part)
		}
		tokens, ok := lex(words[0])
		if !ok {
			return badOption("$orderby", "%s", part)
		}
		p := &parser{Server: s, option: "$orderby", tokens: tokens, table: t, vars: map[string]*table{}}
		n, r := p.sum()
		if r == nil && p.peek().kind != 0 {
			r = badOption("$orderby", "%s", part)
		}
		if r != nil {
			return r
		}
		terms = append(terms, term{n, desc})
	}
	slices.SortStableFunc(all, func(a, b object) int {
		for _, t := range terms {
			x, y := t.n.eval(&scope{object: a}), t.n.eval(&scope{object: b})
			c := cmp.Or(cmp.Compare(x.n, y.n), cmp.Compare(x.s, y.s), cmp.Compare(bit(x.b), bit(y.b)))
			if t.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
