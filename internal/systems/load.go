package systems

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
)

const (
	module    = "github.com/ordo-sdk/ordo/"
	transport = module + "internal/rest"
	bxrest    = module + "wire/bxrest" // a transport too
)

// ports are the folders that hold the ports, and below them a package for each client.
var ports = []string{"channels", "erp", "carriers", "receipts"}

// listed is a package as go list describes it.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, Imports        []string
}

// list asks the go command for the clients, the fakes and everything that they import.
func list(root string) (map[string]listed, error) {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Imports"}
	for _, p := range ports {
		args = append(args, "./"+p+"/...")
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, problems.Bytes())
	}
	all := map[string]listed{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		all[p.ImportPath] = p
	}
}

// source is a package that was parsed and type-checked.
type source struct {
	*types.Package
	files []*ast.File
	info  *types.Info
	funcs map[*types.Func]*ast.FuncDecl
	// assigned holds what is assigned to each variable, in the order of the text. Fields are those of a struct
	// variable.
	assigned map[types.Object][]assignment
	fields   map[types.Object]map[string]ast.Expr
	busy     map[*types.Func]bool  // functions whose results are being evaluated
	setting  map[types.Object]bool // variables whose fields are being evaluated
}

// assignment is one value of a variable: a result of an expression that may have several.
type assignment struct {
	after  token.Pos // where the variable has the value
	value  ast.Expr
	result int
	ranged bool // value is ranged over, and the variable is its key
}

// load parses and type-checks one of the listed packages.
func load(all map[string]listed, p listed) (*source, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	exports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(all[path].Export) })
	return check(p.ImportPath, fset, files, exports)
}

// check type-checks a package and indexes it.
func check(importPath string, fset *token.FileSet, files []*ast.File, from types.Importer) (*source, error) {
	s := &source{
		files: files, funcs: map[*types.Func]*ast.FuncDecl{}, assigned: map[types.Object][]assignment{},
		fields: map[types.Object]map[string]ast.Expr{}, busy: map[*types.Func]bool{},
		setting: map[types.Object]bool{},
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
	}
	config := types.Config{Importer: from}
	var err error
	if s.Package, err = config.Check(importPath, fset, files, s.info); err != nil {
		return nil, err
	}
	for _, f := range files {
		ast.Inspect(f, s.index)
	}
	return s, nil
}

// index notes functions and assignments.
func (s *source) index(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if f, ok := s.info.Defs[n.Name].(*types.Func); ok {
			s.funcs[f] = n
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			s.assign(to, n.Rhs, i)
		}
	case *ast.ValueSpec:
		for i, to := range n.Names {
			s.assign(to, n.Values, i)
		}
	case *ast.RangeStmt:
		if to, ok := n.Key.(*ast.Ident); ok {
			obj := s.object(to)
			s.assigned[obj] = append(s.assigned[obj], assignment{after: n.X.End(), value: n.X, ranged: true})
		}
	}
	return true
}

func (s *source) assign(to ast.Expr, values []ast.Expr, i int) {
	var a assignment
	switch {
	case i < len(values):
		a.value = values[i]
	case len(values) == 1:
		a.value, a.result = values[0], i
	default:
		return
	}
	a.after = a.value.End()
	switch to := to.(type) {
	case *ast.Ident:
		obj := s.object(to)
		s.assigned[obj] = append(s.assigned[obj], a)
	case *ast.SelectorExpr:
		if v, ok := to.X.(*ast.Ident); ok {
			obj := s.object(v)
			if s.fields[obj] == nil {
				s.fields[obj] = map[string]ast.Expr{}
			}
			s.fields[obj][to.Sel.Name] = a.value
		}
	}
}

// object returns what a name means.
func (s *source) object(name *ast.Ident) types.Object {
	if obj := s.info.Defs[name]; obj != nil {
		return obj
	}
	return s.info.Uses[name]
}

// clients returns the import paths of all clients: packages below a port that use the transport.
func clients(all map[string]listed) []string {
	var out []string
	for name, p := range all {
		if port := path.Dir(name); slices.Contains(ports, path.Base(port)) && path.Dir(port)+"/" == module && slices.Contains(p.Imports, transport) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
