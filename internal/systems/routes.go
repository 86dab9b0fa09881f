package systems

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
)

// methods are those of fakes on fake/bxserver, which are not patterns: a new fake tells them.
var methods = map[string]func() []string{
	"channels/bitrix": func() []string { return bitrixtest.New(bitrixtest.Settings{}).Methods() },
	"erp/bitrix24":    func() []string { return bitrix24test.New(bitrix24test.Settings{}).Methods() },
}

// named returns the methods of the fake of a client as operations.
func named(folder string) []operation {
	var out []operation
	if list := methods[folder]; list != nil {
		for _, name := range list() {
			out = append(out, operation{path: name})
		}
	}
	return out
}

// routes returns the patterns that a fake server registers, without those that answer everything else.
func (s *source) routes() []operation {
	var out []operation
	for _, f := range s.files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f := s.callee(call); f == nil || (f.FullName() != "(*net/http.ServeMux).HandleFunc" && f.FullName() != "(*net/http.ServeMux).Handle") {
				return true
			}
			for _, pattern := range s.eval(call.Args[0], nil).texts {
				method, path, has := strings.Cut(pattern, " ")
				if !has {
					method, path = "", pattern
				}
				if !strings.HasSuffix(path, "/") && !strings.Contains(path, "...") {
					out = append(out, operation{method, path})
				}
			}
			return true
		})
	}
	slices.SortFunc(out, operation.compare)
	return slices.Compact(out)
}

func (o operation) compare(p operation) int {
	return strings.Compare(o.path+" "+o.method, p.path+" "+p.method)
}

func (o operation) String() string { return strings.TrimSpace(o.method + " " + o.path) }

// open reports whether a part of a path stands for any text.
func open(part string) bool { return strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") }

// evaluated reports whether the path is known but for whole parts, such as in "/orders/{id}" or "/print/{id}.pdf".
func (o operation) evaluated() bool {
	if !strings.Contains(o.path, "/") {
		return !strings.Contains(o.path, "{")
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(o.path, "/"), "/") {
		if i := strings.Index(part, "{"); i > 0 {
			return false
		}
	}
	return strings.HasPrefix(o.path, "/") && !strings.Contains(o.method, "{")
}

// match returns the operation under the names of a route, if the route answers it, and how many parts of the path they
// have in common. A part that the client fixes keeps its text.
func (o operation) match(route operation) (named operation, same int, ok bool) {
	if route.method != "" && route.method != o.method {
		return o, 0, false
	}
	if !strings.Contains(route.path, "/") { // a name, in any case
		return route, 1, strings.EqualFold(o.path, route.path)
	}
	mine, theirs := strings.Split(o.path, "/"), strings.Split(route.path, "/")
	if len(mine) != len(theirs) {
		return o, 0, false
	}
	for i, part := range theirs {
		switch {
		case mine[i] == part:
			same++
		case !open(part):
			return o, 0, false
		case open(mine[i]):
			mine[i] = part
		}
	}
	return operation{o.method, strings.Join(mine, "/")}, same, true
}

// answered finds the route that answers an operation: the one with the most parts in common. The path may be below
// one of the base addresses.
func answered(o operation, bases []string, routes []operation) (named, by operation, ok bool) {
	best := -1
	named = o
	for _, base := range append([]string{""}, bases...) {
		for _, r := range routes {
			if as, same, fits := (operation{o.method, base + o.path}).match(r); fits && same > best {
				best, named, by, ok = same, as, r, true
			}
		}
	}
	return named, by, ok
}
