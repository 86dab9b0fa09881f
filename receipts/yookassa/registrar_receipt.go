package yookassa

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// The limits of YooKassa's own registers ("Чеки от ЮKassa"), and of receipts of one payment or refund.
const (
	ownProvider     = "avanpost"
	ownMaxItems     = 80
	maxReceiptsEach = 30
)

// newReceipt converts a receipt, without its payment or refund. The error is a *receipts.RuleError about the receipt,
// or of class Auth about the gateway.
func (g *Gateway) newReceipt(r receipts.Receipt) (NewReceipt, error) {
	if err := r.Check(); err != nil {
		return NewReceipt{}, err
	}
	if !g.registers {
		return NewReceipt{}, g.client.rest.Fail(opReceipt, ordo.Auth,
			"not sent: the gateway has no option WithReceipts, so its receipts are registered elsewhere", nil)
	}
	w := receiptBuilder{Receipt: r, marks: g.marks, standalone: true}
	w.unsupported(r.Kind.Corrects(), 1054, "Kind", "type", "is "+string(r.Kind)+"; YooKassa registers no corrections: make them at the register")
	w.unsupported(r.About.ID == "", 0, "About", "payment_id", "is empty; it must be a payment or refund of YooKassa")
	w.unsupported(r.About.System != "" && r.About.System != Name, 0, "About", "payment_id", r.About.String()+" is not a reference to "+Name)
	w.unsupported(r.About.Kind == refRefund && !r.Kind.Refunds(), 0, "About", "refund_id", "is a refund; it must be a payment for a sale")
	data := w.data()
	in := NewReceipt{
		Type: ReceiptPayment, Customer: data.Customer, Items: data.Items, Settlements: w.settlements(), TaxSystemCode: data.TaxSystemCode,
		Timezone: data.Timezone, Internet: data.Internet, Industry: data.Industry, AdditionalUserProps: w.userProps(),
	}
	if r.Kind.Refunds() {
		in.Type = ReceiptRefund
	}
	return in, w.err()
}

// err returns the error for what YooKassa cannot register, or nil.
func (w *receiptBuilder) err() error {
	if len(w.problems) == 0 {
		return nil
	}
	ps := make([]receipts.Problem, len(w.problems))
	for i, x := range w.problems {
		ps[i] = x.Problem
	}
	return &receipts.RuleError{What: "receipt", Key: w.Key, Problems: ps}
}

// aboutError returns the error for a receipt that does not fit its payment or refund.
func aboutError(r receipts.Receipt, format string, args ...any) error {
	w := receiptBuilder{Receipt: r}
	w.unsupported(true, 0, "About", "payment_id", fmt.Sprintf(format, args...))
	return w.err()
}

// fitsRegister refuses a receipt that the shop's registers do not accept. It asks YooKassa which registers the shop has
// only if that matters; if the answer does not tell, YooKassa itself checks.
func (g *Gateway) fitsRegister(ctx context.Context, r receipts.Receipt) error {
	if r.Buyer.Email != "" && len(r.Positions) <= ownMaxItems {
		return nil
	}
	s, err := g.client.GetShop(ctx)
	if err != nil || s.Fiscalization == nil || s.Fiscalization.Provider != ownProvider {
		return nil //nolint:nilerr // YooKassa checks the receipt itself
	}
	w := receiptBuilder{Receipt: r}
	w.unsupported(r.Buyer.Email == "", 1008, "Buyer.Email", "customer.email", "is empty; YooKassa's own registers send receipts by e-mail only")
	w.unsupported(len(r.Positions) > ownMaxItems, 1059, "Positions", "items", fmt.Sprintf(
		"has %d positions, YooKassa's own registers allow at most %d: set receipts.Settings.MaxPositions", len(r.Positions), ownMaxItems))
	return w.err()
}

// movesMoneyByGateway reports whether a part of a receipt is paid through the gateway.
func movesMoneyByGateway(r receipts.Receipt) bool {
	return slices.ContainsFunc(r.Payments, func(p receipts.Payment) bool { return p.Form == receipts.Electronic })
}

// onlyMoneyByGateway reports whether all of a receipt is paid through the gateway.
func onlyMoneyByGateway(r receipts.Receipt) bool {
	return !slices.ContainsFunc(r.Payments, func(p receipts.Payment) bool { return p.Form != receipts.Electronic })
}

// isPrepaymentReceipt reports whether all positions are prepayments.
func isPrepaymentReceipt(r receipts.Receipt) bool {
	return !slices.ContainsFunc(r.Positions, func(p receipts.Position) bool { return !p.Method.BeforeGoods() })
}
