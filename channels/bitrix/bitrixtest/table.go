package bitrixtest

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// table is an entity with its records and what may be done with them.
type table struct {
	entity
	name     string // of its methods, such as "sale.order"
	scope    string
	missing  error // the refusal of an id that is not there
	rows     func() []row
	show     func(row) row // of get, add and update; nil means entity.show
	add      func(c *bxserver.Call, given row) (row, error)
	update   func(c *bxserver.Call, r, given row) error
	remove   func(c *bxserver.Call, r row) error
	counted  bool                       // add and update answer with a total, as basket items do
	needs    func(*bxserver.Call) error // what a list must be asked with
	done     func(row)                  // finishes a record of a list
	listKey  string                     // in place of many
	addKey   string                     // in place of one, of the answer to add
	listOnly bool
}

// whole is the table with what it leaves out.
func (t table) whole() table {
	if t.show == nil {
		t.show = t.entity.show
	}
	if t.listKey == "" {
		t.listKey = t.many
	}
	if t.addKey == "" {
		t.addKey = t.one
	}
	return t
}

// register adds the methods that the table has.
func (s *Server) register(t table) {
	t = t.whole()
	method := func(verb string, write bool, params []string, run func(*bxserver.Call) (any, error)) {
		s.method(t.name+"."+verb, t.scope, write, params, run)
	}
	method("getFields", false, nil, func(*bxserver.Call) (any, error) {
		return row{t.one: t.describe()}, nil
	})
	if t.rows != nil {
		method("list", false, []string{"select", "filter", "order", "start"}, func(c *bxserver.Call) (any, error) { return s.list(c, t) })
	}
	if t.rows != nil && !t.listOnly {
		method("get", false, []string{"id"}, func(c *bxserver.Call) (any, error) {
			r, err := t.find(c)
			if err != nil {
				return nil, err
			}
			return row{t.one: t.show(r)}, nil
		})
	}
	if t.add != nil {
		method("add", true, []string{"fields"}, func(c *bxserver.Call) (any, error) { return s.added(c, t) })
	}
	if t.update != nil {
		method("update", true, []string{"id", "fields"}, func(c *bxserver.Call) (any, error) { return s.updated(c, t) })
	}
	if t.remove != nil {
		method("delete", true, []string{"id"}, func(c *bxserver.Call) (any, error) {
			r, err := t.find(c)
			if err != nil {
				return nil, err
			}
			if err := t.remove(c, r); err != nil {
				return nil, err
			}
			c.Commit()
			return true, nil
		})
	}
}

// method adds a method for administrators.
func (s *Server) method(name, scope string, write bool, params []string, run func(*bxserver.Call) (any, error)) {
	s.Handle(name, bxserver.Method{Scope: scope, Params: params, Run: func(c *bxserver.Call) (out any, err error) {
		switch {
		case c.Admin:
			out, err = run(c)
		case write:
			err = refuse(200040300020, "Access Denied")
		default:
			err = refuse(200040300010, "Access Denied")
		}
		var e *bxserver.Error
		if !s.settings.NumberCodes && errors.As(err, &e) {
			as := *e
			as.Code = text(e.Code)
			err = &as
		}
		return out, err
	}})
}

// find returns the record that a call names.
func (t table) find(c *bxserver.Call) (row, error) {
	v, ok := c.Param("id")
	if !ok {
		return nil, bxserver.Missing("id")
	}
	for _, r := range t.rows() {
		if text(r["id"]) == text(v) {
			return r, nil
		}
	}
	return nil, t.missing
}

// given returns the fields of a call.
func given(c *bxserver.Call) (*bxserver.Map, error) {
	f := c.Array("fields")
	if f.Len() == 0 {
		return nil, bxserver.Missing("fields")
	}
	return f, nil
}

func (s *Server) added(c *bxserver.Call, t table) (any, error) {
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	if names := t.lacks(f, true); len(names) > 0 {
		return nil, lacking(names)
	}
	r, err := t.add(c, s.take(c, t.entity, f, true))
	if err != nil {
		return nil, err
	}
	return t.answer(c, t.addKey, r), nil
}

func (s *Server) updated(c *bxserver.Call, t table) (any, error) {
	r, err := t.find(c)
	if err != nil {
		return nil, err
	}
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	if names := t.lacks(f, false); len(names) > 0 {
		return nil, lacking(names)
	}
	if err := t.update(c, r, s.take(c, t.entity, f, false)); err != nil {
		return nil, err
	}
	return t.answer(c, t.one, r), nil
}

func (t table) answer(c *bxserver.Call, key string, r row) any {
	c.Commit()
	out := row{key: t.show(r)}
	if t.counted {
		return bxserver.Counted{Result: out, Total: 1}
	}
	return out
}

// list filters, sorts and pages the records. Names that the entity does not have are dropped.
func (s *Server) list(c *bxserver.Call, t table) (any, error) {
	if t.needs != nil {
		if err := t.needs(c); err != nil {
			return nil, err
		}
	}
	rows := t.rows()
	shown := make([]row, len(rows))
	for i, r := range rows {
		shown[i] = t.entity.show(r)
	}
	page, err := c.List(shown, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		_, ok := t.entity.find(name)
		return name, ok
	}})
	if err != nil {
		return nil, err
	}
	wanted, _ := bxserver.AsList(c.Params.Get("select"))
	var names []string
	for _, n := range wanted {
		if _, ok := t.entity.find(text(n)); !ok && text(n) != "*" {
			c.Ignore("select." + text(n))
			continue
		}
		names = append(names, text(n))
	}
	if len(names) > 0 && !slices.Contains(names, "*") {
		for i, r := range page.Rows {
			some := row{}
			for _, n := range names {
				some[n] = r[n]
			}
			page.Rows[i] = some
		}
	}
	if t.done != nil {
		for _, r := range page.Rows {
			t.done(r)
		}
	}
	return page.Answer(row{t.listKey: page.Rows}), nil
}
