package order_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// source is the package as it is written, without its tests.
func source(t *testing.T) map[string]*ast.File {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	parsed := map[string]*ast.File{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		parsed[name] = f
	}
	require.Greater(t, len(parsed), 20)
	return parsed
}

// methodsNamed is the types that have a method of this name.
func methodsNamed(t *testing.T, method string) (types []string) {
	for _, f := range source(t) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == method {
				if id, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
					types = append(types, id.Name)
				}
			}
		}
	}
	slices.Sort(types)
	return types
}

// listedIn is the words that begin the indented lines of a type's doc comment.
func listedIn(t *testing.T, typ string) (names []string) {
	line := regexp.MustCompile(`(?m)^\t(\w+)\s{2,}\S`)
	for _, f := range source(t) {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE || g.Specs[0].(*ast.TypeSpec).Name.Name != typ {
				continue
			}
			for _, m := range line.FindAllStringSubmatch(g.Doc.Text(), -1) {
				names = append(names, m[1])
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestTheListOfCommandsIsComplete(t *testing.T) {
	require.Equal(t, methodsNamed(t, "decide"), listedIn(t, "Command"))
}

func TestTheListOfObservationsIsComplete(t *testing.T) {
	require.Equal(t, methodsNamed(t, "observe"), listedIn(t, "Observation"))
}

// constants are the values of the string constants of a type.
func constants(t *testing.T, typ string) (values []string) {
	for _, f := range source(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == typ {
				for _, x := range v.Values {
					if lit, ok := x.(*ast.BasicLit); ok {
						s, err := strconv.Unquote(lit.Value)
						require.NoError(t, err)
						values = append(values, s)
					}
				}
			}
			return true
		})
	}
	slices.Sort(values)
	return values
}

func TestKindsIsComplete(t *testing.T) {
	var kinds []string
	for _, k := range order.Kinds() {
		kinds = append(kinds, string(k))
	}
	slices.Sort(kinds)
	require.Equal(t, constants(t, "Kind"), kinds)
	require.Len(t, methodsNamed(t, "decide"), len(kinds), "one for each command")
}

func TestEveryRoleHasItsCommands(t *testing.T) {
	roles := order.DefaultRoles()
	for _, r := range constants(t, "Role") {
		require.NotEmpty(t, roles[order.Role(r)], r)
		require.Contains(t, roles[order.Role(r)], order.Right{Kind: order.KindComment}, "everybody may leave a remark")
	}
	require.Len(t, roles, len(constants(t, "Role")))
	some := map[order.Kind]bool{}
	for role, rights := range roles {
		seen := map[order.Kind]bool{}
		for _, right := range rights {
			k := right.Kind
			require.Contains(t, order.Kinds(), k)
			require.False(t, seen[k], "%s has %s twice", role, k)
			seen[k], some[k] = true, true
			if k == order.KindRefund || k == order.KindReducePrice {
				require.Equal(t, order.RoleOperator, role, "refunds are ordered by people")
			}
		}
	}
	require.Len(t, some, len(order.Kinds()), "every command may be given by somebody")
	roles[order.RoleBuyer][0].Kind = "changed"
	require.NotEqual(t, roles, order.DefaultRoles(), "each copy is fresh")
}

func TestTheDomainIsPure(t *testing.T) {
	for _, pkg := range []string{"github.com/ordo-sdk/ordo/order", "github.com/ordo-sdk/ordo/order/amount", "github.com/ordo-sdk/ordo/order/stock", "github.com/ordo-sdk/ordo/status"} {
		out, err := exec.Command("go", "list", "-deps", pkg).Output()
		require.NoError(t, err)
		deps := strings.Fields(string(out))
		require.Contains(t, deps, pkg)
		for _, impure := range []string{"net", "net/http", "os/exec", "database/sql", "math/rand", "math/rand/v2", "log"} {
			require.NotContains(t, deps, impure, pkg)
		}
		out, err = exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg).Output()
		require.NoError(t, err)
		for _, d := range strings.Fields(string(out)) {
			require.Contains(t, []string{"github.com/ordo-sdk/ordo/order", "github.com/ordo-sdk/ordo/order/amount", "github.com/ordo-sdk/ordo/order/stock", "github.com/ordo-sdk/ordo/status"}, d, "%s needs it", pkg)
		}
	}
}

func TestNoFloatsAndNoClock(t *testing.T) {
	for name, f := range source(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				require.NotContains(t, []string{"float32", "float64", "complex64", "complex128"}, n.Name, name)
			case *ast.BasicLit:
				require.NotEqual(t, token.FLOAT, n.Kind, name)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" {
					require.NotContains(t, []string{"Now", "Since", "Until", "After", "Tick", "NewTimer", "Sleep", "Local"}, n.Sel.Name, name)
				}
			}
			return true
		})
	}
}
