package retailcrmtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// call is one request to the API.
type call struct {
	*Server
	key  string
	form url.Values // of a POST
	r    *http.Request

	data  object   // the entity that the call brings, if its route has one
	all   []object // the list of them
	order *order   // that the path names
}

// param is a parameter of a call, which may stand in the form or in the address.
func (c *call) param(name string) string {
	if v := c.form.Get(name); v != "" {
		return v
	}
	return c.r.URL.Query().Get(name)
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

// refusal is an answer that reports an error.
type refusal struct {
	status int
	msg    string
	errors any
}

func (e *refusal) Error() string { return fmt.Sprintf("%d %s", e.status, e.msg) }

// entityError is the refusal of data.
func entityError(errors any) *refusal { return &refusal{400, "Errors in the entity format", errors} }

// answers is what a handler returns.
type handler func(c *call) (status int, body object, err *refusal)

// extra refuses parameters that the call does not have.
func (c *call) extra(params []string) *refusal {
	all := c.r.URL.Query()
	maps.Copy(all, c.form)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		listed := slices.Contains(params, "list") && c.r.Method == http.MethodGet
		b := c.books[c.r.PathValue("book")]
		entry := slices.Contains(params, "entry") && c.form.Has(name) && (b == nil || b.field == "" || b.field == name)
		if !listed && !entry && name != "apiKey" && !slices.Contains(params, name) {
			return &refusal{400, "Errors in the input parameters", object{"children[" + name + "]": "This form should not contain extra fields."}}
		}
	}
	return nil
}

// serve wraps a handler: account, key, rate, form, parameters.
func (s *Server) serve(h route, params []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "cannot read", http.StatusBadRequest)
			return
		}
		c := &call{Server: s, r: r, form: url.Values{}}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			if form, err := url.ParseQuery(string(body)); err == nil {
				c.form = form
			}
		}
		s.mu.Lock()
		status, answer, refused := c.enter(h, params)
		syncs := s.syncs
		s.syncs = nil
		s.mu.Unlock()
		for _, id := range syncs { // outside of the lock: a module may call the CRM from within its answer
			s.sync(id)
		}
		switch {
		case refused != nil && refused.status == 0:
			page(w, r)
		case refused != nil:
			e := object{"success": false, "errorMsg": refused.msg}
			if refused.errors != nil {
				e["errors"] = refused.errors
			}
			for name, v := range answer {
				e[name] = v
			}
			write(w, refused.status, e)
		default:
			write(w, status, answer)
		}
	}
}

// enter does what precedes every handler.
func (c *call) enter(h route, params []string) (int, object, *refusal) {
	if c.gone {
		return 0, nil, &refusal{}
	}
	for _, key := range []string{c.r.Header.Get("X-API-KEY"), c.r.URL.Query().Get("apiKey"), c.form.Get("apiKey")} {
		if c.key == "" {
			c.key = key
		}
	}
	switch {
	case c.key == "":
		return 0, nil, &refusal{403, `"apiKey" is missing.`, nil}
	case !c.keys[c.key]:
		return 0, nil, &refusal{403, `Wrong "apiKey" value.`, nil}
	case c.noScope:
		return 0, nil, &refusal{403, "Access denied.", nil}
	case c.tooFast():
		return 0, nil, &refusal{503, "Rate limit exceeded", nil}
	}
	refused := c.extra(params)
	if refused == nil && h.names != nil {
		if field := params[0]; field == "orders" || field == "statusUpdate" {
			c.all, refused = c.list(field, h.names...)
		} else {
			c.data, refused = c.entity(field, h.names...)
		}
	}
	if name := c.r.PathValue("x"); refused == nil && name != "" {
		c.order, refused = c.find(name, c.param("by"), c.param("site"))
	}
	if refused != nil {
		return 0, nil, refused
	}
	return h.handler(c)
}

// found answers what a call asks for.
func found(name string, o object) (int, object, *refusal) {
	if o == nil {
		return 0, nil, notFound
	}
	return 200, object{name: o}, nil
}

var notFound = &refusal{404, "Not found", nil}

// tooFast counts the requests of the last second.
func (c *call) tooFast() bool {
	if c.limit <= 0 {
		return false
	}
	now := c.settings.Now()
	recent := c.window[c.key][:0]
	for _, t := range c.window[c.key] {
		if now.Sub(t) < time.Second {
			recent = append(recent, t)
		}
	}
	if len(recent) < c.limit {
		c.window[c.key] = append(recent, now)
		return false
	}
	c.window[c.key] = recent
	return true
}

// page is what an address answers where no account is.
func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	status := http.StatusNotFound
	if r.Method == http.MethodPost {
		status = http.StatusMethodNotAllowed
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><title>Not Found</title></head><body><h1>No such account</h1></body></html>")
}

// write answers with "success" first, as the CRM does.
func write(w http.ResponseWriter, status int, body object) {
	ok := status < 400
	delete(body, "success")
	rest := strings.TrimPrefix(string(raw(body)), "{")
	sep := ","
	if rest == "}" || body == nil {
		rest, sep = "}", ""
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"success":%v%s%s`, ok, sep, rest)
}

// entity reads the JSON in a form field, and refuses what it holds beyond names.
func (c *call) entity(field string, names ...string) (object, *refusal) {
	var o object
	given := c.form.Get(field)
	if given == "" {
		return nil, &refusal{400, "Parameter '" + field + "' is missing", nil}
	}
	if parse(given, &o) != nil || o == nil {
		return nil, entityError([]any{field + ": This value is not valid."})
	}
	return o, unknown(o, field, names)
}

// unknown refuses the names that an entity does not have.
func unknown(v any, field string, names []string) *refusal {
	var texts []string
	for _, path := range fake.Unknown(plain(v), names...) {
		texts = append(texts, field+"."+path+": This form should not contain extra fields.")
	}
	if len(texts) == 0 {
		return nil
	}
	return entityError(texts)
}

// plain is what encoding/json makes of v, with PHP's lists by number as lists.
func plain(v any) (p any) {
	_ = json.Unmarshal(raw(v), &p) // it came as JSON
	return listed(p)
}

func listed(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = listed(v[i])
		}
	case map[string]any:
		numbers := len(v) > 0
		for name := range v {
			v[name] = listed(v[name])
			numbers = numbers && strings.Trim(name, "0123456789") == ""
		}
		if numbers {
			return slices.Collect(maps.Values(v))
		}
	}
	return v
}

// list reads the JSON array in a form field, and refuses what its elements hold beyond names.
func (c *call) list(field string, names ...string) ([]object, *refusal) {
	var l []any
	given := c.form.Get(field)
	if given == "" {
		return nil, &refusal{400, "Parameter '" + field + "' is missing", nil}
	}
	if parse(given, &l) != nil {
		return nil, entityError([]any{field + ": This value is not valid."})
	}
	for _, one := range l {
		if refused := unknown(one, field+"[]", names); refused != nil {
			return nil, refused
		}
	}
	return objects(l), nil
}
