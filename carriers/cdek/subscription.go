package cdek

import (
	"context"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// EventType is a kind of webhook. Values that are not listed here come through as they are.
type EventType string

// The documented types.
const (
	EventOrderStatus EventType = "ORDER_STATUS"
	EventModified    EventType = "ORDER_MODIFIED"
	EventPrint       EventType = "PRINT_FORM"
	EventReceipt     EventType = "RECEIPT"
	EventPhoto       EventType = "DOWNLOAD_PHOTO"
	EventPrealert    EventType = "PREALERT_CLOSED"
	EventWaybill     EventType = "ACCOMPANYING_WAYBILL"
	EventOffice      EventType = "OFFICE_AVAILABILITY"
	EventTrouble     EventType = "DELIV_PROBLEM"
	EventAgreement   EventType = "DELIV_AGREEMENT"
)

// Subscription is one type of webhook to one address.
type Subscription struct {
	UUID    string     `json:"uuid,omitzero"`
	Type    EventType  `json:"type"`
	URL     string     `json:"url"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// CreateSubscription makes sure that webhooks of a type go to an address. CDEK drops a subscription without notice if
// the receiver answers with anything but 200, or not at all; so call it from time to time, for instance once an hour.
// The address should end in a secret: see [Webhook]. CDEK allows two subscriptions for one account; how it refuses a
// third is not documented.
func (c *Client) CreateSubscription(ctx context.Context, kind EventType, url string) (*Subscription, error) {
	const op = "POST /v2/webhooks"
	if kind == "" || url == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the type or the address is empty", nil)
	}
	var found *Subscription
	look := func(ctx context.Context) (bool, error) {
		all, err := c.ListSubscriptions(ctx)
		for i := range all {
			if all[i].Type == kind && all[i].URL == url {
				found = &all[i]
			}
		}
		return found != nil, err
	}
	if there, err := look(ctx); there || err != nil {
		return found, err
	}
	var in written
	err := c.post(ctx, op, "/webhooks", Subscription{Type: kind, URL: url}, rest.ReadBack(look), &in)
	if err != nil || found != nil {
		return found, err
	}
	return &Subscription{UUID: in.ack().UUID, Type: kind, URL: url}, nil
}

// ListSubscriptions returns all subscriptions of the account.
func (c *Client) ListSubscriptions(ctx context.Context) ([]Subscription, error) {
	var all lax.List[Subscription]
	err := c.get(ctx, "GET /v2/webhooks", "/webhooks", nil, nil, &all)
	return all, err
}

// GetSubscription returns one subscription.
func (c *Client) GetSubscription(ctx context.Context, uuid string) (*Subscription, error) {
	in, err := read(ctx, c, "GET /v2/webhooks/{uuid}", "/webhooks/%s", uuid, func(s *Subscription) string { return s.UUID })
	if err != nil {
		return nil, err
	}
	return in.Entity, nil
}

// DeleteSubscription makes sure that a subscription does not exist.
func (c *Client) DeleteSubscription(ctx context.Context, uuid string) error {
	const op = "DELETE /v2/webhooks/{uuid}"
	if uuid == "" {
		return c.rest.Fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	err := c.send(ctx, http.MethodDelete, op, rest.Pathf("/webhooks/%s", uuid), nil, rest.Idempotent(), nil, nil)
	if missing(err) {
		return nil
	}
	return err
}
