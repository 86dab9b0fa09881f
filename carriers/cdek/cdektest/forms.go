package cdektest

import (
	"net/http"
	"strings"
	"time"
)

// form is a print of orders.
type form struct {
	uuid, kind string // "orders" or "barcodes"
	body       object
	reads      int
	ready      time.Time // when it became so
}

// makeForm is POST /v2/print/orders and POST /v2/print/barcodes.
func makeForm(c *call) (int, any, *refusal) {
	kind := c.r.PathValue("kind")
	all := list(c.body, "orders")
	if kind != "orders" && kind != "barcodes" {
		return 0, nil, &refusal{status: http.StatusNotFound, problems: []object{problem("v2_bad_request", "unknown form")}}
	}
	if len(all) == 0 || len(all) > 100 {
		return 0, nil, refuse("orders_number_is_empty", "[orders] is empty")
	}
	for _, ref := range all {
		key := str(ref, "order_uuid")
		if key == "" {
			key = str(ref, "cdek_number")
		}
		o := c.order(key)
		switch {
		case o == nil || o.gone:
			return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+key)
		case o.cdek == "":
			return 0, nil, refuse("v2_entity_not_ready", "Entity "+key+" is not ready")
		}
	}
	f := &form{uuid: c.id(), kind: kind, body: c.body}
	c.forms = append(c.forms, f)
	c.commit()
	return http.StatusAccepted, object{"entity": object{"uuid": f.uuid}, "requests": c.done("CREATE")}, nil
}

// readForm is GET /v2/print/{kind}/{uuid}, and the file at .pdf. The form is ready at the third reading, for an hour.
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
		e := object{"uuid": uuid, "orders": f.body["orders"], "copy_count": 1, "statuses": []object{{"code": "ACCEPTED", "name": "Принят", "date_time": stamp(now)}}}
		if code != "ACCEPTED" {
			e["statuses"] = append(e["statuses"].([]object), object{"code": code, "date_time": stamp(now)})
		}
		if code == "READY" {
			e["url"] = "https://" + c.r.Host + "/v2/print/" + f.kind + "/" + uuid + ".pdf"
			if c.r.TLS == nil && !strings.HasPrefix(c.r.Host, "api.") {
				e["url"] = "http" + strings.TrimPrefix(str(e, "url"), "https")
			}
		}
		return http.StatusOK, object{"entity": e, "requests": c.done("CREATE")}, nil
	}
	return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+uuid)
}
