package retailcrmtest

import (
	"maps"
	"slices"
	"strings"
)

// actor is who changes something.
type actor struct {
	source string // api, user, code
	key    string // of source api
}

// user is the merchant's manager who does what the merchant does by hand.
const user = 19

// entry is one entry of the history.
type entry struct {
	id    int64
	at    string
	by    actor
	order int64
	body  object
}

// fieldNames are the names of the history for paths of an order.
var fieldNames = map[string]string{
	"status": "status", "statusComment": "status_comment", "managerId": "manager", "managerComment": "manager_comment",
	"customerComment": "customer_comment", "firstName": "first_name", "lastName": "last_name", "patronymic": "patronymic",
	"phone": "phone", "additionalPhone": "additional_phone", "email": "email", "createdAt": "created_at", "countryIso": "country",
	"orderType": "order_type", "orderMethod": "order_method", "shipmentStore": "shipment_store", "shipmentDate": "shipment_date",
	"shipped": "shipped", "prepaySum": "prepay_sum", "fullPaidAt": "full_paid_at", "discountManualAmount": "discount_manual_amount",
	"discountManualPercent": "discount_manual_percent", "customer": "customer", "contact": "contact", "company": "company",
	"delivery.code": "delivery_type", "delivery.service": "delivery_service", "delivery.date": "delivery_date",
	"delivery.time": "delivery_time", "delivery.cost": "delivery_cost", "delivery.netCost": "delivery_net_cost",
	"delivery.address.index": "delivery_address.index", "delivery.address.region": "delivery_address.region",
	"delivery.address.city": "delivery_address.city", "delivery.address.street": "delivery_address.street",
	"delivery.address.building": "delivery_address.building", "delivery.address.text": "delivery_address.text",
	"delivery.data.status": "integration_delivery_data.status", "delivery.data.trackNumber": "integration_delivery_data.track_number",
}

// lineFields are the same for lines.
var lineFields = map[string]string{
	"status": "order_product.status", "quantity": "order_product.quantity", "initialPrice": "order_product.initial_price",
	"discountTotal": "order_product.discount_total", "vatRate": "order_product.vat_rate",
}

// parcelFields are what the history may tell of packages. Whether it does, and by which names, is not known: see
// [Server.TellParcels].
var parcelFields = map[string]string{
	"delivery.data.locked": "integration_delivery_data.locked", "delivery.data.packages": "integration_delivery_data.packages",
}

// coded are the fields whose values come as {"code": ...}.
var coded = []string{"status", "order_product.status", "delivery_type", "shipment_store", "order_type", "order_method", "payments.status", "payments.type"}

// log adds an entry.
func (s *Server) log(o *order, by actor, body object) {
	if body["order"] == nil {
		body["order"] = o.thin()
	}
	s.history = append(s.history, entry{s.next("history"), s.stampNow(), by, o.id, clone(body)})
}

// created logs a new order.
func (s *Server) created(o *order, by actor) {
	s.log(o, by, object{"created": true, "field": "status", "oldValue": nil, "newValue": object{"code": o.data["status"]}, "order": o.render(false)})
}

// remove deletes an order that was merged into another, or just went.
func (s *Server) remove(o, into *order, by actor) {
	body := object{"deleted": true, "field": "id", "oldValue": o.id, "newValue": nil}
	if into != nil {
		body["combinedTo"] = into.thin()
	}
	s.log(o, by, body)
	s.orders = slices.DeleteFunc(s.orders, func(x *order) bool { return x == o })
}

// record logs what differs between two documents of an order.
func (s *Server) record(o *order, before, after object, by actor) {
	for _, path := range slices.Sorted(maps.Keys(fieldNames)) {
		s.differ(o, by, fieldNames[path], at(before, path), at(after, path), nil)
	}
	if s.telling {
		for _, path := range slices.Sorted(maps.Keys(parcelFields)) {
			s.differ(o, by, parcelFields[path], at(before, path), at(after, path), nil)
		}
	}
	was, is := custom(before), custom(after)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, code := range slices.Sorted(maps.Keys(all)) {
		s.differ(o, by, "custom_"+code, was[code], is[code], nil)
	}
	old := byID(before["items"])
	for _, it := range objects(after["items"]) {
		id := str(it["id"])
		line := object{"item": object{"id": it["id"], "offer": it["offer"]}}
		if old[id] == nil {
			s.differ(o, by, "order_product", nil, object{"id": it["id"]}, line)
			continue
		}
		for _, path := range slices.Sorted(maps.Keys(lineFields)) {
			s.differ(o, by, lineFields[path], old[id][path], it[path], line)
		}
		delete(old, id)
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if gone := old[id]; byID(after["items"])[id] == nil {
			s.differ(o, by, "order_product", object{"id": gone["id"]}, nil, object{"item": object{"id": gone["id"]}})
		}
	}
}

// differ logs one changed field.
func (s *Server) differ(o *order, by actor, field string, was, is any, more object) {
	if same(was, is) {
		return
	}
	body := object{"field": field, "oldValue": value(field, was), "newValue": value(field, is)}
	maps.Copy(body, more)
	s.log(o, by, body)
}

// value is a value in the history.
func value(field string, v any) any {
	if v != nil && slices.Contains(coded, field) {
		return object{"code": v}
	}
	return v
}

func custom(o object) object {
	f, _ := o["customFields"].(object)
	if f == nil {
		return object{}
	}
	return f
}

func byID(list any) map[string]object {
	m := map[string]object{}
	for _, o := range objects(list) {
		m[str(o["id"])] = o
	}
	return m
}

func orderHistory(c *call) (int, object, *refusal) { return c.changes(c.history) }

// changes answers entries as the asking key sees them.
func (c *call) changes(log []entry) (int, object, *refusal) {
	q := c.r.URL.Query()
	since, start, end := num(q.Get("filter[sinceId]")), q.Get("filter[startDate]"), q.Get("filter[endDate]")
	rows := []object{}
	for _, e := range log {
		o := e.body["order"]
		thin, _ := o.(object)
		if e.id <= since || e.at < start || (end != "" && e.at > end) ||
			(q.Get("filter[orderId]") != "" && num(q.Get("filter[orderId]")) != e.order) ||
			(q.Get("filter[orderExternalId]") != "" && q.Get("filter[orderExternalId]") != str(thin["externalId"])) {
			continue
		}
		row := clone(e.body)
		row["id"], row["createdAt"], row["source"] = e.id, e.at, e.by.source
		switch {
		case e.by.source == "api":
			row["apiKey"] = object{"current": e.by.key == c.key}
		case strings.HasPrefix(e.by.source, "user"):
			row["user"] = object{"id": user}
		}
		rows = append(rows, row)
	}
	status, body, refused := c.paged("history", rows)
	if body != nil {
		body["generatedAt"] = c.stampNow()
	}
	return status, body, refused
}
