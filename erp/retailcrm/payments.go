package retailcrm

import (
	"context"
	"errors"
	"net/url"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Payment is a payment of an order.
type Payment struct {
	ID         int64      `json:"id"`
	ExternalID string     `json:"externalId,omitzero"`
	Type       string     `json:"type"`   // a payment type
	Status     string     `json:"status"` // a payment status
	Amount     wire.Sum   `json:"amount,omitzero"`
	PaidAt     DateTime   `json:"paidAt,omitzero"` // seen in UTC: not to be compared with the order's times
	Comment    string     `json:"comment,omitzero"`
	Extra      wire.Extra `json:"-"` // what this type does not know
}

// PaymentFields is what is written of a payment; what is not set is not sent. Where the payment type is served by a
// module ([PaymentType.Integrated]), Status and PaidAt must not be set: the module owns them.
type PaymentFields struct {
	ExternalID string   `json:"externalId,omitzero"`
	Type       string   `json:"type,omitzero"`
	Status     string   `json:"status,omitzero"`
	Amount     wire.Sum `json:"amount,omitzero"`
	PaidAt     DateTime `json:"paidAt,omitzero"`
	Comment    *string  `json:"comment,omitzero"`
}

// CreatePayment adds a payment to an order and returns its id. With an externalId it is safe to repeat: the order's
// payments are looked at before each try, and a payment that is there already is not made again. Without one a lost
// answer is an error of class InDoubt.
func (c *Client) CreatePayment(ctx context.Context, of OrderKey, p PaymentFields) (id int64, err error) {
	const op = "orders/payments/create"
	if _, _, err := of.in(c, op); err != nil {
		return 0, err
	}
	if p.PaidAt, err = c.local(ctx, p.PaidAt); err != nil {
		return 0, err
	}
	by := named{ID: of.ID}
	if of.ID == 0 {
		by.ExternalID = of.ExternalID
	}
	form, err := c.form(op, "payment", struct {
		PaymentFields
		Order named `json:"order"`
	}{p, by}, of.site(c))
	if err != nil {
		return 0, err
	}
	repeat := rest.Never()
	var found int64
	if p.ExternalID != "" {
		look := func(ctx context.Context) (bool, error) {
			o, err := c.GetOrder(ctx, of)
			if err != nil {
				return false, err
			}
			if there := o.Payment(p.ExternalID); there != nil {
				found = there.ID
			}
			return found != 0, nil
		}
		if there, err := look(ctx); there || err != nil { // by an earlier call, whose answer was lost
			return found, err
		}
		repeat = rest.ReadBack(look)
	}
	var answer made
	if err := c.post(ctx, op, "/orders/payments/create", form, repeat, &answer); err != nil {
		return 0, err
	}
	if found != 0 {
		return found, nil
	}
	return int64(answer.ID), nil
}

// made is the answer to a creation.
type made struct {
	ID lax.Int `json:"id"`
}

// Complete implements rest.Completer.
func (m *made) Complete() error {
	if m.ID <= 0 {
		return errors.New("the answer has no id of what was made")
	}
	return nil
}

// UpdatePayment changes what p sets of a payment, named by the CRM's id. It sets a state, so it is repeated after a
// lost answer.
func (c *Client) UpdatePayment(ctx context.Context, id int64, p PaymentFields) error {
	const op = "orders/payments/edit"
	var err error
	if p.PaidAt, err = c.local(ctx, p.PaidAt); err != nil {
		return err
	}
	form, err := c.form(op, "payment", p, c.site)
	if err != nil {
		return err
	}
	form.Set("by", "id")
	return c.post(ctx, op, rest.Pathf("/orders/payments/%d/edit", id), form, rest.Idempotent(), nil)
}

// DeletePayment removes a payment. One that is not there is no error: it was removed before, perhaps by an earlier try.
func (c *Client) DeletePayment(ctx context.Context, id int64) error {
	return c.remove(ctx, "orders/payments/delete", rest.Pathf("/orders/payments/%d/delete", id))
}

func (c *Client) remove(ctx context.Context, op, path string) error {
	err := c.post(ctx, op, path, url.Values{}, rest.Idempotent(), nil)
	if gone(err) {
		return nil
	}
	return err
}
