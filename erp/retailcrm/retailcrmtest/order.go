package retailcrmtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// order is an order of the account. data is its document, without items and payments.
type order struct {
	id         int64
	site       string
	externalID string
	data       object
	items      []object
	payments   []object
}

// alreadyExists is what a second order with the same externalId is refused with. The CRM's exact words are not known.
const alreadyExists = "Order already exists."

// find returns the order that a call names by path, by and site.
func (c *call) find(name, by, site string) (*order, *refusal) {
	for _, o := range c.orders {
		byID := by == "id" && strconv.FormatInt(o.id, 10) == name
		byExternal := by != "id" && o.externalID == name && name != ""
		if (byID || byExternal) && (site == "" || site == o.site) {
			return o, nil
		}
	}
	return nil, &refusal{404, "Not found", nil}
}

// numbered returns the order with a number.
func (c *call) numbered(number, site string) (*order, *refusal) {
	for _, o := range c.orders {
		if str(o.data["number"]) == number && (site == "" || site == o.site) {
			return o, nil
		}
	}
	return nil, notFound
}

// shop returns the shop a call works for.
func (c *call) shop() (string, *refusal) {
	site := c.param("site")
	switch {
	case site == "" && len(c.sites) == 1:
		return c.sites[0], nil
	case site == "":
		return "", &refusal{400, "Parameter 'site' is missing", nil}
	case !slices.Contains(c.sites, site):
		return "", entityError(object{"site": fmt.Sprintf("Value %q does not exist.", site)})
	}
	return site, nil
}

// check returns what is wrong with the data of an order.
func (s *Server) check(o object, in *order) map[string]string {
	wrong := map[string]string{}
	known := func(field, name string, value any) {
		if v, set := value.(string); set && !s.books[name].has(v) {
			wrong[field] = fmt.Sprintf("Value %q does not exist.", v)
		}
	}
	dated := func(field, layout string, value any) {
		if v := str(value); v != "" {
			if _, err := time.Parse(layout, v); err != nil {
				wrong[field] = "This value is not valid."
			}
		}
	}
	known("status", "statuses", o["status"])
	if to, set := o["status"].(string); set && in != nil && wrong["status"] == "" && !s.passes(str(in.data["status"]), to) {
		wrong["status"] = fmt.Sprintf("Transition from %q to %q is not allowed.", str(in.data["status"]), to)
	}
	known("orderMethod", "order-methods", o["orderMethod"])
	known("orderType", "order-types", o["orderType"])
	known("shipmentStore", "stores", o["shipmentStore"])
	known("delivery.code", "delivery-types", at(o, "delivery.code"))
	dated("createdAt", dateTime, o["createdAt"])
	dated("shipmentDate", time.DateOnly, o["shipmentDate"])
	dated("delivery.date", time.DateOnly, at(o, "delivery.date"))
	for _, name := range []string{"block", "floor"} { // numbers, by the vendor's own client
		if v := str(at(o, "delivery.address."+name)); v != "" && num(v) == 0 && v != "0" {
			wrong["delivery.address."+name] = "This value is not valid."
		}
	}
	if len([]rune(str(o["email"]))) > 100 {
		wrong["email"] = "This value is too long."
	}
	for i, it := range objects(o["items"]) {
		field := fmt.Sprintf("items[%d].", i)
		known(field+"status", "product-statuses", it["status"])
		if id := num(at(it, "offer.id")); id != 0 && s.offers[id] == nil {
			wrong[field+"offer.id"] = fmt.Sprintf("Offer with id %d not found.", id)
		}
		if name := str(at(it, "offer.externalId")); name != "" && !s.sells(name) {
			wrong[field+"offer.externalId"] = fmt.Sprintf("Offer with externalId %s not found.", name)
		}
		if id := num(it["id"]); id != 0 && (in == nil || in.item(id) == nil) {
			wrong[field+"id"] = fmt.Sprintf("Item with id %d not found.", id)
		}
	}
	for _, list := range []string{"items", "payments", "delivery.data.packages"} {
		if v := at(o, list); v != nil && !isList(v) {
			wrong[list] = "This value is not valid."
		}
	}
	for i, p := range objects(o["payments"]) {
		maps.Copy(wrong, s.checkPayment(p, fmt.Sprintf("payments[%d].", i)))
	}
	return wrong
}

// refuse makes the answer of problems: by field, but for lines, which come as a list of texts.
func refuseData(wrong map[string]string) *refusal {
	if len(wrong) == 0 {
		return nil
	}
	texts := []string{}
	for field, why := range wrong {
		if strings.HasPrefix(field, "items[") {
			texts = append(texts, field+": "+why)
		}
	}
	if len(texts) > 0 {
		slices.Sort(texts)
		return entityError(texts)
	}
	return entityError(wrong)
}

func (o *order) item(id int64) object {
	for _, it := range o.items {
		if num(it["id"]) == id {
			return it
		}
	}
	return nil
}

// change writes a patch over an order, and the history of it.
func (s *Server) change(o *order, patch object, by actor) {
	before := o.document()
	patch = clone(patch)
	if given, set := patch["customer"].(object); set {
		o.data["customer"] = s.customer(given, o.data, o.site)
		delete(patch, "customer")
	}
	lines, hasLines := patch["items"]
	for _, name := range []string{"items", "payments", "id", "externalId", "site"} {
		delete(patch, name)
	}
	merge(o.data, patch)
	if hasLines {
		s.setItems(o, objects(lines))
	}
	s.total(o)
	after := o.document()
	if !same(before["status"], after["status"]) {
		o.data["statusUpdatedAt"] = s.stampNow()
	}
	s.record(o, before, after, by)
	s.parcelChanged(o, before, after, by)
}

// setItems makes lines the whole list of an order's lines. A line with an id keeps what is not said of it.
func (s *Server) setItems(o *order, lines []object) {
	var kept []object
	for _, l := range lines {
		it := o.item(num(l["id"]))
		if it == nil {
			it = object{
				"id": s.next("item"), "status": "new", "createdAt": s.stampNow(), "initialPrice": json.Number("0"), "purchasePrice": json.Number("0"),
				"quantity": json.Number("1"), "discounts": []any{}, "markingCodes": []any{},
			}
		}
		delete(l, "id")
		if offer, set := l["offer"].(object); set {
			l["offer"] = s.offer(offer)
		}
		merge(it, l)
		kept = append(kept, it)
		it["isCanceled"] = yes(s.books["product-statuses"].rows[str(it["status"])]["cancelStatus"])
	}
	o.items = kept
}

// offer returns the catalogue's offer for a key, or the key itself.
func (s *Server) offer(key object) object {
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		of := s.offers[id]
		if num(key["id"]) == id || (key["externalId"] != nil && str(key["externalId"]) == str(of["externalId"])) {
			return of
		}
	}
	return key
}

// document is the order with lines and payments as lists.
func (o *order) document() object {
	d := clone(o.data)
	d["id"], d["slug"], d["site"] = o.id, o.id, o.site
	if o.externalID != "" {
		d["externalId"] = o.externalID
	}
	items, payments := []any{}, []any{}
	for _, it := range o.items {
		items = append(items, clone(it))
	}
	for _, p := range o.payments {
		payments = append(payments, clone(p))
	}
	d["items"], d["payments"] = items, payments
	return d
}

// render is the order in an answer, in the shapes of PHP. A creation answers its payments as a list, a reading as an
// object by id.
func (o *order) render(asList bool) object {
	d := o.document()
	if fields, ok := d["customFields"].(object); !ok || len(fields) == 0 {
		d["customFields"] = []any{}
	}
	for _, it := range objects(d["items"]) {
		if props, ok := it["properties"].(object); it["properties"] == nil || (ok && len(props) == 0) {
			it["properties"] = []any{}
		}
	}
	if !asList && len(o.payments) > 0 {
		keyed := object{}
		for _, p := range objects(d["payments"]) {
			keyed[str(p["id"])] = p
		}
		d["payments"] = keyed
	}
	return d
}

// thin is the order in entries of the history.
func (o *order) thin() object {
	t := object{"id": o.id, "site": o.site, "status": o.data["status"]}
	if o.externalID != "" {
		t["externalId"] = o.externalID
	}
	if m := o.data["managerId"]; m != nil {
		t["managerId"] = m
	}
	return t
}
