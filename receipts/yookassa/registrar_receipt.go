package yookassa

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// What YooKassa allows at most of its own registers ("Чеки от ЮKassa"), and of receipts of one payment or refund.
const (
	ownProvider     = "avanpost"
	ownMaxItems     = 80
	maxReceiptsEach = 30
)

// newReceipt is a receipt in YooKassa's words, not yet about anything. The error is a *receipts.RuleError about the
// receipt, or of class Auth about the gateway.
func (g *Gateway) newReceipt(r receipts.Receipt) (NewReceipt, error) {
	if err := r.Check(); err != nil {
		return NewReceipt{}, err
	}
	if !g.registers {
		return NewReceipt{}, g.client.rest.Fail(opReceipt, ordo.Auth,
			"not sent: the gateway was made without the option WithReceipts, so its receipts are registered elsewhere", nil)
	}
	w := receiptBuilder{Receipt: r, marks: g.marks, standalone: true}
	w.unsupported(r.Kind.Corrects(), 1054, "Kind", "type", "is "+string(r.Kind)+"; YooKassa registers no corrections: make them at the register itself")
	w.unsupported(r.About.ID == "", 0, "About", "payment_id", "names no payment or refund; YooKassa registers only receipts of its own")
	w.unsupported(r.About.System != "" && r.About.System != Name, 0, "About", "payment_id", r.About.String()+" is not at "+Name)
	w.unsupported(r.About.Kind == refRefund && !r.Kind.Refunds(), 0, "About", "refund_id", "is a refund; a sale is about a payment")
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

// err is the error for what cannot be said.
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

// aboutError is the error for a receipt that is wrong about the thing that it is about.
func aboutError(r receipts.Receipt, format string, args ...any) error {
	w := receiptBuilder{Receipt: r}
	w.unsupported(true, 0, "About", "payment_id", fmt.Sprintf(format, args...))
	return w.err()
}

// fitsRegister asks which registers the shop has if it matters, and refuses what they do not take. Where YooKassa does not
// tell, it refuses by itself.
func (g *Gateway) fitsRegister(ctx context.Context, r receipts.Receipt) error {
	if r.Buyer.Email != "" && len(r.Positions) <= ownMaxItems {
		return nil
	}
	s, err := g.client.GetShop(ctx)
	if err != nil || s.Fiscalization == nil || s.Fiscalization.Provider != ownProvider {
		return nil //nolint:nilerr // the answer to the receipt itself tells
	}
	w := receiptBuilder{Receipt: r}
	w.unsupported(r.Buyer.Email == "", 1008, "Buyer.Email", "customer.email", "is empty; YooKassa's own registers send receipts by e-mail only")
	w.unsupported(len(r.Positions) > ownMaxItems, 1059, "Positions", "items", fmt.Sprintf(
		"%d positions, YooKassa's own registers take at most %d: set receipts.Settings.MaxPositions", len(r.Positions), ownMaxItems))
	return w.err()
}

// movesMoneyByGateway tells whether money of the gateway comes or goes by a receipt.
func movesMoneyByGateway(r receipts.Receipt) bool {
	return slices.ContainsFunc(r.Payments, func(p receipts.Payment) bool { return p.Form == receipts.Electronic })
}

// onlyMoneyByGateway tells whether a receipt is paid by nothing else.
func onlyMoneyByGateway(r receipts.Receipt) bool {
	return !slices.ContainsFunc(r.Payments, func(p receipts.Payment) bool { return p.Form != receipts.Electronic })
}

// isPrepaymentReceipt tells whether all of a receipt is money before the goods.
func isPrepaymentReceipt(r receipts.Receipt) bool {
	return !slices.ContainsFunc(r.Positions, func(p receipts.Position) bool { return !p.Method.BeforeGoods() })
}
