package cdektest

import (
	"cmp"
	"maps"
	"net/http"
	"time"
)

// agreement is an agreement about a delivery.
type agreement struct {
	uuid  string
	order *order
	body  object
}

// agree is POST /v2/delivery.
func agree(c *call) (int, any, *refusal) {
	key := cmp.Or(str(c.body, "order_uuid"), str(c.body, "cdek_number"))
	o := c.order(key)
	switch {
	case str(c.body, "delivery_point") != "" && obj(c.body, "to_location") != nil:
		return 0, nil, refuse("v2_delivery_address_multivalued", "Both delivery_point and to_location are given")
	case key == "":
		return 0, nil, refuse("v2_order_number_empty", "Order number is empty")
	case o == nil || o.gone:
		return 0, nil, refuse("v2_order_not_found", "Order is not found by cdek_number "+key)
	case str(c.body, "date") == "":
		return 0, nil, refuse("v2_field_is_empty", "[date] is empty")
	case c.mode(o) >= 6:
		return 0, nil, refuse("v2_impossible_register_date", "Impossible to register date for postamat")
	}
	if mode := c.mode(o); (mode == 1 || mode == 3) && str(c.body, "time_from") == "" {
		return 0, nil, refuse("ve_delivery_time_empty", "Не указано время доставки")
	}
	a := &agreement{uuid: c.id(), order: o, body: c.body}
	c.agreed = append(c.agreed, a)
	o.related = append(o.related, object{
		"type": "delivery", "uuid": a.uuid, "date": c.body["date"], "time_from": c.body["time_from"], "time_to": c.body["time_to"],
	})
	return c.took(http.StatusAccepted, a.uuid, c.done("CREATE"))
}

// readAgreement is GET /v2/delivery/{uuid}.
func readAgreement(c *call) (int, any, *refusal) {
	for k, a := range c.agreed {
		if a.uuid != c.r.PathValue("uuid") {
			continue
		}
		code := "PROCESSING"
		for _, later := range c.agreed[k+1:] {
			if later.order == a.order {
				code = "CANCEL"
			}
		}
		e := object{"time_from": "10:00", "time_to": "18:00"}
		maps.Copy(e, a.body)
		e["uuid"], e["order_uuid"], e["cdek_number"], e["source"] = a.uuid, a.order.uuid, a.order.cdek, "EK5_INTEGRATION"
		e["statuses"] = []object{
			{"code": "ACCEPTED", "name": "Принята", "date_time": stamp(a.order.made)},
			{"code": code, "name": map[string]string{"PROCESSING": "Зарегистрирована", "CANCEL": "Аннулирована"}[code], "date_time": stamp(a.order.made.Add(time.Second))},
		}
		return http.StatusOK, object{"entity": e, "requests": c.done("CREATE")}, nil
	}
	return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
}

// intervals is GET /v2/delivery/intervals and POST /v2/delivery/estimatedIntervals.
func intervals(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	if c.r.Method == http.MethodGet {
		if o := c.order(cmp.Or(q.Get("order_uuid"), q.Get("cdek_number"))); o == nil || o.gone {
			return 0, nil, refuse("v2_order_not_found", "Order is not found")
		}
	}
	day := c.settings.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	return http.StatusOK, object{"date_intervals": []object{{
		"date":           day,
		"time_intervals": []object{{"start_time": "10:00", "end_time": "14:00"}, {"start_time": "14:00", "end_time": "18:00"}},
	}}}, nil
}
