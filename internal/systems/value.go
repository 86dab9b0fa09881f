package systems

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// value is what an expression may be: texts, in which {name} stands for what is known only when the program runs, or a
// struct with such texts.
type value struct {
	texts  []string
	fields map[string][]string
}

// env holds the values of the parameters of the functions that are being followed.
type env map[types.Object]value

// unknown is the value of an expression that cannot be evaluated; it is named by the last name in it.
func unknown(e ast.Expr) value {
	name := "value"
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		name = e.Sel.Name
	case *ast.CallExpr:
		if len(e.Args) > 0 {
			return unknown(e.Args[len(e.Args)-1])
		}
		return unknown(e.Fun)
	}
	return value{texts: []string{"{" + name + "}"}}
}

// or returns what may be either value.
func (v value) or(w value) value {
	for _, text := range w.texts {
		if !slices.Contains(v.texts, text) {
			v.texts = append(slices.Clone(v.texts), text)
		}
	}
	if w.fields != nil {
		v.fields = w.fields
	}
	return v
}

// eval returns the value of an expression.
func (s *source) eval(e ast.Expr, in env) value {
	if tv := s.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return value{texts: []string{constant.StringVal(tv.Value)}}
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.eval(e.X, in)
	case *ast.UnaryExpr:
		return s.eval(e.X, in)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return value{texts: cross(s.eval(e.X, in).texts, s.eval(e.Y, in).texts)}
		}
	case *ast.Ident:
		return s.variable(e, in)
	case *ast.SelectorExpr:
		if v, ok := s.eval(e.X, in).fields[e.Sel.Name]; ok && s.info.Selections[e] != nil {
			return value{texts: v}
		}
	case *ast.CompositeLit:
		return s.literal(e, in)
	case *ast.CallExpr:
		return s.result(e, 0, in)
	}
	return unknown(e)
}

// cross returns all texts of the first followed by all of the second.
func cross(first, second []string) []string {
	var out []string
	for _, a := range first {
		for _, b := range second {
			out = append(out, a+b)
		}
	}
	return out
}

// variable returns the value of a variable at the place where it is used: all values that were assigned to it before.
func (s *source) variable(id *ast.Ident, in env) value {
	obj := s.info.Uses[id]
	out, known := in[obj]
	for _, a := range s.assigned[obj] {
		if id.Pos() < a.after {
			continue
		}
		v := unknown(id)
		switch call, ok := a.value.(*ast.CallExpr); {
		case a.ranged:
			v = value{texts: s.keys(a.value)}
		case ok:
			v = s.result(call, a.result, in)
		case a.result == 0:
			v = s.eval(a.value, in)
		}
		known = true
		out = out.or(v)
	}
	if set := s.fields[obj]; len(set) > 0 && out.fields != nil && !s.setting[obj] { // a field may be set from itself
		s.setting[obj] = true
		defer delete(s.setting, obj)
		out.fields = maps.Clone(out.fields)
		for name, e := range set {
			out.fields[name] = s.eval(e, in).texts
		}
	}
	if !known {
		return unknown(id)
	}
	return out
}

// keys returns the keys of a map literal.
func (s *source) keys(e ast.Expr) []string {
	var out []string
	if lit, ok := e.(*ast.CompositeLit); ok {
		for _, el := range lit.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				out = append(out, s.eval(kv.Key, nil).texts...)
			}
		}
	}
	return out
}

// literal returns the texts in a struct.
func (s *source) literal(lit *ast.CompositeLit, in env) value {
	fields := map[string][]string{}
	for _, el := range lit.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && isText(s.info.TypeOf(kv.Value)) {
				fields[key.Name] = s.eval(kv.Value, in).texts
			}
		}
	}
	return value{fields: fields}
}

// result returns the value of result n of a call.
func (s *source) result(call *ast.CallExpr, n int, in env) value {
	if tv := s.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 { // a conversion
		return s.eval(call.Args[0], in)
	}
	f := s.callee(call)
	if f == nil {
		return unknown(call)
	}
	if f.FullName() == transport+".Pathf" || f.FullName() == "fmt.Sprintf" {
		return value{texts: s.format(call, in)}
	}
	decl := s.funcs[f]
	if decl == nil || decl.Body == nil {
		return unknown(call)
	}
	if s.busy[f] { // it calls itself
		return unknown(call)
	}
	s.busy[f] = true
	defer delete(s.busy, f)
	inner := s.bind(f, call, in)
	var out value
	ast.Inspect(decl.Body, func(node ast.Node) bool {
		if _, ok := node.(*ast.FuncLit); ok {
			return false
		}
		if ret, ok := node.(*ast.ReturnStmt); ok && n < len(ret.Results) {
			v := s.eval(ret.Results[n], inner)
			out = out.or(v)
		}
		return true
	})
	if len(out.texts) == 0 && out.fields == nil {
		return unknown(call)
	}
	return out
}

// format evaluates a call of Pathf or Sprintf. An argument that is not constant stays open, by its name.
func (s *source) format(call *ast.CallExpr, in env) []string {
	var out []string
	for _, format := range s.eval(call.Args[0], in).texts {
		parts := strings.Split(strings.ReplaceAll(format, "%d", "%s"), "%s")
		text := parts[0]
		for i, part := range parts[1:] {
			arg := "{value}"
			if i+1 < len(call.Args) {
				arg = unknown(call.Args[i+1]).texts[0]
				if v := s.eval(call.Args[i+1], in).texts; len(v) == 1 && !strings.Contains(v[0], "{") {
					arg = v[0]
				}
			}
			text += arg + part
		}
		out = append(out, text)
	}
	return out
}

// bind gives the parameters of f the values of the arguments of a call.
func (s *source) bind(f *types.Func, call *ast.CallExpr, in env) env {
	inner := env{}
	params := f.Type().(*types.Signature).Params()
	for i := range min(params.Len(), len(call.Args)) {
		p := params.At(i)
		if _, ok := p.Type().Underlying().(*types.Struct); ok || isText(p.Type()) {
			inner[p] = s.eval(call.Args[i], in)
		}
	}
	return inner
}

// name returns the identifier by which a call names what it calls.
func name(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch e := fun.(type) {
	case *ast.IndexExpr:
		fun = e.X
	case *ast.IndexListExpr:
		fun = e.X
	}
	switch e := fun.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

// callee returns the function or method that is called, if that is known; the generic one of a generic function.
func (s *source) callee(call *ast.CallExpr) *types.Func {
	if f, ok := s.info.Uses[name(call)].(*types.Func); ok {
		return f.Origin()
	}
	return nil
}

// isText reports whether a type is a string type.
func isText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// isRequest reports whether a type is that of the transport's requests.
func isRequest(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Request" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == transport
}

// isNamed reports whether a type is one of those of bxrest that name a method of Bitrix24 and the shop.
func isNamed(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == bxrest &&
		slices.Contains([]string{"Request", "Listing", "Command"}, named.Obj().Name())
}
