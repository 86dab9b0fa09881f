package rozetka

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// GetPaymentStatus reads the present status of an order's payment. ROZETKA keeps an answer for 5 minutes.
func (c *Client) GetPaymentStatus(ctx context.Context, id int64) (*PaymentStatus, error) {
	var out PaymentStatus
	check := func() error {
		if out.OrderID == 0 { // an older form of the answer does not repeat it
			return nil
		}
		return rest.Same("order", id, out.OrderID)
	}
	if err := c.get(ctx, "GET /orders/status-payment/{id}", rest.Pathf("/orders/status-payment/%d", id), nil, check, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// PaymentStatusName is an entry of the dictionary of payment statuses.
type PaymentStatusName struct {
	ID    int        `json:"id"`
	Name  string     `json:"name"` // see PaymentStatus.Name
	Title string     `json:"title"`
	Extra wire.Extra `json:"-"`

	Problem error `json:"-"`
}

func (n *PaymentStatusName) keep() (*wire.Extra, *error) { return &n.Extra, &n.Problem }

// ListPaymentStatuses reads the dictionary of payment statuses.
func (c *Client) ListPaymentStatuses(ctx context.Context) ([]PaymentStatusName, error) {
	return all[PaymentStatusName](ctx, c, "/payments/payment-statuses", nil, "payment_statuses")
}

// PaymentMethod is a payment method of the shop.
type PaymentMethod struct {
	ID          int64      `json:"id"` // 1 is cash
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Active      bool       `json:"status"`
	AutoHold    bool       `json:"is_auto_hold"`
	HasKeys     bool       `json:"has_keys"`
	NeedsKeys   bool       `json:"must_has_keys"`
	InUse       bool       `json:"has_active_dc"` // in some active delivery
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"`
}

func (m *PaymentMethod) keep() (*wire.Extra, *error) { return &m.Extra, &m.Problem }

// MethodCash is the id of the payment method cash.
const MethodCash = 1

// ListPaymentMethods reads the payment methods of the shop, also those that are not active.
func (c *Client) ListPaymentMethods(ctx context.Context) ([]PaymentMethod, error) {
	return all[PaymentMethod](ctx, c, "/market-payment-methods/list", nil, "payment_methods")
}
