package retailcrmtest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// actor is who changes something.
type actor struct {
	source string // api, user, code
	key    string // of source api
	user   int64  // of source user
}

// DefaultUser is the merchant's manager who does what the merchant does by hand, until SetUser names another one.
const DefaultUser = 19

// SetUser says which user does by hand what the merchant does from now on.
func (s *Server) SetUser(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user = id
}

// byHand is the user who does what the merchant does by hand.
func (s *Server) byHand() actor { return actor{source: "user", user: cmp.Or(s.user, DefaultUser)} }

// entry is one entry of the history.
type entry struct {
	id    int64
	at    string
	by    actor
	order *order
	body  object
}

// fieldNames are the names of the history for paths of an order. A path that is not here has its own name, in the
// history's spelling.
var fieldNames = map[string]string{
	"managerId": "manager", "countryIso": "country", "delivery.code": "delivery_type", "delivery.address.countryIso": "delivery_address.country",
	"delivery.data.status": "integration_delivery_data.status", "delivery.data.trackNumber": "integration_delivery_data.track_number",
	"delivery.data.courierId": "integration_delivery_data.courier",
}

// unlogged are the parts of an order that the history does not show, or shows elsewhere: sums, what has its own
// entries, and what a module keeps, but for the names above.
var unlogged = []string{
	"id", "slug", "externalId", "statusUpdatedAt", "markDatetime", "summ", "totalSumm", "prepaySum", "purchaseSumm", "bonusesCreditTotal",
	"bonusesChargeTotal", "fromApi", "items", "payments", "customFields", "links", "delivery.data",
}

// whole are the parts whose values are shown as one.
var whole = []string{"customer", "contact", "company", "source", "marketplace", "delivery.service", "delivery.time"}

// untoldOfLine are the parts of a line that follow from others.
var untoldOfLine = []string{"id", "isCanceled", "discounts", "prices", "createdAt"}

// flat are the values of an order by their names in the history.
func flat(into, o object, prefix string) object {
	for name, v := range o {
		path := prefix + name
		inner, nested := v.(object)
		switch field := fieldNames[path]; {
		case field != "":
			into[field] = v
		case path == "delivery.data":
			flat(into, inner, path+".")
		case slices.Contains(unlogged, path) || strings.HasPrefix(path, "delivery.data."):
		case nested && !slices.Contains(whole, path):
			flat(into, inner, path+".")
		case strings.HasPrefix(path, "delivery."):
			into["delivery_"+snake(strings.TrimPrefix(path, "delivery."))] = v
		default:
			into[snake(path)] = v
		}
	}
	return into
}

// snake spells a name as the history does: firstName is first_name, INN is i_n_n.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && name[i-1] != '.' {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// parcelFields are what the history may tell of packages. Whether it does, and by which names, is not known: see
// [Server.TellParcels].
var parcelFields = map[string]string{
	"delivery.data.locked": "integration_delivery_data.locked", "delivery.data.packages": "integration_delivery_data.packages",
}

// keyed are the fields whose values come as objects, with the fields that are shown.
var keyed = map[string][]string{
	"status": {"code"}, "order_product.status": {"code"}, "delivery_type": {"code"}, "delivery_service": {"code"}, "shipment_store": {"code"},
	"order_type": {"code"}, "order_method": {"code"}, "payments.status": {"code"}, "payments.type": {"code"}, "manager": {"id"},
	"customer": {"id", "site"}, "contact": {"id", "site"}, "company": {"id"},
}

// log adds an entry.
func (s *Server) log(o *order, by actor, body object) {
	if body["order"] == nil {
		body["order"] = o.thin()
	}
	s.history = append(s.history, entry{s.next("history"), s.stampNow(), by, o, clone(body)})
}

// created logs a new order.
func (s *Server) created(o *order, by actor) {
	s.log(o, by, object{"created": true, "field": "status", "oldValue": nil, "newValue": object{"code": o.data["status"]}, "order": o.render(true)})
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
func (s *Server) record(o *order, before, after object, who actor) {
	s.differAll(o, who, flat(object{}, before, ""), flat(object{}, after, ""), nil)
	if s.telling {
		for _, path := range slices.Sorted(maps.Keys(parcelFields)) {
			s.differ(o, who, parcelFields[path], at(before, path), at(after, path), nil)
		}
	}
	was, is := custom(before), custom(after)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, code := range slices.Sorted(maps.Keys(all)) {
		s.differ(o, who, "custom_"+code, was[code], is[code], nil)
	}
	old := by("id", before["items"])
	for _, it := range objects(after["items"]) {
		id := str(it["id"])
		offer, _ := it["offer"].(object)
		line := object{"item": object{"id": it["id"], "offer": pick(offer, "id", "externalId", "xmlId")}}
		if old[id] == nil {
			s.differ(o, who, "order_product", nil, object{"id": it["id"]}, line)
			continue
		}
		s.differAll(o, who, lineValues(old[id]), lineValues(it), line)
		delete(old, id)
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if gone := old[id]; by("id", after["items"])[id] == nil {
			s.differ(o, who, "order_product", object{"id": gone["id"]}, nil, object{"item": object{"id": gone["id"]}})
		}
	}
}

// lineValues are the values of a line by their names in the history.
func lineValues(it object) object {
	values := object{"order_product.summ": number(lineSum(it))}
	for name, v := range it {
		if !slices.Contains(untoldOfLine, name) {
			values["order_product."+snake(name)] = v
		}
	}
	return values
}

// differAll logs all fields that changed, by their names.
func (s *Server) differAll(o *order, by actor, was, is, more object) {
	names := maps.Clone(was)
	maps.Copy(names, is)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		s.differ(o, by, name, was[name], is[name], more)
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
	names := keyed[field]
	if v == nil || names == nil {
		return v
	}
	if inner, nested := v.(object); nested {
		return pick(inner, names...)
	}
	return object{names[0]: v}
}

func custom(o object) object {
	f, _ := o["customFields"].(object)
	if f == nil {
		return object{}
	}
	return f
}

// by makes a map of a list, by a field.
func by(name string, list any) map[string]object {
	m := map[string]object{}
	for _, o := range objects(list) {
		m[str(o[name])] = o
	}
	return m
}

func orderHistory(c *call) (int, object, *refusal) { return c.changes(c.history) }

// changes answers entries as the asking key sees them.
func (c *call) changes(log []entry) (int, object, *refusal) {
	f, refused := c.filters("sinceId", "startDate", "endDate", "orderId", "orderExternalId")
	if refused != nil {
		return 0, nil, refused
	}
	end, id, externalID := f.get("endDate"), f.get("orderId"), f.get("orderExternalId")
	rows := []object{}
	for _, e := range log {
		if e.id <= num(f.get("sinceId")) || e.at < f.get("startDate") || (end != "" && !to(e.at, end)) ||
			(id != "" && num(id) != e.order.id) || (externalID != "" && externalID != e.order.externalID) {
			continue
		}
		row := clone(e.body)
		row["id"], row["createdAt"], row["source"] = e.id, e.at, e.by.source
		switch {
		case e.by.source == "api" && e.body["pack"] == nil:
			row["apiKey"] = object{"current": e.by.key == c.key}
		case strings.HasPrefix(e.by.source, "user"):
			row["user"] = object{"id": e.by.user}
		}
		rows = append(rows, row)
	}
	status, body, refused := c.paged("history", rows)
	if body != nil {
		body["generatedAt"] = c.stampNow()
	}
	return status, body, refused
}
