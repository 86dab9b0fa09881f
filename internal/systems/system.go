package systems

import (
	"go/constant"
	"go/types"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// system is an outside system: its client and its fake.
type system struct {
	folder string
	rows   []row
	open   []string // methods whose request cannot be evaluated
}

// row is an operation of the vendor, and who knows it.
type row struct {
	operation
	methods []string // of the client
	route   string   // of the fake; "" means none
	ports   []string // methods of the ports, such as "Carrier.Create"
}

// marking is the package with the port of a registry of marked goods.
const marking = "receipts/marking"

// read reads a client and its fake.
func read(all map[string]listed, importPath string) (system, error) {
	client, err := load(all, all[importPath])
	if err != nil {
		return system{}, err
	}
	fake, err := load(all, all[importPath+"/"+client.Name()+"test"])
	if err != nil {
		return system{}, err
	}
	sys := system{folder: strings.TrimPrefix(importPath, module)}
	bases, routes := client.bases(), append(fake.routes(), named(sys.folder)...)
	rows := map[operation]*row{}
	// add notes that a method sends operations. A port may fix a part of a path that the client leaves open.
	add := func(name string, port bool, ops map[operation]bool) {
		for o := range ops {
			named, by, known := answered(o, bases, routes)
			if !known && !o.evaluated() {
				sys.open = append(sys.open, name+": "+o.String())
				continue
			}
			r := rows[named]
			if r == nil && port {
				r = rows[operation{o.method, by.path}]
			}
			if r == nil {
				r = &row{operation: named, route: by.path}
				rows[named] = r
			}
			list := &r.methods
			if port {
				list = &r.ports
			}
			if !slices.Contains(*list, name) {
				*list = append(*list, name)
			}
		}
	}
	methods := client.methods()
	for _, m := range methods {
		if raw(m) {
			continue
		}
		ops := client.trace(m, func(f *types.Func) bool { return f != m && slices.Contains(methods, f) })
		if len(ops) == 0 { // it only calls others, as WaitX calls GetX
			ops = client.trace(m, never)
		}
		name := client.nameOf(m)
		if len(ops) == 0 && calls(m) {
			sys.open = append(sys.open, name)
		}
		add(name, false, ops)
	}
	for _, f := range client.constructors() {
		add("(login)", false, client.trace(f, never))
	}
	for _, port := range client.ports() {
		for m := range port.Methods() {
			if m.Exported() {
				add(port.Obj().Name()+"."+m.Name(), true, client.trace(m, never))
			}
		}
	}
	sent := slices.Collect(maps.Values(rows))
	for _, route := range routes {
		if !slices.ContainsFunc(sent, func(r *row) bool { return r.route == route.path && (route.method == "" || r.method == route.method) }) {
			rows[route] = &row{operation: route, route: route.path}
		}
	}
	for _, r := range rows {
		slices.Sort(r.methods)
		slices.Sort(r.ports)
		sys.rows = append(sys.rows, *r)
	}
	slices.SortFunc(sys.rows, func(a, b row) int { return a.compare(b.operation) })
	slices.Sort(sys.open)
	sys.open = slices.Compact(sys.open)
	return sys, nil
}

// never is for trace: nothing stops it.
func never(*types.Func) bool { return false }

// raw reports whether a method sends what its caller names: Call and the like.
func raw(f *types.Func) bool { return strings.HasPrefix(f.Name(), "Call") }

// calls reports whether a method has a context, and so sends something.
func calls(f *types.Func) bool {
	params := f.Signature().Params()
	return params.Len() > 0 && params.At(0).Type().String() == "context.Context"
}

// methods returns the exported methods of the client, and of others in the package: types that have the name of an
// account and are no port.
func (s *source) methods() []*types.Func {
	var out []*types.Func
	for _, name := range s.Scope().Names() {
		t, ok := s.Scope().Lookup(name).Type().(*types.Named)
		if !ok || !s.Scope().Lookup(name).Exported() || name != "Client" && (!has(t, "NameAccount") || has(t, "System")) {
			continue
		}
		for m := range t.Methods() {
			if m.Exported() {
				out = append(out, m)
			}
		}
	}
	return out
}

// has reports whether a type, or a pointer to it, has a method.
func has(t *types.Named, method string) bool {
	return types.NewMethodSet(types.NewPointer(t)).Lookup(nil, method) != nil
}

// nameOf is the name of a method of a client: with its type, unless that is Client.
func (s *source) nameOf(m *types.Func) string {
	of := m.Signature().Recv().Type()
	if p, ok := of.(*types.Pointer); ok {
		of = p.Elem()
	}
	if t, ok := of.(*types.Named); ok && t.Obj().Name() != "Client" {
		return t.Obj().Name() + "." + m.Name()
	}
	return m.Name()
}

// constructors returns the exported functions that make a client.
func (s *source) constructors() []*types.Func {
	var out []*types.Func
	for _, name := range s.Scope().Names() {
		f, ok := s.Scope().Lookup(name).(*types.Func)
		if ok && f.Exported() && strings.HasPrefix(name, "New") && types.Identical(f.Signature().Results().At(0).Type(), types.NewPointer(s.Scope().Lookup("Client").Type())) {
			out = append(out, f)
		}
	}
	return out
}

// ports returns the types of the client that implement a port: an exported interface with a method System, in the
// package above.
func (s *source) ports() []*types.Named {
	var out []*types.Named
	for _, p := range s.Imports() {
		if at := strings.TrimPrefix(p.Path(), module); !slices.Contains(ports, at) && at != marking {
			continue
		}
		for _, name := range p.Scope().Names() {
			port, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface)
			if !ok || !slices.ContainsFunc(slices.Collect(port.Methods()), func(m *types.Func) bool { return m.Name() == "System" }) {
				continue
			}
			for _, own := range s.Scope().Names() {
				t, ok := s.Scope().Lookup(own).Type().(*types.Named)
				if ok && s.Scope().Lookup(own).Exported() && types.Implements(types.NewPointer(t), port) {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// bases returns the paths of the vendor's addresses, such as "/v3", as they are and with a version that the client
// adds.
func (s *source) bases() []string {
	var out []string
	for _, name := range s.Scope().Names() {
		c, ok := s.Scope().Lookup(name).(*types.Const)
		if !ok || c.Val().Kind() != constant.String {
			continue
		}
		if u, err := url.Parse(constant.StringVal(c.Val())); err == nil && u.Scheme == "https" && u.Path != "" {
			base := strings.TrimSuffix(u.Path, "/")
			out = append(out, base, base+"/{version}")
		}
	}
	return out
}
