package yookassatest

import (
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// Source is an address that YooKassa sends notifications from.
const Source = "185.71.76.5"

// Call returns a notification as YooKassa makes it, without sending it: to Settings.Receiver, from Settings.Source, of
// any event and object (JSON), true or not. Send it with Outbox.Put and SendHooks.
func (s *Server) Call(event, object string) fake.Hook {
	return fake.Hook{
		Name: event, URL: s.settings.Receiver.URL, From: s.settings.Source, Header: http.Header{"Content-Type": {"application/json"}},
		Body: []byte(`{"type":"notification","event":"` + event + `","object":` + object + `}`),
	}
}

// tell queues a notification.
func (s *Server) tell(event string, d object) {
	h := s.Call(event, string(encode(d)))
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
		h.URL = url
		s.Outbox.Put(h)
	}
}

// webhook is the subscription of a partner.
type webhook struct{ id, event, url string }

func (w webhook) document() object { return object{"id": w.id, "event": w.event, "url": w.url} }

var events = map[string]bool{
	"payment.waiting_for_capture": true, "payment.succeeded": true, "payment.canceled": true, "refund.succeeded": true,
	"payment_method.active": true, "payout.succeeded": true, "payout.canceled": true, "deal.closed": true,
}

// notPartner is the refusal of a shop's own credentials.
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
