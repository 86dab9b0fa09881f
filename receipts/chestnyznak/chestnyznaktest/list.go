package chestnyznaktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// flag reads a parameter that is a boolean.
func flag(c call, name string) (bool, *refusal) {
	switch v := c.query.Text(name); v {
	case "", "false", "0":
		return false, nil
	case "true", "1":
		return true, nil
	default:
		return false, refuse(400, "Параметр %s: ожидается true или false", name)
	}
}

// info tells one document, as a list. One that came just now is not found yet.
func (s *Server) info(c call) (any, *refusal) {
	body, no := flag(c, "body")
	if no != nil {
		return nil, no
	}
	content, no := flag(c, "content")
	if no != nil {
		return nil, no
	}
	pg := c.query.Text("pg")
	d := s.find(c.PathValue("id"))
	if d == nil || s.now().Before(d.shown) || pg != "" && pg != d.Group {
		return nil, refuse(404, "Документ %s не найден", c.PathValue("id"))
	}
	v := s.row(d)
	if body && json.Valid(d.Body) {
		v["body"] = d.Body
	}
	if content {
		v["content"] = string(d.Body)
	}
	return []any{v}, nil
}

// row is what is told of a document, without its body.
func (s *Server) row(d *document) map[string]any {
	v := map[string]any{
		"number": d.ID, "docDate": stamp(d.Received), "receivedAt": stamp(d.Received), "type": d.Type, "status": d.Status,
		"senderInn": s.settings.INN, "senderName": "ООО «Пример»", "input": false,
		"productGroup": []string{d.Group}, "productGroupId": []int{groups[d.Group]},
	}
	errs, common := []any{}, []any{}
	for _, e := range d.Errors {
		switch {
		case e.CIS == "":
			common = append(common, map[string]any{"errorMessage": e.Text, "errorObject": e.Object})
		case s.settings.ErrorObjects:
			errs = append(errs, map[string]any{"errorCode": strconv.Itoa(e.Number), "errorMessage": e.Text, "cis": e.CIS})
		default:
			errs = append(errs, fmt.Sprintf("%d: %s: %s", e.Number, e.CIS, e.Text))
		}
	}
	if d.Status == CheckedNotOK || d.Status == ParseError {
		v["errors"], v["commonErrors"] = errs, common
	}
	return v
}

// listParameters are the parameters of doc/list.
var listParameters = []string{
	"pg", "dateFrom", "dateTo", "senderInn", "receiverInn", "documentType", "documentFormat", "documentStatus", "number",
	"limit", "order", "orderColumn", "did", "orderedColumnValue", "pageDir",
}

// list tells documents, the newest first, by pages: the next one begins behind a document.
func (s *Server) list(c call) (any, *refusal) {
	q := c.query
	limit := 10
	if text := q.Text("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1000 {
			return nil, refuse(400, "Параметр limit: ожидается число от 1 до 1000")
		}
		limit = n
	}
	for name, values := range map[string][]string{
		"order": {"", "ASC", "DESC"}, "pageDir": {"", "NEXT", "PREV"}, "orderColumn": {"", "docDate", "receivedAt"},
		"documentFormat": {"", "MANUAL", "XML", "CSV", "UPD"},
	} {
		if !slices.Contains(values, q.Text(name)) {
			return nil, refuse(400, "Параметр %s: недопустимое значение %q", name, q.Text(name))
		}
	}
	if q.Has("senderInn") && q.Has("receiverInn") {
		return nil, refuse(400, "Параметры senderInn и receiverInn не указываются вместе")
	}
	if q.Has("did") && !q.Has("orderedColumnValue") {
		return nil, refuse(400, "Параметр did указывается вместе с orderedColumnValue")
	}
	if _, known := groups[q.Text("pg")]; !known {
		return nil, refuse(404, "Товарная группа %q не найдена", q.Text("pg"))
	}
	var from, to time.Time
	for name, t := range map[string]*time.Time{"dateFrom": &from, "dateTo": &to} {
		if text := q.Text(name); text != "" {
			var err error
			if *t, err = time.Parse(time.RFC3339, text); err != nil {
				return nil, refuse(400, "Параметр %s: ожидается дата и время", name)
			}
		}
	}
	types := q.List("documentType")
	var found []*document
	for _, d := range s.documents {
		switch {
		case s.now().Before(d.shown), d.Group != q.Text("pg"),
			!from.IsZero() && d.Received.Before(from), !to.IsZero() && d.Received.After(to),
			len(types) > 0 && !slices.Contains(types, d.Type),
			q.Has("documentStatus") && q.Text("documentStatus") != d.Status,
			q.Has("documentFormat") && q.Text("documentFormat") != "MANUAL",
			q.Has("senderInn") && q.Text("senderInn") != s.settings.INN, q.Has("receiverInn"),
			q.Has("number") && q.Text("number") != d.ID:
		default:
			found = append(found, d)
		}
	}
	return s.page(found, q.Text("order") != "ASC", q.Text("pageDir") == "PREV", q.Text("orderedColumnValue"), q.Text("did"), limit), nil
}

// page is one page of documents: those behind the document that a cursor names, or before it.
func (s *Server) page(found []*document, newest, backwards bool, value, id string, limit int) any {
	compare := func(a, b *document) int {
		if n := a.Received.Compare(b.Received); n != 0 {
			return n
		}
		return slices.Index(s.documents, a) - slices.Index(s.documents, b)
	}
	slices.SortFunc(found, compare)
	if newest != backwards {
		slices.Reverse(found)
	}
	if value != "" {
		at := slices.IndexFunc(found, func(d *document) bool { return d.ID == id })
		if at < 0 { // by the value alone: behind all that have it
			for i, d := range found {
				if text := stamp(d.Received); text == value || (text > value) == (newest != backwards) {
					at = i
				}
			}
		}
		found = found[at+1:]
	}
	more := len(found) > limit
	found = found[:min(len(found), limit)]
	if backwards {
		slices.Reverse(found)
	}
	rows := []any{}
	for _, d := range found {
		rows = append(rows, s.row(d))
	}
	return map[string]any{"results": rows, "nextPage": more}
}
