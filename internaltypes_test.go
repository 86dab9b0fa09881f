package ordo_test

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/ordo-sdk/ordo"

// fault: U22
// What a page of the documentation names has a page of its own: no exported name shows a type of an internal package.
func TestNoPageNamesAnInternalType(t *testing.T) {
	allowed := map[string]bool{"ordo.Option": true} // opaque by intent: options are made by the With functions
	pkgs := packages(t)
	require.Greater(t, len(pkgs), 20)
	var found []string
	for _, p := range pkgs {
		for _, name := range p.Scope().Names() {
			o := p.Scope().Lookup(name)
			if !o.Exported() || allowed[p.Name()+"."+name] {
				continue
			}
			for _, inner := range internalTypes(o) {
				found = append(found, fmt.Sprintf("%s.%s shows %s", p.Path(), name, inner))
			}
		}
	}
	slices.Sort(found)
	require.Empty(t, slices.Compact(found))
}

// packages returns the packages of the module that hosts may import, as the compiler sees them.
func packages(t *testing.T) (all []*types.Package) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "./...").Output()
	require.NoError(t, err)
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	for path := range files {
		if path != module && !strings.HasPrefix(path, module+"/") || strings.Contains(path, "/internal/") || strings.Contains(path, "/examples/") {
			continue
		}
		p, err := imports.Import(path)
		require.NoError(t, err, path)
		all = append(all, p)
	}
	return all
}

// internalTypes returns the types of internal packages that the documentation of an object names.
func internalTypes(o types.Object) (found []string) {
	seen := map[types.Type]bool{}
	var walk func(types.Type)
	named := func(n *types.TypeName, args *types.TypeList) {
		if p := n.Pkg(); p != nil && strings.Contains(p.Path()+"/", "/internal/") && strings.HasPrefix(p.Path(), module) {
			found = append(found, p.Path()+"."+n.Name())
		}
		for t := range args.Types() {
			walk(t)
		}
	}
	walk = func(t types.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Alias:
			named(t.Obj(), t.TypeArgs())
		case *types.Named:
			named(t.Obj(), t.TypeArgs())
		case *types.Pointer:
			walk(t.Elem())
		case *types.Slice:
			walk(t.Elem())
		case *types.Array:
			walk(t.Elem())
		case *types.Chan:
			walk(t.Elem())
		case *types.Map:
			walk(t.Key())
			walk(t.Elem())
		case *types.Signature:
			walk(t.Params())
			walk(t.Results())
		case *types.Tuple:
			for v := range t.Variables() {
				walk(v.Type())
			}
		case *types.Struct:
			for f := range t.Fields() {
				if f.Exported() {
					walk(f.Type())
				}
			}
		case *types.Interface:
			for m := range t.Methods() {
				if m.Exported() {
					walk(m.Type())
				}
			}
		}
	}
	n, isType := o.(*types.TypeName)
	if !isType {
		walk(o.Type())
		return found
	}
	if a, is := n.Type().(*types.Alias); is {
		walk(a.Rhs())
		return found
	}
	def, is := n.Type().(*types.Named)
	if !is {
		return found
	}
	walk(def.Underlying())
	for m := range def.Methods() {
		if m.Exported() {
			walk(m.Type())
		}
	}
	return found
}
