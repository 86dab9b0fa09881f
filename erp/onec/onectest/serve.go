package onectest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// call is one request to the service.
type call struct {
	*Server
	w      http.ResponseWriter
	r      *http.Request
	query  *query
	json   bool
	detail detail
	root   string // the address of the service
}

// serve answers a request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, w: w, r: r}
	c.json = strings.Contains(r.Header.Get("Accept"), "json") || strings.Contains(r.URL.RawQuery, "json")
	if err := c.handle(); err != nil {
		err.answer(w, c.json)
	}
}

func (c *call) handle() *refusal {
	pub, path, ok := strings.Cut(c.r.URL.Path, servicePath)
	switch {
	case c.broken:
		return &refusal{500, "", "Внутренняя ошибка сервера"}
	case strings.ContainsFunc(c.r.RequestURI, func(r rune) bool { return r > 0x7e || r <= ' ' }):
		return &refusal{400, "", "The request could not be understood by the server"}
	case !ok || pub != Publication || path != "" && path[0] != '/':
		return &refusal{404, "", "The requested URL was not found on this server."}
	}
	user, password, _ := c.r.BasicAuth()
	if want, known := c.users[user]; !known || want != password {
		c.w.Header().Set("WWW-Authenticate", `Basic realm="1C:Enterprise 8.3"`)
		return &refusal{401, "", "Идентификация пользователя не выполнена"}
	}
	c.root = "http://" + c.r.Host + Publication + servicePath + "/"
	c.w.Header().Set("DataServiceVersion", "3.0")
	var r *refusal
	if c.query, r = parseQuery(c.r.URL.RawQuery); r != nil {
		return r
	}
	if r := c.format(); r != nil {
		return r
	}
	segs, r := segments(strings.Trim(path, "/"))
	if r != nil {
		return r
	}
	if len(segs) == 0 {
		if r := c.onlyGet(); r != nil {
			return r
		}
		return c.send(200, "application/atomsvc+xml", c.serviceDocument())
	}
	switch segs[0].name {
	case "$metadata":
		if r := c.onlyGet(); r != nil {
			return r
		}
		c.json = false
		if c.metadata == "" {
			c.metadata = c.edmx()
		}
		return c.send(200, "application/xml", []byte(c.metadata))
	case "$batch", "SelectChanges", "NotifyChangesReceived":
		return notSupported("%s не поддерживается", segs[0].name)
	}
	return c.resource(segs)
}

func (c *call) onlyGet() *refusal {
	if c.r.Method != http.MethodGet {
		return wrongMethod(c.r.Method)
	}
	return c.query.only("$format")
}

// format chooses between Atom and JSON: the parameter counts before the header.
func (c *call) format() *refusal {
	f, given := c.query.values["$format"]
	if !given {
		for a := range strings.SplitSeq(c.r.Header.Get("Accept"), ",") {
			if strings.HasPrefix(strings.TrimSpace(a), "application/json") {
				f = strings.TrimSpace(a)
				break
			}
		}
	}
	typ, params, _ := strings.Cut(strings.ReplaceAll(f, " ", ""), ";")
	json := typ == "json" || typ == "application/json"
	if given && !json && typ != "atom" && typ != "application/atom+xml" {
		return refuse(415, "3", "Запрошенный тип представления %s не поддерживается", f)
	}
	c.json = json
	for p := range strings.SplitSeq(params, ";") {
		name, v, _ := strings.Cut(p, "=")
		if name != "odata" {
			continue
		}
		switch v {
		case "nometadata":
			c.detail = none
		case "fullmetadata":
			c.detail = full
		case "minimalmetadata":
			c.detail = minimal
		default:
			return refuse(415, "3", "Запрошенный тип представления %s не поддерживается", f)
		}
	}
	return nil
}

// resource answers a request to an entity set or what is below it.
func (c *call) resource(segs []segment) *refusal {
	name := segs[0].name
	if e := c.schema.entities[name]; e != nil && !c.hidden[name] {
		if c.denied[name] {
			return noRights()
		}
		if segs[0].brack {
			return c.instance(e, segs)
		}
		return c.set(e, &e.table, segs)
	}
	e, t := c.schema.rows(name)
	if e == nil || c.hidden[e.name] {
		return noEntity(name)
	}
	if c.denied[e.name] {
		return noRights()
	}
	if segs[0].brack {
		return c.row(e, t, segs)
	}
	if len(segs) == 1 && c.r.Method == http.MethodPost {
		return refuse(400, "13", "Cоздание строк табличной части напрямую не поддерживается")
	}
	return c.set(e, t, segs)
}

// set answers a request to a whole entity set.
func (c *call) set(e *entity, t *table, segs []segment) *refusal {
	if len(segs) > 2 {
		return noMethod()
	}
	if len(segs) == 2 {
		f := segs[1]
		// Those of an information register that documents write are called on its records, others on the register.
		virtual := slices.Contains(e.virtual(), f.name) && (t == e.records && e.class == "InformationRegister" ||
			t == &e.table && e.class == "AccumulationRegister")
		switch {
		case f.name == "$count" && !f.brack:
			return c.list(t, c.all(e, t), true)
		case !virtual:
			return noMethod()
		}
		return c.virtual(e, f)
	}
	switch c.r.Method {
	case http.MethodGet:
		return c.list(t, c.all(e, t), false)
	case http.MethodPost:
		return c.create(e)
	}
	return wrongMethod(c.r.Method)
}

// all returns the objects of an entity set, or the rows of all of them, in no order that means anything.
func (c *call) all(e *entity, t *table) []object {
	switch {
	case t == e.records:
		return c.records(e)
	case e.records != nil:
		return c.recordSets(e)
	}
	var out []object
	for _, o := range sortedByKey(c.data[e.name]) {
		if t == &e.table {
			out = append(out, o)
			continue
		}
		for _, row := range rows(o[strings.TrimPrefix(t.name, e.name+"_")]) {
			row = copyOf(row)
			row["Ref_Key"] = o["Ref_Key"]
			out = append(out, row)
		}
	}
	return out
}

// virtual answers a virtual table: its arguments are in brackets or parameters.
func (c *call) virtual(e *entity, f segment) *refusal {
	if c.r.Method != http.MethodGet {
		return wrongMethod(c.r.Method)
	}
	_, args, bad := arguments(f.args)
	if bad {
		return refuse(400, "12", "Аргумент метода %s указан дважды", f.name)
	}
	for _, n := range virtualArgs[f.name] {
		if v, ok := c.query.values[n]; ok {
			args[n] = v
			delete(c.query.values, n)
			c.query.names = slices.DeleteFunc(c.query.names, func(s string) bool { return s == n })
		}
	}
	t, all, r := c.virtualTable(e, f.name, args)
	if r != nil {
		return r
	}
	return c.list(t, all, false)
}

var listOptions = []string{
	"$format", "$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$inlinecount", "allowedOnly", "$allowedOnly",
}

// list answers with objects by the options of the query.
func (c *call) list(t *table, all []object, counted bool) *refusal {
	if c.r.Method != http.MethodGet {
		return wrongMethod(c.r.Method)
	}
	if r := c.query.only(listOptions...); r != nil {
		return r
	}
	q := c.query.values
	if f, ok := q["$filter"]; ok {
		match, r := c.parseFilter("$filter", f, t)
		if r != nil {
			return r
		}
		all = slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !match(o) })
	}
	if o, ok := q["$orderby"]; ok {
		all = slices.Clone(all)
		if r := c.sortObjects(t, all, o); r != nil {
			return r
		}
	}
	for _, n := range []string{"allowedOnly", "$allowedOnly"} {
		if v, ok := q[n]; ok && v != "true" && v != "false" {
			return badOption(n, "%s", v)
		}
	}
	total := len(all)
	skip, r := c.natural("$skip", 0)
	if r != nil {
		return r
	}
	all = all[min(skip, len(all)):]
	top, r := c.natural("$top", len(all))
	if r != nil {
		return r
	}
	all = all[:min(top, len(all))]
	if counted {
		return c.send(200, "text/plain", []byte(shown(float64(len(all)), false)))
	}
	sh, r := c.parseShape(t, q["$select"], q["$expand"])
	if r != nil {
		return r
	}
	count := -1
	switch q["$inlinecount"] {
	case "allpages":
		count = total
	case "", "none":
	default:
		return badOption("$inlinecount", "%s", q["$inlinecount"])
	}
	out := [][]member{}
	for _, o := range all {
		out = append(out, c.whole(sh, o))
	}
	if c.json {
		return c.send(200, "application/json", c.listJSON(t, out, count))
	}
	return c.send(200, "application/atom+xml;type=feed", c.listAtom(t, out, count))
}

// whole is an object as an answer shows it, with the metadata that was asked for.
func (c *call) whole(sh *shape, o object) []member {
	ms := c.members(sh, o, !c.json || c.detail != none)
	if c.detail == full {
		head := []member{{name: "odata.type", val: namespace + sh.table.name}}
		if at := c.canonical(sh.table, o); at != "" {
			head = append(head, member{name: "odata.id", val: c.root + at}, member{name: "odata.editLink", val: at})
		}
		ms = append(head, ms...)
	}
	return ms
}

// natural reads a number of rows.
func (c *call) natural(option string, absent int) (int, *refusal) {
	s, ok := c.query.values[option]
	if !ok {
		return absent, nil
	}
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1e8 {
			return 0, badOption(option, "%s", s)
		}
		n = n*10 + int(r-'0')
	}
	if s == "" {
		return 0, badOption(option, "нет числа")
	}
	return n, nil
}

// show answers with one object.
func (c *call) show(status int, t *table, o object) *refusal {
	sel := c.query.values["$select"]
	if status != http.StatusOK || c.r.Method != http.MethodGet {
		sel = ""
	}
	sh, r := c.parseShape(t, sel, "")
	if r != nil {
		return r
	}
	ms := c.whole(sh, o)
	if c.json {
		return c.send(status, "application/json", c.oneJSON(t, ms))
	}
	return c.send(status, "application/atom+xml;type=entry", c.oneAtom(t, ms))
}

func (c *call) send(status int, contentType string, body []byte) *refusal {
	if c.json && strings.HasPrefix(contentType, "application/atomsvc") {
		contentType = "application/json"
	}
	c.w.Header().Set("Content-Type", contentType+";charset=utf-8")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body)
	return nil
}

// body reads the properties that were sent.
func (c *call) body() (map[string]any, *refusal) {
	b, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, badFormat("Неверный формат запроса: %v", err)
	}
	if typ := c.r.Header.Get("Content-Type"); strings.Contains(typ, "xml") {
		m, err := readAtom(b)
		if err != nil {
			return nil, badFormat("Неверный формат запроса: %v", err)
		}
		return m, nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil || m == nil {
		return nil, badFormat("Неверный формат запроса: тело не является объектом JSON")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, badFormat("Неверный формат запроса: после объекта JSON что-то стоит")
	}
	return m, nil
}

// commit notes that the request changed the base.
func (c *call) commit() { fake.Commit(c.r) }
