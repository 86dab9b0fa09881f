package cdektest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

// form is a printed form.
type form struct {
	uuid, kind string // "orders" or "barcodes"
	body       object
	reads      int
	ready      time.Time // when it became so
	warnings   []object  // of orders that it lacks
}

// formNames are CDEK's names of the statuses of prints, and formDefaults the fields of each kind of print.
var (
	formNames    = map[string]string{"PROCESSING": "Формируется", "READY": "Сформирован", "REMOVED": "Удален"}
	formDefaults = map[string]object{
		"orders": {"copy_count": 2, "type": "tpl_russia"}, "barcodes": {"copy_count": 1, "format": "A4", "lang": "RUS"},
	}
)

// makeForm is POST /v2/print/orders and POST /v2/print/barcodes.
func makeForm(c *call) (int, any, *refusal) {
	kind := c.r.PathValue("kind")
	all := list(c.body, "orders")
	for k, v := range formDefaults[kind] {
		if given, has := c.body[k]; has && str(c.body, k) == "" {
			return 0, nil, refuse("v2_invalid_value_type", fmt.Sprintf("Invalid value type [%v] in [%s] parameter", given, k))
		} else if !has {
			c.body[k] = v
		}
	}
	for k := range c.body {
		if _, has := formDefaults[kind][k]; kind != "" && !has && k != "orders" {
			return 0, nil, refuse("v2_bad_request", "["+k+"] is no field of this request")
		}
	}
	if kind != "orders" && kind != "barcodes" {
		return 0, nil, &refusal{status: http.StatusNotFound, problems: []object{problem("v2_bad_request", "unknown form")}}
	}
	if len(all) == 0 || len(all) > 100 {
		return 0, nil, refuse("orders_number_is_empty", "[orders] is empty")
	}
	var warnings []object
	for _, ref := range all {
		key := cmp.Or(str(ref, "order_uuid"), str(ref, "cdek_number"))
		o := c.order(key)
		switch {
		case o == nil || o.gone:
			warnings = append(warnings, problem("v2_entity_not_found", "Entity is not found by uuid "+key))
		case o.cdek == "":
			return 0, nil, refuse("v2_entity_not_ready", "Entity "+key+" is not ready")
		}
	}
	if len(warnings) == len(all) { // of some of them it is a warning
		return 0, nil, &refusal{status: http.StatusBadRequest, problems: warnings}
	}
	f := &form{uuid: c.id(), kind: kind, body: c.body, warnings: warnings}
	c.forms = append(c.forms, f)
	return c.took(http.StatusAccepted, f.uuid, c.printed(f))
}

// printed returns the request that created a form.
func (s *Server) printed(f *form) []object {
	requests := s.done("CREATE")
	if len(f.warnings) > 0 {
		requests[0]["warnings"] = f.warnings
	}
	return requests
}

// readForm is GET /v2/print/{kind}/{uuid}, and the file at .pdf. The form is ready when it is read for the third time,
// for an hour.
func readForm(c *call) (int, any, *refusal) {
	uuid, file := strings.CutSuffix(c.r.PathValue("uuid"), ".pdf")
	for _, f := range c.forms {
		if f.uuid != uuid || f.kind != c.r.PathValue("kind") {
			continue
		}
		now := c.settings.Now()
		if f.reads++; f.reads == 3 {
			f.ready = now
		}
		code := []string{"ACCEPTED", "PROCESSING", "READY"}[min(f.reads, 3)-1]
		if !f.ready.IsZero() && now.Sub(f.ready) > time.Hour {
			code = "REMOVED"
		}
		if file {
			if code != "READY" {
				return 0, nil, refuse("v2_entity_not_ready", "Entity "+uuid+" is not ready")
			}
			return http.StatusOK, []byte("%PDF-1.4 " + uuid), nil
		}
		e := maps.Clone(f.body)
		statuses := []object{{"code": "ACCEPTED", "name": "Принят", "date_time": stamp(now)}}
		if code != "ACCEPTED" {
			statuses = append(statuses, object{"code": code, "name": formNames[code], "date_time": stamp(now)})
		}
		e["uuid"], e["statuses"] = uuid, statuses
		if code == "READY" {
			e["url"] = "https://" + c.r.Host + "/v2/print/" + f.kind + "/" + uuid + ".pdf"
			if c.r.TLS == nil && !strings.HasPrefix(c.r.Host, "api.") {
				e["url"] = "http" + strings.TrimPrefix(str(e, "url"), "https")
			}
		}
		return http.StatusOK, object{"entity": e, "requests": c.printed(f), "related_entities": []object{}}, nil
	}
	return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+uuid)
}
