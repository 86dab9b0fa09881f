package docs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

var (
	link  = regexp.MustCompile(`(^|[\s(“"'])\[\*?((?:[a-z][\w/]*\.)?[A-Z]\w*(?:\.[A-Z]\w*)?)\](?:$|[^\w(\[:])`)
	word  = regexp.MustCompile(`(^|[^\w./@-])((?:[a-z]\w*\.)?[A-Z]\w*(?:\.[A-Z]\w*)?)\b`)
	fence = regexp.MustCompile("(?ms)^```go\n(.*?)^```")
	camel = regexp.MustCompile(`(^|[^\w."/#-])([A-Z][a-z]+(?:[A-Z][a-z]+)+)\b`)
)

// names are names of products and the like that are written as identifiers are.
var names = map[string]bool{
	"YooKassa": true, "YooMoney": true, "DataMatrix": true, "GitHub": true, "SberMegaMarket": true, "OpenTelemetry": true, "PgBouncer": true,
	"TestStore":                true,                                                                     // which a host writes
	"PostalOrderEventsForMail": true, "PostalOrderEventsForMailInput": true, "AuthorizationHeader": true, // elements of Russian Post
}

// checkComment returns what the text of a comment in package p names and does not exist.
func (t *tree) checkComment(p *pkg, text string) (found []string) {
	var prose, code []string
	s := t.snippets(p)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "\t") {
			code = append(code, line)
			continue
		}
		prose = append(prose, line)
		if strings.TrimSpace(line) != "" && code != nil {
			s.check(strings.Join(code, ""))
			code = nil
		}
	}
	s.check(strings.Join(code, ""))
	found = slices.Concat(s.found, t.checkNames(text))
	all := strings.Join(prose, "")
	for _, m := range link.FindAllStringSubmatch(all, -1) {
		if why := t.checkLink(p, m[2]); why != "" {
			found = append(found, "["+m[2]+"]: "+why)
		}
	}
	for _, m := range word.FindAllStringSubmatch(all, -1) {
		if why := t.checkWord(p, m[2]); why != "" {
			found = append(found, m[2]+": "+why)
		}
	}
	return found
}

// checkNames returns the words that are written as identifiers are, and are the name of nothing in the module.
func (t *tree) checkNames(text string) (found []string) {
	for _, m := range camel.FindAllStringSubmatch(text, -1) {
		if !t.idents[m[2]] && !names[m[2]] {
			found = append(found, m[2]+": nothing has this name")
		}
	}
	return found
}

// checkLink checks a doc link, by the rules of package go/doc/comment.
func (t *tree) checkLink(p *pkg, name string) string {
	parts := strings.Split(name[strings.LastIndex(name, "/")+1:], ".")
	if !ast.IsExported(parts[0]) {
		if strings.Contains(name, "/") {
			parts[0] = name[:strings.LastIndex(name, "/")+1] + parts[0]
		} else if in := t.byName[parts[0]]; in != nil && p.imports[parts[0]] != in.path {
			return "package " + p.name + " does not import " + in.path
		}
		return t.checkWord(p, name)
	}
	return t.exists(p, parts)
}

// checkWord checks a name in prose: one with a package of the module, or a member of a type of package p.
func (t *tree) checkWord(p *pkg, name string) string {
	parts := strings.Split(name, ".")
	switch in := t.byName[parts[0]]; {
	case len(parts) == 1:
		return ""
	case ast.IsExported(parts[0]):
		if p == nil || p.types[parts[0]] == nil {
			return ""
		}
		return t.exists(p, parts)
	case p != nil && parts[0] == p.name:
		return t.exists(p, parts[1:])
	case in != nil && (p == nil || p.imports[parts[0]] == "" || p.imports[parts[0]] == in.path):
		return t.exists(in, parts[1:])
	}
	return ""
}

func (t *tree) exists(p *pkg, parts []string) string {
	if !p.objects[parts[0]] {
		return "package " + p.name + " has no " + parts[0]
	}
	if len(parts) == 2 && p.types[parts[0]] != nil {
		if _, has := t.member(ref{p.path, parts[0]}, parts[1]); !has {
			return parts[0] + " has no " + parts[1]
		}
	}
	return ""
}

// snippets are the snippets of one text. Later ones use the variables of earlier ones.
type snippets struct {
	*tree
	own   *pkg
	vars  map[string]ref
	found []string
}

func (t *tree) snippets(p *pkg) *snippets { return &snippets{tree: t, own: p, vars: map[string]ref{}} }

// check checks the names with a package, and the members of variables whose type the snippets show.
func (s *snippets) check(code string) {
	code = omission.ReplaceAllString(code, "${1}_")
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc _() {\n"+code+"\n}", parser.SkipObjectResolution)
	if err != nil {
		if f, err = parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, parser.SkipObjectResolution); err != nil {
			return // not code
		}
	}
	ast.Inspect(f, s.visit)
}

var omission = regexp.MustCompile(`(^|[\s({])(\.\.\.|…)`)

func (s *snippets) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, e := range n.Rhs {
			ast.Inspect(e, s.visit)
		}
		for i, v := range n.Lhs {
			ident, is := v.(*ast.Ident)
			if !is {
				ast.Inspect(v, s.visit)
				continue
			}
			if n.Tok != token.DEFINE && s.vars[ident.Name] != (ref{}) {
				continue
			}
			s.vars[ident.Name] = ref{}
			if i == 0 || len(n.Rhs) == len(n.Lhs) {
				s.vars[ident.Name] = s.typeOf(n.Rhs[i])
			}
		}
		return false
	case *ast.RangeStmt:
		for _, e := range []ast.Expr{n.Key, n.Value} {
			if v, is := e.(*ast.Ident); is {
				s.vars[v.Name] = ref{}
			}
		}
	case *ast.Field:
		for _, v := range n.Names {
			s.vars[v.Name] = ref{}
		}
	case *ast.SelectorExpr:
		s.selector(n)
	case *ast.CompositeLit:
		s.fields(n)
	}
	return true
}

func (s *snippets) selector(n *ast.SelectorExpr) {
	if in := s.pkgOf(n.X); in != nil {
		if why := s.exists(in, []string{n.Sel.Name}); why != "" {
			s.found = append(s.found, in.name+"."+n.Sel.Name+": "+why)
		}
		return
	}
	r := s.typeOf(n.X)
	if _, has := s.member(r, n.Sel.Name); !has {
		s.found = append(s.found, fmt.Sprintf("%s in a snippet: %s has no %s", n.Sel.Name, r.name, n.Sel.Name))
	}
}

func (s *snippets) fields(n *ast.CompositeLit) {
	r := s.typeOf(n)
	for _, e := range n.Elts {
		kv, is := e.(*ast.KeyValueExpr)
		if !is {
			continue
		}
		if k, is := kv.Key.(*ast.Ident); is {
			if _, has := s.member(r, k.Name); !has {
				s.found = append(s.found, fmt.Sprintf("%s in a snippet: %s has no %s", k.Name, r.name, k.Name))
			}
		}
	}
}

// pkgOf returns the package of the module that an expression names.
func (s *snippets) pkgOf(e ast.Expr) *pkg {
	x, is := e.(*ast.Ident)
	if !is {
		return nil
	}
	if _, is := s.vars[x.Name]; is {
		return nil
	}
	if s.own != nil && s.own.name == x.Name {
		return s.own
	}
	return s.byName[x.Name]
}

func (s *snippets) typeOf(e ast.Expr) ref {
	switch e := e.(type) {
	case *ast.Ident:
		return s.vars[e.Name]
	case *ast.ParenExpr:
		return s.typeOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return s.typeOf(e.X)
		}
	case *ast.CompositeLit:
		if t, is := e.Type.(*ast.SelectorExpr); is {
			if in := s.pkgOf(t.X); in != nil {
				return ref{in.path, t.Sel.Name}
			}
		}
	case *ast.CallExpr:
		f, is := e.Fun.(*ast.SelectorExpr)
		if !is {
			return ref{}
		}
		if in := s.pkgOf(f.X); in != nil {
			return in.funcs[f.Sel.Name]
		}
		r, _ := s.member(s.typeOf(f.X), f.Sel.Name)
		return r
	case *ast.SelectorExpr:
		r, _ := s.member(s.typeOf(e.X), e.Sel.Name)
		return r
	}
	return ref{}
}

// checkPage returns what a page names and does not exist.
func (t *tree) checkPage(text string) (found []string) {
	s := t.snippets(nil)
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		s.check(m[1])
	}
	found = s.found
	for _, m := range word.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		if why := t.checkWord(nil, m[2]); why != "" {
			found = append(found, m[2]+": "+why)
		}
	}
	return found
}
