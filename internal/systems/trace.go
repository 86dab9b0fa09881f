package systems

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// operation is a call of the vendor's API: a method, and a path below the host. Where the vendor names its operations,
// as "crm.item.add", the name is the path.
type operation struct{ method, path string }

// tracer follows the calls of one exported method.
type tracer struct {
	*source
	stop  func(*types.Func) bool // functions that are not followed
	seen  map[string]bool
	found map[operation]bool
}

// trace returns the operations that a function leads to, not through functions at which stop is true.
func (s *source) trace(f *types.Func, stop func(*types.Func) bool) map[operation]bool {
	t := tracer{source: s, stop: stop, seen: map[string]bool{}, found: map[operation]bool{}}
	t.follow(f, env{})
	return t.found
}

// follow walks through a function, function literals included.
func (t *tracer) follow(f *types.Func, in env) {
	decl := t.funcs[f]
	key := f.FullName() + in.key()
	if decl == nil || decl.Body == nil || t.seen[key] {
		return
	}
	t.seen[key] = true
	t.walk(decl.Body, in)
}

func (t *tracer) walk(n ast.Node, in env) {
	called := map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called[name(n)] = true
			t.call(n, in)
		case *ast.Ident:
			t.mention(n, called[n])
		case *ast.CompositeLit:
			if isNamed(t.info.TypeOf(n)) {
				for _, name := range t.eval(n, in).fields["Method"] {
					t.found[operation{path: name}] = true
				}
			}
		}
		return true
	})
}

// call notes a request that goes to the transport, and follows other calls.
func (t *tracer) call(n *ast.CallExpr, in env) {
	f := t.callee(n)
	if f == nil || f.Pkg() == nil {
		return
	}
	if f.Pkg().Path() == transport {
		for _, arg := range n.Args {
			if isRequest(t.info.TypeOf(arg)) {
				t.note(t.eval(arg, in).fields)
			}
		}
		return
	}
	if f.Pkg() == t.Package && !t.stop(f) {
		t.follow(f, t.bind(f, n, in))
	}
}

// mention follows a function that is used as a value, and what a variable of the package holds.
func (t *tracer) mention(name *ast.Ident, called bool) {
	switch obj := t.info.Uses[name].(type) {
	case *types.Func:
		if !called && obj.Pkg() == t.Package && !t.stop(obj.Origin()) {
			t.follow(obj.Origin(), env{})
		}
	case *types.Var:
		if obj.Parent() != t.Scope() || t.seen[obj.Id()] {
			return
		}
		t.seen[obj.Id()] = true
		for _, a := range t.assigned[obj] {
			t.walk(a.value, env{})
		}
	}
}

// note keeps a request. Of several values that a path may have, those count that are paths.
func (t *tracer) note(request map[string][]string) {
	methods, all := request["Method"], request["Path"]
	if len(methods) == 0 {
		methods = []string{"GET"}
	}
	paths := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return !strings.HasPrefix(p, "/") || strings.Contains(p, "//") })
	if len(paths) == 0 {
		paths = append(all, "{path}")[:max(1, len(all))]
	}
	for _, m := range methods {
		for _, p := range paths {
			t.found[operation{m, p}] = true
		}
	}
}

// key tells environments apart.
func (in env) key() string {
	var parts []string
	for obj, v := range in {
		parts = append(parts, obj.Name()+"="+fmt.Sprint(v))
	}
	slices.Sort(parts)
	return fmt.Sprint(parts)
}
