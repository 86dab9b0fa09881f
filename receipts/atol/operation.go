package atol

import "context"

// Operation is a kind of receipt, in the words of the service.
type Operation string

// The operations.
const (
	Sell                 Operation = "sell"
	SellRefund           Operation = "sell_refund"
	SellCorrection       Operation = "sell_correction"        // v4: sums only
	SellRefundCorrection Operation = "sell_refund_correction" // v5
	Buy                  Operation = "buy"                    // from a person
	BuyRefund            Operation = "buy_refund"
	BuyCorrection        Operation = "buy_correction"        // v4: sums only
	BuyRefundCorrection  Operation = "buy_refund_correction" // v5
)

// IsCorrection reports whether the operation corrects an earlier settlement.
func (op Operation) IsCorrection() bool { return operations[op].correction }

// operations are the operations, with the sign that the receipt's QR code has for them.
var operations = map[Operation]struct {
	sign       int
	correction bool
	v5         bool // only
}{
	Sell: {1, false, false}, SellRefund: {2, false, false}, Buy: {3, false, false}, BuyRefund: {4, false, false},
	SellCorrection: {1, true, false}, SellRefundCorrection: {2, true, true},
	BuyCorrection: {3, true, false}, BuyRefundCorrection: {4, true, true},
}

// Sell registers a sale: money came in, before or at the hand-over. Errors are those of [Client.Register].
func (c *Client) Sell(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, Sell, d)
}

// SellRefund registers a refund of a sale, after the money was paid back. Errors are those of [Client.Register].
func (c *Client) SellRefund(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, SellRefund, d)
}

// SellCorrection registers a correction of sales; d.Correction says which. Errors are those of [Client.Register].
func (c *Client) SellCorrection(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, SellCorrection, d)
}

// SellRefundCorrection registers a correction of refunds of sales (v5). Errors are those of [Client.Register].
func (c *Client) SellRefundCorrection(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, SellRefundCorrection, d)
}

// Buy registers a purchase from a person. Errors are those of [Client.Register].
func (c *Client) Buy(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, Buy, d)
}

// BuyRefund registers a refund of a purchase. Errors are those of [Client.Register].
func (c *Client) BuyRefund(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, BuyRefund, d)
}

// BuyCorrection registers a correction of purchases. Errors are those of [Client.Register].
func (c *Client) BuyCorrection(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, BuyCorrection, d)
}

// BuyRefundCorrection registers a correction of refunds of purchases (v5). Errors are those of [Client.Register].
func (c *Client) BuyRefundCorrection(ctx context.Context, d Document) (*Registration, error) {
	return c.Register(ctx, BuyRefundCorrection, d)
}
