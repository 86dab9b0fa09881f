package yookassa

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Shop is the settings of the shop that the credentials belong to.
type Shop struct {
	AccountID     string         `json:"account_id"`
	Status        string         `json:"status"` // enabled or disabled
	Test          bool           `json:"test"`
	Fiscalization *Fiscalization `json:"fiscalization,omitzero"`
	// FiscalizationEnabled is returned by older editions instead of Fiscalization.
	FiscalizationEnabled bool       `json:"fiscalization_enabled,omitzero"`
	PaymentMethods       []string   `json:"payment_methods,omitzero"`
	INN                  string     `json:"itn,omitzero"`
	Extra                wire.Extra `json:"-"`
}

// Fiscalization reports whether receipts are registered through YooKassa, and by which register.
type Fiscalization struct {
	Enabled  bool       `json:"enabled"`
	Provider string     `json:"provider,omitzero"` // such as "avanpost" (YooKassa's own), "atol"
	Extra    wire.Extra `json:"-"`
}

// GetShop returns the settings of the shop. It is also the cheapest way to check the credentials.
func (c *Client) GetShop(ctx context.Context) (*Shop, error) {
	var s Shop
	err := c.get(ctx, "GET /me", "/me", nil, &s, func() error { return missingField([2]string{"account_id", s.AccountID}) })
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// registers reports whether receipts are registered through YooKassa.
func (s *Shop) registers() bool {
	if s.Fiscalization != nil {
		return s.Fiscalization.Enabled
	}
	return s.FiscalizationEnabled
}

// Check implements receipts.Checker. It checks that YooKassa accepts the credentials, the shop is enabled, and with
// [WithReceipts] it registers receipts. What a person must correct is an *ordo.Error of class Auth; Retry and
// RateLimited mean that YooKassa could not be asked.
func (g *Gateway) Check(ctx context.Context) error {
	const op = "GET /me"
	s, err := g.client.GetShop(ctx)
	var e *ordo.Error
	switch {
	case errors.As(err, &e) && e.Class != ordo.Retry && e.Class != ordo.RateLimited:
		own := *e
		if e.Class == ordo.Auth {
			own.Text = "YooKassa refuses the shop's id and secret key: " + e.Text
		} else {
			own.Class, own.Text = ordo.Auth, "the base URL does not answer like YooKassa: "+e.Text
		}
		return &own
	case err != nil:
		return err
	case s.Status != "enabled":
		return g.client.rest.Fail(op, ordo.Auth, "the shop "+s.AccountID+" is "+quote(s.Status)+" at YooKassa: it can neither charge nor refund", nil)
	case g.registers && !s.registers():
		return g.client.rest.Fail(op, ordo.Auth, "the option WithReceipts is set, but shop "+s.AccountID+
			" registers no receipts through YooKassa: switch it on in the cabinet, or leave the option out", nil)
	}
	return nil
}

const webhooksPath = "/webhooks"

// Subscription is a subscription to an event. Only clients of [NewPartner] have them; other shops set the address in
// the cabinet.
type Subscription struct {
	ID    string `json:"id"`
	Event string `json:"event"`
	URL   string `json:"url"`
	// Problem is what could not be read; it is in Extra.
	Problem error      `json:"-"`
	Extra   wire.Extra `json:"-"`
}

// ListSubscriptions returns all subscriptions.
func (c *Client) ListSubscriptions(ctx context.Context) ([]Subscription, error) {
	var all page[Subscription]
	if err := c.get(ctx, "GET /webhooks", webhooksPath, nil, &all, all.complete); err != nil {
		return nil, err
	}
	return all.Items, nil
}

// CreateSubscription subscribes an https address to an event, such as [EventPaymentSucceeded].
func (c *Client) CreateSubscription(ctx context.Context, key, event, url string) (*Subscription, error) {
	const op = "POST /webhooks"
	in := struct {
		Event string `json:"event"`
		URL   string `json:"url"`
	}{event, url}
	var made Subscription
	if err := c.write(ctx, op, http.MethodPost, webhooksPath, key, in, &made, func() error { return missingField([2]string{"id", made.ID}) }); err != nil {
		return nil, err
	}
	if err := c.reused(op, key, made.ID, [3]string{"event", event, made.Event}, [3]string{"url", url, made.URL}); err != nil {
		return nil, err
	}
	return &made, nil
}

// DeleteSubscription deletes a subscription.
func (c *Client) DeleteSubscription(ctx context.Context, key, id string) error {
	const op = "DELETE /webhooks/{id}"
	if err := c.id(op, "webhook_id", id); err != nil {
		return err
	}
	return c.write(ctx, op, http.MethodDelete, rest.Pathf(webhooksPath+"/%s", id), key, nil, nil, nil)
}
