package yookassa

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// Gateway is the shop as the port of package receipts for payments and refunds, and with [WithReceipts] for receipts.
// It keeps no state: after a crash it finds everything at YooKassa. It is safe for concurrent use.
type Gateway struct {
	client     *Client
	webhook    Webhook
	registers  bool // receipts are registered through YooKassa
	marks      MarkForm
	writesKeys bool // keys are written on receipts
}

var (
	_ receipts.Gateway   = (*Gateway)(nil)
	_ receipts.Holder    = (*Gateway)(nil)
	_ receipts.Registrar = (*Gateway)(nil)
	_ receipts.Webhooker = (*Gateway)(nil)
)

// GatewayOption configures a Gateway; later ones win.
type GatewayOption func(*Gateway)

// WithWebhook sets how notifications are admitted; without it, the addresses in [Sources] are. Behind a proxy it is
// required: see [PeerFromHeader]. The address of the receiver is entered in the cabinet; partners subscribe it with
// [Client.CreateSubscription].
func WithWebhook(h Webhook) GatewayOption {
	return func(g *Gateway) { g.webhook = h }
}

// WithReceipts registers the shop's receipts through YooKassa, with its own registers or one behind it. The gateway is
// then a receipts.Registrar, and the receipt of a refund is sent with the refund, with marking codes in this form.
// Without it no receipt is sent, because another service registers them; a shop that has registers at YooKassa then
// cannot refund a part.
func WithReceipts(m MarkForm) GatewayOption {
	return func(g *Gateway) { g.registers, g.marks = true, m }
}

// WithKeysOnReceipts writes a receipt's key on the receipt, as its operational attribute (1270 of FFD 1.2: operation 0,
// at the time of the payment or refund), which YooKassa returns. So a receipt is recognised at any age, also among
// others with the same content. A key that is too long is written as a digest. It is for shops that settle shipments
// one by one; ask whether the register behind YooKassa accepts the attribute. Do not switch it off later: receipts
// without their keys cannot be told apart.
func WithKeysOnReceipts() GatewayOption {
	return func(g *Gateway) { g.writesKeys = true }
}

// Gateway returns the shop as a gateway.
func (c *Client) Gateway(opts ...GatewayOption) *Gateway {
	g := &Gateway{client: c}
	for _, o := range opts {
		if o != nil {
			o(g)
		}
	}
	return g
}

// Registers reports whether the gateway registers receipts, that is, has the option [WithReceipts]. A bridge.Route
// whose Receipts it is needs that.
func (g *Gateway) Registers() bool { return g.registers }

// System returns [Name].
func (g *Gateway) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (g *Gateway) NameAccount(name string) error { return g.client.NameAccount(name) }

// The kinds of references.
const (
	refPayment = "payment"
	refRefund  = "refund"
	refReceipt = "receipt"
)

func (g *Gateway) ref(kind, id string) order.Ref {
	return order.Ref{System: Name, Account: g.client.rest.Account(), Kind: kind, ID: id}
}

// checkSystem refuses a reference to another system.
func (g *Gateway) checkSystem(op string, ref order.Ref) error {
	if ref.System != "" && ref.System != Name {
		return g.client.rest.Fail(op, ordo.NotFound, fmt.Sprintf("not sent: %s is a reference to another system than %s", ref, Name), nil)
	}
	return nil
}

// Payment reads a payment for order.Pay or an order.PaymentReport. ref needs only its ID, the id of the payment at
// YooKassa. The result is complete: ID and Ref.ID are that id, Ref.Kind is "payment", and State, Amount, Refunded,
// Method and Receipt are set, and Expires while the money is held. An order that has the payment under another ID needs
// that ID in the report; a bridge sets it.
//
// Method is YooKassa's type, such as "bank_card" or "sbp"; cash that a buyer paid at a terminal is "cash_terminal",
// because the shop received no cash. Receipt is the one that YooKassa made with the payment, which must not be
// registered again.
//
// Errors are those of [Client.GetPayment]. A status that is not documented is an error of class Invalid.
func (g *Gateway) Payment(ctx context.Context, ref order.Ref) (order.Payment, error) {
	const op = "GET /payments/{id}"
	if err := g.checkSystem(op, ref); err != nil {
		return order.Payment{}, err
	}
	p, err := g.client.GetPayment(ctx, ref.ID)
	if err != nil {
		return order.Payment{}, err
	}
	return g.portPayment(ctx, p)
}

// portPayment converts a payment.
func (g *Gateway) portPayment(ctx context.Context, p *Payment) (out order.Payment, err error) {
	const op = "GET /payments/{id}"
	out = order.Payment{ID: p.ID, Ref: g.ref(refPayment, p.ID), State: p.state(), Amount: p.Amount, Refunded: p.RefundedAmount, Expires: p.ExpiresAt}
	if out.State == 0 {
		return order.Payment{}, g.client.rest.Fail(op, ordo.Invalid, "payment "+p.ID+" has status "+quote(string(p.Status))+", which is not documented", nil)
	}
	if out.Refunded.IsUnset() {
		out.Refunded, err = p.Amount.Sub(p.Amount)
	}
	if p.PaymentMethod != nil {
		if out.Method = p.PaymentMethod.Type; out.Method == "cash" {
			out.Method = "cash_terminal"
		}
	}
	if err == nil && p.Status == Succeeded {
		out.Receipt, err = g.receiptOf(ctx, p)
	}
	if err != nil {
		return order.Payment{}, err
	}
	return out, nil
}

// state returns the state of the payment, or 0 if it is not known.
func (p *Payment) state() status.PaymentState {
	switch p.Status {
	case Pending:
		return status.PaymentPending
	case WaitingForCapture:
		return status.PaymentAuthorized
	case Canceled:
		if c := p.Cancellation; c != nil && (c.Party == PartyMerchant || c.Reason == "expired_on_confirmation" || c.Reason == "expired_on_capture") {
			return status.PaymentCancelled
		}
		return status.PaymentFailed
	case Succeeded:
		switch over, err := p.RefundedAmount.Cmp(p.Amount); {
		case p.RefundedAmount.Sign() <= 0:
			return status.PaymentPaid
		case err == nil && over < 0:
			return status.PaymentPartlyRefunded
		}
		return status.PaymentRefunded
	}
	return 0
}

// ReadRefund reads a refund. A pending refund is settled by the buyer's bank, mostly at once, sometimes after days.
// There is no notification for a refusal, so a pending refund must be read again. Errors are those of
// [Client.GetRefund].
func (g *Gateway) ReadRefund(ctx context.Context, ref order.Ref) (receipts.Refund, error) {
	if err := g.checkSystem("GET /refunds/{id}", ref); err != nil {
		return receipts.Refund{}, err
	}
	r, err := g.client.GetRefund(ctx, ref.ID)
	if err != nil {
		return receipts.Refund{}, err
	}
	return g.portRefund(ctx, r), nil
}
