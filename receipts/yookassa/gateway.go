package yookassa

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// Gateway is the shop as the place that holds the buyers' money, and with [WithReceipts] as the one that registers receipts
// of it, in the words of package receipts. It keeps nothing: what it must know after a crash it finds at YooKassa. It
// is safe for concurrent use.
type Gateway struct {
	client     *Client
	webhook    Webhook
	registers  bool // receipts are registered here
	marks      MarkForm
	writesKeys bool // receipts bear their keys
}

var (
	_ receipts.Gateway   = (*Gateway)(nil)
	_ receipts.Registrar = (*Gateway)(nil)
	_ receipts.Webhooker = (*Gateway)(nil)
)

// GatewayOption changes how a Gateway works; later ones win.
type GatewayOption func(*Gateway)

// WithWebhook says who may send notifications; without it the addresses in [Sources] may. Behind a proxy it is
// needed: see [PeerFromHeader].
func WithWebhook(h Webhook) GatewayOption {
	return func(g *Gateway) { g.webhook = h }
}

// WithReceipts says that the shop's receipts are registered through YooKassa, by its own registers or by one behind it: the
// gateway is a receipts.Registrar then, and the receipt of a refund goes along with it, with marking codes in this form.
// Without it no receipt is sent, as another service registers them; a shop that has registers at YooKassa cannot pay back
// a part then.
func WithReceipts(m MarkForm) GatewayOption {
	return func(g *Gateway) { g.registers, g.marks = true, m }
}

// WithKeysOnReceipts writes a receipt's key on the receipt itself, as its operational requisite (1270 of FFD 1.2: operation
// 0, at the time of the payment or refund), which YooKassa tells again: so a receipt is recognised for ever, also among
// others with the same content. A key that is too long for the requisite is written as a digest. It is for shops that
// settle shipments one by one; ask whether the register behind YooKassa takes the requisite. It must stay on: receipts
// without their keys are not told apart later.
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

// System returns [Name].
func (g *Gateway) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client used
// alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (g *Gateway) NameAccount(name string) error { return g.client.NameAccount(name) }

// The kinds of things that references name.
const (
	refPayment = "payment"
	refRefund  = "refund"
	refReceipt = "receipt"
)

func (g *Gateway) ref(kind, id string) order.Ref {
	return order.Ref{System: Name, Account: g.client.rest.Account(), Kind: kind, ID: id}
}

// checkSystem refuses a reference into another system, whose ids mean nothing here.
func (g *Gateway) checkSystem(op string, ref order.Ref) error {
	if ref.System != "" && ref.System != Name {
		return g.client.rest.Fail(op, ordo.NotFound, fmt.Sprintf("not sent: %s is not at %s", ref, Name), nil)
	}
	return nil
}

// Payment reads a payment, ready for an order.PaymentReport. Its Method is YooKassa's type of it, such as "bank_card" or
// "sbp"; what a buyer paid in cash at a terminal is "cash_terminal", as for the shop it is no cash. Its Receipt is the one
// that YooKassa made along with it, which nobody is to register again.
//
// Errors are those of [Client.GetPayment]. A status that is not documented is one of class Invalid.
func (g *Gateway) Payment(ctx context.Context, ref order.Ref) (order.Payment, error) {
	const op = "GET /payments/{id}"
	if err := g.checkSystem(op, ref); err != nil {
		return order.Payment{}, err
	}
	p, err := g.client.GetPayment(ctx, ref.ID)
	if err != nil {
		return order.Payment{}, err
	}
	out := order.Payment{ID: p.ID, Ref: g.ref(refPayment, p.ID), State: p.state(), Amount: p.Amount, Refunded: p.RefundedAmount}
	if out.State == 0 {
		return order.Payment{}, g.client.rest.Fail(op, ordo.Invalid, "the payment "+p.ID+" has the status "+quote(string(p.Status))+", which is not documented", nil)
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

// state is where the payment stands, in the words of package status; 0 if that is not known.
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

// ReadRefund reads a refund. One that waits is settled by the buyer's bank, mostly at once, sometimes after days; no
// notification tells of a refusal, so whoever waits reads it again. Errors are those of [Client.GetRefund].
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
