package cdektest

import (
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// order is an order at CDEK.
type order struct {
	uuid     string
	cdek     string
	body     object // as it was sent
	kind     object // is_return, is_reverse, is_client_return
	made     time.Time
	statuses []Step // oldest first
	requests []object
	related  []object
	work     []*job
	gone     bool
	taken    *int              // pieces handed over in a partial delivery; nil: all
	ids      map[string]string // CDEK's ids of the packages, by their numbers
}

// job is an open request.
type job struct {
	request object
	reads   int
	due     time.Time
	do      func() []object // the errors
}

// Step is one status of an order.
type Step struct {
	Code    string
	Reason  string
	At      time.Time
	City    string
	Deleted bool
}

// Order is the state of an order.
type Order struct {
	UUID       string
	CDEKNumber string
	Number     string
	Status     string // the newest that was not taken back
	Statuses   []Step
	Gone       bool // deleted
	IsReturn   bool
	Body       map[string]any // as it was sent
}

// Valid reports whether the order is or was carried.
func (o Order) Valid() bool { return !o.Gone && o.Status != "INVALID" }

// Orders returns all orders that were accepted, including those that failed their checks or were deleted.
func (s *Server) Orders() []Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Order
	for _, o := range s.orders {
		out = append(out, o.view())
	}
	return out
}

// Order returns the order with a number of the shop, a uuid or a number of CDEK; ok is false if there is none.
func (s *Server) Order(key string) (o Order, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.order(key); found != nil {
		return found.view(), true
	}
	return Order{}, false
}

func (o *order) view() Order {
	return Order{
		UUID: o.uuid, CDEKNumber: o.cdek, Number: str(o.body, "number"), Status: o.status().Code,
		Statuses: slices.Clone(o.statuses), Gone: o.gone, IsReturn: o.kind["is_return"] == true, Body: o.body,
	}
}

// order finds the order that holds a number, or has a uuid or a number of CDEK. A failed order is found if there is no
// other.
func (s *Server) order(key string) *order {
	var failed *order
	for _, o := range slices.Backward(s.orders) {
		switch {
		case o.uuid == key, o.cdek != "" && o.cdek == key:
			return o
		case str(o.body, "number") != key || o.kind["is_return"] == true:
		case o.holds():
			return o
		case failed == nil && !o.gone:
			failed = o
		}
	}
	return failed
}

// holds reports whether no other order may use the number.
func (o *order) holds() bool { return !o.gone && o.status().Code != "INVALID" }

// status returns the newest status that was not withdrawn.
func (o *order) status() Step {
	for _, st := range slices.Backward(o.statuses) {
		if !st.Deleted {
			return st
		}
	}
	return Step{}
}

// add creates an order that is to be checked.
func (s *Server) add(body object, kind object) *order {
	o := &order{uuid: s.id(), body: body, kind: kind, made: s.settings.Now()}
	s.orders = append(s.orders, o)
	o.statuses = []Step{{Code: "ACCEPTED", At: o.made, City: "Офис СДЭК"}}
	return o
}

// begin adds a request to an order.
func (s *Server) begin(o *order, kind string, do func() []object) object {
	now := s.settings.Now()
	request := object{"request_uuid": s.id(), "type": kind, "date_time": stamp(now), "state": "ACCEPTED"}
	answer := object{"request_uuid": request["request_uuid"], "type": kind, "date_time": stamp(now), "state": "ACCEPTED"}
	o.requests = append(o.requests, request)
	j := &job{request: request, reads: max(s.settings.CheckReads, 0), do: do}
	if s.settings.CheckAfter > 0 {
		j.due = now.Add(s.settings.CheckAfter)
	}
	o.work = append(o.work, j)
	if s.settings.CheckReads < 0 {
		s.settle(o)
	}
	return answer
}

// busy reports whether a request of a type is open.
func (o *order) busy(kind string) bool {
	return slices.ContainsFunc(o.work, func(j *job) bool { return j.request["type"] == kind })
}

// look counts a reading and settles what is due.
func (s *Server) look(o *order) {
	var due bool
	for _, j := range o.work {
		late := !j.due.IsZero() && !s.settings.Now().Before(j.due)
		if j.due.IsZero() {
			late = j.reads <= 0
			j.reads--
		}
		due = due || late
	}
	if due {
		s.settle(o)
	}
}

// settle completes all requests of an order.
func (s *Server) settle(o *order) {
	work := o.work
	o.work = nil
	for _, j := range work {
		errors := j.do()
		j.request["date_time"] = stamp(s.settings.Now())
		j.request["state"] = "SUCCESSFUL"
		if len(errors) > 0 {
			j.request["state"], j.request["errors"] = "INVALID", errors
		}
	}
}

// Settle completes all open requests.
func (s *Server) Settle() {
	s.do(func() {
		for _, o := range s.orders {
			s.settle(o)
		}
	})
}

// Fail makes the next order with a number, or the next client return of one, fail its checks, with the vendor's code
// and message.
func (s *Server) Fail(number, code, message string) {
	s.do(func() { s.fates[number] = append(s.fates[number], problem(code, message)) })
}

// read is GET /v2/orders/{uuid}.
func read(c *call) (int, any, *refusal) {
	uuid := c.r.PathValue("uuid")
	return c.show(func(o *order) bool { return o.uuid == uuid }, uuid, "v2_entity_not_found", "Entity is not found by uuid "+uuid)
}

// find is GET /v2/orders.
func find(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	number, cdek := q.Get("im_number"), q.Get("cdek_number")
	switch {
	case number != "" && cdek != "":
		return 0, nil, refuse("v2_bad_request", "Only one of cdek_number and im_number may be given")
	case number != "":
		is := func(o *order) bool { return str(o.body, "number") == number }
		return c.show(is, number, "v2_entity_not_found_im_number", "Entity is not found by im_number "+number)
	case cdek != "":
		return c.show(func(o *order) bool { return o.cdek == cdek }, cdek, "v2_order_not_found", "Order is not found by cdek_number "+cdek)
	}
	return 0, nil, refuse("v2_order_number_empty", "Order number is empty")
}

// hidden reports whether an order is not found: it is deleted, or too new.
func (s *Server) hidden(o *order) bool {
	return o == nil || o.gone || s.settings.Now().Before(o.made.Add(s.settings.HideFor))
}

// show answers with the order of a key, if it matches.
func (c *call) show(is func(*order) bool, key, code, message string) (int, any, *refusal) {
	o := c.order(key)
	if !c.hidden(o) && is(o) {
		c.look(o)
	}
	if c.hidden(o) || !is(o) {
		return 0, nil, refuse(code, message)
	}
	return http.StatusOK, object{"entity": c.entity(o), "requests": anyOf(o.requests), "related_entities": anyOf(o.related)}, nil
}

// entity returns an order: statuses newest first, and all required fields, also for a failed one.
func (s *Server) entity(o *order) object {
	e := maps.Clone(o.body)
	delete(e, "print") // of the request alone
	delete(e, "widget_token")
	e["uuid"] = o.uuid
	if num(e, "type") == 0 {
		e["type"] = 1
	}
	for _, k := range []string{"sender", "recipient"} { // the latter of what goes back
		if e[k] == nil {
			e[k] = object{"company": "ООО Договор", "name": "Договоров Пётр", "phones": []object{{"number": "+74950000000"}}}
		}
	}
	e["from_location"] = s.told(o.body, "shipment_point", "from_location")
	e["to_location"] = s.told(o.body, "delivery_point", "to_location")
	var statuses []object
	for _, st := range slices.Backward(o.statuses) {
		one := object{"code": st.Code, "name": names[st.Code], "date_time": stamp(st.At), "city": st.City, "deleted": st.Deleted}
		if st.Reason != "" {
			one["reason_code"] = st.Reason
		}
		statuses = append(statuses, one)
	}
	e["statuses"] = statuses
	for _, k := range []string{"is_return", "is_reverse", "is_client_return"} {
		e[k] = o.kind[k] == true
	}
	if o.cdek != "" {
		e["cdek_number"] = o.cdek
		e["delivery_mode"] = strconv.Itoa(s.mode(o))
	}
	e["packages"] = o.packages()
	if st := o.status(); st.Code == "DELIVERED" {
		pieces := math.MaxInt
		if o.taken != nil {
			pieces = *o.taken
		}
		e["packages"] = o.handed(pieces)
		paid, cost := rub(o.paid(pieces)), rub(s.cost(o))
		e["delivery_detail"] = object{
			"date": st.At.Format(time.DateOnly), "recipient_name": str(obj(o.body, "recipient"), "name"), "payment_sum": paid,
			"delivery_sum": cost, "total_sum": cost, "payment_info": []object{{"type": "CASH", "sum": paid}},
		}
	}
	e["transacted_payment"] = false
	return e
}

// told returns one end of an order: the place of its office, or its address with the fields of the city. An unknown
// office has none.
func (s *Server) told(b object, point, place string) object {
	l := object{}
	if p := s.point(str(b, point)); p != nil {
		for k := range strings.FieldsSeq(placeFields) {
			if v, has := obj(p, "location")[k]; has {
				l[k] = v
			}
		}
	}
	for k, v := range obj(b, place) {
		if v != nil && v != "" {
			l[k] = v
		}
	}
	if c := s.city(s.cityOf(b, point, place), ""); c != nil {
		for _, k := range []string{"code", "city_uuid", "city", "country_code", "country", "region", "region_code"} {
			l[k] = c[k]
		}
	}
	return l
}

// packages returns the packages with CDEK's ids.
func (o *order) packages() []any {
	var out []any
	for _, p := range list(o.body, "packages") {
		same := maps.Clone(p)
		volume := num(p, "length") * num(p, "width") * num(p, "height") / 5 // cm³/5000 are kilograms
		same["weight_volume"], same["weight_calc"] = volume, max(volume, num(p, "weight"))
		if id, ok := o.ids[str(p, "number")]; ok {
			same["package_id"], same["barcode"] = id, "C"+o.cdek+str(p, "number")
		}
		out = append(out, same)
	}
	return out
}

// number assigns ids to new packages.
func (s *Server) number(o *order) {
	if o.ids == nil {
		o.ids = map[string]string{}
	}
	for _, p := range list(o.body, "packages") {
		if n := str(p, "number"); o.ids[n] == "" {
			o.ids[n] = s.id()
		}
	}
}
