package texts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// place is where the source makes a text for people.
type place struct{ at, format string }

// makers lists the functions whose arguments are such texts, with the positions of the English formats among the arguments.
var makers = []struct {
	dir, name string
	args      []int
}{
	{"", "Textf", []int{0}},
	{"order", "refuse", []int{1, 2}},
	{"order", "moneyProblem", []int{0}},
	{"order", "checkMoney", []int{0}},
	{"order", "pick", []int{1}},
	{"order", "stepMoves", []int{2}},
	{"bridge", "note", []int{3}},
	{"bridge", "notify", []int{2}},
	{"bridge", "notifyFailed", []int{1}},
	{"bridge", "warn", []int{0}},
	{"bridge", "say", []int{1}},
	{"bridge", "progress", []int{2}},
	{"bridge", "translate", []int{1}},
	{"bridge", "refField", []int{0}},
}

// sources lists the packages that make texts for people.
var sources = []string{"order", "erp/retailcrm"}

// places collects the formats from the source. A format that is no literal is an empty one, but for what a refusal is
// about: that may be a variable, which holds a Text.
func places(t *testing.T) []place {
	t.Helper()
	var all []place
	for _, dir := range sources {
		for _, f := range parsed(t, filepath.Join("..", dir)) {
			ast.Inspect(f.File, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok && dir == "order" {
					all = append(all, problems(f, v)...)
				}
				c, ok := n.(*ast.CallExpr)
				if !ok || c.Ellipsis.IsValid() { // arguments that are passed on were looked at where they were given
					return true
				}
				for _, m := range makers {
					if m.name != called(c) || m.dir != "" && m.dir != dir {
						continue
					}
					for _, i := range m.args {
						if len(c.Args) <= i {
							continue
						}
						at := f.set.Position(c.Args[i].Pos())
						format, literal := literal(c.Args[i])
						if !literal && (i != m.args[len(m.args)-1] || m.name != "refuse" && m.name != "Textf") {
							continue
						}
						all = append(all, place{at.String(), format})
					}
				}
				return true
			})
		}
	}
	return all
}

// problems are the texts of the errors that a refusal wraps.
func problems(f file, v *ast.ValueSpec) (all []place) {
	for i, n := range v.Names {
		if i >= len(v.Values) || !strings.HasPrefix(n.Name, "Err") {
			continue
		}
		if c, ok := v.Values[i].(*ast.CallExpr); ok && called(c) == "New" {
			text, _ := literal(c.Args[0])
			all = append(all, place{f.set.Position(c.Pos()).String(), text})
		}
	}
	return all
}

type file struct {
	*ast.File
	set *token.FileSet
}

// parsed reads the files of a package without its tests.
func parsed(t *testing.T, dir string) []file {
	t.Helper()
	set := token.NewFileSet()
	ps, err := parser.ParseDir(set, dir, func(i fs.FileInfo) bool { return !strings.HasSuffix(i.Name(), "_test.go") }, 0)
	require.NoError(t, err)
	var out []file
	for _, p := range ps {
		for _, f := range p.Files {
			out = append(out, file{f, set})
		}
	}
	return out
}

// called returns the name of the function that is called, without its package and its receiver.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literal returns the value of a string literal, or of several joined with +.
func literal(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil && x.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(x.X)
		b, also := literal(x.Y)
		return a + b, ok && also
	case *ast.ParenExpr:
		return literal(x.X)
	}
	return "", false
}

// indirect lists the texts of the catalog whose formats stand in no call of the source: errors by their text, and words
// of this package.
var indirect = []string{"none", "%d h", "%d min", "%d h %d min"}
