package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

const module = "github.com/ordo-sdk/ordo"

// pkg is a package of the module, as its source files declare it.
type pkg struct {
	path, name string
	files      []*ast.File // with those of its tests
	objects    map[string]bool
	types      map[string]*typ
	funcs      map[string]ref // the first result of each function
	imports    map[string]string
}

// typ is a type with its members.
type typ struct {
	members  map[string]ref // fields and methods, with their type or first result
	embedded []ref
	alias    ref
}

// ref refers to a type. The zero ref is a type that is not followed: of another module, or without a name.
type ref struct{ pkg, name string }

// tree is the module.
type tree struct {
	fset   *token.FileSet
	pkgs   map[string]*pkg // by path
	byName map[string]*pkg // those that hosts can import
	idents map[string]bool // every identifier in the code
	texts  []text          // the string literals outside tests
}

type text struct {
	pos   token.Pos
	value string
}

func newTree() *tree {
	return &tree{fset: token.NewFileSet(), pkgs: map[string]*pkg{}, byName: map[string]*pkg{}, idents: map[string]bool{}}
}

// load reads the module in a folder.
func load(root string) (*tree, error) {
	t := newTree()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "tools" || len(d.Name()) > 2 && d.Name()[0] == '.'):
			return fs.SkipDir
		case !strings.HasSuffix(file, ".go"):
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return t.add(path.Join(module, filepath.ToSlash(dir)), file, src)
	})
	return t, err
}

// fakes are the packages of fake servers: what they say are the vendor's words.
var fakes = regexp.MustCompile(`/(channels|erp|carriers|receipts)/\w+/\w+test$`)

// add adds a source file to the package with that path.
func (t *tree) add(path, name string, src []byte) error {
	f, err := parser.ParseFile(t.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p := t.pkgs[path]
	if p == nil {
		p = &pkg{
			path: path, name: strings.TrimSuffix(f.Name.Name, "_test"), objects: map[string]bool{},
			types: map[string]*typ{}, funcs: map[string]ref{}, imports: map[string]string{},
		}
		t.pkgs[path] = p
		if p.name != "main" && !strings.Contains(path, "/internal/") && !strings.Contains(path, "/examples/") {
			t.byName[p.name] = p
		}
	}
	p.files = append(p.files, f)
	imports := importsOf(f)
	for name, path := range imports {
		p.imports[name] = path
	}
	test, fake := strings.HasSuffix(name, "_test.go"), fakes.MatchString(path)
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			t.idents[n.Name] = true
		case *ast.BasicLit:
			if n.Kind == token.STRING && strings.Contains(n.Value, " ") && !test && !fake {
				t.texts = append(t.texts, text{n.Pos(), n.Value})
			}
		}
		return true
	})
	if test {
		return nil
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			p.addFunc(d, imports)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				p.addSpec(s, imports)
			}
		}
	}
	return nil
}

func importsOf(f *ast.File) map[string]string {
	m := map[string]string{}
	for _, i := range f.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		m[name] = p
	}
	return m
}

func (p *pkg) typ(name string) *typ {
	if p.types[name] == nil {
		p.types[name] = &typ{members: map[string]ref{}}
	}
	return p.types[name]
}

func (p *pkg) addFunc(d *ast.FuncDecl, imports map[string]string) {
	var result ref
	if r := d.Type.Results; r != nil {
		result = p.ref(r.List[0].Type, imports)
	}
	if d.Recv != nil {
		p.typ(p.ref(d.Recv.List[0].Type, imports).name).members[d.Name.Name] = result
		return
	}
	p.objects[d.Name.Name], p.funcs[d.Name.Name] = true, result
}

func (p *pkg) addSpec(s ast.Spec, imports map[string]string) {
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, n := range s.Names {
			p.objects[n.Name] = true
		}
	case *ast.TypeSpec:
		p.objects[s.Name.Name] = true
		t := p.typ(s.Name.Name)
		var fields *ast.FieldList
		switch u := s.Type.(type) {
		case *ast.StructType:
			fields = u.Fields
		case *ast.InterfaceType:
			fields = u.Methods
		default:
			if t.alias = p.ref(u, imports); t.alias == (ref{}) && s.Assign.IsValid() {
				t.alias = ref{"?", "?"}
			}
			return
		}
		for _, f := range fields.List {
			r := p.ref(f.Type, imports)
			for _, n := range f.Names {
				t.members[n.Name] = r
			}
			if len(f.Names) == 0 {
				t.members[lastName(f.Type)] = r
				t.embedded = append(t.embedded, r)
			}
		}
	}
}

// ref returns the named type that an expression is, or points to, or returns.
func (p *pkg) ref(e ast.Expr, imports map[string]string) ref {
	switch e := e.(type) {
	case *ast.StarExpr:
		return p.ref(e.X, imports)
	case *ast.IndexExpr:
		return p.ref(e.X, imports)
	case *ast.IndexListExpr:
		return p.ref(e.X, imports)
	case *ast.FuncType:
		if e.Results != nil {
			return p.ref(e.Results.List[0].Type, imports)
		}
	case *ast.Ident:
		return ref{p.path, e.Name}
	case *ast.SelectorExpr:
		if x, is := e.X.(*ast.Ident); is {
			return ref{imports[x.Name], e.Sel.Name}
		}
	}
	return ref{}
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return lastName(e.X)
	case *ast.IndexExpr:
		return lastName(e.X)
	case *ast.IndexListExpr:
		return lastName(e.X)
	}
	return ""
}

// member returns the type of a member, and whether the type has it. A type that is not known has every member.
func (t *tree) member(r ref, name string) (ref, bool) {
	p := t.pkgs[r.pkg]
	if p == nil || p.types[r.name] == nil {
		return ref{}, true
	}
	d := p.types[r.name]
	if m, has := d.members[name]; has {
		return m, true
	}
	for _, e := range append(d.embedded, d.alias) {
		if e == (ref{}) {
			continue
		}
		if m, has := t.member(e, name); has {
			return m, true
		}
	}
	return ref{}, false
}
