package yookassa

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	refundsPath = "/refunds"
	opRefund    = "POST /refunds"
)

// Refund is a refund of a payment.
type Refund struct {
	ID            string               `json:"id"`
	PaymentID     string               `json:"payment_id"`
	Status        Status               `json:"status"`
	Amount        amount.Money         `json:"amount"`
	CreatedAt     time.Time            `json:"created_at,omitzero"`
	Description   string               `json:"description,omitzero"`
	Receipt       Status               `json:"receipt_registration,omitzero"` // empty: no receipt was asked for
	Cancellation  *Cancellation        `json:"cancellation_details,omitzero"`
	Sources       []RefundSource       `json:"sources,omitzero"`
	Method        *RefundMethod        `json:"refund_method,omitzero"`
	Authorization *RefundAuthorization `json:"refund_authorization_details,omitzero"`
	Metadata      map[string]string    `json:"metadata,omitzero"`
	Extra         wire.Extra           `json:"-"` // among others deal
}

// complete returns an error if a required field is missing.
func (r *Refund) complete() error {
	return missingField([2]string{"id", r.ID}, [2]string{"status", string(r.Status)}, [2]string{"amount", r.Amount.Currency()})
}

// RefundSource is the shop from which a refund of a split payment is taken.
type RefundSource struct {
	AccountID         string       `json:"account_id"`
	Amount            amount.Money `json:"amount"`
	PlatformFeeAmount amount.Money `json:"platform_fee_amount,omitzero"`
	Extra             wire.Extra   `json:"-"`
}

// RefundMethod is how the money is returned.
type RefundMethod struct {
	Type           string     `json:"type"`
	SBPOperationID string     `json:"sbp_operation_id,omitzero"`
	Extra          wire.Extra `json:"-"`
}

// RefundAuthorization is the bank's reference of a refund.
type RefundAuthorization struct {
	RRN   string     `json:"rrn,omitzero"`
	Extra wire.Extra `json:"-"`
}

// NewRefund is a refund to be created, of all or a part of a payment that succeeded.
type NewRefund struct {
	PaymentID   string            `json:"payment_id"`
	Amount      amount.Money      `json:"amount"`
	Description string            `json:"description,omitzero"` // the reason; at most 250 characters
	Receipt     *ReceiptData      `json:"receipt,omitzero"`     // required for a part if the shop has receipts: the lines that come back
	Sources     []RefundSource    `json:"sources,omitzero"`     // split payments: one
	Metadata    map[string]string `json:"metadata,omitzero"`
	Extra       wire.Extra        `json:"-"` // fields that are not typed here: deal, refund_method_data
}

// CreateRefund creates a refund. The same key always returns the same refund (see the package's page). It may still be
// Pending: see [Client.WaitRefund]. A refused refund is not an error; its status is Canceled.
//
// The request is checked apart from its payment; [Payment.CheckRefund] checks whether the payment allows it, and needs
// the payment as it was before the first try.
func (c *Client) CreateRefund(ctx context.Context, key string, r NewRefund) (*Refund, error) {
	if err := c.notSent(opRefund, r.problems()); err != nil {
		return nil, err
	}
	var made Refund
	if err := c.write(ctx, opRefund, http.MethodPost, refundsPath, key, r, &made, made.complete); err != nil {
		return nil, err
	}
	if err := c.sameRefund(key, r, &made); err != nil {
		return nil, err
	}
	return &made, nil
}

// sameRefund checks that the returned refund is the requested one.
func (c *Client) sameRefund(key string, r NewRefund, made *Refund) error {
	return c.reused(opRefund, key, made.ID, [3]string{"payment", r.PaymentID, made.PaymentID},
		[3]string{"amount", r.Amount.String(), made.Amount.String()}, metadata(r.Metadata, made.Metadata))
}

// GetRefund returns a refund.
func (c *Client) GetRefund(ctx context.Context, id string) (*Refund, error) {
	const op = "GET /refunds/{id}"
	if err := c.id(op, "refund_id", id); err != nil {
		return nil, err
	}
	var r Refund
	if err := c.get(ctx, op, rest.Pathf(refundsPath+"/%s", id), nil, &r, isAbout("refund", id, &r.ID, r.complete)); err != nil {
		return nil, err
	}
	return &r, nil
}

// RefundFilter filters a list of refunds. The zero RefundFilter is all of the last three years.
type RefundFilter struct {
	Created   Period
	PaymentID string
	Status    Status
}

func (f RefundFilter) query() url.Values {
	q := url.Values{}
	f.Created.into(q, "created_at")
	set(q, "payment_id", f.PaymentID)
	set(q, "status", string(f.Status))
	return q
}

// ListRefunds lists refunds, the newest first.
func (c *Client) ListRefunds(ctx context.Context, f RefundFilter) iter.Seq2[Record[Refund], error] {
	const op = "GET /refunds"
	return matchingFilter(c, op, list[Refund](ctx, c, op, refundsPath, f.query()), func(r *Refund) [][3]string {
		return [][3]string{{"status", string(f.Status), string(r.Status)}, {"payment", f.PaymentID, r.PaymentID}}
	})
}

// FindRefunds returns the refunds with the payment and sum of r and all of its metadata, refused ones included; see
// [Client.FindPayments].
func (c *Client) FindRefunds(ctx context.Context, r NewRefund) ([]Refund, error) {
	const op = "GET /refunds"
	if err := c.id(op, "payment_id", r.PaymentID); err != nil {
		return nil, err
	}
	all := c.ListRefunds(ctx, RefundFilter{PaymentID: r.PaymentID})
	return find(c, op, r.Metadata, all, func(have Refund) (bool, map[string]string) {
		return have.PaymentID == r.PaymentID && have.Amount == r.Amount, have.Metadata
	})
}
