package onectest

import (
	"net/url"
	"regexp"
	"strings"
)

// segment is one part of an address, such as Balance(Dimensions='Склад').
type segment struct {
	name  string
	args  string
	brack bool
}

// segments cuts the path behind the service's root. A slash within brackets is no separator.
func segments(path string) ([]segment, *refusal) {
	var out []segment
	for path != "" {
		depth, end := 0, len(path)
		for i, r := range path {
			if r == '(' {
				depth++
			} else if r == ')' {
				depth--
			} else if r == '/' && depth == 0 {
				end = i
				break
			}
		}
		if depth != 0 {
			return nil, refuse(400, "6", "Неверный URL: скобки не закрыты")
		}
		part := path[:end]
		path = strings.TrimPrefix(path[end:], "/")
		s := segment{name: part}
		if name, args, ok := strings.Cut(part, "("); ok {
			if !strings.HasSuffix(args, ")") {
				return nil, refuse(400, "6", `Неверный URL: "%s"`, part)
			}
			s = segment{name, strings.TrimSuffix(args, ")"), true}
		}
		out = append(out, s)
	}
	return out, nil
}

// arguments reads Имя=значение, separated by commas outside of quotes. A value alone has no name.
func arguments(s string) (names []string, values map[string]string, bad bool) {
	values = map[string]string{}
	for _, part := range splitArguments(s) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, v, ok := strings.Cut(part, "=")
		if !ok || strings.ContainsAny(name, "'\" ") {
			name, v = "", part
		}
		name = strings.TrimSpace(name)
		if _, twice := values[name]; twice {
			return nil, nil, true
		}
		names, values[name] = append(names, name), strings.TrimSpace(v)
	}
	return names, values, false
}

// splitArguments cuts s at commas outside of quotes that a name and = follow. The vendor's examples have quotes within
// quotes that are not doubled; those come in pairs, so that counting them leads to the same places.
func splitArguments(s string) []string {
	var out []string
	start, quoted := 0, false
	for i := range len(s) {
		switch {
		case s[i] == '\'':
			quoted = !quoted
		case s[i] == ',' && !quoted && nextArgument.MatchString(s[i:]):
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

var nextArgument = regexp.MustCompile(`^,\s*[\p{L}_0-9]+\s*=`)

// unquoted takes the quotes off an argument, and halves doubled quotes within. The vendor's examples do not double
// them.
func unquoted(s string) string {
	if len(s) < 2 || s[0] != '\'' || s[len(s)-1] != '\'' {
		return s
	}
	s = s[1 : len(s)-1]
	for _, run := range quoteRuns.FindAllString(s, -1) {
		if len(run)%2 != 0 {
			return s
		}
	}
	return strings.ReplaceAll(s, "''", "'")
}

var quoteRuns = regexp.MustCompile(`'+`)

// query are the parameters of a request, each once. A plus is a plus: 1C does not take it for a blank.
type query struct {
	names  []string
	values map[string]string
}

func parseQuery(raw string) (*query, *refusal) {
	q := &query{values: map[string]string{}}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		n, err1 := url.PathUnescape(name)
		v, err2 := url.PathUnescape(value)
		if err1 != nil || err2 != nil {
			return nil, badFormat("Неверный формат запроса: %s", pair)
		}
		if _, twice := q.values[n]; twice {
			return nil, badFormat("Параметр %s указан дважды", n)
		}
		q.names, q.values[n] = append(q.names, n), v
	}
	return q, nil
}

// only refuses parameters that are not among the known ones.
func (q *query) only(known ...string) *refusal {
	for _, n := range q.names {
		ok := false
		for _, k := range known {
			ok = ok || n == k
		}
		if !ok {
			return refuse(400, "0", "Параметр %s не поддерживается", n)
		}
	}
	return nil
}
