package cdektest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// create is POST /v2/orders.
func create(c *call) (int, any, *refusal) {
	if no := c.static(c.body); no != nil {
		no.byRequest = "CREATE"
		return 0, nil, no
	}
	o := c.add(c.body, object{"is_client_return": c.body["is_client_return"] == true})
	if form := str(c.body, "print"); form != "" {
		o.related = append(o.related, object{"type": map[string]string{"WAYBILL": "waybill", "BARCODE": "barcode"}[form], "uuid": c.id()})
	}
	request := c.begin(o, "CREATE", func() []object { return c.admitOrder(o) })
	c.commit()
	return http.StatusAccepted, object{"entity": object{"uuid": o.uuid}, "requests": []object{request}, "related_entities": anyOf(o.related)}, nil
}

// admitOrder is the second check of a new order.
func (s *Server) admitOrder(o *order) []object {
	errors := append(s.core(o), s.fate(str(o.body, "number"))...)
	if len(errors) > 0 {
		s.move(o, Step{Code: "INVALID"})
		return errors
	}
	s.spent++
	o.cdek = strconv.Itoa(1600000000 + s.spent)
	s.number(o)
	s.replace(o)
	s.move(o, Step{Code: "CREATED", City: "Офис СДЭК"})
	return nil
}

// replace moves an order to another office, if its office was replaced: CDEK only warns of that.
func (s *Server) replace(o *order) {
	other, ok := s.replaced[str(o.body, "delivery_point")]
	if !ok {
		return
	}
	o.body["delivery_point"] = other
	request := o.requests[len(o.requests)-1]
	request["warnings"] = []object{problem("v2_delivery_point_changed", "Delivery point is changed to "+other)}
}

// change is PATCH /v2/orders.
func change(c *call) (int, any, *refusal) {
	o := c.order(str(c.body, "uuid"))
	if key := str(c.body, "cdek_number"); o == nil && key != "" {
		o = c.order(key)
	}
	switch {
	case str(c.body, "uuid") == "" && str(c.body, "cdek_number") == "":
		return 0, nil, refuse("v2_order_number_empty", "Order number is empty")
	case c.hidden(o):
		return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+str(c.body, "uuid"))
	case num(c.body, "type") == 0:
		return 0, nil, refuse("v2_field_is_empty", "[type] is empty")
	case o.status().Code != "ACCEPTED" && o.status().Code != "CREATED":
		return 0, nil, refuse("v2_update_forbidden", "Order may be updated only in CREATED or ACCEPTED status")
	case o.busy("UPDATE"):
		return 0, nil, refuse("v2_similar_request_still_processed", "Similar request is still processed: "+o.uuid)
	}
	for _, p := range list(c.body, "packages") {
		switch known, given := o.ids[str(p, "number")], str(p, "package_id"); {
		case known != "" && given == "":
			return 0, nil, refuse("v2_package_id_is_empty", "[package_id] is empty")
		case given != "" && !slices.Contains(slices.Collect(maps.Values(o.ids)), given):
			return 0, nil, refuse("v2_invalid_format", "Invalid value ["+given+"] in [package_id] parameter")
		}
	}
	next := maps.Clone(o.body)
	for _, end := range [][2]string{{"shipment_point", "from_location"}, {"delivery_point", "to_location"}} {
		if c.body[end[0]] != nil || c.body[end[1]] != nil { // one replaces the other
			delete(next, end[0])
			delete(next, end[1])
		}
	}
	delete(next, "recipient") // required again
	for k, v := range c.body {
		if k != "uuid" && k != "cdek_number" {
			next[k] = v
		}
	}
	if no := c.static(next); no != nil {
		return 0, nil, no
	}
	request := c.begin(o, "UPDATE", func() []object {
		if errors := c.core(&order{uuid: o.uuid, body: next}); len(errors) > 0 {
			return errors
		}
		o.body = next
		c.number(o)
		return nil
	})
	return c.took(http.StatusAccepted, o.uuid, []object{request})
}

// remove is DELETE /v2/orders/{uuid}.
func remove(c *call) (int, any, *refusal) {
	o := c.order(c.r.PathValue("uuid"))
	switch {
	case c.hidden(o):
		return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
	case o.busy("DELETE"):
		return 0, nil, refuse("v2_similar_request_still_processed", "Similar request is still processed: "+o.uuid)
	}
	request := c.begin(o, "DELETE", func() []object {
		if o.status().Code != "CREATED" && o.status().Code != "INVALID" {
			return []object{problem("error_validate_order_delete_status", "Удаление заказа невозможно: заказ находится в движении")}
		}
		c.move(o, Step{Code: "REMOVED"})
		o.gone = true
		return nil
	})
	return c.took(http.StatusAccepted, o.uuid, []object{request})
}

// sendBack is POST /v2/orders/{uuid}/refusal.
func sendBack(c *call) (int, any, *refusal) {
	o := c.order(c.r.PathValue("uuid"))
	switch {
	case c.hidden(o):
		return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
	case o.busy("REFUSAL"):
		return 0, nil, refuse("v2_similar_request_still_processed", "Similar request is still processed: "+o.uuid)
	case final[o.status().Code]:
		return 0, nil, refuse("v2_entity_has_final_status", "Order has final status")
	case o.status().Code == "CREATED" || o.status().Code == "ACCEPTED":
		return 0, nil, refuse("v2_bad_request", "Order is not accepted yet, delete it")
	}
	request := c.begin(o, "REFUSAL", func() []object {
		c.move(o, Step{Code: "NOT_DELIVERED", Reason: "11"})
		return nil
	})
	return c.took(http.StatusAccepted, o.uuid, []object{request})
}

// clientReturn is POST /v2/orders/{uuid}/clientReturn.
func clientReturn(c *call) (int, any, *refusal) {
	o := c.order(c.r.PathValue("uuid"))
	switch {
	case c.hidden(o):
		return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
	case num(c.body, "tariff_code") == 0:
		return 0, nil, refuse("v2_field_is_empty", "[tariff_code] is empty")
	case o.status().Code != "DELIVERED" || num(o.body, "type") == 2:
		return 0, nil, refuse("v2_bad_request", "Client return is possible for delivered orders only")
	}
	back := c.backwards(o, num(c.body, "tariff_code"), "is_client_return", "client_return_order", "client_direct_order")
	request := c.begin(back, "CREATE_CLIENT_RETURN", func() []object {
		if fate := c.fate(str(o.body, "number")); fate != nil {
			c.move(back, Step{Code: "INVALID"})
			return fate
		}
		c.spent++
		back.cdek = strconv.Itoa(1600000000 + c.spent)
		c.move(back, Step{Code: "CREATED"})
		return nil
	})
	if c.settings.AnswerDirectOrder {
		return c.took(http.StatusAccepted, o.uuid, []object{request})
	}
	return c.took(http.StatusAccepted, back.uuid, []object{request})
}

// fate returns the next error that a test has set for a number.
func (s *Server) fate(number string) []object {
	all := s.fates[number]
	if len(all) == 0 {
		return nil
	}
	s.fates[number] = all[1:]
	return all[:1]
}

// backwards creates an order in the opposite direction and links the two.
func (s *Server) backwards(o *order, tariff int, kind, there, here string) *order {
	body := maps.Clone(o.body)
	body["tariff_code"] = tariff
	for a, b := range map[string]string{"sender": "recipient", "from_location": "to_location", "shipment_point": "delivery_point"} {
		body[a], body[b] = o.body[b], o.body[a]
		for _, k := range []string{a, b} {
			if body[k] == nil {
				delete(body, k)
			}
		}
	}
	delete(body, "number")
	back := s.add(body, object{kind: true})
	back.related = []object{{"type": here, "uuid": o.uuid, "cdek_number": o.cdek, "create_time": stamp(s.settings.Now())}}
	o.related = append(o.related, object{"type": there, "uuid": back.uuid, "create_time": stamp(s.settings.Now())})
	return back
}
