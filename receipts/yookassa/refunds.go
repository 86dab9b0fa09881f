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

// Refund is money on its way back to the buyer.
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

// complete says what an answer lacks to be a refund.
func (r *Refund) complete() error {
	return missingField([2]string{"id", r.ID}, [2]string{"status", string(r.Status)}, [2]string{"amount", r.Amount.Currency()})
}

// RefundSource is from which shop a refund of a split payment is taken.
type RefundSource struct {
	AccountID         string       `json:"account_id"`
	Amount            amount.Money `json:"amount"`
	PlatformFeeAmount amount.Money `json:"platform_fee_amount,omitzero"`
	Extra             wire.Extra   `json:"-"`
}

// RefundMethod is how the money goes back.
type RefundMethod struct {
	Type           string     `json:"type"`
	SBPOperationID string     `json:"sbp_operation_id,omitzero"`
	Extra          wire.Extra `json:"-"`
}

// RefundAuthorization is the bank's own reference of a refund.
type RefundAuthorization struct {
	RRN   string     `json:"rrn,omitzero"`
	Extra wire.Extra `json:"-"`
}

// NewRefund is a refund to be made, of a payment that succeeded: of all of it or of a part.
type NewRefund struct {
	PaymentID   string            `json:"payment_id"`
	Amount      amount.Money      `json:"amount"`
	Description string            `json:"description,omitzero"` // the reason; at most 250 characters
	Receipt     *ReceiptData      `json:"receipt,omitzero"`     // needed for a part, where the shop has receipts: the lines that come back
	Sources     []RefundSource    `json:"sources,omitzero"`     // split payments: one
	Metadata    map[string]string `json:"metadata,omitzero"`
	Extra       wire.Extra        `json:"-"` // what is not typed here: deal, refund_method_data
}

// CreateRefund gives money back. The same key always gives the same refund (see the package's page). The answer may
// still be Pending: see [Client.WaitRefund]. A refund that is refused is no error: it is one that is Canceled.
//
// It is checked for what is wrong in itself; whether the payment allows it is told by [Payment.CheckRefund], which needs
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

// sameRefund checks that the refund that came is the one that was ordered.
func (c *Client) sameRefund(key string, r NewRefund, made *Refund) error {
	return c.reused(opRefund, key, made.ID, [3]string{"payment", r.PaymentID, made.PaymentID},
		[3]string{"amount", r.Amount.String(), made.Amount.String()}, metadata(r.Metadata, made.Metadata))
}

// GetRefund reads a refund.
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

// RefundFilter narrows a list of refunds. The zero RefundFilter is all of the last three years.
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

// FindRefunds looks for refunds that look like r: of the same payment and sum, with all of its metadata. It is to
// refunds what [Client.FindPayments] is to payments. Those that were refused are among them.
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
