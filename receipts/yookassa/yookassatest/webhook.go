package yookassatest

import (
	"context"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Source is an address that YooKassa sends notifications from.
const Source = "185.71.76.5"

// Receiver is where notifications go: the one address that is set in the cabinet. Subscriptions of partners win.
type Receiver struct {
	URL       string // empty means none are sent
	Transport http.RoundTripper
	Tries     int // how often SendNotifications tries one that is not taken; 0 means 1
}

// Direct returns a RoundTripper that calls a handler without sockets, as if from [Source]: for Receiver.Transport.
func Direct(h http.Handler) http.RoundTripper { return DirectFrom(Source, h) }

// DirectFrom is Direct from another address.
func DirectFrom(address string, h http.Handler) http.RoundTripper {
	return fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(address, ":") {
			r.RemoteAddr = "[" + address + "]:40112"
		} else {
			r.RemoteAddr = address + ":40112"
		}
		h.ServeHTTP(w, r)
	}))
}

// Delivery is what became of one sending of a notification: Name is its event, Status is the receiver's.
type Delivery = fake.Delivery

// outbox sends what waits. Only 200 is good.
func (r Receiver) outbox() *fake.Outbox {
	return &fake.Outbox{Client: r.Transport, Good: func(d Delivery) bool { return d.Status == http.StatusOK }}
}

// SendNotifications delivers the notifications that wait. One that is not answered with 200 is repeated, up to
// Receiver.Tries in all, and waits on for the next SendNotifications.
func (s *Server) SendNotifications(ctx context.Context) []Delivery {
	var all []Delivery
	for range max(1, s.settings.Receiver.Tries) {
		all = append(all, s.out.Deliver(ctx)...)
		if len(s.out.Waiting()) == 0 {
			break
		}
	}
	return all
}

// RepeatNotifications makes every notification that was ever made wait again.
func (s *Server) RepeatNotifications() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hooks {
		s.out.Put(h)
	}
}

// Forge lets a notification wait that is not true: any event and object, as JSON.
func (s *Server) Forge(event, object string) {
	s.out.Put(hook(event, s.settings.Receiver.URL, `{"type":"notification","event":"`+event+`","object":`+object+`}`))
}

func hook(event, url, body string) fake.Hook {
	return fake.Hook{Name: event, URL: url, Body: []byte(body), Header: http.Header{"Content-Type": {"application/json"}}}
}

// tell lets a notification wait.
func (s *Server) tell(event string, d object) {
	body := string(encode(object{"type": "notification", "event": event, "object": d}))
	urls := []string{}
	for _, w := range s.webhooks {
		if w.event == event {
			urls = append(urls, w.url)
		}
	}
	if len(s.webhooks) == 0 && s.settings.Receiver.URL != "" {
		urls = append(urls, s.settings.Receiver.URL)
	}
	for _, url := range urls {
		h := hook(event, url, body)
		s.hooks = append(s.hooks, h)
		s.out.Put(h)
	}
}

// webhook is the subscription of a partner.
type webhook struct{ id, event, url string }

func (w webhook) document() object { return object{"id": w.id, "event": w.event, "url": w.url} }

var events = map[string]bool{
	"payment.waiting_for_capture": true, "payment.succeeded": true, "payment.canceled": true, "refund.succeeded": true,
	"payment_method.active": true, "payout.succeeded": true, "payout.canceled": true, "deal.closed": true,
}

// notPartner is the refusal of a shop's own key.
func notPartner() *refusal {
	return &refusal{http.StatusForbidden, "forbidden", "Webhooks need an OAuth token", ""}
}

func addWebhook(c *call) (any, *refusal) {
	var in struct{ Event, URL string }
	if !c.partner {
		return nil, notPartner()
	}
	if refused := c.read(&in); refused != nil {
		return nil, refused
	}
	switch {
	case !events[in.Event]:
		return nil, invalid("event", "Event is unknown")
	case !strings.HasPrefix(in.URL, "https://"):
		return nil, invalid("url", "URL must be https")
	}
	w := webhook{"wh-" + c.newID(), in.Event, in.URL}
	c.webhooks = append(c.webhooks, w)
	c.commit()
	return w.document(), nil
}

func listWebhooks(c *call) (any, *refusal) {
	if !c.partner {
		return nil, notPartner()
	}
	items := []object{}
	for _, w := range c.webhooks {
		items = append(items, w.document())
	}
	return object{"type": "list", "items": items}, nil
}

func removeWebhook(c *call) (any, *refusal) {
	if !c.partner {
		return nil, notPartner()
	}
	for i, w := range c.webhooks {
		if w.id == c.r.PathValue("id") {
			c.webhooks = append(c.webhooks[:i], c.webhooks[i+1:]...)
			c.commit()
			return object{}, nil
		}
	}
	return nil, absent("Webhook")
}
