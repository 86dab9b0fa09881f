package cdektest

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The documented limits of webhooks.
const (
	mostSubscriptions = 2
	patience          = 15 * time.Second // for an answer
	mostAttempts      = 12               // for a webhook that is not answered in time; then all subscriptions to the address end
	grace             = 24 * time.Hour   // from an answer other than 200 to the end of the subscription
)

// subscription is a subscription of one type to one address.
type subscription struct {
	uuid, kind, url string
	ends            time.Time // zero: never
}

// Subscription is the state of a subscription.
type Subscription struct {
	UUID, Type, URL string
}

// Subscriptions returns the active subscriptions.
func (s *Server) Subscriptions() []Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
	var out []Subscription
	for _, b := range s.subs {
		out = append(out, Subscription{b.uuid, b.kind, b.url})
	}
	return out
}

// prune drops the subscriptions that have ended.
func (s *Server) prune() {
	now := s.settings.Now()
	s.subs = slices.DeleteFunc(s.subs, func(b *subscription) bool { return !b.ends.IsZero() && !now.Before(b.ends) })
}

// UseOldSpellings makes webhooks use the codes of older documents, with a space at the end.
func (s *Server) UseOldSpellings() { s.do(func() { s.aliases = true }) }

var oldSpellings = map[string]string{
	"RECEIVED_AT_SHIPMENT_WAREHOUSE": "RECEIVED_AT_SENDER_WAREHOUSE", "ACCEPTED_AT_PICK_UP_POINT": "ACCEPTED_AT_WAREHOUSE_ON_DEMAND",
	"TAKEN_BY_COURIER": "ISSUED_FOR_DELIVERY", "ACCEPTED_IN_RECIPIENT_CITY": "ARRIVED_AT_RECIPIENT_CITY",
}

// tell queues the webhook of a status.
func (s *Server) tell(o *order, st Step) {
	code, old := st.Code, 1000
	if n, ok := numbers[st.Code]; ok {
		old = n
	}
	if s.aliases {
		if other, ok := oldSpellings[code]; ok {
			code = other
		}
		code += " "
	}
	a := object{
		"is_return": o.kind["is_return"] == true, "is_reverse": o.kind["is_reverse"] == true,
		"is_client_return": o.kind["is_client_return"] == true, "cdek_number": o.cdek, "number": str(o.body, "number"),
		"code": code, "status_code": strconv.Itoa(old), "status_date_time": stamp(st.At), "city_name": st.City,
		"deleted": st.Deleted, "related_entities": anyOf(o.related),
	}
	if st.Reason != "" {
		a["status_reason_code"] = st.Reason
	}
	s.emit("ORDER_STATUS", o.uuid, a)
}

// emit queues a webhook for each subscription to its type.
func (s *Server) emit(kind, uuid string, attributes object) {
	s.prune()
	for _, b := range s.subs {
		if b.kind == kind {
			h := s.Call(kind, encode(object{"type": kind, "date_time": stamp(s.settings.Now()), "uuid": uuid, "attributes": attributes}))
			h.URL = b.url
			s.Outbox.Put(h)
		}
	}
}

// Emit queues a webhook of any type, with the attributes of the vendor's page.
func (s *Server) Emit(kind, uuid string, attributes map[string]any) {
	s.do(func() { s.emit(kind, uuid, attributes) })
}

// patient sends webhooks with a time limit for each answer.
type patient struct{ http.Client }

// RoundTrip implements http.RoundTripper.
func (p *patient) RoundTrip(r *http.Request) (*http.Response, error) {
	return p.Do(r) //nolint:gosec // the receiver that the test names
}

// Call returns a webhook as CDEK makes it, without sending it: to the URL of Settings.Receiver, of a type such as
// "ORDER_STATUS", with any body. Send it with Outbox.Put and SendHooks; see also Emit. CDEK sends no credentials: only
// a secret address tells its calls from others.
func (s *Server) Call(kind, body string) fake.Hook {
	return fake.Hook{
		Name: kind, URL: s.settings.Receiver.URL, Body: []byte(body), Header: http.Header{"Content-Type": {"application/json"}},
	}
}

// took handles the result of a delivery. An answered webhook is done, whatever the answer; any status but 200 ends the
// subscription a day later. A webhook without an answer is queued again, up to 12 times.
func (s *Server) took(d fake.Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.Err != nil || d.Status == 0 {
		key := d.URL + string(d.Body)
		s.attempts[key]++
		if s.attempts[key] < mostAttempts {
			return false
		}
		s.subs = slices.DeleteFunc(s.subs, func(b *subscription) bool { return b.url == d.URL })
		return true
	}
	for _, b := range s.subs {
		if d.Status != http.StatusOK && b.url == d.URL && b.kind == d.Name && b.ends.IsZero() {
			b.ends = s.settings.Now().Add(grace)
		}
	}
	return true
}

var hookTypes = []string{
	"ORDER_STATUS", "ORDER_MODIFIED", "PRINT_FORM", "RECEIPT", "DOWNLOAD_PHOTO", "PREALERT_CLOSED", "ACCOMPANYING_WAYBILL",
	"OFFICE_AVAILABILITY", "DELIV_PROBLEM", "DELIV_AGREEMENT",
}

// done returns a request that was settled at once.
func (s *Server) done(kind string) []object {
	return []object{{"request_uuid": s.id(), "type": kind, "date_time": stamp(s.settings.Now()), "state": "SUCCESSFUL"}}
}

func (b *subscription) view() object { return object{"uuid": b.uuid, "type": b.kind, "url": b.url} }

// subscribe is POST /v2/webhooks.
func subscribe(c *call) (int, any, *refusal) {
	c.prune()
	kind, url := str(c.body, "type"), str(c.body, "url")
	switch {
	case !slices.Contains(hookTypes, kind):
		return 0, nil, refuse("v2_webhook_type_incorrect", "Webhook type ["+kind+"] is incorrect")
	case url == "":
		return 0, nil, refuse("v2_field_is_empty", "[url] is empty")
	case len(c.subs) >= mostSubscriptions:
		return 0, nil, refuse("v2_bad_request", "Too many webhooks")
	}
	b := &subscription{uuid: c.id(), kind: kind, url: url}
	c.subs = append(c.subs, b)
	return c.took(http.StatusOK, b.uuid, c.done("CREATE"))
}

// subscriptions is GET /v2/webhooks.
func subscriptions(c *call) (int, any, *refusal) {
	c.prune()
	out := []object{}
	for _, b := range c.subs {
		out = append(out, b.view())
	}
	return http.StatusOK, out, nil
}

// oneSubscription is GET /v2/webhooks/{uuid}.
func oneSubscription(c *call) (int, any, *refusal) {
	c.prune()
	for _, b := range c.subs {
		if b.uuid == c.r.PathValue("uuid") {
			return http.StatusOK, object{"entity": b.view(), "requests": c.done("GET")}, nil
		}
	}
	return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
}

// unsubscribe is DELETE /v2/webhooks/{uuid}.
func unsubscribe(c *call) (int, any, *refusal) {
	for i, b := range c.subs {
		if b.uuid == c.r.PathValue("uuid") {
			c.subs = slices.Delete(c.subs, i, i+1)
			c.commit()
			return http.StatusOK, object{"entity": object{"uuid": b.uuid}, "requests": c.done("DELETE")}, nil
		}
	}
	return 0, nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+c.r.PathValue("uuid"))
}
