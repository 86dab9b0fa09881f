package page

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// comments are the comments that stand beside the constants of each enumeration, by its name and in its order: the page
// says what the source says.
type comments map[string][]string

// readComments reads the source of package status in dir.
func readComments(dir string) (comments, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	all := make(comments)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				all.read(g)
			}
		}
	}
	return all, nil
}

// read takes in one block of constants, if it counts up from a typed first one.
func (c comments) read(g *ast.GenDecl) {
	first, ok := g.Specs[0].(*ast.ValueSpec)
	if !ok || first.Type == nil || !g.Lparen.IsValid() {
		return
	}
	name, ok := first.Type.(*ast.Ident)
	if !ok {
		return
	}
	for _, s := range g.Specs {
		c[name.Name] = append(c[name.Name], strings.TrimSpace(s.(*ast.ValueSpec).Comment.Text()))
	}
}

// of returns the comment of the n-th value, counted from 1, of an enumeration.
func (c comments) of(enum string, n uint8) (string, error) {
	list := c[enum]
	if int(n) > len(list) || n == 0 || list[n-1] == "" {
		return "", fmt.Errorf("page: value %d of %s has no comment in the source", n, enum)
	}
	return list[n-1], nil
}
