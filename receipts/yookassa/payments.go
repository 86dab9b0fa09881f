package yookassa

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/ordo-sdk/ordo/internal/rest"
)

const paymentsPath = "/payments"

// CreatePayment creates a payment. The same key always returns the same payment (see the package's page), in its first
// state: [Client.GetPayment] returns the present one. A payment that the bank declines is not an error; its status is
// Canceled.
//
// To record it in an order, read it with [Gateway.Payment]; the package's page has an example.
func (c *Client) CreatePayment(ctx context.Context, key string, p NewPayment) (*Payment, error) {
	const op = "POST /payments"
	if err := c.notSent(op, p.problems()); err != nil {
		return nil, err
	}
	var made Payment
	if err := c.write(ctx, op, http.MethodPost, paymentsPath, key, p, &made, made.complete); err != nil {
		return nil, err
	}
	if err := c.reused(op, key, made.ID, [3]string{"amount", p.Amount.String(), made.Amount.String()},
		metadata(p.Metadata, made.Metadata)); err != nil {
		return nil, err
	}
	return &made, nil
}

// GetPayment returns a payment.
func (c *Client) GetPayment(ctx context.Context, id string) (*Payment, error) {
	const op = "GET /payments/{id}"
	if err := c.id(op, "payment_id", id); err != nil {
		return nil, err
	}
	var p Payment
	if err := c.get(ctx, op, rest.Pathf(paymentsPath+"/%s", id), nil, &p, isAbout("payment", id, &p.ID, p.complete)); err != nil {
		return nil, err
	}
	return &p, nil
}

// CapturePayment charges a payment that waits for it, all or a part. In any other status YooKassa refuses, with class
// Invalid; read the payment to see whether it was captured before, under another key.
func (c *Client) CapturePayment(ctx context.Context, key, id string, take Capture) (*Payment, error) {
	const op = opCapture
	if err := c.notSent(op, take.problems()); err != nil {
		return nil, err
	}
	p, err := c.change(ctx, op, key, id, "/capture", take)
	if err == nil && !take.Amount.IsUnset() {
		err = c.reused(op, key, p.ID, [3]string{"amount", take.Amount.String(), p.Amount.String()})
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// CancelPayment releases the money of a payment that waits for its capture. In any other status YooKassa refuses.
func (c *Client) CancelPayment(ctx context.Context, key, id string) (*Payment, error) {
	return c.change(ctx, opCancel, key, id, "/cancel", nil)
}

func (c *Client) change(ctx context.Context, op, key, id, verb string, in any) (*Payment, error) {
	if err := c.id(op, "payment_id", id); err != nil {
		return nil, err
	}
	var p Payment
	if err := c.write(ctx, op, http.MethodPost, rest.Pathf(paymentsPath+"/%s", id)+verb, key, in, &p, p.complete); err != nil {
		return nil, err
	}
	if err := c.reused(op, key, p.ID, [3]string{"id", id, p.ID}); err != nil {
		return nil, err
	}
	return &p, nil
}

// PaymentFilter filters a list of payments. The zero PaymentFilter is all of the last three years.
type PaymentFilter struct {
	Created       Period
	Captured      Period
	Status        Status
	PaymentMethod string // a type, such as "sbp"
}

func (f PaymentFilter) query() url.Values {
	q := url.Values{}
	f.Created.into(q, "created_at")
	f.Captured.into(q, "captured_at")
	set(q, "status", string(f.Status))
	set(q, "payment_method", f.PaymentMethod)
	return q
}

// ListPayments lists payments, the newest first.
func (c *Client) ListPayments(ctx context.Context, f PaymentFilter) iter.Seq2[Record[Payment], error] {
	const op = "GET /payments"
	return matchingFilter(c, op, list[Payment](ctx, c, op, paymentsPath, f.query()), func(p *Payment) [][3]string {
		method := ""
		if p.PaymentMethod != nil {
			method = p.PaymentMethod.Type
		}
		return [][3]string{{"status", string(f.Status), string(p.Status)}, {"method", f.PaymentMethod, method}}
	})
}

// FindPayments returns the payments with the sum of p and all of its metadata, created at since or later. Use it to
// find out whether a payment was created after its key is forgotten ([KeyLife]). Empty metadata is an error of class
// Invalid, because it would match other payments; so is a record that cannot be read, because it may be the one.
func (c *Client) FindPayments(ctx context.Context, p NewPayment, since time.Time) ([]Payment, error) {
	f := PaymentFilter{Created: Period{From: since}}
	return find(c, "GET /payments", p.Metadata, c.ListPayments(ctx, f), func(have Payment) (bool, map[string]string) {
		return have.Amount == p.Amount, have.Metadata
	})
}
