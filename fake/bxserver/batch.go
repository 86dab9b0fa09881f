package bxserver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// batchLength is how many commands one batch runs.
const batchLength = 50

// results is what commands have brought so far, as references see it.
type results struct{ result, next, total, time, err Map }

// find returns the map that a reference names.
func (r *results) find(name string) *Map {
	switch name {
	case "result":
		return &r.result
	case "next":
		return &r.next
	case "total":
		return &r.total
	case "time":
		return &r.time
	case "error":
		return &r.err
	}
	return nil // written in another case: the pattern finds it, and there is nothing there
}

// batch runs commands one after the other. Each is an operation of its own for Faults and the log; what breaks the
// connection ends the batch there.
func (s *Server) batch(a *answer, c *Call) {
	halt, _ := c.Param("halt")
	for name := range c.Params.All() {
		if !slices.Contains([]string{"halt", "cmd", "start", "state"}, strings.ToLower(name)) {
			s.Do(func() { c.Ignore(name) })
		}
	}
	var r results
	n := 0
	for key, cmd := range c.Array("cmd").All() {
		n++
		var err *Error
		if n > batchLength {
			err = &Error{Code: "ERROR_BATCH_LENGTH_EXCEEDED", Text: "Max batch length exceeded"}
		} else {
			text, ok := cmd.(string)
			if !ok {
				s.Do(func() { c.Ignore("cmd." + key) })
				continue // what is no text is passed over without a word
			}
			err = s.command(c, key, text, &r)
		}
		if err != nil {
			r.err.Set(key, err.body())
			if True(halt) {
				break
			}
		}
	}
	m := &Map{}
	m.Set("result", r.result.plain())
	m.Set("result_error", r.err.plain())
	m.Set("result_total", r.total.plain())
	m.Set("result_next", r.next.plain())
	m.Set("result_time", r.time.plain())
	a.result = m
}

// command runs one command of a batch.
func (s *Server) command(batch *Call, key, text string, r *results) *Error {
	name, query, _ := strings.Cut(text, "?")
	switch strings.ToLower(name) {
	case "batch", "upload", "download":
		return &Error{Code: "ERROR_BATCH_METHOD_NOT_ALLOWED", Text: "Method is not allowed for batch usage"}
	}
	a := &answer{start: s.settings.Now()}
	var op string
	s.Do(func() { op = s.named(name) })
	status, body := s.Part(batch.request, op, []byte(text), func(req *http.Request) int {
		s.mu.Lock()
		defer s.mu.Unlock()
		m := s.methods[strings.ToLower(name)]
		if m == nil {
			a.refuse(errMethod)
			return a.status()
		}
		c := &Call{
			Server: s, Method: m.Name, Params: resolve(ParseForm(query), r), request: req, User: batch.User, App: batch.App,
			Admin: batch.Admin, Connector: batch.Connector, Scopes: batch.Scopes, hops: batch.hops,
			hook: batch.hook, token: batch.token,
		}
		for _, name := range authParams { // those of the batch are used
			c.Params.Delete(name)
		}
		if m.Scope != "" && !slices.Contains(c.Scopes, m.Scope) {
			a.refuse(errScope(c.App != ""))
			return a.status()
		}
		s.run(a, c, m)
		return a.status()
	})
	if status != 0 {
		return refused(status, body)
	}
	if a.err != nil {
		return a.err
	}
	var e any
	s.Do(func() { e = asPHP(s.envelope(a)) })
	m, _ := AsMap(e)
	for k, v := range m.All() {
		switch k {
		case "result":
			r.result.Set(key, v)
		case "next":
			r.next.Set(key, v)
		case "total":
			r.total.Set(key, v)
		case "time":
			r.time.Set(key, v)
		}
	}
	return nil
}

// asPHP is a value as references see it: maps and lists only.
func asPHP(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	out, err := decodeJSON(b)
	if err != nil {
		return nil
	}
	return out
}

// refused is what a fault makes of a command.
func refused(status int, body []byte) *Error {
	v, err := decodeJSON(body)
	m, ok := v.(*Map)
	if err != nil || !ok || m.Get("error") == nil {
		return &Error{Status: status, Code: "INTERNAL_SERVER_ERROR", Text: fmt.Sprintf("Status %d", status)}
	}
	return &Error{Status: status, Code: m.Get("error"), Text: Text(m.Get("error_description"))}
}

// reference is what stands for a value of an earlier command; segment is one step of its path.
var (
	reference = regexp.MustCompile(`(?i)\$(result|next|total|time|error)(\S*)`)
	segment   = regexp.MustCompile(`\[([^\]]+)\]`)
)

// resolve puts what earlier commands brought into the parameters of a command. Names get only those references that
// stand for the whole name.
func resolve(params *Map, r *results) *Map {
	out := &Map{}
	for k, v := range params.All() {
		if m, ok := AsMap(v); ok {
			sub := resolve(m, r)
			out.Set(k, sub.plain())
			continue
		}
		out.Set(k, substitute(Text(v), r))
	}
	return out
}

// substitute puts values into one text. A text that is nothing but a reference becomes the value itself. Where a path
// ends too early, what was found so far is taken.
func substitute(text string, r *results) any {
	for _, match := range reference.FindAllStringSubmatch(text, -1) {
		steps := segment.FindAllStringSubmatch(match[2], -1)
		if len(steps) == 0 {
			continue
		}
		var found any
		if m := r.find(match[1]); m != nil {
			found = m
		}
		for _, step := range steps {
			m, ok := AsMap(found)
			v, has := m.Find(step[1])
			if !ok || !has || v == nil {
				break
			}
			found = v
		}
		if match[0] == text {
			return found
		}
		switch found.(type) {
		case nil, bool, *Map, []any:
			continue
		}
		text = strings.ReplaceAll(text, match[0], Text(found))
	}
	return text
}
