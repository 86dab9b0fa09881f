package onectest

import (
	"net/http"
	"slices"
	"strings"
)

// instance answers a request to one object, or to what is below it.
func (c *call) instance(e *entity, segs []segment) *refusal {
	if e.records != nil {
		return c.record(&e.table, c.all(e, &e.table), segs, e.keys())
	}
	key, r := c.key(e, segs[0].args)
	if r != nil {
		return r
	}
	o := c.data[e.name][key]
	if o == nil {
		return noInstance(e.name)
	}
	if len(segs) > 1 {
		return c.below(e, o, segs[1:])
	}
	switch c.r.Method {
	case http.MethodGet:
		if _, ok := c.query.values["$expand"]; ok {
			return notSupported("$expand не поддерживается при запросе одиночных сущностей")
		}
		if r := c.query.only("$format", "$select"); r != nil {
			return r
		}
		return c.show(200, &e.table, o)
	case http.MethodPatch, http.MethodPut:
		return c.update(e, o)
	case http.MethodDelete:
		return c.remove(e, o)
	}
	return wrongMethod(c.r.Method)
}

// key reads the key of an object: guid'..' alone or with its name.
func (c *call) key(e *entity, args string) (string, *refusal) {
	names, values, bad := arguments(args)
	if bad || len(names) != 1 || names[0] != "" && names[0] != "Ref_Key" {
		if len(names) == 0 {
			return "", refuse(400, "7", "Не хватает элемента ключа сущности")
		}
		return "", refuse(400, "7", "Неверный ключ сущности %s: %s", e.name, args)
	}
	v, ok := strings.CutPrefix(values[names[0]], "guid")
	if v = unquoted(v); !ok || !isGUID(v) {
		return "", refuse(400, "1", `Не удалось разобрать строку "%s"`, values[names[0]])
	}
	return strings.ToLower(v), nil
}

// below answers what stands behind an object: an action, a section, or a property through references.
func (c *call) below(e *entity, o object, segs []segment) *refusal {
	name := segs[0].name
	if e.class == "Document" && (name == "Post" || name == "Unpost") {
		if len(segs) > 1 || segs[0].args != "" {
			return noMethod()
		}
		return c.act(e, o, name)
	}
	if segs[0].brack {
		return noMethod()
	}
	if c.r.Method != http.MethodGet {
		return wrongMethod(c.r.Method)
	}
	if sec := e.section(name); sec != nil && len(segs) == 1 {
		_, t := c.schema.rows(e.name + "_" + name)
		var all []object
		for _, row := range rows(o[name]) {
			row = copyOf(row)
			row["Ref_Key"] = o["Ref_Key"]
			all = append(all, row)
		}
		return c.list(t, all, false)
	}
	if p := e.nav[name]; p != nil {
		target := p.to[0]
		if p.kind == mixed {
			target = strings.TrimPrefix(str(o[name+"_Type"]), namespace)
		}
		te := c.schema.entities[target]
		if te == nil || c.hidden[target] {
			return noEntity(target)
		}
		to := c.data[target][str(o[p.field()])]
		if to == nil {
			return noInstance(target)
		}
		if len(segs) == 1 {
			if r := c.query.only("$format", "$select"); r != nil {
				return r
			}
			return c.show(200, &te.table, to)
		}
		return c.below(te, to, segs[1:])
	}
	p := e.by[name]
	if p == nil {
		return noProperty(name)
	}
	if len(segs) > 1 {
		return noMethod()
	}
	if r := c.query.only("$format"); r != nil {
		return r
	}
	if c.json {
		w := &jsonWriter{noise: c.settings.Noise}
		if c.detail != none {
			head := member{name: "odata.metadata", val: c.root + "$metadata#" + edmType(p)}
			w.object(asShown([]member{head, {"value", o[name], p}}))
		} else {
			w.object(asShown([]member{{"value", o[name], p}}))
		}
		return c.send(200, "application/json", w.Bytes())
	}
	value := escape(atomText(o[name], c.settings.Noise))
	return c.send(200, "application/xml", []byte(xmlHead+"<d:"+name+` xmlns:d="`+nsData+`">`+value+"</d:"+name+">"))
}

// row answers a request to one row of a section, or to one record of a register.
func (c *call) row(e *entity, t *table, segs []segment) *refusal {
	keys := []string{"Ref_Key", "LineNumber"}
	if t == e.records {
		keys = e.recordKeys()
	}
	return c.record(t, c.all(e, t), segs, keys)
}

// record answers a request to one of the objects by a key of several parts.
func (c *call) record(t *table, all []object, segs []segment, keys []string) *refusal {
	if len(segs) > 1 {
		return noMethod()
	}
	if c.r.Method != http.MethodGet {
		return wrongMethod(c.r.Method)
	}
	if r := c.query.only("$format", "$select"); r != nil {
		return r
	}
	names, values, bad := arguments(segs[0].args)
	if bad {
		return refuse(400, "7", "Неверный ключ сущности %s", t.name)
	}
	if len(names) == 1 && names[0] == "" && len(keys) == 1 {
		values[keys[0]] = values[""]
		names[0] = keys[0]
	}
	for _, k := range keys {
		if _, ok := values[k]; !ok {
			return refuse(400, "7", "Не хватает элемента ключа сущности: %s", k)
		}
	}
	for _, n := range names {
		if !slices.Contains(keys, n) {
			return refuse(400, "7", "У сущности %s нет элемента ключа %s", t.name, n)
		}
	}
	for _, o := range all {
		match := true
		for _, k := range keys {
			match = match && keyText(o[k]) == keyText(keyLiteral(values[k]))
		}
		if match {
			return c.show(200, t, o)
		}
	}
	return noInstance(t.name)
}

func keyText(v any) string {
	switch v := v.(type) {
	case string:
		return strings.ToLower(v)
	case int64, float64:
		return shown(num(v), false)
	}
	return ""
}

// keyLiteral is the value of a part of a key.
func keyLiteral(s string) string {
	for _, prefix := range []string{"guid", "datetime"} {
		if v, ok := strings.CutPrefix(s, prefix); ok {
			s = v
		}
	}
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return unquoted(s)
}
