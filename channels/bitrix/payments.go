package bitrix

import (
	"context"
	"math/big"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// PaymentFields are fields of a payment that are written; what is not set stays as it is. Of one that is paid the sum
// cannot change.
type PaymentFields struct {
	OrderID     int64        `json:"orderId,omitzero"` // of a new payment only
	PaySystemID int64        `json:"paySystemId"`      // required in each call
	Sum         wire.Sum     `json:"sum,omitzero"`
	Paid        *bxrest.Flag `json:"paid,omitzero"`
	XMLID       string       `json:"xmlId,omitzero"`
	VoucherNum  string       `json:"payVoucherNum,omitzero"`
	GatewayID   string       `json:"psInvoiceId,omitzero"`
	// ReturnComment is for people. What makes the shop pay back, isReturn, is not here: it pays back all of a payment.
	ReturnComment string `json:"payReturnComment,omitzero"`
}

// CreatePayment adds a payment to an order. After a lost answer it is looked for by its XMLID; without one the error is
// of class InDoubt.
func (c *Client) CreatePayment(ctx context.Context, f PaymentFields) (*Payment, error) {
	p := &Payment{}
	r := bxrest.Request{
		Method: "sale.payment.add", Params: map[string]any{"fields": f}, Key: "payment",
		Check: func() error { return rest.Same("order", f.OrderID, p.OrderID) },
	}
	if f.XMLID != "" {
		r.Done = func(ctx context.Context) (bool, error) {
			o, err := c.GetOrder(ctx, f.OrderID)
			if err != nil {
				return false, err
			}
			for _, x := range o.Payments {
				if x.XMLID == f.XMLID {
					*p = x
					return true, nil
				}
			}
			return false, nil
		}
	}
	if _, err := c.rest.Do(ctx, r, p); err != nil {
		return nil, err
	}
	return p, nil
}

// GetPayment reads a payment.
func (c *Client) GetPayment(ctx context.Context, id int64) (*Payment, error) {
	p := &Payment{}
	err := c.read(ctx, "sale.payment.get", "payment", map[string]any{"id": id}, p, func() error { return rest.Same("id", id, p.ID) })
	if err != nil {
		return nil, err
	}
	return p, nil
}

// UpdatePayment changes a payment. PaySystemID is required. After a lost answer it is read, and written again only if
// it is not so yet.
func (c *Client) UpdatePayment(ctx context.Context, id int64, f PaymentFields) (*Payment, error) {
	p := &Payment{}
	_, err := c.rest.Do(ctx, bxrest.Request{
		Method: "sale.payment.update", Params: map[string]any{"id": id, "fields": f}, Key: "payment", Check: func() error { return rest.Same("id", id, p.ID) },
		Done: func(ctx context.Context) (bool, error) {
			now, err := c.GetPayment(ctx, id)
			if err != nil || !f.stand(now) {
				return false, err
			}
			*p = *now
			return true, nil
		},
	}, p)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// stand reports whether a payment has the fields.
func (f PaymentFields) stand(p *Payment) bool {
	is := func(want, have string) bool { return want == "" || want == have }
	sum := func(s wire.Sum) *big.Rat {
		r, _ := new(big.Rat).SetString(string(s.Decimal))
		return r
	}
	a, b := sum(f.Sum), sum(p.Sum)
	return f.PaySystemID == p.PaySystemID && is(f.XMLID, p.XMLID) && is(f.VoucherNum, p.VoucherNum) && is(f.GatewayID, p.GatewayID) &&
		is(f.ReturnComment, p.ReturnComment) && (f.Paid == nil || bool(*f.Paid) == p.Paid) && (a == nil || b != nil && a.Cmp(b) == 0)
}
