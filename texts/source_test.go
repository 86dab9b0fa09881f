package texts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// place is where the source makes a text for people.
type place struct{ at, format string }

// makers lists the functions whose arguments are such texts, with the positions of the English formats among the
// arguments.
var makers = []struct {
	dir, name string
	args      []int
}{
	{"", "Textf", []int{0}},
	{"order", "refuse", []int{1, 2}},
	{"order/stock", "refuse", []int{2}},
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
	{"carriers", "broken", []int{2}},
	{"carriers", "add", []int{2}},
	{"carriers/cdek", "broken", []int{2}},
	{"carriers/cdek", "note", []int{2}},
	{"carriers/cdek", "require", []int{3}},
	{"carriers/cdek", "lacks", []int{2}},
	{"erp/bitrix24", "warn", []int{0}},
	{"erp/torgsoft", "refuse", []int{0}},
	{"erp/torgsoft", "conflict", []int{0}},
	{"erp/torgsoft", "rowError", []int{3}},
	{"carriers/novaposhta", "broken", []int{2}},
	{"carriers/novaposhta", "note", []int{2}},
	{"carriers/novaposhta", "require", []int{3}},
	{"carriers/novaposhta", "refuse", []int{3}},
	{"carriers/novaposhta", "warn", []int{1}},
	{"carriers/russianpost", "broken", []int{2}},
	{"carriers/russianpost", "note", []int{2}},
	{"carriers/russianpost", "require", []int{3}},
	{"carriers/russianpost", "warn", []int{0}},
	{"receipts", "must", []int{3}},
	{"receipts", "fail", []int{1}},
	{"contact", "invalid", []int{1}},
	{"receipts/marking", "invalid", []int{1}},
	{"receipts/marking/photo", "unread", []int{1}},
}

// sources lists the packages that make texts for people.
var sources = []string{
	"order", "order/stock", "bridge", "erp/retailcrm", "erp/torgsoft", "erp/onec", "erp/bitrix24", "erp/onec/commerceml", "carriers", "carriers/cdek", "carriers/novaposhta", "carriers/russianpost",
	"receipts", "receipts/marking", "receipts/marking/photo", "contact",
}

// places collects the formats from the source. A format that is no literal is an empty one, but for what a refusal is
// about: that may be a variable, which holds a Text.
func places(t *testing.T) []place {
	t.Helper()
	var all []place
	for _, dir := range sources {
		for _, f := range parsed(t, filepath.Join("..", dir)) {
			ast.Inspect(f.File, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.ValueSpec:
					if dir == "order" {
						all = append(all, problems(f, x)...)
					}
				case *ast.CompositeLit:
					if dir == "bridge" {
						all = append(all, fixed(f, x)...)
					}
				case *ast.CallExpr:
					if !x.Ellipsis.IsValid() { // arguments that are passed on were looked at where they were given
						all = append(all, formats(f, dir, x)...)
					}
				}
				return true
			})
		}
	}
	return all
}

// formats are those of a call.
func formats(f file, dir string, c *ast.CallExpr) (all []place) {
	for _, m := range makers {
		if m.name != called(c) || m.dir != "" && m.dir != dir {
			continue
		}
		for _, i := range m.args {
			if len(c.Args) <= i {
				continue
			}
			format, ok := literal(c.Args[i])
			if ok || m.name == "Textf" || m.name == "refuse" && i > 1 {
				all = append(all, f.place(c.Args[i], format))
			}
		}
	}
	if dir == "bridge" && called(c) == "reportFailed" { // the reason may be one of the vendor's or a fixed one
		ast.Inspect(c.Args[2], func(n ast.Node) bool {
			if e, ok := n.(*ast.BasicLit); ok {
				text, _ := literal(e)
				all = append(all, f.place(e, text))
			}
			return true
		})
	}
	return all
}

// fixed are the texts without arguments that the bridge puts into an outcome, and the names of fields that it compares.
func fixed(f file, c *ast.CompositeLit) (all []place) {
	switch t := c.Type.(type) {
	case *ast.Ident:
		if t.Name == "field" && len(c.Elts) == 3 {
			if text, ok := literal(c.Elts[0]); ok {
				all = append(all, f.place(c, text))
			}
		}
	case *ast.SelectorExpr:
		for _, e := range c.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok || t.Sel.Name != "Outcome" {
				continue
			}
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Text" {
				if text, ok := literal(kv.Value); ok {
					all = append(all, f.place(kv, text))
				}
			}
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
			all = append(all, f.place(c, text))
		}
	}
	return all
}

type file struct {
	*ast.File
	set *token.FileSet
}

func (f file) place(n ast.Node, format string) place {
	return place{f.set.Position(n.Pos()).String(), format}
}

// parsed reads the files of a package without its tests.
func parsed(t *testing.T, dir string) []file {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	set := token.NewFileSet()
	var out []file
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		require.NoError(t, err)
		out = append(out, file{f, set})
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
